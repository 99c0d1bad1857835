"""What a command costs, and the peers it is held against: each in a process of its own, seen by the kernel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PEERS = Path(os.environ.get("KYR_PEERS", ROOT / "build" / "peers"))
"""A virtual environment with the peers in it: they are no dependencies of ours."""
OURS, THEIRS = sys.executable, str(PEERS / "bin" / "python")
BOUND = 120
"""Seconds of wall-clock time after which a command is given up."""
ROUNDS = 3
"""How often a command is measured; the least counts, for nothing makes a command quicker than it is."""
LONG = 20.0
"""A command that took more processor time than this is measured once."""


class BenchmarkError(Exception):
    """A command failed; its last words."""


@dataclass(frozen=True)
class Cost:
    """What one process took."""

    cpu: float
    """Processor seconds, its start included."""
    peak: float
    """Megabytes of memory at the most."""

    def least(self, other: Cost) -> Cost:
        """The lesser of two measurements of the same."""
        return Cost(min(self.cpu, other.cpu), min(self.peak, other.peak))


def cost(command: Sequence[str], folder: Path) -> Cost | None:
    """What a command takes in a folder; None where it runs longer than BOUND. Raises BenchmarkError."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT) if command[0] == OURS else "", "PYTHONUTF8": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # pip has compiled the peers; the first of the rounds compiles us
    with (folder / "output.txt").open("wb") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        late = threading.Timer(BOUND, process.kill)
        late.start()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        is_late = not late.is_alive()
        late.cancel()
    if is_late:
        return None
    if process.returncode:
        raise BenchmarkError(f"{' '.join(command)[:200]}: {(folder / 'output.txt').read_text('utf-8')[-500:]}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


@cache
def version(distribution: str, python: str = THEIRS) -> str:
    """The version of a peer that Python has installed; empty where it is not."""
    if not Path(python).exists():
        return ""
    code = f"import importlib.metadata as m; print(m.version({distribution!r}))"
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=False).stdout.strip()


def program_version(program: str) -> str:
    """The version of a program on the path, as it says itself; empty where there is none."""
    if shutil.which(program) is None:
        return ""
    first = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.split("\n")[0]
    return first.split()[-1].rstrip(".")


def machine() -> str:
    """The machine in the plainest terms: nothing that would tell one from another."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB of memory, Python {sys.version.split()[0]}"
