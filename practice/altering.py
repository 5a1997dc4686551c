"""Change any field of a JSON value, however deep, without touching the original."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, Final

Json = dict[str, Any]
DROP: Final = object()
"""As a new value: leave the field out."""


def altered(original: Mapping[str, Any], changes: Mapping[str, Any]) -> Json:
    """Give a deep copy in which each dotted path of `changes` has its new value.

    `{"channelData.tenant.id": "x", "entities.0.mentioned": DROP}`: a number steps into a list, DROP removes, a missing
    step is made. Raises IndexError or TypeError where the path leads through something that has no such step.
    """
    result: Json = copy.deepcopy(dict(original))
    for path, value in changes.items():
        *steps, last = path.split(".")
        node: Any = result
        for step in steps:
            node = node[int(step)] if isinstance(node, list) else node.setdefault(step, {})
        key: Any = int(last) if isinstance(node, list) else last
        if value is not DROP:
            node[key] = value
        elif isinstance(node, list):
            del node[key]
        else:
            node.pop(key, None)
    return result
