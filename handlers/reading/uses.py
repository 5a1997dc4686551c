"""How an action word is used: asked for, forbidden, told as done, wondered about. Data; see actions.py for the text."""

import re
from dataclasses import dataclass

from handlers.reading.manners import Manner
from handlers.reading.wishes import ADVERBS, GENERAL, NEGATIVES, OF_A_THING, SOMEBODY, WANTS


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
    _use("one login did it", "base done", r"(?:had|have|has) one login (?:\S+ )?", Manner.TELLS),
    _use("still not done", "done", r"still (?:not|\w+n't) (?:yet )?been (?:\w+ly )?", Manner.UNSURE),
    _use("not done yet", "done", r"(?:not|\w+n't) (?:yet )?been (?:\w+ly )?", Manner.TELLS),
    _use(
        "not decided",
        "base done doing noun",
        r"(?:not (?:sure|certain|clear|decided)|unsure|undecided|(?:do not|don't|dont) know|no idea"
        r"|wondering) (?:\S+ ){0,6}",
        Manner.UNSURE,
    ),
    _use("none of it", "base doing noun", r"no (?:further |more |account |data )?", Manner.AGAINST),
    _use(
        "asked for it oneself",
        "base done doing noun",
        r"(?:^|\W)(?:i|we)(?:'ve| have|'d| had)? (?:\w+ly |also |already |just )?(?:asked|requested|raised|submitted"
        r"|said)"
        r" (?!.*\b(?:please|pls)\b)(?:\S+ ){0,8}",
        Manner.UNSURE,
    ),
    _use(
        "had been asked for",
        "base done doing noun",
        r"(?:had|she'd|he'd|they'd|used to|formerly|originally|initially|at first) (?:\w+ly |already |also )?"
        r"(?:ask|request|want|wish|appl)\w* "
        r"(?!.*\b(?:please|pls)\b)(?:\S+ ){0,8}",
        Manner.UNSURE,
    ),
    _use("forbidden", "base done doing noun", rf"(?:{NEGATIVES}|not) (?:\S+ ){{0,4}}", Manner.AGAINST),
    _use(
        "wanted that it is done",
        "done",
        r"(?:request\w*|ask\w*|insist\w*|demand\w*|instruct\w*|require\w*) (?:\S+ ){0,2}that (?:\S+ ){1,12}?(?:is|are"
        r"|be)"
        r" (?:\w+ly )?",
        Manner.ASKS,
    ),
    _use(
        "make sure",
        "done",
        r"(?:mak(?:e|ing) sure|see (?:to it )?|ensure) (?:that )?(?:\S+ ){1,4}(?:is|are|gets?) (?:\w+ly )?",
        Manner.ASKS,
    ),
    _use("would rather", "done", r"(?:rather|prefer|wish\w*) (?:that )?(?:we|you|someone) ", Manner.UNSURE),
    _use(
        "was done",
        "done",
        r"(?:was|were|been|being|already|is|are|got|has|have|had|just|recently|previously|i|we|they|he|she|who|you"
        r"|\w+'(?:ve|d)) (?:\w+ly )?",
        Manner.TELLS,
    ),
    _use(
        "as it is, or by accident",
        "done",
        r"(?:the|an?|accidental\w*|mistaken\w*|wrongly|inadvertently|unfortunately|apparently|somehow|automatically) ",
        Manner.TELLS,
    ),
    _use("will have to be done", "done", r"(?:have|has|need|needs|ought) to be (?:\w+ly )?", Manner.ASKS),
    _use("will be done", "done", r"(?:will|\w+'ll) (?:\S+ ){0,3}be (?:\S+ ){0,2}", Manner.TELLS),
    _use(
        "wanted politely",
        "done",
        r"^(?:\S+ ){0,4}?please (?:ADDRESS|her|his|their|this|the|it) (?:\S+ ){0,4}?(?:can|could|were to) be"
        r" (?:\w+ly )?",
        Manner.ASKS,
    ),
    _use("may be done", "done", r"(?:would|may|might|(?:can|could) be) (?:\S+ ){0,2}", Manner.UNSURE),
    _use(
        "seems or is meant to be done",
        "done",
        r"(?:seem\w*|appear\w*|look\w*|supposed|meant|due|scheduled|used|going|believed|thought|claim\w*|gets|getting) "
        r"(?:\S+ ){0,2}",
        Manner.UNSURE,
    ),
    _use(
        "asked whether wanted",
        "done doing",
        r"^(?:so |and )?(?:do|does|did) (?:\S+ ){1,3}?(?:want|wish|like|prefer) (?:\S+ ){0,8}",
        Manner.UNSURE,
    ),
    _use("wanted", "done doing", rf"{WANTS} (?:\S+ ){{0,12}}", Manner.ASKS),
    _use("a thing wanted", "noun", rf"{WANTS} {OF_A_THING}", Manner.ASKS),
    _use("a thing spoken of", "noun", rf"{WANTS} (?:\S+ ){{0,12}}", Manner.LIKELY),
    _use(
        "asked whether",
        "done",
        r"^(?:so |and )?(?:should|shall|must|do|does|did|is|are|was|were) (?:\S+ ){1,6}(?:be|get) (?:\w+ly )?",
        Manner.UNSURE,
    ),
    _use("to be done", "done", r"(?:to|should|must|can|could) (?:\S+ ){0,8}be (?:\S+ ){0,2}", Manner.ASKS),
    _use("that it be done", "done", r"(?:can|could) (?:the|her|his|their|this|ADDRESS)(?: \S+){0,3} ", Manner.LIKELY),
    _use("would you mind", "doing", r"(?:help(?: \S+)? with|go ahead with|assist with|action|arrange) ", Manner.ASKS),
    _use(
        "asked for as a thing",
        "base doing noun",
        rf"(?:{WANTS}|can|could|would|will) (?:\S+ ){{0,5}}(?:need|want)s? "
        r"(?:(?:the|an?|this|another) )?(?:(?:one login|data|account|full|gdpr|profile) )?",
        Manner.ASKS,
    ),
    _use("one more to do", "noun", r"(?:one|another|more) for (?:full )?", Manner.ASKS),
    _use("one more", "doing", r"(?:one|another|more|requests?|case) (?:\S+ )?for ", Manner.ASKS),
    _use("one login unlinking", "doing noun", r"one login ", Manner.ASKS),
    _use("told as done", "done doing", "", Manner.TELLS),
    _use(
        "a right that is used",
        "noun",
        r"(?:invok\w+|exercis\w+|submitted|made|sent(?: in)?|raised|lodged|put in) (?:\S+ ){0,4}",
        Manner.ASKS,
    ),
    _use("only named", "noun", "", Manner.NAMED),
    _use(
        "able to",
        "base",
        rf"(?:would|will|are|might|could) {SOMEBODY} (?:please )?(?:be )?able to (?:please )?",
        Manner.ASKS,
    ),
    _use("whether able to", "base", rf"(?:is|are) {SOMEBODY} able to (?:please )?", Manner.LIKELY),
    _use(
        "tried, or looked for the way",
        "base",
        r"(?:(?<!not )(?:tried|tries|trying|attempted)|(?:look|search|hunt)\w* for (?:a|the|any)"
        r" (?:way|option|button|link|setting)|(?:can ?not|can't|cant|could ?not|couldn't|unable to) (?:find|see"
        r"|work out|figure out) (?:\S+ )?(?:how|where|way|option)) to (?:\w+ly )?",
        Manner.TRIED,
    ),
    _use(
        "not able, or meant",
        "base",
        r"(?:can ?not|can't|cant|could ?not|couldn't|unable to|(?<!you )(?:(?:be|am|is|was|were|been) )?able to"
        r"|tr(?:y|ies|ied|ying) to"
        r"|attempt\w* to|fail\w* to|(?:forgot|managed?|had|meant|supposed|decided|offered|agreed|going|about|happy"
        r"|used|agreeing|took \S+ \S+) to"
        r"|undo|reverse|revert|might|may|consider|thinking of|would(?! (?:like|you|some ?one|some ?body|any ?one"
        r"|any ?body|one of)\b)"
        r"|(?<!so )(?:i|he|she|they|who) (?:can|could)|(?:think|sure|guess|says?|said) we (?:can|could)) (?:\S+ ){0,3}",
        Manner.UNSURE,
    ),
    _use(
        "whether or how",
        "base",
        r"(?:should (?:we|i)|do (?:we|i) (?:need|have) to|are we (?:allowed|able) to|shall (?:we|i)|whether|how|why"
        rf"|(?:can|could|may|should) (?:i|he|she|they)|do(?:es)? {GENERAL}|is {GENERAL} able to"
        r"|what (?:happens|if)|(?:would|could|is|will|might) it (?:be )?(?:\w+ ){0,2}(?:wrong|problem|issue"
        r"|(?:il)?legal|(?:un)?lawful"
        r"|ok|okay"
        r"|allowed|fine|safe|right|bad|risky|sensible|worth)) (?:\S+ ){0,4}",
        Manner.WONDERS,
    ),
    _use(
        "asked whether we can",
        "base",
        r"(?:ask\w*|enquir\w*) (?:\S+ )?if (?:we|you|someone) (?:can|could|would|are able to) (?:please )?",
        Manner.LIKELY,
    ),
    _use(
        "if or when",
        "base",
        r"(?:did|if|when|before|(?<!i'm )(?<!we're )after(?! that\b)|once|unless|until|till|while|since|will(?! you)"
        r"|\w+'ll"
        r"|(?:he|she|they)'d(?! (?:like|love|prefer))|going to) (?:\S+ ){0,4}",
        Manner.TELLS,
    ),
    _use(
        "politely whether",
        "base",
        r"(?:is it (?:at all )?possible|are you able|(?:any )?chance|possible) (?:\S+ ){0,3}",
        Manner.LIKELY,
    ),
    _use("it is one", "base", r"(?:\w+'s|this is|that is|here is) (?:an?|another) (?:one login )?", Manner.ASKS),
    _use("needs it", "base", r"(?:needs?|wants?|requires?|requests?) (?:the|this|an?) (?:one login )?", Manner.ASKS),
    _use("wants one", "base", rf"{WANTS} (?:\S+ ){{0,2}}(?:an?|another) (?:one login )?", Manner.ASKS),
    _use("as a thing", "base", r"(?:the|an|last|previous|first|earlier) ", Manner.UNSURE),
    _use("asked", "base", rf"(?:please|pls|plz|plse?|kindly) {ADVERBS}", Manner.ASKS),
    _use("asked of", "base", rf"(?:can|could|would|will) {SOMEBODY} (?:please |pls )?{ADVERBS}", Manner.ASKS),
    _use("wanted of", "base", rf"{WANTS} (?:\S+ ){{0,6}}to {ADVERBS}", Manner.ASKS),
    _use(
        "wanted that we",
        "base",
        rf"{WANTS} (?:\S+ ){{0,2}}that (?:we|you|someone) (?:please |could |can |should )?{ADVERBS}",
        Manner.ASKS,
    ),
    _use("has to", "base", rf"(?:have|has|need\w*|must|let's|lets)(?: to)? {ADVERBS}", Manner.ASKS),
    _use(
        "one to do",
        "base",
        r"^(?!.*\b(?:which|what|whose|either|right)\b)(?:\S+ ){0,4}(?:one|ones|accounts?|users?|jobseekers?"
        r"|candidates?|profiles?|persons?|people|data) to ",
        Manner.ASKS,
    ),
    _use(
        "over to us",
        "base",
        r"over to (?:you|us|someone|(?:the |a |our )?(?:dev\w*(?: team)?|team)) to (?:\w+ly )?",
        Manner.ASKS,
    ),
    _use("going on", "base", rf"(?:and|also|so|&|or|\+) {ADVERBS}", Manner.ASKS),
    _use(
        "ordered",
        "base",
        r"^(?:(?:hi|hello|hey|hiya|morning|good \w+|dear|thanks|cheers)(?: (?!to |for )\S+){0,3} |(?:\S+ )?(?:request"
        r"|action"
        r"|task|todo"
        r"|next|another|again|gdpr|urgent|asap|one more|ok|okay|ADDRESS|bot|team|all|both) |[^a-z]+ |@\w+ )?"
        rf"{ADVERBS}",
        Manner.ASKS,
    ),
    _use("somehow", "base", "", Manner.LIKELY),
)
