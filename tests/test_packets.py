"""The review packet: one file that a lawyer opens from a mail, fills in and answers with another small file."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import importlib.resources
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page

from pipeline import workflow
from pipeline.checks import TRANSLATION_CHECKS
from pipeline.checks.engine import check_translation
from pipeline.errors import KyrError
from pipeline.inline import Kind, Reader, plain
from pipeline.languages import SOURCE, locale
from pipeline.model import Role, State, Verdict, digest
from pipeline.project import Project
from pipeline.review import answers, packet_html, packets, remarks, signatures
from pipeline.review.packets import Only, Packet, Why
from tests.browser import chromium
from tests.conftest import CONTACTS, FACTS, ROOT, run
from tests.drill import commit, git, translate

HANS = locale("zh_Hans")

LAW = """---
title: The T visa
description: Who may ask for it.
facts: [F-001]
---

# What it is

<!-- kyr:note "May" is a possibility. -->
Call {{ nht.phone }} **now**, or read [the other page](other.md "more").

## Who may ask

- You are a victim of human trafficking.
- You may wait 3 years.
- Your hair may be cut.

A last word.
"""
CHINESE = {
    "The T visa": "T签证",
    "Who may ask for it.": "谁可以申请。",
    "What it is": "这是什么",
    'Call {{ nht.phone }} **now**, or read [the other page](other.md "more").': (
        '请**现在**拨打{{ nht.phone }}，或者看[另一页](other.md "更多")。'
    ),
    "Who may ask": "谁可以申请",
    "You are a victim of human trafficking.": "您是人口贩运受害者。",
    "You may wait 3 years.": "您可以等5年。",
    "Your hair may be cut.": "干干净净，面发。",
}
OTHER = """---
title: Traps
description: Words that try to get out.
---

Plain words.

Other words.

See [this](law.md).
"""
HOSTILE = {
    "Plain words.": "<script>window.hacked=1</script><img src=x onerror=window.hacked=1></p></article>“\u202eabc”",
    "Other words.": '</script><script>window.hacked=1</script>\u200b" onmouseover="window.hacked=1" x="</textarea>',
    "See [this](law.md).": "看[这里](javascript:window.hacked=1)。אבג\u2066",
}
PEOPLE = '[m-chen]\nroles = {zh_Hans = ["language", "legal"]}\ngit = []\n'


def fill(root: Path, page: str, words: Mapping[str, str]) -> None:
    """Fill a page's Simplified catalogue in, and derive the Traditional one."""
    for source, target in words.items():
        translate(root, source, target, page, convert=False)
    list(workflow.convert(Project(root)))


def make(root: Path) -> Path:
    """A project of two pages, translated, with some traps, under Git."""
    (root / "content").mkdir(parents=True)
    for name, text in {"law.md": LAW, "other.md": OTHER, "facts.toml": FACTS, "contacts.toml": CONTACTS}.items():
        (root / "content" / name).write_text(text, "utf-8")
    (root / "locales").mkdir()
    for name in ("glossary.tsv", "vocabulary.tsv"):
        (root / "locales" / name).write_bytes((ROOT / "locales" / name).read_bytes())
    (root / "site").mkdir()
    (root / "site" / "packet").symlink_to(ROOT / "site" / "packet")
    (root / "pyproject.toml").write_text('[tool.kyr]\nlocales = ["zh_Hans", "zh_Hant"]\n', "utf-8")
    list(workflow.update(Project(root)))
    fill(root, "law", CHINESE)
    fill(root, "other", HOSTILE)
    git(root, "init", "-q")
    commit(root)
    return root


@pytest.fixture(autouse=True, scope="module")
def _moment() -> Iterator[None]:
    """One day for all, also for what is made once for the whole module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1795305600")
        yield


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that no test changes."""
    return make(tmp_path_factory.mktemp("packets") / "project")


@pytest.fixture
def fresh(tmp_path: Path) -> Path:
    return make(tmp_path / "project")


@pytest.fixture(scope="module")
def packet(home: Path) -> Packet:
    return packets.gather(Project(home), HANS, role=Role.LEGAL)


@pytest.fixture(scope="module")
def file(home: Path, packet: Packet) -> Path:
    path = home / "packet.html"
    path.write_text(packet_html.render(packet, ROOT, "en"), "utf-8")
    return path


def item(packet: Packet, english: str) -> packets.Item:
    """The unit with these words, or the first that begins with them."""
    found = [one for one in packet.items if one.unit.text.startswith(english)]
    return next((one for one in found if one.unit.text == english), found[0])


# ---- what is in it ----


def test_a_packet_holds_the_units_of_its_pages_in_their_order(home: Path, packet: Packet) -> None:
    project = Project(home)
    wanted = [unit.key for page in ("law", "other", "site") for unit in project.page(page).units]
    assert [one.unit.key for one in packet.items] == wanted
    assert [one.number for one in packet.sheets[0].items] == list(range(1, 10))
    for one in packet.items:
        assert one.source == signatures.source_digest(one.unit.key)
        assert one.target == digest(one.words)


def test_one_text_that_stands_twice_is_asked_about_once(fresh: Path) -> None:
    law = fresh / "content" / "law.md"
    law.write_text(LAW + "\nYou may wait 3 years.\n", "utf-8")
    found = packets.gather(Project(fresh), HANS, ["law"]).items
    assert [one.unit.text for one in found].count("You may wait 3 years.") == 1


def test_the_other_script_stands_beside_the_one_that_is_judged(home: Path, packet: Packet) -> None:
    assert [one.code for one in packet.locales] == ["en", "zh_Hans", "zh_Hant"]
    traditional = packets.gather(Project(home), locale("zh_Hant"), ["law"])
    assert [one.code for one in traditional.locales] == ["en", "zh_Hant", "zh_Hans"], "what is judged is beside English"
    assert item(traditional, "You are").words == "您是人口販運受害者。"


def test_a_lawyer_signs_the_english_alone(home: Path) -> None:
    english = packets.gather(Project(home), SOURCE, ["law"])
    assert [one.code for one in english.locales] == ["en"]
    assert item(english, "A last").target == digest("A last word.")


def test_a_text_is_shown_as_its_reader_sees_it(packet: Packet) -> None:
    english, chinese, _ = item(packet, "Call").columns
    assert plain(english.runs) == "Call 1-888-373-7888 now, or read the other page (other.md) (more)."
    assert [run.text for run in chinese.runs if "strong" in run.styles] == ["现在"]
    token = next(run for run in chinese.runs if run.kind is Kind.TOKEN)
    assert (token.text, token.origin) == ("1-888-373-7888", "{{ nht.phone }}")


def test_terms_are_found_where_they_stand_and_explained_once(packet: Packet) -> None:
    one = item(packet, "You are")
    english, chinese, traditional = one.columns
    assert [plain(english.runs)[a:b] for a, b, _ in english.spans] == ["victim", "human trafficking"]
    assert [plain(chinese.runs)[a:b] for a, b, _ in chinese.spans] == ["人口贩运", "受害者"]
    assert [plain(traditional.runs)[a:b] for a, b, _ in traditional.spans] == ["人口販運", "受害者"]
    assert {term.english[0] for term in one.terms} == {"victim", "human trafficking"}


def test_a_word_that_only_begins_like_a_term_is_none(home: Path) -> None:
    text = "A victimless act, a victim's rights."
    assert [text[a:b] for a, b, _ in remarks.terms_at(Project(home).glossary, text)] == ["victim"]


def test_findings_and_uncertain_characters_are_marked_at_their_unit(packet: Packet, file: Path) -> None:
    assert {finding.rule for finding in item(packet, "You may wait").findings} == {"numbers-kept"}
    doubts = item(packet, "Your hair").columns[2].doubts
    assert doubts
    marked = [run.text for run in item(packet, "Your hair").columns[2].runs if run.kind is Kind.MARKED]
    assert marked == [doubt.chosen for doubt in doubts]
    text = file.read_text("utf-8")
    assert "A number differs from the English." in text
    assert f'<mark class="doubt">{marked[0]}</mark>' in text


def test_whoever_signs_is_told_what_a_translator_has_silenced_and_why(home: Path) -> None:
    project = Project(home)
    wait = next(one for one in project.catalog(HANS, "law").live if one.source == "You may wait 3 years.")
    silenced = dataclasses.replace(wait, comment="by Li\nkyr-ignore numbers-kept: the new law says so")
    assert not list(check_translation(TRANSLATION_CHECKS, remarks.subjects(project, HANS, "law")(silenced)))
    (found,) = remarks.findings(project, HANS, "law", silenced)
    assert found.rule == "numbers-kept"
    assert found.message.endswith("(silenced: the new law says so)")
    assert "silenced" not in str(remarks.findings(project, HANS, "law", wait))


def test_a_unit_without_translation_can_only_be_given_a_wording(packet: Packet, file: Path) -> None:
    one = item(packet, "A last word.")
    assert (one.state, one.words) == (State.MISSING, "")
    made = file.read_text("utf-8")
    made = made[made.index(f'id="p1-{one.number}"') :]
    made = made[: made.index("</article>")]
    assert "data-missing" in made
    assert 'type="radio"' not in made
    assert 'class="wording"' in made


# ---- what changed ----


def approve(root: Path, english: str, roles: Iterable[str] = ("language", "legal")) -> None:
    one = item(packets.gather(Project(root), HANS, ["law"]), english)
    (root / "locales" / "reviewers.toml").write_text(PEOPLE, "utf-8")
    line = {
        "date": "2026-11-20",
        "note": "",
        "reviewer": "m-chen",
        "source": one.source,
        "target": one.target,
        "unit": one.name,
        "verdict": "approve",
    }
    with (root / "locales" / "zh_Hans" / "reviews.jsonl").open("a", encoding="utf-8") as log:
        for role in roles:
            log.write(json.dumps({**line, "role": role}) + "\n")


def edit(root: Path, old: str, new: str) -> None:
    law = root / "content" / "law.md"
    law.write_text(law.read_text("utf-8").replace(old, new), "utf-8")
    list(workflow.update(Project(root)))


def differences(root: Path, english: str) -> list[tuple[Why, str, str]]:
    found = item(packets.gather(Project(root), HANS, ["law"]), english).changes
    return [(one.why, one.locale.code, str(packet_html._pieces(one.pieces))) for one in found]


def test_an_english_word_that_changed_is_shown_in_its_place(fresh: Path) -> None:
    approve(fresh, "You may wait")
    edit(fresh, "3 years", "4 years")
    assert differences(fresh, "You may wait") == [(Why.STALE, "en", "You may wait <del>3</del><ins>4</ins> years.")]
    commit(fresh)
    fill(fresh, "law", {"You may wait 4 years.": "您可以等5年。"})  # the same words, no longer fuzzy
    assert differences(fresh, "You may wait") == [(Why.STALE, "en", "You may wait <del>3</del><ins>4</ins> years.")]
    fill(fresh, "law", {"You may wait 4 years.": "您可以等4年。"})
    assert differences(fresh, "You may wait") == [
        (Why.REVISED, "en", "You may wait <del>3</del><ins>4</ins> years."),
        (Why.REVISED, "zh_Hans", "您可以等<del>5</del><ins>4</ins>年。"),
    ]


def test_a_draft_for_an_older_sentence_shows_what_changed_in_it(fresh: Path) -> None:
    edit(fresh, "3 years", "4 years")
    assert [why for why, *_ in differences(fresh, "You may wait")] == [Why.FUZZY]


def test_a_translation_that_changed_is_shown_beside_the_approved_one(fresh: Path) -> None:
    approve(fresh, "You may wait")
    fill(fresh, "law", {"You may wait 3 years.": "您可以等3年。"})
    assert differences(fresh, "You may wait") == [(Why.REOPENED, "zh_Hans", "您可以等<del>5</del><ins>3</ins>年。")]


def test_only_what_needs_a_look(fresh: Path) -> None:
    approve(fresh, "You may wait")
    approve(fresh, "Who may ask")
    approve(fresh, "What it is", ["language"])
    edit(fresh, "3 years", "4 years")

    def asked(only: Only, role: Role | None = None) -> list[str]:
        return [one.unit.text for one in packets.gather(Project(fresh), HANS, ["law"], only=only, role=role).items]

    assert asked(Only.CHANGED) == ["You may wait 4 years."]
    assert "Who may ask" not in asked(Only.UNREVIEWED, Role.LEGAL)
    assert "What it is" not in asked(Only.UNREVIEWED, Role.LANGUAGE)
    assert "What it is" in asked(Only.UNREVIEWED, Role.LEGAL)
    assert "What it is" in asked(Only.UNREVIEWED)
    assert {"The T visa", "You may wait 4 years."} <= set(asked(Only.UNREVIEWED))


def test_a_packet_with_nothing_in_it_says_so(home: Path) -> None:
    with pytest.raises(KyrError, match="no unit is changed"):
        packets.gather(Project(home), HANS, only=Only.CHANGED)


# ---- the file ----


class Outline(HTMLParser):
    """Every element with its attributes, and every text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_the_same_words_make_the_same_bytes(home: Path, packet: Packet) -> None:
    again = packets.gather(Project(home), HANS, role=Role.LEGAL)
    assert packet_html.render(again, ROOT, "en") == packet_html.render(packet, ROOT, "en")


def test_a_page_of_sixty_units_stays_far_below_a_megabyte() -> None:
    real = packets.gather(Project(ROOT), HANS, ["trafficking/t-visa"])
    assert len(real.items) > 40
    assert len(packet_html.render(real, ROOT, "zh").encode()) < 600_000


def test_the_policy_allows_one_style_and_one_script_and_nothing_else(file: Path) -> None:
    text = file.read_text("utf-8")
    style, script = re.findall(r"<(?:style|script)>(.*?)</(?:style|script)>", text, re.DOTALL)
    policy = next(e[1]["content"] for e in Outline(text).elements if "http-equiv" in e[1])
    hashes = [base64.b64encode(hashlib.sha256(one.encode()).digest()).decode() for one in (style, script)]
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{hashes[0]}'; script-src 'sha256-{hashes[1]}'; "
        "base-uri 'none'; form-action 'none'"
    )


def test_nothing_in_the_file_leads_out_of_it(file: Path) -> None:
    outline = Outline(file.read_text("utf-8"))
    outward = {"src", "srcset", "action", "formaction", "data", "poster", "style", "background", "ping"}
    for tag, attributes in outline.elements:
        assert not outward & set(attributes), tag
        assert not [name for name in attributes if name.startswith("on")], tag
        assert (attributes.get("href") or "#").startswith("#"), tag
    assert not {"link", "img", "iframe", "object", "embed", "base", "form"} & {tag for tag, _ in outline.elements}
    assert "url(" not in file.read_text("utf-8")
    assert "@import" not in file.read_text("utf-8")


def test_hostile_words_are_shown_as_text(packet: Packet, file: Path) -> None:
    text = file.read_text("utf-8")
    outline = Outline(text)
    assert [tag for tag, _ in outline.elements].count("script") == 2
    assert [tag for tag, _ in outline.elements].count("article") == len(packet.items)
    words = "".join(outline.words)
    assert "<script>window.hacked=1</script><img src=x onerror=window.hacked=1></p></article>" in words
    assert "(javascript:window.hacked=1)" in words
    assert "U+202E" in words
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", re.sub('data-words="[^"]*"', "", text))


@pytest.mark.parametrize(
    "text",
    [
        "&#xE000;0&#xE001;",
        "[x](&#xE000;5&#xE001;)",
        "\ue0000\ue001",
        "\x02wzxhzdk:0\x03",
        "a~_^_^^b",
        "{{ a.b }}",
        "` `",
    ],
)
def test_no_text_breaks_its_reader_or_hides_from_it(home: Path, text: str) -> None:
    project = Project(home)
    runs = Reader(project.converter, project.registry, HANS, str).runs(text)
    assert not re.search("[\ue000-\uf8ff\x00-\x08]", plain(runs))
    assert all(run.kind is not Kind.TOKEN for run in runs)


def test_more_signs_than_anybody_writes_are_shown_as_they_stand(home: Path) -> None:
    reader = Reader(Project(home).converter, Project(home).registry, HANS, str)
    for text in ("`" * 50_000, "[[a" * 20_000, "<a " * 30_000):
        assert plain(reader.runs(text)) == text


def test_what_a_card_says_stands_in_the_language_under_review() -> None:
    project = Project(ROOT)
    said = plain(Reader(project.converter, project.registry, HANS, lambda words: f"«{words}»").runs("{{ nht.card }}"))
    assert f"«{project.registry.contacts['nht'].hours}»" in said
    assert "1-888-373-7888" in said


def test_every_word_of_the_packet_is_there_in_both_languages_and_used() -> None:
    words = packet_html.read_words(ROOT)
    used = "".join((ROOT / path).read_text("utf-8") for path in _SPEAKING)
    rules = {f"rule.{one.id}" for one in TRANSLATION_CHECKS}
    assert rules <= set(words)
    computed = ("rule.", "kind.", "state.", "change.", "you.language", "you.legal")
    assert [key for key in words if f'"{key}"' not in used and not key.startswith(computed)] == [
        "unit.approve",
        "unit.reject",
        "unit.skip",
    ]
    for english, chinese in words.values():
        assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", chinese))
        assert re.search("[\u4e00-\u9fff]", chinese)
    for name in (*(f"change.{one.value}" for one in Why), *(f"state.{one.value}" for one in State)):
        assert name in words


_SPEAKING = ("site/packet/packet.html", "site/packet/packet.js", "pipeline/review/packet_html.py")


def test_the_command_writes_the_file_and_names_it(home: Path, tmp_path: Path) -> None:
    result = run(home, "packet", "zh_Hans", "--page", "law", "--role", "legal", "--output", str(tmp_path / "a.html"))
    assert result.returncode == 0, result.stderr
    assert re.fullmatch(r".*a\.html: 9 units, \d+ kB\n", result.stdout)
    assert 'value="legal" checked' in (tmp_path / "a.html").read_text("utf-8")
    assert "no such page. Pages are: " in run(home, "packet", "zh_Hans", "--page", "q").stderr
    assert "no such page. Did you mean law?" in run(home, "packet", "zh_Hans", "--page", "lwa").stderr
    assert "no locale" in run(home, "packet", "fr").stderr


# ---- in a browser ----


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True, reduced_motion="reduce")
    made.set_default_timeout(8000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext, file: Path) -> Page:
    return opened(context, file)


def opened(context: BrowserContext, file: Path) -> Page:
    tab = context.new_page()
    tab.goto(file.as_uri())
    return tab


def unit(packet: Packet, english: str) -> str:
    sheet, one = next(
        (number, one)
        for number, sheet in enumerate(packet.sheets, 1)
        for one in sheet.items
        if one.unit.text.startswith(english)
    )
    return f"#p{sheet}-{one.number}"


def saved(page: Page, tmp_path: Path) -> answers.Answers:
    with page.expect_download() as coming:
        page.click("#save")
    path = tmp_path / coming.value.suggested_filename
    coming.value.save_as(path)
    return answers.read(path.read_text("utf-8"), path.name)


def test_opening_it_asks_nobody_and_runs_nothing_hostile(context: BrowserContext, file: Path) -> None:
    asked: list[str] = []
    said: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    page = opened(context, file)
    page.mouse.move(600, 600)
    page.click('[data-language="zh"]')
    assert asked == [file.as_uri()]
    assert said == []
    assert page.evaluate("window.hacked") is None


def test_a_round_by_keyboard_saves_a_review_that_can_be_read(page: Page, packet: Packet, tmp_path: Path) -> None:
    page.fill("#handle", "M-Chen")
    page.click("h1")
    for key in "jajnan":  # approve the first; the note of the second takes "an" as text
        page.keyboard.press(key)
    page.keyboard.type("多余\u202e的字")
    page.keyboard.press("Tab")
    page.keyboard.type("哪些人可以申请。")
    page.click("h1")
    for key in "jsja":
        page.keyboard.press(key)
    made = saved(page, tmp_path)
    assert (made.locale, made.reviewer, made.role) == ("zh_Hans", "m-chen", Role.LEGAL)
    first, second, *_, fourth = packet.items[:4]
    assert [(one.source, one.target, one.verdict, one.note, one.suggestion) for one in made.answers] == [
        (first.source, first.target, Verdict.APPROVE, "", ""),
        (second.source, second.target, Verdict.REJECT, "an多余的字", "哪些人可以申请。"),
        (fourth.source, fourth.target, Verdict.APPROVE, "", ""),
    ]
    assert "3 answers" in page.inner_text("#said")
    assert page.inner_text("#count") == "4 of 11 answered"
    page.keyboard.press("j")
    assert page.inner_text("#said") == "", "what was said stays no longer than it is needed"


def test_needs_change_needs_a_note(page: Page, packet: Packet) -> None:
    where = unit(packet, "You may wait")
    page.fill("#handle", "m-chen")
    page.check(f"{where} [value=reject]")
    page.click("#save")
    assert "Piece 7 needs a note" in page.inner_text("#said")
    assert page.evaluate("document.activeElement.id") == f"{where[1:]}-note"
    assert page.get_attribute(f"{where}-note", "aria-invalid") == "true"


def test_a_review_without_name_role_or_answers_is_not_saved(page: Page) -> None:
    for wrong in ("", "m_chen", "m" * 41):
        page.fill("#handle", "")
        page.type("#handle", wrong)
        page.click("#save")
        assert "handle" in page.inner_text("#said"), "and no handle is cut off in silence"
    page.fill("#handle", "m-chen")
    page.click("#save")
    assert "nothing to save" in page.inner_text("#said")


def test_letters_are_keys_only_where_nobody_types_and_can_be_turned_off(page: Page) -> None:
    page.fill("#handle", "")
    page.type("#handle", "janus")
    assert page.input_value("#handle") == "janus"
    assert page.inner_text("#count").startswith("0 ")
    page.uncheck("#keys")
    page.keyboard.press("j")
    page.keyboard.press("a")
    assert page.inner_text("#count").startswith("0 ")


def test_only_unanswered_hides_what_is_done_and_next_goes_round(page: Page) -> None:
    page.check("#p1-1 [value=approve]")
    page.check("#p1-3 [value=skip]")
    page.check("#only")
    shown = page.eval_on_selector_all(".unit:not([hidden])", "units => units.map(unit => unit.id)")
    assert "p1-1" not in shown
    assert "p1-9" not in shown, "a unit without translation is nothing to answer"
    assert len(shown) == 11 - 1  # the one that was answered last is still in hand
    page.click("#next")
    assert page.get_attribute("[aria-current]", "id") == "p1-4"


def test_nothing_is_stored_unless_the_reviewer_asks(context: BrowserContext, file: Path) -> None:
    page = opened(context, file)
    page.fill("#handle", "m-chen")
    page.check("#p1-1 [value=approve]")
    assert page.evaluate("localStorage.length") == 0
    again = opened(context, file)
    assert again.inner_text("#count").startswith("0 ")
    page.check("#keep")
    page.check("#p1-2 [value=skip]")
    page.check("#p1-4 [value=reject]")
    page.fill("#p1-4-note", "错了")
    third = opened(context, file)
    for _ in range(50):  # tabs are processes: what one has stored reaches another when the machine has time for it
        if third.inner_text("#count").startswith("3 "):
            break
        third.wait_for_timeout(100)
        third.reload()
    assert third.inner_text("#count").startswith("3 ")
    assert third.input_value("#p1-4-note") == "错了"
    assert third.is_checked("#p1-2 [value=skip]")
    third.click("#forget")
    assert third.evaluate("localStorage.length") == 0
    assert opened(context, file).inner_text("#count").startswith("0 ")


def test_a_browser_that_stores_nothing_is_no_obstacle(context: BrowserContext, file: Path, tmp_path: Path) -> None:
    context.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }})")
    page = opened(context, file)
    page.fill("#handle", "m-chen")
    page.check("#p1-1 [value=approve]")
    page.click("#keep")
    assert page.is_visible("#keep-cannot")
    assert not page.is_checked("#keep")
    assert len(saved(page, tmp_path).answers) == 1


def test_a_saved_review_can_be_opened_again(context: BrowserContext, file: Path, tmp_path: Path) -> None:
    page = opened(context, file)
    page.fill("#handle", "m-chen")
    page.check("#p1-1 [value=approve]")
    page.check("#p1-2 [value=reject]")
    page.fill("#p1-2-note", "错")
    made = saved(page, tmp_path)
    path = tmp_path / "kyr-review-zh_Hans-legal-m-chen.json"
    again = opened(context, file)
    again.set_input_files("#open", path)
    again.wait_for_selector("#said:not(:empty)")
    assert again.input_value("#handle") == "m-chen"
    assert saved(again, tmp_path) == made


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda one: {**one, "locale": "zh_Hant"}, "another language (zh_Hant)"),
        (lambda one: {**one, "answers": [{}]}, "not a saved review"),
        (lambda one: {**one, "answers": [{**one["answers"][0], "target": "0" * 32}]}, "1 are about words"),
        (lambda _: ["kyr-review"], "not a saved review"),
    ],
)
def test_a_review_of_other_words_is_not_filled_in(
    page: Page, packet: Packet, change: Callable[[dict[str, object]], object], words: str, tmp_path: Path
) -> None:
    first = packet.items[0]
    answer = answers.Answer("law", first.name, first.source, first.target, Verdict.APPROVE)
    made = answers.Answers("zh_Hans", "m-chen", Role.LEGAL, packet.date, (answer,))
    path = tmp_path / "review.json"
    path.write_text(json.dumps(change(json.loads(answers.write(made)))), "utf-8")
    page.set_input_files("#open", path)
    page.wait_for_selector("#said:not(:empty)")
    assert words in page.inner_text("#said")
    assert page.inner_text("#count").startswith("0 ")


def test_leaving_with_unsaved_answers_is_asked_about(page: Page) -> None:
    page.check("#p1-1 [value=approve]")
    with page.expect_event("dialog") as coming:
        page.close(run_before_unload=True)
    dialog: Dialog = coming.value
    assert dialog.type == "beforeunload"
    dialog.accept()


def test_the_interface_speaks_both_languages(page: Page) -> None:
    page.check("#p1-1 [value=approve]")
    page.click('[data-language="zh"]')
    assert page.get_attribute("html", "lang") == "zh-Hans"
    assert page.inner_text("#count") == "已答1条，共11条"
    assert page.inner_text("#p1-1 .approve") == "同意"
    assert "数字与英文不同" in page.inner_text("#p1-7")
    assert page.inner_text("#p1-7 .text:first-child p") == "You may wait 3 years."


def test_a_term_opens_its_note_by_pointing_and_by_keyboard(page: Page) -> None:
    page.click("#p1-6 .text:first-child .term >> nth=1")
    assert page.is_visible("#p1-6 .terms li.pointed >> text=human trafficking")
    page.focus("#p1-6 summary")
    page.keyboard.press("Enter")
    assert not page.is_visible("#p1-6 .terms li >> nth=0")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_axe_finds_nothing(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.check("#p1-1 [value=approve]")
    page.check("#p1-7 [value=reject]")
    page.click("#save")
    page.click("#p1-6 summary")
    page.click("details.facts summary")
    page.evaluate(importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    for language in ("en", "zh"):
        page.click(f'[data-language="{language}"]')
        found = page.evaluate("axe.run()")
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found["violations"]] == []


def test_it_fits_the_smallest_screen_and_a_thumb(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.check("#p1-1 [value=reject]")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    low = page.eval_on_selector_all(
        "button, .choice, .button, input[type=text], textarea",
        "all => all.map(one => [one.className, one.offsetHeight]).filter(([_, high]) => high > 1 && high < 44)",
    )
    assert low == []


def test_without_a_script_it_can_be_read(browser: Browser, file: Path) -> None:
    bare = browser.new_context(java_script_enabled=False)
    page = bare.new_page()
    page.goto(file.as_uri())
    assert page.is_visible(".no-script")
    assert page.is_visible("#p1-1-note")
    assert not page.is_visible("#save")
    bare.close()


def test_on_paper_every_unit_has_its_number_boxes_and_lines(page: Page, packet: Packet, tmp_path: Path) -> None:
    page.check("#p1-1 [value=approve]")
    page.check("#only")  # a filter on the screen is none on paper
    path = tmp_path / "packet.pdf"
    page.pdf(path=path, format="Letter")
    sheets = [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(path)]
    for word in ("Name", "Date", "Signature", "Review packet"):
        assert word in sheets[0]
    for one in packet.items:
        label = re.compile(rf"^{one.number}\s", re.MULTILINE)
        assert any(label.search(sheet) for sheet in sheets), one.number
    assert sum(sheet.count("Needs change") for sheet in sheets) == 11
    assert sum(sheet.count("Your wording") for sheet in sheets) == len(packet.items)
    assert not any("Save my review" in sheet for sheet in sheets)
    page.emulate_media(media="print")
    assert page.eval_on_selector("#p1-2", "one => getComputedStyle(one).breakInside") == "avoid"
