"""What Teaching Vacancies' own database knows of hiring staff ("publishers") and of where they may sign in.

Source: teaching-vacancies 98445ab, omniauth_callbacks_controller.rb lines 98-144 (how sign-in finds an organisation),
update_users_in_db.rb lines 28-47 (how a person comes to be listed at one).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from handlers.diagnosis import Holding
from handlers.organisations import Organisation

MOST_LISTED: Final = 200
"""At how many organisations one address may be listed for `known_at` to answer."""


@dataclass(frozen=True, slots=True)
class Held:
    """What there is under an organisation's URN, UID or code.

    `status` is the service's own text (Open, Closed, …), None on local authorities. `discarded_on` is a UK date: the
    nightly import discards all over again, so of a closed school it is the day of the last import and not the day on
    which the school was taken out. A single-academy trust is held through the schools that name it; then KEPT with
    `also_discarded` says that there is a discarded one too, and sign-in may end at either: it does not ask which is
    kept, nor in which order. For the same reason such a trust's DISCARDED does not stop anybody from signing in.
    """

    holding: Holding
    discarded_on: date | None = None
    status: str | None = None
    also_discarded: bool = False


class Publishers(Protocol):
    """Reading for the diagnosis of a failed sign-in.

    Every call raises ServiceDatabaseUnavailable when the database could not do it, among others because it has
    changed since; its text says what is missing.
    """

    async def held(self, organisations: Sequence[Organisation]) -> Mapping[str, Held]:
        """What is held of each of these (about 10 at most), by their id; one round trip.

        As sign-in looks: schools by URN, multi-academy trusts by UID, local authorities by code, single-academy
        trusts by the schools that name them. Any other group is MISSING: the service stores none.
        """

    async def known_at(self, email: str) -> tuple[str, ...]:
        """The ids (urn:…, uid:…, la:…) of the organisations at which this address is listed, capitals ignored.

        In order of the ids; () when at none. Several people may share an address, and a row says that DfE Sign-in
        listed it there at some time, not that it does now. Whom DfE Sign-in listed only for an organisation that the
        service does not hold is at none either. Refuses (ServiceDatabaseUnavailable) to answer for an address at more
        than MOST_LISTED organisations, because a part of the list would make "not here" false.
        """
