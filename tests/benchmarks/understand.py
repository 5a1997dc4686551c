"""How much processor time reading a message takes: ordinary ones, 20 KB of prose, and the worst shapes we know.

Run by hand: `python -m tests.benchmarks.understand [ROUNDS]`. Prints milliseconds of processor time, best of ROUNDS.
The aim: 5 for an ordinary message, 50 for one of 20 KB; the absolute times depend on the machine.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

from handlers.reading import Message, understand
from handlers.reading.lines import message_from

GOLDEN = Path(__file__).parent.parent / "reading" / "golden"
BYTES = 20 * 1024
_PROSE = (
    "Hi team, can you have a look at this one? The jobseeker says she cannot get in, her email is jo@example.com and"
    " the school is Oakfield Primary School. Ticket 12345. Thanks, Ruth.\n\n"
)
_ACTIONS = "Please delete jo@example.com from One Login at Oakfield School, URN 123456, vacancy 9912 deadline. "
_QUOTES = "".join(f"{'>' * depth} On Monday Jo wrote:\n" for depth in range(1, 60)) * 20
_HOSTILE = {
    "@": "@",
    "a@": "a@",
    "a.@b.": "a.@b.",
    "address after address": "a.b@example.com ",
    "delete": "delete ",
    "asked us to delete": "jo@example.com asked us to delete ",
    "please delete the data of": "please delete the data of ",
    "alerts deleted": "job alerts deleted and ",
    "wants to": "wants to ",
    "not": "not ",
    "capital words": "Aa and ",
    "school names": "Oak School and Elm Academy ",
    "numbers": "123456 ",
    "line ends": "a\n",
    "semicolons": ";",
    "headers": "From: a\nTo: b\n",
    "nested quotes": _QUOTES,
    "nested blockquotes": "<blockquote>a",
    "nested divs": "<div>",
    "paragraphs": "<p>a",
    "comments": "<!--",
    "declarations": "<!",
    "entities": "&amp;",
    "mentions": "<at>x</at>",
    "mail links": "<a href='mailto:x@example.com'>",
    "table cells": "<tr><td>a</td></tr>",
}


def main(rounds: int) -> None:
    ordinary = [
        (milliseconds(message_from(json.loads(path.read_text())["message"]), rounds), path.stem)
        for path in GOLDEN.rglob("*.json")
    ]
    times = [time for time, _ in ordinary]
    slowest, name = max(ordinary)
    print(f"{len(times)} golden messages: median {statistics.median(times):.2f} ms, slowest {slowest:.2f} ms ({name})")
    for title, unit in (("20 KB of prose", _PROSE), ("20 KB of action words", _ACTIONS)):
        print(f"{title:<28}{milliseconds(Message(_filled(unit)), rounds):>8.1f} ms")
    print("20 KB of                      text   text and HTML copy")
    for title, unit in _HOSTILE.items():
        text = _filled(unit)
        alone, both = (milliseconds(Message(text, copy), rounds) for copy in (None, text))
        print(f"{title:<28}{alone:>6.1f}{both:>12.1f} ms")


def milliseconds(message: Message, rounds: int) -> float:
    """Return the least processor time of several readings."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        understand(message)
        best = min(best, time.process_time() - started)
    return best * 1000


def _filled(unit: str) -> str:
    return (unit * (BYTES // len(unit) + 1))[:BYTES]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
