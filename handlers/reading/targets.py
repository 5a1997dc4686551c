"""What a deletion word acts on: a person's whole account or data, a part of it, or something else. Data and one look.

"Delete her account" is the bot's matter, "delete her alert" a developer's, "delete this email" nobody's; what cannot
be told is asked about. actions.py tells the form of the text.
"""

import re
from enum import Enum


class Target(Enum):
    """What would go."""

    PERSON = "the person's account or data"
    PART = "a part of it, or something of a school's"
    TALK = "a message, a page: no data at all"
    SHOWN = "something shown elsewhere"
    UNCLEAR = "cannot be told"


# What stands between an action word and the thing that it acts on.
OF = (
    r" (?:(?:the|this|these|that|those|a|an|my|your|his|her|their|its|our|all|any|some|old|of|from|draft|live|expired"
    r"|test|published|duplicate|both|following|above|below) ){0,4}"
)
PERSONAL = (
    "data|details|accounts?|acc|profiles?|information|info|records?|jobseekers?|users?|candidates?|person|people"
    "|applicants?|teachers?|registrations?|me|him|her|them|us|everything|every ?thing|anything|traces?|ADDRESS|tv"
)
PARTS = (
    r"(?:vacanc\w+|listings?|adverts?|jobs?(?! ?seeker| alerts?\b| applications?\b)|applications?"
    r"|alerts?|subscriptions?|feedback|organisations?"
    r"|schools?|trusts?|academy|academies|publishers?|hiring|documents?|files?|employments?|references?|referees?"
    r"|qualifications?|duplicates?|photos?|pictures?|images?|cvs?|resumes?|statements?|searches|numbers?|phone|mobile"
    r"|address(?:es)?|e-?mail address|history|preferences|cover letter|certificates?|logos?|names?(?!:)|permissions?"
    r"|interviews?|templates?)"
)
_TALK = (
    r"(?:it (?:and(?! (?:all|everything))|from your)|e-?mails?(?!:| address| account| ADDRESS)|messages?|attachments?"
    r"|posts?|threads?|chats?|connections?|linkages?"
    r"|cookies|buttons?|links?|pages?|options?|copies|copy|comments?|caches?|filters?|tickets?|cases?|cards?|rows?"
    r"|lines?|spreadsheets?|branch(?:es)?|backups?|logs?|invites?|meetings?|columns?"
    r"|tests?(?! (?:\w+ )?(?:accounts?|users?|jobseekers?|profiles?)))"
)
# "delete request for ADDRESS", "run the delete for ADDRESS"
_REQUEST_AFTER = re.compile(r" requests?\b| for (?:(?:the|this|a|user|jobseeker|account) ){0,3}ADDRESS\b(?! ?'s? \w)")
_TALK_AFTER = re.compile(rf"{OF}{_TALK}\b")
# "delete jo's old application", "remove the picture on his profile": a part of an account is not the account.
_PART_AFTER = re.compile(
    r" (?:(?!(?:(?:information|info)(?= (?:including|along with|together with)\b)|accounts?|data|details"
    r"|records?|everything|and|but|because|as|who|no|not|has|have|had|with|without"
    r"|after|before|they|he|she|it|there|if|profile(?! photo| picture| image)"
    rf"|ADDRESS (?:her|his|their|name|confirmed|checked|verified|ticket))\b)[\w'/-]+ ){{0,5}}{PARTS}\b"
)
_AND_MORE = re.compile(rf"(?:,| and| or|/)(?: [\w'-]+){{0,3}} (?:{PERSONAL})\b")
# Only known words may stand before the thing: "delete the saved search for ADDRESS" must not reach the address.
_DETERMINERS = (
    r"(?:the|this|these|those|that|a|an|my|your|his|her|their|its|our|all|any|both|of|following|above|below|every"
    r"|one|two|three"
    r"|\d+|and|personal|jobseekers?'?s?|job ?seekers?'?s?|users?'?s?|candidates?'?s?|applicants?'?s?|person'?s?"
    r"|customer'?s?|teachers?'?s?"
    r"|teaching vacancies|tv|whole|entire|full|complete|remaining|existing|old|inactive|closed|online|site|website"
    r"|service|registered"
    r"|account|profile|data|test|individual'?s?|woman'?s?|lady'?s?|man'?s?|gentleman'?s?|chap'?s?|ADDRESS ?'?s?)"
)
_WHOSE = r"(?:(?:[\w-]+ ){0,2}[\w-]+'s? )"
_ITS_PART = re.compile(rf" {PARTS}\b")  # "account preferences"
# "Delete her" and "delete ADDRESS" end there; "her middle name" and "ADDRESS 's middle name" go on.
_ALONE = (
    r"(?= *(?:$|[^\w' ]|(?:please|pls|from|and|for|as|off|today|now|asap|completely|permanently|thanks|we|she|he"
    r"|they)\b))"
)
_PERSON_AFTER = re.compile(
    rf"[ ,:;.>-]{{0,4}}(?:{_DETERMINERS}[ ,:]{{1,3}}){{0,6}}{_WHOSE}?(?:{_DETERMINERS}[ ,:]{{1,3}}){{0,3}}"
    r"(?:(?:data|details|accounts?|acc|acct|profiles?|information|info|records?|jobseekers?|job seekers?|users?"
    r"|candidates?|person|people|applicants?|individual|lady|gentleman|me|him|them|us|every ?thing|anything"
    r"|registrations?(?! (?:for|to|at)\b)|(?:whole )?lot(?! of)|stuff)(?:'s?)?\b"
    r"|what(?:ever)? (?:you|we|tv)(?:'ve)? (?:still |currently )?(?:have|hold|keep|got|store)s? (?:on|about|for)"
    r" (?:me|her|him|them)\b"
    rf"|(?:her|all){_ALONE}|ADDRESS\b(?! ?'s? \w))"
)
# "this one": what it is, only the rest of the message can tell.
_SHOWN_AFTER = re.compile(
    r" (?:this|these|that|those|it)(?: ones?)?"
    r"(?= *(?:$|[.,:;!?)-]|please|pls|thanks|asap|for |(?:with|and|along with) (?:all|everything|every)\b))"
)
_NOTHING_AFTER = re.compile(
    r" *(?:$|[.,;:!?)(-]|ADDRESS|please|pls|plz|thanks|from|and|asap|as (?:soon|below|above|requested)|(?:as|because"
    r"|since) (?:s?he|they|ADDRESS)\b|within (?:the"
    r"|an?|one|\d+) \w+\W*$"
    r"|(?:today|now|in full|permanently|completely|fully)\b)"
)
_ITSELF = r"[ ,:>–-]*(?:(?:please|pls|asap|plz|for me|for us|today|now)[ ,:>–-]*)?ADDRESS\b(?! ?'s? \w)"
_SHOWN_IS_AFTER = re.compile(rf" (?:this|these)(?: ones?)?{_ITSELF}")  # "delete this one please: ADDRESS"
_SHOWN_BEFORE = re.compile(r"\b(?:this|these)(?: ones?)? $")  # "need this one deleting - ADDRESS"
_ITSELF_AFTER = re.compile(_ITSELF)
# "ADDRESS - please delete".
_ITSELF_BEFORE = re.compile(
    r"ADDRESS[ ,:>–-]+(?:(?:please|pls|full|complete|gdpr|account|(?:can|could) (?:you|we|someone))[ ,:>–-]+)*$"
)
_THING_TO = re.compile(
    r"\b(?:accounts?|users?|jobseekers?|profiles?|personal data) to $"
)  # "account to delete: ADDRESS"
# "no longer needs the account, please delete it".
_JUST_NAMED = re.compile(rf"\b(?:accounts?|profile|data|details|information)\b(?!.*\b{PARTS}\b)")
# "Nigel's account is under ADDRESS. He wants it deleted", "she doesn't need her account. Can you delete it?"
_JUST_BROUGHT_UP = re.compile(r"account\. (?:(?:can|could) (?:you|we|someone) )?(?:please |pls )?$")
_INTRODUCES = re.compile(
    r"\b(?:accounts?|profile) (?:with us )?(?:is |email is |e-mail is )?(?:(?:under|on|registered to"
    r"|in) )?[:-]? ?ADDRESS\W*$"
    r"|(?:no longer|not|\w+n't|never) (?:need|want|use|require)\w* (?:(?:her|his|their|the|my|this|tv|old"
    r"|jobseeker) ){0,3}"
    r"(?:account|profile)(?: any ?more| any longer| now)?\W*$"
    r"|(?:made|created|registered|opened|set up) (?:an|the|this|her|his|my|their) (?:tv |jobseeker )?(?:account"
    r"|profile)"
    r" (?:by (?:mistake|accident)|in error|accidentally)\W*$"
)
# "made an account by accident and wants it deleted".
_WANTS_IT = re.compile(
    r"\b(?:wants?|wanting|like|ask\w*|wish\w*|needs?|request\w*) (?:for )?(?:it|them|everything) (?:to be |all "
    r"|now ){0,2}$"
)
_WANTS_TO_BE = re.compile(
    r"\b(?:wants?|wanting|like|ask\w*|wish\w*|needs?|request\w*|prefer\w*|love) (?:to (?:be |get )|being )(?:\w+ly )?$"
)
# What may stand between the thing and its "deleted".
_FILLERS = """
    to be is get got have has had been being all both and please pls now asap need needs needing want wants wanted
    wanting would like likes should must can could of on from for ADDRESS it the ever held by we we've you you've
    hold entirely also then just tv account jobseeker user permanent asked asking asks requested requests requesting
    that this one still wishes says said at off belonging associated with attached linked registered relating out so
    email ticket number case 's s any more longer and again itself too behind
"""
_FILLER = frozenset(_FILLERS.split())
_WORD = re.compile(r"[\w']+")
# "her account and all her job alerts", but not "her account kept and the alerts".
_ACCOUNT_AND = re.compile(
    r"\b(?:accounts?|profiles?|data|details|information|records?|everything),? and "
    r"(?:(?:also|all|any|both|her|his|their|the|my|of|old|saved|job|email|e-mail) )*$"
)
# "wants the statement in her profile erased"
_WITHIN = re.compile(
    r"(?P<thing>[\w'-]+) (?:in|on|within|inside) (?:(?:the|her|his|their|my|this|tv|old|jobseeker|ADDRESS|'s) ){1,4}$"
)
_LAST_BEFORE = re.compile(rf"\b(?:(?P<part>{PARTS})|(?P<person>{PERSONAL}))\b")


def introduces(sentence: str) -> bool:
    """Tell whether a sentence does no more than bring up an account, which the next may call "it"."""
    return bool(_INTRODUCES.search(sentence)) and not re.search(rf"\b{PARTS}\b", sentence)


def target(form: str, before: str, after: str) -> Target:
    """Tell what a deletion word acts on; `done` forms have it before them, the others after."""
    if form in ("done", "doing") and _SHOWN_BEFORE.search(before):
        return _shown_before(before, after)
    if form == "done":
        return _named_before(before)
    if form == "base" and _REQUEST_AFTER.match(after):
        return Target.PERSON
    if _TALK_AFTER.match(after):
        return Target.TALK
    part = _PART_AFTER.match(after)
    if part:
        return Target.UNCLEAR if _AND_MORE.match(after, part.end()) else Target.PART
    if form == "noun":
        return Target.UNCLEAR if after.startswith(" of ") and not _PERSON_AFTER.match(after) else Target.PERSON
    if _SHOWN_IS_AFTER.match(after) or (form == "base" and _ITSELF_AFTER.match(after)):
        return Target.PERSON
    if _SHOWN_AFTER.match(after):
        return Target.PERSON if _JUST_NAMED.search(before) else Target.SHOWN
    person = _PERSON_AFTER.match(after)
    if person:
        return Target.PART if _ITS_PART.match(after, person.end()) else Target.PERSON
    if form == "base" and _NOTHING_AFTER.match(after) and (_THING_TO.search(before) or _JUST_BROUGHT_UP.match(before)):
        return Target.PERSON
    if form == "base" and _NOTHING_AFTER.match(after):
        return Target.PERSON if _ITSELF_BEFORE.search(before) else Target.SHOWN
    if form == "doing" and _NOTHING_AFTER.match(after):  # "wants her account deleting"
        return _named_before(before) if before.strip() else Target.SHOWN  # "Deleting please: …"
    return Target.UNCLEAR


def _shown_before(before: str, after: str) -> Target:
    """What "this one deleted" is about: the address that follows, or what the rest of the message shows."""
    if _ITSELF_AFTER.match(after):
        return Target.PERSON
    return Target.SHOWN if _NOTHING_AFTER.match(after) else _named_before(before)


def _named_before(before: str) -> Target:
    """The nearest thing before the word decides: "wants one application deleted"; "data and alerts" holds the data."""
    if _WANTS_IT.search(before) and _JUST_NAMED.search(before):
        return Target.PERSON
    named = list(_LAST_BEFORE.finditer(before))
    if not named:
        return Target.PERSON if _WANTS_TO_BE.search(before) else Target.UNCLEAR
    if named[-1].lastgroup == "person":
        within = _WITHIN.search(before, 0, named[-1].start())
        if within and not re.fullmatch(PERSONAL, within["thing"]):
            return Target.PART if re.fullmatch(PARTS, within["thing"]) else Target.UNCLEAR
        between = _WORD.findall(before, named[-1].end())
        known = all(word in _FILLER or word.endswith("ly") or word.isdigit() for word in between)
        return Target.PERSON if known or _WANTS_TO_BE.search(before) else Target.UNCLEAR
    both = _ACCOUNT_AND.search(before, 0, named[-1].start())
    return Target.PERSON if both else Target.PART
