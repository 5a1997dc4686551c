"""How an action word is used: asked for, forbidden, told as done, wondered about. Data; see actions.py for the text."""

import re
from dataclasses import dataclass
from enum import Enum


class Manner(Enum):
    """What a sentence does with an action word."""

    ASKS = "asks for it"
    AGAINST = "asks not to do it"
    TELLS = "tells that it happened, or would happen"
    WONDERS = "asks whether or how"
    UNSURE = "cannot be told"


_ACTION_WORD = r"(?:un-?link|delet|eras|purg|remov|wip|destroy|disconnect|detach|de-?link)"
_SAME_THOUGHT = r"(?:(?!(?:and|so|please|therefore)\b)\S+ ){0,4}"

# Phrases whose telling word means nothing here; cut before anything else is read. The third: "no longer needs the
# account" denies the need, not an action, unless the action follows ("no longer wants the account deleted").
EMPTY_PHRASES: tuple[re.Pattern[str], ...] = (
    re.compile(
        r"\bif (?:possible|you can|you could|you (?:don't|do not) mind|(?:that's|that is) (?:ok|okay|possible))\b"
    ),
    re.compile(
        r"\b(?:as soon as|when(?:ever)?) (?:you (?:can|could|get (?:a|the) (?:chance|moment|minute))|possible)\b"
    ),
    re.compile(
        r"\b(?:no longer|no more|(?:do|does|did) not|don't|dont|doesn't|doesnt|didn't|not) "
        r"(?:us|need|want|wish|requir|hav|work|teach|look|recogni[sz]|remember|let|allow|match)(?:es|ing|s|e)?\b"
        rf"(?! {_SAME_THOUGHT}{_ACTION_WORD})"
    ),
    re.compile(r"\b(?:do not|don't) (?:forget|hesitate) to\b"),
    re.compile(
        r"\b(?:can ?not|can't|cant|could ?not|couldn't|unable to|(?:(?:is|are|was|were) )?not able to"
        r"|isn't able to) (?=(?:\S+ )?(?:sign|log|login|get|access|use|see|apply|reset)\b)"
    ),
    re.compile(r"\b(?:not only|why not)\b"),
)

_NEGATIVE = (
    r"do not|don't|dont|does not|doesn't|doesnt|did not|didn't|never|(?:should|must|shall|need|will|would) ?not"
    r"|shouldn't|mustn't|shan't|needn't|won't|wouldn't|no need to|no longer|without|instead of|rather than|cancel\w*"
    r"|ignore|disregard|stop|pause|hold (?:off|on)|wait|avoid|withdr[ae]wn?|neither|nor"
    r"|changed (?:\S+ )?mind"
)
NEGATIVE = re.compile(rf"\b(?:{_NEGATIVE}|not)\b")
NEGATIVE_AT_COMMA = re.compile(rf"\b(?:{_NEGATIVE}|not)\b(?: \S+)?,")
"""A negation cut off from its verb by an insertion: "do not, under any circumstances, …"."""

_WANTS = r"(?:ask\w*|request\w*|want\w*|like|likes|needs?|needed|please|pls|plz|get|require\w*|wish\w*|kindly)"
_GENERAL = r"(?:the |this )?(?:bot|you|it)"


@dataclass(frozen=True)
class Use:
    """Words directly before an action word, in its clause, that show how it is used; `forms` to which it applies."""

    name: str
    forms: frozenset[str]
    before: re.Pattern[str]
    manner: Manner


def _use(name: str, forms: str, before: str, manner: Manner) -> Use:
    return Use(name, frozenset(forms.split()), re.compile(rf"(?<!\w)(?:{before})$"), manner)


# The first that fits decides; the last row of each form always fits.
USES: tuple[Use, ...] = (
    _use("not done yet", "done", r"(?:not|\w+n't) (?:yet )?been (?:\w+ly )?", Manner.TELLS),
    _use("forbidden", "base done doing noun", rf"(?:{_NEGATIVE}|not) (?:\S+ ){{0,4}}", Manner.AGAINST),
    _use(
        "was done",
        "done",
        r"(?:was|were|been|being|already|is|are|got|has|have|had|just|recently|previously|i|we|they|he|she|who|you"
        r"|\w+'(?:ve|d)) (?:\w+ly )?",
        Manner.TELLS,
    ),
    _use("will be done", "done", r"(?:will|\w+'ll) (?:\S+ ){0,3}be (?:\S+ ){0,2}", Manner.TELLS),
    _use("may be done", "done", r"(?:would|may|might|(?:can|could) be) (?:\S+ ){0,2}", Manner.UNSURE),
    _use("wanted", "done doing noun", rf"{_WANTS} (?:\S+ ){{0,6}}", Manner.ASKS),
    _use("to be done", "done", r"(?:to|should|must|can|could) (?:\S+ ){0,5}be (?:\S+ ){0,2}", Manner.ASKS),
    _use("told as done", "done doing", "", Manner.TELLS),
    _use("only named", "noun", "", Manner.UNSURE),
    _use(
        "tried",
        "base",
        r"(?:can ?not|can't|cant|could ?not|couldn't|unable to|able to|tr(?:y|ies|ied|ying) to|attempt\w* to|fail\w* to"
        r"|forgot to|undo|reverse|revert|might|may|consider|thinking of|would(?! (?:like|you))) (?:\S+ ){0,3}",
        Manner.UNSURE,
    ),
    _use(
        "whether or how",
        "base",
        r"(?:should (?:we|i)|do (?:we|i) (?:need|have) to|are we (?:allowed|able) to|shall we|whether|how|why"
        rf"|is it possible to|do(?:es)? {_GENERAL}|is {_GENERAL} able to|are you able to"
        r"|what (?:happens|if)) (?:\S+ ){0,4}",
        Manner.WONDERS,
    ),
    _use(
        "if or when",
        "base",
        r"(?:did|if|when|before|after|once|unless|until|till|while|since|will(?! you)|\w+'ll|going to) (?:\S+ ){0,4}",
        Manner.TELLS,
    ),
    _use("as a thing", "base", r"(?:the|an|last|previous|first|earlier) ", Manner.UNSURE),
    _use("asked", "base", "", Manner.ASKS),
)

TAKEN_BACK_AFTER = re.compile(
    r"^ (?:\S+ ){0,5}(?:not (?:needed|required|necessary)|no longer (?:needed|required)|isn't (?:needed|required)"
    r"|never ?mind|cancelled|withdrawn|nothing|anything)\b"
)
NOUN_ASKED_AFTER = re.compile(
    r"^ (?:requests?|requested|please|needed|required)\b(?! (?:was|were|has|have|is|completed|done|closed|failed))"
)
# "Can you unlink accounts?" with nobody named is a question about the bot.
GENERAL_AFTER = re.compile(r"^ (?:\w+ )?(?:people|accounts|users|jobseekers|candidates|data|someone|anyone|things)\b")
GENERAL_BEFORE = re.compile(r"\b(?:can|could|do|does) (?:the |this )?(?:bot|you|it) (?:\w+ )?$")
CLAUSE_START = re.compile(r"[,():]|\bbut\b|\bjust\b|\binstead\b(?! of)|\bthen\b|(?=\bplease\b)| - ")
