"""What was read once is not read again, and what is remembered is never wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from pipeline import fingerprint
from pipeline.languages import Locale
from pipeline.memory import Memory
from pipeline.project import Project
from pipeline.review import packets, standing
from tests.conftest import run
from tests.drill import SIGN, answer, commit, said, save, start, translate


def never(*_: object) -> list[str]:
    raise AssertionError("it was read again")


def test_what_was_read_is_known_to_the_next_command(tmp_path: Path) -> None:
    path = tmp_path / "build/memory/words.json"
    first = Memory(path)
    assert first.recall("a", lambda: ["词", 1, True]) == ["词", 1, True]
    first.save()
    assert Memory(path).recall("a", never) == ["词", 1, True]


def test_what_nobody_asks_for_is_kept_for_a_while_and_not_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "words.json"

    def ask(*questions: str) -> None:
        one = Memory(path)
        for question in questions:
            one.recall(question, list)
        one.save()

    ask("zh_Hans a")
    ask("zh_Hant a")
    assert Memory(path).recall("zh_Hans a", never) == []
    ask()
    assert Memory(path).recall("zh_Hant a", never) == []
    for turn in range(4):
        ask(*(f"zh_Hans a {turn} {number}" for number in range(100)))
    with pytest.raises(AssertionError, match="read again"):
        Memory(path).recall("zh_Hans a", never)


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
    monkeypatch.setattr(fingerprint, "of_code", lambda: b"another version")
    assert Memory(path).recall("a", lambda: ["new"]) == ["new"]


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file in the way", "utf-8")
    path = tmp_path / "build/words.json"
    one = Memory(path)
    one.recall("a", lambda: ["kept"])
    one.save()
    assert Memory(path).recall("a", lambda: ["read again"]) == ["read again"]
    assert (tmp_path / "build").read_text("utf-8") == "a file in the way"


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


def test_nothing_is_counted_again_while_nothing_changes(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start(project)
    run(project, "import", save(project, said()), "--yes")
    first = run(project, "status").stdout
    monkeypatch.setattr(standing, "_counted", never)
    monkeypatch.setattr(Project, "ledger", never)
    assert run(project, "status").stdout == first


STATUS_READS = (
    "pyproject.toml",
    "local/kyr.toml",
    "mkdocs.yml",
    "content/index.md",
    "content/contacts.toml",
    "local/content/other.md",
    "locales/reviewers.toml",
    "locales/zh_Hans/reviews.jsonl",
    "locales/zh_Hans/authors.jsonl",
    "locales/zh_Hans/LC_MESSAGES/index.po",
    "locales/zh_Hans/LC_MESSAGES/site.po",
    "locales/zh_Hans/LC_MESSAGES/gone.po",
    "site/theme/main.html",
)


@pytest.mark.parametrize("name", STATUS_READS)
def test_whatever_a_status_is_made_of_voids_the_memory_of_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    start(project)
    run(project, "import", save(project, said()), "--yes")
    run(project, "status")
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    times = (path.stat().st_atime_ns, path.stat().st_mtime_ns) if path.exists() else None
    with path.open("ab") as file:
        file.write(b"\n")
    if times:
        os.utime(path, ns=times)
    counted = count_calls(monkeypatch)
    run(project, "status")
    assert counted


def test_a_commit_voids_the_memory_for_it_may_say_who_wrote_the_words(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(project)
    translate(project, SIGN, "您不必签字。")
    run(project, "import", save(project, said(answer(target="您不必签字。"), by="tran")), "--yes")
    assert "nobody approves their own" not in run(project, "status").stderr
    commit(project, by="tran@example.org")
    assert "nobody approves their own" in run(project, "status").stderr
    counted = count_calls(monkeypatch)
    run(project, "status")
    assert counted == []


def count_calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The locales that are counted from now on."""
    counted: list[str] = []
    real = standing._counted

    def noted(project: Project, reader: standing._Reader, locale: Locale) -> dict[str, list[Any]]:
        counted.append(locale.code)
        return real(project, reader, locale)

    monkeypatch.setattr(standing, "_counted", noted)
    return counted


def test_an_extension_that_may_change_unseen_leaves_no_memory(project: Path) -> None:
    start(project)
    settings = project / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8") + "markdown_extensions: [attr_list]\n", "utf-8")
    run(project, "status")
    assert not (project / "build/memory").exists()


def test_a_packet_out_of_memory_is_the_packet_out_of_the_files(project: Path) -> None:
    start(project)
    run(project, "import", save(project, said()), "--yes")

    def same() -> packets.Packet:
        for _ in range(2):
            here = Project(project, remember=True)
            locale = here.locale("zh_Hant")
            found = packets.gather(here, locale, ["index"])
            here.keep()
            assert found == packets.gather(Project(project), locale, ["index"])
        return found

    before = same()
    contacts = project / "content/contacts.toml"
    contacts.write_text(contacts.read_text("utf-8").replace("888-373-7888", "888-373-7889"), "utf-8")
    assert same() != before
    translate(project, SIGN, "您不可以签字,好。")
    assert same().items[-1].findings
    table = project / "locales/glossary.tsv"
    table.write_text(table.read_text("utf-8") + "sign\t签名\t簽名\t\t\tX\thigh\t\n", "utf-8")
    assert any(term.english == ("sign",) for item in same().items for term in item.terms)


def test_only_what_shows_something_leaves_a_memory(project: Path) -> None:
    start(project)
    for command in (["import", save(project, said()), "--yes"], ["check"], ["build", "--release"], ["why", "index"]):
        run(project, *command)
    assert not (project / "build/memory").exists()
    run(project, "status")
    assert (project / "build/memory/words.json").exists()
