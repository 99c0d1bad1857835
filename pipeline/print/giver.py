"""Who hands a sheet out: a small TOML file with the organization's own name, address, telephone number and logo."""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pipeline import files
from pipeline.errors import ConfigError
from pipeline.text import untrusted

if TYPE_CHECKING:
    from pathlib import Path

_KEYS = ("name", "address", "phone", "logo")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GRAY: Final = (0, 4)  # PNG colour types: gray, gray with transparency
_LARGEST = 300_000  # bytes: a logo an inch high needs far less
_WIDEST = 4_000  # pixels: unpacked 16 MB, while 300 kB can unpack to 300 MB


@dataclass(frozen=True, slots=True)
class Organization:
    """What a form prints of the organization where it has room."""

    name: str
    lines: tuple[str, ...] = ()
    """Address and telephone number, a line each."""
    logo: str | None = None
    """An SVG document that holds the gray PNG, so that templates get it as text."""


def read(path: Path) -> Organization:
    """One organization's file. Raises ConfigError for an unknown key, a missing name or a logo that is not gray."""
    name = str(path)
    table = untrusted.toml(files.read_text(path, name), name)
    for key, value in table.items():
        if key not in _KEYS:
            raise ConfigError(name, f"unknown key '{untrusted.shown(key)}'", f"Use one of: {', '.join(_KEYS)}")
        if not isinstance(value, str) or not value.strip():
            raise ConfigError(
                name, f"'{key}' is {untrusted.shown(repr(value))}", 'Write a text, like name = "Example Center"'
            )
    if "name" not in table:
        raise ConfigError(name, "there is no 'name'", 'Add a line: name = "..."')
    logo = _logo(path.parent, table["logo"], name) if "logo" in table else None
    return Organization(table["name"].strip(), tuple(_lines(table)), logo)


def _lines(table: dict[str, Any]) -> list[str]:
    address = [line.strip() for line in table.get("address", "").splitlines()]
    return [line for line in (*address, table.get("phone", "").strip()) if line]


def _logo(folder: Path, logo: str, name: str) -> str:
    """The picture, which is in the same folder as the file that names it or below: a file may come from anybody."""
    said = f"the logo {untrusted.shown(logo)}"
    try:
        path = (folder / logo).resolve()
        is_there = path.is_relative_to(folder.resolve()) and path.is_file()
        size = path.stat().st_size if is_there else 0
    except (OSError, ValueError):  # a name that is too long, or no name at all
        is_there = False
    if not is_there:
        raise ConfigError(name, f"{said} is not there", "Put it beside this file, and write its path as seen from here")
    fix = f"Save it as a gray PNG below {_LARGEST // 1000} kB, {_WIDEST} pixels wide and high at most"
    data = files.read_bytes(path, name) if size <= _LARGEST else b""
    if data[:8] != _SIGNATURE or len(data) < 33:
        raise ConfigError(name, f"{said} is no PNG, or too large", fix)
    width, height, _, colour = struct.unpack(">IIBB", data[16:26])
    if not 0 < width <= _WIDEST or not 0 < height <= _WIDEST:
        raise ConfigError(name, f"{said} is {width} x {height} pixels", fix)
    if colour not in _GRAY:
        raise ConfigError(name, f"{said} has colours, and sheets are printed in black", fix)
    picture = base64.b64encode(data).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{picture}"/></svg>'
    )
