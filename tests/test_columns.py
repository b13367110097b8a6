"""What columns hand back: the same values as SQLAlchemy's own types would, made in less time."""

from __future__ import annotations

import pickle
import uuid

import pytest
from builders import communique, contact, institution
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Uuid, select, text, type_coerce
from sqlalchemy.dialects.sqlite import dialect as sqlite

from crm.columns import UuidColumn
from crm.models import Communique, CommuniqueStatus, Institution, PressContact
from crm.values import CountryCode, LanguageTag


class TestIdentifiers:
    @given(st.uuids())
    def test_one_that_was_stored_is_the_one_its_constructor_makes(self, given):
        stored = UuidColumn().bind_processor(sqlite())(given)
        read = UuidColumn().result_processor(sqlite(), None)(stored)
        plain = Uuid().result_processor(sqlite(), None)(stored)
        assert (read, hash(read), str(read), read.is_safe) == (plain, hash(plain), str(plain), plain.is_safe)
        assert type(read) is uuid.UUID
        assert pickle.loads(pickle.dumps(read)) == given

    def test_they_come_back_from_every_engine(self, session):
        made = contact(session)
        session.expunge_all()
        assert session.scalars(select(PressContact.uid)).one() == made.uid
        assert session.scalars(select(PressContact).where(PressContact.uid == made.uid)).one().uid == made.uid

    def test_one_that_is_missing_is_none(self, session):
        communique(session, translation_group=None)
        assert session.scalars(select(Communique.translation_group)).one() is None


class TestClosedLists:
    def test_a_member_comes_back_and_none_stays_none(self, session):
        communique(session, status=CommuniqueStatus.PUBLISHED)
        found = session.execute(select(Communique.status, Communique.date_kind)).one()
        assert tuple(found) == (CommuniqueStatus.PUBLISHED, None)
        assert found.status is CommuniqueStatus.PUBLISHED

    def test_what_is_no_member_is_an_error_each_time(self, session):
        communique(session)
        unknown = select(type_coerce(text("'lost'"), Communique.status.type))
        for _ in range(2):
            with pytest.raises(LookupError, match="lost"):
                session.execute(unknown).all()


class TestCodes:
    def test_a_code_and_a_tag_come_back_as_what_they_are(self, session):
        institution(session, country="fr")
        communique(session, language="FR-fr")
        session.expunge_all()
        country = session.scalars(select(Institution.country)).one()
        language = session.scalars(select(Communique.language)).one()
        assert (type(country), country) == (CountryCode, "FR")
        assert (type(language), language) == (LanguageTag, "fr-FR")

    def test_none_stays_none(self, session):
        institution(session)
        assert session.scalars(select(Institution.country)).one() is None
