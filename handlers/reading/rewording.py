"""Sentences in plainer words before they are read: politeness, what is said of no matter, wishes in other words.

Data and one look; actions.py tells the form of the text.
"""

import re

_ACTION_WORD = r"(?:un-?link|delet|eras|purg|remov|wip|destroy|disconnect|detach|de-?link)"
_ONGOING = r"(?!(?:so|please|therefore|(?<!ahead )and)\b)"
_SAME_THOUGHT = rf"(?:(?:{_ONGOING}\S+ ){{0,4}}|(?:{_ONGOING}[^\s,]+ ){{0,12}})"

_ANYBODY = (
    r"(?:you|some ?one|some ?body|any ?one|any ?body|one of (?:you|the \w+)|(?:a |the |our )?dev\w*(?: team)?|the team)"
)
_COULD = r"(?:can|could|would(?: be able to)?|(?:is|are|were|was|might be) able to)"
_GLAD = (
    r"(?:grateful|appreciate(?:d)?(?: it)?|great|good|helpful|brilliant|lovely|thankful|fab|amazing|ideal|useful"
    r"|wonderful"
    r"|nice|super|kind|fantastic)"
)
# What is said for "please"; a "could we" or "can I" that asks for leave stays what it is.
_POLITE = re.compile(
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
# When somebody asked is no time in which it was done; "asked for ADDRESS to be deleted last week".
_ASKED_WHEN = re.compile(
    r"\b(?P<asked>(?:ask|e-?mail|request|contact|messag|phon|call)\w*|wrote(?: in)?|written(?: in)?|rang|got in touch)"
    r"(?P<what> (?:(?!(?:and|but|so)\b)[^\s.;]+ ){0,8}?)"
    r"(?:last (?:week|night)|yesterday|(?:a few|several|\d+|two|three) (?:days|weeks) ago)\b"
)

# "Wants his data gone" and "wants shot of her account" in plain words, and the field of a form as a wish.
_OF_A_PERSON = (
    r"(?:all|her|his|their|my|the|tv|jobseeker|account|profile|data|details|information|records?|everything"
    r"|entire|whole|full|own|old|personal|acct|\+|&|teaching|and|of|for|ADDRESS|'s|to be|now|completely)"
)
_WISHES: tuple[tuple[re.Pattern[str], str], ...] = (
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

# "Imran has replied to confirm he does want": whoever says it stays, and so does a question or a "not".
_TOLD_YES = re.compile(
    r"(?P<wish>(?:^|[,:] )(?!(?:so |and )?(?:ha[sd]|have|did|does|do|is|are)\b)"
    r"(?:(?!(?:not|never|no|nobody|none|any\w*|\w+n't|yet|until|unless|if|once|when"
    r"|whether)\b)[^\s,:]+ ){1,8}?)"
    r"(?:\w+ly |just |also |now )?(?:confirm(?:ed|s)|(?:replied|written|wrote|e-?mailed|rung|rang|phoned|called"
    r"|come|came|got|been)(?: back| in| to us| us| in touch| again){0,2} (?:and confirmed|to confirm))"
    r" (?:that )?"
    r"(?=(?:s?he|they|ADDRESS) (?:do |does |still |really |definitely )*(?:wants?|wish\w*|would like)\b)"
)
# "Is a student who signed up": who it is, and no question of who.
_WHO_IT_IS = re.compile(
    r"(?:(?:\b(?:is|was|from|for|of|have|got)|'s|'ve) an? |^(?:an?|the|this|another) )(?:(?!hiring|school"
    r"|publisher|test)[\w'-]+ ){0,3}(?:students?|pupils?|teachers?"
    r"|users?"
    r"|jobseekers?|candidates?|applicants?|graduates?|trainees?|assistants?|person|lady|woman|man|chap|gentleman)"
    r" who (?=(?:signed|registered|joined|created|made|set|used|left|retired|moved|found|got|has|had|is|was)\b)"
)
# "Please erase her under the right to be forgotten" asks once.
_UNDER_A_RIGHT = re.compile(
    r"(?P<what>\b(?:delet|eras|remov)\w* (?:\S+ ){1,8}?)under (?:(?:the|her|his|their|my|uk|gdpr) ){0,3}"
    r"right (?:to be forgotten|(?:to|of) erasure)\b"
)

# The bot looks itself whether there are applications: "check for applications and delete if there are none".
_ANY_APPLICATIONS = (
    r"(?:(?:if|whether|that|for|there|they|he|she|her|his|their|has|have|are|is|aren't|any|no|not|job|jobseeker|user"
    r"|ADDRESS|the|live|active|submitted|open|existing|made|sent|got) ){0,8}applications?"
)
_LOOKS_FOR_APPLICATIONS = re.compile(
    rf"\b(?:double )?check(?:ed|ing)? {_ANY_APPLICATIONS}(?: (?:first|before))?,?(?: (?:and|then|please))*"
)
_IF_THERE_ARE_NONE = re.compile(
    r"\bif (?:not|none|(?:there|they|he|she) (?:are|is|aren't|isn't|has|have|hasn't|haven't|doesn't|don't)"
    r"(?: have)?(?: any| none| not)?)(?= ?(?:$|[.,;:]|please|pls))"
)
# Phrases whose telling word means nothing here. "No longer needs the account" denies the need, not an action, unless
# the action follows ("no longer wants the account deleted").
_EMPTY_PHRASES: tuple[re.Pattern[str], ...] = (
    re.compile(
        r"\bif (?:poss(?:ible)?|need be|(?:someone|anyone) (?:can|could)|you can|you could|you (?:don't|do not) mind"
        r"|(?:that's|that is) (?:ok|okay|possible))\b"
    ),
    re.compile(
        r"\b(?:as soon as|when(?:ever)?) (?:you (?:can|could|get (?:an?|the|\d+|five|ten|some|your)"
        r" (?:\w+ )?(?:chance|moment|mo|minutes?|mins?|secs?|second|time|opportunity))|possible)\b"
    ),
    re.compile(r"\b(?:happy|fine|ok|okay|able|can) (?:to )?wait (?:till|until|for) (?:\w+ ){0,2}\w+"),
    re.compile(
        r", (?:under|citing|quoting|in line with|as per) (?:(?:the|uk|her|his|their|our) )*"
        r"(?:gdpr|article|data|right|dpa|policy|law)\b[^,.;?!]{0,30},(?= )"
    ),
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
    # "We've got till the 28th to respond": our own time to answer, and no day for the action.
    re.compile(
        r"\b(?:we|i)(?:'ve| have)? (?:got |only got |only have |have )?(?:until|till|by) [^,.;?!-]{1,30}? to"
        r" (?:respond|reply|answer|action|do|complete|deal with|act on)(?: (?:it|this|that))?\b"
    ),
    # The person's own "yes": their wish is said after it.
    re.compile(
        r"\b(?:s?he|they|ADDRESS|i|we)(?:'s|'ve| has| have)? (?:\w+ly |just |also )?confirm(?:ed|s) (?:that )?"
        r"(?=(?:s?he|they|ADDRESS) (?:do |does |still |really |definitely )*(?:wants?|wish\w*|would like)\b)"
    ),
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


def reworded(sentence: str) -> str:
    """Return a sentence without the phrases that mean nothing for what it asks, its wishes in known words."""
    if _LOOKS_FOR_APPLICATIONS.search(sentence):
        sentence = _IF_THERE_ARE_NONE.sub("", _LOOKS_FOR_APPLICATIONS.sub("", sentence))
    sentence = _ASKED_WHEN.sub(r"\g<asked>\g<what>", _POLITE.sub("please", sentence))
    for wish, plainly in _WISHES:
        sentence = wish.sub(plainly, sentence)
    if " confirm" in sentence:
        sentence = _TOLD_YES.sub(r"\g<wish>", sentence)
    if " who " in sentence:
        sentence = _WHO_IT_IS.sub("", sentence)
    if "under" in sentence:
        sentence = _UNDER_A_RIGHT.sub(r"\g<what>", sentence)
    for phrase in _EMPTY_PHRASES:
        sentence = phrase.sub("", sentence)
    return sentence
