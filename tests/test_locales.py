"""Another language is one command: everything follows from the list in the settings, and nothing is lost."""

from __future__ import annotations

import ast
import functools
import http.server
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest

from pipeline import catalog as po
from pipeline import languages, newlocale, site
from pipeline.errors import ConfigError
from pipeline.languages import locale
from pipeline.print.orders import Wish, orders
from pipeline.print.printing import Press
from pipeline.project import Project
from pipeline.text import markup, pseudo
from pipeline.text.marks import VOID
from tests.browser import chromium
from tests.conftest import ROOT, run

PACKAGE = ROOT / "pipeline"
ARABIC = {
    "Know your rights": "اعرف حقوقك",
    "The other page": "الصفحة الأخرى",
    "A short page.": "صفحة قصيرة.",
    "Call {{ nht.phone }} **now**.": "اتصل بالرقم {{ nht.phone }} **الآن**.",
    'See [the other page](other.md#more "About it").': 'اطلع على [الصفحة الأخرى](other.md#more "About it").',
    "More": "المزيد",
}


def add(root: Path, code: str) -> list[str]:
    return list(newlocale.add(root, code))


def remove(root: Path, code: str) -> list[str]:
    return list(newlocale.remove(root, code))


def locales(root: Path) -> list[str]:
    return [one.code for one in Project(root).config.locales]


def translate(root: Path, code: str, words: dict[str, str]) -> None:
    project = Project(root)
    for name in project.catalog_names(project.locale(code)):
        path = project.catalog_path(project.locale(code), name)
        read = po.parse(path.read_bytes(), name)
        done = tuple(replace(one, target=words.get(one.source, one.target)) for one in read.messages)
        path.write_bytes(po.render(replace(read, messages=done)))


def built(root: Path, name: str) -> str:
    return (root / "build" / "site" / name).read_text("utf-8")


# ---- adding and removing ----


@pytest.mark.parametrize("code", ["es", "ko", "ar", "vi", "fr", "pt_BR", "ht", "fil"])
def test_any_language_babel_knows_can_be_added(project: Path, code: str) -> None:
    add(project, code)
    assert locales(project) == ["zh_Hans", "zh_Hant", code]
    folder = project / "locales" / code
    header = po.parse((folder / "LC_MESSAGES" / "index.po").read_bytes(), "index").header
    assert header["Language"] == code
    assert header["Plural-Forms"] == languages.plural_forms(code)
    assert (folder / "reviews.jsonl").read_bytes() == b""
    assert (folder / "LC_MESSAGES" / "site.po").exists()


def test_a_language_read_from_the_right_turns_its_own_pages_and_no_other(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page for lost readers is made with the last locale, and is for all of them."""
    monkeypatch.chdir(project)
    add(project, "ar")
    site.build(project)
    assert '<body dir="rtl"' in built(project, "ar/index.html")
    lost = built(project, "404.html")
    assert '<body dir="ltr"' in lost
    assert lost.count('dir="auto"') == len(locales(project)) + 1, "each language's own part"


@pytest.mark.parametrize("code", ["pt-BR", "pt_BR", " pt_br "])
def test_a_locale_may_be_written_as_in_html(project: Path, code: str) -> None:
    add(project, code)
    assert locales(project)[-1] == "pt_BR"


@pytest.mark.parametrize("code", ["xx", "spanish", "es_XX", "../es", "es_Latn", "", "zh_TW", "en"])
def test_a_code_nobody_knows_changes_nothing_and_is_explained(project: Path, code: str) -> None:
    before = (project / "pyproject.toml").read_bytes()
    with pytest.raises(ConfigError, match=r"Use a name like|Name another|is not a locale"):
        add(project, code)
    assert (project / "pyproject.toml").read_bytes() == before
    assert not (project / "locales" / "es").exists()


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("iw", "it is called he)"),
        ("tl", "it is called fil)"),
        ("zh-TW", "it is called zh_Hant)"),
        ("zh", "here it is called zh_Hans"),
        ("zh_Hans_CN", "here it is called zh_Hans"),
        ("zh_HK", "it is called zh_Hant_HK)"),
        ("en-us", "the pages are written in English already"),
        ("Spanish", "Did you mean es?"),
        ("Kreyòl ayisyen", "Did you mean ht?"),
    ],
)
def test_another_name_of_a_language_leads_to_the_one_that_is_used(project: Path, code: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        add(project, code)
    assert says in str(caught.value)
    assert locales(project) == ["zh_Hans", "zh_Hant"]


def test_the_command_takes_a_name_as_people_write_it(project: Path) -> None:
    added = run(project, "add-locale", "ES ")
    assert (added.returncode, locales(project)[-1]) == (0, "es"), added.stderr
    assert run(project, "remove-locale", "Es").returncode == 0
    assert locales(project) == ["zh_Hans", "zh_Hant"]


def test_the_settings_keep_the_authors_comments_and_layout(project: Path) -> None:
    path = project / "pyproject.toml"
    text = path.read_text("utf-8").replace(
        'locales = ["zh_Hans", "zh_Hant"]', 'locales = [\n  "zh_Hans", # ours\n  "zh_Hant",\n] # bar'
    )
    path.write_text(text, "utf-8")
    add(project, "es")
    assert path.read_text("utf-8") == text.replace('"zh_Hant",\n', '"zh_Hant",\n  "es",\n')
    remove(project, "es")
    assert path.read_text("utf-8") == text


def test_adding_twice_changes_nothing(project: Path) -> None:
    add(project, "es")
    assert add(project, "es") == []


def test_the_commands_say_what_they_did_and_what_is_wrong(project: Path) -> None:
    added = run(project, "add-locale", "es")
    assert added.returncode == 0
    assert "wrote locales/es/LC_MESSAGES/index.po" in added.stdout
    assert "wrote pyproject.toml" in added.stdout
    assert re.search(r"^es: 3 pages, (\d+) units: \1 missing$", added.stdout, re.MULTILINE)
    for step in ("kyr preview es", "kyr status es", "kyr remove-locale es"):
        assert step in added.stdout
    removed = run(project, "remove-locale", "es")
    assert "Its translations stay in locales/es/" in removed.stdout
    wrong = run(project, "add-locale", "xx")
    assert wrong.returncode == 2
    assert run(project, "add-locale", "zh_TW").stderr.endswith("Did you mean zh_Hant?")
    assert wrong.stderr == "error: xx: 'xx' is not a locale (unknown locale 'xx'). Use a name like es, ko or zh_Hans"


def test_removing_loses_no_translation_and_adding_again_finds_it(project: Path) -> None:
    add(project, "es")
    translate(project, "es", {"More": "Más"})
    saved = (project / "locales/es/LC_MESSAGES/index.po").read_bytes()
    remove(project, "es")
    assert locales(project) == ["zh_Hans", "zh_Hant"]
    assert (project / "locales/es/LC_MESSAGES/index.po").read_bytes() == saved
    add(project, "es")
    assert (project / "locales/es/LC_MESSAGES/index.po").read_bytes() == saved


def test_a_locale_that_another_is_made_from_stays(project: Path) -> None:
    with pytest.raises(ConfigError, match="kyr remove-locale zh_Hant"):
        remove(project, "zh_Hans")
    remove(project, "zh_Hant")
    remove(project, "zh_Hans")
    with pytest.raises(ConfigError, match="kyr add-locale zh_Hans"):
        add(project, "zh_Hant")


def test_a_language_whose_font_is_not_there_is_added_with_a_warning(project: Path) -> None:
    result = run(project, "add-locale", "am")
    assert result.returncode == 0
    assert "Noto Sans Ethiopic" in result.stderr
    assert "justmytype-intl-africa" in result.stderr


# ---- one table ----


def test_a_locales_script_direction_and_font_are_known() -> None:
    arabic, korean, spanish = locale("ar"), locale("ko"), locale("es")
    assert (arabic.direction, arabic.script, arabic.fonts) == ("rtl", "Arab", ("Amiri",))
    assert (korean.script, korean.fonts) == ("Kore", ("Noto Sans KR",))
    assert (spanish.direction, spanish.script, spanish.name) == ("ltr", "Latn", "español")
    assert locale("sr").script == "Cyrl"
    assert locale("yue").script == "Hant"


@pytest.mark.parametrize("code", ["zh_Foo", "e", "en_Latn_US", "prs", "ES", "es-MX"])
def test_a_name_babel_would_read_as_another_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="is not a locale"):
        locale(code)


def test_no_room_but_the_table_and_the_chinese_ones_names_a_language() -> None:
    """Docstrings and comments may give examples; a text that the program works with may not."""
    allowed = {"languages", "chinese", "chinese_report", "chinese_text"}
    allowed |= {"packet_html", "packets"}  # the reviewers' own screen is in two languages
    allowed |= {"reviewers"}  # an example in an error
    code = re.compile(r"(?<![\w-])(?:zh|es|ko|ar|vi|fr|ht|ja|ru)(?:[-_](?:Han[st]|[A-Z]{2}))?(?![\w-])")
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        if path.stem in allowed or path.parts[-2:] == ("cli", "locales.py"):
            continue
        tree = ast.parse(path.read_text("utf-8"))
        prose = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        states = (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == "Region")
        prose |= {id(node) for state in states for node in ast.walk(state)}  # ar is Arkansas, vi the Virgin Islands
        found += [
            f"{path.name}: {node.value!r}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
            if code.fullmatch(node.value) or re.search(r"zh[-_]Han[st]", node.value)
        ]
    assert found == []


# ---- the site in a language that is hardly translated ----


@pytest.fixture
def arabic(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (project / "content" / "new.md").write_text(
        "---\ntitle: A new page\ndescription: Nobody has translated it.\nhandout: {handout: 1}\n---\n"
        "# A new page\n\nCall {{ nht.phone }}, then [go back](index.md).\n",
        "utf-8",
    )
    remove(project, "zh_Hant")
    remove(project, "zh_Hans")
    add(project, "ar")
    translate(project, "ar", ARABIC)
    (project / "locales/ar/LC_MESSAGES/new.po").unlink()
    monkeypatch.chdir(project)
    return project


def test_arabic_runs_from_right_to_left(arabic: Path) -> None:
    site.build(arabic)
    page = built(arabic, "ar/index.html")
    assert '<html lang="ar"' in page
    assert '<body dir="rtl"' in page
    assert '<body dir="ltr"' in built(arabic, "index.html")
    assert "اتصل بالرقم" in page
    assert 'dir="ltr" href="tel:+18883737888"' in page


def test_english_that_stands_in_is_marked_with_its_language_and_its_direction(arabic: Path) -> None:
    site.build(arabic)
    assert '<p dir="ltr" lang="en">You must not sign.</p>' in built(arabic, "ar/index.html")


def test_a_page_without_a_catalogue_is_there_in_english_and_no_link_is_dead(arabic: Path) -> None:
    site.build(arabic)
    page = built(arabic, "ar/new/index.html")
    assert re.search(r'<h1[^>]*lang="en"[^>]*>A new page', page)
    assert re.search(r'<p class="kyr-answer" lang="en" dir="auto">[A-Z]', page)
    assert "This page is still in English." in page
    assert "beside" not in page  # of the same
    assert "translation" not in re.sub(r"<[^>]*>", " ", page)  # there is none that could be a draft
    folder = arabic / "build" / "site" / "ar" / "new"
    for href in re.findall(r'<a[^>]* href="([^"#:]+)["#]', page):
        target = (folder / href).resolve()
        assert target.exists() or (target / "index.html").exists(), href


def test_english_on_a_page_from_left_to_right_needs_no_direction(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(project, "update")
    monkeypatch.chdir(project)
    site.build(project)
    assert '<p lang="en">You must not sign.</p>' in built(project, "zh-Hans/index.html")


# ---- Arabic on paper ----


def test_arabic_text_can_be_copied_from_the_handout(arabic: Path) -> None:
    result = run(arabic, "handouts", "index", "--locale", "ar")
    assert result.returncode == 0, result.stderr
    document = pypdfium2.PdfDocument(arabic / "build/handouts/ar/index.pdf")
    text = " ".join("".join(page.get_textpage().get_text_range() for page in document).split())
    for words in ("اعرف حقوقك", "صفحة قصيرة", "اتصل بالرقم", "الصفحة الأخرى", "المزيد"):
        assert words in text, text
    assert "1-888-373-7888" in text


def test_an_answer_in_english_is_read_aloud_and_set_as_english(arabic: Path) -> None:
    project = Project(arabic)
    (order,) = orders(project, Wish(("new",), ("ar",), ("handout",)))
    sheet = Press(project).sheet(order)
    assert (sheet.title_lang, sheet.description_lang) == ("en", "en")
    assert sheet.locale.tag == "ar"


def test_arabic_begins_at_the_right_edge_of_the_paper(arabic: Path) -> None:
    run(arabic, "handouts", "index", "--locale", "ar")
    page = pypdfium2.PdfDocument(arabic / "build/handouts/ar/index.pdf")[0]
    words = page.get_textpage()
    found = words.search("المزيد").get_next()
    assert found is not None
    right = max(words.get_charbox(at)[2] for at in range(found[0], found[0] + found[1]))
    assert right > page.get_width() * 0.8


# ---- the pseudo-locale ----


def test_accented_english_keeps_every_mark_and_is_about_40_percent_longer() -> None:
    units = [unit.text for page in Project(ROOT).pages.values() for unit in page.units]
    assert not [text for text in units if markup.added(text, pseudo.accented(text))]
    assert not [text for text in units if markup.lost(text, pseudo.accented(text))]
    plain = [text for text in units if "{" not in text and "[" not in text and len(text) > 20]
    growth = sum(len(pseudo.accented(text)) for text in plain) / sum(map(len, plain))
    assert 1.35 < growth < 1.5


@pytest.fixture(scope="module")
def accented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The whole site in accented English and in Arabic, without handouts."""
    root = tmp_path_factory.mktemp("pseudo") / "project"
    root.mkdir()
    for name in ("content", "site"):
        shutil.copytree(ROOT / name, root / name)
    (root / "locales").mkdir()
    shutil.copy(ROOT / "mkdocs.yml", root)
    (root / "pyproject.toml").write_text(
        '[tool.kyr]\nlocales = []\n[tool.kyr.organization]\nname = "Example"\nurl = "https://example.org/"\n', "utf-8"
    )
    for code in ("en_XA", "ar"):
        add(root, code)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setenv("SOURCE_DATE_EPOCH", "1795305600")
        site.build(root)
        yield root


class _Prose(HTMLParser):
    """The words of a page that claim to be in the page's language."""

    _SILENT = frozenset({"script", "style", "code", "svg", "template"})

    def __init__(self, own: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.names: list[str] = []
        """What only attributes say: they have no language of their own."""
        self._own = own
        self._foreign: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        foreign = tag in self._SILENT or said.get("translate") == "no" or said.get("lang") not in {None, self._own}
        if not any(self._foreign) and not foreign:
            self.names += [said[name] or "" for name in ("title", "alt", "aria-label", "placeholder") if said.get(name)]
        if tag not in VOID:
            self._foreign.append(foreign)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._foreign:
            self._foreign.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._foreign):
            self.found.append(data)


@pytest.mark.parametrize("tag", ["en-XA", "ar"])  # accented English is longer; in Arabic, English stands in
def test_every_handout_of_the_library_has_room_for_another_language(accented: Path, tag: str) -> None:
    result = run(accented, "handouts", "--form", "handout", "--form", "bilingual", "--locale", tag)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("printed ")


def test_every_word_of_the_site_can_be_translated(accented: Path) -> None:
    """Names of services, dates, addresses and words to text are nobody's to translate; Material has its own words."""
    contacts = Project(accented).registry.contacts.values()
    names = sorted((one.name for one in contacts), key=len, reverse=True)
    sent = [rf"\b{one.text.word}\b" for one in contacts if one.text and one.text.word]
    known = re.compile("|".join([*map(re.escape, names), *sent, r"[\w.-]+\.org[\w./-]*", r"\w+ \d{1,2}, \d{4}"]))
    material = {"Skip to content", "Search"}
    found = set()
    for path in (accented / "build/site/en-XA").rglob("*.html"):
        reader = _Prose("en-XA")
        reader.feed(path.read_text("utf-8"))
        texts = (known.sub("", " ".join(text.split())) for text in (*reader.found, *reader.names))
        found |= {text for text in texts if re.search(r"[A-Za-z]{3,}", text) and text not in material}
    assert found == set()


def test_english_that_stands_in_is_marked_in_the_menu_and_at_the_edges_too(accented: Path) -> None:
    """No voice for Arabic is to read English: in what the site says for itself, in headings, and in lists of them."""
    address = re.compile(r"example\.org/[\w./-]*")
    found = set()
    for path in (accented / "build/site/ar").rglob("*.html"):
        reader = _Prose("ar")
        reader.feed(path.read_text("utf-8"))
        found |= {text.strip() for text in reader.found if re.search(r"[A-Za-z]{2,}", address.sub("", text))}
    assert found == set()


@pytest.mark.parametrize("tag", ["en-XA", "ar"])
def test_longer_words_and_the_other_direction_fit_the_narrowest_phone(accented: Path, tag: str) -> None:
    folder = accented / "build" / "site"
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    wide = {}
    try:
        with chromium() as browser:
            page = browser.new_context(viewport={"width": 320, "height": 640}).new_page()
            for path in sorted((folder / tag).rglob("index.html")):
                page.goto(f"http://127.0.0.1:{server.server_port}/{path.parent.relative_to(folder).as_posix()}/")
                width = page.evaluate("document.documentElement.scrollWidth")
                if width > 320:
                    wide[path.parent.name] = width
    finally:
        server.shutdown()
        server.server_close()
    assert wide == {}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """The test's own output is what matters."""
