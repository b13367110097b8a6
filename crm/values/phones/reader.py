"""The full reader: every number of a text, with its label, its extension and its place."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

import phonenumbers

from crm.errors import InvalidPhone
from crm.values.folding import fold
from crm.values.phones.number import PhoneNumber
from crm.values.phones.parsed import ParsedPhone
from crm.values.phones.pieces import Piece, pieces_of
from crm.values.phones.text import ADDRESS, CleanText, Cluster, clean, clusters, piece_of, repairs_of, without_dates
from crm.values.phones.verdict import HINTS, REASONS, Verdict, judge, refused
from crm.values.phones.words import (
    EXTENSION,
    MORE_EXTENSIONS,
    UNREAD_EXTENSION,
    PhoneLabel,
    is_only_labels,
    label_after,
    label_before,
    label_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_phones"]

_LONGEST_CELL: Final = 250
_LONGEST_SHOWN: Final = 120
_LEAST_LABELLED: Final = 4
_LEAST_EXTENDED: Final = 5
_LEAST_PLUS: Final = 7
_LEAST_SAID: Final = 4
"""Fewer digits beside a number are no number that went wrong: *01 99 00 12 34 (1)*."""

_LEAST_TRUNK: Final = 8
_MOST_TRUNK: Final = 20
_LONGEST_SPELLED: Final = 40
_SPELLED: Final = re.compile(r"\s*(\+?(?=[0-9A-Za-z]?[0-9])[0-9A-Za-z ().\-]{7,}[0-9A-Za-z])\s*")
_LOOKS: Final = str.maketrans("OoQDIlSsBZОоЗзІіΟο", "000011558200331100")
_SEEMING: Final = re.compile(rf"\s*(\+?[0-9{''.join(map(chr, _LOOKS))} ().\-/]{{9,}})\s*")
"""Digits and the letters that look like some, of three alphabets."""

_LEAST_SEEMING: Final = 6
_PARTED: Final = re.compile(r"[^\w+]*(\+?[0-9](?:[^\w+]{0,3}[0-9]){6,16})[^\w]*")
_VANITY: Final = re.compile(r"[0-9][0-9 ().\-]{1,12}[A-Za-z]{3,12}[A-Za-z0-9]*$")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_UNIT: Final = re.compile(
    r"\s?(?:[€$£%‰²³]|(?:eur|euros?|usd|chf|dollars?|k€|m€|md€|km|kg|ha|hectares?|tonnes?|habitants?|inhabitants|people|"
    r"personnes|personas|habitantes|visitantes|abitanti|visitatori|besucher|einwohner|"
    r"millions?|milliards?|billions?|ans|years?|jours|visiteurs|visitors|exemplaires)\b)",
    re.IGNORECASE,
)
_MONEY: Final = re.compile(r"[€$£%]")
_ADDED: Final = re.compile(r"\+ 0[1-9]")
_BEHIND: Final = re.compile(r"[0-9)\]]\s*$")
_SHORT_FORM: Final = re.compile(r"[0-9]{2}(?: ?[0-9]{2})?")
_JOINS: Final = re.compile(r"\s{0,2}(?:ou|or|et|and|und|oder|o|y|e|à|bis)\s{1,2}", re.IGNORECASE)
_CLOSES: Final = re.compile(r"\s{0,3}(?:$|[\n,;.)\]/|(]|(?:ou|or|et|and|und|oder|à)\b)")
"""What follows the end of a number, and does not follow a quantity: *01 99 00 12 34 à 17 heures*."""

_ROUNDED: Final = re.compile(r"[1-9][.,][0-9]{4,15}\D{1,3}(?:10\^)?(?:0?[89]|1[0-4])")
_OPENS: Final = re.compile(r"\s*(?:[(/;,\-]|(?:ou|or|et|und|o)\b)")
"""What follows a short number at the beginning of a text, and does not follow a quantity."""

_TELLING: Final = ("phone.letters", "phone.short_number")
_NOT_PHONES: Final = frozenset(
    """
    siret siren rcs tva vat ust iban bic isbn issn ean ref reference references dossier facture invoice commande order
    doi orcid id naf ape compte account konto cuenta conto numero_de_serie article page version lot cs bp cp adeli rpps
    """.split()
)
"""What a number that follows is, when it is not a telephone's."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A piece with the words around it."""

    piece: Piece
    end: int
    extension: str | None
    label: PhoneLabel | None
    is_called_phone: bool


def read_phones(source: str, region: str | None) -> list[ParsedPhone]:
    """Return every number of `source` in order, and what looked like one; see `crm.values.parse_phones`."""
    whole = clean(source)
    runs = list(clusters(whole.text))
    is_alone = len(source) <= _LONGEST_CELL and _is_alone(whole.text, runs)
    found: list[ParsedPhone] = []
    number: PhoneNumber | None = None
    floor = 0
    for run in runs:
        # An extension may have taken the first digits of what follows it.
        cluster = run if run.start >= floor else piece_of(run, floor - run.start, len(run.text))
        for read in () if cluster is None else _read(whole.text, cluster, region, floor, is_alone=is_alone):
            one = _short_form(whole.text, read, number, floor)
            # What follows an extension may be another extension.
            number = None if one.extension is not None else one.piece.verdict.value or number
            floor = max(floor, one.end)
            if _is_worth_saying(whole.text, one, is_alone=is_alone):
                found.append(_parsed(whole, one))
            floor = max(floor, label_after(whole.text, one.end)[1])
    if any(one.value is not None for one in found):
        found = [one for one in found if one.value is not None or len(one.text) >= _LEAST_SAID or one.alternatives]
    return found or _spelled(whole, region)


def _short_form(text: str, one: _Found, number: PhoneNumber | None, floor: int) -> _Found:
    """Return *35* in *01 99 00 12 34 ou 35* as the end of another number, which is what it may stand for."""
    cluster, verdict = one.piece.cluster, one.piece.verdict
    is_joined = number is not None and floor > 0 and _JOINS.fullmatch(text, floor, cluster.start) is not None
    if number is None or not is_joined or not _SHORT_FORM.fullmatch(cluster.text) or not _CLOSES.match(text, one.end):
        return one
    meant = PhoneNumber(number.e164[: -len(cluster.digits)] + cluster.digits)
    code = verdict.code if verdict.code == "phone.short_number" else "phone.suffix"
    return replace(one, piece=Piece(cluster, refused(code, [meant])))


def _spelled(whole: CleanText, region: str | None) -> list[ParsedPhone]:
    """Refuse what is a number but for its letters: a word to dial on the keys, of which the digits are suggested."""
    match = _SPELLED.fullmatch(whole.text) if len(whole.source) <= _LONGEST_SPELLED else None
    count = sum(c.isdigit() for c in whole.text) if match else 0
    seeming = _seeming(whole, region) if len(whole.source) <= _LONGEST_SPELLED else None
    if seeming is not None:
        return [seeming]
    if match is None:
        return _parted(whole, region)
    if not any(c.isalpha() for c in match[1]):
        return []
    digits = phonenumbers.convert_alpha_characters_in_number(match[1])
    value = judge(Cluster(digits, 0, 0).digits, region).value if _VANITY.search(match[1]) else None
    if value is None and count < _LEAST_TRUNK - 1:
        return []
    found = Cluster(match[1], match.start(1), match.end(1))
    piece = Piece(found, refused("phone.letters", [] if value is None else [value]))
    return [_parsed(whole, _Found(piece, found.end, None, None, is_called_phone=False))]


def _seeming(whole: CleanText, region: str | None) -> ParsedPhone | None:
    """Refuse a number with letters, Cyrillic ones too, that look like digits; the digits are the suggestion."""
    match = _SEEMING.fullmatch(whole.text)
    found = Cluster(match[1].translate(_LOOKS), match.start(1), match.end(1)) if match else None
    verdict = judge(found.digits, region) if found is not None else None
    if found is None or match is None or verdict is None or verdict.value is None or not verdict.is_written_out:
        return None
    if found.text == match[1] or sum(c.isdigit() for c in match[1]) < _LEAST_SEEMING:
        return None
    piece = Piece(found, refused("phone.letters", [verdict.value, *verdict.alternatives]))
    return _parsed(whole, _Found(piece, found.end, None, None, is_called_phone=False))


def _parted(whole: CleanText, region: str | None) -> list[ParsedPhone]:
    """Refuse digits with signs between them that no number has; the digits alone are the suggestion."""
    match = _PARTED.fullmatch(whole.text) if len(whole.source) <= _LONGEST_SPELLED else None
    cluster = Cluster(match[1], match.start(1), match.end(1)) if match else None
    verdict = judge(cluster.digits, region) if cluster is not None else None
    if cluster is None or verdict is None or verdict.value is None or not verdict.is_written_out:
        return []
    piece = Piece(cluster, refused("phone.separators", [verdict.value]))
    return [_parsed(whole, _Found(piece, cluster.end, None, None, is_called_phone=False))]


def _is_alone(text: str, runs: list[Cluster]) -> bool:
    """Whether `text` is one value: a number with at most its extension and words that call it a number."""
    if not runs:
        return False
    first = runs[0]
    outside = f"{text[: first.start]} {text[_extension(text, first)[0] :]}"
    if _MONEY.search(outside):
        return False
    return not any(c.isdigit() for c in outside) and is_only_labels(fold(outside).split())


def _read(text: str, cluster: Cluster, region: str | None, floor: int, *, is_alone: bool) -> Iterator[_Found]:
    if _ADDED.match(cluster.text) and _BEHIND.search(text[: cluster.start][-3:]):
        cluster = piece_of(cluster, 1, len(cluster.text)) or cluster  # « 01… + 06… »
    pieces = list(_pieces(cluster, region, is_alone=is_alone))
    for piece in pieces:
        label, is_called = label_before(text, piece.cluster.start, floor)
        end, extension, between = piece.cluster.end, None, None
        if piece is pieces[-1]:
            end, extension, between = _extension(text, piece.cluster)
        after, floor = label_after(text, end)
        after = after or between
        yield _Found(piece, end, extension, after or label, is_called or _is_telling(after, piece))


def _is_telling(label: PhoneLabel | None, piece: Piece) -> bool:
    """Whether a label behind a number says that it is one: *1500 portables* are no telephone number."""
    return label is not None and len(piece.cluster.digits) > _LEAST_LABELLED


def _pieces(cluster: Cluster, region: str | None, *, is_alone: bool) -> Iterator[Piece]:
    if cluster.kind == "uri":
        yield Piece(cluster, _uri(cluster.text, region))
    elif cluster.kind == "exponent":
        yield Piece(cluster, _exponent(cluster.text, region))
    elif ADDRESS.fullmatch(cluster.text):
        verdict = judge(cluster.digits, region)
        if is_alone and verdict.is_valid and verdict.is_written_out:
            yield Piece(cluster, verdict)
    else:
        undated = without_dates(cluster)
        if is_alone and not undated:
            # « 20.12.34 » is how New Caledonia prints its numbers.
            yield Piece(cluster, _dated(cluster, region))
        for part in undated:
            yield from pieces_of(part, region, is_alone=is_alone and part is cluster)


def _dated(cluster: Cluster, region: str | None) -> Verdict:
    """Return the verdict on a cell that reads as a date; where numbers have eight digits, it may be one of those."""
    verdict = judge(cluster.digits, region)
    if not verdict.is_valid:
        return refused("phone.date")
    is_long = len(cluster.digits) >= _LEAST_TRUNK
    return replace(verdict, warnings=(*verdict.warnings, "phone.ambiguous")) if is_long else verdict


def _uri(text: str, region: str | None) -> Verdict:
    """Return what a ``tel:`` URI is. Source: RFC 3966 section 3."""
    number, *parameters = unquote(text[len("tel:") :]).split(";")
    named = dict(one.partition("=")[::2] for one in parameters)
    context = named.get("phone-context", "")
    digits = Cluster(number, 0, 0).digits
    if context.startswith("+") and not digits.startswith("+"):
        digits = Cluster(context, 0, 0).digits + digits
    verdict = judge(digits, region)
    extension = re.sub(r"\D", "", named.get("ext", ""))[:11]
    if verdict.value is None or not extension:
        return verdict
    return replace(verdict, value=PhoneNumber(verdict.value.e164, extension))


def _exponent(text: str, region: str | None) -> Verdict:
    """Refuse a number in a spreadsheet's notation; where it shows every digit, they are the suggestion."""
    mantissa, exponent = re.split(r"\s?(?:[Ee]|[*x]\s?10\^)\s?", text, maxsplit=1)
    shown = re.sub(r"\D", "", mantissa)
    is_whole = len(shown) == int(exponent) + 1
    value = judge(shown, region).value if is_whole else None
    return refused("phone.spreadsheet", [] if value is None else [value])


def _extension(text: str, cluster: Cluster) -> tuple[int, str | None, PhoneLabel | None]:
    """Return where the number with its extension ends, the extension, and a label that stands between the two."""
    found = EXTENSION.match(text, cluster.end)
    if found is None or cluster.kind != "number" or len(cluster.digits) < _LEAST_EXTENDED:
        return cluster.end, None, None
    digits = str(found["digits"] or found["more"]).replace(" ", "")
    return found.end(), digits, label_of(found["label"])


def _is_unread(text: str, one: _Found) -> bool:
    """Whether an extension, or one more, stands behind the number and was not read."""
    is_more = one.extension is not None and MORE_EXTENSIONS.match(text, one.end) is not None
    return is_more or UNREAD_EXTENSION.match(text, one.end) is not None


def _is_worth_saying(text: str, one: _Found, *, is_alone: bool) -> bool:
    """Tell what stands in a text as a telephone number from the other digits that stand there."""
    cluster, verdict = one.piece.cluster, one.piece.verdict
    if is_alone or cluster.kind == "uri":
        return True
    if cluster.kind == "exponent":
        return _ROUNDED.fullmatch(cluster.text) is not None and _CLOSES.match(text, one.end) is not None
    is_house = verdict.code == "phone.suffix" and text[max(0, cluster.start - 3) : cluster.start].rstrip()[-1:] == "-"
    if _is_something_else(text, one) or (is_house and not _CLOSES.match(text, one.end)):
        return False
    count = len(cluster.digits)
    is_called = (one.is_called_phone or one.extension is not None) and count >= _LEAST_LABELLED
    if (is_called and not _YEAR.fullmatch(cluster.text)) or ("+" in cluster.text and count > _LEAST_PLUS):
        return True
    is_short = verdict.code == "phone.short_number" and cluster.start == 0 and count >= _LEAST_LABELLED
    return _speaks_for_itself(cluster, verdict) or (is_short and _OPENS.match(text, one.end) is not None)


def _speaks_for_itself(cluster: Cluster, verdict: Verdict) -> bool:
    is_grouped = not cluster.text.isalnum()
    if verdict.value is not None:
        has_trunk = cluster.digits.startswith("0") and verdict.is_written_out
        is_grouped_abroad = "phone.missing_plus" in verdict.repairs and is_grouped
        return (verdict.is_valid and (verdict.is_written_out or is_grouped_abroad)) or has_trunk
    is_numberlike = cluster.text.lstrip("(")[:1] in ("0", "O", "o") and is_grouped
    if verdict.code == "phone.suffix" or (verdict.code in _TELLING and verdict.alternatives):
        return True
    return is_numberlike and _LEAST_TRUNK <= len(cluster.digits) <= _MOST_TRUNK


def _is_something_else(text: str, one: _Found) -> bool:
    """Whether the words around the digits say what else they are: a price, a company number, a reference."""
    cluster = one.piece.cluster
    before = text[max(0, cluster.start - 24) : cluster.start]
    last = fold(before.rpartition("\n")[2]).split()[-2:]
    if not one.is_called_phone and any(word in _NOT_PHONES for word in last):
        return True
    has_prefix = cluster.text.lstrip("(")[:1] in "+0"
    return not has_prefix and (_UNIT.match(text, one.end) is not None or before.rstrip()[-1:] in tuple("€$£"))


def _parsed(whole: CleanText, one: _Found) -> ParsedPhone:
    cluster, verdict = one.piece.cluster, one.piece.verdict
    start, end = whole.place(cluster.start, one.end)
    text = whole.source[start:end]
    if verdict.value is None:
        return ParsedPhone(
            None, _error(text, verdict, start, end), text, start, end, one.label, (), (), verdict.alternatives
        )
    value, others = verdict.value, verdict.alternatives
    if one.extension is not None:
        value = PhoneNumber(value.e164, one.extension)
        others = tuple(PhoneNumber(other.e164, one.extension) for other in others)
    warnings = (*verdict.warnings, "phone.fax") if one.label is PhoneLabel.FAX else verdict.warnings
    if cluster.kind == "number" and _is_unread(whole.text, one):
        warnings = (*warnings, "phone.extension_unsure")
    repairs = (*repairs_of(text), *verdict.repairs)
    return ParsedPhone(value, None, text, start, end, one.label, repairs, warnings, others)


def _error(text: str, verdict: Verdict, start: int, end: int) -> InvalidPhone:
    code = verdict.code or "phone.invalid"
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:40]}…"
    error = InvalidPhone(shown, REASONS[code], code=code, hint=HINTS[code])
    error.position = (start, end)
    return error
