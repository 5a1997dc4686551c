"""Alerts, dashboard and runbook name what there is: figures, their labels and words, events, checks, headings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from prometheus_client.metrics import MetricWrapperBase

from bot import metrics
from bot.log_fields import EVENTS
from bot.metrics import LABELS
from bot.settings import Settings
from tests.guards.repo import ROOT

RUNBOOK = (ROOT / "docs" / "runbook.md").read_text()
RULES: list[dict[str, Any]] = [
    rule for group in yaml.safe_load((ROOT / "deploy" / "alerts.yaml").read_text())["groups"] for rule in group["rules"]
]
PANELS: list[dict[str, Any]] = json.loads((ROOT / "deploy" / "dashboard.json").read_text())["panels"]
QUERIES = [(rule["alert"], rule["expr"]) for rule in RULES] + [
    (panel["title"], target["expr"]) for panel in PANELS for target in panel["targets"]
]
OURS = re.compile(r"tv_support_bot_\w+")
BY_THE_SCRAPE = {"le"}  # of every histogram


def shown_as() -> dict[str, set[str]]:
    """The name of every series that /metrics can show, with its labels."""
    found: dict[str, set[str]] = {}
    for metric in vars(metrics).values():
        if isinstance(metric, MetricWrapperBase):
            [family] = metric.describe()
            endings = {"counter": ["_total"], "histogram": ["_bucket", "_count", "_sum"], "gauge": [""]}[family.type]
            found |= {family.name + ending: {*metric._labelnames, *BY_THE_SCRAPE} for ending in endings}
    return found


SERIES = shown_as()


def by(expression: str) -> Iterator[str]:
    for names in re.findall(r"\bby \(([^)]*)\)", expression):
        yield from (name.strip() for name in names.split(","))


@pytest.mark.parametrize(("where", "expression"), QUERIES)
def test_every_figure_label_and_word_that_is_asked_for_is_there(where: str, expression: str) -> None:
    named = OURS.findall(expression)
    assert named, where
    assert set(named) <= set(SERIES)
    labels = set.union(*(SERIES[name] for name in named))
    assert set(by(expression)) <= labels
    for label, words in re.findall(r'(\w+)[=!]~?"([^"]*)"', expression):
        assert label in labels
        assert set(words.split("|")) <= LABELS[label], (label, words)
    assert expression.count("(") == expression.count(")")


def test_one_replicas_new_register_does_not_hide_anothers_old_one() -> None:
    """In base/deployment.yaml each replica has a folder of its own."""
    asked = [expression for _, expression in QUERIES if "tv_support_bot_register_age_seconds" in expression]
    assert asked
    assert all("max(tv_support_bot_register_age_seconds)" in expression for expression in asked)


def test_every_figure_of_ours_is_in_an_alert_or_on_the_dashboard() -> None:
    asked = {name for _, expression in QUERIES for name in OURS.findall(expression)}
    for metric in vars(metrics).values():
        if isinstance(metric, MetricWrapperBase):
            [family] = metric.describe()
            assert any(name.startswith(family.name) for name in asked), family.name


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_every_alert_says_what_is_wrong_and_how_much_it_hurries(rule: dict[str, Any]) -> None:
    assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert re.fullmatch(r"\d+[mh]", rule.get("for", "0m"))
    used = set(re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"]))
    assert used == set(by(rule["expr"])) - BY_THE_SCRAPE


def test_every_alert_has_its_part_in_the_runbook_and_no_part_is_left_over() -> None:
    parts = re.split(r"^## (.+)$", RUNBOOK.partition("# Alerts\n")[2], flags=re.MULTILINE)
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert list(told) == [rule["alert"] for rule in RULES]
    for name, part in told.items():
        assert re.findall(r"^\*(.+?):\*", part, flags=re.MULTILINE) == ["Means", "Look at", "Do"], name


def test_what_has_to_be_done_by_hand_is_in_the_runbook() -> None:
    headings = set(re.findall(r"^## (.+)$", RUNBOOK, flags=re.MULTILINE))
    assert headings >= {
        "Starting",
        "The bot says nothing",
        "Stopping",
        "Pausing",
        "Restoring a backup",
        "Changing SECRET_KEY",
        "Changing the client secret",
        "A request is unknown",
    }


def test_the_runbook_names_events_checks_and_settings_that_there_are() -> None:
    pages = "".join(path.read_text() for path in (ROOT / "bot" / "checks").glob("*.py"))
    checks = set(re.findall(r'Check\("([^"]+)"', pages))
    named = set(re.findall(r"`([^`\n]+)`", RUNBOOK))
    kinds = ("Entra", "Graph", "Teams", "bot database", "service database", "register")
    for each in named:
        if each.startswith(tuple(f"{kind}:" for kind in kinds)):
            assert any(check.startswith(each) for check in checks), each
        elif each in kinds:
            assert any(check.startswith(f"{each}:") for check in checks), each
        elif re.fullmatch(r"[A-Z]+(_[A-Z]+)+", each):
            assert each.lower() in Settings.model_fields, each
    lines = set(re.findall(r"log lines? `(\w+)`(?: and `(\w+)`)?", RUNBOOK))
    assert lines
    assert {event for pair in lines for event in pair if event} <= EVENTS


def test_every_place_that_a_page_links_to_is_there() -> None:
    for page, anchor in re.findall(r"\]\(([^)#]*)#([^)]+)\)", RUNBOOK):
        text = (ROOT / "docs" / page).read_text() if page else RUNBOOK
        headings = re.findall(r"^#+ (.+)$", text, flags=re.MULTILINE)
        assert anchor in {re.sub(r"[^\w -]", "", each).lower().replace(" ", "-") for each in headings}, anchor


def test_panels_lie_beside_each_other() -> None:
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in PANELS]
    assert len(set(places)) == len(places)
    assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in PANELS)
