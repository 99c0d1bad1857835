"""What can only be done after inline parsing: ids of headings and tabs, and titles that the tree does not hold before.

An id is made from English words in every locale. The English heading therefore goes through the same inline parsing as
the translated one, as a hidden child, and is taken away here; a tab's label likewise.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Any

from markdown.extensions.toc import TocTreeprocessor, remove_fnrefs, render_inner_html, strip_tags, unique
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from pipeline.text import prose

if TYPE_CHECKING:
    from markdown import Markdown

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
NAMED = HEADINGS | {"label"}
"""What may get an id made of its words."""
PROSE_ATTRIBUTES = ("title", "alt", "aria-label")
_SOURCE = "kyr-source"
_LISTED = re.compile(rf"(?<![\w-])(?:{'|'.join(PROSE_ATTRIBUTES)})=(?:\"([^\"]*)\"|'([^']*)')")
_NO_WORDS = re.compile(r"[<>&]|\{[^}]|[^{]\}")
_CODE_TITLE = re.compile(r'(<span class="filename">)([^<]*)(?=</span>)')
_FILE_NAME = re.compile(r"[^\s./\\]*(?:[./\\][^\s./\\]+)+")


class LateTreeprocessor(Treeprocessor):
    """Gives headings their ids, and back-links their titles."""

    back_link: tuple[str, str] | None = None
    """The extension's title for a back-link, ``{}`` for the number, and the page's words for it."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.said: dict[str, str] = {}
        """The page's words for titles that are set after this: those of attribute lists, and of toc's own settings."""
        self.labels: dict[etree.Element, etree.Element] = {}
        """The tabs' labels, and the English of each."""

    def run(self, root: etree.Element) -> None:
        """Give headings and back-links what the page's language asks for."""
        self._heading_ids(root)
        self._back_links(root)

    def _heading_ids(self, root: etree.Element) -> None:
        """The id each English heading would get, so that links and QR codes never differ by language."""
        sources = {el: source for el in root.iter() if (source := el.find(_SOURCE)) is not None}
        for heading, source in sources.items():
            heading.remove(source)
        self.labels = {el: source for el, source in sources.items() if el.tag == "label"}
        toc = toc_of(self.md)
        if toc is None or not sources:
            return
        used = {el.get("id", "") for el in root.iter() if "id" in el.attrib}
        for el in root.iter():
            if el.tag in HEADINGS and "id" not in el.attrib:
                name = strip_tags(render_inner_html(remove_fnrefs(sources.get(el, el)), self.md))
                el.set("id", unique(toc.slugify(html.unescape(name), toc.sep), used))

    def _back_links(self, root: etree.Element) -> None:
        if self.back_link is None:
            return
        template, words = self.back_link
        numbered = re.compile(re.escape(template).replace(re.escape("{}"), "(.+)"))
        for link in root.iter("a"):
            match = numbered.fullmatch(link.get("title", ""))
            if match and "footnote-backref" in link.get("class", ""):
                link.set("title", words.replace("{}", match[1]))


class _Later(Treeprocessor):
    """Runs behind that, and asks it what to do."""

    def __init__(self, md: Markdown, late: LateTreeprocessor) -> None:
        super().__init__(md)
        self._late = late


class _Swap(_Later):
    """Puts each tab's words and its English in each other's place: once before ids are made of them, once after."""

    def run(self, root: etree.Element) -> None:
        """Touch nothing but labels."""
        del root
        for label, source in self._late.labels.items():
            label.text, source.text = source.text, label.text
            label[:], source[:] = list(source), list(label)


class _Titles(_Later):
    """Puts titles in the page's language where later processors have set them in English."""

    def run(self, root: etree.Element) -> None:
        """Look at every element of a page that has such titles."""
        said = self._late.said
        if not said:
            return
        toc = toc_of(self.md)
        shown = {toc.title_class, toc.permalink_class} if toc else set()
        for el in root.iter():
            for name in PROSE_ATTRIBUTES:
                if (value := el.get(name)) in said:
                    el.set(name, said[value])
            if el.text in said and el.get("class") in shown:
                el.text = said[el.text]


class _Captions(_Later):
    """Puts the numbers of captions, "Figure 1.", in the page's language: set aside as HTML, in English."""

    def run(self, root: etree.Element) -> None:
        """Look at every number, which stands in a ``span`` of its own; words without a place for it are left out."""
        prefixes = [one for one in _prefixes(self.md).values() if "{}" in self._late.said.get(one, "")]
        if not prefixes:
            return
        blocks = self.md.htmlStash.rawHtmlBlocks
        for at in _numbers(root):
            for prefix in prefixes:
                if match := _numbered(prefix).fullmatch(str(blocks[at])):
                    blocks[at] = html.escape(self._late.said[prefix].replace("{}", match[1]), quote=False)
                    break


def register(md: Markdown) -> LateTreeprocessor:
    """All of this: toc makes ids at 5, after smarty, abbr and attr_list have had their say. At 4 those of tabs are
    made, and captions are numbered.
    """
    late = LateTreeprocessor(md)
    md.treeprocessors.register(late, "kyr-late", 5.5)
    md.treeprocessors.register(_Titles(md, late), "kyr-titles", 4.4)
    md.treeprocessors.register(_Captions(md, late), "kyr-captions", 3.9)
    if "tab_slugs" in md.treeprocessors:
        md.treeprocessors.register(_Swap(md, late), "kyr-before-tab_slugs", 4.001)
        md.treeprocessors.register(_Swap(md, late), "kyr-after-tab_slugs", 3.999)
    return late


def listed(attributes: str) -> Iterator[str]:
    """The words in a block's attribute list that a reader sees or hears."""
    return (
        match[1] or match[2] for match in _LISTED.finditer(attributes) if prose.has_prose(match[1] or match[2] or "")
    )


def of_toc(md: Markdown, root: etree.Element) -> Iterator[str]:
    """The words that settings of toc put on a page: its list's title, and what its links to headings are called."""
    toc = toc_of(md)
    if toc is None:
        return
    if toc.title and any((el.text or "").strip() == toc.marker for el in root.iter()):
        yield toc.title
    if toc.use_permalinks not in {False, None} and any(el.tag in HEADINGS for el in root.iter()):
        said = (toc.permalink_title, toc.use_permalinks)  # the second may be True, a sign, or ""
        yield from (text for text in said if isinstance(text, str) and prose.has_prose(text))


def of_captions(md: Markdown, root: etree.Element) -> Iterator[str]:
    """What the captions of this page are numbered with, ``Figure {}.``: plain words with one place for the number."""
    prefixes = _prefixes(md)
    if not prefixes:
        return
    kinds = {el.get("__figure_type") for el in root.iter("figure")}  # those that get their numbers later
    written = [str(md.htmlStash.rawHtmlBlocks[at]) for at in _numbers(root)]
    for kind, prefix in prefixes.items():
        if kind in kinds or any(_numbered(prefix).fullmatch(one) for one in written):
            yield prefix


def _prefixes(md: Markdown) -> dict[str, str]:
    """How pymdownx.blocks.caption numbers each kind of figure, but for HTML and templates of other forms."""
    manager: Any = md.parser.blockprocessors["blocks"] if "blocks" in md.parser.blockprocessors else None
    kinds = {name: str(getattr(block, "PREFIX", "")) for name, block in manager.blocks.items()} if manager else {}
    plain = {kind: one for kind, one in kinds.items() if one.count("{}") == 1 and not _NO_WORDS.search(one)}
    return {kind: one for kind, one in plain.items() if prose.has_prose(one)}


def _numbered(prefix: str) -> re.Pattern[str]:
    return re.compile(re.escape(prefix).replace(re.escape("{}"), r"([0-9.]+)"))


def _numbers(root: etree.Element) -> Iterator[int]:
    """Where, among all that is set aside, the number of each caption is."""
    for span in root.iter("span"):
        if span.get("class") == "caption-prefix" and (match := prose.STASHED_HTML.fullmatch(span.text or "")):
            yield int(match[1])


def title_code(blocks: list[Any], piece: str, say: Callable[[str], str]) -> None:
    """Let the page say the titles of the code that a piece of text stands for, among all ``blocks`` set aside.

    The name of a file is nobody's to translate.
    """

    def title(match: re.Match[str]) -> str:
        words = html.unescape(match[2])
        shown = words if is_file_name(words) or not prose.has_prose(words) else say(words)
        return match[0] if shown == words else match[1] + html.escape(shown)

    for at in map(int, prose.STASHED_HTML.findall(piece)):
        if isinstance(blocks[at], str) and 'class="filename"' in blocks[at]:
            blocks[at] = _CODE_TITLE.sub(title, blocks[at])


def is_file_name(title: str) -> bool:
    """Whether the title of a block of code names a file."""
    return _FILE_NAME.fullmatch(title) is not None


def toc_of(md: Markdown) -> TocTreeprocessor | None:
    """What gives headings their ids, where the page's extensions have it."""
    toc = md.treeprocessors["toc"] if "toc" in md.treeprocessors else None
    return toc if isinstance(toc, TocTreeprocessor) else None


def keep_source(el: etree.Element, original: etree.Element, footnotes: Collection[str], listed: bool) -> None:
    """Hang the English of a heading or tab under one in other words, so that both go through the same inline parsing.

    The attribute list moves behind it, where the page has attr_list (``listed``), which looks for it after a heading's
    last child. References to the page's ``footnotes`` are left out: they would be counted twice, and no id is made from
    them.
    """
    if len(el) or not original.text or el.text == original.text:
        return
    body, suffix = prose.cut_attributes(el.text or "", el.tag, listed)
    source_body, _ = prose.cut_attributes(original.text, el.tag, listed)
    if isinstance(original.text, AtomicString):  # HTML that did not ask for Markdown
        el.text, original.text = AtomicString(body), AtomicString(source_body)
    else:
        el.text, original.text = body, prose.without_footnotes(source_body, footnotes)
    original.tag = _SOURCE
    original.tail = suffix or None
    original.attrib.clear()
    el.append(original)
