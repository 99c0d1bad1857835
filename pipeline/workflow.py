"""The steps that write catalogues: extract, update, convert. Each can be run again and changes no further byte."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pipeline import __version__, extracted, facts, files, glossary, pages, tokens
from pipeline import catalog as po
from pipeline.errors import Gathered, KyrError
from pipeline.languages import SOURCE, Locale, locale
from pipeline.model import Catalog, Message, Page
from pipeline.project import INTERFACE, Project

DRAFT = "Draft translation. A certified translator has not reviewed it yet."
"""The comment above the header of every new catalogue."""
ACCENTED = "Accented English, made by a program to find words that cannot be translated. Edits are overwritten."
"""The comment above the header of the pseudo-locale's catalogues."""

_BRACES = frozenset("{}｛｝")
"""Without one of them there is no token in a text, and nothing that looks like a damaged one."""


def templates(project: Project, target: Locale | None = None) -> dict[str, tuple[Message, ...]]:
    """The messages of every page, and of the interface, in reading order.

    With a target locale, each carries what the glossary says of its terms in that language.
    """
    describe = _describer(project, target)
    return {name: _messages(project, name, describe) for name in (*project.page_files, INTERFACE)}


def _is_gone(project: Project, template: Path, current: Path | None) -> bool:
    """Whether a template is of no page; that of a shared page stays when an organization's own stands in for it."""
    return template != current and (current is None or template.is_relative_to(project.local))


def _messages(project: Project, name: str, describe: pages.Describe = lambda _: ()) -> tuple[Message, ...]:
    if name == INTERFACE:
        from pipeline import words

        return words.gather(project.root)
    page = project.page(name)
    return pages.messages(page.name, page.units, describe)


def _describer(project: Project, target: Locale | None) -> pages.Describe:
    if target is None:
        return lambda _: ()
    terms, code = project.glossary, target.code
    return lambda text: (line for term in terms.terms_in(text) if (line := glossary.describe(term, code)))


def references(project: Project, page: Page) -> None:
    """Raise RegistryError for the first token or fact that a page names and must not print."""
    for unit in (*page.units, *project.converter.loose(page)):
        if not _BRACES.isdisjoint(unit.text):
            tokens.expand(unit.text, project.registry, SOURCE, "plain", path=page.name, line=unit.line)
    facts.must_be_printable(project.registry, page)


def extract(project: Project, record: extracted.Record | None = None) -> Iterator[str]:
    """Write the templates; yields the name of each file that changed. A page that is gone loses its template.

    Only pages are parsed that have changed since the last time, which the record remembers. Raises KyrError for every
    page that cannot be read or must not be printed, before anything is written.
    """
    is_fresh, record = project.is_fresh, record or extracted.Record(project)
    if record.holds:
        return
    paths = {name: project.template_path(name) for name in (*project.page_files, INTERFACE)}
    stale = [name for name, path in paths.items() if not record.keeps(path, project.page_files.get(name))]
    made, gathered = {}, Gathered()
    for name in stale:
        with gathered:
            if name != INTERFACE:
                references(project, project.page(name))
            made[paths[name]] = po.render(po.template(_messages(project, name), name))
    gathered.tell()
    for path, data in made.items():
        if files.replace(path, data, project.name(path)):
            yield project.name(path)
    gone = [path for path, name in record.templates().items() if _is_gone(project, path, paths.get(name))]
    for path in gone:
        path.unlink()
        yield project.name(path)
    # pages that were read before leave no record; nor does an extension that may change unseen
    if is_fresh and project.markdown.usual:
        record.write((project.page_files[name] for name in stale if name != INTERFACE), made, gone)


def update(project: Project) -> Iterator[str]:
    """Bring every locale's catalogues up to the pages; yields the name of each file that changed."""
    yield from extract(project)
    for target in project.config.locales:
        if target.derived_from is None:
            yield from _merge(project, target, templates(project, target))
    yield from convert(project)


def update_one(project: Project, target: Locale) -> Iterator[str]:
    """Bring the catalogues of one locale up to the pages, whether the project shows it yet or not."""
    if target.derived_from is None:
        yield from _merge(project, target, templates(project, target))
    else:
        yield from _derive(project, locale(target.derived_from), target)


def _merge(project: Project, target: Locale, found: Mapping[str, tuple[Message, ...]]) -> Iterator[str]:
    from pipeline import merge

    old: dict[str, Catalog] = {}
    read: dict[str, bytes | None] = {}
    gathered = Gathered()
    for name in dict.fromkeys((*found, *project.catalog_names(target))):
        with gathered:
            old[name], read[name] = project.read_catalog(target, name)
    gathered.tell()
    for name, merged in merge.merge_all(old, found).items():
        if not merged.header:
            merged = Catalog(merged.messages, _header(project, target), merged.comment or DRAFT)
        path = project.catalog_path(target, name)
        if (merged.messages or read.get(name)) and project.write_catalog(path, merged, read.get(name)):
            yield project.name(path)


def convert(project: Project) -> Iterator[str]:
    """Derive the catalogues of every locale that is made from another; yields the name of each file that changed."""
    for target in project.config.locales:
        if target.derived_from is not None:
            yield from _derive(project, locale(target.derived_from), target)


def _derive(project: Project, origin: Locale, target: Locale) -> Iterator[str]:
    if origin == SOURCE:
        yield from _accent(project, target)
        return
    from pipeline import derived

    converter, gathered = project.chinese, Gathered()
    for name in project.catalog_names(origin):
        with gathered:
            old, data = project.read_catalog(target, name)
            made = derived.derive(project.catalog(origin, name), old if data else None, converter)
            if not data:
                made = Catalog(made.messages, _header(project, target), DRAFT)
            path = project.catalog_path(target, name)
            if project.write_catalog(path, made, data):
                yield project.name(path)
    gathered.tell()


def _accent(project: Project, target: Locale) -> Iterator[str]:
    """The pseudo-locale's catalogues: nobody edits them, so they are written anew from the pages."""
    from pipeline.text import pseudo

    found = templates(project)
    for name in dict.fromkeys((*found, *project.catalog_names(target))):
        messages = (replace(message, target=pseudo.accented(message.source)) for message in found.get(name, ()))
        path = project.catalog_path(target, name)
        old, data = project.read_catalog(target, name)
        made = Catalog(tuple(messages), old.header or _header(project, target), ACCENTED)
        if project.write_catalog(path, made, data):
            yield project.name(path)


def put(project: Project, target: Locale, page: str, changes: Mapping[Message, Message]) -> Iterator[str]:
    """Put messages in the place of others in one catalogue; yields its name if that changes it. Raises as `changed`."""
    path = project.catalog_path(target, page)
    catalog, data = project.read_catalog(target, page)
    if project.write_catalog(path, changed(catalog, changes, project.name(path)), data):
        yield project.name(path)


def changed(catalog: Catalog, changes: Mapping[Message, Message], name: str) -> Catalog:
    """A catalogue with messages in the place of others. Raises KyrError when one of these is not there as it was."""
    if lost := changes.keys() - set(catalog.live):
        wrong = f"the message '{min(one.source for one in lost)[:40]}' is not there, or has changed meanwhile"
        raise KyrError(name, wrong, "Run `kyr update`, then import the file again")
    return replace(catalog, messages=tuple(changes.get(message, message) for message in catalog.messages))


def _header(project: Project, target: Locale) -> dict[str, str]:
    """The header of a new catalogue; whoever works on it next puts their own name and date there."""
    config = project.config
    return po.header(target, f"{config.organization or 'kyr'} {__version__}", config.contact, project.today)
