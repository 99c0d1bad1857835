"""The command that writes catalogues for other tools."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.shell import command, err, main, output_option, page_option, write
from pipeline.project import Project

_SUFFIX = {"xliff1": ".xlf", "xliff2": ".xlf", "tmx": ".tmx"}


@main.command(name="export")
@click.argument("locale")
@click.option("--format", "form", type=click.Choice(list(_SUFFIX)), required=True, help="The format of the file.")
@page_option
@output_option("build/exchange/...")
@command
def export_(locale: str, form: str, pages: tuple[str, ...], output: Path | None) -> None:
    """Write a locale's catalogues as XLIFF or TMX (needs the extra kyr[exchange])."""
    from pipeline import exchange

    project = Project.find()
    target = project.locale(locale)
    data = exchange.export(project, target, pages or project.catalog_names(target), form)
    name = f"kyr-{target.code}-{form}{_SUFFIX[form]}"
    write(project, output or project.build / "exchange" / name, data)
    err.print(exchange.LOST[form], markup=False, soft_wrap=True)
