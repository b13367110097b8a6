"""The public names are exactly those listed, and what is listed is there."""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import crm
from crm import errors

MODULES = sorted(module.name for module in walk_packages(crm.__path__, "crm.") if "_alembic" not in module.name)


def test_the_list_is_sorted_and_complete():
    assert crm.__all__ == sorted(crm.__all__)
    assert dir(crm) == crm.__all__
    for name in crm.__all__:
        assert getattr(crm, name) is not None


def test_type_checkers_see_the_same_names():
    tree = ast.parse(Path(crm.__file__).read_text(encoding="utf-8"))
    guarded = next(node for node in tree.body if isinstance(node, ast.If))
    seen = [alias.name for node in ast.walk(guarded) if isinstance(node, ast.ImportFrom) for alias in node.names]
    assert sorted(seen) == crm.__all__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing"):
        _ = crm.nothing


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_gives(name):
    module = import_module(name)
    assert module.__doc__
    listed = module.__all__
    assert len(listed) == len(set(listed))
    assert all(hasattr(module, one) for one in listed)


def test_importing_the_library_imports_nothing_heavy():
    code = "import sys, crm; sys.exit(bool({'sqlalchemy', 'alembic', 'phonenumbers', 'click'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_using_the_database_does_not_import_alembic():
    names = "crm.PressContact, crm.Database, crm.coverage, crm.ingest, crm.schema"
    code = f"import sys, crm; {names}; sys.exit('alembic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_error_tree_is_drawn_as_it_is():
    drawn = [line.strip(" │├└─").split()[0] for line in errors.__doc__.splitlines() if "──" in line]
    kinds = {name for name in errors.__all__ if issubclass(getattr(errors, name), errors.CrmError)}
    assert set(drawn) | {"CrmError"} == kinds
    codes = [getattr(errors, name).default_code for name in errors.__all__]
    assert len(codes) == len(set(codes))
