"""Takes out of the image, while it is built, what the bot never touches: the Dockerfile says when.

    python trim.py packages FOLDER     tests, type stubs, C sources and debugging data of installed packages
    python trim.py system              commands, package managers, documents; what stays is Python and its libraries

Measured: docs/decisions/0006-what-is-shipped.md. Needs no library, and no shell is left to need.
"""

from __future__ import annotations

import re
import shutil
import struct
import sys
import sysconfig
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

FOLDERS = {"tests", "__pycache__"}
SOURCES = {".pyi", ".pyx", ".pxd", ".pxi", ".c", ".h", ".cpp", ".hpp", ".a"}

# Of the system: everything in these folders but what is named beside them.
SYSTEM = {
    "usr/bin": {},
    "usr/sbin": {},
    "usr/share": {"ca-certificates", "zoneinfo"},
    "usr/games": {},
    "usr/include": {},
    "usr/libexec": {},
    "usr/local/include": {},
    "usr/local/share": {},
    "usr/local/sbin": {},
    "usr/src": {},
    "var/cache": {},
    "var/log": {},
    "var/lib": {"dpkg"},
    "var/lib/dpkg": {"status", "status.d"},  # so that scanners still know which libraries these are
    "root": {},
    "tmp": {},
}
LIBRARIES = ["apt", "dpkg", "gconv", "perl*", "systemd", "init", "tmpfiles.d", "sysusers.d", "mime", "python*", "pam*"]
NEVER_IMPORTED = ["ensurepip", "idlelib", "lib2to3", "pydoc_data", "site-packages", "test", "tkinter", "turtledemo"]

PYTHON = re.compile(r"python[0-9.]*")
ELF = b"\x7fELF\x02\x01"  # 64 bits, little end first
LOADED = 1


def main() -> None:
    match sys.argv[1:]:
        case ["packages", folder]:
            trim_packages(Path(folder))
        case ["system"]:
            trim_system(Path("/"))
        case _:
            sys.exit(__doc__)


def trim_packages(folder: Path) -> None:
    """Leave what is imported and what says whose it is."""
    for path in [each for each in folder.rglob("*") if each.is_dir() and each.name in FOLDERS]:
        remove(path)
    for path in [each for each in folder.rglob("*") if each.is_file() and not each.is_symlink()]:
        if path.suffix in SOURCES:
            path.unlink()
        elif ".so" in path.suffixes:
            shorten(path)


def shorten(library: Path) -> None:
    """Put the short library in place of the long one: a new file, because this Python may be running from the old."""
    short = library.with_name(f"{library.name}.short")
    short.write_bytes(without_debugging(library.read_bytes()))
    shutil.copymode(library, short)
    short.replace(library)


def without_debugging(content: bytes) -> bytes:
    """A shared library up to the last byte that the loader maps; the rest is names for debuggers.

    The header's three fields about sections are emptied with them (ELF-64: e_shoff, e_shnum, e_shstrndx).
    """
    if not content.startswith(ELF):
        return content
    (table,) = struct.unpack_from("<Q", content, 32)
    size, count = struct.unpack_from("<HH", content, 54)
    end = table + size * count
    for at in range(table, end, size):
        kind, _, offset, _, _, length = struct.unpack_from("<IIQQQQ", content, at)
        end = max(end, offset + length) if kind == LOADED else end
    kept = bytearray(content[:end])
    struct.pack_into("<Q", kept, 40, 0)
    struct.pack_into("<HH", kept, 60, 0, 0)
    return bytes(kept)


def trim_system(root: Path) -> None:
    """Leave Python, the libraries that it and its packages load, certificates, time zones and the list of packages."""
    for folder, kept in SYSTEM.items():
        for path in (root / folder).glob("*"):
            if path.name not in kept:
                remove(path)
    for path in chain(*(found(root, name) for name in LIBRARIES)):
        remove(path)
    standard = Path(sysconfig.get_path("stdlib"))
    for path in [standard / name for name in NEVER_IMPORTED] + list(standard.glob("config-*")):
        remove(path)
    for path in chain(root.glob("usr/local/lib/*.a"), root.glob("usr/local/lib/pkgconfig")):
        remove(path)
    for path in (root / "usr/local/bin").iterdir():
        if not PYTHON.fullmatch(path.name):
            remove(path)
    for path in (root / "usr/local/lib").rglob("*.so*"):
        if path.is_file() and not path.is_symlink():
            shorten(path)


def found(root: Path, name: str) -> Iterator[Path]:
    yield from root.glob(f"usr/lib/{name}")
    yield from root.glob(f"usr/lib/*-linux-gnu/{name}")


def remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
