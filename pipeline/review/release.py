"""What keeps a release back, and the manifest of one: which words were published, who signed them, file by file.

A release shows approved words only, rests on no fact whose day has passed, and has no open error. The manifest is made
of the project and the files alone, so that the same sources give the same bytes, and anybody can hold a copy of the
site against it.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from pipeline import derived, facts, fingerprint, languages
from pipeline.edition import Publisher
from pipeline.errors import KyrError, position
from pipeline.languages import Locale
from pipeline.model import Page, Severity, State, Verdict
from pipeline.project import Project
from pipeline.publish import Show
from pipeline.review import signatures, story

FORMAT = "kyr-release"
VERSION = 1
PUBLISHED = ("handouts", "site")
"""The folders of build/ that are published."""
MANIFEST = "site/release.json"
"""Where the manifest lies in build/: published with the site that it describes, and the one file it does not list."""


class Kind(Enum):
    """What can keep a release back."""

    SETTING = "setting"
    FACT = "fact"
    PAGE = "page"
    CHECK = "check"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing that keeps a release back."""

    kind: Kind
    where: str
    """A unit with its locale, a fact with its pages, or a file with its line."""
    reason: str


def blockers(project: Project, today: datetime.date) -> Iterator[Blocker]:
    """Everything that keeps a release back: settings, facts, pages, checks, then unit by unit.

    ``today`` is the day by the clock, not the build's: a fact does not hold longer because nobody has committed since.
    """
    from pipeline import inspection  # with every rule, none of which an ordinary build needs

    if project.config.show is not Show.APPROVED:
        wrong = f'show is "{project.config.show.value}"; a release shows approved words only'
        yield Blocker(Kind.SETTING, "pyproject.toml [tool.kyr.publish]", wrong)
    yield from _facts(project, today)
    for page in project.pages.values():
        if page.meta.legal_review_by and page.meta.legal_review_by < today:
            yield Blocker(Kind.PAGE, page.name, f"a lawyer should have read it again by {page.meta.legal_review_by}")
    for finding in inspection.inspect(project):
        if finding.severity is Severity.ERROR:
            yield Blocker(Kind.CHECK, position(finding.path, finding.line), f"{finding.rule}: {finding.message}")
    publisher = Publisher(project)
    for locale in project.config.everywhere:
        for page in project.signable.values():
            yield from _units(publisher, locale, page)


def _facts(project: Project, today: datetime.date) -> Iterator[Blocker]:
    used: dict[str, list[str]] = {}
    for path, page in project.pages.items():
        for name in page.meta.facts:
            used.setdefault(name, []).append(path)
    for fact in project.registry.named(used):
        if facts.expired(fact, today):
            where = f"{fact.id} ({', '.join(used[fact.id])})"
            yield Blocker(Kind.FACT, where, f"it was to be read again by {fact.check_by}")


def _units(publisher: Publisher, locale: Locale, page: Page) -> Iterator[Blocker]:
    required = publisher.project.config.review.required(locale, page.meta.audience)
    ledger = publisher.project.ledger(locale)[0]
    origin = languages.locale(locale.derived_from) if locale.derived_from else None
    originals = {one.key: one.target for one in publisher.catalog(origin, page).live} if origin else {}
    for message, state in publisher.units(locale, page):
        why = ""
        if state is not State.APPROVED:
            why = story.reason(state, message, ledger.signoffs(*signatures.digests(message)), required)
        elif origin and derived.is_derived(message):  # its mark says whose words they are, and anybody can write one
            is_converted = publisher.project.chinese.convert(originals.get(message.key, "")) == message.target
            why = "" if is_converted else "marked as converted, and no conversion makes these words: run `kyr update`"
        if why:
            name = f"{signatures.unit_name(page.path, message.key)} {locale.code}"
            yield Blocker(Kind.UNIT, name, f"{state.value}: {why}")


# ---- the manifest ----


def manifest(project: Project) -> str:
    """The manifest of what stands in build/, as JSON with sorted keys."""
    publisher, locales = Publisher(project), project.config.everywhere
    record = {
        "format": FORMAT,
        "version": VERSION,
        "date": project.today.isoformat(),
        "pages": [_page(publisher, locale, page) for page in project.signable.values() for locale in locales],
        "files": digests(project.build),
    }
    return json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _page(publisher: Publisher, locale: Locale, page: Page) -> dict[str, Any]:
    project = publisher.project
    required = project.config.review.required(locale, page.meta.audience)
    ledger = project.ledger(locale)[0]
    units = []
    for message, state in publisher.units(locale, page):
        source, target = signatures.digests(message)
        signoffs = [
            {"reviewer": one.reviewer, "role": one.role.value, "date": one.date.isoformat()}
            for one in sorted(ledger.signoffs(source, target), key=lambda one: (one.date, one.role.value, one.reviewer))
            if one.verdict is Verdict.APPROVE
        ]
        name = signatures.unit_name(page.path, message.key)
        units.append({"unit": name, "source": source, "target": target, "state": state.value, "signoffs": signoffs})
    return {
        "page": page.path,
        "locale": locale.code,
        "required": sorted(role.value for role in required),
        "facts": [
            {"id": fact.id, "seen": str(fact.seen or ""), "check_by": str(fact.check_by or "")}
            for fact in project.registry.named(page.meta.facts)
        ],
        "units": units,
    }


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every published file below a folder that holds ``site`` and ``handouts``, by its path from there."""
    files = (path for top in PUBLISHED for path in sorted((folder / top).rglob("*")) if path.is_file())
    found = (path for path in files if path != folder / MANIFEST)
    return {path.relative_to(folder).as_posix(): fingerprint.of_bytes(path.read_bytes()) for path in found}


def differences(text: str, name: str, folder: Path) -> Iterator[str]:
    """How the published files below a folder differ from a manifest's; none when they are what was released.

    Raises KyrError when the text is no manifest.
    """
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        record = None
    stated = record.get("files") if isinstance(record, dict) and record.get("format") == FORMAT else None
    if not isinstance(stated, dict):
        raise KyrError(
            name, "this is not the manifest of a release", "Name the release.json that `kyr build --release` wrote"
        )
    found = digests(folder)
    for path in sorted(stated.keys() | found.keys()):
        if path not in found:
            yield f"missing: {path}"
        elif path not in stated:
            yield f"not released: {path}"
        elif found[path] != stated[path]:
            yield f"changed: {path}"
