"""Wait for something to become true, woken by what changes it and never by polling."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class Changes:
    """A bell: whoever changes something rings it, whoever waits looks again."""

    def __init__(self) -> None:
        self._bell = asyncio.Event()
        self.rings = 0

    def ring(self) -> None:
        """Wake everybody who waits."""
        self.rings += 1
        self._bell.set()
        self._bell = asyncio.Event()

    async def wait(self, rings: int, timeout: float) -> bool:
        """Wait until it rang more than `rings` times; False when it did not within `timeout` seconds."""
        if self.rings > rings:
            return True
        try:
            await asyncio.wait_for(self._bell.wait(), timeout)
        except TimeoutError:
            return False
        return True

    async def until(self, predicate: Callable[[], Found], timeout: float, describe: Callable[[], str]) -> Found:
        """Give the first true answer of `predicate`.

        `timeout` in seconds. Raises TimeoutError that says what there was instead, in the words of `describe`.
        """
        try:
            async with asyncio.timeout(timeout):
                while not (found := predicate()):
                    await self._bell.wait()
                return found
        except TimeoutError:
            raise TimeoutError(f"not seen within {timeout} s; there is: {describe()}") from None
