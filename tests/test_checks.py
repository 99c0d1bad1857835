"""Every rule is documented, its examples are true, and each case finds what it says and nothing in clean text."""

from __future__ import annotations

import dataclasses
import datetime
import re
import time
import tomllib
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest

from pipeline import chinese, inspection, pages, verify
from pipeline.checks import CHECKS, SOURCE_CHECKS, TRANSLATION_CHECKS
from pipeline.checks.engine import Check, SourcePage, Translation, check_page, check_translation
from pipeline.converter import Converter
from pipeline.errors import KyrError
from pipeline.facts import Registry
from pipeline.languages import locale
from pipeline.markdown import Job
from pipeline.model import FrontMatter, Keys, Message, Page, Severity
from pipeline.project import Project
from pipeline.text import typed
from tests.conftest import ROOT, run

BY_ID = {one.id: one for one in CHECKS}
CASES = tomllib.loads((Path(__file__).parent / "cases" / "checks.toml").read_text("utf-8"))["case"]
PROJECT = Project(ROOT)
GLOSSARY = PROJECT.glossary
CHINESE = PROJECT.chinese
converter = Converter()


def translation(source: str, target: str, code: str = "zh_Hans", comment: str = "") -> Translation:
    def misuses(english: str, text: str) -> list[tuple[str, str]]:
        return [(one.text, "better") for one in GLOSSARY.misuses(english, text, code)]

    def terms(english: str) -> list[tuple[str, tuple[str, ...]]]:
        return [(term.english[0], term.approved(code)) for term in GLOSSARY.terms_in(english)]

    def foreign_words(text: str) -> tuple[tuple[str, str], ...]:
        return CHINESE.mainland_words(text) if code == "zh_Hant" else ()

    own = locale(code)
    message = Message(source, target, comment=comment, line=7)
    return Translation(
        message,
        "a.po",
        own,
        misuses,
        terms,
        foreign_words,
        lambda text: chinese.wrong_script(text, own.script),
        wording=PROJECT.wording(own),
    )


def page(
    body: str,
    facts: tuple[str, ...] = (),
    due: datetime.date | None = None,
    more: Mapping[str, str] | None = None,
    registry: Registry = PROJECT.registry,
) -> SourcePage:
    meta = FrontMatter("T", "D", audience="survivors", facts=facts, legal_review_by=due, more=more or {})
    here = Page("a/index", meta, body, 1, (), lambda: converter.units(body))
    anchors = {"a/index": frozenset({"one"}), "a/other": frozenset({"more"})}

    return SourcePage(
        here,
        anchors,
        partial(inspection.wrong_token, registry),
        partial(inspection.wrong_fact, registry),
        today=datetime.date(2026, 11, 21),
        fact_age=lambda fact: "too old" if fact == "F-998" else None,
        is_hot=lambda fact: fact == "F-997",
        claim=lambda _: "The minimum wage is $17.00.",
        uncovered=verify.uncovered(converter.convert(Job("a/index.md", body, translate=verify.wrapped))),
    )


def found(one: Check, text: str) -> bool:
    """Whether a rule finds something in the example of its own docstring."""
    text = text.replace("\\u200b", "\u200b").replace("\\n", "\n")
    if one in TRANSLATION_CHECKS:
        source, _, target = text.partition(" -> ")
        code = "zh_Hant" if one.id == "words-of-the-region" else "zh_Hans"
        return bool(list(one.run(translation(source, target, code))))
    if text.startswith("legal_review_by: "):
        return bool(list(one.run(page("", due=datetime.date.fromisoformat(text.removeprefix("legal_review_by: "))))))
    if text.startswith("region: "):
        region = text.removeprefix("region: ")
        return bool(list(one.run(page("", more={"region": region} if pages.is_of_others("region", region) else {}))))
    if text.startswith("facts: "):
        return bool(list(one.run(page("", (text.removeprefix("facts: "),)))))
    facts = ("F-001",) if one.id == "amounts-from-facts" else ()
    return bool(list(one.run(page(re.sub(r" (?=#+ )", "\n\n", text), facts))))


@pytest.mark.parametrize("one", CHECKS, ids=lambda one: one.id)
def test_every_rule_says_what_why_bad_and_good_and_its_examples_are_true(one: Check) -> None:
    assert re.match(r"[A-Z].+\.\n", one.doc)
    assert "    Why: " in one.doc
    assert set(one.examples) == {"Bad", "Good"}
    assert found(one, one.examples["Bad"])
    assert not found(one, one.examples["Good"])


@pytest.mark.parametrize(("case", "target"), [(case, target) for case in CASES for target in case["wrong"]])
def test_a_wrong_translation_is_found(case: dict[str, str], target: str) -> None:
    assert list(BY_ID[case["rule"]].run(translation(case["source"], target, case.get("locale", "zh_Hans"))))


@pytest.mark.parametrize(("case", "target"), [(case, target) for case in CASES for target in case["clean"]])
def test_a_clean_translation_is_left_in_peace(case: dict[str, str], target: str) -> None:
    problems = list(BY_ID[case["rule"]].run(translation(case["source"], target, case.get("locale", "zh_Hans"))))
    assert problems == []


def test_every_translation_rule_has_a_case() -> None:
    assert {case["rule"] for case in CASES} == {one.id for one in TRANSLATION_CHECKS}


# made to trick the converter; no writer puts these two words side by side
TRICKS = {"攀登錄影"}


@pytest.mark.parametrize("locale_code", ["zh_Hans", "zh_Hant"])
def test_worked_examples_of_clean_chinese_give_no_finding(locale_code: str) -> None:
    column = {"zh_Hans": 0, "zh_Hant": 1}[locale_code]
    for name in ("conversion.tsv", "conversion_more.tsv"):
        for line in (Path(__file__).parent / "cases" / name).read_text("utf-8").splitlines()[1:]:
            if line and not line.startswith("#"):
                text = line.split("\t")[column]
                subject = translation(text, "" if text in TRICKS else text, locale_code)
                assert list(check_translation(TRANSLATION_CHECKS, subject)) == [], text


@pytest.mark.parametrize(
    ("rule", "wrong", "clean"),
    [
        (
            "no-typed-numbers",
            "Call (212) 555-0100 or 212.555.0100.",
            "See 8 CFR 214.202 and 22 U.S.C. 7102, F-210, 2026-11-22.",
        ),
        (
            "links-lead-somewhere",
            "[x](other.md#gone)",
            "[x](#one) [y](other.md) [z](https://x.org/a.md) [w](../file.pdf)",
        ),
        ("links-lead-somewhere", "[x](../other.md)", "[x](index.md#one)"),
        ("headings-in-steps", "## Two", "# One\n\n## Two\n\n### Three\n\n## Two"),
        ("kind-words", "Illegals and prostitutes", "A-number, alienate nobody; it is illegal to keep a passport"),
        ("known-tokens", "Call { nht.phone }", "Call {{ nht.phone }} {: .x }"),
        ("short-sentences", "Ask " * 26, "Ask [them](other.md) <b>now</b>  \n" + "and " * 20 + "`x` {{ nht.phone }}."),
        ("short-sentences", "Ask " * 20 + "e.g. " + "them " * 6, "Ask " * 20 + "in the U.S. You " + "ask " * 20),
        ("short-sentences", "Ask " * 24 + "`x` {{ nht.phone }}.", "Ask " * 25 + "![](x.png){: .x }. Ask."),
    ],
)
def test_source_rules_by_kind(rule: str, wrong: str, clean: str) -> None:
    assert list(BY_ID[rule].run(page(wrong)))
    assert list(BY_ID[rule].run(page(clean))) == []


def test_on_the_day_that_it_names_a_page_is_still_in_date() -> None:
    today = page("").today
    problems = [list(BY_ID["page-in-date"].run(page("", due=today - datetime.timedelta(days)))) for days in (0, 1)]
    assert [len(one) for one in problems] == [0, 1]


def test_a_site_without_facts_cites_none_and_its_theme_writes_the_title() -> None:
    body = "## Wages\n\nYou have the right to $5.\n"
    strict = page(body)
    found = {one.rule for one in check_page(SOURCE_CHECKS, strict)}
    assert {"headings-in-steps", "law-rests-on-facts", "amounts-from-facts"} <= found
    guest = dataclasses.replace(strict, keeps_facts=False, keys=Keys.MKDOCS)
    assert found - {one.rule for one in check_page(SOURCE_CHECKS, guest)} == {
        "headings-in-steps",
        "law-rests-on-facts",
        "amounts-from-facts",
    }
    for wrong in ("### Three\n", "## Two\n\n# One\n", "## Two\n\n#### Four\n"):
        assert list(BY_ID["headings-in-steps"].run(dataclasses.replace(page(wrong), keys=Keys.MKDOCS)))


def test_a_site_without_contacts_may_write_braces_of_its_own() -> None:
    own = page("Write ${user.name}.", registry=Registry({}, {}, borrowed=True))
    assert not list(BY_ID["known-tokens"].run(own))
    kept = translation("Write ${user.name}.", "请写${user.name}。")
    assert not list(BY_ID["tokens-kept"].run(kept))
    assert list(BY_ID["tokens-kept"].run(translation("Write.", "请写${user.name}。")))


def test_a_finding_on_a_page_says_which_name_was_meant() -> None:
    wrong = page("Call {{ nht.phnoe }}.", facts=("F-0001",))
    hints = [finding.hint for finding in check_page(SOURCE_CHECKS, wrong)]
    assert hints == ["Did you mean {{ nht.phone }}?", "Did you mean F-001?"]


def test_words_that_no_translator_sees_are_named_with_their_line() -> None:
    body = "# T\n\nAsk.\n\n<div>Call &amp; ask\na lawyer.</div>\n\n<p>Call a\nfriend.</p>\n"
    found = list(check_page(SOURCE_CHECKS, page(body)))
    assert [(one.rule, one.line) for one in found] == [("words-to-translate", None), ("words-to-translate", 8)]


def test_a_finding_names_line_rule_and_fix() -> None:
    (finding,) = check_translation(TRANSLATION_CHECKS, translation("Ask 3 lawyers.", "请问5位律师，三位。"))
    assert (finding.rule, finding.severity, finding.path, finding.line) == ("numbers-kept", Severity.ERROR, "a.po", 7)
    assert finding.hint == "Compare the numbers with the English"


def test_one_slip_is_one_finding_of_a_rule() -> None:
    slip = translation("Call {{ nht.phone }}. See [it](a.md).", "请拨打1-800-354-0365。<b>请看</b>[这里](a.md)。")
    found = list(check_translation(TRANSLATION_CHECKS, slip))
    assert sorted(one.rule for one in found) == ["no-typed-contacts", "nothing-added", "tokens-kept"]
    added = next(one for one in found if one.rule == "nothing-added")
    assert added.message.count("brings") == added.message.count(";") + 1
    assert added.hint == "Take it out, or put full-width signs in its place"
    spanish = translation(slip.source, slip.target, "es")
    assert "full-width" not in str(list(check_translation(TRANSLATION_CHECKS, spanish)))


def test_one_finding_is_silenced_with_a_reason_and_only_that_one() -> None:
    text = "请问,5位律师，三位。"
    both = list(check_translation(TRANSLATION_CHECKS, translation("Ask 3 lawyers.", text)))
    assert {one.rule for one in both} == {"numbers-kept", "full-width-punctuation"}
    comment = "by Li\nkyr-ignore numbers-kept: the law counts the judge and the clerk"
    (left,) = check_translation(TRANSLATION_CHECKS, translation("Ask 3 lawyers.", text, comment=comment))
    assert left.rule == "full-width-punctuation"


def test_a_silence_without_a_reason_is_an_error_and_one_without_effect_a_warning() -> None:
    (first,) = check_translation(
        TRANSLATION_CHECKS, translation("Ask 3.", "请问五。5", comment="kyr-ignore numbers-kept")
    )
    assert (first.rule, first.severity) == ("silence", Severity.ERROR)
    (second,) = check_translation(
        TRANSLATION_CHECKS, translation("Ask.", "请问。", comment="kyr-ignore numbers-kept: x")
    )
    assert (second.rule, second.severity) == ("silence", Severity.WARNING)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Call 911.", "请打九一一。"),
        ("It costs $9.11 on 1/12.", "1/12的价钱是$9.11。"),
        ("You have 120 days.", "您有一百二十天（120天）。"),
        ("See section 112.", "请看第一一二条。"),
        ("Page 1,120 of 1,911.", "第1,120页，共1,911页。"),
    ],
)
def test_a_number_that_the_english_has_is_no_emergency_number_of_the_translators(source: str, target: str) -> None:
    assert not typed.any_contact(source, target)


@pytest.mark.parametrize(
    ("wall", "size"),
    [
        *(("百", 100_000), ("（", 100_000), ("8-", 100_000), ("a.", 100_000), ("&#49;", 100_000)),
        *(("9" * 5000 + " ", 100_000), ("[^", 400_000), ("\\`` ", 200_000), ("a" * 60_000 + "@", 60_001)),
    ],
)
def test_no_wall_of_signs_takes_a_check_more_than_a_moment(wall: str, size: int) -> None:
    begun = time.process_time()
    list(check_translation(TRANSLATION_CHECKS, translation("You have 3 years.", wall * (size // len(wall)))))
    assert time.process_time() - begun < 10


def test_nor_does_one_of_number_words() -> None:
    begun = time.process_time()
    list(BY_ID["numbers-kept"].run(translation("You have 3 years.", "두 " * 50_000, "ko")))
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("wall", ["9", "a, ", "her "])
def test_nor_does_one_in_the_english_of_a_catalogue_that_somebody_sent(wall: str) -> None:
    begun = time.process_time()
    list(check_translation(TRANSLATION_CHECKS, translation(wall * (200_000 // len(wall)), "您有3年时间。")))
    assert time.process_time() - begun < 10


@pytest.mark.parametrize("figures", ["9" * 5000, "9" * 40 + ".5"])
def test_no_number_is_too_long_to_be_compared(figures: str) -> None:
    rule = BY_ID["numbers-kept"]
    assert list(rule.run(translation("You have 3 years.", f"您有3年时间，{figures}万5千。")))
    assert not list(rule.run(translation(f"You have {figures} days.", f"您有{figures}天。")))


@pytest.mark.parametrize(
    ("rule", "source", "target"),
    [
        ("tokens-kept", "Call {{ nht.phone }}.", "请打电话。"),
        ("nothing-added", "Ask for help.", "请[求助](https://evil.example)。"),
        ("words-there", "Call us.", "\u200b"),
        ("no-typed-contacts", "Call us.", "请打800-555-0199。"),
        ("no-typed-contacts", "Call the police.", "请打110报警。"),
        ("no-typed-contacts", "Call 911.", "请打119。"),
        ("no-typed-contacts", "Call 911.", "请打九一一，或者一一九。"),
    ],
)
def test_what_may_send_a_reader_astray_cannot_be_silenced(rule: str, source: str, target: str) -> None:
    comment = f"kyr-ignore {rule}: the office agreed"
    found = list(check_translation(TRANSLATION_CHECKS, translation(source, target, comment=comment)))
    assert rule in {one.rule for one in found}
    (silence,) = (one for one in found if one.rule == "silence")
    assert (silence.severity, silence.message) == (Severity.ERROR, f"{rule} cannot be silenced")


def test_a_silence_for_a_rule_that_does_not_exist_is_a_warning() -> None:
    (only,) = check_translation(TRANSLATION_CHECKS, translation("Ask.", "请问。", comment="kyr-ignore numbres-kept: x"))
    assert (only.rule, only.severity) == ("silence", Severity.WARNING)
    assert only.hint == "Did you mean numbers-kept?"


def test_a_silence_is_put_right_as_it_is_written_there() -> None:
    (on_a_page,) = check_page(SOURCE_CHECKS, page("# T\n\n<!-- kyr:ignore kind-words -->\n\nAsk.\n"))
    assert on_a_page.hint == "Write why: <!-- kyr:ignore kind-words: the reason -->"
    (in_a_file,) = check_translation(TRANSLATION_CHECKS, translation("Ask.", "请问。", comment="kyr-ignore order-kept"))
    assert in_a_file.hint == "Write why: kyr-ignore order-kept: the reason"


def test_an_authors_silence_without_effect_is_a_warning_unless_one_block_of_its_list_needs_it() -> None:
    text = "# T\n\n<!-- kyr:ignore no-typed-numbers: an example -->\n\n"
    (only,) = check_page(SOURCE_CHECKS, page(text + "- Call us.\n- Ask.\n"))
    assert (only.rule, only.severity) == ("silence", Severity.WARNING)
    assert list(check_page(SOURCE_CHECKS, page(text + "- Call us.\n- Call 212-555-0100.\n"))) == []


def test_an_author_silences_one_finding_on_one_block() -> None:
    wrong = "Call 212-555-0100.\n\n"
    assert len(list(check_page(SOURCE_CHECKS, page("# T\n\n" + wrong + wrong)))) == 2
    silenced = f"# T\n\n<!-- kyr:ignore no-typed-numbers: an example -->\n{wrong}{wrong}"
    assert len(list(check_page(SOURCE_CHECKS, page(silenced)))) == 1


def test_this_projects_pages_and_translations_have_no_error() -> None:
    findings = list(inspection.inspect(Project(ROOT)))
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []


def test_rules_are_explained_on_the_command_line() -> None:
    assert "Why: a wrong or missing number" in run(ROOT, "check", "--rule", "tokens-kept").stdout
    with pytest.raises(KyrError, match="Rules are: known-tokens, "):
        inspection.explain("?")
    with pytest.raises(KyrError, match=r"Did you mean numbers-kept\?"):
        inspection.explain("number-kept")
