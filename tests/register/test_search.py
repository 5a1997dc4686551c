"""Look-ups on a hand-made register: identifiers, names, places, groups, former names, ties."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from adapters.register.search import Register
from handlers.organisations import Ask, OrganisationKind
from tests.register.files import four, group, link, register, school

TOWNS = ("Reading", "Slough", "Leeds", "York", "Bath", "Hull", "Ely", "Wells")
SAINTS = ("Mary", "Paul", "Anne", "Luke", "Mark", "John", "James", "Giles")

SCHOOLS = [
    school(100001, "Elm Park Primary School", UKPRN="10000001"),
    school(100002, "Elm Park Primary School", Town="Leeds", Postcode="LS1 1AA", EstablishmentNumber="2002"),
    school(100003, "Highfield Junior School", Town="York", Postcode="YO1 1AA"),
    school(100004, "Oakwood Community School", EstablishmentStatus_code="2", EstablishmentNumber="2004"),
    school(100005, "The Willow Academy", TypeOfEstablishment_code="34", EstablishmentNumber="2005"),
    school(100006, "Beech College", TypeOfEstablishment_code="11", Town="Ely"),
    school(100007, "Beech College", TypeOfEstablishment_code="34", Town="Wells"),
    school(100008, "Beech College", EstablishmentStatus_code="2", Town="Bath"),
    school(100009, "Ysgol Gyfun Gŵyr".replace("ŵ", "w"), TypeOfEstablishment_code="30", Town="Abertawe"),
    school(100010, "École Jeannine Manuel", Town="London", TypeOfEstablishment_code="11"),
    school(100011, "O'Brien & Sons: \"Robert'); DROP TABLE organisation;--\" School", Town="Hull"),
    school(100012, "[x](javascript:alert) *School*", Town="Hull"),
    school(100013, "Area 51 Education", Town="Hull"),
    school(100014, "Deanery CofE High School", Town="Wigan"),
    *(
        school(101000 + 10 * t + s, f"St {saint}'s Church of England Primary School", Town=town, Postcode=f"ZZ{t} 1AA")
        for t, town in enumerate(TOWNS)
        for s, saint in enumerate(SAINTS)
    ),
    *(school(102000 + n, f"St Mary's {kind} School", Town="York") for n, kind in enumerate(("Infant", "Junior") * 20)),
]
GROUPS = [
    group(2001, "ELM PARK LEARNING TRUST", UKPRN="10050001", Companies_House_Number="10447269", Group_ID="TR00001"),
    group(2002, "Elm Park Learning Trust", Group_Type_code="05"),
    group(2003, "HAZEL MULTI ACADEMY TRUST", Group_Status_code="CLOSED"),
    group(2004, "INSPIRE LEARNING PARTNERSHIP"),
    group(2005, "Hazel Federation", Group_Type_code="01"),
    group(2006, "KESTREL SCHOOLS"),
]
LINKS = [link(100004, 100005)]


@pytest.fixture(scope="module")
def gias(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    made = register(four(SCHOOLS, GROUPS, LINKS), tmp_path_factory.mktemp("register"))
    yield made
    made.close()


def ids(gias: Register, query: str) -> list[str]:
    return [match.organisation.id for match in gias.look_up(query).matches]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("100001", "urn:100001"),
        ("URN 100001", "urn:100001"),
        ("10000001", "urn:100001"),
        ("UKPRN: 10000001", "urn:100001"),
        ("870/2005", "urn:100005"),
        ("8702005", "urn:100005"),
        ("LS1 1AA", "urn:100002"),
        ("ls11aa", "urn:100002"),
        ("2001", "uid:2001"),
        ("uid 2001", "uid:2001"),
        ("TR00001", "uid:2001"),
        ("10447269", "uid:2001"),
        ("Companies House number 10447269", "uid:2001"),
        ("870", "la:870"),
        ("LA code 870", "la:870"),
        ("what is Elm Park, URN 100002?", "urn:100002"),
    ],
)
def test_every_identifier_finds_its_organisation(gias: Register, query: str, first: str) -> None:
    answer = gias.look_up(query)
    assert answer.matches[0].organisation.id == first
    assert answer.matches[0].score == 1
    assert answer.ask is None


@pytest.mark.parametrize("digits", ["12345", "123456", "1234567", "12345678", "123456789", "99", "0"])
def test_digits_that_nobody_has_find_nothing(gias: Register, digits: str) -> None:
    assert gias.look_up(digits).matches == ()


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("highfield junior", "urn:100003"),
        ("High Field Junior School", "urn:100003"),
        ("Highfeild Junoir School", "urn:100003"),
        ("school junior highfield", "urn:100003"),
        ("willow acad", "urn:100005"),
        ("the wilow acadmy", "urn:100005"),
        ("Ysgol Gyfun Gŵyr", "urn:100009"),
        ("ecole jeanine manuel", "urn:100010"),
        ("Area 51 Education", "urn:100013"),
        ("area 51", "urn:100013"),
        ("O Brien and Sons", "urn:100011"),
        ("'; DROP TABLE organisation; --", "urn:100011"),
        ("[x](javascript:alert)", "urn:100012"),
        ("Deanery C of E High", "urn:100014"),
        ("deanery church of england hs", "urn:100014"),
        ("DEANERY COFE HIGH SCH.", "urn:100014"),
    ],
)
def test_a_name_is_found_however_it_is_written(gias: Register, query: str, first: str) -> None:
    assert ids(gias, query)[0] == first


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("Elm Park Primary School Leeds", "urn:100002"),
        ("Elm Park Primary, Reading", "urn:100001"),
        ("Elm Park Leds", "urn:100002"),
        ("Elm Park Primary LS1 1AA", "urn:100002"),
        ("Elm Park Primary LS1", "urn:100002"),
        ("Saint Lukes C.E. Prim, Wells", "urn:101073"),
    ],
)
def test_the_town_or_the_postcode_tells_two_of_one_name_apart(gias: Register, query: str, first: str) -> None:
    assert ids(gias, query)[0] == first


def test_two_that_fit_equally_are_both_shown_and_counted(gias: Register) -> None:
    answer = gias.look_up("Elm Park Primary School")
    assert {match.organisation.id for match in answer.matches[:2]} == {"urn:100001", "urn:100002"}
    assert answer.matches[0].score == answer.matches[1].score
    assert answer.alike == 2


def test_open_and_accepted_ones_come_before_refused_and_closed_ones_of_the_same_name(gias: Register) -> None:
    assert ids(gias, "Beech College")[:3] == ["urn:100007", "urn:100006", "urn:100008"]


def test_a_former_name_leads_to_the_successor(gias: Register) -> None:
    answer = gias.look_up("Oakwood Community School")
    assert [match.organisation.id for match in answer.matches[:2]] == ["urn:100004", "urn:100005"]
    assert [heir.id for heir in answer.matches[0].listed.successors] == ["urn:100005"]


@pytest.mark.parametrize("query", ["elm park trust", "Elm Park MAT", "elm park learning trust", "Elm Pk Lerning Trust"])
def test_a_trust_is_found_when_the_words_say_so_and_the_accepted_one_first(gias: Register, query: str) -> None:
    assert ids(gias, query)[:2] == ["uid:2001", "uid:2002"]


def test_a_trust_without_that_word_in_its_name_is_found_by_it_too(gias: Register) -> None:
    assert ids(gias, "Inspire trust")[0] == "uid:2004"
    assert ids(gias, "hazel federation")[0] == "uid:2005"
    assert ids(gias, "Hazel MAT")[0] == "uid:2003"


def test_no_group_is_shown_when_the_words_mean_a_school(gias: Register) -> None:
    kinds = {match.organisation.kind for match in gias.look_up("Elm Park Primary School").matches}
    assert kinds == {OrganisationKind.ESTABLISHMENT}


def test_a_group_that_is_named_in_full_is_shown_when_no_school_is_like_it(gias: Register) -> None:
    assert ids(gias, "Kestrel Schools")[0] == "uid:2006"


@pytest.mark.parametrize("query", ["EPLT", "TEPLT", "EPLT trust", "EPLT MAT"])
def test_a_group_is_found_by_its_initials_in_capitals(gias: Register, query: str) -> None:
    assert ids(gias, query)[:2] == ["uid:2001", "uid:2002"]
    assert "uid:2001" not in ids(gias, query.lower().split()[0])


def test_a_local_authority_is_found_when_the_words_say_so(gias: Register) -> None:
    assert ids(gias, "Reading council")[0] == "la:870"
    assert ids(gias, "Reading local authority")[0] == "la:870"


@pytest.mark.parametrize("query", ["St Mary's", "st marys", "Saint Mary’s School", "St Mary's C of E Primary School"])
def test_only_common_words_ask_for_a_town_with_counts(gias: Register, query: str) -> None:
    answer = gias.look_up(query)
    assert answer.ask is Ask.TOWN
    assert len(answer.matches) == 5
    assert answer.alike >= 8
    assert answer.places
    assert sum(count for _, count in answer.places) <= answer.alike


def test_with_a_town_common_words_need_ask_nothing(gias: Register) -> None:
    answer = gias.look_up("St Mary's Church of England Primary School, Leeds")
    assert (answer.ask, answer.matches[0].organisation.town) == (None, "Leeds")


@pytest.mark.parametrize("query", ["", " ", "\n", "...", "the", "&", "'", "\x00", "学校", "\ud800"])
def test_nothing_to_look_for_asks_for_a_name(gias: Register, query: str) -> None:
    answer = gias.look_up(query)
    assert (answer.matches, answer.ask) == ((), Ask.NAME)


@pytest.mark.parametrize(
    "query",
    ["x", "zzzz qqqq", "x" * 10_240, "school " * 2_000, "*", "%", "_" * 50, "\u202eloohcS", "https://x.example/?q=1"],
)
def test_any_text_has_an_answer(gias: Register, query: str) -> None:
    answer = gias.look_up(query)
    assert answer.query == query
    assert len(answer.matches) <= 5


def test_as_many_are_shown_as_wanted(gias: Register) -> None:
    assert len(gias.look_up("St Mary's", most=12).matches) == 12
    assert len(gias.look_up("870", most=1).matches) == 1


def test_the_groups_of_a_schools_name_are_found_by_all_its_words(sample_register: Register) -> None:
    named = sample_register.groups_named("Penair School")
    assert {each.organisation.id for each in named} == {"uid:4171", "uid:4172"}
    [only] = sample_register.groups_named("CHURCHEND primary  Academy")
    assert only.organisation.id == "uid:2690"
    assert sample_register.groups_named("Primary School") == sample_register.groups_named("") == ()
    assert len(sample_register.groups_named("Penair School", most=1)) == 1
