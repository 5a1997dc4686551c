"""Causes, hiring staff's troubles and developers' work: rules over the whole message. Data; see actions.py."""

import re
from dataclasses import dataclass

from handlers.reading.asked import Asked
from handlers.reading.hiring import (
    DFE_SIGN_IN,
    ERROR_PAGE,
    HIRING,
    IN_GENERAL,
    REFUSED,
    SHOWN,
    SIGNING_IN,
    TROUBLE,
    WHICH_ONE,
    group,
)


@dataclass(frozen=True)
class Topic:
    """A named rule: the message must hold every group of `needs` and none of `refuses`; then `reason` is true of it.

    `doubt`: why to ask although the rule fits.
    """

    name: str
    asked: Asked
    reason: str
    needs: tuple[re.Pattern[str], ...]
    refuses: re.Pattern[str]
    doubt: str | None = None

    def fits(self, plain: str) -> bool:
        """Whether the rule holds of a message's plain words."""
        if not all(words.search(plain) for words in self.needs) or self.refuses.search(plain):
            return False
        return self.asked is not Asked.publisher_access or not IN_GENERAL.search(plain)


_ONE_LOGIN = group("one login")
JOBSEEKER = group("jobseekers?", "job seekers?", "candidates?", "applicants?", "teacher")
_NEW = r"(?:an? |another |her |his |their |my |the )?(?:brand )?(?:new|second|different|fresh)"
_CHANGED = group(
    r"re-?set(?:s|ting)?|re-?creat\w+|re-?mak\w+|re-?made|re-?d(?:o|id|one|oing)|re-?register\w*|re-?set up"
    rf"|{_NEW} (?:\S+ ){{0,2}}(?:one login|account|login|one|id)|changed|replaced|swapped"
    r"|(?:deleted|closed|removed|lost) (?:\S+ ){0,3}one login|one login (?:\S+ ){0,4}(?:deleted|closed|lost|replaced"
    r"|removed)"
    r"|(?:set|made|created|registered|opened|signed) (?:up )?(?:\S+ ){0,3}one login (?:\S+ )?(?:again|afresh|anew)"
    r"|start(?:ed)? (?:again|over|afresh)|lost (?:access|\S+ (?:old )?(?:phone|mobile))|new (?:phone|mobile|number)"
    r"|(?:stolen|broken?) phone|phone (?:was |got )?(?:stolen|lost|broken)",
)
_OTHERS = r"(?:wrong|another|someone else's|somebody else's|\w+'s|different)"
# A name that is wrong in a profile is no new One Login, and what people say in research is nobody's request.
_WRONG_NAME = r"(?:sur)?names? (?:\S+ ){0,2}(?:on|in) (?:her|his|their|the|my) (?:profile|account|cv)"
_OF_RESEARCH = r"p\d{1,2}:|participants?|user research\w*|surveys?|in research|themes?"
_NOT_SURE = r"(?:may|might)(?: not)?(?: well)? have|(?:not|wasn't|isn't) (?:\w+ )?sure|unsure"
_CANNOT_CHANGE = (
    r"(?:can ?not|can't|cant|could ?not|couldn't|unable to|how to|trying to|wants? to|tried to) (?:re-?set|re-?create"
    r"|change|replace)"
    r" (?:\S+ ){0,2}one login"
)
_WRONG_ONE = group(
    r"wrong (?:gov uk )?one login (?:\S+ ){0,3}(?:linked|connected|attached|joined|tied)",
    rf"(?:linked|connected|attached|joined|tied) (?:up )?(?:to|with) (?:(?:the|an?|her|his|their|my) )?{_OTHERS}"
    r" one login",
)
_NO_WAY_IN = (
    r"(?:can ?not|can't|cant|could ?not|couldn't|unable to|not able to|won't|will not|doesn't|does not|isn't|never"
    r"|keeps?)"
    r" (?:\S+ ){0,3}(?:sign\w*|log\w*|get|let|past|access|in|recogni[sz]e|find|see|looping|bouncing)"
    r"|locked out|stuck|account not found|mis-?match\w*|(?:doesn't|does not|don't|not) match\w*|(?:empty"
    r"|blank) (?:profile|account)|looped?|kicked out|goes? round|sign-?in (?:problem|issue|trouble|error)s?"
)
_SETTLED = group(
    r"sorted|resolved|fixed|solved|now works|working (?:now|again)|works (?:now|again|fine)(?!,? (?:but|until|then))"
    r"|all good"
    r"|how (?:do|does|can|to|would|should|is)|what (?:is|does|happens|can)(?! (?:\w+ ){0,2}(?:correct|right|organi\w+"
    r"|school|ukprn"
    r"|urn|establishment|trust)\b)|are able to|can now|back in"
    r"|without (?:any )?(?:trouble|problems?|issues?|difficulty)|no (?:trouble|problems?) (?:signing|logging|getting)"
    r"|(?:can|able to) (?:sign|log|get) (?:back )?in (?:and (?:everything|all)|ok|okay|fine|without|normally"
    r"|perfectly|no problem)(?!,? (?:but|until|then))"
    r"|nothing (?:is )?(?:needed|required|to do(?! with)|for us)|no (?:further )?action"
    r"|(?<!sign-in )(?<!itself )(?<!login )(?<!dsi )(?:is|are) (?:(?:all|now) )?fine(?!,? (?:but|until))"
    r"|(?:now|all) fine(?= *(?:$|[.;!]))|as (?:normal|usual|expected)(?= *(?:$|[.;!]))"
    r"|never ?mind|already (?:been )?(?:unlinked|done)"
    r"|(?<!so )(?<!so she )(?<!so he )(?<!so they )(?<!that she )(?<!that he )(?<!that they )(?:can|is able to)"
    r" (?:sign|log|get) (?:back )?in (?:again|now"
    r"|fine)(?!,? (?:but|until|then))",
)
# A service that is down is nobody's own trouble, and whom to send somebody to is asked of colleagues.
_OF_NOBODY = (
    r"(?:is|are|was|were|gone|going|went) (?:(?!turned|let|shut|further|not)\S+ ){0,3}down(?= *(?:$|[.,;:?!-]|for\b"
    r"|again|today|now|at\b|this\b))|outages?"
    r"|(?:do|should|shall|can) (?:we|i) (?:just |always |usually )?(?:point|send|refer|direct|signpost|pass)"
)
_DEVELOPER = group(
    r"developers?(?= (?:to|please|help|look|who|could|can))"
    r"|devs?(?= (?:to|please|team|help|look|could|can))"
    r"|(?:need|needs|ask|asking|for|any|can|could|one of the|a|the) (?:a )?(?:developers?|devs?)"
    r"|rails console|production (?:access|console|database)|data fix|in the database"
    r"|run a (?:query|script)",
)
_OF_THE_SITE = (
    r"(?:vacanc(?:y|ies)|listings?|adverts?|jobs?(?! ?seeker)|postings?|documents?|attachments?|closing dates?"
    r"|deadlines?"
    r"|start dates?|salary|pay scale|exports?|extracts?|reports?|stats|statistics|figures|logo|website|banner|template)"
)
_THING = (
    rf"(?:{_OF_THE_SITE}|applications?|(?:job )?alerts?|files?|pages?|numbers|feedback|e-?mail address|e-?mails?"
    rf"|name|map"
    r"|search|filters?|data|subscription|password|phone number|pdfs?|downloads?|forms?|buttons?)"
)
_CHANGES = (
    r"(?:change|update|amend|correct|edit|fix|move|extend|re-?open|re-?publish|un-?publish|withdraw|take down|put back"
    r"|transfer|export|pull|upload|swap|rename|push back|bring forward|repost|re-?list|copy)"
)
_LOOKS = (
    r"(?:merge|run|re-?send|add|download|check|see|tell|give|send|provide|look at|stop|switch(?: off| on)?"
    r"|turn(?: off| on)?|unsubscribe)"
)
_ALONG = r"(?:(?!(?:and|but|because)\b)\S+ ){0,6}"
_FAULT = group(
    r"bugs?|broken|(?:500|404|502|503)(?:ing|'?s)?|crash\w*|exception|stack trace|sentry|server error|not working"
    r"|isn't working|doesn't work|timing out|timed out|times out|blank page|outage"
    r"|(?:returns?|returning|gives?|giving|throws?|throwing) (?:an? )?[45]\d\d"
    r"|errors? (?:when|while|on|trying to|after)|getting an error"
    r"|not (?:been )?(?:sent|sending|received|receiving|showing|appearing|loading|updating|saving|uploading)"
    r"|(?:isn't|aren't|hasn't|haven't|doesn't|don't|won't|can't|cannot) (?:\S+ ){0,2}(?:sent|send|showing?|appear\w*"
    r"|load\w*|updat\w*|sav\w+|upload\w*"
    r"|publish\w*|open|download|receiv\w+|get (?:any|her|his|their))"
    rf"|{_THING} (?:\S+ ){{0,6}}(?:missing|disappeared|vanished|wrong(?:ly)?|stuck|failed|fails|failing|twice"
    rf"|duplicated?|blank|down|slow)"
    rf"|(?:wrong|missing|duplicate|double) {_THING}"
    rf"|(?:gets?|got|getting|receiv\w+|had) no (?:\S+ ){{0,2}}{_THING}|stopped (?:getting|receiving|coming|working)"
    rf"|(?:no longer|never) (?:gets?|got|receiv\w+|arriv\w+|c[ao]me)",
)
_CHANGED_TO_BE = (
    r"(?:changed|updated|unpublished|republished|published|taken down|extended|re-?opened|corrected|amended|moved"
    r"|withdrawn|renamed|put (?:back )?(?:up|online|live)|reinstated|reposted)"
)
_TO_CHANGE = (
    r"(?:needs?|need|to be|be|wants?) (?:\S+ ){0,4}(?:chang\w+|updat\w+|amend\w+|correct\w+|edit\w+|mov\w+|extend\w+"
    r"|re-?open\w+|taken down|taking down|withdrawn|republish\w+|fix\w+)"
)
_BACK = r"(?:restore|reinstate|recover|un-?delete|bring back|get (?:\S+ ){1,4}back)"
ABOUT_THE_BOT = group(
    r"what (?:can|do) (?:you|this bot|the bot) (?:do|help|handle)"
    r"|how (?:do|does|can|should) (?:i|we|you|this|the|it)|who (?:are|made) you|what are you"
    r"|are you (?:a bot|there|working|alive|able)|help me use|what is this bot|how to use"
    r"|can you (?:unlink|delete|remove) (?:\w+ )?(?:people|accounts|users|jobseekers|data)",
)
_NO_WORK = group(ABOUT_THE_BOT.pattern, r"who(?:'s| is| are) (?:the )?(?:dev\w*|developers?|on support)")
_JOBSEEKERS = group("one login", "jobseekers?", "job seekers?", "candidate", "applicant")

TOPICS: tuple[Topic, ...] = (
    Topic(
        "one login changed",
        Asked.unlink_one_login,
        "It says that a person's GOV.UK One Login was reset or replaced.",
        (_ONE_LOGIN, _CHANGED),
        group(_SETTLED.pattern, _WRONG_NAME, _OF_RESEARCH, _NOT_SURE, _CANNOT_CHANGE),
    ),
    Topic(
        "wrong one login",
        Asked.unlink_one_login,
        "It says that an account is linked to the wrong GOV.UK One Login.",
        (_ONE_LOGIN, _WRONG_ONE),
        group(_SETTLED.pattern, HIRING.pattern),
        doubt="It does not ask to unlink it.",
    ),
    Topic(
        "stuck at one login",
        Asked.unlink_one_login,
        "It says that a person cannot get in with their GOV.UK One Login.",
        (_ONE_LOGIN, group(_NO_WAY_IN)),
        group(
            _SETTLED.pattern, _CHANGED.pattern, HIRING.pattern, "code", "security code", "down", "outage", "everyone"
        ),
        doubt="It does not say that their GOV.UK One Login was reset or replaced.",
    ),
    Topic(
        "hiring staff cannot sign in",
        Asked.publisher_access,
        "It says that hiring staff cannot sign in.",
        (HIRING, TROUBLE, SIGNING_IN),
        group(_JOBSEEKERS.pattern, _SETTLED.pattern, _OF_NOBODY),
    ),
    Topic(
        "an organisation is refused",
        Asked.publisher_access,
        "It says that the service does not take an organisation.",
        (HIRING, REFUSED, SHOWN),
        group(_JOBSEEKERS.pattern, _SETTLED.pattern, _OF_THE_SITE, r"applica\w+"),
    ),
    Topic(
        "hiring staff see an error page",
        Asked.publisher_access,
        "It says that hiring staff see an error page.",
        (HIRING, ERROR_PAGE),
        group(_JOBSEEKERS.pattern, _SETTLED.pattern, _OF_THE_SITE, r"applica\w+", "search", "map"),
    ),
    Topic(
        "which organisation",
        Asked.publisher_access,
        "It asks which organisation hiring staff sign in with.",
        (HIRING, WHICH_ONE),
        group(_JOBSEEKERS.pattern, _SETTLED.pattern),
    ),
    Topic(
        "trouble with DfE Sign-in",
        Asked.publisher_access,
        "It names DfE Sign-in and a problem with it.",
        (DFE_SIGN_IN, TROUBLE),
        group(_SETTLED.pattern, _OF_NOBODY),
    ),
    Topic("asks for a developer", Asked.developer_help, "It asks for a developer.", (_DEVELOPER,), _NO_WORK),
    Topic(
        "reports a fault",
        Asked.developer_help,
        "It reports a fault that needs a developer.",
        (_FAULT,),
        group(_SETTLED.pattern, ABOUT_THE_BOT.pattern),
    ),
)
# Work on something of the service, asked for in one sentence.
CHANGE_OF_THE_SITE = group(
    rf"{_CHANGES} {_ALONG}{_OF_THE_SITE}",
    rf"{_OF_THE_SITE} {_ALONG}{_TO_CHANGE}",
    rf"(?:like|love|want|need|get|have)s? (?:\S+ ){{0,4}}{_OF_THE_SITE} (?:\S+ ){{0,2}}{_CHANGED_TO_BE}",
)
OTHER_WORK = group(
    CHANGE_OF_THE_SITE.pattern,
    rf"(?:{_CHANGES}|{_LOOKS}) {_ALONG}{_THING}",
    rf"{_THING} {_ALONG}{_TO_CHANGE}",
    r"(?:need|want|get|have|like) (?:\S+ ){0,3}(?:export|extract|report|list|stats|figures|numbers|number of|count)",
    rf"merge (?:\S+ ){{0,4}}(?:accounts?|ADDRESS)|{_BACK}",
)
ORDERED_CHANGE = re.compile(rf"^(?:\W|\d|and |also |then |please )*{_CHANGES} {_ALONG}{_OF_THE_SITE}\b")
ASKED_CHANGE = re.compile(
    r"\b(?:please|pls|(?:can|could) (?:you|we|some ?one|some ?body|a dev\w*)) (?:please |also |then |just ){0,2}"
    rf"{_CHANGES} {_ALONG}{_OF_THE_SITE}\b"
)
"""The same asked of us, in so many words."""
OTHER_WORK_REASON = "It asks for a change or a look that needs a developer."
