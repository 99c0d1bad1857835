"""Printed forms: a page's tree as JSON, set by a Typst template of site/print, as an accessible PDF (PDF/UA-1)."""

from __future__ import annotations

import datetime
import functools
import importlib.metadata
import io
import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import babel
import segno
import typst
from babel.core import get_global
from babel.dates import format_date

from pipeline import languages
from pipeline.blocks import Node, blocks, clean, plain_text, walk
from pipeline.errors import PrintError
from pipeline.interface import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pipeline.languages import Locale


LABELS: Final[Mapping[str, str]] = {
    # Translators: at the foot of every printed page. Keep {page} and {pages} as they are.
    "page": N_("Page {page} of {pages}"),
    # Translators: at the foot of every printed page. {date} is the day somebody last checked the facts.
    "checked": N_("Checked {date}"),
    # Translators: at the foot of every printed page. {version} is a short code such as 3f9a2c1.
    "version": N_("Version {version}"),
    # Translators: below the QR code on a printed page; the camera then opens the page on the web. Keep it short.
    "scan": N_("Scan for this page"),
    # Translators: above the footnotes of a printed page.
    "notes": N_("Notes"),
    # Translators: read aloud for a ticked box of a checklist on paper.
    "done": N_("Done"),
    # Translators: read aloud for an empty box of a checklist on paper.
    "to_do": N_("To do"),
}
"""The words a printed form adds to the page, in English; `Sheet.labels` has the same keys in the page's language."""

PAPERS: Final = ("us-letter", "a4")

_LATIN = "Noto Sans"
_HANGUL = "Noto Sans KR"
_BY_SCRIPT = {"Hans": "Noto Sans SC", "Hant": "Noto Sans TC", "Jpan": "Noto Sans JP", "Kore": _HANGUL}
_UNSPACED = ("Hans", "Hant", "Jpan")  # no spaces between words: justified, and bold for emphasis
_DAMAGED = "\ufffd"  # what a wrong encoding leaves behind
_QUIET_ZONE = 4  # modules of white around a QR code (ISO/IEC 18004)
_SHORTER = "Use a shorter address"
_FONT_FOLDERS = {"fontpkg-noto-sans": "fontpkg_noto_sans/files", "justmytype-intl-cjk": "justmytype_intl_cjk/fonts"}


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
    max_pages: int = 0
    """The page budget; 0 for none."""
    paper: str = "us-letter"
    """One of PAPERS."""
    title_lang: str = ""
    """BCP 47, where the title is not in the page's language: an untranslated one is English; so too the next."""
    description_lang: str = ""


def compile_pdf(sheet: Sheet, root: Path, *, templates: Path = Path("site/print"), moment: int | None = None) -> bytes:
    """The plain handout of a page: PDF/UA-1, the same bytes for the same sheet.

    ``templates`` is relative to the project's ``root``. ``moment`` is the document's date in seconds since 1970
    (SOURCE_DATE_EPOCH); without it, the day the page was checked. Raises PrintError, naming page and language,
    for a character that no font has, too many pages, or a word or number that does not fit.
    """
    return _typeset("handout.typ", _data(sheet), sheet, root / templates, _moment(sheet) if moment is None else moment)


def _data(sheet: Sheet) -> dict[str, Any]:
    """Everything the template needs, as JSON values."""
    tree = blocks(sheet.body, _where(sheet))
    title, title_lang = _take_title(tree) or (sheet.title, sheet.title_lang)
    _close_heading_gaps(tree)
    own = sheet.locale.tag
    spoken = {"locale": own, "title_lang": title_lang or own, "description_lang": sheet.description_lang or own}
    voices = {tag: _voice(tag, sheet.locale) for tag in sorted({*spoken.values(), *_languages(tree)})}
    return {
        **_texts(sheet, title),
        **spoken,
        "address": re.sub(r"^https?://(www\.)?", "", sheet.url).rstrip("/"),
        "body": tree,
        "labels": _labels(sheet),
        "latin": _LATIN,
        "max_pages": sheet.max_pages,
        "paper": sheet.paper,
        "qr": _qr(sheet),
        "unspaced": sorted({voice["lang"] for voice in voices.values() if voice["unspaced"]}),
        "voices": voices,
    }


def _where(sheet: Sheet) -> str:
    return f"{sheet.path} ({sheet.locale.tag})"


def _moment(sheet: Sheet) -> int:
    return int(datetime.datetime.combine(sheet.checked, datetime.time(), datetime.UTC).timestamp())


def _take_title(tree: list[Node]) -> tuple[str, str] | None:
    """The words and the language of the h1 a page begins with, which is taken out of the tree."""
    lang, children = "", tree
    if tree and tree[0]["t"] == "group":
        lang, children = tree[0]["lang"], tree[0]["c"]
    if not children or children[0]["t"] != "heading" or children[0]["level"] != 1:
        return None
    return plain_text(children.pop(0)), lang


def _texts(sheet: Sheet, title: str) -> dict[str, str]:
    found = {"title": title, "notice": sheet.notice, "url": sheet.url, "version": sheet.version}
    found |= {"organization": sheet.organization, "description": sheet.description}
    for name, value in found.items():
        if not value.strip():
            raise PrintError(_where(sheet), f"there is no {name} to print", "Fill it in: no sheet goes out without it")
    if sheet.paper not in PAPERS:
        raise PrintError(_where(sheet), f"'{sheet.paper}' is no paper we print on", f"Use {' or '.join(PAPERS)}")
    return {name: clean(value).strip() for name, value in found.items()}


def _labels(sheet: Sheet) -> dict[str, str]:
    """The page's own words with date and version filled in; the page numbers are known only to the template."""
    filled = {}
    for key, english in LABELS.items():
        text = sheet.labels.get(key, "")
        missing = [name for name in re.findall(r"\{\w+\}", english) if name not in text]
        if missing or not text.strip():
            problem = f"the printed label '{key}' lacks {' and '.join(missing) or 'a text'}"
            raise PrintError(_where(sheet), problem, f"Translate '{english}' and keep what stands in braces")
        filled[key] = clean(text).strip()
    date = format_date(sheet.checked, "long", locale=sheet.locale.code)
    filled["checked"] = filled["checked"].replace("{date}", date)
    filled["version"] = filled["version"].replace("{version}", sheet.version)
    return filled


def _close_heading_gaps(tree: list[Node]) -> None:
    """PDF/UA allows one level 1, the title, and no skipped level."""
    level = 1
    for node in walk(tree):
        if node["t"] == "heading":
            level = node["level"] = max(2, min(node["level"], level + 1))


def _languages(tree: list[Node]) -> list[str]:
    return sorted({node["lang"] for node in walk(tree) if "lang" in node})


def _voice(tag: str, main: Locale) -> dict[str, Any]:
    """How a language is set and read aloud: its PDF language and region, its fonts in order of preference."""
    try:
        known = babel.Locale.parse(tag, sep="-")
    except (ValueError, babel.UnknownLocaleError):
        known = babel.Locale("en")  # set as Latin text; better read out in English than not at all
    full = babel.Locale.parse(get_global("likely_subtags").get(known.language, "en_Latn_US"))
    script = known.script or full.script or "Latn"
    row = main if tag == main.tag else languages.locale(f"{known.language}_{script}")
    region = known.territory or row.region
    return {
        "lang": known.language,
        "region": region.lower(),
        "fonts": _fonts_for(script, row.fonts),
        "unspaced": script in _UNSPACED,
    }


def _fonts_for(script: str, wanted: Sequence[str]) -> list[dict[str, str]]:
    """Font families with what each may be used for.

    A text in Traditional Chinese does not fall back to Simplified glyphs: a stray Simplified character is an error.
    """
    own = [name for name in wanted if name != _LATIN] or [name for name in [_BY_SCRIPT.get(script)] if name]
    latin = {"name": _LATIN, "covers": "latin-in-cjk" if script in _UNSPACED else ""}
    found = [latin, *({"name": name, "covers": ""} for name in own)]
    if script not in _BY_SCRIPT:
        found.append({"name": _BY_SCRIPT["Hans"], "covers": ""})  # arrows and other signs, names in Chinese
    return [*found, {"name": _HANGUL, "covers": "hangul"}]


def _qr(sheet: Sheet) -> dict[str, Any]:
    """The address as a QR code (ISO/IEC 18004, error level M or better); ``modules`` with the quiet zone of four."""
    try:
        code = segno.make(sheet.url, error="m", micro=False)
    except segno.DataOverflowError as error:
        raise PrintError(_where(sheet), f"{sheet.url[:60]}… is too long for a QR code", _SHORTER) from error
    svg = io.BytesIO()
    code.save(svg, kind="svg", border=_QUIET_ZONE, xmldecl=False, nl=False)
    return {"svg": svg.getvalue().decode(), "modules": code.symbol_size(border=_QUIET_ZONE)[0], "quiet": _QUIET_ZONE}


@functools.cache
def _fonts() -> typst.Fonts:
    """The fonts of the installed packages and no others, read once per process (about 0.1 s)."""
    folders = []
    for package, folder in _FONT_FOLDERS.items():
        try:
            folders.append(str(importlib.metadata.distribution(package).locate_file(folder)))
        except importlib.metadata.PackageNotFoundError as error:
            fix = f"Run: pip install {package}"
            raise PrintError("pyproject.toml", f"the font package {package} is not installed", fix) from error
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def _typeset(template: str, data: Mapping[str, Any], sheet: Sheet, templates: Path, moment: int) -> bytes:
    payload = json.dumps(data, ensure_ascii=False)
    if _DAMAGED in payload:
        raise _unprintable(_DAMAGED, data, sheet)  # fonts have a sign for it, and nobody wants to read it
    try:
        pdf, warnings = typst.compile_with_warnings(
            str(templates / template),
            root=str(templates),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": payload},
            pdf_standards=["ua-1"],
            timestamp=moment,
        )
    except typst.TypstError as error:
        raise _explained(error.message, error.diagnostic, data, sheet) from error
    if warnings:
        raise _explained(warnings[0].message, warnings[0].diagnostic, data, sheet)
    return pdf


def _explained(message: str, diagnostic: str, data: Mapping[str, Any], sheet: Sheet) -> PrintError:
    """What Typst reports, in words for the person who wrote the page."""
    if glyph := re.search(r'the text `"(.+?)"` could not be displayed|disallowed codepoint `"(.+?)"`', message):
        return _unprintable(_unescaped(glyph[1] or glyph[2]), data, sheet)
    if failure := re.match(r"panicked with: kyr:(\w+):(.*)", message, re.DOTALL):
        return PrintError(_where(sheet), *_failure(failure[1], failure[2], sheet))
    if "depth exceeded" in message:
        return PrintError(
            _where(sheet), "lists, quotations or emphasis stand too deep inside one another", "Flatten them"
        )
    if family := re.search(r"unknown font family: (.+)", message):
        fix = "Install the package that has it, or name another font in pipeline/languages.py"
        return PrintError(_where(sheet), f"no installed font package has the font '{family[1]}'", fix)
    place = re.search(r"┌─ (?:\S*/)?(\S+?):(\d+):\d+", diagnostic)
    fix = "Undo the last change to the templates; if there was none, simplify the page"
    template, line = (f"site/print/{place[1]}", int(place[2])) if place else (_where(sheet), None)
    return PrintError(template, f"Typst could not set {_where(sheet)}: {message}", fix, line)


def _failure(kind: str, detail: str, sheet: Sheet) -> tuple[str, str]:
    """Message and fix for what the templates themselves refuse (``fail`` in lib.typ)."""
    match kind:
        case "pages":
            message = f"the handout has {detail} pages and may have {sheet.max_pages}"
            return message, "Shorten the page, or raise its budget (handout: in the front matter)"
        case "wide":
            fix = "Take it out of the narrow column or list: a telephone number is never broken"
            return f"'{detail}' is wider than the space it stands in", fix
        case "columns":
            return f"a table has {detail} columns, which is too many for the paper", "Divide it, or turn it round"
        case _:
            return f"the QR code for {detail[:60]}… would be too fine to scan", _SHORTER


def _unescaped(text: str) -> str:
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), text)


def _unprintable(text: str, data: Mapping[str, Any], sheet: Sheet) -> PrintError:
    names = ", ".join(f"U+{ord(char):04X} {unicodedata.name(char, 'without a name')}" for char in text)
    leaves = [*data.values(), *data["labels"].values()]
    for node in walk(data["body"]):
        leaves += [node.get("v"), *node.get("lines", ())]
    within = next((leaf for leaf in leaves if isinstance(leaf, str) and text in leaf), "")
    start = max(0, within.find(text) - 12)
    near = "".join(char for char in within[start : start + 30] if char.isprintable())
    fix = "Say it in words, or use a plainer sign"
    if text.isalpha():
        fix = "Replace it or, if the word is of another language, give it that language's lang"
    shown = f"'{text}' ({names})" if text.isprintable() else names
    return PrintError(_where(sheet), f"no font can print {shown}, in '{near}'", fix)
