"""What the tests of the practice world share: a folder that any account can reach, and one PostgreSQL a worker."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from practice.postgres import Cluster
from practice.postgres_home import OWN_BINARIES, scratch


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """An empty folder; pytest's own are closed to other accounts, and PostgreSQL does not run as root."""
    yield from _open_folders()


@pytest.fixture(scope="session")
def used_folder() -> Iterator[Path]:
    """A folder whose cluster many tests start in turn: making one takes most of a second, and crashes must not show."""
    yield from _open_folders()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A throw-away PostgreSQL; a test makes databases of its own in it."""
    for folder in _open_folders():
        with Cluster(folder, durable=False) as running:
            yield running


@pytest.fixture(scope="session", params=["wheel", *map(str, Path("/usr/lib/postgresql").glob("*/bin"))])
def every_cluster(request: pytest.FixtureRequest) -> Iterator[Cluster]:
    """The same with each PostgreSQL there is: the wheel's, and Debian's where installed."""
    if request.param == "wheel":
        yield request.getfixturevalue("cluster")
        return
    for folder in _open_folders():
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(OWN_BINARIES, request.param)
            other = Cluster(folder, durable=False)
            other.start()
        yield other
        other.stop()


def _open_folders() -> Iterator[Path]:
    """The one folder of a fixture, removed in the end."""
    folder = scratch()
    yield folder
    shutil.rmtree(folder)
