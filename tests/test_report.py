"""What `kyr status` and `kyr facts` say."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from pathlib import Path

from pipeline import report
from pipeline.languages import locale
from pipeline.project import Project
from tests.conftest import FACTS, run
from tests.drill import translate

HOT = FACTS.replace("F-001", "F-002").replace('"no"', '"hot"').replace("2028-11-21", "2027-01-20")
GAP = '["F-003"]\nclaim = "Nobody knows."\nvolatile = "hot"\nstatus = "gap"\n'


def facts(root: Path) -> Project:
    (root / "content" / "facts.toml").write_text(FACTS + HOT + GAP, "utf-8")
    return Project(root)


def test_the_most_urgent_fact_comes_first_and_every_fact_says_where_it_is_used(project: Path) -> None:
    rows = report.fact_rows(facts(project), datetime.date(2026, 11, 22))
    assert [(row.fact.id, row.days, row.pages) for row in rows] == [
        ("F-002", 59, ()),
        ("F-001", 730, ("index", "other")),
        ("F-003", None, ()),
    ]


def test_standing_says_expired_soon_and_not_printable(project: Path) -> None:
    def standings(day: datetime.date) -> list[str]:
        rows = json.loads(report.facts_as_json(report.fact_rows(facts(project), day)))
        return [row["standing"] for row in rows]

    assert standings(datetime.date(2026, 12, 21)) == ["30 days left", "holds", "not printable: gap"]
    assert standings(datetime.date(2026, 12, 20))[0] == "holds"
    assert standings(datetime.date(2027, 1, 25))[0] == "expired 5 days ago"
    assert standings(datetime.date(2027, 1, 21))[0] == "expired 1 day ago"
    assert standings(datetime.date(2027, 1, 19))[0] == "1 day left"


def test_stale_on_lists_only_what_must_be_read_by_then(project: Path) -> None:
    facts(project)
    listed = json.loads(run(project, "facts", "--json", "--stale-on", "2027-03-01").stdout)
    assert [row["id"] for row in listed] == ["F-002"]
    assert json.loads(run(project, "facts", "--json", "--stale-on", "2027-01-19").stdout) == []


def test_no_page_of_this_project_cites_a_fact_that_may_not_be_printed() -> None:
    project = Project.find(Path(__file__).parent)
    rows = report.fact_rows(project, project.today)
    assert any(row.pages for row in rows)
    for row in rows:
        if row.pages:
            assert report._standing(row) == "holds" or row.days is not None, row.fact.id
            assert not report._standing(row).startswith("not printable"), row.fact.id


HANS = "locales/zh_Hans/LC_MESSAGES/index.po"


def test_words_counts_what_is_missing_or_fuzzy_and_nothing_else(project: Path) -> None:
    run(project, "update")

    def left() -> dict[str, int]:
        rows = json.loads(run(project, "words", "--json").stdout)
        return next(row for row in rows if row["locale"] == "zh_Hans" and row["page"] == "index")

    before = left()
    assert before["words"] == before["total_words"]
    path = project / HANS
    path.write_text(
        path.read_text("utf-8").replace(
            'msgid "You must not sign."\nmsgstr ""', 'msgid "You must not sign."\nmsgstr "不签"'
        ),
        "utf-8",
    )
    after = left()
    assert before["words"] - after["words"] == 4
    assert before["characters"] - after["characters"] == len("Youmustnotsign.")
    assert before["messages"] - after["messages"] == 1


def test_words_of_some_locales_are_counted_alone_and_of_an_unknown_one_not_at_all(project: Path) -> None:
    run(project, "update")
    rows = json.loads(run(project, "words", "zh_Hans", "--json").stdout)
    assert {row["locale"] for row in rows} == {"zh_Hans"}
    wrong = run(project, "words", "xx")
    assert wrong.returncode == 2
    assert "this project has no locale of that name" in wrong.stderr


def test_the_table_of_words_lists_what_is_left_and_sums_it_up_for_each_locale(project: Path) -> None:
    run(project, "update")
    for message in Project(project).catalog(locale("zh_Hans"), "other").live:
        translate(project, message.source, "文字。", "other", convert=False)
    sums: dict[tuple[str, ...], Counter[str]] = {}
    for row in json.loads(run(project, "words", "--json").stdout):
        left = Counter({name: count for name, count in row.items() if isinstance(count, int)})
        for name in ("all", *[row["page"]] * bool(left["messages"])):
            sums.setdefault((row["locale"], name), Counter()).update(left)
    _, *lines = run(project, "words").stdout.splitlines()
    names = ("messages", "words", "characters", "total_words")
    table = {tuple(line.split()[:2]): [int(count) for count in line.split()[2:]] for line in lines}
    assert table == {key: [left[name] for name in names] for key, left in sums.items()}
    assert ("zh_Hans", "other") not in table
    assert table["zh_Hans", "all"] != table["zh_Hant", "all"]


def test_a_state_without_units_is_a_dot_in_the_table_of_standings(project: Path) -> None:
    run(project, "update")
    translate(project, "You must not sign.", "您不得签字。", convert=False)
    lines = [line.split() for line in run(project, "status").stdout.splitlines()]
    assert ["zh_Hans", "index", "5", "·", "1", "·", "·", "·", "·", "·"] in lines  # six states, two roles
    assert ["en", "index", "·", "·", "6", "·", "·", "·", "·"] in lines  # nobody signs the language of the English


def test_readability_has_every_page_and_the_median_of_those_for_survivors(project: Path) -> None:
    path = project / "content/other.md"
    text = path.read_text("utf-8").replace("---\n", "---\naudience: survivors\n", 1)
    path.write_text(text.replace("not sign.", "not sign [the paper](index.md)."), "utf-8")
    _, index, other, summary = run(project, "check", "--readability").stdout.splitlines()
    assert index.split()[1:] == ["everyone", "index", "·"]  # no sentence has five words
    grade, *said = other.split()
    assert said == ["survivors", "other", "You", "must", "not", "sign", "the", "paper."]
    assert summary == f"survivors' pages: median {grade}, highest {grade}"


def test_a_doubt_is_listed_once_and_a_verdict_settles_it(project: Path) -> None:
    run(project, "update")
    path = project / HANS
    path.write_text(
        path.read_text("utf-8").replace(
            'msgid "You must not sign."\nmsgstr ""', 'msgid "You must not sign."\nmsgstr "您要干多久？"'
        ),
        "utf-8",
    )
    shown = run(project, "convert", "--report").stdout
    assert shown.endswith("1 to look at\n")
    assert "您要【干】多久？" in shown
    verdict = shown.split("to settle it, add: ")[1].splitlines()[0]
    (project / "locales/verdicts.tsv").write_text(f"character\tleft\tright\tverdict\n{verdict}\n", "utf-8")
    assert run(project, "convert", "--report").stdout == "0 to look at\n"
