"""The commands that make what people read."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.shell import command, err, main, progress
from pipeline.project import Project

if TYPE_CHECKING:
    from pipeline.printing import Order

_GLANCE = 0.2  # seconds between two looks at the files; one look costs a few milliseconds


@main.command()
@click.option("--strict", is_flag=True, help="Stop at MkDocs' warnings too.")
@command
def build(strict: bool) -> None:
    """Build the site and every handout into build/."""
    from pipeline import printing, site

    project = Project.find()
    os.environ["SOURCE_DATE_EPOCH"] = str(project.moment)
    for warning in site.build(project.root, strict):
        err.print(f"warning: {warning}", markup=False, soft_wrap=True)
    _print(project, list(printing.orders(project)))
    click.echo("Site:     build/site/index.html")
    click.echo("Handouts: build/handouts/<locale>/<page>.pdf")


@main.command()
@click.argument("pages", nargs=-1)
@click.option("--locale", "locales", multiple=True, help="Only this locale; repeat for more.")
@click.option("--paper", type=click.Choice(["us-letter", "a4"]), default="us-letter", show_default=True)
@command
def handouts(pages: tuple[str, ...], locales: tuple[str, ...], paper: str) -> None:
    """Print the handouts of all pages, or of the pages named, as PDF."""
    from pipeline import printing

    project = Project.find()
    _print(project, list(printing.orders(project, pages, locales, paper)))


def _print(project: Project, orders: list[Order]) -> None:
    from pipeline.printing import Press

    press = Press(project)
    with progress("printing", len(orders)) as step:
        for order in orders:
            press.print(order)
            step()


@main.command()
@click.argument("locale")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.option("--open/--no-open", "show", default=True, help="Open the browser.")
@command
def preview(locale: str, port: int, show: bool) -> None:
    """Show LOCALE beside English in the browser, and again within a moment whenever a file is saved."""
    from pipeline.preview import Preview

    project = Project.find()
    with tempfile.TemporaryDirectory(prefix="kyr-preview-") as folder:
        desk = Preview(project, project.locale(locale), Path(folder), port)
        click.echo(f"{desk.url}  (Ctrl-C ends the preview)")
        if show:
            click.launch(desk.url)
        try:
            while True:
                if said := desk.look():
                    click.echo(said)
                time.sleep(_GLANCE)
        except KeyboardInterrupt:
            click.echo("ended")
        finally:
            desk.close()
