"""A look at the service database cannot change it, and one that was made read-only is not changed by anything."""

from __future__ import annotations

from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from adapters.service_database.service import _BEGIN_ACTING
from handlers.execute import run_next
from handlers.states import State
from tests.faults.desk import desk
from tests.world import rows_of

CHANGE = text("UPDATE jobseekers SET govuk_one_login_id = govuk_one_login_id")


@pytest.mark.parametrize("read_only", [True, False])
async def test_only_a_transaction_that_acts_can_write(databases: tuple[str, str], *, read_only: bool) -> None:
    async with desk(*databases) as here:
        opening = here.service._looking("test") if read_only else here.service._transaction(_BEGIN_ACTING, "test")
        async with opening as begun:
            if read_only:
                with pytest.raises(DBAPIError, match="read-only transaction"):
                    await begun.connection.execute(CHANGE)
            else:
                await begun.connection.execute(CHANGE)


async def test_a_database_that_was_made_read_only_stays_as_it_is(
    databases: tuple[str, str], people: dict[str, str]
) -> None:
    """As Azure does with one whose storage is nearly full, and operators before they move it."""
    async with desk(*databases) as here:
        request = await here.approved(people["linked"])
    owner = await asyncpg.connect(databases[1])
    name = await owner.fetchval("SELECT current_database()")
    await owner.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    await owner.close()
    async with desk(*databases) as here:
        assert await run_next(uuid4(), here.ports)
        assert (await here.settle(request.id)).state is State.FAILED
    [person] = await rows_of(databases[1], "SELECT * FROM jobseekers WHERE email = $1", people["linked"])
    assert person["govuk_one_login_id"]
