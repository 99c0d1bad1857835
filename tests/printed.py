"""Sheets to print and finished PDFs as a reader of paper, or a program, meets them."""

from __future__ import annotations

import ctypes
import dataclasses
import datetime
import re
from pathlib import Path
from typing import Any

import markdown
import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp

from pipeline.forms import LABELS, Sheet
from pipeline.handouts import compile_pdf
from pipeline.languages import locale

ROOT = Path(__file__).parent.parent
EXTENSIONS = ["extra", "admonition", "pymdownx.details", "pymdownx.tasklist", "pymdownx.tabbed", "sane_lists"]
CHINESE = {
    "page": "第{page}页，共{pages}页",
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


def printed(sheet: Sheet) -> Printed:
    return Printed(compile_pdf(sheet, ROOT))


def codes(page: Any, dpi: int) -> list[str]:
    """The texts of all QR codes on a page, rendered in gray."""
    image = page.render(scale=dpi / 72, grayscale=True)
    pixels = memoryview(image.buffer).cast("B").cast("B", shape=[image.height, image.stride])
    return sorted(code.text for code in zxingcpp.read_barcodes(pixels))
