"""The `manifest` command: the Teams app as one zip file, byte for byte the same from the same settings."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Annotated, Any

from pydantic import StringConstraints, field_validator

from bot.settings import FromEnvironment, Given, ObjectId, https_address, read

TEMPLATE, COLOR, OUTLINE = "manifest.json", "color.png", "outline.png"
PLACEHOLDER = re.compile(r"\{\{(\w+)}}")
LONGEST_NAME = 30  # characters; teams-facts §5
LONGEST_SUFFIX = LONGEST_NAME - len("TV Support ()")
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can hold
FILE_MODE = 0o100644 << 16  # a plain file that everybody may read; the upper half is Unix'

SUFFIX = re.compile(r"(?:\w[\w .-]*)?")


class PackageSettings(FromEnvironment):
    """What the Teams app says of this installation; the variables of the same names in capitals."""

    app_id: ObjectId
    app_name_suffix: Annotated[str, StringConstraints(strip_whitespace=True)] = ""
    app_website_url: Given = "https://teaching-vacancies.service.gov.uk/"
    app_privacy_url: Given = (
        "https://www.gov.uk/government/organisations/department-for-education/about/personal-information-charter"
    )
    app_terms_url: Given = "https://teaching-vacancies.service.gov.uk/pages/terms-and-conditions"

    @field_validator("app_name_suffix")
    @classmethod
    def _suffix(cls, value: str) -> str:
        if len(value) > LONGEST_SUFFIX or not SUFFIX.fullmatch(value):
            raise ValueError(f"must be a word or two of at most {LONGEST_SUFFIX} letters, digits, dots and dashes")
        return value

    @field_validator("app_website_url", "app_privacy_url", "app_terms_url")
    @classmethod
    def _web(cls, value: str) -> str:
        return https_address(value)


@dataclass(frozen=True)
class Package:
    """The zip file and what it calls itself."""

    name: str
    version: str
    content: bytes


def read_package_settings(environ: Mapping[str, str]) -> PackageSettings:
    """The few settings that the package needs. Raises SettingsWrong with every fault found."""
    return read(PackageSettings, environ)


def package(settings: PackageSettings) -> Package:
    """The Teams app of this installation: its manifest and both icons."""
    folder = resources.files("manifest")
    manifest = filled(json.loads(folder.joinpath(TEMPLATE).read_text()), settings)
    files = {
        TEMPLATE: (json.dumps(manifest, indent=2, ensure_ascii=False) + "\n").encode(),
        COLOR: folder.joinpath(COLOR).read_bytes(),
        OUTLINE: folder.joinpath(OUTLINE).read_bytes(),
    }
    return Package(manifest["name"]["short"], manifest["version"], _zipped(files))


def filled(template: Any, settings: PackageSettings) -> Any:
    """The template with every {{NAME}} replaced; in its strings only, so that no value can change its shape."""
    values = {
        "APP_ID": settings.app_id,
        "NAME_SUFFIX": f" ({settings.app_name_suffix})" if settings.app_name_suffix else "",
        "WEBSITE_URL": settings.app_website_url,
        "PRIVACY_URL": settings.app_privacy_url,
        "TERMS_URL": settings.app_terms_url,
    }

    def fill(part: Any) -> Any:
        if isinstance(part, dict):
            return {name: fill(value) for name, value in part.items()}
        if isinstance(part, list):
            return [fill(value) for value in part]
        return PLACEHOLDER.sub(lambda found: values[found[1]], part) if isinstance(part, str) else part

    return fill(template)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """Stored, not packed: zlib's releases pack differently, and the icons are packed already."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.create_system = 3  # Unix, whatever this machine is
            entry.external_attr = FILE_MODE
            archive.writestr(entry, data)
    return content.getvalue()
