"""The commands on the way out: from ``crm ready`` to ``crm publish``, ``crm withdraw`` and ``crm block``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from crm.cli.people import day
from crm.cli.printing import as_json, database_option, json_option, say, write_utf8

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.blocks import Block
    from crm.models import Communique
    from crm.readiness import Finding

__all__ = ["block", "correct", "embargo", "publish", "ready", "withdraw"]

communique_argument = click.argument(
    "communique", metavar="COMMUNIQUE", help="Its number, its file's name, or words of its title."
)
by_option = click.option("--by", metavar="WHO", help="Who does it, for the history.")
_SIGNS = {"error": "✗", "warning": "!", "note": "·"}


def _instant(context: click.Context, parameter: click.Parameter, value: str | None) -> dt.datetime | None:  # noqa: ARG001
    if value is None:
        return None
    try:
        found = dt.datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no date and time such as 2025-01-17T20:00+01:00") from None
    if found.tzinfo is None:
        raise click.BadParameter(f"{value!r} says no zone: 2025-01-17T20:00+01:00, or …Z for UTC")
    return found


@click.command()
@communique_argument
@click.option("--at", metavar="INSTANT", callback=_instant, help="As of 2025-01-17T20:00+01:00 [default: now].")
@click.option("--rules", type=click.Path(exists=True, dir_okay=False), help="A TOML file of the house's own rules.")
@database_option
@json_option
def ready(communique: str, at: dt.datetime | None, rules: str | None, database: str | None, as_json_: bool) -> int:
    """Say what keeps a communiqué from going out; exit status 1 when something does."""
    from crm import communiques, readiness
    from crm.database import Database

    ruleset = readiness.RuleSet.default()
    ruleset = ruleset.with_file(rules) if rules else ruleset
    with Database.open(database) as opened, opened.session() as session:
        found = communiques.find(session, communique)
        findings = readiness.check(session, found, at=at, rules=ruleset)
        stops = any(one.severity == readiness.Severity.ERROR for one in findings)
        if as_json_:
            as_json({"communique": found.id, "ready": not stops, "findings": [one.as_dict() for one in findings]})
        else:
            _print_findings(communiques.label(found), findings, stops=stops)
    return 1 if stops else 0


def _print_findings(label: str, findings: list[Finding], *, stops: bool) -> None:
    say(f"{label}: {'not ready' if stops else 'ready'}")
    for one in findings:
        say(f"  {_SIGNS[one.severity]} {one.message}  [{one.code}]")
        if one.hint:
            say(f"      {one.hint}")


@click.command()
@communique_argument
@click.argument("until", type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]), metavar="UNTIL")
@click.option("--zone", default="Europe/Paris", show_default=True, help="The IANA zone whose clocks show UNTIL.")
@by_option
@database_option
def embargo(communique: str, until: dt.datetime, zone: str, by: str | None, database: str | None) -> None:
    """Put a communiqué under embargo until the clocks of a zone show a time."""
    from crm import communiques, publishing
    from crm.database import Database

    with Database.open(database) as opened, opened.begin() as session:
        found = communiques.find(session, communique)
        publishing.put_under_embargo(session, found, until, zone, by=by)
        assert found.embargo_at is not None  # noqa: S101 - it was set in the line above
        say(f"{communiques.label(found)}: embargoed until {until:%Y-%m-%d %H:%M} {zone} ({found.embargo_at:%H:%M} UTC)")


@click.command()
@communique_argument
@day("--on", help_text="The day [default: now].")
@by_option
@database_option
def publish(communique: str, on: dt.date | None, by: str | None, database: str | None) -> None:
    """Publish a communiqué, and freeze what it prints of its contacts."""
    from crm import communiques, publishing
    from crm.database import Database

    with Database.open(database) as opened, opened.begin() as session:
        found = communiques.find(session, communique)
        frozen = publishing.publish(session, found, on or dt.datetime.now(dt.UTC), by=by)
        say(f"{communiques.label(found)}: published, {len(frozen)} printed")


@click.command()
@communique_argument
@click.argument("note")
@day("--on", help_text="The day [default: today].")
@by_option
@database_option
def correct(communique: str, note: str, on: dt.date | None, by: str | None, database: str | None) -> None:
    """Record that a published communiqué was corrected, and what."""
    from crm import communiques, publishing
    from crm.database import Database

    with Database.open(database) as opened, opened.begin() as session:
        found = communiques.find(session, communique)
        publishing.correct(session, found, note, on=on or dt.datetime.now().astimezone().date(), by=by)
        say(f"{communiques.label(found)}: corrected")


@click.command()
@communique_argument
@click.argument("note")
@by_option
@database_option
def withdraw(communique: str, note: str, by: str | None, database: str | None) -> None:
    """Withdraw a communiqué for good, and say why."""
    from crm import communiques, publishing
    from crm.database import Database

    with Database.open(database) as opened, opened.begin() as session:
        found = communiques.find(session, communique)
        publishing.withdraw(session, found, note, by=by)
        say(f"{communiques.label(found)}: withdrawn")


@click.command()
@communique_argument
@day("--on", help_text="As of this day [default: today].")
@click.option("--language", metavar="TAG", help="fr, en, de or es [default: the communiqué's].")
@click.option("--format", "format_", default="text", show_default=True, type=click.Choice(["text", "markdown", "html"]))
@click.option("--region", default="FR", show_default=True, metavar="CC", help="Print its numbers as at home.")
@click.option("--no-break", is_flag=True, help="No-break spaces in numbers and before French colons.")
@click.option("--narrow", is_flag=True, help="The same, with narrow ones (U+202F).")
@click.option("--style", type=click.Path(exists=True, file_okay=False), help="A folder of the house's own templates.")
@click.option("--printed", is_flag=True, help="Who and what the communiqué printed, instead of what holds on the day.")
@database_option
def block(communique: str, on: dt.date | None, printed: bool, database: str | None, **said: Any) -> int:
    """Print the contact block of a communiqué; exit status 1 when there is nobody to print."""
    from crm import blocks, communiques
    from crm.database import Database

    if printed and on is not None:
        raise click.UsageError("--printed is of the day it was published: --on says nothing beside it")
    with Database.open(database) as opened, opened.session() as session:
        found = communiques.find(session, communique)
        content, reasons = _content(session, found, on, said, printed=printed)
        write_utf8()
        click.echo(blocks.Style(said["style"]).render(said["format_"], content), nl=False)
    for one in content.left_out:
        click.echo(f"crm: left out {one}: nothing is known to reach them by", err=True)
    if not content.groups:
        click.echo(f"crm: there is nobody to print: {'; '.join(reasons) or 'nobody answers for it'}", err=True)
    return 0 if content.groups else 1


def _content(
    session: Session, communique: Communique, on: dt.date | None, said: dict[str, Any], *, printed: bool
) -> tuple[Block, list[str]]:
    """Return what the block says, and why nobody answers for what nobody answers for."""
    from crm import answers, blocks, coverage

    language = said["language"] or communique.language or "fr"
    layout = {"region": said["region"], "no_break": said["no_break"], "narrow": said["narrow"]}
    if printed:
        covering = session.scalars(coverage.of(communique)).all()
        return blocks.printed_of(covering, language, **layout), ["nothing of it was printed"]
    found = answers.who(session, communique, on=on)
    reasons = [reason.message for one in found.unanswered for reason in one.reasons]
    return blocks.content_of(found, language, **layout), reasons
