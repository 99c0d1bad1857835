"""Which lines of a review log count: a line that cannot be true is reported with its number and approves nothing."""

from __future__ import annotations

import dataclasses
import datetime
import json
from pathlib import Path

import pytest

from pipeline.errors import ConfigError
from pipeline.languages import SOURCE, locale
from pipeline.model import Role, SignOff, State, Verdict, digest
from pipeline.project import Project
from pipeline.review import reviewers, rules, signatures
from pipeline.text.toml import Table
from tests.conftest import run
from tests.drill import HANS, LOG, SIGN, SIGN_ZH, commit, git, log, start, state, translate

SOURCE_DIGEST = signatures.source_digest((None, SIGN))
GOOD = SignOff(
    signatures.unit_name("index", (None, SIGN)),
    SOURCE_DIGEST,
    digest(SIGN_ZH),
    "ling",
    Role.LANGUAGE,
    Verdict.APPROVE,
    datetime.date(2026, 11, 22),
)
LAWYER = dataclasses.replace(GOOD, reviewer="counsel", role=Role.LEGAL)


def write(root: Path, *signoffs: SignOff, code: str = "zh_Hans") -> None:
    text = "".join(map(signatures.write_line, signoffs))
    (root / f"locales/{code}/reviews.jsonl").write_text(text, "utf-8")


def errors(root: Path, code: str = "zh_Hans") -> list[str]:
    return [str(error) for error in Project(root).ledger(locale(code))[1]]


def test_two_lines_by_the_right_people_approve(project: Path) -> None:
    start(project)
    write(project, GOOD, LAWYER)
    assert state(project) is State.APPROVED
    assert not errors(project)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"reviewer": "mallory"}, "locales/reviewers.toml has no reviewer 'mallory'"),
        ({"reviewer": "ling"}, "ling does not sign zh_Hans for legal"),
        ({"target": "0" * 32}, "no version of zh_Hans ever had the words of index#"),
        ({"source": "0" * 32, "unit": "index#00000000"}, "no version of zh_Hans ever had the words of index#"),
        ({"reviewer": "tran", "role": Role.LANGUAGE}, "tran wrote these words, and nobody approves their own"),
        ({"date": datetime.date(9999, 12, 31)}, "it is dated 9999-12-31, which is in the future"),
        ({"date": datetime.date(2000, 1, 1)}, "it is dated 2000-01-01, when there was nothing to review yet"),
    ],
)
def test_a_forged_line_is_reported_with_its_number_and_never_counts(
    project: Path, changes: dict[str, object], says: str
) -> None:
    start(project)
    write(project, GOOD, dataclasses.replace(LAWYER, **changes))  # type: ignore[arg-type]
    assert state(project) is State.TRANSLATED
    (error,) = errors(project)
    assert error.startswith(f"{LOG}:2: the sign-off does not count: {says}")
    shown = run(project, "status")
    assert shown.returncode == 2
    assert f"{LOG}:2: the sign-off does not count" in shown.stderr
    assert f"{LOG}:2: error: review-log: " in run(project, "check").stdout


def test_words_of_another_locale_are_words_this_one_never_had(project: Path) -> None:
    start(project)
    write(project, GOOD, LAWYER, code="zh_Hant")
    assert state(project, locale="zh_Hant") is State.TRANSLATED
    assert len(errors(project, "zh_Hant")) == 2


def test_earlier_words_are_no_forgery_and_neither_are_those_not_committed_yet(project: Path) -> None:
    start(project)
    write(project, GOOD, LAWYER)
    translate(project, SIGN, "请勿签字。")
    now = dataclasses.replace(GOOD, target=digest("请勿签字。"))
    with (project / LOG).open("a", encoding="utf-8") as file:
        file.write(signatures.write_line(now))
    assert not errors(project)
    assert state(project) is State.REOPENED


def test_without_the_whole_history_an_unknown_digest_is_no_forgery(project: Path, tmp_path: Path) -> None:
    start(project)
    translate(project, SIGN, "请勿签字。")
    write(project, GOOD)
    commit(project)
    copy = tmp_path / "copy"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{project}", str(copy))
    assert not Project(copy).history.complete
    assert not errors(copy)
    git(copy, "fetch", "-q", "--unshallow")
    assert Project(copy).history.complete
    assert not errors(copy)


def test_two_branches_that_both_signed_merge_and_both_count(project: Path) -> None:
    start(project)
    write(project)
    commit(project)
    git(project, "checkout", "-q", "-b", "other")
    write(project, GOOD)
    commit(project, by="ling@example.org")
    git(project, "checkout", "-q", "main")
    write(project, LAWYER)
    commit(project, by="counsel@example.org")
    git(project, "merge", "-q", "--no-edit", "other")
    assert len(log(project)) == 2
    assert state(project) is State.APPROVED
    assert not errors(project)


def test_who_first_committed_the_words_wrote_them_whoever_moves_them_later(project: Path) -> None:
    start(project)
    (project / HANS).rename(project / HANS.replace("index", "first"))
    (project / "content/index.md").rename(project / "content/first.md")
    commit(project, by="ling@example.org")
    here = Project(project)
    assert here.authorship.wrote(here.locale("zh_Hans"), SOURCE_DIGEST, digest(SIGN_ZH), "tran") is True
    assert here.authorship.wrote(here.locale("zh_Hans"), SOURCE_DIGEST, digest(SIGN_ZH), "ling") is False


def test_converted_words_belong_to_whoever_wrote_what_they_were_made_from(project: Path) -> None:
    start(project)
    translate(project, SIGN, "请勿签名。", convert=False)
    commit(project)
    run(project, "convert")
    commit(project, by="maintainer@example.org")
    here = Project(project)
    converted = (here.locale("zh_Hant"), SOURCE_DIGEST, digest("請勿簽名。"))
    assert here.authorship.wrote(*converted, "tran") is True
    assert here.authorship.wrote(*converted, "ling") is False


def test_who_has_not_said_how_they_commit_may_be_the_author(project: Path) -> None:
    start(project)
    path = project / "locales/reviewers.toml"
    path.write_text(path.read_text("utf-8").replace("git = []\n", ""), "utf-8")
    here = Project(project)
    words = (here.locale("zh_Hans"), SOURCE_DIGEST, digest(SIGN_ZH))
    assert here.authorship.wrote(*words, "ling") is False  # tran's address is known: it was tran
    translate(project, SIGN, "请勿签字。")
    commit(project, by="stranger@example.org")
    assert Project(project).authorship.wrote(words[0], SOURCE_DIGEST, digest("请勿签字。"), "ling") is None


def test_an_empty_log_asks_git_nothing(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start(project)
    monkeypatch.setattr("pipeline.review.history.History._git", None)
    assert state(project) is State.TRANSLATED
    assert run(project, "status").returncode == 0


# ---- locales/reviewers.toml ----


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[", "locales/reviewers.toml:1: not TOML"),
        ("\na = " + "[" * 5000, "nested too deeply"),
        ("\na = " + "9" * 5000, "locales/reviewers.toml:2: not TOML"),
        ("[Li]\n", "[Li] is not a valid handle"),
        ('[li]\nroles = {zh_Hans = ["language"]}\nmail = "x"\n', "unknown key 'mail'"),
        ("li = 1\n", "not a table"),
        ("[li]\n", "[li] has no roles"),
        ("[li]\nroles = {}\n", "[li] has no roles"),
        ('[li]\nroles = {fr = ["language"]}\n', "unknown key 'fr'"),
        ('[li]\nroles = {en = ["boss"]}\n', "'en' is ['boss']"),
        ("[li]\nroles = {en = [[]]}\n", "'en' is [[]]"),
        ("[li]\nroles = {en = []}\n", "'en' is []"),
        ('[li]\nname = 1\nroles = {en = ["legal"]}\n', "'name' is not a text"),
        ('[li]\ngit = ["li@example.org"]\nroles = {en = ["legal"]}\n', "not a list of hashed addresses"),
    ],
)
def test_a_mistake_in_the_list_of_reviewers_is_named(text: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        reviewers.parse(text, "locales/reviewers.toml", ["en", "zh_Hans"])
    assert says in str(caught.value)


def test_whoever_signs_a_language_that_is_not_published_stops_nothing(project: Path) -> None:
    start(project)
    write(project, GOOD, LAWYER)
    assert run(project, "remove-locale", "zh_Hant").returncode == 0
    assert run(project, "check").stdout.endswith("0 errors, 0 warnings\n")
    assert state(project) is State.APPROVED
    assert run(project, "add-locale", "zh_Hant").returncode == 0
    assert not errors(project, "zh_Hant")


def test_an_address_belongs_to_one_person() -> None:
    one = f'roles = {{en = ["legal"]}}\ngit = ["{reviewers.git_name("a@b.c")}"]\n'
    with pytest.raises(ConfigError, match="the same address"):
        reviewers.parse(f"[li]\n{one}[wang]\n{one}", "r.toml", ["en"])


def test_the_list_as_shipped_names_nobody_and_its_example_is_right() -> None:
    text = (Path(__file__).parents[1] / "locales/reviewers.toml").read_text("utf-8")
    assert reviewers.parse(text, "r.toml", ["en", "zh_Hans", "zh_Hant"]) == {}
    example = "".join(line[4:] + "\n" for line in text.splitlines() if line.startswith("#   ") and line[4] > " ")
    example = example.replace('"sha256:..."', f'"{reviewers.git_name("a@b.c")}"')
    assert set(reviewers.parse(example, "r.toml", ["en", "zh_Hans", "zh_Hant"])) == {"li", "counsel"}


# ---- [tool.kyr.review] ----

LANGUAGE, LEGAL = frozenset({Role.LANGUAGE}), frozenset({Role.LEGAL})


def test_the_most_particular_rule_counts_alone() -> None:
    table = {"audiences": {"partners": ["language"]}, "locales": {"zh_Hant": ["legal"]}}
    read = rules.read(Table("", table), ["zh_Hans", "zh_Hant"], ["partners", "survivors"])
    assert read.required(locale("zh_Hans"), "survivors") == LANGUAGE | LEGAL
    assert read.required(locale("zh_Hans"), "partners") == LANGUAGE
    assert read.required(locale("zh_Hant"), "partners") == LEGAL
    assert read.required(SOURCE, "partners") == LEGAL
    both = rules.read(Table("", {"locales": {"en": ["language", "legal"]}}), [], [])
    assert both.required(SOURCE, "partners") == LANGUAGE | LEGAL


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"role": ["legal"]}, "unknown key 'role'"),
        ({"roles": []}, "'roles' is []"),
        ({"roles": "legal"}, "'roles' is 'legal'"),
        ({"roles": ["boss"]}, "'roles' is ['boss']"),
        ({"audiences": {"friends": ["legal"]}}, "unknown key 'friends'"),
        ({"audiences": ["partners"]}, "'audiences' is not a table"),
        ({"audiences": {"partners": []}}, "'partners' is []"),
        ({"locales": {"fr": ["legal"]}}, "unknown key 'fr'"),
        ({"locales": {"en": [[]]}}, "'en' is [[]]"),
        ({"locales": {"en": ["language"]}}, "pages say that a lawyer has read them"),
    ],
)
def test_a_mistake_in_the_rules_is_named(table: dict[str, object], says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        rules.read(Table("", table), ["zh_Hans"], ["partners"])
    assert says in str(caught.value)


def test_a_rule_for_an_audience_changes_what_is_approved(project: Path) -> None:
    start(project)
    write(project, GOOD)
    assert state(project) is State.TRANSLATED
    with (project / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write('[tool.kyr.review.audiences]\neveryone = ["language"]\n')
    assert state(project) is State.APPROVED
    rows = json.loads(run(project, "status", "--json").stdout)
    assert {row["locale"]: row["roles"] for row in rows if row["page"] == "index"} == {
        "en": {"legal": 0},
        "zh_Hans": {"language": 1},
        "zh_Hant": {"language": 0},
    }
