"""The pages for people say what is so: links, words of cards, what to write, the states, the threats, the decisions."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.manifest import PackageSettings
from bot.settings import Settings
from bot.words.requests import KINDS, STATES
from handlers.commands import command_in, decision_in, finding_in
from handlers.reading import Message, understand
from handlers.roles import BUTTONS, Verb
from handlers.states import FINAL, State
from handlers.terms import Kind
from practice.diagram import PAGE, drawn
from tests.guards.repo import ROOT, files, named

PAGES = [path for path in files() if path.suffix == ".md"]
FOR_PEOPLE = [ROOT / "docs" / "for-bas.md", ROOT / "docs" / "for-developers.md"]
DECISIONS = ROOT / "docs" / "decisions"
LINK = re.compile(r"\]\(([^)\s]+)\)")
SETTING = re.compile(r"`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`")
# What looks like a setting and is one of the practice world, of a shell, or a name of SQL.
OTHER_NAMES = {"PRACTICE_POSTGRES_BIN", "PRACTICE_DIR", "HTTP_PROXY", "SSL_CERT_FILE"}


def prose(page: Path) -> str:
    """The page without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.S | re.M)


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", prose(page), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(prose(page)):
        path, _, anchor = link.partition("#")
        if "://" in path:
            continue
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_setting_that_is_named_is_one(page: Path) -> None:
    known = {name.upper() for settings in (Settings, PackageSettings) for name in settings.model_fields}
    assert set(SETTING.findall(prose(page))) <= known | OTHER_NAMES


@pytest.mark.parametrize("page", FOR_PEOPLE, ids=named)
def test_words_in_bold_inside_a_sentence_are_exactly_those_of_a_card(page: Path) -> None:
    """A bold beginning of a list item, which ends with a full stop or a comma inside, is an ordinary one."""
    bold = set(re.findall(r"\*\*([^*]+)\*\*", prose(page))) - {"bold"}
    begins = set(re.findall(r"^- \*\*([^*]+)\*\*", prose(page), re.M))
    titles = {button.title for button in BUTTONS.values()} | set(STATES.values()) | set(KINDS.values())
    actions = json.loads((ROOT / "manifest" / "manifest.json").read_text())["composeExtensions"][0]["commands"]
    titles |= {action["title"] for action in actions}
    assert bold - begins <= titles


def test_the_page_for_analysts_has_every_kind_state_and_button_of_theirs() -> None:
    page = prose(FOR_PEOPLE[0])
    approvers = {Verb.APPROVE, Verb.CONFIRM_DELETION, Verb.REJECT, Verb.IM_LOOKING, Verb.MARK_DONE}
    titles = {button.title for verb, button in BUTTONS.items() if verb not in approvers}
    kinds = {words for kind, words in KINDS.items() if kind is not Kind.UNDO_UNLINK}
    for words in titles | set(STATES.values()) | kinds:
        assert f"**{words}**" in page, words


def test_the_page_for_developers_has_every_button_of_theirs() -> None:
    for verb in (Verb.APPROVE, Verb.CONFIRM_DELETION, Verb.REJECT, Verb.IM_LOOKING, Verb.MARK_DONE, Verb.UNDO_UNLINK):
        assert f"**{BUTTONS[verb].title}**" in prose(FOR_PEOPLE[1])


def test_what_the_table_of_states_offers_is_what_the_card_offers() -> None:
    rows = re.findall(
        r"^\| (\*\*.+?\*\*) \| .+? \| (.+?) \|$", prose(FOR_PEOPLE[0]).partition("## What the card")[2], re.M
    )
    told = {
        state: set(re.findall(r"\*\*(.+?)\*\*", does)) for said, does in rows for state in said[2:-2].split("**, **")
    }
    assert set(told) == set(STATES.values())
    for state in State:
        here = {button.title for button in BUTTONS.values() if state in button.who}
        assert told[STATES[state]] <= here, state
        assert told[STATES[state]] or state in FINAL or not here & {"Ask a developer", "Cancel"}


def test_what_analysts_are_told_to_write_is_understood_so() -> None:
    rows = re.findall(r"^\| \*\*(.+?)\*\* \| `@TV Support (.+?)` \|", FOR_PEOPLE[0].read_text(), re.M)
    assert {words: KINDS.get(understand(Message(text)).as_json()["kind"]) for words, text in rows} == {
        words: words for words, _ in rows
    }
    # An undo is begun by a button; what is not decided yet, by choosing on a card.
    assert {words for words, _ in rows} == {KINDS[kind] for kind in set(Kind) - {Kind.UNDO_UNLINK, Kind.UNDECIDED}}


@pytest.mark.parametrize("page", FOR_PEOPLE, ids=named)
def test_the_words_for_the_bot_are_ones_that_it_knows(page: Path) -> None:
    written = re.findall(r"`@TV Support ([^`]+)`", prose(page).partition("## Before a developer")[2] or prose(page))
    assert written
    assert all(command_in(words) or decision_in(words) or finding_in(words) for words in written)


def test_the_diagram_is_that_of_the_rules() -> None:
    assert PAGE.read_text() == drawn(PAGE.read_text()), "run: .venv/bin/python -m practice diagram"


def threats() -> list[list[str]]:
    table = (ROOT / "docs" / "threat-model.md").read_text().partition("## Threats")[2].partition("\n## ")[0]
    return [row.strip("|").split(" | ") for row in table.splitlines() if row.startswith("| ")][1:]


@pytest.mark.parametrize("row", threats(), ids=lambda row: row[0][:60])
def test_every_threat_names_a_test_that_there_is(row: list[str]) -> None:
    _, defence, shown_by = row
    paths = re.findall(r"`(tests/[\w/]+/test_\w+\.py)`", shown_by)
    assert defence.strip()
    assert paths
    for path in paths:
        assert re.search(r"^(async )?def test_", (ROOT / path).read_text(), re.M), path


def test_every_collection_of_attacks_is_in_the_threat_model() -> None:
    named_there = (ROOT / "docs" / "threat-model.md").read_text()
    for path in (ROOT / "tests" / "attacks").glob("test_*.py"):
        assert f"`{named(path)}`" in named_there


def test_decisions_are_numbered_once_and_all_in_the_index() -> None:
    told = {}
    for path in sorted(DECISIONS.glob("0*.md")):
        number, _, title = path.read_text().splitlines()[0].removeprefix("# ").partition(". ")
        assert path.name.startswith(f"{int(number):04}-"), path.name
        assert number not in told, f"{path.name}: the number {number} is taken"
        told[number] = f"| {number} | [{title}]({path.name}) |"
    index = (DECISIONS / "README.md").read_text().splitlines()
    assert [line for line in index if re.match(r"\| \d", line)] == [told[number] for number in sorted(told, key=int)]


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_pages_are_in_plain_words(page: Path) -> None:
    """GOV.UK's content style: no "please", and nobody says sorry."""
    assert not re.search(r"\b(please|sorry|simply|kindly)\b", re.sub(r"`[^`]*`|\"[^\"]*\"", "", prose(page)), re.I)
