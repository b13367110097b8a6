"""Which rules hold, how they weigh, and their figures: data that a house can switch and extend."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from crm.errors import RuleInvalid

if TYPE_CHECKING:
    import os

    from crm.readiness.facts import Facts

__all__ = ["Check", "Rule", "RuleSet", "Severity"]

Check: TypeAlias = "Callable[[Facts, Mapping[str, Any]], Iterable[str]]"
"""What a rule looks at: the facts and its own figures; it yields what is wrong, in words, or nothing."""


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
        """Return these rules changed and extended by what such a file says."""
        changed = {code: _changed(code, self.rules.get(code), said) for code, said in table.items()}
        return RuleSet({**self.rules, **changed})

    def with_rule(self, code: str, check: Check, *, severity: Severity | str, hint: str | None = None) -> RuleSet:
        """Return these rules and one more, which `check` looks after."""
        return RuleSet({**self.rules, code: Rule(code, Severity(severity), hint, check=check)})


@cache
def _default() -> RuleSet:
    text = files("crm.readiness").joinpath("rules.toml").read_text(encoding="utf-8")
    return RuleSet({code: _rule(code, said) for code, said in tomllib.loads(text).items()})


def _rule(code: str, said: Mapping[str, Any]) -> Rule:
    figures = {name: value for name, value in said.items() if name not in {"severity", "hint", "enabled"}}
    return Rule(
        code, _severity(code, said.get("severity", "warning")), said.get("hint"), said.get("enabled", True), figures
    )


def _changed(code: str, rule: Rule | None, said: Any) -> Rule:
    if not isinstance(said, Mapping):
        raise RuleInvalid(f"the rule {code!r} is no table")
    if rule is None:
        if "missing" not in said:
            raise RuleInvalid(f"there is no rule {code!r}", hint='a new rule says missing = "FIELD"')
        return _rule(code, said)
    named = {"severity", "hint", "enabled", *rule.figures}
    unknown = sorted(set(said) - named)
    if unknown:
        raise RuleInvalid(f"the rule {code!r} has no {unknown[0]!r}", hint=f"it has {', '.join(sorted(named))}")
    figures = {name: said.get(name, value) for name, value in rule.figures.items()}
    return replace(
        rule,
        severity=_severity(code, said.get("severity", rule.severity)),
        hint=said.get("hint", rule.hint),
        enabled=bool(said.get("enabled", rule.enabled)),
        figures=figures,
    )


def _severity(code: str, said: Any) -> Severity:
    try:
        return Severity(said)
    except ValueError:
        known = ", ".join(Severity)
        raise RuleInvalid(f"{said!r} is no severity of the rule {code!r}", hint=f"one of {known}") from None
