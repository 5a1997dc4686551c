"""One look at everything the bot needs: a line for each check, and for what is wrong, how to put it right."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from bot.words.doctor import NOT_BEFORE, NOT_TRUSTED
from handlers.errors import kind_of

SECONDS = 10.0  # for one check; they run side by side


class Note(str):
    """A sentence that is worth reading and no fault."""

    __slots__ = ()


@dataclass(frozen=True)
class Check:
    """One thing to look at: `look` gives a sentence for each fault or Note, and `fix` says what to do about faults.

    `after` names the checks without which this one cannot be asked: their faults then explain it, and its own fix
    would send somebody the wrong way.
    """

    name: str
    fix: str
    look: Callable[[], Awaitable[Sequence[str]]]
    after: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a check found; without faults all is well."""

    check: str
    faults: tuple[str, ...]
    fix: str
    notes: tuple[str, ...] = ()


async def examine(checks: Sequence[Check]) -> list[Outcome]:
    """Run the checks side by side; one that fails or takes too long is a fault of its own and stops no other."""
    told = await asyncio.gather(*(_outcome(check) for check in checks))
    wrong = {outcome.check for outcome, _ in told if outcome.faults}
    return [
        outcome if asked else _explained(outcome, [name for name in check.after if name in wrong])
        for check, (outcome, asked) in zip(checks, told, strict=True)
    ]


async def _outcome(check: Check) -> tuple[Outcome, bool]:
    """What it found, and whether it could be asked at all."""
    try:
        async with asyncio.timeout(SECONDS):
            found = await check.look()
        faults = tuple(each for each in found if not isinstance(each, Note))
        notes = tuple(str(each) for each in found if isinstance(each, Note))
        return Outcome(check.name, faults, check.fix, notes), True
    except TimeoutError:
        faults = (f"no answer within {SECONDS:.0f} seconds",)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what this check found
        faults = (NOT_TRUSTED if _untrusted(error) else f"cannot be asked: {kind_of(error)}",)
    return Outcome(check.name, faults, check.fix), False


def _explained(outcome: Outcome, first: Sequence[str]) -> Outcome:
    return replace(outcome, faults=(NOT_BEFORE.format(first=first[0]),), fix="") if first else outcome


def _untrusted(error: BaseException | None) -> bool:
    """Whether a certificate that nobody here vouches for is behind it."""
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None


def lines(outcomes: Iterable[Outcome]) -> list[str]:
    """For people: what is well in a line, what is not with every fault and the fix."""
    told: list[str] = []
    for outcome in outcomes:
        told.append(f"{'FAULT' if outcome.faults else 'ok   '}  {outcome.check}")
        told += [f"         {fault}" for fault in outcome.faults]
        told += [f"         → {outcome.fix}"] if outcome.faults and outcome.fix else []
        told += [f"         note: {note}" for note in outcome.notes]
    return told


def as_json(outcomes: Sequence[Outcome]) -> str:
    """For programs: {"ok": bool, "checks": [{"check", "ok", "faults", "fix", "notes"}]}."""
    checks = [{**asdict(outcome), "ok": not outcome.faults} for outcome in outcomes]
    return json.dumps({"ok": all(check["ok"] for check in checks), "checks": checks})
