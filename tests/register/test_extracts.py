"""What is checked of the files of a day before they are taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.register.extracts import (
    ESTABLISHMENTS,
    EXTRACTS,
    FULL,
    GROUPS,
    LINKS,
    SMALL,
    DayRejected,
    Fault,
    check_count,
    check_header,
    rows,
)
from tests.register.files import as_csv, four, school

ROW = {name: f"value {number}" for number, name in enumerate(LINKS.columns)}


def fault_of(content: bytes, folder: Path) -> Fault:
    path = folder / "file.csv"
    path.write_bytes(content)
    with pytest.raises(DayRejected) as rejected:
        list(rows(LINKS, path))
    return rejected.value.fault


def read(content: bytes, folder: Path) -> list[tuple[str, ...]]:
    path = folder / "file.csv"
    path.write_bytes(content)
    return list(rows(LINKS, path))


def test_columns_are_found_by_name_in_any_order_and_others_are_ignored(tmp_path: Path) -> None:
    columns = ["New column", *reversed(LINKS.columns), "URN"]  # a second column of a name is not the one we mean
    content = as_csv(columns[:-1], [ROW])
    assert read(content, tmp_path) == [tuple(ROW[name] for name in LINKS.columns)]


def test_a_name_that_stands_twice_means_the_first(tmp_path: Path) -> None:
    assert read(b"URN,LinkURN,LinkType,URN\r\n1,2,Successor,9\r\n", tmp_path) == [("1", "2", "Successor")]


def test_letters_are_those_of_windows_1252_and_undefined_bytes_do_not_stop_it(tmp_path: Path) -> None:
    content = b"URN,LinkURN,LinkType\r\n1,2,\x93St Mary\x92s\x94 \x85 \xc9cole \x81\r\n"
    assert read(content, tmp_path) == [("1", "2", "“St Mary’s” … École �")]


def test_a_file_need_not_end_in_a_line_end_and_a_field_may_hold_one(tmp_path: Path) -> None:
    """The real links file of 22 April 2025 ends without."""
    assert len(read(b'URN,LinkURN,LinkType\r\n1,2,"two\r\nlines"\r\n3,4,"x"', tmp_path)) == 2


@pytest.mark.parametrize("missing", LINKS.columns)
def test_a_missing_needed_column_rejects_the_file(missing: str, tmp_path: Path) -> None:
    content = as_csv([name for name in LINKS.columns if name != missing], [])
    assert fault_of(content, tmp_path) is Fault.COLUMN_MISSING


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html><html><title>Sign in</title></html>",
        b"{}",
        b"\r\n\r\n",
        b"100000,2,Successor\r\n",
    ],
    ids=["empty", "html", "json", "blank", "no header"],
)
def test_what_has_none_of_the_columns_is_no_register_file(content: bytes, tmp_path: Path) -> None:
    assert fault_of(content, tmp_path) is Fault.NOT_CSV


@pytest.mark.parametrize(
    "tail",
    [b"1,2\r\n", b"1,2,3,4\r\n", b'1,2,"cut in quo', b'1,2,"x"y\r\n', b"1,", b"\r\n"],
    ids=["short", "long", "open quote", "after quote", "cut", "blank line"],
)
def test_a_row_that_does_not_fit_the_header_rejects_the_file(tail: bytes, tmp_path: Path) -> None:
    assert fault_of(b"URN,LinkURN,LinkType\r\n1,2,Successor\r\n" + tail, tmp_path) is Fault.RAGGED


def test_a_field_without_end_rejects_the_file(tmp_path: Path) -> None:
    assert fault_of(b'URN,LinkURN,LinkType\r\n1,2,"' + b"x" * 100_000 + b'"\r\n', tmp_path) is Fault.RAGGED


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"U\x00R\x00N\x00"])
def test_another_encoding_shows_in_the_first_bytes(mark: bytes) -> None:
    with pytest.raises(DayRejected) as rejected:
        check_header(LINKS, mark + b"URN,LinkURN,LinkType")
    assert rejected.value.fault is Fault.ENCODING


def test_the_real_header_is_good_and_one_without_ukprn_is_not() -> None:
    header = four([school(1, "Elm School")])[ESTABLISHMENTS.stem].partition(b"\r\n")[0]
    check_header(ESTABLISHMENTS, header)
    with pytest.raises(DayRejected, match="UKPRN"):
        check_header(ESTABLISHMENTS, header.replace(b"UKPRN", b"UKPRN (new)"))


@pytest.mark.parametrize(
    ("count", "before", "fault"),
    [
        (0, None, Fault.TOO_FEW),
        (44_999, None, Fault.TOO_FEW),
        (45_000, None, None),
        (520_000, None, Fault.TOO_MANY),
        (52_000, 52_000, None),
        (57_000, 52_000, None),
        (57_201, 52_000, Fault.MOVED),
        (46_799, 52_000, Fault.MOVED),
    ],
)
def test_the_number_of_rows_must_be_a_registers(count: int, before: int | None, fault: Fault | None) -> None:
    if fault is None:
        check_count(ESTABLISHMENTS.stem, count, FULL, before)
        return
    with pytest.raises(DayRejected) as rejected:
        check_count(ESTABLISHMENTS.stem, count, FULL, before)
    assert rejected.value.fault is fault
    assert ESTABLISHMENTS.stem in str(rejected.value)


def test_in_a_small_register_a_few_rows_may_come_and_go() -> None:
    check_count(GROUPS.stem, 600, SMALL, 100)
    with pytest.raises(DayRejected, match="moved"):
        check_count(GROUPS.stem, 601, SMALL, 100)


def test_the_small_files_come_before_the_big_one_and_each_has_bounds() -> None:
    assert EXTRACTS[-1] is ESTABLISHMENTS
    assert len({extract.stem for extract in EXTRACTS}) == 4
    assert set(FULL) == set(SMALL) == {extract.stem for extract in EXTRACTS}
    assert [FULL[extract.stem][0] for extract in EXTRACTS] == [15_000, 30_000, 6_000, 45_000]
