"""What there is still to do for a translator: words left, and characters to look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline import chinese_report
from pipeline.chinese_report import Decision
from pipeline.languages import Locale, locale
from pipeline.project import Project
from pipeline.text import markup

_WORD = re.compile(r"[^\W_][\w'’-]*")


@dataclass(frozen=True, slots=True)
class Left:
    """The work left on one page in one locale, in English words and characters (without spaces)."""

    locale: str
    page: str
    messages: int
    words: int
    characters: int
    total_words: int


def words_left(project: Project, locales: Iterable[Locale]) -> tuple[Left, ...]:
    """A row for each catalogue of these; a missing or fuzzy message is work, one in several files counts in each."""
    rows = []
    for target in locales:
        for name in project.catalog_names(target):
            live = project.catalog(target, name).live
            todo = [message.source for message in live if message.fuzzy or not message.target]
            rows.append(
                Left(
                    target.code,
                    name,
                    len(todo),
                    sum(map(_words, todo)),
                    sum(len(re.sub(r"\s", "", text)) for text in todo),
                    sum(_words(message.source) for message in live),
                )
            )
    return tuple(rows)


def _words(text: str) -> int:
    return len(_WORD.findall(markup.words(text).replace("\ufffc", "")))


@dataclass(frozen=True, slots=True)
class Doubt:
    """One character somebody should look at, and where it stands."""

    decision: Decision
    page: str
    sentence: str
    """The Simplified text of its message."""


def doubts(project: Project) -> tuple[Doubt, ...]:
    """Every character of the derived catalogues that was decided without certainty, the most doubtful first.

    The same character in the same few words is one doubt, however often it occurs. A verdict recorded in
    locales/verdicts.tsv settles it for good.
    """
    found: dict[tuple[str, str, str], Doubt] = {}
    for target in project.config.locales:
        if target.derived_from is None:
            continue
        origin = locale(target.derived_from)
        for name in project.catalog_names(origin):
            for message in project.catalog(origin, name).live:
                for one in chinese_report.uncertain(project.chinese.explain(message.target)):
                    found.setdefault((one.left, one.simplified, one.right), Doubt(one, name, message.target))
    return tuple(sorted(found.values(), key=lambda doubt: -doubt.decision.doubt))


def doubts_as_text(found: Sequence[Doubt]) -> str:
    """For each doubt: the choice and why, the sentence with the character marked, and the line that would settle it."""
    lines = []
    for number, doubt in enumerate(found, 1):
        one = doubt.decision
        start, end = max(0, one.offset - 20), one.offset + 21
        around = f"{doubt.sentence[start : one.offset]}【{one.simplified}】{doubt.sentence[one.offset + 1 : end]}"
        because = f"{one.kind.value}{': ' + one.by if one.by else ''}"
        rivals = f"; rivals {', '.join(one.rivals)}" if one.rivals else ""
        lines.append(f"{number}. {one.simplified} → {one.chosen}  {because}{rivals}; words {one.words}  ({doubt.page})")
        lines.append("   " + " ".join(around.split()))
        lines.append(f"   to settle it, add: {one.simplified}\t{one.left}\t{one.right}\t{one.chosen}")
    return "".join(f"{line}\n" for line in lines) + f"{len(found)} to look at\n"
