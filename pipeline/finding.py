"""What the search of a locale is made from: its built pages, and the words people say instead of ours."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from posixpath import join, normpath

from pipeline import interface, search
from pipeline.edition import Edition
from pipeline.interface import Words
from pipeline.languages import Locale
from pipeline.project import Project

HOME, HOTLINES = "index", "help/now"
"""The pages whose first links and numbers are offered when a search finds nothing."""

_DOORS, _NUMBERS = 5, 2
_HEADING = re.compile(r"<h1\b([^>]*)>(.*?)</h1>", re.DOTALL)
_LANG = re.compile(r'\blang="([^"]*)"')
_LINK = re.compile(r'<a\b[^>]*?\shref="([^":#]*)"[^>]*>(.*?)</a>', re.DOTALL)
_ITEM = re.compile(r"<li>(.*?)</li>", re.DOTALL)
_PHONE = re.compile(r'<a\b[^>]*?\shref="(tel:[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sayings:
    """Ways to say the same thing."""

    own: tuple[search.Saying, ...]
    """Of locales/synonyms.tsv: known to the very first result."""
    more: tuple[search.Saying, ...]
    """Of the term base and the regional vocabulary: known as soon as the pages' text is there."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One page as the search will have it, and its HTML."""

    page: search.Found
    html: str


def sayings(project: Project) -> Sayings:
    """Reads the tables. Raises RegistryError, with the line, for one that is broken."""
    codes = [locale.code for locale in project.config.locales]
    regional = project.vocabulary
    own = project.table("synonyms", lambda text, path: search.parse_sayings(text, path, project.pages))
    return Sayings(
        own=tuple(search.in_every_region(own, regional)),
        more=(*search.from_glossary(project.glossary, codes), *search.from_vocabulary(regional)),
    )


def heading(page_html: str) -> tuple[str, str]:
    """What a reader knows a page by: its own heading, and its language where that is not the page's.

    A title says less: it stands in the browser's history. Two empty strings for a page without a heading.
    """
    found = _HEADING.search(page_html)
    if not found:
        return "", ""
    lang = _LANG.search(found[1])
    return search.plain(found[2]), lang[1] if lang else ""


def finding(edition: Edition, url: str, page_html: str) -> Finding:
    """A page that has been built, with its URL below the site's root."""
    page = edition.page
    title, description = edition.titles()
    name, lang = heading(page_html)
    sections = search.sections(page_html)
    advocates = page.meta.audience not in ("survivors", "everyone")
    if not name:
        name, lang = title.text, title.lang or ""
    return Finding(search.Found(page.path, url, name, description.text, sections, advocates, bool(lang)), page_html)


def scripts(locale: Locale, findings: Sequence[Finding], said: Sayings, words: Words) -> Iterator[tuple[str, str]]:
    """The files of a locale's search, as (path below assets/, text)."""
    pages = [one.page for one in findings]
    yield f"search/{locale.tag}-text.js", search.texts(pages, said.own, said.more)
    in_english = interface.stands_in(search.LABEL, words, locale)
    yield f"search/{locale.tag}.js", search.index(pages, said.own, list(_start(findings)), words, in_english)


def _start(findings: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    """Links that help anyone, as (text, address): the first hotlines, and the doors of the home page."""
    by_path = {one.page.path: one for one in findings}
    if HOTLINES in by_path:
        yield from list(_numbers(by_path[HOTLINES].html))[:_NUMBERS]
    if HOME in by_path:
        home = by_path[HOME]
        found = {
            normpath(join(home.page.url, html.unescape(address))): search.plain(words)
            for address, words in _LINK.findall(home.html)
        }
        for address, words in list(found.items())[:_DOORS]:
            yield words, f"{address}/" if home.page.url.endswith("/") or not home.page.url else address


def _numbers(page_html: str) -> Iterator[tuple[str, str]]:
    for item in _ITEM.findall(page_html):
        if phone := _PHONE.search(item):
            name = re.split("[:：]", search.plain(item), maxsplit=1)[0]
            yield f"{name} {search.plain(phone[2])}", html.unescape(phone[1])
