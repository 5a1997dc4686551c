"""The names of schools, trusts and local authorities in a message, as they were written."""

import re
from collections.abc import Iterator

KINDS_OF_ORGANISATION = re.compile(
    r"\b(?:schools?|academy|academies|college|trust|primary|infants?|juniors?|nursery|federation|mat|high|grammar"
    r"|pre-?school|sixth form|council|borough|authority|partnership|pru|pupil referral unit|alternative provision|utc"
    r"|(?:education|learning|children's) centre|prep|preparatory|diocese|kindergarten)\b",
    re.IGNORECASE,
)
# Kinds that alone make no name: "Eastmarsh High" may be one, "High Street" is none.
_SURE_KINDS = re.compile(
    r"\b(?:schools?|academy|academies|college|trust|primary|infants?|juniors?|nursery|federation|mat|pre-?school"
    r"|sixth form|pru|pupil referral unit|alternative provision|utc|(?:education|learning|children's) centre|prep"
    r"|preparatory|diocese|kindergarten"
    r"|council|authority)\b|\b(?:high|grammar|partnership)$",
    re.IGNORECASE,
)
# Words that stand inside a name without being one: "the Primary School", "Multi Academy Trust".
_GENERIC = re.compile(
    r"(?:schools?|academy|academies|college|trust|primary|infants?|juniors?|nursery|federation|mat|high|council"
    r"|local|authority"
    r"|multi|multi-academy|single|secondary|catholic|community|free|special|the|new|old|and|of|in|for|business"
    r"|manager|office|admin|head"
    r"|teacher|headteacher|staff|user|users|uk|dfe|hr|administrator|secretary|name|form|sixth|independent|state"
    r"|partnership|learning|pru|pupil|referral|unit|alternative|provision|education|centre|children's|prep|preparatory"
    r"|diocese)",
    re.IGNORECASE,
)
_JOINING = re.compile("of|the|and|&|for|in|at|with|upon|on|le|la|de|under|c|e|ce|cofe|rc|va|vc|st", re.IGNORECASE)
_LEADING = re.compile(
    "a|an|at|for|from|of|in|and|to|our|their|this|that|hi|hello|hey|dear|please|pls|staff|re|fw|fwd|subject|user"
    "|users|publisher|hr|can"
    "|could|we|i|is|are|has|my|mr|mrs|ms|miss|dr|urgent|morning|afternoon|new|someone|somebody|another|both|team|all"
    "|school(?:'s)?"
    "|tv|teaching|vacancies|sign-?in|headteacher|head|bursar|manager|business|admin|office|officer|administrator"
    "|clerk|principal|director"
    "|secretary|error|access|issue|help|query|question|also|then|but|however|when|if|no|yes|ok|thanks|regards|with"
    "|by|on|the|name|hiring"
    "|governors?|chair|request|forwarded|customer|colleague|colleagues|contact|it|she|he|they|there|there's|as|so"
    "|just|unlink|delete"
    "|monday|tuesday|wednesday|thursday|friday",
    re.IGNORECASE,
)
_HOLY = re.compile(r"(?:all (?:saints?|souls|hallows)|our lad(?:y|ies))\b", re.IGNORECASE)
# A run of capitals ends at these.
_STOP_WORDS = """
    urn ukprn uid ticket tickets postcode ref reference case zendesk tel phone dfe dsi gias id email url requester
    status
"""
_STOPS = frozenset(_STOP_WORDS.split())
_PLURAL_OWNER = re.compile(r"\w+s['’]")  # "Girls' School"
_MOST_WORDS = 24  # in a name
_LONGEST_PART = 2  # digits: "Academy 21" is a name, "150221" a number
_TRAILING = re.compile(
    "hr|staff|head|headteacher|team|office|manager|sbm|admin|users?|publishers?|it|i|hi|thanks|dfe", re.IGNORECASE
)
_SHORT_BRACKETS = re.compile(
    r"\((VA|VC|VCC|CofE|C of E|RC|CE|Aided|Controlled|Voluntary Aided|Voluntary Controlled)\)", re.IGNORECASE
)
_CLAUSE_END = re.compile(r"[\n,;:()\"“”?!|<>]|(?<!\bSt)(?<!\bst)\.\s| [-–—] |\.$")
_NAME_LABEL = re.compile(
    r"^[\s•*-]*(?:school|organi[sz]ation|academy|trust|college|establishment|local authority|la|council|employer"
    r"|company)"
    r"(?:'s)?(?: name)?\s*[:=]\s*([^\s\d][^\n]{1,120})$",
    re.IGNORECASE | re.MULTILINE,
)
_LABEL_END = re.compile(r"\s*(?:[,;|(]|\s[-–—]\s|\bu(?:rn|kprn|id)\b|\bpostcode\b|\bticket\b).*$", re.IGNORECASE)
_NO_NAME = (
    r"(?!(?:the|a|an|our|their|this|that|please|her|his|its|my|your|any|another|one|some|every|which|what|and|or|to"
    r"|in|is|was|has|from|at"
    r"|for|by|with|staff|user|new|old|wrong|right|same|different|other)\b)"
)
_LOWER_NAME = re.compile(
    rf"\b(?:at|from|for|of)\s+(?:the\s+)?((?:{_NO_NAME}[\w'’&.-]{{2,30}} ){{1,6}}"
    r"(?:(?:primary|infant|junior|high|nursery|grammar|secondary|special) school|multi academy trust|county council"
    r"|borough council|school"
    r"|academy trust|academy|college|trust|primary|nursery|council|federation|infants|juniors))\b",
    re.IGNORECASE,
)
_NAMED_INLINE = re.compile(
    r"\b(?i:school|org|organi[sz]ation|trust|academy|college|nursery|mat|establishment|employer)(?i:'s)?(?i: name)?"
    r"(?:(?i: is called| is named| is| called| named)|:) (?:[Tt]he )?"
    r"([A-Z][\w'’&.-]*(?: (?:[A-Z&][\w'’&.-]*|of|and|the|for|in|at|on|upon))* [A-Z][\w'’&-]*)"
)
LONGEST_NAME = 120  # letters; the longest in the register has 120


def names(text: str) -> list[str]:
    """Names of organisations: after a label, else in capitals, else in small letters after "at" or "from".

    A shorter form of a name that is there in full is no second name.
    """
    labelled = [_LABEL_END.sub("", name).strip(" .*_") for name in _NAME_LABEL.findall(text)]
    found = [name for name in labelled if name] or list(_capitalised(text))
    found = found or _NAMED_INLINE.findall(text) or _LOWER_NAME.findall(text)
    full: dict[str, str] = {}
    for name in sorted(found, key=len, reverse=True)[:50]:
        if not any(name.casefold() in longer for longer in full):
            full[name.casefold()] = name
    return [name for name in full.values() if len(name) <= LONGEST_NAME]


def _capitalised(text: str) -> Iterator[str]:
    for clause in _CLAUSE_END.split(_SHORT_BRACKETS.sub(r"\1", text)):
        if not KINDS_OF_ORGANISATION.search(clause):
            continue
        run: list[str] = []
        for word in [*clause.split(), ""]:
            bare = word.strip("'’‘.*_")
            stop = bare.casefold() in _STOPS or "@" in bare or "/" in bare
            small_number = bare.isdigit() and len(bare) <= _LONGEST_PART
            if not stop and (bare[:1].isupper() or (run and (small_number or _JOINING.fullmatch(bare)))):
                run.append(word if word.casefold() == "st." or _PLURAL_OWNER.fullmatch(word) else bare)
                continue
            yield from _name_in(run)
            run = []


def _after_at(run: list[str]) -> list[str]:
    """ "Mrs Lamb the SBM at Oak School" is at Oak School; the "Academy at Eastmarsh" is a name."""
    words = [word.casefold() for word in run]
    at = words.index("at") if "at" in words else -1
    return run if _SURE_KINDS.search(" ".join(run[: at + 1])) else run[at + 1 :]


def _name_in(run: list[str]) -> Iterator[str]:
    """One name, or the two of "Oak School and Elm School"; "St Mary and St John School" is one."""
    if len(run) > _MOST_WORDS:
        return
    joins = [at for at, word in enumerate(run) if word.casefold() in ("and", "&")]
    for at in joins:
        both = [*_one_name_in(run[:at]), *_one_name_in(run[at + 1 :])]
        if len(both) > 1:
            yield from both
            return
    yield from _one_name_in(run)


def _one_name_in(run: list[str]) -> Iterator[str]:
    """The name in a run of capitalised words: from its first telling word to the last word with a capital."""
    while run and _LEADING.fullmatch(run[0]) and not _HOLY.match(" ".join(run)):
        run = run[1:]
    while run and not run[-1][:1].isupper():
        run = run[:-1]
    run = _after_at(run)
    while run and (_TRAILING.fullmatch(run[-1]) or _JOINING.fullmatch(run[-1])):
        run = run[:-1]
    telling = [word for word in run if not _GENERIC.fullmatch(word) and not _JOINING.fullmatch(word)]
    name = re.sub(r"['’]s?$", "", " ".join(run))
    if telling and _SURE_KINDS.search(name) and not all(word.isdigit() for word in telling):
        yield name
