"""A hotline's card: everything that helps to call, in the reader's language, on a screen and on paper."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

import pytest

from pipeline import tokens, words
from pipeline.blocks import blocks, walk
from pipeline.errors import RegistryError
from pipeline.facts import Registry
from pipeline.languages import locale
from pipeline.registry import parse_contacts
from tests.conftest import CONTACT, ROOT, without

CHINESE = {
    "24/7": "每天24小时",
    "200 and more languages": "200多种语言",
    "Text {word} to {number}": "发短信 {word} 到 {number}",
    "Text {number}": "发短信到 {number}",
}
NO_WORD = CONTACT.replace('to = "233733", word = "HELP"', 'to = "844-997-2121"')


def card(form: tokens.Form, code: str = "zh_Hans", text: str = CONTACT, said: Mapping[str, str] = CHINESE) -> str:
    registry = Registry({}, parse_contacts(text, "content/contacts.toml"))
    say = str if code == "en" else lambda english: said.get(english, english)
    return tokens.expand("{{ nht.card }}", registry, locale(code), form, path="a.md", words=say)


def test_a_card_shows_who_where_to_call_and_text_when_and_in_which_languages() -> None:
    assert card("plain", "en") == (
        "National Hotline (example.org) · 1-888-373-7888 · Text HELP to 233733 · 24/7 · 200 and more languages"
    )
    assert card("plain") == (
        "全国热线 (example.org) · 1-888-373-7888 · 发短信 HELP 到 233733 · 每天24小时 · 200多种语言"
    )
    assert "· Text 844-997-2121 ·" in card("plain", "en", NO_WORD)
    assert "· 发短信到 844-997-2121 ·" in card("plain", text=NO_WORD)


def test_a_card_on_a_screen_dials_and_opens_a_message() -> None:
    shown = card("html")
    assert '<a class="kyr-phone" href="tel:+18883737888">1-888-373-7888</a>' in shown
    assert '<a class="kyr-text" href="sms:233733?&amp;body=HELP">发短信 HELP 到 233733</a>' in shown
    assert re.sub(r"<[^>]*>", "", shown) == card("plain").replace(" (example.org)", "")


@pytest.mark.parametrize("key", ["hours", "languages", "text", "phone", "url"])
def test_a_card_is_silent_about_what_nobody_confirmed(key: str) -> None:
    less = without(CONTACT, key)
    full, short = card("plain").split(" · "), card("plain", text=less).split(" · ")
    assert len(short) == len(full) - (key != "url")
    assert "None" not in card("html", text=less)


def test_what_has_no_translation_yet_is_marked_as_english() -> None:
    shown = card("html", said={"200 and more languages": "200多种语言"})
    assert '<span class="kyr-said" lang="en">24/7</span>' in shown
    assert '<span class="kyr-said">200多种语言</span>' in shown
    assert re.search(r'<a class="kyr-text" lang="en" [^>]*>Text HELP to 233733</a>', shown)
    assert "lang=" not in card("html") + card("html", "en")


def test_a_card_of_words_that_look_like_html_stays_words() -> None:
    shown = card("html", "en", CONTACT.replace("24/7", "<b onclick=x>&"))
    assert html.escape("<b onclick=x>&") in shown
    assert "<b " not in shown


def test_in_a_text_that_runs_from_right_to_left_a_card_is_a_sentence_with_numbers_of_its_own() -> None:
    arabic = {"Text {number}": "أرسل رسالة إلى {number}", "Text {word} to {number}": "أرسل {word} إلى {number}"}
    shown = card("html", "ar", said=arabic)
    assert '<a class="kyr-phone" dir="ltr" href="tel:+18883737888">1-888-373-7888</a>' in shown
    sentence = "أرسل \u2066HELP\u2069 إلى \u2066233733\u2069"
    assert f'<a class="kyr-text" href="sms:233733?&amp;body=HELP">{sentence}</a>' in shown
    assert f"· {sentence} ·" in card("plain", "ar", said=arabic)
    number = {"t": "phone", "v": "844-997-2121", "href": "sms:+18449972121"}
    assert number in list(walk(blocks(f"<p>{card('html', 'ar', NO_WORD, arabic)}</p>", "a.md")))


@pytest.mark.parametrize("said", [{}, {"Text {word} to {number}": "أرسل {number}"}])
def test_what_stands_in_english_there_runs_from_left_to_right(said: Mapping[str, str]) -> None:
    shown = card("html", "ar", said=said)
    assert re.search(r'<a class="kyr-text"[^>]* dir="ltr" [^>]*>(Text HELP to 233733|HELP → 233733)</a>', shown)
    assert '<span class="kyr-said" lang="en" dir="ltr">24/7</span>' in shown
    assert re.search("· \u2066(Text HELP to 233733|HELP → 233733)\u2069 ·", card("plain", "ar", said=said))


@pytest.mark.parametrize("lost", ["短信", "发短信 {word}", "发短信到 {number}", ""])
def test_a_label_that_lost_a_place_never_loses_the_number(lost: str) -> None:
    assert "· HELP → 233733 ·" in card("plain", said={"Text {word} to {number}": lost})


def test_a_contact_with_a_gap_has_no_card() -> None:
    with pytest.raises(RegistryError):
        card("html", text=CONTACT.replace('"printable"', '"gap"'))


def test_translators_are_asked_for_the_words_on_cards() -> None:
    asked = {message.source: message for message in words.gather(ROOT)}
    assert "content/contacts.toml" in asked["200 and more languages by phone"].references
    assert {"Text {number}", "Text {word} to {number}"} <= set(asked)
