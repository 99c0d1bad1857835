"""The command that makes review packets."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.shell import command, main, output_option, page_option, write
from pipeline.errors import counted
from pipeline.model import Role
from pipeline.project import Project
from pipeline.review.packets import Only


@main.command()
@click.argument("locale")
@page_option
@click.option("--role", type=click.Choice([role.value for role in Role]), help="The role that is preselected.")
@click.option(
    "--only",
    type=click.Choice([only.value for only in Only]),
    help="Only units whose words have changed, or that are not approved yet.",
)
@click.option(
    "--language",
    type=click.Choice(["en", "zh"]),
    default="en",
    show_default=True,
    help="The language that buttons and notes open in.",
)
@click.option(
    "--xlsx", is_flag=True, help="Write an Excel workbook instead; it has no findings and no earlier wordings."
)
@output_option("build/packets/...")
@command
def packet(
    locale: str,
    pages: tuple[str, ...],
    role: str | None,
    only: str | None,
    language: str,
    xlsx: bool,
    output: Path | None,
) -> None:
    """Write a review packet: one HTML file to open and fill in; the answers come back as a small file."""
    from pipeline.review import packet_html, packets

    project = Project.find(remember=True)
    made = packets.gather(
        project,
        project.locale(locale),
        pages,
        role=Role(role) if role else None,
        only=Only(only) if only else None,
    )
    name = packets.file_name(made)
    if xlsx:
        from pipeline.review import spreadsheet

        data = spreadsheet.write(made)
        name = str(Path(name).with_suffix(".xlsx"))
    else:
        data = packet_html.render(made, project.root, language).encode()
    project.keep()
    about = f": {counted(len(made.items), 'unit')}, {-(-len(data) // 1000)} kB"
    write(project, output or project.build / "packets" / name, data, about)
