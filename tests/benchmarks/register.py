"""The register on the full-size files: import, memory, index, look-ups and recall, beside csv.reader and FTS5.

Run by hand: `python -m tests.benchmarks.register FOLDER [QUERIES]`, where FOLDER holds the four files of one day as
{stem}{YYYYMMDD}.csv and QUERIES is how many queries of each of the fourteen kinds are asked (100). Times depend on the
machine and on what else it does; ratios are of one run. Memory is the resident peak of a process of its own.

pg_trgm, the other thing one would try, is not among these figures: the embedded PostgreSQL comes without it (its only
extensions are plpgsql and vector), and the bot database is to do without extensions.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from adapters.register.build import build
from adapters.register.extracts import ENCODING, ESTABLISHMENTS, EXTRACTS, FULL
from adapters.register.names import words_of
from adapters.register.search import Register
from adapters.register.store import Stored
from tests.register.queries import KINDS, Query, Recall, make, measure

SEED = 1
MOST_OFFERED = 15  # bot/typeahead.py


def main(folder: Path, each: int) -> None:
    with tempfile.TemporaryDirectory() as aside:
        target = Path(aside) / "register.sqlite3"
        bare = min(_seconds(lambda: _read(_files(folder)[ESTABLISHMENTS.stem])) for _ in range(3))
        imported = _apart("build", folder, target)
        ready = _apart("index", folder, target)
        idle = _apart("idle", folder, target)
        print(f"csv.reader, the big file     {bare:8.2f} s")
        ratio = imported["seconds"] / bare
        print(f"import, all four files       {imported['seconds']:8.2f} s   {ratio:.1f} times csv.reader (at most 8)")
        print(f"  resident peak              {imported['peak']:8.0f} MB  (at most 60)")
        print(f"index ready                  {ready['seconds']:8.2f} s   (at most 1.5)")
        print(
            f"  resident then              {ready['now']:8.0f} MB  of which without the register {idle['now']:.0f} MB"
        )
        with Stored(target) as stored:
            _look_ups(stored, each)


def _look_ups(stored: Stored, each: int) -> None:
    register = Register(stored)
    queries = list(make(stored, each, SEED))
    for query in queries[:100]:
        register.look_up(query.text)
    urns = [stored.organisation(n).number for n in range(1, stored.size, max(1, stored.size // 2000))]
    by_number = [_seconds(lambda urn=urn: register.look_up(f"URN {urn}")) for urn in urns]  # type: ignore[misc]
    bare = [_seconds(lambda urn=urn: stored.identified(urn)) for urn in urns]  # type: ignore[misc]
    _print_times("identifier to number", bare, 0.1)
    _print_times("identifier, whole answer", by_number, 0.1)
    ours, times = _asked(queries, lambda text: [match.organisation.id for match in register.look_up(text).matches])
    _print_times("name query", times, 10)
    offers = [_seconds(lambda text=text: register.look_up(text, MOST_OFFERED)) for text in _typed(queries)]  # type: ignore[misc]
    _print_times("typing one, 15 offered", offers, 10)
    fts = _Fts(stored)
    theirs, fts_times = _asked(queries[:: max(1, each // 10)], fts.look_up)  # it is slow
    _print_times("the same by FTS5 trigrams", fts_times, None)
    print(f"\n{'recall':<22}{'asked':>8}{'ours @1':>10}{'@5':>8}{'FTS5 @1':>10}{'@5':>8}")
    for kind in (*KINDS, None):
        asked = sum(ours.asked.values()) if kind is None else ours.asked[kind]
        shares = [recall.share(found, kind) for recall in (ours, theirs) for found in (recall.first, recall.five)]
        print(f"{kind or 'all':<22}{asked:>8}{shares[0]:>10.3f}{shares[1]:>8.3f}{shares[2]:>10.3f}{shares[3]:>8.3f}")


def _typed(queries: Sequence[Query]) -> list[str]:
    """What a card asks for while somebody types these: the letters so far, at every third."""
    return [query.text[:end] for query in queries[::10] for end in range(3, len(query.text) + 1, 3)]


def _asked(queries: list[Query], look_up: Callable[[str], list[str]]) -> tuple[Recall, list[float]]:
    times: list[float] = []

    def timed(text: str) -> list[str]:
        started = time.perf_counter()
        found = look_up(text)
        times.append(time.perf_counter() - started)
        return found

    return measure(queries, timed), times


class _Fts:
    """What one gets with SQLite alone: trigrams over the same words, any of them, best by bm25, open ones first."""

    def __init__(self, stored: Stored) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE names USING fts5(words, tokenize='trigram')")
        self._ids = [stored.organisation(n).id for n in range(1, stored.size + 1)]
        texts = (f"{words} {places}" for _, words, places, _, _ in stored.searchable())
        self._database.executemany("INSERT INTO names(rowid, words) VALUES (?, ?)", enumerate(texts, 1))

    def look_up(self, text: str) -> list[str]:
        words = [word for word in words_of(text) if len(word) > 2]
        runs = dict.fromkeys(word[at : at + 3] for word in words for at in range(len(word) - 2))
        match = " OR ".join(f'"{run}"' for run in runs)
        query = "SELECT rowid FROM names WHERE names MATCH ? ORDER BY rank LIMIT 5"
        return [self._ids[n - 1] for (n,) in self._database.execute(query, (match,))] if runs else []


def _apart(what: str, folder: Path, target: Path) -> dict[str, float]:
    """Measure one step in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.register", str(folder), what, str(target)]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(ended.stdout)
    return found


def _step(what: str, folder: Path, target: Path) -> None:
    steps: dict[str, Callable[[], object]] = {
        "build": lambda: build(_files(folder), date(2026, 11, 20), target, bounds=FULL, before={}),
        "index": lambda: _kept.append(Register(Stored(target))),
        "idle": lambda: None,
    }
    seconds = _seconds(steps[what])
    # Not getrusage: its peak is the parent's where that was larger.
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    peak, now = (int(status[name].split()[0]) / 1024 for name in ("VmHWM", "VmRSS"))
    print(json.dumps({"seconds": seconds, "peak": peak, "now": now}))


_kept: list[object] = []


def _files(folder: Path) -> dict[str, Path]:
    return {extract.stem: next(folder.glob(f"{extract.stem}2*.csv")) for extract in EXTRACTS}


def _read(path: Path) -> None:
    with path.open(encoding=ENCODING, errors="replace", newline="") as file:
        for _ in csv.reader(file):
            pass


def _seconds(step: Callable[[], object]) -> float:
    started = time.perf_counter()
    step()
    return time.perf_counter() - started


def _print_times(name: str, times: Sequence[float], most: float | None) -> None:
    late = statistics.quantiles(times, n=100)[-1] * 1000
    limit = "" if most is None else f"  (at most {most})"
    print(f"{name:<28}median {statistics.median(times) * 1000:7.3f} ms   p99 {late:7.3f} ms{limit}")


if __name__ == "__main__":
    if len(sys.argv) == 4:
        _step(sys.argv[2], Path(sys.argv[1]), Path(sys.argv[3]))
    else:
        main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100)
