"""The words around a telephone number, in five languages: what kind of line it is, and where its extension begins."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from crm.values.folding import fold

__all__ = [
    "EXTENSION",
    "MORE_EXTENSIONS",
    "UNREAD_EXTENSION",
    "PhoneLabel",
    "is_only_labels",
    "label_after",
    "label_before",
    "label_of",
]


class PhoneLabel(StrEnum):
    """What a number is said to be; the list is closed. *Tél.* alone says nothing and gives no label."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    STANDARD = "standard"
    """The switchboard of a house."""
    DIRECT = "direct"
    FAX = "fax"
    OFFICE = "office"
    HOME = "home"
    SECRETARIAT = "secretariat"
    TOLL_FREE = "toll_free"
    PAGER = "pager"


_WORDS: Final = {
    PhoneLabel.MOBILE: """
        mobile mobiles mob portable portables port gsm cell cellphone cellular handy mobil mobiltelefon movil cellulare
        cel cell telefonino natel whatsapp signal sms smartphone m p c""",
    PhoneLabel.LANDLINE: "fixe fixes landline fixed festnetz fijo fisso filaire",
    PhoneLabel.STANDARD: """
        standard switchboard centralita centralino zentrale accueil reception empfang telefonzentrale hauptnummer
        main""",
    PhoneLabel.DIRECT: "direct directe directa direkt diretto diretta directo dir lc d durchwahl",
    PhoneLabel.FAX: "fax telecopie telecopieur telefax facsimile f",
    PhoneLabel.OFFICE: """
        bureau office work buro buero geschaftlich dienstlich oficina trabajo ufficio lavoro pro professionnel""",
    PhoneLabel.HOME: "domicile home privat prive private casa personnel perso personal",
    PhoneLabel.SECRETARIAT: """
        secretariat secretaire secretary sekretariat secretaria segreteria assistant assistante secr pa""",
    PhoneLabel.TOLL_FREE: "vert freephone tollfree gratuit kostenlos gratuito verde",
    PhoneLabel.PAGER: "pager bip beeper",
}
_PHONE: Final = frozenset(
    """
    tel tels telephone telephones telefon telefono telefoon phone phones ph fon t call contact appel appelez appeler
    telephonique est is joignable contacter court courte abrege short vert azur
    composez composer faites samu pompiers police gendarmerie secours urgence urgences
    numero numeros num number numbers nummer rufnummer no n ligne line linea linie leitung de du la
    le au a l the by via or ou et and et und y e o oder press presse prensa stampa
    """.split()
)
"""Words that say *telephone*, or that only join one of those to the number."""

_TELEPHONE: Final = frozenset(
    """
    tel tels telephone telephones telefon telefono telefoon phone phones ph fon t call appel appelez appeler
    court abrege short vert azur composez composer faites samu pompiers police gendarmerie secours urgence urgences
    """.split()
)
_LABEL_OF: Final = {word: label for label, words in _WORDS.items() for word in words.split()}
_LETTERS: Final = frozenset(word for word in _LABEL_OF if len(word) == 1)
_PICTURES: Final = str.maketrans(
    {"☎": " tel ", "☏": " tel ", "📞": " tel ", "✆": " tel ", "℡": " tel ", "📱": " mobile ", "📠": " fax "}
)
_MAX_WORDS: Final = 5
_WINDOW: Final = 48

_LEADING: Final = "et|puis|and|und|y|demander|demandez|composer|composez|taper|tapez|le|au|the|n|no|n°|numéro"
_NUMBERED: Final = "numéro|numero|number|nummer|num|nr|no|n"
_NAMED: Final = (
    "postes|poste|pste|interne|ext|extn|extension|extensi[oó]n|xtn|anexo|interno|durchwahl|nebenstelle|klappe|toestel"
    "|binnen|wewn|wew|доб"
)
_LEAD: Final = rf"[\s,;.(\[\-/]{{0,4}}(?:(?:{_LEADING})\.?\s{{1,2}}){{0,3}}"
_WHOLE: Final = r"[\s.\-]{1,3}(?:\+[0-9]|0[1-9](?:[\s.\-]?[0-9]{2}){4}(?![\s.\-]?[0-9]))"
"""A number that follows an extension without a sign between them: *poste 12 06 39 98 12 34*."""

EXTENSION: Final = re.compile(
    rf"""{_LEAD}(?:(?P<label>{"|".join(word for word in _LABEL_OF if len(word) > 3)})
        [)\]]?[\s,:\-(]{{1,3}})?
    (?:(?:{_NAMED}|post|pst|p|int|x|dw|app|apparat|kl)(?![^\W\d_])[\s.:=/\-]{{0,3}}
       (?:(?:{_NUMBERED})(?![^\W\d_]))?[\s.:=°№\#\-]{{0,3}}
      |x|\#|,,)
    \s{{0,2}}(?P<digits>[0-9]{{2}}[ ][0-9]{{2}}|[0-9]{{1,7}})
    (?![0-9A-Za-z]|(?!{_WHOLE})[\s.\-]{{1,2}}[0-9]{{2}})\#?(?:\s?[)\]])?
    |;\s?ext=(?P<more>[0-9]{{1,11}})(?![0-9])""",
    re.IGNORECASE | re.VERBOSE,
)
"""Begins right after the last digit of the number. The digits that follow are not those of another number."""

UNREAD_EXTENSION: Final = re.compile(rf"{_LEAD}(?:{_NAMED})(?![^\W\d_])[^\d\n]{{0,12}}[0-9]", re.IGNORECASE)
"""An extension that could not be read: *poste 12a*."""

MORE_EXTENSIONS: Final = re.compile(
    r"\s?(?:[/,;&+\-]|(?:ou|et|or|and|und|oder|o|y|e|à)\b)\s?[0-9]{1,5}\s?(?=$|[)\]\n;,/|])",
    re.IGNORECASE,
)
"""A second extension behind the first: *poste 12/13*."""

_BRACKETED: Final = re.compile(r"[\s,;:\-–]{0,3}[(\[]([^()\[\]\n]{1,40})[)\]]")
_TRAILING: Final = re.compile(r"[ \t]{0,3}[,:=\-–—]?[ \t]{0,3}([^\W\d_][^\d\n,;/|()\[\]:]{0,30})(?=$|[\n,;/|()\[\]])")
_LEADS_ON: Final = re.compile(r"[ \t]{0,3}[(\[]?[ \t]?\+?\d")
"""A number that follows at once on the same line: the word belongs to it."""

_BOUNDARY: Final = re.compile(r"[\n;|@]|\d")


def label_before(text: str, start: int, floor: int) -> tuple[PhoneLabel | None, bool]:
    """Return what the words of `text` between `floor` and `start` call the number, and whether they call it one.

    >>> label_before("Tél. portable : ", 16, 0)
    (<PhoneLabel.MOBILE: 'mobile'>, True)
    >>> label_before("en 2024 : ", 10, 0)
    (None, False)
    """
    window = text[max(floor, start - _WINDOW) : start]
    cut = [found.end() for found in _BOUNDARY.finditer(window)]
    words = fold(window[cut[-1] if cut else 0 :].translate(_PICTURES)).split()
    return _read_backwards(words, is_mark=window.rstrip().endswith((":", ".", "=")) or "+" in text[start : start + 2])


def _read_backwards(words: list[str], *, is_mark: bool) -> tuple[PhoneLabel | None, bool]:
    labels, is_phone = [], False
    for position, word in enumerate(reversed(words[-_MAX_WORDS:])):
        if word in _LETTERS and not (position == 0 and (is_mark or len(words) == 1)):
            break
        if word in _LABEL_OF:
            labels.append(_LABEL_OF[word])
        elif word not in _PHONE:
            break
        is_phone = is_phone or word in _TELEPHONE
    if PhoneLabel.FAX in labels and is_phone:
        return None, True  # « Tél./Fax » : somebody answers there
    return _most_telling(labels), is_phone or bool(labels)


def _most_telling(labels: list[PhoneLabel]) -> PhoneLabel | None:
    """Return the label nearest to the number, *mobile* and *fax* before the place where it rings."""
    for label in labels:
        if label in (PhoneLabel.MOBILE, PhoneLabel.FAX, PhoneLabel.DIRECT):
            return label
    return labels[0] if labels else None


def label_after(text: str, end: int) -> tuple[PhoneLabel | None, int]:
    """Return what stands behind a number, ``(mobile)`` or ``- standard``, and where it ends.

    A word that another number follows belongs to that one: ``01 99 00 12 34 Fax 01 99 00 12 35``.

    >>> label_after("01 99 00 12 34 (mobile)", 14)
    (<PhoneLabel.MOBILE: 'mobile'>, 23)
    >>> label_after("01 99 00 12 34 Fax 01 99 00 12 35", 14)
    (None, 14)
    """
    window = text[end : end + _WINDOW]
    found = _BRACKETED.match(window)
    if found:
        labels = [_LABEL_OF[word] for word in fold(found[1]).split() if word in _LABEL_OF and word not in _LETTERS]
        return (labels[0], end + found.end()) if labels else (None, end)
    found = _TRAILING.match(window)
    words = fold(found[1]).split() if found else []
    if found is None or not is_only_labels(words) or _LEADS_ON.match(text, end + found.end()):
        return None, end
    labels = [_LABEL_OF[word] for word in words if word in _LABEL_OF and (len(word) > 1 or len(words) == 1)]
    return (labels[0], end + found.end()) if labels else (None, end)


def is_only_labels(words: list[str]) -> bool:
    """Whether folded `words` say nothing but what a number is called."""
    return all(word in _LABEL_OF or word in _PHONE for word in words)


def label_of(word: str | None) -> PhoneLabel | None:
    """Return the label that one word gives."""
    return _LABEL_OF.get(fold(word)) if word else None
