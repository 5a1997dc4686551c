"""Slips of a hurried hand in the few words that matter: one letter left out, doubled or swapped with its neighbour."""

import re

_WORDS = (
    "unlink",
    "unlinked",
    "unlinking",
    "delete",
    "deleted",
    "deleting",
    "deletion",
    "erasure",
    "remove",
    "removed",
    "account",
    "school",
    "jobseeker",
    "publisher",
    "error",
    "errors",
    "accounts",
)
_ANOTHER_WORD = frozenset({*_WORDS, "unlined", "unliked", "unliking", "deletes"})
_WORD = re.compile(r"\b[udeasjpr][a-z]{3,10}\b")


def _slips(word: str) -> set[str]:
    """Every slip of a word that leaves its first letter alone."""
    places = range(1, len(word))
    left_out = {word[:at] + word[at + 1 :] for at in places}
    doubled = {word[:at] + word[at] + word[at:] for at in places}
    swapped = {word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :] for at in places[1:]}
    return (left_out | doubled | swapped) - _ANOTHER_WORD


_MEANT = {slip: word for word in reversed(_WORDS) for slip in _slips(word)}


def spelt_out(text: str) -> str:
    """Return small-letter text with slips in those words put right."""
    return _WORD.sub(lambda word: _MEANT.get(word[0], word[0]), text)
