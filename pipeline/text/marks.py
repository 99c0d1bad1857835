"""The reader behind `markup`: one text, read lexically, to every inline mark that acts or might act.

The steps run in the order of Python-Markdown 3.11's inline processors, with those of attr_list, footnotes, smarty and
of pymdown-extensions 12 and 13: betterem, caret, emoji, inlinehilite, keys, magiclink, mark, smartsymbols, tilde.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

import pymdownx

from pipeline.text import prose, untrusted
from pipeline.text.emphasis import MANY, SIGNS, Run, maybe_paired, sure_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(Enum):
    """What a mark is; the value names it, and where it ends in a space, the mark follows."""

    TAG = "the tag "
    LINK = "the link "
    PICTURE = "the picture "
    LABEL = "the reference "  # of [text][label]
    BRACKETS = "the word in brackets "  # [label]: a reference if the page defines it
    FOOTNOTE = "the footnote "
    ADDRESS = "the link to "  # a URL or an e-mail address that becomes a link by itself
    TYPED = "the address "  # as it is typed, anywhere
    ATTRIBUTES = "the attribute list "
    BRACES = "the braces "  # where no attribute list is read
    TOKEN = "the token "
    EMOJI = "the emoji "
    KEYS = "the keys "  # ++ctrl+c++
    CODE = "the code "
    FORMAT = ""
    ORDINAL = "the raised letters of "  # 1st
    SCHEME = "the scheme "  # javascript: and the like, as words
    DIRECTION = "the direction mark "  # characters that turn the writing direction
    STRAY = "an unpaired "
    ODD = "-"  # never allowed, and reason enough to trust no other mark of a source


LABELS = (Kind.LABEL, Kind.BRACKETS)
"""Brackets that are or may be a reference."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of a text."""

    kind: Kind
    value: str
    certain: bool = True
    """Whether it surely acts, so that a source that has it grants it."""
    place: str = ""
    """What an attribute list hangs on."""

    def __str__(self) -> str:
        return self.kind.value.removeprefix("-") + self.value


MASKS = "\x03-\x07"
_CODE_MASK, _LINK_MASK, _AUTO_MASK, TAG_MASK, _TOKEN_MASK = _ALL_MASKS = "\x03\x04\x05\x06\x07"
_ELEMENTS = _CODE_MASK + _LINK_MASK + _AUTO_MASK
STANDING_IN = _CODE_MASK + _AUTO_MASK + _TOKEN_MASK
"""Masks of what a reader sees instead of words: code, an address in angle brackets, a token."""

_PLAIN = re.compile(r"[\w\u3000-\u303f\uff01-\uff5e\u2010-\u2027\u00b7 !\"#$%'(),./;?|-]*")
_NOT_SO_PLAIN = re.compile(r"[_ſ｛｝]|[Ww]{2}|[0-9](?:[Ss][Tt]|[Nn][Dd]|[Rr][Dd]|[Tt][Hh])")  # ſ is an s to IGNORECASE
_USUAL = re.compile(
    r"""(\{\{[ ][A-Za-z0-9_.-]+[ ]\}\}) | (?<!\*)(\*\*)(\w(?:[^*]*(?:\w|[.:!?](?=\*\*(?:\s|\Z))))?)\*\*(?!\*)
    | (?<!!)\[([^\s\[\]][^\[\]]*)\]\(([A-Za-z0-9_./#-]+)\)""",
    re.VERBOSE,
)
_COLON = re.compile(r":(?!\S)")  # behind a word, and no scheme's or emoji's
_TOC = "[TOC]"
_CONTROL = re.compile(f"[{untrusted.CONTROLS}\r\u2028\u2029\ufdd0-\ufdef\ufff9-\uffff]")
_DIRECTION = re.compile(f"[{untrusted.DIRECTIONS}]")
_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z0-9]+);")
_UNSURE = re.compile(rf"[{MASKS}\\]")
_NAMED = re.compile(r"\{\{ [\w.-]+ \}\}")
# what another plugin or program reads: {{ f("a", n=2) | url }}, {{< note >}}; no mark begins or ends in it
_IN_CALL = r"""(?:[^\W_]|(?<=[^\W_])_(?=[^\W_])|=(?!=)|[ .,()'"/|\#%?-])*"""
_CALL = re.compile(rf"\{{\{{(?!.*www\.)(?:{_IN_CALL}|<[ ]{_IN_CALL}>)\}}\}}", re.IGNORECASE)
_MAY_END = re.compile(r"[!#-&)-Z\\-~]")  # an element may, and braces right behind one are read for attributes
_BACKTICKS = re.compile(r"(?<!\\)(?:\\\\)+(?=`)|(?<!\\)`")
HIGHLIGHTED = re.compile(r"`+(?:\s*(?::{3,}|#!)|[^`]*\{\{)")  # or with a template's braces, which nobody translates
_QUOTED = r"""(?:"(?:\\.|[^\\"])+"|'(?:\\.|[^\\'])+')"""
# RE_EARLY_KBD of pymdownx.keys, for keys of which at least one is quoted
_KEYS = re.compile(rf"(?<!\\)(?:\\\\)*\+\+((?:(?:[\w-]+|{_QUOTED})\+(?!\+))*?(?:[\w-]+|{_QUOTED}))\+\+", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = re.compile(r"\\[\\`*_{}\[\]()>#+\-.!\"'|~^=: ]")
_FOOTNOTE = re.compile(r"\[\^[^\]]*\]")
_SAFE = r"[^()<>\\\[\]{}`'\"\x03-\x07]"
_LINK = re.compile(
    rf"""\(\s*(?:<(?P<angle>(?:{_SAFE}|[()]){{0,2000}})>|(?P<plain>(?:{_SAFE}|\x07|\({_SAFE}{{0,500}}\)){{0,2000}}?))
    \s*(?P<title>"(?:{_SAFE}|')*"[ ]*|'(?:{_SAFE}|")*'[ ]*)?\)""",
    re.VERBOSE,
)
_LABEL = re.compile(r"\s?\[([^\]]*)\]")
_NEST = re.compile(r"\[[ \"-;=?-Z_a-z|~\]]*\[[ \"-;=?-\[\]_a-z|~]*\]")
_GOES_ON = re.compile(r"\s?[\[({]")
_MORE_THAN_WORDS = re.compile(rf"[{MASKS}{{}}<>\[\]\\]")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*://[^<>]*)>")
_AUTOMAIL = re.compile(r"<([^<> !]+@[^@<> ]+)>")
_VALUE = r"""(?:"[^"]*+"|'[^']*+'|[^\s"'=<>]++)"""
_HTML = re.compile(  # HTML_RE of markdown.inlinepatterns
    rf"""<(?:/?+[a-zA-Z][^\s"'<>@]*+(?:\s+[^\s"'=<>]++(?:\s*+=\s*+{_VALUE})?+)*+\s*+/?|!--(?:(?!<!--|-->).)*--
    |[?](?:(?!<[?]|[?]>).)*[?]|!\[CDATA\[(?:(?!<!\[CDATA\[|\]\]>).)*\]\])>""",
    re.DOTALL | re.VERBOSE,
)
_HARD_BREAK = re.compile(r"  \n")
_UNSURE_IN_TAG = re.compile(rf"[{MASKS}\[\]\\]")
_HTML_BEGINS = re.compile(r"<(?:[a-zA-Z!?]|/[a-zA-Z])[^\s<]{0,30}")
_ATTRIBUTE = re.compile(rf"(\s+)([^\s\"'=<>]+)(?:(\s*=\s*)({_VALUE}))?")
_TRANSLATABLE = frozenset({"title", "alt", "aria-label"})
_TRANSLATABLE_VALUE = re.compile(rf'"(?:(?!\+\+)[^"<>\\`\[\]{{}}{MASKS}])*"')
_LISTED_WORDS = re.compile(r'(?<=[\s{:])(title|alt|aria-label)="([^"\n]*)"')
# what neither Markdown nor a typographic extension reads anything in: an attribute list goes through inline parsing
_WORDS_ALONE = re.compile(
    r"(?:[^\W_]|[ ,;%\u3000-\u303f\uff01-\uff5e\u2018-\u201d\u00b7]|[!?](?!\d)|\.(?!\.)|(?<=\w)-(?=\w))+"
)
TAG_NAME = re.compile(r"<(?P<closes>/?)(?P<name>[a-zA-Z][^\s>/]*)")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
# ____ is to be filled in, and into_iter is a name
_SHOWN = re.compile(r"\*+|(?<!_)(?!(?<=[A-Za-z0-9])_{1,2}[A-Za-z0-9])_{1,2}(?!_)|~~+|^(?:[-+]|#{1,6}|>+) |\\$")
_URL = re.compile(r"(?:ht|f)tps?://(?:www\.)?|www\.", re.IGNORECASE)
_BEFORE_URL = re.compile(rf"[*_~^\[('\"=+)>\]:;{MASKS}]")
_URL_TO_SPACE = re.compile(r"[^\s<]{0,4000}")  # pymdownx.magiclink since 13, over tags, code and hard breaks too
_URL_TO_MARK = re.compile(r"[^\s<\x03\x05-\x07]{0,4000}")  # and before: those end an address, brackets may not
_URL_READ_ON = _URL_TO_SPACE if pymdownx.__version_info__ >= (13,) else _URL_TO_MARK
_URL_OF_12 = re.compile(
    r"""(?:\b|(?<=_))(?:(?:ht|f)tps?://|www\.)[^_\W](?:[-\w]|\.(?!=$))*/?[-\w.?,!'(){}\[\]/+&@%$\#=:"|~;]*
    (?:[^_\W]|[-/\#@$+=])""",
    re.IGNORECASE | re.VERBOSE,
)
_URL_IN_ASCII = re.compile(r"[\w.~:/?#@!$&'()*+,;=%-]*", re.ASCII)
_MAIL = re.compile(  # RE_MAIL of pymdownx.magiclink
    r"""(?<![-/+@a-z\d_])(?<![-+a-z\d_]\.)[-+a-z\d_](?:[-a-z\d_+]|\.(?!\.))*(?<!\.)@(?:[-a-z\d_]+\.)
    (?:(?:[-a-z\d_]|(?<!\.)\.(?!\.))*)[a-z]\b(?![-@])""",
    re.IGNORECASE | re.VERBOSE,
)
_MAIL_LIKE = re.compile(r"(?<![\w.%+-])[\w.%+-]+(?=@([\w-]+(?:\.[\w-]+)+))", re.ASCII)
_SCHEME = re.compile(r"(?<![A-Za-z])(?:javascript|vbscript|data|file|blob):(?=\S)", re.IGNORECASE)
_BRACE = re.compile(r"\{[^{}\n]*\}|[{}]")
_EMOJI = re.compile(r"(?=(:(?:[+-]1|100|1234|(?=[^:]*[A-Za-z])[\w\u00c0-\u024f+-]+):))", re.ASCII)
_PLAIN_KEYS = re.compile(r"(?=(\+\+[\w-]+(?:\+[\w-]+)*\+\+))", re.ASCII)
_PLACEHOLDER_LIKE = re.compile(r"[\[\]!:;&+]")  # where a mark may begin or end
# RE_ORDINAL_NUMBERS of pymdownx.smartsymbols
_ORDINAL = re.compile(r"\b(?:[1-9][0-9]*)?(?:(?<=1)[123]th|1st|2nd|3rd|[04-9]th)\b")


def is_plain(text: str) -> bool:
    """Whether a text surely has no mark at all: most texts, and this is seen at a glance."""
    return bool(_PLAIN.fullmatch(text)) and not _NOT_SO_PLAIN.search(text)


@lru_cache(8192)
def usual(text: str) -> tuple[str, ...] | None:
    """The tokens and the destinations, sorted, of a text that surely has no other marks, and its bold words as ``**``;
    None for any other text. Most that are not plain are of this kind, and it is seen at a glance too.
    """
    found: list[str] = []

    def words(match: re.Match[str]) -> str:
        token, sign, bold, linked, destination = match.groups("")
        found.append(token or sign or destination)
        return bold or linked or "0"

    plain = is_plain(_COLON.sub("", _USUAL.sub(words, text)))
    return tuple(sorted(found)) if plain and _TOC not in text and not _SCHEME.search(text) else None


class Reader:
    """Reads one text, on making: ``marks`` in order of reading, ``view`` with what has been read masked."""

    def __init__(self, text: str) -> None:
        self.text = self.view = text
        self.marks: list[Mark] = []
        self.wordless: list[tuple[int, int]] = []
        self._linked: list[tuple[int, int]] = []  # brackets around the words of links
        self._described: list[tuple[int, int]] = []  # and of pictures
        self._addressed: list[tuple[int, int]] = []  # what magiclink may make links of
        self._certain = text  # where signs of emphasis are, and in which pairs
        self._pairs: dict[str, list[tuple[Run, Run]]] = {}
        if not is_plain(text):
            self._read()

    def _read(self) -> None:
        self._characters()
        self._tokens()
        self._code()
        self._keys()
        self._escaped = {match.start(1) for match in _ESCAPE.finditer(self.view)}
        self._footnotes()
        self._brackets()
        self._angles()
        self._addresses()
        self._emphasis()
        self._braces()
        self._shortcodes()
        self._formats()

    def _mask(self, start: int, end: int, mask: str) -> None:
        """Put a mask over what has been read; the length stays."""
        self.view = over(self.view, start, end, mask)

    def _add(
        self, kind: Kind, start: int, end: int, value: str | None = None, *, sure: bool = True, place: str = ""
    ) -> None:
        """One mark. What holds a mask or a backslash, or describes a picture, grants nothing."""
        sure = sure and not _UNSURE.search(self.view, start, end)
        sure = sure and not _within(start, self._described)
        self.marks.append(Mark(kind, self.text[start:end] if value is None else value, sure, place))
        if kind not in (Kind.LINK, Kind.PICTURE, Kind.ORDINAL, *LABELS):
            self.wordless.append((start, end))

    def _odd(self, what: str, start: int, end: int) -> None:
        excerpt = " ".join(self.text[start:end].split())
        self.marks.append(Mark(Kind.ODD, f"{what}: {excerpt[:40]}{'…' * (len(excerpt) > 40)}"))

    def _unescaped(self) -> str:
        """The view with escaped characters masked."""
        return _ESCAPED.sub(_CODE_MASK * 2, self.view)

    def _characters(self) -> None:
        everything = self.text + "".join(html.unescape(match[0]) for match in _ENTITY.finditer(self.text))
        for char in dict.fromkeys(_CONTROL.findall(everything)):
            self.marks.append(Mark(Kind.ODD, f"the control character U+{ord(char):04X}"))
        for char in dict.fromkeys(_DIRECTION.findall(everything)):
            self.marks.append(Mark(Kind.DIRECTION, f"U+{ord(char):04X}"))
        if _TOC in self.text:
            self.marks.append(Mark(Kind.ODD, f"the mark of a table of contents, {_TOC}"))
        self.view = _CONTROL.sub(" ", self.view)

    def _tokens(self) -> None:
        """They become stashed HTML before anything else is read, also in code."""
        for match in prose.tokens(self.view):
            token = prose.evened(match[0])
            if not (_NAMED.fullmatch(token) or _CALL.fullmatch(match[0])):
                self._odd("a damaged token", *match.span())
            elif not _NAMED.fullmatch(token) and match.start() and _MAY_END.match(self.view, match.start() - 1):
                self._odd("braces without a space before them", *match.span())
            self.marks.append(Mark(Kind.TOKEN, token))
            self._mask(*match.span(), _TOKEN_MASK)
        for start, end in prose.shown_as_code(self.view) if "{{" in self.view else ():
            self.marks.append(Mark(Kind.CODE, f"`{self.text[start:end]}`"))  # nobody translates it either
            self._mask(start, end, _TOKEN_MASK)
        for match in prose.MISTYPED_TOKEN.finditer(self.view):
            if not match[0].isascii():
                self._odd("a damaged token", *match.span())

    def _code(self) -> None:
        for start, end, paired in code_spans(self.view) if "`" in self.view else ():
            if paired:
                self._add(Kind.CODE, start, end)
                self._format("code")
                self._mask(start, end, _CODE_MASK)
            else:
                self._odd("a backtick without its partner", start, start + 30)

    def _keys(self) -> None:
        for match in _KEYS.finditer(self.view) if "++" in self.view else ():
            if '"' not in match[1] and "'" not in match[1]:
                continue  # without quotes they are read later, behind addresses
            if re.fullmatch(rf"{_QUOTED}(?:\+{_QUOTED})*", match[1], re.DOTALL):
                self._add(Kind.KEYS, *match.span())
                self._mask(*match.span(), _CODE_MASK)
            else:
                self._odd("keys that cannot be read with certainty", *match.span())

    def _footnotes(self) -> None:
        for match in _FOOTNOTE.finditer(self.view, 0, self.view.rfind("]") + 1):  # behind it nothing closes one
            if match.start() not in self._escaped:
                self._add(Kind.FOOTNOTE, *match.span())

    def _brackets(self) -> None:
        if self.view.count("[") > MANY:  # each would be held against every other
            self.marks.append(Mark(Kind.ODD, "more brackets than anybody writes"))
            self.view = re.sub(r"[\[\]]", _CODE_MASK, self.view)
        waiting: list[int] = []
        pairs: list[tuple[int, int]] = []
        for match in re.finditer(r"[\[\]]", self.view):
            at = match.start()
            if at in self._escaped:
                continue
            if match[0] == "[":
                waiting.append(at)
            elif self._link(begin := waiting.pop() if waiting else at, at):
                continue
            elif begin < at:
                pairs.append((begin, at))
            else:
                self.marks.append(Mark(Kind.STRAY, "]"))
        self.marks += [Mark(Kind.STRAY, "[")] * len(waiting)
        self._bracketed = [*self._linked, *pairs]
        nests = [pair for pair in pairs if self._is_nest(*pair)]
        for begin, end in pairs:
            if (begin, end) in nests:
                self._add(Kind.BRACKETS, begin, end, self.text[begin : end + 1])
            elif not _within(begin, nests):
                self._label(begin, end)

    def _is_nest(self, begin: int, end: int) -> bool:
        """Whether these are brackets around brackets that read the same wherever they stand: ``[[ASCII]]``."""
        alone = not self.view[:begin].rstrip().endswith(("]", "!")) and not _GOES_ON.match(self.view, end + 1)
        return alone and not _within(begin, self._bracketed) and bool(_NEST.fullmatch(self.view, begin, end + 1))

    def _is_picture(self, begin: int) -> bool:
        return begin > 0 and self.view[begin - 1] == "!" and begin - 1 not in self._escaped

    def _link(self, begin: int, end: int) -> bool:
        """Read the destination behind a closing bracket; False when none follows or it cannot be read."""
        if not self.view.startswith("(", end + 1):
            return False
        match = _LINK.match(self.view, end + 1)
        chained = re.search(r"\]\s?\Z", self.view[max(0, begin - 2) : begin]) and not _foreign(self.view[begin:end])
        if not match or begin == end or chained:
            self._odd("a link that cannot be read with certainty", end, end + 60)
            return False
        named = "plain" if match["angle"] is None else "angle"
        target = self.text[slice(*match.span(named))].strip()
        if self._is_picture(begin):
            self._add(Kind.PICTURE, begin, begin + 1, target)
            self._description(begin, end)
        else:
            self._add(Kind.LINK, begin, begin + 1, target)
            self._linked.append((begin, end))
        if match["title"]:
            self._format("a title on a link or picture")
        self._mask(end, match.end(), _LINK_MASK)
        self._mask(begin, begin + 1, _LINK_MASK)
        return True

    def _description(self, begin: int, end: int) -> None:
        """The words for a picture become an attribute: what is stashed as HTML there breaks out of its quotes."""
        self._described.append((begin, end))
        if _MORE_THAN_WORDS.search(self.view, begin + 1, end):
            self._odd("more than plain words for a picture", begin, end + 1)

    def _label(self, begin: int, end: int) -> None:
        """``[text][label]`` and ``[label]``; if the page does not define the first one's label, its text is one."""
        text, second = _label(self.view[begin + 1 : end]), _LABEL.match(self.view, end + 1)
        sign = "!" if self._is_picture(begin) else ""
        label = (_label(second[1]) or text) if second else ""
        chained = self.view[: begin - len(sign)].rstrip().endswith("]") if begin else False
        alone = not _within(begin, self._bracketed) and "[" not in text
        if second and not _foreign(label) and not label.startswith("^"):
            self._add(Kind.LABEL, begin, end, f"{sign}[{label}]", sure=alone and not chained)
            self.wordless.append(second.span(1))
        if not _foreign(text) and not text.startswith("^"):
            beside = f"{sign}[{label}]" if label else ""
            sure = alone and not self.view[end + 1 : end + 3].lstrip().startswith("[")
            self._add(Kind.BRACKETS, begin, end, f"{sign}[{text}]", sure=sure, place=beside)
        if sign and not (_foreign(text) and _foreign(label or text)):
            self._description(begin, end)

    def _angles(self) -> None:
        for pattern in (_AUTOLINK, _AUTOMAIL, _HTML) if "<" in self.view else ():
            for match in pattern.finditer(self.view):
                if _UNSURE_IN_TAG.search(match[0]):
                    self._odd("a tag that cannot be read with certainty", *match.span())
                elif pattern is _HTML:
                    self._add(Kind.TAG, *match.span(), _canonical(match[0]))
                else:
                    address = match[1].removeprefix("mailto:")
                    self._add(Kind.ADDRESS, *match.span(), address)
                    self._add(Kind.TYPED, *match.span(), address)
                self._mask(*match.span(), TAG_MASK if pattern is _HTML else _AUTO_MASK)
        for match in _HTML_BEGINS.finditer(self.view):
            self._odd("the beginning of a tag", *match.span())
        for match in _HARD_BREAK.finditer(self.view):
            self._format("a line break")
            self._mask(*match.span(), _CODE_MASK)

    def _addresses(self) -> None:
        view = outside = self._unescaped()
        for begin, end in self._bracketed + self._described:
            outside = over(outside, begin, end, _LINK_MASK)
        urls = list(_URL.finditer(view))
        if len(urls) + view.count("@") > MANY:  # each would be held against every other
            self.marks.append(Mark(Kind.ODD, "more addresses than anybody writes"))
            return
        for match in urls:
            self._typed(match.start(), _URL_IN_ASCII.match(view, match.start()))
            before = view[match.start() - 1 : match.start()]
            if not before or before.isspace() or _BEFORE_URL.match(before):
                self._linking(_URL_READ_ON.match(outside, match.start()), "13")
        for match in _URL_OF_12.finditer(view) if urls else ():
            self._linking(match, "12")
        for match in _MAIL.finditer(view) if "@" in view else ():
            self._linking(match)
        for match in _MAIL_LIKE.finditer(view) if "@" in view else ():
            self._typed(match.start(), match, match[0] + "@" + match[1])
        for match in _SCHEME.finditer(self.view) if ":" in view else ():
            self._add(Kind.SCHEME, *match.span(), match[0].lower())

    def _typed(self, start: int, match: re.Match[str] | None, value: str = "") -> None:
        if match:
            value = _trimmed(value or match[0])
            self._add(Kind.TYPED, start, start + len(value), value.lstrip("_"))

    def _linking(self, match: re.Match[str] | None, version: str = "") -> None:
        """What magiclink makes a link of, as its version reads it; inside the words of a link it makes none. Whatever
        follows up to the next space is part of it, be it a tag or a bracket: the same grants the same.
        """
        if match and not _within(match.start(), self._linked):
            start, end = match.start(), match.start() + len(_trimmed(match[0]))
            sure = not _within(start, [span for span in self._addressed if span != (start, end)])
            self.marks.append(Mark(Kind.ADDRESS, self.text[start:end], sure, version))
            self.wordless.append((start, end))
            self._addressed.append((start, end))

    def _emphasis(self) -> None:
        """The signs of emphasis that pair up whether or not magiclink makes links of the addresses beside them."""
        shown = self._unescaped()
        for begin, end in self._described:
            shown = over(shown, begin, end, _LINK_MASK)
        self._certain = shown
        for begin, end in self._addressed:
            self._certain = over(self._certain, begin, end, _LINK_MASK)
        pairs = sure_pairs(self._certain, self._bracketed)
        same = shown == self._certain or pairs == sure_pairs(shown, self._bracketed)
        self._pairs = pairs if same else {}

    def unpaired(self) -> Iterator[str]:
        """The signs that surely stand on the page as they are: of emphasis without a partner, of lists and headings."""
        runs = (run for pairs in self._pairs.values() for pair in pairs for run in pair)
        paired = {at for run in runs for at in range(run.start, run.end)}
        for match in _SHOWN.finditer(self._certain):
            sign = match[0].strip()
            if match.start() not in paired and (sign[0] not in SIGNS or sign[0] in self._pairs):
                yield sign

    def _braces(self) -> None:
        for match in _BRACE.finditer(self.view):
            if match[0] == "{":  # as an attribute list it may swallow whatever comes before the next }
                self._odd("a brace without its partner", match.start(), match.start() + 30)
            elif match[0] == "}":
                self.marks.append(Mark(Kind.STRAY, "}"))
            else:
                place, sure = self._place(*match.span())
                sure = sure and not _within(match.start(), self._addressed)
                kind, value = (Kind.ATTRIBUTES, _without_words(match[0])) if place else (Kind.BRACES, None)
                self._add(kind, *match.span(), value, sure=sure, place=place)

    def _place(self, start: int, end: int) -> tuple[str, bool]:
        """What may read an attribute list: the element it follows, or the block at whose end it stands; and if so
        surely. Nothing reads one that stands between words.
        """
        before, after = self.view[:start], self.view[end:].lstrip(" \n")
        if any(at == start for _, at in self._addressed):
            return "address", True
        if before and before[-1] in SIGNS:
            return before[-1], any(right.end == start for _, right in self._pairs.get(before[-1], ()))
        if before and before[-1] in "+]}:" + _ELEMENTS:
            return before[-1], before[-1] != "]" or self._is_label(start - 1)
        follows = not after or after[0] in "*_~^=+:![" + _ELEMENTS
        follows = follows or any(begin == len(self.view) - len(after) for begin, _ in self._addressed)
        if not before.endswith((" ", "\n")) or not follows or (after and any(mask in before for mask in _ELEMENTS)):
            return "", True  # between elements, attr_list does not look
        margin = before[len(before.rstrip(" ")) :]
        return (f"line{margin[:1]}" if before.rstrip(" ").endswith("\n") else "end"), not self.view[end:].strip(" ")

    def _is_label(self, end: int) -> bool:
        """Whether the bracket that closes here closes the label of ``[text][label]``: only that is surely a link."""
        before = (self.view[:begin] for begin, other in self._bracketed if other == end)
        return any(one.rstrip().endswith("]") for one in before)

    def _shortcodes(self) -> None:
        """Emoji and keys; where two overlap, Python-Markdown reads the first, so only that is sure."""
        everything = self._unescaped()
        for kind, sign, pattern in ((Kind.EMOJI, ":", _EMOJI), (Kind.KEYS, "++", _PLAIN_KEYS)):
            if sign not in everything:
                continue
            sure, last = set(), 0
            for match in pattern.finditer(self._certain):
                if match.start() >= last:
                    sure.add(match.span(1))
                    last = match.end(1)
            for match in pattern.finditer(everything):
                self._add(kind, *match.span(1), sure=match.span(1) in sure)

    def _formats(self) -> None:
        everything = self._unescaped()
        for match in _ORDINAL.finditer(everything):
            self._add(Kind.ORDINAL, *match.span(), "1st", sure=bool(_ORDINAL.search(self._certain)))
        views = [everything, self._certain, _PLACEHOLDER_LIKE.sub(_CODE_MASK, everything), everything]
        for begin, end in self._linked:
            views[-1] = over(views[-1], begin, end, _LINK_MASK)
        for sign in filter(everything.__contains__, SIGNS):
            sure_sizes = {left.size for left, _ in self._pairs.get(sign, ())}
            sizes = sure_sizes.union(*(maybe_paired(view, sign) for view in dict.fromkeys(views)))
            for size, name in enumerate(SIGNS[sign], 1):
                if name and sizes & {size, 3}:
                    self._format(name, bool(sure_sizes & {size, 3}))
            if sizes and sign not in self._pairs:
                self.marks.append(Mark(Kind.STRAY, f"sign of emphasis, {sign}"))

    def _format(self, name: str, certain: bool = True) -> None:
        if (mark := Mark(Kind.FORMAT, name, certain)) not in self.marks:
            self.marks.append(mark)


def over(text: str, start: int, end: int, mask: str) -> str:
    """The text with a mask of the same length over a part of it."""
    return text[:start] + mask * (end - start) + text[end:]


def _within(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(begin < at < end for begin, end in spans)


def _label(text: str) -> str:
    return re.sub(r"\s+", " ", text).lower()


def _foreign(label: str) -> bool:
    """Whether brackets hold a letter outside ASCII or another mark: they can name no reference of an English page."""
    return any((char.isalpha() and not char.isascii()) or char in _ALL_MASKS for char in label)


def _trimmed(url: str) -> str:
    """A URL without the punctuation that magiclink leaves outside of it."""
    while url:
        entity = re.search(r"&[^\W_]+;$", url)
        if url[-1] in "?!.,:*_~^'\";" or (url[-1] in ")]" and url.count(url[-1]) > url.count("[("[url[-1] == ")"])):
            url = url[: entity.start()] if entity else url[:-1]
        else:
            break
    return url


def _canonical(tag: str) -> str:
    """A tag with the values that may be translated left out."""

    def blank(match: re.Match[str]) -> str:
        space, name, equals, value = match.groups()
        if name.lower() in _TRANSLATABLE and value and _TRANSLATABLE_VALUE.fullmatch(value):
            return f'{space}{name}{equals}""'
        return match[0]

    return _ATTRIBUTE.sub(blank, tag) if TAG_NAME.match(tag) else tag


def _without_words(attributes: str) -> str:
    """An attribute list with the values that may be translated left out."""

    def blank(match: re.Match[str]) -> str:
        alone = _WORDS_ALONE.fullmatch(match[2]) and not _NOT_SO_PLAIN.search(match[2])
        return f'{match[1]}=""' if alone else match[0]

    return _LISTED_WORDS.sub(blank, attributes)


def code_spans(text: str) -> Iterator[tuple[int, int, bool]]:
    """Runs of backticks, each with the next one of its length: start, end, and whether there is one.

    Where there is none, versions of inlinehilite differ in what they make of the rest.
    """
    runs = [match.span() for match in re.finditer("`+", text)]
    ends: dict[int, list[int]] = {}  # of the runs of each length
    for begin, end in runs:
        ends.setdefault(end - begin, []).append(end)
    at = index = 0
    while match := _BACKTICKS.search(text, at):
        start = match.end() if match[0][0] == "\\" else match.start()
        while runs[index][1] <= start:
            index += 1
        alike = ends.get(runs[index][1] - start, [])
        later = bisect_right(alike, runs[index][1])
        closing = alike[later] if later < len(alike) else None
        at = closing or runs[index][1]
        yield start, at, closing is not None
