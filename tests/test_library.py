"""The library itself: every page is there, each is short, ends with help, and none falls into a known trap."""

from __future__ import annotations

import itertools
import re

import pytest

from pipeline import catalog as po
from pipeline import facts, merge, workflow
from pipeline.languages import locale as locale_of
from pipeline.model import Page
from pipeline.project import Project
from pipeline.text import markup
from tests.conftest import ROOT

PROJECT = Project(ROOT)
PAGES = PROJECT.pages
PUBLISHED = {one.code for one in PROJECT.config.locales}
BEGUN = sorted(path.parent.name for path in PROJECT.locales.glob("*/LC_MESSAGES") if path.parent.name not in PUBLISHED)
WANTED = (ROOT / "tests" / "cases" / "library.txt").read_text("utf-8").split()

SURVIVORS = [
    page for path, page in PAGES.items() if page.meta.audience == "survivors" and not path.startswith("print/")
]
# what a page might promise and the law does not -> the words that give it away
OFFICERS = r"(?:officers|ICE|agents|they) (?:cannot|can never|may never|are not allowed to) (?:come in|enter|force)"
TRAPS = {
    "officers can never enter": OFFICERS,
    "a visa is certain": r"(?<!says )you (?:will|are sure to) (?:get|receive) (?:a|the|your) (?:[TU] )?visa",
    "a hotline is always confidential": r"(?:always|completely|100 ?%) (?:confidential|private|anonymous)",
    "an old estimate of victims": r"\b(?:14,500|17,500|18,000|20,000|one million)\b",
    "another organization's figures": r"\b(?:130 survivors|95 percent|95 ?%|97 ?%|3,500)\b",
    "certification gives a work permit": r"(?:certification|letter)[^.]{0,40} (?:gives|lets)[^.]{0,20} (?:work|job)",
    "nobody can see a case": r"(?:ICE|nobody|no one) can (?:never|not ever) see",
}
# what leaves a paper or a picture behind that somebody else can find
NOTES = re.compile(
    r"\b(?:[Ww]rite down (?:each|who|what|names|the (?:name|debt|address))|(?:[Mm]ake|[Ss]tart|[Ww]rite) a list"
    r"|Gather proof|Take photos)\b"
)
DENIED = re.compile(r"\b(?:never say|no visa|do not (?:think|tell|say))\b", re.IGNORECASE)


def text(page: Page) -> str:
    return "\n".join(markup.words(unit.text) for unit in page.units)


@pytest.mark.parametrize("path", WANTED)
def test_every_page_of_the_library_is_there(path: str) -> None:
    assert path in PAGES


@pytest.mark.parametrize(
    "path",
    [
        *("trafficking/what-is-trafficking", "trafficking/t-visa", "work/passport-and-debt", "work/service-jobs"),
        *("domestic-violence/what-is-domestic-violence", "domestic-violence/safety-plan"),
    ],
)
def test_a_page_does_not_begin_with_its_answer_again(path: str) -> None:
    """The answer, which is the description, stands under the title on the site and on paper."""
    page = PAGES[path]
    answer = set(re.findall(r"\w+", page.meta.description.lower()))
    begin = itertools.takewhile(lambda unit: unit.kind != "heading 2", page.units[3:])
    first = " ".join(unit.text for unit in begin if unit.kind == "paragraph")
    sentences = [re.findall(r"\w+", markup.words(one).lower()) for one in re.split(r"(?<=[.?!])\s", first)]
    said = [words for words in sentences if len(words) > 7 and len(answer.intersection(words)) > 0.8 * len(set(words))]
    assert said == []


@pytest.mark.parametrize(
    "path",
    [
        *("help/now", "help/lawyer", "help/interpreter", "immigration/your-rights-with-ice", "immigration/u-visa"),
        *("domestic-violence/what-is-domestic-violence", "trafficking/t-visa", "trafficking/warning-signs"),
    ],
)
def test_what_a_helper_and_a_survivor_read_together_is_printed_side_by_side(path: str) -> None:
    assert "bilingual" in PAGES[path].meta.handout


@pytest.mark.parametrize("page", SURVIVORS, ids=lambda page: page.path)
def test_survivors_pages_are_short_and_end_with_what_to_do_and_whom_to_call(page: Page) -> None:
    headings = [unit.text for unit in page.units if unit.kind == "heading 2"]
    assert headings[-2:] == ["What to do next", "Who to call"]
    prose = [unit for unit in page.units[2:] if not unit.kind.startswith("heading")]
    words = sum(
        len(re.findall(r"[A-Za-z0-9][\w'’.-]*", markup.words(unit.text).replace("\ufffc", ""))) for unit in prose
    )
    assert 300 <= words <= 700


@pytest.mark.parametrize("page", SURVIVORS, ids=lambda page: page.path)
def test_whom_to_call_are_cards_with_hours_and_languages(page: Page) -> None:
    items = [unit.text for unit in page.units if unit.section == "Who to call" and unit.kind == "list item"]
    named = set(re.findall(r"\{\{ (?!checked)([\w-]+\.\w+) \}\}", " ".join(items)))
    cards = {token for token in named if token.endswith(".card")}
    assert cards
    # 911 stands in a sentence; the five Family Justice Centers are a short list, their hours said once beside it
    assert all(token.startswith(("emergency.", "fjc-")) for token in named - cards)


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.path)
@pytest.mark.parametrize("trap", TRAPS)
def test_no_page_falls_into_a_known_trap(page: Page, trap: str) -> None:
    for sentence in re.split(r"(?<=[.!?])\s", text(page)):
        assert DENIED.search(sentence) or not re.search(TRAPS[trap], sentence, re.IGNORECASE), sentence


@pytest.mark.parametrize(
    ("trap", "sentence"),
    [
        ("officers can never enter", "ICE cannot enter your home."),
        ("a visa is certain", "You will get a T visa."),
        ("a hotline is always confidential", "The hotline is always confidential."),
        ("certification gives a work permit", "Certification gives you permission to work."),
    ],
)
def test_the_traps_close(trap: str, sentence: str) -> None:
    assert re.search(TRAPS[trap], sentence, re.IGNORECASE)


@pytest.mark.parametrize("page", SURVIVORS, ids=lambda page: page.path)
def test_a_survivor_is_told_to_write_things_down_only_where_that_is_safe(page: Page) -> None:
    before = ""
    for unit in page.units:
        if unit.kind.startswith("heading"):
            before = ""
        elif unit.kind == "paragraph":
            before = unit.text
        if NOTES.search(unit.text):
            assert re.search(r"\bsafe\b", f"{unit.section} {before} {unit.text}"), unit.text


@pytest.mark.parametrize("page", SURVIVORS, ids=lambda page: page.path)
def test_who_may_ask_the_government_for_a_child_learns_whom_it_must_tell(page: Page) -> None:
    """22 U.S.C. 7105(b)(1)(G)(ii): within 24 hours, the department that ICE belongs to."""
    for unit in page.units:
        if re.search(r"\b(?:anyone|any person) can ask\b.*\bchild\b", unit.text, re.IGNORECASE):
            assert "must tell Homeland Security" in unit.text, unit.text
            assert "ask a lawyer first" in unit.text.lower(), unit.text


def test_nobody_is_told_to_stay_silent_about_the_fear_of_going_back() -> None:
    """Who fears it and does not say so can be deported without a hearing: 8 U.S.C. 1225(b)(1)(A)."""
    order = re.compile(r"(?<!may )(?<!can )(?<!to )(?<!still )\bstay silent\b", re.IGNORECASE)
    told = {page.path for page in PAGES.values() if order.search(text(page))}
    assert told >= {"print/card-rights", "immigration/if-you-are-detained", "immigration/your-rights-with-ice"}
    for path in told:
        assert re.search(r"afraid to go back\b", text(PAGES[path])), path


def test_no_travel_paper_is_said_to_bring_anybody_back() -> None:
    """Matter of Delcarmen-Lara, 29 I&N Dec. 830 (BIA 2026): leaving with advance parole is a departure like any."""
    told = [page for page in PAGES.values() if page.meta.audience == "survivors" and "advance parole" in text(page)]
    assert told
    for page in told:
        assert "Even with it, coming back is not certain." in text(page), page.path


def test_food_and_health_help_is_nowhere_promised_to_all_survivors() -> None:
    for path, page in PAGES.items():
        if re.search(r"\b(?:SNAP|Medicaid|food stamps)\b", text(page)):
            assert {"F-068", "F-069"} & set(page.meta.facts) or "public-benefits.md" in page.body, path


def test_pages_cite_only_printable_facts_that_hold_today() -> None:
    for path, page in PAGES.items():
        for name in page.meta.facts:
            fact = facts.find_fact(PROJECT.registry, name, path)
            assert not facts.expired(fact, PROJECT.today), (path, name)


def test_nothing_claims_a_review_that_has_not_happened() -> None:
    for folder in ("en", "zh_Hans", "zh_Hant"):
        assert (ROOT / "locales" / folder / "reviews.jsonl").read_text("utf-8") == ""
    for path, page in PAGES.items():
        assert not re.search(
            r"(?:was|been|is) (?:legally )?reviewed by (?:a|our|two) (?:lawyer|attorney)", text(page)
        ), path


def test_every_translation_is_there_and_none_is_fuzzy() -> None:
    for locale in PROJECT.config.locales:
        for path, page in {**PAGES, "site": None}.items():
            catalog = PROJECT.catalog(locale, path)
            assert all(message.target and not message.fuzzy for message in catalog.live), (locale.code, path)
            if page:
                assert {unit.key for unit in page.units} == {message.key for message in catalog.live}, path


def test_every_term_that_a_lawyer_translator_must_settle_is_listed_for_one() -> None:
    readme = (ROOT / "locales" / "README.md").read_text("utf-8")
    low = [term for term in PROJECT.glossary.terms if term.confidence == "low"]
    assert low
    for term in low:
        assert f"| {term.english[0]} | {' / '.join(term.renderings['zh_Hans'])} |" in readme


@pytest.mark.parametrize("code", BEGUN)
def test_a_language_that_is_begun_is_as_an_update_writes_it(code: str) -> None:
    target = locale_of(code)
    found = workflow.templates(PROJECT, target)
    old = {name: PROJECT.catalog(target, name) for name in PROJECT.catalog_names(target)}
    assert old
    for name, merged in merge.merge_all(old, {name: found[name] for name in old}).items():
        path = PROJECT.catalog_path(target, name)
        assert po.render(merged) == path.read_bytes(), f"{path}: run kyr add-locale {code}, then kyr remove-locale"
