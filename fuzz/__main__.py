"""``python -m fuzz TARGET [libFuzzer's options]``: search for inputs that break a target's promise.

Starts from the cases that are kept and puts what it finds into build/fuzz/TARGET.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris  # not locked: only those who fuzz need it

with atheris.instrument_imports(include=["pipeline", "polib", "markdown", "webvtt"]):
    from fuzz.targets import TARGETS


def main() -> None:
    """Fuzz the target named first on the command line."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: python -m fuzz ({' | '.join(TARGETS)}) [-max_total_time=600] [...]")
    name = sys.argv.pop(1)
    found = Path("build/fuzz") / name
    found.mkdir(parents=True, exist_ok=True)
    kept = Path(__file__).parent / "cases" / name
    atheris.Setup([*sys.argv, f"-artifact_prefix={found}/", str(found), str(kept)], TARGETS[name])
    atheris.Fuzz()


main()
