"""Phrases round an action word that change what a clause means, whatever form the word has. Data; see actions.py."""

import re

from handlers.reading.others import ANOTHER_BODY, SOMEBODY_ELSE
from handlers.reading.uses import NEGATIVES

_ACTION_WORD = r"(?:un-?link|delet|eras|purg|remov|wip|destroy|disconnect|detach|de-?link)"
_ONGOING = r"(?!(?:so|please|therefore|(?<!ahead )and)\b)"
_SAME_THOUGHT = rf"(?:(?:{_ONGOING}\S+ ){{0,4}}|(?:{_ONGOING}[^\s,]+ ){{0,12}})"

# Phrases whose telling word means nothing here; cut before anything else is read. The third: "no longer needs the
# account" denies the need, not an action, unless the action follows ("no longer wants the account deleted").
_ANYBODY = (
    r"(?:you|some ?one|some ?body|any ?one|any ?body|one of (?:you|the \w+)|(?:a |the |our )?dev\w*(?: team)?|the team)"
)
_COULD = r"(?:can|could|would(?: be able to)?|(?:is|are|were|was|might be) able to)"
_GLAD = (
    r"(?:grateful|appreciate(?:d)?(?: it)?|great|good|helpful|brilliant|lovely|thankful|fab|amazing|ideal|useful"
    r"|wonderful"
    r"|nice|super|kind|fantastic)"
)
POLITE = re.compile(
    rf"\bwould it be (?:at all )?possible (?:for {_ANYBODY} )?(?:to|for)"
    r"|\bis it possible (?:to|for)(?= .*\b(?:please|pls|plz)\b)"
    rf"|\b(?:is|are) {_ANYBODY} (?:around |free |available |about )?(?:able )?to\b"
    r"|\bplease may (?:i|we)\b"
    rf"|\b(?:is there )?(?:any|a) chance (?:(?:that )?(?:{_ANYBODY}|we) {_COULD}|of(?! an?\b))"
    rf"|\b(?:really |very |most |so |much |ever )*{_GLAD} if (?:{_ANYBODY}|we) {_COULD}"
    rf"|\b(?:really |very |most |so |much |ever )*{_GLAD} if"
    r"(?= (?:ADDRESS|her|his|their|this|the|these|it)\b[^,.;?!]{0,60} (?:can|could|were to) be )"
    rf"|\bif {_ANYBODY} {_COULD}(?= .*(?:would|'d) be (?:\w+ )?{_GLAD}\b)"
    rf"|\b(?:was |am |just )?wondering (?:if|whether) {_ANYBODY} {_COULD}"
    rf"|\b(?:can|could|may) (?:i|we) (?:ask|get) {_ANYBODY} to\b"
    r"|\b(?:can|could|may) (?:i|we) (?:please )?(?:get|have|request|ask for)(?= (?:an?|another|one) )"
)
"""What is said for "please"; a "could we" or "can I" that asks for leave stays what it is."""
# When somebody asked is no time in which it was done; "asked for ADDRESS to be deleted last week".
ASKED_WHEN = re.compile(
    r"\b(?P<asked>(?:ask|e-?mail|request|contact|messag|phon|call)\w*|wrote(?: in)?|written(?: in)?|rang|got in touch)"
    r"(?P<what> (?:(?!(?:and|but|so)\b)[^\s.;]+ ){0,8}?)"
    r"(?:last (?:week|night)|yesterday|(?:a few|several|\d+|two|three) (?:days|weeks) ago)\b"
)

# "Wants his data gone" and "wants shot of her account" in plain words, and the field of a form as a wish.
_OF_A_PERSON = (
    r"(?:all|her|his|their|my|the|this|it|tv|jobseeker|account|profile|data|details|information|records?|everything"
    r"|entire|whole|full|own|old|personal|acct|\+|&|teaching|and|of|for|ADDRESS|'s|to be|now|completely)"
)
WISHES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            rf"(?P<wish>\b(?:wants?|wanting|would like|'d like|wishes|like|to have) (?:{_OF_A_PERSON} ){{1,9}})gone"
            r"(?= *(?:$|[.,;:!?)-]|(?:please|pls|from|now|asap|completely|entirely|permanently|and|too|for good|today"
            r"|thanks|as)\b))"
        ),
        r"\g<wish>deleted",
    ),
    (re.compile(r"(?P<wish>\b(?:wants?|wanting|'d like|like)) (?:shot|rid|shut) of\b"), r"\g<wish> to delete"),
    (
        re.compile(
            r"^(?P<wish>(?:\W|her |his |their |the |this |my )*(?:account|profile))(?: is)? no longer"
            r" (?:needed|required|wanted|in use)\b"
        ),
        r"\g<wish>",
    ),
    (re.compile(r"\b(?P<wish>wants?|would like|requested|asks for|asked for): "), r"\g<wish> "),
)

# "Please erase her under the right to be forgotten" asks once.
UNDER_A_RIGHT = re.compile(
    r"(?P<what>\b(?:delet|eras|remov)\w* (?:\S+ ){1,8}?)under (?:(?:the|her|his|their|my|uk|gdpr) ){0,3}"
    r"right (?:to be forgotten|(?:to|of) erasure)\b"
)

# The bot looks itself whether there are applications: "check for applications and delete if there are none".
_ANY_APPLICATIONS = (
    r"(?:(?:if|whether|that|for|there|they|he|she|her|his|their|has|have|are|is|aren't|any|no|not|job|jobseeker|user"
    r"|ADDRESS|the|live|active|submitted|open|existing|made|sent|got) ){0,8}applications?"
)
LOOKS_FOR_APPLICATIONS = re.compile(
    rf"\b(?:double )?check(?:ed|ing)? {_ANY_APPLICATIONS}(?: (?:first|before))?,?(?: (?:and|then|please))*"
)
IF_THERE_ARE_NONE = re.compile(
    r"\bif (?:not|none|(?:there|they|he|she) (?:are|is|aren't|isn't|has|have|hasn't|haven't|doesn't|don't)"
    r"(?: have)?(?: any| none| not)?)(?= ?(?:$|[.,;:]|please|pls))"
)
EMPTY_PHRASES: tuple[re.Pattern[str], ...] = (
    re.compile(
        r"\bif (?:poss(?:ible)?|need be|(?:someone|anyone) (?:can|could)|you can|you could|you (?:don't|do not) mind"
        r"|(?:that's|that is) (?:ok|okay|possible))\b"
    ),
    re.compile(
        r"\b(?:as soon as|when(?:ever)?) (?:you (?:can|could|get (?:a|the) (?:chance|moment|minute))|possible)\b"
    ),
    re.compile(r"\b(?:happy|fine|ok|okay|able|can) (?:to )?wait (?:till|until|for) (?:\w+ ){0,2}\w+"),
    re.compile(r", (?:including|together with|along with|as well as) (?:[^\s,]+ ){0,6}[^\s,]+ ?,(?= )"),
    re.compile(rf"\bno longer (?!{_SAME_THOUGHT}{_ACTION_WORD})(?!needed|required)"),
    re.compile(
        r"\b(?:no longer|no more|(?:do|does|did) not|don't|dont|doesn't|doesnt|didn't|not) "
        r"(?:us|need|want|wish|requir|hav|work|teach|look|recogni[sz]|remember|let|allow|match)(?:es|ing|s|e)?\b"
        rf"(?! {_SAME_THOUGHT}{_ACTION_WORD})"
    ),
    re.compile(r"\b(?:do not|don't) (?:forget|hesitate) to\b"),
    re.compile(
        r"\b(?:not|nothing) (?:very |super |too |at all )?(?:urgent|a rush|in a rush|a priority|time[ -]sensitive)\b"
        r"|\bno (?:rush|hurry)\b|\bwhen(?:ever)? (?:it's |it is |you're |you are )?(?:convenient|free|ready)\b"
    ),
    re.compile(
        r"\b(?:has |have |had )?never (?:actually |really )?(?:signed up|registered|used|created|made|wanted|set up)\b"
    ),
    re.compile(
        r"\b(?:can ?not|can't|cant|could ?not|couldn't|unable to|(?:(?:is|are|was|were) )?not able to"
        r"|isn't able to) (?=(?:\S+ )?(?:sign|log|login|get (?:back|in|into|on|onto|to|past|access|any|at|through)"
        r"|access|use|see|apply|reset)\b)"
    ),
    re.compile(r"\b(?:not only|why not|(?:can|could|would|will) not you|whether or not)\b"),
    # The person's own "yes": their wish is said after it.
    re.compile(
        r"(?:^|[:,.] ?|yes )i (?:can |hereby )?confirm (?:that )?"
        r"(?=i (?:do |still |really |would |'d )*(?:want|like|wish))"
    ),
    re.compile(
        r"(?:,|,? and)? (?:(?:she|he|they|i|user) )?(?:is |are |am )?(?:fully )?"
        r"(?:understand|know|accept|aware|appreciat)\w* (?:that )?(?:it|this|that) (?:can't|cannot|can not) be "
        r"(?:undone|reversed|recovered)"
    ),
    re.compile(r"(?<=\brequest) (?:has been )?received(?= (?:from|for|by|today|this morning)\b)(?!.* in error)"),
    # The bot looks itself, and deletes nobody who applied (handbook-support-requests.md).
    re.compile(r"\b(?:if|as|since|because|provided) (?:\S+ ){0,4}(?:no|not|any|without) (?:\S+ ){0,3}applications?\b"),
    re.compile(
        r"\b(?:know|confirm\w*|tell (?:me|us)|shout|update \w+|reply|ping \w+|(?:e-?mail|message) \w+) (?:\S+ ){0,2}"
        r"(?:when|once|after|as soon as|if) .*"
    ),
)

NEGATIVE = re.compile(rf"\b(?:{NEGATIVES}|not)\b")
NEGATIVE_AT_COMMA = re.compile(rf"\b(?:{NEGATIVES}|not)\b(?: \S+)?,")
"""A negation cut off from its verb by an insertion: "do not, under any circumstances, …"."""

# Who decides, who did it, how it stands: the clause talks about the action.
TALK_ABOUT_IT = re.compile(
    r"\b(?:check\w*(?! and\b)|confirm\w*(?! and\b)|chas(?:e|ed|ing)|updates?|status|progress|whether|wonder\w*|know"
    r"|knows"
    r"|(?:(?<=^)|(?<=and )|(?<=so ))who\b|who(?!'d (?:like|love)|'s (?:asked|asking|requested|re-?set|had)| (?:need"
    r"|want|wish|would|require|request|ask|emailed|wrote|is asking"
    r"|has (?:asked|requested|re-?set)|can't"
    r"|cannot|can not))|why|when|did|how|happen\w*|find out|see if|news|remember|heard|about|regarding|discuss\w*"
    r"|questions?|advice"
    r"|advise|guidance|mark\w*|before|(?<!i'm )(?<!we're )after(?! all\b)|prior to|copy|log(?:ged)?|record(?:ed|ing)"
    r"|(?:to|please|and|we|i) record"
    r"|reject\w*|declin\w+"
    r"|reply|respond|answer|think\w*(?! (?:\S+ ){1,3}needs? )|thought|said no|refus\w*|says? (?:we|you|i)(?! (?:need"
    r"|have) (?:you |someone |us )?to)"
    r"|told (?:\S+ )?(?:we|i|you)(?! (?:need|have) to))\b"
)


TAKEN_BACK_AFTER = re.compile(
    r"^ (?:\S+ ){0,5}(?:not (?:needed|required|necessary)|no longer (?:needed|required)|isn't (?:needed|required)"
    r"|never ?mind|cancelled|withdrawn)\b|^ (?:nothing|anything)\b"
)
# "somebody deleted her account" beside "her account deleted".
ACTIVE_AFTER = re.compile(r"^ (?:her|his|their|my|the|our|your|its|an|it|one login)\b")
# "account wiped for ADDRESS please" asks, "account wiped for ADDRESS, please close the ticket" does not.
PLEASE_AFTER = re.compile(
    r"^(?:(?: for| of)? ADDRESS)?[ ,]*(?:please|pls|plz|asap)\b(?= ?(?:$|[.!,;]|and thank|n thank))"
)
# "the request to delete ADDRESS was done", but "… and confirm when it is done".
TOLD_AFTER = re.compile(
    r"^(?:(?!\b(?:when|once|after|until|if|and|so)\b)[^.?!;])*?\b(?:was|were|has|have|had|is|are|been|'s|now|already"
    r"|got)"
    r" (?:been |now |already |all )?(?:done|completed?|actioned|closed|rejected|refused|declined|approved|processed"
    r"|handled|dealt with|sorted|resolved|submitted|finished|cancelled|withdrawn|failing|failed|successful)\b"
    r"|^[^.?!;]*?\b(?:worked|went through|succeeded|did the trick)\b"
)
# "I had to delete and remake my One Login": a cause, and not our data.
ONE_LOGIN_AFTER = re.compile(
    r"^(?: (?:and|then|or) [\w-]+)?(?: (?:my|her|his|their|the|an?|old|existing|previous|own)){0,3} one login\b"
)
# "unlink her from Castlemoor": an unlink is from One Login, or from something of ours.
FROM_ANOTHER_THING = re.compile(
    r"^ (?!requests?\b)(?:(?!from\b)[^\s.,;:?!()]+ ){0,6}from"
    r" (?!(?:[^\s.,;:?!()]+ ){0,4}one login\b)"
    r"(?!(?:(?:the|her|his|their|my|this|that|our|its|your|an?|old"
    r"|previous|new|current|existing|wrong|first|original|other|gov|gov\.uk|govuk|uk|gov\.|jobseeker) ){0,4}"
    r"(?:one|login|sign|log|id|identity|gov\S*|accounts?|acc|profile|record|systems?|side|end|tv|teaching|service|site"
    r"|database|db|backend|email|e-mail|address|phone|it|them|that|this|there|here|anything|any|ADDRESS|user|candidate"
    r"|teacher|tickets?|zendesk|#?\d\S*|\w+day|today|yesterday|below|above|before|reset|prod\w*|us|me|being)\b)\w+"
)
# "can hiring staff be unlinked"
OF_SCHOOLS_BEFORE = re.compile(
    r"\b(?:schools?|trusts?|organisations?|publishers?|hiring (?:staff|managers?)) (?:to )?be $"
)
# "her deleted account"
AS_IT_IS_BEFORE = re.compile(r"\b(?:the|her|his|their|my|your|an?|ADDRESS 's|this|that) (?:\w+ly )?$")
AS_IT_IS_AFTER = re.compile(
    r"^ (?:accounts?|profiles?|data|details|records?|applications?|alerts?|users?|jobseekers?)\b"
)
DONE_AFTER = re.compile(r"^ (?:all |now |already )?(?:done|completed?|actioned|finished|sorted|processed)\b")
_TOLD = r"(?! (?:was|were|has|have|is|completed|done|closed|failed))"
# "jobseeker deletion, email: ADDRESS, ticket 55123", "removal of account - please action for ADDRESS".
_LABELS = (
    r"(?:[ ():>,–—-]{1,5}(?:for|of|the|from|her|his|their|e-?mail(?: address)?|address|user|jobseeker|account|profile"
    r"|data"
    r"|candidate|name|please|pls|action|this|today|now|asap|ticket|ref|no|number|me|us"
    r"|#?\d+)(?!\w)){0,8}[ ():>,–—-]{1,5}"
)
NAMED_AFTER = {
    "base": re.compile(rf"^ (?:requests?|requested)\b{_TOLD}"),
    "doing": re.compile(
        rf"^(?: (?:requests?|requested|request from|needed|required|please|pls)\b{_TOLD}| ?[:-](?= ?(?:$|ADDRESS)))"
    ),
    "noun": re.compile(
        rf"^(?: \([^()]{{0,40}}\))?(?: (?:requests?|requested|please|pls|needed|required|wanted)"
        rf"|{_LABELS}ADDRESS)\b{_TOLD}"
    ),
}
# What may stand before a request that is only named: "gdpr erasure request", "we have had a deletion request".
_BEFORE_A_NAMED_REQUEST = """
    so valid genuine from me hi hello hey morning good all team we i i've we've we'd there is there's here just have
    has had received got a an another devs dev team one two more next today again quick new urgent formal gdpr uk data
    account user profile please pls plz kindly action process actioning below above attached following jobseeker one
    login full personal ticket subject request for right to of the article ADDRESS and this one's it's that's
"""
NAMED_REQUEST_WORDS = frozenset(_BEFORE_A_NAMED_REQUEST.split())
# "We have had an erasure request from fatima rahmani": whoever that is, only more words can tell.
REQUEST_OF_SOMEBODY = re.compile(
    rf"^ requests? (?:in |received )?(?:from|by) (?!(?:\S+ ){{0,3}}{ANOTHER_BODY}\b|(?:\S+ ){{0,3}}{SOMEBODY_ELSE}\b"
    r"|(?:a|an|the|this|our|my|her|his|their|one|jobseeker|user|candidate|teacher"
    r"|ADDRESS)\b)[a-z'-]+(?: [a-z'-]+){0,3}(?= *(?:$|[.,;:(?!-]|ADDRESS))"
)
# "Re: delete my account" is what somebody else's mail was called.
OF_A_REPLY = re.compile(r"\bre: ?$")
SAID_OF_IT = re.compile(
    r"^(?:[ :]+(?:requests?|for|of|from|on|about|by|the|her|his|their|account|data|user|jobseeker|ticket #?\d+|#?\d+"
    r"|ADDRESS"
    r"|'s))* (?<!mail )(?<!address )(?<!account )(?<!user )(?<!jobseeker )(?<!name )(?<!it )"
    r"(?:was|were|is|isn't|wasn't|are|had|turned|belongs|should|might|may|seems?|needs|went|can|could|did"
    r"|does|takes|took|will|won't|completed?|failed|fails)\b"
)
"""The named request is what something is said of: "the erasure request on 55123 was for another service"."""
NAMED_ALONE = re.compile(r"^\W*(?:(?:please|pls|ticket|ref|#?\d+)\W*)*$")
"""Nothing more than "ADDRESS: account deletion"."""
# "Can you unlink accounts?" with nobody named is a question about the bot.
GENERAL_AFTER = re.compile(r"^ (?:\w+ )?(?:people|accounts|users|jobseekers|candidates|data|someone|anyone|things)\b")
GENERAL_QUESTION = re.compile(
    r"^(?:\W|and |so |also |quick question |hi |hello |morning )*(?:how|what|who|when|why|where|which|do|does"
    r"|is there)\b"
)
# Confidentiality notices below an e-mail.
SMALL_PRINT = re.compile(
    r"\b(?:(?:intended|named) recipient|intended for|received (?:\S+ ){0,3}in error|in error|confidential|privileged"
    r"|notify the sender)\b"
)
GENERAL_BEFORE = re.compile(r"\b(?:can|could|do|does|are|is) (?:the |this )?(?:bot|you|it) (?:\w+ |able to )?$")
CLAUSE_START = re.compile(r"[,():]|\bbut\b|\bjust\b|\binstead\b(?! of)|\bthen\b|(?=\bplease\b)| - ")
