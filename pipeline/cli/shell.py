"""What every command shares: the table of contents, plain errors, a progress bar, and how results are printed."""

from __future__ import annotations

import atexit
import datetime
import gc
import importlib
import io
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import __version__
from pipeline.errors import KyrError, counted

if TYPE_CHECKING:
    from rich.console import Console

    from pipeline.project import Project

SECTIONS = {
    "Write": {"extract": "catalogues", "update": "catalogues", "convert": "catalogues", "preview": "publish"},
    "Look": {
        "check": "look",
        "glossary": "look",
        "status": "look",
        "why": "reviewing",
        "words": "look",
        "facts": "look",
        "verify": "look",
    },
    "Review": {"packet": "packets", "import": "reviewing", "review": "reviewing", "export": "exchanging"},
    "Publish": {
        "build": "publish",
        "handouts": "publish",
        "slides": "sessions",
        "captions": "sessions",
        "release-check": "publish",
    },
    "Set up": {"add-locale": "locales", "remove-locale": "locales"},
}
"""Every command in the order the work is done, and the module beside this one that it is in."""


class _Contents(click.Group):
    """Help that reads like a table of contents; a command's module is loaded when the command is asked for.

    Loading them all takes longer than most commands run.
    """

    def list_commands(self, _: click.Context) -> list[str]:
        """In the order of the sections."""
        return [name for names in SECTIONS.values() for name in names]

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Loading the module registers the command; a test holds SECTIONS to what the modules register."""
        for names in SECTIONS.values():
            if name in names:
                with _plain_errors():  # it takes long enough for somebody to press Ctrl-C
                    importlib.import_module(f"pipeline.cli.{names[name]}")
        return super().get_command(context, name)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by section."""
        for title, names in SECTIONS.items():
            commands = [command for name in names if (command := self.get_command(context, name))]
            with formatter.section(title):
                formatter.write_dl([(command.name or "", command.get_short_help_str(100)) for command in commands])


class _StandardError:
    """Standard error, written by rich, which is loaded with the first message."""

    @cached_property
    def console(self) -> Console:
        """Rich's console."""
        from rich.console import Console

        return Console(stderr=True, highlight=False)

    def print(self, *words: object, **how: Any) -> None:
        """As rich's own ``print``."""
        self.console.print(*words, **how)


err = _StandardError()


def today() -> datetime.date:
    """The day by the clock: what is signed, or still holds, today, whatever day a build is made for."""
    return datetime.datetime.now().astimezone().date()


def _on_one_line(text: str) -> str:
    """An error may name a file, and a file may be called anything: nothing in it begins a line or moves a terminal."""
    from pipeline.inline import visible

    return visible(" ".join(text.splitlines()))


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Each error a user can meet becomes one line, and exit code 2; Ctrl-C says that nothing was lost."""
    try:
        yield
    except KyrError as error:
        for one in (error, *error.others):
            err.print(f"error: {_on_one_line(str(one))}", markup=False, soft_wrap=True)
        sys.exit(2)
    except (KeyboardInterrupt, click.Abort):  # the second is what click makes of Ctrl-C and Ctrl-D at a question
        err.print("stopped; every file is either unchanged or completely written", markup=False)
        sys.exit(130)
    except click.ClickException:  # what was typed cannot be meant: click says so
        raise
    except BrokenPipeError:  # `kyr status | head` closed the pipe: not a fault
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("KYR_TRACEBACK"):
            raise
        err.print(f"error: {_on_one_line(_unforeseen(error))}", markup=False, soft_wrap=True)
        sys.exit(2)


def _unforeseen(error: Exception) -> str:
    """What to say of an error that is no KyrError: whose it is, and what to do."""
    if isinstance(error, OSError):  # a full disk, a file in a folder's place
        where = error.filename or "standard output"
        return f"{where}: {error.strerror or error}. Every file is either unchanged or completely written"
    if isinstance(error, ModuleNotFoundError) and not (error.name or "").startswith("pipeline"):
        return f"the Python package '{error.name}' is not installed. Run `make build`, or: pip install -e ."
    wrong = f"a bug in kyr: {type(error).__name__}: {error}. Every file is either unchanged or completely written"
    return f"{wrong}; please report what KYR_TRACEBACK=1 kyr ... shows"


def command(function: Callable[..., None]) -> Callable[..., None]:
    """Run a command so that every error it meets is one line; goes under the ``click`` decorators."""

    @wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> None:
        disable_garbage_collection()
        use_utf8()
        with _plain_errors():
            function(*args, **kwargs)

    return wrapper


def disable_garbage_collection() -> None:
    """Nearly every command builds a great many small values, keeps most of them and ends: collecting would take a fifth
    to a third of its time, the last pass as Python exits included.
    """
    gc.disable()
    atexit.register(gc.freeze)


def use_utf8() -> None:
    """Write UTF-8 to a file or a pipe, and to a terminal what it can show.

    On Windows both would otherwise get the system's own encoding, in which one Chinese character stops a command.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.encoding.lower() not in ("utf-8", "utf8"):
            chosen = stream.isatty() or os.environ.get("PYTHONIOENCODING")
            stream.reconfigure(encoding=None if chosen else "utf-8", errors="backslashreplace")


@click.group(cls=_Contents, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kyr")
def main() -> None:
    """Know-your-rights materials, from English pages to reviewed, printable, multilingual ones."""


page_option = click.option(
    "--page",
    "pages",
    multiple=True,
    help="Only this page, such as trafficking/t-visa, or site for the interface's own words; may be repeated.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead.")


def output_option(usual: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The option that names the file which a command writes, and which it is if nobody does."""
    kind = click.Path(dir_okay=False, path_type=Path)
    return click.option("--output", type=kind, help=f"Where to write it; by default {usual}.")


def write(project: Project, path: Path, data: bytes, about: str = "") -> None:
    """Write the one file that was asked for, and name it with what there is to say about it."""
    from pipeline import files

    files.replace(path, data, project.name(path))
    click.echo(f"wrote {project.name(path)}{about}")


def tell_changes(changed: Iterable[str]) -> None:
    """Name each file as it changes, then how many did."""
    count = 0
    for name in changed:
        click.echo(f"wrote {name}")
        count += 1
    click.echo(f"{counted(count, 'file')} changed" if count else "nothing to change")


@contextmanager
def progress(title: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar on the terminal while long work runs; silent where standard error is a file."""
    from rich.progress import Progress

    with Progress(console=err.console, transient=True, disable=not err.console.is_terminal) as progress:
        task = progress.add_task(title, total=total)
        yield lambda: progress.advance(task)
