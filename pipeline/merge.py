"""Old catalogue and new template to catalogue, aligned by position.

Rights prose repeats itself ("Your landlord must ...", "Your employer must ..."), so a changed sentence is not looked
for among all old ones, but compared only with those that were removed between the same surviving neighbours. A draft
found so is always fuzzy and names the words it was made for.

The very same words on another page are no such guess: their translation is offered too, and a translator decides
whether it fits here.

Words that only have other spaces between them are the same words: a sign-off does not know the difference either.

No translation is ever lost: what leaves a page stays in its catalogue as an obsolete entry, also when a draft was
taken from it, and comes back as it was when exactly its words come back.
"""

from __future__ import annotations

import bisect
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from pipeline.model import Catalog, Key, Message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence, Set

CUTOFF = 60
"""The least likeness, 0 to 100, between new words and the old words of a draft offered for them."""

SURE = 75
"""From this likeness on, letters are enough; below it the words have to be alike as well.

Two sentences of one mould share many letters by chance (one pair in a hundred reaches 74 in benchmarks/update.py), but
few words. Half of a sentence that was split in two has 67 in both.
"""

WINDOW = 100
"""Where a long stretch has no survivor, a message is compared with this many old ones on either side of its place."""

_Chain = tuple[int, int, "_Chain | None"]
"""A pair of places, new and old, and the chain before it."""

_EDGE: Key = (None, "")
"""The beginning of a page; no message has this key."""


def merge(old: Catalog, units: Sequence[Message]) -> Catalog:
    """The catalogue of a page whose template has these messages, in this order; header and comment stay.

    A message with the same key keeps its translation, comment and flags, and takes ``#.`` and ``#:`` from the
    template. A changed one gets a fuzzy draft where one is found. Removed translations become obsolete, behind the
    obsolete ones there were. Merging once more changes nothing.
    """
    return _merge(old, units, {}, {}, ())


def merge_all(old: Mapping[str, Catalog], templates: Mapping[str, Sequence[Message]]) -> dict[str, Catalog]:
    """Every page's catalogue, merged; those of pages that are gone come last.

    A message that one page has given up and another one has no translation of has moved: it takes its translation
    along, as it was. So neither a renamed page nor a moved section is translated twice; what was also changed on the
    way gets a draft, as it would have on its old page. What has no translation yet and is said in the very same words
    on another page gets that page's as a draft: the commonest, where they differ.
    """
    given_up, standing = _given_up(old, templates), _standing(old, templates)
    merged = {}
    for page in dict.fromkeys((*templates, *old)):
        units = templates.get(page, ())
        moved = {unit.key: given_up[unit.key] for unit in units if unit.key in given_up}
        donors = dict.fromkeys(donor for donor, _ in moved.values())
        merged[page] = _merge(
            old.get(page, Catalog()),
            units,
            {key: message for key, (_, message) in moved.items()},
            {unit.key: standing[unit.key] for unit in units if unit.key in standing},
            [(old[donor].live, templates.get(donor, ())) for donor in donors],
        )
    return merged


def _given_up(old: Mapping[str, Catalog], templates: Mapping[str, Sequence[Message]]) -> dict[Key, tuple[str, Message]]:
    """Each translated message that its page lacks, and the page; those removed just now win, then those not fuzzy."""
    found: list[tuple[str, Message]] = []
    for page in sorted(old):
        wanted = {unit.key for unit in templates.get(page, ())}
        found += [(page, message) for message in old[page].messages if message.target and message.key not in wanted]
    best: dict[Key, tuple[str, Message]] = {}
    for page, message in sorted(found, key=lambda item: (item[1].obsolete, item[1].fuzzy)):
        best.setdefault(message.key, (page, message))
    return best


def _standing(old: Mapping[str, Catalog], templates: Mapping[str, Sequence[Message]]) -> dict[Key, str]:
    """The translation of each message that a page has and shows; of several the commonest, then the first."""
    found: dict[Key, Counter[str]] = {}
    for page, units in templates.items():
        wanted = {unit.key for unit in units}
        for message in old.get(page, Catalog()).live:
            if message.target and not message.fuzzy and message.key in wanted:
                found.setdefault(message.key, Counter())[message.target] += 1
    return {key: targets.most_common(1)[0][0] for key, targets in found.items()}


def _merge(
    old: Catalog,
    units: Sequence[Message],
    moved: Mapping[Key, Message],
    lent: Mapping[Key, str],
    donors: Sequence[tuple[Sequence[Message], Sequence[Message]]],
) -> Catalog:
    wanted = {unit.key: unit for unit in units}
    known = {message.key: message for message in old.messages}
    for key in moved:
        if key not in known or not known[key].target:
            known[key] = _arrived(moved[key], known.get(key))
    respaced = _respaced(old, wanted, known)
    known |= {key: replace(message, source=key[1]) for key, message in respaced.items()}
    fresh = wanted.keys() - known.keys() - lent.keys()
    drafts = _drafts(tuple(wanted.values()), fresh, old.live, donors)
    live = [
        _kept(known[key], unit) if key in known else _drafted(unit, drafts.get(key)) for key, unit in wanted.items()
    ]
    live = [message if message.target else _borrowed(message, lent.get(message.key, "")) for message in live]
    kept = {*wanted, *(message.key for message in respaced.values())}
    gone = [message for message in old.messages if message.key not in kept]
    obsolete = [message for message in gone if message.obsolete]
    retired = [_retired(message) for message in gone if message.target and not message.obsolete]
    return Catalog((*live, *obsolete, *retired), old.header, old.comment)


def _respaced(old: Catalog, wanted: Collection[Key], known: Collection[Key]) -> dict[Key, Message]:
    """New keys that differ from old ones only in the spaces between words, and the translated messages of those."""
    new = {_evened(key): key for key in wanted if key not in known}
    gone = [one for one in reversed(old.messages) if one.target and one.key not in wanted] if new else []
    found = {_evened(one.key): one for one in gone}
    return {key: found[even] for even, key in new.items() if even in found}


def _evened(key: Key) -> Key:
    return key[0], re.sub(" {2,}", " ", key[1])


# ---- what becomes of one message ----


def _kept(message: Message, unit: Message) -> Message:
    if not message.obsolete and (message.extracted, message.references) == (unit.extracted, unit.references):
        return message
    return replace(message, extracted=unit.extracted, references=unit.references, obsolete=False)


def _arrived(message: Message, waiting: Message | None) -> Message:
    """A message from another page, with what a translator noted here while it had no translation."""
    return replace(message, comment=waiting.comment) if waiting and waiting.comment else message


def _drafted(unit: Message, origin: Message | None) -> Message:
    """A new message, with the translation of the one it was made from, if there is one, as a draft.

    ``previous`` is the key that the translation was really made for: of several changes in a row, the words before
    the first. Flags stay behind, and ``auto`` marks too: they were said of other words.
    """
    if origin is None:
        return replace(unit, target="", fuzzy=False, previous=None)
    made_for = origin.previous if origin.fuzzy and origin.previous else origin.key
    notes = [line for line in origin.comment.split("\n") if not line.startswith("auto ")]
    return replace(
        unit,
        target=origin.target,
        fuzzy=bool(origin.target),
        previous=made_for if origin.target and made_for != unit.key else None,
        comment="\n".join(notes),
    )


def _borrowed(message: Message, target: str) -> Message:
    """With the translation that another page has of the same words, if one has, for a translator to look at.

    It stays a draft until she takes it, also when the other page gives the words up: no file tells whether she has not
    looked yet or has doubts.
    """
    return replace(message, target=target, fuzzy=True, previous=message.key) if target else message


def _retired(message: Message) -> Message:
    return replace(message, extracted=(), references=(), obsolete=True)


# ---- which old message a new one was made from ----


def _drafts(
    units: Sequence[Message],
    fresh: Set[Key],
    old: Sequence[Message],
    donors: Sequence[tuple[Sequence[Message], Sequence[Message]]],
) -> dict[Key, Message]:
    """The removed message each fresh one is taken to be made from: on its own page, else where its neighbours were."""
    drafts: dict[Key, Message] = {}
    for place, (before, after) in enumerate([(old, units), *donors]):
        gone = {message.key for message in before} - {unit.key for unit in after}
        loose = fresh - drafts.keys()
        if gone and loose:
            drafts |= _aligned(before, units, gone, loose, whole=place == 0)
    return drafts


def _aligned(
    old: Sequence[Message], new: Sequence[Message], gone: Set[Key], fresh: Set[Key], whole: bool
) -> dict[Key, Message]:
    """Pairs of fresh and gone messages with the same surviving neighbour; edges count if it is the whole of a page.

    First between the survivors that kept their order, then beside any survivor, so that a moved block aligns too.
    """
    places = {message.key: place for place, message in enumerate(old)}
    survivors = {message.key for message in new} & places.keys()
    spine = _spine([message.key for message in new if message.key in survivors], places)
    rounds = [
        (_after(new, survivors, fresh), _after(old, survivors, gone)),
        (_after(new[::-1], survivors, fresh), _after(old[::-1], survivors, gone)),
    ]
    if whole:
        here = _after(_only(new, spine | fresh), spine, fresh, _EDGE)
        rounds.insert(0, (here, _after(_only(old, spine | gone), spine, gone, _EDGE)))
    pairs: dict[Key, Message] = {}
    used: set[Key] = set()
    for here, there in rounds:
        for border in here.keys() & there.keys():
            free = [m for m in here[border] if m.key not in pairs], [m for m in there[border] if m.key not in used]
            for mine, theirs in _alike(*free):
                pairs[mine.key] = theirs
                used.add(theirs.key)
    return pairs


def _only(messages: Sequence[Message], keys: Set[Key]) -> list[Message]:
    return [message for message in messages if message.key in keys]


def _after(
    messages: Sequence[Message], borders: Set[Key], loose: Set[Key], border: Key | None = None
) -> dict[Key, list[Message]]:
    """The loose messages behind each border; any other message ends what belongs to a border."""
    found: dict[Key, list[Message]] = {}
    for message in messages:
        if message.key in borders:
            border = message.key
        elif message.key not in loose:
            border = None
        elif border is not None:
            found.setdefault(border, []).append(message)
    return found


def _spine(survivors: Sequence[Key], places: Mapping[Key, int]) -> set[Key]:
    """The longest run of survivors that kept their order: the longest increasing subsequence of their old places."""
    lows: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, key in enumerate(survivors):
        length = bisect.bisect_left(lows, places[key])
        before.append(ends[length - 1] if length else -1)
        lows[length : length + 1] = [places[key]]
        ends[length : length + 1] = [index]
    spine = set()
    index = ends[-1] if ends else -1
    while index >= 0:
        spine.add(survivors[index])
        index = before[index]
    return spine


def _alike(new: Sequence[Message], old: Sequence[Message]) -> Iterator[tuple[Message, Message]]:
    """Pairs of messages that are most alike all in all, each at most once, in the same order on both sides.

    Order matters where sentences resemble each other: when four of five neighbours were edited at once, pairing by
    likeness alone goes wrong for one in five, pairing in order for one in ninety.
    """
    places: list[int] = []  # of the old message that a chain ends with
    weights: list[float] = []  # of the heaviest chain that ends at that place or before; never falling
    chains: list[_Chain] = []
    for here, message in enumerate(new):
        for there, weight in _candidates(message, old, here * len(old) // len(new)):
            at = bisect.bisect_left(places, there)
            total = weight + (weights[at - 1] if at else 0)
            if at < len(places) and places[at] == there and weights[at] >= total:
                continue
            end = bisect.bisect_left(weights, total, lo=at)
            places[at:end], weights[at:end] = [there], [total]
            chains[at:end] = [(here, there, chains[at - 1] if at else None)]
    chain = chains[-1] if chains else None
    while chain is not None:
        here, there, chain = chain
        yield new[here], old[there]


def _candidates(message: Message, old: Sequence[Message], middle: int) -> list[tuple[int, float]]:
    """Places, last first, of the old messages near the middle that a message may come from, with their weights."""
    low = max(0, middle - WINDOW)
    near = [other.source for other in old[low : middle + WINDOW + 1]]
    found = []
    for source, score, index in process.extract(
        message.source, near, scorer=fuzz.ratio, score_cutoff=CUTOFF, limit=None
    ):
        if score >= SURE or fuzz.ratio(message.source.split(), source.split()) >= CUTOFF:
            same_context = message.context == old[low + index].context
            found.append((low + index, score - CUTOFF + 1 + same_context))
    return sorted(found, reverse=True)
