"""The people whom a window of the page can be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from practice.altering import Json
from practice.directory import Directory, Person
from practice.outside import AMINA, BEN, DANA, DEVELOPER_GROUP, ELIF, GUEST, OUTSIDER

ROLES: Final[Mapping[str, tuple[Person, str]]] = {
    "amina": (AMINA, "Business analyst"),
    "ben": (BEN, "Business analyst"),
    "dana": (DANA, "Developer"),
    "elif": (ELIF, "Developer"),
    "owen": (OUTSIDER, "Not in a group"),
    "greta": (GUEST, "Guest"),
}


def person(key: str) -> Person:
    """Give the person of this short name. Raises KeyError."""
    return ROLES[key][0]


def name_of(object_id: str) -> str:
    """Give the name behind an Entra object id, for the audit in words."""
    known = {each.object_id: each.name for each, _ in ROLES.values()}
    return known.get(object_id, "The bot" if object_id == "bot" else "Somebody")


def has_switch(who: Person) -> bool:
    """Tell whether PIM offers them production access: developers alone are eligible."""
    return DEVELOPER_GROUP in who.groups


def people(directory: Directory) -> list[Json]:
    """Everybody as the page lists them; `active` is None for whoever has no switch, `until` when an activation ends."""
    return [
        {
            "key": key,
            "name": each.name,
            "role": role,
            "active": directory.is_active(each) if has_switch(each) else None,
            "until": until.timestamp() if (until := directory.active_until(each)) else None,
        }
        for key, (each, role) in ROLES.items()
    ]
