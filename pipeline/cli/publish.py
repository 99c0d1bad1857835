"""The commands that make what people read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from pipeline.cli.shell import command, err, main, progress
from pipeline.project import Project

if TYPE_CHECKING:
    from pipeline.printing import Order


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
