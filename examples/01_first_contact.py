"""Put an institution and a press contact into a database, and see what is refused.

python examples/01_first_contact.py [DATABASE]      (in memory, unless a database is named)
"""

import sys

from sqlalchemy import select

import crm


def main(target: str = ":memory:") -> None:
    with crm.Database.create(target) as database, database.begin() as session:
        valmont = crm.Institution(name="Université de Valmont", kind="university", country="FR")
        anne = crm.PressContact(name="Mme Anne LE GOFF")
        job = crm.Affiliation(contact=anne, institution=valmont, role="attachée de presse")
        anne.emails.append(crm.ContactEmail(value="Anne.Le-Goff@univ-valmont.example.org", affiliation=job))
        number = crm.PhoneNumber.parse("01 99 00 12 34", "FR")
        anne.phones.append(crm.ContactPhone(value=number, text="01 99 00 12 34", affiliation=job))
        session.add_all([valmont, anne])
        session.flush()

        print(f"{anne.title} {anne.given_name} {anne.family_name}, {job.role}, {valmont.name}")
        print(f"  {anne.emails[0].value}  {anne.phones[0].value.national}  = {anne.phones[0].value.e164}")

        # Canonical forms compare equal: whoever types the address or the name otherwise finds the same person.
        by_name = select(crm.PressContact).where(crm.PressContact.name == "Le Goff, Anne")
        by_address = crm.contacts.with_email("ANNE.LE-GOFF@UNIV-VALMONT.EXAMPLE.ORG")
        assert session.scalars(by_name).one() is session.scalars(by_address).one() is anne

        for kind, text in ((crm.ContactEmail, "anne.le-goff@"), (crm.ContactPhone, "+33 1 99 00")):
            try:
                kind(value=text)
            except crm.CrmError as refused:
                print(f"refused [{refused.code}] {refused}")


if __name__ == "__main__":
    main(*sys.argv[1:])
