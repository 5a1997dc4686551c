"""From what happened to the figures of bot/metrics.py: records of the audit, calls to the outside, gauges."""

from __future__ import annotations

from collections.abc import Callable

from adapters.bot_database.audit import Recorded
from bot.metrics import (
    APPROVED_TO_DONE,
    CALLS,
    MOVES,
    OPENED,
    OTHER,
    REFUSALS,
    RESULTS,
    listed,
    status_class,
)
from bot.settings import Settings
from handlers.answers import Say
from handlers.roles import Refusal
from handlers.states import State
from handlers.terms import Kind, Result

REASONS = (*Refusal, *Say)


def recorded(record: Recorded) -> None:
    """Count one record of the audit, committed."""
    entry, request = record.entry, record.request
    if entry.action.startswith("refused"):
        REFUSALS.labels(reason=listed(entry.code, REASONS)).inc()
    if entry.to_state is None or entry.to_state is entry.from_state:
        return
    MOVES.labels(to_state=entry.to_state).inc()
    if entry.from_state is None:
        OPENED.labels(kind=listed(entry.code, Kind)).inc()
    if request is None:
        return
    if entry.action == "settled":
        RESULTS.labels(kind=listed(request.kind, Kind), result=listed(entry.code, Result)).inc()
    if entry.to_state is State.DONE and request.standing_approvals:
        approved = max(each.at for each in request.standing_approvals)
        APPROVED_TO_DONE.observe(max(0.0, (record.at - approved).total_seconds()))


def called(settings: Settings) -> Callable[[str, int | None], None]:
    """Counts calls by the service that the settings name; an address itself is never a label."""
    anchor = settings.audit_anchor.get_secret_value() if settings.audit_anchor else ""
    services = {
        settings.graph_base_url: "graph",
        settings.login_base_url: "login",
        settings.openid_metadata_url.rsplit("/.well-known/", 1)[0]: "signing_keys",
        **({anchor: "anchor"} if "://" in anchor else {}),
    }

    def count(address: str, status: int | None) -> None:
        named = [service for base, service in services.items() if address.startswith(base)]
        teams = "/v3/conversations" in address  # wherever the channel's service is (teams-facts §2.3)
        service = named[0] if named else "teams" if teams else OTHER
        CALLS.labels(service=service, status=status_class(status)).inc()

    return count
