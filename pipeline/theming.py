"""What site/theme's templates, or those of a site's own theme, are compiled with, and Material's words for them."""

from __future__ import annotations

import importlib.metadata
import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from pipeline import line_ends
from pipeline.errors import ConfigError
from pipeline.glossary import Glossary
from pipeline.interface import N_, Words
from pipeline.languages import SIMPLIFIED, SOURCE, Locale
from pipeline.text import designations

# Words to show to an officer or a nurse: <div class="kyr-card" id="..." markdown> in a page.
_CARD = re.compile(r'<div class="kyr-card" id="([\w-]+)">')
# Translators: a link; the words to show to an officer or a nurse fill the whole screen
_LARGER = N_("Fill the screen with this")
# Translators: a link; the words that fill the screen become small again
_BACK = N_("Back to the page")
# What is set large or stands alone: headings, words to show to somebody, doors.
# Each begins with one certain character, so that Python passes over all others at once.
_LARGE = re.compile(
    r'<(?:(h[1-4])\b[^>]*>.*?</\1>|div class="kyr-(?:card" id=".*?</div>|doors">.*?</ul>))',
    re.DOTALL,
)
_BLOCK = re.compile(r"<(h[1-4]|p)((?: id=[^>]*)?>)(.*?)(?=</\1>)", re.DOTALL)
_CHINESE = re.compile(r"(?<=>)[^<>]*[\u3400-\u9fff]{2}[^<>]*(?=<)")
_TAG = re.compile(r"<[^<>]*>")
_MARK = re.compile(r"[，；：。？！“”「」]\b")
_ROOM = 10  # the narrowest phone has room for nine characters of a page's title
# A browser lets a line begin behind anything that looks like a button, even with a comma.
_NUMBER = re.compile(r'<a class="kyr-(?:phone|text)"[^<>]*>[^<>]*</a>[,.;:!?)\]”’"，。、；：！？）」』》]+')
_ELSEWHERE = re.compile(r"https?://[\w-]+(?:\.[\w-]+)+(?:[:/?#][^\s\"'<>]*)?")


def check_exit(address: object) -> None:
    """Raise ConfigError where the button that leaves the site would not: without https:// an address is the site's."""
    if not (isinstance(address, str) and _ELSEWHERE.fullmatch(address)):
        wrong = "'exit' under extra is not the address of another site, so the exit button would not leave this one"
        raise ConfigError("mkdocs.yml", wrong, "Write exit: https://www.weather.gov/, or another that looks harmless")


def compiled(build: Path) -> jinja2.BytecodeCache:
    """Where templates are kept compiled below ``build``, by Jinja's version, for every locale and the next build.

    MkDocs makes a new environment for each locale. A template that has changed is compiled anew.
    """
    folder = build / "cache" / f"templates-{importlib.metadata.version('jinja2')}"
    folder.mkdir(parents=True, exist_ok=True)
    return jinja2.FileSystemBytecodeCache(str(folder))


class OwnFiles(jinja2.FileSystemLoader):
    """Material's templates, but of the files beside them only those in site/theme: where mkdocs.yml says `standalone`.

    MkDocs copies what a theme has into the site, in each locale's build. No page of ours loads one of Material's
    thousands of icons, scripts and pictures.
    """

    def list_templates(self) -> list[str]:
        """The files of the first folder, which is our own."""
        return jinja2.FileSystemLoader(self.searchpath[0]).list_templates()


def material_language(env: jinja2.Environment, locale: Locale) -> str:
    """What Material calls a locale's language; English where it does not know it."""
    base = locale.tag.split("-")[0]
    names = (locale.tag, f"{base}-{locale.script}", base, SOURCE.tag)
    found = env.select_template([f"partials/languages/{name}.html" for name in names])
    return Path(str(found.name)).stem


def material_words(env: jinja2.Environment, language: str) -> Callable[[str], str]:
    """Material's own words in one of its languages, by key; in English where it does not know the word."""
    own: Any = env.get_template(f"partials/languages/{language}.html").module
    english: Any = env.get_template(f"partials/languages/{SOURCE.tag}.html").module
    return cache(lambda key: str(own.t(key)) or str(english.t(key)) or key)


def in_language(lang: str | None) -> str:
    """The attributes of an element in another language than the page, for a template; none where it has the page's."""
    return f' lang="{lang}" dir="auto"' if lang else ""


def in_english(body: str) -> str:
    """A page that nobody translates, as a part of one in another language."""
    return f'<div lang="{SOURCE.tag}" dir="{SOURCE.direction}">{body}</div>'


def noticed(body: str, notices: Sequence[str]) -> str:
    """A page with what it says of its own review, as HTML, in a box of Material's at its top."""
    lines = "".join(f"<p>{notice}</p>" for notice in notices)
    return f'<div class="admonition warning">{lines}</div>\n{body}' if lines else body


def with_filling(body: str, words: Words) -> str:
    """A page whose cards cover the screen when a link leads to them; paper has no link, so pages do not write it.

    ``words`` are as `interface.in_html` gives them.
    """

    def filling(card: re.Match[str]) -> str:
        opened = f'<p class="kyr-open"><a class="kyr-button" href="#{card[1]}">{words(_LARGER)}</a></p>'
        closing = f'<a class="kyr-button kyr-close" href="#{card[1]}-end">{words(_BACK)}</a>'
        return f'{card[0]}\n{closing}\n<span id="{card[1]}-end"></span>{opened}'

    return _CARD.sub(filling, body)


def unbroken(body: str) -> str:
    """A page with the names of forms and laws, and each number with the mark behind it, held on one line; in its own
    words, also numbers with what they count.
    """
    whole = '<span class="kyr-whole">{}</span>'
    begin, end = body.find('<div class="kyr-words'), body.find('class="kyr-standing')

    def held(found: re.Match[str]) -> str:
        counted = found[0][-1] > "\u2fff"
        small = counted and not begin <= found.start() < end  # in the menu, or where it comes from
        return found[0] if small else whole.format(found[0])

    return _NUMBER.sub(lambda found: whole.format(found[0]), designations.IN_HTML.sub(held, body))


def cutter(glossary: Glossary) -> Callable[[str], list[str]]:
    """`line_ends.cut` by the term base's words, which cuts a heading once for all pages in whose menu it stands."""
    terms = frozenset(word for term in glossary.terms for word in term.approved(SIMPLIFIED))
    return cache(lambda heading: line_ends.cut(heading, terms))


def by_words(body: str, cut: Callable[[str], list[str]]) -> str:
    """A Chinese page in whose headings, cards and doors a line may end where ``cut`` cuts them: the style sheet allows
    it nowhere else but at marks.

    A heading that any phone can break at its marks gets the class kyr-marks: only large letters need the rest.
    """

    def marked(block: re.Match[str]) -> str:
        parts = _MARK.split(_TAG.sub("", block[3]))
        enough = len(parts) > 1 and max(map(len, parts)) < _ROOM
        return f'<{block[1]} class="kyr-marks"{block[2]}{block[3]}' if enough else block[0]

    def cut_whole(large: re.Match[str]) -> str:
        return _CHINESE.sub(lambda text: "<wbr>".join(cut(text[0])), _BLOCK.sub(marked, large[0]))

    return _LARGE.sub(cut_whole, body)
