"""How values travel to the database and back: checked on the way in, trusted on the way out.

A value is checked twice, when it is assigned to an attribute (`check_assignments`) and when it is bound to a
statement (`Checked`), so that neither the ORM nor ``insert()`` lets an invalid one past. What comes back from the
database is not judged again: a row stored last year must load after a numbering plan has changed.

Values that need more than one column (an address and its key, a number and its extension, the parts of a name) are
in `crm.composites`.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Date, DateTime, String, Text, Uuid, event
from sqlalchemy import Enum as ChoiceType
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.types import TypeDecorator

from crm.errors import InvalidChoice, InvalidDay, InvalidInstant, InvalidText, InvalidValue
from crm.values import CountryCode, EmailAddress, LanguageTag, PhoneNumber

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from enum import Enum

    from sqlalchemy import Dialect
    from sqlalchemy.orm import QueryableAttribute
    from sqlalchemy.sql.operators import OperatorType
    from sqlalchemy.types import TypeEngine

__all__ = [
    "KEY_LENGTH",
    "Choice",
    "Country",
    "Day",
    "DomainColumn",
    "EmailColumn",
    "Instant",
    "Language",
    "Line",
    "LongText",
    "PhoneColumn",
    "PlainText",
    "UuidColumn",
    "check_assignments",
    "check_value",
    "chosen",
    "derived",
]

KEY_LENGTH: Final = 320
"""The length of columns that hold a key: MariaDB indexes no unbounded text, and no address is longer."""

_HOST: Final = re.compile(r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W_](?:[\w-]{0,61}[^\W_])?")

_COMPARED_WHOLE: Final = frozenset({"eq", "ne", "is_", "is_not", "in_op", "not_in_op"})


class Checked(TypeDecorator[Any]):
    """A column whose values are made by `check` before they are bound; leaves say what is made."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = String
    cache_ok = True

    def check(self, value: Any) -> Any:
        """Return what `value` becomes in memory; raise a leaf of `InvalidValue` when it cannot."""
        raise NotImplementedError

    def store(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002 - for leaves to use
        """Return what the driver is given of a checked value."""
        return str(value)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Return what the driver is given of `value`, checked."""
        if value is None:
            return None
        with _as_itself():
            return self.store(self.check(value), dialect)

    def compare_values(self, x: Any, y: Any) -> bool:
        """Tell two stored texts apart to the letter, so that a change of case is a change."""
        return x is y or (x is not None and y is not None and str(x) == str(y))

    def coerce_compared_value(self, op: OperatorType | None, value: Any) -> Any:
        """Compare whole values as values, and parts of them (``endswith``, ``+``, ``>``) as plain text."""
        whole = op is not None and op.__name__ in _COMPARED_WHOLE
        return self if whole else String().coerce_compared_value(op, value)


class Line(Checked):
    """Text of at most `length` characters: every database refuses what one of them would."""

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def check(self, value: Any) -> str:
        """Return the text."""
        return _text(value, self.length)


class PlainText(Checked):
    """Text of any length."""

    impl = Text
    cache_ok = True

    def check(self, value: Any) -> str:
        """Return the text."""
        return _text(value)


class LongText(PlainText):
    """Text without a bound that a communiqué could reach: MariaDB's plain TEXT ends at 64 kB."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Ask MariaDB for its LONGTEXT; its types are imported only for it."""
        if dialect.name not in {"mysql", "mariadb"}:
            return super().load_dialect_impl(dialect)
        from sqlalchemy.dialects.mysql import LONGTEXT

        return dialect.type_descriptor(LONGTEXT())


def _text(value: Any, length: int | None = None) -> str:
    """Return text that every database takes: PostgreSQL knows no NUL, and UTF-8 no surrogates."""
    if not isinstance(value, str):
        raise InvalidText(value, "it is not text", code="text.not_text")
    if length is not None and len(value) > length:
        raise InvalidText(f"{value[:40]}…", f"it is longer than {length} characters", code="text.too_long")
    if "\0" in value:
        raise InvalidText(value[:40], "it holds a NUL character", code="text.nul")
    if not value.isascii() and not value.isprintable() and _has_surrogate(value):
        raise InvalidText(ascii(value[:40]), "it holds half a character", code="text.surrogate")
    return value


def _has_surrogate(value: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in value)


class DomainColumn(Checked):
    """The name of a host, in lower case and without ``www.``."""

    impl = String(253)
    cache_ok = True

    def check(self, value: Any) -> str:
        """Return the name; raise `InvalidText` for what no host is called."""
        name = _text(value, 253).strip().rstrip(".").lower().removeprefix("www.")
        if not _HOST.fullmatch(name):
            raise InvalidText(value, "it is not the name of a host", code="text.not_a_host", hint="univ.example.org")
        return name


class EmailColumn(Checked):
    """The normal form of an `EmailAddress`, the local part as written."""

    impl = String(KEY_LENGTH)
    cache_ok = True

    def check(self, value: Any) -> EmailAddress:
        """Return the address; one that is an `EmailAddress` was checked when it was made."""
        return EmailAddress(value)


class PhoneColumn(Checked):
    """The E.164 part of a `PhoneNumber`."""

    impl = String(16)
    cache_ok = True

    def check(self, value: Any) -> str:
        """Return E.164; a national number is refused, for nothing says of which country it is."""
        return value.e164 if isinstance(value, PhoneNumber) else PhoneNumber(value).e164


class _MadeOnce(dict[Any, Any]):
    """What was made of each stored value so far; None stays None."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        super().__init__({None: None})
        self._make = make

    def __missing__(self, value: Any) -> Any:
        return self.setdefault(value, self._make(value))


class Country(Checked):
    """A `CountryCode`."""

    impl = String(2)
    cache_ok = True

    def check(self, value: Any) -> CountryCode:
        """Return the code."""
        return CountryCode(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002
        """Return what looks up stored codes: there are few, and each is made once."""
        return _MadeOnce(CountryCode.stored).__getitem__


class Language(Checked):
    """A `LanguageTag`."""

    impl = String(35)
    cache_ok = True

    def check(self, value: Any) -> LanguageTag:
        """Return the tag in its conventional case."""
        return LanguageTag(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002
        """Return what looks up stored tags: there are few, and each is made once."""
        return _MadeOnce(LanguageTag.stored).__getitem__


class Day(Checked):
    """A day, which is not an instant: SQLite and PostgreSQL disagree about anything else."""

    impl = Date
    cache_ok = True

    def check(self, value: Any) -> dt.date:
        """Return the day; raise `InvalidDay` for text and for a date with a time."""
        if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
            raise InvalidDay(value, "it is not a date", hint="date(2025, 1, 17)")
        return value

    def store(self, value: Any, dialect: Dialect) -> Any:  # noqa: ARG002
        """Return the day as it is."""
        return value

    def coerce_compared_value(self, op: OperatorType | None, value: Any) -> Any:
        """Compare days with days, and let SQL's own date arithmetic be."""
        return self if isinstance(value, dt.date) else Date().coerce_compared_value(op, value)


class Instant(Checked):
    """An aware instant, stored in UTC and returned in UTC by every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Ask MariaDB for microseconds, which its DATETIME leaves out; its types are imported only for it."""
        if dialect.name not in {"mysql", "mariadb"}:
            return super().load_dialect_impl(dialect)
        from sqlalchemy.dialects.mysql import DATETIME

        return dialect.type_descriptor(DATETIME(fsp=6))

    def check(self, value: Any) -> dt.datetime:
        """Return `value` when it is an instant; raise `InvalidInstant` when no time zone says which."""
        if not isinstance(value, dt.datetime):
            raise InvalidInstant(value, "it is not a date and time", code="instant.not_datetime")
        if value.utcoffset() is None:
            raise InvalidInstant(value, "it has no time zone", hint="tzinfo=ZoneInfo('Europe/Paris')")
        return value

    def store(self, value: Any, dialect: Dialect) -> Any:
        """Return the instant in UTC, without its zone where the database keeps none."""
        moment = _in_utc(value)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Return the instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)

    def coerce_compared_value(self, op: OperatorType | None, value: Any) -> Any:
        """Compare instants with instants, and let SQL's own arithmetic be."""
        return self if isinstance(value, dt.datetime) else DateTime().coerce_compared_value(op, value)


def _in_utc(value: dt.datetime) -> dt.datetime:
    try:
        return value.astimezone(dt.UTC)
    except OverflowError:
        raise InvalidInstant(value, "it lies outside the calendar in UTC", code="instant.out_of_range") from None


class Choice(ChoiceType):
    """A closed list: text in the database, a member of an `Enum` in memory."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """Return what looks up stored members, and asks SQLAlchemy about a value that is none of them."""
        process: Any = super().result_processor(dialect, coltype)  # type: ignore[no-untyped-call]
        return _MadeOnce(process).__getitem__


class UuidColumn(Uuid[uuid.UUID]):
    """A `uuid.UUID`; where the database keeps it as text, what was stored as one is not read as if it could be none."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Return what makes it of 32 hexadecimal digits; None where the driver has made it."""
        process: Any = super().result_processor(dialect, coltype)  # type: ignore[no-untyped-call]
        return process and _stored_uuid


_put_int, _put_is_safe = (vars(uuid.UUID)[field].__set__ for field in ("int", "is_safe"))


def _stored_uuid(digits: str | None) -> uuid.UUID | None:
    """Return the UUID that was stored; its own constructor takes three times as long, an answer has hundreds."""
    if digits is None:
        return None
    made = object.__new__(uuid.UUID)
    _put_int(made, int(digits, 16))
    _put_is_safe(made, uuid.SafeUUID.unknown)
    return made


def chosen(choices: type[Enum]) -> Callable[[Any], Enum]:
    """Return what makes a member of `choices` of its value; it raises `InvalidChoice` for anything else."""

    def choose(value: Any) -> Enum:
        try:
            return choices(value)
        except ValueError:
            known = ", ".join(str(member.value) for member in choices)
            raise InvalidChoice(value, f"{choices.__name__} has no such member", hint=f"one of {known}") from None

    return choose


def derived(column: str, derive: Callable[[Any], Any], *, missing: Any = None) -> Callable[[Any], Any]:
    """Return a column default: `derive` of what the same INSERT puts into `column`, `missing` of None."""

    def default(context: Any) -> Any:
        given = context.get_current_parameters().get(column)
        with _as_itself():
            return missing if given is None else derive(given)

    return default


@contextmanager
def _as_itself() -> Iterator[None]:
    """Let an `InvalidValue` through SQLAlchemy as itself instead of wrapped in a StatementError."""
    try:
        yield
    except InvalidValue as error:
        error.__class__ = _unwrapped(type(error))  # type: ignore[arg-type] # mypy does not see that classes hash
        raise


@cache
def _unwrapped(leaf: type[InvalidValue]) -> type[InvalidValue]:
    """`crm.errors` cannot name SQLAlchemy's mixin: reading a file must not import SQLAlchemy."""
    return type(leaf.__name__, (leaf, DontWrapMixin), {"__module__": leaf.__module__, "__doc__": leaf.__doc__})


def check_value(attribute: QueryableAttribute[Any], make: Callable[[Any], Any]) -> None:
    """Make every value assigned to `attribute` with `make`, which raises on what it cannot."""

    def on_set(target: object, value: Any, old: object, initiator: object) -> Any:  # noqa: ARG001
        return None if value is None else make(value)

    event.listen(attribute, "set", on_set, retval=True)


def check_assignments(base: type[Any]) -> None:
    """Check what is assigned to any attribute, of any class below `base`, whose column has a checked type."""

    def on_instrument(owner: type[Any], key: str, attribute: Any) -> None:  # noqa: ARG001
        columns: Sequence[Any] = getattr(attribute.property, "columns", ())
        column_type = columns[0].type if len(columns) == 1 else None
        if isinstance(column_type, Checked):
            check_value(attribute, column_type.check)
        elif isinstance(column_type, ChoiceType) and column_type.enum_class is not None:
            check_value(attribute, chosen(column_type.enum_class))

    event.listen(base, "attribute_instrument", on_instrument, propagate=True)
