"""Files that somebody hands in, or that a disk, a merge or a spreadsheet has harmed: named, never taken for empty."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import exchange, facts, glossary, inspection, workflow
from pipeline.errors import KyrError, RegistryError, decoded
from pipeline.model import Role, Verdict
from pipeline.project import Project
from pipeline.review import answers, signatures, signing
from pipeline.review.answers import Answer, Answers
from pipeline.text.untrusted import DIRECTIONS
from tests.conftest import run, small_project

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


@pytest.mark.parametrize("file", [one for one in READ if not one.endswith("authors.jsonl")] + ["content/index.md"])
def test_a_merge_that_nobody_has_finished_is_named_with_its_line(project: Path, file: str) -> None:
    list(workflow.update(Project(project)))
    path = project / file
    path.parent.mkdir(exist_ok=True)
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    path.write_text("\n".join([*lines, "<<<<<<< HEAD", "=======", ">>>>>>> other", ""]), "utf-8")
    try:
        said = [str(one.message) for one in inspection.inspect(Project(project)) if one.line == len(lines) + 1]
    except KyrError as error:
        said = [error.message] * (error.line == len(lines) + 1)
    assert any("a merge conflict was left in the file" in one for one in said)


TABLE = "# a remark\nwords\tpages\tnote\n出庭 | court\t\t\n"


def table(text: str) -> list[tuple[int, dict[str, str]]]:
    return list(glossary.rows(text, "t.tsv", ("words", "pages", "note")))


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_a_table_is_the_same_whatever_ends_its_lines(end: str) -> None:
    assert table(TABLE.replace("\n", end)) == table(TABLE) == [(3, {"words": "出庭 | court", "pages": "", "note": ""})]


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda text: text.replace("# a", '"# a'), "t.tsv:1: a cell begins with a quotation mark"),
        (lambda text: text.replace("\t", "    "), "t.tsv:2: the header lacks words, .* with tabs"),
        (lambda text: text.replace("note", "note\twords"), "t.tsv:2: the header has 'words' twice"),
        (lambda text: text.replace("court", "co\0urt"), r"t.tsv:3: the character U\+0000"),
        (lambda text: text.replace("出庭", "=cmd"), "t.tsv:3: a cell begins like a formula"),
        (lambda text: text.replace("a remark", "a remark\t=cmd()"), "t.tsv:1: a cell begins like a formula"),
        (lambda text: text.replace("\t\t", "\t@SUM(1)\t"), "t.tsv:3: a cell begins like a formula"),
        (lambda text: text.replace("出庭", "-1+cmd|' /C calc'!A0"), "t.tsv:3: a cell begins like a formula"),
        (lambda text: text.replace("court", "\u202ecourt"), r"t.tsv:3: the character U\+202E"),
        (lambda text: text.splitlines()[0], "t.tsv: there is no header in it"),
        (lambda text: text.replace("\n", "\u2028"), "t.tsv: there is no header in it"),
    ],
)
def test_a_table_that_a_spreadsheet_has_harmed_is_named_and_not_read_as_empty(harm: object, says: str) -> None:
    with pytest.raises(RegistryError, match=says):
        table(harm(TABLE))  # type: ignore[operator]


def test_a_file_that_a_spreadsheet_has_saved_as_unicode_text_is_named_so() -> None:
    with pytest.raises(KyrError, match=r"t\.tsv:1: the file is UTF-16, not UTF-8"):
        decoded(TABLE.encode("utf-16"), "t.tsv")


@pytest.mark.parametrize("line", ["<<<<<<< HEAD", "=======", ">>>>>>> other"])
def test_the_marks_of_a_merge_in_a_log_are_to_be_deleted_and_no_line_with_them(line: str) -> None:
    (error,) = signatures.read_log(line + "\n", "reviews.jsonl")[1]
    assert error.fix == "Delete the marker lines and keep every line between them"


def test_words_of_a_contact_that_turn_their_direction_reach_no_page(project: Path) -> None:
    path = project / "content/contacts.toml"
    path.write_text(path.read_text("utf-8").replace("National", "\u202eNational"), "utf-8")
    with pytest.raises(KyrError, match=r"content/contacts\.toml:2: \[nht\] 'name' is not a text"):
        _ = Project(project).registry


def test_a_catalogue_that_is_a_lost_link_is_not_written_where_the_link_leads(project: Path, tmp_path: Path) -> None:
    list(workflow.update(Project(project)))
    path = project / "locales/zh_Hant/LC_MESSAGES/index.po"
    path.unlink()
    path.symlink_to(tmp_path / "escaped.po")
    with pytest.raises(KyrError, match=r"zh_Hant/LC_MESSAGES/index\.po: it is a link that leads to no file"):
        list(workflow.update(Project(project)))
    assert not (tmp_path / "escaped.po").exists()


# ---- out and in again ----


@pytest.fixture(scope="module")
def extracted_once(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A small project with one reviewer and three translations."""
    root = small_project(tmp_path_factory.mktemp("round") / "project")
    list(workflow.update(Project(root)))
    reviewer = '[li]\nroles = {zh_Hans = ["language"]}\ngit = []\n'
    (root / "locales/reviewers.toml").write_text(reviewer, "utf-8")
    found = Project(root)
    locale = found.locale("zh_Hans")
    catalog, data = found.read_catalog(locale, "index")
    messages = (replace(one, target=f"第{number}句话。") for number, one in enumerate(catalog.live))
    found.write_catalog(found.catalog_path(locale, "index"), replace(catalog, messages=tuple(messages)), data)
    return found


DAY = datetime.date(2026, 11, 22)


def test_a_rejection_from_a_clock_that_is_wrong_is_not_passed_over_in_silence(extracted_once: Project) -> None:
    found = Project(extracted_once.root)
    locale = found.locale("zh_Hans")
    found.log_path(locale).write_bytes(b"")
    one = next(message for message in found.catalog(locale, "index").live if message.target)

    def plan(verdict: Verdict, day: datetime.date) -> signing.Plan:
        answer = Answer("index", signatures.unit_name("index", one.key), *signatures.digests(one), verdict, "no")
        return signing.plan(Project(found.root), Answers(locale.code, "li", Role.LANGUAGE, day, (answer,)), DAY)

    list(signing.apply(found, plan(Verdict.APPROVE, DAY)))
    (refused,) = plan(Verdict.REJECT, datetime.date(2025, 11, 22)).refused
    assert refused.reason == "the same reviewer approved these words on 2026-11-22: ask which is the later"


WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters=DIRECTIONS), max_size=30)


@settings(max_examples=12)
@given(words=st.lists(WORDS, min_size=3, max_size=3), fuzzy=st.booleans(), form=st.sampled_from(["xliff1", "xliff2"]))
def test_whatever_a_catalogue_says_goes_out_and_comes_back_without_a_change(
    extracted_once: Project, words: list[str], fuzzy: bool, form: str
) -> None:
    found = Project(extracted_once.root)
    locale = found.locale("zh_Hans")
    said = iter(words)
    catalog, data = found.read_catalog(locale, "index")
    messages = (replace(one, target=(t := next(said, "")), fuzzy=fuzzy and bool(t)) for one in catalog.live)
    path = found.catalog_path(locale, "index")
    found.write_catalog(path, replace(catalog, messages=tuple(messages)), data)
    before = path.read_bytes()
    plan = exchange.plan(found, exchange.read(exchange.export(found, locale, ["index"], form), "x.xlf"))
    assert plan.changes == ()
    assert {one.reason for one in plan.refused} <= {"its translation has no words"}
    list(exchange.apply(found, plan, "li", DAY))
    assert path.read_bytes() == before


@settings(max_examples=12)
@given(
    verdicts=st.lists(st.sampled_from([None, *Verdict]), min_size=3, max_size=3),
    notes=st.lists(WORDS.filter(str.strip), min_size=3, max_size=3),
)
def test_what_a_packet_is_answered_is_what_the_log_says_once(
    extracted_once: Project, verdicts: list[Verdict | None], notes: list[str]
) -> None:
    found = Project(extracted_once.root)
    locale = found.locale("zh_Hans")
    log = found.log_path(locale)
    log.write_bytes(b"")
    live = found.catalog(locale, "index").live
    given_answers = tuple(
        Answer("index", signatures.unit_name("index", one.key), *signatures.digests(one), verdict, note)
        for one, verdict, note in zip(live, verdicts, notes, strict=False)
        if one.target
    )
    saved = answers.write(Answers(locale.code, "li", Role.LANGUAGE, DAY, given_answers))
    for _ in range(2):
        fresh = Project(found.root)
        list(signing.apply(fresh, signing.plan(fresh, answers.read(saved, "r.json"), DAY)))
    said, errors = Project(found.root).signoffs(locale)
    assert errors == ()
    wanted = {(one.source, one.target, one.verdict) for one in given_answers if one.verdict}
    assert {(one.source, one.target, one.verdict) for one in said} <= wanted
    assert len(said) == len({(one.source, one.target) for one in said})
    approved = {one.source for one in said if one.verdict is Verdict.APPROVE}
    assert approved == {one.source for one in given_answers if one.verdict is Verdict.APPROVE}


@pytest.mark.parametrize("said", ["es", "ko_KR", "zh_TW", "zh-Hant", "zh_HK"])
def test_a_catalogue_that_is_in_another_language_is_named_and_not_merged(project: Path, said: str) -> None:
    list(workflow.update(Project(project)))
    path = project / "locales/zh_Hans/LC_MESSAGES/index.po"
    path.write_text(path.read_text("utf-8").replace('"Language: zh_CN\\n"', f'"Language: {said}\\n"'), "utf-8")
    before = path.read_bytes()
    with pytest.raises(KyrError, match=rf"index.po:(\d+): this file says that it is in {said}, not zh_CN") as caught:
        list(workflow.update(Project(project)))
    assert before.splitlines()[(caught.value.line or 0) - 1].startswith(b'"Language: ')
    assert path.read_bytes() == before


@pytest.mark.parametrize("said", ["", "zh", "zh_Hans", "zh-CN", "zh_SG", "cmn", "Chinese", "xx"])
def test_a_language_goes_by_every_name_that_an_editor_gives_it(project: Path, said: str) -> None:
    list(workflow.update(Project(project)))
    path = project / "locales/zh_Hans/LC_MESSAGES/index.po"
    path.write_text(path.read_text("utf-8").replace('"Language: zh_CN\\n"', f'"Language: {said}\\n"'), "utf-8")
    list(workflow.update(Project(project)))


@pytest.mark.parametrize("file", ["facts.toml", "contacts.toml"])
@pytest.mark.parametrize(("ahead", "is_said"), [(0, False), (1, False), (40, True)])  # somewhere it is tomorrow already
def test_what_somebody_will_have_opened_is_named_with_its_line(
    project: Path, file: str, ahead: int, is_said: bool
) -> None:
    path = project / "content" / file
    day = datetime.datetime.now().astimezone().date() + datetime.timedelta(days=ahead)
    text = re.sub(r"seen = [0-9-]{10}", f"seen = {day}", path.read_text("utf-8"), count=1)
    text = re.sub(r'volatile = "[a-z]+"', 'volatile = "hot"', text, count=1)
    due = facts.due(day, facts.Volatility.HOT)
    path.write_text(re.sub(r"check_by = [0-9-]{10}", f"check_by = {due}", text, count=1), "utf-8")
    found = [one for one in inspection.inspect(Project(project)) if one.rule == "facts"]
    assert bool(found) is is_said
    for one in found:
        assert one.path == f"content/{file}"
        assert text.splitlines()[(one.line or 0) - 1].startswith("[")
        assert one.message.endswith(f"was seen on {day}, which is in the future")


@pytest.mark.parametrize(
    "name", ["index (1)", "index - Copy", "index copy 2", "index 副本", "Copy of index", "help/zh"]
)
def test_a_second_catalogue_of_a_page_is_named_and_not_put_aside(project: Path, name: str) -> None:
    list(workflow.update(Project(project)))
    folder = project / "locales/zh_Hans/LC_MESSAGES"
    second = folder / f"{name}.po"
    second.parent.mkdir(exist_ok=True)
    second.write_bytes((folder / "index.po").read_bytes())
    before = second.read_bytes()
    found = Project(project)
    with pytest.raises(KyrError, match="this is a second catalogue of index, which nobody reads") as caught:
        list(workflow.update(found))
    assert "put it in the place of locales/zh_Hans/LC_MESSAGES/index.po" in caught.value.fix
    with pytest.raises(KyrError, match="second catalogue of index"):
        list(inspection.inspect(found))
    assert second.read_bytes() == before
    second.unlink()
    list(inspection.inspect(Project(project)))


@pytest.mark.parametrize("name", ["site (2)", "site copy"])
def test_so_is_one_of_the_interfaces_words(project: Path, name: str) -> None:
    list(workflow.update(Project(project)))
    folder = project / "locales/zh_Hans/LC_MESSAGES"
    (folder / f"{name}.po").write_bytes((folder / "site.po").read_bytes())
    with pytest.raises(KyrError, match="this is a second catalogue of site, which nobody reads"):
        list(workflow.update(Project(project)))


def test_the_catalogue_of_a_page_that_is_gone_or_has_moved_is_none(project: Path) -> None:
    list(workflow.update(Project(project)))
    (project / "content/other.md").rename(project / "content/new.md")
    list(workflow.update(Project(project)))
    list(workflow.update(Project(project)))
    assert (project / "locales/zh_Hans/LC_MESSAGES/other.po").exists()
    assert not [one for one in inspection.inspect(Project(project)) if one.rule == "settings"]


@pytest.mark.parametrize(
    ("place", "fix"),
    [
        ("zh_CN/LC_MESSAGES/index.po", "Put it into locales/zh_Hans/LC_MESSAGES/, if it is that language and script"),
        ("zh_TW/LC_MESSAGES/index.po", "Put it into locales/zh_Hant/LC_MESSAGES/, if it is that language and script"),
        ("zh_Hans/index.po", "Put it into locales/zh_Hans/LC_MESSAGES/, under the path of its page"),
        ("index.po", "Put it into locales/<language>/LC_MESSAGES/, under the path of its page"),
        ("new/LC_MESSAGES/index.po", "Put it into locales/<language>/LC_MESSAGES/, under the path of its page"),
        ("zh_Hans/LC_MESSAGES/index2.PO", "Write the end of its name in small letters: .po"),
    ],
)
def test_a_catalogue_where_nobody_reads_it_is_named(project: Path, place: str, fix: str) -> None:
    list(workflow.update(Project(project)))
    before = [one for one in inspection.inspect(Project(project)) if one.rule == "settings"]
    path = project / "locales" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("anything", "utf-8")
    (found,) = (one for one in inspection.inspect(Project(project)) if one.rule == "settings")
    assert (before, found.path, found.hint) == ([], f"locales/{place}", fix)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'# x\nmsgid ""\nmsgstr ""\n', "this is a PO file. Put it in its place, locales/LOCALE/LC_MESSAGES/PAGE.po"),
        (b"a,b\n1,2\n", "this is neither a saved review (.json, .xlsx) nor a translation (.xlf)"),
        (b"", "the file is empty"),
        (b"\x89PNG\r\n\x1a\n\xff", "this is neither a saved review (.json, .xlsx) nor a translation (.xlf)"),
        (b'{"format": ', "not a saved review: it is cut off"),
    ],
)
def test_a_file_that_is_something_else_is_told_where_it_belongs(project: Path, data: bytes, said: str) -> None:
    (project / "got").write_bytes(data)
    result = run(project, "import", "got")
    assert result.returncode == 2
    assert said in result.stderr
