"""Read a folder of communiqués into a database and say who covers which.

python examples/03_read_a_folder.py [DATABASE [FOLDER]]      (in memory, and examples/communiques)

Each file is stored on its own: interrupted and started again, it goes on where it stopped.
"""

import sys
from pathlib import Path

import crm
from crm import communiques, coverage
from crm.ingest import ingest_many

FOLDER = Path(__file__).parent / "communiques"


def main(target: str = ":memory:", folder: str | Path = FOLDER) -> None:
    with crm.Database.create(target) as database:
        for taken in ingest_many(database, [folder]):
            if taken.report is None:
                print(f"{taken.outcome}, {taken.name}: {taken.error}")
                continue
            for entry in (*taken.report.having("news"), *taken.report.having("unsure")):
                print(f"to check, {Path(taken.name).name}: {entry.name}: {entry.note}")
        with database.session() as session:
            for communique in session.scalars(communiques.listed()):
                print(f"\n{communique.dated_on or 'undated'}  {communique.title or communique.document.name}")
                covering = session.scalars(coverage.of(communique)).all()
                for one in covering:
                    phones = [phone.value.national for phone in coverage.phones_of(one, communique.dated_on)]
                    emails = [str(email.value) for email in coverage.emails_of(one, communique.dated_on)]
                    institution = one.institution.name if one.institution else "no institution named"
                    name = one.contact.name or "press desk"
                    print(f"    {name} · {institution}", *emails, *phones, sep=" · ")
                if not covering:
                    print("    nobody covers it")


if __name__ == "__main__":
    main(*sys.argv[1:])
