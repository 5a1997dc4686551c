"""One spelling for names: what people write and what the register writes become the same words."""

from __future__ import annotations

import pytest

from adapters.register.names import LONGEST, MOST_WORDS, says_authority, says_group, words_of

SAME = [
    ("St Mary's Church of England Primary School", "saint marys c of e prim sch"),
    ("St Mary's Church of England Primary School", "St. Mary’s C.E. Primary Sch."),
    ("St Mary's Church of England Primary School", "ST MARYS COFE PRIMARY SCHOOL"),
    ("St Mary's Church of England Primary School", "St.Mary`s C. of E. Primary School"),
    ("St Anne's RC Primary School", "St Anne's R.C. Primary School"),
    ("St Anne's Roman Catholic Primary School", "St Anne's Catholic Primary School"),
    ("SS Peter and Paul Catholic Primary", "St Peter & Paul RC Primary"),
    ("The Elm School", "Elm School"),
    ("Elm and Oak Infants' School", "Elm & Oak Infant Sch"),
    ("Elm Voluntary Aided School", "Elm (VA) School"),
    ("Elm Voluntary Controlled School", "Elm (Controlled) School"),
    ("Ysgol Gyfun Gŵyr", "Ysgol Gyfun Gwyr"),
    ("École Élémentaire", "Ecole Elementaire"),
    ("A.R.T.S. Education", "ARTS Education"),
    ("Elm Junior Mixed and Infant School", "Elm JMI School"),
    ("Elm J & I School", "Elm Junior and Infant School"),
    ("Elm UTC", "Elm University Technical College"),
    ("Elm Multi-Academy Trust", "Elm MAT"),
    ("Elm Academy Trust Limited", "Elm Acad Trust Ltd"),
    ("Elm Sixth Form College", "Elm 6th form coll"),
    ("Elm CP School", "Elm Community Primary School"),
    ("Elm Boys' High School", "Elm Boys HS"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_of_a_name_are_the_same_words(one: str, other: str) -> None:
    assert words_of(one) == words_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Elm Infant School", "Elm Junior School"),
        ("St Mary's CofE School", "St Mary's Catholic School"),
        ("Elm Church School", "Elm CofE School"),
        ("Elm North School", "Elm South School"),
        ("Area 51 Education", "Area 52 Education"),
        ("Elm Voluntary Aided School", "Elm Voluntary Controlled School"),
    ],
)
def test_what_tells_schools_apart_stays(one: str, other: str) -> None:
    assert words_of(one) != words_of(other)


@pytest.mark.parametrize("text", ["", " ", "...", "'", "&", "the", "\x00\ud800", "\u202e\u200f", "学校"])
def test_what_holds_no_word_gives_none(text: str) -> None:
    assert words_of(text) == []


def test_a_long_text_is_read_to_a_limit_only() -> None:
    assert len(words_of("word " * 10_000)) <= MOST_WORDS
    assert words_of("x" * 10_000) == ["x" * LONGEST]


@pytest.mark.parametrize(
    "text", ["Elm Trust", "elm mat", "Elm Multi-Academy Trust", "Elm Federation", "Elm Academies", "Elm Partnership"]
)
def test_words_that_ask_for_a_group(text: str) -> None:
    assert says_group(text)


@pytest.mark.parametrize("text", ["Elm Academy", "Matthew Arnold School", "Trustworthy School", "Satellite Centre"])
def test_words_that_do_not(text: str) -> None:
    assert not says_group(text)


def test_words_that_ask_for_a_local_authority() -> None:
    assert says_authority("Essex County Council")
    assert says_authority("Reading local authority")
    assert not says_authority("Authority School of Councillors")
