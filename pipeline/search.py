"""The search index of a locale: pages in, two small scripts out, for site/theme/assets/search.js.

They are scripts and no JSON because a page opened from a USB stick may load scripts but fetch nothing. The first
holds what stands out: titles and headings, and the words people say instead of ours. It is all that is needed for a
first result. The second holds the text of all pages and is asked for after that.

Chinese is compared in one script and can be typed as it sounds: a table gives each character its sound and its other
forms. A character's sound depends on its word (银行, 旅行), so pypinyin's list of words is asked first. It is used as
data: to import pypinyin alone takes longer than all of this.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import chain, islice, product

from pipeline import glossary
from pipeline.chinese_tables import HAN, Entry, folder_of, opencc_table
from pipeline.errors import RegistryError
from pipeline.interface import N_
from pipeline.interface import Words as Interface

# Translators: the name of the search field
LABEL = N_("Search this site")
# Translators: under the empty search field
HINT = N_("Type what happened or what you need.")
# Translators: above the list that a search found. {count} is a number
FOUND = N_("Pages found: {count}")
# Translators: above links to pages that help anyone, when a search found nothing
NOTHING = N_("Nothing found. Try other words, or start here:")
# Translators: the button that closes the search field and its results
CLOSE = N_("Close")

COLUMNS = ("words", "pages", "note")
NO_MEANING = "-"
"""In the column ``pages``: these words say nothing of what is wanted (怎么办, how do I)."""
ALIKE = "="
"""In the column ``pages``: these are said the one for the other, inside longer sayings too (不让, 不准)."""
TOPIC = "~"
"""Before the column ``pages``: these words only say whom or what it is about."""
URGENT = "!"
"""Before the column ``pages``: a life may be in danger, so the first page comes before what else is asked."""
NUMBER = "#"
"""In the column ``words``: any telephone number."""

SAFE = ("help/now", "help/lawyer")
"""Pages that help anyone, shown with whatever was found."""

_SPOKEN = dict(
    zip(
        "唔冇嘅咗喺畀俾佢哋嚟搵揾睇攞瞓攰諗谂乜呃鬧咭俺咱紀著妳您她",
        "不没的了在给给他们来找找看拿睡累想想什骗骂卡我我记着你你他",
        strict=True,
    )
)
"""Written Cantonese as one would write it in Mandarin (唔俾 finds 不给), a northerner's 俺, Taiwan's 著, and forms that
sound alike."""

_HEADING = re.compile(r"<h[1-6][^>]*?\sid=\"([^\"]*)\"[^>]*>(.*?)</h[1-6]>", re.DOTALL)
_SILENT = re.compile(r"<!--.*?-->|<(script|style|template)\b.*?</\1>|<a class=\"headerlink\".*?</a>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_INLINE = re.compile(r"</?(?:a|abbr|b|code|em|i|mark|q|s|small|span|strong|sub|sup|u)\b[^>]*>")
_RUN = re.compile(f"[{HAN}]+")
_NOT_LATIN = re.compile(r"[^\x00-\xff][^a-z]*")
_FIRST_READING = re.compile(r'\[\s*"([^"]*)"')
_EARLY = 2
"""How many words of a saying the first script has; the second has all."""
_AGAIN = 10
"""How often more the first page of an urgent saying counts: enough for it to stay first whatever else is told."""
_ADVOCATES = 0.6
"""What a page for advocates counts, beside one for the people it is about: most who search are no advocates."""


Sounded = str
"""A character and its sound, ``家jia``."""

Row = tuple[str, list[int] | None]
"""``老公|丈夫``, and the places of the pages to show first; None for words that say nothing of what is wanted.

``~place``, a number below 0, where the words only say whom or what it is about.
"""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text up to the next heading."""

    id: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """What can be found of one page."""

    path: str
    """As content/ names it, ``help/now``."""
    url: str
    """Below the site's root."""
    title: str
    """As its own heading has it; what a browser's history shows is none of the search's business."""
    description: str
    sections: tuple[Section, ...]
    """The first one is what stands under the page's own heading, or before any."""
    for_advocates: bool = False
    in_english: bool = False
    """Whether English stands in, as far as its heading tells."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Ways to say the same thing; one row of synonyms.tsv."""

    words: tuple[str, ...]
    pages: tuple[str, ...] = ()
    """Paths of the pages to show first, the best one first."""
    topic: bool = False
    """The words only say whom or what it is about (孩子, boss): anything else in the question counts more."""
    urgent: bool = False
    """A life may be in danger: the first page comes before what else is asked."""
    no_meaning: bool = False
    alike: bool = False
    """The words stand for each other inside other sayings, and mean no page by themselves."""


def sections(page_html: str) -> tuple[Section, ...]:
    """A page's HTML as plain text under its headings; only headings with an id begin a section."""
    parts = _HEADING.split(_SILENT.sub("", page_html))
    found = [
        Section(html.unescape(parts[at]), plain(parts[at + 1]), _lines(parts[at + 2]))
        for at in range(1, len(parts) - 2, 3)
    ]
    before = _lines(parts[0])
    if not found or before:
        found.insert(0, Section("", "", before))
    return tuple(found)


def plain(fragment: str) -> str:
    """A piece of HTML as its words. Blocks are apart, inline marks are not: 签<b>证</b> is one word."""
    return " ".join(html.unescape(_TAG.sub(" ", _INLINE.sub("", fragment))).split())


def _lines(fragment: str) -> str:
    """The words of each block on a line: an excerpt must not begin with one hotline and end before the next."""
    blocks = _TAG.split(_INLINE.sub("", fragment))
    return "\n".join(filter(None, (" ".join(html.unescape(block).split()) for block in blocks)))


def parse_sayings(text: str, path: str, pages: Iterable[str]) -> tuple[Saying, ...]:
    """The rows of synonyms.tsv. Raises RegistryError, with the line, for a row without words or an unknown page."""
    known = frozenset(pages)
    found = []
    for line, row in glossary.rows(text, path, COLUMNS):
        words = tuple(word for word in (part.strip() for part in row["words"].split("|")) if word)
        if not words:
            raise RegistryError(path, "a row has no words", "Write what people say, separated by ' | '", line)
        silent, alike = row["pages"] == NO_MEANING, row["pages"] == ALIKE
        mark = row["pages"][:1]
        first = () if silent or alike else tuple(row["pages"].removeprefix(TOPIC).removeprefix(URGENT).split())
        for page in first:
            if page not in known:
                fix = "Name it as content/ does, such as help/now, or leave the cell empty"
                raise RegistryError(path, f"there is no page '{page}'", fix, line)
        found.append(Saying(words, first, mark == TOPIC, mark == URGENT, silent, alike))
    return tuple(found)


def from_glossary(terms: glossary.Glossary, codes: Sequence[str]) -> Iterator[Saying]:
    """A term's English and its renderings, and the wrong ones too: people do say 人口走私 for trafficking."""
    for term in terms.terms:
        rendered = (text for code in codes for text in term.approved(code))
        wrong = (one.texts[code] for one in term.forbidden for code in codes if code in one.texts)
        yield Saying(tuple(dict.fromkeys((*term.english, *rendered, *wrong))))


def in_every_region(sayings: Iterable[Saying], entries: Iterable[Entry]) -> Iterator[Saying]:
    """The sayings, and behind their words the same in the other regions' words: 删短信 is 删簡訊."""
    regional: dict[str, list[str]] = {}
    for pair in from_vocabulary(entries):
        for one, other in (pair.words, pair.words[::-1]):
            regional.setdefault(one, []).append(other)
    begins = frozenset(name[:2] for name in regional)
    for saying in sayings:
        also = (
            word.replace(part, other)
            for word in saying.words
            if not begins.isdisjoint(chain(word, _pairs(word)))
            for part in dict.fromkeys(_parts(word))
            for other in regional.get(part, ())
        )
        yield replace(saying, words=tuple(dict.fromkeys((*saying.words, *also))))


def from_vocabulary(entries: Iterable[Entry]) -> Iterator[Saying]:
    """One thing's names in two regions: 短信 and 簡訊."""
    for entry in entries:
        if len(entry.simplified) > 1 and not entry.conditional:
            yield Saying((entry.simplified, entry.traditional))


def index(
    pages: Sequence[Found],
    sayings: Sequence[Saying],
    start: Sequence[tuple[str, str]],
    words: Interface,
    in_english: bool = False,
) -> str:
    """The first script: ``kyrIndex`` with titles, headings, sayings in the pages' own script and their characters.

    ``start`` are the links, (text, address), to show when nothing is found; ``in_english`` says that English stands in
    for what the search says itself.
    """
    chinese = bool(_RUN.search("".join(page.title for page in pages)))
    own = [replace(one, words=_shortest(one, chinese)) for one in sayings if one.pages or one.no_meaning]
    same = _rows(pages, own)
    first = _comparable(_first(pages, same))
    table = {
        "say": {"label": words(LABEL), "hint": words(HINT), "found": words(FOUND)}
        | {"nothing": words(NOTHING), "close": words(CLOSE)}
        | ({"english": 1} if in_english else {}),
        "start": start,
        "safe": [at for path in SAFE for at, page in enumerate(pages) if page.path == path],
        "pages": [_entry(page) for page in pages],
        "same": same,
        "han": _characters(_Shown(first)),
    }
    return _script("kyrIndex", table)


def texts(pages: Sequence[Found], sayings: Sequence[Saying], more: Iterable[Saying] = ()) -> str:
    """The second script: ``kyrTexts`` with the descriptions and the text by section, and sayings in every script.

    ``sayings`` are those of `index`, and are right where ``more`` says otherwise (收容所 is no asylum). Of ``more``
    only those count of which something stands on a page.
    """
    shown = _Shown(_comparable("\n".join(map(_everything, pages))))
    compared = [(one, _compared(one)) for one in more]
    met = (one for one, words in compared if any(map(shown.has, words)))
    own = _meant(tuple(sayings))
    ours = _rows(pages, (one for one in sayings if not one.alike))
    theirs = _rows(pages, (_without(one, own) for one in met))
    table = {
        "same": ours + theirs,
        "alike": [list(dict.fromkeys(_compared(one))) for one in sayings if one.alike],
        "han": _characters(shown, _shown_sayings(_words(ours)), _Shown(_words(theirs)), rare=True),
        "texts": [
            [
                page.description,
                page.sections[0].text,
                *([section.id, section.text] for section in page.sections[1:]),
            ]
            for page in pages
        ],
    }
    return _script("kyrTexts", table)


def _pairs(text: str) -> Iterator[str]:
    return map(str.__add__, text, text[1:])


def _is_early(word: str, chinese: bool) -> bool:
    return word == NUMBER or (len(word) > 1 and bool(_RUN.search(word)) is chinese)


def _entry(page: Found) -> list[object]:
    """Address, title, share and headings; the share is below 0 where English stands in."""
    share = (_ADVOCATES if page.for_advocates else 1) * (-1 if page.in_english else 1)
    return [page.url, page.title, share, *(section.heading for section in page.sections[1:])]


def _first(pages: Sequence[Found], same: Iterable[Row]) -> str:
    headings = (section.heading for page in pages for section in page.sections)
    return "\n".join([*(page.title for page in pages), *headings, _words(same)])


def _words(rows: Iterable[Row]) -> str:
    return "\n".join(row[0] for row in rows)


def _everything(page: Found) -> str:
    parts = (part for section in page.sections for part in (section.heading, section.text))
    return "\n".join((page.title, page.description, *parts))


def _script(name: str, table: Mapping[str, object]) -> str:
    """JSON is JavaScript since ES2019."""
    return f"self.{name}={json.dumps(table, ensure_ascii=False, separators=(',', ':'))};\n"


def _rows(pages: Sequence[Found], sayings: Iterable[Saying]) -> list[Row]:
    places = {page.path: at for at, page in enumerate(pages)}
    rows = []
    for saying in sayings:
        words = "|".join(dict.fromkeys(_compared(saying)))
        first = None if saying.no_meaning else [places[path] for path in saying.pages if path in places]
        if first and saying.topic:
            first = [~place for place in first]
        if first and saying.urgent:
            first += first[:1] * _AGAIN
        if words and (first is None or first or "|" in words):
            rows.append((words, first))
    return rows


@cache
def _meant(sayings: tuple[Saying, ...]) -> frozenset[str]:
    """The words of those that mean something by themselves."""
    meant = (one for one in sayings if not (one.alike or one.no_meaning))
    return frozenset(word for one in meant for word in _compared(one) if len(word) > 1)


@cache
def _without(saying: Saying, own: frozenset[str]) -> Saying:
    words = zip(saying.words, _compared(saying), strict=True)
    kept = tuple(word for word, made in words if not _holds(made, own))
    return saying if kept == saying.words else replace(saying, words=kept)


@cache
def _shortest(saying: Saying, chinese: bool) -> tuple[str, ...]:
    """The first words of a saying that hold no other one of them: 护照 is in 扣护照, and says as much."""
    words = zip(saying.words, _compared(saying), strict=True)
    found = dict.fromkeys(made for word, made in words if _is_early(word, chinese))
    short = (word for word in found if not _holds(word, {part for part in found if part in word and part != word}))
    return tuple(islice(short, _EARLY - saying.topic))


def _holds(text: str, words: Set[str]) -> bool:
    """Is any of the words in a text, the Chinese ones anywhere, others as whole words?"""
    return bool(words) and any(part in words for part in _parts(text))


def _parts(text: str) -> Iterator[str]:
    """All that may be looked for in a short text: what has Chinese in it at any place, else only whole words."""
    words = text.split(" ")
    for begin in range(len(words)):
        for end in range(begin, len(words)):
            yield " ".join(words[begin : end + 1])
    for run in _RUN.finditer(text):
        for begin in range(run.end()):
            for end in range(max(begin, run.start()) + 1, len(text) + 1):
                yield text[begin:end]


# Chinese characters


class _Shown:
    """A long text that is asked for many words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._once = f" {' '.join({*text.split()})} "  # white space counts as one space
        self.pairs = frozenset(_pairs(self._once))

    def may_have(self, word: str) -> bool:
        """Whether any two characters that stand together in a word do so in the text: most words fail at this."""
        return self.pairs.issuperset(_pairs(word))

    def has(self, word: str) -> bool:
        """Whether a word stands anywhere, inside another one too."""
        return self.may_have(word) and (len(word) == 2 or word in (self.text if " " in word else self._once))

    @cached_property
    def sounded(self) -> frozenset[Sounded]:
        """Its characters with their sounds in it.

        Most words sound as their characters do alone, so only the runs that hold another word are read word by word.
        """
        runs = {*_RUN.findall(self.text)}
        known = _words_by_beginning()
        rows = (row.split('"', 1) for pair in self.pairs & known.keys() for row in known[pair])
        words = {word: _together(word, readings) for word, readings in rows if len(word) == 2 or self.may_have(word)}
        odd = re.compile("|".join(re.escape(word) for word, sounds in words.items() if _is_odd(word, sounds)) or "(?!)")
        mixed = {run for run in runs if odd.search(run)}
        plain = {*"".join(runs - mixed)}
        return frozenset((*map(_alone.__getitem__, plain), *chain.from_iterable(_read(run, words) for run in mixed)))


@lru_cache(1)
def _shown_sayings(text: str) -> _Shown:
    """The sayings of the project, which are the same in every locale."""
    return _Shown(text)


def _comparable(text: str) -> str:
    """In Simplified characters and small letters, as the browser compares them."""
    return _NOT_LATIN.sub(lambda run: run[0].translate(_simplified()), text.lower())


@cache
def _compared(saying: Saying) -> tuple[str, ...]:
    return tuple(_comparable("\n".join(saying.words)).split("\n"))


@cache
def _simplified() -> dict[int, str]:
    tables = (opencc_table("TSCharacters"), _SPOKEN)
    return {ord(char): forms[0] for table in tables for char, forms in table.items() if len(char) == 1}


@cache
def _variants(rare: bool = False) -> Mapping[str, str]:
    """Simplified character -> the Traditional forms it is folded from, those of Taiwan and Hong Kong too.

    With ``rare`` also those that no standard writes but people do (洩 for 泄).
    """
    standard = "".join(chain.from_iterable(opencc_table("STCharacters").values()))
    regions = (opencc_table("TWVariants"), opencc_table("HKVariants"))
    regional = (form for char in standard for form in (char, *(table.get(char, char)[0] for table in regions)))
    simplified = _simplified()
    found: dict[str, str] = {}
    for form in dict.fromkeys(chain(regional, map(chr, simplified) if rare else _SPOKEN)):
        char = simplified.get(ord(form), form)
        if char != form:
            found[char] = found.get(char, "") + form
    return found


def _characters(*shown: _Shown, rare: bool = False) -> str:
    """The table ``Jia家'傢价'價jie介Kai开'開``: sounds, their characters, and after ' the forms folded into one.

    A capital is the first letter of the sounds behind it too. ``shown`` is in Simplified characters. Sounds are loose:
    zh, ch and sh as z, c and s, the final ng as n after a vowel, ü as u. How a character sounds in some words only (给
    in 供给) stands before how it sounds in others: the browser takes the last for what is written, and any of them for
    what is typed.
    """
    sounds: dict[tuple[bool, str], list[str]] = {}
    for sounded in frozenset(_common() if rare else ()).union(*(text.sounded for text in shown)):
        commonest = _alone[sounded[0]] == sounded
        sounds.setdefault((commonest, sounded[1:]), []).append(sounded[0])
    forms = _variants(rare)
    rows = []
    first = ""
    for (_, sound), chars in sorted(sounds.items()):
        rows.append(sound[1:] if sound[0] == first else sound.capitalize())
        rows += ("'".join((char, *forms.get(char, ""))) for char in sorted(chars))
        first = sound[0]
    return "".join(rows)


def _table(name: str) -> str:
    """One of pypinyin's tables, JSON: ``pinyin_dict`` (code point -> readings), ``phrases_dict`` (word -> readings)."""
    return (folder_of("pypinyin") / f"{name}.json").read_bytes().decode()


@cache
def _common() -> frozenset[Sounded]:
    """The characters of everyday use, as GB 2312-80 has them: the 3,755 of its first level, in rows 16 to 55.

    A slip puts one that sounds alike where no page of ours has it: 离昏 for 离婚.
    """
    codes = chain.from_iterable(product(range(0xB0, 0xD8), range(0xA1, 0xFF)))
    return frozenset(map(_alone.__getitem__, bytes(islice(codes, 2 * 3755)).decode("gb2312")))


@cache
def _words_by_beginning() -> Mapping[str, Sequence[str]]:
    """Words and their readings, still as JSON, by their first two characters: ``银行": [["yín"], ["háng"]``.

    Of pypinyin's 47,000 words a site has a few hundred, so the rest is not parsed.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in _table("phrases_dict").removeprefix('{\n"').split('],\n"'):
        found[row[:2]].append(row)
    return found


@cache
def _is_odd(word: str, sounds: tuple[Sounded, ...]) -> bool:
    """Whether a character sounds otherwise in this word than alone."""
    return any(_alone[char] != sound for char, sound in zip(word, sounds, strict=True))


def _read(run: str, words: Mapping[str, Sequence[Sounded]]) -> Iterator[Sounded]:
    """Each character of a run with its sound: that of the longest word that begins here, else its commonest."""
    at = 0
    while at < len(run):
        word = next((run[at:end] for end in range(len(run), at + 1, -1) if run[at:end] in words), run[at])
        yield from words.get(word) or (_alone[word],)
        at += len(word)


@cache
def _together(word: str, readings: str) -> tuple[Sounded, ...]:
    """The characters of a word with their sounds in it."""
    first = _FIRST_READING.findall(readings)
    return tuple(char + _loose(reading) for char, reading in zip(word, first, strict=True))


class _Alone(dict[str, Sounded]):
    """Each character met so far, with its commonest sound."""

    def __missing__(self, char: str) -> Sounded:
        sounded = char + _loose(_characters_read().get(str(ord(char)), "x").partition(",")[0])
        self[char] = sounded
        return sounded


_alone = _Alone()


@cache
def _characters_read() -> dict[str, str]:
    found: dict[str, str] = json.loads(_table("pinyin_dict"))
    return found


@cache
def _loose(sound: str) -> str:
    """A sound without its tone: lǜ is lu, zhèng is zen."""
    toneless = unicodedata.normalize("NFD", sound).encode("ascii", "ignore").decode()
    return re.sub(r"(?<=[aei]n)g$|(?<=^[zcs])h", "", toneless)
