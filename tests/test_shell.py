"""What every command shares when something outside of kyr goes wrong: Ctrl-C, a stream, the disk, what is installed."""

from __future__ import annotations

import importlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import shell
from pipeline.project import Project
from tests.conftest import ROOT, run

STOPPED = "stopped; every file is either unchanged or completely written"


def test_stopping_while_a_command_is_still_being_loaded_is_said_as_at_any_other_time(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importlib, "import_module", stop)
    for arguments in (["status"], ["--help"]):
        result = run(project, *arguments)
        assert (result.returncode, result.stderr) == (130, STOPPED)


def test_an_impossible_combination_is_said_as_click_says_it_and_is_no_mistake_of_ours(project: Path) -> None:
    for arguments in (["zh_Hans", "--html"], ["--html", "zh_Hans"]):
        result = run(project, "status", *arguments)
        assert result.returncode == 2
        assert "Error: --html shows every locale; leave the locales out." in result.stderr
        assert not (project / "zh_Hans").exists()


def test_what_the_system_refuses_is_named_and_is_no_mistake_of_ours(project: Path) -> None:
    (project / "build").write_text("in the way", "utf-8")
    result = run(project, "build")
    assert result.returncode == 2
    assert result.stderr.startswith("error: ")
    assert "build/site/release.json: Not a directory. Every file is either" in result.stderr.replace("\\", "/")
    assert "KYR_TRACEBACK" not in result.stderr


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (OSError(28, "No space left on device"), "standard output: No space left on device"),
        (ModuleNotFoundError("No module named 'polib'", name="polib"), "'polib' is not installed. Run `make build`"),
        (ModuleNotFoundError("No module named 'pipeline.x'", name="pipeline.x"), "a bug in kyr"),
    ],
)
def test_the_cause_of_an_unforeseen_error_is_told(
    project: Path, monkeypatch: pytest.MonkeyPatch, raised: Exception, said: str
) -> None:
    def fail(**_: object) -> Project:
        raise raised

    monkeypatch.setattr(Project, "find", fail)
    result = run(project, "status")
    assert result.returncode == 2
    assert said in result.stderr


def test_words_of_every_language_are_said_whatever_the_systems_encoding_is() -> None:
    command = [sys.executable, "-m", "pipeline.cli", "facts", "--json"]
    result = subprocess.run(
        command, capture_output=True, check=False, cwd=ROOT, env={**os.environ, "PYTHONIOENCODING": "cp1252"}
    )
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout.decode("cp1252"))


@pytest.mark.parametrize(
    ("stated", "is_terminal", "said"),
    [("", False, "头·".encode()), ("", True, b"\\u5934\xb7"), ("cp1252", False, b"\\u5934\xb7")],
)
def test_a_file_gets_utf8_and_a_terminal_what_it_can_show(
    monkeypatch: pytest.MonkeyPatch, stated: str, is_terminal: bool, said: bytes
) -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="cp1252")
    monkeypatch.setattr(stream, "isatty", lambda: is_terminal, raising=False)
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setenv("PYTHONIOENCODING", stated)
    shell.use_utf8()
    stream.write("头·")
    stream.flush()
    assert raw.getvalue() == said
