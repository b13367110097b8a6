"""The command line: small commands over the functions of the library.

Exit status 0: done. 1: done, but something was rejected or found wrong. 2: could not be done; why is on standard
error, in one line, never as a traceback.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from crm.cli.covers import covers
from crm.cli.databases import init, schema
from crm.cli.exports import export
from crm.cli.files import read
from crm.cli.gaps import gaps, workload
from crm.cli.handovers import handover, handovers, undo_handover
from crm.cli.history import history
from crm.cli.imports import import_list, imports, undo_import
from crm.cli.institutions import institutions
from crm.cli.intake import ingest
from crm.cli.lifting import embargoes, lift
from crm.cli.people import absences, away, fill, staff, usual
from crm.cli.printing import complain
from crm.cli.publishing import block, correct, embargo, publish, ready, withdraw
from crm.cli.report import report
from crm.cli.show import show
from crm.cli.values import check_values
from crm.cli.who import who
from crm.errors import CrmError

__all__ = ["main", "run"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="press-contact-crm", prog_name="crm")
@click.option("--db", "database", metavar="URL", help="The database: a SQLite file or a URL [default: press.db].")
@click.pass_context
def main(context: click.Context, database: str | None) -> None:
    """Press contacts and communiqués: who covers which release, for whom, and what was printed."""
    context.obj = database


for command in (
    init,
    schema,
    read,
    ingest,
    import_list,
    imports,
    undo_import,
    export,
    who,
    covers,
    gaps,
    workload,
    away,
    absences,
    staff,
    usual,
    fill,
    handover,
    handovers,
    undo_handover,
    ready,
    embargo,
    embargoes,
    lift,
    publish,
    correct,
    withdraw,
    block,
    report,
    show,
    history,
    institutions,
    check_values,
):
    main.add_command(command)


def run() -> None:
    """Run the command that the shell's arguments name, and leave with its exit status."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the shell: crm … >&-
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - until the end
    sys.exit(_status(sys.argv[1:]))


def _status(arguments: list[str]) -> int:
    try:
        result: Any = main.main(arguments, prog_name="crm", standalone_mode=False)
        sys.stdout.flush()  # a full disk is said here, not when Python has gone
    except CrmError as error:
        return complain(error.message, error.hint, error.code)
    except click.Abort:
        return complain("interrupted")
    except click.ClickException as error:
        error.show()
        return 2
    except BrokenPipeError:
        # The reader of our output has left (``crm show … | head``): that is no fault.
        _say_no_more()
        return 0
    except OSError as error:
        _say_no_more()
        where = f"{error.filename}: " if error.filename else ""
        return complain(f"{where}{error.strerror or error}")
    except Exception as error:
        if not _is_of_the_database(error):
            raise
        return complain(f"the database said no: {getattr(error, 'orig', None) or type(error).__name__}")
    return result if isinstance(result, int) else 0


def _say_no_more() -> None:
    """Let what is still to be printed go nowhere."""
    with suppress(OSError, ValueError):  # no file is behind it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_of_the_database(error: Exception) -> bool:
    """Whether SQLAlchemy raised it, asked without importing SQLAlchemy for a command that does not need it."""
    return any(kind.__module__ == "sqlalchemy.exc" for kind in type(error).__mro__)
