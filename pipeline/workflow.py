"""The steps that write catalogues: extract, update, convert. Each can be run again and changes no further byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

from pipeline import __version__, derived, facts, files, glossary, merge, pages, pseudo, settled, tokens, words
from pipeline import catalog as po
from pipeline.languages import SOURCE, Locale, locale
from pipeline.markdown import EXTENSIONS
from pipeline.model import Catalog, Message
from pipeline.project import INTERFACE, Project

DRAFT = "Draft translation. A certified translator has not reviewed it yet."
"""The comment above the header of every new catalogue."""
ACCENTED = "Accented English, made by a program to find words that cannot be translated. Edits are overwritten."
"""The comment above the header of the pseudo-locale's catalogues."""

_BRACES = frozenset("{}｛｝")
"""Without one of them there is no token in a text, and nothing that looks like a damaged one."""
_PACKAGE = Path(__file__).parent
_SETTINGS = ("pyproject.toml", "local/kyr.toml", "mkdocs.yml", "locales/glossary.tsv")
_READ = {"content": (".md", ".vtt", ".toml"), "local/content": (".md", ".vtt", ".toml"), "site/theme": (".html",)}
"""Where the files are, below the root, that a template can depend on."""


def templates(project: Project, target: Locale | None = None) -> dict[str, tuple[Message, ...]]:
    """The messages of every page, and of the interface, in reading order.

    With a target locale, each carries what the glossary says of its terms in that language.
    """
    describe = _describer(project, target)
    found = {path: pages.messages(page.name, page.units, describe) for path, page in project.pages.items()}
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
        for unit in page.units:
            if not _BRACES.isdisjoint(unit.text):
                tokens.expand(unit.text, project.registry, SOURCE, "plain", path=page.name, line=unit.line)
        for fact in page.meta.facts:
            facts.find_fact(project.registry, fact, page.name)


def extract(project: Project) -> Iterator[str]:
    """Write the templates; yields the name of each file that changed. A page that is gone loses its template.

    Where nothing has changed since the last time, no page is parsed.
    """
    record, inputs, is_fresh = project.build / "cache" / "extract", _inputs(project), project.is_fresh
    if settled.holds(record, inputs, _digest(project, _templates_on_disk(project))):
        return
    references(project)
    found = templates(project)
    made = {project.template_path(name): po.render(po.template(said, name)) for name, said in found.items()}
    for path, data in made.items():
        if files.replace(path, data, project.name(path)):
            yield project.name(path)
    for path, name in _templates_on_disk(project).items():
        if name not in found:
            path.unlink()
            yield project.name(path)
    # A page that was read before, or saved meanwhile, leaves no record; nor does an extension that may change unseen.
    if is_fresh and project.config.markdown_extensions == EXTENSIONS and inputs == _inputs(project):
        others = _templates_on_disk(project).keys() - made.keys()
        settled.keep(record, inputs, _digest(project, others, {project.name(path): made[path] for path in made}))


def _templates_on_disk(project: Project) -> dict[Path, str]:
    """Every template, and the page it is of."""
    folders = (project.locales / "templates", project.local / "locales" / "templates")
    found = ((path, folder) for folder in folders for path in sorted(folder.rglob("*.pot")))
    return {path: path.relative_to(folder).with_suffix("").as_posix() for path, folder in found}


def _inputs(project: Project) -> str:
    """Digest of every file that `extract` reads, of this package and of what it imports."""
    paths = [project.root / name for name in _SETTINGS]
    for folder, kinds in _READ.items():
        paths += [path for path in (project.root / folder).rglob("*") if path.suffix in kinds]
    return _digest(project, (*paths, *_PACKAGE.rglob("*.py")), {"": settled.machinery()})


def _digest(project: Project, paths: Iterable[Path], more: Mapping[str, bytes] | None = None) -> str:
    """Digest of the files that are there among ``paths``, and of more bytes by name."""
    root = f"{project.root}/"
    names = ((str(path).removeprefix(root), path) for path in paths if path.is_file())
    return settled.digest(chain(((name, files.read_bytes(path, name)) for name, path in names), (more or {}).items()))


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
    if origin == SOURCE:
        yield from _accent(project, target)
        return
    converter = project.chinese
    for name in project.catalog_names(origin):
        old, data = project.read_catalog(target, name)
        made = derived.derive(project.catalog(origin, name), old if data else None, converter)
        if not data:
            made = Catalog(made.messages, _header(project, target), DRAFT)
        path = project.catalog_path(target, name)
        if project.write_catalog(path, made, data):
            yield project.name(path)


def _accent(project: Project, target: Locale) -> Iterator[str]:
    """The pseudo-locale's catalogues: nobody edits them, so they are written anew from the pages."""
    found = templates(project)
    for name in dict.fromkeys((*found, *project.catalog_names(target))):
        messages = (replace(message, target=pseudo.accented(message.source)) for message in found.get(name, ()))
        path = project.catalog_path(target, name)
        old, data = project.read_catalog(target, name)
        made = Catalog(tuple(messages), old.header or _header(project, target), ACCENTED)
        if project.write_catalog(path, made, data):
            yield project.name(path)


def _header(project: Project, target: Locale) -> dict[str, str]:
    """The header of a new catalogue; whoever works on it next puts their own name and date there."""
    config = project.config
    return po.header(target, f"{config.organization or 'kyr'} {__version__}", config.contact, project.today)
