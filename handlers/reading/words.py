"""A part of a message as plain sentences, the form that every word rule reads."""

import re
from unicodedata import normalize

from handlers.reading.phrases import NEGATIVE
from handlers.reading.spelling import spelt_out

# Ends before the full stop or the "'s" that follows an address.
_ADDRESS = re.compile(
    r"<?(?:\bmailto:)?(?<![^\s<>,;:()\"])[^\s<>@\uff20\ufe6b,;:()\"]{1,100}[@\uff20\ufe6b][\w.-]{0,253}\w>?"
)
_WITH_NAME = re.compile(
    r"(?<![\w'’.-])(?P<words>(?:[A-Z][\w'’.-]{0,40}[ ,]{1,2}){0,3}[A-Z][\w'’-]{0,40})"
    r"[ ,]{0,2}(?P<edge>[<(\[]{0,2}(?:mailto:)?)(?=(?P<local>[\w.+'-]{1,64})@)"
)
_SERVICE = re.compile(r"\b(?:the )?teaching vacancies(?: (?:service|website|site))?\b")  # else it holds "vacancies"
_IN_BRACKETS = re.compile(r"[(\[] ?ADDRESS ?[)\]]")
_LIST = re.compile(r"(?:ADDRESS[\s,;]{1,5}){9,}")  # which addresses they are is read elsewhere; here each is dear
_BETWEEN_PARTS = re.compile(r"[\W\d_]+")
_LINK = re.compile(r"https?://\S+")
_ORG = re.compile(r"\borg(?=s?\b)")
_COLUMN = re.compile(r"\b(?:govuk_)?one_login_id\b")
_ONE_LOGIN = re.compile(r"\b(?:gov\.?(?:[ -]?uk)?[ -]?)?(?:one|1)[ -]?log-?[ -]?ins?\b")
# A pattern that begins with plain letters is found fast; what must not stand before them follows them.
_GOV_ID = re.compile(
    r"gov(?<![\w.@-]gov)(?:ernment|\.?[ -]?uk)?[ -]?(?:ids?|one (?:account|id)|log-?[ -]?ins?|sign-?[ -]?ins?)\b"
)
# "Article 17 request": the right to erasure, where no other word says so (UK GDPR).
_ARTICLE_17 = re.compile(r"art(?<!\wart)(?:icle|\.)? ?17\b")
_ERASING = re.compile("eras|delet|remov|forg[eo]t|destr|wip")
# A line end alone ends no sentence: mail programs break lines anywhere, also between "do not" and "delete".
_SENTENCE_END = re.compile(
    r"(?<=[.!?;])\s+|\n\s*\n|\n(?=\s*(?:[-•]|\d{1,2}[.)])\s)|\n(?=(?:subject|description|status|tags|priority"
    r"|action)\b[^\n:]{0,20}:)"
)
# HTML makes a paragraph of every line: a negation at the end of one goes on in the next.
_DANGLING = re.compile(rf"(?:{NEGATIVE.pattern})(?: (?!needed|required)[^\s.!?;]+)?$")
_ONLY_AN_ADDRESS = re.compile(r"(?:[-•·*–] ?)?ADDRESS ?\.?")
_MARKS = re.compile(r'[*"“”>]+|(?<!\w)_+|_+(?!\w)')


_RULER = re.compile(r"([^\w\s])\s*(?:[^\w\s]\s*){5,}")  # "-----", "=-=-=": no words, and dear to every rule


def _without_name(found: re.Match[str]) -> str:
    """Cut a name before its own address, "Jo Pike (jo.p@…": a word is of the name when the address has it."""
    words = found["words"].split()
    local = found["local"].casefold()
    parts = _BETWEEN_PARTS.split(local)
    for at, word in enumerate(words):
        bare = word.strip(",.").casefold()
        bare = normalize("NFKD", bare).encode("ascii", "ignore").decode() or bare
        if bare in parts or (len(bare) > 2 and bare in local):  # noqa: PLR2004
            return f"{' '.join(words[:at])} {found['edge']}"
    return found[0]


def sentences(text: str) -> list[str]:
    """Return the sentences in small letters, single spaces, `one login` and `ADDRESS` for what they stand for."""
    plain = _WITH_NAME.sub(_without_name, text).lower().replace("’", "'").replace("‘", "'")
    plain = _ADDRESS.sub(" ADDRESS ", _LINK.sub(" ", plain))
    plain = _LIST.sub("ADDRESS, ADDRESS ", _IN_BRACKETS.sub("ADDRESS", plain))
    plain = _SERVICE.sub("tv", plain).replace("unlink_from_govuk_one_login", "unlink").replace("unlink!", "unlink")
    plain = _ORG.sub("organisation", _COLUMN.sub("one login id", plain))
    plain = _RULER.sub(r"\1\n", plain).replace(" | ", " - ")
    plain = _MARKS.sub(" ", _GOV_ID.sub("one login", _ONE_LOGIN.sub("one login", spelt_out(plain))))
    if "17" in plain and not _ERASING.search(plain):
        plain = _ARTICLE_17.sub("erasure", plain)
    found: list[str] = []
    for piece in _SENTENCE_END.split(plain):
        sentence = " ".join(piece.split())
        if found and _DANGLING.search(found[-1]):
            found[-1] += f" {sentence}"
        elif (
            found and not found[-1].endswith("ADDRESS") and _ONLY_AN_ADDRESS.fullmatch(sentence)
        ):  # "Please delete. jo@example.com"
            found[-1] = f"{found[-1].rstrip('.: ')}: ADDRESS"
        elif sentence:
            found.append(sentence)
    return found
