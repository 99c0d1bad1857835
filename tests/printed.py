"""Sheets to print and finished PDFs as a reader of paper, or a program, meets them."""

from __future__ import annotations

import ctypes
import dataclasses
import datetime
import re
from collections import Counter
from pathlib import Path
from typing import Any

import markdown
import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp

from pipeline.languages import locale
from pipeline.print import handouts
from pipeline.print.forms import LABELS
from pipeline.print.sheet import Sheet, values_of

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / handouts.TEMPLATES
PHONE = re.compile(r"(?<![\w.-])(?:\+?\d{1,3}[ .–-])?(?:\(\d{3}\)|\d{3})[ .–-]\d{3}[ .–-]\d{4}(?!\w)")
EXTENSIONS = ["extra", "admonition", "pymdownx.details", "pymdownx.tasklist", "pymdownx.tabbed", "sane_lists"]
CHINESE = {
    "page": "第{page}页，共{pages}页",
    "at_page": "第{page}页",
    "checked": "核查日期：{date}",
    "version": "版本{version}",
    "scan": "扫码看本页",
    "notes": "注释",
    "done": "已完成",
    "to_do": "待办",
    "expired": "本页有些内容应在{date}以前重新核查。请先问清楚。",
}


def xhtml(text: str) -> str:
    return markdown.markdown(text, output_format="xhtml", extensions=EXTENSIONS)


def english(body: str = "<p>Text.</p>", **changes: Any) -> Sheet:
    sheet = Sheet(
        locale=locale("en"),
        path="trafficking/t-visa",
        title="T visa",
        description="You may be able to stay, work and bring your family.",
        body=body,
        notice="Draft, not reviewed.",
        labels=LABELS,
        version="3f9a2c1",
        checked=datetime.date(2026, 11, 21),
        url="https://kyr.example.org/trafficking/t-visa/",
        organization="Know Your Rights",
    )
    return dataclasses.replace(sheet, **changes)


def chinese(body: str = "<p>文字。</p>", **changes: Any) -> Sheet:
    own = {
        "title": "T签证：对人口贩运幸存者的保护",
        "description": "您也许可以居留和工作。",
        "notice": "翻译草稿，尚未审核。",
    }
    return english(body, **{**own, "locale": locale("zh_Hans"), "labels": CHINESE, **changes})


def traditional(body: str = "<p>文字。</p>") -> Sheet:
    return english(body, locale=locale("zh_Hant"), title="T簽證", description="您也許可以居留。", notice="草稿。")


@dataclasses.dataclass(frozen=True)
class Ink:
    margin: float
    """Points from the nearest edge of the paper."""
    share: float
    """0 for a white page, 1 for a black one."""


def _ink(page: Any) -> Ink:
    scale = 2
    picture = page.render(scale=scale, grayscale=True)
    pixels, width, height = bytes(picture.buffer), picture.width, picture.height
    rows = [pixels[at : at + width] for at in range(0, height * picture.stride, picture.stride)]
    inked = [number for number, row in enumerate(rows) if min(row) < 250]
    lefts = min(len(row) - len(row.lstrip(_WHITE)) for row in rows)
    rights = min(len(row) - len(row.rstrip(_WHITE)) for row in rows)
    margin = min(inked[0], height - 1 - inked[-1], lefts, rights) / scale
    return Ink(margin, 1 - sum(map(sum, rows)) / 255 / width / height)


_WHITE = bytes(range(250, 256))


def contrast(gray: int, paper: int) -> float:
    """The contrast of two grays from 0 to 255, as WCAG 2.2 defines it."""
    dark, light = sorted(_luminance(value / 255) for value in (gray, paper))
    return (light + 0.05) / (dark + 0.05)


def _luminance(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


class Printed:
    """A finished PDF, as a reader of paper or a program meets it."""

    def __init__(self, pdf: bytes) -> None:
        self.document = pypdfium2.PdfDocument(pdf)

    @property
    def pages(self) -> list[str]:
        """The words of each page; pdfium marks a hyphen that ends a line, as if it were not the author's."""
        found = (page.get_textpage().get_text_range() for page in self.document)
        return [re.sub("[\x02\ufffe]", "-", text.replace("\r\n", "\n")) for text in found]

    @property
    def text(self) -> str:
        """All words in the order of the content, without any white space."""
        return "".join(re.sub(r"\s", "", page) for page in self.pages)

    def lines(self) -> list[str]:
        """What stands on each line, as it is seen: a space for one at which no line may end, too."""
        plain = str.maketrans("\u00a0", " ", "\u2060")
        return [line for page in self.pages for line in map(str.strip, page.translate(plain).split("\n")) if line]

    def sizes(self) -> dict[float, Counter[str]]:
        """The characters in each size of type, in points."""
        found: dict[float, Counter[str]] = {}
        for page in self.document:
            words = page.get_textpage()
            for index in range(words.count_chars()):
                character = chr(pdfium.FPDFText_GetUnicode(words.raw, index))
                if character.strip():
                    size = round(pdfium.FPDFText_GetFontSize(words.raw, index), 1)
                    found.setdefault(size, Counter())[character] += 1
        return found

    def fonts(self, of: str) -> Counter[str]:
        """The fonts of the characters that a pattern finds, without the mark of a subset."""
        found: Counter[str] = Counter()
        for page in self.document:
            words, name, flags = page.get_textpage(), ctypes.create_string_buffer(100), ctypes.c_int()
            for index in range(words.count_chars()):
                if re.match(of, chr(pdfium.FPDFText_GetUnicode(words.raw, index))):
                    pdfium.FPDFText_GetFontInfo(words.raw, index, name, len(name), flags)
                    found[name.value.decode().split("+")[-1]] += 1
        return found

    def grays(self) -> set[int]:
        """The grays in which type is printed, 0 for black."""
        found = set()
        for page in self.document:
            for thing in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT]):
                red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
                assert pdfium.FPDFPageObj_GetFillColor(thing.raw, red, green, blue, alpha)
                assert red.value == green.value == blue.value
                found.add(red.value)
        return found

    def inks(self) -> list[Ink]:
        """Of each page as it is printed: the white around everything that is black or gray, and how much that is."""
        return [_ink(page) for page in self.document]

    def outside(self, margin: float, side: float = 0) -> list[str]:
        """The characters whose ink lies nearer to the paper's edge, or its left and right, than so many points."""
        found = []
        for page in self.document:
            width, height = page.get_size()
            words = page.get_textpage()
            for index in range(words.count_chars()):
                left, bottom, right, top = words.get_charbox(index)
                if min(left, width - right) < max(side, margin) or min(bottom, height - top) < margin:
                    found.append(words.get_text_range(index, 1))
        return [character for character in found if character.strip()]

    def codes(self, page: int = 0, dpi: int = 150) -> list[str]:
        """What a phone reads in the QR codes of a page as an office printer prints it."""
        return codes(self.document[page], dpi)

    def tags(self) -> list[tuple[str, str]]:
        """Every structure element in reading order: its type and its language."""
        found: list[tuple[str, str]] = []
        for page in self.document:
            top = pdfium.FPDF_StructTree_GetForPage(page.raw)
            for index in range(pdfium.FPDF_StructTree_CountChildren(top)):
                self._collect(pdfium.FPDF_StructTree_GetChildAtIndex(top, index), found)
        return found

    def _collect(self, element: Any, found: list[tuple[str, str]]) -> None:
        if element:
            kind, lang = (
                _string(get, element) for get in (pdfium.FPDF_StructElement_GetType, pdfium.FPDF_StructElement_GetLang)
            )
            found.append((kind, lang))
            for index in range(pdfium.FPDF_StructElement_CountChildren(element)):
                self._collect(pdfium.FPDF_StructElement_GetChildAtIndex(element, index), found)

    def language(self) -> str:
        return _string(pdfium.FPDFCatalog_GetLanguage, self.document.raw)

    def embedded(self) -> list[bool]:
        texts = (thing for page in self.document for thing in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT]))
        return [bool(pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(thing.raw))) for thing in texts]


def _string(get: Any, thing: Any) -> str:
    size = get(thing, None, 0)
    buffer = (ctypes.c_ushort * (size // 2))()
    get(thing, buffer, size)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")


def pdf_of(sheet: Sheet, templates: Path = TEMPLATES, moment: int | None = None) -> bytes:
    return handouts.typeset(sheet, values_of(sheet), templates, moment)


def printed(sheet: Sheet) -> Printed:
    return Printed(pdf_of(sheet))


def codes(page: Any, dpi: int) -> list[str]:
    """The texts of all QR codes on a page, rendered in gray."""
    image = page.render(scale=dpi / 72, grayscale=True)
    pixels = memoryview(image.buffer).cast("B").cast("B", shape=[image.height, image.stride])
    return sorted(code.text for code in zxingcpp.read_barcodes(pixels))
