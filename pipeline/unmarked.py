"""Texts without an inline mark are kept from inline parsing, which would hold each against every pattern there is.

Most of a page is plain words. Python-Markdown asks some thirty patterns, one after the other, whether they match, and a
text that none of them matches comes out as it went in. One quick look at it is enough, and what any set of extensions
writes stays the same, byte for byte.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import INLINE_PLACEHOLDER_PREFIX, STX, AtomicString, Registry

if TYPE_CHECKING:
    from markdown import Markdown

PARSERS = {"inline": 20, "smart-symbols": 6.1, "smarty": 6}
"""Python-Markdown's inline parser, those of two extensions, and when they run: it calls that a priority.

Should a release change one, then nothing is set aside for it, and the page is the same.
"""

SIGNS: dict[str, dict[str, str]] = {
    "markdown.extensions.footnotes": {"footnote": "["},
    "markdown.inlinepatterns": {
        "autolink": "<",
        "automail": "<",
        "entity": "&",
        "escape": "\\",
        "html": "<",
        "image_link": "[",
        "image_reference": "[",
        "linebreak": "\n",
        "link": "[",
        "reference": "[",
        "short_image_ref": "[",
        "short_reference": "[",
    },
    "pymdownx.delimiterprocessor": {"delimiter": "*_^=~"},
    "pymdownx.inlinehilite": {"backtick": "`"},
    "pymdownx.keys": {"keys": "+", "keys-custom": "+"},
    "pymdownx.smartsymbols": {
        "smart-arrows": "-",
        "smart-care-of": "/",
        "smart-copyright": "(",
        "smart-fractions": "/",
        "smart-not-equal": "=",
        "smart-ordinal-numbers": "0123456789",
        "smart-plus-minus": "+",
        "smart-registered": "(",
        "smart-trademark": "(",
    },
}
"""The module and the name of a pattern, and characters without one of which it cannot match (a test proves it).

Any other pattern is asked about every text.
"""


def register(md: Markdown) -> None:
    """Put ours directly before and after each inline parser."""
    for name, priority in PARSERS.items():
        before = _Before(md, name)
        md.treeprocessors.register(before, f"kyr-before-{name}", priority + 0.001)
        md.treeprocessors.register(_After(md, before), f"kyr-after-{name}", priority - 0.001)


class _Before(Treeprocessor):
    """Sets aside, by Python-Markdown's own sign for it, what no pattern of one inline parser matches."""

    def __init__(self, md: Markdown, name: str) -> None:
        super().__init__(md)
        self._name = name
        self._patterns: list[Any] = []
        self._is_unmarked: Callable[[str], bool] = bool
        self.texts: list[etree.Element] = []
        self.tails: list[etree.Element] = []

    def run(self, root: etree.Element) -> None:
        """Look at every text of the page."""
        self.texts, self.tails = [], []
        parser = self.md.treeprocessors[self._name] if self._name in self.md.treeprocessors else None
        if not isinstance(parser, InlineProcessor):
            return
        if (patterns := [*parser.inlinePatterns]) != self._patterns:  # seldom: a page rarely brings any
            self._patterns, self._is_unmarked = patterns, _look(parser)
        is_unmarked = self._is_unmarked
        for el in root.iter():
            if type(el.text) is str and is_unmarked(el.text):
                el.text = AtomicString(el.text)
                self.texts.append(el)
            if type(el.tail) is str and is_unmarked(el.tail):
                el.tail = AtomicString(el.tail)
                self.tails.append(el)


class _After(Treeprocessor):
    """Makes what was set aside ordinary text again: later processors are to read it."""

    def __init__(self, md: Markdown, before: _Before) -> None:
        super().__init__(md)
        self._before = before

    def run(self, root: etree.Element) -> None:
        """Touch nothing else."""
        del root
        for el in self._before.texts:
            el.text = str(el.text)
        for el in self._before.tails:
            el.tail = str(el.tail)


def _look(parser: InlineProcessor) -> Callable[[str], bool]:
    """Whether an inline parser would leave a text as it is."""
    patterns: Registry[Any] = parser.inlinePatterns
    signs = {
        patterns[name]: sign
        for module, names in SIGNS.items()
        for name, sign in names.items()
        if name in patterns and type(patterns[name]).__module__ == module
    }
    # A pattern from before Python-Markdown 3 matches from the beginning, and takes in all that is before its mark.
    searches = {pattern.getCompiledRegExp().search: signs.get(pattern) for pattern in patterns}
    strange = [search for search, sign in searches.items() if sign is None]
    known = [(frozenset(sign), search) for search, sign in searches.items() if sign is not None]
    find = re.compile(f"[{re.escape(STX + ''.join(signs.values()))}]").findall

    def is_unmarked(text: str) -> bool:
        found = find(text)
        if found:
            if STX in found and INLINE_PLACEHOLDER_PREFIX in text:
                return False
            for sign, search in known:
                if not sign.isdisjoint(found) and search(text):
                    return False
        return not any(search(text) for search in strange) if strange else True

    return is_unmarked
