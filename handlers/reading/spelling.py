"""Slips of a hurried hand in the few words that matter: one letter left out, doubled, wrong or swapped."""

import re
from string import ascii_lowercase

_WORDS = (
    *("unlink", "unlinked", "unlinking", "delete", "deleted", "deleting", "deletion", "erasure", "remove", "removed"),
    *(
        "account",
        "accounts",
        "please",
        "jobseeker",
        "publisher",
        "school",
        "academy",
        "error",
        "errors",
        "details",
        "asked",
    ),
)
_ANOTHER_WORD = frozenset(
    {
        *_WORDS,
        *("unlined", "unliked", "unliking", "deletes", "removes", "remover", "remote", "published", "publishes"),
        *("pleased", "accost", "schools", "schooled", "academe", "academic", "detail", "detains", "derails"),
    }
)
_SHORT = {
    "sum1": "someone",
    "some1": "someone",
    "any1": "anyone",
    "u": "you",
    "yous": "you",
    **{f"{verb}nae": f"{verb}n't" for verb in ("is", "does", "was", "did", "has", "could", "would")},
    "disnae": "doesn't",
    "cannae": "can't",
    "dinnae": "don't",
    "nae": "no",
    "tae": "to",
    "ur": "your",
    "acct": "account",
    "req": "request",
    "rtbf": "right to be forgotten",
}
_SHORT_WORD = re.compile(rf"\b(?:{'|'.join(_SHORT)})\b")
_DEL = re.compile(
    r"del(?<!\wdel)(?= (?:(?:the|this|her|his|their) )?(?:accounts?|profile|data|users?|jobseeker|request)\b)"
)
_WORD = re.compile(r"\b[udeasjpr][a-z]{3,10}\b")


def _slips(word: str) -> set[str]:
    """Every slip of a word that leaves its first letter alone."""
    places = range(1, len(word))
    left_out = {word[:at] + word[at + 1 :] for at in places}
    doubled = {word[:at] + word[at] + word[at:] for at in places}
    swapped = {word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] for at in places[1:]}
    wrong = {word[:at] + letter + word[at + 1 :] for at in places for letter in ascii_lowercase}
    return (left_out | doubled | swapped | wrong) - _ANOTHER_WORD


_MEANT = {slip: word for word in reversed(_WORDS) for slip in _slips(word)}


def spelt_out(text: str) -> str:
    """Return small-letter text with slips in those words put right."""
    text = _SHORT_WORD.sub(lambda word: _SHORT[word[0]], text)
    return _WORD.sub(lambda word: _MEANT.get(word[0], word[0]), _DEL.sub("delete", text))
