"""The copy for a USB stick: every link leads to a file, in every language, with nothing but a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import run


def stick(project: Path, tmp_path: Path) -> Path:
    """A small project's copy, taken away from where it was built."""
    assert run(project, "update").returncode == 0
    result = run(project, "build", "--offline")
    assert result.returncode == 0, result.stderr
    assert "build/offline/index.html" in result.stdout
    return (project / "build" / "offline").rename(tmp_path / "stick")


@pytest.fixture
def opened(browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    context = browser.new_context()
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    yield page, complaints
    context.close()


def test_a_copy_opens_from_a_usb_stick_in_every_language(
    project: Path, tmp_path: Path, opened: tuple[Page, list[str]]
) -> None:
    copy = stick(project, tmp_path)
    page, complaints = opened
    page.goto((copy / "index.html").as_uri())
    page.locator(".kyr-words a", has_text="the other page").click()
    assert page.url == f"{(copy / 'other.html').as_uri()}#more"
    page.locator(".kyr-languages a").nth(1).click()
    assert page.url == f"{(copy / 'zh-Hans' / 'other.html').as_uri()}#more"
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert page.locator(".kyr-beside").is_hidden(), "a page of files may not read another file"
    page.locator(".kyr-name").click()
    assert page.url == (copy / "zh-Hans" / "index.html").as_uri()
    assert page.locator(".kyr-leave").evaluate("(bar) => getComputedStyle(bar).position") == "fixed"
    assert complaints == []
    links_lead_to_files(copy)
    assert (copy / "handouts" / "zh-Hans" / "other.pdf").read_bytes().startswith(b"%PDF")
    other = (copy / "zh-Hans" / "other.html").read_text("utf-8")
    assert "canonical" not in other
    assert "example.org/zh-Hans/other/" in other, "what is printed names the page's real address"


def links_lead_to_files(copy: Path) -> None:
    found = 0
    for file in copy.rglob("*.html"):
        for link in re.findall(r'(?:href|src)="([^":#]+)(?:#[^"]*)?"', file.read_text("utf-8")):
            if file.name != "404.html":  # a server's page, with addresses from the root
                assert (file.parent / link).resolve().is_file(), (file, link)
                found += 1
    assert found > 40
