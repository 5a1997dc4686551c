"""Whether words that ask for a deletion are clear: any doubt makes them a question to the writer. Data and one look.

A wrong guess about a deletion is the worst outcome, a question is cheap; actions.py tells the form of the text.
"""

import re

from handlers.reading.phrases import NEGATIVE

# It waits for something.
_CONDITION = re.compile(
    r"\b(?:if|unless|until|till|provided|subject to|depend\w*|pending|only (?:when|after)|(?<!than )(?<!at )once"
    r"|(?:after|when|as soon as) (?:\S+ ){0,4}(?:confirm\w*|agree\w*|approv\w*|repl\w+|check\w*|legal|ok|okay|says?)"
    r"|after (?:the|her|his|their|my|we|she|he|they|i|\d+|\w+day)|next (?:week|month|year)|in \d+ (?:days|weeks"
    r"|months))\b"
)
# In the same sentence: somebody or something that the bot's deletion is not about, or two accounts made one.
_TRAPS = re.compile(
    r"\b(?:publishers?|hiring staff|hiring managers?|dfe sign-?in|dsi|one login|mailing lists?|e-?mail lists?"
    r"|duplicates?|(?:two|second|other|spare) accounts?|merg\w+|transfer\w*|mov(?:ed?|ing) (?:\S+ ){0,3}to"
    r"|without (?!delay|further)|staging|qa|uat|sandbox|(?:test|dev|review) (?:environment|app|site|server))\b"
)
# After it: an objection, an answer that was given, a state that the request is in, a time long past.
_SOMEBODY_ELSE = (
    r"(?:manager|boss|employer|schools?|trust|academy|college|organi[sz]ation|head\w*|colleague|husband|wife|partner"
    r"|friend|mother|father|mum|dad|parent|solicitor|union|agency)"
)
_ASKED_IF = re.compile(r"\b(?:ask|enquir)\w* (?:\S+ )?if (?:we|you|someone) ")  # no condition
_SOMEBODY_WANTS = re.compile(
    rf"\b{_SOMEBODY_ELSE} (?:\w+ ){{0,2}}(?:wants?|asks?|asked|would like|request\w*|says?|said)\b"
)
_NOT_THE_PERSON = re.compile(
    rf"\b{_SOMEBODY_ELSE}'?s?'? (?:\w+ )?(?:accounts?|data|profile|details)\b|{_SOMEBODY_WANTS.pattern}"
)
_OBJECTION = re.compile(
    r"\b(?:is (?:that|this|it)|can we do|are we|should we|do we|what (?:do|should|shall)|ok(?:ay)? to"
    r"|but|however|although|though|except|waiting|approved|rejected|declined|already|in progress|tomorrow"
    r"|revers(?:ed|ing)|undone|reverted|stopped|paused|postponed|delayed|on hold|instead|keep(?! (?:me|us)\b)|retain"
    r"|leave (?:the|her|his|it|them)|withdr[ae]wn?(?! (?:\w+ )?consent)|retract\w+|taken? back|took (?:it"
    r"|that) back"
    r"|(?:we|i) (?:can't|cannot|can ?not|couldn't|won't|shouldn't|haven't|said|told|replied|explained|refused)"
    r"|(?:we|i)(?:'ve| have)? (?:already )?(?:actioned|did|done|sorted|completed|handled|dealt)"
    r"|last (?:week|month|year|time|summer|term)|yesterday|(?:days|weeks|months|years) ago|in 20\d\d|previously)\b"
)
# "Remove ADDRESS from the shortlist" leaves the account alone.
_FROM_ELSEWHERE = re.compile(
    r"\b(?:from|as (?=(?:an?|the|our|one)\b)|(?:on|in|off) (?=(?:the|our|her|his|their)\b)) ?(?:(?:the|our|your|this"
    r"|that|my|their|his|her|its|an?|all|jobseeker|production|live|whole|entire) ){0,3}"
    r"(?!(?:the|our|your|this|that|my|their|his|her|its|an?|all|jobseeker|production|live|whole|entire|teaching|tv"
    r"|service"
    r"|systems?|site|website|database|db|platform|records?|everything|everywhere|prod|us|you|here|it|side|end"
    r"|address|e-?mail|mailbox|inbox|account|own|same|registered|verified|phone|today|now|then|scratch"
    r"|ADDRESS)\b)\w+"
)
_PASSED_ON = re.compile(
    r"\b(?:told|says?) (?:(?!thank)\S+ )?(?:we|i|you)\b|\bthink\b"
)  # what somebody says that we have to do
_QUESTION = re.compile(r"\?\s*$")
_POLITE = re.compile(r"\b(?:can|could|would|will|please|pls|plz|possible|mind)\b")


def is_free(before: str, after: str) -> bool:
    """Tell whether no condition and nobody else's wish stands beside an unlink, in its sentence."""
    around = f"{_ASKED_IF.sub(' ', before)} {after}"
    return not (_CONDITION.search(around) or _SOMEBODY_WANTS.search(around))


def is_clear(before: str, after: str) -> bool:
    """Tell whether what stands before and after a deletion word, in its sentence, leaves the request without doubt."""
    around = f"{before} {after}"
    doubtful = (
        NEGATIVE.search(before),
        _PASSED_ON.search(before),
        _CONDITION.search(around),
        _TRAPS.search(around),
        _NOT_THE_PERSON.search(around),
        _OBJECTION.search(after),
        _FROM_ELSEWHERE.search(after),
        _QUESTION.search(after) and not _POLITE.search(around),
    )
    return not any(doubtful)
