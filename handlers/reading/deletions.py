"""Whether words that ask for a deletion are clear: any doubt makes them a question to the writer. Data and one look.

A wrong guess about a deletion is the worst outcome, a question is cheap; actions.py tells the form of the text.
"""

import re

from handlers.reading.others import ANOTHER_BODY, SOMEBODY_ELSE
from handlers.reading.phrases import NEGATIVE

# It waits for something.
_CONDITION = re.compile(
    r"\b(?:if|either|unless|until|till|provided|subject to|depend\w*|pending|only (?:when|after)|(?<!than )(?<!at )once"
    r"|(?:after|when|as soon as) (?:\S+ ){0,4}(?:confirm\w*|agree\w*|approv\w*|repl\w+|check\w*|legal|ok|okay|says?)"
    r"|after (?:the|her|his|their|my|we|she|he|they|i|\d+|\w+day)|next (?:week|month|year)|in \d+ (?:days|weeks"
    r"|months))\b"
)
# In the same sentence: somebody or something that the bot's deletion is not about, or two accounts made one.
_TRAPS = re.compile(
    r"\b(?:publishers?|hiring staff|hiring managers?|dfe sign-?in|dsi|one login"
    r"|gov\.? ?uk account|mailing lists?|e-?mail lists?"
    r"|duplicates?|(?:two|second|other|spare) accounts?|merg\w+|transfer\w*|mov(?:ed?|ing) (?:\S+ ){1,3}to"
    r"|mov(?:ed?|ing) to (?:\S+ ){0,3}?(?:ADDRESS|login|other(?= ?(?:$|[.,;:!)]))|accounts?|acc|profile|e-?mail"
    r"|address|record|one(?! login)|it)\b"
    r"|without (?!delay|further|undue|any (?:further )?delay)|everyone|everybody"
    r"|(?:all|every|any|inactive|dormant|unused|old) (?:the )?(?:\w+ )?(?:users?|accounts?|people|jobseekers?"
    r"|candidates?|profiles?|records)"
    r" (?:at|with|in|like|on|who|that|which|not|older|inactive|created|registered before)"
    r"|(?:access to|cop(?:y|ies) of|export of) (?:\S+ ){0,2}(?:data|information|records?)"
    r"|staging|qa|uat|sandbox|(?:test|dev|review) (?:environment|app|site|server))\b"
)
# After it: an objection, an answer that was given, a state that the request is in, a time long past.
_ANYBODY_ELSE = re.compile(rf"\b(?:{SOMEBODY_ELSE}|some ?(?:one|body)|hackers?|strangers?)\b")
_ASKED_IF = re.compile(r"\b(?:ask|enquir)\w* (?:\S+ )?if (?:we|you|someone) ")  # no condition
_SOMEBODY_WANTS = re.compile(
    rf"\b{SOMEBODY_ELSE} (?:\w+ ){{0,2}}(?:wants?|asks?|asked|would like|request\w*|says?|said|registered|signed up"
    rf"|created|set up)\b"
)
_NOT_THE_PERSON = re.compile(
    rf"\bADDRESS ?'s? (?:\w+ )?{SOMEBODY_ELSE}\b"
    rf"|\b{SOMEBODY_ELSE}'?s?'? (?:\w+ )?(?:accounts?|data|profile|details)\b|{_SOMEBODY_WANTS.pattern}"
)
_OBJECTION = re.compile(
    r"^ (?:automatically|by (?:accident|mistake))\b"
    r"|\b(?:is (?:that|this|it)|can we do|are we|should we|do we|what (?:do|should|shall)|ok(?:ay)? to"
    r"|but(?!,? (?:it |that )?(?:would|'d) be (?:\w+ )?(?:good|great|nice|helpful|lovely|ideal)"
    r" (?:to (?:get|have|see) (?:it|this|that) (?:done|sorted|off|actioned|through|gone)|if (?:it|this"
    r"|that) could be (?:done"
    r"|sorted|actioned)|to do (?:it|this) (?:today|now|soon))\b)|however|although|though|except|waiting"
    r"|approved(?! by (?:the )?(?:dpo"
    r"|data protection))|rejected|declined"
    r"|in progress"
    r"|(?<!checked )(?<!verified )(?<!confirmed )(?<!'d her )(?<!'d him )(?<!dd her )(?<!dd him )already(?!"
    r" (?:checked|verified|confirmed|id'?d|answered|acknowledged|replied|responded))"
    r"|tomorrow"
    r"|revers(?:ed|ing)|undone|reverted|stopped|paused|postponed|delayed|on hold|instead|keep(?! (?:me|us)\b)|retain"
    r"|leave (?:the|her|his|it|them)|withdr[ae]wn?(?! (?:\w+ )?consent)|retract\w+|taken? back|took (?:it"
    r"|that) back"
    r"|(?:received|sent|raised|logged) (?:\S+ ){0,3}(?:in error|by mistake)|(?:will|to be|i'll) confirm|tbc"
    r"|(?:we|i) (?:can't|cannot|can ?not|couldn't|won't|shouldn't|haven't|said|told|replied|explained|refused)"
    r"|(?:we|i)(?:'ve| have)? (?:already )?(?:actioned|did|done|sorted|completed|handled|dealt)"
    r"|last (?:week|month|year|time|summer|term)|yesterday|(?:days|weeks|months|years) ago|in 20\d\d|previously)\b"
)
# "Remove ADDRESS from the shortlist" leaves the account alone.
_FROM_ELSEWHERE = re.compile(
    r"\b(?:as (?!(?:soon|s?he|they|per|request\w*|ask\w*|agreed|discussed|instructed|promised|noted|well|above|below|we"
    r"|i|it|you|possible|quickly|usual|there|of|her|his|their|ADDRESS|part|no|this|that|the|an?|our|one|much"
    r"|fast)\b)\w+"
    r"|(?<!ticket )(?<!request )(?<!is )(?:in|on) (?:zendesk|outlook|sharepoint|slack|jira|trello|gias|dynamics|excel)"
    r"|(?:from|as (?=(?:an?|the|our|one)\b)|(?<! is )(?<! are )(?:on|in|off) (?=(?:the|our|her|his"
    r"|their)\b)) ?(?:(?:the|our|your|this"
    r"|that|my|their|his|her|its|an?|all|jobseeker|production|live|whole|entire) ){0,3}"
    r"(?!(?:the|our|your|this|that|my|their|his|her|its|an?|all|jobseeker|production|live|whole|entire|teaching|tv"
    r"|service"
    r"|systems?|books(?! (?:club|list|shop))|site|website|database|db|platform|records?|everything|everywhere|prod|us"
    r"|you|here|it|side|end"
    r"|address|e-?mail|mailbox|inbox|account|own|same|jobseekers|users|me|registered|verified|phone|today|now|then"
    r"|scratch"
    r"|behalf|(?:user|jobseeker|candidate|person)'s (?:behalf|request)|\d+(?:st|nd|rd|th)?"
    r"|ADDRESS)\b)\w+)"
)
_PASSED_ON = re.compile(
    r"\b(?:told|says?) (?:(?!thank)\S+ )?(?:we|i|you|somebody|someone)\b|\bthink\b"
)  # what somebody says that we have to do
_QUESTION = re.compile(r"\?(?:: ADDRESS)?\W*$")
# Not now: "delete her on Friday"; but "she asked on Friday".
_LATER = re.compile(
    r"\b(?:(?:on|from|this coming) (?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:at|after) the end of"
    r"|on (?:the )?\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*"
    r"|as soon as (?:s?he|they|it|the|her|his|their))\b"
)
_SAID = re.compile(
    r"\b(?:ask|wrote|writ|e-?mail|rang|call|confirm|check|request|receiv|sent|came|said|got|spoke|report|contact|phon"
    r"|messag|ticket|query"
    r"|sign|dated)"
)
# Before it: a wish that is guessed, yet to come, somebody else's report, or for help to do it oneself.
_NO_PLAIN_WISH = re.compile(
    r"\b(?:probably|presumably|apparently|allegedly|perhaps|seem(?:s|ed)? to(?! have (?:\w+ )?(?:slipped|missed"
    r"|fallen|got|gone|stalled))|(?:sounds?|looks?) (?:like|as)"
    r"|i (?:guess|suppose|believe|assume|gather|reckon|suspect|imagine)"
    r"|(?:will|'ll|might|may|could|going to|about to|threat\w+ to|plan\w* to|inten\w+ to|likely to)"
    r" (?:ask|request|want|need|demand|insist)"
    r"|(?:did|didn't) (?:ADDRESS|s?he|they|we|anyone|someone)"
    r"|(?:forgot|forgotten|regret\w*|den(?:y|ies|ied)) (?:that )?(?:s?he|they|having|asking)"
    r"|(?:ADDRESS|s?he|they|jobseeker|user|candidate) (?:\w+ ){0,2}(?:being|was|been|gets?|is) asked"
    r"|consider\w*|prepar\w+|(?:get|be|getting) ready|look(?:ing)? into"
    r"|complain\w* that|warn\w*|remind\w*|told (?:ADDRESS|her|him|them)|notif(?:y|ied)"
    r"|(?:been|was|were) asked by (?!(?:ADDRESS|her|him|them|(?:the|this|our) (?:jobseeker|user|candidate|person"
    r"|teacher))\b)"
    r"|help (?:ADDRESS|her|him|them|this \w+|the \w+)|instructions|guidance|steps)\b"
    r"|\b(?:s?he|ADDRESS) (?:needs|wants|would like) (?:some |any )?help (?:with |in |to )?$|\bor (?:please )?$"
    rf"|\b(?:ask\w*|wants?|wanted|like|t[eo]ll?d?|need\w*|wrote|writ\w+) (?:\S+ ){{0,4}}{ANOTHER_BODY} to (?:\w+ly )?$"
)
_POLITE = re.compile(r"\b(?:can|could|would|will|please|pls|plz|possible|mind)\b")


# "A new One Login after his was deleted": the cause, and not a condition.
_AFTER_A_CAUSE = re.compile(
    r"\bafter (?:her|his|their|the|she|he|they|it|losing) (?:\S+ ){0,4}?(?:reset|lost|loses|deleted|closed|locked"
    r"|changed|stolen"
    r"|broke|broken|hacked|forgot|recreated|replaced|stopped)\b"
)


def is_free(before: str, after: str) -> bool:
    """Tell whether no condition and nobody else's wish stands beside an unlink, in its sentence."""
    around = f"{_AFTER_A_CAUSE.sub(' ', _ASKED_IF.sub(' ', before))} {after}"
    return not (_CONDITION.search(around) or _SOMEBODY_WANTS.search(around))


def is_about_them(before: str, after: str) -> bool:
    """Tell whether a deletion that is told of is one of the person's own account, under no condition."""
    around = f"{before} {after}"
    return not any(words.search(around) for words in (_CONDITION, _TRAPS, _NOT_THE_PERSON, _ANYBODY_ELSE))


def is_clear(before: str, after: str) -> bool:
    """Tell whether what stands before and after a deletion word, in its sentence, leaves the request without doubt."""
    around = f"{before} {after}"
    doubts = (
        (NEGATIVE, before),
        (_PASSED_ON, before),
        (_NO_PLAIN_WISH, before),
        (_OBJECTION, after),
        (_FROM_ELSEWHERE, after),
        (_CONDITION, around),
        (_TRAPS, around),
        (_NOT_THE_PERSON, around),
    )
    if any(words.search(text) for words, text in doubts) or _is_later(after):
        return False
    return not _QUESTION.search(after) or bool(_POLITE.search(around))


def _is_later(after: str) -> bool:
    """Whether a day is named for it, and not for what was said about it."""
    day = _LATER.search(after)
    return day is not None and not _SAID.search(after, 0, day.start())
