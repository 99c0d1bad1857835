"""One page as it goes on paper: what a form's template in site/print is given to set, as JSON values."""

from __future__ import annotations

import datetime
import functools
import io
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline import interface, languages
from pipeline.blocks import Node, blocks, clean, held, plain_text, walk
from pipeline.errors import PrintError
from pipeline.print import titles
from pipeline.print.forms import FORMS, LABELS, PAPER, Form
from pipeline.print.layout import PANELS, panels, rows, weigh
from pipeline.print.measures import ems
from pipeline.print.titles import string
from pipeline.tokens import date

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from pipeline.languages import Locale
    from pipeline.print.giver import Organization

_BESIDE = ("locale", "title", "title_lang", "description", "description_lang", "notices", "qr", "labels", "warning")
_QUIET_ZONE = 4  # modules of white around a QR code (ISO/IEC 18004)
_EMERGENCY = "911"
_ENDS = (".", "。", "!", "！", "?", "？")  # of a sentence
SHORTER = "Use a shorter address"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page in one language, as it goes on paper."""

    locale: Locale
    path: str
    """Below content/, without ``.md``: ``trafficking/t-visa``."""
    title: str
    description: str
    """One sentence that answers the page's question; printed large under the title."""
    body: str
    """XHTML as Python-Markdown renders it; an h1 at its beginning takes the place of ``title``."""
    notice: str
    """The state of the words, in the page's language: ``Draft translation, not reviewed.``"""
    labels: Mapping[str, str]
    """The keys of LABELS, in the page's language."""
    version: str
    """A short digest of what was printed."""
    checked: datetime.date
    url: str
    """The page's address, for the QR code and the foot of each page."""
    organization: str
    form: str = "handout"
    """One of FORMS."""
    max_pages: int = 0
    """The page budget; 0 for none."""
    paper: str = PAPER
    """One of the form's papers."""
    title_lang: str = ""
    """BCP 47, where the title is not in the page's language: an untranslated one is English; so too the next."""
    description_lang: str = ""
    notice_lang: str = ""
    expired: datetime.date | None = None
    """The last day on which the page's facts might be relied on, if it has passed."""
    giver: Organization | None = None
    """Who hands the sheet out, printed where the form has room."""
    national: frozenset[str] = frozenset()
    """Hotlines for the whole country that answer at any hour; the first that the page names is on its square card."""
    beside: Sheet | None = None
    """The same page in the language printed beside this one, for a form with two."""

    @property
    def page(self) -> str:
        """The page in its language, for errors: ``trafficking/t-visa (zh-Hans)``."""
        return f"{self.path} ({self.locale.tag})"

    @property
    def name(self) -> str:
        """How errors call the sheet: like ``page``, with the form if it is not the plain handout."""
        return self.page if self.form == "handout" else f"{self.page[:-1]}, {self.form})"


def values_of(sheet: Sheet) -> dict[str, Any]:
    """Everything the template needs, as JSON values. Raises PrintError for what no sheet may lack."""
    found, text = _page(sheet), _text(sheet)
    tree, other, tags = text.tree(), None, set(text.languages)
    spoken = [sheet, *([sheet.beside] if sheet.beside else [])]
    if sheet.beside:
        other, text = _page(sheet.beside), _text(sheet.beside)
        tags |= text.languages
        found["rows"] = rows(tree, text.tree(), found["labels"], other["labels"], sheet.name)
        found["beside"] = {key: other[key] for key in _BESIDE}
        found["name"] = f"{found['name']} / {other['name']}"
        for key in ("notices", "languages"):
            found[key] += other[key]
    elif sheet.form in PANELS:
        found["panels"] = panels(tree, sheet.form, sheet.name)
    else:
        found["body"] = tree
    if sheet.form == "square":
        runs = list(_runs(tree))
        found["numbers"] = [*_first(runs, {_EMERGENCY}), *_first(runs, sheet.national - {_EMERGENCY})]
    for page in (found, *([other] if other else [])):
        tags |= {page["locale"], page["title_lang"], page["description_lang"]}
        tags |= {said["lang"] for said in (*page["labels"].values(), *page["notices"]) if "lang" in said}
    found["voices"] = {tag: _voice(tag, [one.locale for one in spoken], FORMS[sheet.form]) for tag in sorted(tags)}
    return found


def _runs(nodes: list[Node], lang: str = "") -> Iterator[list[Node]]:
    """The inline content of every paragraph and list item, in its language if that is another one."""
    for node in nodes:
        if node["t"] in ("par", "plain") and node["c"]:
            widths = {key: node["c"][0][key] for key in ("ems", "longest")}
            yield [{"t": "span", "lang": lang, "c": node["c"], **widths}] if lang else node["c"]
        elif node["t"] in ("group", "note", "quote", "tab"):
            yield from _runs(node["c"], node.get("lang", lang))
        elif node["t"] == "list":
            yield from _runs([inner for item in node["items"] for inner in item["c"]], lang)


def _first(runs: Sequence[list[Node]], numbers: Collection[str]) -> list[list[Node]]:
    """The first run that names one of these numbers, without what a card for a phone has no room for; or nothing."""
    found = (run for run in runs if any(node["t"] == "phone" and node["v"] in numbers for node in walk(run)))
    return [_shortened(_here(run)) for run in found][:1]


def _here(run: list[Node]) -> list[Node]:
    """A run without a sentence that only leads to another page ("More help."): a picture has no way there."""
    kept: list[Node] = []
    run = [*run]
    for at, node in enumerate(run):
        after = run[at + 1 : at + 2]
        ended = not after or after[0].get("v", "").startswith(_ENDS)
        if node.get("away") and ended and plain_text(kept).rstrip().endswith(_ENDS):
            if after:
                words = after[0]["v"][1:]
                run[at + 1] = {"t": "text", "v": words, **held(words)}
        else:
            kept.append({**node, "c": _here(node["c"])} if "c" in node else node)
    return kept


def _shortened(run: list[Node]) -> list[Node]:
    """A run without links, which nobody can follow in a picture, and without hours and languages of a contact."""
    kept: list[Node] = []
    for node in run:
        if any(one["t"] == "said" for one in walk(node)):
            while kept and kept[-1]["t"] == "dot":
                kept.pop()
            continue
        inner = _shortened(node.get("c", []))
        kept += inner if node["t"] == "link" else [{**node, "c": inner} if "c" in node else node]
    if kept and run and "ems" in run[0]:
        kept[0] = {**kept[0], "ems": run[0]["ems"], "longest": run[0]["longest"]}
    return kept


def _page(sheet: Sheet) -> dict[str, Any]:
    """What there is of one page in one language beside its blocks."""
    texts, labels = _texts(sheet), _labels(sheet)
    title, title_lang = _text(sheet).title or (texts["title"], sheet.title_lang)
    own = sheet.locale.tag
    return {
        "address": _address(re.sub(r"^https?://(www\.)?", "", sheet.url).rstrip("/")),
        "description": string(texts["description"]),
        "description_lang": sheet.description_lang or own,
        "giver": _giver(sheet.giver),
        "labels": labels,
        "languages": [{"lang": own, **string(sheet.locale.name)}],
        "latin": languages.LATIN.family,
        "locale": own,
        "mark": f"{sheet.version} · {sheet.checked.isoformat()}",
        "max_pages": sheet.max_pages,
        "name": title,
        "notices": [{"lang": sheet.notice_lang or own, **string(texts["notice"])}],
        "organization": _named(texts["organization"]),
        "paper": sheet.paper,
        "qr": json.loads(_qr(sheet.url, sheet.page)),
        "title": {
            **titles.of_title(title, known(title_lang or own)),
            "parts": [string(part) for part in titles.halves(title)],
        },
        "title_lang": title_lang or own,
        "version": texts["version"],
        "warning": labels["expired"] if sheet.expired else None,
    }


def _address(address: str) -> dict[str, Any]:
    """The page's address as a string whose lines end behind a slash and nowhere else (t-visa)."""
    parts = re.findall("[^/]*/|[^/]+", address)
    pieces = [piece for part in parts for piece in ("", part)]
    return {**string(address), "longest": max(map(ems, parts)), "held": pieces, "ltr": True}


@dataclass(frozen=True, slots=True)
class _Text:
    """A page's blocks below its title, kept: the forms of one page follow one another."""

    title: tuple[str, str] | None
    """The words and the language of the h1 it begins with."""
    blocks: str
    """As JSON: every form arranges a tree of its own."""
    languages: frozenset[str]
    """Of the words that are in another language than the page."""

    def tree(self) -> list[Node]:
        found: list[Node] = json.loads(self.blocks)
        return found


def _text(sheet: Sheet) -> _Text:
    return _parsed(sheet.body, sheet.page, sheet.locale)


@functools.lru_cache(maxsize=16)
def _parsed(body: str, name: str, locale: Locale) -> _Text:
    tree = blocks(body, name)
    title = _take_title(tree)
    _close_heading_gaps(tree)
    titles.hold_headings(tree, locale)
    weigh(tree)
    spoken = frozenset(node["lang"] for node in walk(tree) if "lang" in node)
    return _Text(title, json.dumps(tree, ensure_ascii=False), spoken)


def _take_title(tree: list[Node]) -> tuple[str, str] | None:
    """The words and the language of the h1 a page begins with, which is taken out of the tree."""
    lang, children = "", tree
    if tree and tree[0]["t"] == "group":
        lang, children = tree[0]["lang"], tree[0]["c"]
    if not children or children[0]["t"] != "heading" or children[0]["level"] != 1:
        return None
    words = plain_text(children.pop(0))
    if lang and not children:
        tree.pop(0)
    return words, lang


def _texts(sheet: Sheet) -> dict[str, str]:
    found = {"title": sheet.title, "notice": sheet.notice, "url": sheet.url, "version": sheet.version}
    found |= {"organization": sheet.organization, "description": sheet.description}
    for name, value in found.items():
        if not value.strip():
            raise PrintError(sheet.name, f"there is no {name} to print", "Fill it in: no sheet goes out without it")
    papers = FORMS[sheet.form].papers
    if sheet.paper not in papers:
        fix = "Leave --paper out" if PAPER not in papers else f"Use {' or '.join(papers)}"
        raise PrintError(sheet.name, f"'{sheet.paper}' is not a paper that this form is printed on", fix)
    return {name: clean(value).strip() for name, value in found.items()}


def _labels(sheet: Sheet) -> dict[str, Any]:
    """The page's own words with date and version filled in; the page numbers are known only to the template."""
    filled = {}
    for key, english in LABELS.items():
        text = sheet.labels.get(key, "")
        own = languages.SOURCE if text == english else sheet.locale  # English stands in, and its dates with it
        missing = [name for name in re.findall(r"\{\w+\}", english) if name not in text]
        if missing or not text.strip():
            problem = f"the printed label '{key}' lacks {' and '.join(missing) or 'a text'}"
            raise PrintError(sheet.name, problem, f"Translate '{english}' and keep what stands in braces")
        day = sheet.expired if key == "expired" else sheet.checked
        text = interface.fill(clean(text).strip(), version=sheet.version, date=date(day, own) if day else "{date}")
        filled[key] = string(text) | ({} if own == sheet.locale else {"lang": own.tag})
    return filled


def _named(text: str) -> dict[str, Any]:
    """A string in somebody's own words, which may be of another script than the page: 扫盲社 on a Traditional sheet."""
    return {**string(text), "named": True}


def _giver(giver: Organization | None) -> dict[str, Any] | None:
    if giver is None:
        return None
    lines = [_named(line) for line in giver.lines]
    phone = string(giver.phone) if giver.phone else None
    return {"name": _named(giver.name), "phone": phone, "lines": lines, "logo": giver.logo, "brief": False}


def _close_heading_gaps(tree: list[Node]) -> None:
    """PDF/UA allows one level 1, the title, and no skipped level."""
    level = 1
    for node in walk(tree):
        if node["t"] == "heading":
            level = node["level"] = max(2, min(node["level"], level + 1))


def _voice(tag: str, main: Sequence[Locale], form: Form) -> dict[str, Any]:
    """How a language is set and read aloud: its PDF language and region, its fonts in order of preference."""
    row = next((locale for locale in main if locale.tag == tag), None) or known(tag)
    language, *rest = tag.split("-") if row is not languages.SOURCE else ["en"]
    region = next((part for part in rest if len(part) == 2), row.region)
    return {
        "lang": language,
        "region": region.lower(),
        "fonts": _fonts_for(row),
        "justified": form.justified and row.is_unspaced,
        "rtl": row.direction == "rtl",
        "unspaced": row.is_unspaced,  # bold for emphasis
    }


@functools.cache
def known(tag: str) -> Locale:
    """The locale of a tag; English for one that no table has."""
    try:
        return languages.locale(tag.replace("-", "_"))
    except ValueError:
        return languages.SOURCE  # set as Latin text; better read out in English than not at all


def _fonts_for(locale: Locale) -> list[dict[str, str]]:
    """Font families with what each may be used for.

    A text in Traditional Chinese does not fall back to Simplified glyphs: a stray Simplified character is an error.
    """
    latin, hangul = languages.LATIN.family, languages.FONTS["Kore"].family
    found = [{"name": latin, "covers": "latin-in-cjk" if locale.is_unspaced else ""}]
    found += [{"name": name, "covers": ""} for name in locale.fonts if name != latin]
    if not locale.is_unspaced and locale.script != "Kore":
        found.append({"name": languages.FONTS["Hans"].family, "covers": ""})  # arrows and other signs, Chinese names
    return [*found, {"name": hangul, "covers": "hangul"}]


@functools.lru_cache(maxsize=64)
def _qr(url: str, name: str) -> str:
    """The address as a QR code (ISO/IEC 18004, error level M or better); ``modules`` with the quiet zone of four."""
    import segno  # only who prints needs it

    try:
        code = segno.make(url, error="m", micro=False)
    except segno.DataOverflowError as error:
        raise PrintError(name, f"{url[:60]}… is too long for a QR code", SHORTER) from error
    svg = io.BytesIO()
    code.save(svg, kind="svg", border=_QUIET_ZONE, xmldecl=False, nl=False)
    modules = code.symbol_size(border=_QUIET_ZONE)[0]
    return json.dumps({"svg": svg.getvalue().decode(), "modules": modules, "quiet": _QUIET_ZONE, "url": url})
