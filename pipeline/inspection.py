"""Every check over every page, translation and review log of a project."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from pipeline import facts, files, finding, mislaid, tokens, verify
from pipeline.checks import CHECKS, SOURCE_CHECKS, TRANSLATION_CHECKS
from pipeline.checks.engine import Check, SourcePage, check_page, check_translation
from pipeline.errors import Gathered, KyrError, nearest
from pipeline.languages import SOURCE, Locale
from pipeline.markdown import Job
from pipeline.model import Catalog, Finding, Keys, Page, Severity
from pipeline.project import Project
from pipeline.review import remarks


def explain(rule: str) -> str:
    """A rule's documentation. Raises KyrError, naming the nearest or else all, when there is none of that name."""
    for one in CHECKS:
        if one.id == rule:
            return f"{one.id} ({one.severity.value})\n\n" + re.sub(r"^    ", "", one.doc, flags=re.MULTILINE).strip()
    names = [one.id for one in CHECKS]
    raise KyrError("--rule", f"there is no rule '{rule}'", nearest(rule, names, f"Rules are: {', '.join(names)}"))


def inspect(project: Project) -> Iterator[Finding]:
    """Findings in the order of reading: settings, pages, then each locale's catalogues, then the review logs.

    Raises KyrError for every page and catalogue that cannot be read, and for any other file of the project, whether
    anything asks for it today or not: reviewers.toml counts from the first signature on, and the words of the search
    from the next build.
    """
    written, catalogs = _everything(project)
    _ = project.reviewers, finding.sayings(project), [project.wording(one) for one in project.config.locales]
    for wrong in (*project.absent(), *project.unread_words()):
        yield Finding("settings", Severity.ERROR, wrong.path, wrong.line, wrong.message, wrong.fix)
    for wrong in mislaid.unread(project):
        yield Finding("settings", Severity.WARNING, wrong.path, wrong.line, wrong.message, wrong.fix)
    yield from _seen_tomorrow(project)
    yield from _pages(project, written)
    for (locale, name), catalog in catalogs.items():
        yield from _catalog(project, locale, name, catalog)
    for locale in project.config.everywhere:
        for error in project.ledger(locale)[1]:
            yield Finding("review-log", Severity.ERROR, error.path, error.line, error.message, error.fix)


def _seen_tomorrow(project: Project) -> Iterator[Finding]:
    """Facts and contacts that somebody will have opened: until then they would be relied on for too long."""
    newest = max(project.today, datetime.datetime.now().astimezone().date()) + datetime.timedelta(days=1)
    for file, known in (("facts.toml", project.registry.facts), ("contacts.toml", project.registry.contacts)):
        for one in known.values():
            if one.seen and one.seen > newest:
                own = project.local / "content" / file
                is_own = files.exists(own) and f"[{one.id}]" in files.read_text(own, project.name(own))
                path = project.name(own if is_own else project.content / file)
                wrong = f"{one.id} was seen on {one.seen}, which is in the future"
                yield Finding(
                    "facts", Severity.ERROR, path, one.line, wrong, "Write the day on which its source was opened"
                )


def _everything(project: Project) -> tuple[dict[str, str], dict[tuple[Locale, str], Catalog]]:
    """The XHTML of every page, and every catalogue. Raises KyrError for all of them that cannot be read."""
    gathered = Gathered()
    written: dict[str, str] = {}
    catalogs: dict[tuple[Locale, str], Catalog] = {}
    for path in project.page_files:
        with gathered:
            written[path] = _written(project, project.page(path))
    for locale in project.config.locales:
        for name in project.catalog_names(locale):
            with gathered:
                catalogs[locale, name] = project.catalog(locale, name)
    gathered.tell()
    return written, catalogs


def _pages(project: Project, written: Mapping[str, str]) -> Iterator[Finding]:
    anchors = {path: frozenset(re.findall(r'\sid="([^"]+)"', html)) for path, html in written.items()}

    def fact_age(fact: str) -> str | None:
        found = known.get(fact)
        old = found and facts.expired(found, project.today)
        return f"fact {fact} was to be read again by {found.check_by}" if found and old else None

    known = project.registry.facts
    for page in project.pages.values():
        yield from check_page(
            SOURCE_CHECKS,
            SourcePage(
                page,
                anchors,
                partial(wrong_token, project.registry),
                partial(wrong_fact, project.registry),
                project.today,
                fact_age,
                is_hot=lambda fact: fact in known and known[fact].volatile is facts.Volatility.HOT,
                claim=lambda fact: known[fact].claim if fact in known else "",
                uncovered=verify.uncovered(written[page.path]),
                keeps_facts=bool(known) or project.config.front_matter is Keys.OWN,
                loose=project.converter.loose(page),
                keys=project.config.front_matter,
            ),
        )


def wrong_token(registry: facts.Registry, text: str) -> tuple[str, str] | None:
    """What is wrong with a text's tokens, and what to do; None for nothing."""
    return _fault(lambda: tokens.expand(text, registry, SOURCE, "plain", path=""))


def wrong_fact(registry: facts.Registry, name: str) -> tuple[str, str] | None:
    """Why no page may rest on the fact of a name, and what to do; None where one may."""
    return _fault(lambda: facts.find_fact(registry, name, ""))


def _fault(step: Callable[[], object]) -> tuple[str, str] | None:
    """What an error says whose place is known."""
    try:
        step()
    except KyrError as error:
        return error.message, error.fix
    return None


def _written(project: Project, page: Page) -> str:
    """A page's XHTML with each unit between marks; ids are those of the English, whatever its headings say."""
    job = Job(page.name, page.body, page.first_line, translate=verify.wrapped, source_lang=SOURCE.tag)
    return project.converter.convert(job)


def _catalog(
    project: Project, locale: Locale, name: str, catalog: Catalog, checks: tuple[Check, ...] = TRANSLATION_CHECKS
) -> Iterator[Finding]:
    subject = remarks.subjects(project, locale, name)
    for message in catalog.live:
        if message.target and not message.fuzzy:
            yield from check_translation(checks, subject(message))


def glossary_findings(project: Project) -> Iterator[Finding]:
    """What the two rules about the glossary find in every catalogue, and nothing else."""
    rules = tuple(one for one in TRANSLATION_CHECKS if one.id in {"glossary-terms-used", "no-forbidden-terms"})
    for locale in project.config.locales:
        for name in project.catalog_names(locale):
            found = _catalog(project, locale, name, project.catalog(locale, name), rules)
            yield from (one for one in found if one.rule != "silence")
