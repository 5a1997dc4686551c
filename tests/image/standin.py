"""A base image for machines that cannot ask a registry: Debian, with the Python that runs these tests in /usr/local.

It stands in for python:3.12-slim and has its shape; what it cannot show is whether the real one has a fault of its own.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NAME = "localhost/tv-support-bot-standin"
SUITE = "bookworm"
# What the official image's own list comes to: what Python's modules and ready wheels are linked to.
PACKAGES = (
    "ca-certificates netbase tzdata libbz2-1.0 libexpat1 libffi8 libgdbm6 liblzma5 libncursesw6 libreadline8 "
    "libsqlite3-0 libssl3 libstdc++6 libuuid1 zlib1g"
)
LEFT_OUT = ("test", "tests", "__pycache__", "site-packages", "dist-packages", "*.a")


class NoStandIn(Exception):
    """This machine cannot make one; the message says why."""


def make() -> str:
    """Make the base image once and give its name."""
    if subprocess.run(["podman", "image", "exists", NAME], check=False).returncode == 0:
        return NAME
    if shutil.which("debootstrap") is None:
        raise NoStandIn("the base image cannot be had from its registry, and there is no debootstrap")
    if sys.base_prefix == "/usr":
        raise NoStandIn("the base image cannot be had from its registry, and the system's own Python cannot be moved")
    with tempfile.TemporaryDirectory(prefix="standin-") as folder:
        root = Path(folder) / "root"
        chosen = f"--include={','.join(PACKAGES.split())}"
        _run("debootstrap", "--variant=minbase", chosen, SUITE, str(root))
        _put_python(root / "usr/local")
        _run("chroot", str(root), "ldconfig")
        archive = Path(folder) / "root.tar"
        _run("tar", "--numeric-owner", "-C", str(root), "-cf", str(archive), ".")
        _run("podman", "import", "--change", "ENV PATH=/usr/local/bin:/usr/bin:/bin", str(archive), NAME)
    return NAME


def _put_python(place: Path) -> None:
    """Copy the Python, with a pip of its own, and call it what the official image calls it."""
    here, name = Path(sys.base_prefix), f"python{sys.version_info[0]}.{sys.version_info[1]}"
    left_out = shutil.ignore_patterns(*LEFT_OUT)
    shutil.copytree(here / "lib" / name, place / "lib" / name, ignore=left_out, dirs_exist_ok=True)
    for library in (here / "lib").glob("libpython*.so*"):
        shutil.copy2(library, place / "lib", follow_symlinks=False)
    (place / "bin").mkdir(parents=True, exist_ok=True)
    shutil.copy2(here / "bin" / name, place / "bin" / name)
    for other in ("python", "python3"):
        (place / "bin" / other).symlink_to(name)
    _run("chroot", str(place.parents[1]), "ldconfig")
    _run("chroot", str(place.parents[1]), f"/usr/local/bin/{name}", "-m", "ensurepip", "--default-pip")


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoStandIn(f"{command[0]} failed: {done.stderr[-2000:]}")
