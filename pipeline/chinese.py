"""Simplified -> Traditional Chinese for readers in the United States: Taiwan's characters, US-Chinese names.

With the other ``chinese_*`` modules all that decides which character is written. The order is: verdicts of a
person, the glossary and the vocabulary, names of people, OpenCC's phrases with the word boundaries asked, and
defaults; then quotation marks. OpenCC runs as ``s2tw``: its phrase variant ``s2twp`` turned 程序 (procedure)
into 程式 (software) 336 times of 428 in statutes. Glossary and vocabulary are no OpenCC dictionary, because
OpenCC's own longer phrases would win over them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import accumulate, chain

from pipeline.chinese_given import IN_NAMES
from pipeline.chinese_names import given_form, likelier_a_name, surname, unsure_name
from pipeline.chinese_report import Decision, Reading, Readings, doubted
from pipeline.chinese_tables import HAN, SURNAMES, Entry, Kind, Verdict, opencc_table
from pipeline.chinese_words import Words

_AFTER_TOLD = frozenset(["", *"字和跟与或"])
"""What follows a character that somebody has told by a word."""
_OF_NAMES = SURNAMES.keys() | IN_NAMES.keys()

_RUN = re.compile(f"[{HAN}]+")
_CHINESE = re.compile(f"[{HAN}\u3000-\u303f\uff00-\uff65]")

_QUOTE = re.compile(r"[“”‘「」『』]|(?<![A-Za-z0-9])’|’(?![A-Za-z])|\n[ \t]*\n")
_OPENS = {"”": "“", "’": "‘", "」": "「", "』": "『"}
_INNER = {"「": "『", "『": "「"}
_LINE = re.compile("[^\n]+")

# Python before 3.11.5 reads possessive groups wrongly, so single characters alone are possessive here.
_PROTECTED = re.compile(
    rf"""
      (?<!`)(?P<fence>`++)[^`]++(?:(?!(?P=fence)(?!`))`++[^`]++)*(?P=fence)(?!`)       # inline code
    | \{{\{{[^{{}}]*\}}\}} | \{{[^{{}}\n]*\}}                      # contact tokens; attribute lists
    | <!--(?:(?!<!--).)*?--> | </?[A-Za-z][^<>]*> | &\#?[A-Za-z0-9]+;                # raw HTML
    | (?<=\]) \( \s* (?:<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)   # link destinations, not their titles
    | (?<=\]) \[[^\[\]\n]*\] | \[\^[^\]\n]*\]                     # reference labels; footnotes
    | (?:https?://|www\.|mailto:) [!-;=?-Z_a-z~]+ (?:(?<=[/=?&\#%_-])[{HAN}]+[!-;=?-Z_a-z~]*)*
    """,
    re.VERBOSE | re.DOTALL,
)

_MARKS = re.compile(
    rf"\*++|~~|\[(?=[^\[\]\n]*\]\ufffc)|\]\ufffc++\)?|(?<=[{HAN}])[”’」』》〉】）)](?=里|的[“‘「『][{HAN}][”’」』])"
    rf"|(?<=的)[“‘「『](?=[{HAN}][”’」』])|(?<=[“‘「『][{HAN}])[”’」』](?=[{HAN}])|[“‘「『](?=[{HAN}][”’」』][{HAN}])"
)
"""In a text without destinations: emphasis, a link's brackets and destination, what ends before 里 (“微信”里), and the
quotation marks around a character that is told or spelt (“头发”的“发”, “钟”表)."""
_APART = re.compile(
    rf"(?<=[{HAN}])[ ](?=[A-Za-z0-9\ufffc])"
    rf"|(?<=[A-Za-z0-9\ufffc])(?<![0-9]{{4}})[ ](?=[{HAN}])(?!周(?:先生|女士|小姐|太太|律师|法官|医生|警官|老师))"
)
"""The space that some write beside numbers and Latin words (3 周), but not after a telephone number."""
_TAG = re.compile(r"</?(?:a|abbr|b|bdi|cite|em|i|ins|mark|s|small|span|strong|sub|sup|u)(?:\s[^<>]*)?>")


def _blank(match: re.Match[str]) -> str:
    return "\ufffc" * len(match.group())


def _unprotected(text: str) -> str:
    """The text with contact tokens, code, addresses, HTML and attribute lists blanked out; offsets stay."""
    return _PROTECTED.sub(_blank, text)


def _kept(text: str, unprotected: str) -> list[range]:
    """Where the characters are that are no mark and no space beside a number: **电话**里 is read as 电话里 is."""
    found = ((_MARKS, unprotected), (_APART, unprotected), (_TAG, text))
    spans = sorted(match.span() for pattern, where in found for match in pattern.finditer(where))
    kept: list[range] = []
    at = 0
    for begin, end in [*spans, (len(text), len(text))]:
        kept.append(range(at, begin))
        at = max(at, end)
    return kept


def _simplified_lines(text: str) -> str:
    """A text with its Traditional lines blanked out: converting them again could only harm them."""
    end, parts = 0, []
    for match in _only_traditional().finditer(text):
        if match.start() < end:
            continue
        begin = text.rfind("\n", end, match.start()) + 1 or end
        line = _LINE.match(text, begin)
        assert line is not None
        parts += [text[end:begin], _blank(line) if _is_traditional(line[0]) else line[0]]
        end = line.end()
    return "".join([*parts, text[end:]])


@dataclass(frozen=True, slots=True)
class _Choice:
    """One one-to-many character of a text, and the piece of the output that holds it."""

    offset: int
    printed: int
    reading: Reading


@dataclass(slots=True)
class _Work:
    """One conversion under way: ``out`` has one piece for each character of ``text``, some of them empty."""

    text: str
    """The text without its inline marks and the spaces beside numbers."""
    kept: Sequence[int]
    """Where each character of ``text`` stands in the text with them."""
    masked: str
    """The text with U+FFFC for everything that is not to be converted; offsets are those of ``text``."""
    out: list[str]
    pieces: list[str]
    """What is written in the end, one piece for each character of the text with them."""
    runs: list[tuple[int, int]]
    """Where the Chinese begins and ends that nothing interrupts."""
    choices: list[_Choice] = field(default_factory=list)

    @classmethod
    def of(cls, text: str, unprotected: str) -> _Work:
        parts, pieces = _kept(text, unprotected), list(text)
        kept = parts[0] if len(parts) == 1 else list(chain.from_iterable(parts))
        if len(kept) < len(text):
            text, unprotected = ("".join(w[part.start : part.stop] for part in parts) for w in (text, unprotected))
        masked = _simplified_lines(unprotected)
        return cls(text, kept, masked, list(text), pieces, [run.span() for run in _RUN.finditer(masked)])

    def run_at(self, position: int) -> tuple[str, int]:
        """The Chinese around a position, and where it begins."""
        begin, end = self.runs[bisect_right(self.runs, (position, len(self.masked))) - 1]
        return self.masked[begin:end], begin

    def is_unbroken(self, begin: int, end: int) -> bool:
        """Does no mark stand inside text[begin:end], but perhaps a space?"""
        pieces = self.pieces[self.kept[begin] : self.kept[end - 1] + 1]
        return "".join(pieces).replace(" ", "") == self.text[begin:end]


@cache
def _by_opencc(configuration: str) -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC(configuration).convert
    return convert


class Converter:
    """Converts Simplified text with the project's glossary, vocabulary and verdicts.

    ``glossary`` maps Simplified renderings to Traditional ones; a vocabulary row of one character without
    conditions is the form it takes where no phrase decides (签 簽), or the house's spelling (臺 台).
    Dictionaries are read at the first conversion (about 0.2 s), jieba's list as far as words are asked for.
    """

    def __init__(
        self, glossary: Mapping[str, str], vocabulary: Iterable[Entry] = (), verdicts: Iterable[Verdict] = ()
    ) -> None:
        self._entries: dict[str, list[Entry]] = {}
        self._single: dict[str, str] = {}
        for simplified, traditional in glossary.items():
            self._entries[simplified] = [Entry(simplified, traditional, kind=Kind.GLOSSARY)]
        for entry in vocabulary:
            if len(entry.simplified) == 1 and not entry.conditional:
                self._single[entry.simplified] = entry.traditional
            else:
                self._entries.setdefault(entry.simplified, []).append(entry)
        for entries in self._entries.values():
            entries.sort(key=lambda entry: not entry.conditional)
        self._lengths: dict[str, list[int]] = {}
        for first, length in sorted({(word[0], len(word)) for word in self._entries}, reverse=True):
            self._lengths.setdefault(first, []).append(length)
        self._prefixes = frozenset(word[:2] for word in self._entries)
        self._verdicts: dict[str, list[Verdict]] = {}
        for verdict in verdicts:
            self._verdicts.setdefault(verdict.character, []).append(verdict)

    def convert(self, simplified: str) -> str:
        """The Traditional text. Contact tokens, code, addresses, HTML, attribute lists and Latin text are kept."""
        return "".join(self._work(simplified, thorough=False).pieces)

    def explain(self, simplified: str) -> list[Decision]:
        """Every one-to-many character of a text in order, with the form it has in `convert` and who chose it."""
        work = self._work(simplified, thorough=True)
        places = [0, *accumulate(len(piece) for piece in work.pieces)]
        return [self._decision(work, choice, places) for choice in work.choices]

    def mainland_words(self, traditional: str) -> tuple[tuple[str, str], ...]:
        """Words that only look Traditional (短信, 視頻), each with the one its readers use (簡訊, 影片).

        The text goes back to Simplified and through `convert` again, so that the word borders are asked:
        聯合同時 holds no 合同.
        """
        near = [(plain, own) for plain, own in self._mainland.items() if plain in traditional]
        if not near:
            return ()
        again = self.convert(_by_opencc("tw2s")(traditional))
        return tuple((plain, own) for plain, own in near if again.count(own) > traditional.count(own))

    @cached_property
    def _mainland(self) -> Mapping[str, str]:
        """Two spellings of one word (計劃, 計畫) are no two words: they are the same in Simplified."""
        found = {}
        for simplified, entries in self._entries.items():
            plain = _by_opencc("s2tw")(simplified)
            for entry in entries:
                if len(simplified) > 1 and not entry.conditional and entry.kind is Kind.VOCABULARY:
                    found[plain] = entry.traditional
        return {plain: own for plain, own in found.items() if _by_opencc("tw2s")(plain) != _by_opencc("tw2s")(own)}

    @cached_property
    def _words(self) -> Words:
        always = (word for word, entries in self._entries.items() if not entries[-1].conditional)
        return Words(word for word in always if len(word) > 1 and _RUN.fullmatch(word))

    @cached_property
    def _readings(self) -> Readings:
        forms = opencc_table("STCharacters")
        defaults = {char: form for char, form in self._single.items() if char in forms}
        spelling = {char: form for char, form in self._single.items() if char not in forms}
        return Readings(self._words, defaults, spelling)

    @cached_property
    def _starts(self) -> re.Pattern[str]:
        """Where an entry may begin: at a one-character entry, or at the first two characters of a longer one."""
        single = "".join(word for word in self._entries if len(word) == 1)
        first, second = ("".join({word[at] for word in self._entries if len(word) > 1}) for at in (0, 1))
        choices = ([f"[{re.escape(single)}]"] if single else []) + (
            [f"[{re.escape(first)}](?=[{re.escape(second)}])"] if first else []
        )
        return re.compile("|".join(choices) or "(?!)")

    def _work(self, text: str, *, thorough: bool) -> _Work:
        """The conversion; a thorough one also asks who decides the characters that only have one answer."""
        unprotected = _unprotected(text)
        work = _Work.of(text, unprotected)
        if work.runs:
            plain = self._readings.spell(_by_opencc("s2tw")("\n".join(work.masked[a:b] for a, b in work.runs)))
            for (begin, end), converted in zip(work.runs, plain.split("\n"), strict=True):
                work.out[begin:end] = converted
            self._choose(work, self._place(work), thorough)
        for position, piece in zip(work.kept, work.out, strict=True):
            work.pieces[position] = piece
        for position, mark in _quotes(unprotected).items():
            work.pieces[position] = mark
        return work

    def _place(self, work: _Work) -> dict[int, tuple[int, Entry]]:
        """Writes the entries that match, leftmost and longest first; gives offset -> (begin, entry) by character."""
        placed: dict[int, tuple[int, Entry]] = {}
        masked, prefixes, singles = work.masked, self._prefixes, self._entries
        free = 0
        for start in self._starts.finditer(masked):
            begin = start.start()
            if begin < free or not (masked[begin : begin + 2] in prefixes or masked[begin] in singles):
                continue
            entry = self._entry_at(work, begin)
            if entry is None:
                continue
            free = begin + len(entry.simplified)
            placed.update((position, (begin, entry)) for position in range(begin, free))
            if len(entry.traditional) == len(entry.simplified):
                work.out[begin:free] = entry.traditional
            else:
                work.out[begin:free] = [entry.traditional, *[""] * (free - begin - 1)]
                work.pieces[work.kept[begin] : work.kept[free - 1]] = [""] * (work.kept[free - 1] - work.kept[begin])
        return placed

    def _entry_at(self, work: _Work, begin: int) -> Entry | None:
        for length in self._lengths[work.masked[begin]]:
            for entry in self._entries.get(work.masked[begin : begin + length], ()):
                end = begin + len(entry.simplified)
                if len(entry.traditional) != len(entry.simplified) and not work.is_unbroken(begin, end):
                    continue
                if entry.holds(work.masked, begin) and not self._cuts(work, begin, end):
                    return entry
        return None

    def _cuts(self, work: _Work, begin: int, end: int) -> bool:
        """Would an entry here cut through a word, as 合同 does in 联合同时?"""
        position = begin
        while (match := _RUN.search(work.masked, position, end)) is not None:
            run, start = work.run_at(match.start())
            if not self._words.leaves_whole(run, match.start() - start, match.end() - start):
                return True
            position = match.end()
        return False

    def _choose(self, work: _Work, placed: Mapping[int, tuple[int, Entry]], thorough: bool) -> None:
        """Writes the form of every one-to-many character that no entry has written already."""
        readings = self._readings
        run, start = "", 0
        for match in readings.pattern.finditer(work.masked):
            offset, char = match.start(), match.group()
            if offset >= start + len(run):
                run, start = work.run_at(offset)
            begin, entry = placed.get(offset, (offset, None))
            if not thorough and not (char in _OF_NAMES or char in self._verdicts):
                if entry is not None:
                    continue
                told = run[offset - start - 1] == "的" and _told_by(run, offset - start)
                if not (told or readings.contested(run, offset - start)):
                    work.out[offset] = readings.defaults[char]
                    continue
            if entry is None:
                reading, printed = self._read(work, run, start, offset), offset
            else:
                printed = offset if len(entry.traditional) == len(entry.simplified) else begin
                reading = Reading(work.out[printed], entry.kind, entry.simplified)
            if printed == offset:
                reading = self._judged(work.text, offset) or reading
                work.out[offset] = reading.chosen
            work.choices.append(_Choice(offset, printed, reading))

    def _read(self, work: _Work, run: str, start: int, offset: int) -> Reading:
        char = work.text[offset]
        word = _told_by(run, offset - start)
        if word and (form := work.out[offset - 1 - len(word) + word.rindex(char)]) in self._readings.forms(char):
            return Reading(form, Kind.PHRASE, word)
        if char in IN_NAMES and (of_name := given_form(work.masked, offset, self._words)):
            form, sure = of_name
            named = Reading(form, Kind.NAME, "given name")
            return named if sure else doubted(named)
        if char in SURNAMES and surname(work.masked, offset, self._words):
            named = Reading(SURNAMES[char], Kind.NAME, "surname")
            return doubted(named) if char == "后" and work.text[:offset].endswith(("，", "；")) else named
        reading = self._readings.read(run, offset - start)
        position = offset - start
        loose = reading.kind is Kind.PHRASE and (position, position + 1) in self._words.divide(run)
        if not (loose or reading.kind is Kind.DEFAULT) or SURNAMES.get(char, reading.chosen) == reading.chosen:
            return reading
        if not unsure_name(work.masked, offset, self._words, ends=loose):
            return reading
        likelier = likelier_a_name(work.masked, offset, self._words)
        return doubted(replace(reading, chosen=SURNAMES[char]) if likelier else reading)

    def _judged(self, text: str, offset: int) -> Reading | None:
        for verdict in self._verdicts.get(text[offset], ()):
            if text.endswith(verdict.left, 0, offset) and text.startswith(verdict.right, offset + 1):
                return Reading(verdict.verdict, Kind.VERDICT, f"{verdict.left}{verdict.character}{verdict.right}")
        return None

    def _decision(self, work: _Work, choice: _Choice, places: Sequence[int]) -> Decision:
        run, start = work.run_at(choice.offset)
        return Decision(
            offset=work.kept[choice.offset],
            output=places[work.kept[choice.printed]],
            simplified=work.text[choice.offset],
            chosen=work.out[choice.printed],
            kind=choice.reading.kind,
            by=choice.reading.by,
            rivals=choice.reading.rivals,
            words=self._words.around(run, choice.offset - start),
            left=re.split(r"\s", work.text[max(0, choice.offset - 3) : choice.offset])[-1],
            right=re.split(r"\s", work.text[choice.offset + 1 : choice.offset + 4])[0],
            doubt=choice.reading.doubt,
        )


def _told_by(run: str, position: int) -> str:
    """The word by which somebody tells which character run[position] is: 日历 in 日历的历, 余光中 in 余光中的余."""
    if position < 2 or run[position - 1] != "的" or run[position + 1 : position + 2] not in _AFTER_TOLD:
        return ""
    begin = run.rfind(run[position], max(0, position - 5), position - 1)
    return run[begin : position - 1] if begin >= 0 else ""


@cache
def _scripts() -> tuple[frozenset[str], frozenset[str]]:
    """The characters only Simplified text has, and those only Traditional text has."""
    taiwan = opencc_table("TWVariants")
    used = {
        char: {taiwan.get(form, (form,))[0] for form in forms} for char, forms in opencc_table("STCharacters").items()
    }
    simplified = frozenset(char for char, forms in used.items() if char not in forms)
    traditional = frozenset(char for char, forms in opencc_table("TSCharacters").items() if char not in forms)
    return simplified, traditional


@cache
def _only_traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(sorted(_scripts()[1]))}]")


def _is_traditional(text: str) -> bool:
    simplified, traditional = _scripts()
    return simplified.isdisjoint(text) and not traditional.isdisjoint(text)


def _quotes(text: str) -> dict[int, str]:
    """Offset -> corner bracket for every pair of quotation marks that touches Chinese; a mark without partner stays.

    “” becomes 「」 and ‘’ becomes 『』; inside another pair, whichever the outer one is not. Quotations of one
    Latin text within another, and apostrophes, stay.
    """
    marks: dict[int, str] = {}
    around: list[tuple[int, str]] = []
    for begin, end in sorted(_pair_quotes(text)):
        while around and around[-1][0] < begin:
            around.pop()
        bracket = text[begin]
        if bracket in "“‘" and _touches_chinese(text, begin, end):
            bracket = _INNER.get(around[-1][1], "") if around else {"“": "「", "‘": "『"}[bracket]
            marks[begin], marks[end] = bracket, {"「": "」", "『": "』"}[bracket]
        if bracket in _INNER:
            around.append((end, bracket))
    return marks


def _pair_quotes(text: str) -> list[tuple[int, int]]:
    """The pairs of quotation marks and brackets as (begin, end), by paragraph."""
    pairs: list[tuple[int, int]] = []
    waiting: list[int] = []
    for match in _QUOTE.finditer(text):
        at, mark = match.start(), match.group()
        if mark in _OPENS.values():
            waiting.append(at)
        elif mark not in _OPENS:
            waiting.clear()
        elif any(text[opened] == _OPENS[mark] for opened in waiting):
            while text[waiting[-1]] != _OPENS[mark]:
                waiting.pop()
            pairs.append((waiting.pop(), at))
    return pairs


def _touches_chinese(text: str, begin: int, end: int) -> bool:
    before = text[max(0, begin - 20) : begin].rstrip(" *_~")[-1:]
    after = text[end + 1 : end + 21].lstrip(" *_~")[:1]
    return any(_CHINESE.search(part) for part in (before, text[begin + 1 : end], after))


def wrong_script(text: str, script: str) -> str:
    """The characters that do not belong to a script, in order; for any but Hans and Hant none."""
    simplified, traditional = _scripts()
    wrong = {"Hans": traditional, "Hant": simplified}.get(script, frozenset())
    return "".join(char for char in text if char in wrong)
