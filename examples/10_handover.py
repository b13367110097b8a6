"""A press officer leaves: who could take over, what would be handed over, doing it, and taking it back.

python examples/10_handover.py [DATABASE]      (in memory, unless a database is named)
"""

import datetime as dt
import sys

import crm
from crm import answers, availability, coverage, handovers, publishing
from crm.errors import HandoverRefused
from crm.models import Affiliation

MONDAY = dt.date(2025, 9, 1)
DAYS = (dt.date(2025, 6, 2), dt.date(2025, 8, 31), MONDAY)


def main(target: str = ":memory:") -> None:
    with crm.Database.create(target) as database, database.begin() as session:
        valmont = crm.Institution(name="Université de Valmont")
        desk = crm.PressContact(kind="desk", name="Service de presse de Valmont")
        claire, lou = (crm.PressContact(name=name) for name in ("Claire Fontanel", "Lou Marsac"))
        for contact, number in ((claire, "+33 1 99 00 12 34"), (lou, "+33 1 99 00 12 35")):
            job = Affiliation(contact=contact, institution=valmont)
            contact.phones.append(crm.ContactPhone(value=number, affiliation=job))
        session.add_all([valmont, desk, claire, lou])
        releases = [crm.Communique(title=title, language="fr") for title in ("Les rivières", "Les forêts")]
        for release in releases:
            release.issuers.append(crm.Issuer(institution=valmont))
            session.add(release)
            coverage.assign(session, release, claire, on_behalf_of=valmont)
            publishing.publish(session, release, dt.date(2025, 3, 4))
        availability.staff(session, desk, claire)
        availability.make_usual(session, valmont, claire)

        for proposal in handovers.successors_for(session, claire, on=MONDAY):
            print(f"{proposal.contact.name} could take over: {', '.join(proposal.reasons)}")

        # A preview writes nothing.
        plan = handovers.preview(session, claire, lou, MONDAY, leaves=True)
        print("would be handed over:", *(item.subject.replace("_", " ") for item in plan.items), sep="\n  ")

        def show() -> None:
            for day in DAYS:
                found = answers.who(session, releases[0], on=day)
                print(f"  {day}", *(f"{one.contact.name} {one.phones[0].value.national}" for one in found))

        done = handovers.hand_over(session, claire, lou, MONDAY, leaves=True, by="Lou Marsac")
        print("handed over")
        show()

        # Nothing is taken back that somebody has changed since.
        following = session.scalars(coverage.of(releases[0], on=MONDAY)).one()
        following.ends_on = dt.date(2025, 12, 31)
        try:
            handovers.undo(session, done)
        except HandoverRefused as refused:
            print(f"refused [{refused.code}]")
        following.ends_on = None
        handovers.undo(session, done, by="Lou Marsac")
        print("taken back")
        show()


if __name__ == "__main__":
    main(*sys.argv[1:])
