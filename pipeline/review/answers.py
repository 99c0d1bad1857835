"""What a reviewer said, before it is recorded: the small JSON file that a review packet lets them save.

The file comes by e-mail from somebody's browser, so it is untrusted. It is read whole or refused whole: limits on its
size, on the number of answers and on every text; no field that is not known, no unit twice, no character that could
hide or reorder words. Whether the words it speaks of are still those of the project is `signing`'s question.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NoReturn

from pipeline.errors import AnswersError
from pipeline.model import Role, Verdict
from pipeline.review import signatures
from pipeline.text.untrusted import UNSEEN, RefusedError

FORMAT = "kyr-review"
VERSION = 1

MAX_FILE = 4_000_000
"""Characters; four hundred times a review of a 40-unit page with a note on each."""
MAX_ANSWERS = 20_000
MAX_TEXT = 10_000
"""Characters of one note or one suggested wording, in whatever file; the longest unit of this project has about 600."""

HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
"""A reviewer's handle: lower-case letters, digits and hyphens, 40 at most."""

_LOCALE = re.compile(r"[a-z]{2,3}(?:_[A-Za-z0-9]{2,8}){0,3}")
_PAGE = re.compile(r"[^\s/#\\]+(?:/[^\s/#\\]+)*")
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

_HEAD = ("answers", "date", "format", "locale", "reviewer", "role", "version")
_ANSWER = ("note", "page", "source", "suggestion", "target", "unit", "verdict")
_FIX = "Ask the reviewer to save the review again, and import that file; nothing was recorded"


@dataclass(frozen=True, slots=True)
class Answer:
    """One reviewer's answer on one unit's exact words."""

    page: str
    """Below content/, without ``.md``: ``trafficking/t-visa``."""
    unit: str
    """`signatures.name_of` it: ``trafficking/t-visa#1f0c93aa``."""
    source: str
    """``signatures.source_digest(key)``: 32 hex digits."""
    target: str
    """``model.digest`` of the words the reviewer saw, 32 hex digits; of the empty string for no translation."""
    verdict: Verdict | None
    """None for an answer that is only a note or a suggestion."""
    note: str = ""
    suggestion: str = ""
    """A wording in the target language."""


@dataclass(frozen=True, slots=True)
class Answers:
    """All that one reviewer said in one role on one day about one locale."""

    locale: str
    """A folder of locales/: ``zh_Hans``."""
    reviewer: str
    """A handle: see `HANDLE`."""
    role: Role
    date: datetime.date
    answers: tuple[Answer, ...]


def read(text: str, name: str) -> Answers:
    """The answers of a saved review. Raises AnswersError, naming what is wrong, when anything at all is."""
    try:
        return _answers(_parsed(text))
    except RefusedError as error:
        raise AnswersError(name, f"not a saved review: {error}", _FIX) from None


def write(answers: Answers) -> str:
    """The canonical text of a saved review: one answer a line, in the order given."""
    head = {
        "format": FORMAT,
        "version": VERSION,
        "locale": answers.locale,
        "reviewer": answers.reviewer,
        "role": answers.role.value,
        "date": answers.date.isoformat(),
    }
    start = json.dumps(head, ensure_ascii=False)[:-1]
    lines = ",\n".join(json.dumps(_record(one), ensure_ascii=False) for one in answers.answers)
    return f'{start}, "answers": [\n{lines}\n]}}\n' if lines else f'{start}, "answers": []}}\n'


def _record(one: Answer) -> dict[str, str]:
    return {**asdict(one), "verdict": one.verdict.value if one.verdict else ""}


def _parsed(text: str) -> Any:
    if len(text) > MAX_FILE:
        raise RefusedError(f"it has more than {MAX_FILE:,} characters")
    try:
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=signatures.once, parse_constant=_constant)
    except RefusedError:
        raise
    except RecursionError:
        raise RefusedError("it is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise RefusedError(f"it is cut off or damaged in line {error.lineno}, column {error.colno}") from None
    except ValueError:  # a number of thousands of digits
        raise RefusedError("it holds a number that no review can have") from None


def _constant(_: str) -> NoReturn:
    raise RefusedError("it holds a number that no review can have")


def _answers(record: Any) -> Answers:
    _fields(record, _HEAD, "the file")
    if record["format"] != FORMAT:
        raise RefusedError(f"its format is not '{FORMAT}'")
    if record["version"] != VERSION or type(record["version"]) is not int:
        raise RefusedError(f"it was saved by another version of the packet; this kyr reads version {VERSION}")
    rows = record["answers"]
    if not isinstance(rows, list) or len(rows) > MAX_ANSWERS:
        raise RefusedError(f"its answers are not a list of at most {MAX_ANSWERS:,}")
    answers = tuple(_answer(row, number) for number, row in enumerate(rows, 1))
    seen: set[tuple[str, str]] = set()
    for number, one in enumerate(answers, 1):
        if (one.page, one.source) in seen:
            raise RefusedError(f"answer {number} is a second one for the unit {one.unit}")
        seen.add((one.page, one.source))
    return Answers(
        locale=_matching(record, "locale", _LOCALE, "the file"),
        reviewer=_matching(record, "reviewer", HANDLE, "the file"),
        role=Role(_one_of(record, "role", [role.value for role in Role], "the file")),
        date=_date(record),
        answers=answers,
    )


def _answer(record: Any, number: int) -> Answer:
    where = f"answer {number}"
    _fields(record, _ANSWER, where)
    page = _matching(record, "page", _PAGE, where)
    source = _matching(record, "source", signatures.DIGEST, where)
    if ".." in page.split("/") or UNSEEN.search(page) or len(page) > MAX_TEXT:
        raise RefusedError(f"{where}: 'page' is not the path of a page")
    if record["unit"] != signatures.name_of(page, source):
        raise RefusedError(f"{where}: 'unit' does not name its page and its source")
    verdict = _one_of(record, "verdict", ["", *(verdict.value for verdict in Verdict)], where)
    return Answer(
        page=page,
        unit=record["unit"],
        source=source,
        target=_matching(record, "target", signatures.DIGEST, where),
        verdict=Verdict(verdict) if verdict else None,
        note=_words(record, "note", where),
        suggestion=_words(record, "suggestion", where),
    )


def _fields(record: Any, known: tuple[str, ...], where: str) -> None:
    if not isinstance(record, dict) or set(record) != set(known):
        raise RefusedError(f"{where} does not have exactly the fields {', '.join(known)}")


def _matching(record: Mapping[str, Any], name: str, pattern: re.Pattern[str], where: str) -> str:
    value = record[name]
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise RefusedError(f"{where}: '{name}' is not what it must be")
    return value


def _one_of(record: Mapping[str, Any], name: str, values: list[str], where: str) -> str:
    value = record[name]
    if not isinstance(value, str) or value not in values:
        raise RefusedError(f"{where}: '{name}' is none of {', '.join(value or 'empty' for value in values)}")
    return value


def _date(record: Mapping[str, Any]) -> datetime.date:
    value = _matching(record, "date", signatures.DATE, "the file")
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise RefusedError("the file: 'date' is not a day of the calendar") from None


def _words(record: Mapping[str, Any], name: str, where: str) -> str:
    """A text as a person typed or pasted it, every program's line end as a newline, without the blanks around it."""
    value = record[name]
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise RefusedError(f"{where}: '{name}' is not a text of at most {MAX_TEXT:,} characters")
    text = _LINE_ENDS.sub("\n", value).strip()
    if bad := UNSEEN.search(text):
        raise RefusedError(f"{where}: '{name}' holds the character U+{ord(bad[0]):04X}, which cannot be seen or typed")
    return text
