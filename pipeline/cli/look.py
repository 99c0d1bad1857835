"""The commands that only look."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.shell import command, err, json_option, main, output_option, progress, today, write
from pipeline.errors import KyrError, counted, position
from pipeline.model import Finding, Severity
from pipeline.project import Project

if TYPE_CHECKING:
    from pipeline.extensions import Extensions


@main.command()
@json_option
@click.option("--rule", help="Explain this rule instead of checking.")
@click.option("--readability", is_flag=True, help="Print each page's reading grade and hardest sentence instead.")
@command
def check(as_json: bool, rule: str | None, readability: bool) -> None:
    """Check every page and every translation; exit 1 if there are errors."""
    from pipeline import inspection, report

    if rule:
        click.echo(inspection.explain(rule))
        return
    if readability:
        click.echo(report.readability_table(Project.find()), nl=False)
        return
    _findings(list(inspection.inspect(Project.find())), as_json)


@main.group()
def glossary() -> None:
    """Check that translations use the term base, or export it."""


@glossary.command(name="check")
@json_option
@command
def glossary_check(as_json: bool) -> None:
    """Find terms that are not rendered as the glossary says, and words it forbids."""
    from pipeline import inspection

    _findings(list(inspection.glossary_findings(Project.find())), as_json)


@glossary.command(name="tbx")
@output_option("build/glossary.tbx")
@command
def glossary_tbx(output: Path | None) -> None:
    """Write the term base as TBX, for translation tools (needs the extra kyr[exchange])."""
    from pipeline import termbase

    project = Project.find()
    about = f": {counted(len(project.glossary.terms), 'term')}"
    write(project, output or project.build / "glossary.tbx", termbase.export(project.glossary), about)


def _findings(findings: list[Finding], as_json: bool) -> None:
    """Print findings, the count last; exit 1 when one is an error."""
    if as_json:
        click.echo(json.dumps([_as_dict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(_line(finding))
        errors = sum(finding.severity is Severity.ERROR for finding in findings)
        click.echo(f"{counted(errors, 'error')}, {counted(len(findings) - errors, 'warning')}")
    if any(finding.severity is Severity.ERROR for finding in findings):
        sys.exit(1)


def _line(finding: Finding) -> str:
    where = position(finding.path, finding.line)
    return f"{where}: {finding.severity.value}: {finding.rule}: {finding.message}. {finding.hint}"


def _as_dict(finding: Finding) -> dict[str, object]:
    return {**dataclasses.asdict(finding), "severity": finding.severity.value}


@main.command()
@click.argument("locales", metavar="[LOCALE]...", nargs=-1)
@json_option
@click.option(
    "--html",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="Write a web page instead, with ages and what blocks a release; by default build/status.html.",
)
@command
def status(locales: tuple[str, ...], as_json: bool, html: str | None) -> None:
    """Show how far each page has come, in every locale or in those named.

    Units are counted by state; columns such as "legal?" count those that are signed in a role.
    """
    from pipeline import report
    from pipeline.review import standing

    project = Project.find(remember=html is None)
    if html is not None and (locales or html in {one.code for one in project.config.everywhere}):
        raise click.UsageError("--html shows every locale; leave the locales out.")
    wanted = {project.locale(code).code for code in locales}
    rows, errors = standing.standings(project)
    rows = tuple(row for row in rows if not wanted or row.locale in wanted)
    project.keep()
    if html is not None:
        from pipeline.review import standing_html

        path = Path(html) if html else project.build / "status.html"
        write(project, path, standing_html.page(project, today()).encode())
    else:
        click.echo(report.as_json(rows) if as_json else f"{report.totals(rows)}\n{report.as_table(rows)}", nl=False)
    unknown = report.unknown_authors(rows)
    if unknown:
        err.print(unknown, markup=False, soft_wrap=True)
    for error in errors:
        err.print(f"error: {error}", markup=False, soft_wrap=True)
    if errors:
        sys.exit(2)


@main.command()
@click.argument("locales", metavar="[LOCALE]...", nargs=-1)
@json_option
@command
def words(locales: tuple[str, ...], as_json: bool) -> None:
    """Count what is still to be translated, page by page, in every locale or in those named."""
    from pipeline import report, todo

    project = Project.find()
    rows = todo.words_left(project, [project.locale(code) for code in locales] or project.config.locales)
    click.echo(report.words_as_json(rows) if as_json else report.words_as_table(rows), nl=False)


@main.command()
@json_option
@click.option(
    "--stale-on",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Only facts whose sources must be read again by that day.",
)
@command
def facts(as_json: bool, stale_on: datetime.datetime | None) -> None:
    """List every fact, the most urgent first: when it was read, how long it holds, where it is used."""
    from pipeline import report

    project = Project.find()
    rows = report.fact_rows(project, today(), stale_on and stale_on.date())
    click.echo(report.facts_as_json(rows) if as_json else report.facts_as_table(rows), nl=False)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--pseudo", is_flag=True, help="Also list prose that no unit covers.")
@click.option(
    "-f",
    "--config-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The site's mkdocs.yml, if it has another name or place.",
)
@click.option(
    "--extension",
    "extensions",
    multiple=True,
    help="Use this Markdown extension instead of those in mkdocs.yml; may be repeated.",
)
@command
def verify(paths: tuple[Path, ...], pseudo: bool, config_file: Path | None, extensions: tuple[str, ...]) -> None:
    """Prove that translating Markdown breaks nothing, in any files or folders (by default, this project).

    A page that cannot be read, or that its own extensions reject, is named; the others are still verified.
    """
    if paths:
        found = [file for path in paths for file in (sorted(path.rglob("*.md")) if path.is_dir() else [path])]
    else:
        project = Project.find()
        found, paths = [file for file in project.page_files.values() if file.suffix == ".md"], (project.content,)
    used, folder = _markdown_of(paths[0], config_file, extensions)
    absolute = [file.absolute() for file in found]
    with contextlib.chdir(folder or Path.cwd()):  # snippets and includes are looked for where MkDocs is run
        identical = _verified([*zip(found, absolute, strict=True)], used, pseudo)
    click.echo(f"{identical} of {counted(len(found), 'page')} identical")
    if identical < len(found):
        sys.exit(1)


def _markdown_of(path: Path, config_file: Path | None, names: tuple[str, ...]) -> tuple[Extensions, Path | None]:
    """The extensions to use, said on standard error, and the folder to work in if it is not this one."""
    from pipeline import extensions

    folder = None
    if names:
        used = extensions.named(names)
    elif config_file:
        used = extensions.of_site(config_file, str(config_file))
    else:
        used, folder = extensions.of_folder(path)
        if folder is None:
            err.print(f"no mkdocs.yml in or above {path}: verifying with the usual extensions", markup=False)
    return used, folder


def _verified(found: Sequence[tuple[Path, Path]], used: Extensions, pseudo: bool) -> int:
    """How many pages are identical; whatever there is to say of the others, and of prose without a unit, is printed."""
    from pipeline import files, pages
    from pipeline.verify import compare

    converter = used.converter()
    identical = 0
    with progress("verifying", len(found)) as step:
        for file, absolute in found:
            step()
            try:
                compared = compare(converter, str(file), pages.body(files.read_text(absolute, str(file))), pseudo)
            except KyrError as error:
                click.echo(str(error))
                continue
            identical += compared.identical
            if not compared.identical:
                click.echo(f"{file}: {compared.difference}")
            for text in compared.uncovered:
                click.echo(f"{file}: no unit covers: {text}")
    return identical
