"""A release holds approved words only; its manifest says which, by whom, file by file."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

from pipeline import catalog, interface
from pipeline.derived import auto_mark
from pipeline.edition import Publisher
from pipeline.model import Role, SignOff, Verdict, digest
from pipeline.project import Project
from pipeline.review import release, signatures, standing_html
from tests.conftest import run, small_project
from tests.drill import DAY, LOG, SIGN, SIGN_ZH, commit, fill_interface, start, translate

TODAY = datetime.date(2026, 11, 24)


_TRANSLATIONS = {
    "Know your rights": "了解您的权利",
    "A short page.": "简短的一页。",
    "Call {{ nht.phone }} **now**.": "**现在**就打{{ nht.phone }}。",
    "More": "更多",
    SIGN: SIGN_ZH,
}


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of one page in which every unit, the interface's too, is translated and signed by everybody."""
    root = small_project(tmp_path_factory.mktemp("signed") / "project")
    start(root)
    with (root / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('[tool.kyr.publish]\nshow = "approved"\n')
    (root / "content/other.md").unlink()
    index = root / "content/index.md"
    link = 'See [the other page](other.md#more "About it").\n\n'
    index.write_text(index.read_text("utf-8").replace(link, ""), "utf-8")
    run(root, "update")
    for source, target in _TRANSLATIONS.items():
        translate(root, source, target, convert=False)
    fill_interface(root)
    run(root, "convert")
    commit(root)
    sign_all(root)
    return root


@pytest.fixture
def approved(signed: Path, tmp_path: Path) -> Path:
    """A copy of it, set to show approved words only."""
    return Path(shutil.copytree(signed, tmp_path / "approved"))


def sign_all(root: Path) -> None:
    project = Project(root)
    people = {Role.LANGUAGE: "ling", Role.LEGAL: "counsel"}
    for locale in project.config.everywhere:
        lines = []
        for path in project.signable:
            for message, _ in Publisher(project).units(locale, project.page(path)):
                for role in project.config.review.required(locale, "everyone"):
                    name, source = signatures.unit_name(path, message.key), signatures.source_digest(message.key)
                    lines.append(
                        SignOff(name, source, digest(message.target), people[role], role, Verdict.APPROVE, DAY)
                    )
        log = root / f"locales/{locale.code}/reviews.jsonl"
        log.parent.mkdir(exist_ok=True)
        log.write_text("".join(map(signatures.write_line, lines)), "utf-8")


def reasons(root: Path, day: datetime.date = TODAY) -> list[str]:
    return [f"{one.where}: {one.reason}" for one in release.blockers(Project(root), day)]


def test_nothing_keeps_back_a_project_that_everybody_has_signed(approved: Path) -> None:
    assert reasons(approved) == []


def test_a_release_is_refused_with_every_reason_and_nothing_is_built(project: Path) -> None:
    start(project)
    result = run(project, "build", "--release")
    assert result.returncode == 1
    assert 'pyproject.toml [tool.kyr.publish]: show is "drafts"' in result.stdout
    name = signatures.unit_name("index", (None, SIGN))
    assert f"{name} zh_Hans: translated: not signed yet for language and legal" in result.stdout
    assert f"{name} en: translated: not signed yet for legal" in result.stdout
    assert re.search(r"index#\w+ zh_Hans: missing: there is no translation", result.stdout)
    assert not any((project / "build" / name).exists() for name in ("site", "handouts"))


def test_one_changed_word_keeps_a_release_back(approved: Path) -> None:
    translate(approved, SIGN, "您不必签字。")
    name = signatures.unit_name("index", (None, SIGN))
    assert reasons(approved) == [
        f"{name} {code}: reopened: other words were approved; nobody has signed these yet"
        for code in ("zh_Hans", "zh_Hant")
    ]


def test_words_that_only_pretend_to_be_converted_keep_a_release_back(approved: Path) -> None:
    path = approved / "locales/zh_Hant/LC_MESSAGES/index.po"
    text, own = path.read_text("utf-8"), "您可以簽字。"
    (converted,) = (one.target for one in catalog.parse(text.encode(), "x.po").live if one.source == SIGN)
    assert auto_mark(SIGN_ZH, converted) in text
    text = text.replace(auto_mark(SIGN_ZH, converted), auto_mark(SIGN_ZH, own)).replace(converted, own)
    path.write_text(text, "utf-8")
    sign_all(approved)
    name = signatures.unit_name("index", (None, SIGN))
    said = "approved: marked as converted, and no conversion makes these words: run `kyr update`"
    assert reasons(approved) == [f"{name} zh_Hant: {said}"]


def test_a_word_of_the_interface_that_nobody_has_signed_keeps_a_release_back(approved: Path) -> None:
    translate(approved, interface.LAW_NOT_REVIEWED, "律师尚未审核。", page="site")
    name = signatures.unit_name("site", (None, interface.LAW_NOT_REVIEWED))
    assert reasons(approved) == [
        f"{name} {code}: reopened: other words were approved; nobody has signed these yet"
        for code in ("zh_Hans", "zh_Hant")
    ]


def test_the_interface_asks_for_the_roles_of_a_page_for_everyone(approved: Path) -> None:
    log = approved / LOG
    lines = log.read_text("utf-8").splitlines(keepends=True)
    log.write_text("".join(one for one in lines if "site#" not in one or '"role": "language"' in one), "utf-8")
    name = signatures.unit_name("site", (None, interface.LAW_NOT_REVIEWED))
    assert f"{name} zh_Hans: translated: not signed yet for legal" in reasons(approved)
    with (approved / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('[tool.kyr.review.audiences]\neveryone = ["language"]\n')
    assert reasons(approved) == []


def test_a_fact_whose_day_has_passed_keeps_a_release_back(approved: Path) -> None:
    assert reasons(approved, datetime.date(2028, 11, 21)) == []
    assert reasons(approved, datetime.date(2028, 11, 22)) == ["F-001 (index): it was to be read again by 2028-11-21"]


def test_a_page_that_a_lawyer_was_to_read_again_keeps_a_release_back(approved: Path) -> None:
    page = approved / "content" / "index.md"
    page.write_text(page.read_text("utf-8").replace("facts:", "legal_review_by: 2027-01-20\nfacts:", 1), "utf-8")
    assert reasons(approved, datetime.date(2027, 1, 20)) == []
    assert reasons(approved, datetime.date(2027, 1, 21)) == [
        "content/index.md: a lawyer should have read it again by 2027-01-20"
    ]


def test_every_kind_of_thing_that_keeps_a_release_back_is_counted(approved: Path) -> None:
    page = approved / "content" / "index.md"
    page.write_text(page.read_text("utf-8").replace("facts:", "legal_review_by: 2027-01-20\nfacts:", 1), "utf-8")
    assert "1</strong> page for a lawyer to read again" in standing_html.page(
        Project(approved), datetime.date(2027, 6, 1)
    )
    assert set(standing_html.COUNTED) == set(release.Kind)


def test_a_forged_line_keeps_a_release_back(approved: Path) -> None:
    with (approved / LOG).open("a", encoding="utf-8") as file:
        file.write("{}\n")
    (only,) = reasons(approved)
    line = len((approved / LOG).read_text("utf-8").splitlines())
    assert only.startswith(f"{LOG}:{line}: review-log: not a sign-off")


def test_the_manifest_says_which_words_were_published_and_who_signed_them(approved: Path) -> None:
    here = Project(approved)
    (approved / "build/site").mkdir(parents=True)
    (approved / "build/site/index.html").write_text("x", "utf-8")
    text = release.manifest(here)
    assert text == release.manifest(Project(approved))
    record = json.loads(text)
    assert record["files"] == {"site/index.html": hashlib.sha256(b"x").hexdigest()}
    assert [one["page"] for one in record["pages"] if one["locale"] == "zh_Hans"] == ["index", "site"]
    page = next(one for one in record["pages"] if one["locale"] == "zh_Hans")
    assert (page["page"], page["required"]) == ("index", ["language", "legal"])
    assert page["facts"] == [{"id": "F-001", "seen": "2026-11-21", "check_by": "2028-11-21"}]
    unit = next(one for one in page["units"] if one["target"] == digest(SIGN_ZH))
    assert unit["source"] == signatures.source_digest((None, SIGN))
    assert unit["state"] == "approved"
    assert unit["signoffs"] == [
        {"reviewer": "ling", "role": "language", "date": "2026-11-22"},
        {"reviewer": "counsel", "role": "legal", "date": "2026-11-22"},
    ]


def test_a_release_is_built_and_any_changed_file_of_it_is_found(approved: Path) -> None:
    assert "error: build/site/release.json: cannot be read" in run(approved, "release-check").stderr
    (approved / "build/handouts").mkdir(parents=True)
    (approved / "build/handouts/old.pdf").write_bytes(b"of a page that is gone")
    result = run(approved, "build", "--release")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Manifest: build/site/release.json" in result.stdout
    files = json.loads((approved / "build/site/release.json").read_text("utf-8"))["files"]
    assert {"site/index.html", "site/zh-Hans/index.html", "handouts/zh-Hant/index.pdf"} <= files.keys()
    assert "handouts/old.pdf" not in files
    assert run(approved, "release-check").stdout == "every file is as it was released\n"
    page = approved / "build/site/zh-Hans/index.html"
    page.write_text(page.read_text("utf-8").replace(SIGN_ZH, "您可以签字。"), "utf-8")
    assert run(approved, "release-check").stdout.endswith("\n1 file not as released\n")
    (approved / "build/site/index.html").unlink()
    (approved / "build/site/new.html").write_text("", "utf-8")
    result = run(approved, "release-check", "build/site/release.json")
    assert result.returncode == 1
    assert result.stdout.splitlines() == [
        "missing: site/index.html",
        "not released: site/new.html",
        "changed: site/zh-Hans/index.html",
        "3 files not as released",
    ]


@pytest.mark.parametrize("text", ["", "{}", "[]", "[" * 100_000, '{"format": "kyr-release", "files": []}'])
def test_what_is_no_manifest_is_said_to_be_none(project: Path, text: str) -> None:
    path = project / "release.json"
    path.write_text(text, "utf-8")
    result = run(project, "release-check", "release.json")
    assert result.returncode == 2
    assert "this is not the manifest of a release" in result.stderr


# ---- kyr status --html ----


def test_the_page_of_standings_says_what_blocks_and_what_waits_longest(project: Path) -> None:
    start(project)
    result = run(project, "status", "--html")
    assert result.stdout == "wrote build/status.html\n"
    page = (project / "build/status.html").read_text("utf-8")
    assert "show is &#34;drafts&#34;" in page
    assert re.search(r"<strong>\d+</strong> units to approve", page)
    assert re.search(r"<td>\d+ days?, since 2026-11-21</td>", page)
    assert f'<td lang="zh-Hans">{SIGN_ZH}</td>' in page
    units = {(path, unit.key) for path, one in Project(project).signable.items() for unit in one.units}
    assert f'<span class="count">0 of {len(units)}</span>' in page
    run(project, "status", "--html", "mine.html")
    assert (project / "mine.html").read_text("utf-8") == page


def test_the_page_of_standings_runs_nothing_and_fetches_nothing(project: Path) -> None:
    start(project)
    evil = '<script>alert(1)</script><img src="//evil.example/x">'
    translate(project, SIGN, evil)
    page = standing_html.page(Project(project), datetime.date(2029, 1, 1))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    body = re.sub(r"&lt;.*?&gt;", "", page.partition("</style>")[2])
    assert not re.search(r"\s(?:src|href|style|on\w+)=", body)
    assert "default-src &#39;none&#39;" in page
    assert "F-001 (index, other)" in page
