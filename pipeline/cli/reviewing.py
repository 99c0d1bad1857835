"""The commands with which people sign, and ask who has signed."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.shell import command, err, main, page_option, tell_changes, today
from pipeline.errors import KyrError, position
from pipeline.model import Role
from pipeline.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline import exchange
    from pipeline.model import SignOff
    from pipeline.review import signing, story
    from pipeline.review.answers import Answers
    from pipeline.review.asking import Question, Signer
    from pipeline.text.wordiff import Piece

_PO = re.compile(rb"^msgid\s", re.MULTILINE)
_MAX_FILE = 100 * 2**20  # bytes; what each format allows is less, and its own business


def _say(line: str) -> None:
    """A line with somebody's words: what a terminal would obey, or nobody would see, is shown as its code point."""
    from pipeline.inline import visible

    click.echo(visible(line))


# ---- import ----


@main.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--author", default="", help="For XLIFF: the handle of whoever wrote these translations.")
@click.option("--yes", is_flag=True, help="Record without asking.")
@command
def import_(file: Path, author: str, yes: bool) -> None:
    """Record a saved review (.json, .xlsx) or import translations (.xlf); shows everything before it asks."""
    from pipeline import files
    from pipeline.review import answers, spreadsheet
    from pipeline.text.untrusted import OLE

    name = str(file)
    if file.stat().st_size > _MAX_FILE:
        raise KyrError(name, f"the file has more than {_MAX_FILE // 2**20} MB", "No review or XLIFF file is so large")
    data = files.read_bytes(file, name)
    if data.startswith((b"PK", OLE)):
        _import_answers(spreadsheet.read(data, name), yes)
    elif data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        _import_translations(data, name, author, yes)
    else:
        _refuse_anything_else(data, name)
        _import_answers(answers.read(files.read_text(file, name), name), yes)


def _refuse_anything_else(data: bytes, name: str) -> None:
    """Say what a file is for, if it is no saved review: a damaged one, which begins as one does, is said elsewhere."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"{", b"\xff\xfe", b"\xfe\xff")):  # Notepad's UTF-16 is told how to save
        return
    if _PO.search(data):
        fix = "Put it in its place, locales/LOCALE/LC_MESSAGES/PAGE.po, look at `git diff`, and run `kyr update`"
        raise KyrError(name, "this is a PO file", fix)
    wrong = "this is neither a saved review (.json, .xlsx) nor a translation (.xlf)" if start else "the file is empty"
    raise KyrError(name, wrong, "Ask for the file that came out of the packet, the workbook or the translation tool")


def _import_answers(given: Answers, yes: bool) -> None:
    from pipeline.review import signing

    project = Project.find()
    plan = signing.plan(project, given, today())
    click.echo(f"{given.reviewer}, {given.role.value}, {plan.locale.code}, {given.date}:")
    _show(plan)
    if not (plan.record or plan.suggestions):
        click.echo("nothing to record")
    elif _agreed(yes, "Record this?"):
        tell_changes(signing.apply(project, plan))
    if plan.refused:
        sys.exit(1)


def _show(plan: signing.Plan) -> None:
    for one in plan.record:
        _say(f"  {one.verdict.value:8} {one.unit}{_note(one.note)}")
    for suggestion in plan.suggestions:
        answer = suggestion.answer
        what = "suggests, for the translator to confirm" if suggestion.replaces else "leaves a comment"
        _say(f"  {what}: {answer.unit}: {' '.join((answer.suggestion or answer.note).split())}")
    for refused in plan.refused:
        _say(f"  refused  {refused.answer.unit}: {refused.reason}{_note(refused.answer.note)}")
    if plan.known:
        click.echo(f"  {len(plan.known)} recorded already")


def _note(text: str) -> str:
    return f" ({' '.join(text.split())})" if text else ""


def _agreed(yes: bool, question: str) -> bool:
    """Ask on a terminal; without one nobody can answer, so that --yes is needed."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise KyrError("kyr import", "nothing was recorded: there is no terminal to ask on", "Add --yes to record it")
    return click.confirm(question)


def _import_translations(data: bytes, name: str, author: str, yes: bool) -> None:
    from pipeline import exchange

    project = Project.find()
    plan = exchange.plan(project, exchange.read(data, name))
    click.echo(f"translations, {plan.locale.code}:")
    _show_changes(plan)
    if not plan.changes:
        click.echo("nothing to import")
    elif _agreed(yes, "Write this?"):
        if not author:
            err.print("no --author given: kyr cannot tell later who may not approve these words", markup=False)
        tell_changes(exchange.apply(project, plan, author, today()))
    if plan.refused:
        sys.exit(1)


def _show_changes(plan: exchange.Plan) -> None:
    for change in plan.changes:
        state = "draft" if change.after.fuzzy else "finished"
        _say(f"  {state:8} {change.unit}: {change.after.target}")
    for refused in plan.refused:
        _say(f"  refused  {refused.unit}: {refused.reason}")
    click.echo(f"  {plan.same} without a change")


# ---- review ----


@main.command()
@click.argument("locale", required=False)
@page_option
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), help="The role you sign in, if you have several."
)
@click.option("--as", "handle", help="Your handle in locales/reviewers.toml.")
@click.option("--again", is_flag=True, help="Ask about what you have answered already, to change or withdraw it.")
@click.option("--git-name", metavar="ADDRESS", help="Only print the hash of an e-mail address, for reviewers.toml.")
@command
def review(
    locale: str | None, pages: tuple[str, ...], role: str | None, handle: str | None, again: bool, git_name: str
) -> None:
    """Review and sign a locale's translations here, unit by unit; each answer is recorded at once."""
    from pipeline.review import asking, reviewers

    if git_name:
        click.echo(reviewers.git_name(git_name))
        return
    project = Project.find()
    if locale is None:
        codes = ", ".join(one.code for one in project.config.everywhere)
        raise KyrError("kyr review", "no locale is named", f"Name one of: {codes}")
    target = project.locale(locale)
    signer = asking.signer(project, target, handle, role)
    questions = asking.questions(project, target, signer, pages or tuple(project.signable), again=again)
    click.echo(f"{signer.handle}, {signer.role.value}, {target.code}: units to look at: {len(questions)}")
    for number, question in enumerate(questions, 1):
        if not _ask(project, question, signer, f"{number}/{len(questions)}"):
            break


def _ask(project: Project, question: Question, signer: Signer, place: str) -> bool:
    """Show one unit and record what is said; False to stop here."""
    from pipeline.model import Verdict
    from pipeline.review import asking, signing

    click.echo(f"\n[{place}] {question.unit}  {question.kind}")
    _show_words("English", question.source, question.source_changes)
    if question.target != question.source:
        _show_words(signer.locale.code, question.target, question.target_changes)
    if question.said:
        _say(f"you said: {_signed(question.said)}")
    choice = click.Choice(["a", "n", "s", "q", *("w" if question.said else "")], case_sensitive=False)
    more = ", (w)ithdraw what you said" if question.said else ""
    key = click.prompt(f"(a)pprove, (n)eeds change{more}, (s)kip, (q)uit", type=choice, show_choices=False)
    if key in "sq":
        return bool(key == "s")
    note = suggestion = ""
    if key == "n":
        note = _asked("What is wrong? ", required=True)
        suggestion = _asked("A better wording, if you have one: ")
    verdict = {"a": Verdict.APPROVE, "n": Verdict.REJECT, "w": Verdict.WITHDRAW}[key]
    given = asking.answered(question, signer, today(), verdict, note, suggestion)
    plan = signing.plan(project, given, today(), afresh=True)
    _show(plan)
    for _ in signing.apply(project, plan):
        pass
    return True


def _asked(text: str, *, required: bool = False) -> str:
    while True:
        answer: str = click.prompt(text, default="", show_default=False, prompt_suffix="").strip()
        if answer or not required:
            return answer


def _show_words(title: str, words: str, changes: tuple[Piece, ...]) -> None:
    _say(f"{title}: {words}")
    if changes:
        _say(f"  since it was signed: {_marked(changes)}")


def _marked(pieces: Iterable[Piece]) -> str:
    from pipeline.text.wordiff import Op

    marks = {Op.SAME: "{}", Op.REMOVED: "[-{}-]", Op.ADDED: "{{+{}+}}"}
    return "".join(marks[op].format(text) for op, text in pieces)


# ---- why ----


@main.command()
@click.argument("unit")
@command
def why(unit: str) -> None:
    """Tell the story of one unit: its wordings, its sign-offs, and why it is in its state.

    UNIT is its name as in a review log, trafficking/t-visa#1f0c93aa. Fewer digits will do, and a page alone lists its
    units.
    """
    from pipeline.review import signatures as names
    from pipeline.review import story

    project = Project.find()
    page, units = story.find(project, unit)
    if len(units) == 1:
        _tell(story.tell(project, page, units[0]))
        return
    for one in units:
        text = one.text if len(one.text) <= 80 else f"{one.text[:79]}…"
        _say(f"{names.unit_name(page.path, one.key)}  {text}")
    if "#" in unit:
        raise KyrError(unit, f"{len(units)} units have a name that begins so", "Give more digits")


def _tell(told: story.Story) -> None:
    click.echo(f"{told.name}  {told.unit.kind}, {position(told.page.name, told.unit.line)}")
    for chapter in told.chapters:
        click.echo(f"\n{chapter.locale.code}: {chapter.state.value}: {chapter.reason}")
        if chapter.words:
            _say(f"  {chapter.words}")
        for change in chapter.changes:
            when = f"{change.date} {change.commit[:10]}" if change.commit else "not committed"
            _say(f"  changed  {when}: {_marked(change.pieces)}")
        for one in chapter.signoffs:
            _say(f"  {_signed(one)}")
        for one in chapter.earlier:
            _say(f"  {_signed(one)}, of other words")


def _signed(one: SignOff) -> str:
    return f"{one.verdict.value:8} {one.date} {one.reviewer}, {one.role.value}{_note(one.note)}"
