"""What there is to say about one message to the person who judges it: findings, doubtful characters, terms."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pipeline import chinese, chinese_report, chinese_tables, derived, files, fingerprint, languages
from pipeline.checks import TRANSLATION_CHECKS
from pipeline.checks.engine import Translation, check_translation, silences
from pipeline.glossary import Glossary, Term
from pipeline.languages import Locale
from pipeline.model import Catalog, Finding, Key, Message
from pipeline.project import INTERFACE, Project

_WORD = re.compile(r"\w+")

Span = tuple[int, int, Term]
"""Where a term stands in a text: from, to, and which it is."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A Traditional character that was chosen by rule and without certainty."""

    offset: int
    """Where it stands in the Traditional text."""
    simplified: str
    chosen: str
    others: tuple[str, ...]
    """The other forms its Simplified character may have."""


def findings(project: Project, locale: Locale, page: str, message: Message) -> tuple[Finding, ...]:
    """What the rules find in one translation; also in a fuzzy one, if it has words.

    A translator's silence ends here: whoever signs is told what was found, and why it was silenced.
    """
    if not message.target:
        return ()
    told = silences(message.comment)
    found = check_translation(TRANSLATION_CHECKS, subjects(project, locale, page)(replace(message, comment="")))
    return tuple(
        replace(one, message=f"{one.message} (silenced: {told[one.rule]})") if one.rule in told else one
        for one in found
    )


def subjects(project: Project, locale: Locale, page: str) -> Callable[[Message], Translation]:
    """Makes a page's translations into what the rules want, with what the project's glossary and script have to say."""
    glossary = project.glossary

    def misuses(source: str, target: str) -> Iterator[tuple[str, str]]:
        for misuse in glossary.misuses(source, target, locale.code):
            yield misuse.text, " / ".join(misuse.term.approved(locale.code)) or "other words"

    def terms(source: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        for term in glossary.terms_in(source):
            yield term.english[0], term.approved(locale.code)

    return partial(
        Translation,
        path=project.name(project.catalog_path(locale, page)),
        locale=locale,
        misuses=misuses,
        terms=terms,
        foreign_words=project.chinese.mainland_words if locale.script == "Hant" else lambda _: (),
        wrong_script=lambda text: chinese.wrong_script(text, locale.script),
        mathematics=project.mathematics if page != INTERFACE else None,
        wording=project.wording(locale),
    )


def doubts(project: Project, locale: Locale, page: str, catalog: Catalog) -> Mapping[Key, tuple[Doubt, ...]]:
    """The uncertain characters of a derived catalogue's messages, in the order of their texts.

    A message that a person has edited, or whose Simplified has moved since, has none: its characters were not chosen
    by rule. Empty for a locale that is derived from no other.
    """
    if locale.derived_from is None:
        return {}
    origin = {message.key: message.target for message in project.catalog(_origin(locale), page).live}
    memory = project.memory(memory_of(page))
    tables = made_from(project)
    found: dict[Key, tuple[Doubt, ...]] = {}
    for message in catalog.live:
        if derived.is_derived(message) and message.key in origin:
            simplified = origin[message.key]
            explain = partial(_explained, project.chinese, simplified)
            converted, doubtful = memory.recall(f"{tables} {simplified}", explain)
            if converted == message.target:
                found[message.key] = tuple(Doubt(at, own, form, tuple(others)) for at, own, form, others in doubtful)
    return found


def memory_of(page: str) -> str:
    """The kind of memory that keeps what there is to say about a page."""
    return f"remarks/{page}"


def made_from(project: Project) -> str:
    """What a remark depends on besides the texts it is about, as a digest: settings, tables, facts and contacts."""
    own = (project.content, project.local / "content")
    paths = [folder / name for folder in own for name in ("facts.toml", "contacts.toml")]
    paths += [project.locales / f"{name}.tsv" for name in ("glossary", "vocabulary", "verdicts")]
    paths += sorted(project.locales.glob("words/*.toml"))
    paths += [project.root / "pyproject.toml", project.local / "kyr.toml"]
    names = {project.name(path): path for path in paths if files.exists(path)}
    return fingerprint.of_parts((name, files.read_bytes(path, name)) for name, path in names.items())


def _explained(converter: chinese.Converter, simplified: str) -> list[Any]:
    """The Traditional made from a text, and its doubtful characters as lists."""
    return [converter.convert(simplified), [list(dataclasses.astuple(one)) for one in _doubts(converter, simplified)]]


def _origin(locale: Locale) -> Locale:
    assert locale.derived_from is not None
    return languages.locale(locale.derived_from)


def _doubts(converter: chinese.Converter, simplified: str) -> tuple[Doubt, ...]:
    forms = chinese_tables.opencc_table("STCharacters")
    found = chinese_report.uncertain(converter.explain(simplified))
    return tuple(
        Doubt(
            one.output,
            one.simplified,
            one.chosen,
            tuple(form for form in forms.get(one.simplified, ()) if form != one.chosen),
        )
        for one in sorted(found, key=lambda one: one.offset)
    )


def terms_at(glossary: Glossary, english: str) -> tuple[Span, ...]:
    """Where the glossary's terms stand in an English text, in reading order, without overlaps."""
    words = list(_WORD.finditer(english))
    found: list[Span] = []
    for term in glossary.terms_in(english):
        for name in map(_WORD.findall, term.english):
            for at in range(len(words) - len(name) + 1):
                near = words[at : at + len(name)]
                start, end = near[0].start(), near[-1].end()
                if _resembles(near, name) and glossary.terms_in(english[start:end]) == (term,):
                    found.append((start, end, term))
    return _apart(found)


def _resembles(words: Iterable[re.Match[str]], name: Iterable[str]) -> bool:
    """Whether these words may be the name's, inflected: victim, victims; agency, agencies."""
    pairs = zip(words, name, strict=True)
    return all(word[0].casefold().startswith(stem[:-1].casefold()) for word, stem in pairs)


def renderings_at(terms: Iterable[Term], text: str, locale_code: str) -> tuple[Span, ...]:
    """Where approved renderings of these terms stand in a translation, in reading order, without overlaps."""
    return _apart(
        (match.start(), match.end(), term)
        for term in terms
        for words in term.approved(locale_code)
        for match in re.finditer(re.escape(words), text)
    )


def _apart(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Of spans that overlap, the longest; of equally long ones, the first."""
    kept: list[Span] = []
    for start, end, term in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= a or b <= start for a, b, _ in kept):
            kept.append((start, end, term))
    return tuple(sorted(kept, key=lambda span: span[0]))
