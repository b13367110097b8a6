"""The commands on the way out: from ``crm ready`` to ``crm publish``, ``crm withdraw`` and ``crm block``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import click

from crm.cli.describing import by_option, communique_argument, communique_dict, day, instant_option
from crm.cli.printing import as_json, database_option, json_option, say, write_utf8
from crm.clocks import today

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from crm.blocks import Block
    from crm.models import Communique
    from crm.readiness import Finding

__all__ = ["block", "correct", "embargo", "publish", "ready", "withdraw"]

_SIGNS = {"error": "✗", "warning": "!", "note": "·"}


def _said(context: click.Context, parameter: click.Parameter, value: str) -> str:  # noqa: ARG001
    if not value.strip():
        raise click.BadParameter("say what, and why")
    return value


@click.command()
@communique_argument
@instant_option
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


def _told(communique: Communique, what: str, *, as_json_: bool) -> None:
    """Say what became of a communiqué."""
    from crm import communiques

    if as_json_:
        lifts = communique.embargo_at
        embargo = {"embargo_at": lifts and lifts.isoformat(), "embargo_zone": communique.embargo_zone}
        as_json({**communique_dict(communique), **embargo})
    else:
        say(f"{communiques.label(communique)}: {what}")


@click.command()
@communique_argument
@click.argument(
    "until",
    type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]),
    metavar="UNTIL",
    help="What the clocks show: 2025-01-17T20:00.",
)
@click.option("--zone", default="Europe/Paris", show_default=True, help="The IANA zone whose clocks show UNTIL.")
@by_option
@database_option
@json_option
def embargo(
    communique: str, until: dt.datetime, zone: str, by: str | None, database: str | None, as_json_: bool
) -> None:
    """Put a communiqué under embargo until the clocks of a zone show a time."""
    from crm import communiques, publishing
    from crm.database import Database

    with Database.open(database) as opened, opened.begin() as session:
        found = communiques.find(session, communique)
        publishing.put_under_embargo(session, found, until, zone, by=by)
        assert found.embargo_at is not None  # noqa: S101 - it was set in the line above
        told = f"embargoed until {until:%Y-%m-%d %H:%M} {zone} ({found.embargo_at:%H:%M} UTC)"
        _told(found, told, as_json_=as_json_)


@click.command()
@communique_argument
@day("--on", help_text="The day [default: now].")
@by_option
@database_option
@json_option
def publish(communique: str, on: dt.date | None, by: str | None, database: str | None, as_json_: bool) -> None:
    """Publish a communiqué, and freeze what it prints of its contacts."""
    from crm import communiques, publishing
    from crm.database import Database

    with Database.open(database) as opened, opened.begin() as session:
        found = communiques.find(session, communique)
        # Today is now, so that an embargo holds until its hour.
        moment = dt.datetime.now().astimezone() if on is None or on == today() else on
        frozen = publishing.publish(session, found, moment, by=by)
        _told(found, f"published, {len(frozen)} printed", as_json_=as_json_)


@click.command()
@communique_argument
@click.argument("note", metavar="NOTE", callback=_said, help="What, and why.")
@day("--on", help_text="The day [default: today].")
@by_option
@database_option
@json_option
def correct(
    communique: str, note: str, on: dt.date | None, by: str | None, database: str | None, as_json_: bool
) -> None:
    """Record that a published communiqué was corrected, and what."""
    from crm import communiques, publishing
    from crm.database import Database

    with Database.open(database) as opened, opened.begin() as session:
        found = communiques.find(session, communique)
        publishing.correct(session, found, note, on=on or today(), by=by)
        _told(found, "corrected", as_json_=as_json_)


@click.command()
@communique_argument
@click.argument("note", metavar="NOTE", callback=_said, help="What, and why.")
@by_option
@database_option
@json_option
def withdraw(communique: str, note: str, by: str | None, database: str | None, as_json_: bool) -> None:
    """Withdraw a communiqué for good, and say why."""
    from crm import communiques, publishing
    from crm.database import Database

    with Database.open(database) as opened, opened.begin() as session:
        found = communiques.find(session, communique)
        publishing.withdraw(session, found, note, by=by)
        _told(found, "withdrawn", as_json_=as_json_)


@click.command()
@communique_argument
@day("--on", help_text="As of this day [default: today].")
@click.option("--language", metavar="TAG", help="fr, en, de or es [default: the communiqué's].")
@click.option(
    "--format",
    "format_",
    default="text",
    show_default=True,
    type=click.Choice(["text", "markdown", "html"]),
    help="As what it is printed.",
)
@click.option("--region", default="FR", show_default=True, metavar="CC", help="Print its numbers as at home.")
@click.option("--no-break", is_flag=True, help="No-break spaces in numbers and before French colons.")
@click.option("--narrow", is_flag=True, help="The same, with narrow ones (U+202F).")
@click.option("--style", type=click.Path(exists=True, file_okay=False), help="A folder of the house's own templates.")
@click.option("--printed", is_flag=True, help="Who and what the communiqué printed, instead of what holds on the day.")
@database_option
@json_option
def block(communique: str, on: dt.date | None, printed: bool, database: str | None, as_json_: bool, **said: Any) -> int:
    """Print the contact block of a communiqué; exit status 1 when there is nobody to print."""
    from crm import blocks, communiques
    from crm.database import Database

    if printed and on is not None:
        raise click.UsageError("--printed is of the day it was published: --on says nothing beside it")
    with Database.open(database) as opened, opened.session() as session:
        found = communiques.find(session, communique)
        content, reasons = _content(session, found, on, said, printed=printed)
        text = blocks.Style(said["style"]).render(said["format_"], content)
        told = {"communique": communique_dict(found), "language": str(content.language), "format": said["format_"]}
    if as_json_:
        as_json({**told, "block": text, "left_out": list(content.left_out)})
    else:
        write_utf8()
        click.echo(text, nl=False)
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
