"""The commands that make what people read."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.shell import command, err, main, progress, today
from pipeline.errors import WriteError, counted
from pipeline.facts import Region
from pipeline.print.forms import FORMS, PAPER, PAPERS
from pipeline.project import Project

if TYPE_CHECKING:
    from pipeline.print.orders import Wish

_REGIONS = [region.value for region in Region if region is not Region.US]
_FEW = 12  # sheets that are named one by one; a page in all its forms and languages may have more
_GLANCE = 0.2  # seconds between two looks at the files; one look costs a few milliseconds


@main.command()
@click.option("--strict", is_flag=True, help="Treat MkDocs' warnings as errors.")
@click.option("--offline", is_flag=True, help="Also make build/offline, a copy for a USB stick: open its index.html.")
@click.option(
    "--release", "is_release", is_flag=True, help="Build only if everything is approved, and write release.json."
)
@command
def build(strict: bool, offline: bool, is_release: bool) -> None:
    """Build the site and every handout into build/.

    A sheet that cannot be printed is named, everything else is built, and the command exits with 2.
    """
    from pipeline import site
    from pipeline.print.orders import Wish
    from pipeline.review import release

    project = Project.find()
    os.environ["SOURCE_DATE_EPOCH"] = str(project.moment)
    (project.build / release.MANIFEST).unlink(missing_ok=True)  # what it says of build/ is about to be wrong
    if is_release:
        _refuse_unready(project)
        _remove(project.build / "handouts")  # those of pages that are gone
    # first: pages link to their handouts, and to none that could not be printed, and say how large they are
    complete = _print(project, Wish(release=is_release), asked=False)
    if is_release and not complete:
        sys.exit(2)
    for warning in site.build(project.root, strict, project=project):
        err.print(f"warning: {warning}", markup=False, soft_wrap=True)
    if offline:
        site.build(project.root, strict, offline=True, project=project)
    click.echo("Site:     build/site/index.html")
    _tell_list(project)
    if offline:
        click.echo("Offline:  build/offline/index.html")
    if is_release:
        _write_manifest(project)
    if not complete:
        err.print("error: the sheets named above could not be printed; all the rest is built", markup=False)
        sys.exit(2)


def _remove(folder: Path) -> None:
    """Delete a folder. Raises WriteError for one that stays: a release would list what it holds as its own."""
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        pass
    except OSError as error:
        reason = error.strerror or str(error)
        raise WriteError(f"build/{folder.name}", f"cannot be deleted: {reason}", "Delete it, then release") from error


def _refuse_unready(project: Project) -> None:
    """Name everything that keeps a release back, and exit with 1 when there is anything."""
    from pipeline.review import release

    found = list(release.blockers(project, today()))
    for one in found:
        click.echo(f"{one.where}: {one.reason}")
    if found:
        err.print(f"not released: {counted(len(found), 'reason')}, listed above; nothing was built", markup=False)
        sys.exit(1)


def _write_manifest(project: Project) -> None:
    from pipeline import files
    from pipeline.review import release

    path = project.build / release.MANIFEST
    files.replace(path, release.manifest(project).encode(), project.name(path))
    click.echo(f"Manifest: {project.name(path)}")


@main.command(name="release-check")
@click.argument("manifest", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@command
def release_check(manifest: Path | None) -> None:
    """Compare a copy of the site and handouts with its manifest, release.json; exit 1 if a file differs."""
    from pipeline import files
    from pipeline.review import release

    path = (manifest or Project.find().build / release.MANIFEST).resolve()
    name = str(manifest or f"build/{release.MANIFEST}")
    folder = path.parents[1] if path.match(release.MANIFEST) else path.parent  # it may be kept beside the two folders
    found = list(release.differences(files.read_text(path, name), name, folder))
    for difference in found:
        click.echo(difference)
    click.echo(f"{counted(len(found), 'file')} not as released" if found else "every file is as it was released")
    if found:
        sys.exit(1)


@main.command()
@click.argument("pages", nargs=-1)
@click.option("--locale", "locales", multiple=True, help="Only this locale; may be repeated.")
@click.option(
    "--form",
    "forms",
    type=click.Choice(list(FORMS), case_sensitive=False),
    multiple=True,
    help="Only this form; may be repeated.",
)
@click.option(
    "--region",
    type=click.Choice(_REGIONS, case_sensitive=False),
    metavar="STATE",
    help="Leave out services in other states; name yours by its two letters, such as ny.",
)
@click.option(
    "--paper",
    type=click.Choice(list(PAPERS), case_sensitive=False),
    default=PAPER,
    show_default=True,
    help="The paper of every form but pictures.",
)
@click.option(
    "--organization",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Who hands the sheets out: a file like site/print/organizations/new-york.toml.",
)
@click.option("--release", is_flag=True, help="Refuse pages that rest on an expired fact.")
@command
def handouts(
    pages: tuple[str, ...],
    locales: tuple[str, ...],
    forms: tuple[str, ...],
    region: str | None,
    paper: str,
    organization: Path | None,
    release: bool,
) -> None:
    """Write the handouts of all pages, or of those named; build/handouts/index.html lists them."""
    from pipeline.print.orders import Wish

    own = organization.resolve() if organization else None
    project, wish = Project.find(), Wish(pages, locales, forms, region or "", paper, own, release)
    complete = _print(project, wish, asked=True)
    _tell_where(project, wish)
    if not complete:
        sys.exit(2)


def _tell_where(project: Project, wish: Wish) -> None:
    """Name the files of the sheets that were asked for, where they are few; the list names all."""
    from pipeline.print import orders

    wanted = [] if wish.is_everything else [f"build/{order.path}" for order in orders.orders(project, wish)]
    for path in wanted if len(wanted) <= _FEW else ():
        if (project.root / path).is_file():
            click.echo(path)
    _tell_list(project)


def _tell_list(project: Project) -> None:
    from pipeline.print import printing

    if (project.build / printing.LIST).exists():
        click.echo(f"Handouts: build/{printing.LIST}")


def _print(project: Project, wish: Wish, *, asked: bool) -> bool:
    """Print, and name every sheet that could not be; whether there was none.

    Of a site that has no handouts nothing is said, unless somebody ``asked`` for them.
    """
    from pipeline.print import printing

    with ExitStack() as stack:
        result = printing.run(project, wish, lambda count: stack.enter_context(progress("printing", count)))
    for language in result.left_out:
        err.print(f"warning: nothing is printed in {language}", markup=False, soft_wrap=True)
    for error in result.errors:
        err.print(f"error: {error}", markup=False, soft_wrap=True)
    if result.wanted or asked:
        click.echo(str(result))
    return not result.errors


@main.command()
@click.argument("locale")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 picks a free one.")
@click.option("--open/--no-open", "show", default=True, help="Open the browser.")
@command
def preview(locale: str, port: int, show: bool) -> None:
    """Show LOCALE beside English in the browser, and reload whenever a file is saved."""
    from pipeline.preview import Preview

    gc.enable()  # a preview runs for hours
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
