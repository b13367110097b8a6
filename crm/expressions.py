"""What a statement is asked about: a value, or an SQL expression of it, such as ``bindparam("on", type_=Date)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy import SQLColumnExpression

__all__ = ["DayLike", "NumberLike"]

DayLike: TypeAlias = "dt.date | SQLColumnExpression[dt.date]"
NumberLike: TypeAlias = "int | SQLColumnExpression[int]"
