"""Whether a communiqué is ready to go out: rules with stable codes, which a house can switch, weigh and extend."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crm.errors import EmbargoIncomplete
from crm.readiness.checks import CHECKS, missing
from crm.readiness.facts import Facts
from crm.readiness.ruleset import Check, Rule, RuleSet, Severity

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.models import Communique

__all__ = ["Check", "Facts", "Finding", "Rule", "RuleSet", "Severity", "check"]


_AROUND: Final = ("days_before", "days_after")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be: a stable `code`, how much it matters, what it is, what to do."""

    code: str
    severity: Severity
    message: str
    hint: str | None

    def as_dict(self) -> dict[str, str | None]:
        """Return what every JSON answer prints of it."""
        return {"code": self.code, "severity": self.severity.value, "message": self.message, "hint": self.hint}


def check(
    session: Session, communique: Communique, *, at: dt.datetime | None = None, rules: RuleSet | None = None
) -> list[Finding]:
    """Return what keeps `communique` from going out, or should be looked at, as of an instant; the gravest first.

    The contacts are asked about on the day its embargo lifts, or else on the day of `at`, now by default.

    Raises:
        EmbargoIncomplete: `at` has no zone.
    """
    if at is not None and at.tzinfo is None:
        raise EmbargoIncomplete(f"{at:%Y-%m-%d %H:%M} is no instant: it has no zone", code="embargo.no_zone")
    asked = [rule for rule in (rules or RuleSet.default()).rules.values() if rule.enabled]
    around = {name: max((rule.figures.get(name, 0) for rule in asked), default=0) for name in _AROUND}
    facts = Facts.of(session, communique, at or dt.datetime.now().astimezone(), **around)
    found = [
        Finding(rule.code, rule.severity, message, rule.hint)
        for rule in asked
        for message in _check_of(rule)(facts, rule.figures)
    ]
    return sorted(found, key=lambda one: list(Severity).index(one.severity))


def _check_of(rule: Rule) -> Check:
    return rule.check or CHECKS.get(rule.code, missing)
