"""Take a spreadsheet in, correct what came back, take it in again, and undo an import.

python examples/07_import_a_spreadsheet.py [DATABASE [FILE]]      (in memory, and the list below)

`crm import FILE`, `crm imports` and `crm undo-import RUN` do the same from a shell.
"""

import io
import sys

from sqlalchemy import func, select

import crm
from crm import exchange
from crm.models import PressContact

LIST = """\
Nom;Prénom;Courriel;Téléphone;Organisation;Fonction;Pointure
LE GOFF;Anne;anne.legoff@univ-valmont.example.org;01 99 00 12 34;Université de Valmont;attachée de presse;38
Benali;Karim;k.benali@orvane.example.net, presse@orvane.example.net;06 39 98 12 34;Institut Orvane;directeur;
;;presse@orvane.example.net;01 99 00 00 01;Institut Orvane;;

Quint;Zoé;zoe.quint@@example.net;01 99 00 56 78;Institut Orvane;;
"""


def tell(report: exchange.ImportReport) -> None:
    print(report)
    for one in report.rejections:
        print(f"  row {one.row}, {one.field} {one.value!r}: {one.message}; {one.hint}")
    for note in report.notes:
        print(f"  {note.field}: {note.message}")


def main(target: str = ":memory:", file: str = LIST) -> None:
    with crm.Database.create(target) as database:
        with database.session() as session:
            print("If it were taken in (nothing is written):")
            tell(exchange.import_contacts(session, file))
            session.rollback()

        print("\nTaken in, some thousand rows a transaction; started again it goes on where it was:")
        rejected = io.StringIO()
        first = exchange.import_file(database, file, by="Zoé", rejected=rejected)
        tell(first)

        print("\nThe rejected rows, corrected:")
        with database.begin() as session:
            second = exchange.import_contacts(session, rejected.getvalue().replace("@@", "@"))
        tell(second)

        print("\nThe same list again changes nothing:")
        tell(exchange.import_file(database, file))

        print("\nAn import is undone unless something came of it since:")
        for run in (first, second, first):
            undo(database, run)
        with database.session() as session:
            print(f"{session.scalar(select(func.count()).select_from(PressContact))} contacts left")


def undo(database: crm.Database, run: exchange.ImportReport) -> None:
    try:
        with database.begin() as session:
            undone = exchange.undo_import(session, run.run_id, by="Zoé")
        print(f"import {run.run_id} undone: {undone.removed} records gone")
    except crm.errors.ChangedSince as error:
        print(f"import {run.run_id} stays: {'; '.join(error.reasons)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
