"""What the bot database holds, column by column, and how long: the table that the forgetting and the docs follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

KEPT_AFTER_END = timedelta(days=30)
# Teams repeats a delivery within seconds (teams-facts §3), and no token is good for longer than a day.
REPLIES_KEPT = timedelta(days=3)

FOR_GOOD = "for good"
AFTER_END = "until 30 days after the request ended"
AFTER_NOTICE = "until 30 days after it was sent, or its request ended"
AFTER_DELIVERY = "for 3 days"
AFTER_UNLINK = "for 14 days after the unlink"
WHILE_LOOKING = "30 minutes at most"
WHILE_PAUSED = "while the pause lasts"


class Rule(StrEnum):
    """What becomes of a value when its time is over."""

    KEEP = "keep"
    HASH = "hash"
    DROP = "drop"


@dataclass(frozen=True)
class Holding:
    """Columns of one table that are treated alike; `details.subject` is the field of that name inside `details`."""

    table: str
    columns: str
    what: str
    rule: Rule
    how_long: str = FOR_GOOD


_KEEP, _HASH, _DROP = Rule.KEEP, Rule.HASH, Rule.DROP

HOLDINGS = (
    Holding("requests", "details.subject", "the address of the account", _HASH, AFTER_END),
    Holding(
        "requests",
        "details.current_email details.identity_note details.ticket details.candidates details.text"
        " details.organisation",
        "what people gave or wrote: another address, how somebody was checked, a ticket number, a school, the text",
        _DROP,
        AFTER_END,
    ),
    Holding(
        "requests",
        "details.identity_check details.subject_exact details.stop_alerts details.remove_feedback"
        " details.organisation_id details.error_page details.understood",
        "what was chosen or ticked",
        _KEEP,
    ),
    Holding(
        "requests",
        "evidence",
        "what was looked up: the account, counts, findings; of a One Login id the last four characters",
        _DROP,
        AFTER_END,
    ),
    Holding(
        "requests", "note decided_by", "a reason or decision in somebody's words, and who gave it", _DROP, AFTER_END
    ),
    Holding("requests", "undo", "the old One Login id, encrypted", _DROP, AFTER_UNLINK),
    Holding("requests", "look look_until", "which developer is looking", _DROP, WHILE_LOOKING),
    Holding("requests", "subject_hash", "a keyed hash of the address, once the address is gone", _KEEP),
    Holding(
        "requests",
        "id code kind state version created_at state_since due_at result attempt xid settle_at asked_version"
        " approvals_needed needs_because again_of remind_at reminders forgotten_at",
        "our own numbers, codes and times",
        _KEEP,
    ),
    Holding(
        "register_days",
        "day claim claimed_by begun_at leased_until ended_at outcome register_day tries",
        "which replica fetched the register of schools when, and what came of it: nobody's data",
        _KEEP,
    ),
    Holding("requests", "conversation_id service_url", "the thread in Teams", _KEEP),
    Holding("requesters", "teams_id name", "who asked: name and Teams id", _DROP, AFTER_END),
    Holding("requesters", "request_id object_id since", "who asked: Entra object id", _KEEP),
    Holding("approvals", "teams_id name", "who approved: name and Teams id", _DROP, AFTER_END),
    Holding(
        "approvals", "request_id version object_id digest at", "who approved: Entra object id; a keyed digest", _KEEP
    ),
    Holding(
        "confirmations",
        "request_id object_id version digest until",
        "the first step of approving a deletion: Entra object id, a keyed digest",
        _KEEP,
    ),
    Holding(
        "cards",
        "id request_id activity_id retired wanted confirmed due_at lease leased_until attempts unsure refused_at",
        "which message in Teams is the card of which request",
        _KEEP,
    ),
    Holding("notices", "people", "whom a notice mentions: name, Teams id, Entra object id", _DROP, AFTER_NOTICE),
    Holding(
        "notices",
        "id kind audience request_id state conversation_id service_url created_at due_at lease leased_until attempts"
        " outcome activity_id code",
        "which notice was sent where; its words are made when it is sent and never stored",
        _KEEP,
    ),
    Holding(
        "channel",
        "id service_url quiet_until refusals parked_since parked_why",
        "where the channel is answered, and whether Teams lets the bot send there: nobody's data",
        _KEEP,
    ),
    Holding("sends", "id over_at", "when something was sent, for an hour: our own numbers and times", _KEEP),
    Holding(
        "inbox",
        "activity_id received_at reply",
        "which deliveries were answered, and with which code: no words, no people",
        _DROP,
        AFTER_DELIVERY,
    ),
    Holding("settings", "name value", "the pause: who made it and when", _DROP, WHILE_PAUSED),
    Holding(
        "audit",
        "seq at action actor request_id version from_state to_state code digest previous_hash hash",
        "the record: Entra object ids, codes and keyed digests; no address, no name, no One Login id",
        _KEEP,
    ),
    Holding("audit_head", "id seq hash", "the end of the record's chain", _KEEP),
)


def declared(table: str, *rules: Rule) -> set[str]:
    """The columns of a table that are declared, or only those with one of these rules."""
    found = (each for each in HOLDINGS if each.table == table and (not rules or each.rule in rules))
    return {column for each in found for column in each.columns.split()}
