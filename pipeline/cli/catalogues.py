"""The commands that write catalogues."""

from __future__ import annotations

import dataclasses
import json
import os
import stat
import sys
from typing import TYPE_CHECKING

import click

from pipeline.cli.shell import command, main, tell_changes
from pipeline.errors import KyrError

if TYPE_CHECKING:
    from pipeline.project import Project


@main.command()
@command
def extract() -> None:
    """Write the templates (.pot), which list what there is to translate on each page."""
    from pipeline import extracted, place

    here = place.Place(place.root())
    record = extracted.Record(here)
    if record.holds:  # loading what parses takes longer than finding out
        tell_changes(())
        return
    from pipeline import workflow
    from pipeline.project import Project

    tell_changes(workflow.extract(Project(here.root), record))


@main.command()
@command
def update() -> None:
    """Bring every locale's catalogues (.po) up to date with the English pages."""
    from pipeline import workflow
    from pipeline.project import Project

    tell_changes(workflow.update(Project.find()))


@main.command()
@click.option(
    "--explain", is_flag=True, help="After the text, say how each uncertain character was decided, as JSON lines."
)
@click.option("--report", is_flag=True, help="List the characters in all catalogues that somebody should look at.")
@command
def convert(explain: bool, report: bool) -> None:
    """Convert the Simplified catalogues to Traditional; as a filter, convert what is piped in."""
    from pipeline.project import Project

    project = Project.find()
    if report:
        from pipeline import todo

        click.echo(todo.doubts_as_text(todo.doubts(project)), nl=False)
    elif explain or _piped():
        _convert_text(project, explain)
    else:
        from pipeline import workflow

        tell_changes(workflow.convert(project))


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
