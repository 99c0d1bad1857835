"""The commands that give a project another language and take it back."""

from __future__ import annotations

import click

from pipeline.cli.shell import command, err, main, tell_changes
from pipeline.project import Project


@main.command(name="add-locale")
@click.argument("code")
@command
def add_locale(code: str) -> None:
    """Add a language (es, ko, ar, pt_BR) to catalogues, site and handouts.

    en_XA is accented English, for tests.
    """
    from pipeline import newlocale, report
    from pipeline.print import orders
    from pipeline.review import standing

    root = Project.find().root
    tell_changes(newlocale.add(root, code))
    project = Project(root)
    locale = project.locale(code)
    click.echo(report.totals([row for row in standing.standings(project)[0] if row.locale == locale.code]), nl=False)
    click.echo(f"{locale.name} is in the next build, in English where nobody has translated yet.")
    click.echo(f"Translate with: kyr preview {locale.code}. See what is left with: kyr status {locale.code}")
    click.echo(f"Take it off the site with: kyr remove-locale {locale.code}")
    if missing := orders.missing_font(locale):
        err.print("warning: " + ". ".join(missing), markup=False, soft_wrap=True)


@main.command(name="remove-locale")
@click.argument("code")
@command
def remove_locale(code: str) -> None:
    """Stop publishing a language; its translations stay, and add-locale picks them up again."""
    from pipeline import newlocale

    project = Project.find()
    locale = project.locale(code)
    tell_changes(newlocale.remove(project.root, locale.code))
    click.echo(f"Its translations stay in locales/{locale.code}/")
