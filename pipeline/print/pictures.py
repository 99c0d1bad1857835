"""A page of a PDF as a picture for a phone: a gray PNG without a word about where it comes from."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Any, Final

from zlib_ng import zlib_ng

from pipeline.errors import PrintError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    import pypdfium2

LARGEST: Final = 1_000_000
"""Bytes a picture may have: what messengers send on without spoiling it."""

_SCALE = 3  # pixels a point: 360 points make 1080 pixels, a phone's width
_THUMBNAIL = 0.24  # pixels a point: Letter becomes 147 wide
_GRAYS = bytes((value * 15 + 127) // 255 * 17 for value in range(256))  # 16 of them are plenty for type
_WAYS = ((zlib_ng, 1, zlib.Z_RLE), (zlib, 6, zlib.Z_DEFAULT_STRATEGY), (zlib, 9, zlib.Z_DEFAULT_STRATEGY))
"""Library, level and strategy: quick; a quarter smaller, if that is too large; as small as it gets.

zlib-ng finds the same runs as zlib in half the time; with other strategies its output may differ between machines.
"""
_CHUNK = 1 << 18  # bytes at a time: they stay in the processor's cache, where the 12 million of a long picture do not


def png(pdf: bytes, name: str) -> bytes:
    """The only page of a PDF, three pixels a point. Raises PrintError, naming ``name``, above LARGEST bytes."""
    picture = _render(pdf, _SCALE)
    for way in _WAYS:
        data = _file(picture, way)
        if len(data) <= LARGEST:
            return data
    message = f"the picture has {len(data) // 1000} kB, and messengers send at most {LARGEST // 1000} kB as it is"
    raise PrintError(name, message, "Shorten the page, or take the picture out of its forms")


def thumbnail(pdf: bytes) -> bytes:
    """The first page of a PDF, small."""
    return _file(_render(pdf, _THUMBNAIL), _WAYS[1])


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


def _render(pdf: bytes, scale: float) -> pypdfium2.PdfBitmap:
    """A PDF's first page in gray, each row a byte for each pixel and a zero."""
    document = _opened(pdf)
    try:
        return document[0].render(scale=scale, grayscale=True, bitmap_maker=_bitmap)
    finally:
        document.close()


def _bitmap(width: int, height: int, **options: Any) -> pypdfium2.PdfBitmap:
    """A bitmap whose rows end in a zero that is no pixel: the one with which the next row of a PNG begins."""
    from pypdfium2 import PdfBitmap

    return PdfBitmap.new_native(width, height, stride=width + 1, **options)


def _file(picture: pypdfium2.PdfBitmap, way: tuple[ModuleType, int, int]) -> bytes:
    """A PNG (ISO/IEC 15948) of gray pixels with no chunk that is not needed: no date, no maker, no colour profile."""
    header = struct.pack(">IIBBBBB", picture.width, picture.height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", b"".join(_compressed(picture, *way))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _compressed(picture: pypdfium2.PdfBitmap, packs: ModuleType, level: int, strategy: int) -> Iterator[bytes]:
    """A PNG's row is a zero, for no filter, and its pixels: that is the bitmap with its last zero put first."""
    packer, rows = packs.compressobj(level, strategy=strategy), memoryview(picture.buffer)[:-1]
    yield packer.compress(b"\0")
    for start in range(0, len(rows), _CHUNK):
        yield packer.compress(bytes(rows[start : start + _CHUNK]).translate(_GRAYS))
    yield packer.flush()
