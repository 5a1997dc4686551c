"""What a line of the log may hold: each event and each field by name, and what becomes of the field's value.

A field that is not here is not written, and its name is; tests/guards/test_log_fields.py finds it before that.
"""

from __future__ import annotations

from collections.abc import Mapping

from adapters.bot_database.kept import Rule

FIELDS: Mapping[str, Rule] = {
    # of every line
    "event": Rule.KEEP,
    "level": Rule.KEEP,
    "timestamp": Rule.KEEP,
    # what the line belongs to
    "delivery": Rule.KEEP,  # drawn for each delivery
    "activity": Rule.HASH,  # the same for all deliveries of one activity; holds an Entra object id
    "request": Rule.KEEP,  # the code on the card
    "step": Rule.KEEP,  # of the worker
    # what happened; never words of people or of other programs beyond a code
    "why": Rule.KEEP,
    "code": Rule.KEEP,
    "status": Rule.KEEP,
    "library": Rule.KEEP,
    "where": Rule.KEEP,
    "card": Rule.KEEP,
    "notice": Rule.KEEP,
    "known": Rule.KEEP,
    "environment": Rule.KEEP,
    "came": Rule.KEEP,
    "what": Rule.KEEP,  # card or notice
    "day": Rule.KEEP,
    "rows": Rule.KEEP,
    "seconds": Rule.KEEP,
    "records": Rule.KEEP,
    "undeclared": Rule.KEEP,
    # what people wrote, if anybody ever hands it over
    "text": Rule.DROP,
    "body": Rule.DROP,
    "email": Rule.DROP,
    "name": Rule.DROP,
    "token": Rule.DROP,
}

EVENTS: frozenset[str] = frozenset(
    {
        "answer_not_drawn",
        "audit_not_verified",
        "audit_not_whole",
        "audit_verified",
        "card_gone",
        "card_not_noted",
        "card_refused",
        "delivery_failed",
        "dialog_failed",
        "elsewhere",
        "figures_not_read",
        "library_complained",
        "not_anchored",
        "not_let_in",
        "not_listening",
        "not_noted",
        "notice_refused",
        "parked",
        "refresh_failed",
        "register_in_use",
        "register_not_claimed",
        "register_tried",
        "roster_refused",
        "sent",
        "signing_keys_not_refreshed",
        "started",
        "step_failed",
        "stopped",
        "throttled",
        "token_not_renewed",
        "turn_failed",
        "typeahead_failed",
        "unparked",
    }
)
