"""Rules for any translation: nothing may be lost, added or changed that a reader acts on."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from pipeline import tokens
from pipeline.checks.engine import Problem, Translation, check
from pipeline.chinese_tables import HAN
from pipeline.languages import Locale
from pipeline.model import Severity
from pipeline.text import counting, debris, english, markup, numerals, prose, typed, unseen
from pipeline.text.marks import over
from pipeline.text.wording import Wording, compiled

_FORM = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{1,4}-\d+[A-Z]?|\d+ (?:U\.S\.C\.|CFR|ILCS))(?![A-Za-z0-9])")
_LETTERED = re.compile(r"\b((?:Supplement|Schedule|Exhibit|Appendix|Part) ([A-Z]))\b")
_NAMED = re.compile(r"\b([A-Za-z]+) (\d+)\b")
_FULL_HOUR = re.compile(r"(?<!\d)(?<!\d[:：])(2[0-4]|[01]?\d)[:：]00(?![:：]?\d)")  # 17:00 is 5 p.m.
_SPACED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=000(?!\d))")  # 1 000
_RUNNING_WORDS = re.compile(
    r"(?<![\w./-])[a-z]+ [a-z]+ [a-z]+(?!\w|[/:-]\S)"
)  # no name, no path and no command has three
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]|[“「『‘《][^“”「」『』‘’《》]*[”」』’》]")
_EXPLAINED = "\ufffd"
_OWN_WORDS = re.compile(rf"(?<![ -~’])[ -~’]++(?!{_EXPLAINED})")  # English without an explanation
_HAN = re.compile(f"[{HAN}]")
_LATIN = r"A-Za-z0-9_\u00c0-\u024f"  # not \w, which Chinese characters are too
_LOWER_CASE = re.compile(rf"(?<![{_LATIN}@./’'-])[a-z]{{3,}}(?![{_LATIN}@/’'-]|\.[{_LATIN}])")
_NAMED_BY_TAGS = re.compile(r">([^<>]+)</")  # <command>apt</command>: a name that stays as it is
_AT_HOME = frozenset({"app", "apps", "email", "cookie", "cookies"})
"""English words that Chinese writes as they are."""
_ON_TRANSLATING = re.compile(r"translat|interpret|machine|\bAI\b|artificial|original|draft|language", re.IGNORECASE)
_INVISIBLE = frozenset("\u00a0\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")  # beside the categories below
_UNSEEN = frozenset({"Cf", "Cn", "Co", "Zs"})  # format, unassigned, private use, spaces
_SEEN_SPACES = frozenset(" \u3000")
_TURNING = frozenset("\u061c\u200e\u200f")  # right-to-left text cannot do without them
_PILED = re.compile(r"[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff]{3,}|[\u0334-\u0338\u0488\u0489\u20d0-\u20df]")
# Letters that pass for Latin ones inside a word, those of mathematics, and radicals that pass for whole characters
_ALIKE = "\u0391\u0392\u0395-\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03b9\u03bd\u03bf\u03c1\u03c5"
_ALIKE += "\u0400-\u052f\u0531-\u0587\u13a0-\u13fd\u2c80-\u2cff\ua4d0-\ua4ff"
_PASSING = re.compile(
    f"(?<=[A-Za-z])[{_ALIKE}]|[{_ALIKE}](?=[A-Za-z])|[\U0001d400-\U0001d7cb\u2e80-\u2fd5\uf900-\ufa0d\U0002f800-\U0002fa1d]"
)
_PASSED = frozenset({"Latn", "Hans", "Hant", "Jpan", "Kore"})
"""Scripts in which such a letter is nobody's own: in Russian, SMSка is a word."""

_NO_WORDS = re.compile(r"(?<!\\)\[\s*\]\(")


@check(Severity.ERROR, is_firm=True)
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
    damaged = prose.damaged_token(subject.target)
    if damaged and not prose.damaged_token(subject.source):  # on a site without contacts, braces are the author's own
        yield Problem(f"{damaged} looks like a damaged token", "Copy it from the English, braces and all")


@check(Severity.ERROR, is_firm=True)
def nothing_added(subject: Translation) -> Iterator[Problem]:
    """A translation brings no tag, attribute, link, address or kind of markup that its English lacks.

    Why: a translation is untrusted text; one hostile link could be somebody's undoing. Such a message is not shown.
    Bad: Ask for help. -> 请[求助](https://evil.example)。
    Good: Ask for [help](help.md). -> 请[求助](help.md)。
    """
    brought = markup.added(subject.source, subject.target, subject.mathematics)
    found = [one for one in brought if not one.startswith("the token")]
    wide = subject.locale.script in {"Hans", "Hant", "Jpan", "Kore"}
    for one in found:
        fix = "Take it out, or put full-width signs in its place" if wide else "Take it out"
        yield Problem(f"the translation brings {one}", fix)


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
    if _NO_WORDS.search(subject.target) and not _NO_WORDS.search(subject.source):
        yield Problem("a link or picture has no words", "Put words that say where it leads in the brackets")


@check(Severity.WARNING)
def order_kept(subject: Translation) -> Iterator[Problem]:
    """Contacts, dates and links are in the same order as in the English.

    Why: where two numbers have changed places, none is missing, and each reaches the wrong people. Another language
    may need a different order; then somebody has to look.
    Bad: At work call {{ a.phone }}, at home {{ b.phone }}. -> 在工作中请拨打{{ b.phone }}，在家里请拨打{{ a.phone }}。
    Good: At work call {{ a.phone }}, at home {{ b.phone }}. -> 在工作中请拨打{{ a.phone }}，在家里请拨打{{ b.phone }}。
    """
    for what, found in (("tokens", tokens.in_order), ("links", markup.destinations)):
        before, after = found(subject.source), found(subject.target)
        if before != after and sorted(before) == sorted(after):
            yield Problem(
                f"the {what} are in a different order: {', '.join(after)}", "Make sure each is beside its own words"
            )


@check(Severity.ERROR, is_firm=True)
def no_typed_contacts(subject: Translation) -> Iterator[Problem]:
    """A translation types no telephone number and no web address that its English lacks, in whatever digits or letters.

    Why: nobody has checked it, and nobody will when it changes. Titles, code and tags are checked too. Such a message
    is not shown.
    Bad: Call {{ nht.phone }}. -> 请拨打{{ nht.phone }}，或一八零零五五五零一九九。
    Good: Call {{ nht.phone }}. -> 请拨打{{ nht.phone }}。
    """
    for start, end in typed.numbers(subject.source, subject.target):
        written = subject.target[start:end]
        yield Problem(f"the number {written} is typed, and not in the English", "Use a contact's token, or none")
    for address in typed.addresses(subject.source, subject.target):
        yield Problem(f"the address {address} is not in the English", "Take it out")


@check(Severity.WARNING)
def emphasis_kept(subject: Translation) -> Iterator[Problem]:
    """What is bold, code or broken into lines in English is so in the translation.

    Why: the author made the words bold that must not be overlooked.
    Bad: **Never** sign. -> 切勿签字。
    Good: **Never** sign. -> **切勿**签字。
    """
    for kind in sorted(markup.formats(subject.source) - markup.formats(subject.target)):
        yield Problem(f"the English has {kind}, but the translation has none", "Mark the same words")
    for one in markup.lost(subject.source, subject.target):
        if one.startswith("the code"):
            yield Problem(
                f"the translation lacks {one}", "Copy it, unless the reader will see other words on the screen"
            )


@check(Severity.WARNING)
def no_stray_marks(subject: Translation) -> Iterator[Problem]:
    """A translation has no sign of markup that the page would show as a plain character.

    Why: two asterisks without their partner, or a hyphen for a list where there is none, look like a mistake, and a
    reader who doubts the page doubts what it says.
    Bad: Sign nothing. -> 什么都**不要签。
    Good: Sign nothing. -> 什么都不要签。
    """
    for sign in markup.stray(subject.source, subject.target):
        yield Problem(f"readers would see the sign {sign}", "Take it out, or add its missing partner")


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
    for part, letter in _LETTERED.findall(subject.source):
        if not re.search(rf"(?<![A-Za-z]){letter}(?![A-Za-z])", subject.target):
            yield Problem(f"the {letter} of '{part}' is missing", f"Write {letter}, as it is on the paper")


@check(Severity.ERROR)
def numbers_kept(subject: Translation) -> Iterator[Problem]:
    """Every number of the English is in the translation, in digits or in words, counts the same, and there is no other.

    Why: a wrong deadline, age or amount costs somebody a right.
    Bad: You have 3 years. -> 您有5年时间。
    Good: You have 3 years, until January 2027. -> 您有三年时间，到2027年1月为止。
    """
    rest = subject.target
    for start, end in typed.numbers(subject.source, subject.target):  # that rule names them whole
        rest = over(rest, start, end, "·")
    source, target = (_SPACED.sub("", markup.words(text)) for text in (subject.source, rest))
    source, target = (_FULL_HOUR.sub(r"\1", text) for text in (source, target))
    wording = subject.wording
    if subject.locale.is_chinese:
        source, target = numerals.as_seen(source), numerals.in_figures(numerals.as_seen(target))
        counted, in_words = [*numerals.chinese_quantities(target)], numerals.chinese(target)
    else:
        target = counting.in_figures(target, source, subject.locale.code, wording)
        counted, in_words = counting.quantities(target, wording), counting.values(target, wording)
    wanted, found = numerals.digits(source), numerals.digits(target) + numerals.surely_chinese(target)
    equal, confused = numerals.compare(source, counted)
    said = in_words | numerals.chinese(target) | numerals.english(target) | equal
    lost = numerals.missing(wanted, said.union(*found, _named(source, target)))
    new = numerals.missing(found, numerals.english(source).union(*wanted, equal, numerals.chinese(source)))
    for number in lost:
        yield Problem(f"the number {number} is missing", "Compare the numbers with the English")
    for number in new:
        yield Problem(f"the number {number} is not in the English", "Compare the numbers with the English")
    for one, other in confused:
        if one.value not in lost and other.value not in new:
            yield Problem(f"'{one.text}' has become '{other.text}'", "Compare the number and what it counts")
    if not (lost or new or confused):
        yield from _in_words(source, target, subject.locale, wording)


def _in_words(source: str, target: str, locale: Locale, wording: Wording) -> Iterator[Problem]:
    """What has become of numbers, months and days that English says in words."""
    if not locale.is_chinese:
        pair = counting.recounted(source, target, wording) or counting.other_name(source, target, locale.code)
    else:
        seen = (numerals.recounted, numerals.reordered, numerals.other_month)
        pair = next(filter(None, (one(source, target) for one in seen)), None)
    if pair:
        yield Problem(f"'{pair[0]}' has become '{pair[1]}'", "Compare the number and what it counts")
    if locale.is_chinese and (forgotten := numerals.forgotten(source, target)):
        yield Problem(f"'{forgotten.text}' is missing", "Say how long")


def _named(source: str, target: str) -> set[Decimal]:
    """Numbers that belong to a name which the translation writes without its space: Title 9, Title9."""
    named = _NAMED.findall(source)
    return {Decimal(number) for word, number in named if re.search(rf"\b{word}_?{number}(?!\d)", target)}


@check(Severity.ERROR)
def right_script(subject: Translation) -> Iterator[Problem]:
    """A text is in the script of its language, Simplified or Traditional, from the first character to the last.

    Why: a character of the other script is a slip that makes a reader doubt the rest, and no search finds a word with a
    letter that only looks like the right one, such as those that come out of PDF files.
    Bad: Ask a lawyer. -> 请问律師。
    Good: Ask a lawyer. -> 请问律师。
    """
    wrong = subject.wrong_script(markup.words(subject.target))
    if wrong:
        yield Problem(f"characters of the other script: {' '.join(dict.fromkeys(wrong))}", "Replace them")
    if subject.target.isascii() or subject.locale.script not in _PASSED:
        return
    for char in dict.fromkeys(_PASSING.findall(_written_out(subject.target))):
        if char not in subject.source:
            name = unicodedata.name(char, "a character").lower()
            yield Problem(f"{char} only looks like another character: it is {name}", "Retype the word it is in")


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
    r"""No characters that cannot be seen, and none piled over others, that the English lacks.

    Why: nobody sees them, and they break searching, copying and line breaks. Where a language is spelt with one, as
    Persian is, it may stand.
    Bad: Ask a lawyer. -> 请问\u200b律师。
    Good: Ask a lawyer. -> 请问律师。
    """
    source, target = _written_out(subject.source), _written_out(subject.target)
    allowed = set(source) | (_TURNING if subject.locale.direction == "rtl" else set())
    for char in sorted(filter(_cannot_be_seen, set(unseen.NEEDED.sub("", target)) - allowed)):
        yield Problem(f"an invisible character, U+{ord(char):04X}", "Delete it and retype the words around it")
    if _PILED.search(target) and not _PILED.search(source):
        yield Problem("signs over or through other characters", "Delete them and retype the words")


def _written_out(text: str) -> str:
    """A text with its entities as the characters that they become."""
    return html.unescape(text) if "&" in text else text


def _cannot_be_seen(char: str) -> bool:
    if char.isascii() or char in _SEEN_SPACES:
        return False
    return char in _INVISIBLE or unicodedata.category(char) in _UNSEEN


@check(Severity.ERROR, is_firm=True)
def words_there(subject: Translation) -> Iterator[Problem]:
    """A translation has words where its English has some.

    Why: a character that nobody sees would stand for a whole sentence. Such a message is not shown.
    Bad: You must not sign. -> 。
    Good: You must not sign. -> 您不得签字。
    """
    if markup.is_blank(subject.source, subject.target):
        yield Problem("there are no words in the translation", "Translate it, or empty it so that it counts as missing")


@check(Severity.WARNING)
def translated_at_all(subject: Translation) -> Iterator[Problem]:
    """A translation is not a copy of the English, nor does it leave English words in.

    Why: a copied sentence counts as translated and helps nobody.
    Bad: You may ask for a lawyer. -> You may ask for a lawyer.
    Good: You may ask for a lawyer. -> 您可以要求找律师。
    """
    if subject.target == subject.source and _RUNNING_WORDS.search(markup.words(subject.source)):
        yield Problem("the translation is the English", "Translate it, or empty it so that it counts as missing")
    elif left := _left_in_english(subject):
        yield Problem(f"English words are left: {' '.join(left)}", "Translate it, or explain it in brackets after it")


@check(Severity.ERROR)
def no_notes_on_translating(subject: Translation) -> Iterator[Problem]:
    """A translation says what its English says, and nothing about its own making.

    Why: a note to the author, or the beginning of a machine's answer, is read as part of the law.
    Bad: You have rights. -> 以下是翻译：您有权利。
    Good: You have rights. -> 您有权利。
    """
    target = markup.words(subject.target)
    own = compiled(subject.wording.notes).search(target) if subject.wording.notes else None
    note = own or english.NOTES.search(target)
    if note and not _ON_TRANSLATING.search(subject.source) and note[0] not in subject.source:
        yield Problem(
            f"'{note[0]}' is about the translation", "Take it out; a comment in the catalogue is the place for it"
        )


@check(Severity.ERROR)
def nothing_left_by_programs(subject: Translation) -> Iterator[Problem]:
    """A translation has no mark that a program left in it, and none of it was read in a wrong encoding.

    Why: words that a spreadsheet, a merge or an editor has spoilt help nobody, and look as if the page were broken.
    Bad: You must not sign. -> #VALUE!
    Good: You must not sign. -> 您不得签字。
    """
    if left := debris.left_behind(subject.source, subject.target):
        yield Problem(f"'{left}' was left by a program", "Put in its place what the translator wrote")
    elif spoilt := debris.misread(subject.target):
        fix = "Restore the file from Git, or ask for it again in UTF-8"
        yield Problem(f"'{spoilt}' is text that was read in a wrong encoding", fix)


def _left_in_english(subject: Translation) -> list[str]:
    """Running English words of the source in a Chinese sentence, neither quoted nor explained."""
    if not subject.locale.is_chinese or not _LOWER_CASE.search(subject.target):
        return []
    target = markup.words(subject.target)
    if not _HAN.search(target):
        return []
    while (shorter := _BRACKETED.sub(_EXPLAINED, target)) != target:
        target = shorter
    named = _LOWER_CASE.findall(" ".join(_NAMED_BY_TAGS.findall(subject.source)))
    known = set(_LOWER_CASE.findall(markup.words(subject.source).lower())) - _AT_HOME.union(named)
    runs = (match[0] for match in _OWN_WORDS.finditer(target))
    return [word for run in runs for word in _LOWER_CASE.findall(run) if word in known]


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
