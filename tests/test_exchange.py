"""Catalogues go to other tools and come back whole, and nothing hostile comes back with them."""

from __future__ import annotations

import datetime
import importlib
import io
import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import catalog as po
from pipeline import exchange, termbase, workflow
from pipeline.errors import KyrError
from pipeline.model import Catalog, Message, State
from pipeline.project import Project
from tests.conftest import ROOT, run

DAY = datetime.date(2026, 11, 22)
PAGE = "index"
WORDS = {
    "Call {{ nht.phone }} **now**.": "请**马上**拨打{{ nht.phone }}。",
    "You must not sign.": "您不得签字。",
    "More": "更多",
}
real = Project(ROOT)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test leaves the catalogues for the others."""
    return tmp_path_factory.mktemp("filled") / "locales"


@pytest.fixture
def translated(project: Path, filled: Path) -> Project:
    """The small project, three messages translated, one of them fuzzy and with a comment."""
    if not filled.exists():
        list(workflow.update(Project(project)))
        fill(project, lambda message: WORDS.get(message.source, ""))
        shutil.copytree(project / "locales", filled)
    shutil.rmtree(project / "locales")
    shutil.copytree(filled, project / "locales")
    return Project(project)


def fill(root: Path, words: Callable[[Message], str]) -> None:
    found = Project(root)
    locale = found.locale("zh_Hans")
    catalog, data = found.read_catalog(locale, PAGE)
    messages = tuple(
        Message(
            one.source,
            words(one),
            one.context,
            fuzzy=one.source == "More" and bool(words(one)),
            extracted=one.extracted,
            references=one.references,
            comment="我不确定" if one.source == "More" else "",
        )
        for one in catalog.messages
    )
    found.write_catalog(found.catalog_path(locale, PAGE), Catalog(messages, catalog.header, catalog.comment), data)


def exported(project: Project, form: str) -> bytes:
    return exchange.export(project, project.locale("zh_Hans"), [PAGE], form)


def planned(project: Project, data: bytes) -> exchange.Plan:
    return exchange.plan(project, exchange.read(data, "from-a-tool.xlf"))


def message(project: Project, source: str) -> Message:
    (found,) = (one for one in project.catalog(project.locale("zh_Hans"), PAGE).live if one.source == source)
    return found


def reasons(plan: exchange.Plan) -> set[str]:
    return {one.reason for one in plan.refused}


# ---- out and in again ----


@pytest.mark.parametrize(("form", "code"), [("xliff1", "zh_Hans"), ("xliff2", "zh_Hant")])
def test_the_library_goes_out_and_comes_back_without_a_change(form: str, code: str) -> None:
    locale = real.locale(code)
    names = real.catalog_names(locale)
    plan = planned(real, exchange.export(real, locale, names, form))
    assert (plan.changes, plan.refused) == ((), ())
    assert plan.same == sum(len(real.catalog(locale, name).live) for name in names)


@pytest.mark.parametrize(
    ("form", "module", "kind"), [("xliff1", "xliff", "Xliff1File"), ("xliff2", "xliff2", "Xliff2File")]
)
def test_another_tool_may_load_and_save_the_file(translated: Project, form: str, module: str, kind: str) -> None:
    store = getattr(importlib.import_module(f"translate.storage.{module}"), kind).parsestring(
        exported(translated, form)
    )
    sources = [one.source for one in translated.catalog(translated.locale("zh_Hans"), PAGE).live]
    assert [unit.source for unit in store.units] == sources
    for unit in store.units:
        if unit.source == "You must not sign.":
            unit.target = "您绝不可签字。"
            unit.marktranslated()
    plan = planned(translated, bytes(store))
    assert [(one.before.target, one.after.target) for one in plan.changes] == [("您不得签字。", "您绝不可签字。")]
    assert not plan.changes[0].after.fuzzy


@pytest.mark.parametrize("form", ["xliff1", "xliff2", "tmx"])
def test_the_same_project_gives_the_same_bytes(translated: Project, form: str) -> None:
    assert exported(translated, form) == exported(Project(translated.root), form)


def test_states_go_out_and_an_approval_is_said_but_never_brought_back(translated: Project) -> None:
    log = translated.root / "locales" / "zh_Hans" / "reviews.jsonl"
    one = message(translated, "You must not sign.")
    catalogs = {PAGE: translated.catalog(translated.locale("zh_Hans"), PAGE)}
    states = {PAGE: [State.APPROVED if m == one else State.TRANSLATED for m in catalogs[PAGE].live]}
    for write, marks in (
        (exchange._xliff1, ['approved="yes"', 'state="final"']),
        (exchange._xliff2, ['state="final"']),
    ):
        text = write(catalogs, states, translated.locale("zh_Hans")).decode()
        assert all(text.count(mark) == 1 for mark in marks)
        plan = planned(translated, text.encode())
        list(exchange.apply(translated, plan, "", DAY))
        assert not log.exists() or log.read_text("utf-8") == ""


@pytest.mark.parametrize(
    ("form", "state", "fuzzy"),
    [
        ("xliff1", "needs-review-translation", True),
        ("xliff1", "needs-translation", True),
        ("xliff1", "new", True),
        ("xliff1", "translated", False),
        ("xliff1", "signed-off", False),
        ("xliff1", "final", False),
        ("xliff1", "x-odd", True),
        ("xliff2", "initial", True),
        ("xliff2", "translated", False),
        ("xliff2", "reviewed", False),
        ("xliff2", "final", False),
    ],
)
def test_only_a_finished_state_makes_a_translation(translated: Project, form: str, state: str, fuzzy: bool) -> None:
    text = exported(translated, form).decode()
    old = '<target state="translated">您不得签字。' if form == "xliff1" else "您不得签字。"
    assert old in text
    text = text.replace(old, old.replace("translated", state).replace("不得", "绝不可"))
    if form == "xliff2":
        head, _, tail = text.partition("<source>You must not sign.")
        at = head.rindex('state="translated"')
        text = (
            head[:at]
            + f'state="{state}"'
            + head[at + len('state="translated"') :]
            + "<source>You must not sign."
            + tail
        )
    (change,) = planned(translated, text.encode()).changes
    assert (change.after.target, change.after.fuzzy) == ("您绝不可签字。", fuzzy)


def test_new_words_without_a_state_are_a_draft_and_old_words_without_one_change_nothing(translated: Project) -> None:
    text = exported(translated, "xliff1").decode().replace(' state="translated"', "")
    assert planned(translated, text.encode()).changes == ()
    (change,) = planned(translated, text.replace("您不得签字", "您绝不可签字").encode()).changes
    assert change.after.fuzzy


def test_a_translator_who_finishes_a_draft_clears_it(translated: Project) -> None:
    text = exported(translated, "xliff1").decode().replace("needs-review-translation", "translated")
    (change,) = planned(translated, text.encode()).changes
    assert (change.before.fuzzy, change.after.fuzzy, change.after.target) == (True, False, "更多")
    assert change.after.comment == "我不确定"


@pytest.mark.parametrize("form", ["xliff1", "xliff2"])
def test_what_was_written_here_since_the_export_is_never_taken_back(translated: Project, form: str) -> None:
    data = exported(translated, form)
    fill(translated.root, lambda one: WORDS.get(one.source, "").replace("不得", "千万不要"))
    fresh = Project(translated.root)
    assert (planned(fresh, data).changes, planned(fresh, data).refused) == ((), ())
    touched = planned(fresh, data.decode().replace("您不得签字", "您绝不可签字").encode())
    assert touched.changes == ()
    assert reasons(touched) == {"its translation has changed here since the export; export again"}
    same = planned(fresh, data.decode().replace("您不得签字", "您千万不要签字").encode())
    assert (same.changes, same.refused) == ((), ())


@pytest.mark.parametrize("form", ["xliff1", "xliff2"])
def test_white_space_that_a_tool_puts_around_words_is_none_of_theirs(translated: Project, form: str) -> None:
    text = exported(translated, form).decode()
    assert planned(translated, text.replace("您不得签字。", "\n      您不得签字。\n    ").encode()).changes == ()
    (change,) = planned(translated, text.replace("您不得签字。", "\n  您绝不可\n  签字。\n").encode()).changes
    assert change.after.target == "您绝不可 签字。"


def test_an_emptied_translation_deletes_nothing(translated: Project) -> None:
    text = exported(translated, "xliff1").decode().replace("您不得签字。", "")
    assert planned(translated, text.encode()).changes == ()


def test_an_import_is_written_with_its_author_and_changes_nothing_the_second_time(translated: Project) -> None:
    data = exported(translated, "xliff2").decode().replace("您不得签字", "您绝不可签字").encode()
    files = list(exchange.apply(translated, planned(translated, data), "li-wen", DAY))
    assert files[:2] == ["locales/zh_Hans/authors.jsonl", "locales/zh_Hans/LC_MESSAGES/index.po"]
    fresh = Project(translated.root)
    assert message(fresh, "You must not sign.").target == "您绝不可签字。"
    (line,) = (fresh.root / files[0]).read_text("utf-8").splitlines()
    assert json.loads(line)["author"] == "li-wen"
    hant = fresh.catalog(fresh.locale("zh_Hant"), PAGE)
    assert "您絕不可簽字。" in {one.target for one in hant.live}
    assert list(exchange.apply(fresh, planned(fresh, data), "li-wen", DAY)) == []


def test_a_line_of_authors_that_was_cut_off_swallows_no_other(translated: Project) -> None:
    data = exported(translated, "xliff2").decode().replace("您不得签字", "您绝不可签字").encode()
    locale = translated.locale("zh_Hans")
    path = translated.authors_path(locale)
    path.write_text('{"author": "wang", "da', "utf-8")
    list(exchange.apply(translated, planned(translated, data), "li-wen", DAY))
    known, errors = Project(translated.root).authors(locale)
    assert ([one.author for one in known], [error.line for error in errors]) == (["li-wen"], [1])


def test_a_second_language_in_one_file_is_not_taken_for_the_first(translated: Project) -> None:
    text = exported(translated, "xliff1").decode().replace("您不得签字。", "서명하지 마십시오.")
    file = text[text.index("<file") : text.index("</file>") + len("</file>")]
    mixed = text.replace(file, '<file original="a" target-language="zh-Hans"><body/></file>' + file)
    plan = planned(translated, mixed.replace('en" target-language="zh-Hans"', 'en" target-language="ko"').encode())
    assert plan.changes == ()
    (reason,) = reasons(plan)
    assert "in another language" in reason


def test_an_author_has_a_handle(translated: Project) -> None:
    plan = planned(translated, exported(translated, "xliff2").decode().replace("不得", "绝不可").encode())
    with pytest.raises(KyrError, match="not a valid handle"):
        list(exchange.apply(translated, plan, "Li Wen\n", DAY))


def test_a_catalogue_that_changed_meanwhile_is_left_alone(translated: Project) -> None:
    plan = planned(translated, exported(translated, "xliff1").decode().replace("不得", "绝不可").encode())
    fill(translated.root, lambda one: "别人的话" if one.source == "You must not sign." else "")
    with pytest.raises(KyrError, match="has changed meanwhile"):
        list(exchange.apply(translated, plan, "", DAY))
    assert message(translated, "You must not sign.").target == "别人的话"


def test_a_context_tells_two_equal_sentences_apart(translated: Project) -> None:
    page = translated.content / "index.md"
    page.write_text(page.read_text("utf-8") + "\n<!-- kyr:context on a form -->\nMore\n", "utf-8")
    list(workflow.update(Project(translated.root)))
    fresh = Project(translated.root)
    for form in ("xliff1", "xliff2"):
        assert planned(fresh, exported(fresh, form)).refused == ()
        assert b"on a form" in exported(fresh, form)


# ---- refused, unit by unit ----


def refusal(translated: Project, old: str, new: str) -> str:
    text = exported(translated, "xliff1").decode()
    assert old in text
    plan = planned(translated, text.replace(old, new).encode())
    assert plan.changes == ()
    (reason,) = reasons(plan)
    return reason


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("You must not sign.", "You must sign.", "its English is not the catalogue's"),
        ('original="index"', 'original="../../x"', "no message of this page"),
        ('original="index"', 'original="/etc/passwd"', "no message of this page"),
        ("您不得签字。", "字" * 10_001, "more than 10,000 characters"),
        ("您不得签字。", "您不得\u202e签字。", "U+202E"),
        ("您不得签字。", "您不得\u0085签字。", "U+0085"),
        ("您不得签字。", "[您不得签字](https://evil.example)。", "its translation brings"),
        ("您不得签字。", "&lt;script&gt;alert(1)&lt;/script&gt;", "its translation brings"),
        ("您不得签字。", '您<x id="1"/>不得签字。', "inline codes"),
        ("您不得签字。", "您不得签字。</target><target>您不必签字。", "two translations"),
        ("您不得签字。", '您<mrk mtype="x-sdl-deleted">必须</mrk>签字。', "accept or reject all changes"),
        ("您不得签字。", "\u200b", "no words"),
    ],
)
def test_a_unit_is_refused_with_its_reason(translated: Project, old: str, new: str, reason: str) -> None:
    assert reason in refusal(translated, old, new)


def test_a_unit_that_stands_twice_is_refused_both_times(translated: Project) -> None:
    text = exported(translated, "xliff1").decode()
    unit = text[text.index("<trans-unit") : text.index("</trans-unit>") + len("</trans-unit>")]
    plan = planned(translated, text.replace(unit, unit * 2).encode())
    assert [one.reason for one in plan.refused] == ["the file has it 2 times"] * 2


def test_a_unit_that_a_tool_has_split_is_refused(translated: Project) -> None:
    text = exported(translated, "xliff2").decode()
    plan = planned(translated, text.replace("</segment>", "</segment><segment><source/></segment>", 1).encode())
    (reason,) = reasons(plan)
    assert "split it into segments" in reason


# ---- refused whole ----

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda text: text.replace("<xliff", f"{LAUGHS}<xliff", 1), "document type"),
        (lambda text: text.replace("<xliff", '<!DOCTYPE xliff SYSTEM "file:///etc/passwd"><xliff', 1), "document type"),
        (lambda text: text.replace("不得", "\0"), "NUL"),
        (lambda text: text.replace("UTF-8", "GBK"), "GBK, not UTF-8"),
        (lambda text: text.replace("UTF-8", "utf-7"), "utf-7, not UTF-8"),
        (lambda text: text.encode("utf-16"), "not UTF-8"),
        (lambda text: text.encode("gb18030"), "not UTF-8"),
        (lambda text: text[: len(text) // 2], r"damaged \(line \d+\)"),
        (lambda text: text[: text.index("<file")] + "</xliff>", "no text to translate"),
        (lambda _: exchange._SKELETON1.format(tag="zh-Hans"), "no text to translate"),
        (lambda _: exchange._SKELETON2.format(tag="zh-Hans"), "no text to translate"),
        (lambda _: "", "not XLIFF"),
        (lambda _: "<a/>", "not XLIFF"),
        (lambda _: "<!DOCTYPE html>\n<html>", "button 'Save my review'"),
        (lambda _: "<xliff " * 1_000_000, "not XLIFF"),
        (lambda _: '<tmx version="1.4"><body/></tmx>', "TMX, which is not read back"),
        (lambda text: text.replace('version="1.2"', 'version="9"'), "not XLIFF"),
        (lambda text: text.replace("zh-Hans", "tlh"), "its target language is 'tlh'"),
        (lambda text: text + " " * exchange.MAX_FILE, "more than 16 MB"),
        (lambda _: '<?xml version="1.0"?>' + "<xliff version='1.2'>" * 5000, "damaged"),
    ],
)
def test_a_hostile_or_damaged_file_is_refused_whole(translated: Project, change: Any, reason: str) -> None:
    before = translated.catalog_path(translated.locale("zh_Hans"), PAGE).read_bytes()
    data = change(exported(translated, "xliff1").decode())
    with pytest.raises(KyrError, match=reason):
        planned(translated, data if isinstance(data, bytes) else data.encode())
    assert translated.catalog_path(translated.locale("zh_Hans"), PAGE).read_bytes() == before


@pytest.mark.parametrize("tag", ["zh_Hans", "zh-CN", "ZH-hans"])
def test_tools_name_the_language_in_their_own_way(translated: Project, tag: str) -> None:
    text = exported(translated, "xliff1").decode().replace("zh-Hans", tag)
    assert planned(translated, text.encode()).locale.code == "zh_Hans"


# ---- TMX and TBX ----


def test_tmx_holds_every_finished_translation_and_no_draft() -> None:
    tmx = importlib.import_module("translate.storage.tmx")
    locale = real.locale("zh_Hans")
    names = real.catalog_names(locale)
    store = tmx.tmxfile.parsestring(exchange.export(real, locale, names, "tmx"), "en", locale.tag)
    finished = [
        (one.source, one.target)
        for name in names
        for one in real.catalog(locale, name).live
        if one.target and not one.fuzzy
    ]
    assert [(unit.source, unit.target) for unit in store.units] == finished
    assert [child.tag for child in store.document.getroot()] == ["header", "body"]


def test_tbx_loads_back_with_every_term_and_note() -> None:
    tbx = importlib.import_module("translate.storage.tbx")
    data = termbase.export(real.glossary)
    assert data == termbase.export(real.glossary)
    store = tbx.tbxfile.parsestring(data, "en", "zh-Hans")
    assert len(store.units) == len(real.glossary.terms)
    for unit, term in zip(store.units, real.glossary.terms, strict=True):
        assert tuple(one.text for one in unit.get_source_terms()) == term.english
        for code, tag in (("zh_Hans", "zh-Hans"), ("zh_Hant", "zh-Hant")):
            terms = unit.get_target_terms(tag)
            assert tuple(one.text for one in terms if not one.deprecated) == term.renderings.get(code, ())
            wrong = [one.texts[code] for one in term.forbidden if code in one.texts]
            assert [one.text for one in terms if one.deprecated] == wrong
        assert term.note in unit.getnotes()
        order = [child.tag for child in unit.xmlelement]
        assert order == sorted(order, key=["admin", "note", "langSet"].index)


# ---- without the extra, and the PO files themselves ----


def test_without_the_extra_the_error_says_what_to_install(translated: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "translate.storage.xliff", None)
    with pytest.raises(KyrError, match=r'pip install "kyr\[exchange\]"'):
        exported(translated, "xliff1")


@pytest.mark.parametrize("locale", [one.code for one in real.config.locales])
def test_translate_toolkit_loads_and_saves_every_po_file_without_changing_a_message(locale: str) -> None:
    pofile = importlib.import_module("translate.storage.po").pofile
    for name in real.catalog_names(real.locale(locale)):
        data = real.catalog_path(real.locale(locale), name).read_bytes()
        saved = io.BytesIO()
        pofile.parsestring(data).serialize(saved)
        before, after = kept(po.parse(data, name)), po.parse(saved.getvalue(), name)
        assert after == before
        assert po.render(after) == po.render(before)
        assert po.render(after) == data or any(one.obsolete for one in before.messages)


def kept(catalog: Catalog) -> Catalog:
    """A catalogue less what the toolkit drops: where an obsolete message once stood, which nobody typed."""
    messages = (replace(one, extracted=(), references=()) if one.obsolete else one for one in catalog.messages)
    return replace(catalog, messages=tuple(messages))


# ---- the commands ----


def test_the_commands_write_files_and_say_what_is_not_in_them(translated: Project) -> None:
    root = translated.root
    for form, suffix in (("xliff2", "xlf"), ("tmx", "tmx")):
        done = run(root, "export", "zh_Hans", "--format", form)
        assert done.stdout == f"wrote build/exchange/kyr-zh_Hans-{form}.{suffix}\n"
        assert done.stderr == " ".join(exchange.LOST[form].split())
        assert (root / done.stdout.split()[1]).stat().st_size > 500
    assert run(root, "export", "zh_Hans", "--format", "tmx", "--page", "nowhere").returncode == 2
    assert "--format" in run(root, "export", "zh_Hans", "--format", "xlsx").stderr, "a workbook is a packet"
    assert run(root, "glossary", "tbx", "--output", "terms.tbx").stdout.startswith("wrote terms.tbx: ")
