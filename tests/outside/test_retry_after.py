"""Retry-After in every form that a server may send: seconds, a date, rubbish, nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web import AGENT, LONGEST_WAIT, json_object, make_client, retry_after

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("1", 1),
        (" 30 ", 30),
        ("120", 120),
        ("300", 300),
        ("301", 300),
        ("9" * 400, 300),
        ("Fri, 20 Nov 2026 09:00:45 GMT", 45),
        ("Fri, 20 Nov 2026 09:00:45 -0000", 45),
        ("Fri, 20 Nov 2026 10:00:45 +0100", 45),
        ("Friday, 20-Nov-26 09:00:45 GMT", 45),
        ("Fri, 20 Nov 2026 08:59:00 GMT", 0),
        ("Fri, 20 Nov 2026 12:00:00 GMT", 300),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("+3", None),
        ("1e3", None),
        ("30 seconds", None),
        ("Fri, 99 Nov 2026 09:00:45 GMT", None),
        ("Fri, 20 Nov 2026 09:00:45 +9999999999999999", None),
        ("Fri, 20 Nov 99999999999999999999 09:00:45 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", 300),
    ],
)
def test_what_it_says_is_how_long_we_wait_and_never_longer_than_five_minutes(value: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": value}, NOW) == seconds
    assert LONGEST_WAIT == 300


def test_the_name_of_the_header_is_written_in_any_way() -> None:
    assert retry_after(httpx.Headers({"Retry-AFTER": "7"}), NOW) == 7
    assert retry_after({}, NOW) is None


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d+ (Nov|Feb) \d+ \d+:\d+:\d+ [+-]?\w*", fullmatch=True))
def test_rubbish_never_breaks_anything(value: str) -> None:
    seconds = retry_after({"retry-after": value}, NOW)
    assert seconds is None or 0 <= seconds <= LONGEST_WAIT


@given(st.integers(-10_000, 10_000))
def test_a_date_is_as_far_as_it_is(ahead: int) -> None:
    value = format_datetime(NOW + timedelta(seconds=ahead), usegmt=True)
    assert retry_after({"retry-after": value}, NOW) == min(max(ahead, 0), LONGEST_WAIT)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"5", b"null", b"<html>", b"\xff\xfe\x00", b'"text"', b"{", b"[" * 100_000]
)
def test_a_body_that_is_no_json_object_is_an_empty_one(body: bytes) -> None:
    assert json_object(httpx.Response(200, content=body)) == {}


async def test_the_one_client_names_itself_follows_no_redirects_and_has_a_time_limit() -> None:
    async with make_client(3.0) as client:
        assert client.headers["User-Agent"] == AGENT
        assert client.follow_redirects is False
        assert client.timeout == httpx.Timeout(3.0)
