"""A small project to try things on, and the real one built once."""

from __future__ import annotations

import contextlib
import gc
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Page

from pipeline.cli import main
from tests.browser import chromium
from tests.served import PHONE, served

# The suite tries the same examples every time, so that a red run means a change; KYR_FUZZ=1 tries new ones.
settings.register_profile("suite", derandomize=not os.environ.get("KYR_FUZZ"), deadline=None)
settings.load_profile("suite")

ROOT = Path(__file__).parents[1]

PAGE = """---
title: {title}
description: A short page.
facts: [F-001]
handout: {{handout: 2}}
---

# {title}

Call {{{{ nht.phone }}}} **now**.

See [the other page](other.md#more "About it").

## More

You must not sign.
"""

FACTS = """["F-001"]
claim = "It is so."
citation = "22 U.S.C. 7102(11)"
as_of = "2025-12-29"
seen = 2026-11-21
volatile = "no"
status = "read"
confidence = "high"
check_by = 2028-11-21
"""

CONTACT = """[nht]
name = "National Hotline"
names = { zh_Hans = "全国热线" }
phone = "1-888-373-7888"
text = { to = "233733", word = "HELP" }
tty = "866-604-5350"
url = "https://example.org"
languages = "200 and more languages"
hours = "24/7"
region = "us"
area = "US"
topics = ["trafficking"]
source = "its own page"
seen = 2026-11-21
status = "printable"
confidence = "high"
note = "recheck"
"""


def without(entry: str, *keys: str) -> str:
    """An entry of facts.toml or contacts.toml without the lines of these keys."""
    return "".join(line for line in entry.splitlines(keepends=True) if line.partition(" ")[0] not in keys)


CONTACTS = without(CONTACT, "names", "text", "tty", "url", "languages", "hours", "note")


def pytest_sessionfinish() -> None:
    """Stop Java, if a test has started it, while it can still catch its own signals.

    It reads a null pointer and catches SIGSEGV instead of asking first. When pytest ends, it takes its faulthandler
    back, and Java's handler goes with it: what Java did after that, such as its last cleaning, could end the process.
    """
    jpype = sys.modules.get("jpype")
    if jpype and jpype.isJVMStarted():
        jpype.shutdownJVM()


@pytest.fixture(autouse=True)
def _garbage() -> Iterator[None]:
    """A command switches Python's search for garbage off for good: it ends, and this process does not."""
    yield
    gc.enable()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The root of a project with two pages, one fact and one contact, not yet extracted."""
    return small_project(tmp_path / "project")


def small_project(root: Path) -> Path:
    """The same, in a folder that is not there yet."""
    (root / "content").mkdir(parents=True)
    (root / "content" / "index.md").write_text(PAGE.format(title="Know your rights"), "utf-8")
    (root / "content" / "other.md").write_text(PAGE.format(title="The other page"), "utf-8")
    (root / "content" / "facts.toml").write_text(FACTS, "utf-8")
    (root / "content" / "contacts.toml").write_text(CONTACTS, "utf-8")
    (root / "locales").mkdir()
    for name in ("glossary.tsv", "vocabulary.tsv"):
        shutil.copy(ROOT / "locales" / name, root / "locales")
    shutil.copytree(ROOT / "site", root / "site")
    shutil.copy(ROOT / "mkdocs.yml", root)
    settings = (root / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(settings[: settings.index("nav:")], "utf-8")
    (root / "pyproject.toml").write_text(
        '[tool.kyr]\nlocales = ["zh_Hans", "zh_Hant"]\n'
        '[tool.kyr.organization]\nname = "Example"\nurl = "https://example.org/"\n',
        "utf-8",
    )
    return root


def kyr(
    root: Path, *arguments: str, stdin: str | bytes | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, in a process of its own."""
    data = stdin.encode() if isinstance(stdin, str) else stdin
    result = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *arguments],
        cwd=root,
        input=data,
        stdin=subprocess.DEVNULL if data is None else None,
        capture_output=True,
        check=False,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONUTF8": "1",
            "SOURCE_DATE_EPOCH": "1795305600",
            **(env or {}),
        },
    )
    return subprocess.CompletedProcess(
        result.args, result.returncode, result.stdout.decode(), " ".join(result.stderr.decode().split())
    )


@dataclass(frozen=True)
class Ran:
    """How a command ended; what it said on standard error is on one line."""

    returncode: int
    stdout: str
    stderr: str


def run(root: Path, *arguments: str, stdin: str | None = None) -> Ran:
    """The command in this process, which takes a tenth of the time; there is no terminal."""
    with contextlib.chdir(root):
        result = CliRunner().invoke(main, list(arguments), input=stdin, env={"SOURCE_DATE_EPOCH": "1795305600"})
    return Ran(result.exit_code, result.stdout, " ".join(result.stderr.split()))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """build/ of the real project, made in a copy so that a build of one's own is left alone."""
    root = tmp_path_factory.mktemp("real") / "project"
    root.mkdir()
    for name in ("content", "locales", "site"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    result = kyr(root, "build")
    assert result.returncode == 0, result.stderr
    return root / "build"


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """Of the real site."""
    with served(built / "site") as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with chromium() as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone that has never been anywhere."""
    fresh = browser.new_context(viewport=PHONE)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab on that phone."""
    return context.new_page()
