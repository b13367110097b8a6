"""Dates in nine languages: long forms read back, figures, ranges, labels, datelines, and what is doubtful."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.reading import read
from crm.reading.datelines import dateline_end
from crm.reading.printed_dates import printed_dates

MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
}
WEEKDAYS = {
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
    "no": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
    "da": "mandag tirsdag onsdag torsdag fredag lørdag søndag",
}
FORMS = {
    "fr": ("{weekday} {first} {month} {year}", "{first} {month} {year}"),
    "en": ("{weekday}, {month} {day}, {year}", "{day} {month} {year}", "{month} {day}, {year}"),
    "de": ("{weekday}, {day}. {month} {year}", "{weekday}, den {day}. {month} {year}", "{day}. {month} {year}"),
    "es": ("{weekday}, {day} de {month} de {year}", "{day} de {month} de {year}", "{day} de {month} del {year}"),
    "it": ("{weekday} {day} {month} {year}", "{day} {month} {year}"),
    "nl": ("{weekday} {day} {month} {year}", "{day} {month} {year}"),
    "pt": ("{weekday}, {day} de {month} de {year}", "{day} de {month} de {year}", "{day} de {month}, {year}"),
    "no": ("{weekday} {day}. {month} {year}", "{day}. {month} {year}"),
    "sv": ("{weekday} {day} {month} {year}", "{weekday}en den {day} {month} {year}", "{day} {month} {year}"),
    "da": ("{weekday} den {day}. {month} {year}", "{day}. {month} {year}"),
}
LEAD = (
    "La Ville de Brisecourt rouvre la bibliothèque des Tanneurs, agrandie d'un tiers et accessible à tous, après deux "
    "ans de travaux menés dans la vallée avec les habitants."
)
ENGLISH = (
    "The town of Brisecourt has opened the library that was closed for two years, and it is free for all who live in "
    "the valley and for those who visit it."
)


def printed(form, date, language):
    return form.format(
        weekday=WEEKDAYS[language].split()[date.weekday()],
        month=MONTHS[language].split()[date.month - 1],
        first="1er" if date.day == 1 else date.day,
        day=date.day,
        year=date.year,
    )


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)),
    st.sampled_from([(language, form) for language, forms in FORMS.items() for form in forms]),
    st.sampled_from([str, str.upper, str.lower]),
)
def test_a_long_date_of_any_language_is_read_back(date, language_and_form, case):
    language, form = language_and_form
    text = printed(form, date, language)
    found = list(printed_dates(f"x {case(text)} – x"))
    assert [one.on(one.year) for one in found] == [date]
    assert found[0].weekday == (date.weekday() if "{weekday}" in form else None)
    assert found[0].text.casefold() == case(text).casefold()


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)), st.sampled_from("/.-"))
def test_figures_are_read_back(date, sign):
    day_first = date.strftime(f"%d{sign}%m{sign}") + f"{date.year:04}"
    month_first = date.strftime(f"%m{sign}%d{sign}") + f"{date.year:04}"
    assert [one.on(one.year) for one in printed_dates(day_first)] == [date]
    assert [one.on(one.year) for one in printed_dates(date.isoformat())] == [date]
    if sign != ".":
        assert [one.on(one.year) for one in printed_dates(month_first, month_first=True)] == [date]


@given(st.text(max_size=200))
def test_no_text_breaks_the_search_for_dates(text):
    for one in printed_dates(text):
        assert text[one.start : one.end].strip() == one.text
        assert one.on(one.year or 2024) is not None


@pytest.mark.parametrize(
    "text",
    [
        "01 99 00 12 34",
        "06.39.98.12.34",
        "10 out of 12 places",
        "the 12 may be",
        "version 3.4.1",
        "in 2025, 30 people",
        "192.168.10.2024",
        "5 setters",
    ],
)
def test_what_is_no_date(text):
    assert list(printed_dates(text)) == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("du 3 au 5 mars 2025", 3, 5),
        ("les 3 et 4 mars 2025", 3, 4),
        ("vom 3. bis 5. März 2025", 3, 5),
        ("3–5 March 2025", 3, 5),
        ("March 3-5, 2025", 3, 5),
        ("del 3 al 5 de marzo de 2025", 3, 5),
        ("dal 3 al 5 marzo 2025", 3, 5),
        ("van 3 tot 5 maart 2025", None, None),
        ("de 3 a 5 de março de 2025", 3, 5),
        ("fra 3. til 5. mars 2025", 3, 5),
        ("från 3 till 5 mars 2025", 3, 5),
    ],
)
def test_a_range_is_one_date(text, first, last):
    found = list(printed_dates(text))
    assert [one.month for one in found] == [3]
    assert first is None or [(one.day, one.last_day) for one in found] == [(first, last)]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("BRISECOURT, March 3, 2025 /NEWSWIRE/ -- " + ENGLISH, "2025-03-03"),
        ("BRISECOURT, le 3 mars 2025 – " + LEAD, "2025-03-03"),
        ("VALMONT SUR ORME, Halden, and BRISECOURT – March 3, 2025 – " + ENGLISH, "2025-03-03"),
        ("March 3, 2025 - Brisecourt - " + ENGLISH, "2025-03-03"),
        ("(Brisewire) – 3 March 2025 – " + ENGLISH, "2025-03-03"),
        ("Brisecourt, den 3. März 2025", "2025-03-03"),
        ("Posted on March 3, 2025June 20, 2026 by editor", "2025-03-03"),
        ("Datum 03.03.2025", "2025-03-03"),
        ("par la rédaction, le lundi 3 mars 2025", "2025-03-03"),
        ("[3 mars 2025] - Ville de Brisecourt", "2025-03-03"),
        ("Brisecourt, 03.03.2025, 058/25", "2025-03-03"),
        ("Valdemoria, 3 de marzo de 2025.- " + LEAD, "2025-03-03"),
        ("Brisecourt, 3 March 2025. The town opens.", "2025-03-03"),
        ("Brisecourt, le 4 mars 2025 – La Ville et Orvane ont signé une convention de cinq ans.", "2025-03-04"),
        ("Publicado el 3 de marzo de 2025", "2025-03-03"),
        ("Publicado em 3 de março de 2025", "2025-03-03"),
        ("Gepubliceerd op 3 maart 2025", "2025-03-03"),
        ("Publisert 3. mars 2025", "2025-03-03"),
        ("Offentliggjort den 3. marts 2025", "2025-03-03"),
        ("Pubblicato il 3 marzo 2025", "2025-03-03"),
    ],
)
def test_publication(line, value):
    date = read(f"# La bibliothèque rouvre ses portes\n\n{line}\n\n{LEAD}").date
    assert (date.value.isoformat(), date.kind, date.precision) == (value, "published", "day")


@pytest.mark.parametrize(
    ("head", "title", "value"),
    [
        ("---\ntitle: 'L''école ouvre'\ndate: 2025-03-03 10:00:56\n---\n", "L'école ouvre", "2025-03-03"),
        ('---\ntitle: "The school\n  opens"\ndate: 2025-03-03\n---\n', "The school opens", "2025-03-03"),
        (
            """<define-tag pagetitle>The school <q>Orme</q> opens</define-tag>
<define-tag release_date>2025-03-03</define-tag>
""",
            "The school Orme opens",
            "2025-03-03",
        ),
        (
            "<?php\n    $page_title = 'The school opens';\n?>\nMarch 3, 2025\n",
            "The school opens",
            "2025-03-03",
        ),
        (
            """<?xml version='1.0'?>
<release>
<publicationDate>03.03.2025 11:15</publicationDate>
<title>Skolen åpner igjen</title>
""",
            "Skolen åpner igjen",
            "2025-03-03",
        ),
    ],
)
def test_what_the_file_declares(head, title, value):
    reading = read(f"{head}\n{ENGLISH}")
    assert (reading.title, reading.date.value.isoformat()) == (title, value)


def test_a_printed_dateline_beats_what_the_file_declares():
    text = f"---\ntitle: The library opens\ndate: 2025-03-09\n---\n\nBRISECOURT, March 3, 2025 – {ENGLISH}"
    assert read(text).date.value == datetime.date(2025, 3, 3)


def test_the_foot_of_the_page_may_hold_the_dateline():
    text = f"# La bibliothèque rouvre\n\n{LEAD}\n\n" + f"{LEAD}\n\n" * 15 + "Brisecourt, le 3 mars 2025\n"
    assert read(text).date.value == datetime.date(2025, 3, 3)


def test_the_dates_of_cuttings_and_of_an_archive_are_not_the_release_s():
    text = (
        f"# La bibliothèque rouvre\n\npar la rédaction, le 3 mars 2025\n\n{LEAD}\n\n"
        "13/03/2025 | Le Courrier | La bibliothèque des Tanneurs\n12/03/2025 | La Gazette | Les livres de Brisecourt\n"
    )
    assert read(text).date.value == datetime.date(2025, 3, 3)


def test_the_change_behind_the_publication():
    reading = read(f"# The library opens\n\nPosted on March 3, 2025June 20, 2026 by editor\n\n{ENGLISH}")
    assert reading.updated.value == datetime.date(2026, 6, 20)


def test_a_season_is_no_event():
    text = (
        "# La biblioteca abre diez salas\n\nLa biblioteca abre diez salas para los habitantes del valle durante la "
        "temporada, del 1 de junio al 15 de octubre de 2024, con entrada libre para todos y para las escuelas."
    )
    assert read(text).date is None


def test_a_day_since_which_something_is_so_is_no_event():
    text = f"# Le bibliobus roule\n\nDepuis le 3 mars 2020, {LEAD}"
    assert read(text).date is None


def test_north_american_figures():
    contact = "Media contact: Anne Le Goff, (202) 555-0143, +1 202 555 0143"
    reading = read(f"# The library opens\n\n03/04/2025\n\n{ENGLISH}\n\n{contact}")
    assert reading.date.value == datetime.date(2025, 3, 4)
    assert reading.warnings == ()


def test_figures_that_english_may_mean_either_way_are_reported():
    reading = read(f"# The library opens\n\n03/04/2025\n\n{ENGLISH}")
    assert reading.date.value == datetime.date(2025, 4, 3)
    assert [one.code for one in reading.warnings] == ["date.ambiguous"]
    assert read(f"# La bibliothèque rouvre\n\n03/04/2025\n\n{LEAD}").warnings == ()


def test_a_month_alone_is_a_date_to_the_month():
    date = read(f"# La bibliothèque rouvre ses portes\n\nMars 2025\n\n{LEAD}").date
    assert (date.value, date.precision) == (datetime.date(2025, 3, 1), "month")


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("BRISECOURT, March 3, 2025 /NEWSWIRE/ -- " + ENGLISH, "BRISECOURT"),
        ("Valmont-sur-Orme, le 3 mars 2025", "Valmont-sur-Orme"),
        ("Brisecourt (Halden) – le 3 mars 2025 – " + LEAD, "Brisecourt"),
        ("3 mars 2025", None),
    ],
)
def test_the_place_of_the_dateline(line, place):
    assert read(f"# La bibliothèque rouvre ses portes\n\n{line}\n\n{LEAD}").place == place


def test_where_a_dateline_ends():
    assert dateline_end("Brisecourt, le 3 mars 2025 – La Ville") == 29
    assert dateline_end("La Ville ouvre le 3 mars 2025 une école") == 0


def test_a_dateline_may_go_without_its_year():
    text = f"# Une école de plus\n\nBrisecourt, vendredi 1er mars\n\n{LEAD}\n\nL'école ouvrira en septembre 2024."
    date = read(text, today=datetime.date(2026, 1, 1)).date
    assert (date.value, date.assumed) == (datetime.date(2024, 3, 1), ("year",))


def test_a_sentence_that_begins_with_a_day_tells_an_event():
    reading = read(f"# Une école de plus\n\nLe 3 mars 2025, {LEAD}")
    assert (reading.date.kind, reading.place) == ("event", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Valmont, 08.09.25", (2025, 9, 8)),
        ("le 03/12/24", (2024, 12, 3)),
        ("tel. 01.99.00.12.34", None),
        ("tel. 20 08.09.25", None),
        ("08.13.25", None),
        ("08.09.99", None),
    ],
)
def test_a_year_in_two_figures_is_of_this_century_and_no_telephone_number(text, expected):
    found = next(iter(printed_dates(text)), None)
    assert (found and (found.year, found.month, found.day)) == expected


def test_a_range_on_a_line_of_its_own_is_no_day_of_publication():
    text = "L'encre et le sel\nExposition du 12 avril au 8 septembre 2024\n\nLe musée de Brisecourt ouvre la saison."
    assert read(text).date is None


def test_a_byline_with_bars_is_a_line_with_a_date():
    head = (
        "# La bibliothèque rouvre ses portes\n\nPar l'équipe | 31 mars 2025 | Actualités, Lettres | 0 commentaire\n\n"
    )
    found = read(f"{head}La Ville de Brisecourt rouvre la bibliothèque, et elle est accessible à tous.").date
    assert found is not None
    assert found.value == datetime.date(2025, 3, 31)


def test_a_title_that_tells_a_day_is_no_line_with_a_date():
    title = "Un guichet unique pour les bateliers dès le 1er janvier 2026"
    text = f"Communiqué de presse\n\n26 juin 2025\n\n{title}\n\nLa Ville de Brisecourt ouvre un guichet pour tous."
    found = read(text)
    assert found.title == title
    assert found.date is not None
    assert found.date.value == datetime.date(2025, 6, 26)


@pytest.mark.parametrize(
    ("line", "today", "value"),
    [
        ("Valmont, ce lundi 3 mars", datetime.date(2026, 11, 21), "2025-03-03"),
        ("Valmont, jeudi 29 février", datetime.date(2026, 11, 21), "2024-02-29"),
        ("Valmont, lundi 30 novembre", datetime.date(2026, 11, 21), "2026-11-30"),
    ],
)
def test_where_nothing_is_dated_the_weekday_chooses_the_last_year(line, today, value):
    text = (
        f"{line}\n\nLes glaciers de la vallée\n\nLe laboratoire ouvre ses portes au public dans la ville et la région."
    )
    date = read(text, today=today).date
    assert (date.value.isoformat(), date.assumed) == (value, ("year",))


def test_a_date_is_no_number_that_could_not_be_read():
    text = "PRESS RELEASE\n2021/11/30\n\nA library opens\n\nThe town has opened the library and it is free for all."
    reading = read(text)
    assert (reading.date.value.isoformat(), reading.warnings) == ("2021-11-30", ())


def test_the_first_of_a_month_in_spanish_and_portuguese():
    found = [(date.year, date.month, date.day) for date in printed_dates("1.º de abril de 2024, 1º de maio de 2024")]
    assert found == [(2024, 4, 1), (2024, 5, 1)]


TEXT = "La Ville de Valmont ouvre une forêt de mille arbres, plantée par les écoles du quartier pendant trois hivers."
MATTER = "---\ntitle: Une forêt de mille ans\ndate: 2025-03-05\n---\n"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (f"{MATTER}\n**Orme, le 3 mars 2025**\n\n{TEXT}\n", (2025, 3, 3)),
        (f"{MATTER}\n_3 mars, 2025, (en France)_ - {TEXT}\n", (2025, 3, 3)),
        (f"{MATTER}\n3 mars 2025, Saint-Orme-en-Valmont – {TEXT}\n", (2025, 3, 3)),
        (f"{MATTER}\nLe 3 mars 2025, la Ville ouvre sa forêt. {TEXT}\n", (2025, 3, 5)),
    ],
)
def test_a_dateline_in_any_dress_beats_what_the_file_declares(source, value):
    assert read(source.encode()).date.value == datetime.date(*value)


@pytest.mark.parametrize(
    "link",
    [
        "![Forêt](/images/presse/2025/03/14/foret.jpg)",
        ".. _affiche: https://orme.example.org/pub/2025-03-14-foret/affiche.pdf",
        "seoImage: /assets/img/2025/03/14/img.jpg",
        "www.orme.example.org/2025-03-14",
    ],
)
def test_the_day_on_which_a_file_was_stored_is_no_date(link):
    assert read(f"# Une forêt de mille ans\n\n{link}\n\n{TEXT}\n".encode()).date is None


def test_the_same_day_elsewhere_tells_the_year():
    told = (
        "The minister confirmed today, March 10, the grant of two millions to the harbour of Valmont, the first"
        " of its kind in the province and will be paid out in the course of three years to the town."
    )
    between = " ".join(
        f"The {word} part of the harbour is to be cleaned by the town, and the sea with it."
        for word in "abcdefghijklmnopqrstuvwxyz"
    )
    decree = "The decree of {} on harbours is in force, says the town of Valmont in its answer to the province."
    for days, expected in (
        (["March 10, 2003"], 2003),
        (["March 10, 2003", "March 10, 2002"], None),
        (["March 9, 2003"], None),
    ):
        text = "\n\n".join(["Harbour Grant", told, between, *map(decree.format, days)])
        date = read(text.encode()).date
        assert (date and (date.value.year, date.assumed)) == (expected and (expected, ("year",)))


LEAD = (
    "La commission des rives réunira la presse pour présenter le bilan des travaux du port et répondre aux questions "
    "des riverains, avec les maires des trois communes.\n\n"
)


@pytest.mark.parametrize(
    "form",
    [
        "Date : mardi 10 septembre 2024\nHeure : 12 h 30\nLieu : salle des rives\n",
        "Quoi : conférence de presse Date : Mardi 10 septembre 2024 Heure : 12 h 30 Lieu : salle des rives\n",
        "Date\n10 septembre 2024\n\nHeure\n12 h 30\n\nLieu\nSalle des rives\n",
        "WHEN: TUESDAY, SEPTEMBER 10, 2024\n\n11:00 AM\n\nLOCATION: Pier 1\n",
        "Pressegespräch: Dienstag, 10. September 2024, 11 Uhr\n",
    ],
)
def test_the_day_in_the_form_of_an_invitation_is_that_of_the_event(form):
    invited = read(f"Les travaux du port de Valmont\n\n{LEAD}{form}").date
    assert (invited.value, invited.kind) == (datetime.date(2024, 9, 10), "event")
    released = read(f"Valmont, le 9 septembre 2024\n\nLes travaux du port de Valmont\n\n{LEAD}{form}").date
    assert (released.value, released.kind) == (datetime.date(2024, 9, 9), "published")


def test_a_date_behind_a_label_alone_is_the_day_of_publication():
    found = read(f"Les travaux du port de Valmont\n\nDate : 10 septembre 2024\n\n{LEAD}").date
    assert (found.value, found.kind) == (datetime.date(2024, 9, 10), "published")


@pytest.mark.parametrize(
    "line",
    [
        "_13 mars 2020 (dans le monde entier)_ - Les riverains de Valmont saluent les travaux du port.",
        "date 2020 VALMONT, le 13 mars 2020 /ORV/ - Les riverains de Valmont saluent les travaux du port.",
    ],
)
def test_a_place_or_a_wire_behind_the_day_makes_a_dateline(line):
    text = f"---\ntitle: Les travaux du port de Valmont\ndate: 2020-03-14\n---\n\n{line} {LEAD}"
    assert read(text).date.value == datetime.date(2020, 3, 13)


def test_the_day_before_the_bar_of_a_title_is_that_of_publication():
    line = "13.09.2021 | Presseeinladung der Naturgruppen von Waldsee zum Erhalt des Uferwegs am alten Hafen der Stadt"
    form = "Wir laden ein:\nFreitag, 17.09.2021\nZeit: 13.00 Uhr\nOrt: Hafen\n"
    assert read(f"# {line}\n\n{form}").date.value == datetime.date(2021, 9, 13)


@pytest.mark.parametrize(("printed", "value"), [("2015/12/3", (2015, 12, 3)), ("2015/1/13", (2015, 1, 13))])
def test_the_year_first_with_strokes_may_have_one_figure(printed, value):
    assert [(one.year, one.month, one.day) for one in printed_dates(f"Le {printed}")] == [value]


def test_strokes_within_other_figures_are_no_date():
    assert list(printed_dates("Réf. 9500/12/3 et 1/2/2")) == []
