"""How often a query as people write it finds what it means: on the sample always, on the full-size files on demand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.register.build import build
from adapters.register.extracts import EXTRACTS, FULL
from adapters.register.search import Register
from adapters.register.store import Stored
from tests.register.files import DAY
from tests.register.queries import KINDS, SHORT_TRUST, Query, Recall, make, measure

FULL_SIZE = "GIAS_FULL_SIZE"  # names a folder with the four files of one day, {stem}….csv
SEED = 20261122


def recall_of(stored: Stored, register: Register, each: int) -> Recall:
    missed: list[Query] = []
    recall = measure(
        list(make(stored, each, SEED)),
        lambda text: [match.organisation.id for match in register.look_up(text).matches],
        missed,
    )
    for query in missed:  # shown only when the test fails
        print(f"{query.kind}: {query.text!r} means {sorted(query.means)}")
    return recall


def assert_good(recall: Recall, each: int) -> None:
    assert set(recall.asked) == set(KINDS)
    assert min(recall.asked.values()) >= each / 2
    assert recall.share(recall.first) >= 0.95
    assert recall.share(recall.five) >= 0.99
    assert recall.share(recall.five, SHORT_TRUST) >= 0.95
    for kind in KINDS:
        assert recall.share(recall.first, kind) >= 0.9, kind
        assert recall.share(recall.five, kind) >= 0.97, kind


def test_on_the_sample(sample_stored: Stored, sample_register: Register) -> None:
    assert_good(recall_of(sample_stored, sample_register, 60), 60)


def test_the_same_seed_makes_the_same_queries(sample_stored: Stored) -> None:
    assert list(make(sample_stored, 5, 1)) == list(make(sample_stored, 5, 1))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stored]:
    """The register of the folder that the environment names."""
    folder = Path(os.environ[FULL_SIZE])
    files = {extract.stem: next(folder.glob(f"{extract.stem}2*.csv")) for extract in EXTRACTS}
    target = tmp_path_factory.mktemp("full") / "register.sqlite3"
    counts = build(files, DAY, target, bounds=FULL, before={})
    assert sum(counts.values()) > 100_000
    with Stored(target) as stored:
        yield stored


@pytest.mark.long
@pytest.mark.skipif(FULL_SIZE not in os.environ, reason=f"{FULL_SIZE} names no folder with the full-size files")
def test_on_the_full_size_register(full: Stored) -> None:
    assert_good(recall_of(full, Register(full), 150), 150)
