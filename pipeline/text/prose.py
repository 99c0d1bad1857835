"""The raw text of a block between block parsing and inline parsing: which of it is words, and which is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence

from markdown.extensions.attr_list import AttrListTreeprocessor, get_attrs_and_remainder

# Every placeholder Python-Markdown puts into a block's raw text: raw HTML, entities, footnote back-links.
PLACEHOLDER = re.compile(r"\x02[^\x03]*\x03")
STASHED_HTML = re.compile(r"\x02wzxhzdk:(\d+)\x03")
DIRECTIVE = re.compile(r"\s*<!--\s*kyr:\s*(?P<name>[\w-]*)\s*(?P<value>.*?)\s*-->\s*", re.DOTALL)
LEADING_DIRECTIVES = re.compile(
    rf"(?:{DIRECTIVE.pattern.replace('(?P<name>', '(?:').replace('(?P<value>', '(?:')})+", re.DOTALL
)
"""Directives at the very beginning of a block's text, as in a table cell."""
TOKEN = re.compile(r"\{\{[^{}]*(?:(?:\{(?!\{)|\}(?!\}))[^{}]*)*\}\}")
"""``{{ nht.phone }}``, and any slip between double braces: it must be met as an error, never be printed."""
MISTYPED_TOKEN = re.compile(r"｛｛|｝｝|[{｛]\s*(?!\d)[\w-]+\s*[.．。]\s*[\w-]+\s*[}｝]")
"""What becomes of a token when an input method changes a brace, or a hand loses one. No name begins with a digit."""
_DAMAGED_TOKEN = re.compile(rf"\{{\{{|[{{｛]\0|\0[}}｝]|{MISTYPED_TOKEN.pattern}")  # \0 for each sound token
_BRACE = re.compile(r"[{}]")
# Both begin their pattern, for code is its first group. That of inline parsing also knows escaped signs.
_CODE = r"(?<!`)(`++).+?(?<!`)\1(?!`)"
_CODE_OR_ESCAPED = r"(?<!\\)(`+).+?(?<!`)\1(?!`)|\\."
# code between tags that nobody closed ends at the next; between dollar signs, TeX is known by its commands and indices
_CODE_OR_TOKEN = re.compile(
    rf"""{_CODE}|\\[\\`]|(?P<token>{TOKEN.pattern})
    |(?<!\\)\$(?!\s)(?=[^$]*(?:\\[a-z]|[_^]\{{))(?![^$]*\{{\{{\s*[\w-]+\s*\.)[^$]+(?<!\s)\$(?!\d)
    |(?P<shown><(?P<tag>code|pre)\b[^<>]*>(?:(?!<(?P=tag)\b).)*?</(?P=tag)\s*>)""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
HTML_PART = re.compile(
    rf"<(?P<code>pre|code|script|style|textarea)\b.*?</(?P=code)\s*>|<!--.*?-->|<[^<>]*>|{TOKEN.pattern}",
    re.DOTALL | re.IGNORECASE,
)
"""Code, a comment, a tag or a token in raw HTML."""
# code and escaped signs are read before footnotes are
_FOOTNOTE_REFERENCE = re.compile(rf"{_CODE_OR_ESCAPED}|(?P<space>[ \t]*)\[\^(?P<name>[^\]]+)\]", re.DOTALL)
# nothing in code, behind a backslash or between a link's parentheses, and no bracket beside another one, is a reference
# (a label with a dollar sign may be one, but written twice it would be mathematics)
_SHORTCUT = re.compile(
    rf"{_CODE_OR_ESCAPED}|\]\((?:[^()]|\([^()]*\))*\)"
    r"|(?<![\[\]])(?<!\]\s)\[(?P<label>[^][`\\<>{}$]+)\](?:\[\])?(?!\s?\[|\()",
    re.DOTALL,
)
# an address that goes on in the next line, between a link's parentheses
_BROKEN_ADDRESS = re.compile(r"""(?<=\]\()\s*<?[^\s()<>"']+(?:[ \t]*\n[ \t]*[^\s()<>"']+)+(?=[)>]|\s+[)"'])""")
# a brace behind an element, closed in its line or not, and the end of a brace in a later line with no element between:
# in one line they would be one attribute list
_LIST_AND_BRACE = re.compile(
    r"(?<=[])*_`~^=+>:])(\{[^{}\n]*(?:\}[^][*_`<~^!:{}\n]*)?)\n[ \t]*(?=[^][*_`<~^!:{}]*(?:\{[^{}\n]*)?\})", re.DOTALL
)
# an attribute list that has a line to itself is the block's, also where an element follows at the beginning of the next
_LIST_ALONE = re.compile(r"[\n\0][ ]*(\{:?[ ]*(?!\{)[^}\n ][^\n]*\}[ ]*)\n(?![ \t])")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")
_SILENT_TAG = re.compile(
    r"<!--(?!\s*kyr:).*?-->|</?[a-zA-Z][\w-]*(?:\s(?![^<>]*\b(?:alt|aria-label|label|placeholder|title|value)=)[^<>]*)?/?>",
    re.DOTALL,
)
# spaces between words are one as soon as a line breaks there; not in code, a tag or a link's parentheses, nor behind a
# backslash, nor where they keep a label from its text
_SPACES = re.compile(
    rf"""{_CODE}|\]\((?:[^()]|\([^()]*\))*\)|<[^<>]*>
    |(?P<wide>(?:(?<=[^]\s\\])[ ]{{2,}}(?=\S)|(?<=\])[ ]{{2,}}(?=[^\s[({{:])))""",
    re.DOTALL | re.VERBOSE,
)
# raw HTML within a paragraph, as in a list or a box, whose lines are kept; one that nobody closed ends at the next
_VERBATIM = re.compile(
    rf"{_CODE}|(?P<kept><(?P<tag>pre|script|style|textarea)\b[^<>]*>(?:(?!<(?P=tag)\b).)*?</(?P=tag)\s*>)",
    re.DOTALL | re.IGNORECASE,
)
_WITHOUT_SPACE = str.maketrans("", "", " \t\n")
LEFT_BEHIND = "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029"
"""White space that word processors leave behind and no browser shows: a PO file cannot hold it, or no translation may
have it.
"""
_AROUND = f" \t\n{LEFT_BEHIND}"
_NOTHING = "\ue000"  # of the private use area

# Python-Markdown's attr_list reads a block's attributes from its last line, a heading's or cell's from its end.
_BLOCK_ATTRIBUTES = re.compile(r"\n[ ]*\{:?[ ]*(?!\{)[^}\n ][^\n]*\}[ ]*$")
_LINE_ATTRIBUTES = re.compile(r"[ ]+\{:?[ ]*(?!\{)[^}\n ][^\n{}]*\}[ ]*$")
_LINE_ATTRIBUTE_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "td", "th"})
_MARK = re.compile(r"[]*_`~^=<>[]")  # where text may end for attr_list, which sees only what is behind the last element


def cut_attributes(raw: str, tag: str, listed: bool) -> tuple[str, str]:
    """The text of a block of this tag, and the attribute list at its end, where attr_list would read one.

    ``listed`` says whether the page has attr_list; else braces are words like any others.
    """
    if not listed or "}" not in raw:
        return raw, ""
    in_line = tag in _LINE_ATTRIBUTE_TAGS
    whole = (AttrListTreeprocessor.HEADER_RE if in_line else AttrListTreeprocessor.BLOCK_RE).search(TOKEN.sub("", raw))
    if whole and get_attrs_and_remainder(whole[1])[1] and not (in_line and _MARK.search(whole[1])):
        return raw, ""  # ``{a} and {b}`` is not one list, and attr_list leaves it alone
    match = (_LINE_ATTRIBUTES if in_line else _BLOCK_ATTRIBUTES).search(raw)
    return (raw[: match.start()], match[0]) if match else (raw, "")


def without_footnotes(raw: str, known: Container[str]) -> str:
    """The text with a sign of no meaning for each reference to these footnotes; what only looks like one stays.

    The sign keeps apart what the reference kept apart, such as two backticks, and is not part of any id. Between white
    space there is none, for an id would have a hyphen for each.
    """

    def nothing(match: re.Match[str]) -> str:
        if match["name"] not in known:
            return match[0]
        alone = (match["space"] or not match.start()) and not raw[match.end() : match.end() + 1].strip()
        return "" if alone else match["space"] + _NOTHING

    return _FOOTNOTE_REFERENCE.sub(nothing, raw)


def labelled(text: str, known: Container[str]) -> str:
    """The text with ``[the form][the form]`` for ``[the form]`` and ``[the form][]``, where that is a known reference.

    ``known`` are labels in lower case. It renders the same, and whoever translates the words sees the label to keep.
    """
    if "[" not in text:
        return text

    def label(match: re.Match[str]) -> str:
        name = match["label"]
        return f"[{name}][{name}]" if name and name.lower() in known else match[0]

    return _SHORTCUT.sub(label, text)


def unstashed(raw: str, stash: Sequence[object]) -> tuple[str, Mapping[str, str]]:
    """The text with its inline tags and entities in place of their placeholders, and which of them stood for which.

    A tag is on one line, like the text around it.
    """
    tags: dict[str, str] = {}

    def tag(match: re.Match[str]) -> str:
        html = " ".join(str(stash[int(match[1])]).split())
        tags.setdefault(html, match[0])
        return html

    return STASHED_HTML.sub(tag, raw), tags


def stashed(text: str, tags: Mapping[str, str]) -> str:
    """The text with placeholders for these tags again; any other tag stays the characters it is written with."""
    if not tags:
        return text
    known = "|".join(map(re.escape, sorted(tags, key=len, reverse=True)))
    return re.sub(known, lambda match: tags[match[0]], text)


def split(raw: str) -> Iterator[str]:
    """The text between placeholders, and the placeholders, in order."""
    if "\x02" not in raw:  # as in most texts
        yield raw
        return
    at = 0
    for match in PLACEHOLDER.finditer(raw):
        if match.start() > at:
            yield raw[at : match.start()]
        yield match[0]
        at = match.end()
    if at < len(raw):
        yield raw[at:]


def trim(piece: str) -> tuple[str, str, str]:
    """White space before, the text, white space after."""
    core = piece.strip(_AROUND)
    start = piece.index(core)
    return piece[:start], core, piece[start + len(core) :]


def fold(raw: str, keep_breaks: bool = False) -> str:
    """The msgid of a block: soft line breaks and several spaces as one space; a hard break (two spaces or a backslash)
    as it is.

    With ``keep_breaks`` (nl2br) every line break is a hard one. In a link's address there is none: no browser reads it.
    The lines of ``<pre>`` and its like stay as they are.
    """
    if "\n" not in raw and "  " not in raw:
        return raw
    if "</" not in raw:
        return _folded(raw, keep_breaks)
    parts, at = [], 0
    for match in _VERBATIM.finditer(raw):
        if match["kept"]:
            parts += [_folded(raw[at : match.start()], keep_breaks), match[0]]
            at = match.end()
    return "".join([*parts, _folded(raw[at:], keep_breaks)])


def _folded(raw: str, keep_breaks: bool) -> str:
    if "](" in raw:
        raw = _BROKEN_ADDRESS.sub(lambda match: match[0].lstrip().translate(_WITHOUT_SPACE), raw)
    if "  " in raw:
        raw = _SPACES.sub(lambda match: " " if match["wide"] else match[0], raw)
    if keep_breaks:
        return re.sub(r"[ \t]*\n[ \t]*", "\n", raw)
    if "}" in raw:
        raw = _LIST_AND_BRACE.sub(lambda match: f"{match[1]}\0", raw)
        raw = _LIST_ALONE.sub(lambda match: f"\0{match[1]}\0", raw)
    first, *more = raw.split("\n")
    *lines, last = (first, *(line.lstrip(" \t") for line in more))
    return ("".join(_joined(line) for line in lines) + last).replace("\0", "\n")


def _joined(line: str) -> str:
    """A line with what connects it to the next one."""
    if line.endswith("  "):
        return line.rstrip(" \t") + "  \n"
    if line.endswith("\\"):
        return line + "\n"
    return line.rstrip(" \t") + " "


def evened(token: str) -> str:
    """A token with its white space evened out."""
    inside = re.sub(r"\s*\.\s*", ".", " ".join(token[2:-2].split()))
    return f"{{{{ {inside} }}}}"


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Every token of a text. Braces in code are the author's own: a page may tell how a template is written."""
    return (match for match in _CODE_OR_TOKEN.finditer(text) if match["token"])


def shown_as_code(text: str) -> Iterator[tuple[int, int]]:
    """Where double braces stand between the tags of code: they are the author's own too."""
    for match in _CODE_OR_TOKEN.finditer(text):
        if match["shown"]:
            yield from (token.span() for token in TOKEN.finditer(text, *match.span("shown")))


def put_for_tokens(put: Callable[[re.Match[str]], str], text: str) -> str:
    """The text with what ``put`` says for every token."""
    return _CODE_OR_TOKEN.sub(lambda match: put(match) if match["token"] else match[0], text)


def damaged_token(text: str) -> str | None:
    """What looks like a token that lost or changed a brace, and would be printed as it stands; None if nothing does."""
    if not any(brace in text for brace in "{}｛｝"):
        return None
    rest = _CODE_OR_TOKEN.sub(lambda match: "\0" if match["token"] else "`", text)
    if found := _DAMAGED_TOKEN.search(rest):
        return found.group().replace("\0", "{{ }}")
    return "}}" if "}}" in rest and not _are_paired(rest) else None


def _are_paired(text: str) -> bool:
    """Whether every brace has its partner, as in mathematics: ``2^{a_{n}}``."""
    depth = 0
    for brace in _BRACE.findall(text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return not depth


def has_prose(text: str) -> bool:
    """Whether a translator has anything to do: a letter outside contact tokens, entities, placeholders, comments,
    such tags as say nothing, and preformatted text.
    """
    if "{{" in text or "\x02" in text:
        text = PLACEHOLDER.sub("", TOKEN.sub("", text))
    if "&" in text:
        text = _ENTITY.sub("", text)
    if "<" in text:
        if "</" in text:
            text = _VERBATIM.sub(_words_of, text)
        text = _SILENT_TAG.sub("", text)
    return any(map(str.isalpha, text))


def _words_of(match: re.Match[str]) -> str:
    """Code in backticks and a text field as they stand, and nothing for other preformatted HTML."""
    return "" if match["kept"] and match["tag"].lower() != "textarea" else match[0]
