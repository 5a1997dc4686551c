"""The message actions that the Teams app offers: what its manifest says, so that the page shows none before it does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from practice.altering import Json

MANIFEST: Final = Path(__file__).parents[2] / "manifest" / "manifest.json"


def message_actions(manifest: Path = MANIFEST) -> list[Json]:
    """Give id and title of each command of a message's menu, in the manifest's order."""
    extensions = json.loads(manifest.read_text()).get("composeExtensions", [])
    commands = [command for extension in extensions for command in extension.get("commands", [])]
    return [
        {"id": command["id"], "title": command["title"]}
        for command in commands
        if command.get("type") == "action" and "message" in command.get("context", [])
    ]
