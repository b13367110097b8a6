"""A messy list in, a clean one and a list of questions out; no database is needed.

python examples/05_clean_a_list.py [FILE]      (the list below, unless a file is named: name ; e-mail ; phone)
"""

import sys
from pathlib import Path

import crm

LIST = """\
Mme Anne LE GOFF ; mailto:Anne.Le-Goff@univ-valmont.example.org ; 01.99.00.12.34 (standard) / +33 (0)6 39 98 12 34
d'Almeida, Inès ; ines.dalmeida (at) orvane.example.net ; 01 99 00 3O OO
A. Martin et B. Petit ; presse@example.org ; 3.83593E+10
Zoé Quint ; zoe.quint@exemple ; 0262 93 80 80
Karim Benali ; k.benali@orvane.example.net, presse@orvane.example.net ; 01 99 00 56 78 poste 12
"""


def shown(value: object) -> str:
    return value.national if isinstance(value, crm.PhoneNumber) else str(value)


def question(one: crm.ParsedName | crm.ParsedEmail | crm.ParsedPhone) -> str | None:
    """What to ask about one value; None when there is nothing to ask."""
    if one.error is not None:
        meant = " or ".join(shown(value) for value in getattr(one, "alternatives", ()))
        return f"{one.error.reason.rstrip('.')}: {f'is it {meant}?' if meant else one.error.hint}"
    doubts = {"phone.ambiguous", "email.lookalike_domain", "name.order_unsure"} & set(one.warnings)
    return f"read as {shown(one.value)}, {', '.join(doubts)}" if doubts else None


def main(file: str | None = None) -> None:
    text = LIST if file is None else Path(file).read_text(encoding="utf-8")
    questions = []
    print("The clean list")
    for number, line in enumerate(text.splitlines(), start=1):
        name, emails, phones = (cell.strip() for cell in line.split(" ; "))
        found = [*crm.parse_names(name), *crm.parse_emails(emails), *crm.parse_phones(phones, region="FR")]
        print(f"  {number} ", " · ".join(shown(one.value) for one in found if one.value is not None))
        asked = [(one.text, question(one)) for one in found]
        questions += [f"  line {number}, {text!r}: {asking}" for text, asking in asked if asking]
    print("The questions", *questions, sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
