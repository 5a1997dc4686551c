"""Builds the Dockerfile and runs it with buildah and podman, which need no engine and no systemd."""

from __future__ import annotations

import fcntl
import json
import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from tests.guards.repo import ROOT
from tests.image import standin

BASE = "docker.io/library/python:3.12-slim"
IMAGE = "localhost/tv-support-bot-under-test"
TOOLS = ("buildah", "podman", "runc")
PODMAN = ("podman", "--cgroup-manager", "cgroupfs")  # there may be no systemd to ask
VERSION, COMMIT = "1.2.3", "0123456789abcdef0123456789abcdef01234567"
MEMORY = 256 * 1024 * 1024
# A build has the machine's certificates and its pip settings, so that a mirror that it uses is used here too.
MACHINES = ("/etc/ssl/certs", "/etc/pip.conf")
# Podman would give /tmp and /run to write to; Kubernetes gives nothing.
LIMITS = [
    "--read-only",
    "--read-only-tmpfs=false",
    "--cap-drop=all",
    "--security-opt=no-new-privileges",
    "--pids-limit=100",
]


def missing() -> list[str]:
    """What this machine lacks for building and running images."""
    tools = [name for name in TOOLS if shutil.which(name) is None]
    return tools if os.geteuid() == 0 else [*tools, "root"]


def may_not() -> str | None:
    """Why this machine lets nobody start a container, whatever is installed; None when it does."""
    done = tried("unshare", "--mount", "--pid", "--fork", "mount", "-t", "tmpfs", "none", "/mnt")
    return None if done.returncode == 0 else f"a container needs namespaces and mounts: {done.stderr.strip()}"


def build() -> str:
    """Build the image, or take it from the cache of its layers when nothing changed."""
    with (Path(tempfile.gettempdir()) / "tv-support-bot-image.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one of the parallel workers builds, the others find it built
        _bud()
        if inspect(IMAGE)["Labels"]["org.opencontainers.image.version"] != VERSION:
            _bud("--no-cache")  # its cache takes a LABEL for the same whatever the ARG in it was
    return IMAGE


def _bud(*options: str) -> None:
    binds = [f"--volume={path}:{path}:ro" for path in MACHINES if Path(path).exists()]
    told = [f"--build-arg=VERSION={VERSION}", f"--build-arg=COMMIT={COMMIT}"]
    # HEALTHCHECK is a word of Docker's format only.
    form = ["--format=docker", "--isolation=chroot", "--network=host", "--pull-never", "--layers"]
    run("buildah", "bud", *form, *options, *binds, *told, f"--from={_base()}", "--tag", IMAGE, str(ROOT))


def _base() -> str:
    """The Dockerfile's own base when it is here or can be had, else the stand-in."""
    for words in (["podman", "image", "exists", BASE], ["podman", "pull", "--quiet", BASE]):
        if subprocess.run(words, capture_output=True, check=False).returncode == 0:
            return BASE
    return standin.make()


def inspect(image: str) -> dict[str, Any]:
    """What the engine says of the image."""
    [told] = json.loads(run("podman", "image", "inspect", image))
    return dict(told)


@contextmanager
def mounted(image: str) -> Iterator[Path]:
    """The image's files as a folder."""
    folder = Path(run("podman", "image", "mount", image).strip())
    try:
        yield folder
    finally:
        run("podman", "image", "unmount", image)


@dataclass(frozen=True)
class Container:
    """One that runs; on the host's network, because the practice world listens on loopback only."""

    name: str

    def process(self) -> int:
        """The number that the bot's process has outside."""
        return int(run(*PODMAN, "inspect", "--format", "{{.State.Pid}}", self.name))

    def python(self, code: str) -> subprocess.CompletedProcess[str]:
        """Run a few words of Python inside, with the bot's rights."""
        return tried(*PODMAN, "exec", self.name, "python", "-c", code)

    def healthy(self) -> bool:
        return tried(*PODMAN, "healthcheck", "run", self.name).returncode == 0

    def logs(self) -> str:
        done = tried(*PODMAN, "logs", self.name)
        return done.stdout + done.stderr

    def ended(self) -> int:
        """The exit code, once it has ended by itself."""
        return int(run(*PODMAN, "wait", self.name))

    def terminate(self) -> int:
        """Ask it to end, as Kubernetes does, and give its exit code; after 20 seconds it is killed, which gives 137."""
        run(*PODMAN, "stop", "--time", "20", self.name)
        return self.ended()


@contextmanager
def running(image: str, command: list[str], environ: Mapping[str, str], folder: Path) -> Iterator[Container]:
    """A container under every limit that deploy/ sets, `folder` being what it may write to (uid 10001 owns it)."""
    name = f"tv-support-bot-{uuid4().hex[:12]}"
    variables = [f"--env={key}={value}" for key, value in environ.items()]
    # No more than this machine's own: whoever may not raise it cannot start a container that asks for more.
    files = f"--ulimit=nofile={resource.getrlimit(resource.RLIMIT_NOFILE)[1]}"
    processes = f"--ulimit=nproc={min(resource.getrlimit(resource.RLIMIT_NPROC)[1] & 0x7FFFFFFF, 4096)}"
    limits = [*LIMITS, f"--memory={MEMORY}", files, processes, "--health-interval=disable", "--network=host"]
    place = [f"--volume={folder}:/register", "--env=GIAS_DATA_DIR=/register"]
    run(*PODMAN, "run", "--detach", "--runtime=runc", f"--name={name}", *limits, *place, *variables, image, *command)
    try:
        yield Container(name)
    finally:
        tried(*PODMAN, "rm", "--force", "--time", "0", name)


def tried(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


def run(*command: str) -> str:
    done = tried(*command)
    assert done.returncode == 0, f"{command[:3]}: {done.stdout[-2000:]} {done.stderr[-4000:]}"
    return done.stdout
