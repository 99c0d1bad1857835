"""An update never loses a translation, never passes a draft off as a translation, and guesses on no other page."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import catalog as po
from pipeline.merge import merge, merge_all
from pipeline.model import Catalog, Key, Message

LANDLORD = "Your landlord must give you 30 days' written notice before raising your rent."
EMPLOYER = "Your employer must give you 30 days' written notice before changing your pay."
SHELTER = "Your shelter must give you 30 days' written notice before closing your room."
ONE, TWO, THREE, FOUR, FIVE = (
    "Who can get a T visa?",
    "You may call the hotline at any hour.",
    "Nobody may take your passport.",
    "Ask for an interpreter at the hearing.",
    "The court is closed on Sundays.",
)


def units(*sources: str) -> list[Message]:
    return [Message(source, extracted=("paragraph",), references=("content/a.md",)) for source in sources]


def translated(*sources: str) -> Catalog:
    return Catalog(tuple(replace(unit, target=words_for(unit.key)) for unit in units(*sources)))


def words_for(key: Key) -> str:
    """A translation that says which words it was made for."""
    return f"译〔{key[0]}〕{key[1]}"


def find(catalog: Catalog, source: str) -> Message:
    return next(message for message in catalog.messages if message.source == source)


def drafts(catalog: Catalog) -> dict[str, Key | None]:
    return {message.source: message.previous for message in catalog.live if message.fuzzy}


# ---- what stays ----


def test_words_with_other_spaces_between_them_keep_their_translation() -> None:
    old = Message("Stay calm.  Call  \nnow.", "冷静。  \n现在打。", extracted=("paragraph",), comment="mine")
    other = Message("Stay calm. Call now.", "冷静，现在打。", obsolete=True)
    unit = replace(old, source="Stay calm. Call  \nnow.", target="", comment="")
    merged = merge(Catalog((old, other)), [unit])
    assert merged.messages == (replace(old, source=unit.source), other)
    assert merge(merged, [unit]) == merged
    draft = replace(old, fuzzy=True, previous=(None, "Stay."))
    assert merge(Catalog((draft,)), [unit]).messages == (replace(draft, source=unit.source),)
    wider = replace(old, source="Stay   calm.  Call  \nnow.", target="别慌。  \n现在打。", obsolete=True, extracted=())
    empty = replace(old, target="", comment="")
    assert merge(Catalog((empty, old, wider)), [unit]).messages == (replace(old, source=unit.source), wider)


def test_an_unchanged_sentence_keeps_everything_a_translator_gave_it_and_takes_the_pages_comments() -> None:
    old = Message(
        ONE,
        "谁能拿到 T 签证？",
        fuzzy=True,
        previous=(None, "Who gets it?"),
        extracted=("old",),
        comment="auto 1234\nmine",
        references=("content/old.md",),
        flags=("kyr-x",),
    )
    new = merge(Catalog((old,), {"Language": "zh_CN"}, "Draft"), units(ONE))
    assert new.messages == (replace(old, extracted=("paragraph",), references=("content/a.md",)),)
    assert (new.header, new.comment) == ({"Language": "zh_CN"}, "Draft")


def test_messages_stand_in_the_order_of_the_page() -> None:
    new = merge(translated(ONE, TWO, THREE), units(THREE, ONE, TWO))
    assert [message.source for message in new.messages] == [THREE, ONE, TWO]
    assert not drafts(new)


def test_a_text_that_stands_twice_on_a_page_is_one_message() -> None:
    assert len(merge(Catalog(), units(ONE, TWO, ONE)).messages) == 2


def test_merging_twice_changes_no_byte() -> None:
    page = units(ONE, TWO + " It is free.", FOUR, LANDLORD)
    once = merge(translated(ONE, TWO, THREE, FOUR, FIVE), page)
    assert po.render(merge(once, page)) == po.render(once)


# ---- what changed ----


def test_a_changed_sentence_offers_its_old_translation_as_a_draft_that_names_the_old_words() -> None:
    new = merge(translated(ONE, TWO, THREE), units(ONE, TWO + " It is free.", THREE))
    assert find(new, TWO + " It is free.") == replace(
        units(TWO + " It is free.")[0], target=words_for((None, TWO)), fuzzy=True, previous=(None, TWO)
    )


def test_a_sentence_changed_twice_still_names_the_words_its_translation_was_made_for() -> None:
    first = merge(translated(ONE, TWO, THREE), units(ONE, TWO + " It is free.", THREE))
    second = merge(first, units(ONE, TWO + " It is free and secret.", THREE))
    assert drafts(second) == {TWO + " It is free and secret.": (None, TWO)}


def test_a_machine_draft_without_previous_words_was_made_for_the_words_it_stood_by() -> None:
    old = translated(ONE, TWO, THREE)
    old = replace(old, messages=tuple(replace(message, fuzzy=True) for message in old.messages))
    assert drafts(merge(old, units(ONE, TWO + " Now.", THREE)))[TWO + " Now."] == (None, TWO)


def test_words_confirmed_by_a_translator_count_from_there_even_where_old_words_were_left() -> None:
    confirmed = replace(translated(TWO).messages[0], previous=(None, "older"))
    old = Catalog((translated(ONE).messages[0], confirmed))
    assert drafts(merge(old, units(ONE, TWO + " Now."))) == {TWO + " Now.": (None, TWO)}


def test_a_draft_that_meets_its_own_words_again_stays_a_draft() -> None:
    old = Catalog((replace(units(TWO)[0], target="x", fuzzy=True, previous=(None, TWO + " Now.")),))
    assert drafts(merge(old, units(TWO + " Now."))) == {TWO + " Now.": None}


def test_a_changed_context_counts_as_a_change() -> None:
    old = Catalog((Message("State", "州", context="address"), *translated(ONE).messages))
    new = merge(old, [Message("State", context="condition"), *units(ONE)])
    assert new.live[0] == Message("State", "州", context="condition", fuzzy=True, previous=("address", "State"))


@pytest.mark.parametrize("context", ["a", "b"])
def test_the_draft_with_the_same_context_wins_over_one_as_alike(context: str) -> None:
    old = Catalog((Message(TWO, "甲", context="a"), Message(TWO, "乙", context="b")))
    new = merge(old, [Message(TWO + " Now.", context=context)])
    assert new.live[0].previous == (context, TWO)


def test_marks_of_derived_words_do_not_follow_a_draft_but_a_persons_remarks_do() -> None:
    old = replace(translated(TWO).messages[0], comment="ask the court\nauto 0123abcd\nautomatic?", flags=("kyr-x",))
    new = merge(Catalog((old,)), units(TWO + " It is free."))
    assert new.live[0].comment == "ask the court\nautomatic?"
    assert new.live[0].flags == ()
    assert new.messages[1].comment == old.comment


def test_a_remark_on_a_sentence_not_yet_translated_follows_its_change() -> None:
    old = Catalog((Message(TWO, comment="which hotline?"),))
    assert merge(old, units(TWO + " Now.")).messages == (replace(units(TWO + " Now.")[0], comment="which hotline?"),)


# ---- only between the same neighbours ----


def test_a_sentence_of_the_same_mould_elsewhere_on_the_page_is_never_offered() -> None:
    old = translated(ONE, LANDLORD, TWO, THREE, FOUR)
    new = merge(old, units(ONE, TWO, THREE, EMPLOYER, FOUR))
    assert not drafts(new)


def test_sentences_of_one_mould_changed_side_by_side_keep_their_own_translations() -> None:
    old = translated(ONE, LANDLORD, EMPLOYER, SHELTER, TWO)
    changed = [text.replace("30", "60") for text in (LANDLORD, EMPLOYER, SHELTER)]
    new = merge(old, units(ONE, *changed, TWO))
    assert list(drafts(new).values()) == [(None, LANDLORD), (None, EMPLOYER), (None, SHELTER)]


def test_an_untranslated_neighbour_holds_its_place_so_that_its_change_gets_no_strangers_words() -> None:
    old = Catalog((Message(LANDLORD), *translated(EMPLOYER, TWO).messages))
    new = merge(old, units(LANDLORD.replace("30", "60"), TWO))
    assert not drafts(new)


def test_a_new_sentence_unlike_the_removed_one_gets_no_draft() -> None:
    assert not drafts(merge(translated(ONE, TWO, THREE), units(ONE, FIVE, THREE)))


@pytest.mark.parametrize("place", range(5))
def test_a_sentence_changed_anywhere_in_a_block_that_moved_is_found(place: int) -> None:
    block = [f"Step {n} is to {verb} the form." for n, verb in enumerate(("read", "fill in", "sign", "copy", "send"))]
    rest = [ONE, TWO, THREE, FOUR, FIVE, LANDLORD]
    changed = [text.replace("form", "form at home") if n == place else text for n, text in enumerate(block)]
    new = merge(translated(*block, *rest), units(*rest, *changed))
    assert drafts(new) == {changed[place]: (None, block[place])}


def test_a_block_moved_between_a_sentence_and_its_neighbours_does_not_part_them() -> None:
    old = translated(ONE, LANDLORD, TWO, THREE, FOUR, EMPLOYER, FIVE)
    new = merge(old, units(ONE, FOUR, LANDLORD.replace("30", "60"), TWO, THREE, FIVE))
    assert list(drafts(new).values()) == [(None, LANDLORD)]


def test_letters_that_agree_by_chance_make_no_draft_when_the_words_do_not() -> None:
    before = "An officer may show you your passport within 30 days, and nobody may punish you for it."
    after = "Your landlord may give you your passport within 5 days, and you may bring someone you trust."
    assert not drafts(merge(translated(ONE, before, TWO), units(ONE, after, TWO)))


def test_in_a_short_heading_the_letters_are_enough() -> None:
    assert drafts(merge(translated(ONE, "Who may apply", TWO), units(ONE, "Who can apply?", TWO)))


@pytest.mark.parametrize(
    ("before", "after", "best"),
    [
        ([TWO + " " + THREE], [TWO, THREE], {TWO: TWO + " " + THREE}),
        ([THREE + " " + TWO], [THREE, TWO], {TWO: THREE + " " + TWO}),
        ([TWO, THREE], [TWO + " " + THREE], {TWO + " " + THREE: TWO}),
        (
            ["Ask for help today. Call us at once."],
            ["Ask for help today."],
            {"Ask for help today.": "Ask for help today. Call us at once."},
        ),
    ],
    ids=["split", "split-longer-second", "joined", "half"],
)
def test_a_sentence_split_or_joined_offers_its_better_half(
    before: list[str], after: list[str], best: dict[str, str]
) -> None:
    new = merge(translated(ONE, *before, FIVE), units(ONE, *after, FIVE))
    assert drafts(new) == {source: (None, previous) for source, previous in best.items()}


def test_a_page_changed_in_every_line_still_finds_each_lines_own_words() -> None:
    lines = [f"{text} ({n})" for n in range(60) for text in (LANDLORD, EMPLOYER, SHELTER, ONE, TWO, THREE)]
    new = merge(translated(*lines), [Message(line, context="new") for line in lines])
    assert drafts(new) == {line: (None, line) for line in lines}


def mould(rng: random.Random) -> str:
    who = rng.choice(["landlord", "employer", "lawyer", "school", "hospital", "shelter"])
    act = rng.choice(["raising your rent", "cutting your pay", "closing your case", "entering your room"])
    return f"Your {who} must give you {rng.randrange(10, 1000)} days' written notice before {act}."


@pytest.mark.parametrize("seed", range(5))
def test_on_a_thousand_sentences_of_one_mould_every_tenth_changed_no_draft_is_wrong(seed: int) -> None:
    rng = random.Random(seed)
    old = list(dict.fromkeys(mould(rng) for _ in range(1_100)))[:1_000]
    page, origins = list(old), {}
    for place in rng.sample(range(len(old)), 100):
        page[place] = old[place].replace("written notice", rng.choice(["notice in writing", "a letter of notice"]))
        origins[page[place]] = (None, old[place])
    del page[100:120]
    page[800:800] = old[100:120]
    found = drafts(merge(translated(*old), units(*page)))
    assert found == {source: origins[source] for source in found}
    assert len(found) >= 97


# ---- what went and what comes back ----


def test_a_removed_translation_becomes_obsolete_and_a_removed_blank_vanishes() -> None:
    old = Catalog((*translated(ONE, TWO).messages, Message(THREE)))
    new = merge(old, units(ONE))
    assert new.messages == (translated(ONE).messages[0], Message(TWO, words_for((None, TWO)), obsolete=True))


def test_the_translation_a_draft_was_taken_from_is_kept_as_obsolete() -> None:
    new = merge(translated(ONE, TWO), units(ONE, TWO + " Now."))
    assert new.messages[-1] == Message(TWO, words_for((None, TWO)), obsolete=True)


def test_a_sentence_that_comes_back_is_as_it_was() -> None:
    old = Catalog((*translated(ONE).messages, replace(translated(TWO).messages[0], comment="mine", flags=("kyr-x",))))
    assert merge(merge(old, units(ONE, TWO + " Now.")), units(ONE, TWO)).live == old.messages
    gone = merge(old, units(ONE))
    assert merge(gone, units(ONE, TWO)) == old


def test_a_draft_that_comes_back_is_still_a_draft() -> None:
    once = merge(translated(ONE, TWO), units(ONE, TWO + " Now."))
    back = merge(merge(once, units(ONE)), units(ONE, TWO + " Now."))
    assert drafts(back) == {TWO + " Now.": (None, TWO)}


def test_obsolete_words_are_no_source_of_drafts() -> None:
    gone = merge(translated(ONE, TWO), units(ONE))
    assert not drafts(merge(gone, units(ONE, TWO + " Now.")))


def test_newly_obsolete_messages_stand_behind_the_older_ones() -> None:
    first = merge(translated(ONE, TWO, THREE), units(ONE, THREE))
    assert [message.source for message in merge(first, units(THREE)).messages] == [THREE, TWO, ONE]


# ---- from page to page ----


def test_a_sentence_that_moves_to_another_page_takes_its_translation_along_as_it_was() -> None:
    moved = replace(translated(TWO).messages[0], comment="mine", flags=("kyr-x",))
    old = {"a": Catalog((*translated(ONE).messages, moved)), "b": translated(THREE)}
    new = merge_all(old, {"a": units(ONE), "b": units(THREE, TWO)})
    assert new["b"].messages[1] == moved
    assert new["a"].messages[1] == replace(moved, obsolete=True, extracted=(), references=())


def test_a_renamed_page_needs_no_new_translation_and_a_sentence_changed_on_the_way_gets_a_draft() -> None:
    old = {"visa": translated(ONE, TWO, THREE, FOUR)}
    new = merge_all(old, {"t-visa": units(ONE + " ", TWO, THREE + " Ever.", FOUR)})
    assert [message.fuzzy for message in new["t-visa"].live] == [True, False, True, False]
    assert drafts(new["t-visa"])[THREE + " Ever."] == (None, THREE)
    assert [message.obsolete for message in new["visa"].messages] == [True] * 4
    assert {message.target for message in new["visa"].messages} == {message.target for message in old["visa"].messages}


def test_what_stays_on_the_old_page_is_no_source_of_drafts_for_the_new_one() -> None:
    old = {"a": translated(ONE, LANDLORD, TWO, THREE), "b": translated(FIVE)}
    new = merge_all(old, {"a": units(LANDLORD, THREE), "b": units(FIVE, ONE, EMPLOYER, TWO)})
    assert not drafts(new["b"])


def test_two_pages_that_begin_alike_are_no_neighbours() -> None:
    old = {"a": translated(LANDLORD, ONE, TWO), "b": translated(FIVE)}
    assert not drafts(merge_all(old, {"a": units(TWO), "b": units(EMPLOYER, FIVE, ONE)})["b"])


def test_words_from_a_page_that_was_deleted_long_ago_come_back() -> None:
    gone = merge_all({"a": translated(ONE, TWO)}, {})
    new = merge_all(gone, {"b": units(TWO)})
    assert [(message.target, message.fuzzy) for message in new["b"].live] == [(words_for((None, TWO)), False)]


def test_words_just_moved_win_over_words_obsolete_elsewhere_and_sure_ones_over_drafts() -> None:
    message = units(TWO)[0]
    old = {
        "a": Catalog((replace(message, target="long gone", obsolete=True),)),
        "b": Catalog((replace(message, target="draft", fuzzy=True),)),
        "c": Catalog((replace(message, target="sure"),)),
    }
    assert merge_all(old, {"d": [message]})["d"].live[0].target == "sure"


def test_a_sentence_first_copied_and_then_deleted_stays_a_draft_till_somebody_takes_it() -> None:
    first = merge_all({"a": translated(ONE, TWO)}, {"a": units(ONE, TWO), "b": units(TWO)})
    assert first["b"].live[0].fuzzy
    noted = replace(first["b"].live[0], comment="same as on the other page?")
    second = merge_all({**first, "b": Catalog((noted,))}, {"a": units(ONE), "b": units(TWO)})
    assert second["b"].live == (noted,)


def test_a_draft_is_no_translation_because_the_same_words_stood_on_another_page_long_ago() -> None:
    doubted = Catalog((replace(translated(TWO).messages[0], fuzzy=True),))
    long_ago = merge_all({"a": translated(ONE, TWO)}, {"a": units(ONE)})
    templates = {"a": units(ONE), "b": units(TWO)}
    assert merge_all({**long_ago, "b": doubted}, templates)["b"] == doubted


def test_a_lent_translation_names_no_words_that_it_was_not_made_for() -> None:
    emptied = Catalog((replace(units(TWO)[0], fuzzy=True, previous=(None, THREE)),))
    templates = {"a": units(TWO), "b": units(TWO)}
    assert drafts(merge_all({"a": translated(TWO), "b": emptied}, templates)["b"]) == {TWO: (None, TWO)}
    assert merge_all({"b": emptied}, templates)["b"].live[0].previous == (None, THREE)


def test_the_same_words_on_another_page_lend_their_translation_as_a_draft_also_to_one_that_waited_for_it() -> None:
    templates = {"a": units(ONE, TWO), "b": units(TWO, THREE)}
    waiting = merge_all({"a": Catalog()}, templates)
    assert not drafts(waiting["b"])
    assert not find(waiting["b"], TWO).target
    merged = merge_all({**waiting, "a": translated(ONE, TWO)}, templates)
    assert drafts(merged["b"]) == {TWO: (None, TWO)}
    assert find(merged["b"], TWO).target == words_for((None, TWO))
    assert merge_all(merged, templates) == merged


def test_the_same_words_are_a_better_draft_than_words_alike() -> None:
    changed = merge_all(
        {"a": translated(EMPLOYER), "b": translated(LANDLORD)}, {"a": units(EMPLOYER), "b": units(EMPLOYER)}
    )
    assert find(changed["b"], EMPLOYER).target == words_for((None, EMPLOYER))
    assert find(changed["b"], LANDLORD).obsolete


def test_of_several_translations_of_the_same_words_the_commonest_is_lent_and_never_a_draft() -> None:
    said = {"a": "one way", "b": "the other", "c": "the other"}
    old = {page: Catalog((replace(units(TWO)[0], target=target),)) for page, target in said.items()}
    old["d"] = Catalog((replace(units(THREE)[0], target="unsure", fuzzy=True),))
    templates = {**dict.fromkeys("abc", units(TWO)), "d": units(THREE), "e": units(TWO, THREE)}
    assert [message.target for message in merge_all(old, templates)["e"].live] == ["the other", ""]


def test_words_in_another_context_lend_nothing() -> None:
    told = replace(units(TWO)[0], context="title")
    merged = merge_all({"a": translated(TWO)}, {"a": units(TWO), "b": [told]})
    assert not merged["b"].live[0].target


def test_a_page_that_has_its_own_translation_keeps_it() -> None:
    old = {"a": translated(TWO), "b": Catalog((replace(units(TWO)[0], target="own"),))}
    assert merge_all(old, {"b": units(TWO)})["b"].live[0].target == "own"


def test_pages_that_are_gone_come_last_and_keep_their_headers() -> None:
    old = {"a": replace(translated(ONE), header={"Language": "zh_CN"}, comment="Draft")}
    new = merge_all(old, {"b": units(TWO)})
    assert list(new) == ["b", "a"]
    assert (new["a"].header, new["a"].comment) == ({"Language": "zh_CN"}, "Draft")


# ---- whatever an author does ----

WORDS = ("You", "may", "must", "call", "ask", "the", "court", "hotline", "now", "free", "visa", "not")
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=2, max_size=7).map(" ".join)
TEXTS = st.tuples(st.sampled_from([None, None, "a"]), SENTENCES)
PLACES = st.integers(0, 30)
STEPS = st.one_of(
    st.tuples(st.just("insert"), PLACES, TEXTS),
    st.tuples(st.just("delete"), PLACES, TEXTS),
    st.tuples(st.just("edit"), PLACES, TEXTS),
    st.tuples(st.just("context"), PLACES, TEXTS),
    st.tuples(st.just("move"), PLACES, TEXTS),
    st.tuples(st.just("duplicate"), PLACES, TEXTS),
    st.tuples(st.just("revert"), PLACES, TEXTS),
    st.tuples(st.just("elsewhere"), PLACES, TEXTS),
    st.tuples(st.just("rename"), PLACES, TEXTS),
    st.tuples(st.just("translate"), PLACES, TEXTS),
)
Step = tuple[str, int, Key]
Site = dict[str, list[Key]]


def author(site: Site, history: list[Site], step: Step) -> Site:
    """The pages after one change."""
    kind, place, (context, text) = step
    pages = {name: list(keys) for name, keys in site.items()}
    name = sorted(pages)[place % len(pages)]
    keys = pages[name]
    at = place % (len(keys) or 1)
    if kind == "insert":
        keys.insert(at, (context, text))
    elif kind == "revert":
        return history[place % len(history)]
    elif kind == "rename":
        pages[f"page {place}"] = pages.pop(name)
    elif keys and kind == "delete":
        del keys[at]
    elif keys and kind == "edit":
        keys[at] = (keys[at][0], " ".join([*keys[at][1].split()[:-1], text.split()[0]]))
    elif keys and kind == "context":
        keys[at] = (context, keys[at][1])
    elif keys and kind == "move":
        keys.append(keys.pop(at))
    elif keys and kind == "duplicate":
        keys.append(keys[at])
    elif keys and kind == "elsewhere":
        pages[sorted(pages)[-1 - place % len(pages)]].append(keys.pop(at))
    return pages


def translate(catalogs: dict[str, Catalog], which: int) -> dict[str, Catalog]:
    """A translator confirms or writes every third or so message in words that say what they were made for."""

    def done(message: Message, number: int) -> Message:
        if message.obsolete or (number + which) % 3:
            return message
        return replace(message, target=words_for(message.key), fuzzy=False, previous=None)

    return {
        name: replace(catalog, messages=tuple(done(message, number) for number, message in enumerate(catalog.messages)))
        for name, catalog in catalogs.items()
    }


def targets(catalogs: dict[str, Catalog]) -> set[str]:
    return {message.target for catalog in catalogs.values() for message in catalog.messages if message.target}


def faults(catalog: Catalog, wanted: Sequence[Key]) -> Iterator[str]:
    keys = [message.key for message in catalog.messages]
    if len(keys) != len(set(keys)):
        yield "a key stands twice"
    if [message.key for message in catalog.live] != list(dict.fromkeys(wanted)):
        yield "the live messages are not the page's"
    for message in catalog.messages:
        if message.target and not message.fuzzy and message.target != words_for(message.key):
            yield f"passed off as a translation: {message}"
        if message.fuzzy and message.previous and message.target != words_for(message.previous):
            yield f"names words it was not made for: {message}"
        if message.fuzzy and not message.target:
            yield f"a draft of nothing: {message}"
        if message.obsolete and not message.target:
            yield f"an obsolete blank: {message}"


@given(st.lists(st.lists(STEPS, min_size=1, max_size=4), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_whatever_an_author_does_no_translation_is_lost_and_none_is_passed_off(rounds: list[list[Step]]) -> None:
    site: Site = {"a": [(None, ONE), (None, TWO), (None, THREE), (None, FOUR)], "b": [(None, FIVE)]}
    history = [site]
    catalogs: dict[str, Catalog] = {}
    ever: set[str] = set()
    for steps in rounds:
        for step in steps:
            site = author(site, history, step)
        history.append(site)
        templates = {name: [Message(text, context=context) for context, text in keys] for name, keys in site.items()}
        catalogs = merge_all(catalogs, templates)
        for name, catalog in catalogs.items():
            assert not list(faults(catalog, site.get(name, [])))
        assert ever <= targets(catalogs)
        assert merge_all(catalogs, templates) == catalogs
        for step in steps:
            if step[0] == "translate":
                catalogs = translate(catalogs, step[1])
        ever |= targets(catalogs)
