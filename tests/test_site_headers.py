"""The header files for servers: one policy everywhere, and nginx and Apache really send it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path

import pytest

from tests.conftest import ROOT

HEADERS = ROOT / "site" / "headers"
FILES = ("_headers", "nginx.conf", ".htaccess")


def stated(name: str) -> dict[str, str]:
    """The headers a file sets for pages, by lower-case name."""
    text = re.sub(r"^\s*#.*$", "", (HEADERS / name).read_text("utf-8"), flags=re.MULTILINE)
    if name == "_headers":
        pairs = re.findall(r"^  ([\w-]+): (.+)$", text.partition("/assets/*")[0], re.MULTILINE)
    elif name == "nginx.conf":
        pairs = re.findall(r'add_header ([\w-]+) "([^"]*)" always;', text)
        pairs += [("Cache-Control", re.findall(r'set \$kyr_cache "([^"]*)";', text)[0])]
    else:
        pairs = re.findall(r'Header always set ([\w-]+) "([^"]*)"(?! "expr=%\{REQUEST_URI\} =~)', text)
    return {key.lower(): value for key, value in pairs}


def test_all_servers_are_told_the_same() -> None:
    netlify, nginx, apache = map(stated, FILES)
    assert netlify == nginx == apache
    assert len(netlify) == 10


def test_the_policy_of_the_pages_is_the_policy_of_the_servers() -> None:
    template = (ROOT / "site" / "theme" / "main.html").read_text("utf-8")
    meta = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', template)
    assert meta
    policy = re.sub(r"\{%.*?%\}", "", meta[1])  # media-src only stands on pages with a video
    assert stated("_headers")["content-security-policy"] == f"{policy}; frame-ancestors 'none'"
    assert meta[1].startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert "unsafe" not in meta[1]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A site of four files, readable for the user that a server becomes."""
    with tempfile.TemporaryDirectory(prefix="kyr-served-") as name:
        root = Path(name)
        root.chmod(0o755)
        (root / "index.html").write_text("<h1>first</h1>", "utf-8")
        (root / "404.html").write_text("<h1>not here</h1>", "utf-8")
        (root / "assets").mkdir()
        (root / "assets" / "kyr.css").write_text("p {}", "utf-8")
        shutil.copy(HEADERS / ".htaccess", root)
        yield root


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[str]:
    """A server of our own, in the foreground, ended by its own process."""
    with log.open("wb") as said, subprocess.Popen(command, stdout=said, stderr=said) as server:
        try:
            for _ in range(100):
                assert server.poll() is None, log.read_text("utf-8")
                with socket.socket() as knock:
                    if knock.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait()


def get(address: str) -> tuple[int, Message, str]:
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


@pytest.fixture(scope="module", params=["nginx", "apache2"])
def server(request: pytest.FixtureRequest, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = shutil.which(request.param, path="/usr/sbin:/usr/local/sbin:/usr/bin:/opt/homebrew/bin")
    if program is None:
        if os.environ.get("KYR_ALL_TESTS"):  # .ci/run installs both servers, so there none may lack
            pytest.fail(f"there is no {request.param}: apt-get install nginx-light apache2")
        pytest.skip(reason=f"{request.param} is not installed, and is much to ask of everybody; .ci/run installs it")
    work, port = tmp_path_factory.mktemp(request.param), free_port()
    settings = nginx(folder, work, port) if request.param == "nginx" else apache(folder, work, port)
    (work / "server.conf").write_text(settings, "utf-8")
    arguments = ["-c", str(work / "server.conf"), "-e", str(work / "error.log"), "-g", "daemon off;"]
    if request.param == "apache2":
        arguments = ["-f", str(work / "server.conf"), "-D", "FOREGROUND"]
    with running([program, *arguments], port, work / "log") as address:
        yield address


def nginx(folder: Path, work: Path, port: int) -> str:
    temporary = "".join(
        f"{kind}_temp_path {work}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    include = HEADERS / "nginx.conf"
    return (
        f"pid {work}/pid; worker_processes 1; events {{}} http {{ {temporary} types {{ text/css css; }} "
        f"server {{ listen 127.0.0.1:{port}; root {folder}; include {include}; }} }}"
    )


def apache(folder: Path, work: Path, port: int) -> str:
    places = (Path("/usr/lib/apache2/modules"), Path("/usr/lib64/httpd/modules"))
    modules = next(place for place in places if place.exists())
    names = ("mpm_event", "authz_core", "dir", "headers", "mime", "unixd")  # some systems have a few built in
    files = {name: modules / f"mod_{name}.so" for name in names}
    loads = "\n".join(f"LoadModule {name}_module {file}" for name, file in files.items() if file.exists())
    return (
        f"{loads}\nServerRoot {work}\nServerName 127.0.0.1\nListen 127.0.0.1:{port}\nPidFile {work}/pid\n"
        f"Mutex file:{work}\nDefaultRuntimeDir {work}\nErrorLog {work}/error.log\nDocumentRoot {folder}\n"
        f"TypesConfig /etc/mime.types\n<Directory {folder}>\nAllowOverride All\nRequire all granted\n</Directory>\n"
    )


@pytest.mark.parametrize("path", ["/", "/nowhere/", "/assets/kyr.css"])
def test_a_server_sends_every_header_with_every_answer(server: str, path: str) -> None:
    status, headers, body = get(server + path)
    expected = stated("_headers")
    if path.startswith("/assets/"):
        expected["cache-control"] = "public, max-age=3600"
    assert {name: headers.get_all(name) for name in expected} == {name: [value] for name, value in expected.items()}
    assert (status, "not here" in body) == ((404, True) if path == "/nowhere/" else (200, False))


def test_a_server_does_not_give_its_settings_away(server: str) -> None:
    assert get(f"{server}/.htaccess")[0] in {403, 404}
