"""The words for unlinking and deleting, as data.

All patterns here, in uses.py, wishes.py, rewording.py, phrases.py, targets.py, deletions.py, talk.py and topics.py
meet text that words.py has made plain: small letters, single spaces, straight apostrophes, slips put right, `one
login` for every spelling of GOV.UK One Login, `tv` for Teaching Vacancies, `ADDRESS` for an email address (and the
name before it). Grow by adding words to a group; a pattern for one example does not belong here.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from handlers.reading.asked import Asked
from handlers.reading.targets import OF, PERSONAL

_ANYTHING = re.compile("")
_LINK = r"(?:link(?:age)?|connection|id|identifier|details|association|relationship|pairing|match(?:ing)?)"
_WHOSE = (
    r"(?:(?:the|their|his|her|this|that|those|old|existing|previous|current|original|wrong|my|ADDRESS|'s|stored|saved"
    r"|linked"
    r"|recorded|held|earlier|former|stale|dead) ){0,4}"
)
_WHOLE = r"(?! (?:account|profile|data|details|link|id|and|or)\b)"  # a One Login account is not ours to remove


@dataclass(frozen=True)
class Action:
    """One action by its word forms, and what the rest of the sentence must and must not hold.

    `about`: the thing acted on, found anywhere in the sentence. `strict`: without it the word means nothing; else a
    missing thing makes the request unsure. `not_after`: directly after the word, another matter, for a developer.
    What a deletion acts on is told by targets.py.
    """

    asked: Asked
    base: str
    done: str
    doing: str
    noun: str
    about: re.Pattern[str] = _ANYTHING
    strict: bool = False
    not_after: re.Pattern[str] | None = None

    @cached_property
    def forms(self) -> re.Pattern[str]:
        """The action's words; which form one is, `form` tells."""
        return re.compile(rf"(?<![\w-])(?:{self.base}|{self.done}|{self.doing}|{self.noun})\b")

    def form(self, word: str) -> str:
        """Name the form of a word that `forms` found."""
        return next((form for form in ("base", "done", "doing") if re.fullmatch(getattr(self, form), word)), "noun")


_ONE_LOGIN = re.compile(r"\bone login\b")
_ORGANISATIONS = re.compile(
    rf"{OF}(?:schools?|trusts?|academy|academies|organisations?|publishers?|vacanc\w+|hiring)\b"
)

ACTIONS: tuple[Action, ...] = (
    Action(
        Asked.unlink_one_login,
        base="un-?link|un link|de-?link",
        done="un-?linked|un linked|de-?linked",
        doing="un-?linking|un linking|de-?linking",
        noun=r"unlinkage|un-?links(?=\W+(?:for )?ADDRESS)",
        not_after=_ORGANISATIONS,
    ),
    Action(
        Asked.unlink_one_login,
        base="disconnect|detach|unattach|dissociate|disassociate|unassociate|decouple|uncouple"
        "|(?<!a )(?<!is )(?<!are )(?<!'s )(?<!two )(?<!has )(?<!have )separate|untie|unhook|unpair",
        done="disconnected|detached|unattached|dissociated|disassociated|unassociated|decoupled|uncoupled|released"
        "|freed|separated|untied|unhooked|unpaired",
        doing="disconnecting|detaching|unattaching|dissociating|disassociating|decoupling|uncoupling|separating|untying"
        "|unhooking|unpairing",
        noun="disconnection|severance|separation",
        about=_ONE_LOGIN,
        strict=True,
    ),
    Action(
        Asked.unlink_one_login,
        base=r"(?:remove|break|clear|cut|delete|reset|wipe|sever|drop|unset|blank(?: out)?|nil|null|get rid of"
        rf"|take off) {_WHOSE}(?:one login )?{_LINK}|sever|(?:remove|take|clear) {_WHOSE}one login{_WHOLE}"
        rf"|set {_WHOSE}one login id to (?:nil|null|blank|empty)|remove {_WHOSE}one login off",
        done=rf"{_LINK} (?:to be |be )?(?:removed|broken|cleared|cut|reset|wiped|severed)"
        r"|one login (?:to be |be )?(?:removed|taken off|cleared)(?= (?:from|off|on|her|his|their|the|my)\b)",
        doing=rf"(?:removing|breaking|clearing|cutting|resetting|wiping) (?:the|their|his|her) (?:one login )?{_LINK}"
        rf"|one login (?:{_LINK}|entry|value) (?:clearing|removing|wiping|resetting|breaking|blanking|taking off)"
        r"|one login (?:removing|taking off|clearing|wiping)(?= (?:from|off|on) (?:her|his|their|the|my|this|tv"
        r"|ADDRESS)\b)"
        rf"|(?<=link )(?:breaking|cutting|removing|clearing|severing)",
        noun=rf"removal of the {_LINK}",
        about=_ONE_LOGIN,
        strict=True,
    ),
    Action(
        Asked.unlink_one_login,
        base="re-?link|re link",
        done="re-?linked|re linked",
        doing="re-?linking|re linking",
        noun="relinkage",
        about=_ONE_LOGIN,
        strict=True,
    ),
    Action(
        Asked.delete_jobseeker,
        base="delete|erase|purge|forget about|scrub|expunge",
        done="deleted|erased|purged|forgotten|scrubbed|expunged",
        doing="deleting|erasing|purging|scrubbing|expunging",
        noun=r"deletion|erasure|right to be forgotten|(?:deletion|erasure)s(?=\W+(?:for )?ADDRESS)",
        about=re.compile(rf"\b(?:{PERSONAL})\b"),
    ),
    Action(
        Asked.delete_jobseeker,
        base="remove|wipe|destroy|bin|get rid of|take (?=(?:ADDRESS|him|her|them|this person) off)",
        done=r"removed|wiped|destroyed|binned"
        r"|taken off(?: (?:the|our|your) (?:system|site|service|database|books|records?)\b)?",
        doing="removing|wiping|destroying|getting rid of",
        noun="removal",
        about=re.compile(rf"\b(?:{PERSONAL})\b"),
        strict=True,
    ),
)

DELETION_WORDS = re.compile(
    "|".join(action.forms.pattern for action in ACTIONS if action.asked is Asked.delete_jobseeker)
)
"""Every word without which nothing is ever read as a deletion."""

ACTION_STEMS = re.compile(
    r"link|connect|tach|assoc|dissoc|coupl|released|freed|separat|sever|unt[iy]|unhook|unpair|delet|eras|purg|remov|wip"
    r"|destroy|forg[eo]t|scrub|expung|\bbin"
    r"| rid |take|one login| gone|(?:shot|rid|shut) of"
)
"""A quick look before the slow one: a sentence without any of these holds no action word."""
