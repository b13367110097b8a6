"""Whether a communiqué is ready to go out: rules with stable codes, which a house can switch, weigh and extend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.base import utc_now
from crm.readiness.checks import CHECKS, missing
from crm.readiness.facts import Facts
from crm.readiness.ruleset import Check, Rule, RuleSet, Severity

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

    from crm.models import Communique

__all__ = ["Check", "Facts", "Finding", "Rule", "RuleSet", "Severity", "check"]


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
    """
    asked = [rule for rule in (rules or RuleSet.default()).rules.values() if rule.enabled]
    days_after = max((int(rule.figures.get("days_after", 0)) for rule in asked), default=0)
    facts = Facts.of(session, communique, at or utc_now(), days_after)
    found = [
        Finding(rule.code, rule.severity, message, rule.hint)
        for rule in asked
        for message in _check_of(rule)(facts, rule.figures)
    ]
    return sorted(found, key=lambda one: list(Severity).index(one.severity))


def _check_of(rule: Rule) -> Check:
    return rule.check or CHECKS.get(rule.code, missing)
