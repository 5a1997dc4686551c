"""What a developer does by hand, step by step, and who has production access now.

The commands are those of Teaching Vacancies' own documentation on hosting and its Makefile.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.words.site import Site
from bot.words.times import clock
from handlers.ports import Active

PIM_GROUP = "s189 TV production PIM"
HOW = "How to do it by hand"
FIRST_COUNT = (
    "First of all count this person's job applications in the console, drafts too: Rails' destroy would delete them and"
    " the messages of both sides. If there are any, delete nothing and say so below."
)
THEN = "When it is done, write below what you did and press Mark done."


def steps(site: Site) -> list[str]:
    return [
        f"1. Activate the group {PIM_GROUP} on [the PIM page]({site.pim_url}). A senior developer has to agree.",
        "2. In a checkout of Teaching Vacancies, open a Rails console:",
    ]


def commands(site: Site) -> list[str]:
    return [f"az login --tenant {site.tenant_id}", "make production railsc CONFIRM_PRODUCTION=YES"]


def active_now(active: Sequence[Active]) -> str:
    """Who could approve instead; an empty list says so."""
    if not active:
        return "No other developer has production access now."
    return f"With production access now: {', '.join(_named(each) for each in active)}."


def _named(each: Active) -> str:
    return f"{each.person.name} (until {clock(each.until)})" if each.until else each.person.name
