"""A translated catalogue and the template it is brought up to, on prose that repeats itself as rights prose does.

The text is made up, seeded and the same every time. A tenth of the messages is edited, 2 % are removed, 2 % are new,
and three blocks of 20 move. Of every edited message the origin is known, so a suggestion is right when it was made for
that origin; wrong when it was made for another message, or given to a new one.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import catalog as po
from pipeline.languages import locale
from pipeline.model import Catalog, Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SEED = 20261122

_SLOTS = (
    (
        "Your landlord",
        "Your employer",
        "A police officer",
        "An immigration officer",
        "The court clerk",
        "A hospital",
        "Your child's school",
        "The agency that hired you",
        "A debt collector",
        "The labor commissioner",
        "Your lawyer",
        "The shelter's staff",
    ),
    ("must", "must not", "may", "may not", "has to", "cannot", "should", "is allowed to", "is never allowed to"),
    (
        "give you",
        "ask you for",
        "keep",
        "take away",
        "send you a copy of",
        "show you",
        "tell other people about",
        "make you sign",
        "charge you for",
        "refuse to give back",
    ),
    (
        "your passport",
        "your visa papers",
        "written notice of the decision",
        "your last pay",
        "the complaint you filed",
        "a receipt for the money you paid",
        "your medical records",
        "the contract in a language you read",
        "your phone",
        "the keys to your room",
        "the names of your relatives",
        "a certified interpreter",
    ),
    (
        "within 5 days",
        "within 30 days",
        "within 72 hours",
        "before the hearing",
        "after you have left the job",
        "while your case is open",
        "during an inspection",
        "when you ask for it in writing",
        "even if you have no papers",
        "at any time",
    ),
    (
        "unless a judge has ordered otherwise",
        "and you do not have to say why",
        "and nobody may punish you for it",
        "unless you agree in writing",
        "and it costs you nothing",
        "whatever your immigration status is",
        "and you may bring someone you trust",
        "until the agency has answered",
    ),
)
"""12 * 9 * 10 * 12 * 10 * 8 sentences: far more than are drawn, and all of one mould."""


@dataclass(frozen=True)
class Case:
    """A translated catalogue, the template it is brought up to, and where each edited message comes from."""

    old: Catalog
    units: tuple[Message, ...]
    origins: Mapping[str, str]


@dataclass(frozen=True)
class Score:
    """What one tool made of a case: suggestions, and how many there could be."""

    right: int
    wrong: int
    edited: int


def sentence(parts: Sequence[str]) -> str:
    subject, modal, verb, thing, when, rest = parts
    return f"{subject} {modal} {verb} {thing} {when}, {rest}."


def draw(rng: random.Random, taken: set[str]) -> tuple[str, ...]:
    """A sentence nobody has used yet."""
    while True:
        parts = tuple(rng.choice(slot) for slot in _SLOTS)
        if sentence(parts) not in taken:
            taken.add(sentence(parts))
            return parts


def edited(rng: random.Random, parts: Sequence[str], taken: set[str]) -> str:
    """The sentence after an author's edit: another word in one place, a clause more, or a clause less."""
    while True:
        words = list(parts)
        slot = rng.randrange(len(words))
        words[slot] = rng.choice([choice for choice in _SLOTS[slot] if choice != words[slot]])
        text = rng.choice(
            [
                sentence(words),
                sentence(parts).removesuffix(".") + f", and {rng.choice(_SLOTS[5])}.",
                " ".join(parts[:5]) + ".",
                sentence(parts).replace(" you ", " you or your family ", 1),
            ]
        )
        if text not in taken:
            taken.add(text)
            return text


def case(size: int) -> Case:
    """A catalogue of `size` messages and a template that differs from it as the module says."""
    rng = random.Random(SEED)
    taken: set[str] = set()
    before = [draw(rng, taken) for _ in range(size)]
    changes = rng.sample(range(size), size // 10 + size // 50)
    removed, changed = set(changes[: size // 50]), set(changes[size // 50 :])
    origins: dict[str, str] = {}
    after: list[str] = []
    for index, parts in enumerate(before):
        text = sentence(parts)
        if index in changed:
            text = edited(rng, parts, taken)
            origins[text] = sentence(parts)
        if index not in removed:
            after.append(text)
    for _ in range(3):
        start = rng.randrange(len(after) - 20)
        block = after[start : start + 20]
        del after[start : start + 20]
        place = rng.randrange(len(after))
        after[place:place] = block
    for _ in range(size // 50):
        after.insert(rng.randrange(len(after)), sentence(draw(rng, taken)))
    old = tuple(Message(sentence(parts), target=f"第{index}句译文。") for index, parts in enumerate(before))
    header = po.header(locale("zh_Hans"))
    return Case(Catalog(old, header), tuple(map(Message, after)), origins)


def score(made: Case, result: Catalog) -> Score:
    """Count suggestions; msgmerge, asked for --previous, names what each was made for, as ours does."""
    drafts = [message for message in result.live if message.fuzzy]
    right = sum(message.previous == (None, made.origins.get(message.source, "")) for message in drafts)
    return Score(right, len(drafts) - right, len(made.origins))
