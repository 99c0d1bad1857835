"""A page's blocks arranged for paper: panel by panel, or two languages row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from pipeline.blocks import Node, plain_text
from pipeline.errors import PrintError, counted
from pipeline.print import measures

if TYPE_CHECKING:
    from collections.abc import Iterator

PANELS: Final[Mapping[str, tuple[str, ...]]] = {
    "trifold": ("cover", "inside left", "inside middle", "inside right", "flap", "back"),
    "card": ("first face", "second face"),
    "poster": ("message", "strip"),
}
"""The sections a page must have for each folded or cut form, in the order of its ``##`` headings.

A poster's message is what stands above its only ``##`` heading; the strip's heading names it and is not printed.
"""


# How much there is to set

_INLINE: Final = frozenset(
    (
        *("text", "phone", "dot", "ref", "break", "link", "see", "span", "strong", "emph", "sup", "sub", "del", "ins"),
        *("mark", "kbd", "said"),
    )
)


def weigh(nodes: list[Node]) -> tuple[float, float]:
    """Ems and number of blocks of what stands below one another: an upper bound of its height, before it is set.

    Every block, list item and table cell among ``nodes`` gets its own as ``bulk``, so that templates need not count.
    """
    ems, blocks = 0.0, 0.0
    if nodes and "ems" in nodes[0]:
        ems, blocks = nodes[0]["ems"], 1.0 + sum(node["t"] == "break" for node in nodes)
    for node in nodes:
        if node["t"] not in _INLINE and (node["t"] != "code" or "lines" in node):
            node["bulk"] = _bulk(node)
            ems, blocks = ems + node["bulk"][0], blocks + node["bulk"][1]
    return round(ems, 3), blocks


def _bulk(node: Node) -> tuple[float, float]:
    if node["t"] == "table":
        return _summed([weigh(node["caption"]), *map(_row_bulk, [*node["head"], *node["rows"]])])
    if node["t"] == "code":
        return round(sum(map(measures.ems, node["lines"])), 3), float(len(node["lines"]))
    parts = [weigh(node.get("title", [])), weigh(node.get("c", []))]
    for item in node.get("items", ()):
        item["bulk"] = weigh(item["c"])
        parts += [item["bulk"], *map(weigh, item.get("terms", ()))]
    return _summed(parts)


def _row_bulk(row: list[Node]) -> tuple[float, float]:
    """A table's row is as high as its highest cell, which has about an equal share of the width."""
    for cell in row:
        cell["bulk"] = weigh(cell["c"])
    ems, blocks = (max((cell["bulk"][part] for cell in row), default=0.0) for part in (0, 1))
    return ems * len(row), max(1.0, blocks) + 0.5


def _summed(parts: list[tuple[float, float]]) -> tuple[float, float]:
    return round(sum(ems for ems, _ in parts), 3), sum(blocks for _, blocks in parts)


# Panels


def _level(node: Node) -> int:
    """The level of a heading, also of one in another language; 0 for any other block."""
    if node["t"] == "group" and len(node["c"]) == 1:
        return _level(node["c"][0])
    return int(node["level"]) if node["t"] == "heading" else 0


def panels(tree: list[Node], form: str, name: str) -> list[dict[str, Any]]:
    """The sections of a folded or cut form: each with its ``name``, its heading's ``title`` (inline) and ``c``.

    Raises PrintError, naming the page, where there are more or fewer sections than the form has panels.
    """
    names = PANELS[form]
    sections: list[dict[str, Any]] = [{"title": [], "c": []}]
    for node in tree:
        if _level(node) == 2:
            sections.append({"title": _heading(node), "c": []})
        else:
            sections[-1]["c"].append(node)
    if form != "poster" and not sections[0]["c"]:
        sections.pop(0)
    if len(sections) != len(names):
        problem = f"this form has {len(names)} sections ({', '.join(names)}) and the page has {len(sections)}"
        raise PrintError(name, problem, "Begin each section with a ## heading, and put nothing above the first")
    return [{"name": panel, **section} for panel, section in zip(names, sections, strict=True)]


def _heading(node: Node) -> list[Node]:
    """A heading's words, in their own language if that is another one."""
    if node["t"] == "group":
        return [{"t": "span", "lang": node["lang"], "c": _heading(node["c"][0]), **_widths(_heading(node["c"][0]))}]
    words: list[Node] = node["c"]
    return words


def _widths(inline: list[Node]) -> dict[str, float]:
    return {"ems": inline[0]["ems"], "longest": inline[0]["longest"]} if inline else {}


# Rows


def rows(
    first: list[Node], second: list[Node], labels: Mapping[str, Any], others: Mapping[str, Any], name: str
) -> list[dict[str, Any]]:
    """Two versions of a page, block by block and list item by list item; each row has one of either, ``a`` and ``b``.

    ``ems`` is how long the longer one is; ``kind`` is ``heading``, ``title`` or ``block``; ``marker`` is a list item's
    sign, ``depth`` how far it is indented, ``box`` the kind of callout it stands in. Raises PrintError where the two
    pages are not built alike.
    """
    left, right = list(_rows(first, _Place(labels))), list(_rows(second, _Place(others)))
    for number, (a, b) in enumerate(zip(left, right, strict=False), 1):
        if _shape(a) != _shape(b):
            near = plain_text(a["c"])[:40]
            problem = f"the two languages are not built alike from row {number} on, at '{near}'"
            raise PrintError(name, problem, "Look for a list or a paragraph that only one of them has")
    if len(left) != len(right):
        problem = f"one language has {counted(len(left), 'block')} and the other {len(right)}"
        raise PrintError(name, problem, "Look for a list or a paragraph that only one of them has")
    return [
        {**_shape(a), "a": a["c"], "b": b["c"], "ems": max(weigh(a["c"])[0], weigh(b["c"])[0])}
        for a, b in zip(left, right, strict=True)
    ]


def _shape(row: Node) -> Node:
    return {key: row[key] for key in ("kind", "depth", "marker", "box")}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where rows stand in the page, and in which language."""

    labels: Mapping[str, Any]
    lang: str = ""
    depth: int = 0
    box: str = ""


def _row(kind: str, nodes: list[Node], at: _Place) -> Node:
    content = [{"t": "group", "lang": at.lang, "c": nodes}] if at.lang else nodes
    return {"kind": kind, "depth": at.depth, "marker": "", "box": at.box, "c": content}


def _rows(nodes: list[Node], at: _Place) -> Iterator[Node]:
    for node in nodes:
        kind = node["t"]
        if kind == "group":
            yield from _rows(node["c"], replace(at, lang=node["lang"]))
        elif kind == "notes":
            yield _row("title", [_title([{"t": "text", **at.labels["notes"]}])], replace(at, lang=""))
            yield from _list_rows(node, at)
        elif kind == "list":
            yield from _list_rows(node, at)
        elif kind in ("note", "tab", "quote"):
            yield from _box_rows(node, replace(at, box=str(node.get("kind", kind))))
        elif kind == "table":
            yield from _table_rows(node, at)
        elif kind == "terms":
            yield from (_row("block", [{"t": "terms", "items": [item]}], at) for item in node["items"])
        elif kind != "rule":
            yield _row("heading" if kind == "heading" else "block", [node], at)


def _box_rows(node: Node, at: _Place) -> Iterator[Node]:
    if node.get("title"):
        yield _row("title", [_title(node["title"])], at)
    yield from _rows(node["c"], at)


def _title(inline: list[Node]) -> Node:
    return {"t": "par", "c": [{"t": "strong", "c": inline, **_widths(inline)}]}


def _list_rows(node: Node, at: _Place) -> Iterator[Node]:
    for number, item in enumerate(node["items"], node.get("start", 1)):
        inner = list(_rows(item["c"], replace(at, depth=at.depth + 1)))
        if inner:
            ordered = node.get("ordered", True)
            inner[0]["marker"] = {True: "☑", False: "☐"}.get(item.get("done"), f"{number}." if ordered else "•")
        yield from inner


def _table_rows(node: Node, at: _Place) -> Iterator[Node]:
    """Columns are too narrow for half a sheet, so each row is a list of its cells, each under its column's heading."""
    if node["caption"]:
        yield _row("title", [_title(node["caption"])], at)
    heads = [cell["c"] for cell in node["head"][-1]] if node["head"] else []
    for row in node["rows"]:
        items = []
        for index, cell in enumerate(row):
            head = heads[index] if index < len(heads) else []
            items.append({"terms": [_flat(head)] if head else [], "c": cell["c"]})
        yield _row("block", [{"t": "terms", "items": items}], at)


def _flat(cell: list[Node]) -> list[Node]:
    """The words of a column's heading as inline content."""
    found: list[Node] = []
    for node in cell:
        if node["t"] == "group":
            inner = _flat(node["c"])
            found.append({"t": "span", "lang": node["lang"], "c": inner, **_widths(inner)})
        elif node["t"] in ("par", "plain"):
            found += node["c"]
    return found
