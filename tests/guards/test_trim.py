"""What is cut away while the image is built is never missed: a shortened library still loads and works."""

from __future__ import annotations

import importlib.util
import runpy
import shutil
import subprocess
import sys
from pathlib import Path

from tests.guards.repo import ROOT

TRIM = runpy.run_path(str(ROOT / "deploy" / "trim.py"))


def test_a_library_without_its_debugging_data_works(tmp_path: Path) -> None:
    found = importlib.util.find_spec("asyncpg.protocol.protocol")
    assert found is not None
    assert found.origin is not None
    library = Path(shutil.copy2(found.origin, tmp_path))
    before = library.stat()
    TRIM["trim_packages"](tmp_path)
    assert library.stat().st_size < 0.6 * before.st_size
    assert library.stat().st_mode == before.st_mode
    short = library.read_bytes()
    assert TRIM["without_debugging"](short) == short
    code = (
        "import asyncpg, importlib.machinery as m, importlib.util as u, sys\n"
        f"spec = u.spec_from_file_location('asyncpg.protocol.protocol', {str(library)!r})\n"
        "module = u.module_from_spec(spec); spec.loader.exec_module(module); print(module.__file__, module.Protocol)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert str(library) in done.stdout


def test_what_is_no_library_stays_as_it_is() -> None:
    for content in (b"", b"\x7fELF", b"\x7fELF\x01\x01 a library of 32 bits", b"import this\n"):
        assert TRIM["without_debugging"](content) == content


def test_of_a_package_only_what_runs_stays(tmp_path: Path) -> None:
    kept = {"pkg/__init__.py", "pkg/testing/__init__.py", "pkg-1.0.dist-info/METADATA", "pkg-1.0.dist-info/LICENSE"}
    gone = {"pkg/tests/test_it.py", "pkg/__init__.pyi", "pkg/fast.pyx", "pkg/include/fast.h", "pkg/__pycache__/a.pyc"}
    for name in kept | gone:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    TRIM["trim_packages"](tmp_path)
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} == kept
