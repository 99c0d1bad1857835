"""Rendered page text (XHTML) to a tree of plain JSON values, the only thing the print templates ever see.

Every node is a dict whose ``t`` names its kind. Blocks (``c`` holds blocks unless said otherwise):

- ``heading``: ``level`` 1 to 6, ``c`` inline, ``id`` where the page leads to it
- ``par``: ``c`` inline; ``plain`` is the same inside a tight list item, a definition or a cell
- ``list``: ``ordered``, ``start``, ``tight``, ``items``, each with ``c`` and, in a task list, ``done``
- ``terms``: ``items``, each with ``terms`` (a list of inline lists) and ``c``
- ``quote``: ``c``
- ``table``: ``caption`` inline, ``align`` of each column, ``head`` and ``rows`` (lists of rows of cells ``c``, ``th``)
- ``note``: an admonition, or a details element printed open: ``kind``, ``title`` inline, ``c``
- ``tab``: one tab of a tabbed set: ``title`` inline, ``c``
- ``code``: ``lines``, strings
- ``rule``: a line across
- ``notes``: the footnotes, always last: ``items``, each with ``c``
- ``group``: blocks in another language: ``lang``, ``c``

Inline: ``text`` (``v``; where no line may end in some of it, ``held``: see `held`; ``away`` if it led to another page),
``phone`` (``v``, never broken, ``href`` and, where its words could break, its width ``wide`` in ems), ``dot`` (``v``:
between a contact's parts; a new line begins there unless one of ``line`` ems has room), ``ref`` (``v``, a footnote's
number), ``break``, ``link`` (``href``, ``address``: what paper needs after the text, often nothing, and ``c``), ``see``
(``to``, the ``id`` of a heading of the page, and ``c``), ``span`` (``lang``, ``c``) and, each with ``c``: ``strong``,
``emph``, ``code``, ``sup``, ``sub``, ``del``, ``ins``, ``mark``, ``kbd``, ``said`` (what a contact says beside its
numbers). The first node of a run of inline content has ``ems`` and ``longest``, the widths of the run and of its
longest word as `measures` has them.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from pipeline.errors import PrintError
from pipeline.print.measures import CJK, ems, longest
from pipeline.text import designations
from pipeline.text.marks import VOID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Node = dict[str, Any]

_DEPTH = 100  # open elements; a page by hand has about ten, and a wall of them would exhaust the stack
_DOT = " · "
_DROPPED = frozenset(  # tags and classes
    ("script", "style", "template", "input", "headerlink", "footnote-backref", "kyr-jumps")
)
_STYLES = {
    **dict.fromkeys(("strong", "b"), "strong"),
    **dict.fromkeys(("em", "i", "cite", "var", "dfn"), "emph"),
    **dict.fromkeys(("code", "samp", "tt"), "code"),
    **dict.fromkeys(("del", "s", "strike"), "del"),
    **dict.fromkeys(("ins", "u"), "ins"),
    **{tag: tag for tag in ("kbd", "mark", "sup", "sub")},
}
_WAYS = frozenset(("kyr-phone", "kyr-text"))  # to call and to write to
_SOFT_BREAK = re.compile(rf"(?<={CJK})[ \t]*\r?\n[ \t]*(?={CJK})")
_ISOLATED = re.compile("\u2066([^\u2069]*)\u2069")  # see pipeline.tokens
_SPACE = re.compile(r"[ \t\n\r\f\v\x85\u2028\u2029]+")
_INVISIBLE = re.compile(r"[\ufeff\ufe0e\ufe0f]")  # byte order marks, and "as emoji" / "as text" after a sign
_PHONE = re.compile(r"(?<![\w.-])(?:\+?\d{1,3}[ .–-])?(?:\(\d{3}\)|\d{3})[ .–-]\d{3}[ .–-]\d{4}(?!\w)")
_ADDRESS_LENGTH = 60  # characters of a web address somebody would type from paper
_LOCAL_DIGITS = 7  # of a telephone number without its area code


def blocks(xhtml: str, path: str) -> list[Node]:
    """The tree of a page's rendered text; the kinds of node are listed at the top of this module.

    The text of an unknown element is kept; scripts and styles are not. Footnotes come last.
    Raises PrintError, naming ``path``, for tags that do not match and for tables with joined cells.
    """
    try:
        body = _parse(xhtml)
        _tie(body)
        tree = _flow(body.children)
        _refuse_losses(body, tree)
    except _RefusedError as error:
        raise PrintError(path, error.message, error.fix) from error
    _say_each_address_once(tree)
    return [node for node in tree if node["t"] != "notes"] + [node for node in tree if node["t"] == "notes"]


def walk(value: Any) -> Iterator[Node]:
    """Every node below a node or a list, itself included, in reading order."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if "t" in one:
                yield one
            waiting += [part for part in reversed(one.values()) if isinstance(part, list | dict)]
        elif isinstance(one, list):
            waiting += reversed(one)


def plain_text(value: Any) -> str:
    """The words of inline content, a space for each break."""
    return "".join(node.get("v", "") if node["t"] != "break" else " " for node in walk(value))


def clean(text: str) -> str:
    """A text as it is set: single plain spaces, no signs without a picture, telephone numbers held together.

    No line begins with the dot between two things.
    """
    text = _SPACE.sub(" ", _SOFT_BREAK.sub("", _INVISIBLE.sub("", text))).replace(" · ", "\u00a0· ")
    return _PHONE.sub(lambda match: _glue(match[0]), text)


def held(text: str) -> dict[str, list[str]]:
    """``held``: the text in pieces, of which every second is to stay on one line (I-918); nothing if all may break."""
    pieces = designations.parted(text)
    return {"held": pieces} if len(pieces) > 1 else {}


def _refuse_losses(body: _Element, tree: list[Node]) -> None:
    """Every letter of the page must be in the tree: loose text in a list or a table has no place to go."""
    said = (node for node in walk(tree) if node["t"] != "dot")
    printed = (node.get("v", "") + "".join(node.get("lines", ())) for node in said)
    if lost := Counter(_letters(_words(body))) - Counter(_letters("".join(printed))):
        letters = "".join(lost)[:40]
        raise _RefusedError(
            f"some text stands where nothing can be printed; its letters are '{letters}'",
            "Put all text of a list into items, of a table into cells and of a tabbed set into tabs",
        )


def _words(element: _Element) -> str:
    if _is_dropped(element) or _is_dot(element):
        return ""
    own = element.attributes.get("alt", "") if element.tag == "img" else ""
    return own + "".join(child if isinstance(child, str) else _words(child) for child in element.children)


def _letters(text: str) -> str:
    return re.sub(r"[\s\u2060\u2066\u2069]", "", _INVISIBLE.sub("", text))


# Reading tags. html.parser rather than an XML parser: Markdown extensions write `<input disabled/>` and `&nbsp;`.


class _RefusedError(Exception):
    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message, self.fix = message, fix


@dataclass(slots=True)
class _Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Element | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def lang(self) -> str:
        return self.attributes.get("lang") or self.attributes.get("xml:lang", "")

    @property
    def elements(self) -> list[_Element]:
        return [child for child in self.children if isinstance(child, _Element)]

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def find(self, *names: str, outside: frozenset[str] = frozenset()) -> Iterator[_Element]:
        """Every element below with one of these tags, but none inside a found one or inside ``outside``."""
        for child in self.elements:
            if child.tag in names:
                yield child
            elif child.tag not in outside:
                yield from child.find(*names, outside=outside)


class _Reader(HTMLParser):
    """Builds elements and refuses tags that do not match, where a browser would guess."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [_Element("body")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(self.open[-1].elements[-1])
        if len(self.open) > _DEPTH:
            raise _RefusedError(f"more than {_DEPTH} elements stand inside one another", "Flatten the page")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(_Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if tag != self.open[-1].tag:
            raise self.mismatch(f"</{tag}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_data(data.removeprefix("CDATA["))

    def mismatch(self, found: str) -> _RefusedError:
        near = clean(self.open[0].text)[-40:].strip()
        inside = f"<{self.open[-1].tag}>" if len(self.open) > 1 else "nothing open"
        return _RefusedError(
            f"the HTML is not well formed: {found} meets {inside}, after '{near}'",
            "Close every tag written by hand, in the order opposite to the one it was opened in",
        )


def _parse(xhtml: str) -> _Element:
    reader = _Reader()
    reader.feed(xhtml)
    if reader.rawdata.startswith("<"):  # close() would drop a tag that never ends, with the words in it
        raise reader.mismatch("an unfinished tag")
    reader.close()
    if len(reader.open) > 1:
        raise reader.mismatch("the end of the page")
    return reader.open[0]


# Blocks


def _is_dropped(element: _Element) -> bool:
    return element.tag in _DROPPED or not _DROPPED.isdisjoint(element.classes)


def _is_block(child: _Element | str) -> bool:
    return isinstance(child, _Element) and (child.tag in _BLOCKS or any(map(_is_block, child.children)))


def _flow(children: Iterable[_Element | str], kind: str = "par") -> list[Node]:
    """Blocks of mixed content; a run of loose inline content becomes one node of this ``kind``."""
    found: list[Node] = []
    run: list[_Element | str] = []
    for child in [*children, None]:
        if child is not None and not _is_block(child):
            run.append(child)
            continue
        if inline := _tidy(list(_inline(run))):
            found.append({"t": kind, "c": inline})
        run = []
        if isinstance(child, _Element) and not _is_dropped(child):
            found += _in_language(child, "group", list(_BLOCKS.get(child.tag, _container)(child)))
    return found


def _in_language(element: _Element, kind: str, nodes: list[Node]) -> list[Node]:
    return [{"t": kind, "lang": element.lang, "c": nodes}] if element.lang and nodes else nodes


def _content(element: _Element, kind: str = "plain") -> list[Node]:
    found = _flow(element.children, kind)
    if [node["t"] for node in found] == ["plain"]:  # words that are no paragraph are none in another language either
        return [{"t": "plain", "c": _measured(_in_language(element, "span", found[0]["c"]))}]
    return _in_language(element, "group", found)


def _title(element: _Element) -> list[Node]:
    return _measured(_in_language(element, "span", _tidy(list(_inline(element.children)))))


def _container(element: _Element) -> Iterator[Node]:
    yield from _flow(element.children)


def _heading(element: _Element) -> Iterator[Node]:
    if inline := _tidy(list(_inline(element.children))):
        place = element.attributes.get("id", "")
        yield {"t": "heading", "level": int(element.tag[1]), "c": inline, **({"id": place} if place else {})}


def _division(element: _Element) -> Iterator[Node]:
    if "admonition" in element.classes:
        kind = next((name for name in element.classes if name != "admonition"), "note")
        yield from _note(element, kind, lambda child: "admonition-title" in child.classes)
    elif "tabbed-set" in element.classes:
        yield from _tabs(element)
    elif "footnote" in element.classes:
        yield {"t": "notes", "items": [{"c": _content(item)} for item in element.find("li")]}
    else:
        yield from _flow(element.children)


def _details(element: _Element) -> Iterator[Node]:
    kind = next((name for name in element.classes if name != "details"), "details")
    yield from _note(element, kind, lambda child: child.tag == "summary")


def _note(element: _Element, kind: str, is_title: Callable[[_Element], bool]) -> Iterator[Node]:
    title = next(filter(is_title, element.elements), None)
    rest = [child for child in element.children if child is not title]
    yield {"t": "note", "kind": kind, "title": _title(title) if title else [], "c": _flow(rest)}


def _tabs(element: _Element) -> Iterator[Node]:
    """Material writes all labels first and then a ``tabbed-block`` each; the older form alternates."""
    labels = list(element.find("label", outside=frozenset(("div",))))
    panels = []
    for child in element.elements:
        if "tabbed-labels" in child.classes:
            labels += child.find("label")
        elif "tabbed-content" in child.classes:
            inner = [block for block in child.elements if "tabbed-block" in block.classes]
            panels += inner or [child]
    for label, panel in zip_longest(labels, panels):
        yield {"t": "tab", "title": _title(label) if label else [], "c": _content(panel, "par") if panel else []}


def _list(element: _Element) -> Iterator[Node]:
    ordered = element.tag == "ol"
    start = element.attributes.get("start", "")
    items = [_item(child) for child in element.elements]
    loose = any(child.tag == "p" for item in element.elements for child in item.elements)
    first = int(start) if ordered and start.isascii() and start.isdigit() else 1
    yield {"t": "list", "ordered": ordered, "start": first, "tight": not loose, "items": items}


def _item(element: _Element) -> Node:
    item: Node = {"c": _content(element) if element.tag == "li" else _flow([element])}
    for box in element.find("input", outside=frozenset(("ul", "ol"))):
        if box.attributes.get("type") == "checkbox":
            item["done"] = "checked" in box.attributes
            break
    return item


def _terms(element: _Element) -> Iterator[Node]:
    items: list[Node] = []
    for child in element.find("dt", "dd", outside=frozenset(("dl",))):
        if child.tag == "dt" and (not items or items[-1]["c"]):
            items.append({"terms": [], "c": []})
        if child.tag == "dt":
            items[-1]["terms"].append(_title(child))
        elif items:
            items[-1]["c"] += _content(child)
        else:
            items.append({"terms": [], "c": _content(child)})
    yield {"t": "terms", "items": items}


def _quote(element: _Element) -> Iterator[Node]:
    yield {"t": "quote", "c": _flow(element.children)}


def _table(element: _Element) -> Iterator[Node]:
    heads: list[list[Node]] = []
    rows: list[list[Node]] = []
    align: list[str] = []
    for row in element.find("tr", outside=frozenset(("table",))):
        cells = list(row.find("td", "th"))
        align += [_alignment(cell) for cell in cells[len(align) :]]
        is_head = not rows and bool(cells) and all(cell.tag == "th" for cell in cells)
        (heads if is_head else rows).append([_cell(cell) for cell in cells])
    for cells_of_row in heads + rows:
        cells_of_row += [{"c": [], "th": False} for _ in align[len(cells_of_row) :]]
    heads = [row for row in heads if any(cell["c"] for cell in row)]
    caption = next(element.find("caption"), None)
    if align:
        named = _title(caption) if caption else []
        yield {"t": "table", "caption": named, "align": align, "head": heads, "rows": rows}


def _cell(element: _Element) -> Node:
    if any(element.attributes.get(name, "1") != "1" for name in ("colspan", "rowspan")):
        message = f"the table cell '{clean(element.text).strip()}' is joined with others (colspan or rowspan)"
        raise _RefusedError(message, "Repeat its text in each cell: joined cells are read out under the wrong heading")
    return {"c": _content(element), "th": element.tag == "th"}


def _alignment(element: _Element) -> str:
    style = re.search(r"text-align:\s*(left|center|right)", element.attributes.get("style", ""))
    found = style[1] if style else element.attributes.get("align", "")
    return found if found in ("left", "center", "right") else "left"


def _code(element: _Element) -> Iterator[Node]:
    lines = _INVISIBLE.sub("", element.text).strip("\n").expandtabs(4).splitlines()
    yield {"t": "code", "lines": [re.sub(" (?= )|^ ", "\u00a0", line.rstrip()) for line in lines]}


def _rule(_: _Element) -> Iterator[Node]:
    yield {"t": "rule"}


_BLOCKS: dict[str, Callable[[_Element], Iterator[Node]]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(("p", "section", "article", "aside", "header", "footer", "main", "nav"), _container),
    **dict.fromkeys(("figure", "figcaption", "address", "form"), _container),
    **dict.fromkeys(("ul", "ol"), _list),
    "div": _division,
    "details": _details,
    "dl": _terms,
    "blockquote": _quote,
    "table": _table,
    "pre": _code,
    "hr": _rule,
}
"""How each block element is read; anything else is a block only if a block stands in it."""


# Inline


def _inline(children: Iterable[_Element | str]) -> Iterator[Node]:
    previous = ""
    for child in children:
        nodes = [{"t": "text", "v": child}] if isinstance(child, str) else _inline_element(child)
        kind = nodes[0]["t"] if nodes else previous
        if kind == previous == "ref":
            yield {"t": "ref", "v": ", "}  # two notes in a row are not note 12
        previous = kind
        yield from nodes


def _inline_element(element: _Element) -> list[Node]:
    if _is_dropped(element):
        return []
    if element.tag == "br":
        return [{"t": "break"}]
    if _is_dot(element):
        return [_dot()]
    if element.tag == "img":
        alt = element.attributes.get("alt", "").strip()
        return [{"t": "text", "v": f"[{alt}]"}] if alt else []
    if "kyr-contact" in element.classes:
        return _in_language(element, "span", _contact(element))
    nodes = _link(element) if element.tag == "a" else list(_inline(element.children))
    if "kyr-said" in element.classes and nodes:
        nodes = [{"t": "said", "c": nodes}]
    if element.tag in _STYLES and nodes:
        styled = nodes if nodes[0]["t"] == "ref" else [{"t": _STYLES[element.tag], "c": nodes}]
        return _in_language(element, "span", styled)
    return _in_language(element, "span", nodes)


def _contact(element: _Element) -> list[Node]:
    """Who it is; on the next line its numbers, if it has any; behind them what else it says, if the line has room."""
    parts = [
        child for child in element.children if not (_is_dot(child) or (isinstance(child, str) and child.isspace()))
    ]
    inline = [list(_inline([part])) for part in parts]
    ways = [at for at, part in enumerate(parts) if isinstance(part, _Element) and not _WAYS.isdisjoint(part.classes)]
    first, end = (ways[0], ways[-1] + 1) if ways else (0, 0)
    lines = {at: _line(inline[first:end]) for at in ways} | {end: _line(inline[first:])}
    found: list[Node] = []
    for at, nodes in enumerate(inline):
        if at:
            found.append({"t": "break"} if at == first else _dot(lines.get(at, 0.0)))
        found += nodes
    return found


def _is_dot(child: _Element | str) -> bool:
    return isinstance(child, _Element) and "kyr-dot" in child.classes


def _dot(line: float = 0.0) -> Node:
    return {"t": "dot", "v": _DOT, **({"line": line} if line else {})}


def _line(parts: Sequence[list[Node]]) -> float:
    """The width in ems, at most, of parts with dots between them on one line."""
    return ems(_DOT.join(map(plain_text, parts)))


def _link(element: _Element) -> list[Node]:
    href, words = element.attributes.get("href", "").strip(), element.text
    if "footnote-ref" in element.classes:
        return [{"t": "ref", "v": words.strip()}]
    if not _WAYS.isdisjoint(element.classes):
        return list(_number(words, href if href.lower().startswith(("tel:", "sms:")) else ""))
    inline = list(_inline(element.children))
    if inline and href.startswith("#"):
        return [{"t": "see", "to": href[1:], "c": inline}]
    scheme, _, rest = href.partition(":")
    if not inline or scheme.lower() not in ("http", "https", "mailto", "tel", "sms") or not rest:
        return [{**node, "away": True} if node["t"] == "text" else node for node in inline]
    return [{"t": "link", "href": href, "address": _address(scheme.lower(), rest, words), "c": inline}]


def _number(words: str, href: str) -> Iterator[Node]:
    """A number to call or to write to; in a sentence that runs from right to left, only what is isolated in it."""
    parts = _ISOLATED.split(words)
    for at, part in enumerate(parts):
        if at % 2 or len(parts) == 1:
            number = _glue(clean(part).strip())
            could_break = {"wide": ems(number)} if re.search(CJK, number) else {}
            yield {"t": "phone", "v": number, "href": href, **could_break}
        elif part:
            yield {"t": "text", "v": part}


def _address(scheme: str, rest: str, words: str) -> str:
    """What a reader of paper would lose without the link, or nothing if the words already say it."""
    rest = rest.removeprefix("//").rstrip("/")
    if scheme in ("http", "https"):
        address = re.sub(r"^www\.", "", rest, flags=re.IGNORECASE)
        if address.casefold() in words.casefold():
            return ""
        return address if len(address) <= _ADDRESS_LENGTH else f"{address.partition('/')[0]}/…"
    address = rest.partition("?")[0]
    if scheme == "mailto":
        return "" if address.casefold() in words.casefold() else address
    said, number = (re.sub(r"\D", "", text) for text in (words, address))
    same = number in said or (len(said) >= _LOCAL_DIGITS and said in number)
    return "" if same else _glue(address)


def _tie(body: _Element) -> None:
    """Keep only the links within the page that lead to a heading, and only the ids of these headings."""
    elements = list(_elements(body))
    headings = [one for one in elements if re.fullmatch("h[1-6]", one.tag)]
    links = [one for one in elements if one.tag == "a" and one.attributes.get("href", "").startswith("#")]
    met = {one.attributes.get("id", "") for one in headings} & {one.attributes["href"][1:] for one in links}
    for link in links:
        if link.attributes["href"][1:] not in met:
            del link.attributes["href"]
    for heading in headings:
        if heading.attributes.get("id", "") not in met:
            heading.attributes.pop("id", None)


def _elements(element: _Element) -> Iterator[_Element]:
    for child in element.children:
        if isinstance(child, _Element):
            yield child
            yield from _elements(child)


def _say_each_address_once(tree: list[Node]) -> None:
    seen = set()
    for node in walk(tree):
        if node["t"] == "link" and node["address"]:
            node["address"] = "" if node["href"] in seen else node["address"]
            seen.add(node["href"])


def _glue(number: str) -> str:
    """A telephone number in which no line can end: no-break spaces, and word joiners after dashes and slashes."""
    return re.sub(r"[–—/](?!\u2060)", "\\g<0>\u2060", number.replace(" ", "\u00a0"))


def _tidy(nodes: Sequence[Node]) -> list[Node]:
    """Inline nodes with white space as a browser shows it: single, and none at the ends or around a break."""
    ended, last = True, None
    for leaf in walk(list(nodes)):
        if leaf["t"] == "break":
            _trim_end(last)
            ended, last = True, None
        elif "v" in leaf:
            text = clean(leaf["v"])
            leaf["v"] = text.lstrip(" ") if ended else text
            if leaf["v"]:
                ended, last = leaf["v"].endswith(" "), leaf
    _trim_end(last)
    kept = _without_empty(nodes)
    while kept and kept[-1]["t"] == "break":
        kept.pop()
    for leaf in walk(kept):
        if leaf["t"] == "text":
            leaf.update(held(leaf["v"]))
    return _measured(kept)


def _measured(inline: list[Node]) -> list[Node]:
    """Inline nodes with the width of them all on the first, where the templates look for it."""
    if inline:
        inline[0] |= {"ems": ems(plain_text(inline)), "longest": longest(plain_text(inline))}
    return inline


def _trim_end(leaf: Node | None) -> None:
    if leaf is not None:
        leaf["v"] = leaf["v"].rstrip(" ")


def _without_empty(nodes: Sequence[Node]) -> list[Node]:
    kept = []
    for node in nodes:
        if "c" in node:
            node["c"] = _without_empty(node["c"])
        if node["t"] == "break" or node.get("v") or node.get("c"):
            kept.append(node)
    return kept
