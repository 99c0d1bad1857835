"""Rules for any translation: nothing may be lost, added or changed that a reader acts on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline import tokens
from pipeline.checks.engine import Problem, Translation, check
from pipeline.model import Severity
from pipeline.text import markup, numerals

_FORM = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{1,4}-\d+[A-Z]?|\d+ (?:U\.S\.C\.|CFR|ILCS))(?![A-Za-z0-9])")
_NAMED = re.compile(r"\b([A-Za-z]+) (\d+)\b")
_SPACED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=000(?!\d))")  # 1 000
_RUNNING_WORDS = re.compile(
    r"(?<![\w./-])[a-z]+ [a-z]+ [a-z]+(?!\w|[/:-]\S)"
)  # no name, no path and no command has three
_ZERO_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00a0\u00ad]")


@check(Severity.ERROR)
def tokens_kept(subject: Translation) -> Iterator[Problem]:
    """A translation keeps every contact and date token of its English, as often as it stands there.

    Why: a wrong or missing number sends a survivor to nobody.
    Bad: Call {{ nht.phone }}. -> 请打电话。
    Good: Call {{ nht.phone }}. -> 请拨打{{ nht.phone }}。
    """
    wanted, found = tokens.tokens(subject.source), tokens.tokens(subject.target)
    for token in wanted - found:
        yield Problem(f"the token {token} is missing", f"Copy {token} from the English")
    for token in found - wanted:
        yield Problem(f"the token {token} is not in the English", "Take it out")
    if damaged := tokens.damaged(subject.target):
        yield Problem(f"{damaged} looks like a damaged token", "Copy it from the English, braces and all")


@check(Severity.ERROR)
def nothing_added(subject: Translation) -> Iterator[Problem]:
    """A translation brings no tag, attribute, link, address or kind of markup that its English lacks.

    Why: a translation is untrusted text; one hostile link could be somebody's undoing. Such a message is not shown.
    Bad: Ask for help. -> 请[求助](https://evil.example)。
    Good: Ask for [help](help.md). -> 请[求助](help.md)。
    """
    found = [one for one in markup.added(subject.source, subject.target) if not one.startswith("the token")]
    for one in found:
        yield Problem(f"the translation brings {one}", "Take it out, or put full-width signs in its place")


@check(Severity.ERROR)
def links_kept(subject: Translation) -> Iterator[Problem]:
    """A translation keeps every link, footnote, address and tag of its English.

    Why: a lost link is a door that is not there.
    Bad: See [the list](list.md). -> 请看名单。
    Good: See [the list](list.md). -> 请看[名单](list.md)。
    """
    for one in markup.lost(subject.source, subject.target):
        if not one.startswith(("the token", "the code")):
            yield Problem(f"the translation lacks {one}", "Copy it from the English and translate only the words")


@check(Severity.WARNING)
def emphasis_kept(subject: Translation) -> Iterator[Problem]:
    """What is bold, code or broken into lines in English is so in the translation.

    Why: the author made the words bold that must not be overlooked.
    Bad: **Never** sign. -> 切勿签字。
    Good: **Never** sign. -> **切勿**签字。
    """
    for kind in sorted(markup.formats(subject.source) - markup.formats(subject.target)):
        yield Problem(f"the English has {kind}, the translation has none", "Mark the same words")
    for one in markup.lost(subject.source, subject.target):
        if one.startswith("the code"):
            yield Problem(
                f"the translation lacks {one}", "Copy it, unless the reader will see other words on the screen"
            )


@check(Severity.ERROR)
def forms_kept(subject: Translation) -> Iterator[Problem]:
    """Form numbers and citations are the same in every language.

    Why: the reader will meet them on paper, in exactly these letters.
    Bad: File Form I-914. -> 请递交I-941表。
    Good: File Form I-914. -> 请递交I-914表。
    """
    wanted, found = set(_FORM.findall(subject.source)), set(_FORM.findall(subject.target))
    for form in sorted(wanted - found):
        yield Problem(f"'{form}' is missing", f"Write {form} exactly like that")
    for form in sorted(found - wanted):
        yield Problem(f"'{form}' is not in the English", "Compare form numbers and citations")


@check(Severity.ERROR)
def numbers_kept(subject: Translation) -> Iterator[Problem]:
    """Every number of the English is in the translation, in digits or in words, and no other.

    Why: a wrong deadline, age or amount costs somebody a right.
    Bad: You have 3 years. -> 您有5年时间。
    Good: You have 3 years, until January 2027. -> 您有三年时间，到2027年1月为止。
    """
    source, target = (_SPACED.sub("", markup.words(text)) for text in (subject.source, subject.target))
    wanted, found = numerals.digits(source), numerals.digits(target)
    said = numerals.chinese(target) | numerals.english(target)
    for number in numerals.missing(wanted, said.union(*found, _named(source, target))):
        yield Problem(f"the number {number} is missing", "Compare the numbers with the English")
    for number in numerals.missing(found, numerals.english(source).union(*wanted)):
        yield Problem(f"the number {number} is not in the English", "Compare the numbers with the English")


def _named(source: str, target: str) -> set[Decimal]:
    """Numbers that belong to a name which the translation writes without its space: Title 9, Title9."""
    named = _NAMED.findall(source)
    return {Decimal(number) for word, number in named if re.search(rf"\b{word}_?{number}(?!\d)", target)}


@check(Severity.ERROR)
def right_script(subject: Translation) -> Iterator[Problem]:
    """A text is in the script of its language, Simplified or Traditional, from the first character to the last.

    Why: a character of the other script is a slip that makes a reader doubt the rest.
    Bad: Ask a lawyer. -> 请问律師。
    Good: Ask a lawyer. -> 请问律师。
    """
    wrong = subject.wrong_script(markup.words(subject.target))
    if wrong:
        yield Problem(f"characters of the other script: {' '.join(dict.fromkeys(wrong))}", "Replace them")


@check(Severity.ERROR)
def no_forbidden_terms(subject: Translation) -> Iterator[Problem]:
    """No words that the glossary says not to use.

    Why: a word that accuses, or a term that means something else, does harm in the best of sentences.
    Bad: Undocumented immigrants have rights. -> 非法移民也有权利。
    Good: Undocumented immigrants have rights. -> 无证移民也有权利。
    """
    for wrong, better in subject.misuses(subject.source, markup.words(subject.target)):
        yield Problem(f"'{wrong}' is on the glossary's list of words not to use", f"Write {better}")


@check(Severity.WARNING)
def glossary_terms_used(subject: Translation) -> Iterator[Problem]:
    """A term of the glossary is rendered in one of the ways the glossary approves.

    Why: one thing with two names looks like two things, and a lawyer can answer only for words that were settled.
    Bad: The T visa can help. -> 人口贩运签证可以帮您。
    Good: The T visa can help. -> T签证可以帮您。
    """
    for term, approved in subject.terms(markup.words(subject.source)):
        if approved and not any(rendering in subject.target for rendering in approved):
            yield Problem(f"'{term}' is not rendered as the glossary says", f"Write {' or '.join(approved[:3])}")


@check(Severity.WARNING)
def no_invisible_characters(subject: Translation) -> Iterator[Problem]:
    r"""No zero-width, no-break or soft-hyphen characters that the English lacks.

    Why: nobody sees them, and they break searching, copying and line breaks.
    Bad: Ask a lawyer. -> 请问\u200b律师。
    Good: Ask a lawyer. -> 请问律师。
    """
    for char in sorted(set(_ZERO_WIDTH.findall(subject.target)) - set(_ZERO_WIDTH.findall(subject.source))):
        yield Problem(f"an invisible character, U+{ord(char):04X}", "Delete it and type the words around it anew")


@check(Severity.WARNING)
def translated_at_all(subject: Translation) -> Iterator[Problem]:
    """A translation is not the English over again.

    Why: a copied sentence counts as translated and helps nobody.
    Bad: You may ask for a lawyer. -> You may ask for a lawyer.
    Good: You may ask for a lawyer. -> 您可以要求找律师。
    """
    if subject.target == subject.source and _RUNNING_WORDS.search(markup.words(subject.source)):
        yield Problem("the translation is the English", "Translate it, or empty it so that it counts as missing")


@check(Severity.ERROR)
def no_space_around(subject: Translation) -> Iterator[Problem]:
    r"""A translation begins and ends with words, as its English does.

    Why: white space at the edge can change what the Markdown means.
    Bad: Ask a lawyer. -> 请问律师。\n
    Good: Ask a lawyer. -> 请问律师。
    """
    if _edges(subject.target) != _edges(subject.source):
        yield Problem("white space at the beginning or the end", "Delete it")


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
