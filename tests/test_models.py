"""The models: what goes in is checked, what belongs together stays together, and wrong records are refused."""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
from builders import communique, contact, institution
from sqlalchemy import Text, insert, select, text, update
from sqlalchemy.dialects import mysql
from sqlalchemy.exc import IntegrityError, InvalidRequestError
from sqlalchemy.orm import selectinload
from sqlalchemy.schema import CreateTable

from crm.base import Base
from crm.errors import (
    EmbargoIncomplete,
    ForeignAffiliation,
    InvalidChoice,
    InvalidCountry,
    InvalidDay,
    InvalidEmail,
    InvalidIdentifier,
    InvalidInstant,
    InvalidLanguage,
    InvalidName,
    InvalidPhone,
    InvalidText,
    MissingName,
    NotCovering,
    PeriodReversed,
    RelationCycle,
    SnapshotFrozen,
)
from crm.institutions import find, relate
from crm.models import (
    Affiliation,
    Boilerplate,
    Communique,
    ContactEmail,
    ContactKind,
    ContactPhone,
    Coverage,
    CoverageSnapshot,
    Institution,
    InstitutionIdentifier,
    InstitutionName,
    InstitutionRelation,
    PressContact,
    PrintedCoordinate,
    RelationKind,
)
from crm.values import EmailAddress, PersonName, PhoneNumber

YESTERDAY, TODAY = dt.date(2025, 1, 16), dt.date(2025, 1, 17)


class TestValuesInColumns:
    def test_assigned_text_becomes_a_value(self, session):
        anne = contact(session, "Mme Anne LE GOFF", emails=("Anne@Example.org",), phones=("+33 1 99 00 12 34",))
        session.expire_all()
        assert anne.name == PersonName.parse("Mme Anne LE GOFF")
        assert (anne.title, anne.given_name, anne.family_name) == ("Mme", "Anne", "LE GOFF")
        assert isinstance(anne.emails[0].value, EmailAddress)
        assert str(anne.emails[0].value) == "Anne@example.org"
        assert anne.phones[0].value == PhoneNumber("+33199001234")

    def test_the_text_as_typed_stays_beside_the_value(self, session):
        phone = ContactPhone(value=PhoneNumber.parse("01 99 00 12 34", "FR"), text="01.99.00.12.34")
        anne = contact(session)
        anne.phones.append(phone)
        session.flush()
        session.expire_all()
        assert (phone.text, phone.value.national) == ("01.99.00.12.34", "01 99 00 12 34")

    def test_what_was_assigned_as_text_is_the_text_as_typed(self, session):
        anne = contact(session, emails=("Anne@Example.ORG",), phones=("+33 1 99 00 12 34",))
        assert (anne.emails[0].text, anne.phones[0].text) == ("Anne@Example.ORG", "+33 1 99 00 12 34")
        anne.emails[0].value = "A.Valmont@Example.ORG"
        assert anne.emails[0].text == "A.Valmont@Example.ORG"
        anne.phones[0].value = PhoneNumber("+33199001235")
        assert anne.phones[0].text == "+33199001235"

    def test_a_mailbox_that_changes_hands_is_judged_again(self, session):
        anne = contact(session, emails=("anne@example.org",))
        assert not anne.emails[0].is_shared
        anne.emails[0].value = "presse@example.org"
        assert anne.emails[0].is_shared
        mine = ContactEmail(value="com@example.org", is_shared=False)
        anne.emails.append(mine)
        session.flush()
        assert not mine.is_shared

    @pytest.mark.parametrize(
        ("make", "error"),
        [
            (lambda: ContactEmail(value="nobody"), InvalidEmail),
            (lambda: ContactPhone(value="01 99 00 12 34"), InvalidPhone),
            (lambda: ContactPhone(value="+33 1"), InvalidPhone),
            (lambda: PressContact(name="  "), InvalidName),
            (lambda: Institution(name="X", country="ZZ"), InvalidCountry),
            (lambda: Communique(title="X", language="français"), InvalidLanguage),
            (lambda: Communique(title="X", embargo_at=dt.datetime(2025, 1, 17, 20)), InvalidInstant),  # noqa: DTZ001
            (lambda: InstitutionIdentifier(scheme="ror", value="02feahw74"), InvalidIdentifier),
        ],
    )
    def test_an_invalid_value_is_refused_at_assignment(self, make, error):
        with pytest.raises(error) as refused:
            make()
        assert refused.value.code
        assert refused.value.reason

    @pytest.mark.parametrize("key", ["address", "value"])
    def test_an_invalid_email_does_not_slip_past_through_insert(self, session, key):
        anne = contact(session)
        statement = insert(ContactEmail)
        with pytest.raises(InvalidEmail) as refused:
            session.execute(statement.values({"contact_id": anne.id, key: "nobody@"}))
        assert refused.value.value == "nobody@"
        with pytest.raises(InvalidEmail):
            session.execute(statement, [{"contact_id": anne.id, key: "nobody@"}])
        assert session.scalars(select(ContactEmail)).all() == []

    @pytest.mark.parametrize("key", ["e164", "value"])
    def test_an_invalid_phone_does_not_slip_past_through_insert(self, session, key):
        anne = contact(session)
        with pytest.raises(InvalidPhone) as refused:
            session.execute(insert(ContactPhone).values({"contact_id": anne.id, key: "01 99 00 12 34"}))
        assert refused.value.value == "01 99 00 12 34"
        with pytest.raises(InvalidPhone):
            session.execute(insert(ContactPhone), [{"contact_id": anne.id, key: "01 99 00 12 34"}])

    def test_other_bulk_ways_check_as_well(self, session):
        anne = contact(session, emails=("anne@example.org",))
        with pytest.raises(InvalidEmail):
            session.execute(update(ContactEmail).values(value="nobody"))
        with pytest.raises(InvalidEmail):
            session.execute(ContactEmail.__table__.insert().values(contact_id=anne.id, address="nobody"))
        with pytest.raises(InvalidInstant):
            session.execute(insert(Communique).values(title="X", embargo_at=dt.datetime(2025, 1, 1)))  # noqa: DTZ001

    def test_a_bulk_insert_derives_what_the_models_derive(self, session):
        anne = contact(session)
        rows = [
            {"contact_id": anne.id, "address": "Presse@Example.org"},
            {"contact_id": anne.id, "address": "anne@example.org"},
        ]
        session.execute(ContactEmail.__table__.insert(), rows)
        session.execute(insert(ContactEmail), [{"contact_id": anne.id, "value": "b@example.org"}])
        columns = select(ContactEmail.address_key, ContactEmail.text, ContactEmail.is_shared).order_by(ContactEmail.id)
        assert [tuple(row) for row in session.execute(columns)] == [
            ("presse@example.org", "Presse@Example.org", True),
            ("anne@example.org", "anne@example.org", False),
            ("b@example.org", "b@example.org", False),
        ]

    def test_a_bulk_update_moves_the_key_along(self, session):
        contact(session, emails=("anne@example.org",))
        session.execute(
            update(ContactEmail).where(ContactEmail.value == "ANNE@example.org").values(value="B@example.org")
        )
        assert session.scalars(select(ContactEmail.address_key)).one() == "b@example.org"

    def test_canonical_forms_compare_equal_in_queries(self, session):
        anne = contact(session, "Anne Le Goff", emails=("Anne@Example.org",), phones=("+33199001234;ext=7",))
        by_name = select(PressContact).where(PressContact.name == "LE GOFF, Anne")
        by_email = select(PressContact).join(PressContact.emails).where(ContactEmail.value == "ANNE@EXAMPLE.ORG")
        by_emails = select(PressContact).join(PressContact.emails).where(ContactEmail.value.in_(["anne@example.ORG"]))
        by_phone = (
            select(PressContact).join(PressContact.phones).where(ContactPhone.value == "+33 1 99 00 12 34 ext. 7")
        )
        for statement in (by_name, by_email, by_emails, by_phone):
            assert session.scalars(statement).all() == [anne]
        without_extension = select(ContactPhone).where(ContactPhone.value == "+33199001234")
        assert session.scalars(without_extension).all() == []
        in_many = select(ContactPhone).where(ContactPhone.value.in_(["+33199001234", "+33199001234;ext=7"]))
        assert len(session.scalars(in_many).all()) == 1
        assert session.scalars(select(ContactEmail).where(ContactEmail.value != "anne@example.org")).all() == []

    def test_parts_of_a_value_compare_as_text(self, session):
        contact(session, emails=("anne@example.org",))
        assert session.scalar(select(ContactEmail.id).where(ContactEmail.address.endswith("example.org")))
        assert session.scalar(select(ContactEmail.address + "!")) == "anne@example.org!"
        assert session.scalars(select(Institution).where(Institution.country > "A")).all() == []

    def test_a_change_of_case_is_a_change(self, session):
        anne = contact(session, emails=("anne@example.org",))
        anne.emails[0].value = "Anne@example.org"
        session.flush()
        session.expire_all()
        assert str(anne.emails[0].value) == "Anne@example.org"

    def test_what_is_stored_is_trusted(self, session):
        """A row of an older release loads, whatever would be said of its value today."""
        anne = contact(session)
        session.execute(
            text(
                "INSERT INTO crm_contact_email (contact_id, address, address_key, text, position, is_public, is_shared)"
                " VALUES (:id, 'no address any more', 'x', 'x', 0, :yes, :no)"
            ),
            {"id": anne.id, "yes": True, "no": False},
        )
        session.expire_all()
        assert str(anne.emails[0].value) == "no address any more"

    def test_an_instant_comes_back_in_utc(self, session):
        paris = dt.datetime(2025, 1, 17, 20, tzinfo=ZoneInfo("Europe/Paris"))
        made = communique(session, embargo_at=paris, embargo_zone="Europe/Paris")
        session.expire_all()
        assert made.embargo_at == paris
        assert made.embargo_at.utcoffset() == dt.timedelta(0)

    def test_what_somebody_typed_becomes_all_its_coordinates(self, session):
        anne = contact(session)
        anne.phones.extend(ContactPhone.read("01 99 00 12 34 poste 7 / 06 39 98 12 34 (mobile)", "FR"))
        anne.emails.extend(ContactEmail.read("Anne <Anne@Example.ORG>; presse (at) example.org", is_public=False))
        session.flush()
        session.expire_all()
        assert [(str(phone.value), phone.text, phone.label) for phone in anne.phones] == [
            ("+33199001234;ext=7", "01 99 00 12 34 poste 7", None),
            ("+33639981234", "06 39 98 12 34", "mobile"),
        ]
        emails = [(str(email.value), email.text, email.is_shared, email.is_public) for email in anne.emails]
        assert emails == [
            ("Anne@example.org", "Anne@Example.ORG", False, False),
            ("presse@example.org", "presse (at) example.org", True, False),
        ]

    def test_what_could_not_be_read_is_kept_with_its_reason(self, session):
        anne = contact(session)
        anne.emails.extend(ContactEmail.read("anne sur example"))
        for typed in ("01 99 00 3O OO", "bientôt", " "):
            anne.phones.extend(ContactPhone.read(typed))
        session.flush()
        session.expire_all()
        assert [(c.text, c.value, c.error_code) for c in (*anne.emails, *anne.phones)] == [
            ("anne sur example", None, "email.none"),
            ("01 99 00 3O OO", None, "phone.letters"),
            ("bientôt", None, "phone.invalid"),
        ]

    def test_a_value_assigned_as_typed_is_cleaned_and_its_text_kept(self, session):
        email = ContactEmail(value="mailto:Anne@Example.ORG")
        assert (email.value, email.text) == ("anne@example.org", "mailto:Anne@Example.ORG")
        phone = ContactPhone(value="+33 (0)1 99 00 12 34")
        assert (phone.value.e164, phone.text) == ("+33199001234", "+33 (0)1 99 00 12 34")

    def test_what_could_not_be_read_can_be_mended(self, session):
        anne = contact(session)
        anne.emails.append(ContactEmail(text="anne(at)", error_code="email.invalid"))
        session.flush()
        anne.emails[0].value = "anne@example.org"
        session.flush()
        assert anne.emails[0].error_code is None

    def test_an_address_or_a_name_assigned_past_its_value_takes_its_key_along(self, session):
        anne = contact(session, emails=("anne@example.org",))
        anne.emails[0].address = "Zed@example.org"
        anne.printed_name = "Zoé Quint"
        session.flush()
        session.expire_all()
        assert anne.emails[0].value == "zed@example.org"
        assert session.scalars(select(PressContact).where(PressContact.name == "QUINT Zoé")).one() is anne

    @pytest.mark.parametrize(
        ("make", "error", "code"),
        [
            (lambda: Communique(title="a\0b"), InvalidText, "text.nul"),
            (lambda: Communique(title="a\ud800b"), InvalidText, "text.surrogate"),
            (lambda: Communique(title=7), InvalidText, "text.not_text"),
            (lambda: ContactPhone(label="x" * 41), InvalidText, "text.too_long"),
            (lambda: Communique(dated_on="2025-01-17"), InvalidDay, "day.invalid"),
            (lambda: Communique(dated_on=dt.datetime(2025, 1, 17, tzinfo=dt.UTC)), InvalidDay, "day.invalid"),
            (lambda: Institution(name="X", kind="robot"), InvalidChoice, "choice.unknown"),
        ],
    )
    def test_what_one_database_would_refuse_all_refuse(self, make, error, code):
        with pytest.raises(error) as refused:
            make()
        assert refused.value.code == code

    def test_bulk_ways_refuse_it_too(self, session):
        anne = contact(session)
        with pytest.raises(InvalidText):
            session.execute(insert(ContactPhone).values(contact_id=anne.id, value="+33199001234", label="x" * 41))
        with pytest.raises(InvalidDay):
            session.execute(update(Communique).values(dated_on="2025-01-17"))
        with pytest.raises(InvalidInstant):
            session.execute(
                update(Communique).values(embargo_at=dt.datetime.min.replace(tzinfo=ZoneInfo("Asia/Tokyo")))
            )

    def test_the_key_of_a_deleted_row_is_not_given_to_another(self, session):
        anne = contact(session, emails=("anne@example.org",))
        gone = anne.emails[0].id
        anne.emails.clear()
        session.flush()
        anne.emails.append(ContactEmail(value="other@example.org"))
        session.flush()
        assert anne.emails[0].id > gone

    def test_a_value_without_reason_or_with_one_too_many_is_refused_by_the_database(self, session):
        anne = contact(session)
        for values in ({"text": "x"}, {"text": "x", "address": "a@example.org", "error_code": "email.invalid"}):
            with pytest.raises(IntegrityError), session.begin_nested():
                session.execute(insert(ContactEmail).values(contact_id=anne.id, **values))


class TestContacts:
    def test_a_person_needs_a_name(self, session):
        session.add(PressContact())
        with pytest.raises(MissingName) as refused:
            session.flush()
        assert refused.value.code == "record.name_missing"

    def test_the_database_knows_that_too(self, session):
        with pytest.raises(IntegrityError):
            session.execute(insert(PressContact).values(kind=ContactKind.PERSON))

    def test_a_desk_may_have_none_and_keeps_the_one_it_has(self, session):
        nameless, named, by_kind = (
            PressContact.desk(),
            PressContact.desk("Service de presse"),
            PressContact(name="Salle de presse", kind=ContactKind.DESK),
        )
        session.add_all([nameless, named, by_kind])
        session.flush()
        session.expire_all()
        assert nameless.name is None
        assert str(named.name) == "Service de presse"
        assert by_kind.given_name is None

    def test_coordinates_keep_their_order(self, session):
        anne = contact(session, phones=("+33199001234", "+33199001235"))
        anne.phones.insert(0, ContactPhone(value="+33199001236"))
        session.flush()
        session.expire_all()
        assert [phone.value.e164[-2:] for phone in anne.phones] == ["36", "34", "35"]
        assert [phone.position for phone in anne.phones] == [0, 1, 2]

    def test_two_contacts_may_share_an_address(self, session):
        contact(session, "Anne Valmont", emails=("presse@example.org",))
        contact(session, "Paul Martel", emails=("presse@example.org",))
        assert len(session.scalars(select(ContactEmail).where(ContactEmail.value == "presse@example.org")).all()) == 2

    def test_the_numbers_of_a_job_go_with_it(self, session):
        anne = contact(session, phones=("+33199001234",), at=institution(session))
        session.delete(session.scalars(select(Affiliation)).one())
        session.flush()
        session.expire_all()
        assert anne.phones == []

    def test_an_affiliation_cannot_end_before_it_starts(self, session):
        anne, valmont = contact(session), institution(session)
        session.add(Affiliation(contact=anne, institution=valmont, starts_on=TODAY, ends_on=YESTERDAY))
        with pytest.raises(PeriodReversed) as refused:
            session.flush()
        assert refused.value.code == "period.reversed"
        assert "2025-01-16" in str(refused.value)

    def test_the_database_refuses_a_reversed_period_as_well(self, session):
        anne, valmont = contact(session), institution(session)
        values = {"contact_id": anne.id, "institution_id": valmont.id, "starts_on": TODAY, "ends_on": YESTERDAY}
        with pytest.raises(IntegrityError):
            session.execute(insert(Affiliation).values(values))

    def test_a_coordinate_cannot_belong_to_somebody_elses_job(self, session):
        valmont = institution(session)
        anne, paul = contact(session, at=valmont), contact(session, "Paul Martel")
        job = session.scalars(select(Affiliation)).one()
        assert job.contact_id == anne.id
        paul.phones.append(ContactPhone(value="+33199001234", affiliation=job))
        with pytest.raises(ForeignAffiliation):
            session.flush()

    def test_relations_refuse_to_load_behind_your_back(self, session):
        anne = contact(session)
        session.expire_all()
        with pytest.raises(InvalidRequestError):
            _ = anne.affiliations
        loaded = select(PressContact).options(selectinload(PressContact.affiliations))
        assert session.scalars(loaded).one().affiliations == []

    def test_deleting_a_contact_takes_its_coordinates_along(self, session):
        anne = contact(session, emails=("anne@example.org",), at=institution(session))
        session.delete(anne)
        session.flush()
        assert session.scalars(select(ContactEmail)).all() == []
        assert session.scalars(select(Affiliation)).all() == []

    def test_a_contact_who_covers_something_cannot_be_deleted(self, session):
        anne, alliance = contact(session), communique(session)
        session.add(Coverage(communique=alliance, contact=anne))
        session.flush()
        session.delete(anne)
        with pytest.raises(IntegrityError):
            session.flush()


class TestInstitutions:
    def test_the_display_name_is_one_of_its_names(self, session):
        valmont = institution(session)
        names = select(InstitutionName).where(InstitutionName.institution_id == valmont.id)
        assert [name.key for name in session.scalars(names)] == ["universite de valmont"]

    def test_is_recognised_by_a_name_given_later(self, session):
        valmont = institution(session)
        valmont.name = "Valmont Université"
        session.flush()
        assert find(session, "VALMONT universite") is valmont
        assert find(session, "Université de Valmont") is valmont

    def test_an_identifier_cannot_be_changed_into_none(self, session):
        identifier = InstitutionIdentifier(institution=institution(session), scheme="ror", value="02feahw73")
        session.add(identifier)
        session.flush()
        identifier.value = "02feahw74"
        with pytest.raises(InvalidIdentifier):
            session.flush()

    def test_needs_a_name(self, session):
        session.add(Institution(name=" "))
        with pytest.raises(MissingName):
            session.flush()

    def test_has_a_boilerplate_for_each_language_and_time(self, session):
        valmont = institution(session)
        old = Boilerplate(institution=valmont, language="fr", text="Fondée en 1900…", ends_on=YESTERDAY)
        new = Boilerplate(institution=valmont, language="fr", text="Première de sa région…", starts_on=TODAY)
        session.add_all([old, new])
        session.flush()
        current = select(Boilerplate.text).where(Boilerplate.ends_on.is_(None))
        assert session.scalars(current).one() == "Première de sa région…"

    def test_an_identifier_belongs_to_one_institution(self, session):
        one, other = institution(session), institution(session, "Institut Exemple")
        session.add(InstitutionIdentifier(institution=one, scheme="ror", value="https://ror.org/02feahw73"))
        session.flush()
        session.add(InstitutionIdentifier(institution=other, scheme="ROR", value="02feahw73"))
        with pytest.raises(IntegrityError):
            session.flush()

    def test_cannot_be_a_part_of_itself_however_far_up(self, session):
        a, b, c = (institution(session, name) for name in ("Campus A", "École B", "Université C"))
        relate(session, a, "part_of", b)
        relate(session, b, "part_of", c)
        with pytest.raises(RelationCycle) as refused, session.begin_nested():
            relate(session, c, "part_of", a)
        assert refused.value.code == "relation.cycle"
        with pytest.raises(RelationCycle), session.begin_nested():
            relate(session, a, "part_of", a)
        assert len(session.scalars(select(InstitutionRelation)).all()) == 2

    def test_two_relations_of_one_flush_cannot_close_a_circle(self, session):
        a, b = institution(session, "École A"), institution(session, "École B")
        session.add(InstitutionRelation(institution=a, kind=RelationKind.PART_OF, related=b))
        session.add(InstitutionRelation(institution=b, kind=RelationKind.PART_OF, related=a))
        with pytest.raises(RelationCycle):
            session.flush()

    def test_other_relations_may_run_the_other_way(self, session):
        a, b = institution(session, "École A"), institution(session, "École B")
        relate(session, a, "part_of", b)
        relate(session, b, "successor_of", a)
        assert len(session.scalars(select(InstitutionRelation)).all()) == 2

    def test_relating_twice_is_relating_once(self, session):
        a, b = institution(session, "École A"), institution(session, "École B")
        assert relate(session, a, "part_of", b) is relate(session, a, "part_of", b)


class TestCommuniques:
    def test_an_embargo_needs_its_zone(self, session):
        session.add(Communique(title="X", embargo_at=dt.datetime(2025, 1, 17, 19, tzinfo=dt.UTC)))
        with pytest.raises(EmbargoIncomplete):
            session.flush()

    def test_a_zone_nobody_knows_is_refused(self, session):
        instant = dt.datetime(2025, 1, 17, 19, tzinfo=dt.UTC)
        session.add(Communique(title="X", embargo_at=instant, embargo_zone="Mars/Olympus"))
        with pytest.raises(EmbargoIncomplete) as refused:
            session.flush()
        assert refused.value.code == "embargo.zone_unknown"

    def test_an_embargoed_one_needs_its_embargo(self, session):
        session.add(Communique(title="X", status="embargoed"))
        with pytest.raises(EmbargoIncomplete):
            session.flush()

    def test_issuers_keep_their_order(self, session):
        one, other = institution(session), institution(session, "Institut Exemple")
        alliance = communique(session, "Une alliance", other, one)
        session.expire_all()
        loaded = select(Communique).options(selectinload(Communique.issuers))
        assert [issuer.institution_id for issuer in session.scalars(loaded).one().issuers] == [other.id, one.id]
        assert alliance.status == "draft"

    def test_translations_are_one_group(self, session):
        group = uuid.uuid4()
        communique(session, "Une alliance", language="fr", translation_group=group)
        communique(session, "An alliance", language="en", translation_group=group)
        versions = select(Communique.language).where(Communique.translation_group == group).order_by(Communique.id)
        assert session.scalars(versions).all() == ["fr", "en"]

    def test_a_uid_goes_out_and_a_number_stays_inside(self, session):
        alliance = communique(session)
        assert isinstance(alliance.uid, uuid.UUID)
        assert isinstance(alliance.id, int)


class TestSnapshots:
    def test_what_was_printed_cannot_be_changed_or_deleted(self, session):
        coverage = Coverage(communique=communique(session), contact=contact(session))
        session.add(coverage)
        session.flush()
        printed = PrintedCoordinate(kind="phone", value="+33199001234")
        snapshot = CoverageSnapshot(coverage_id=coverage.id, name="Anne Valmont", coordinates=[printed])
        session.add(snapshot)
        session.flush()
        for change in (
            lambda: setattr(snapshot, "name", "Somebody else"),
            lambda: setattr(printed, "value", "+33199009999"),
            lambda: session.delete(printed),
        ):
            with pytest.raises(SnapshotFrozen), session.begin_nested():
                change()
                session.flush()
            session.expire_all()
        assert (snapshot.name, printed.value) == ("Anne Valmont", "+33199001234")

    def test_a_contact_cannot_stand_in_for_themselves(self, session):
        anne, alliance = contact(session), communique(session)
        session.add(Coverage(communique=alliance, contact=anne, standing_in_for_id=anne.id))
        with pytest.raises(NotCovering):
            session.flush()


class TestTables:
    def test_all_carry_our_prefix(self):
        assert all(name.startswith("crm_") for name in Base.metadata.tables)

    def test_mariadb_would_take_them(self):
        dialect = mysql.dialect(is_mariadb=True)
        for table in Base.metadata.sorted_tables:
            ddl = str(CreateTable(table).compile(dialect=dialect))
            assert "VARCHAR," not in ddl
            for index in (*table.indexes, *table.constraints):
                assert not [key for key in getattr(index, "columns", ()) if isinstance(key.type, Text)], index.name
        assert "DATETIME(6)" in str(CreateTable(Base.metadata.tables["crm_document"]).compile(dialect=dialect))
        assert "LONGTEXT" in str(CreateTable(Base.metadata.tables["crm_communique"]).compile(dialect=dialect))

    def test_every_constraint_and_index_has_a_name_that_every_engine_takes(self):
        for table in Base.metadata.tables.values():
            for thing in (*table.constraints, *table.indexes):
                assert thing.name, f"{table.name}: {thing!r}"
                assert len(str(thing.name)) <= 63
