"""One place names concrete adapters: bot/app.py. Whoever else needs one is listed here with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.guards.repo import imported, modules, named

CONCRETE = (
    "adapters.anchor.file",
    "adapters.anchor.web",
    "adapters.bot_database.anchoring",
    "adapters.bot_database.chain",
    "adapters.bot_database.channel",
    "adapters.bot_database.retention",
    "adapters.bot_database.verify",
    "adapters.bot_database.book",
    "adapters.bot_database.vault",
    "adapters.bot_database.work",
    "adapters.bot_database.turn",
    "adapters.bot_database.migrate",
    "adapters.bot_database.revision",
    "adapters.bot_database.audit",
    "adapters.register.current",
    "adapters.register.fetch",
    "adapters.register.search",
    "adapters.register.store",
    "adapters.register.update",
    "adapters.service_database.service",
    "adapters.service_database.jobseekers",
    "adapters.service_database.erasures",
    "adapters.service_database.applications",
    "adapters.service_database.drift",
    "adapters.service_database.rights",
    "adapters.teams",
    "adapters.directory",
    "adapters.identity",
    "adapters.postgres",
    "adapters.web",
)
EXCEPTIONS = {
    "bot/app.py": set(CONCRETE),  # the wiring
    "bot/opening.py": {  # what both the bot and its doctor open
        "adapters.directory",
        "adapters.identity",
        "adapters.postgres",
        "adapters.service_database.service",
        "adapters.web",
    },
    "bot/checks/databases.py": {"adapters.bot_database.revision", "adapters.bot_database.verify"},  # the doctor's
    "bot/checks/entra.py": {"adapters.identity"},
    "bot/checks/here.py": {"adapters.register.store"},
    "bot/checks/teams.py": {"adapters.identity", "adapters.teams"},
    "bot/__main__.py": {"adapters.bot_database.migrate"},  # a command of its own, without the rest of the bot
    "bot/audit.py": {  # the same
        "adapters.anchor.file",
        "adapters.anchor.web",
        "adapters.bot_database.audit",
        "adapters.bot_database.chain",
        "adapters.bot_database.vault",
        "adapters.bot_database.verify",
        "adapters.postgres",
        "adapters.web",
    },
    "bot/counting.py": {"adapters.bot_database.audit"},  # counts its records
    "bot/standing.py": {"adapters.bot_database.anchoring", "adapters.register.current"},  # shows how they stand
    "bot/watching.py": {"adapters.bot_database.verify"},  # what it found
    "bot/words/audit.py": {"adapters.bot_database.chain", "adapters.bot_database.verify"},  # words for what they find
    "bot/lookup.py": {"adapters.register.search", "adapters.register.store"},  # the same
    "bot/update.py": {"adapters.register.fetch", "adapters.register.update"},  # the same
    # what is due, when there is room for it, and where it goes
    "bot/sending.py": {"adapters.bot_database.channel", "adapters.bot_database.work", "adapters.teams"},
    "bot/mentions.py": {"adapters.bot_database.work", "adapters.teams"},  # whom a notice mentions
    "bot/hearing.py": {"adapters.bot_database.channel"},  # what an activity shows of it
    "bot/words/channel.py": {"adapters.bot_database.channel"},  # words for it
    "bot/turns.py": {"adapters.bot_database.work"},  # which message a click came from
    # Asks whether it answers, and whether the schema is one it can work with: no rule ever does.
    "bot/health.py": {"adapters.bot_database.revision", "adapters.service_database.service"},
}


@pytest.mark.parametrize("path", modules("bot"), ids=named)
def test_only_the_wiring_names_concrete_adapters(path: Path) -> None:
    taken = {name for name in CONCRETE if name in imported(path)}
    assert taken <= EXCEPTIONS.get(named(path), set())


@pytest.mark.parametrize("path", sorted(set(EXCEPTIONS) - {"bot/app.py"}))
def test_no_exception_outlives_its_reason(path: str) -> None:
    [module] = [each for each in modules("bot") if named(each) == path]
    assert EXCEPTIONS[path] <= imported(module)


@pytest.mark.parametrize("path", modules("adapters"), ids=named)
def test_adapters_know_of_the_rules_their_words_only(path: Path) -> None:
    """DESIGN: handlers' model, ports and errors; and the pure values and tables that those speak of."""
    words = {
        "model",
        "terms",
        "ports",
        "errors",
        "roles",
        "states",
        "unlink",
        "holdings",
        "timers",
        "notices",
        "figures",
        "service",
        "organisations",
        "eligibility",
        "diagnosis",
        "publishers",
    }
    ours = {name.split(".")[1] for name in imported(path) if name.startswith("handlers.")}
    assert ours <= words


@pytest.mark.parametrize("path", modules("bot", "handlers", "adapters"), ids=named)
def test_nothing_that_runs_knows_the_practice_world_or_the_tests(path: Path) -> None:
    assert not {name for name in imported(path) if name.split(".")[0] in ("practice", "tests", "pytest", "hypothesis")}


@pytest.mark.parametrize("path", modules("bot", "handlers", "adapters", "practice"), ids=named)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    text = path.read_text()
    assert not text or text.lstrip().startswith('"""')
