"""A site that somebody already has, in Material's own look: kyr translates its pages and leaves the rest alone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import polib
import pytest
import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.config_options import PathSpec

from pipeline import navigation, theming
from pipeline.errors import ConfigError
from pipeline.languages import SOURCE, locale
from pipeline.markdown import Shown
from pipeline.model import Key, State, Unit
from pipeline.publish import Selection
from tests.conftest import ROOT, kyr

SETTINGS = """site_name: Helpers
site_url: https://helpers.example.org/
site_dir: public
docs_dir: content
theme:
  name: material
{theme}plugins:
  i18n:
    docs_structure: suffix
    fallback_to_default: true
    languages:
      - {{locale: en, name: English, default: true}}
  kyr: {{}}
"""
PAGE = "---\ntitle: {0}\ndescription: {0}, in a sentence.\n---\n\n# {0}\n\nA sentence.\n"
OWN_PAGES = {
    "index.md": "---\nhide: [navigation]\ntemplate: door.html\n---\n# Welcome\n\n| a |\n|--:|\n| b |\n",
    "guide/README.md": "# The guide\n\nSee [the first steps](first.md).\n",
    "guide/first.md": "---\ntitle: First of all\ndescription: How to begin.\nhide: [toc]\n---\n\nWords.\n\n## More\n",
    "guide/last_of-all.md": "Robots: noindex\nTags: x\n\nNo heading.\n",
    "guide/found.md": "---\ntitle: 2.0\n---\n# Found\n\nForm I-918.\n",
    "guide/odd.markdown": "# Odd\n",
    "guide/talk.vtt": "WEBVTT\n\nNOTE Kind: captions\n\n00:02.000 --> 00:01.000\n\n00:03.000 --> 00:04.000\nWords.\n",
    "guide/told.vtt": "WEBVTT\n\nNOTE\ntitle: Told\ndescription: How.\n\n00:01.000 --> 00:02.000\nWords.\n",
    "assets/own.js": "// kept\nconst text = `\n  indented`;\n",
    "_headers": "/*\n  X-Own: yes\n",
}
OWN_SETTINGS = """nav:
  - Start: index.md
  - Guide: [guide/README.md, First steps: guide/first.md, guide/last_of-all.md, guide/found.md]
  - Code: https://code.example.org/
"""
LANGUAGES = '<div class="md-header__option">'
PLAIN, LAID_OVER = "", "  custom_dir: overrides\n"


@pytest.fixture(params=[PLAIN, LAID_OVER], ids=["plain", "laid over"])
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """What such a site builds with two locales, one sentence of its second page translated."""
    (tmp_path / "overrides").mkdir()
    (tmp_path / "content").mkdir()
    for name, title in (("index", "Welcome"), ("visit", "Visit us")):
        (tmp_path / "content" / f"{name}.md").write_text(PAGE.format(title), "utf-8")
    (tmp_path / "mkdocs.yml").write_text(SETTINGS.format(theme=request.param), "utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.kyr]\nlocales = ["zh_Hans", "fr"]\n', "utf-8")
    assert kyr(tmp_path, "update").returncode == 0
    catalogue = tmp_path / "locales/zh_Hans/LC_MESSAGES/visit.po"
    words = catalogue.read_text("utf-8").replace(
        'msgid "A sentence."\nmsgstr ""', 'msgid "A sentence."\nmsgstr "一句。"'
    )
    catalogue.write_text(words, "utf-8")
    result = kyr(tmp_path, "build")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == "Site:     build/site/index.html\n"  # and not a word of handouts: nobody asked for any
    return tmp_path / "build" / "site"


def test_a_site_in_materials_own_look_is_translated_and_says_what_is_a_draft(site: Path) -> None:
    english, chinese, french = ((site / tag / "visit/index.html").read_text("utf-8") for tag in ("", "zh-Hans", "fr"))
    assert "<p>一句。</p>" in chinese
    assert [page.count('<div class="admonition warning">') for page in (english, chinese, french)] == [0, 1, 1]
    assert re.findall("<html lang=[^ ]*", english + chinese + french) == [
        '<html lang="en"',
        '<html lang="zh"',
        '<html lang="fr"',
    ]
    for page in (english, chinese, french):
        loaded = [site / "visit" / path for path in re.findall(r'"(?:\.\./)+(assets/[^"]*\.(?:css|js))"', page)]
        assert len(loaded) > 2
        assert [path for path in loaded if not (site / path.relative_to(site / "visit")).is_file()] == []
        assert 'rel="canonical" href="https://helpers.example.org/' in page


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site as MkDocs builds it (``plain``), and with kyr (``build/site``), its pages and its menu as they were."""
    root = tmp_path_factory.mktemp("own")
    for name, text in OWN_PAGES.items():
        (root / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "content" / name).write_text(text, "utf-8")
    door = "{% extends 'main.html' %}{% block content %}<em>Door</em>{{ page.content }}{% endblock %}"
    (root / "overrides").mkdir()
    (root / "overrides" / "door.html").write_text(door, "utf-8")
    shutil.copytree(ROOT / "site", root / "site")
    settings = SETTINGS.format(theme=LAID_OVER) + OWN_SETTINGS
    (root / "mkdocs.yml").write_text(settings, "utf-8")
    before = settings.partition("plugins:")[0]
    (root / "plain.yml").write_text(f"{before}plugins: []\n{OWN_SETTINGS}", "utf-8")
    (root / "pyproject.toml").write_text('[tool.kyr]\nlocales = ["fr"]\nfront_matter = "mkdocs"\n', "utf-8")
    assert kyr(root, "update").returncode == 0
    for name in ("site", "index", "guide/README", "guide/first", "guide/last_of-all", "guide/found"):
        catalogue = root / f"locales/fr/LC_MESSAGES/{name}.po"
        said = re.sub(r'(msgid "(\w[\w .]*)"\nmsgstr )""', r'\1"\2 Ƶ"', catalogue.read_text("utf-8"))
        catalogue.write_text(said, "utf-8")
    result = kyr(root, "build")
    assert (result.returncode, result.stderr) == (0, "")
    build(load_config(str(root / "plain.yml"), site_dir=str(root / "plain")))
    return root


def seen(page: Path) -> list[str]:
    """All of a page but scripts, drawings and the menu of languages."""
    html = page.read_text("utf-8")
    body = re.sub(r'<div class="md-select">.*?</ul>|<link rel="alternate".*?>', "", html, flags=re.DOTALL)
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", "", body, flags=re.DOTALL)
    return [line for line in map(str.strip, body.splitlines()) if line not in ("", "</div>", LANGUAGES)]


@pytest.mark.parametrize("page", ["", "guide/", "guide/first/", "guide/last_of-all/", "guide/found/", "404.html"])
def test_the_english_pages_of_a_site_stay_as_mkdocs_makes_them(own: Path, page: str) -> None:
    name = page if page.endswith("html") else f"{page}index.html"
    assert seen(own / "build/site" / name) == seen(own / "plain" / name)


def test_captions_of_a_site_are_a_file_like_any_other_unless_they_are_named_for_translators(own: Path) -> None:
    assert (own / "build/site/guide/talk.vtt").read_text("utf-8") == OWN_PAGES["guide/talk.vtt"]
    locale = own / "locales/fr/LC_MESSAGES/guide"
    assert [path.name for path in locale.glob("*.vtt.po")] == ["told.vtt.po"]


def test_what_a_site_says_for_itself_is_translated_by_mkdocs_rules(own: Path) -> None:
    """The menu's word for a page, then its title, its heading, and its file's name, which is nobody's word."""
    home, first = (
        (own / "build/site/fr" / name).read_text("utf-8") for name in ("index.html", "guide/first/index.html")
    )
    menu = dict.fromkeys(re.findall(r'<span class="md-ellipsis">\s*(\S.*?)\s*<', first))
    labels = ["Start Ƶ", "Guide Ƶ", "The guide Ƶ", "First steps Ƶ", "Last of all", "2.0 Ƶ", "Code Ƶ"]
    assert [one for one in menu if one in labels] == labels
    assert '<meta name="description" content="How to begin. Ƶ">' in first
    assert re.findall(r"<title>(.*?)</title>", home + first) == ["Start Ƶ - Helpers Ƶ", "First of all Ƶ - Helpers Ƶ"]
    assert "<em>Door</em>" in home


def test_what_is_no_page_of_ours_stays_english_and_says_so(own: Path) -> None:
    odd = [(own / f"build/site/{folder}guide/odd/index.html").read_text("utf-8") for folder in ("", "fr/")]
    assert [re.findall(r"\S*<h1.*?</h1>.*", page)[0].rpartition("\n")[2] for page in odd] == [
        '<h1 id="odd">Odd</h1>',
        'dir="ltr"><h1 id="odd">Odd</h1></div>',
    ]
    assert '<div lang="en" dir="ltr"><h1' in odd[1]


def test_the_same_mathematics_is_shown_where_the_site_reads_it(own: Path, tmp_path: Path) -> None:
    root = tmp_path / "maths"
    shutil.copytree(own, root)
    (root / "content/guide/first.md").write_text("Take $a^{n}$, then $b^{m}$.\n", "utf-8")
    for extension, shown in (("attr_list", False), ("pymdownx.arithmatex", True)):
        named = f"markdown_extensions: [attr_list, {extension}]\n"
        (root / "mkdocs.yml").write_text(SETTINGS.format(theme=LAID_OVER) + named, "utf-8")
        kyr(root, "update")
        catalogue = root / "locales/fr/LC_MESSAGES/guide/first.po"
        said = catalogue.read_text("utf-8").replace(
            '$b^{m}$."\nmsgstr ""', '$b^{m}$."\nmsgstr "$b^{m}$ après $a^{n}$."'
        )
        catalogue.write_text(said, "utf-8")
        assert ("nothing-added" in kyr(root, "check").stdout) is not shown
        assert kyr(root, "build").returncode == 0
        assert ("après" in (root / "build/site/fr/guide/first/index.html").read_text("utf-8")) is shown


BRACES = """# Braces {{ one }}

Write "{{ user.name }}", `{{ user.name }}` and <b>{{ nht.phone }}</b>.

{{ table }}

Version {{ version }} of `kyr=={{ version }}` is out.

Press {{ button("Go", 2) }} and wait for {{ time_left(now) }}.
"""
FILLING = """def on_page_markdown(markdown, **_):
    markdown = markdown.replace('{{ button("Go", 2) }}', "[Go](found.md)")
    return markdown.replace("{{ version }}", "2.*0").replace("{{ table }}", "| a |\\n|---|\\n| b |")
"""
FRENCH = {
    "Braces {{ one }}": "{{ one }} en français",
    'Write "{{ user.name }}", `{{ user.name }}` and <b>{{ nht.phone }}</b>.': (
        "Écrivez «{{ user.name }}», `{{ user.name }}` et <b>{{ nht.phone }}</b>."
    ),
    "Version {{ version }} of `kyr=={{ version }}` is out.": "Voici `kyr=={{ version }}`, version {{ version }}.",
    'Press {{ button("Go", 2) }} and wait for {{ time_left(now) }}.': (
        'Attendez {{ time_left(now) }} après {{ button("Go", 2) }}.'
    ),
}


@pytest.fixture(scope="module")
def braces(own: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site with a page of braces, some of which a hook fills in as the plugin macros would."""
    root = tmp_path_factory.mktemp("braces") / "site"
    shutil.copytree(own, root)
    (root / "content/guide/found.md").write_text(BRACES, "utf-8")
    (root / "fill.py").write_text(FILLING, "utf-8")
    for name in ("mkdocs.yml", "plain.yml"):
        (root / name).write_text(f"{(root / name).read_text('utf-8')}hooks: [fill.py]\n", "utf-8")
    assert kyr(root, "update").returncode == 0
    catalogue = polib.pofile(root / "locales/fr/LC_MESSAGES/guide/found.po", wrapwidth=0)
    for entry in catalogue:
        entry.msgstr = FRENCH.get(entry.msgid, "")
    catalogue.save()
    build(load_config(str(root / "plain.yml"), site_dir=str(root / "plain")))
    return root


def test_where_there_are_no_contacts_double_braces_are_the_sites_own(braces: Path) -> None:
    result = kyr(braces, "check")
    assert "known-tokens" not in result.stdout + result.stderr
    result = kyr(braces, "build")
    assert (result.returncode, result.stderr) == (0, "")
    page = "guide/found/index.html"
    assert seen(braces / "build/site" / page) == seen(braces / "plain" / page)
    french = (braces / "build/site/fr" / page).read_text("utf-8")
    assert '<h1 id="braces-one">{{ one }} en français</h1>' in french
    for shown in ("«{{ user.name }}»", "<code>{{ user.name }}</code>", "<b>{{ nht.phone }}</b>"):
        assert shown in french


def test_a_translation_has_what_another_plugin_puts_for_braces(braces: Path) -> None:
    assert kyr(braces, "build").returncode == 0
    french = (braces / "build/site/fr/guide/found/index.html").read_text("utf-8")
    assert "<p>Voici <code>kyr==2.*0</code>, version 2.*0.</p>" in french
    assert '<p>Attendez {{ time_left(now) }} après <a href="./">Go</a>.</p>' in french
    assert '<td lang="en">b</td>' in french


@pytest.mark.parametrize(
    ("source", "target", "text", "shown"),
    [
        ("Version {{ v }} is out.", "Voici {{ v }}.", "Version 2 is out.", Shown("Voici 2.")),
        ("{{ a }} to {{ b }}.", "{{ b }} ab {{ a }}.", "1 to 2.", Shown("2 ab 1.")),
        ("{{ v }} is {{ v }}.", "{{ v }} = {{ v }}.", "1 is 2.", Shown("1 is 2.", "en")),
        ("{{ a }} ({{ b }})", "{{ b }} ({{ a }})", "Read (this) (first)", Shown("Read (this) (first)", "en")),
        ("{{ a }}{{ b }} is out.", "Voici {{ b }}{{ a }}.", "12 is out.", Shown("12 is out.", "en")),
        ("{{ a }} and {{ a }} " * 40, "{{ a }} et {{ a }} " * 40, "1 and " * 3000, Shown("1 and " * 3000, "en")),
    ],
    ids=["one", "another order", "two values", "no words", "no words between", "many, in a long text"],
)
def test_the_words_beside_braces_tell_what_a_plugin_put_there(
    source: str, target: str, text: str, shown: Shown
) -> None:
    states: dict[Key, State] = {(None, source): State.TRANSLATED}
    selection = Selection(locale("fr"), SOURCE, {(None, source): target}, states, filled=True)
    assert selection.translate(Unit(text, "paragraph")) == shown


def test_with_contacts_a_token_that_names_none_stops_the_site(braces: Path, tmp_path: Path) -> None:
    shutil.copytree(braces, tmp_path / "site")
    shutil.copy(ROOT / "content/contacts.toml", tmp_path / "site/content")
    result = kyr(tmp_path / "site", "build")
    assert result.returncode == 2
    assert "found.md:1: {{ one }} names nothing that can be printed" in result.stderr


def test_a_snippet_is_looked_for_beside_the_page_that_asks_for_it(own: Path, tmp_path: Path) -> None:
    root = tmp_path / "snippets"
    shutil.copytree(own, root)
    named = 'markdown_extensions:\n  - pymdownx.snippets: {base_path: [!relative ""], check_paths: true}\n'
    for name in ("mkdocs.yml", "plain.yml"):
        (root / name).write_text(f"{(root / name).read_text('utf-8')}{named}", "utf-8")
    for folder, words in (("", "Far."), ("guide/", "Near.")):
        (root / f"content/{folder}part.inc").write_text(f"{words}\n", "utf-8")
        (root / f"content/{folder}asks.md").write_text('# Asks\n\n--8<-- "part.inc"\n', "utf-8")
    assert kyr(root, "verify", "content").stdout.endswith("7 of 7 pages identical\n")
    kyr(root, "update")
    for folder, words in (("", "Far."), ("guide/", "Near.")):
        assert words in (root / f"locales/templates/{folder}asks.pot").read_text("utf-8")
    result = kyr(root, "build")
    assert (result.returncode, result.stderr) == (0, "")
    build(load_config(str(root / "plain.yml"), site_dir=str(root / "plain")))
    for page, words in (("asks", "Far."), ("guide/asks", "Near.")):
        english, stock = (root / f"{site}/{page}/index.html" for site in ("build/site", "plain"))
        assert seen(english) == seen(stock)
        assert f"<p>{words}</p>" in english.read_text("utf-8")


def test_posts_are_not_lost_silently(own: Path, tmp_path: Path) -> None:
    shutil.copytree(own, tmp_path / "blog")
    settings = tmp_path / "blog" / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("plugins:\n", "plugins:\n  blog: {}\n"), "utf-8")
    result = kyr(tmp_path / "blog", "build")
    assert "mkdocs.yml: the plugin i18n leaves every post of the plugin blog out of the site." in result.stderr


@pytest.mark.parametrize(
    "said",
    [
        "",
        "*.fr.md\n!index.fr.md\n",
        "drafts/\n!drafts/x.md",
        "/drafts/\n# b/\n\n  \n",
        "b/*",
        "b/**\n!.s",
        "!.*\n!/templates/",
        "**/drafts\nb/**/x.md",
        "[!a]b.md\na?.md\n[ab].md",
        "b/\\[a\\].md\n\\#x.md\na b.md",
        "*\n!*.md\nx**y",
    ],
)
def test_what_is_no_page_is_read_as_mkdocs_reads_it(said: str, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(yaml.safe_dump({"exclude_docs": said}), "utf-8")
    ours = navigation.left_out(tmp_path)
    theirs = PathSpec().run_validation(f".*\n/templates/\n{said}").match_file
    names = "a.md ab.md bb.md #x.md .s/a.md index.fr.md a/index.fr.md drafts/x.md b/drafts/x.md b/c/x.md b/c/y/x.md "
    names += "b/.a.md templates/a.md b/templates/a.md b/[a].md xaay xa/ay"
    for name in [*names.split(), "a b.md", "b/a b.md"]:
        assert ours(name) == theirs(name), name


def test_a_pattern_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("exclude_docs: '[z-a].md'\n", "utf-8")
    said = r"mkdocs\.yml: exclude_docs is not a list of patterns: .*Write one pattern a line"
    with pytest.raises(ConfigError, match=said):
        navigation.left_out(tmp_path)


@pytest.mark.parametrize("excluded", ["", "exclude_docs: |\n  drafts/\n  *.fr.md\n  !.guide\n"])
def test_what_mkdocs_makes_no_page_of_is_none_and_hides_none(own: Path, tmp_path: Path, excluded: str) -> None:
    root = tmp_path / "left"
    shutil.copytree(own, root)
    settings = root / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8") + excluded, "utf-8")
    names = [".snippets/a.md", "guide/.b.md", "templates/c.md", *(["drafts/d.md", "index.fr.md"] if excluded else [])]
    for name in (*names, "guide/templates/e.md"):
        (root / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "content" / name).write_text("One. {{ x }}\n" if name in names else "One.\n", "utf-8")
    assert kyr(root, "update").returncode == 0
    catalogues = {path.relative_to(root / "locales/fr/LC_MESSAGES").as_posix() for path in root.rglob("fr/**/*.po")}
    assert "guide/templates/e.po" in catalogues
    assert catalogues.isdisjoint(name.replace(".md", ".po") for name in names)
    result = kyr(root, "build")
    assert (result.returncode, result.stderr) == (0, "")
    assert "Start Ƶ" in (root / "build/site/fr/index.html").read_text("utf-8")


@pytest.mark.parametrize("name", ["index.fr", "guide/node.js", "guide/a.zh-Hant", "guide/a.pt_BR"])
def test_a_page_that_would_be_lost_by_its_name_is_named(own: Path, tmp_path: Path, name: str) -> None:
    root = tmp_path / "lost"
    shutil.copytree(own, root)
    for one in (name, "v1.2", "api.html", "a.en"):
        (root / "content" / f"{one}.md").write_text("One.\n", "utf-8")
    tag = name.rpartition(".")[2]
    for command in ("update", "check", "build"):
        said = kyr(root, command)
        assert f"content/{name}.md: the plugin i18n takes '{tag}' for the language of this page" in said.stderr
    (root / "content" / f"{name}.md").unlink()
    assert kyr(root, "build").returncode == 0
    assert [(root / f"build/site/fr/{one}/index.html").is_file() for one in ("v1.2", "api.html", "a")] == [True] * 3


@pytest.mark.parametrize(("name", "other"), [("fr/index", "index"), ("fr/guide/index", "guide/README")])
def test_a_folder_called_like_a_language_takes_no_pages_place(own: Path, tmp_path: Path, name: str, other: str) -> None:
    root = tmp_path / "met"
    shutil.copytree(own, root)
    for one in (name, "fr/only", "es/index"):
        (root / "content" / one).parent.mkdir(parents=True, exist_ok=True)
        (root / "content" / f"{one}.md").write_text("One.\n", "utf-8")
    said = kyr(root, "update")
    assert f"content/{name}.md: content/{other}.md in fr gets the same address" in said.stderr
    (root / "content" / f"{name}.md").unlink()
    assert kyr(root, "update").returncode == 0


def test_nothing_that_belongs_to_the_librarys_look_is_laid_over_a_site(own: Path) -> None:
    made = own / "build/site"
    for name in ("assets/own.js", "_headers"):
        assert (made / name).read_text("utf-8") == OWN_PAGES[name]
    assert not (made / ".htaccess").exists()
    assert not (made / "assets/search").exists()


def test_only_what_is_set_large_is_cut_and_neither_its_tags_nor_english() -> None:
    page = '<h2 id="接下来">接下来<a title="接下来怎么做">怎么做</a></h2><p>接下来</p><h2 id="b">Next</h2>'
    cut = theming.by_words(page, lambda text: list(text))
    assert cut == page.replace(">接下来<a", ">接<wbr>下<wbr>来<a").replace(">怎么做<", ">怎<wbr>么<wbr>做<")
    assert 'class="kyr-marks"' in theming.by_words('<h1 id="a">来了，您有权利</h1>', lambda text: [text])
