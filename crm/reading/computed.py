"""Properties worked out when somebody asks for them, and then kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["computed"]

Owner = TypeVar("Owner")
Value = TypeVar("Value")


class computed(Generic[Owner, Value]):  # noqa: N801 - used like `property`
    """What `functools.cached_property` is from Python 3.12 on: before, it takes a lock for each value.

    >>> class Word:
    ...     @computed
    ...     def length(self) -> int:
    ...         print("counted")
    ...         return 5
    >>> word = Word()
    >>> word.length, word.length
    counted
    (5, 5)
    """

    def __init__(self, work: Callable[[Owner], Value]) -> None:
        self.work = work
        self.name = work.__name__
        self.__doc__ = work.__doc__

    @overload
    def __get__(self, one: None, owner: type) -> computed[Owner, Value]: ...

    @overload
    def __get__(self, one: Owner, owner: type) -> Value: ...

    def __get__(self, one: Owner | None, owner: type) -> Value | computed[Owner, Value]:
        """Work the value out, and put it where it is found before this is asked again."""
        if one is None:
            return self
        value = one.__dict__[self.name] = self.work(one)
        return value
