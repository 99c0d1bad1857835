"""Everything that fuzzing has ever found, and what it starts from, holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.targets import TARGETS
from tests.conftest import ROOT

CASES = sorted(path for path in (ROOT / "fuzz/cases").glob("*/*") if path.is_file())


def test_every_target_has_cases_and_every_folder_a_target() -> None:
    assert {path.parent.name for path in CASES} == set(TARGETS)


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_kept_case_breaks_no_promise(case: Path) -> None:
    TARGETS[case.parent.name](case.read_bytes())
