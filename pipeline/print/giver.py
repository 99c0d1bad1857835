"""Who hands a sheet out: a small TOML file with the organization's own name, address, telephone number and logo."""

from __future__ import annotations

import base64
import struct
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pipeline import files
from pipeline.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

_KEYS = ("name", "address", "phone", "logo")
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GRAY: Final = (0, 4)  # PNG colour types: gray, gray with transparency
_LARGEST = 300_000  # bytes: a logo an inch high needs far less


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
    try:
        table = tomllib.loads(files.read_text(path, name))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(name, f"not TOML: {error}", "Mend that line") from error
    for key, value in table.items():
        if key not in _KEYS:
            raise ConfigError(name, f"unknown key '{key}'", f"Use one of: {', '.join(_KEYS)}")
        if not isinstance(value, str) or not value.strip():
            raise ConfigError(name, f"'{key}' is {value!r}", 'Write a text, like name = "Example Center"')
    if "name" not in table:
        raise ConfigError(name, "there is no 'name'", 'Add a line: name = "..."')
    logo = _logo(path.parent / table["logo"], name) if "logo" in table else None
    return Organization(table["name"].strip(), tuple(_lines(table)), logo)


def _lines(table: dict[str, Any]) -> list[str]:
    address = [line.strip() for line in table.get("address", "").splitlines()]
    return [line for line in (*address, table.get("phone", "").strip()) if line]


def _logo(path: Path, name: str) -> str:
    if not path.is_file():
        raise ConfigError(name, f"there is no logo {path}", "Write its path as seen from this file")
    data = path.read_bytes()
    fix = "Save it as a gray PNG below 300 kB"
    if data[:8] != _SIGNATURE or len(data) < 33 or len(data) > _LARGEST:
        raise ConfigError(name, f"the logo {path.name} is no PNG, or too large", fix)
    width, height, _, colour = struct.unpack(">IIBB", data[16:26])
    if colour not in _GRAY or not width or not height:
        raise ConfigError(name, f"the logo {path.name} has colours, and sheets are printed in black", fix)
    picture = base64.b64encode(data).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<image width="{width}" height="{height}" href="data:image/png;base64,{picture}"/></svg>'
    )
