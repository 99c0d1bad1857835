"""Fixtures of the browser tests; a module that wants them says ``pytest_plugins = ("tests.site_fixtures",)``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import chromium
from tests.served import PHONE, served


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    """Of the real site."""
    with served(built / "site") as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone that has never been here."""
    fresh = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
