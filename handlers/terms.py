"""The closed lists: what is asked for, what the evidence says, what came of it; bot/words has the words for each."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a request asks for."""

    UNLINK_ONE_LOGIN = "unlink_one_login"
    UNDO_UNLINK = "undo_unlink"
    DELETE_JOBSEEKER = "delete_jobseeker"
    PUBLISHER_ACCESS = "publisher_access"
    DEVELOPER_HELP = "developer_help"
    UNDECIDED = "undecided"  # nobody has said yet what it is


class Because(StrEnum):
    """Why a request needs two developers' approval; its words are in bot/words."""

    ALWAYS = "always"
    DAILY_LIMIT = "daily_limit"


class Verdict(StrEnum):
    """What the evidence says about acting."""

    COULD_NOT_LOOK = "could_not_look"
    NOT_FOUND = "not_found"
    SEVERAL = "several"
    BY_HAND = "by_hand"
    SIGN_IN_WOULD_FAIL = "sign_in_would_fail"
    NOT_LINKED = "not_linked"
    CAN_UNLINK = "can_unlink"
    HAS_APPLICATIONS = "has_applications"
    SCHEMA_DRIFTED = "schema_drifted"
    ONLY_ALERTS = "only_alerts"
    CAN_DELETE = "can_delete"
    LINKED_AGAIN = "linked_again"
    OLD_LOGIN_TAKEN = "old_login_taken"
    UNLINKED_LATER = "unlinked_later"
    GONE = "gone"
    CAN_UNDO = "can_undo"
    NO_REGISTER = "no_register"
    DIAGNOSED = "diagnosed"


APPROVABLE = frozenset({Verdict.CAN_UNLINK, Verdict.CAN_DELETE, Verdict.ONLY_ALERTS, Verdict.CAN_UNDO})


class Finding(StrEnum):
    """One thing that the evidence shows and a person should know; its words are in bot/words."""

    SAME_EMAIL_JUST_SIGN_IN = "same_email_just_sign_in"
    SAME_EMAIL_GIVEN = "same_email_given"
    NEW_EMAIL_NO_ACCOUNT = "new_email_no_account"
    MERGE_DESTROYS_ACCOUNT = "merge_destroys_account"
    MERGE_DESTROYS_MESSAGES = "merge_destroys_messages"
    NO_MERGE_SECOND_KEPT = "no_merge_second_kept"
    CLOSED_REOPENS = "closed_reopens"
    OPT_OUT_WITHOUT_REASON = "opt_out_without_reason"
    STORED_WITH_CAPITALS = "stored_with_capitals"
    TWIN_BY_CASE = "twin_by_case"
    SEVERAL_BY_CASE = "several_by_case"
    SEVERAL_SECOND = "several_second"
    MESSAGES_WITHOUT_APPLICATION = "messages_without_application"
    FILES_IN_ABOUT_YOU = "files_in_about_you"


class Result(StrEnum):
    """Why a request stands where it stands; its words are in bot/words."""

    UNLINKED = "unlinked"
    UNDONE = "undone"
    DELETED = "deleted"
    ALERTS_STOPPED = "alerts_stopped"
    HAS_APPLICATIONS = "has_applications"
    SCHEMA_DRIFTED = "schema_drifted"
    LINKED_AGAIN = "linked_again"
    OLD_LOGIN_TAKEN = "old_login_taken"
    UNLINKED_LATER = "unlinked_later"
    KEPT_AND_ANSWERED = "kept_and_answered"
    ASKED_DATA_PROTECTION = "asked_data_protection"
    DECIDED_OTHERWISE = "decided_otherwise"
    NOT_LINKED = "not_linked"
    ACCOUNT_GONE = "account_gone"
    CHANGED_SINCE_SHOWN = "changed_since_shown"
    SIGN_IN_WOULD_FAIL = "sign_in_would_fail"
    NEEDS_HANDS = "needs_hands"
    COULD_NOT_REACH = "could_not_reach"
    NOT_COMMITTED = "not_committed"
    COULD_NOT_ASK = "could_not_ask"
    TOO_OLD_TO_TELL = "too_old_to_tell"
    SEEN_DONE = "seen_done"
    SEEN_NOT_DONE = "seen_not_done"
    DONE_BY_HAND = "done_by_hand"
    REFERRED_BY_PERSON = "referred_by_person"
    ORGANISATION_NAMED = "organisation_named"
    DATA_IS_WRONG = "data_is_wrong"
    SIGN_IN_NEEDS_HANDS = "sign_in_needs_hands"
