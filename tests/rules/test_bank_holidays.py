"""Our table of bank holidays is what the library `holidays` works out, year by year."""

from __future__ import annotations

from datetime import date

import holidays
import pytest

from handlers.bank_holidays import BANK_HOLIDAYS, FIRST, LAST
from handlers.working_time import SATURDAY
from tests.rules.given import NOW


@pytest.mark.parametrize("year", range(FIRST, LAST + 1))
def test_the_table_is_what_the_library_works_out(year: int) -> None:
    england = holidays.country_holidays("GB", subdiv="ENG", years=year)
    on_working_days = sorted(day for day in england if day.weekday() < SATURDAY)
    line = f'{year}: "{" ".join(f"{day:%m-%d}" for day in on_working_days)}",'
    ours = sorted(day for day in BANK_HOLIDAYS if day.year == year)
    assert ours == on_working_days, f"handlers/bank_holidays.py should say: {line}"


def test_the_table_reaches_years_ahead() -> None:
    assert date(FIRST, 1, 1) < NOW.date() < date(LAST - 10, 1, 1)
