"""The commands that make what a session needs: captions for its videos, slides for its screen."""

from __future__ import annotations

import click

from pipeline.cli.shell import command, main, progress, tell_changes
from pipeline.project import Project


@main.command()
@command
def captions() -> None:
    """Write the caption files (.vtt) of every video, in each language alone and beside English."""
    from pipeline.videos import Captioner

    tell_changes(Captioner(Project.find()).write())


@main.command()
@command
def slides() -> None:
    """Write every deck in content/slides as 16:9 PDFs: alone, beside English, and both with speaker notes."""
    from pipeline.print.slides import Projector, decks

    project = Project.find()
    projector = Projector(project)
    wanted = list(decks(project))
    changed = []
    with progress("slides", len(wanted)) as step:
        for deck in wanted:
            if projector.write(deck):
                changed.append(f"build/{deck.path}")
            step()
    tell_changes(changed)
    click.echo("Slides:   build/slides/<locale>/<deck>.pdf")
