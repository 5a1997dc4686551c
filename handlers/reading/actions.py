"""The words for unlinking and deleting, as data.

All patterns here, in uses.py and in topics.py meet text that intent.py has made plain: small letters, single spaces,
straight apostrophes, `one login` for every spelling of GOV.UK One Login, `ADDRESS` for an email address. Grow by
adding words to a group; a pattern for one example does not belong here.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from handlers.reading.asked import Asked

_ANYTHING = re.compile("")


@dataclass(frozen=True)
class Action:
    """One action by its word forms, and what the rest of the sentence must and must not hold.

    `about`: the thing acted on, found anywhere in the sentence. `strict`: without it the word means nothing; else a
    missing thing makes the request unsure. `not_after`: directly after the word, another matter, for a developer.
    `nothing_after`: directly after the word, no request at all.
    """

    asked: Asked
    base: str
    done: str
    doing: str
    noun: str
    about: re.Pattern[str] = _ANYTHING
    strict: bool = False
    not_after: re.Pattern[str] | None = None
    nothing_after: re.Pattern[str] | None = None

    @cached_property
    def forms(self) -> re.Pattern[str]:
        """The action's words; which form one is, `form` tells."""
        return re.compile(rf"\b(?:{self.base}|{self.done}|{self.doing}|{self.noun})\b")

    def form(self, word: str) -> str:
        """Name the form of a word that `forms` found."""
        return next((form for form in ("base", "done", "doing") if re.fullmatch(getattr(self, form), word)), "noun")


# What stands between an action word and the thing that it acts on.
_OF = (
    r" (?:(?:the|this|these|that|those|a|an|my|your|his|her|their|its|our|all|any|some|old|of|from|draft|live|expired"
    r"|test|published|duplicate) ){0,4}"
)
_PERSONAL = (
    "data|details|accounts?|acc|profiles?|information|info|records?|jobseekers?|users?|candidates?|person|applicants?"
    "|me|him|her|them|everything|ADDRESS"
)
_ONE_LOGIN = re.compile(r"\bone login\b")
_ORGANISATIONS = re.compile(
    rf"{_OF}(?:schools?|trusts?|academy|academies|organisations?|publishers?|vacanc\w+|hiring)\b"
)
# "delete jo's old application", "remove the picture on his profile": a part of an account is not the account.
_PARTS_OF_THE_SERVICE = re.compile(
    r" (?:(?!(?:accounts?|data|details|records?|everything|and|but|because|as|who|no|not|has|have|had|with|without"
    r"|after|before|they|he|she|it|there|profile(?! photo| picture| image))\b)[\w'-]+ ){0,5}(?:vacanc\w+|listings?"
    r"|adverts?|jobs?(?! ?seeker)|applications?|alerts?|subscriptions?|feedback|organisations?|schools?|trusts?"
    r"|academy|academies|publishers?|hiring|documents?|files?|employments?|references?|qualifications?|duplicates?"
    r"|photos?|pictures?|images?|cvs?|statements?)\b"
)
# Confidentiality notices ("if this is not for you, delete this email and any attachments") and parts of a screen.
_NOT_DATA = re.compile(
    rf"{_OF}(?:it and any|e-?mails?(?! address| account| ADDRESS)|messages?|attachments?|posts?|threads?|chats?|cookies"
    r"|buttons?|links?|pages?|options?|copies|comments?|caches?|filters?)\b"
)

ACTIONS: tuple[Action, ...] = (
    Action(
        Asked.unlink_one_login,
        base="unlink|un-link|delink|de-link",
        done="unlinked|un-linked|delinked|de-linked",
        doing="unlinking|un-linking|delinking",
        noun="unlinkage",
        not_after=_ORGANISATIONS,
    ),
    Action(
        Asked.unlink_one_login,
        base="disconnect|detach|dissociate|disassociate|decouple",
        done="disconnected|detached|dissociated|disassociated|decoupled",
        doing="disconnecting|detaching|dissociating|decoupling",
        noun="disconnection",
        about=_ONE_LOGIN,
        strict=True,
    ),
    Action(
        Asked.unlink_one_login,
        base="(?:remove|break|clear|cut|delete) (?:(?:the|their|his|her|this) )?(?:one login )?(?:link|connection)",
        done="(?:link|connection) (?:to be |be )?(?:removed|broken|cleared|cut)",
        doing="(?:removing|breaking|clearing|cutting) (?:the|their) (?:link|connection)",
        noun="removal of the (?:link|connection)",
        about=_ONE_LOGIN,
        strict=True,
    ),
    Action(
        Asked.delete_jobseeker,
        base="delete|erase|purge",
        done="deleted|erased|purged",
        doing="deleting|erasing|purging",
        noun="deletion|erasure|right to be forgotten",
        about=re.compile(rf"\b(?:{_PERSONAL})\b"),
        not_after=_PARTS_OF_THE_SERVICE,
        nothing_after=_NOT_DATA,
    ),
    Action(
        Asked.delete_jobseeker,
        base="remove|wipe|destroy",
        done="removed|wiped|destroyed",
        doing="removing|wiping|destroying",
        noun="removal",
        about=re.compile(rf"\b(?:{_PERSONAL})\b"),
        strict=True,
        not_after=_PARTS_OF_THE_SERVICE,
        nothing_after=_NOT_DATA,
    ),
)

DELETION_WORDS = re.compile(
    "|".join(action.forms.pattern for action in ACTIONS if action.asked is Asked.delete_jobseeker)
)
"""Every word without which nothing is ever read as a deletion."""

ACTION_STEMS = re.compile("link|connect|detach|dis?assoc|dissoc|decoupl|delet|eras|purg|remov|wip|destroy|forgot")
"""A quick look before the slow one: a sentence without any of these holds no action word."""

# In the sentence of a deletion: somebody or something that the bot's deletion is not about.
DELETION_TRAPS = re.compile(
    r"\b(?:publishers?|hiring staff|hiring managers?|dfe sign-?in|one login|mailing lists?|e-?mail lists?)\b"
)
