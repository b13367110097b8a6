"""The command that writes lists for other programs: ``crm export``."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from crm.cli.printing import as_json, bar_of, database_option, json_option, say

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

__all__ = ["export"]

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.argument("what", type=click.Choice(["contacts", "institutions", "communiques", "coverage"]), help="The list.")
@click.argument("query", nargs=-1, metavar="[WORDS]...", help="Which: a number, an address, words of a name or title.")
@click.option("--format", "format_", metavar="FORMAT", help="See above [default: what -o ends in, else csv].")
@click.option("-o", "--output", "output", metavar="FILE", help="Where to [default: standard output].")
@click.option("--institution", metavar="NAME", help="Only those of this institution and its parts.")
@click.option("--language", metavar="TAG", help="Only those in, or with, this language.")
@click.option("--since", type=_DAY, metavar="DATE", help="Only communiqués dated on this day or later.")
@click.option("--until", type=_DAY, metavar="DATE", help="Only communiqués dated on this day or before.")
@click.option(
    "--status", metavar="STATUS", help="Only communiqués that are draft, embargoed, published, corrected or withdrawn."
)
@click.option("--on", "day", type=_DAY, metavar="DATE", help="Of each contact only the jobs of this day.")
@click.option("--private", is_flag=True, help="With what is not public: coordinates, and texts that are not out yet.")
@click.option("--excel", type=click.Choice(["fr"]), help="CSV as a French Excel opens it.")
@database_option
@json_option
def export(
    what: str,
    query: Sequence[str],
    format_: str | None,
    output: str | None,
    institution: str | None,
    language: str | None,
    since: dt.datetime | None,
    until: dt.datetime | None,
    status: str | None,
    day: dt.datetime | None,
    private: bool,
    excel: str | None,
    database: str | None,
    as_json_: bool,
) -> None:
    """Write contacts, institutions, communiqués or coverage in a format that other programs read.

    Contacts as csv, tsv, xlsx, vcard (4.0), vcard3, jcard, jscontact, jsonld or json; institutions as csv, tsv, xlsx,
    jsonld or json; communiqués as these or as ninjs; coverage as csv, tsv, xlsx or json.

    Private coordinates, and texts that are drafts, withdrawn or under embargo, stay in unless --private. With -o,
    --json prints what was written where; without, it is --format json.
    """
    from crm import exchange
    from crm.base import utc_now
    from crm.database import Database

    if as_json_ and output is None:
        if format_ not in (None, "json"):
            raise click.UsageError("--json without -o is --format json.")
        format_ = "json"
    now = utc_now()
    with Database.open(database) as opened, opened.session() as session:
        statement = exchange.chosen_of(
            session,
            what,
            " ".join(query) or None,
            institution=institution,
            language=language,
            since=_date(since),
            until=_date(until),
            status=status,
        )
        withheld = _withheld(session, statement, now) if what == "communiques" else 0
        with _progress(session, statement, output) as progress:
            written = exchange.export(
                session,
                what,  # type: ignore[arg-type]
                output or "-",
                format=format_,
                query=statement,
                on=_date(day),
                private=private,
                excel=excel,
                now=now,
                progress=progress,
            )
    _tell(what, written, withheld, output, private, as_json_)


def _date(moment: dt.datetime | None) -> dt.date | None:
    return None if moment is None else moment.date()


def _number(session: Session, statement: Select[Any]) -> int:
    from sqlalchemy import func, select

    counted = statement.with_only_columns(statement.selected_columns[0]).order_by(None).subquery()
    return session.scalar(select(func.count()).select_from(counted)) or 0


def _withheld(session: Session, statement: Select[Any], now: dt.datetime) -> int:
    from crm import exchange

    return _number(session, statement.where(exchange.is_withheld(now)))


@contextmanager
def _progress(session: Session, statement: Select[Any], output: str | None) -> Iterator[Callable[[int], None] | None]:
    """A bar while a person is watching and a file is written; only then is the list counted beforehand."""
    if output is None or not sys.stderr.isatty():
        yield None
        return
    with bar_of("exporting", _number(session, statement)) as progress:
        yield progress


def _tell(what: str, written: int, withheld: int, output: str | None, private: bool, as_json_: bool) -> None:
    if output is not None and as_json_:
        as_json({"file": output, "what": what, "written": written, "withheld": withheld, "private": private})
    elif output is not None:
        say(f"{click.format_filename(output)}: {written} {_noun(what, written)}")
    if withheld and not (output is not None and as_json_):
        text = "the text is in the list, marked" if private else "the text stays in, --private takes it along"
        click.echo(f"crm: {withheld} {_noun(what, withheld)} not to be published yet: {text}", err=True)


def _noun(what: str, number: int) -> str:
    one = {"contacts": "contact", "institutions": "institution", "communiques": "communiqué", "coverage": "coverage"}
    return one[what] if number == 1 else f"{one[what]}s"
