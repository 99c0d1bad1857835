"""A page as one file that needs no network and no server: a template of site/, its style and its script inside it.

Whatever comes from a catalogue, a log or the glossary is escaped by the template engine; the Content-Security-Policy
names the one style and the one script by their hashes and allows nothing else.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from pipeline import files
from pipeline.inline import visible


def render(root: Path, name: str, *, has_script: bool = False, pictures: bool = False, **values: Any) -> str:
    """The page of a template below a project's site/: ``packet/packet`` is packet.html, .css and perhaps .js there.

    The template has the filter ``visible``, and ``csp``, ``css`` and ``js`` besides the values. With ``pictures`` the
    page may show those that lie beside it or within it. Raises KyrError when one of the files cannot be read.
    """
    css, js = _part(root, f"{name}.css"), _part(root, f"{name}.js") if has_script else None
    images = " img-src 'self' data:;" if pictures else ""
    script = f" script-src '{_hash(js)}';" if js else ""
    policy = f"default-src 'none';{images} style-src '{_hash(css)}';{script} base-uri 'none'; form-action 'none'"
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["visible"] = visible
    template = environment.from_string(_part(root, f"{name}.html"))
    return template.render(csp=policy, css=Markup(css), js=Markup(js or ""), **values)


def _part(root: Path, name: str) -> str:
    return files.read_text(root / "site" / name, f"site/{name}")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
