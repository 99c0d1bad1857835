"""Blocks that can only be paragraphs become paragraphs at once, instead of being held against every block processor.

Each line of such a block begins with a letter, or with bold words, a quotation mark, a bracket or a token before it.
None of the processors listed here takes it, a test proves it, so the tree stays the same; where any other processor is
registered, all are asked as ever.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import TYPE_CHECKING

from markdown.blockprocessors import BlockProcessor

if TYPE_CHECKING:
    from markdown import Markdown
    from markdown.blockparser import BlockParser

KNOWN = {
    "markdown.blockprocessors": {
        "BlockQuoteProcessor",
        "CodeBlockProcessor",
        "EmptyBlockProcessor",
        "HRProcessor",
        "HashHeaderProcessor",
        "ListIndentProcessor",
        "OListProcessor",
        "ParagraphProcessor",
        "ReferenceProcessor",
        "SetextHeaderProcessor",
        "UListProcessor",
    },
    "markdown.extensions.abbr": {"AbbrBlockprocessor"},
    "markdown.extensions.admonition": {"AdmonitionProcessor"},
    "markdown.extensions.def_list": {"DefListIndentProcessor", "DefListProcessor"},
    "markdown.extensions.footnotes": {"FootnoteBlockProcessor"},
    "markdown.extensions.md_in_html": {"MarkdownInHtmlProcessor"},
    "markdown.extensions.tables": {"TableProcessor"},
    "pymdownx.details": {"DetailsProcessor"},
    "pymdownx.superfences": {"SuperFencesCodeBlockProcessor"},
    "pymdownx.tabbed": {"TabbedProcessor"},
}
"""The block processors that leave such a block to the last of them, by module and class."""

_LINE = r"(?:\*\*|\{\{ ?|[\"“(])?[^\W\d_][^\n]*"
_WORDS = re.compile(rf"{_LINE}(?:\n{_LINE})*")


def register(md: Markdown) -> None:
    """Put ours before every block processor."""
    md.parser.blockprocessors.register(_WordsProcessor(md.parser), "kyr-words", 1000)


class _WordsProcessor(BlockProcessor):
    """Hands a block that can only be a paragraph to the processor of paragraphs."""

    def __init__(self, parser: BlockParser) -> None:
        super().__init__(parser)
        self._root: etree.Element | None = None
        self._knows_all = False

    def test(self, parent: etree.Element, block: str) -> bool:
        """Whether no other processor would take the block."""
        del parent
        if self.parser.root is not self._root:  # another page
            self._root, self._knows_all = self.parser.root, self._all_known()
        return self._knows_all and _WORDS.fullmatch(block) is not None

    def run(self, parent: etree.Element, blocks: list[str]) -> bool | None:
        """Make it a paragraph, or the words of a list item."""
        return self.parser.blockprocessors["paragraph"].run(parent, blocks)

    def _all_known(self) -> bool:
        others = (type(one) for one in self.parser.blockprocessors if one is not self)
        return all(one.__name__ in KNOWN.get(one.__module__, ()) for one in others)
