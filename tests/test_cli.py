"""The command as a user meets it: what it writes, what it says, and what a bad input gets."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.cli import shell
from pipeline.errors import ConfigError, KyrError
from pipeline.project import Project
from tests.conftest import ROOT, kyr, run

HANS = "locales/zh_Hans/LC_MESSAGES/index.po"
HANT = "locales/zh_Hant/LC_MESSAGES/index.po"


def translate(root: Path, msgid: str, msgstr: str, file: str = HANS) -> None:
    path = root / file
    text = path.read_text("utf-8")
    assert f'msgid "{msgid}"\n' in text
    path.write_text(
        re.sub(rf'(msgid "{re.escape(msgid)}"\nmsgstr) ".*"', lambda m: f'{m[1]} "{msgstr}"', text), "utf-8"
    )


def snapshot(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_help_lists_every_command_in_a_section() -> None:
    for path in Path(cli.__file__).parent.glob("[a-z]*.py"):
        importlib.import_module(f"pipeline.cli.{path.stem}")
    homes = {name: home for names in shell.SECTIONS.values() for name, home in names.items()}
    assert sorted(homes) == sorted(cli.main.commands)
    for name, command in cli.main.commands.items():
        assert command.help
        assert not command.get_short_help_str(100).endswith("..."), f"kyr --help cuts what {name} does"
        assert command.callback
        assert command.callback.__module__ == f"pipeline.cli.{homes[name]}"


def test_an_extraction_with_nothing_to_do_loads_nothing_that_parses(project: Path) -> None:
    kyr(project, "extract")
    script = "import sys; from pipeline.cli import main; sys.argv = ['kyr', 'extract']; main(standalone_mode=False);"
    script += "print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=project)
    said, _, modules = result.stdout.partition("\n")
    assert said == "nothing to change"
    assert not {"markdown", "babel", "polib", "yaml", "rich", "pipeline.project"}.intersection(modules.split())


def test_extract_and_update_write_everything_once_and_nothing_twice(project: Path) -> None:
    assert kyr(project, "update").returncode == 0
    first = snapshot(project)
    assert {"locales/templates/index.pot", "locales/templates/site.pot", HANS, HANT} <= set(first)
    for command in ("update", "extract", "convert"):
        assert kyr(project, command).stdout.endswith("nothing to change\n")
    assert snapshot(project) == first


def test_an_inserted_paragraph_changes_no_other_entry(project: Path) -> None:
    run(project, "update")
    translate(project, "You must not sign.", "您不可以签字。")
    before = (project / HANS).read_text("utf-8")
    page = project / "content/index.md"
    page.write_text(page.read_text("utf-8").replace("## More", "A new paragraph.\n\n## More"), "utf-8")
    run(project, "update")
    lines = [line for line in (project / HANS).read_text("utf-8").splitlines() if line not in before.splitlines()]
    assert lines == ['msgid "A new paragraph."']


def test_a_changed_sentence_keeps_its_draft_fuzzy_and_off_the_page(project: Path) -> None:
    run(project, "update")
    translate(project, "You must not sign.", "您不可以签字。")
    page = project / "content/index.md"
    page.write_text(page.read_text("utf-8").replace("must not sign", "should not sign"), "utf-8")
    run(project, "update")
    assert '#, fuzzy\n#| msgid "You must not sign."\nmsgid "You should not sign."' in (project / HANS).read_text(
        "utf-8"
    )
    status = json.loads(run(project, "status", "--json").stdout)
    row = next(row for row in status if row["locale"] == "zh_Hans" and row["page"] == "index")
    assert row["draft"] == 1


def test_traditional_follows_simplified_and_a_human_edit_stays(project: Path) -> None:
    run(project, "update")
    translate(project, "You must not sign.", "您不可以签字。")
    run(project, "convert")
    assert 'msgstr "您不可以簽字。"' in (project / HANT).read_text("utf-8")
    translate(project, "You must not sign.", "請勿簽名。", HANT)
    run(project, "convert")
    assert 'msgstr "請勿簽名。"' in (project / HANT).read_text("utf-8")


def test_convert_is_a_filter() -> None:
    result = kyr(ROOT, "convert", stdin="法律程序和手机短信：“请签字”。\n")
    assert result.stdout == "法律程序和手機簡訊：「請簽字」。\n"
    assert kyr(ROOT, "convert", stdin="").stdout == ""
    explained = kyr(ROOT, "convert", "--explain", stdin="他展示了如何写。").stdout.splitlines()
    assert explained[0] == "他展示了如何寫。"
    assert all({"simplified", "chosen", "kind", "by"} <= set(json.loads(line)) for line in explained[1:])


def test_convert_refuses_what_is_not_utf8() -> None:
    result = kyr(ROOT, "convert", stdin="法律".encode("gbk"))
    assert result.returncode == 2
    assert result.stderr == "error: standard input: the text is not UTF-8. Convert it with iconv first"


def test_verify_counts_pages_and_fails_on_a_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_text("# One\n\n<p>Raw words.</p>\n", "utf-8")
    (tmp_path / "b.md").write_text("---\nodd: [\n---\nText.\n", "utf-8")
    result = run(ROOT, "verify", str(tmp_path))
    assert (result.returncode, result.stdout) == (0, "2 of 2 pages identical\n")
    assert "no unit covers: Raw words." in run(ROOT, "verify", "--pseudo", str(tmp_path)).stdout
    from pipeline.converter import Converter
    from pipeline.text import prose
    from pipeline.verify import compare

    monkeypatch.setattr(prose, "fold", lambda raw, *_: raw.upper())
    assert not compare(Converter(), "a.md", "Some words.").identical


def test_every_page_of_this_project_is_identical_and_covered() -> None:
    pages = sum(path.suffix == ".md" for path in Project(ROOT).page_files.values())  # and no README.md
    assert run(ROOT, "verify", "--pseudo").stdout == f"{pages} of {pages} pages identical\n"


def test_status_is_a_table_of_every_locale_and_page(project: Path) -> None:
    run(project, "update")
    totals, _, rows = run(project, "status").stdout.partition("\n\n")
    table = rows.splitlines()
    assert re.fullmatch(r"zh_Hans: 3 pages, (\d+) units: \1 missing", totals.splitlines()[1])
    states = ["missing", "draft", "translated", "approved", "stale", "reopened"]
    assert table[0].split() == ["locale", "page", *states, "language?", "legal?"]
    assert [line.split()[:2] for line in table[1:]] == [
        [locale, page] for locale in ("en", "zh_Hans", "zh_Hant") for page in ("index", "other", "site")
    ]


def test_status_of_one_locale_is_of_that_locale_only(project: Path) -> None:
    run(project, "update")
    said = run(project, "status", "zh-Hans").stdout.splitlines()
    assert [line.split()[0].strip(":") for line in said if line] == ["zh_Hans", "locale", *["zh_Hans"] * 3]
    assert {row["locale"] for row in json.loads(run(project, "status", "zh_Hans", "--json").stdout)} == {"zh_Hans"}
    wrong = run(project, "status", "fr")
    assert (wrong.returncode, "fr" in wrong.stderr) == (2, True)
    assert run(project, "status", "zh_Hans", "--html").returncode == 2


@pytest.mark.parametrize(
    "block",
    [
        "{{ nth.phone }}",
        "## {{ nth.phone }}",
        '<div title="x">\n{{ nth.phone }}</div>',
        "| a | b |\n|---|---|\n| c | {{ nth.phone }} |",
        "<!-- kyr:skip -->\n\nSkip {{ nth.phone }}",
    ],
)
def test_a_wrong_token_that_stands_in_no_unit_is_named_too(project: Path, block: str) -> None:
    page = project / "content/index.md"
    page.write_text(f"{page.read_text('utf-8')}\n    {{{{ in.code }}}}\n\n{block}\n", "utf-8")
    line = page.read_text("utf-8").split("{{ nth.phone }}")[0].count("\n") + 1
    for command, code in (("update", 2), ("check", 1)):
        said = run(project, command)
        told = " ".join((said.stdout + said.stderr).split())
        assert said.returncode == code
        assert f"content/index.md:{line}:" in told
        assert "{{ nth.phone }} names nothing that can be printed" in told


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (HANS, 'msgstr ""\n"Project', 'msgstr "\n"Project', f"{HANS}:"),
        (HANS, 'msgid "More"', '<<<<<<< HEAD\nmsgid "More"', f"{HANS}:"),
        (HANS, 'msgid "More"', 'msgid "Know your rights"', f"{HANS}:"),
        ("content/index.md", "title: Know", "titel: Know", "content/index.md:2: unknown key 'titel'"),
        (
            "content/index.md",
            "nht.phone",
            "nth.phone",
            "content/index.md:10: {{ nth.phone }} names nothing that can be printed. Did you mean",
        ),
        ("content/contacts.toml", 'phone = "1-', 'phone = "9-', "content/contacts.toml:3: "),
        ("content/facts.toml", 'status = "read"', 'status = "sure"', "content/facts.toml:7: "),
        ("pyproject.toml", '"zh_Hant"', '"zh_Haha"', "pyproject.toml:2: [tool.kyr] 'zh_Haha' is not a locale"),
        (
            "pyproject.toml",
            "[tool.kyr]",
            "[tool.kyr]\nlocale = 1",
            "pyproject.toml:2: [tool.kyr] unknown key 'locale'",
        ),
        ("locales/glossary.tsv", "english\t", "englisch\t", "locales/glossary.tsv:4: the header lacks english"),
        ("mkdocs.yml", "plugins:", "plugins: [", "not YAML: did not find expected"),
        ("mkdocs.yml", "  kyr: {}", "", "mkdocs.yml: its plugins are not both of i18n and kyr"),
        ("mkdocs.yml", "  exit: https", "  exot: https", "mkdocs.yml: 'exit' under extra is not the address"),
        ("mkdocs.yml", "https://www.weather.gov/", "www.weather.gov", "so the exit button would not leave this one"),
        ("mkdocs.yml", "https://www.weather.gov/", "javascript:close()", "so the exit button would not leave this one"),
        ("mkdocs.yml", "docs_dir: content", "docs_dir: 3", "mkdocs.yml: Config value 'docs_dir': Expected type"),
    ],
)
def test_bad_input_is_one_line_with_file_and_fix_and_costs_no_byte(
    project: Path, file: str, old: str, new: str, says: str
) -> None:
    run(project, "update")
    path = project / file
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    before = {name: data for name, data in snapshot(project).items() if name.endswith((".po", ".md", ".toml", ".tsv"))}
    results = [run(project, command) for command in ("update", "build")]
    failed = [result for result in results if result.returncode]
    assert failed
    for result in failed:
        assert result.returncode == 2
        assert says in result.stderr
        assert "Traceback" not in result.stderr
        assert result.stderr.count("error:") == 1
    assert {name: data for name, data in snapshot(project).items() if name in before} == before


@pytest.mark.parametrize("command", ["update", "build"])
def test_every_command_names_the_page_that_an_extension_refuses(project: Path, command: str) -> None:
    settings = project / "mkdocs.yml"
    strict = "\nmarkdown_extensions:\n  - pymdownx.snippets: {check_paths: true}\n"
    settings.write_text(settings.read_text("utf-8") + strict, "utf-8")
    page = project / "content" / "index.md"
    unprinted = re.sub(r"^handout:.*\n", "", page.read_text("utf-8"), flags=re.MULTILINE)
    page.write_text(unprinted + '\n--8<-- "none.md"\n', "utf-8")
    result = run(project, command)
    assert result.returncode == 2
    assert "content/index.md: its own Markdown extensions refuse it (SnippetMissingError: " in result.stderr


@pytest.mark.parametrize("command", ["update", "check"])
def test_every_file_that_cannot_be_read_is_named_at_once(project: Path, command: str) -> None:
    run(project, "update")
    page, front = project / "content" / "index.md", "---\ntitle: One\ndescription: One.\n---\n"
    page.with_name("a.md").write_text(front.replace("One.", "["), "utf-8")
    page.with_name("b.md").write_text(front + "# One\n\n<!-- kyr:skipp -->\n", "utf-8")
    wanted = {"content/a.md:4:", "content/b.md:7:"}
    if command == "check":  # which reads the catalogues too
        (project / HANS).write_bytes((project / HANS).read_bytes() + b"\n<<<<<<< HEAD\n")
        (project / HANT).write_bytes(b"\xff")
        lines = (project / HANS).read_text("utf-8").count("\n")
        wanted |= {f"{HANS}:{lines}:", f"{HANT}:1:"}
    before = snapshot(project)
    said = run(project, command)
    assert said.returncode == 2
    assert sorted(re.findall(r"error: (\S+)", said.stderr)) == sorted(wanted)
    assert snapshot(project) == before


@pytest.mark.parametrize("command", ["extract", "update", "check", "status", "build", "handouts index"])
def test_every_command_names_the_line_of_a_broken_directive(project: Path, command: str) -> None:
    page = project / "content" / "index.md"
    page.write_text(page.read_text("utf-8") + "\n<!-- kyr:skipp -->\n\nMore.\n", "utf-8")
    line = page.read_text("utf-8").splitlines().index("<!-- kyr:skipp -->") + 1
    result = run(project, *command.split())
    assert result.returncode == 2
    assert result.stderr.startswith(f"error: content/index.md:{line}: unknown directive kyr:skipp. Write kyr:skip")
    assert "\n" not in result.stderr


@pytest.mark.parametrize("encode", [lambda text: text.encode("gbk"), lambda text: text.encode("utf-16")])
def test_a_catalogue_in_another_encoding_is_named_and_kept(project: Path, encode: object) -> None:
    run(project, "update")
    translate(project, "You must not sign.", "您不可以签字。")
    data = encode((project / HANS).read_text("utf-8"))  # type: ignore[operator]
    (project / HANS).write_bytes(data)
    result = run(project, "update")
    assert result.returncode == 2
    assert result.stderr.startswith(f"error: {HANS}")
    assert (project / HANS).read_bytes() == data


def test_windows_line_ends_and_a_byte_order_mark_are_read(project: Path) -> None:
    run(project, "update")
    translate(project, "You must not sign.", "您不可以签字。")
    text = (project / HANS).read_text("utf-8")
    (project / HANS).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert run(project, "update").returncode == 0
    assert (project / HANS).read_text("utf-8") == text


def test_a_cut_off_review_log_is_an_error_with_its_line_and_stays(project: Path) -> None:
    run(project, "update")
    log = project / "locales/zh_Hans/reviews.jsonl"
    log.write_text('{"date": "2026-1', "utf-8")
    result = run(project, "status")
    assert result.returncode == 2
    assert "locales/zh_Hans/reviews.jsonl:1: not a sign-off" in result.stderr
    assert log.read_text("utf-8") == '{"date": "2026-1'


EVIL = (
    "请<script>alert(1)</script>不要签字。",
    "请<img src=x onerror=alert(1)>不要签字。",
    "[签字](javascript:alert(1))",
    "[签字](https://evil.example)",
    "https://evil.example 不要签字。",
    "**不要**{: onclick=alert(1) }签字。",
    "![](https://evil.example/pixel.png)",
    "不要签字。{{ nht.phone }}",
    "<!-- --><b onmouseover=alert(1)>签</b>",
    "javascript:alert(1)",
    "\u202e不要签字。",
    "\u200b",
    "\u3164",
    "。",
)


def test_markup_that_the_source_lacks_is_an_error_and_never_rendered(project: Path) -> None:
    paragraphs = [f"You must not sign number {'x' * number}." for number in range(1, len(EVIL) + 1)]
    page = project / "content/index.md"
    page.write_text(page.read_text("utf-8") + "\n" + "\n\n".join(paragraphs) + "\n", "utf-8")
    run(project, "update")
    for paragraph, evil in zip(paragraphs, EVIL, strict=True):
        translate(project, paragraph, evil)
    check = run(project, "check")
    assert check.returncode == 1
    lines = (project / HANS).read_text("utf-8").splitlines()
    for paragraph in paragraphs:
        line = lines.index(f'msgid "{paragraph}"')
        assert re.search(rf"^{HANS}:({line + 1}|{line + 2}|{line}|{line - 1}): error: ", check.stdout, re.MULTILINE), (
            paragraph
        )
    assert run(project, "build").returncode == 0
    html = (project / "build/site/zh-Hans/index.html").read_text("utf-8")
    for paragraph in paragraphs:
        assert f'<p lang="en">{paragraph}</p>' in html
    for trace in ("evil.example", "onerror", "onclick", "onmouseover", "javascript:", "alert(1)", "\u202e"):
        assert trace not in html


def test_an_edited_page_or_catalogue_is_what_the_next_build_shows(project: Path) -> None:
    run(project, "update")
    translate(project, "You must not sign.", "您不可以签字。")
    translate(project, "Call {{ nht.phone }} **now**.", "请**马上**拨打{{ nht.phone }}。")
    translate(project, "More", "更多")
    run(project, "convert")
    run(project, "build")
    hans = (project / "build/site/zh-Hans/index.html").read_text("utf-8")
    hant = (project / "build/site/zh-Hant/index.html").read_text("utf-8")
    assert "<p>您不可以签字。</p>" in hans
    assert "<p>您不可以簽字。</p>" in hant
    assert '<strong>马上</strong>拨打<span class="kyr-whole"><a class="kyr-phone" href="tel:+18883737888"' in hans
    assert '<h2 id="more">更多</h2>' in hans
    assert '<html lang="zh-Hans"' in hans
    assert '<html lang="zh-Hant"' in hant


def test_approved_policy_shows_english_for_what_nobody_signed(project: Path) -> None:
    run(project, "update")
    translate(project, "You must not sign.", "您不可以签字。")
    settings = project / "pyproject.toml"
    settings.write_text(settings.read_text("utf-8") + '[tool.kyr.publish]\nshow = "approved"\n', "utf-8")
    run(project, "build")
    page = (project / "build/site/zh-Hans/index.html").read_text("utf-8")
    assert '<p lang="en">You must not sign.</p>' in page
    assert "您不可以签字" not in page


def test_a_translation_that_lost_a_number_is_not_shown(project: Path) -> None:
    run(project, "update")
    translate(project, "Call {{ nht.phone }} **now**.", "请**现在**打电话。")
    run(project, "build")
    page = (project / "build/site/zh-Hans/index.html").read_text("utf-8")
    assert "打电话" not in page
    assert re.search(
        r'<p lang="en">Call <a class="kyr-phone" href="tel:[^"]+">[^<]+</a> <strong>now</strong>.</p>', page
    )


def test_a_translation_that_types_a_number_or_an_address_of_its_own_is_not_shown(project: Path) -> None:
    run(project, "update")
    translate(project, "Call {{ nht.phone }} **now**.", "请**马上**拨打{{ nht.phone }}，或一九零零五五五零一零零。")
    translate(project, "You must not sign.", "您不可以签字。请看evil.com。")
    translate(project, "More", "更多")
    translate(project, "Quick exit", "拨打1-900-555-0100", HANS.replace("index", "site"))
    run(project, "build")
    page = (project / "build/site/zh-Hans/index.html").read_text("utf-8")
    assert "更多" in page
    assert not re.search("一九零零|evil|1-900", page)
    assert '<p lang="en">You must not sign.</p>' in page


def test_a_mistake_of_ours_is_one_line_too() -> None:
    script = (
        "import sys; from pipeline import cli, project\n"
        "def broken(*_): raise RuntimeError('oops')\n"
        "project.Project.find = broken; sys.argv = ['kyr', 'status']; cli.main()"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT)
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    assert "KYR_TRACEBACK=1" in result.stderr


def test_pybabel_extract_finds_the_same_messages(project: Path) -> None:
    run(project, "extract")
    (project / "babel.cfg").write_text("[kyr: content/**.md]\n", "utf-8")
    command = [
        sys.executable,
        "-m",
        "babel.messages.frontend",
        "-q",
        "extract",
        "-F",
        "babel.cfg",
        "-o",
        "all.pot",
        ".",
    ]
    subprocess.run(command, check=True, cwd=project)
    pattern = re.compile(r'^msgid ((?:".*"\n)+)', re.MULTILINE)

    def msgids(path: Path) -> set[str]:
        found = pattern.findall(path.read_text("utf-8"))
        return {"".join(re.findall(r'"(.*)"', text)) for text in found} - {""}

    ours = msgids(project / "locales/templates/index.pot") | msgids(project / "locales/templates/other.pot")
    assert msgids(project / "all.pot") == ours


@pytest.mark.parametrize("stated", ["", "soon", "²", "1e9", "99999999999999"])
def test_a_date_that_is_none_is_named(project: Path, monkeypatch: pytest.MonkeyPatch, stated: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", stated)
    with pytest.raises(ConfigError, match=r"SOURCE_DATE_EPOCH: .*Give seconds since 1970"):
        Project(project).today  # noqa: B018 # asking is what is tried


def test_an_error_is_one_line_whatever_a_file_is_called(project: Path) -> None:
    odd = project / "a\n\x1b[2Jb.xlsx"
    odd.write_bytes(b"x")
    result = run(project, "import", str(odd))
    assert result.returncode == 2
    assert "\n" not in result.stderr
    assert "a [U+001B][2Jb.xlsx" in result.stderr


def test_a_locale_that_is_none_is_told_with_all_that_are(project: Path) -> None:
    listed = r"en \(English\), zh_Hans \(Chinese \(Simplified\)\), zh_Hant \(Chinese \(Traditional\)\)$"
    for name in ("fr", "zh", "cn", "chinese", "", "..", "zh_HK", "a\0b"):  # zh may be either of two
        with pytest.raises(ConfigError, match="this project has no locale of that name. Use one of: " + listed):
            Project(project).locale(name)


@pytest.mark.parametrize("name", ["zh_Hant", "zh-Hant", "ZH-HANT", "zh-tw", "zh_TW", "zh-Hant-TW"])
def test_a_locale_goes_by_every_name_that_can_only_mean_it(project: Path, name: str) -> None:
    assert Project(project).locale(name).code == "zh_Hant"


def test_a_language_that_is_begun_is_told_with_how_to_publish_it(project: Path) -> None:
    (project / "locales/es").mkdir()
    for command in ("preview", "status", "packet", "remove-locale"):
        result = run(project, command, "es")
        assert result.returncode == 2
        assert (
            result.stderr
            == "error: es: this language has been started but is not published. Publish it: kyr add-locale es"
        )


@pytest.mark.parametrize("name", ["content/other.md", "other.md", "./content/other.md", "content\\other.md", "/other/"])
def test_a_page_goes_by_the_name_of_its_file(project: Path, name: str) -> None:
    assert Project(project).page(name).path == "other"


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("ice", "immigration/your-rights-with-ice"),
        ("Detained", "immigration/if-you-are-detained"),
        ("card", "print/card-help or print/card-rights"),
        ("content/t-visa.md", "trafficking/t-visa-apply or trafficking/t-visa-family-green-card"),
        ("door", "videos/your-rights-at-the-door.vtt"),
        ("helpp/now", "help/now"),
    ],
)
def test_a_page_that_is_none_is_told_with_those_that_have_the_word_in_their_names(name: str, meant: str) -> None:
    with pytest.raises(KyrError, match=rf"no such page\. Did you mean (\S+ or )*{meant}( or \S+)*\?$"):
        Project(ROOT).page(name)
