"""Real activities, changed in their structure: goes deeper than random JSON, which is refused at the door."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from practice.altering import Json

CANARY = "canary\u202e<at>everyone</at>[x](javascript:alert(1))"
# What is put in by its name when an activity is written: JSON cannot say it, or drawing it would be slow.
_RAW: Mapping[str, bytes] = {
    "a thousand lists in each other": b"[" * 1000 + b"]" * 1000,
    "nine hundred objects in each other": b'{"a":' * 900 + b"1" + b"}" * 900,
    "bytes that are no UTF-8": b'"canary\xff\xc0\x80"',
    "a word too long for an id": b'"' + b"canary" * 84 + b'"',
    "a word too long for a text": b'"' + b"canary" * 17_000 + b'"',
    "a megabyte": b'"' + b"canary" * 170_000 + b'"',
    "many mentions": b'"' + b"<at>TV Support</at>" * 500 + b'"',
    "many addresses": b'"' + b"a@b.co " * 5_000 + b'"',
    "many objects": b"[" + b"{}," * 2_000 + b"{}]",
    "four thousand digits": b"9" * 4_000,
    "five thousand digits": b"9" * 5_000,
}

HOSTILE = st.one_of(
    st.sampled_from(list(_RAW)),
    st.sampled_from(
        [None, True, False, 0, -1, 2, 10**30, -(10**400), 1.5, 1e308, float("nan"), float("inf"), "", [], {}]
    ),
    st.sampled_from(
        [
            CANARY,
            "\0",
            "\ud800",
            "canary\udfff\ud83d",
            "\u200b\u2066\u2069\u202e\ufeff",
            "approve AAAAA-1",
            "19:canary@thread.tacv2;messageid=1;messageid=2",
            "00000000-0000-0000-0000-000000000000",
            "../../../etc/passwd",
            "'; DROP TABLE requests; --",
            {"id": CANARY},
            {"canary": {"canary": [CANARY]}},
            [CANARY, None, 5, {}],
        ]
    ),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
        max_leaves=6,
    ),
)


@dataclass(frozen=True)
class Change:
    """One change: at the node with this number, counted as `_nodes` walks, with help of another node or a value."""

    how: str
    where: int
    other: int
    value: Any


@dataclass(frozen=True)
class Spoiling:
    """What is done to the bytes in the end: by name, at a place (as a share of the whole)."""

    how: str
    where: float


CHANGES: Mapping[str, Callable[[Any, Any, Change], Any]] = {
    "replaced": lambda old, other, change: change.value,
    "by another's": lambda old, other, change: other,
    "in a list": lambda old, other, change: [old],
    "many times": lambda old, other, change: [old] * 12,
    "in an object": lambda old, other, change: {"canary": old},
    "as text": lambda old, other, change: json.dumps(old),
    "with more": lambda old, other, change: (
        {**old, "canary": change.value} if isinstance(old, dict) else [old, change.value]
    ),
}
DROPPED, RENAMED = "dropped", "renamed"
SPOILINGS: Mapping[str, Callable[[bytes, int], bytes]] = {
    "cut": lambda body, at: body[:at],
    "byte changed": lambda body, at: body[:at] + b"\xff" + body[at + 1 :],
    "byte order mark": lambda body, at: b"\xef\xbb\xbf" + body,
    "in UTF-16": lambda body, at: body.decode("utf-8", "replace").encode("utf-16"),
    "twice": lambda body, at: body + body,
    "a field twice": lambda body, at: body[:-1] + b', "type": "message"}',
    "an inner field twice": lambda body, at: body.replace(b'"id":', b'"id": "canary", "id":'),
}
changes = st.lists(
    st.builds(
        Change,
        st.sampled_from([*CHANGES, "replaced", "replaced", DROPPED, RENAMED]),
        st.integers(0, 200),
        st.integers(0, 200),
        HOSTILE,
    ),
    min_size=1,
    max_size=3,
)
# Most bodies stay JSON: what is none goes no further than the door.
spoilings = st.one_of(
    *[st.none()] * 6, st.builds(Spoiling, st.sampled_from(list(SPOILINGS)), st.floats(0, 1, exclude_max=True))
)


def changed(activity: Json, wanted: list[Change], *, under: str | None = None) -> Json:
    """A copy of the activity with these changes; `under` keeps them inside one field."""
    result: Json = copy.deepcopy(activity)
    for change in wanted:
        places = [place for place in _nodes(result) if under is None or place[0] == under]
        if places:
            _change(result, places, change)
    return result


def as_bytes(activity: Json, spoiling: Spoiling | None, *, ascii_only: bool) -> bytes:
    """The activity as sent; what JSON cannot say is put in afterwards."""
    body = json.dumps(activity, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    for words, raw in _RAW.items():
        body = body.replace(json.dumps(words).encode(), raw)
    return SPOILINGS[spoiling.how](body, int(spoiling.where * len(body))) if spoiling else body


def _nodes(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of all values, outermost first."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [path] if path else []
    for name, each in inner:
        found += _nodes(each, (*path, name))
        if len(found) > 400:
            break
    return found


def _at(root: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        root = root[step]
    return root


def _change(root: Json, places: list[tuple[Any, ...]], change: Change) -> None:
    *outer, name = places[change.where % len(places)]
    holder = _at(root, tuple(outer))
    if change.how == DROPPED:
        del holder[name]
    elif change.how == RENAMED and isinstance(holder, dict):
        holder["canary"] = holder.pop(name)
    else:
        made = CHANGES.get(change.how, CHANGES["replaced"])
        # Copied, because a drawn value may come again, and would then be inside itself.
        holder[name] = copy.deepcopy(made(holder[name], _at(root, places[change.other % len(places)]), change))
