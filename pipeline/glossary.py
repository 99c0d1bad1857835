"""The term base: which words a translation must use for a legal or everyday term, and which it must not.

One row of ``locales/glossary.tsv`` is one English term. Cells hold alternatives separated by ``" | "``, the
preferred one first. A rendering such as 家庭暴力（家暴） may be used whole, or as either of its parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import zip_longest

from pipeline.errors import RegistryError, counted, refuse_conflict
from pipeline.languages import SIMPLIFIED, TRADITIONAL
from pipeline.text.untrusted import UNSEEN

COLUMNS = ("english", "simplified", "traditional", "note", "do_not_use", "source", "confidence", "exceptions")
_LOCALES = {"simplified": SIMPLIFIED, "traditional": TRADITIONAL}
_OTHER = frozenset(COLUMNS) - _LOCALES.keys()
_CONFIDENCE = ("high", "medium", "low")
_LINE_END = re.compile("\r\n|\r|\n")  # a spreadsheet on a Mac may end lines with the first half alone
_FORMULA = re.compile(r"[=+@]\s*\w|[=+@-][^\t]*[|(]")  # a sign alone may be a mark
_WORD_FIRST = "Begin it with a word"
_BRACKETED = re.compile("(?P<outer>[^（）]+)（(?P<inner>[^（）]+)）")


def rows(text: str, path: str, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a tab-separated table as (line number, column -> cell); blank lines and ``#`` lines are comments.

    An empty text has none. The table must have all of ``columns`` and may have more. Raises RegistryError
    for a header that is missing, lacks a column or has one twice, a row with too many cells, a merge that nobody has
    finished, a character that nobody can see, a formula (also in a comment: spreadsheets know none), the quotation
    marks a spreadsheet puts around cells, and the wide ｜ of a Chinese keyboard, which would separate nothing; a short
    row is filled up, because editors strip trailing tabs.
    """
    refuse_conflict(text, path, RegistryError)
    header: list[str] = []
    for number, line in enumerate(_LINE_END.split(text.removeprefix("\ufeff")), start=1):
        cells = [cell.strip() for cell in line.split("\t")]
        if any(map(_FORMULA.match, cells)):
            raise RegistryError(
                path, "a cell begins like a formula, and a spreadsheet would run it", _WORD_FIRST, number
            )
        if not line.strip() or line.startswith("#"):
            continue
        _refuse_harmed(cells, path, number)
        if not header:
            header = cells
            _refuse_header(header, columns, path, number)
            continue
        if len(cells) > len(header):
            message = f"{counted(len(cells), 'cell')} under {counted(len(header), 'column')}"
            raise RegistryError(path, message, "Remove the extra tabs", number)
        yield number, dict(zip_longest(header, cells, fillvalue=""))
    if text.strip() and not header:
        raise RegistryError(path, "there is no header in it", f"Begin it with a header line: {', '.join(columns)}")


def _refuse_harmed(cells: Sequence[str], path: str, line: int) -> None:
    if any(cell.startswith('"') for cell in cells):
        fix = "Save the table as plain tab-separated text, without quotation marks around cells"
        raise RegistryError(path, "a cell begins with a quotation mark", fix, line)
    if bad := UNSEEN.search("\t".join(cells)):
        raise RegistryError(path, f"the character U+{ord(bad[0]):04X}, which cannot be seen", "Delete it", line)
    if any("｜" in cell for cell in cells):
        raise RegistryError(
            path, "the wide sign ｜ does not separate anything", "Write the narrow one: one | other", line
        )


def _refuse_header(header: Sequence[str], columns: Sequence[str], path: str, line: int) -> None:
    if missing := [column for column in columns if column not in header]:
        wrong = f"the header lacks {', '.join(missing)}"
        fix = "Put the column back" if len(header) > 1 else "Put it back, with tabs, and no other sign, between columns"
        raise RegistryError(path, wrong, fix, line)
    if twice := next((column for column in header if column and header.count(column) > 1), ""):
        raise RegistryError(path, f"the header has '{twice}' twice", "Keep one of the two columns", line)


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A rendering that is wrong, in every script the table gives."""

    texts: Mapping[str, str]
    """Locale code -> the wrong words."""
    everywhere: bool
    """Wrong in any message (``!`` in the table), or only where the English has the term?"""
    exceptions: tuple[str, ...] = ()
    """Longer words that contain it and are right: 非法移民 does not forbid 打击非法移民法案."""


@dataclass(frozen=True, slots=True)
class Term:
    """One row of the term base."""

    english: tuple[str, ...]
    """The term and its synonyms."""
    renderings: Mapping[str, tuple[str, ...]]
    """Locale code -> alternatives as written in the table, the preferred one first."""
    forbidden: tuple[Forbidden, ...] = ()
    note: str = ""
    source: str = ""
    confidence: str = "high"
    """``high``, ``medium`` or ``low``; a low one has yet to be confirmed by a lawyer-translator."""
    line: int = 0

    def __hash__(self) -> int:
        return hash(self.english)

    def approved(self, locale_code: str) -> tuple[str, ...]:
        """Every rendering a translation may use: the alternatives, and the parts of those with brackets."""
        parts = (part for rendering in self.renderings.get(locale_code, ()) for part in _parts(rendering))
        return tuple(dict.fromkeys(parts))


@dataclass(frozen=True, slots=True)
class Misuse:
    """Wrong words found in a translation."""

    term: Term
    text: str
    offset: int
    """Where they stand in the translation."""


@dataclass(frozen=True)
class Glossary:
    """The whole table, in file order."""

    terms: tuple[Term, ...] = ()

    def terms_in(self, english: str) -> tuple[Term, ...]:
        """The terms of an English text in the order they are met: longest match, no overlaps, each once.

        Plural, possessive and -ed forms count, in any case; a word in capitals (ICE, the T of T visa) only in
        capitals, a single capitalised word (Queens) only with its capital.
        """
        if english not in self._found:
            self._found[english] = tuple(dict.fromkeys(self._search(english)))
        return self._found[english]

    def forbidden(self, locale_code: str) -> tuple[tuple[Term, Forbidden], ...]:
        """Every wrong rendering the table gives for a locale, with its term."""
        if locale_code not in self._forbidden:
            pairs = ((term, wrong) for term in self.terms for wrong in term.forbidden)
            self._forbidden[locale_code] = tuple((term, wrong) for term, wrong in pairs if locale_code in wrong.texts)
        return self._forbidden[locale_code]

    def misuses(self, english: str, translation: str, locale_code: str) -> tuple[Misuse, ...]:
        """Wrong renderings in a translation: always wrong ones, and those of the terms its English has.

        Words inside an approved rendering of one of these terms, or inside an exception, are no misuse:
        人口走私 is wrong for trafficking and right in a sentence about smuggling.
        """
        present = [pair for pair in self.forbidden(locale_code) if pair[1].texts[locale_code] in translation]
        terms = self.terms_in(english) if present else ()
        allowed = [text for term in terms for text in term.approved(locale_code)]
        found = []
        for term, wrong in present:
            if wrong.everywhere or term in terms:
                spans = list(_spans(translation, (*allowed, *wrong.exceptions)))
                for begin, end in _spans(translation, (wrong.texts[locale_code],)):
                    if not any(a <= begin and end <= b for a, b in spans):
                        found.append(Misuse(term, translation[begin:end], begin))
        return tuple(sorted(found, key=lambda misuse: misuse.offset))

    def conversions(self) -> Mapping[str, str]:
        """Simplified -> Traditional for `chinese`: alternatives pair by position, and so do their bracketed parts."""
        pairs: dict[str, str] = {}
        for term in self.terms:
            both = (term.renderings.get(SIMPLIFIED, ()), term.renderings.get(TRADITIONAL, ()))
            for simplified, traditional in zip(*both, strict=False):
                left, right = _parts(simplified), _parts(traditional)
                for one, other in zip(left, right, strict=False) if len(left) == len(right) else ():
                    pairs.setdefault(one, other)
        return pairs

    @cached_property
    def _found(self) -> dict[str, tuple[Term, ...]]:
        """English text -> its terms: one text is asked about for every locale, and by several rules."""
        return {}

    @cached_property
    def _forbidden(self) -> dict[str, tuple[tuple[Term, Forbidden], ...]]:
        return {}

    @cached_property
    def _names(self) -> Mapping[str, tuple[tuple[str, Term], ...]]:
        """The first letters of a name -> the names that begin so, each with its term, the longest first."""
        names = sorted(((text, term) for term in self.terms for text in term.english), key=lambda one: -len(one[0]))
        heads = [_head(text) for text, _ in names]
        return {
            letters: tuple(name for name, head in zip(names, heads, strict=True) if letters.startswith(head))
            for letters in set(heads)
        }

    def _search(self, english: str) -> Iterator[Term]:
        folded, end = _folded(english), 0
        for begins in _BEGINS.finditer(english):
            at = begins.start()
            for name, term in self._beginning(folded[at : at + _HEAD]) if at >= end else ():
                if match := _term_pattern(name).match(english, at):
                    end = match.end()
                    yield term
                    break

    def _beginning(self, letters: str) -> tuple[tuple[str, Term], ...]:
        """The names that a text may go on with, given its next letters."""
        heads = (letters[:length] for length in range(len(letters), 0, -1))
        return next((self._names[head] for head in heads if head in self._names), ())


_BEGINS = re.compile(r"(?<!\w)\S")
_HEAD = 3
"""Letters of a word that no inflection changes."""
_LIKE = str.maketrans("İıſ", "iis")


def _folded(text: str) -> str:
    """The text, as long as it was, with letters alike that a pattern takes for one another when case is ignored."""
    return text.translate(_LIKE).lower()


def _head(english: str) -> str:
    return _folded(re.split(r"[ -]", english, maxsplit=1)[0][:_HEAD])


@cache
def _term_pattern(english: str) -> re.Pattern[str]:
    """Finds a term; made when a text may hold it, for making all of them takes longer than many commands."""
    words = re.split(r"[ -]", english)
    if len(words) == 1 and english.istitle():
        pattern = english[0] + _word_pattern(english[1:])
    else:
        pattern = r"[\s\u00a0-]+".join(_word_pattern(word) for word in words)
    return re.compile(rf"(?<!\w){pattern}(?!\w)")


def _word_pattern(word: str) -> str:
    """A word with its inflections; capitals stay capitals."""
    possessive = "(?:['’]s?)?"
    if not any(char.islower() for char in word):
        return f"{re.escape(word)}s?{possessive}"
    if len(word) < 4:
        return f"(?i:{re.escape(word)})"
    if re.search("[^aeiou]y$", word):
        return f"(?i:{re.escape(word[:-1])}(?:y|ies|ied){possessive})"
    return f"(?i:{re.escape(word)}(?:{'' if word.endswith('e') else 'e?'}[sd])?{possessive})"


def _spans(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    for word in words:
        begin = text.find(word)
        while begin >= 0:
            yield begin, begin + len(word)
            begin = text.find(word, begin + 1)


def _parts(rendering: str) -> tuple[str, ...]:
    """The rendering, and where brackets end it, what stands before and in them."""
    match = _BRACKETED.fullmatch(rendering)
    return (rendering, match["outer"], match["inner"]) if match else (rendering,)


def describe(term: Term, locale_code: str) -> str:
    """The term for a translator: ``human trafficking = 人口贩运 (do not use: 人口走私)``; empty without a rendering."""
    renderings = term.renderings.get(locale_code)
    if not renderings:
        return ""
    wrong = ", ".join(one.texts[locale_code] for one in term.forbidden if locale_code in one.texts)
    remarks = [f" (do not use: {wrong})"] if wrong else []
    if term.confidence == "low":
        remarks.append(" (to be confirmed)")
    return f"{term.english[0]} = {' / '.join(renderings)}{''.join(remarks)}"


def parse(text: str, path: str) -> Glossary:
    """The table's text as a Glossary. A column named like a locale (``es``) holds that locale's renderings.

    Raises RegistryError, with the line, for a table `rows` refuses, a row without English, a term that is there
    twice, an empty alternative, half a word or a remark in brackets among the English, unpaired brackets, a wide sign
    in the place of one of ours, or an unknown confidence.
    """
    terms: list[Term] = []
    seen: dict[str, int] = {}
    for line, row in rows(text, path, COLUMNS):
        term = _term(row, path, line)
        for english in term.english:
            first = seen.setdefault(english, line)
            if first != line:
                message = f"'{english}' is already here, on line {first}"
                raise RegistryError(path, message, "Put everything about a term into one row", line)
        terms.append(term)
    return Glossary(tuple(terms))


def _term(row: Mapping[str, str], path: str, line: int) -> Term:
    if row["confidence"] not in _CONFIDENCE:
        message = f"confidence '{row['confidence']}' is unknown"
        raise RegistryError(path, message, f"Write one of: {', '.join(_CONFIDENCE)}", line)
    english = _alternatives(row, "english", path, line)
    if not english or re.search(r"[()]", row["english"]):
        message = "a row needs its English, without brackets"
        raise RegistryError(path, message, "Write the term alone; remarks belong in the note", line)
    if any(text.startswith("-") for text in english):
        raise RegistryError(path, "a term begins with a hyphen", "Write the whole word, as it appears in a text", line)
    columns = {column: _LOCALES.get(column, column) for column in row if column not in _OTHER}
    renderings = {code: _alternatives(row, column, path, line) for column, code in columns.items()}
    exceptions = _alternatives(row, "exceptions", path, line)
    wrong = _alternatives(row, "do_not_use", path, line)
    if wide := next((item for item in (*wrong, *exceptions) if item.startswith("！") or "／" in item), ""):
        message = f"'{wide}' has a wide ！ or ／, which has no meaning here"
        raise RegistryError(path, message, "Write the narrow one: ! before it, / between the scripts", line)
    return Term(
        english=english,
        renderings={code: words for code, words in renderings.items() if words},
        forbidden=tuple(_wrong(item, exceptions) for item in wrong),
        note=row["note"],
        source=row["source"],
        confidence=row["confidence"],
        line=line,
    )


def _alternatives(row: Mapping[str, str], column: str, path: str, line: int) -> tuple[str, ...]:
    cell = row[column]
    items = tuple(item.strip() for item in cell.split("|")) if cell else ()
    if not all(items):
        message = f"{column} has an empty alternative"
        raise RegistryError(path, message, "Write alternatives as: one | other", line)
    if any(item.count("（") != item.count("）") for item in items):
        raise RegistryError(path, f"{column} has a bracket without its partner", "Close every （ with ）", line)
    return items


def _wrong(item: str, exceptions: Sequence[str]) -> Forbidden:
    simplified, _, traditional = (part.strip() for part in item.removeprefix("!").partition("/"))
    texts = {SIMPLIFIED: simplified, TRADITIONAL: traditional or simplified}
    if not simplified:
        del texts[SIMPLIFIED]
    right = tuple(part.strip() for text in exceptions for part in text.split("/"))
    return Forbidden(texts, item.startswith("!"), tuple(text for text in right if text))
