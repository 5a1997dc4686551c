"""Words for hiring staff, where they work, and what stops them at sign-in. Data; see actions.py for the text."""

import re


def group(*words: str) -> re.Pattern[str]:
    """Any of these words, whole."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")


_STAFF = (
    r"(?:hiring )?staff|hiring (?:managers?|lead|team)|head ?teachers?|heads?|deputy head|principals?|bursars?|clerks?"
    r"|(?:school |office |hr |admin )?(?:business |office |hr )?(?:manager|administrator|admin|secretary|officer)"
    r"|sbm|hr(?: \w+)?"
    r"|recruiters?|publishers?|recruitment (?:team|officer|lead|manager)|governors?"
)
_PLACES = (
    r"schools?|academy|academies|trusts?|colleges?|primary|infants?|juniors?|nursery|pre-?school|federation|mat"
    r"|sixth form|pru|pupil referral unit|alternative provision|(?:education|learning|children's|outreach) centre"
    r"|grammar|prep|utc|kindergarten|diocese"
    r"|local authority|council|la|establishments?|organi[sz]ations?"
)
_HIRES = (
    r"(?:post|list|advertis|publish)(?:e|s|es|ing)? (?:(?:an?|the|her|his|their|our|its|some) )?"
    r"(?:jobs?|vacanc\w+|adverts?|posts?|roles?)"
)
HIRING = group(_PLACES, _STAFF, _HIRES, "dfe sign-?in", "dsi", "urn", "ukprn")
DFE_SIGN_IN = group("dfe sign[ -]?in", "dsi", "dfe login", r"sign-?in\.education")
TROUBLE = group(
    r"errors?|broken|can ?not|can't|cant|could ?not|couldn't|unable|won't let|wont let|not able|denied|refused"
    r"|no access"
    r"|blocked|locked out|trouble|problems?|issues?"
    r"|prob(?= ?(?:$|[,.;:(-]|with\b|at\b))|not working|doesn't work|isn't working|fails?|failing|failed|403"
    r"|stuck|no permissions?|not permitted|(?:sent|taken|thrown|put|dropped|pushed|bumped) (?:\w+ )?back\b|none of"
    r" (?:her|his|their|our) \S+"
    r"|(?:40|50)\d(?: \w+){0,2} (?:after|when|while|on|at|as soon as) (?:\S+ )?(?:sign|log)\w*"
    r"|(?:sign|log)(?:s|ed|ing)? ?(?:in|on) (?:and|but|then) (?:(?:it|tv|the \S+|then|just"
    r"|only) ){0,3}(?:brings?(?: \w+)? up"
    r"|brought(?: \w+)? up|(?:comes?|came) up (?:as|with|under)|(?:lands?|landed|ends? up|ended up) (?:on|in|at|under"
    r"|with)"
    r"|(?:is|gets|got) (?:taken|sent|put) (?:to|into|on))"
    r"|sees? (?:an?|the|another)?(?: \w+)? ?(?:different|other|wrong) \S+"
    r"|wrong (?:school|organi[sz]ation|one|place|trust)|message saying|isn't in|not in|missing|doesn't (?:appear"
    r"|show|see)"
    r"|don't (?:appear|show|see)|keeps? (?:getting|landing|seeing|being)|loops?|kicked out|struggl\w+|bounc\w+"
    r"|reject(?:s|ed|ing)?"
    r"|no luck|round in circles|unknown organi[sz]ation"
    r"|instead of|lost access|having difficult\w+|not allowed|not found|nobody|no one|(?:linked to|has|have"
    r"|are|with|got) two|two (?:entries|records)|same name|which (?:ukprn|organi[sz]ation|one)|none of (?:them"
    r"|the \S+)|not letting|wont|unsuccessful|only (?:\S+ )?(?:sees?|shows?|gives?|gets?)",
)
SIGNING_IN = group(
    r"s(?:ig|gi|in)(?:n|g)(?:s|ed|ing)?[ -]?(?:in|on)(?:to)?|log(?:s|ged|ging)?[ -]?(?:in|on)(?:to)?|logins?"
    r"|access(?:ing|es)?(?! (?:to )?(?:the |his |her |their |an? )?(?:applica\w+|vacanc\w+|document|cv|listing"
    r"|advert)s?)"
    r"|get(?:s|ting)? (?:back )?(?:in(?:to)?|on ?to)(?! touch)|locked out|sign[- ]?in page"
    r"|get(?:s|ting)? past"
    r"|(?:use|using) (?:the )?(?:tv|service|site)|see tv|(?:lets?|letting) (?:\S+ ){1,3}(?:back )?in(?:to)?",
)
_NOT = r"(?:(?:is|are|was|were|be|being|it's|they're) not|(?:is|are|was|were)n't|not)"
REFUSED = group(
    rf"{_NOT} (?:\w+ly )?(?:being )?(?:eligible|recogni[sz]ed|accepted|supported|permitted|registered|able to (?:use"
    rf"|access)"
    r"|allowed to (?:use|access)|an? (?:accepted|eligible|supported) \w+)"
    r"|(?:does not|doesn't|don't|didn't|won't|cannot|can't) (?:recogni[sz]e|accept|support)"
    r"|(?:tv|service|site|system|it) (?:keeps? )?(?:rejects?|rejecting|refuses|refusing|turns? away|turning away)"
    r"|errors? (?:about|with|for|on|over) (?:(?:my|her|his|their|the|our|its) )?(?:establishment|organi[sz]ation|org)"
    r"|(?:establishment|organi[sz]ation|org)(?: type)? errors?"
    r"|ineligible|unrecogni[sz]ed|unsupported"
    r"|(?:is not|isn't|cannot|can't|not able to|unable to) (?:use|access) (?:this|the|our) service",
)
"""What the service says of an organisation that it does not take."""
SHOWN = group(
    SIGNING_IN.pattern,
    TROUBLE.pattern,
    r"messages?|pages?|screen|gets?|getting|sees?|seeing|shown|says?|saying|said|told|reads|(?:organi[sz]ation"
    r"|establishment|org)'?s? (?:type|category)",
)
ERROR_PAGE = group(r"(?:error|sorry) (?:page|screen|message)s?")
WHICH_ONE = group(
    r"(?:which|what) (?:ukprn|organi[sz]ation|one|entry|establishment|school) (?:\S+ ){0,6}"
    r"(?:us|pick|choos|select|sign|log)(?:e|ed|ing|s)?"
    r"|(?:which|what) (?:\S+ )?(?:she|he|they|it) (?:should|needs? to|ha(?:s|ve) to|ought to) (?:be )?(?:us|pick"
    r"|choos|select|sign|log)"
    r"(?:e|ing)?"
    r"|(?:right|correct) (?:ukprn|organi[sz]ation|entry|establishment)"
    r"|which (?:ukprn|organi[sz]ation|entry|one) is (?:right|correct|theirs|the right one)",
)
IN_GENERAL = re.compile(
    r"^(?:\W|hi |hello |so |also )*(?:(?:why|when|how|what) (?:do|does|is|are|would|causes?) (?:the |an? |some )?"
    r"(?:schools|people|users|publishers|hiring staff|organisations|unknown|unsupported|unregistered|error|page)"
    r"|(?:which|what|how many) (?:\S+ ){0,3}do (?:schools|people|users|publishers|hiring staff)"
    r"|how many (?:schools|people|users|publishers|hiring staff))\b"
    r"|\b(?:(?<!her )(?<!his )(?<!their )lists?|numbers?|counts?|figures|stats|reports?|export) (?:of|for|on|about)"
    r" (?:(?:all|the|every|any|our"
    r"|how many|which) ){0,3}"
    r"(?:schools|trusts|organisations|people|users|publishers|hiring staff|teachers)\b"
)
"""A question about schools in general; it is about none."""
