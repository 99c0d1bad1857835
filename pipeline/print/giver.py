"""Who hands a sheet out: a small TOML file with the organization's own name, address, telephone number and logo."""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pipeline import files
from pipeline.text import toml
from pipeline.text.untrusted import shown

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.text.toml import Table

_KEYS = ("name", "address", "phone", "logo")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_END = b"IEND\xaeB`\x82"  # its last chunk, with the checksum that it always has
_GRAY: Final = (0, 4)  # PNG colour types: gray, gray with transparency
_LARGEST = 300_000  # bytes: a logo an inch high needs far less
_WIDEST = 4_000  # pixels: unpacked 16 MB, while 300 kB can unpack to 300 MB


@dataclass(frozen=True, slots=True)
class Organization:
    """What a form prints of the organization where it has room."""

    name: str
    lines: tuple[str, ...] = ()
    """The address, line by line."""
    logo: str | None = None
    """An SVG document that holds the gray PNG, so that templates get it as text."""
    phone: str = ""
    """Printed bold, directly below the name."""


def read(path: Path) -> Organization:
    """One organization's file. Raises ConfigError for an unknown key, a missing name or a logo that is not gray."""
    table = toml.read(files.read_text(path, str(path)), str(path))
    table.only(_KEYS)
    name, address, phone = table.need("name", table.text("name")), table.text("address"), table.text("phone")
    lines = (line.strip() for line in (table.values["address"].splitlines() if address else ()))
    return Organization(name, tuple(filter(None, lines)), _logo(path.parent, table), phone or "")


def _logo(folder: Path, table: Table) -> str | None:
    """The picture, which is in the same folder as the file that names it or below: a file may come from anybody."""
    logo = table.text("logo")
    if logo is None:
        return None
    said = f"the logo {shown(logo)}"
    try:
        path = (folder / logo).resolve()
        is_there = path.is_relative_to(folder.resolve()) and path.is_file()
        size = path.stat().st_size if is_there else 0
    except (OSError, ValueError):  # a name that is too long, or no name at all
        is_there = False
    if not is_there:
        fix = "Put it beside this file, and write its path as seen from here"
        raise table.error("logo", f"{said} is not there", fix)
    fix = f"Save it as a gray PNG below {_LARGEST // 1000} kB, {_WIDEST} pixels wide and high at most"
    data = files.read_bytes(path, str(path)) if size <= _LARGEST else b""
    if data[:8] != _SIGNATURE or len(data) < 33:
        raise table.error("logo", f"{said} is not a PNG, or is too large", fix)
    if _END not in data:
        raise table.error("logo", f"{said} is not complete", "Copy the picture here again")
    width, height, _, colour = struct.unpack(">IIBB", data[16:26])
    if not 0 < width <= _WIDEST or not 0 < height <= _WIDEST:
        raise table.error("logo", f"{said} is {width} x {height} pixels", fix)
    if colour not in _GRAY:
        raise table.error("logo", f"{said} has colours, and sheets are printed in black", fix)
    picture = base64.b64encode(data).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{picture}"/></svg>'
    )
