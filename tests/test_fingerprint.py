"""An extraction that would only repeat itself parses nothing; whatever could change its result makes it run."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import extracted, fingerprint, pages, workflow
from pipeline.converter import Converter
from pipeline.errors import KyrError
from pipeline.model import Keys, Page
from pipeline.project import Project
from tests.conftest import ROOT, small_project

PAGE = "content/index.md"
TEMPLATE = "locales/templates/index.pot"

OPENED = """
import sys
from pathlib import Path
from pipeline import workflow
from pipeline.project import Project
seen = set()
sys.addaudithook(lambda event, what: seen.add(str(what[0])) if event == "open" else None)
list(workflow.extract(Project(Path.cwd())))
print("\\n".join(sorted(name for name in seen if name.endswith((".md", ".vtt", ".toml", ".tsv", ".html", ".yml")))))
"""
"""Extracts, and names every text file that was opened on the way."""


VIDEO = """WEBVTT

NOTE
title: At the door
description: A short video.

00:01.000 --> 00:04.000
You must not sign.
"""


class RanError(Exception):
    """The extraction did not trust its record."""


def extract(root: Path) -> list[str]:
    fingerprint.of_code.cache_clear()  # as in another process
    return list(workflow.extract(Project(root)))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that has captions, pages and settings of an organization's own, just extracted."""
    project = small_project(tmp_path_factory.mktemp("model") / "project")
    own = project / "local" / "content"
    own.mkdir(parents=True)
    shutil.copy(project / PAGE, own / "own.md")
    shutil.copy(project / "content" / "facts.toml", own)
    (own / "contacts.toml").write_text("", "utf-8")
    (project / "local" / "kyr.toml").write_text('[organization]\nname = "Own"\n', "utf-8")
    (project / "content" / "videos").mkdir()
    (project / "content" / "videos" / "door.vtt").write_text(VIDEO, "utf-8")
    extract(project)
    return project


@pytest.fixture
def done(model: Path, tmp_path: Path) -> Path:
    """A copy of it: a record holds wherever the same files are."""
    return shutil.copytree(model, tmp_path / "project")


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], bool]:
    """Whether an extraction would run, if only to the first mistake that it finds."""

    def refuse(*_: object) -> None:
        raise RanError

    def asked(root: Path) -> bool:
        with monkeypatch.context() as patched:
            patched.setattr(extracted.Record, "keeps", refuse)
            try:
                assert extract(root) == []
            except (RanError, KyrError):
                return True
            return False

    return asked


def opened(root: Path) -> list[Path]:
    """The project's text files that an extraction reads, seen from outside."""
    shutil.rmtree(root / "build")
    command = [sys.executable, "-c", OPENED]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True, text=True).stdout
    return [Path(name) for name in said.splitlines() if Path(name).is_relative_to(root)]


def test_nothing_is_parsed_when_nothing_changed(done: Path, runs: Callable[[Path], bool]) -> None:
    assert not runs(done)


def test_every_file_that_is_read_counts_even_with_its_old_length_and_time(
    done: Path, runs: Callable[[Path], bool]
) -> None:
    read = opened(done)
    names = {path.relative_to(done).as_posix() for path in read}
    assert {PAGE, "content/facts.toml", "content/contacts.toml", "local/content/own.md", "local/kyr.toml"} <= names
    assert {"local/content/facts.toml", "local/content/contacts.toml", "pyproject.toml", "mkdocs.yml"} <= names
    assert {"site/theme/main.html"} <= names
    assert [name for name in names if name.endswith(".vtt")]
    for path in read:
        before, times = path.read_bytes(), path.stat()
        path.write_bytes(bytes(byte ^ 1 for byte in before) or b"\n")
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        assert runs(done), path
        path.write_bytes(before)
    assert not runs(done)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that are parsed from now on."""
    names: list[str] = []
    real = pages.read

    def noted(data: bytes, name: str, converter: Converter, keys: Keys) -> Page:
        names.append(name)
        return real(data, name, converter, keys)

    monkeypatch.setattr(pages, "read", noted)
    return names


def test_one_changed_page_is_the_only_one_parsed(done: Path, parsed: list[str]) -> None:
    with (done / PAGE).open("a", encoding="utf-8") as page:
        page.write("\nA sentence more.\n")
    assert extract(done) == [TEMPLATE]
    assert parsed == [PAGE]
    assert extract(done) == []
    assert parsed == [PAGE]


def test_one_changed_template_costs_its_own_page(done: Path, parsed: list[str]) -> None:
    (done / TEMPLATE).write_bytes(b"not ours\n")
    assert extract(done) == [TEMPLATE]
    assert parsed == [PAGE]


def test_a_page_that_takes_the_place_of_another_is_parsed(done: Path, parsed: list[str]) -> None:
    (done / "local" / "content" / "index.md").write_bytes((done / PAGE).read_bytes())
    assert extract(done) == [f"local/{TEMPLATE}"]
    assert parsed == [f"local/{PAGE}"]
    (done / "local" / "content" / "index.md").unlink()
    assert extract(done) == [f"local/{TEMPLATE}"]
    assert parsed == [f"local/{PAGE}"]


def test_a_page_that_changed_while_another_took_its_place_is_parsed_when_it_is_back(done: Path) -> None:
    own = done / "local" / "content" / "index.md"
    own.write_bytes((done / PAGE).read_bytes())
    extract(done)
    with (done / PAGE).open("a", encoding="utf-8") as page:
        page.write("\nA sentence more.\n")
    assert extract(done) == []
    assert extracted.Record(Project(done)).holds
    own.unlink()
    assert extract(done) == [TEMPLATE, f"local/{TEMPLATE}"]
    assert b"A sentence more." in (done / TEMPLATE).read_bytes()


def test_what_all_pages_share_makes_all_of_them_stale(done: Path, parsed: list[str]) -> None:
    with (done / "content" / "facts.toml").open("a", encoding="utf-8") as facts:
        facts.write("\n# a remark\n")
    assert extract(done) == []
    assert {PAGE, "content/other.md", "local/content/own.md"} <= set(parsed)


def test_pages_extracted_one_by_one_are_what_one_extraction_of_all_makes(done: Path) -> None:
    for path in sorted((done / "content").glob("*.md")):
        path.write_text(path.read_text("utf-8") + f"\nMore on {path.stem}.\n", "utf-8")
        extract(done)
    templates = {path: path.read_bytes() for path in (done / "locales").rglob("*.pot")}
    shutil.rmtree(done / "build")
    assert extract(done) == []
    for path in templates:
        path.unlink()
    extract(done)
    assert {path: path.read_bytes() for path in (done / "locales").rglob("*.pot")} == templates


def test_a_template_saved_during_an_extraction_is_not_taken_for_ours(
    done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, other = workflow.references, done / "locales" / "templates" / "other.pot"
    right = other.read_bytes()

    def saved_meanwhile(project: Project, read: Page) -> None:
        real(project, read)
        other.write_bytes(b"not ours\n")

    with (done / PAGE).open("a", encoding="utf-8") as page:
        page.write("\nA sentence more.\n")
    with monkeypatch.context() as patched:
        patched.setattr(workflow, "references", saved_meanwhile)
        extract(done)
    extract(done)
    assert other.read_bytes() == right


@pytest.mark.parametrize("name", ["content/new.md", "local/content/index.md", "content/videos/new.vtt"])
def test_a_new_page_counts(done: Path, runs: Callable[[Path], bool], name: str) -> None:
    (done / name).write_text("", "utf-8")
    assert runs(done)


def test_a_page_that_is_gone_or_renamed_counts(done: Path, runs: Callable[[Path], bool]) -> None:
    (done / "content" / "other.md").rename(done / "content" / "another.md")
    assert runs(done)
    (done / "content" / "another.md").unlink()
    assert runs(done)


def test_a_template_that_was_touched_deleted_or_added_is_put_right(done: Path) -> None:
    template = done / TEMPLATE
    right = template.read_bytes()
    template.write_bytes(right + b"\n")
    assert extract(done) == [TEMPLATE]
    template.unlink()
    assert extract(done) == [TEMPLATE]
    assert template.read_bytes() == right
    template.with_name("gone.pot").write_bytes(right)
    assert extract(done) == ["locales/templates/gone.pot"]
    assert extract(done) == []


def test_our_own_code_counts(
    done: Path, runs: Callable[[Path], bool], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = tmp_path / "pipeline"
    shutil.copytree(ROOT / "pipeline", package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(fingerprint, "_PACKAGE", package)
    extract(done)
    assert not runs(done)
    (package / "checks" / "engine.py").open("a").write("\n")
    assert runs(done)


def test_another_version_of_a_library_counts(
    done: Path, runs: Callable[[Path], bool], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    packages = tmp_path / "packages"
    installed = packages / "Markdown-3.11.dist-info"
    installed.mkdir(parents=True)
    monkeypatch.syspath_prepend(str(packages))
    assert runs(done)
    extract(done)
    assert not runs(done)
    installed.rename(packages / "Markdown-3.12.dist-info")
    assert runs(done)


def test_a_page_saved_during_an_extraction_is_extracted_by_the_next(
    done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, page = workflow.references, done / PAGE
    page.write_text(page.read_text("utf-8") + "\nFirst edit.\n", "utf-8")

    def saved_meanwhile(project: Project, read: Page) -> None:
        real(project, read)
        page.write_text(page.read_text("utf-8") + "\nSecond edit.\n", "utf-8")

    with monkeypatch.context() as patched:
        patched.setattr(workflow, "references", saved_meanwhile)
        assert extract(done) == [TEMPLATE]
    assert "Second edit." not in (done / TEMPLATE).read_text("utf-8")
    assert extract(done) == [TEMPLATE]
    assert "Second edit." in (done / TEMPLATE).read_text("utf-8")


def test_pages_that_were_read_earlier_leave_no_record(done: Path) -> None:
    project, page = Project(done), done / PAGE
    assert project.pages
    page.write_text(page.read_text("utf-8") + "\nAn edit.\n", "utf-8")
    list(workflow.extract(project))
    assert extract(done) == [TEMPLATE]


def test_an_extension_that_may_change_unseen_is_never_trusted(done: Path, runs: Callable[[Path], bool]) -> None:
    settings = done / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8") + "markdown_extensions: [attr_list]\n", "utf-8")
    extract(done)
    assert runs(done)


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"0 0\n", b"\0", b" \0"])
def test_a_damaged_record_is_no_record(done: Path, runs: Callable[[Path], bool], damage: bytes) -> None:
    (done / "build" / "cache" / "extract").write_bytes(damage)
    assert runs(done)


def test_a_record_damaged_anywhere_never_changes_what_is_written(done: Path) -> None:
    record = done / "build" / "cache" / "extract"
    whole, template = record.read_bytes(), done / TEMPLATE
    right = template.read_bytes()
    for at in range(0, len(whole), len(whole) // 12):
        template.write_bytes(b"not ours\n")
        record.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert extract(done) == [TEMPLATE]
        template.write_bytes(b"not ours\n")
        record.write_bytes(whole[:at])
        assert extract(done) == [TEMPLATE]
        assert template.read_bytes() == right


def test_build_may_be_deleted_or_be_closed_to_writing(done: Path, runs: Callable[[Path], bool]) -> None:
    shutil.rmtree(done / "build")
    assert extract(done) == []
    assert not runs(done)
    shutil.rmtree(done / "build")
    (done / "build").write_bytes(b"not a folder")
    assert extract(done) == []
    assert runs(done)


def test_the_record_of_another_project_is_no_record(done: Path, tmp_path: Path) -> None:
    other = small_project(tmp_path / "other")
    shutil.copytree(done / "build", other / "build")
    assert TEMPLATE in extract(other)


def test_a_digest_tells_names_and_borders_apart() -> None:
    assert fingerprint.of_parts([("a", b"bc")]) != fingerprint.of_parts([("ab", b"c")])
    assert fingerprint.of_parts([("a", b""), ("b", b"")]) != fingerprint.of_parts([("a", b"")])
    assert fingerprint.of_parts([("b", b"2"), ("a", b"1")]) == fingerprint.of_parts([("a", b"1"), ("b", b"2")])
