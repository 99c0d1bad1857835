"""Markdown to units, and units back into the tree: a Python-Markdown extension.

MkDocs renders with Python-Markdown, so the extractor lives inside it: a tree processor that runs after block
parsing and before inline parsing. There every block still holds its raw inline text, so extraction hands that text
out and translation swaps it, and nothing is ever written back as Markdown. Whatever Python-Markdown and its
extensions understand, this understands.

What is taken off a msgid: surrounding white space, soft line breaks and wide spaces (folded to one space), block
attribute lists and ids, and the stash placeholders that stand for raw HTML. What is kept: hard breaks and every inline
mark.
"""

from __future__ import annotations

import copy
import html
import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from pipeline import late, paragraphs, regional, unmarked
from pipeline.errors import PageError
from pipeline.model import Part, Unit
from pipeline.text import prose

if TYPE_CHECKING:
    import markdown


@dataclass(frozen=True, slots=True)
class Shown:
    """The words to put in a unit's place."""

    text: str
    lang: str | None = None
    """BCP 47 tag, when the words are in another language than the page (English standing in); else None."""


Translate = Callable[[Unit], Shown]


class Expand(Protocol):
    """Contact and date tokens to what a reader sees."""

    def __call__(self, text: str, *, line: int | None, lang: str | None, html: bool) -> str:
        """``lang`` is the tag of words in another language than the page's; ``line`` is for an error it may raise."""


@dataclass(slots=True)
class Job:
    """What to do with the page that is being converted, and the units met on the way."""

    path: str = ""
    """For errors: the file, relative to the project's root."""
    body: str = ""
    """The Markdown, to find each unit's line in."""
    first_line: int = 1
    translate: Translate | None = None
    """None extracts only."""
    keep_lines: bool = True
    """Whether words that did not change keep the author's own line breaks; False puts the folded msgid in."""
    source_lang: str | None = None
    """BCP 47 tag to mark skipped blocks with, when the page is in another language than its source."""
    source_dir: str | None = None
    """``ltr`` where English stands in a page that runs from right to left; without it a full stop goes astray."""
    expand: Expand | None = None
    omit: regional.Omit | None = None
    """What the edition being written leaves out of the page; None for nothing."""
    units: list[Unit] = field(default_factory=list)


_EMPHASIS = frozenset("*_~^=")
_BLANK = re.compile(f"[{prose.LEFT_BEHIND}]")
_OPAQUE = frozenset({"code", "pre", "script", "style", "math", "svg"})

_What = tuple[str, Part, int]
"""A unit's kind, part and level."""
_KINDS = {
    "li": "list item",
    "td": "table cell",
    "th": "table heading",
    "dt": "term",
    "dd": "definition",
    "summary": "title",
    "label": "tab",
    "figcaption": "caption",
    "p": "paragraph",
}


class KyrExtension(Extension):
    """Hand out or swap each translatable block while Python-Markdown converts a page.

    Set ``job`` before each conversion; with an empty job nothing changes but what the job says.
    """

    def __init__(self) -> None:
        super().__init__()
        self.job = Job()

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register behind every block-level processor (task lists are at 25) and before inline parsing (20)."""
        md.registerExtension(self)
        md.treeprocessors.register(UnitTreeprocessor(md, self, late.register(md)), "kyr-units", 20.5)
        links = regional.LinkTreeprocessor(md, self)
        md.treeprocessors.register(regional.BlockTreeprocessor(md, self, links), "kyr-blocks", 20.7)
        md.treeprocessors.register(links, "kyr-links", 4.5)
        paragraphs.register(md)
        unmarked.register(md)


@dataclass(slots=True)
class _Pending:
    """Directives waiting for the next block."""

    skip: bool = False
    context: str | None = None
    notes: list[str] = field(default_factory=list)
    ignores: list[tuple[str, str]] = field(default_factory=list)

    def copy(self) -> _Pending:
        """The same, to add to."""
        return _Pending(self.skip, self.context, list(self.notes), list(self.ignores))

    def add(self, name: str, value: str) -> str | None:
        """Take one directive in; the returned text says what is wrong with it, if anything."""
        if name == "skip":
            self.skip = True
            return None
        if name not in {"note", "context", "ignore", "region"}:
            return f"unknown directive kyr:{name}"
        if not value:
            return f"kyr:{name} needs words after it"
        if name == "region":  # `regional` has dealt with it
            unknown = set(value.split()) - regional.KNOWN
            return f"kyr:region does not know '{min(unknown)}'" if unknown else None
        if name == "ignore":
            rule, _, reason = value.partition(":")
            self.ignores.append((rule.strip(), " ".join(reason.split())))
        elif name == "note":
            self.notes.append(" ".join(value.split()))
        else:
            self.context = " ".join(value.split())
        return None


class UnitTreeprocessor(Treeprocessor):
    """Walk the block tree in reading order; extract or swap every run of prose."""

    def __init__(self, md: markdown.Markdown, extension: KyrExtension, after: late.LateTreeprocessor) -> None:
        super().__init__(md)
        self.extension = extension
        self._late = after

    def run(self, root: etree.Element) -> None:
        """Visit every block, then the titles that live outside the tree."""
        self._job = self.extension.job
        self._late.back_link, self._late.said = None, {}
        self._section = ""
        self._cursor = 0, self._job.first_line  # how far the page's text has been met, and the line there
        self._keep_breaks = "nl" in self.md.inlinePatterns  # with nl2br every line break is a hard one
        toc = late.toc_of(self.md)
        self._listed = "attr_list" in self.md.treeprocessors
        self._toc_marker = toc.marker if toc else None
        self._children(root, _Pending())
        self._section = ""
        self._titles_of_labels()
        self._say_later(late.of_toc(self.md, root), "link title", Part.NAME, _Pending())
        self._say_later(late.of_captions(self.md, root), "number of a caption", Part.NAME, _Pending())
        self._raw_html()

    # ---- the walk ----

    def _children(self, parent: etree.Element, inherited: _Pending) -> None:
        pending: _Pending | None = None
        for child in list(parent):
            found = self._directives(child)
            if found is None:
                self._element(child, pending or inherited)
                pending = None
            else:
                pending = pending or inherited.copy()
                for name, value in found:
                    self._take(pending, name, value)
            if child.tail:
                self._slot(parent, child, inherited)

    def _take(self, pending: _Pending, name: str, value: str) -> None:
        wrong = pending.add(name, value)
        if wrong:
            line = self._line(f"kyr:{name}", remember=False)
            raise PageError(
                self._job.path,
                wrong,
                "Write kyr:skip, kyr:note WORDS, kyr:context WORD, kyr:region ny, or kyr:ignore rule: reason",
                line,
            )

    def _element(self, el: etree.Element, pending: _Pending) -> None:
        if el.tag in _OPAQUE or el.get("class") == "arithmatex":
            return
        if pending.skip:
            self._mark_skipped(el)
            return
        if self._toc_marker and (el.text or "").strip() == self._toc_marker and not len(el):
            return
        self._attributes(el, pending)
        if el.tag in late.NAMED:
            self._heading(el, pending)
            return
        self._slot(el, None, pending)
        self._children(el, pending)

    def _mark_skipped(self, el: etree.Element) -> None:
        if self._job.source_lang:
            _mark(el, self._job.source_lang, self._job.source_dir)
            el.set("translate", "no")  # a browser that translates pages must leave it alone too
        for part in el.iter():  # its tokens are expanded like any other
            if part.text and part.tag not in _OPAQUE:
                part.text = self._expanded(part.text, lang=self._job.source_lang)
            if part.tail and part is not el:
                part.tail = self._expanded(part.tail, lang=self._job.source_lang)

    def _heading(self, el: etree.Element, pending: _Pending) -> None:
        original = copy.deepcopy(el) if self._job.translate else None
        before = len(self._job.units)
        self._slot(el, None, pending)
        self._children(el, pending)
        if el.tag in late.HEADINGS:
            self._section = " ".join(unit.text for unit in self._job.units[before:]) or self._section
        if original is not None:
            late.keep_source(el, original, self._footnotes(), self._listed)

    def _footnotes(self) -> Collection[str]:
        if "footnote" not in self.md.treeprocessors:
            return ()
        known: Collection[str] = self.md.treeprocessors["footnote"].footnotes.footnotes  # type: ignore[attr-defined]
        return known

    def _attributes(self, el: etree.Element, pending: _Pending) -> None:
        if not el.attrib:
            return
        if "footnote-backref" in el.get("class", ""):
            self._back_link()
            return
        for name in late.PROSE_ATTRIBUTES:
            value = el.get(name)
            if value and prose.has_prose(value):
                el.set(name, self._plain(value, f"{name} of {el.tag}", Part.ATTRIBUTE, pending))

    def _back_link(self) -> None:
        """The footnotes extension numbers one sentence: it is one unit, and goes in after notes are in order."""
        template = self.md.treeprocessors["footnote"].footnotes.getConfig("BACKLINK_TITLE")  # type: ignore[attr-defined]
        if not self._late.back_link and prose.has_prose(template):
            self._late.back_link = (template, self._plain(template, "footnote link", Part.NAME, _Pending()))

    def _say_later(self, texts: Iterable[str], kind: str, part: Part, pending: _Pending) -> None:
        self._late.said |= {text: self._plain(text, kind, part, pending) for text in texts}

    # ---- one run of text ----

    def _slot(self, el: etree.Element, child: etree.Element | None, pending: _Pending) -> None:
        """Treat ``el.text``, or the tail of ``child`` in ``el``."""
        raw = el.text if child is None else child.tail
        if not raw or not raw.strip():
            return
        if isinstance(raw, AtomicString):
            self._literal(el, child, raw, pending)
            return
        body, suffix = prose.cut_attributes(raw, el.tag, self._listed)
        pieces: list[str | Shown] = []
        for piece in prose.split(body):
            if prose.PLACEHOLDER.fullmatch(piece) or not prose.has_prose(piece):
                blocks = self.md.htmlStash.rawHtmlBlocks
                late.title_code(blocks, piece, lambda text: self._plain(text, "title of code", Part.ATTRIBUTE, pending))
                pieces.append(self._expanded(piece))
            else:
                pieces.extend(self._piece(piece, el, pending))
        if suffix:
            self._say_later(late.listed(suffix), f"title of {el.tag}", Part.ATTRIBUTE, pending)
            pieces.append(suffix)
        _put(el, child, pieces, self._job.source_dir)

    def _literal(self, el: etree.Element, child: etree.Element | None, raw: str, pending: _Pending) -> None:
        """HTML inside a ``markdown`` block that did not ask for Markdown: words and tags, without marks."""
        body, suffix = prose.cut_attributes(raw, el.tag, self._listed)
        lead, core, trail = prose.trim(body)
        shown = Shown(core)
        if prose.has_prose(core) and not pending.skip:
            text, tags = prose.unstashed(core, self.md.htmlStash.rawHtmlBlocks)
            unit = self._unit(" ".join(text.split()), self._line(text), self._kind(el), pending, literal=True)
            shown = self._job.translate(unit) if self._job.translate else Shown(unit.text)
            same = shown.text == unit.text and self._job.keep_lines
            shown = Shown(core if same else prose.stashed(shown.text, tags), shown.lang)
        words = AtomicString(self._expanded(shown.text, lang=shown.lang))
        if shown.lang:
            _put(el, child, [lead, Shown(words, shown.lang), trail + suffix], self._job.source_dir)
        elif child is None:
            el.text = AtomicString(lead + words + trail + suffix)
        else:
            child.tail = AtomicString(lead + words + trail + suffix)

    def _piece(self, piece: str, el: etree.Element, pending: _Pending) -> Iterator[str | Shown]:
        """The white space before, the unit's words, and the white space after."""
        lead, core, trail = prose.trim(piece)
        own = prose.LEADING_DIRECTIVES.match(core)
        if own:
            pending = pending.copy()
            for match in prose.DIRECTIVE.finditer(own.group()):
                self._take(pending, match["name"], match["value"])
            lead, core = lead + own.group(), core[own.end() :]
        yield lead
        if pending.skip or not prose.has_prose(core):
            yield self._expanded(core)
        else:
            yield self._translated(core, self._kind(el), pending)
        yield trail

    def _translated(self, raw: str, what: _What, pending: _Pending) -> str | Shown:
        line = self._line(raw)
        text = prose.labelled(prose.fold(_BLANK.sub(" ", raw), self._keep_breaks), self.md.references)
        unit = self._unit(text, line, what, pending)
        if not self._job.translate:
            return raw
        shown = self._job.translate(unit)
        if shown.text != text and not self._renders(shown.text):
            shown = Shown(text, self._job.source_lang)
        words = raw if self._job.keep_lines and shown.text == text else shown.text
        expanded = self._expanded(words, line, shown.lang)
        return Shown(expanded, shown.lang) if shown.lang else expanded

    def _renders(self, words: str) -> bool:
        """Whether inline parsing survives a translation.

        pymdown-extensions 12 raises on some mixtures of emphasis signs (``a~_^_^^b``), and one translation must not
        cost the whole page; only such mixtures are tried.
        """
        if len(_EMPHASIS.intersection(words)) < 2:
            return True
        trial = etree.Element("div")  # only what is inside the element handed over is parsed
        etree.SubElement(trial, "p").text = words.replace("[^", "[")  # a footnote would be counted
        try:
            self.md.treeprocessors["inline"].run(trial)
        except Exception:
            return False
        return True

    def _plain(self, value: str, kind: str, part: Part, pending: _Pending) -> str:
        """An attribute's or a title's words; they are escaped when written, and hold no Markdown."""
        unit = self._unit(" ".join(value.split()), self._line(value), (kind, part, 0), pending, literal=True)
        if not self._job.translate:
            return value
        shown = self._job.translate(unit)
        words = value if shown.text == unit.text else shown.text
        if self._job.expand is None or "{{" not in words:
            return words
        return self._job.expand(words, line=unit.line, lang=shown.lang, html=False)

    def _unit(self, text: str, line: int | None, what: _What, pending: _Pending, *, literal: bool = False) -> Unit:
        said = (tuple(pending.notes), line, tuple(pending.ignores))
        unit = Unit(text, what[0], pending.context, self._section, *said, *what[1:], literal)
        self._job.units.append(unit)
        return unit

    def _kind(self, el: etree.Element) -> _What:
        classes = el.get("class", "").split()
        if "admonition-title" in classes:
            return "title", Part.TEXT, 0
        if el.tag in late.HEADINGS:
            return f"heading {el.tag[1]}", Part.HEADING, int(el.tag[1])
        return _KINDS.get(el.tag, el.tag), Part.TEXT, 0

    def _expanded(self, text: str, line: int | None = None, lang: str | None = None) -> str:
        """Tokens become stashed HTML, so that nothing after this reads their braces as attributes."""
        expand = self._job.expand
        if expand is None or "{{" not in text:
            return text

        def stash(match: re.Match[str]) -> str:
            at = line or self._line(match[0], remember=False)
            return self.md.htmlStash.store(expand(match[0], line=at, lang=lang, html=True))

        expanded = prose.put_for_tokens(stash, text)
        return AtomicString(expanded) if isinstance(text, AtomicString) else expanded

    def _raw_html(self) -> None:
        """Expand the tokens of HTML that is kept from Markdown; what is code or a comment is shown as it is."""
        expand = self._job.expand
        if expand is None:
            return

        def expanded(match: re.Match[str]) -> str:
            if match["code"] or match[0].startswith("<!--"):
                return match[0]
            in_tag = match[0].startswith("<")

            def value(token: re.Match[str]) -> str:
                words = expand(token[0], line=self._line(token[0], remember=False), lang=None, html=not in_tag)
                return html.escape(words) if in_tag else words

            return prose.TOKEN.sub(value, match[0])

        blocks = self.md.htmlStash.rawHtmlBlocks
        for place, block in enumerate(blocks):
            if isinstance(block, str) and "{{" in block:
                blocks[place] = prose.HTML_PART.sub(expanded, block)

    def _line(self, raw: str, remember: bool = True) -> int | None:
        """Where a block begins in the source; blocks come in order, so the search goes on from the last one."""
        body, (known, line) = self._job.body, self._cursor
        first = raw.lstrip().partition("\n")[0].strip()
        at = body.find(first, known)
        if at < 0:
            at = body.find(first)
            return None if at < 0 else self._job.first_line + body.count("\n", 0, at)
        line += body.count("\n", known, at)
        if remember:
            self._cursor = at, line
        return line

    # ---- directives ----

    def _directives(self, el: etree.Element) -> list[tuple[str, str]] | None:
        """The directives of a block that is nothing but stashed ``kyr:`` comments; None for any other block."""
        if el.tag != "p" or len(el) or not el.text or prose.PLACEHOLDER.sub("", el.text).strip() != "":
            return None
        found: list[tuple[str, str]] = []
        for match in prose.STASHED_HTML.finditer(el.text):
            stashed = self.md.htmlStash.rawHtmlBlocks[int(match[1])]
            directive = prose.DIRECTIVE.fullmatch(stashed) if isinstance(stashed, str) else None
            if directive is None:
                return None
            found.append((directive["name"], directive["value"]))
        return found or None

    # ---- titles outside the tree ----

    def _titles_of_labels(self) -> None:
        """The titles of the reference links and the meanings of the abbreviations that the page's words use."""
        abbr = self.md.treeprocessors["abbr"] if "abbr" in self.md.treeprocessors else None
        abbreviations: dict[str, str] = abbr.abbrs if abbr else {}  # type: ignore[attr-defined]
        if not (self.md.references or abbreviations):
            return
        words = " ".join(" ".join(unit.text for unit in self._job.units).split())
        small = words.lower()
        for label, (url, title) in list(self.md.references.items()):
            if title and label in small and prose.has_prose(title):
                self.md.references[label] = (url, self._plain(title, "link title", Part.NAME, _Pending()))
        for short, long in list(abbreviations.items()):
            if long and short in words and prose.has_prose(long):
                abbreviations[short] = self._plain(long, f"meaning of {short}", Part.MEANING, _Pending())


def _mark(el: etree.Element, lang: str, direction: str | None) -> None:
    el.set("lang", lang)
    if direction:
        el.set("dir", direction)


def _put(el: etree.Element, child: etree.Element | None, pieces: Sequence[str | Shown], direction: str | None) -> None:
    """Write the pieces back; words in another language are marked with ``lang``, and ``dir`` where that differs."""
    foreign = [piece for piece in pieces if isinstance(piece, Shown)]
    if not foreign:
        words = "".join(pieces)  # type: ignore[arg-type] # all of them are str
        if child is None:
            el.text = words
        else:
            child.tail = words
        return
    if child is None and not len(el) and len(foreign) == 1 and _only_words(pieces):
        _mark(el, foreign[0].lang or "", direction)
        atomic = isinstance(foreign[0].text, AtomicString)
        whole = "".join(piece.text if isinstance(piece, Shown) else piece for piece in pieces)
        el.text = AtomicString(whole) if atomic else whole
        return
    text, spans = _spans(pieces, direction)
    if child is None:
        el.text, at = text, 0
    else:
        child.tail, at = text, list(el).index(child) + 1
    for offset, span in enumerate(spans):
        el.insert(at + offset, span)


def _only_words(pieces: Iterable[str | Shown]) -> bool:
    """True when the block holds no prose but its one run of foreign words."""
    return all(isinstance(piece, Shown) or not piece.strip() or "{" in piece for piece in pieces)


def _spans(pieces: Iterable[str | Shown], direction: str | None) -> tuple[str, list[etree.Element]]:
    text = ""
    spans: list[etree.Element] = []
    for piece in pieces:
        if isinstance(piece, Shown):
            span = etree.Element("span")
            _mark(span, piece.lang or "", direction)
            span.text, span.tail = piece.text, ""
            spans.append(span)
        elif spans:
            spans[-1].tail = (spans[-1].tail or "") + piece
        else:
            text += piece
    return text, spans
