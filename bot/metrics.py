"""The figures of our own that /metrics shows. A label holds one word of a closed list, never anything of a person.

What is counted belongs to one replica, so sum over them. Gauges of the bot database (requests, backlog) are the same
for all replicas, so take the greatest.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from prometheus_client import Counter, Gauge, Histogram

from bot.log_fields import EVENTS
from handlers.answers import Say
from handlers.organisations import Came
from handlers.roles import Refusal
from handlers.states import OPEN, State
from handlers.terms import Kind, Result

OTHER = "other"  # what is on no list: a fault in our code, and still no free text

OUTCOMES = ("answered", "not_let_in", "bad_body", "not_an_activity", "out_of_order", "failed")
TOLD = ("message", "click", OTHER)
SERVICES = ("teams", "graph", "login", "signing_keys", "anchor", OTHER)
STATUSES = ("2xx", "3xx", "401", "403", "404", "412", "429", "4xx", "5xx", "none")
STEPS = (
    "anchor",
    "cards",
    "execute",
    "forgetting",
    "hearing",
    "looks",
    "notices",
    "register",
    "reminders",
    "retention",
    "settle",
    "timers",
    "verify",
)
POOLS = ("turns", "worker")
QUEUES = ("cards", "notices")

# The words that each label may hold; tests/outside/test_metrics.py holds /metrics against it.
LABELS: Mapping[str, frozenset[str]] = {
    "outcome": frozenset({*OUTCOMES, *Came}),
    "what": frozenset(TOLD),
    "reason": frozenset({*Refusal, *Say, OTHER}),
    "kind": frozenset({*Kind, OTHER}),
    "to_state": frozenset(State),
    "state": frozenset(OPEN),
    "result": frozenset({*Result, OTHER}),
    "service": frozenset(SERVICES),
    "status": frozenset(STATUSES),
    "step": frozenset({*STEPS, OTHER}),
    "queue": frozenset(QUEUES),
    "pool": frozenset(POOLS),
    "event": frozenset({*EVENTS, OTHER}),
}

REGISTER_AGE = Gauge(
    "tv_support_bot_register_age_seconds",
    "How old the register in use is, from its midnight in London; +Inf without one.",
)
REGISTER_TRIES = Counter(
    "tv_support_bot_register_tries", "Tries of this replica to fetch the register, by outcome.", ["outcome"]
)
COMPLAINTS = Counter("tv_support_bot_complaints", "Lines of the log that are warnings or worse, by event.", ["event"])

DELIVERIES = Counter("tv_support_bot_deliveries", "What came to /api/messages, by what became of it.", ["outcome"])
ANSWERED = Histogram(
    "tv_support_bot_answer_seconds",
    "From the first byte of a delivery to its answer; Teams gives a click about 10 seconds.",
    ["what"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 15),
)
OPENED = Counter("tv_support_bot_requests_opened", "Requests opened, by kind.", ["kind"])
MOVES = Counter("tv_support_bot_moves", "Steps of requests from one state to another, by where to.", ["to_state"])
REFUSALS = Counter("tv_support_bot_refusals", "Clicks and commands refused, by reason.", ["reason"])
RESULTS = Counter("tv_support_bot_results", "Actions settled, by kind and result.", ["kind", "result"])
APPROVED_TO_DONE = Histogram(
    "tv_support_bot_approved_to_done_seconds",
    "From the last approval to done.",
    buckets=(0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900),
)
CALLS = Counter("tv_support_bot_calls", "Calls to the outside, by service and answer.", ["service", "status"])
STEP_ERRORS = Counter("tv_support_bot_step_errors", "Steps of the worker that ended in an error.", ["step"])

REQUESTS = Gauge("tv_support_bot_requests", "Open requests, by state.", ["state"])
OLDEST = Gauge("tv_support_bot_oldest_seconds", "For how long the oldest request has been in this state.", ["state"])
WAITING = Gauge("tv_support_bot_waiting", "Cards and notices that are not sent yet.", ["queue"])
LATEST = Gauge("tv_support_bot_latest_seconds", "For how long the first of them has been due.", ["queue"])
PAUSED = Gauge("tv_support_bot_paused", "1 while somebody has paused all actions.")
FIGURES_READ = Gauge("tv_support_bot_figures_read_timestamp_seconds", "When the gauges above were read last.")

ANCHOR_AGE = Gauge(
    "tv_support_bot_anchor_age_seconds", "Since the anchor of the audit was last up to date; NaN without an anchor."
)
AUDIT_WHOLE = Gauge("tv_support_bot_audit_whole", "1 when the last verification found the audit whole, 0 when not.")
AUDIT_VERIFIED = Gauge("tv_support_bot_audit_verified_timestamp_seconds", "When the audit was last verified.")
SECRET_ENDS = Gauge(
    "tv_support_bot_app_password_ends_timestamp_seconds", "The end of APP_PASSWORD, by APP_PASSWORD_ENDS; NaN without."
)
POOL_USED = Gauge("tv_support_bot_pool_used", "Connections to the bot database in use.", ["pool"])
POOL_SIZE = Gauge("tv_support_bot_pool_size", "Connections to the bot database that may be.", ["pool"])


# A counter that appears with its first event has not grown, for Prometheus: so these begin at 0.
for _metric, _words in ((DELIVERIES, OUTCOMES), (OPENED, Kind), (MOVES, State), (STEP_ERRORS, STEPS)):
    for _word in _words:
        _metric.labels(_word)
for _service in SERVICES:
    for _status in STATUSES:
        CALLS.labels(_service, _status)
AUDIT_WHOLE.set(math.nan)  # not known before the first verification


def complained(event: str) -> None:
    """Count a line of the log, so that an alert can be made of any of them."""
    COMPLAINTS.labels(event=listed(event, EVENTS)).inc()


def listed(word: object, words: Iterable[str]) -> str:
    """The word if it is on the list, else OTHER."""
    return str(word) if str(word) in set(words) else OTHER


def status_class(status: int | None) -> str:
    """How CALLS names an answer: the ones that mean something of their own in full."""
    if status is None:
        return "none"
    return str(status) if str(status) in STATUSES else f"{status // 100}xx"
