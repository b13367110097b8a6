"""Invented press offices, as strategies: who answers for a communiqué, with no database behind them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from crm.answers import Answer, Answers, Group, Reason
from crm.models import Affiliation, Communique, ContactEmail, ContactPhone, Coverage, Institution, PressContact
from crm.values import PhoneNumber

DAY = dt.date(2025, 1, 17)
WHY = (Reason("assigned", "assigned to it"),)

GIVEN = (
    *("Anne", "Hélène", "Claire-Lise", "Marius", "Jean-Baptiste", "Yves", "Zoé", "Hugo", "Noémie", "Éric"),
    *("Nora", "James", "Emily", "Heike", "Jürgen", "Lukas", "Inés", "Javier", "Marta", "Giulia"),
)
FAMILY = (
    *("Le Goff", "Fontanel", "Tessandier", "Astier", "Delmas-Roy", "de la Tourmente", "d'Aubrac", "L'Hermitte"),
    *("Whitcombe", "O'Darrow", "Brackenbury", "von Halden", "Müller-Grün", "Straßner", "Soler Vidal", "García Peñalba"),
    *("Brisecourt", "Ravelli", "Okonjo", "Nguyen-Valmont"),
)
KINDS = (
    *("Université de {}", "Institut {}", "Ville de {}", "Musée de {}", "Hôpital de {}", "Fondation {}", "École de {}"),
    *("University of {}", "{} Foundation", "{} Institute", "{} Museum"),
    *("Universität {}", "Stiftung {}", "Institut für Waldforschung {}", "Universidad de {}", "Fundación {}"),
)
PLACES = ("Valmont", "Brisecourt", "Halden", "Orme-sur-Sère", "Saint-Aubrac", "Lindquell", "Peñalba", "Thornwick")
SHORT = ("ORME", "CERVAL", "IRBA")
DESKS = ("Service de presse", "Bureau de presse", "Press office", "Pressestelle", "Gabinete de prensa", None)
ROLES = (
    *("attachée de presse", "attaché de presse", "responsable des relations presse", "directrice de la communication"),
    *("press officer", "head of communications", "Pressesprecherin", "Leiter Kommunikation", "jefa de prensa"),
    *("directora de comunicación", None, None, None),
)
COVERS = ("press", "press", "regional_press", "scientific", "spokesperson", "agency", "other")
HOSTS = ("example.org", "univ-valmont.example.org", "orme.example.net", "halden.example.com")

institution_names = st.one_of(
    st.sampled_from(SHORT), st.builds(str.format, st.sampled_from(KINDS), st.sampled_from(PLACES))
)
names = st.builds("{} {}".format, st.sampled_from(GIVEN), st.sampled_from(FAMILY))
words = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=8)
locals_ = st.builds(
    lambda first, sign, second: f"{first}{sign}{second}", words, st.sampled_from((".", "_", "-", "+")), words
)
addresses = st.builds("{}@{}".format, locals_, st.sampled_from(HOSTS))
digits = st.integers(0, 9999)
numbers = st.one_of(
    digits.map("+331990{:05d}".format),
    digits.map("+3363998{:04d}".format),
    digits.map(lambda last: f"+442079460{last % 1000:03d}"),
    digits.map(lambda last: f"+12025550{last % 100 + 100}"),
    digits.map(lambda last: f"+4930231250{last % 100:02d}"),
    digits.map(lambda last: f"+3222000{last % 1000:03d}"),
)
phones = st.builds(PhoneNumber, numbers, st.one_of(st.none(), st.none(), st.integers(1, 9999).map(str)))


def person(name: str, **values: Any) -> PressContact:
    return PressContact(name=name, kind="person", **values)


def answer(
    contact: PressContact,
    institution: Institution | None = None,
    *,
    emails: tuple[str, ...] = (),
    phones: tuple[Any, ...] = (),
    role: str | None = None,
    covers: str = "press",
    **more: Any,
) -> Answer:
    """Return an answer by this contact, whose job at the institution has that role."""
    if role is not None:
        assert institution is not None
        contact.affiliations.append(Affiliation(institution_id=institution.id, role=role))
    made = tuple(PhoneNumber.parse(one, "FR") if isinstance(one, str) else one for one in phones)
    return Answer(
        contact,
        covers,
        institution,
        Coverage(role=covers),
        tuple(ContactEmail(value=email) for email in emails),
        tuple(ContactPhone(value=phone) for phone in made),
        WHY,
        **more,
    )


def answers(*found: Answer) -> Answers:
    """Return these answers by institution, in order."""
    groups: dict[int | None, list[Answer]] = {}
    for one in found:
        groups.setdefault(one.institution and one.institution.id, []).append(one)
    made = [(many[0].institution, tuple(many)) for many in groups.values()]
    return Answers(Communique(title="Une alliance"), DAY, tuple(Group(i, i and i.name, many, ()) for i, many in made))


@st.composite
def offices(draw: st.DrawFn) -> Answers:
    """One to six contacts whom somebody can reach, persons and desks, of one to three institutions."""
    called = draw(st.lists(institution_names, min_size=1, max_size=3, unique=True))
    places = [Institution(id=number, name=name) for number, name in enumerate(called, 1)]
    people = draw(st.lists(names, min_size=0, max_size=6, unique=True))
    desks = draw(st.lists(st.sampled_from(DESKS), min_size=0 if people else 1, max_size=1 if len(people) < 6 else 0))
    spare = iter(draw(st.lists(addresses, min_size=12, max_size=12, unique_by=str.lower)))
    dial = iter(draw(st.lists(phones, min_size=18, max_size=18, unique_by=lambda number: number.e164)))
    made: list[Answer] = []
    absent = iter(draw(st.lists(names, min_size=6, max_size=6)))
    for name in draw(st.permutations([*((one, "person") for one in people), *((one, "desk") for one in desks)])):
        size = draw(st.integers(0, 2)), draw(st.integers(0, 3))
        mails, lines = (max(size[0], not size[1]), size[1])
        contact = person(name[0]) if name[1] == "person" else PressContact.desk(name[0])
        role = draw(st.sampled_from(ROLES)) if name[1] == "person" else None
        given = tuple(next(spare) for _ in range(mails)), tuple(next(dial) for _ in range(lines))
        more: dict[str, Any] = {}
        if draw(st.integers(0, 3)) == 0:
            more["standing_in_for"] = person(next(absent))
        if draw(st.integers(0, 3)) == 0:
            more["also_for"] = (Institution(id=9, name=draw(institution_names)), Institution(id=10, name="Cerval"))
        if name[1] == "desk" and draw(st.booleans()):
            more["staff"] = tuple(person(draw(names)) for _ in range(draw(st.integers(1, 3))))
        more["covers"] = draw(st.sampled_from(COVERS))
        made.append(answer(contact, draw(st.sampled_from(places)), emails=given[0], phones=given[1], role=role, **more))
    return answers(*made)
