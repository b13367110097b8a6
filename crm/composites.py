"""Values that need more than one column: an address and its key, a number and its extension, the parts of a name.

They are compared by identity, so that ``ContactEmail.value == "ANNE@Exemple.org"`` finds ``anne@exemple.org``, and made
of their columns when somebody asks for them: an answer has hundreds of rows, and prints of each what it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import and_, event, or_
from sqlalchemy.orm import Composite, CompositeProperty

from crm.values import EmailAddress, PersonName, PhoneNumber

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import ColumnElement, Connection
    from sqlalchemy.orm import InstanceState, Mapper

__all__ = ["EmailComparator", "MadeOnAccess", "NameComparator", "PhoneComparator"]

_T = TypeVar("_T")


class MadeOnAccess(Composite[_T]):
    """A ``composite()`` whose value is made when it is first read, not of each row that is loaded.

    SQLAlchemy's own is made as soon as its columns are there, though what reads it makes it as well. When the columns
    are loaded anew, written or expired, the value that was made of them is forgotten.
    """

    def _setup_event_handlers(self) -> None:
        """Replace what SQLAlchemy would listen to; a test sees to it that this is still asked."""
        for written in ("after_insert", "after_update"):
            event.listen(self.parent, written, self._forget_written, raw=True)
        event.listen(self.parent, "refresh", self._forget_refreshed, raw=True, propagate=True)
        event.listen(self.parent, "expire", self._forget, raw=True, propagate=True)
        attribute: Any = self.parent.class_manager[self.key]
        attribute.impl.dispatch = attribute.dispatch
        attribute.dispatch._active_history = self.active_history

    def _forget(self, state: InstanceState[Any], keys: Sequence[str] | None) -> None:
        if keys is None or not set(keys).isdisjoint(self._attribute_keys):
            state.dict.pop(self.key, None)

    def _forget_refreshed(self, state: InstanceState[Any], context: object, keys: Sequence[str] | None) -> None:
        if context is not self._COMPOSITE_FGET:  # said of the value itself, which has just been made
            self._forget(state, keys)

    def _forget_written(self, mapper: Mapper[Any], connection: Connection, state: InstanceState[Any]) -> None:  # noqa: ARG002
        state.dict.pop(self.key, None)


class ValueComparator(CompositeProperty.Comparator[Any]):
    """Compares a composite by the columns that identify it, and takes plain text for a value."""

    identity: tuple[int, ...]
    """Which of the columns tell two values apart."""

    @staticmethod
    def make(text: Any) -> Any:
        """Return the value that `text`, if it is not one already, stands for."""
        raise NotImplementedError

    def _identity_columns(self) -> list[ColumnElement[Any]]:
        clauses: Sequence[Any] = self.__clause_element__().clauses
        return [clauses[place] for place in self.identity]

    def _identity_of(self, other: Any) -> list[Any]:
        if other is None:
            return [None for _ in self.identity]
        values = self.make(other).__composite_values__()
        return [values[place] for place in self.identity]

    def __eq__(self, other: object) -> ColumnElement[bool]:  # type: ignore[override]
        pairs = zip(self._identity_columns(), self._identity_of(other), strict=True)
        return and_(*(column == part for column, part in pairs))

    def __ne__(self, other: object) -> ColumnElement[bool]:  # type: ignore[override]
        pairs = zip(self._identity_columns(), self._identity_of(other), strict=True)
        return or_(*(column.is_distinct_from(part) for column, part in pairs))

    def in_(self, other: Any) -> Any:
        """Return whether the value is one of `other`."""
        columns = self._identity_columns()
        wanted = [self._identity_of(one) for one in other]
        if len(columns) == 1:
            return columns[0].in_([parts[0] for parts in wanted])
        return or_(False, *(self == one for one in other))

    def _bulk_update_tuples(self, value: Any) -> Any:
        parts = [None] * len(self._comparable_elements) if value is None else self.make(value).__composite_values__()
        return list(zip(self._comparable_elements, parts, strict=True))

    def _bulk_dml_setter(self, key: str) -> Callable[..., Any]:
        names = self.prop._attribute_keys

        def spread(row: dict[str, Any]) -> None:
            value = row.pop(key)
            parts = [None] * len(names) if value is None else self.make(value).__composite_values__()
            row.update(zip(names, parts, strict=True))

        return spread


class EmailComparator(ValueComparator):
    """Compares addresses by their key."""

    identity = (1,)
    make = staticmethod(EmailAddress)


class PhoneComparator(ValueComparator):
    """Compares numbers by E.164 and extension; plain text must be international."""

    identity = (0, 1)

    @staticmethod
    def make(text: Any) -> PhoneNumber:
        """Return the number."""
        return text if isinstance(text, PhoneNumber) else PhoneNumber.parse(text)


class NameComparator(ValueComparator):
    """Compares names by their key: accents, capitals and the order of given and family name do not count."""

    identity = (5,)

    @staticmethod
    def make(text: Any) -> PersonName:
        """Return the name."""
        return text if isinstance(text, PersonName) else PersonName.parse(text)
