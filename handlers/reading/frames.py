"""An action said by way of another verb: "get it deleted", "process the deletion". Data and one look.

What stands before that verb tells how the action is used, as it would before "delete" itself: "can we get her data
deleted" asks, "Dave is going to get her data deleted" does not. actions.py tells the form of the text.
"""

import re

_THING = (
    r"(?:ADDRESS|her|his|their|the|this|that|these|my|our|all|any|everything|jobseeker|user|candidate|an?|it|them|him)"
)
_NOT_WITHIN = (
    r"(?!(?:to|be|been|who|ask\w*|want\w*|request\w*|need\w*|like\w*|please|and|back|after|before|when"
    r"|if|that|which|because|is|was|were|had|has)\b)"
)
_TO_HAVE_DONE = re.compile(rf"(?:^|(?<= ))(?:get|have) {_THING} (?:{_NOT_WITHIN}\S+ ){{0,8}}$")
_QUALIFIED = (
    r"(?:(?:the|an?|this|another|that|our|her|his|their|attached|below|following|above|one login|data|account|full|gdpr"
    r"|profile|jobseeker|user) ){0,4}"
)
_VERBS = (
    r"(?:run|do|sort(?: out)?|action|perform|process|carry out|complete|arrange|pick up|handle|deal with|see to"
    r"|progress"
    r"|submit|book)"
)
_TO_DO_IT = re.compile(rf"(?:^|(?<= )){_VERBS} {_QUALIFIED}$")
_MAY_I = re.compile(r"\b(?:can|could|may) (?:i|we)\b")  # "can I have it deleted" asks; "can I delete it" wonders


def frame(form: str, clause: str) -> str | None:
    """Return what stands before the verb by which the action is said, or None when it is said by itself."""
    found = (_TO_HAVE_DONE if form == "done" else _TO_DO_IT).search(clause)
    if not found:
        return None
    before = clause[: found.start()]
    return _MAY_I.sub("can we", before) if form == "done" else before
