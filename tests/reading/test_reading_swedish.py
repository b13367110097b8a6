"""What only Swedish press releases print: their headings, offices, numbers and names."""

import pytest

from crm.reading import read
from crm.reading.designations import is_institution
from crm.reading.names import has_given_name, is_person
from crm.reading.vocabulary import says_press

TITLE = "Biblioteket vid Garvartorget öppnar igen efter två år"
LEAD = (
    "Brisecourts kommun öppnar på måndag igen biblioteket vid Garvartorget, som har varit stängt i två år på grund av "
    "ett otätt tak, och som nu har en större läsesal och en hiss för besökarna."
)


def release(contacts):
    return f"{TITLE}\n\nBrisecourt den 3 mars 2025\n\n{LEAD}\n\n{contacts}\n"


def seen(contacts):
    reading = read(release(contacts))
    return [(one.name, *map(str, one.phones), *map(str, one.emails)) for one in reading.contacts]


@pytest.mark.parametrize(
    "heading",
    [
        "Presskontakt",
        "PRESSKONTAKTER:",
        "Mediekontakt:",
        "Mediakontakt",
        "Kontakt för media",
        "Pressansvarig:",
        "Pressansvariga",
        "Kontaktpersoner:",
        "För mer information, kontakta:",
        "För ytterligare information kontakta",
        "Vid frågor, kontakta:",
        "Frågor besvaras av:",
        "Kontaktuppgifter",
        "Mer information lämnas av",
    ],
)
def test_headings(heading):
    block = "Åsa Ekvallen\nTfn 08-465 004 12\nE-post: asa.ekvallen@orvane.example.org"
    assert seen(f"{heading}\n{block}") == [("Åsa Ekvallen", "+46846500412", "asa.ekvallen@orvane.example.org")]


@pytest.mark.parametrize(
    "line",
    [
        "För mer information, kontakta Tuva Myrgren, presschef, på 08-465 004 12 eller tuva@orvane.example.org.",
        "Journalister når Tuva Myrgren på 08-465 004 12 eller via tuva@orvane.example.org.",
        "Presskontakt: Tuva Myrgren, kommunikatör, 08-465 004 12, tuva@orvane.example.org",
        "Har du frågor? Kontakta presschef Tuva Myrgren, tel 08-46 50 04 12, e-post tuva@orvane.example.org.",
    ],
)
def test_sentences(line):
    assert seen(line) == [("Tuva Myrgren", "+46846500412", "tuva@orvane.example.org")]


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("08-465 004 12", "+46846500412"),
        ("031-390 06 12", "+46313900612"),
        ("040-628 04 12", "+46406280412"),
        ("0980-319 212", "+46980319212"),
        ("070-174 06 12", "+46701740612"),
        ("070 174 06 12", "+46701740612"),
        ("+46 (0)70 174 06 12", "+46701740612"),
        ("0046 70 174 06 12", "+46701740612"),
    ],
)
def test_numbers(printed, number):
    assert seen(f"Presskontakt\nTuva Myrgren, mobil {printed}") == [("Tuva Myrgren", number)]


@pytest.mark.parametrize("desk", ["Presstjänsten", "Pressjouren", "Brisecourts kommuns presstjänst", "Presscenter"])
def test_desks(desk):
    (found,) = read(release(f"{desk}: 08-465 004 12, press@brisecourt.example.org")).contacts
    assert (found.kind, found.role, str(*found.phones)) == ("desk", desk, "+46846500412")


def test_a_role_and_a_company():
    block = "Göran Sjöhalla, vd Orvane AB\nTelefon: 08-465 004 12\nVäxel: 08-465 004 00"
    (found,) = read(release(f"För mer information:\n\n{block}")).contacts
    assert (found.name, found.role, found.institution) == ("Göran Sjöhalla", "vd", "Orvane AB")


@pytest.mark.parametrize(
    "line",
    [
        "Webbansvarig: webb@orvane.example.org",
        "Investerare: ir@orvane.example.org, 08-465 004 12",
        "Kundtjänst: 08-465 004 12",
        "Biljetter: 08-465 004 12, bokning@orvane.example.org",
        "Forskare: Tuva Myrgren, 08-465 004 12, tuva@orvane.example.org",
        "Anmäl dig till pressträffen på press@orvane.example.org.",
    ],
)
def test_who_does_not_answer_for_the_press(line):
    assert seen(line) == []


def test_an_address_behind_its_label_and_spelled_out():
    lines = "Presskontakt\nTuva Myrgren\nE-post tuva.myrgren [at] orvane.example.org"
    assert seen(lines) == [("Tuva Myrgren", "tuva.myrgren@orvane.example.org")]


def test_a_given_name_that_joins_words_elsewhere():
    lines = "Presskontakt\nPer Ekvallen\nper.ekvallen@orvane.example.org"
    assert seen(lines) == [("Per Ekvallen", "per.ekvallen@orvane.example.org")]


def test_the_firms_form_is_no_given_name():
    assert is_person("Åsa Ekvallen")
    assert has_given_name("Ekvallen Åsa")
    assert is_institution("Orvane ASA")
    assert not is_person("Orvane ASA")
    assert not has_given_name("Orvane ASA")


@pytest.mark.parametrize("name", ["Orvane AB", "Orvane AB (publ)", "Brisecourts kommun", "Stiftelsen Orvane"])
def test_institutions(name):
    assert is_institution(name)


@pytest.mark.parametrize("word", ["presschef", "presskontakt", "presstjanst", "pressansvarig", "mediakontakt"])
def test_compounds_of_the_press(word):
    assert says_press((word,))


@pytest.mark.parametrize("word", ["pressure", "pressing", "pression", "pressione", "presso", "mediation", "mediana"])
def test_what_begins_like_the_press_is_not_of_it(word):
    assert not says_press((word,))


def test_a_page_of_a_municipality():
    page = (
        "Hoppa till innehållet\nMeny\nSök\nLyssna\n\nPressmeddelande från Brisecourts kommun\n"
        f"Publicerad: 3 mars 2025\nSenast uppdaterad: 5 mars 2025\n\n{TITLE}\n\n{LEAD}\n\n"
        "Presskontakt\nÅsa Ekvallen, presschef\n08-465 004 12\n\nDela\nSkriv ut\nTill startsidan\n"
    )
    reading = read(page)
    assert (reading.title, reading.language, reading.warnings) == (TITLE, "sv", ())
    assert (reading.date.value.isoformat(), reading.updated.value.isoformat()) == ("2025-03-03", "2025-03-05")
    assert [one.name for one in reading.institutions] == ["Brisecourts kommun"]
    assert [(one.name, one.role) for one in reading.contacts] == [("Åsa Ekvallen", "presschef")]


def invitation(before):
    return read(f"Pressinbjudan\n\n{TITLE}\n\n{before}7 mars 2025 klockan 10.00\n\n{LEAD}\n")


@pytest.mark.parametrize("before", ["Tid: ", "Datum och tid: ", "När: "])
def test_the_day_of_a_press_conference_is_that_of_an_event(before):
    date = invitation(before).date
    assert (date.value.isoformat(), date.kind) == ("2025-03-07", "event")


def test_the_day_that_a_sentence_invites_to_is_not_that_of_publication():
    assert invitation("Välkommen till pressträff den ").date is None


def test_what_a_company_says_of_itself():
    (found,) = read(
        release("Om Orvane AB\nOrvane AB är ett bolag som grundades 1998 och har tio anställda.")
    ).boilerplates
    assert found.institution == "Orvane AB"
