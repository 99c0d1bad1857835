"""The steps that write catalogues: extract, update, convert. Each can be run again and changes no further byte."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline import __version__, derived, facts, files, glossary, merge, pages, tokens, words
from pipeline import catalog as po
from pipeline.languages import SOURCE, Locale, locale
from pipeline.model import Catalog, Message
from pipeline.project import INTERFACE, Project

DRAFT = "Draft translation. A certified translator has not reviewed it yet."
"""The comment above the header of every new catalogue."""


def templates(project: Project, target: Locale | None = None) -> dict[str, tuple[Message, ...]]:
    """The messages of every page, and of the interface, in reading order.

    With a target locale, each carries what the glossary says of its terms in that language.
    """
    describe = _describer(project, target)
    found = {path: pages.messages(f"content/{path}.md", page.units, describe) for path, page in project.pages.items()}
    found[INTERFACE] = words.gather(project.root)
    return found


def _describer(project: Project, target: Locale | None) -> pages.Describe:
    if target is None:
        return lambda _: ()
    terms, code = project.glossary, target.code
    return lambda text: (line for term in terms.terms_in(text) if (line := glossary.describe(term, code)))


def references(project: Project) -> None:
    """Raise RegistryError for the first token or fact that a page names and that may not be printed."""
    for page in project.pages.values():
        name = f"content/{page.path}.md"
        for unit in page.units:
            tokens.expand(unit.text, project.registry, SOURCE, "plain", path=name, line=unit.line)
        for fact in page.meta.facts:
            facts.find_fact(project.registry, fact, name)


def extract(project: Project) -> Iterator[str]:
    """Write the templates; yields the name of each file that changed. A page that is gone loses its template."""
    references(project)
    found = templates(project)
    for name, messages in found.items():
        path = project.template_path(name)
        if files.replace(path, po.render(po.template(messages, name)), project.name(path)):
            yield project.name(path)
    folder = project.locales / "templates"
    for path in sorted(folder.rglob("*.pot")):
        if path.relative_to(folder).with_suffix("").as_posix() not in found:
            path.unlink()
            yield project.name(path)


def update(project: Project) -> Iterator[str]:
    """Bring every locale's catalogues up to the pages; yields the name of each file that changed."""
    yield from extract(project)
    for target in project.config.locales:
        if target.derived_from is None:
            yield from _merge(project, target, templates(project, target))
    yield from convert(project)


def _merge(project: Project, target: Locale, found: Mapping[str, tuple[Message, ...]]) -> Iterator[str]:
    old: dict[str, Catalog] = {}
    read: dict[str, bytes | None] = {}
    for name in dict.fromkeys((*found, *project.catalog_names(target))):
        old[name], read[name] = project.read_catalog(target, name)
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
    converter = project.chinese
    for name in project.catalog_names(origin):
        old, data = project.read_catalog(target, name)
        made = derived.derive(project.catalog(origin, name), old if data else None, converter)
        if not data:
            made = Catalog(made.messages, _header(project, target), DRAFT)
        path = project.catalog_path(target, name)
        if project.write_catalog(path, made, data):
            yield project.name(path)


def _header(project: Project, target: Locale) -> dict[str, str]:
    """The header of a new catalogue; whoever works on it next puts their own name and date there."""
    config = project.config
    return po.header(target, f"{config.organization or 'kyr'} {__version__}", config.contact, project.today)
