"""Text that was written as UTF-8 twice is read as what was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.reading.charset import decode

TEXT = "L’université d’été a présenté ses « résultats » à Mérel"


def twice(text):
    return text.encode("utf-8").decode("cp1252", "ignore").encode("utf-8")


def test_a_text_written_twice_is_repaired():
    assert decode(twice("élève, été, très")) == ("élève, été, très", "utf-8 written twice")


def test_signs_of_three_bytes_too():
    assert decode("â€™ â€“ â‚¬ â€¦".encode())[0] == "’ – € …"


@pytest.mark.parametrize("text", ["", "presse", TEXT, "Ã© une fois", "© ® Â© Ã¨", "São Tomé, Ãmbar"])
def test_a_text_written_once_stays(text):
    assert decode(text.encode("utf-8")) == (text, "utf-8")


@given(st.text(st.characters(codec="latin-1", categories=("Lu", "Ll", "Zs")), max_size=60))
def test_no_text_is_lost(text):
    assert len(decode(text.encode("utf-8"))[0]) <= len(text)
