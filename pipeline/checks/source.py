"""Rules for the English pages."""

from __future__ import annotations

import posixpath
import re
import reprlib
from collections.abc import Iterator

from pipeline import tokens
from pipeline.checks.engine import Problem, SourcePage, check
from pipeline.model import Keys, Page, Part, Severity, Unit
from pipeline.text import markup, plainness

_LINK = re.compile(r"\]\(\s*<?(?P<to>[^)\s>]+)")
_PHONE = re.compile(r"(?<![\w.-])(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\w-])")
_WORDS = {
    r"\billegal (?:alien|immigrant|migrant|person|worker)s?\b": "undocumented person",
    r"\billegals\b": "undocumented people",
    r"\b(?<!non-)(?<!Non)alien(?!s? registration| number|ate)s?\b": "person, or noncitizen",
    r"\bprostitut(?:e|es|ion)\b": "person in the sex trade, or sex work",
    r"\bhookers?\b": "person in the sex trade",
    r"\bbattered (?:woman|women|wife|wives)\b": "survivor of domestic violence",
}
_AMOUNT = re.compile(r"\$\d[\d,]*(?:\.\d\d)?")
_LAW = re.compile(
    r"\b(?:federal law|state law|the law (?:says|gives|lets|forbids)|by law|is a crime|a judge (?:must|may|can)"
    r"|you have the right|court (?:must|may)|U\.S\.C\.|CFR|ILCS)\b",
    re.IGNORECASE,
)
HARDEST_GRADE = 8.0
"""Years of schooling; plain-language advice for the public is grade 6 to 8."""
LONGEST_SENTENCE = 25
"""Words; plain-language guides ask for an average of 15 to 20 (Federal Plain Language Guidelines, 2011)."""


@check(Severity.ERROR)
def known_tokens(subject: SourcePage) -> Iterator[Problem]:
    """Every token names a contact or a fact that may be printed.

    Why: a number that nobody has confirmed must not reach a page.
    Bad: Call {{ nowhere.phone }}.
    Good: Call {{ nht.phone }}.
    """
    for unit in (*subject.page.units, *subject.loose):
        if wrong := subject.problem(unit.text):
            yield Problem(*wrong, unit)


@check(Severity.ERROR)
def printable_facts(subject: SourcePage) -> Iterator[Problem]:
    """A page rests only on facts whose source somebody has read.

    Why: what nobody has read may be wrong, or no longer so.
    Bad: facts: F-999
    Good: facts: F-001
    """
    for fact in subject.page.meta.facts:
        if wrong := subject.fact_problem(fact):
            yield Problem(*wrong)


@check(Severity.WARNING)
def facts_in_date(subject: SourcePage) -> Iterator[Problem]:
    """A page rests on no fact whose source should have been read again by now.

    Why: the law moves; what was true when it was read may have been repealed. A release refuses it.
    Bad: facts: F-998
    Good: facts: F-001
    """
    for fact in subject.page.meta.facts:
        if wrong := subject.fact_age(fact):
            yield Problem(wrong, "Read its source again and bring seen and check_by up to date")


@check(Severity.WARNING)
def page_in_date(subject: SourcePage) -> Iterator[Problem]:
    """A lawyer has read the page again by the day that its front matter names.

    Why: what a page leaves out may have become law meanwhile, and none of its facts would show that. A release
    refuses it.
    Bad: legal_review_by: 2026-01-01
    Good: legal_review_by: 2027-01-01
    """
    last = subject.page.meta.legal_review_by
    if last and last < subject.today:
        yield Problem(
            f"a lawyer should have read this page again by {last}",
            "Have it read, then bring legal_review_by up to date",
        )


@check(Severity.WARNING)
def keys_are_ours(subject: SourcePage) -> Iterator[Problem]:
    """What a page says under ``audience``, ``region``, ``handout`` or ``facts`` is meant for kyr.

    Why: by MkDocs' rules such a key may be a theme's; meant for kyr, it would hold back nothing.
    Bad: region: texas
    Good: region: ny
    """
    meta = subject.page.meta
    for key in ("audience", "region", "handout", "facts"):
        if key in meta.more:
            said = reprlib.repr(meta.more[key])
            fix = f"Leave it to the theme that reads it, or write what kyr reads under {key}"
            yield Problem(f"'{key}' is {said}, which means nothing to kyr", fix)


@check(Severity.ERROR)
def moving_law_is_dated(subject: SourcePage) -> Iterator[Problem]:
    """A fact about law that is changing shows the day it was checked beside its sentence.

    Why: a reader in a year's time must be able to see that the sentence is old.
    Bad: facts: F-997
    Good: facts: F-001
    """
    shown = {token for unit in subject.page.units for token in tokens.tokens(unit.text)}
    for fact in subject.page.meta.facts:
        if subject.is_hot(fact) and f"{{{{ checked.{fact} }}}}" not in shown:
            yield Problem(
                f"fact {fact} is hot and its date is not shown", f"Put {{{{ checked.{fact} }}}} beside its sentence"
            )


@check(Severity.ERROR)
def law_rests_on_facts(subject: SourcePage) -> Iterator[Problem]:
    """A page that speaks of the law names the facts it rests on.

    Why: nobody can keep a statement correct without knowing its source.
    Bad: It is a crime to take a passport.
    Good: Ask for help.
    """
    if subject.keeps_facts and not subject.page.meta.facts:
        for unit in subject.page.units:
            if match := _LAW.search(markup.words(unit.text)):
                yield Problem(f"'{match[0]}' is about law, and the page names no facts", "Name them in facts:", unit)


@check(Severity.ERROR)
def amounts_from_facts(subject: SourcePage) -> Iterator[Problem]:
    """An amount of money on a page is one that a cited fact states.

    Why: wages and fees change every year; the fact says when to look again.
    Bad: You must get $99.00 an hour.
    Good: You must get $17.00 an hour.
    """
    known = set(_AMOUNT.findall(" ".join(subject.claim(fact) for fact in subject.page.meta.facts)))
    for unit in subject.page.units if subject.keeps_facts else ():
        for amount in _AMOUNT.findall(markup.words(unit.text)):
            if amount not in known:
                yield Problem(f"no cited fact states {amount}", "Cite the fact, or take the amount out", unit)


@check(Severity.ERROR)
def no_typed_numbers(subject: SourcePage) -> Iterator[Problem]:
    """Phone numbers are never typed on a page.

    Why: a number that is written in one place can be checked in one place.
    Bad: Call 1-888-373-7888.
    Good: Call {{ nht.phone }}.
    """
    for unit in subject.page.units:
        for match in _PHONE.finditer(markup.words(unit.text)):
            yield Problem(f"the number {match[0]} is typed", "Put it in content/contacts.toml and use its token", unit)


@check(Severity.ERROR)
def headings_in_steps(subject: SourcePage) -> Iterator[Problem]:
    """A heading is at most one level below the one before it, and the first one is level 1.

    Why: a screen reader's user moves by headings and would look for the missing one.
    Bad: # One ### Three
    Good: # One ## Two
    """
    headings = [unit for unit in subject.page.units if unit.part is Part.HEADING]
    is_titled = subject.keys is Keys.MKDOCS and all(unit.level > 1 for unit in headings)  # Material writes that one
    level = 1 if is_titled else 0
    for unit in headings:
        if unit.level > level + 1:
            yield Problem(f"heading level {unit.level} follows level {level}", f"Write {'#' * (level + 1)}", unit)
        level = unit.level


@check(Severity.ERROR)
def links_lead_somewhere(subject: SourcePage) -> Iterator[Problem]:
    """Every link within the site leads to a page and a heading that exist.

    Why: somebody who has one chance to look must not land on an error.
    Bad: See [the list](gone.md).
    Good: See [the list](other.md#more).
    """
    folder = posixpath.dirname(subject.page.path)
    for unit in subject.page.units:
        for match in _LINK.finditer(unit.text):
            to, _, anchor = match["to"].partition("#")
            if re.match(r"[a-z][a-z0-9+.-]*:|//", to) or (to and not to.endswith(".md")):
                continue
            page = posixpath.normpath(posixpath.join(folder, to.removesuffix(".md"))) if to else subject.page.path
            if page not in subject.anchors:
                yield Problem(
                    f"the link {match['to']} leads to no page", "Correct the path, counted from this page", unit
                )
            elif anchor and anchor not in subject.anchors[page]:
                near = ", ".join(sorted(subject.anchors[page])) or "none"
                yield Problem(f"the link {match['to']} leads to no heading", f"Headings there: {near}", unit)


@check(Severity.ERROR)
def kind_words(subject: SourcePage) -> Iterator[Problem]:
    """No words that accuse or belittle the people the page is for.

    Why: a person who is called illegal stops reading.
    Bad: An illegal alien has rights.
    Good: An undocumented person has rights.
    """
    for unit in subject.page.units:
        for pattern, better in _WORDS.items():
            for match in re.finditer(pattern, markup.words(unit.text), re.IGNORECASE):
                yield Problem(f"'{match[0]}' is not a word for this page", f"Write {better}", unit)


@check(Severity.WARNING)
def words_to_translate(subject: SourcePage) -> Iterator[Problem]:
    """Every word of a page belongs to a unit that translators get.

    Why: words in raw HTML stay English for everybody, and nobody notices.
    Bad: <div>Call a lawyer.</div>
    Good: <div markdown>Call a lawyer.</div>
    """
    for words in subject.uncovered:
        fix = "Write <div markdown>, or use Markdown; <!-- kyr:skip --> before it keeps it in English on purpose"
        place = Unit(words, "HTML", line=_line(subject.page, words))
        yield Problem(f"no translator will see '{words[:60]}'", fix, place)


def _line(page: Page, words: str) -> int | None:
    """Where some words stand on a page, if they stand there as they are read."""
    found = re.search(r"\s+".join(map(re.escape, words.split())), page.body)
    return page.first_line + page.body.count("\n", 0, found.start()) if found else None


@check(Severity.WARNING)
def short_sentences(subject: SourcePage) -> Iterator[Problem]:
    """No sentence has more than 25 words.

    Why: a frightened reader loses a long sentence half-way.
    Bad: You may ask for a lawyer and for an interpreter and for time to read every paper that they give you and to say no when you do not understand it.
    Good: You may ask for a lawyer. You may ask for an interpreter.
    """  # noqa: E501 - the example has to be long
    for unit in subject.page.units:
        for sentence in plainness.sentences([unit]):
            words = re.findall(r"[\w'’-]*[A-Za-z][\w'’-]*", sentence)
            if len(words) > LONGEST_SENTENCE:
                start = " ".join(words[:6])
                yield Problem(f"a sentence of {len(words)} words: {start} …", "Split it in two", unit)


@check(Severity.ERROR)
def plain_enough(subject: SourcePage) -> Iterator[Problem]:
    """A page for survivors can be read with eight years of schooling.

    Why: somebody who has to read a sentence twice at a bad moment gives up on it.
    Bad: Notwithstanding considerations regarding jurisdictional admissibility, individuals experiencing exploitation may simultaneously petition multiple authorities.
    Good: You can ask more than one office for help.
    """  # noqa: E501 - the example has to be hard
    if subject.page.meta.audience != "survivors":
        return
    text = plainness.sentences(subject.page.units)
    if (grade := plainness.grade(text)) > HARDEST_GRADE:
        worst = "; ".join(f"{one:.0f}: {sentence}" for one, sentence in plainness.hardest(text))
        yield Problem(
            f"reading grade {grade:.1f}, above {HARDEST_GRADE:.0f}", f"Begin with the hardest sentences: {worst}"
        )
