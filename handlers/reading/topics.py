"""Everything but the two actions: causes, sign-in pages, developers' work, talk. Data; actions.py tells the text."""

import re
from dataclasses import dataclass

from handlers.reading.asked import Asked, ErrorPage


def _group(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b")


@dataclass(frozen=True)
class Topic:
    """A named rule: the message must hold every group of `needs` and none of `refuses`; then `reason` is true of it."""

    name: str
    asked: Asked
    reason: str
    needs: tuple[re.Pattern[str], ...]
    refuses: re.Pattern[str]

    def fits(self, plain: str) -> bool:
        """Whether the rule holds of a message's plain words."""
        return not self.refuses.search(plain) and all(group.search(plain) for group in self.needs)


_ONE_LOGIN = _group("one login")
_JOBSEEKER = _group("jobseekers?", "job seekers?", "candidates?", "applicants?", "teacher")
_CHANGED = _group(
    r"re-?set(?:ting)?|re-?creat\w+|re-?made|re-?register\w*"
    r"|new (?:\S+ ){0,2}(?:one login|account|login)|changed|replaced|deleted (?:\S+ ){0,3}one login"
    r"|closed (?:\S+ ){0,3}one login|start(?:ed)? again|lost access|new phone|second one login",
)
_SETTLED = _group(
    r"sorted|resolved|fixed|solved|now works|working (?:now|again)|works (?:now|again)|all good"
    r"|how (?:do|does|can|to|would|should|is)|what (?:is|does|happens|can)|are able to|can now"
    r"|never ?mind|already (?:been )?(?:unlinked|done)",
)
_HIRING = _group(
    r"schools?|academy|academies|trusts?|colleges?|publishers?|hiring staff|hiring managers?"
    r"|head ?teachers?|local authority|bursar|school business manager|establishments?|organisations?"
    r"|hr (?:manager|team|lead)|dfe sign-?in|dsi",
)
_DFE_SIGN_IN = _group("dfe sign-?in", "dsi", "sign-?in\\.education")
_TROUBLE = _group(
    r"errors?|can ?not|can't|cant|could ?not|couldn't|unable|won't let|not able|denied|refused"
    r"|blocked|locked out|trouble|problems?|issues?|not working|doesn't work|fails?|failing",
)
_SIGNING_IN = _group(
    r"sign(?:s|ed|ing)?[ -]?(?:in|on)|log(?:s|ged|ging)?[ -]?(?:in|on)|logins?|access(?:ing)?"
    r"|get(?:ting)? in(?:to)?",
)
_DEVELOPER = _group(
    r"developers?(?= (?:to|please|help|look|who|could|can))"
    r"|devs?(?= (?:to|please|team|help|look|could|can))"
    r"|(?:need|needs|ask|asking|for|any|can|could|one of the|a|the) (?:a )?(?:developers?|devs?)"
    r"|rails console|production (?:access|console|database)|data fix|in the database"
    r"|run a (?:query|script)",
)
_FAULT = _group(
    r"bugs?|broken|500|404|crash\w*|exception|stack trace|sentry|server error|not working"
    r"|isn't working|doesn't work"
    r"|not (?:been )?(?:sent|sending|received|receiving|showing|appearing|loading)"
    r"|(?:vacancy|listing|advert|job|application|alert|document|file)s? (?:\S+ ){0,6}"
    r"(?:missing|disappeared|wrong|stuck|failed|fails)"
    r"|merge (?:\S+ ){0,3}accounts?"
    r"|(?:change|update|amend|correct) (?:\S+ ){0,4}(?:closing date|deadline|email|e-mail|name)"
    r"|(?:reopen|re-open|restore|extend|republish|un-?publish|take down) ",
)
_ABOUT_THE_BOT = _group(
    r"what (?:can|do) (?:you|this bot|the bot) (?:do|help|handle)"
    r"|how (?:do|does|can|should) (?:i|we|you|this|the|it)|who (?:are|made) you|what are you"
    r"|are you (?:a bot|there|working|alive|able)|help me use|what is this bot|how to use"
    r"|can you (?:unlink|delete|remove) (?:\w+ )?(?:people|accounts|users|jobseekers|data)",
)

TOPICS: tuple[Topic, ...] = (
    Topic(
        "one login changed",
        Asked.unlink_one_login,
        "It says that a person's GOV.UK One Login was reset or replaced.",
        (_ONE_LOGIN, _CHANGED),
        _SETTLED,
    ),
    Topic(
        "hiring staff cannot sign in",
        Asked.publisher_access,
        "It says that hiring staff cannot sign in.",
        (_HIRING, _TROUBLE, _SIGNING_IN),
        _group("one login", "jobseekers?", "job seekers?", "candidates?", "applicants?", _SETTLED.pattern),
    ),
    Topic(
        "trouble with DfE Sign-in",
        Asked.publisher_access,
        "It names DfE Sign-in and a problem with it.",
        (_DFE_SIGN_IN, _TROUBLE),
        _SETTLED,
    ),
    Topic("asks for a developer", Asked.developer_help, "It asks for a developer.", (_DEVELOPER,), _ABOUT_THE_BOT),
    Topic(
        "reports a fault",
        Asked.developer_help,
        "It reports a fault or a change that needs a developer.",
        (_FAULT,),
        _group(_SETTLED.pattern, _ABOUT_THE_BOT.pattern),
    ),
)

# The words on each page, the code's names for it, and what people say of it (publisher-access.md).
ERROR_PAGES: tuple[tuple[ErrorPage, re.Pattern[str]], ...] = (
    (
        ErrorPage.unknown_organisation_category,
        _group(
            r"unknown[_ ]organisation[_ ]category|organisation ?category ?not ?found"
            r"|is an organisation of type|this type of organisation (?:can ?not|can't|is not)"
            r"|type of organisation (?:can ?not|can't) use",
        ),
    ),
    (
        ErrorPage.unsupported_establishment_type,
        _group(
            r"unsupported[_ ]establishment[_ ]type|establishment ?type ?not ?supported"
            r"|an establishment of type|type of establishment (?:is not|isn't|not) supported",
        ),
    ),
    (
        ErrorPage.unregistered_establishment,
        _group(
            r"unregistered[_ ]establishment|establishment ?not ?registered"
            r"|not registered (?:with|on|in|for) (?:the )?(?:teaching vacancies|tv|service)",
        ),
    ),
    (
        ErrorPage.pending_approval,
        _group(
            r"pending[_ ]approval|(?:waiting|waits) (?:for|to be) approv\w+|awaiting approval"
            r"|approval is pending|not (?:yet )?been approved|still to be approved",
        ),
    ),
    (
        ErrorPage.not_authorised,
        _group("not[_ ]authori[sz]ed", "unauthori[sz]ed", "do(?:es)? not have (?:the )?(?:permission|authority|role)"),
    ),
)
# The last two are everyday words: they name a page only when the message is about hiring staff or signing in.
SURE_OF_PAGE = frozenset(ErrorPage) - {ErrorPage.not_authorised, ErrorPage.pending_approval}
PAGE_SIGNS = _group(_HIRING.pattern, _SIGNING_IN.pattern, "not_authorised", "pending_approval", "error page", "screen")

CLOSING = _group(
    r"thanks|thank you|cheers|ta|great|perfect|brilliant|sorted|resolved|done|fixed|no worries"
    r"|all good|never ?mind|fyi|for information|good (?:morning|afternoon)",
    _ABOUT_THE_BOT.pattern,
)
HAND_OVER = _group(
    r"see below|below|as above|forwarding|forwarded|fwd?|can (?:you|someone|anyone|we)"
    r"|could (?:you|someone)|please|pls|action|help|one for you|for you|look|attached|following",
)
WANTS_SOMETHING = _group(
    r"please(?! (?:note|ignore|disregard|be aware))|pls"
    r"|can (?:you|someone|anyone|we)|could (?:you|someone|anyone|we)|need|needs|help|issue"
    r"|problem|request|can't|can ?not|unable|wants?|asking",
)
ABOUT_SOMEBODY = _group("ADDRESS", "one login", _JOBSEEKER.pattern, "accounts?", "users?", "ticket", _HIRING.pattern)
