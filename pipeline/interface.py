"""The words the site and the handouts say for themselves, and the marker that lets Babel find them.

They are translated like any page, in ``site.po``. A comment that begins with ``Translators:`` reaches the translator.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache

from pipeline.languages import SOURCE, Locale

_PLACE = re.compile(r"\{\w+\}")

Words = Callable[[str], str]
"""English interface words to the page's language; English itself where a translation is missing."""


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for a marker
    """Mark words for extraction; they are looked up when the page's language is known."""
    return text


# Translators: under the title of every page whose translation nobody has signed yet.
NOTICE_DRAFT = N_("This translation is a draft. A certified translator has not reviewed it yet.")
# Translators: the same, for a page of which some sentences have been reviewed. {done} and {all} are numbers.
NOTICE_PARTLY = N_("Part of this translation has been reviewed: {done} of {all} pieces of text. The rest is a draft.")
# Translators: every sentence of the page has been signed by each reviewer that the project asks for.
NOTICE_APPROVED = N_("This translation has been reviewed.")
# Translators: under the same title, when a linguist has signed every sentence. {date} is in the reader's own format.
LANGUAGE_REVIEWED = N_("Language reviewed on {date}.")
# Translators: the same, when a lawyer has signed every sentence.
LAW_REVIEWED = N_("Law reviewed on {date}.")
# Translators: when a linguist has signed every sentence, and no lawyer has.
LAW_NOT_REVIEWED = N_("A lawyer has not reviewed this translation yet.")
# Translators: on an English page.
NOTICE_SOURCE = N_("A lawyer has not reviewed this page yet.")
NOTICE_SOURCE_APPROVED = N_("A lawyer has reviewed this page.")
# Translators: some sentences stand in English in the middle of the page.
NOTICE_ENGLISH = N_("Some parts are still in English.")
# Translators: the same, on a page that shows a translation only where reviewers have approved it.
NOTICE_HELD_BACK = N_("The parts in English have no reviewed translation yet.")
# Translators: no sentence of the page is in the reader's language.
NOTICE_ONLY_ENGLISH = N_("This page is still in English.")
# Translators: {date} is a date in the reader's own format.
CHECKED = N_("checked {date}")

# Translators: opens the words of a video, for people who cannot or do not want to play it.
TRANSCRIPT = N_("Read what the video says")


def has_places(english: str, words: str) -> bool:
    """Whether a translation has each ``{name}`` of its English: without one, a page could not be written at all."""
    return all(place in words for place in _PLACE.findall(english))


def stands_in(english: str, words: Words, locale: Locale) -> bool:
    """Whether English is all there is in a locale."""
    return locale != SOURCE and words(english) == english


def in_html(words: Words, locale: Locale) -> Words:
    """The words as HTML; English that stands in is marked, so that no voice for another language reads it aloud.

    MkDocs' templates escape nothing: a translator's quotation mark would end an attribute. An attribute takes the words
    alone, ``{{ _('Leave this site') | striptags | e }}``.
    """
    turned = "" if locale.direction == SOURCE.direction else f' dir="{SOURCE.direction}"'

    @cache
    def shown(english: str) -> str:
        said = html.escape(words(english))
        return f'<span lang="{SOURCE.tag}"{turned}>{said}</span>' if stands_in(english, words, locale) else said

    return shown


def fill(words: str, **values: object) -> str:
    """Put values in the place of ``{name}``; a translation is untrusted, so nothing else in braces is looked up."""
    for name, value in values.items():
        words = words.replace(f"{{{name}}}", str(value))
    return words
