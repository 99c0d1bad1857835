"""What was read once is not read again, and what is remembered is never wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import memory, standing
from pipeline.memory import Memory
from pipeline.project import Project
from tests.drill import SIGN, answer, commit, run, said, save, start, translate


def never() -> list[str]:
    raise AssertionError("it was read again")


def test_what_was_read_is_known_to_the_next_command(tmp_path: Path) -> None:
    path = tmp_path / "build/memory/words.json"
    first = Memory(path)
    assert first.recall("a", lambda: ["词", 1, True]) == ["词", 1, True]
    first.save()
    assert Memory(path).recall("a", never) == ["词", 1, True]


def test_what_nobody_asked_for_again_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "words.json"
    for question in ("a", "b"):
        one = Memory(path)
        one.recall(question, list)
        one.save()
    with pytest.raises(AssertionError, match="read again"):
        Memory(path).recall("a", never)


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff", b"0\n{}", b"[" * 100_000])
def test_a_damaged_memory_is_none(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "words.json"
    path.write_bytes(damage)
    assert Memory(path).recall("a", lambda: ["new"]) == ["new"]


def test_a_changed_byte_or_another_version_of_kyr_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "words.json"
    one = Memory(path)
    one.recall("a", lambda: ["approved"])
    one.save()
    good = path.read_bytes()
    path.write_bytes(good.replace(b"approved", b"rejected"))
    assert Memory(path).recall("a", lambda: ["new"]) == ["new"]
    path.write_bytes(good)
    monkeypatch.setattr(memory, "_stamp", lambda: b"another version")
    assert Memory(path).recall("a", lambda: ["new"]) == ["new"]


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file in the way", "utf-8")
    one = Memory(tmp_path / "build/words.json")
    one.recall("a", list)
    one.save()


def test_a_project_that_remembers_counts_as_one_that_reads_everything(project: Path) -> None:
    start(project)
    run(project, "import", save(project, said()), "--yes")

    def same() -> None:
        here = Project(project, remember=True)
        found = standing.standings(here)
        here.keep()
        assert found == standing.standings(Project(project, remember=True)) == standing.standings(Project(project))

    same()
    translate(project, SIGN, "您不必签字。")
    same()
    commit(project)
    run(project, "import", save(project, said(answer(target="您不必签字。"), by="counsel")), "--yes")
    (project / "content/other.md").unlink()
    same()


def test_only_what_shows_something_leaves_a_memory(project: Path) -> None:
    start(project)
    for command in (["import", save(project, said()), "--yes"], ["check"], ["build", "--release"], ["why", "index"]):
        run(project, *command)
    assert not (project / "build/memory").exists()
    run(project, "status")
    assert (project / "build/memory/words.json").exists()
