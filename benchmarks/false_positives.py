"""What the rules for translations find in somebody else's catalogues, per 1,000 messages.

    python -m benchmarks.false_positives [--locale zh_Hans] [--show RULE] FILE.po...

The rules about this project's own glossary are left out: nobody else is bound to it. Take a catalogue that people have
translated and proof-read, of prose if it can be had; whatever is found there is either a fault of it or a false alarm,
and only reading tells which: ``--show`` prints every finding of one rule with its message.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from pipeline import catalog, chinese
from pipeline.checks import TRANSLATION_CHECKS
from pipeline.checks.engine import Translation, check_translation
from pipeline.errors import CatalogError
from pipeline.languages import Locale
from pipeline.model import Finding
from pipeline.project import Project

OURS = {"glossary-terms-used", "no-forbidden-terms"}
LISTING = re.compile(r"(?<!  )\n(?!$)")
"""A line break that is no hard break: kyr folds prose, so a message of several lines is a program's or its output."""
CHECKS = tuple(one for one in TRANSLATION_CHECKS if one.id not in OURS)


def subjects(paths: tuple[Path, ...], locale: Locale, project: Project) -> Iterator[Translation]:
    for path in paths:
        try:
            messages = catalog.parse(path.read_bytes(), str(path)).live
        except CatalogError as error:
            click.echo(f"left out: {error}", err=True)
            continue
        for message in messages:
            if message.target and not message.fuzzy and not LISTING.search(message.source):
                yield Translation(
                    message,
                    str(path),
                    locale,
                    foreign_words=project.chinese.mainland_words if locale.script == "Hant" else lambda _: (),
                    wrong_script=lambda text: chinese.wrong_script(text, locale.script),
                    wording=project.wording(locale),
                )


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--locale", "code", default="zh_Hans", help="The language they are in: one that this project publishes.")
@click.option("--show", help="Print every finding of this rule.")
def run(paths: tuple[Path, ...], code: str, show: str | None) -> None:
    project = Project(Path(__file__).parents[1])
    messages, hit = 0, 0
    counts: Counter[str] = Counter()
    for subject in subjects(paths, project.locale(code), project):
        found: list[Finding] = list(check_translation(CHECKS, subject))
        messages += 1
        hit += bool(found)
        counts.update(finding.rule for finding in found)
        for finding in found:
            if finding.rule == show:
                click.echo(f"{finding.path}:{finding.line}: {finding.message}\n  {subject.source}\n  {subject.target}")
    for rule, count in counts.most_common():
        click.echo(f"{rule:28} {count:6} {1000 * count / messages:8.1f} per 1,000")
    total = counts.total()
    click.echo(f"{'all':28} {total:6} {1000 * total / messages:8.1f} per 1,000; {hit} of {messages} messages")


if __name__ == "__main__":
    run()
