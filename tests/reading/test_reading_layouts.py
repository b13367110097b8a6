"""Every layout in every language reads back to exactly its contacts."""

from random import Random

import phonenumbers
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from reading import layouts

from crm.reading import read

EXAMPLES = 5


@pytest.mark.parametrize("language", layouts.LANGUAGES)
@pytest.mark.parametrize("family", layouts.FAMILIES)
def test_reads_back(family, language):
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],  # a smaller release tells no more than the first that fails
        suppress_health_check=[HealthCheck.too_slow],
        report_multiple_bugs=False,
    )
    @given(release=layouts.releases(family, language))
    def reads_back(release):
        reading = read(release.text)
        assert layouts.faults(release, reading) == [], f"{release.text}\n{layouts.key_of(reading)}"

    reads_back()


@pytest.mark.parametrize("language", layouts.LANGUAGES)
def test_the_truth_is_on_the_page(language):
    for family in layouts.FAMILIES:
        release = layouts.release(family, language, Random(family))
        text = release.text.casefold()
        for truth in release.truth:
            assert all(word in text for word in (truth.name or "").casefold().split())
            assert all(one is None or one.casefold() in text for one in (truth.institution, truth.role))


def test_every_number_is_one_that_exists_and_stands_for_itself():
    for family in layouts.FAMILIES:
        for language in layouts.LANGUAGES:
            for truth in layouts.release(family, language, Random(family)).truth:
                for phone in truth.phones:
                    assert phonenumbers.is_valid_number(phonenumbers.parse(phone.partition(";")[0]))


def test_the_same_seed_makes_the_same_release():
    one, two = (layouts.release("block", "fr", Random(7)) for _ in range(2))
    assert one == two


def test_a_contact_missed_twisted_or_invented_is_a_fault():
    release = layouts.release("block", "fr", Random(7))
    nothing = read("Une carte inédite des tourbières")
    assert layouts.faults(release, nothing) == ["missing"] * len(release.truth)
