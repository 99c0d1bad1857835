"""Runs commands in forks of a process that has loaded everything, and stops them in the ways a machine can.

`Stage` is what tests use; run as a program, this module is the process that forks. It reads one request a line:
where, which arguments, and which fault. A killed child is killed for good (SIGKILL): nothing of it is cleaned up.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import resource
import select
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parents[1]

_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate"}
_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CAPABILITIES_3 = 0x20080522  # linux/capability.h: _LINUX_CAPABILITY_VERSION_3


@dataclass(frozen=True)
class Fault:
    """What goes wrong; nothing by default."""

    kill_after: float | None = None
    """Seconds after which the process is killed."""
    kill_at: int | None = None
    """Killed right before this one of its changes to the disk, counted from 1."""
    room: int | None = None
    """Bytes that fit into any one file; the next one is refused as on a full disk."""
    has_rights: bool = True
    """False: even root may only write where the modes of files and folders allow it."""


@dataclass(frozen=True)
class End:
    """How a command ended."""

    status: int
    """Its exit code; below 0 the number of the signal that killed it."""
    seconds: float
    changes: int
    """How often it changed something on disk; 0 for one that was killed."""
    said: str
    """What it wrote, on either stream."""


class Stage:
    """Where commands are run; the project's code is loaded once, so that a run costs what its own work costs."""

    def __enter__(self) -> Self:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1795305600", "PYTHONUTF8": "1"}
        command = [sys.executable, "-m", "tests.faults"]
        self._process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run(self, root: Path, *arguments: str, fault: Fault = Fault()) -> End:
        """Run ``kyr`` with these arguments in ``root``."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([str(root), arguments, asdict(fault)]) + "\n")
        self._process.stdin.flush()
        return End(**json.loads(self._process.stdout.readline()))


# ---- the process that forks ----


def _serve() -> None:
    import jieba

    from pipeline.cli import main

    for module in ("print.printing", "site", "workflow", "review.signing"):  # commands import them late
        importlib.import_module(f"pipeline.{module}")
    jieba.setLogLevel("ERROR")
    jieba.initialize()
    for line in sys.stdin:
        root, arguments, fault = json.loads(line)
        end = _fork(main, root, arguments, Fault(**fault))
        print(json.dumps(asdict(end)), flush=True)


def _fork(command: Any, root: str, arguments: list[str], fault: Fault) -> End:
    out, into = os.pipe()
    start = time.monotonic()
    child = os.fork()
    if not child:
        os.close(out)
        _perform(command, root, arguments, fault, into)
    os.close(into)
    said = _listen(out, child, None if fault.kill_after is None else start + fault.kill_after)
    os.close(out)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    text, _, changes = said.decode(errors="replace").rpartition("\0")
    return End(status, time.monotonic() - start, int(changes) if status >= 0 else 0, text)


def _listen(out: int, child: int, deadline: float | None) -> bytes:
    """All that a child says until it ends, which it does at the deadline at the latest."""
    said = b""
    while True:
        wait = None if deadline is None else max(0.0, deadline - time.monotonic())
        if not select.select([out], [], [], wait)[0]:
            os.kill(child, signal.SIGKILL)
            deadline = None
        elif part := os.read(out, 65536):
            said += part
        else:
            return said


def _perform(command: Any, root: str, arguments: list[str], fault: Fault, into: int) -> None:
    """In the child: run the command with its fault, say how many changes it made, and end."""
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(into, 1)
    os.dup2(into, 2)
    os.chdir(root)
    if not fault.has_rights:
        _give_up_rights()
    if fault.room is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (fault.room, fault.room))
    changes = _count_changes(fault.kill_at)
    status = 0
    try:
        command(arguments)
    except SystemExit as stop:
        status = stop.code if isinstance(stop.code, int) else 1
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(into, b"\0%d" % changes[0])
    os._exit(status)


def _count_changes(kill_at: int | None) -> list[int]:
    """Count what is about to be changed on disk, from now on; die before the change with that number."""
    count = [0]

    def watch(event: str, what: tuple[Any, ...]) -> None:
        if event in _CHANGES or (event == "open" and _is_for_writing(*what[1:])):
            count[0] += 1
            if count[0] == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)
    return count


def _is_for_writing(mode: str | None, flags: int) -> bool:
    return not set("wax+").isdisjoint(mode) if mode else bool(flags & _TO_WRITE)


def _give_up_rights() -> None:
    """Root becomes an owner like any other, whom a read-only file stops (Linux; elsewhere only root would notice)."""
    if os.geteuid() == 0:
        none = (ctypes.c_uint32 * 6)()
        version = (ctypes.c_uint32 * 2)(_CAPABILITIES_3, 0)
        if ctypes.CDLL(None, use_errno=True).capset(version, none):
            raise OSError(ctypes.get_errno(), "root keeps its rights here")


if __name__ == "__main__":
    _serve()
