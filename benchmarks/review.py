"""How long it takes to ask where everything stands, and to make one packet, when a library has grown large.

    python -m benchmarks.review            20,000 units with 40,000 sign-offs
    python -m benchmarks.review 2000       fewer units; always two sign-offs for each

The library is made up and the same every time: pages of 40 English texts, each a unit in Simplified and one in
Traditional, all translated, committed by a translator and signed by a linguist and a lawyer. Each command runs in a
process of its own, as somebody types it: the first time, when nothing has been read before, then again, and after
somebody has saved one translation. Wall-clock seconds count on a quiet machine; on a busy one, the processor's.
"""

from __future__ import annotations

import datetime
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import ROOT
from pipeline import catalog as po
from pipeline import workflow
from pipeline.model import Role, SignOff, Verdict, digest
from pipeline.project import Project
from pipeline.review import signatures
from pipeline.review.reviewers import git_name

UNITS = 20_000
PAGE = 40
"""English texts on a page, its title and description among them."""
BOUND = 1.0
"""Seconds that each command may take."""

DAY = datetime.date(2026, 11, 22)
ADDRESS = "tran@example.org"
PEOPLE = f"""
[ling]
roles = {{zh_Hans = ["language"], zh_Hant = ["language"]}}
git = []

[counsel]
roles = {{zh_Hans = ["legal"], zh_Hant = ["legal"]}}
git = []

[tran]
roles = {{zh_Hans = ["language"]}}
git = ["{git_name(ADDRESS)}"]
"""
WHO = ("Your landlord", "Your employer", "A police officer", "The court clerk", "Your child's school")
DOES = ("may ask you for", "may not keep", "must give you", "cannot take away", "has to show you")
WHAT = ("your passport", "your **last pay**", "a [written notice](page-0000.md)", "your keys", "the contract")
ZH_WHO = ("您的房东", "您的雇主", "警察", "法院书记员", "您孩子的学校")
ZH_DOES = ("可以向您要", "不可以扣留", "必须给您", "不能拿走", "必须给您看")
ZH_WHAT = ("您的护照", "您**最后的工资**", "一份[书面通知](page-0000.md)", "您的钥匙", "合同")


def sentence(page: int, number: int) -> tuple[str, str]:
    """English and Simplified; no two units are alike."""
    who, does, what = number % 5, number // 5 % 5, (number // 25 + page) % 5
    return (
        f"{WHO[who]} {DOES[does]} {WHAT[what]} within {number + 2} days of notice {page + 1}.",
        f"{ZH_WHO[who]}{ZH_DOES[does]}{ZH_WHAT[what]}，在第{page + 1}号通知后{number + 2}天之内。",
    )


def make(root: Path, units: int) -> None:
    """Write the library, commit it, and sign all of it."""
    (root / "content").mkdir(parents=True)
    (root / "locales/zh_Hans").mkdir(parents=True)
    (root / "pyproject.toml").write_text('[tool.kyr]\nlocales = ["zh_Hans", "zh_Hant"]\n', "utf-8")
    (root / "locales/reviewers.toml").write_text(PEOPLE, "utf-8")
    (root / ".gitignore").write_text("build/\n", "utf-8")
    for name in ("glossary.tsv", "vocabulary.tsv"):
        (root / "locales" / name).write_bytes((ROOT / "locales" / name).read_bytes())
    (root / "site").mkdir()
    (root / "site/packet").symlink_to(ROOT / "site/packet")
    words: dict[str, str] = {}
    for page in range(units // PAGE // 2):
        pairs = [sentence(page, number) for number in range(PAGE)]
        words.update(pairs)
        head = f'---\ntitle: "{pairs[0][0]}"\ndescription: "{pairs[1][0]}"\n---\n\n'
        body = (f"{'## ' * (number % 8 == 0)}{english}\n" for number, (english, _) in enumerate(pairs[2:]))
        (root / f"content/page-{page:04}.md").write_text(head + "\n".join(body), "utf-8")
    for _ in workflow.update(Project(root)):
        pass
    _translate(Project(root), words)
    for _ in workflow.convert(Project(root)):
        pass
    _sign(Project(root))
    for arguments in (("init", "-q"), ("add", "-A"), ("commit", "-q", "-m", "library")):
        who = ("-c", f"user.email={ADDRESS}", "-c", "user.name=tran", "-c", "commit.gpgsign=false")
        subprocess.run(["git", "-C", str(root), *who, *arguments], check=True, stdout=subprocess.DEVNULL)


def _translate(project: Project, words: dict[str, str]) -> None:
    locale = project.locale("zh_Hans")
    for page in project.pages:
        catalog = project.catalog(locale, page)
        filled = tuple(replace(message, target=words[message.source]) for message in catalog.messages)
        project.catalog_path(locale, page).write_bytes(po.render(replace(catalog, messages=filled)))


def _sign(project: Project) -> None:
    for locale in project.config.locales:
        lines = []
        for page in project.pages:
            for message in project.catalog(locale, page).live:
                source, target = signatures.source_digest(message.key), digest(message.target)
                for reviewer, role in (("ling", Role.LANGUAGE), ("counsel", Role.LEGAL)):
                    name = signatures.unit_name(page, message.key)
                    lines.append(SignOff(name, source, target, reviewer, role, Verdict.APPROVE, DAY))
        project.log_path(locale).write_text("".join(map(signatures.write_line, lines)), "utf-8")


def run(root: Path, *arguments: str) -> tuple[float, float]:
    """Wall-clock and processor seconds of one command, its children's included."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "pipeline.cli", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=root, env=environment, check=True, stdout=subprocess.DEVNULL)
    wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def edit(root: Path) -> None:
    """Save another translation of one unit."""
    path = root / "locales/zh_Hans/LC_MESSAGES/page-0001.po"
    path.write_text(path.read_text("utf-8").replace("天之内", "天以内", 1), "utf-8")


def main(units: int) -> bool:
    """Print a table; False when a command took longer than it may, by the processor."""
    commands = (("status",), ("packet", "zh_Hans", "--page", "page-0001"))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "library"
        make(root, units)
        print(f"{units} units, {2 * units} sign-offs; seconds, wall-clock (processor)")
        slowest = 0.0
        for command in commands:
            first, *again = (run(root, *command) for _ in range(4))
            best = min(again, key=lambda one: one[1])
            slowest = max(slowest, best[1])
            edit(root)
            told = {"first": first, "then": best, "after an edit": run(root, *command)}
            rows = "   ".join(f"{name} {wall:5.2f} ({cpu:.2f})" for name, (wall, cpu) in told.items())
            print(f"kyr {' '.join(command):40} {rows}")
    return slowest < BOUND


if __name__ == "__main__":
    sys.exit(not main(int(sys.argv[1]) if sys.argv[1:] else UNITS))
