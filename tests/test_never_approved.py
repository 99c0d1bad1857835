"""No sequence of edits, moves, merges, imports and tool rewrites leaves an approval on words that nobody approved.

KYR_FUZZ=1 tries 10,000 new sequences instead of the suite's own few.
"""

from __future__ import annotations

import datetime
import io
import os
import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import polib
from hypothesis import given, settings
from hypothesis import strategies as st
from translate.storage import pypo

from pipeline import catalog as po
from pipeline import exchange, languages, workflow
from pipeline.merge import merge_all
from pipeline.model import Catalog, Message, Role, SignOff, State, Verdict, digest, normalise
from pipeline.review import signatures, signing
from pipeline.review.answers import Answer, Answers
from pipeline.review.reviewers import Reviewer
from pipeline.review.rules import BOTH, Rules

EXAMPLES = 10_000 if os.environ.get("KYR_FUZZ") else 60
HANS = languages.locale("zh_Hans")
PAGES = ("p", "q")
ENGLISH = ("You may.", "You may not.", "You  may.", "You must sign.", "Ask.", "You may not sign it now.")
WORDS = ("甲", "乙", "甲 乙", "甲  乙", "甲\u3000乙", "请问。")
PEOPLE = {"li": Role.LANGUAGE, "wang": Role.LANGUAGE, "counsel": Role.LEGAL}
DAY = datetime.date(2026, 1, 1)
_YES = Verdict.APPROVE

Heard = dict[tuple[str, str], dict[tuple[Role, str], Verdict]]
"""(English, translation), both normalised -> the last verdict of each person."""


class Desk:
    """A project in memory: as much of one as signing and importing ask for."""

    def __init__(self) -> None:
        self.english: dict[str, list[str]] = {page: [] for page in PAGES}
        self.catalogs: dict[str, Catalog] = {page: Catalog(header=po.header(HANS)) for page in PAGES}
        self.log = ""
        self.heard: Heard = {}
        self.day = DAY
        self.config = SimpleNamespace(locales=(HANS,), review=Rules())
        self.reviewers = {
            name: Reviewer(name, "", {HANS.code: frozenset({role})}, None) for name, role in PEOPLE.items()
        }
        self.authorship = SimpleNamespace(wrote=lambda *_: False)
        self.mathematics = None

    # ---- what signing and exchange ask a project ----

    def locale(self, _: str) -> languages.Locale:
        return HANS

    def signoffs(self, _: languages.Locale) -> tuple[tuple[SignOff, ...], tuple[object, ...]]:
        return signatures.read_log(self.log, "reviews.jsonl")

    def ledger(self, where: languages.Locale) -> tuple[signatures.Ledger, tuple[()]]:
        return signatures.Ledger.of(self.signoffs(where)[0]), ()

    def authors(self, _: languages.Locale) -> tuple[tuple[()], tuple[()]]:
        return (), ()

    def catalog(self, _: languages.Locale, page: str) -> Catalog:
        return self.catalogs[page]

    def catalog_names(self, _: languages.Locale) -> tuple[str, ...]:
        return PAGES

    @property
    def pages(self) -> dict[str, Any]:
        return {page: self.page(page) for page in PAGES}

    signable = pages

    def page(self, path: str) -> Any:
        units = tuple(SimpleNamespace(key=(None, text), text=text, context=None) for text in self.english[path])
        return SimpleNamespace(path=path, units=units, meta=SimpleNamespace(audience="everyone"))

    # ---- what people and tools do ----

    def write(self, page: str, texts: Iterable[str]) -> None:
        """An author writes a page, and `kyr update` follows."""
        self.english[page] = list(dict.fromkeys(texts))
        templates = {name: [Message(text) for text in self.english[name]] for name in PAGES}
        self.catalogs = {name: one for name, one in merge_all(self.catalogs, templates).items() if name in PAGES}

    def edit(self, draw: random.Random) -> None:
        page = draw.choice(PAGES)
        texts = list(self.english[page])
        if texts:
            texts[draw.randrange(len(texts))] = draw.choice(ENGLISH)
        self.write(page, [*texts, draw.choice(ENGLISH)][: draw.randint(1, 4)])

    def move(self, draw: random.Random) -> None:
        page, other = draw.sample(PAGES, 2)
        gone, stays = self.english[page][:1], self.english[page][1:]
        self.english[page] = stays
        self.write(other, [*self.english[other], *gone])

    def translate(self, draw: random.Random) -> None:
        def filled(message: Message) -> Message:
            if draw.random() < 0.5:
                return message
            return replace(message, target=draw.choice(WORDS), fuzzy=draw.random() < 0.2, previous=None)

        self._each(filled)

    def confirm(self, _: random.Random) -> None:
        """A translator accepts every draft as it is."""
        self._each(lambda message: replace(message, fuzzy=False, previous=None))

    def _each(self, change: Callable[[Message], Message]) -> None:
        for page, catalog in self.catalogs.items():
            messages = tuple(one if one.obsolete else change(one) for one in catalog.messages)
            self.catalogs[page] = replace(catalog, messages=messages)

    def answer(self, draw: random.Random) -> None:
        """A reviewer's file comes in, about words as they are now or as they were; sometimes it comes twice."""
        by = draw.choice(list(PEOPLE))
        self.day += datetime.timedelta(days=1)
        rows = []
        verdicts: dict[str, Verdict | None] = {}  # one a text: of two on one day nobody could tell the later
        for page, catalog in self.catalogs.items():
            for message in catalog.live:
                choice = draw.choice((Verdict.APPROVE, Verdict.APPROVE, Verdict.REJECT, Verdict.WITHDRAW, None))
                verdict = verdicts.setdefault(normalise(message.source), choice)
                target = message.target if draw.random() < 0.9 else draw.choice(WORDS)
                source = signatures.source_digest(message.key)
                wording = draw.choice(WORDS) if draw.random() < 0.3 else ""
                name = signatures.unit_name(page, message.key)
                rows.append(Answer(page, name, source, digest(target), verdict, "note" * draw.randint(0, 1), wording))
        given_ = Answers(HANS.code, by, PEOPLE[by], self.day, tuple(rows))
        for _ in range(draw.randint(1, 2)):
            self._record(signing.plan(self, given_, self.day))  # type: ignore[arg-type]

    def agree(self, _: random.Random) -> None:
        """A linguist and a lawyer approve all that there is."""
        for by in ("li", "counsel"):
            self.day += datetime.timedelta(days=1)
            live = [(page, one) for page, catalog in self.catalogs.items() for one in catalog.live]
            rows = (
                Answer(
                    page,
                    signatures.unit_name(page, one.key),
                    signatures.source_digest(one.key),
                    digest(one.target),
                    _YES,
                )
                for page, one in live
            )
            given_ = Answers(HANS.code, by, PEOPLE[by], self.day, tuple(rows))
            self._record(signing.plan(self, given_, self.day))  # type: ignore[arg-type]

    def _record(self, plan: signing.Plan) -> None:
        texts = {
            (signatures.source_digest(one.key), digest(one.target)): (normalise(one.source), normalise(one.target))
            for catalog in self.catalogs.values()
            for one in catalog.live
        }
        for one in plan.record:
            words = texts[one.source, one.target]
            self.heard.setdefault(words, {})[one.role, one.reviewer] = one.verdict
        self.log += "".join(map(signatures.write_line, plan.record))
        for page in PAGES:
            changes = {one.before: one.after for one in plan.suggestions if one.page == page}
            self.catalogs[page] = workflow.changed(self.catalogs[page], changes, page)

    def xliff(self, draw: random.Random) -> None:
        """A translator's file comes in."""
        units = []
        for page, catalog in self.catalogs.items():
            for message in catalog.live:
                finished = draw.choice((True, False, None))
                units.append(_unit(page, message, draw.choice(WORDS), finished))
        plan = exchange.plan(self, exchange.Received("x.xlf", "zh_Hans", tuple(units)))  # type: ignore[arg-type]
        for page, catalog in self.catalogs.items():
            changes = {one.before: one.after for one in plan.changes if one.page == page}
            self.catalogs[page] = workflow.changed(catalog, changes, page)

    def merge_logs(self, draw: random.Random) -> None:
        """merge=union brings the lines of two branches in any order, and some twice."""
        lines = self.log.splitlines(keepends=True)
        lines += lines[: draw.randint(0, 2)]
        draw.shuffle(lines)
        self.log = "".join(lines)

    def save(self, draw: random.Random) -> None:
        """Another editor saves the catalogues: wrapped, not wrapped, or through translate-toolkit."""
        way = draw.choice((_wrapped, _by_toolkit, bytes))
        for page, catalog in self.catalogs.items():
            self.catalogs[page] = po.parse(way(po.render(catalog)), page)


def _unit(page: str, message: Message, target: str, finished: bool | None) -> exchange.Unit:
    known = {"page": page, "id": signatures.source_digest(message.key), "source": message.source, "target": target}
    return exchange.Unit(**known, finished=finished)


def _wrapped(data: bytes) -> bytes:
    return str(polib.pofile(data.decode(), wrapwidth=20)).encode()


def _by_toolkit(data: bytes) -> bytes:
    return bytes(pypo.pofile(io.BytesIO(data)))


STEPS = (
    Desk.edit, Desk.move, Desk.translate, Desk.confirm, Desk.answer,
    Desk.agree, Desk.agree, Desk.xliff, Desk.merge_logs, Desk.save
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    act: Callable[[Desk, random.Random], None]
    seed: int


STEP = st.builds(Step, st.sampled_from(STEPS), st.integers(0, 2**32))


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(STEP, min_size=1, max_size=12))
def test_no_sequence_of_steps_approves_words_that_nobody_approved(steps: list[Step]) -> None:
    """An oracle that knows only which words were on people's screens when they said what agrees with every state."""
    desk = Desk()
    desk.write("p", ENGLISH[:2])
    desk.write("q", ENGLISH[3:5])
    desk.translate(random.Random(0))
    for step in steps:
        step.act(desk, random.Random(step.seed))
        check(desk)


def check(desk: Desk) -> None:
    ledger = desk.ledger(HANS)[0]
    for page, catalog in desk.catalogs.items():
        for key, state in signatures.states(page, catalog, ledger, BOTH).items():
            message = next(one for one in catalog.live if one.key == key)
            said = desk.heard.get((normalise(message.source), normalise(message.target)), {})
            approved = {role for (role, _), verdict in said.items() if verdict is Verdict.APPROVE}
            wanted = approved == BOTH and Verdict.REJECT not in said.values() and not message.fuzzy
            assert (state is State.APPROVED) == bool(wanted and message.target), (page, message, said)
