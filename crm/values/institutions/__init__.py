"""How names of institutions compare: the words they are made of, and the keys they are looked up by."""

from __future__ import annotations

from crm.values.institutions.keys import NameKeys, keys_of
from crm.values.institutions.tokens import NameToken, NameWords, name_words

__all__ = ["NameKeys", "NameToken", "NameWords", "keys_of", "name_words"]
