"""A part of a message as plain sentences, the form that every word rule reads."""

import re

from handlers.reading.uses import NEGATIVE

_ADDRESS = re.compile(r"<?(?:\bmailto:)?(?<![^\s<>,;:()\"])[^\s<>@,;:()\"]{1,100}@[^\s<>@,;()\"]{1,255}>?")
_LINK = re.compile(r"https?://\S+")
_ONE_LOGIN = re.compile(r"\b(?:gov\.?[ -]?uk[ -]?)?one[ -]?log-?[ -]?in\b")
# A line end alone ends no sentence: mail programs break lines anywhere, also between "do not" and "delete".
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n\s*\n|\n(?=\s*(?:[-•]|\d{1,2}[.)])\s)")
# HTML makes a paragraph of every line: a negation at the end of one goes on in the next.
_DANGLING = re.compile(rf"(?:{NEGATIVE.pattern})(?: [^\s.!?;]+)?$")
_MARKS = re.compile(r'[*"“”>]+|(?<!\w)_+|_+(?!\w)')


def sentences(text: str) -> list[str]:
    """Return the sentences in small letters, single spaces, `one login` and `ADDRESS` for what they stand for."""
    plain = text.lower().replace("’", "'").replace("‘", "'")
    plain = _ADDRESS.sub(" ADDRESS ", _LINK.sub(" ", plain))
    plain = _MARKS.sub(" ", _ONE_LOGIN.sub("one login", plain))
    found: list[str] = []
    for piece in _SENTENCE_END.split(plain):
        sentence = " ".join(piece.split())
        if found and _DANGLING.search(found[-1]):
            found[-1] += f" {sentence}"
        elif sentence:
            found.append(sentence)
    return found
