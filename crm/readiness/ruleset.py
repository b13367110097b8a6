"""Which rules hold, how they weigh, and their figures: data that a house can switch and extend."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import inspect

from crm.errors import RuleInvalid
from crm.models import Communique

if TYPE_CHECKING:
    import os

    from crm.readiness.facts import Facts

__all__ = ["Check", "Rule", "RuleSet", "Severity"]

Check: TypeAlias = "Callable[[Facts, Mapping[str, Any]], Iterable[str]]"
"""What a rule looks at: the facts and its own figures; it yields what is wrong, in words, or nothing."""

_EVERY: Final = ("enabled", "hint", "severity")
"""What can be said of every rule."""
_KINDS: Final = {bool: "true or false", int: "a whole number", str: "a text", list: "a list"}
_NEW: Final = 'a code stands in quotes, ["contact.none"], and a new rule says missing = "FIELD"'
_MOST: Final = 366
_FIELDS: Final = tuple(sorted(column.key for column in inspect(Communique).column_attrs))


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """It should not go out like this."""
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is asked."""

    code: str
    severity: Severity
    hint: str | None = None
    enabled: bool = True
    figures: Mapping[str, Any] = field(default_factory=dict)
    check: Check | None = None
    """None for one of ours, which is known by its code."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules that are asked, by code, in order."""

    rules: Mapping[str, Rule]

    @classmethod
    def default(cls) -> RuleSet:
        """Return the rules that come with the library."""
        return _default()

    def with_file(self, path: str | os.PathLike[str]) -> RuleSet:
        """Return these rules changed and extended by a TOML file.

        Raises:
            RuleInvalid: it cannot be read, or says something of a rule that no rule has.
        """
        try:
            table = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise RuleInvalid(f"the rules in {Path(path).name} cannot be read: {error}") from error
        return self.with_table(table)

    def with_table(self, table: Mapping[str, Any]) -> RuleSet:
        """Return these rules changed and extended by what such a file says. Raises `RuleInvalid`."""
        changed = {code: _changed(code, self.rules.get(code), said) for code, said in table.items()}
        return RuleSet({**self.rules, **changed})

    def with_rule(self, code: str, check: Check, *, severity: Severity | str, hint: str | None = None) -> RuleSet:
        """Return these rules and one more, which `check` looks after; one with that code is replaced.

        Raises:
            RuleInvalid: there is no such severity.
        """
        return RuleSet({**self.rules, code: Rule(code, _severity(code, severity), hint, check=check)})


@cache
def _default() -> RuleSet:
    text = files("crm.readiness").joinpath("rules.toml").read_text(encoding="utf-8")
    return RuleSet({code: _rule(code, said) for code, said in tomllib.loads(text).items()})


def _rule(code: str, said: Mapping[str, Any]) -> Rule:
    """Return a rule of ours: all it says beside the three words that every rule knows is a figure of its own."""
    figures = {name: value for name, value in said.items() if name not in _EVERY}
    return _changed(code, Rule(code, Severity.WARNING, figures=figures), said)


def _changed(code: str, rule: Rule | None, said: Any) -> Rule:
    if not isinstance(said, Mapping):
        raise RuleInvalid(f"the rule {code!r} is no table")
    if rule is None:
        if "missing" not in said:
            raise RuleInvalid(f"there is no rule {code!r}", hint=_NEW)
        rule = Rule(code, Severity.WARNING, figures={"missing": "title"})
    named = {*_EVERY, *rule.figures}
    unknown = sorted(set(said) - named)
    if unknown:
        raise RuleInvalid(f"the rule {code!r} has no {unknown[0]!r}", hint=f"it has {', '.join(sorted(named))}")
    return replace(
        rule,
        severity=_severity(code, said.get("severity", rule.severity)),
        hint=_of_kind(code, "hint", said.get("hint", rule.hint), rule.hint or ""),
        enabled=_of_kind(code, "enabled", said.get("enabled", rule.enabled), True),
        figures={name: _figure(code, name, said.get(name, value), value) for name, value in rule.figures.items()},
    )


def _figure(code: str, name: str, said: Any, default: Any) -> Any:
    """Return a figure of a rule that is of the kind it has to be."""
    value = _of_kind(code, name, said, default)
    if isinstance(value, int) and not 0 <= value <= _MOST:
        raise RuleInvalid(f"{name} of the rule {code!r} cannot be {value}", hint=f"from 0 to {_MOST}")
    if name == "missing" and value not in _FIELDS:
        raise RuleInvalid(f"a communiqué has no {value!r}, which the rule {code!r} asks for", hint=", ".join(_FIELDS))
    if name == "zones":
        for zone in value:
            _require_zone(code, zone)
    return value


def _of_kind(code: str, name: str, said: Any, default: Any) -> Any:
    if said is not None and type(said) is not type(default):
        kind = _KINDS.get(type(default), "something else")
        raise RuleInvalid(f"{name} of the rule {code!r} cannot be {said!r}", hint=f"it is {kind}")
    return said


def _require_zone(code: str, zone: Any) -> None:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError, TypeError, AttributeError):
        raise RuleInvalid(
            f"there is no time zone {zone!r}, which the rule {code!r} names", hint="an IANA name, such as Europe/Paris"
        ) from None


def _severity(code: str, said: Any) -> Severity:
    if said in list(Severity):
        return Severity(said)
    raise RuleInvalid(f"{said!r} is no severity of the rule {code!r}", hint=f"one of {', '.join(Severity)}")
