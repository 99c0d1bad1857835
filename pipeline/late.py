"""What can only be done after inline parsing: heading ids, and the titles of footnotes' back-links.

A heading's id is made from its English words in every locale. The English heading therefore goes through the same
inline parsing as the translated one, as a hidden child, and is taken away here.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree
from collections.abc import Collection

from markdown.extensions.toc import TocTreeprocessor, remove_fnrefs, render_inner_html, strip_tags, unique
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from pipeline.text import prose

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SOURCE = "kyr-source"


class LateTreeprocessor(Treeprocessor):
    """Gives headings their ids, and back-links their titles."""

    back_link: tuple[str, str] | None = None
    """The extension's title for a back-link, ``{}`` for the number, and the page's words for it."""

    def run(self, root: etree.Element) -> None:
        """Give headings and back-links what the page's language asks for."""
        self._heading_ids(root)
        self._back_links(root)

    def _heading_ids(self, root: etree.Element) -> None:
        """The id each English heading would get, so that links and QR codes never differ by language."""
        sources = {el: source for el in root.iter() if (source := el.find(_SOURCE)) is not None}
        for heading, source in sources.items():
            heading.remove(source)
        toc = self.md.treeprocessors["toc"] if "toc" in self.md.treeprocessors else None
        if not isinstance(toc, TocTreeprocessor) or not sources:
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


def keep_source(el: etree.Element, original: etree.Element, footnotes: Collection[str]) -> None:
    """Hang the English heading under one in other words, so that both go through the same inline parsing.

    The attribute list moves behind it: attr_list looks for it after a heading's last child. References to the page's
    ``footnotes`` are left out: they would be counted twice, and no id is made from them.
    """
    if len(el) or not original.text or el.text == original.text:
        return
    body, suffix = prose.cut_attributes(el.text or "", el.tag)
    source_body, _ = prose.cut_attributes(original.text, el.tag)
    if isinstance(original.text, AtomicString):  # HTML that did not ask for Markdown
        el.text, original.text = AtomicString(body), AtomicString(source_body)
    else:
        el.text, original.text = body, prose.without_footnotes(source_body, footnotes)
    original.tag = _SOURCE
    original.tail = suffix or None
    original.attrib.clear()
    el.append(original)
