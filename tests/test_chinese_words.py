"""Jieba's list is read in parts, where a word is asked for: what is found in them is what the whole list says."""

from __future__ import annotations

from importlib.resources import files

import pytest

from pipeline import chinese_words
from pipeline.chinese_tables import SURNAMES
from pipeline.chinese_words import Words, words_of

LINES = files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines()
LISTED = [(word, int(count), kind) for word, count, kind in map(str.split, LINES)]
COUNTS = {word: count for word, count, _ in LISTED}


def test_all_counts_together_are_what_a_share_is_taken_of() -> None:
    assert sum(count for _, count, _ in LISTED) == chinese_words._ALL


def test_every_word_that_is_not_rare_is_found_by_its_first_character() -> None:
    whole = {word: count for word, count in COUNTS.items() if count > chinese_words._RARE}
    read: dict[str, int] = {}
    for first in {word[0] for word in whole}:
        read |= chinese_words._word_list().counts(first)
    assert read == whole


@pytest.mark.parametrize("first", ["!", "a", "\ud800", "\u3400", "\ud7ff", "힣", "\U00020000", "\U0010ffff"])
def test_beside_a_character_that_no_word_begins_with_words_are_found_as_ever(first: str) -> None:
    assert {word[0] for word in chinese_words._word_list().counts(first)} <= {first}
    assert words_of(f"{first}权利") == (*first, "权利")


def test_a_name_is_one_of_a_person_or_a_place_by_its_kind() -> None:
    asked = [(word, kind) for word, _, kind in LISTED[::97] if word >= "一"]
    words = Words(())
    assert {kind for _, kind in asked} > {"nr", "ns", "nrt", "v"}
    for word, kind in asked:
        assert words.is_person(word) is (kind.startswith("nr") and word[0] in SURNAMES), word
        assert words.is_place(word) is (kind == "ns"), word
    assert not words.is_person("王谁也不知道")
    assert not words.is_place("")


def test_words_of_ours_divide_a_run_where_the_list_lacks_them() -> None:
    assert words_of("找口译员谈", frozenset({"口译员"})) == ("找", "口译员", "谈")
    assert "口译员" not in words_of("找口译员谈")
    assert words_of("找口譯員談", frozenset({"口译员"})) == ("找", "口譯員", "談")
