"""The commands about embargoes that lift: ``crm lift`` and ``crm embargoes``."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from crm.cli.describing import by_option, communique_dict, instant_option
from crm.cli.printing import as_json, database_option, json_option, say, table

if TYPE_CHECKING:
    from crm.models import Communique
    from crm.publishing import Lifted

__all__ = ["embargoes", "lift"]


@click.command()
@instant_option
@click.option("--dry-run", is_flag=True, help="Say what would be published, and publish nothing.")
@by_option
@database_option
@json_option
def lift(at: dt.datetime | None, dry_run: bool, by: str | None, database: str | None, as_json_: bool) -> None:
    """Publish every communiqué whose embargo has lifted, and freeze what it prints of its contacts.

    Asked again it does nothing more: let a timer call it as often as it likes.
    """
    from crm import publishing
    from crm.database import Database

    moment = at or dt.datetime.now(dt.UTC)
    if moment > dt.datetime.now(dt.UTC) and not dry_run:
        raise click.BadParameter(
            "this instant is still to come: it can be asked about with --dry-run", param_hint="--at"
        )
    with Database.open(database) as opened, opened.begin() as session:
        if dry_run:
            found = [publishing.Lifted(one, []) for one in session.scalars(publishing.due(moment)).all()]
        else:
            found = publishing.lift(session, at=moment, by=by)
        if as_json_:
            as_json(_document(moment, found, dry_run=dry_run))
        else:
            say(*(_line(*one, dry_run=dry_run) for one in found) if found else ["no embargo has lifted"])


def _document(moment: dt.datetime, found: list[Lifted], *, dry_run: bool) -> dict[str, Any]:
    lifted = [{**_dict(one), "printed": None if dry_run else len(printed)} for one, printed in found]
    return {"at": moment.isoformat(), "dry_run": dry_run, "lifted": lifted}


def _line(one: Communique, printed: list[Any], *, dry_run: bool) -> str:
    from crm import communiques

    said = "would be published" if dry_run else f"published, {len(printed)} printed"
    return f"{communiques.label(one)}: {said}; its embargo lifted on {_shown(one)}"


@click.command()
@instant_option
@database_option
@json_option
def embargoes(at: dt.datetime | None, database: str | None, as_json_: bool) -> None:
    """List the communiqués under embargo, the first to lift first, and which have lifted by an instant."""
    from crm import communiques, publishing
    from crm.database import Database

    moment = at or dt.datetime.now(dt.UTC)
    with Database.open(database) as opened, opened.session() as session:
        found = session.scalars(publishing.under_embargo()).all()
        if as_json_:
            as_json([{**_dict(one), "is_due": _lifts(one) <= moment} for one in found])
        elif found:
            rows = [(communiques.label(one), _shown(one), "due" if _lifts(one) <= moment else "") for one in found]
            table(("Communiqué", "Lifts", ""), rows)
        else:
            say("nothing is under embargo")


def _lifts(one: Communique) -> dt.datetime:
    assert one.embargo_at is not None  # noqa: S101 - the table has no embargo without an instant
    return one.embargo_at


def _shown(one: Communique) -> str:
    """Return when it lifts: on the clocks of the zone where it was said, and in UTC."""
    from crm.clocks import shown_in

    zone = one.embargo_zone or "UTC"
    return f"{shown_in(_lifts(one), zone)} in {zone} ({_lifts(one):%Y-%m-%d %H:%M} UTC)"


def _dict(one: Communique) -> dict[str, Any]:
    lifts, zone = _lifts(one), one.embargo_zone or "UTC"
    local = lifts.astimezone(ZoneInfo(zone)).isoformat()
    return {**communique_dict(one), "embargo_at": lifts.isoformat(), "embargo_local": local, "embargo_zone": zone}
