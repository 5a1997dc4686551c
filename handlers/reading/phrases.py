"""Phrases round an action word that change what a clause means, whatever form the word has. Data; see actions.py."""

import re

from handlers.reading.others import ANOTHER_BODY, SOMEBODY_ELSE
from handlers.reading.wishes import NEGATIVES

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


# "Just to let you know she has asked to be deleted": it is told, and other words may ask for it.
INFORMS_BEFORE = re.compile(
    r"^(?:\S+ ){0,2}?(?:just |only )?(?:(?:(?:wanted )?to )?let you|letting you|so you) know (?:that )?"
    r"(?=ADDRESS|s?he\b|they\b|the (?:user|jobseeker)\b)|^(?:just )?(?:a |an )?(?:quick )?update (?:on|from|about)"
    r" (?=ADDRESS)"
)


TAKEN_BACK_AFTER = re.compile(
    r"^ (?:\S+ ){0,5}(?:not (?:needed|required|necessary)|no longer (?:needed|required)|isn't (?:needed|required)"
    r"|never ?mind|cancelled|withdrawn)\b|^ (?:nothing|anything)\b"
)
# "somebody deleted her account" beside "her account deleted".
ACTIVE_AFTER = re.compile(
    r"^ (?!(?:our|your|the tv) (?:end|side)\b)(?:her|his|their|my|the|our|your|its|an|it|one login)\b"
)
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
# "One Login told me to delete my account and make a new one": theirs, and not ours.
ONE_LOGIN_BEFORE = re.compile(
    r"\bone login (?:(?:helpdesk|help desk|support|people|team|staff|have|has|had|'ve) ){0,3}(?:told|asked|advised"
    r"|instructed"
    r"|got|made|said to|helped|let) (?:(?:me|him|her|them|ADDRESS|us) )?(?:to )?(?:\w+ly )?$"
    r"|\b(?:told|asked|advised|instructed|helped) by one login(?: \w+)? to (?:\w+ly )?$"
)
OF_OURS_AFTER = re.compile(r"^[^.;]*?(?:\btv\b|\bwith (?:us|you)\b|\bour (?:end|side)\b)")
# "unlink her from Castlemoor": an unlink is from One Login, or from something of ours.
FROM_ANOTHER_THING = re.compile(
    r"^ (?!requests?\b)(?:(?!(?:from|she|he|they|who|e-?mail(?:ed|ing)|mailed|wr(?:ote"
    r"|iting))\b)[^\s.,;:?!()]+ ){0,6}from"
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
    r"|candidate|name|please|pls|action|this|today|now|asap|ticket|ref|no|number|me|us|you|you all|devs?"
    r"|#?\d+)(?!\w)){0,8}[ ():>,–—-]{1,5}"
)
NAMED_AFTER = {
    "base": re.compile(rf"^ (?:requests?|requested|please(?=,|$)|pls(?=,|$))\b{_TOLD}"),
    "doing": re.compile(
        rf"^(?: (?:requests?|requested|request from|needed|required|please|pls)\b{_TOLD}| ?[:-](?= ?(?:$|ADDRESS))"
        r"|(?: (?:an?|the|this|her|his|jobseeker|user|account|profile|data|of|for))*[ :,–-]+ADDRESS ?,?"
        r" (?:please|pls)(?= *(?:$|[.!,;–-]|and thank|thank)))"
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
    account user profile please pls plz kindly action process actioning just in below above attached following
    jobseeker one login full personal ticket subject request for right to of the article ADDRESS and this one's it's
    that's
"""
NAMED_REQUEST_WORDS = frozenset(_BEFORE_A_NAMED_REQUEST.split())
# "We have had an erasure request from fatima rahmani": whoever that is, only more words can tell.
REQUEST_OF_SOMEBODY = re.compile(
    rf"^ requests? (?:in |received )?(?:from|by) (?!(?:\S+ ){{0,3}}{ANOTHER_BODY}\b|(?:\S+ ){{0,3}}{SOMEBODY_ELSE}\b"
    r"|(?:a|an|the|this|our|my|her|his|their|one|jobseeker|user|candidate|teacher"
    r"|ADDRESS)\b)[a-z'-]+(?: [a-z'-]+){0,3}(?= *(?:$|[.,;:(?!-]|ADDRESS))"
)
# "Erasure approved by the DPO for ADDRESS", with nothing said of it: what is meant, other words must ask for.
NAMED_PLAINLY = re.compile(
    r"^(?: requests?)?(?: just in| (?:approved|agreed|authori[sz]ed|signed off)(?: by (?:the )?(?:dpo"
    r"|data protection(?: \w+)?|legal))?)?(?: (?:for|of"
    r"|from|by|to"
    r"|on))?"
    r"[ ,:;.(/-]*(?:$|(?:(?:the|user|jobseeker|account) )*ADDRESS\b(?! ?'s? \w))"
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
CLAUSE_START = re.compile(
    r"[,():]|\bbut\b|\bso\b(?= (?:\w+ ){0,2}(?:asks|asked|wants|wanted|would like|please|pls|can you|could you)\b)"
    r"|\bjust\b|\binstead\b(?! of)|\bthen\b|(?=\bplease\b)| - "
)
