"""Identifiers in what people write."""

from __future__ import annotations

import pytest

from adapters.register.numbers import Number, Read, read


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("100001", [Number("100001")]),
        ("10000001", [Number("10000001")]),
        ("870", [Number("870")]),
        ("2001", [Number("2001")]),
        ("8702001", [Number("8702001")]),
        ("870/2001", [Number("8702001", ("laestab",))]),
        ("870-2001", [Number("8702001", ("laestab",))]),
        ("870 / 2001", [Number("8702001", ("laestab",))]),
        ("URN 100001", [Number("100001", ("urn",))]),
        ("urn:100001", [Number("100001", ("urn",))]),
        ("URN number is 100001", [Number("100001", ("urn",))]),
        ("UKPRN=10000001", [Number("10000001", ("ukprn",))]),
        ("uid: 2001", [Number("2001", ("uid",))]),
        ("Group ID TR00001", [Number("TR00001", ("uid", "group_id"))]),
        ("tr00001", [Number("TR00001")]),
        ("company number 07000001", [Number("07000001", ("company",))]),
        ("la code 870", [Number("870", ("la",))]),
        ("LAESTAB 870/2001", [Number("8702001", ("laestab",))]),
        ("DfE number 8702001", [Number("8702001", ("laestab",))]),
        ("RG1 1AA", [Number("RG11AA", ("postcode",))]),
        ("rg11aa", [Number("RG11AA", ("postcode",))]),
        ("postcode RG1 1AA", [Number("RG11AA", ("postcode",))]),
        ("UKPRN 10000001, URN 100001", [Number("10000001", ("ukprn",)), Number("100001", ("urn",))]),
    ],
)
def test_a_query_that_is_only_identifiers(text: str, numbers: list[Number]) -> None:
    found = read(text)
    assert list(found.numbers) == numbers
    assert found.words.strip(" ,") == ""


@pytest.mark.parametrize("digits", ["12345", "1234567", "123456789", "12", "1", "0"])
def test_digits_of_any_length_are_a_query(digits: str) -> None:
    assert read(digits).words.strip() == ""


def test_a_number_amid_words_is_an_identifier_only_when_it_hardly_can_be_a_name() -> None:
    assert read("Elm School 100001") == Read((Number("100001"),), "", "Elm School  ")
    for name in ("Area 51 Education", "Route 39 Academy", "UTC 2015", "The 1841 School"):
        assert read(name) == Read((), "", name)


def test_a_postcode_beside_a_name_is_help_and_leaves_its_district() -> None:
    found = read("Elm School, RG1 1AA")
    assert (found.numbers, found.postcode) == ((), "RG11AA")
    assert found.words.split() == ["Elm", "School,", "RG1"]


@pytest.mark.parametrize("text", ["", " ", "#", "1" * 10_000, "URN", "urn:", "LA", "-", "/", "\x00"])
def test_odd_texts_are_read_all_the_same(text: str) -> None:
    assert isinstance(read(text), Read)
