"""The command ``kyr``: the only module that prints or exits.

Exit codes: 0 all is well; 1 a check found errors; 2 something could not be read, written or understood.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.progress import Progress

from pipeline import __version__
from pipeline.errors import KyrError
from pipeline.model import Finding, Severity
from pipeline.project import Project

if TYPE_CHECKING:
    from pipeline.printing import Order

_err = Console(stderr=True, highlight=False)

_SECTIONS = {
    "Write": ("extract", "update", "convert"),
    "Look": ("check", "glossary", "status", "words", "facts", "verify"),
    "Publish": ("build", "handouts"),
}


class _Contents(click.Group):
    """Help that reads like a table of contents, in the order the work is done."""

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by section; a command in no section would be a mistake, and a test says so."""
        for title, names in _SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, self.commands[name].get_short_help_str(100)) for name in names])


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Every error a user can meet becomes one line and exit code 2; Ctrl-C says that nothing was lost."""
    try:
        yield
    except KyrError as error:
        _err.print(f"error: {error}", markup=False, soft_wrap=True)
        sys.exit(2)
    except KeyboardInterrupt:
        _err.print("stopped; every file is either as it was or completely written", markup=False)
        sys.exit(130)
    except BrokenPipeError:  # `kyr status | head` closed the pipe: not a fault
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("KYR_TRACEBACK"):
            raise
        _err.print(
            f"error: a mistake in kyr itself: {type(error).__name__}: {error}. Your files are untouched; ", end=""
        )
        _err.print("please report it with what KYR_TRACEBACK=1 kyr ... shows", markup=False, soft_wrap=True)
        sys.exit(2)


def _command(function: Callable[..., None]) -> Callable[..., None]:
    @wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> None:
        with _plain_errors():
            function(*args, **kwargs)

    return wrapper


@click.group(cls=_Contents, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kyr")
def main() -> None:
    """Know-your-rights materials, from English pages to reviewed, printable, multilingual ones."""


# ---- write ----


def _report(changed: Iterable[str], verb: str) -> None:
    count = 0
    for name in changed:
        click.echo(f"{verb} {name}")
        count += 1
    click.echo(f"{count} files changed" if count else "nothing to change")


@main.command()
@_command
def extract() -> None:
    """Write the templates (.pot): what each page has to be translated."""
    from pipeline import workflow

    _report(workflow.extract(Project.find()), "wrote")


@main.command()
@_command
def update() -> None:
    """Bring every locale's catalogues (.po) up to the English pages."""
    from pipeline import workflow

    _report(workflow.update(Project.find()), "wrote")


@main.command()
@click.option(
    "--explain", is_flag=True, help="After the text, print who decided each uncertain character, as JSON lines."
)
@click.option("--report", is_flag=True, help="List the characters of all catalogues that somebody should look at.")
@_command
def convert(explain: bool, report: bool) -> None:
    """Derive the Traditional catalogues from the Simplified ones; as a filter, convert what is piped in."""
    project = Project.find()
    if report:
        from pipeline import todo

        click.echo(todo.doubts_as_text(todo.doubts(project)), nl=False)
    elif explain or _piped():
        _convert_text(project, explain)
    else:
        from pipeline import workflow

        _report(workflow.convert(project), "wrote")


def _convert_text(project: Project, explain: bool) -> None:
    from pipeline import chinese_report

    try:
        text = sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KyrError("standard input", "the text is not UTF-8", "Convert it with iconv first") from error
    converted = project.chinese.convert(text)
    sys.stdout.buffer.write(converted.encode())
    if explain:
        sys.stdout.buffer.write(b"" if converted.endswith("\n") else b"\n")
        for decision in chinese_report.uncertain(project.chinese.explain(text)):
            record = {**dataclasses.asdict(decision), "kind": decision.kind.value}
            sys.stdout.buffer.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")
    sys.stdout.flush()


def _piped() -> bool:
    """Whether somebody pipes text in; a terminal and /dev/null are not that."""
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (OSError, ValueError, AttributeError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISREG(mode)


# ---- look ----


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print findings as one JSON array.")
@click.option("--rule", help="Explain a rule instead of running it.")
@click.option("--readability", is_flag=True, help="Print each page's reading grade and hardest sentence instead.")
@_command
def check(as_json: bool, rule: str | None, readability: bool) -> None:
    """Check every page and every translation; exit 1 when there are errors."""
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
    """The term base: check that translations use it."""


@glossary.command(name="check")
@click.option("--json", "as_json", is_flag=True, help="Print findings as one JSON array.")
@_command
def glossary_check(as_json: bool) -> None:
    """Find terms that are not rendered as the glossary says, and words it forbids."""
    from pipeline import inspection

    _findings(list(inspection.glossary_findings(Project.find())), as_json)


def _findings(findings: list[Finding], as_json: bool) -> None:
    """Print findings, the count last; exit 1 when one is an error."""
    if as_json:
        click.echo(json.dumps([_as_dict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(_line(finding))
        errors = sum(finding.severity is Severity.ERROR for finding in findings)
        click.echo(f"{errors} errors, {len(findings) - errors} warnings")
    if any(finding.severity is Severity.ERROR for finding in findings):
        sys.exit(1)


def _line(finding: Finding) -> str:
    place = finding.path if finding.line is None else f"{finding.path}:{finding.line}"
    return f"{place}: {finding.severity.value}: {finding.rule}: {finding.message}. {finding.hint}"


def _as_dict(finding: Finding) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "path": finding.path,
        "line": finding.line,
        "message": finding.message,
        "hint": finding.hint,
    }


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print the same as JSON.")
@_command
def status(as_json: bool) -> None:
    """Show where every page stands in every locale."""
    from pipeline import report

    project = Project.find()
    rows, errors = report.standings(project)
    click.echo(report.as_json(rows) if as_json else report.as_table(rows), nl=False)
    for error in errors:
        _err.print(f"error: {error}", markup=False, soft_wrap=True)
    if errors:
        sys.exit(2)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print the same as JSON.")
@_command
def words(as_json: bool) -> None:
    """Count the words and characters still to translate, page by page."""
    from pipeline import report, todo

    rows = todo.words_left(Project.find())
    click.echo(report.words_as_json(rows) if as_json else report.words_as_table(rows), nl=False)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print the same as JSON.")
@click.option("--stale-on", type=click.DateTime(["%Y-%m-%d"]), help="Only what somebody must re-read by that day.")
@_command
def facts(as_json: bool, stale_on: datetime.datetime | None) -> None:
    """List every fact: read when, holds until when, used where; the most urgent first."""
    from pipeline import report

    project = Project.find()
    rows = report.fact_rows(project, datetime.datetime.now(tz=datetime.UTC).date(), stale_on and stale_on.date())
    click.echo(report.facts_as_json(rows) if as_json else report.facts_as_table(rows), nl=False)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--pseudo", is_flag=True, help="Also list prose that no unit covers.")
@click.option("--extension", "extensions", multiple=True, help="Use this Markdown extension; repeat for more.")
@_command
def verify(paths: tuple[Path, ...], pseudo: bool, extensions: tuple[str, ...]) -> None:
    """Prove that translating Markdown files (any folder; this project's pages by default) can break nothing."""
    from pipeline import files, pages
    from pipeline.markdown import EXTENSIONS
    from pipeline.verify import Verifier

    if not paths:
        paths = (Project.find().content,)
    found = [file for path in paths for file in (sorted(path.rglob("*.md")) if path.is_dir() else [path])]
    verifier = Verifier(extensions or EXTENSIONS)
    identical = 0
    with _progress("verifying", len(found)) as step:
        for file in found:
            verdict = verifier.verify(str(file), pages.body(files.read_text(file, str(file))), pseudo)
            identical += verdict.identical
            if not verdict.identical:
                click.echo(f"{file}: {verdict.difference}")
            for text in verdict.uncovered:
                click.echo(f"{file}: no unit covers: {text}")
            step()
    click.echo(f"{identical} of {len(found)} pages identical")
    if identical < len(found):
        sys.exit(1)


# ---- publish ----


@main.command()
@click.option("--strict", is_flag=True, help="Stop at MkDocs' warnings too.")
@_command
def build(strict: bool) -> None:
    """Build the site and every handout into build/."""
    from pipeline import printing, site

    project = Project.find()
    os.environ["SOURCE_DATE_EPOCH"] = str(project.moment)
    for warning in site.build(project.root, strict):
        _err.print(f"warning: {warning}", markup=False, soft_wrap=True)
    _print(project, list(printing.orders(project)))
    click.echo("Site:     build/site/index.html")
    click.echo("Handouts: build/handouts/<locale>/<page>.pdf")


@main.command()
@click.argument("pages", nargs=-1)
@click.option("--locale", "locales", multiple=True, help="Only this locale; repeat for more.")
@click.option("--paper", type=click.Choice(["us-letter", "a4"]), default="us-letter", show_default=True)
@_command
def handouts(pages: tuple[str, ...], locales: tuple[str, ...], paper: str) -> None:
    """Print the handouts of all pages, or of the pages named, as PDF."""
    from pipeline import printing

    project = Project.find()
    _print(project, list(printing.orders(project, pages, locales, paper)))


def _print(project: Project, orders: list[Order]) -> None:
    from pipeline.printing import Press

    press = Press(project)
    with _progress("printing", len(orders)) as step:
        for order in orders:
            press.print(order)
            step()


@contextmanager
def _progress(title: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar on the terminal while long work runs; silent where standard error is a file."""
    with Progress(console=_err, transient=True, disable=not _err.is_terminal) as progress:
        task = progress.add_task(title, total=total)
        yield lambda: progress.advance(task)


if __name__ == "__main__":
    main()
