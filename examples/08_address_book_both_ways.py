"""An address book both ways: contacts go out as cards and as a spreadsheet, are changed there, and come back.

python examples/08_address_book_both_ways.py [DATABASE]      (in memory, unless one is named)
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

import crm
from crm import exchange


def fill(session) -> None:
    valmont = crm.Institution(name="Université de Valmont", kind=crm.InstitutionKind.UNIVERSITY)
    anne = crm.PressContact(name="Mme Anne LE GOFF", language="fr")
    job = crm.Affiliation(contact=anne, institution=valmont, role="attachée de presse")
    anne.emails.append(crm.ContactEmail(value="anne.le-goff@univ-valmont.example.org", affiliation=job))
    anne.phones.append(crm.ContactPhone(value=crm.PhoneNumber.parse("01 99 00 12 34", "FR"), affiliation=job))
    anne.phones.append(crm.ContactPhone(value=crm.PhoneNumber.parse("06 39 98 12 34", "FR"), is_public=False))
    desk = crm.PressContact.desk("Service de presse")
    desk.emails.append(crm.ContactEmail(value="presse@univ-valmont.example.org"))
    session.add_all([job, desk, crm.Affiliation(contact=desk, institution=valmont)])
    session.flush()


def main(database: str = ":memory:") -> None:
    with crm.Database.create(database) as opened, opened.begin() as session, TemporaryDirectory() as folder:
        fill(session)

        # Out: the format follows the suffix. A private number stays in, unless it is asked for.
        for name, options in {"press.vcf": {}, "press.csv": {"excel": "fr"}, "all.json": {"private": True}}.items():
            file = Path(folder, name)
            written = exchange.export(session, "contacts", file, **options)
            print(f"{name}: {written} contacts, the mobile is in it: {'639981234' in file.read_text('utf-8')}")

        # Somebody changes a card in their address book.
        cards = Path(folder, "press.vcf")
        cards.write_bytes(cards.read_bytes().replace(b"+33199001234", b"+33199005678"))

        # What is in it, without a database.
        for record in exchange.read_records(cards):
            print(f"{record.name}: {', '.join(phone.national for phone in record.phones) or 'no number'}")

        # Back: the uid says who is meant. A number that is new is one more, and what the card does not say stays: the
        # private number too.
        anne = session.scalars(select(crm.PressContact).where(crm.PressContact.family_name == "LE GOFF")).one()
        print(exchange.import_contacts(session, cards, by="Zoé"))
        print(f"{anne.name}: {', '.join(phone.value.national for phone in anne.phones)}")
        print(exchange.import_contacts(session, cards))


if __name__ == "__main__":
    main(*sys.argv[1:])
