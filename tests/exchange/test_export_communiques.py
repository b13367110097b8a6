"""Communiqués and coverage written out: what each format says, and what does not get out before its hour."""

from __future__ import annotations

import copy
import csv
import datetime as dt
import io
import json

import pytest
from exchange.ninjs_rules import faults
from exchange.office import LIFTS, NOW, Statements, office
from hypothesis import given
from hypothesis import strategies as st

from crm import coverage, exchange
from crm.errors import NotFound, TargetError
from crm.models import (
    Affiliation,
    Communique,
    CommuniqueStatus,
    DateKind,
    DatePrecision,
    Institution,
    PressContact,
)


def written(session, what, kind, **options):
    file = io.BytesIO()
    number = exchange.export(session, what, file, format=kind, **{"now": NOW, **options})
    return number, file.getvalue().decode("utf-8-sig")


def loaded(session, what, kind, **options):
    return json.loads(written(session, what, kind, **options)[1])


def table(session, what, **options):
    return list(csv.DictReader(io.StringIO(written(session, what, "csv", **options)[1])))


@pytest.fixture
def house(session):
    return office(session)


# ninjs ----------------------------------------------------------------------------------------------------------------


def test_a_ninjs_item_follows_the_schema(session, house):
    items = loaded(session, "communiques", "ninjs", private=True)
    assert [faults(item) for item in items] == [[], []]


def test_the_rules_find_faults(session, house):
    item = loaded(session, "communiques", "ninjs")[1]
    broken = copy.deepcopy(item)
    broken["pubstatus"] = "usable"
    broken["pubStatus"] = "embargoed"
    broken["contentCreated"] = "2026-01-17"
    del broken["uri"]
    del broken["headlines"][0]["value"]
    del broken["people"][0]["contactInfo"][0]["value"]
    assert sorted(fault.partition(": ")[0] for fault in faults(broken)) == [
        ".contentCreated",
        ".headlines[].value",
        ".people[].contactInfo[]",
        ".pubStatus",
        ".pubstatus",
        ".uri",
    ]


def test_what_a_published_item_says(session, house):
    [item] = [one for one in loaded(session, "communiques", "ninjs") if one["title"] == "Les forêts de Valmont"]
    assert item["uri"] == f"urn:uuid:{house.published.uid}"
    assert item["standard"]["version"] == "3.1"
    assert item["standard"]["schema"] == "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"
    assert item["headlines"] == [
        {"role": "main", "value": "Les forêts de Valmont"},
        {"role": "subhead", "value": "Un atlas"},
    ]
    assert item["bodies"][0]["value"] == "Elles poussent."
    assert (item["bodies"][0]["charCount"], item["bodies"][0]["wordCount"]) == (15, 2)
    assert (item["pubStatus"], item["representationType"]) == ("usable", "full")
    assert "usageTerms" not in item
    assert "embargoedUntil" not in item
    assert (item["versionCreated"], item["contentCreated"]) == ("2026-03-02T10:00:00+00:00", "2026-01-17T00:00:00Z")
    assert (item["language"], item["type"], item["by"]) == ("fr", "text", "Université de Valmont, Institut Orvane")
    [valmont, orvane, desk] = item["organisations"]
    assert (valmont["name"], valmont["rel"], valmont["uri"]) == (
        "Université de Valmont",
        "issuer",
        "https://ror.org/0abcdef23",
    )
    assert valmont["contactInfo"] == [{"type": "web", "value": "https://univ-valmont.example.org/"}]
    assert (orvane["name"], orvane["uri"]) == ("Institut Orvane", f"urn:uuid:{house.orvane.uid}")
    assert (desk["name"], desk["rel"]) == ("Service de presse", "contact")
    [anne] = item["people"]
    assert (anne["name"], anne["rel"]) == ("Mme Anne LE GOFF", "contact")
    assert anne["contactInfo"] == [
        {"type": "email", "role": "press", "value": "anne.legoff@univ-valmont.example.org"},
        {"type": "phone", "role": "press", "value": "+33199001234;ext=7"},
    ]


def test_under_embargo_it_is_withheld_and_its_text_stays_in(session, house):
    [item] = loaded(session, "communiques", "ninjs", query="étoile")
    assert (item["pubStatus"], item["representationType"]) == ("withheld", "partial")
    assert item["embargoedUntil"] == "2026-03-02T20:00:00+01:00"
    assert item["usageTerms"] == ("Under embargo: not for publication before 2026-03-02T20:00:00+01:00 (Europe/Paris).")
    assert "bodies" not in item


def test_a_text_under_embargo_that_is_asked_for_is_marked(session, house):
    [item] = loaded(session, "communiques", "ninjs", query="étoile", private=True)
    assert item["bodies"][0]["value"] == "Le secret du soir."
    assert (item["pubStatus"], item["representationType"]) == ("withheld", "full")
    assert item["embargoedUntil"] == "2026-03-02T20:00:00+01:00"
    assert item["usageTerms"].startswith("Under embargo")


@pytest.mark.parametrize(
    ("before", "status"), [(dt.timedelta(microseconds=1), "withheld"), (dt.timedelta(0), "usable")]
)
def test_the_embargo_lifts_at_its_instant(session, house, before, status):
    [item] = loaded(session, "communiques", "ninjs", query="étoile", now=LIFTS - before)
    assert item["pubStatus"] == status
    assert ("bodies" in item) == (status == "usable")


def test_no_status_lifts_an_embargo(session, house):
    house.embargoed.status = CommuniqueStatus.PUBLISHED
    session.flush()
    [item] = loaded(session, "communiques", "ninjs", query="étoile")
    assert (item["pubStatus"], "bodies" in item) == ("withheld", False)


@pytest.mark.parametrize(("status", "shown"), [("draft", "withheld"), ("withdrawn", "canceled")])
def test_what_is_not_out_is_not_usable(session, house, status, shown):
    house.published.status = CommuniqueStatus(status)
    session.flush()
    [item] = loaded(session, "communiques", "ninjs", query="forêts")
    assert (item["pubStatus"], "bodies" in item) == (shown, False)
    assert item["usageTerms"].endswith("not for publication.")
    assert faults(item) == []


@pytest.mark.parametrize("kind", ["csv", "tsv", "json", "jsonld", "ninjs"])
@pytest.mark.parametrize("status", ["embargoed", "draft", "withdrawn", "published"])
def test_no_format_lets_the_text_out_before_its_hour(session, house, kind, status):
    house.embargoed.status = CommuniqueStatus(status)
    session.flush()
    assert "secret" not in written(session, "communiques", kind)[1]


def test_a_date_that_is_no_day_of_publication_is_not_passed_off_as_one(session, house):
    house.published.date_kind = DateKind.EVENT
    house.embargoed.date_precision = DatePrecision.MONTH
    session.flush()
    items = loaded(session, "communiques", "ninjs", now=LIFTS)
    assert ["contentCreated" in item for item in items] == [False, False]
    articles = loaded(session, "communiques", "jsonld", now=LIFTS)["@graph"]
    assert {one["headline"]: one.get("datePublished") for one in articles} == {
        "Une étoile nouvelle": "2026-01",
        "Les forêts de Valmont": None,
    }


def test_a_communique_with_next_to_nothing(session):
    session.add(Communique(title=None, status="published"))
    session.flush()
    [item] = loaded(session, "communiques", "ninjs")
    assert faults(item) == []
    assert "headlines" not in item
    assert loaded(session, "communiques", "json")[0]["title"] is None
    assert loaded(session, "communiques", "jsonld")["@graph"][0]["@type"] == "NewsArticle"


# schema.org -----------------------------------------------------------------------------------------------------------


def test_an_article_names_its_issuers_and_whom_to_ask(session, house):
    document = loaded(session, "communiques", "jsonld", query="forêts")
    assert document["@context"] == "https://schema.org"
    [one] = document["@graph"]
    assert (one["@type"], one["genre"], one["headline"]) == ("NewsArticle", "press release", "Les forêts de Valmont")
    assert (one["datePublished"], one["dateModified"], one["inLanguage"]) == ("2026-01-17", "2026-01-20", "fr")
    assert (one["articleBody"], one["creativeWorkStatus"]) == ("Elles poussent.", "published")
    [valmont, orvane] = one["author"]
    assert (valmont["@type"], valmont["sameAs"]) == ("CollegeOrUniversity", "https://ror.org/0abcdef23")
    assert valmont["contactPoint"] == {
        "@type": "ContactPoint",
        "contactType": "press",
        "name": "Mme Anne LE GOFF",
        "email": "anne.legoff@univ-valmont.example.org",
        "telephone": "+33199001234;ext=7",
    }
    assert orvane["contactPoint"]["contactType"] == "regional press"
    assert one["publisher"]["name"] == "Université de Valmont"


def test_an_article_under_embargo_says_so_and_nothing_of_its_text(session, house):
    [one] = loaded(session, "communiques", "jsonld", query="étoile")["@graph"]
    assert one["creativeWorkStatus"] == "embargoed until 2026-03-02T20:00:00+01:00"
    assert "articleBody" not in one
    assert "datePublished" not in one
    [desk] = one["contributor"] if isinstance(one["contributor"], list) else [one["contributor"]]
    assert desk["contactPoint"]["name"] == "Service de presse"


@given(body=st.text(st.sampled_from("</script>!-&\u2028\u2029ab\"'\\"), min_size=1))
def test_json_ld_can_stand_in_a_page(body):
    from crm.exchange.exporting.json_lists import write_graph

    file = io.BytesIO()
    write_graph([{"articleBody": body}], file)
    text = file.getvalue().decode()
    assert not set(text) & set("<>&\u2028\u2029")
    assert json.loads(text)["@graph"] == [{"articleBody": body}]


# Grids and JSON -------------------------------------------------------------------------------------------------------


def test_the_rows_of_communiques(session, house):
    rows = {row["title"]: row for row in table(session, "communiques")}
    published, embargoed = rows["Les forêts de Valmont"], rows["Une étoile nouvelle"]
    assert published["uid"] == str(house.published.uid)
    assert (published["status"], published["withheld"], published["date"]) == ("published", "", "2026-01-17")
    assert published["issuers"] == "Université de Valmont | Institut Orvane"
    assert published["contacts"] == "Mme Anne LE GOFF | Service de presse"
    assert published["contacts uid"] == f"{house.anne.uid} | {house.desk.uid}"
    assert (embargoed["withheld"], embargoed["embargo until"], embargoed["embargo zone"]) == (
        "embargoed",
        "2026-03-02T20:00:00+01:00",
        "Europe/Paris",
    )
    assert "body" not in published


def test_the_json_of_a_communique(session, house):
    [one] = loaded(session, "communiques", "json", query=str(house.published.uid))
    assert (one["title"], one["subtitle"], one["body"]) == ("Les forêts de Valmont", "Un atlas", "Elles poussent.")
    assert one["withheld"] is None
    assert [issuer["name"] for issuer in one["issuers"]] == ["Université de Valmont", "Institut Orvane"]
    assert [contact["emails"] for contact in one["contacts"]] == [
        ["anne.legoff@univ-valmont.example.org"],
        ["presse@orvane.example.org"],
    ]


def test_the_rows_of_coverage(session, house):
    rows = table(session, "coverage")
    assert len(rows) == 3
    first, second = [row for row in rows if row["communiqué"] == "Les forêts de Valmont"]
    assert (first["contact"], first["institution"], first["role"]) == (
        "Mme Anne LE GOFF",
        "Université de Valmont",
        "press",
    )
    assert first["printed e-mails"] == "anne.legoff@univ-valmont.example.org"
    assert first["printed phones"].lstrip("'") == "+33199001234;ext=7"
    assert (second["standing in for"], second["role"]) == ("Mme Anne LE GOFF", "regional_press")
    [open_] = [row for row in rows if row["communiqué"] == "Une étoile nouvelle"]
    assert (open_["embargo until"], open_["printed name"]) == ("2026-03-02T20:00:00+01:00", "")


def test_the_json_of_coverage(session, house):
    one = loaded(session, "coverage", "json", query="forêts")[0]
    assert one["communique"]["uid"] == str(house.published.uid)
    assert one["contact"] == {"uid": str(house.anne.uid), "kind": "person", "name": "Mme Anne LE GOFF"}
    assert one["printed"]["phones"] == ["+33199001234;ext=7"]
    assert "secret" not in written(session, "coverage", "json")[1]


# Which ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "titles"),
    [
        ({}, ["Une étoile nouvelle", "Les forêts de Valmont"]),
        ({"query": "etoile NOUVELLE"}, ["Une étoile nouvelle"]),
        ({"institution": "université de valmont"}, ["Une étoile nouvelle", "Les forêts de Valmont"]),
        ({"institution": "Institut Orvane"}, ["Une étoile nouvelle", "Les forêts de Valmont"]),
        ({"language": "fr"}, ["Une étoile nouvelle", "Les forêts de Valmont"]),
        ({"language": "en"}, []),
        ({"status": "embargoed"}, ["Une étoile nouvelle"]),
        ({"since": dt.date(2026, 1, 18)}, []),
        ({"until": dt.date(2026, 1, 16)}, []),
        ({"since": dt.date(2026, 1, 17), "status": "published"}, ["Les forêts de Valmont"]),
    ],
)  # fmt: skip
def test_which_communiques(session, house, options, titles):
    assert [one["title"] for one in loaded(session, "communiques", "json", **options)] == titles


def test_a_language_stands_for_its_regions(session, house):
    house.embargoed.language = "fr-CA"
    session.flush()
    assert len(loaded(session, "communiques", "json", language="fr")) == 2
    assert len(loaded(session, "communiques", "json", language="fr-CA")) == 1


@pytest.mark.parametrize(
    ("query", "number"),
    [("forêts", 2), ("Anne Le Goff", 1), ("presse@orvane.example.org", 2), ("Université de Valmont", 1)],
)
def test_which_coverage(session, house, query, number):
    assert written(session, "coverage", "json", query=query)[0] == number


def test_a_statement_says_which(session, house):
    statement = coverage.listed().where(Communique.status == CommuniqueStatus.EMBARGOED)
    assert [one["contact"]["name"] for one in loaded(session, "coverage", "json", query=statement)] == [
        "Service de presse"
    ]
    with pytest.raises(TargetError, match="conditions"):
        written(session, "coverage", "json", query=statement, language="fr")


def test_what_nothing_answers_to_is_said_and_not_written(session, house, tmp_path):
    for what in ("contacts", "institutions", "communiques", "coverage"):
        with pytest.raises(NotFound, match="'nobody at all'"):
            exchange.export(session, what, tmp_path / "list.csv", query="nobody at all")
    with pytest.raises(NotFound):
        exchange.export(session, "contacts", tmp_path / "list.csv", institution="nowhere")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["ninjs", "json", "jsonld", "csv"])
def test_a_hundred_more_cost_the_same_statements_again(session, house, kind):
    def sent(number):
        session.add_all(Communique(title=f"Épisode {count}", body="…", status="published") for count in range(number))
        session.flush()
        session.expunge_all()
        with Statements(session) as statements:
            written(session, "communiques", kind)
        return len(statements)

    first, second, third = sent(98), sent(100), sent(100)
    assert third - second <= second - first + 1 <= 12


def test_a_control_character_spoils_no_workbook(session):
    session.add(Communique(title="=Une\x0cétoile\x01", status="published"))
    session.add(PressContact(name="Anne Valmont", affiliations=[Affiliation(institution=Institution(name="A\x01B"))]))
    session.flush()
    grids = {}
    for what in ("communiques", "contacts"):
        file = io.BytesIO()
        exchange.export(session, what, file, format="xlsx")
        heading, row = exchange.read_grid(file.getvalue()).rows
        grids[what] = dict(zip(heading, row, strict=True))
    assert grids["communiques"]["title"] == "=Une étoile "
    assert grids["contacts"]["Institution"] == "A B"
