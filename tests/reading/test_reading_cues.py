"""What says that contacts follow: headings, sentences and labels, in nine languages, and what looks like one."""

import pytest

from crm.reading.cues import head_and_rest, is_about_heading, is_other_heading, named_beside, press_heading
from crm.reading.leads import label_cue, sentence_cue
from crm.reading.lines import lines_of
from crm.reading.others import is_for_others

MAIL, NUMBER, NAME = "z.quint@orme.example.org", "01 99 00 12 34", "Zoé Quint"


def line(text):
    return lines_of(text)[0]


def headed(text):
    cue = press_heading(line(text))
    return None if cue is None else ("press" if cue.is_press else "contact")


@pytest.mark.parametrize(
    "text",
    [
        "Contact presse",
        "CONTACTS PRESSE :",
        "## Contacts médias",
        "**Relations presse**",
        "Service de presse",
        "Press contact",
        "Media enquiries",
        "Pressekontakt",
        "Kontakt für Medien",
        "Pressestelle",
        "Contacto de prensa",
        "Gabinete de prensa",
        "Contatti stampa",
        "Ufficio stampa",
        "Perscontact",
        "Contact voor de pers",
        "Contato para a imprensa",
        "Assessoria de imprensa",
        "Pressekontakter",
        "Mediekontakt",
        "For immediate release Press contact",
    ],
)
def test_headings_of_press_contacts(text):
    assert headed(text) == "press"


@pytest.mark.parametrize("text", ["Contact", "Vos contacts", "Kontakt", "Contacto", "Contatti", "Contato", "Kontakter"])
def test_headings_of_contacts(text):
    assert headed(text) == "contact"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Valmont",
        "Attachée de presse",
        "Pressesprecherin",
        "Contact commercial",
        "Kontakt Vertrieb",
        "[Contact](https://orme.example.org/contact)",
        "- Contact presse",
        "La presse a salué l'ouverture de la bibliothèque et le contact avec ses lecteurs",
        "Conférence de presse",
        "Le contact du métal avec l'eau provoque une réaction que nul n'attendait",
    ],
)
def test_what_heads_nothing(text):
    assert headed(text) is None


@pytest.mark.parametrize(
    ("text", "rest", "institution"),
    [
        (f"Contact presse : {NAME}", NAME, None),
        (f"Contact presse {NAME} {NUMBER}", f"{NAME} {NUMBER}", None),
        (f"Presse contact {MAIL}", MAIL, None),
        ("Contact presse Ville de Valmont", "", "Ville de Valmont"),
        (f"Press contact – {NAME}", NAME, None),
        (f"Relations presse | {NAME}", f"Relations presse | {NAME}", None),
    ],
)
def test_a_heading_leaves_the_rest_of_its_line(text, rest, institution):
    cue = press_heading(line(text))
    assert (cue.rest, cue.institution) == (rest, institution)


def test_an_office_is_a_soft_heading():
    assert press_heading(line("Relations presse")).is_soft
    assert not press_heading(line("Contact presse")).is_soft


def test_the_office_of_an_institution_is_named_on_its_line():
    cue = press_heading(line("Service de presse de l'Institut Orme"))
    assert (cue.is_soft, cue.rest) == (True, "Service de presse de l'Institut Orme")


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Presse : Anne", ("Presse", "Anne")),
        ("Presse - Anne", ("Presse", "Anne")),
        ("Presse-Anne", ("Presse-Anne", "")),
        ("Presse (01) 99", ("Presse", "(01) 99")),
        ("Presse +33 1", ("Presse", "+33 1")),
        ("Presse presse@orme.example.org", ("Presse", "presse@orme.example.org")),
        ("", ("", "")),
        ("x" * 2001, ("", "")),
    ],
)
def test_a_line_is_cut_at_its_first_sign(text, cut):
    assert head_and_rest(text) == cut


def test_an_address_is_no_heading():
    assert headed("contact-presse@orme.example.org") is None


@pytest.mark.parametrize(
    "text",
    [
        f"Pour plus d'informations, la presse peut contacter {NAME} au {NUMBER}.",
        f"For more information, please contact {NAME} at {MAIL}.",
        f"Journalists may call {NAME} on {NUMBER}.",
        f"Für Rückfragen der Presse erreichen Sie {NAME} unter {NUMBER}.",
        f"Para más información, los periodistas pueden llamar a {NAME}: {NUMBER}.",
        f"Per maggiori informazioni i giornalisti possono contattare {NAME}: {MAIL}.",
        f"Voor meer informatie kan de pers bellen met {NAME}: {NUMBER}.",
    ],
)
def test_sentences_that_give_a_contact(text):
    assert sentence_cue(line(text), []).is_sentence


def test_a_sentence_may_lead_to_the_line_below():
    first, blank, second = lines_of(f"Pour plus d'informations :\n\n{NAME}, {NUMBER}")
    assert sentence_cue(first, [blank, second]) is not None


def test_a_finished_sentence_leads_no_further_than_its_paragraph():
    first, blank, second = lines_of(f"La presse peut nous contacter.\n\n{NUMBER}")
    assert sentence_cue(first, [blank, second]) is None
    assert sentence_cue(first, [second]) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Pour plus d'informations, consultez le rapport.",
        f"Réservations et informations au {NUMBER}.",
        f"La Ville a reçu {NUMBER} réponses.",
        f"Attachée de presse, elle répond au contact {NUMBER}",
        f"Pour plus d'informations, appelez le siège social au {NUMBER}.",
    ],
)
def test_sentences_that_give_none(text):
    assert sentence_cue(line(text), []) is None


@pytest.mark.parametrize(
    "text",
    ["Presse", "Porte-parole :", "Auskünfte erteilt:", "Spokesperson", "Portavoz:", "Woordvoerder", "Talsperson:"],
)
def test_a_label_needs_a_contact_right_under_it(text):
    label = line(text)
    assert label_cue(label, None, lines_of(f"{NAME}\n{NUMBER}")) is not None
    assert label_cue(label, None, lines_of(f"{NAME}\nsans numéro")) is None
    assert label_cue(label, None, lines_of(f"les deux salles sont ouvertes\n{NUMBER}")) is None


def test_under_a_name_the_same_words_are_a_role():
    following = lines_of(f"{NAME}\n{NUMBER}")
    assert label_cue(line("Porte-parole"), line("Anne Le Goff"), following) is None
    assert label_cue(line("Porte-parole :"), line("Anne Le Goff"), following) is not None


def test_a_sentence_is_no_label():
    assert label_cue(line("La presse est là."), None, lines_of(f"{NAME}\n{NUMBER}")) is None


@pytest.mark.parametrize(
    "text", ["Réservations : 01 99 00 12 34", "Investor relations:", "Kartenreservierung", "Siège social"]
)
def test_lines_for_others(text):
    assert is_for_others(line(text))


@pytest.mark.parametrize(
    "text", ["Presse et réservations", "reservations@orme.example.org", "", "Valmont", "x " * 2000]
)
def test_lines_for_nobody_else(text):
    assert not is_for_others(line(text))


def test_headings_of_others():
    assert is_other_heading(line("Investor relations:"))
    assert is_other_heading(line("# Réservations"))
    assert not is_other_heading(line("Les réservations sont ouvertes"))


def test_headings_of_boilerplates():
    assert is_about_heading(line("À propos de l'Institut Orme"))
    assert not is_about_heading(line("À propos de ce projet, la Ville ne dit rien."))
    assert not is_about_heading(line("Aboutissement"))


def test_a_heading_without_capitals_names_no_institution():
    assert named_beside("contact presse de la ville") is None
    assert named_beside("") is None
