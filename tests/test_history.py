"""Earlier words out of Git, and one unit's whole story."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from pipeline import catalog, workflow
from pipeline.errors import KyrError
from pipeline.model import Catalog, Message, Role, Verdict, digest
from pipeline.project import Project
from pipeline.review import signatures, signing
from pipeline.review.history import History, entries
from tests.conftest import run
from tests.drill import DAY, HANS, SIGN, SIGN_ZH, answer, commit, git, said, start, translate

ROOT = Path(__file__).parents[1]
NEW = "You must never sign."


def edit(root: Path, old: str, new: str) -> None:
    path = root / "content/index.md"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    list(workflow.update(Project(root)))


def record(root: Path, by: str, role: Role, verdict: Verdict = Verdict.APPROVE, note: str = "") -> None:
    here = Project(root)
    list(signing.apply(here, signing.plan(here, said(answer(verdict, note=note), by=by, role=role), DAY)))


def test_earlier_words_and_who_committed_them_are_found(project: Path) -> None:
    start(project)
    translate(project, SIGN, "请勿签字。")
    commit(project, by="Ling@Example.org")
    history = History(project)
    assert history.complete
    source = signatures.source_digest((None, SIGN))
    assert history.source_text("index", source) == SIGN
    assert history.source_text("nowhere", source) is None
    assert history.target_text("zh_Hans", "index", digest(SIGN_ZH)) == SIGN_ZH
    assert history.target_text("zh_Hant", "index", digest(SIGN_ZH)) is None
    first = history.first("zh_Hans", source, digest(SIGN_ZH))
    second = history.first("zh_Hans", source, digest("请勿签字。"))
    assert first
    assert second
    assert (first.email, first.date) == ("tran@example.org", datetime.date(2026, 11, 21))
    assert second.email == "ling@example.org"
    assert [one.target for one in history.versions("zh_Hans", "index") if one.target] == [SIGN_ZH, "请勿签字。"]


MESSAGE = f'msgid "{SIGN}"\nmsgstr "您不可以签字。"\n'


@pytest.mark.parametrize(
    "text",
    [
        MESSAGE.replace("\nmsgstr", "\n\nmsgstr"),
        MESSAGE.replace("\nmsgstr", " \n\t\n\n  msgstr"),
        MESSAGE.replace('msgid "', 'msgid ""\n\n"'),
        MESSAGE.replace('msgstr "', 'msgstr ""\n\n"'),
        MESSAGE.replace('msgstr "', 'msgstr ""\n \n"'),
        MESSAGE.replace("msgid", "  #~ msgid").replace("msgstr", "  #~ msgstr"),
        MESSAGE.replace("msgid", "#~ msgid").replace("msgstr", "\n#~ msgstr"),
        'msgid "a"\nmsgstr "b"\n\n' + MESSAGE.replace("\n", "\r\n\r\n"),
    ],
)
def test_whoever_first_committed_words_is_found_however_the_file_was_laid_out(project: Path, text: str) -> None:
    start(project)
    head = 'msgid ""\nmsgstr "Language: zh_CN\\n"\n\n'
    (one,) = (m for m in catalog.parse((head + text).encode(), "x.po").messages if m.source == SIGN)
    translate(project, SIGN, "")
    (project / HANS).write_text(head + text.replace(SIGN_ZH, "请勿签字。"), "utf-8", newline="")
    commit(project, by="tran@example.org")
    translate(project, SIGN, "请勿签字。")  # as any command of ours writes the file anew
    commit(project, by="maintainer@example.org")
    first = History(project).first("zh_Hans", signatures.source_digest(one.key), digest("请勿签字。"))
    assert first
    assert first.email == "tran@example.org"


def test_a_message_whose_context_stands_apart_is_found_with_it() -> None:
    apart = 'msgctxt "a"\n\nmsgid "b"\n\nmsgstr "c"\n\n"d"\n\nmsgid "e"\nmsgstr "f"\n'
    assert [(one.key, one.target) for one in entries(apart)] == [(("a", "b"), "cd"), ((None, "e"), "f")]


def test_words_that_only_a_merge_brought_are_found_too(project: Path) -> None:
    start(project)
    git(project, "checkout", "-q", "-b", "other")
    translate(project, SIGN, "甲", convert=False)
    commit(project)
    git(project, "checkout", "-q", "main")
    translate(project, SIGN, "乙", convert=False)
    commit(project)
    git(project, "merge", "-q", "-s", "ours", "--no-commit", "other")
    translate(project, SIGN, "丙", convert=False)
    commit(project, by="merger@example.org")
    found = History(project).first("zh_Hans", signatures.source_digest((None, SIGN)), digest("丙"))
    assert found
    assert found.email == "merger@example.org"


def test_a_project_below_the_root_of_a_repository_has_its_history(project: Path) -> None:
    start(project, in_git=False)
    git(project.parent, "init", "-q")
    commit(project.parent)
    assert History(project).target_text("zh_Hans", "index", digest(SIGN_ZH)) == SIGN_ZH


def test_without_git_there_is_no_history_and_no_error(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start(project, in_git=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.parent))
    assert not History(project).complete
    assert History(project).versions("zh_Hans", "index") == ()
    monkeypatch.setenv("PATH", "")
    assert not History(project).complete
    assert History(project).versions("zh_Hans", "index") == ()
    assert run(project, "why", f"index#{signatures.source_digest((None, SIGN))}").returncode == 0


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("log.showRoot", "false"), ("log.showSignature", "true"), ("log.diffMerges", "off")),
        *(("diff.orderFile", "nowhere"), ("diff.relative", "true"), ("i18n.logOutputEncoding", "UTF-16")),
    ],
)
def test_how_somebody_has_set_up_git_hides_nobody_who_wrote(project: Path, key: str, value: str) -> None:
    start(project)
    git(project, "config", key, value)
    found = History(project).first("zh_Hans", signatures.source_digest((None, SIGN)), digest(SIGN_ZH))
    assert found
    assert found.email == "tran@example.org"


def test_a_git_that_will_not_tell_its_history_is_an_error(project: Path) -> None:
    start(project)
    git(project, "config", "format.encodeEmailHeaders", "perhaps")
    with pytest.raises(KyrError, match="cannot be read to its end"):
        History(project).versions("zh_Hans", "index")


def test_a_repository_with_nothing_in_it_has_no_history(project: Path) -> None:
    git(project, "init", "-q")
    assert History(project).complete
    assert History(project).versions("zh_Hans", "index") == ()


@pytest.mark.parametrize("path", sorted((ROOT / "locales").glob("*/LC_MESSAGES/help/*.po")), ids=str)
def test_the_quick_reader_reads_what_the_careful_one_reads(path: Path) -> None:
    data = path.read_bytes()
    careful = {(m.key, m.target, m.fuzzy, m.comment) for m in catalog.parse(data, "x.po").messages}
    assert {(e.key, e.target, e.fuzzy, e.comment) for e in entries(data.decode())} == careful


def test_the_quick_reader_reads_wrapped_escaped_fuzzy_and_obsolete_entries() -> None:
    messages = (
        Message('A "b" \\ c\nd\te', "一\u2028二", context="x", fuzzy=True, previous=(None, "old")),
        Message("gone", "没了", obsolete=True, comment="auto 0123456789abcdef 0123456789abcdef"),
    )
    text = catalog.render(Catalog(messages)).decode()
    wrapped = text.replace('msgstr "没了"', 'msgstr ""\n#~ "没"\n#~ "了"').replace("\n\n", "\n")
    for one in (text, wrapped):
        first, second = entries(one)
        assert (first.key, first.target, first.fuzzy, first.previous) == (
            ("x", messages[0].source), "一\u2028二", True, "old"
        )  # fmt: skip
        assert (second.key, second.target, second.comment) == ((None, "gone"), "没了", messages[1].comment)


@pytest.mark.parametrize("text", ["", "<<<<<<< HEAD", 'msgid "a', 'msgstr "a"', '"', '#| msgid "', "\0", 'msgid "\\"'])
def test_the_quick_reader_passes_over_what_is_broken(text: str) -> None:
    assert list(entries(text)) == []


# ---- kyr why ----


def test_why_tells_versions_signatures_and_the_reason(project: Path) -> None:
    start(project)
    record(project, "ling", Role.LANGUAGE)
    record(project, "counsel", Role.LEGAL)
    commit(project, by="maintainer@example.org")
    name = signatures.unit_name("index", (None, SIGN))
    told = run(project, "why", name).stdout
    assert "zh_Hans: approved: signed for language and legal, in exactly these words" in told
    assert "approve  2026-11-22 ling, language" in told
    translate(project, SIGN, "您不必签字。")
    told = run(project, "why", name[:-4]).stdout
    assert "zh_Hans: reopened: other words were approved" in told
    assert "changed  not committed: 您不[-可以-]{+必+}签字。" in told
    assert "approve  2026-11-22 counsel, legal, of other words" in told
    assert "en: translated: not signed yet for legal" in told


def test_why_follows_the_english_back_to_what_was_signed(project: Path) -> None:
    start(project)
    record(project, "ling", Role.LANGUAGE)
    commit(project)
    edit(project, SIGN, NEW)
    told = run(project, "why", signatures.unit_name("index", (None, NEW))).stdout
    assert "zh_Hans: stale: these words were approved for an earlier English text" in told
    assert "changed  not committed: You must [-not-]{+never+} sign." in told
    assert "approve  2026-11-22 ling, language, of other words" in told


def test_why_gives_a_rejections_note(project: Path) -> None:
    start(project)
    record(project, "ling", Role.LANGUAGE, Verdict.REJECT, "太硬")
    told = run(project, "why", signatures.unit_name("index", (None, SIGN))).stdout
    assert "zh_Hans: draft: ling (language) rejected these words on 2026-11-22: 太硬" in told


def test_why_lists_the_units_of_a_page_and_what_an_unclear_name_may_mean(project: Path) -> None:
    start(project)
    listed = run(project, "why", "index")
    assert listed.returncode == 0
    assert f"{signatures.unit_name('index', (None, SIGN))}  {SIGN}" in listed.stdout.splitlines()
    unclear = run(project, "why", "index#")
    assert unclear.returncode == 2
    assert "units have a name that begins so" in unclear.stderr
    assert "no unit of this page" in run(project, "why", "index#zz").stderr
    assert "no such page" in run(project, "why", "nowhere#12").stderr


def test_a_review_in_a_terminal_shows_what_has_changed_since(project: Path) -> None:
    start(project)
    record(project, "ling", Role.LANGUAGE)
    translate(project, SIGN, "您不必签字。")
    commit(project)
    shown = run(project, "review", "zh_Hans", "--as", "ling", stdin="q\n").stdout
    assert "since it was signed: 您不[-可以-]{+必+}签字。" in shown
    assert (project / HANS).exists()


def test_what_a_terminal_would_obey_is_seen_by_whoever_signs(project: Path) -> None:
    start(project)
    translate(project, SIGN, "\u202e您可以\u200b签字。")
    commit(project)
    shown = run(project, "review", "zh_Hans", "--as", "ling", stdin="q\n").stdout
    assert "zh_Hans: [U+202E]您可以[U+200B]签字。" in shown
    told = run(project, "why", signatures.unit_name("index", (None, SIGN))).stdout
    assert "[U+202E]您可以[U+200B]签字。" in told
    assert not {"\u202e", "\u200b"} & set(shown + told)


def test_a_history_that_breaks_off_is_an_error_and_makes_nobody_a_forger(project: Path) -> None:
    start(project)
    translate(project, SIGN, "请勿签字。")
    commit(project)
    blob = git(project, "rev-parse", f"HEAD:{HANS}").strip()
    path = project / ".git/objects" / blob[:2] / blob[2:]
    path.chmod(0o600)
    path.unlink()
    with pytest.raises(KyrError, match="cannot be read to its end"):
        History(project).versions("zh_Hans", "index")


def test_a_git_that_dies_while_it_is_asked_is_an_error_too(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start(project)
    command = History._command

    def dying(self: History, *arguments: str) -> list[str]:
        return ["/nowhere/git"] if "cat-file" in arguments else command(self, *arguments)

    monkeypatch.setattr(History, "_command", dying)
    with pytest.raises(KyrError, match="cannot be read to its end"):
        History(project).versions("zh_Hans", "index")
