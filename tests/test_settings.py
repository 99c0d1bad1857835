"""Whatever is wrong in a settings file is one line that names the file, the line, what is wrong and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.print import giver
from pipeline.project import Project
from pipeline.review import reviewers
from pipeline.text import toml

SHARED = """[project]
name = "kyr"

[tool.kyr]
locales = [
  "zh_Hans", # ours
  "zh_Hant",
]

[tool.kyr.organization]
name = "Example"
url = "https://example.org/"

[tool.kyr.publish]
show = "drafts"

[tool.kyr.review]
roles = ["language", "legal"]
[tool.kyr.review.audiences]
partners = ["language"]
"""
OWN = """# ours
organization.name = "Ours"
organization.colour = '#123456'

[review.locales]
en = ["legal"]

[menu]
"Our = office" = ["office.md"]
'Über uns' = ["us.md"]
"""


def refused(root: Path, shared: str = SHARED, own: str = "") -> str:
    (root / "pyproject.toml").write_text(shared, "utf-8")
    if own:
        (root / "local").mkdir(exist_ok=True)
        (root / "local" / "kyr.toml").write_text(own, "utf-8")
    with pytest.raises(ConfigError) as caught:
        _ = Project(root).config
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("locales = [", "local = [", "5: [tool.kyr] unknown key 'local'. Did you mean locales?"),
        ("[tool.kyr.publish]", "[tool.kyr.zzz]", "14: [tool.kyr] unknown key 'zzz'. Use one of: locales, "),
        ('"zh_Hant"', '"zh_Haha"', "5: [tool.kyr] 'zh_Haha' is not a locale (it is called zh_Hans)"),
        ('"zh_Hant"', '"en"', "5: [tool.kyr] 'en': the pages are written in English, and it is always there"),
        ('"zh_Hant"', '"zh_Hans"', "5: [tool.kyr] 'zh_Hans': it is in the list already. Take it out of the list"),
        ('"https://example.org/"', '"example.org"', "12: [tool.kyr.organization] 'url': 'example.org' is not the"),
        ('"https://example.org/"', '"https://a.org/?b=c"', "12: [tool.kyr.organization] 'url': 'https://a.org/?b=c'"),
        ('"https://example.org/"', '"javascript:alert(1)"', "12: [tool.kyr.organization] 'url': 'javascript:alert(1)'"),
        ('"https://example.org/"', '"https://a b/"', "12: [tool.kyr.organization] 'url': 'https://a b/' is not the"),
        ('"Example"', '"Example"\ncontact = "Ann"', "12: [tool.kyr.organization] 'contact': 'Ann' is not an e-mail"),
        ('"zh_Hant"', "7", "5: [tool.kyr] 'locales' is not a list of texts. Write locales = "),
        ('"Example"', "3", "11: [tool.kyr.organization] 'name' is not a text. Write name = "),
        ('"Example"', '"a\\u0007"', "11: [tool.kyr.organization] 'name' is not a text. Write name = "),
        ("[tool.kyr.publish]\nshow", "[tool.kyr]\npublish", "14: not TOML"),
        ('[tool.kyr.publish]\nshow = "drafts"\n', "", None),
        ('"drafts"', '"draft"', "15: [tool.kyr.publish] 'show' cannot be 'draft'. Write one of: drafts, approved"),
        ('"legal"]', '"boss"]', "18: [tool.kyr.review] 'roles' is ['language', 'boss']. Write a list of one or more "),
        ("partners", "friends", "20: [tool.kyr.review.audiences] unknown key 'friends'"),
        ("[tool.kyr.review.audiences]\npartners", "audiences", "19: [tool.kyr.review] 'audiences' is not a table"),
        ("[tool.kyr]", "[tool.kyr]\nmenu = 1", "5: [tool.kyr] 'menu' is not a table. Write menu = {"),
        (SHARED, "tool = 1\n", "1: 'tool' is not a table"),
    ],
)
def test_a_wrong_setting_is_named_at_its_line(project: Path, old: str, new: str, says: str | None) -> None:
    assert old in SHARED
    text = SHARED.replace(old, new, 1)
    if says is None:
        (project / "pyproject.toml").write_text(text, "utf-8")
        assert Project(project).config.show.value == "drafts"
    else:
        assert f"pyproject.toml:{says}" in refused(project, text)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("organization.name", "organization.nam", "2: [organization] unknown key 'nam'. Did you mean name?"),
        ("'#123456'", "'#ffffff'", "3: [organization] 'colour': white text on #ffffff has a contrast of 1.0 to 1"),
        ('"legal"', '"language"', "6: [review.locales] 'en' does without legal"),
        ('["us.md"]', "7", "10: [menu] 'Über uns' is not a list of texts"),
        ('["office.md"]', "7", "9: [menu] 'Our = office' is not a list of texts"),
        (
            '["office.md"]',
            '["office"]',
            "9: [menu] 'Our = office': 'office' is not a page below content/. Write pages as",
        ),
        ('["office.md"]', '["/tmp/a.md"]', "9: [menu] 'Our = office': '/tmp/a.md' is not a page below content/"),
        ('["office.md"]', '["../a.md"]', "9: [menu] 'Our = office': '../a.md' is not a page below content/"),
        ('"Our = office"', '""', "9: [menu] an entry has no label. Write "),
        ("colour = '#123456'", "logo = '/etc/a.svg'", "3: [organization] 'logo': '/etc/a.svg' is not a picture below"),
        ("colour = '#123456'", "logo = 'a/../../b.png'", "3: [organization] 'logo': 'a/../../b.png' is not a picture"),
    ],
)
def test_an_organizations_own_setting_is_named_at_its_line(project: Path, old: str, new: str, says: str) -> None:
    assert old in OWN
    assert f"local/kyr.toml:{says}" in refused(project, own=OWN.replace(old, new, 1))


def test_a_shared_setting_is_named_in_the_shared_file_whatever_lies_over_it(project: Path) -> None:
    wrong = SHARED.replace('"https://example.org/"', "3")
    assert "pyproject.toml:12: [tool.kyr.organization] 'url' is not a text" in refused(project, wrong, OWN)


def test_an_organization_can_take_a_shared_text_away(project: Path) -> None:
    (project / "pyproject.toml").write_text(SHARED, "utf-8")
    (project / "local").mkdir()
    (project / "local" / "kyr.toml").write_text('[organization]\nname = ""\n', "utf-8")
    assert Project(project).config.organization == ""


LI = reviewers.git_name("a@b.c")
REVIEWERS = f"""[li]
name = "Li"
roles = {{en = ["legal"]}}
git = ["{LI}"]

[wang.roles]
zh_Hans = ["language"]
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[li]", "[Li]", "1: [Li] is not a valid handle"),
        ("[li]", "wang = 1\n[li]", "1: 'wang' is not a table"),
        ('"Li"', "1", "2: [li] 'name' is not a text"),
        ("name", "mail", "2: [li] unknown key 'mail'"),
        ('roles = {en = ["legal"]}\n', "", "1: [li] has no roles"),
        ('{en = ["legal"]}', "{}", "3: [li] has no roles"),
        ("en =", "fr =", "3: [li.roles] unknown key 'fr'"),
        ("zh_Hans", "zh_Hens", "7: [wang.roles] unknown key 'zh_Hens'. Did you mean zh_Hans?"),
        ('["language"]', '["langage"]', "7: [wang.roles] 'zh_Hans' is ['langage']"),
        ('"sha256:', '"', "4: [li] 'git' is not a list of hashed addresses"),
        (
            "[wang.roles]",
            f'[wang]\ngit = ["{LI}"]\n[wang.roles]',
            "7: [wang] 'git': [li] has the same address",
        ),
    ],
)
def test_a_mistake_in_the_list_of_reviewers_is_named_at_its_line(old: str, new: str, says: str) -> None:
    text = REVIEWERS.replace(old, new, 1)
    if new.startswith("wang"):
        text = text.partition("\n[wang.roles]")[0]
    with pytest.raises(ConfigError) as caught:
        reviewers.parse(text, "locales/reviewers.toml", ["en", "zh_Hans"])
    assert str(caught.value).startswith(f"locales/reviewers.toml:{says}")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('name = "A"\nfone = "1"\n', "2: unknown key 'fone'. Did you mean phone?"),
        ('name = "A"\nx = "1"\n', "2: unknown key 'x'. Use one of: name, address, phone, logo"),
        ('name = "A"\n"\\u202e" = "1"\n', "2: unknown key '\N{REPLACEMENT CHARACTER}'"),
        ('phone = "1"\n', " there is no 'name'. Add a line: name = "),
        ('name = "A"\nphone = " "\n', "2: 'phone' is not a text"),
        ('name = "A"\naddress = """\n7 Road\nphone = 1"""\nphone = 1\n', "5: 'phone' is not a text"),
        ('name = "A"\n\nlogo = "no.png"\n', "3: the logo no.png is not there"),
    ],
)
def test_a_mistake_in_who_hands_a_sheet_out_is_named_at_its_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        giver.read(path)
    assert str(caught.value).startswith(f"{path}:{says}")


def test_an_address_has_a_line_for_each_of_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text('name = "A"\naddress = """\n 7 Road\nNew York"""\nphone = "1"\n', "utf-8")
    read = giver.read(path)
    assert (read.lines, read.phone) == (("7 Road", "New York"), "1")


@given(st.text(max_size=60))
def test_a_key_is_found_behind_whatever_stands_between_quotes(words: str) -> None:
    text = "".join(char for char in words if char.isprintable() and char not in "'\"\\")
    before = f"""[a.'b.c']
deep = [
  [1, "{text}]"],
["x"] # [y
]
long = '''
[d]
e = {text}''''
"long one" = \"\"\"{text}
]\\"\"\"\"
"""
    table = toml.read(before + "x.y = {z = 1}\n[[last]]\n", "t").inner("a").inner("b.c")
    line = before.count("\n") + 1
    assert [table.error(key, "", "").line for key in ("", "deep", "long", "long one", "x")] == [1, 2, 6, 9, line]
    assert table.inner("x").inner("y").error("z", "", "").line == line
    assert toml.read(before + "[[last]]\n", "t").error("last", "", "").line == line
