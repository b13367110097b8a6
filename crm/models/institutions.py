"""Institutions: names, identifiers, relations, boilerplates."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, event, exists, insert, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crm.base import Base, Body, Dated, Key, PrimaryKey, Uid, choice, folded, period, required
from crm.columns import KEY_LENGTH, DomainColumn, Line, derived
from crm.errors import RelationCycle
from crm.values import CountryCode, Identifier, IdentifierScheme, LanguageTag
from crm.values.institutions import keys_of
from crm.values.institutions.sites import MAX_SITE_KEY, site_keys

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection
    from sqlalchemy.orm import Mapper

__all__ = [
    "Boilerplate",
    "DomainUse",
    "Institution",
    "InstitutionDomain",
    "InstitutionIdentifier",
    "InstitutionKind",
    "InstitutionName",
    "InstitutionRelation",
    "InstitutionStatus",
    "NameKind",
    "RelationKind",
]

KEYS: Final = ("core_key", "head_key", "initials", "anchor")
"""The columns of a name that follow from its text, beside `key`."""
SITE_KEYS: Final = ("site_key", "site_first", "site_last")
"""The columns of an institution that follow from its website."""


class InstitutionKind(StrEnum):
    """What sort of body it is; ``other`` until somebody says."""

    UNIVERSITY = "university"
    RESEARCH = "research"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    GOVERNMENT = "government"
    TERRITORY = "territory"
    COMPANY = "company"
    ASSOCIATION = "association"
    AGENCY = "agency"
    FACILITY = "facility"
    OTHER = "other"


class NameKind(StrEnum):
    """How a name is used."""

    OFFICIAL = "official"
    SHORT = "short"
    ACRONYM = "acronym"
    ALIAS = "alias"
    FORMER = "former"


_CALLED: Final = frozenset({NameKind.OFFICIAL, NameKind.FORMER})
"""The kinds of name that a release calls an institution by."""


class InstitutionStatus(StrEnum):
    """Whether it still exists, as a registry says."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    WITHDRAWN = "withdrawn"


class DomainUse(StrEnum):
    """What an institution has a domain for."""

    MAIL = "mail"
    WEBSITE = "website"


class RelationKind(StrEnum):
    """What one institution is to another."""

    PART_OF = "part_of"
    SUPERVISED_BY = "supervised_by"
    SUCCESSOR_OF = "successor_of"


def _of_keys(name: str) -> Callable[[str], str | None]:
    def key(text: str) -> str | None:
        found: str | None = getattr(keys_of(text), name)
        return found

    return key


def _of_site(name: str) -> Callable[[str], str | None]:
    def key(website: str) -> str | None:
        found: str | None = getattr(site_keys(website), name)
        return found

    return key


class Institution(Base):
    """A body that issues communiqués or employs those who answer for them."""

    __tablename__ = "crm_institution"
    __table_args__ = tuple(Index(None, column) for column in SITE_KEYS)

    id: Mapped[PrimaryKey]
    uid: Mapped[Uid]
    name: Mapped[str]
    """The name to display; every name it is recognised by, this one included, is among `names`."""
    kind: Mapped[InstitutionKind] = mapped_column(choice(InstitutionKind, "kind"), default=InstitutionKind.OTHER)
    country: Mapped[CountryCode | None]
    website: Mapped[str | None]
    city: Mapped[str | None] = mapped_column(Line(100), index=True)
    """Where its seat is; evidence when its name is not enough."""
    status: Mapped[InstitutionStatus | None] = mapped_column(choice(InstitutionStatus, "status"))
    """None when no registry has said."""
    site_key: Mapped[str | None] = mapped_column(Line(MAX_SITE_KEY), default=derived("website", _of_site("key")))
    """What its website is called: see `crm.values.institutions.SiteKeys`."""
    site_first: Mapped[str | None] = mapped_column(Line(MAX_SITE_KEY), default=derived("website", _of_site("first")))
    site_last: Mapped[str | None] = mapped_column(Line(MAX_SITE_KEY), default=derived("website", _of_site("last")))

    names: Mapped[list[InstitutionName]] = relationship(
        back_populates="institution", lazy="raise_on_sql", cascade="all, delete-orphan", passive_deletes=True
    )
    identifiers: Mapped[list[InstitutionIdentifier]] = relationship(
        back_populates="institution", lazy="raise_on_sql", cascade="all, delete-orphan", passive_deletes=True
    )
    domains: Mapped[list[InstitutionDomain]] = relationship(
        back_populates="institution", lazy="raise_on_sql", cascade="all, delete-orphan", passive_deletes=True
    )
    boilerplates: Mapped[list[Boilerplate]] = relationship(
        back_populates="institution", lazy="raise_on_sql", cascade="all, delete-orphan", passive_deletes=True
    )
    relations: Mapped[list[InstitutionRelation]] = relationship(
        back_populates="institution",
        foreign_keys=lambda: InstitutionRelation.institution_id,
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        if self.name is not None and not self.names:
            self.names.append(InstitutionName(text=self.name))

    def name_on(self, day: dt.date, language: str | None = None) -> str:
        """Return what it was called on that day, `names` loaded: by a dated name, else the name to display.

        Of several, one in `language` goes first, then the name to display.
        """
        dated = [one for one in self.names if (one.starts_on or one.ends_on) and one.kind in _CALLED]
        called = [one for one in dated if one.holds_on(day)]
        called.sort(key=lambda one: (one.language != language, one.text != self.name, one.id or 0))
        return called[0].text if called else self.name

    def refuse(self) -> None:
        """Raise `MissingName` for an institution without a name."""
        required(self.name, "an institution")


class InstitutionName(Dated, Base):
    """One of the names of an institution: in a language, of a kind, for a time."""

    __tablename__ = "crm_institution_name"
    __table_args__ = (period(), Index(None, "key"), *(Index(None, column) for column in KEYS))

    id: Mapped[PrimaryKey]
    institution_id: Mapped[int] = mapped_column(ForeignKey("crm_institution.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]
    key: Mapped[Key] = mapped_column(default=derived("text", folded))
    language: Mapped[LanguageTag | None]
    kind: Mapped[NameKind] = mapped_column(choice(NameKind, "kind"), default=NameKind.OFFICIAL)
    core_key: Mapped[str | None] = mapped_column(Line(KEY_LENGTH), default=derived("text", _of_keys("core")))
    """What `crm.institutions` finds it by: see `crm.values.institutions.NameKeys`. None only of rows made elsewhere."""
    head_key: Mapped[str | None] = mapped_column(Line(KEY_LENGTH), default=derived("text", _of_keys("head")))
    initials: Mapped[str | None] = mapped_column(Line(40), default=derived("text", _of_keys("initials")))
    anchor: Mapped[str | None] = mapped_column(Line(KEY_LENGTH), default=derived("text", _of_keys("anchor")))

    institution: Mapped[Institution] = relationship(back_populates="names", lazy="raise_on_sql")

    def refuse(self) -> None:
        """Raise `MissingName` or `PeriodReversed`."""
        required(self.text, "an institution's name")
        self.refuse_reversed()


class InstitutionIdentifier(Base):
    """An identifier that a registry gave to an institution, its checksum verified."""

    __tablename__ = "crm_institution_identifier"
    __table_args__ = (UniqueConstraint("scheme", "value"),)

    id: Mapped[PrimaryKey]
    institution_id: Mapped[int] = mapped_column(ForeignKey("crm_institution.id", ondelete="CASCADE"), index=True)
    scheme: Mapped[IdentifierScheme] = mapped_column(choice(IdentifierScheme, "scheme"))
    value: Mapped[str] = mapped_column(Line(64))
    """In the compact form of its scheme."""

    institution: Mapped[Institution] = relationship(back_populates="identifiers", lazy="raise_on_sql")

    def __init__(self, *, scheme: str, value: str, **rest: Any) -> None:
        checked = Identifier.parse(scheme, value)
        super().__init__(scheme=checked.scheme, value=checked.value, **rest)

    def refuse(self) -> None:
        """Raise `InvalidIdentifier` for what was changed into no identifier."""
        self.value = Identifier.parse(self.scheme, self.value).value


class InstitutionDomain(Base):
    """A domain of an institution's mail addresses or website; several institutions may share one."""

    __tablename__ = "crm_institution_domain"
    __table_args__ = (UniqueConstraint("institution_id", "domain"), Index(None, "domain"))

    id: Mapped[PrimaryKey]
    institution_id: Mapped[int] = mapped_column(ForeignKey("crm_institution.id", ondelete="CASCADE"))
    domain: Mapped[str] = mapped_column(DomainColumn())
    use: Mapped[DomainUse] = mapped_column(choice(DomainUse, "use"), default=DomainUse.MAIL)

    institution: Mapped[Institution] = relationship(back_populates="domains", lazy="raise_on_sql")


class InstitutionRelation(Dated, Base):
    """That an institution is a part of another, supervised by it, or its successor."""

    __tablename__ = "crm_institution_relation"
    __table_args__ = (
        period(),
        CheckConstraint("institution_id <> related_id", name="not_itself"),
        Index(None, "institution_id", "kind"),
        Index(None, "related_id", "kind"),
    )

    id: Mapped[PrimaryKey]
    institution_id: Mapped[int] = mapped_column(ForeignKey("crm_institution.id", ondelete="CASCADE"))
    kind: Mapped[RelationKind] = mapped_column(choice(RelationKind, "kind"))
    related_id: Mapped[int] = mapped_column(ForeignKey("crm_institution.id", ondelete="CASCADE"))

    institution: Mapped[Institution] = relationship(
        back_populates="relations", foreign_keys=[institution_id], lazy="raise_on_sql"
    )
    related: Mapped[Institution] = relationship(foreign_keys=[related_id], lazy="raise_on_sql")

    def refuse(self) -> None:
        """Raise `PeriodReversed`, or `RelationCycle` for a relation to itself."""
        self.refuse_reversed()
        if self.institution_id is not None and self.institution_id == self.related_id:
            raise RelationCycle(f"institution {self.institution_id} cannot be {self.kind} itself")


class Boilerplate(Dated, Base):
    """What an institution says about itself at the end of a release, in one language, for a time."""

    __tablename__ = "crm_boilerplate"
    __table_args__ = (period(), Index(None, "institution_id", "language"))

    id: Mapped[PrimaryKey]
    institution_id: Mapped[int] = mapped_column(ForeignKey("crm_institution.id", ondelete="CASCADE"))
    language: Mapped[LanguageTag | None]
    text: Mapped[Body]

    institution: Mapped[Institution] = relationship(back_populates="boilerplates", lazy="raise_on_sql")

    def refuse(self) -> None:
        """Raise `PeriodReversed`."""
        self.refuse_reversed()


@event.listens_for(InstitutionName.text, "set")
def _fold_name(name: InstitutionName, value: str, old: object, initiator: object) -> None:  # noqa: ARG001
    name.key = folded(value) if isinstance(value, str) else ""
    keys = keys_of(value) if isinstance(value, str) else None
    name.core_key, name.head_key = (keys.core, keys.head) if keys else (None, None)
    name.initials, name.anchor = (keys.initials, keys.anchor) if keys else (None, None)


@event.listens_for(Institution.website, "set")
def _read_site(institution: Institution, value: str | None, old: object, initiator: object) -> None:  # noqa: ARG001
    keys = site_keys(value) if isinstance(value, str) else None
    institution.site_key, institution.site_first, institution.site_last = (
        (keys.key, keys.first, keys.last) if keys else (None, None, None)
    )


@event.listens_for(Institution, "after_update")
def _name_is_among_names(mapper: Mapper[Any], connection: Connection, institution: Institution) -> None:  # noqa: ARG001
    """Let an institution be recognised by the name it has been given since."""
    table, key = InstitutionName.__table__, folded(institution.name)
    same = exists().where(table.c.institution_id == institution.id, table.c.key == key)
    if not connection.scalar(select(same)):
        values = {"institution_id": institution.id, "text": institution.name, "key": key, "kind": NameKind.ALIAS}
        connection.execute(insert(InstitutionName).values(values))


@event.listens_for(InstitutionRelation, "after_insert")
@event.listens_for(InstitutionRelation, "after_update")
def _refuse_cycle(mapper: Mapper[Any], connection: Connection, relation: InstitutionRelation) -> None:  # noqa: ARG001
    """Walk up from the related institution; meeting the first one again is a cycle, at whatever date."""
    table = InstitutionRelation.__table__
    same_kind = table.c.kind == relation.kind
    above = select(table.c.related_id).where(table.c.institution_id == relation.related_id, same_kind)
    tree = above.cte("above", recursive=True)
    tree = tree.union(select(table.c.related_id).where(table.c.institution_id == tree.c.related_id, same_kind))
    if connection.scalar(select(exists().where(tree.c.related_id == relation.institution_id))):
        raise RelationCycle(
            f"institution {relation.institution_id} cannot be {relation.kind.value} {relation.related_id}:"
            " it would come to stand above itself"
        )
