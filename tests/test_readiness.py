"""Ready to go out: each rule fires and is silent; a house switches, weighs and extends the rules."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from builders import communique, contact, institution

from crm import availability, coverage, publishing, readiness
from crm.errors import EmbargoIncomplete, RuleInvalid
from crm.models import Affiliation, Boilerplate, ContactEmail, ContactPhone, Coverage, Issuer, IssuerRole
from crm.readiness import RuleSet, Severity

NOON = dt.datetime(2025, 2, 3, 12, tzinfo=dt.UTC)  # a Monday, and no clock changes near
TODAY = NOON.date()
DAY = dt.timedelta(days=1)


@pytest.fixture
def valmont(session):
    made = institution(session)
    session.add(Boilerplate(institution=made, language="fr", text="À propos de Valmont"))
    return made


@pytest.fixture
def anne(session, valmont):
    made = contact(session, "Anne Valmont")
    job = Affiliation(contact=made, institution=valmont)
    made.phones.append(ContactPhone(value="+33199001234", affiliation=job, verified_on=TODAY))
    made.emails.append(ContactEmail(value="anne@example.org", affiliation=job, verified_on=TODAY))
    session.flush()
    return made


@pytest.fixture
def good(session, valmont, anne):
    """A communiqué that nothing is wrong with."""
    made = communique(session, "Une alliance", valmont, language="fr", dated_on=TODAY, date_text="lundi 3 février 2025")
    coverage.assign(session, made, anne, on_behalf_of=valmont)
    return made


def codes(session, one, at=NOON, **values):
    return [finding.code for finding in readiness.check(session, one, at=at, **values)]


def under_embargo(session, one, until, zone="Europe/Paris"):
    publishing.put_under_embargo(session, one, dt.datetime.fromisoformat(until), zone, at=NOON)


def test_nothing_is_wrong_with_a_good_one(session, good):
    assert codes(session, good) == []


def add_desk(session, good, valmont, anne):
    desk = contact(session, None, kind="desk", at=valmont)
    desk.phones.append(ContactPhone(value="+33199001200", verified_on=TODAY))
    session.flush()
    coverage.assign(session, good, desk, on_behalf_of=valmont)
    session.delete(session.scalars(coverage.of(good).where(Coverage.contact_id == anne.id)).one())


def differ(session, good, valmont, anne):
    good.translation_group = uuid.UUID(int=1)
    communique(session, "An alliance", valmont, translation_group=uuid.UUID(int=1), language="en")


def same(session, good, valmont, anne):
    good.translation_group = uuid.UUID(int=1)
    other = communique(session, "An alliance", valmont, translation_group=uuid.UUID(int=1), language="en")
    coverage.assign(session, other, anne, on_behalf_of=valmont)


def partner(role):
    def change(session, good, valmont, anne):
        other = institution(session, "Orvane")
        session.add(Boilerplate(institution=other, language="fr", text="À propos d'Orvane"))
        good.issuers.append(Issuer(institution=other, role=role))

    return change


FIRES = {
    "title.missing": lambda s, good, v, a: setattr(good, "title", None),
    "language.missing": lambda s, good, v, a: setattr(good, "language", None),
    "contact.none": lambda s, good, v, a: s.delete(s.scalars(coverage.of(good)).one()),
    "contact.unreachable": lambda s, good, v, a: [setattr(one, "is_public", False) for one in (*a.phones, *a.emails)],
    "contact.no_phone": lambda s, good, v, a: a.phones.clear(),
    "contact.left": lambda s, good, v, a: setattr(a.phones[0].affiliation, "ends_on", TODAY - DAY),
    "contact.nobody_available": lambda s, good, v, a: availability.away(s, a, TODAY + DAY),
    "contact.only_desk": add_desk,
    "issuer.no_contact": partner(IssuerRole.ISSUER),
    "issuer.no_boilerplate": lambda s, good, v, a: setattr(good, "language", "de"),
    "issuer.none": lambda s, good, v, a: good.issuers.clear(),
    "date.missing": lambda s, good, v, a: setattr(good, "dated_on", None),
    "date.contradicts_weekday": lambda s, good, v, a: setattr(good, "date_text", "mardi 3 février 2025"),
    "embargo.incomplete": lambda s, good, v, a: setattr(good, "embargo_text", "Sous embargo jusqu'à lundi"),
    "embargo.clock_change": lambda s, good, v, a: under_embargo(s, good, "2025-03-23T20:00"),
    "coordinate.unverified": lambda s, good, v, a: setattr(a.phones[0], "verified_on", TODAY - 400 * DAY),
    "translation.differs": differ,
}
SILENT = {
    "contact.nobody_available": lambda s, good, v, a: availability.away(s, a, TODAY + 2 * DAY),
    "contact.left": lambda s, good, v, a: setattr(a.phones[0].affiliation, "ends_on", TODAY + 9 * DAY),
    "contact.unreachable": lambda s, good, v, a: a.phones.clear(),
    "contact.no_phone": lambda s, good, v, a: a.emails.clear(),
    "issuer.no_contact": partner(IssuerRole.PARTNER),
    "issuer.no_boilerplate": lambda s, good, v, a: setattr(good, "language", "fr-CA"),
    "date.missing": lambda s, good, v, a: (under_embargo(s, good, "2025-02-10T20:00"), setattr(good, "dated_on", None)),
    "date.contradicts_weekday": lambda s, good, v, a: setattr(good, "date_text", "3 février 2025"),
    "embargo.clock_change": lambda s, good, v, a: under_embargo(s, good, "2025-03-01T20:00"),
    "embargo.incomplete": lambda s, good, v, a: under_embargo(s, good, "2025-02-10T20:00"),
    "embargo.past": lambda s, good, v, a: under_embargo(s, good, "2025-02-03T13:01"),
    "coordinate.unverified": lambda s, good, v, a: setattr(a.phones[0], "verified_on", TODAY - 300 * DAY),
    "translation.differs": same,
}


@pytest.mark.parametrize("code", FIRES)
def test_a_rule_fires(session, good, valmont, anne, code):
    FIRES[code](session, good, valmont, anne)
    assert code in codes(session, good)


@pytest.mark.parametrize("code", SILENT)
def test_a_rule_is_silent_where_nearly_nothing_is_wrong(session, good, valmont, anne, code):
    SILENT[code](session, good, valmont, anne)
    assert code not in codes(session, good)


def test_an_embargo_that_has_lifted_fires_until_it_is_out(session, good):
    under_embargo(session, good, "2025-02-10T20:00")
    lifted = dt.datetime(2025, 2, 10, 19, tzinfo=dt.UTC)
    assert [codes(session, good, at) for at in (lifted - dt.timedelta(seconds=1), lifted)] == [[], ["embargo.past"]]
    publishing.publish(session, good, lifted)
    assert codes(session, good, lifted) == []


def test_every_rule_is_seen_to_fire():
    assert set(FIRES) | {"embargo.past"} == set(RuleSet.default().rules)


def test_an_absence_around_the_lift_is_seen_in_its_own_zone(session, good, anne):
    """14:00 on Sunday in New York; away on the Monday after, and on the Saturday before."""
    under_embargo(session, good, "2025-02-16T14:00", "America/New_York")
    availability.away(session, anne, dt.date(2025, 2, 17), dt.date(2025, 2, 17))
    [finding] = readiness.check(session, good, at=NOON)
    assert finding.message == "nobody is there on 2025-02-17: Anne Valmont is away until 2025-02-17"
    assert (
        codes(session, good, rules=RuleSet.default().with_table({"contact.nobody_available": {"days_after": 0}})) == []
    )
    availability.away(session, anne, dt.date(2025, 2, 15), dt.date(2025, 2, 15))
    assert codes(session, good) == ["contact.nobody_available"] * 2
    later = dt.datetime(2025, 2, 16, 12, tzinfo=dt.UTC)
    assert codes(session, good, later) == ["contact.nobody_available"]


def test_somebody_is_there_when_the_usual_contact_is(session, good, valmont, anne):
    paul = contact(session, "Paul Martel", at=valmont)
    paul.phones.append(ContactPhone(value="+33199001235", verified_on=TODAY))
    availability.away(session, anne, TODAY)
    availability.make_usual(session, valmont, paul)
    session.flush()
    assert codes(session, good) == []
    availability.away(session, paul, TODAY + DAY)
    assert codes(session, good) == ["contact.nobody_available"]


def test_an_issuer_whose_contact_is_away_is_without_one(session, good, anne):
    orvane = institution(session, "Orvane")
    good.issuers.append(Issuer(institution=orvane))
    hugo = contact(session, "Hugo Peyrelade", at=orvane)
    coverage.assign(session, good, hugo, on_behalf_of=orvane)
    assert "issuer.no_contact" not in codes(session, good)
    availability.away(session, hugo, TODAY)
    assert "issuer.no_contact" in codes(session, good)


def test_the_gravest_comes_first_with_a_hint(session, good):
    good.title, good.dated_on, good.date_text = None, None, None
    found = readiness.check(session, good, at=NOON)
    assert [(one.code, one.severity) for one in found] == [
        ("title.missing", Severity.ERROR),
        ("date.missing", Severity.WARNING),
    ]
    assert found[0].as_dict() == {
        "code": "title.missing",
        "severity": "error",
        "message": "it has no title",
        "hint": "give it a title",
    }


def test_every_rule_has_a_hint():
    assert all(rule.hint for rule in RuleSet.default().rules.values())


def test_an_instant_has_a_zone(session, good):
    with pytest.raises(EmbargoIncomplete):
        readiness.check(session, good, at=NOON.replace(tzinfo=None))


class TestHouse:
    def test_a_rule_is_switched_off_weighed_and_set(self, session, good, anne, tmp_path):
        anne.phones[0].verified_on = TODAY - 100 * DAY
        good.title = None
        file = tmp_path / "rules.toml"
        file.write_text(
            '["title.missing"]\nenabled = false\n'
            '["coordinate.unverified"]\nmonths = 3\nseverity = "error"\nhint = "call"\n',
            encoding="utf-8",
        )
        [finding] = readiness.check(session, good, at=NOON, rules=RuleSet.default().with_file(file))
        assert (finding.code, finding.severity, finding.hint) == ("coordinate.unverified", Severity.ERROR, "call")
        assert codes(session, good) == ["title.missing"]

    def test_a_house_asks_for_a_field(self, session, good):
        rules = RuleSet.default().with_table({"house.subtitle": {"missing": "subtitle", "severity": "error"}})
        assert codes(session, good, rules=rules) == ["house.subtitle"]
        good.subtitle = "Pour les rivières"
        assert codes(session, good, rules=rules) == []

    def test_a_house_asks_in_python(self, session, good):
        def shouting(facts, figures):
            if facts.communique.title.isupper():
                yield "its title shouts"

        rules = RuleSet.default().with_rule("house.shouting", shouting, severity="note", hint="lower it")
        assert codes(session, good, rules=rules) == []
        good.title = "UNE ALLIANCE"
        assert codes(session, good, rules=rules) == ["house.shouting"]
        with pytest.raises(RuleInvalid):
            rules.with_rule("house.other", shouting, severity="grave")

    @pytest.mark.parametrize(
        ("table", "why"),
        [
            ({"x.y": {}}, "there is no rule 'x.y'"),
            ({"contact": {"none": {"enabled": False}}}, "there is no rule 'contact'"),
            ({"contact.none": 1}, "is no table"),
            ({"contact.none": {"severity": "bad"}}, "'bad' is no severity"),
            ({"contact.none": {"severity": ["error"]}}, "is no severity"),
            ({"contact.none": {"enabled": "no"}}, "enabled of the rule 'contact.none' cannot be 'no'"),
            ({"contact.none": {"hint": 3}}, "hint of the rule"),
            ({"contact.none": {"months": 3}}, "has no 'months'"),
            ({"coordinate.unverified": {"months": "twelve"}}, "months of the rule"),
            ({"coordinate.unverified": {"months": True}}, "months of the rule"),
            ({"coordinate.unverified": {"months": -1}}, "cannot be -1"),
            ({"contact.nobody_available": {"days_after": 100000}}, "cannot be 100000"),
            ({"embargo.clock_change": {"zones": ["Paris"]}}, "no time zone 'Paris'"),
            ({"embargo.clock_change": {"zones": "Europe/Paris"}}, "zones of the rule"),
            ({"house.x": {"missing": "titel"}}, "has no 'titel'"),
        ],
    )
    def test_a_rule_that_says_nonsense_is_refused_with_the_reason(self, table, why):
        with pytest.raises(RuleInvalid) as refused:
            RuleSet.default().with_table(table)
        assert why in refused.value.message

    @pytest.mark.parametrize("content", [b"[", b"\xff\xfe", None])
    def test_a_file_that_cannot_be_read_is_named(self, tmp_path, content):
        file = tmp_path / "house.toml"
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(RuleInvalid, match=r"house\.toml"):
            RuleSet.default().with_file(file)
