"""Files that somebody hands in, or that a disk, a merge or a spreadsheet has harmed: named, never taken for empty."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import inspection, workflow
from pipeline.errors import KyrError
from pipeline.project import Project

READ = [
    "content/contacts.toml",
    "content/facts.toml",
    "local/kyr.toml",
    "locales/glossary.tsv",
    "locales/reviewers.toml",
    "locales/synonyms.tsv",
    "locales/verdicts.tsv",
    "locales/vocabulary.tsv",
    "locales/zh_Hans/authors.jsonl",
    "locales/zh_Hans/reviews.jsonl",
    "locales/zh_Hans/LC_MESSAGES/index.po",
]
"""What people write, and every command takes for empty where there is none."""


def make_a_folder(path: Path) -> None:
    path.mkdir()


def make_a_link_to_nothing(path: Path) -> None:
    path.symlink_to("nowhere/at-all")


@pytest.mark.parametrize("harm", [make_a_folder, make_a_link_to_nothing])
@pytest.mark.parametrize("file", READ)
def test_a_folder_or_a_lost_link_is_not_taken_for_a_file_that_nobody_has_written(
    project: Path, file: str, harm: object
) -> None:
    list(workflow.update(Project(project)))
    path = project / file
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    harm(path)  # type: ignore[operator]
    with pytest.raises(KyrError, match=file):
        list(inspection.inspect(Project(project)))
    assert not path.is_file()


def test_a_catalogue_that_is_a_lost_link_is_not_written_where_the_link_leads(project: Path, tmp_path: Path) -> None:
    list(workflow.update(Project(project)))
    path = project / "locales/zh_Hant/LC_MESSAGES/index.po"
    path.unlink()
    path.symlink_to(tmp_path / "escaped.po")
    with pytest.raises(KyrError, match=r"zh_Hant/LC_MESSAGES/index\.po: it is a link that leads to no file"):
        list(workflow.update(Project(project)))
    assert not (tmp_path / "escaped.po").exists()
