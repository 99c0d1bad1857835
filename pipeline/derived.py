"""The catalogue that is made from another: which entries are ours to rewrite, and which a person has made their own."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline import languages
from pipeline.model import Catalog, Key, Message, digest

if TYPE_CHECKING:
    from pipeline.chinese import Converter

_MARK = re.compile(r"(?<!\S)auto\s+([0-9a-f]{16})\s+([0-9a-f]{16})(?!\S)")
_LANGUAGE = languages.locale(languages.TRADITIONAL).catalog


def auto_mark(simplified: str, traditional: str) -> str:
    """The comment line of a derived entry: ``auto``, digest of the Simplified, digest of the Traditional we wrote."""
    return f"auto {_short(simplified)} {_short(traditional)}"


def _short(text: str) -> str:
    return digest(text)[:16]


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment taken apart: everybody else's lines, and the two digests of our mark, if it is there."""

    text: str = ""
    others: str = ""
    simplified: str | None = None
    traditional: str | None = None

    @classmethod
    def of(cls, comment: str, target: str) -> _Comment:
        """Other tools may re-wrap, reorder or repeat lines; of several marks, the one that fits the target counts."""
        found = list(_MARK.finditer(comment))
        if not found:
            return cls(comment, comment)
        mark = next((one for one in found if one[2] == _short(target)), found[-1])
        lines = _MARK.sub("\0", comment).split("\n")
        others = [line.replace("\0", "").rstrip() for line in lines if "\0" not in line or line.strip(" \t\0")]
        return cls(comment, "\n".join(others), mark[1], mark[2])

    def marked(self, simplified: str, traditional: str) -> str:
        """The comment with this mark; unchanged, to the byte, if the mark is already there."""
        mark = auto_mark(simplified, traditional)
        if (self.simplified, self.traditional) == (_short(simplified), _short(traditional)):
            return self.text
        return f"{self.others}\n{mark}" if self.others else mark


def is_derived(hant: Message) -> bool:
    """Is this entry's text ours, untouched by a person since we wrote it?"""
    return bool(hant.target) and _Comment.of(hant.comment, hant.target).traditional == _short(hant.target)


def made_from(comment: str, target: str) -> str | None:
    """The first 16 digits of the digest of the Simplified that a text was made from; None for a person's own text."""
    mark = _Comment.of(comment, target)
    return mark.simplified if target and mark.traditional == _short(target) else None


def derive(hans: Catalog, hant: Catalog | None, converter: Converter) -> Catalog:
    """The zh_Hant catalogue of a zh_Hans one: complete, in its order, with everything a person wrote in ``hant``.

    An entry we wrote, and nobody has touched, follows the Simplified. Any other text is a person's edit: it is
    kept for ever, and marked fuzzy once when its Simplified moves; clearing the mark accepts it for the new one.
    """
    old = hant or Catalog()
    by_worth = sorted(old.messages, key=lambda message: (bool(message.target), not message.obsolete))
    written = {message.key: message for message in by_worth}
    used: set[Key] = set()
    messages = []
    for message in hans.live:
        former = written.get(message.key) or (written.get(message.previous) if message.previous else None)
        if former is not None:
            used.add(former.key)
        messages.append(_derived(message, former, converter.convert(message.target)))
    live = {message.key for message in messages}
    gone = (message for message in old.messages if message.target and message.key not in live)
    obsolete = [
        replace(message, obsolete=True) for message in gone if message.key not in used or not is_derived(message)
    ]
    header = {**hans.header, "Language": _LANGUAGE} if not old.header else old.header
    return Catalog((*messages, *obsolete), header, old.comment or hans.comment)


def _derived(hans: Message, former: Message | None, converted: str) -> Message:
    comment = _Comment.of(former.comment, former.target) if former else _Comment()
    empty = Message(
        hans.source, context=hans.context, extracted=hans.extracted, references=hans.references, flags=hans.flags
    )
    entry = replace(empty, line=former.line if former else None)
    if (
        former is None
        or not former.target
        or former.target == converted
        or comment.traditional == _short(former.target)
    ):
        marked = comment.marked(hans.target, converted) if converted else comment.others
        return replace(entry, target=converted, comment=marked, fuzzy=hans.fuzzy, previous=hans.previous)
    known = comment.simplified is not None
    moved = known and comment.simplified != _short(hans.target)
    marked = comment.text if known and not moved else comment.marked(hans.target, converted)
    fuzzy = former.fuzzy or hans.fuzzy or moved
    previous = hans.previous or former.previous if fuzzy else None
    return replace(entry, target=former.target, comment=marked, fuzzy=fuzzy, previous=previous)
