"""The register's host over real HTTP, on a port of its own, and one register of the sample for all who only read."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest
from aiohttp import web

from adapters.register.build import build
from adapters.register.extracts import SMALL
from adapters.register.search import Register
from adapters.register.store import Stored, file_of
from practice.faults import Faults
from practice.register_server import RegisterServer, sample
from tests.register.files import DAY, write


@dataclass
class Host:
    """What answers at `url`: the files, and the faults that calls of "register" meet."""

    url: str
    server: RegisterServer
    faults: Faults


@pytest.fixture
async def host() -> AsyncIterator[Host]:
    faults, server = Faults(), RegisterServer()
    server.newest = DAY
    app = web.Application(middlewares=[faults.middleware])
    app.add_routes(server.routes())
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield Host(f"http://127.0.0.1:{runner.addresses[0][1]}/register", server, faults)
    await runner.cleanup()


@pytest.fixture(scope="session")
def sample_stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stored]:
    """The sample of practice/register/, built."""
    folder = tmp_path_factory.mktemp("sample")
    target = file_of(folder, DAY)
    build(write(sample(), folder), DAY, target, bounds=SMALL, before={})
    with Stored(target) as stored:
        yield stored


@pytest.fixture(scope="session")
def sample_register(sample_stored: Stored) -> Register:
    """The same, ready to answer."""
    return Register(sample_stored)
