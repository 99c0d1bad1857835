"""The project on disk: where things are, and every file read once and written safely.

content/<page>.md                          pages, facts.toml, contacts.toml
locales/templates/<page>.pot               one template a page, and site.pot
locales/<code>/LC_MESSAGES/<page>.po       one catalogue a page, and site.po
locales/<code>/reviews.jsonl               sign-offs
locales/<code>/authors.jsonl               who wrote an imported translation
locales/reviewers.toml                     who may sign what
locales/words/<language>.toml              what rules know of a language's words
local/                                     what one organization adds (docs/organizations.md)
"""

from __future__ import annotations

import datetime
import os
import re
import subprocess
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pipeline import catalog as po
from pipeline import content, extensions, facts, files, glossary, languages, mislaid, place, registry, settings
from pipeline.converter import Converter
from pipeline.errors import CatalogError, ConfigError, Gathered, KyrError, ReviewLogError, WriteError, nearest
from pipeline.languages import SOURCE, Locale
from pipeline.memory import Memory
from pipeline.model import Catalog, FrontMatter, Keys, Page, SignOff, Unit, digest
from pipeline.organization import Scope
from pipeline.place import Place
from pipeline.regional import Omit
from pipeline.review import authors, reviewers, signatures, trust
from pipeline.settings import Config
from pipeline.text import maths, toml, wording
from pipeline.text.toml import Table
from pipeline.text.untrusted import shown
from pipeline.text.wording import Wording

if TYPE_CHECKING:
    from pipeline import chinese, chinese_tables
    from pipeline.review.authorship import Authorship
    from pipeline.review.history import History

T = TypeVar("T")

INTERFACE = "site"
"""The catalogue of the words that belong to no page."""


class Project(Place):
    """One checkout. Everything is read when first asked for and then kept; make a new Project to see changes.

    ``remember`` lets what an earlier command has read stand for reading it again; see `memory`.
    """

    def __init__(self, root: Path, *, remember: bool = False) -> None:
        super().__init__(root)
        self._remember = remember
        self._ledger = cache(self._weighed)
        self._memories: dict[str, Memory] = {}
        self._page = cache(self._read)
        self._wording = cache(self._words)

    @classmethod
    def find(cls, start: Path | None = None, *, remember: bool = False) -> Project:
        """The project that ``start`` (the current folder) lies in. Raises ConfigError outside of one."""
        return cls(place.root(start), remember=remember)

    @property
    def is_fresh(self) -> bool:
        """Whether nothing is kept yet that may have changed on disk since it was read."""
        return not any(isinstance(getattr(Project, name, None), cached_property) for name in vars(self))

    # ---- settings ----

    @property
    def settings_path(self) -> Path:
        """The file whose settings win: local/kyr.toml where there is one, else pyproject.toml."""
        own = self.local / "kyr.toml"
        return own if files.exists(own) else self.root / "pyproject.toml"

    @cached_property
    def tables(self) -> Mapping[str, Table]:
        """The tables of ``[tool.kyr]`` by name, with those of local/kyr.toml laid over them. Raises ConfigError."""
        shared = self._toml(self.root / "pyproject.toml")
        own = self.local / "kyr.toml"
        return settings.tables(shared, self._toml(own) if files.exists(own) else Table(shared.path, {}))

    @cached_property
    def config(self) -> Config:
        """What they say. Raises ConfigError for an unknown key or a value that cannot be followed."""
        return settings.read(self.tables)

    def absent(self) -> Iterator[KyrError]:
        """An error for each logo and page of the menu that the settings name and no content folder has."""
        look, own, menu = self.config.look, self.tables["organization"], self.tables["menu"]
        named = [(own, "logo", "logo", look.logo)] if look.logo else []
        named += [(menu, label, "page", page) for label, pages in look.menu.items() for page in pages]
        for table, key, what, file in named:
            if not any((folder / file).is_file() for folder in (self.content, self.local / "content")):
                fix = f"Put it at local/content/{file}, or take it out of the settings"
                yield table.error(key, f"the {what} '{file}' is not there", fix)

    def _toml(self, path: Path) -> Table:
        return toml.read(files.read_text(path, self.name(path)), self.name(path))

    def locale(self, code: str) -> Locale:
        """One of the project's locales, by folder name, BCP 47 tag or any name that can only mean it: ``zh-TW`` is
        ``zh_Hant``, while ``zh`` may be two. Raises ConfigError for any other.
        """
        known = {locale.code: locale for locale in self.config.everywhere}
        wanted = languages.spelt(code)
        if found := known.get(wanted) or ("_" in wanted and known.get(languages.meant(wanted))):
            return found
        if wanted and languages.meant(wanted) == wanted and (self.locales / wanted).is_dir():
            raise ConfigError(
                code, "this language has been started but is not published", f"Publish it: kyr add-locale {wanted}"
            )
        listed = ", ".join(f"{one.code} ({languages.in_english(one)})" for one in known.values())
        raise ConfigError(code, "this project has no locale of that name", f"Use one of: {listed}")

    @cached_property
    def moment(self) -> int:
        """Seconds since 1970 for everything that carries a date: SOURCE_DATE_EPOCH, else the newest commit."""
        stated = os.environ.get("SOURCE_DATE_EPOCH")
        if stated is not None:
            try:
                datetime.datetime.fromtimestamp(int(stated), datetime.UTC)
            except (ValueError, OverflowError, OSError) as error:
                fix = "Give seconds since 1970, or unset it"
                raise ConfigError("SOURCE_DATE_EPOCH", f"'{stated}' is not a valid time", fix) from error
            return int(stated)
        command = ["git", "-C", str(self.root), "-c", "log.showSignature=false", "log", "-1", "--format=%ct"]
        try:
            return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        except (OSError, subprocess.CalledProcessError, ValueError):
            return int((self.root / "pyproject.toml").stat().st_mtime)  # an unpacked archive has no commits

    @property
    def today(self) -> datetime.date:
        """The date that facts are measured against while building: that of ``moment``, so builds are repeatable."""
        return datetime.datetime.fromtimestamp(self.moment, tz=datetime.UTC).date()

    # ---- memory ----

    def memory(self, kind: str) -> Memory:
        """What earlier commands have read, of one kind; a project that is not to remember begins with nothing, and so
        does one whose pages are read with an extension that may change unseen.
        """
        if kind not in self._memories:
            remember = self._remember and self.markdown.usual
            self._memories[kind] = Memory(self.build / "memory" / f"{kind}.json" if remember else None)
        return self._memories[kind]

    def keep(self) -> None:
        """Leave what was read to the next command."""
        for memory in self._memories.values():
            memory.save()

    # ---- content ----

    @cached_property
    def markdown(self) -> extensions.Extensions:
        """The Markdown extensions that mkdocs.yml names. Raises ConfigError."""
        path = self.root / "mkdocs.yml"
        return extensions.read(path, self.name(path))

    @cached_property
    def converter(self) -> Converter:
        """The Markdown parser every page goes through."""
        return self.markdown.converter()

    @cached_property
    def mathematics(self) -> maths.Reads | None:
        """How the pages' mathematics is read, if their extensions read any."""
        return self.markdown.mathematics

    @cached_property
    def page_files(self) -> Mapping[str, Path]:
        """Every page and caption file of content/ by path, sorted; one of local/content/ stands in for its like.

        Raises KyrError for a name under which a page would be lost.
        """
        found = content.pages(self, self.config)
        if clash := found.get(INTERFACE):
            wrong = f"'{INTERFACE}' is the name under which the interface's own words are translated and signed"
            raise KyrError(self.name(clash), wrong, "Give the page another name")
        return found

    @cached_property
    def pages(self) -> Mapping[str, Page]:
        """Every page by path, sorted. Raises KyrError for all that cannot be read."""
        found, gathered = {}, Gathered()
        for path, file in self.page_files.items():
            with gathered:
                found[path] = self._page(file)
        gathered.tell()
        return found

    @cached_property
    def interface(self) -> Page:
        """The words that belong to no page, as a page: one unit each, signed like those of any page for everyone."""
        from pipeline import words

        units = tuple(
            Unit(one.source, "interface", notes=one.extracted, literal=True) for one in words.gather(self.root)
        )
        about = FrontMatter("The interface's own words", "Buttons, labels and notices of the site and the handouts")
        return Page(INTERFACE, about, "", 1, (), lambda: units, self.name(self.template_path(INTERFACE)))

    @cached_property
    def signable(self) -> Mapping[str, Page]:
        """Everything that people sign: every page, and the interface."""
        return {**self.pages, INTERFACE: self.interface}

    def _read(self, path: Path) -> Page:
        name = self.name(path)
        data = files.read_bytes(path, name)
        if path.suffix == ".vtt":
            from pipeline import captions

            return captions.read(data, name)
        from pipeline import pages

        return pages.read(data, name, self.converter, self.config.front_matter)

    def shows(self, page: Page) -> bool:
        """Whether this organization publishes a page."""
        return self.config.scope.shows_page(page.meta.region)

    def omit(self, page: Page, region: str = "") -> Omit | None:
        """What this organization leaves out of a page, and what is made for one region also; None where both show the
        whole library.
        """
        scopes = [scope for scope in (self.config.scope, Scope.of_region(region)) if scope != Scope()]
        if not scopes:
            return None
        pages, contacts = self.pages.values(), self.registry.contacts.values()
        return Omit(
            page.path,
            frozenset(one.path for one in pages if not all(scope.shows_page(one.meta.region) for scope in scopes)),
            frozenset(one.id for one in contacts if not all(scope.shows_contact(one) for scope in scopes)),
            frozenset(one.value for one in scopes[-1].regions),
        )

    def page(self, path: str) -> Page:
        """One page by path or by its file's name, or the interface. Raises KyrError when there is none."""
        if path == INTERFACE:
            return self.interface
        name = path if path in self.page_files else content.named(path)
        file = self.page_files.get(name)
        if file is None:
            known = (*self.page_files, INTERFACE)
            parts = re.compile(rf"(?:^|[/.-]){re.escape(name)}(?:$|[/.-])", re.IGNORECASE)
            so_called = [one for one in self.page_files if name and parts.search(one)]
            fix = nearest(name, known, f"Pages are: {', '.join(known)}")
            fix = f"Did you mean {' or '.join(so_called)}?" if so_called else fix
            raise KyrError(f"content/{name}.md", "no such page", fix)
        return self._page(file)

    @cached_property
    def registry(self) -> facts.Registry:
        """Facts and contacts; empty where a project has no such file. Entries of local/content/ win."""
        known = facts.Registry(
            facts=self._entries("facts.toml", registry.parse_facts),
            contacts=self._entries("contacts.toml", registry.parse_contacts),
            borrowed=self.config.front_matter is Keys.MKDOCS,
        )
        if unknown := sorted(self.config.scope.contacts - known.contacts.keys()):
            fix = nearest(unknown[0], known.contacts, f"Use one that is in {facts.CONTACTS_FILE}")
            raise self.tables["organization"].error("contacts", f"there is no contact '{unknown[0]}'", fix)
        return known

    def _entries(self, name: str, parse: Callable[[str, str], dict[str, T]]) -> dict[str, T]:
        shared, own = (self._parsed(folder / name, parse) for folder in (self.content, self.local / "content"))
        return shared | own

    @cached_property
    def glossary(self) -> glossary.Glossary:
        """The term base; empty where a project has none."""
        return self.table("glossary", glossary.parse)

    @cached_property
    def vocabulary(self) -> tuple[chinese_tables.Entry, ...]:
        """What a region says otherwise."""
        from pipeline import chinese_tables

        return self.table("vocabulary", chinese_tables.parse_vocabulary)

    @cached_property
    def chinese(self) -> chinese.Converter:
        """Simplified to Traditional with the project's glossary, vocabulary and verdicts."""
        from pipeline import chinese, chinese_tables

        return chinese.Converter(
            self.glossary.conversions(),
            self.vocabulary,
            self.table("verdicts", chinese_tables.parse_verdicts),
        )

    def table(self, stem: str, parse: Callable[[str, str], T]) -> T:
        """One of the tables of locales/; empty where a project has none."""
        return self._parsed(self.locales / f"{stem}.tsv", parse)

    def _parsed(self, path: Path, parse: Callable[[str, str], T]) -> T:
        """A file as ``parse`` reads it; where there is none, like an empty one."""
        name = self.name(path)
        return parse(files.read_text(path, name) if files.exists(path) else "", name)

    def wording(self, locale: Locale) -> Wording:
        """What is known of a locale's words, in whatever script and country; nothing where nobody has made a file."""
        return self._wording(locale.code.partition("_")[0])

    def _words(self, language: str) -> Wording:
        path = self.locales / "words" / f"{language}.toml"
        return self._parsed(path, wording.parse) if files.exists(path) else wording.NONE

    def unread_words(self) -> Iterator[KyrError]:
        """An error for each file of words whose name is no language's, and which no locale would ever ask for."""
        for path in sorted((self.locales / "words").glob("*.toml")):
            if "_" in path.stem or not languages.meant(path.stem):
                wrong = f"'{shown(path.stem)}' is not a language, so this file is never read"
                yield ConfigError(self.name(path), wrong, "Call it by the language alone: es.toml, not es_MX.toml")

    # ---- catalogues ----

    def catalog_path(self, locale: Locale, page: str) -> Path:
        """Where a page's catalogue is."""
        return self._shelf(page) / locale.code / "LC_MESSAGES" / f"{page}.po"

    def catalog_names(self, locale: Locale) -> tuple[str, ...]:
        """The pages a locale has a catalogue for, and ``site``, sorted; also those of pages that are gone."""
        folders = [shelf / locale.code / "LC_MESSAGES" for shelf in (self.locales, self.local / "locales")]
        found = {path.relative_to(folder).with_suffix("") for folder in folders for path in folder.rglob("*.po")}
        return tuple(sorted(path.as_posix() for path in found))

    def read_catalog(self, locale: Locale, page: str) -> tuple[Catalog, bytes | None]:
        """A catalogue and the bytes it was read from; empty and None where there is no file yet.

        A page that an organization has made its own begins with the translations of the shared one.
        """
        path = self.catalog_file(locale, page)
        if path is None:
            return Catalog(), None
        data = files.read_bytes(path, self.name(path))
        catalog = po.parse(data, self.name(path))
        if languages.is_other(said := catalog.header.get("Language", ""), locale):
            line = data[: data.find(b'"Language:')].count(b"\n") + 1
            fix = f"Restore it from Git and put this one in its own place; if only the line is wrong: {locale.catalog}"
            raise CatalogError(self.name(path), f"this file says that it is in {said}, not {locale.catalog}", fix, line)
        if page not in self.page_files and page != INTERFACE:
            self._refuse_second(path, page, catalog)
        return catalog, data if path == self.catalog_path(locale, page) else None

    def _refuse_second(self, path: Path, page: str, catalog: Catalog) -> None:
        """Raise CatalogError for a second catalogue of some page: its words would be put aside as those of no page."""
        pages = {self.name(file): one for one, file in self.page_files.items()} | {"": INTERFACE}
        if first := mislaid.meant_for(page, catalog, pages):
            right = self.name(path).removesuffix(f"{page}.po") + f"{first}.po"
            fix = f"If it is the newer one, put it in the place of {right}; else delete it"
            raise CatalogError(self.name(path), f"this is a second catalogue of {first}, which nobody reads", fix)

    def catalog_file(self, locale: Locale, page: str) -> Path | None:
        """The file that a page's catalogue is read from; None where there is none yet."""
        path = self.catalog_path(locale, page)
        shared = self.locales / path.relative_to(self._shelf(page))
        return next((one for one in (path, shared) if files.exists(one)), None)

    def catalog(self, locale: Locale, page: str) -> Catalog:
        """A catalogue as it is on disk now."""
        return self.read_catalog(locale, page)[0]

    def write_catalog(self, path: Path, catalog: Catalog, expected: bytes | None) -> bool:
        """Replace a PO file, after proving that what is written reads back as the very same messages."""
        data = po.render(catalog)
        if data == expected:
            return False
        if po.parse(data, self.name(path)) != catalog:
            raise WriteError(self.name(path), "the catalogue would not read back as it is", "Report this as a bug")
        return files.replace(path, data, self.name(path), expected)

    # ---- reviews ----

    @cached_property
    def history(self) -> History:
        """Earlier words and who committed them; Git is asked only when somebody asks this."""
        from pipeline.review.history import History

        return History(self.root, self.memory("history"))

    @cached_property
    def reviewers(self) -> Mapping[str, reviewers.Reviewer]:
        """Who may sign what, by handle; nobody where a project has no reviewers.toml. Raises ConfigError.

        Somebody may sign a language that is begun, or not published any more, or not by this organization.
        """
        begun = sorted(found.parent.name for found in self.locales.glob("*/LC_MESSAGES"))
        codes = dict.fromkeys((*(locale.code for locale in self.config.everywhere), *begun))
        return self._parsed(self.locales / "reviewers.toml", lambda text, name: reviewers.parse(text, name, codes))

    @cached_property
    def authorship(self) -> Authorship:
        """Who wrote which translation."""
        from pipeline.review.authorship import Authorship

        return Authorship(self.history, self.reviewers, lambda code: self.authors(self.locale(code))[0])

    def log_path(self, locale: Locale) -> Path:
        """Where a locale's review log is."""
        return self.locales / locale.code / "reviews.jsonl"

    def authors_path(self, locale: Locale) -> Path:
        """Where the authors of a locale's imported translations are recorded."""
        return self.locales / locale.code / "authors.jsonl"

    def signoffs(self, locale: Locale) -> tuple[tuple[SignOff, ...], tuple[ReviewLogError, ...]]:
        """Every line of a locale's log that can be read, whether it counts or not, and an error for each other one."""
        return self._parsed(self.log_path(locale), signatures.read_log)

    def authors(self, locale: Locale) -> tuple[tuple[authors.Author, ...], tuple[ReviewLogError, ...]]:
        """The recorded authors of a locale, and an error for each line that is broken."""
        return self._parsed(self.authors_path(locale), authors.read)

    def ledger(self, locale: Locale) -> tuple[signatures.Ledger, tuple[ReviewLogError, ...]]:
        """A locale's sign-offs that count, and an error for each line that is broken or forged and does not."""
        return self._ledger(locale)

    def ledger_about(self, locale: Locale, pages: Collection[str]) -> signatures.Ledger:
        """The same for the words of some pages alone, without weighing the lines about others."""
        sources = {signatures.source_digest(unit.key) for page in pages for unit in self.page(page).units}
        return self._weighed(locale, lambda text: signatures.lines_about(text, sources, frozenset(pages)))[0]

    def _weighed(
        self, locale: Locale, part: Callable[[str], str] = str
    ) -> tuple[signatures.Ledger, tuple[ReviewLogError, ...]]:
        log = self.log_path(locale)
        signoffs, broken = self._parsed(log, lambda text, name: signatures.read_log(part(text), name))
        broken += self.authors(locale)[1]
        if not signoffs:
            return signatures.Ledger(), broken

        def wrote(one: SignOff) -> bool | None:
            # the English belongs to no translator: a lawyer may sign a sentence that a lawyer wrote
            is_source = locale == SOURCE
            return False if is_source else self.authorship.wrote(locale, one.source, one.target, one.reviewer)

        path = self.name(log)
        today = max(self.today, datetime.datetime.now().astimezone().date())  # a clock may be behind
        found = trust.weigh(signoffs, path, locale.code, self.reviewers, self._existed(locale), wrote, today)
        errors = sorted((*broken, *found.errors), key=lambda error: (error.path != path, error.line or 0))
        return signatures.Ledger.of(found.counting, found.unknown_author), tuple(errors)

    def _existed(self, locale: Locale) -> Callable[[SignOff], bool]:
        """Whether some page ever had such words: a unit may have moved since, and a squashed branch leaves no trace
        of its first place. Without the whole history nobody can know, and words that never were approve nothing.
        """
        if not self.history.complete or self.local.exists():  # an organization's own pages may be kept elsewhere
            return lambda _: True
        here: set[tuple[str, str]] = set()

        def existed(one: SignOff) -> bool:
            if self.history.first(locale.code, one.source, one.target):
                return True
            if not here:
                here.update(self._words_now(locale))
            return (one.source, one.target) in here

        return existed

    def _words_now(self, locale: Locale) -> Iterator[tuple[str, str]]:
        """The (source, target) digests of everything a locale says at present."""
        if locale == SOURCE:
            units = (unit for page in self.signable.values() for unit in page.units)
            yield from ((signatures.source_digest(unit.key), digest(unit.text)) for unit in units)
            return
        for name in self.catalog_names(locale):
            for message in self.catalog(locale, name).messages:
                yield signatures.source_digest(message.key), digest(message.target)
