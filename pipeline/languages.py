"""The one table of languages: how each is named in files, in HTML, in PO headers and in its own script.

Only this module and `chinese` know any language by name. A locale that is not in the table gets its names from
Babel, so a new language needs a row here only for what Babel cannot know (print fonts, PO header quirks).
"""

from __future__ import annotations

from dataclasses import dataclass

import babel
from babel.messages.plurals import get_plural

from pipeline.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Locale:
    """One language in one script."""

    code: str
    """The folder below locales/ and the gettext name: ``zh_Hans``."""
    tag: str
    """BCP 47, for HTML ``lang`` and URLs: ``zh-Hans``."""
    catalog: str
    """The PO header's ``Language``: i18nspector and gettext reject script codes, so ``zh_CN``."""
    name: str
    """What its readers call it: ``简体中文``."""
    derived_from: str | None = None
    """The code of the locale this one is converted from: zh_Hant is made from zh_Hans."""
    direction: str = "ltr"
    """``ltr`` or ``rtl``."""
    region: str = "us"
    """Two-letter region for print, which chooses regional glyphs and a screen reader's voice (cn, tw)."""
    fonts: tuple[str, ...] = ("Noto Sans",)
    """Font families for print, in order of preference."""


SOURCE = Locale(code="en", tag="en", catalog="en", name="English")
"""What the pages are written in."""

_TABLE = (
    SOURCE,
    Locale("zh_Hans", "zh-Hans", "zh_CN", "简体中文", region="cn", fonts=("Noto Sans SC",)),
    Locale("zh_Hant", "zh-Hant", "zh_TW", "繁體中文", derived_from="zh_Hans", region="tw", fonts=("Noto Sans TC",)),
)


def locale(code: str) -> Locale:
    """The locale of a folder name such as ``zh_Hans`` or ``es``.

    Raises ConfigError for a name that neither the table nor Babel knows.
    """
    for row in _TABLE:
        if row.code == code:
            return row
    try:
        known = babel.Locale.parse(code)
        for part in code.split("_"):
            if len(part) == 4 and part not in babel.Locale("en").scripts:
                raise ValueError(f"'{part}' is no script")  # Babel would put the usual one in its place
    except (ValueError, babel.UnknownLocaleError) as error:
        fix = "Use a name like es, ko or zh_Hans"
        raise ConfigError("pyproject.toml", f"[tool.kyr] locales: '{code}' is no locale ({error})", fix) from error
    return Locale(
        code=code,
        tag=code.replace("_", "-"),
        catalog=code,
        name=(known.get_display_name(code) or code),
        direction=known.text_direction,
    )


def plural_forms(code: str) -> str:
    """The PO header ``Plural-Forms`` of a locale, from Babel's table: ``nplurals=1; plural=0;`` for Chinese."""
    return get_plural(locale(code).catalog).plural_forms
