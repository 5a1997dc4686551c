"""The sample of practice/register/ as a register of today, built once by each process that runs tests."""

from __future__ import annotations

import atexit
import shutil
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from adapters.register.build import build
from adapters.register.extracts import SMALL
from adapters.register.store import LONDON, file_of
from practice.register_server import sample
from tests.register.files import write


def today() -> date:
    return datetime.now(UTC).astimezone(LONDON).date()


@lru_cache(maxsize=1)
def sample_folder() -> Path:
    """A folder with that register, for all who only read."""
    folder = Path(mkdtemp(prefix="register-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    put_sample(folder, today())
    return folder


def put_sample(folder: Path, day: date) -> None:
    """The same as the register of any day."""
    with TemporaryDirectory() as aside:
        build(write(sample(), Path(aside)), day, file_of(folder, day), bounds=SMALL, before={})
