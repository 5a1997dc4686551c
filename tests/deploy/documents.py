"""The Kubernetes documents of deploy/, as they stand and as their types read them."""

from __future__ import annotations

import importlib
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml

from tests.guards.repo import ROOT

BASE, OVERLAY = ROOT / "deploy" / "base", ROOT / "deploy" / "overlays" / "production"
KUSTOMIZATION = "kustomization.yaml"
Document = dict[str, Any]


def read(path: Path) -> list[Document]:
    return [document for document in yaml.safe_load_all(path.read_text()) if document]


def kustomization(folder: Path) -> Document:
    [document] = read(folder / KUSTOMIZATION)
    return document


def base() -> list[Document]:
    """What the base lists, in its order."""
    return [document for name in kustomization(BASE)["resources"] for document in read(BASE / name)]


def rendered() -> list[Document] | None:
    """What kustomize makes of the production overlay; None on a machine without kubectl."""
    if shutil.which("kubectl") is None:
        return None
    done = subprocess.run(["kubectl", "kustomize", str(OVERLAY)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [document for document in yaml.safe_load_all(done.stdout) if document]


def overlay_settings() -> dict[str, str]:
    """The variables of the overlay's settings.env."""
    lines = (OVERLAY / "settings.env").read_text().splitlines()
    pairs = [line.partition("=") for line in lines if line and not line.startswith("#")]
    return {name: value for name, _, value in pairs}


def one(documents: list[Document], kind: str, name: str = "tv-support-bot") -> Document:
    [found] = [each for each in documents if each["kind"] == kind and each["metadata"]["name"] == name]
    return found


def pods(documents: list[Document]) -> Iterator[Document]:
    """The specification of every pod that these documents would start."""
    for each in documents:
        if each["kind"] in ("Deployment", "Job"):
            yield each["spec"]["template"]["spec"]


def faults(document: Document) -> list[str]:
    """What Kubernetes' types refuse: a wrong type, a missing field, or a field that there is not."""
    group, _, version = document["apiVersion"].rpartition("/")
    module = importlib.import_module(f"lightkube.models.{(group or 'core').split('.')[0]}_{version}")
    try:
        read = msgspec.convert(document, getattr(module, document["kind"]))
    except msgspec.ValidationError as error:
        return [str(error)]
    return list(_lost(document, msgspec.to_builtins(read), ""))


def _lost(given: Any, kept: Any, where: str) -> Iterator[str]:
    """Where `kept`, what the types took of `given`, is without something."""
    if isinstance(given, dict) and isinstance(kept, dict):
        for name, value in given.items():
            if name in kept:
                yield from _lost(value, kept[name], f"{where}.{name}")
            else:
                yield f"{where}.{name}: there is no such field"
    elif isinstance(given, list) and isinstance(kept, list):
        for number, (one_given, one_kept) in enumerate(zip(given, kept, strict=True)):
            yield from _lost(one_given, one_kept, f"{where}[{number}]")
