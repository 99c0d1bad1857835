"""What the tests of reviewing share: a project in Git in which made-up people translate, read and sign."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from pipeline import catalog as po
from pipeline import workflow
from pipeline.edition import Publisher
from pipeline.model import Key, Role, State, Verdict, digest
from pipeline.project import Project
from pipeline.review import answers, signatures
from pipeline.review.answers import Answer, Answers
from pipeline.review.reviewers import git_name

REVIEWERS = f"""
[ling]
roles = {{zh_Hans = ["language"], zh_Hant = ["language"]}}
git = []

[counsel]
name = "A lawyer"
roles = {{en = ["legal"], zh_Hans = ["legal"], zh_Hant = ["legal"]}}
git = []

[tran]
roles = {{zh_Hans = ["language"], zh_Hant = ["language"]}}
git = ["{git_name("Tran@Example.org")}"]
"""

DAY = datetime.date(2026, 11, 22)
SIGN = "You must not sign."
SIGN_ZH = "您不可以签字。"
HANS = "locales/zh_Hans/LC_MESSAGES/index.po"
LOG = "locales/zh_Hans/reviews.jsonl"


def git(root: Path, *arguments: str, by: str = "tran@example.org", day: str = "2026-11-23") -> str:
    names = {f"GIT_{who}_{what}": by for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    dates = {f"GIT_{who}_DATE": f"{day}T12:00:00Z" for who in ("AUTHOR", "COMMITTER")}
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    result = subprocess.run(
        ["git", "-C", str(root), *arguments],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, **names, **dates, **nobody},
    )
    return result.stdout


def commit(root: Path, by: str = "tran@example.org", day: str = "2026-11-23") -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "work", by=by, day=day)


_scratch = tempfile.TemporaryDirectory()
_models: dict[bool, Path] = {}


def start(root: Path, *, in_git: bool = True) -> None:
    """Reviewers, catalogues and one translation, by `tran`, committed on the 21st."""
    if in_git not in _models:
        model = Path(_scratch.name) / f"git-{in_git}"
        shutil.copytree(root, model)
        (model / "locales/reviewers.toml").write_text(REVIEWERS, "utf-8")
        shutil.copy(Path(__file__).parents[1] / ".gitattributes", model)
        list(workflow.update(Project(model)))
        translate(model, SIGN, SIGN_ZH)
        if in_git:
            git(model, "init", "-q", "-b", "main")
            commit(model, day="2026-11-21")
        _models[in_git] = model
    shutil.copytree(_models[in_git], root, dirs_exist_ok=True)


def translate(root: Path, source: str, target: str, page: str = "index", *, convert: bool = True) -> None:
    path = root / f"locales/zh_Hans/LC_MESSAGES/{page}.po"
    catalog = po.parse(path.read_bytes(), "x.po")
    messages = [replace(m, target=target, fuzzy=False) if m.source == source else m for m in catalog.messages]
    path.write_bytes(po.render(replace(catalog, messages=tuple(messages))))
    if convert:
        list(workflow.convert(Project(root)))


def fill_interface(root: Path) -> None:
    """The interface as the library has it; what it lacks stays English, for no test reads that."""
    name = "locales/zh_Hans/LC_MESSAGES/site.po"
    known = {
        one.key: one.target
        for one in po.parse((Path(__file__).parents[1] / name).read_bytes(), name).live
        if not one.fuzzy
    }
    path = root / name
    catalog = po.parse(path.read_bytes(), name)
    messages = tuple(replace(one, target=known.get(one.key) or one.source) for one in catalog.messages)
    path.write_bytes(po.render(replace(catalog, messages=messages)))


def answer(
    verdict: Verdict | None = Verdict.APPROVE,
    source: str = SIGN,
    target: str = SIGN_ZH,
    page: str = "index",
    note: str = "",
    suggestion: str = "",
) -> Answer:
    key: Key = (None, source)
    name = signatures.unit_name(page, key)
    return Answer(page, name, signatures.source_digest(key), digest(target), verdict, note, suggestion)


def said(
    *rows: Answer, by: str = "ling", role: Role = Role.LANGUAGE, locale: str = "zh_Hans", day: datetime.date = DAY
) -> Answers:
    return Answers(locale, by, role, day, rows or (answer(),))


def save(root: Path, given: Answers, name: str = "review.json") -> str:
    """The file as it would come by mail; its path."""
    path = root.parent / name
    path.write_text(answers.write(given), "utf-8")
    return str(path)


def state(root: Path, source: str = SIGN, page: str = "index", locale: str = "zh_Hans") -> State:
    project = Project(root)
    where = project.locale(locale)
    return Publisher(project).edition(where, page).selection.states[None, source]


def log(root: Path, locale: str = "zh_Hans") -> list[str]:
    path = root / f"locales/{locale}/reviews.jsonl"
    return path.read_text("utf-8").splitlines() if path.exists() else []
