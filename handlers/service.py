"""The service database as the rules see it: what may be read there, and the one open transaction of an action."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from handlers.holdings import Erasing, Erasures
from handlers.publishers import Publishers
from handlers.unlink import Accounts, LoginFound


class TransactionStatus(StrEnum):
    """What the service database says of a transaction id (`pg_xact_status`)."""

    COMMITTED = "committed"
    ABORTED = "aborted"
    IN_PROGRESS = "in progress"
    TOO_OLD_TO_TELL = "too old to tell"


class Acting(Erasing, Protocol):
    """One open transaction on the service database; leaving its context without `commit` rolls it back.

    Every call raises ServiceDatabaseUnavailable when the database could not do it.
    """

    async def lock(self, subject_id: str, second_id: str | None, current_email: str | None) -> Accounts:
        """Lock the rows and read them again, the subject by its id."""

    async def lock_login(self, subject_id: str, one_login_id: str) -> LoginFound:
        """The same as `look_up_login`, with the account's row locked."""

    async def unlink(self, subject_id: str) -> int:
        """Wipe the One Login id and touch `updated_at`; returns the number of rows changed."""

    async def link(self, subject_id: str, one_login_id: str) -> int:
        """Put a One Login id back on an account that has none; returns the number of rows changed.

        Zero as well when another account has that id by now.
        """

    async def transaction_id(self) -> str:
        """The id by which `transaction_status` can later tell what became of this transaction."""

    async def commit(self) -> None:
        """Commit. When this raises, nobody knows: ask `transaction_status`."""


class ServiceDatabase(Erasures, Publishers, Protocol):
    """Teaching Vacancies' PostgreSQL, as far as this bot may touch it."""

    async def look_up(self, subject: str, current_email: str | None) -> Accounts:
        """Read the accounts under two addresses, capitals ignored. Raises ServiceDatabaseUnavailable."""

    async def look_up_login(self, subject_id: str, one_login_id: str) -> LoginFound:
        """Read one account by its id, and whether any account has this One Login id.

        Raises ServiceDatabaseUnavailable.
        """

    def acting(self, request_id: UUID) -> AbstractAsyncContextManager[Acting]:
        """Open the transaction of one action. Raises ServiceDatabaseUnavailable."""

    async def transaction_status(self, xid: str) -> TransactionStatus:
        """What became of a transaction. Raises ServiceDatabaseUnavailable."""
