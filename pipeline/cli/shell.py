"""What every command shares: the table of contents, plain errors, a progress bar, and how results are printed."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import click
from rich.console import Console

from pipeline import __version__
from pipeline.errors import KyrError

err = Console(stderr=True, highlight=False)

SECTIONS = {
    "Write": ("extract", "update", "convert", "preview"),
    "Look": ("check", "glossary", "status", "why", "words", "facts", "verify"),
    "Review": ("packet", "import", "review", "export"),
    "Publish": ("build", "handouts", "slides", "captions", "release-check"),
    "Set up": ("add-locale", "remove-locale"),
}


class _Contents(click.Group):
    """Help that reads like a table of contents, in the order the work is done."""

    def format_commands(self, _: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by section; a command in no section would be a mistake, and a test says so."""
        for title, names in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name, self.commands[name].get_short_help_str(100)) for name in names])


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Every error a user can meet becomes one line and exit code 2; Ctrl-C says that nothing was lost."""
    try:
        yield
    except KyrError as error:
        err.print(f"error: {error}", markup=False, soft_wrap=True)
        sys.exit(2)
    except KeyboardInterrupt:
        err.print("stopped; every file is either as it was or completely written", markup=False)
        sys.exit(130)
    except BrokenPipeError:  # `kyr status | head` closed the pipe: not a fault
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("KYR_TRACEBACK"):
            raise
        err.print(
            f"error: a mistake in kyr itself: {type(error).__name__}: {error}. Your files are untouched; ", end=""
        )
        err.print("please report it with what KYR_TRACEBACK=1 kyr ... shows", markup=False, soft_wrap=True)
        sys.exit(2)


def command(function: Callable[..., None]) -> Callable[..., None]:
    """Run a command so that every error it meets is one line; goes under the ``click`` decorators."""

    @wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> None:
        with _plain_errors():
            function(*args, **kwargs)

    return wrapper


def keep_everything() -> None:
    """For a command that reads a great many small values, keeps them all and ends: it need not look for garbage.

    Looking takes a quarter to a third of its time.
    """
    gc.disable()


@click.group(cls=_Contents, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kyr")
def main() -> None:
    """Know-your-rights materials, from English pages to reviewed, printable, multilingual ones."""


def tell_changes(changed: Iterable[str], verb: str) -> None:
    """Name each file as it changes, then how many did."""
    count = 0
    for name in changed:
        click.echo(f"{verb} {name}")
        count += 1
    click.echo(f"{count} files changed" if count else "nothing to change")


@contextmanager
def progress(title: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar on the terminal while long work runs; silent where standard error is a file."""
    from rich.progress import Progress

    with Progress(console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task(title, total=total)
        yield lambda: progress.advance(task)
