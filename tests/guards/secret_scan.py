"""Looks for secrets in every file of the project: `python -m tests.guards.secret_scan`, which `./dev lint` runs.

detect-secrets knows the shapes of the providers' keys; one of its own is added, that of an Entra client secret. In what
is shipped, anything that looks like a password or like chance counts too; tests are full of invented ones.
What is none after all carries `pragma: allowlist secret` on its line.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar

from detect_secrets.core.scan import scan_file
from detect_secrets.plugins.base import RegexBasedDetector
from detect_secrets.settings import transient_settings

from tests.guards.repo import ROOT, files

SHIPPED = ("bot", "handlers", "adapters", "deploy", "manifest", "docs", "requirements", ".ci", "Dockerfile", "dev")
# Hashes and compressed data, which are nothing but chance; tests/guards/test_locks.py reads the locks by itself.
LEFT_OUT = {".lock", ".png", ".gz"}
LEFT_OUT_NAMES = {"package-lock.json", "tv-schema.json"}
SHAPES = [
    "ArtifactoryDetector",
    "AWSKeyDetector",
    "AzureStorageKeyDetector",
    "CloudantDetector",
    "DiscordBotTokenDetector",
    "GitHubTokenDetector",
    "GitLabTokenDetector",
    "IbmCloudIamDetector",
    "JwtTokenDetector",
    "MailchimpDetector",
    "NpmDetector",
    "OpenAIDetector",
    "PrivateKeyDetector",
    "PypiTokenDetector",
    "SendGridDetector",
    "SlackDetector",
    "SquareOAuthDetector",
    "StripeDetector",
    "TelegramBotTokenDetector",
    "TwilioKeyDetector",
]
GUESSES = ["Base64HighEntropyString", "HexHighEntropyString", "KeywordDetector", "BasicAuthDetector"]
FILTERS = [
    "detect_secrets.filters.allowlist.is_line_allowlisted",
    "detect_secrets.filters.heuristic.is_templated_secret",
]


class EntraClientSecretDetector(RegexBasedDetector):
    """Three signs, a digit, Q~, and 31 to 34 more: what Entra gives out as an application's secret."""

    secret_type = "Entra client secret"  # pragma: allowlist secret
    denylist: ClassVar = [re.compile(r"(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])")]


def findings(root: Path, paths: Iterable[Path]) -> list[str]:
    """One line for each secret in these files below `root`: where, and what it looks like; never the secret."""
    ours = {"name": EntraClientSecretDetector.__name__, "path": f"file://{Path(__file__).resolve()}"}
    sure = [*_named(SHAPES, "name"), ours]
    read = [path for path in paths if path.suffix not in LEFT_OUT and path.name not in LEFT_OUT_NAMES]
    shipped = [path for path in read if path.relative_to(root).parts[0] in SHIPPED]
    others = [path for path in read if path not in shipped]
    return [*_scan(root, shipped, [*sure, *_named(GUESSES, "name")]), *_scan(root, others, sure)]


def _scan(root: Path, paths: list[Path], plugins: list[dict[str, str]]) -> Iterator[str]:
    with transient_settings({"plugins_used": plugins, "filters_used": _named(FILTERS, "path")}):
        for path in paths:
            for each in scan_file(str(path)):
                yield f"{path.relative_to(root)}:{each.line_number}: {each.type}"


def _named(values: Iterable[str], key: str) -> list[dict[str, str]]:
    return [{key: value} for value in values]


if __name__ == "__main__":
    lines = findings(ROOT, files())
    print(*lines, sep="\n") if lines else print("No secrets found.")
    sys.exit(bool(lines))
