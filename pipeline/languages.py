"""The one table of languages: how each is named in files, in HTML, in PO headers and in its own script.

No other module lists languages; what is true of one script or language only stands where it is used (`chinese`,
`checks/chinese_text`, `numerals`), and the words that rules look for in locales/words/. A locale that is not in the
table gets everything from Babel, so a new language needs a row here only for what Babel cannot know; a new script needs
its print font in FONTS.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import babel
import babel.localedata
from babel.core import get_global
from babel.messages.plurals import get_plural

SIMPLIFIED, TRADITIONAL = "zh_Hans", "zh_Hant"
"""The two locales that `chinese` converts between, and that the glossary has columns for."""

_CODE = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_(?:[A-Z]{2}|\d{3}))?")


@dataclass(frozen=True, slots=True)
class Font:
    """A font family of one script, and the Python package that brings it (all under the SIL Open Font Licence)."""

    family: str
    package: str
    """The distribution, as pip knows it; its files are below ``folder``."""
    folder: str


_CJK = ("justmytype-intl-cjk", "justmytype_intl_cjk/fonts")
_SOUTH_ASIA = ("justmytype-intl-south-asia", "justmytype_intl_south_asia/fonts")
_SOUTH_EAST_ASIA = ("justmytype-intl-sea", "justmytype_intl_sea/fonts")

LATIN = Font("Noto Sans", "fontpkg-noto-sans", "fontpkg_noto_sans/files")
FONTS: Mapping[str, Font] = MappingProxyType(
    {
        "Latn": LATIN,
        "Cyrl": LATIN,
        "Grek": LATIN,
        "Hans": Font("Noto Sans SC", *_CJK),
        "Hant": Font("Noto Sans TC", *_CJK),
        "Jpan": Font("Noto Sans JP", *_CJK),
        "Kore": Font("Noto Sans KR", *_CJK),
        # the Noto fonts build letters from a body and dots, and PDF readers copy each twice; Amiri's come out whole
        "Arab": Font("Amiri", "fontpkg-amiri", "fontpkg_amiri/files"),
        "Hebr": Font("Noto Sans Hebrew", "justmytype-intl-rtl", "justmytype_intl_rtl/fonts"),
        "Deva": Font("Noto Sans Devanagari", *_SOUTH_ASIA),
        "Beng": Font("Noto Sans Bengali", *_SOUTH_ASIA),
        "Taml": Font("Noto Sans Tamil", *_SOUTH_ASIA),
        "Telu": Font("Noto Sans Telugu", *_SOUTH_ASIA),
        "Thai": Font("Noto Sans Thai", *_SOUTH_EAST_ASIA),
        "Khmr": Font("Noto Sans Khmer", *_SOUTH_EAST_ASIA),
        "Laoo": Font("Noto Sans Lao", *_SOUTH_EAST_ASIA),
        "Mymr": Font("Noto Sans Myanmar", *_SOUTH_EAST_ASIA),
        "Ethi": Font("Noto Sans Ethiopic", "justmytype-intl-africa", "justmytype_intl_africa/fonts"),
    }
)
"""ISO 15924 script to the font that prints it."""


@dataclass(frozen=True, slots=True)
class Locale:
    """One language in one script."""

    code: str
    """The folder below locales/ and the gettext name: ``zh_Hans``."""
    tag: str
    """BCP 47, for HTML ``lang`` and URLs: ``zh-Hans``."""
    catalog: str
    """The PO header's ``Language``, known to Babel too; i18nspector and gettext reject script codes, so ``zh_CN``."""
    name: str
    """What its readers call it: ``简体中文``."""
    derived_from: str | None = None
    """The code of the locale this one is converted from: zh_Hant is made from zh_Hans."""
    direction: str = "ltr"
    """``ltr`` or ``rtl``."""
    region: str = "us"
    """Two-letter region for print, which chooses regional glyphs and a screen reader's voice (cn, tw)."""
    fonts: tuple[str, ...] = (LATIN.family,)
    """Font families for print, in order of preference."""
    script: str = "Latn"
    """ISO 15924: ``Latn``, ``Hans``, ``Arab``."""

    @property
    def is_chinese(self) -> bool:
        """Whether it is written in Chinese characters alone."""
        return self.script in ("Hans", "Hant")

    @property
    def is_unspaced(self) -> bool:
        """Whether its characters are as wide as high and no spaces part its words: not Thai, which has letters."""
        return self.is_chinese or self.script == "Jpan"


SOURCE = Locale(code="en", tag="en", catalog="en", name="English")
"""What the pages are written in."""

_TABLE = (
    SOURCE,
    Locale(SIMPLIFIED, "zh-Hans", "zh_CN", "简体中文", region="cn", fonts=("Noto Sans SC",), script="Hans"),
    Locale(
        *(TRADITIONAL, "zh-Hant", "zh_TW", "繁體中文"),
        derived_from=SIMPLIFIED,
        region="tw",
        fonts=("Noto Sans TC",),
        script="Hant",
    ),
    # CLDR's code for accented English: no reader's language, but what shows a word that cannot be translated.
    Locale("en_XA", "en-XA", "en", "[Ƥşḗŭḓǿ]", derived_from=SOURCE.code),
)


def locale(code: str) -> Locale:
    """The locale of a folder name such as ``zh_Hans`` or ``es``.

    Raises ValueError, which says what is wrong, for a name that neither the table nor Babel knows.
    """
    for row in _TABLE:
        if row.code == code:
            return row
    try:
        if not _CODE.fullmatch(code):
            raise ValueError("write a language, then optionally _Script and _REGION")
        known = babel.Locale.parse(code)
        if known.script and known.script not in babel.Locale("en").scripts:
            raise ValueError(f"'{known.script}' is not a script")
        if str(known) != code:  # Babel puts the usual script or region in the place of one that it does not know
            raise ValueError(f"it is called {_shortest(known)}")
    except (ValueError, babel.UnknownLocaleError) as error:
        raise ValueError(f"'{code}' is not a locale ({error})") from error
    return _from_babel(code, known)


def _from_babel(code: str, known: babel.Locale) -> Locale:
    script = _full(code).split("_")[1]
    return Locale(
        code=code,
        tag=code.replace("_", "-"),
        catalog=code,
        name=known.get_display_name(code) or code,
        direction=known.text_direction,
        fonts=(FONTS.get(script, LATIN).family,),
        script=script,
    )


def spelt(code: str) -> str:
    """A locale's name as folders have it, however it is parted and in whatever case: ``pt-br`` is ``pt_BR``."""
    language, *rest = code.strip().replace("-", "_").split("_")
    return "_".join((language.lower(), *(part.title() if len(part) == 4 else part.upper() for part in rest)))


def in_english(wanted: Locale) -> str:
    """How an error names a locale to somebody who need not read its script: ``Chinese (Traditional)``."""
    try:
        return babel.Locale.parse(wanted.code).get_display_name("en") or wanted.name
    except babel.UnknownLocaleError:
        return wanted.name


def ours(wanted: Locale) -> str:
    """What the table calls a locale, however much of it a name says: ``zh`` and ``zh_Hans_CN`` are ``zh_Hans``."""
    codes = [row.code for row in _TABLE]
    if wanted.code in codes:
        return wanted.code
    name = _shortest(babel.Locale.parse(wanted.code))
    return name if name in codes else wanted.code


def meant(code: str) -> str:
    """The locale that a name says, however it says it: ``zh_TW`` is ``zh_Hant``; empty where it is no locale's."""
    try:
        return _shortest(babel.Locale.parse(code)) if _CODE.fullmatch(code) else ""
    except (ValueError, babel.UnknownLocaleError):
        return ""


def is_other(said: str, wanted: Locale) -> bool:
    """Whether a PO header's ``Language`` surely says another language or script than a locale's. ``zh`` alone says no
    script, and what Babel does not know says nothing.
    """
    if said in {"", wanted.catalog, wanted.code, wanted.tag}:
        return False
    code = spelt(said.partition("@")[0])
    if not meant(code):
        return False
    language, script, _ = _full(wanted.code).split("_")
    own, *rest = code.split("_")
    is_same = get_global("language_aliases").get(own, own) == language
    return not is_same or (bool(rest) and _full(code).split("_")[1] != script)


def _shortest(known: babel.Locale) -> str:
    """The name under which the project has a locale: ours, else as little as says the same."""
    language, full = known.language, _full(str(known))
    table = (row.code for row in _TABLE if row.derived_from != SOURCE.code)
    names = (*table, language, f"{language}_{known.script}")
    return next((name for name in names if _full(name) == full), str(known))


def _full(code: str) -> str:
    """With script and region, as CLDR adds what its readers take for granted: ``zh_Hant`` is ``zh_Hant_TW``."""
    language, *rest = code.split("_")
    likely = get_global("likely_subtags")
    script = next((part for part in rest if len(part) == 4), "")
    territory = next((part for part in rest if len(part) != 4), "")
    known = ((language, script, territory), (language, territory), (language, script), (language,))
    names = ("_".join(filter(None, parts)) for parts in known)
    usual = next((likely[name] for name in names if name in likely), "und_Zzzz_ZZ").split("_")
    return "_".join((language, script or usual[1], territory or usual[2]))


def named(words: str) -> str | None:
    """The code of a language by its name, in English or in itself: ``Spanish`` and ``español`` are ``es``."""
    wanted = words.strip().casefold()
    english = babel.Locale("en").languages
    for code in filter(str.isalpha, babel.localedata.locale_identifiers()):
        own = babel.Locale.parse(code).languages.get(code, "")
        if wanted and wanted in {english.get(code, "").casefold(), own.casefold()}:
            return _shortest(babel.Locale.parse(code))
    return None


def advice(code: str) -> str:
    """What to do about a name that is no locale's: the one that it means, else how such names look."""
    found = meant(spelt(code)) or named(code)
    return f"Did you mean {found}?" if found else "Use a name like es, ko or zh_Hans"


def plural_forms(code: str) -> str:
    """The PO header ``Plural-Forms`` of a locale, from Babel's table: ``nplurals=1; plural=0;`` for Chinese."""
    return get_plural(locale(code).catalog).plural_forms
