"""Every attack on the audit, one file each in audit/: `audit verify` finds it, or PostgreSQL refuses it.

A file has a docstring (the attack in one sentence), `FOUND` (what verify finds; None when the attacker is refused by
the rights of the bot's role) and `attack`. It may have `FIRST_BAD`, the first bad record that verify names, and `ALONE`
when putting the rows back is not enough to undo it.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import asyncpg
import pytest

from adapters.bot_database.chain import Break
from adapters.bot_database.verify import Doubt
from bot.words.audit import verified
from tests.attacks.archive import Archive

FOLDER = Path(__file__).parent / "audit"
NAMES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
AT_LEAST = 60


@dataclass(frozen=True)
class Attack:
    """One file of audit/."""

    sentence: str
    found: Break | Doubt | None
    first_bad: int | None
    attack: Callable[[Archive], Awaitable[None]]
    alone: bool

    @staticmethod
    def named(name: str) -> Attack:
        module = import_module(f"tests.attacks.audit.{name}")
        return Attack(
            (module.__doc__ or "").strip(),
            module.FOUND,
            getattr(module, "FIRST_BAD", None),
            module.attack,
            getattr(module, "ALONE", False),
        )


@pytest.fixture
async def archive(databases: tuple[str, str], tmp_path: Path) -> AsyncIterator[Archive]:
    async with AsyncExitStack() as stack:
        yield await Archive.opened(stack, databases[0], tmp_path / "lines")


ALONE = [name for name in NAMES if Attack.named(name).alone]


@pytest.mark.parametrize("name", ALONE)
async def test_an_attack_on_the_tables_themselves_is_found(name: str, archive: Archive) -> None:
    await carry_out(Attack.named(name), archive)


async def test_each_attack_after_the_other_is_found_or_refused(archive: Archive) -> None:
    """Each begins with the same honest records and lines, which are put back before the next one."""
    lines, now = archive.lines(), archive.now
    await archive.back_up("honest")
    for name in NAMES:
        if name in ALONE:
            continue
        try:
            await carry_out(Attack.named(name), archive)
        except (AssertionError, pytest.fail.Exception) as error:
            raise AssertionError(f"{name}: {error}") from error
        await archive.restore("honest")
        archive.set_lines(lines)
        archive.now = now
    assert (await archive.verdict()).good


async def carry_out(attack: Attack, archive: Archive) -> None:
    before = await archive.verdict()
    assert before.good
    if attack.found is None:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await attack.attack(archive)
        assert await archive.verdict() == before
        return
    await attack.attack(archive)
    verdict = await archive.verdict()
    found = [each.what for each in (verdict.fault, *verdict.doubts) if each is not None]
    assert attack.found in found, verdict
    assert not verdict.good
    assert attack.first_bad is None or verdict.first_bad == attack.first_bad, verdict
    assert len(verified(verdict)) >= 2, "it is told in words"


async def test_nobody_has_attacked_and_nothing_is_found(archive: Archive) -> None:
    verdict = await archive.verdict()
    assert verdict.good, verdict
    assert (verdict.count, verdict.covered, verdict.lines) == (18, 14, 3)


def test_there_are_enough_attacks_and_each_says_what_it_is() -> None:
    assert len(NAMES) >= AT_LEAST
    attacks = [Attack.named(name) for name in NAMES]
    assert len({attack.sentence for attack in attacks}) == len(NAMES)
    for attack in attacks:
        assert attack.sentence.endswith(".") and "\n\n" not in attack.sentence, attack.sentence
    assert {each.found for each in attacks} >= {*Break, *Doubt} - {Doubt.NOT_COVERED, Doubt.NO_ANSWER}
