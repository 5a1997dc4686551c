"""The figures of our own that /metrics shows; none has a label with personal data."""

from __future__ import annotations

from prometheus_client import Counter, Gauge

REGISTER_AGE = Gauge(
    "tv_support_bot_register_age_seconds",
    "How old the register in use is, from its midnight in London; +Inf without one.",
)
REGISTER_TRIES = Counter(
    "tv_support_bot_register_tries", "Tries of this replica to fetch the register, by outcome.", ["outcome"]
)
