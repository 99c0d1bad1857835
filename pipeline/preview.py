"""One locale beside English while somebody translates it: a saved page is new in the browser at once.

The site is built once into a folder of its own, with English and the one locale. After that a saved catalogue costs
one page: it is read, rendered and written by MkDocs itself, with the menu and the templates of the first build.
Anything else that is saved (a page, a table, the theme) builds both locales again.

The server answers this computer only, and adds one small script to each page: MkDocs' own live reload is an inline
script, which the site's Content-Security-Policy rightly stops.
"""

from __future__ import annotations

import http.server
import json
import threading
import urllib.parse
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.commands import build as mkdocs
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.plugins import BasePlugin, event_priority

from pipeline.errors import KyrError
from pipeline.languages import SOURCE, Locale
from pipeline.project import Project
from pipeline.site import KyrPlugin, Settings, quiet

if TYPE_CHECKING:
    import jinja2
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files
    from mkdocs.structure.nav import Navigation
    from mkdocs.structure.pages import Page
    from mkdocs.utils.templates import TemplateContext

HOST = "127.0.0.1"
_SCRIPT = "/preview.js"
_NEWS = "/preview.json"
_PATIENCE = 25.0  # seconds a browser's question for news stays open; shorter than any proxy's or browser's own limit


class _Witness(BasePlugin[Settings]):  # type: ignore[no-untyped-call] # MkDocs leaves it untyped
    """Keeps what MkDocs made on the way, of the locale built last, so that one page can be made again."""

    env: jinja2.Environment
    files: Files
    nav: Navigation
    config_built: MkDocsConfig

    @event_priority(-200)
    def on_env(self, env: jinja2.Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Templates and files."""
        self.env, self.files, self.config_built = env, files, config

    @event_priority(-200)
    def on_page_context(
        self, context: TemplateContext, /, *, page: Page, config: MkDocsConfig, nav: Navigation
    ) -> None:
        """The menu."""
        del context, page, config
        self.nav = nav


class Studio:
    """The site in English and one more locale, in a folder of its own. Methods raise KyrError."""

    def __init__(self, project: Project, locale: Locale, folder: Path) -> None:
        self._root, self._locale, self.folder = project.root, locale, folder
        self._witness = _Witness()

    def build(self) -> None:
        """Build both locales; the one that is translated last, since that is what `rebuild` goes on from."""
        with quiet():
            config = load_config(str(self._root / "mkdocs.yml"), site_dir=str(self.folder))
            self._witness = _Witness()
            config.plugins["kyr-preview"] = self._witness
            config.plugins.on_startup(command="serve", dirty=False)
            plugin = config.plugins["kyr"]
            assert isinstance(plugin, KyrPlugin)
            plugin.only = frozenset({SOURCE.tag, self._locale.tag})
            mkdocs.build(config)

    def rebuild(self, pages: Iterable[str]) -> None:
        """Write these pages (``help/now``) of the locale anew, from what is on disk now."""
        seen = self._witness
        with quiet():
            for path in pages:
                file = seen.files.get_file_from_path(f"{path}.md")
                if file is None or file.page is None:
                    raise MkDocsException(f"{path} is not a page of the site")
                mkdocs._populate_page(file.page, seen.config_built, seen.files)
                mkdocs._build_page(file.page, seen.config_built, seen.files.documentation_pages(), seen.nav, seen.env)


Snapshot = Mapping[Path, tuple[int, int]]
"""File -> (time of the last change in ns, size in bytes)."""


def snapshot(project: Project, locale: Locale) -> Snapshot:
    """What a preview depends on, as it is on disk now; editors' temporary files (``.x``, ``x~``) do not count."""
    folders = (project.content, project.root / "site", project.locales / locale.code, project.local)
    files = [path for folder in folders for path in folder.rglob("*")]
    files += [project.root / "mkdocs.yml", project.root / "pyproject.toml", *project.locales.glob("*.tsv")]
    found: dict[Path, tuple[int, int]] = {}
    for path in files:
        if path.name.startswith(".") or path.name.endswith("~"):
            continue
        try:
            status = path.stat()
        except OSError:  # saved by replacing: it was there a moment ago and will be again
            continue
        if path.is_file():
            found[path] = (status.st_mtime_ns, status.st_size)
    return found


def changed_pages(project: Project, locale: Locale, old: Snapshot, new: Snapshot) -> tuple[str, ...] | None:
    """The pages whose catalogue alone has changed; None when something else has, and everything must be built."""
    page_of = {project.catalog_path(locale, page): page for page in project.pages}
    changed = sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))
    return tuple(page_of[path] for path in changed) if page_of.keys() >= set(changed) else None


@dataclass(slots=True)
class News:
    """Which version of the site is in the folder, and what went wrong since; browsers wait here for the next one."""

    version: int = 0
    error: str = ""
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def tell(self, error: str = "") -> None:
        """A new version is there; or it is not, and why."""
        with self._changed:
            self.version += 1
            self.error = error
            self._changed.notify_all()

    def after(self, version: int | None) -> dict[str, Any]:
        """The news once it is newer than ``version``, or after a while the old."""
        with self._changed:
            self._changed.wait_for(lambda: self.version != version, timeout=_PATIENCE)
            return {"version": self.version, "error": self.error}


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the folder, the script and the news."""

    def __init__(self, *args: Any, news: News, script: bytes, **kwargs: Any) -> None:
        self._news, self._script = news, script
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """Answer one request; a name other than this computer's own is some other site trying to read along."""
        host = self.headers.get("Host", "").rpartition(":")[0]
        url = urllib.parse.urlsplit(self.path)
        if host not in {HOST, "localhost"}:
            self.send_error(HTTPStatus.FORBIDDEN)
        elif url.path == _NEWS:
            since = urllib.parse.parse_qs(url.query).get("since", [""])[0]
            known = int(since) if since.isdecimal() else None
            self._send("application/json", json.dumps(self._news.after(known)).encode())
        elif url.path == _SCRIPT:
            self._send("text/javascript", self._script)
        elif self._page(url.path) is not None:
            self._send("text/html", self._with_script(self._page(url.path)))
        else:
            super().do_GET()

    def _page(self, path: str) -> Path | None:
        target = Path(self.translate_path(path))
        if path.endswith("/"):
            target /= "index.html"
        return target if target.suffix == ".html" and target.is_file() else None

    @staticmethod
    def _with_script(page: Path | None) -> bytes:
        assert page is not None
        html = page.read_bytes()
        head, body, tail = html.rpartition(b"</body>")
        tag = b'<script src="%b"></script>' % _SCRIPT.encode()
        return head + tag + body + tail if body else html + tag

    def _send(self, kind: str, data: bytes) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def end_headers(self) -> None:
        """Nothing of a preview is kept by the browser."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Stay silent: the terminal is for what the translator has to know."""


def server(folder: Path, news: News, script: bytes, port: int) -> http.server.ThreadingHTTPServer:
    """A server of the folder, on this computer only, not yet started; port 0 takes a free one.

    Raises KyrError when the port is taken.
    """
    handler = partial(_Handler, news=news, script=script, directory=str(folder))
    try:
        made = http.server.ThreadingHTTPServer((HOST, port), handler)
    except OSError as error:
        raise KyrError(f"port {port}", f"cannot be used: {error.strerror}", "Name another: --port 8001") from error
    made.daemon_threads = True
    return made


class Preview:
    """A studio, watched and served."""

    def __init__(self, project: Project, locale: Locale, folder: Path, port: int) -> None:
        """Build and bind. Raises KyrError when the project cannot be built at all."""
        self._project, self._locale = project, locale
        self._studio = Studio(project, locale, folder)
        self._news = News()
        self._seen = snapshot(project, locale)
        self._studio.build()
        self._server = server(folder, self._news, (project.root / "site/preview/preview.js").read_bytes(), port)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where to look, first of all."""
        return f"http://{HOST}:{self._server.server_address[1]}/{self._locale.tag}/"

    def look(self) -> str | None:
        """Bring the folder up to what is on disk; says what was done, or what is wrong; None when nothing changed."""
        now = snapshot(self._project, self._locale)
        if now == self._seen:
            return None
        pages = changed_pages(self._project, self._locale, self._seen, now)
        self._seen = now
        try:
            if pages is None:
                self._studio.build()
            else:
                self._studio.rebuild(pages)
        except KyrError as error:
            self._news.tell(str(error))
            return f"error: {error}"
        self._news.tell()
        return "built " + (", ".join(pages) if pages else "every page")

    def close(self) -> None:
        """Stop the server."""
        self._server.shutdown()
        self._server.server_close()
