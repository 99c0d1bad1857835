"""Where a project's files are: names and folders only, so that a command with nothing to do need not load the rest."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import ConfigError


def root(start: Path | None = None) -> Path:
    """The project's folder that ``start`` (the current folder) lies in. Raises ConfigError outside of one."""
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "pyproject.toml").is_file() and (folder / "content").is_dir():
            return folder
    raise ConfigError(str(here), "no kyr project here", "Go to the folder that holds pyproject.toml and content/")


class Place:
    """One checkout on disk."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.content = root / "content"
        self.locales = root / "locales"
        self.local = root / "local"
        self.build = root / "build"

    def name(self, path: Path) -> str:
        """How messages call a file: relative to the root, with forward slashes."""
        return path.relative_to(self.root).as_posix() if path.is_relative_to(self.root) else str(path)

    def template_path(self, page: str) -> Path:
        """Where a page's template is."""
        return self._shelf(page) / "templates" / f"{page}.pot"

    def _shelf(self, page: str) -> Path:
        """locales/, or local/locales/ for a page that the organization has written itself."""
        own = self.local / "content"
        is_own = (own / f"{page}.md").exists() or (page.endswith(".vtt") and (own / page).exists())
        return self.local / "locales" if is_own else self.locales
