"""Who covers a communiqué on a day, and why: holidays, stand-ins, a merger; and whether it is ready to go out.

python examples/09_who_covers_what.py [DATABASE]      (in memory, unless a database is named)
"""

import datetime as dt
import sys

import crm
from crm import answers, availability, gaps, publishing, readiness
from crm.models import Affiliation, InstitutionRelation


def main(target: str = ":memory:") -> None:
    with crm.Database.create(target) as database, database.begin() as session:
        valmont, orvane, union = (
            crm.Institution(name=name) for name in ("Université de Valmont", "Orvane", "Université Unie de Valmont")
        )
        claire, hugo, lou = (
            crm.PressContact(name=name) for name in ("Claire Fontanel", "Hugo Peyrelade", "Lou Marsac")
        )
        alliance = crm.Communique(title="Une alliance pour les rivières", language="fr")
        alliance.issuers.extend([crm.Issuer(institution=valmont), crm.Issuer(institution=orvane)])
        # In July the university becomes another, and Claire goes on there, at a new number.
        merger = InstitutionRelation(
            institution=union, kind="successor_of", related=valmont, starts_on=dt.date(2025, 7, 1)
        )
        before = Affiliation(contact=claire, institution=valmont, ends_on=dt.date(2025, 6, 30))
        after = Affiliation(contact=claire, institution=union, starts_on=dt.date(2025, 7, 1))
        claire.phones.append(crm.ContactPhone(value="+33 1 99 00 12 34", affiliation=before))
        claire.phones.append(crm.ContactPhone(value="+33 1 99 00 77 00", affiliation=after))
        hugo.phones.append(crm.ContactPhone(value="+33 1 99 00 56 78"))
        lou.phones.append(crm.ContactPhone(value="+33 6 39 98 00 12"))
        session.add_all([alliance, merger, claire, hugo, lou])

        # The usual contacts of the issuers fill a new communiqué.
        availability.make_usual(session, valmont, claire)
        availability.make_usual(session, orvane, hugo)
        for one in availability.fill(session, alliance, on=dt.date(2025, 3, 3)):
            print(f"{one.contact.name} usually answers for {one.institution.name}")

        # An embargo lifts when the clocks of a zone show a time: two in New York is seven in Paris that week.
        now = dt.datetime(2025, 3, 3, 9, tzinfo=dt.UTC)
        until = dt.datetime.fromisoformat("2025-03-16T14:00")
        publishing.put_under_embargo(session, alliance, until, "America/New_York", at=now)
        availability.away(session, claire, dt.date(2025, 3, 14), dt.date(2025, 3, 18), stand_ins=[lou])
        availability.away(session, hugo, dt.date(2025, 3, 15), dt.date(2025, 3, 17))
        for finding in readiness.check(session, alliance, at=now):
            print(f"{finding.severity}: {finding.message} [{finding.code}]")
        publishing.publish(session, alliance, dt.datetime(2025, 3, 16, 18, tzinfo=dt.UTC), by="Lou")

        for day in (dt.date(2025, 3, 16), dt.date(2025, 5, 2), dt.date(2025, 9, 1)):
            show(answers.who(session, alliance, on=day))

        # What was printed stays as it was, and what no longer holds of it can be asked for.
        print("\nas printed")
        for group in answers.as_printed(session, alliance):
            for one in group.coverages:
                print(f"  {group.name}: {one.printed.name}", *one.printed.printed_values("phone"))
        for contact, _, value, times, _ in session.execute(gaps.stale_coordinates(dt.date(2025, 9, 1))):
            print(f"  {value} of {contact.name} no longer holds, on {times} communiqué")


def show(found: answers.Answers) -> None:
    print(f"\n{found.on}")
    for answer in found:
        phones = ", ".join(phone.value.national for phone in answer.phones)
        print(f"  {answer.contact.name}, {phones}: {'; '.join(reason.message for reason in answer.reasons)}")
    for nobody in found.unanswered:
        print(f"  nobody for {nobody.coverage.institution.name}: {nobody.reasons[0].message}")


if __name__ == "__main__":
    main(*sys.argv[1:])
