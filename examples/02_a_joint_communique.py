"""A communiqué of two institutions: who covers it, what was printed, and what has changed since.

python examples/02_a_joint_communique.py [DATABASE]      (in memory, unless a database is named)
"""

import datetime as dt
import sys

import crm
from crm import coverage, publishing


def main(target: str = ":memory:") -> None:
    with crm.Database.create(target) as database, database.begin() as session:
        valmont = crm.Institution(name="Université de Valmont", country="FR")
        orvane = crm.Institution(name="Orvane", country="FR")
        claire = crm.PressContact(name="Claire Fontanel")
        claire.phones.append(crm.ContactPhone(value="+33 1 99 00 12 34"))
        hugo = crm.PressContact(name="Hugo Peyrelade")
        hugo.emails.append(crm.ContactEmail(value="hugo.peyrelade@orvane.example.org"))

        alliance = crm.Communique(
            title="L'Université de Valmont et Orvane : une alliance pour les rivières", language="fr"
        )
        alliance.issuers.extend([crm.Issuer(institution=valmont), crm.Issuer(institution=orvane)])
        session.add_all([valmont, orvane, claire, hugo, alliance])

        coverage.assign(session, alliance, claire, on_behalf_of=valmont)
        coverage.assign(session, alliance, hugo, on_behalf_of=orvane)
        publishing.publish(session, alliance, dt.date(2025, 3, 4))

        print(alliance.title)
        for one in session.scalars(coverage.of(alliance)):
            print(f"  {one.contact.name} for {one.institution.name}")

        # The link stays live, the snapshot never changes, and the difference can be asked for.
        claire.phones[0].value = "+33 1 99 00 99 99"
        session.flush()
        for one in session.scalars(coverage.of(alliance)):
            for difference in coverage.differences(one, on=dt.date(2025, 6, 1)):
                printed, now = ", ".join(difference.printed), ", ".join(difference.now)
                print(f"  {one.contact.name}: {difference.field} printed {printed}, now {now}")

        # Nouns return statements: refine them, page them, run them in an AsyncSession.
        for_orvane = coverage.contacts_of(alliance).where(crm.Coverage.institution_id == orvane.id)
        print("  for Orvane:", *(contact.name for contact in session.scalars(for_orvane)))


if __name__ == "__main__":
    main(*sys.argv[1:])
