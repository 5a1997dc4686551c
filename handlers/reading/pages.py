"""The words on each sign-in error page, its names in the code, what people say of it (publisher-access.md). Data."""

import re

from handlers.reading.asked import ErrorPage
from handlers.reading.hiring import HIRING, IN_GENERAL, SIGNING_IN, group

ERROR_PAGES: tuple[tuple[ErrorPage, re.Pattern[str]], ...] = (
    (
        ErrorPage.unknown_organisation_category,
        group(
            r"unknown[_ ]organisation[_ ]category|organisation ?category ?not ?found"
            r"|organi[sz]ation of type|(?:this|the|her|his|their|our|its|your|my) (?:type|kind) of organi[sz]ation"
            r" (?:can ?not|can't|is not"
            r"|isn't)"
            r"|organi[sz]ation (?:of )?types? (?:\S+ ){0,4}(?:can ?not|can't|(?:is |are )?not (?:allowed|accepted)"
            r"|(?:isn't|aren't) (?:allowed|accepted))"
            r"|(?:type|kind) of organi[sz]ation (?:can ?not|can't) (?:use|access)",
        ),
    ),
    (
        ErrorPage.unsupported_establishment_type,
        group(
            r"unsupported[_ ]establishment[_ ]type|establishment ?type ?not ?supported"
            r"|establishment of type|type of establishment (?:is not|isn't|not|is un)[ -]?supported"
            r"|establishment type (?:is not|isn't|is un)[ -]?supported",
        ),
    ),
    (
        ErrorPage.unregistered_establishment,
        group(
            r"unregistered[_ ]establishment|establishment ?not ?registered|establishment is ?n[o']t registered"
            r"|(?:not|isn't|aren't|n't) registered (?:with|on|in|for) (?:the )?(?:teaching vacancies|tv|service)",
        ),
    ),
    (
        ErrorPage.pending_approval,
        group(
            r"pending[_ ]approval|(?:wait\w*|await\w*) (?:for |to be |on )?(?:an? |the |her |his |their )?approv\w+"
            r"|approval is pending|pending with (?:the|their|our) approver|(?:not|n't) (?:yet )?been approved"
            r"|still to be approved|request (?:is )?(?:still )?pending",
        ),
    ),
    (
        ErrorPage.not_authorised,
        group(
            r"not[_ -]authori[sz]ed|unauthori[sz]ed|(?:aren't|isn't) authori[sz]ed"
            r"|(?:do(?:es)? not|don't|doesn't) have (?:the )?(?:right )?(?:permissions?|authority|role)",
        ),
    ),
)
# The last two are everyday words: they name a page only when the message is about hiring staff or signing in.
SURE_OF_PAGE = frozenset(ErrorPage) - {ErrorPage.not_authorised, ErrorPage.pending_approval}
_PAGE_SIGNS = group(HIRING.pattern, SIGNING_IN.pattern, "not_authorised", "pending_approval", "error page", "screen")


def error_page(plain: str) -> ErrorPage | None:
    """Return the page whose words a message's plain words hold."""
    pages = (page for page, words in ERROR_PAGES if words.search(plain))
    found = next((page for page in pages if page in SURE_OF_PAGE or _PAGE_SIGNS.search(plain)), None)
    return None if found and IN_GENERAL.search(plain) else found
