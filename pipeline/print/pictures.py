"""A page of a PDF as a picture for a phone: a gray PNG without a word about where it comes from."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Any, Final

from pipeline.errors import PrintError

if TYPE_CHECKING:
    import pypdfium2

LARGEST: Final = 1_000_000
"""Bytes a picture may have: what messengers send on without spoiling it."""

_SCALE = 3  # pixels a point: 360 points make 1080 pixels, a phone's width
_THUMBNAIL = 0.24  # pixels a point: Letter becomes 147 wide
_GRAYS = bytes((value * 15 + 127) // 255 * 17 for value in range(256))  # 16 of them are plenty for type
_LEVELS = (1, 9)  # zlib: quick; if the picture comes out too large, thorough


def png(pdf: bytes, name: str) -> bytes:
    """The only page of a PDF, three pixels a point. Raises PrintError, naming ``name``, above LARGEST bytes."""
    width, height, rows = _render(pdf, _SCALE)
    for level in _LEVELS:
        data = _file(width, height, zlib.compress(rows, level))
        if len(data) <= LARGEST:
            return data
    message = f"the picture has {len(data) // 1000} kB, and messengers send at most {LARGEST // 1000} kB as it is"
    raise PrintError(name, message, "Shorten the page, or take the picture out of its forms")


def thumbnail(pdf: bytes) -> bytes:
    """The first page of a PDF, small."""
    width, height, rows = _render(pdf, _THUMBNAIL)
    return _file(width, height, zlib.compress(rows))


def pages(pdf: bytes) -> int:
    """How many pages a PDF has."""
    document = _opened(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _opened(pdf: bytes) -> pypdfium2.PdfDocument:
    import pypdfium2  # only who prints needs it

    return pypdfium2.PdfDocument(pdf)


def _render(pdf: bytes, scale: float) -> tuple[int, int, bytes]:
    """Width, height and rows of a PDF's first page; a PNG's row is a zero, for no filter, and a byte for each pixel."""
    document = _opened(pdf)
    try:
        picture = document[0].render(scale=scale, grayscale=True, bitmap_maker=_bitmap)
        return picture.width, picture.height, b"\0" + bytes(picture.buffer)[:-1].translate(_GRAYS)
    finally:
        document.close()


def _bitmap(width: int, height: int, **options: Any) -> pypdfium2.PdfBitmap:
    """A bitmap whose rows end in a zero that is no pixel: the one with which the next row of a PNG begins."""
    from pypdfium2 import PdfBitmap

    return PdfBitmap.new_native(width, height, stride=width + 1, **options)


def _file(width: int, height: int, compressed: bytes) -> bytes:
    """A PNG (ISO/IEC 15948) of gray pixels with no chunk that is not needed: no date, no maker, no colour profile."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", compressed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
