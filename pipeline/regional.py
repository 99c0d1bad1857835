"""What an edition leaves out of a page: the contacts of other regions, and links to pages it does not have.

Only what is shown changes. Extraction sees the whole page, so every edition shares one set of catalogues and sign-offs.
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markdown.treeprocessors import Treeprocessor

from pipeline import late
from pipeline.facts import Region
from pipeline.text import prose

if TYPE_CHECKING:
    from markdown import Markdown

KNOWN = frozenset(region.value for region in Region)
"""What a ``kyr:region`` directive may name."""

_CONTACT = re.compile(r"\{\{\s*([\w-]+)\s*\.")
_HEADING = re.compile(r"h[1-6]")
_ID = re.compile(r"#([\w-]+)")
_MARKS = re.compile(r"[*_`]|\x02[^\x03]*\x03")
_UNITS = frozenset({"p", "li", "tr", "dd"})
_HOLDERS = frozenset({"ul", "ol", "table", "tbody", "dl", "blockquote"})


@dataclass(frozen=True, slots=True)
class Omit:
    """What is not in this edition."""

    page: str
    """The page being written, below content/ without ``.md``: links are relative to it."""
    pages: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    """The regions this edition is for; empty for all."""

    def elsewhere(self, regions: str) -> bool:
        """Whether a ``kyr:region`` directive keeps its block for other regions."""
        return bool(self.regions) and self.regions.isdisjoint(regions.split())

    def drops(self, text: str) -> bool:
        """Whether a block names contacts and all of them are left out."""
        named = set(_CONTACT.findall(text)) - {"checked"}
        return bool(named) and named <= self.contacts

    def lost(self, href: str) -> bool:
        """Whether a link leads to a page that is left out."""
        parts = urlsplit(href)
        if parts.scheme or parts.netloc or not parts.path.endswith(".md"):
            return False
        target = posixpath.normpath(posixpath.join(posixpath.dirname(self.page), parts.path))
        return target.removesuffix(".md") in self.pages


class BlockTreeprocessor(Treeprocessor):
    """Before the units: takes out blocks that only serve another region, then lists and headings left empty."""

    def __init__(self, md: Markdown, extension: Any, links: LinkTreeprocessor) -> None:
        super().__init__(md)
        self.extension = extension
        self._links = links

    def run(self, root: etree.Element) -> None:
        """Change nothing where the job's edition is the whole library."""
        omit: Omit | None = self.extension.job.omit
        self._links.lost_ids = set()
        if omit is None:
            return
        for block in self._elsewhere(root, omit):
            self._remove(root, block)
        if self._prune(root, omit):
            for heading in _empty_sections(root):
                self._remove(root, heading)

    def _remove(self, root: etree.Element, block: etree.Element) -> None:
        root.remove(block)
        if _HEADING.fullmatch(block.tag):
            self._links.lost_ids.add(self._id(block))

    def _elsewhere(self, root: etree.Element, omit: Omit) -> list[etree.Element]:
        """The blocks behind a ``kyr:region`` of other regions; behind a heading, its whole section."""
        found: list[etree.Element] = []
        waiting, section = False, ""
        for element in root:
            if section and _HEADING.fullmatch(element.tag) and element.tag <= section:
                section = ""
            if not _is_something(element):
                asked = self._asked(element)
                waiting = waiting or (bool(asked) and omit.elsewhere(asked))
                continue
            if waiting and _HEADING.fullmatch(element.tag):
                section = element.tag
            if waiting or section:
                found.append(element)
            waiting = False
        return found

    def _asked(self, element: etree.Element) -> str:
        """The regions that the directives in a block without words name."""
        stashed = (
            self.md.htmlStash.rawHtmlBlocks[int(one[1])] for one in prose.STASHED_HTML.finditer(element.text or "")
        )
        read = (prose.DIRECTIVE.fullmatch(one) for one in stashed if isinstance(one, str))
        return " ".join(one["value"] for one in read if one and one["name"] == "region")

    def _id(self, heading: etree.Element) -> str:
        """The id that the heading would have got."""
        listed = "attr_list" in self.md.treeprocessors
        text, attributes = prose.cut_attributes(heading.text or "", heading.tag, listed)
        own = _ID.search(attributes)
        toc = late.toc_of(self.md)
        return own[1] if own else toc.slugify(_MARKS.sub("", text), toc.sep) if toc else ""

    def _prune(self, parent: etree.Element, omit: Omit) -> bool:
        """Whether anything below ``parent`` went."""
        changed = False
        for child in list(parent):
            inner = child.tag in _HOLDERS or child.tag in {"div", "details", "li"}
            if child.tag in _UNITS and omit.drops("".join(child.itertext())):
                parent.remove(child)
            elif inner and self._prune(child, omit):
                if not _filled(child):
                    parent.remove(child)
            else:
                continue
            changed = True
        return changed


class LinkTreeprocessor(Treeprocessor):
    """After inline parsing: the words of a link to a page that is left out stay, the link goes.

    A list item that was nothing but the link goes with it.
    """

    def __init__(self, md: Markdown, extension: Any) -> None:
        super().__init__(md)
        self.extension = extension
        self.lost_ids: set[str] = set()
        """Of the headings that were taken out of this page."""

    def run(self, root: etree.Element) -> None:
        """Change nothing where the job's edition is the whole library."""
        omit: Omit | None = self.extension.job.omit
        if omit is None:
            return
        parents = {child: parent for parent in root.iter() for child in parent}
        for link in list(root.iter("a")):
            href = link.get("href", "")
            if omit.lost(href) or (href.startswith("#") and href[1:] in self.lost_ids):
                _unlink(link, parents)


def _unlink(link: etree.Element, parents: dict[etree.Element, etree.Element]) -> None:
    item = parents[link]
    while item.tag not in _UNITS and item in parents:
        item = parents[item]
    holder = parents.get(item)
    if item.tag == "li" and holder is not None and _words(item) == _words(link):
        holder.remove(item)
        return
    link.tag = "span"
    for name in ("href", "title"):
        link.attrib.pop(name, None)


def _empty_sections(root: etree.Element) -> list[etree.Element]:
    """Headings, below the page's own, with nothing under them before the next one of their level or a higher one."""
    empty: list[etree.Element] = []
    after: etree.Element | None = None
    for element in reversed(list(root)):
        heading = bool(_HEADING.fullmatch(element.tag)) and element.tag != "h1"
        if heading and (after is None or (_HEADING.fullmatch(after.tag) and after.tag <= element.tag)):
            empty.append(element)
        elif _is_something(element):
            after = element
    return empty


def _is_something(element: etree.Element) -> bool:
    """A stashed comment is a paragraph without words."""
    return element.tag != "p" or len(element) > 0 or bool(_words(element))


def _filled(holder: etree.Element) -> bool:
    """Whether a list, a table or a box still holds something besides its own title or head."""
    return any(_meaningful(holder))


def _meaningful(holder: etree.Element) -> Iterator[bool]:
    for child in holder:
        if child.tag == "thead" or child.tag == "summary" or "admonition-title" in child.get("class", ""):
            continue
        yield child.tag not in _HOLDERS or _filled(child)
    if holder.tag == "li":
        yield bool((holder.text or "").strip())


def _words(element: etree.Element) -> str:
    return prose.PLACEHOLDER.sub("", "".join(element.itertext())).strip(" \n\t.。")
