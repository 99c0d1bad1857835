"""One library, many organizations: an edition for New York and one for Illinois, and changes that never collide."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from pipeline import catalog as po
from pipeline import newlocale, organization, site, workflow
from pipeline.converter import Converter
from pipeline.edition import Publisher
from pipeline.errors import ConfigError, PageError
from pipeline.facts import Region
from pipeline.languages import SOURCE
from pipeline.markdown import Job, Shown
from pipeline.print.orders import Wish, orders
from pipeline.print.printing import Press
from pipeline.project import Project
from pipeline.regional import Omit
from pipeline.text.toml import Table
from tests.conftest import ROOT
from tests.printed import pdf_of
from tests.served import served
from tests.test_locales import translate

NY, IL = "orders-of-protection-new-york", "orders-of-protection-illinois"


def own(root: Path, settings: str) -> Path:
    (root / "local").mkdir(exist_ok=True)
    (root / "local" / "kyr.toml").write_text(settings, "utf-8")
    return root


def copy(folder: Path, settings: str) -> Path:
    """The real library in a folder of its own, as an organization takes it over; English only, to be quick."""
    for name in ("content", "locales", "site"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return own(folder, f"locales = []\n{settings}")


def html(root: Path, page: str) -> str:
    publisher = Publisher(Project(root))
    return publisher.html(publisher.edition(SOURCE, page))


# ---- two editions of the real library ----


@pytest.fixture(scope="module", params=["ny", "il"])
def edition(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    region = str(request.param)
    settings = (
        f'[organization]\nname = "Helpers of {region}"\nurl = "https://{region}.example.org/"\n'
        f'region = ["{region}"]\ncolour = "#5b2a6e"\nlogo = "assets/logo.svg"\n'
    )
    root = copy(tmp_path_factory.mktemp(region), settings)
    logo = root / "local" / "content" / "assets" / "logo.svg"
    logo.parent.mkdir(parents=True)
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        patch.setenv("SOURCE_DATE_EPOCH", "1795305600")
        site.build(root)
    return region, root


def test_an_edition_has_the_pages_of_its_region_and_of_the_whole_country(edition: tuple[str, Path]) -> None:
    region, root = edition
    here, away = (NY, IL) if region == "ny" else (IL, NY)
    pages = {path.parent.name for path in (root / "build/site").rglob("index.html")}
    assert here in pages
    assert away not in pages
    assert {"t-visa", "vawa", "now"} <= pages


LOGOS = {
    "without a size": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M0 0h24v24z"/></svg>',
    "large": '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="640"><path d="M0 0h640v640z"/></svg>',
    "wide": '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="100"><path d="M0 0h1200v100z"/></svg>',
}


@pytest.mark.parametrize("width", [360, 1280])
def test_a_logo_of_any_shape_leaves_the_header_as_it_is(
    edition: tuple[str, Path], browser: Browser, width: int
) -> None:
    built = edition[1] / "build" / "site"
    heights = set()
    with served(built) as address:
        for shape, drawn in LOGOS.items():
            (built / "assets" / "logo.svg").write_text(drawn, "utf-8")
            page = browser.new_page(viewport={"width": width, "height": 740})
            page.goto(address)
            logo = page.locator(".kyr-name img").bounding_box()
            assert logo
            assert (logo["height"], 0 < logo["width"] <= 112) == (32, True), shape
            heights.add(page.locator(".kyr-bar").evaluate("bar => bar.getBoundingClientRect().height"))
            name = page.locator(".kyr-name").evaluate("name => name.getBoundingClientRect().height")
            assert name <= 56, f"{shape}: the name has two lines at the most"
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.close()
    assert len(heights) == 1


def test_an_edition_names_no_service_of_the_other_region(edition: tuple[str, Path]) -> None:
    region, root = edition
    contacts = Project(root).registry.contacts.values()
    text = "".join(path.read_text("utf-8") for path in (root / "build/site").rglob("index.html"))
    for contact in contacts:
        if (
            contact.phone
            and len(contact.phone) > 3
            and contact.region.value in {"ny", "il"}
            and contact.status.value == "printable"
        ):
            assert (contact.phone in text) == (contact.region.value == region), contact.id
    assert "1-888-373-7888" in text


def test_no_heading_is_left_with_nothing_under_it(edition: tuple[str, Path]) -> None:
    region, root = edition
    page = html(root, "help/now")
    assert ("Hotlines in Illinois" in page) == (region == "il")
    assert ("Hotlines in New York" in page) == (region == "ny")


def test_no_link_of_an_edition_is_dead(edition: tuple[str, Path]) -> None:
    folder = edition[1] / "build" / "site"
    dead = []
    for path in folder.rglob("index.html"):
        page = path.read_text("utf-8")
        ids = set(re.findall(r'\sid="([^"]+)"', page))
        for href in re.findall(r'<a[^>]* href="([^":]+)"', page):
            address, _, anchor = href.partition("#")
            target = (path.parent / address).resolve()
            there = not address or target.is_file() or (target / "index.html").is_file()
            if not there or (not address and anchor and anchor not in ids):
                dead.append((path.parent.name, href))
    assert dead == []


def test_an_edition_has_its_own_address_colour_and_logo(edition: tuple[str, Path]) -> None:
    region, root = edition
    page = (root / "build/site/index.html").read_text("utf-8")
    assert f"https://{region}.example.org/" in page
    assert "assets/organization.css" in page
    assert "#5b2a6e" in (root / "build/site/assets/organization.css").read_text("utf-8")
    assert (root / "build/site/assets/logo.svg").exists()


def test_an_edition_prints_the_handouts_of_its_region(edition: tuple[str, Path]) -> None:
    region, root = edition
    pages = {Path(order.page).name for order in orders(Project(root))}
    assert (NY in pages) == (region == "ny")
    assert (IL in pages) == (region == "il")


# ---- what is left out, block by block ----


def shown(body: str, pages: str = "", contacts: str = "nijc ildv") -> str:
    omit = Omit("help/now", frozenset(pages.split()), frozenset(contacts.split()), frozenset({"ny"}))
    return Converter().convert(Job("a", body, translate=lambda unit: Shown(unit.text), omit=omit))


JUMPS = '<ul>\n<li><a href="#b">Here</a></li>\n</ul>\n<h2 id="b">B</h2>\n<p>Words.</p>'


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("- Call {{ nijc.phone }}.\n- Call {{ moia.phone }}.", "<ul>\n<li>Call {{ moia.phone }}.</li>\n</ul>"),
        ("- Call {{ nijc.phone }}.", ""),
        ("Call {{ nijc.phone }} or {{ moia.phone }}.", "<p>Call {{ nijc.phone }} or {{ moia.phone }}.</p>"),
        ("It changed ({{ checked.F-001 }}).", "<p>It changed ({{ checked.F-001 }}).</p>"),
        ("## A\n\nCall {{ nijc.phone }}.\n\n## B\n\nWords.", '<h2 id="b">B</h2>\n<p>Words.</p>'),
        ("## A\n\n### C\n\nCall {{ nijc.phone }}.\n\n## B\n\nWords.", '<h2 id="b">B</h2>\n<p>Words.</p>'),
        ('!!! note "Help"\n    Call {{ nijc.phone }}.\n\nWords.', "<p>Words.</p>"),
        ("<!-- kyr:region il -->\nOnly there.\n\nEverywhere.", "<p>Everywhere.</p>"),
        ("<!-- kyr:region ny il -->\nHere too.", "<p>Here too.</p>"),
        ("<!-- kyr:region il -->\n## A\n\nWords.\n\n### C\n\nMore.\n\n## B", '<h2 id="b">B</h2>'),
        ("- [There](#a)\n- [Here](#b)\n\n## A\n\n- {{ ildv.link }}\n\n## B\n\nWords.", JUMPS),
        ("See [there](#a).\n\n## A\n\n- {{ ildv.link }}", "<p>See <span>there</span>.</p>"),
    ],
)
def test_what_only_serves_another_region_goes(body: str, left: str) -> None:
    assert re.sub(r"<!--.*?-->\n?", "", shown(body)) == left


def test_a_region_nobody_knows_is_an_error() -> None:
    with pytest.raises(PageError, match="kyr:region does not know 'xx'"):
        Converter().units("<!-- kyr:region xx -->\nWords.", "content/a.md")


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("See [Illinois](../dv/il.md#a) too.", "<p>See <span>Illinois</span> too.</p>"),
        (
            "- [Illinois](../dv/il.md)\n- [New York](../dv/ny.md)",
            '<ul>\n<li><a href="../dv/ny.md">New York</a></li>\n</ul>',
        ),
        ("[Elsewhere](https://example.org/dv/il.md)", '<p><a href="https://example.org/dv/il.md">Elsewhere</a></p>'),
    ],
)
def test_a_link_to_a_page_that_is_left_out_is_words(body: str, left: str) -> None:
    assert shown(body, pages="dv/il") == left


def test_the_whole_library_is_as_it_was() -> None:
    project = Project(ROOT)
    assert all(project.omit(page) is None and project.shows(page) for page in project.pages.values())


def test_an_edition_leaves_every_catalogue_alone(project: Path) -> None:
    list(workflow.update(Project(project)))
    own(project, '[organization]\nregion = ["ny"]\n')
    assert list(workflow.update(Project(project))) == []


# ---- settings ----


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ('[organization]\nregion = ["xx"]', "'region' is ['xx']"),
        ('[organization]\nregion = "ny"', "'region' is 'ny'"),
        ('[organization]\ncolour = "red"', "not a colour"),
        ('[organization]\ncolour = "#ffee00"', "contrast"),
        ('[organization]\nlogo = "../secret.svg"', "not a picture below content/"),
        ("[organization]\ncontacts = [3]", "not a list of texts"),
        ("[organisation]\nname = 'x'", "unknown key 'organisation'"),
        ("locales = [", "not TOML"),
    ],
)
def test_a_wrong_setting_names_the_organizations_own_file(project: Path, settings: str, says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _ = Project(own(project, settings)).config
    assert str(caught.value).startswith(("local/kyr.toml:1", "local/kyr.toml:2"))
    assert says in str(caught.value)


def test_a_contact_that_nobody_knows_is_refused(project: Path) -> None:
    with pytest.raises(ConfigError, match=r"local/kyr\.toml:2: .*no contact 'nth'\. Did you mean nht\?"):
        _ = Project(own(project, '[organization]\ncontacts = ["nth"]')).registry


def test_only_contacts_it_vouches_for_are_shown_but_the_national_ones_always() -> None:
    contacts = Project(ROOT).registry.contacts
    scope = organization.read_scope(Table("", {"region": ["ny"], "contacts": ["moia"]}))
    shown = {name for name, contact in contacts.items() if scope.shows_contact(contact)}
    assert "moia" in shown
    assert "womankind" not in shown
    assert {"emergency", "nht"} <= shown


def test_an_organization_elsewhere_has_what_holds_for_the_whole_country() -> None:
    scope = organization.read_scope(Table("", {"region": ["us"]}))
    library = Project(ROOT)
    pages = {path for path, page in library.pages.items() if scope.shows_page(page.meta.region)}
    assert {"index", "help/now"} <= pages
    assert not {path for path in pages if path.endswith((NY, IL))}
    contacts = library.registry.contacts.values()
    assert {one.region for one in contacts if scope.shows_contact(one)} == {Region.US}


def test_own_settings_lie_over_the_shared_ones(project: Path) -> None:
    config = Project(own(project, '[organization]\nname = "Ours"\n[publish]\nshow = "approved"\n')).config
    assert (config.organization, config.url, config.show.value) == ("Ours", "https://example.org/", "approved")
    assert [locale.code for locale in config.locales] == ["zh_Hans", "zh_Hant"]


def test_an_organizations_language_is_its_own_setting(project: Path) -> None:
    before = (project / "pyproject.toml").read_bytes()
    own(project, "# ours\n")
    assert "local/kyr.toml" in list(newlocale.add(project, "es"))
    assert (project / "pyproject.toml").read_bytes() == before
    assert (project / "local/kyr.toml").read_text("utf-8").startswith("# ours\n")
    assert [one.code for one in Project(project).config.locales] == ["zh_Hans", "zh_Hant", "es"]


# ---- own pages ----

OFFICE = """---
title: Our office
description: Where we are.
handout: {handout: 1}
---
# Our office

Come on Monday. {{ us.phone }}
"""
US = """[us]
name = "Our line"
phone = "212-555-0142"
region = "ny"
area = "NY"
topics = ["all"]
source = "ourselves"
seen = 2026-11-21
status = "printable"
confidence = "high"
"""


@pytest.fixture
def local(project: Path) -> Path:
    own(project, '[menu]\n"Our own" = ["office.md"]\n')
    (project / "local/content").mkdir()
    (project / "local/content/office.md").write_text(OFFICE, "utf-8")
    (project / "local/content/contacts.toml").write_text(US, "utf-8")
    shared = (project / "content/index.md").read_text("utf-8")
    (project / "local/content/index.md").write_text(shared.replace("You must not sign.", "Ask us first."), "utf-8")
    return project


@pytest.mark.parametrize(("state", "is_here"), [("ca", True), ("tx", False)])
def test_an_organization_of_any_state_has_its_own_region(local: Path, state: str, is_here: bool) -> None:
    own(local, f'[organization]\nname = "Helpers"\nregion = ["{state}"]\n')
    page = OFFICE.replace("handout:", "region: [ca]\nhandout:", 1)
    (local / "local/content/office.md").write_text(page, "utf-8")
    (local / "local/content/contacts.toml").write_text(US.replace('"ny"', '"ca"'), "utf-8")
    called = (local / "local/content/index.md").read_text("utf-8")
    (local / "local/content/index.md").write_text(f"{called}\n- {{{{ us.phone }}}}\n", "utf-8")
    assert ("212-555-0142" in html(local, "index")) == is_here
    assert any(order.page == "office" for order in orders(Project(local))) == is_here


def test_own_pages_and_catalogues_lie_apart_from_the_shared_ones(project: Path, local: Path) -> None:
    list(workflow.update(Project(local)))
    made = {path.relative_to(project).as_posix() for path in project.rglob("*.po") if "zh_Hans" in path.parts}
    assert "local/locales/zh_Hans/LC_MESSAGES/office.po" in made
    assert "local/locales/zh_Hans/LC_MESSAGES/index.po" in made
    assert "locales/zh_Hans/LC_MESSAGES/other.po" in made
    assert "locales/zh_Hans/LC_MESSAGES/office.po" not in made


def test_an_own_version_of_a_page_begins_with_its_translations(project: Path) -> None:
    list(workflow.update(Project(project)))
    translate(project, "zh_Hans", {"More": "更多", "You must not sign.": "不要签字。"})
    shared = (project / "locales/zh_Hans/LC_MESSAGES/index.po").read_bytes()
    own(project, "")
    (project / "local/content").mkdir()
    text = (project / "content/index.md").read_text("utf-8").replace("You must not sign.", "You must never sign.")
    (project / "local/content/index.md").write_text(text, "utf-8")
    list(workflow.update(Project(project)))
    mine = po.parse((project / "local/locales/zh_Hans/LC_MESSAGES/index.po").read_bytes(), "index.po")
    assert {one.source: (one.target, one.fuzzy) for one in mine.live}["More"] == ("更多", False)
    assert {one.source: (one.target, one.fuzzy) for one in mine.live}["You must never sign."] == ("不要签字。", True)
    assert (project / "locales/zh_Hans/LC_MESSAGES/index.po").read_bytes() == shared


def test_own_pages_are_on_the_site_and_in_the_menu(local: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (local / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write("nav:\n  - index.md\n  - other.md\n")
    list(workflow.update(Project(local)))
    monkeypatch.chdir(local)
    site.build(local)
    page = (local / "build/site/zh-Hans/office/index.html").read_text("utf-8")
    assert "212-555-0142" in page
    assert "Ask us first." in (local / "build/site/index.html").read_text("utf-8")
    assert "Our own" in (local / "build/site/index.html").read_text("utf-8")
    assert not list((local / "build/site").rglob("*.toml"))


def test_the_menu_keeps_its_order_and_drops_what_is_empty() -> None:
    nav = ["index.md", {"Help": ["a.md", {"Sub": ["b.md"]}]}, {"Own": "c.md"}, {"More": "d.md"}]
    made = organization.menu(nav, {"b.md", "c.md"}, {"Help": ["x.md"], "New": ["y.md"]})
    assert made == ["index.md", {"Help": ["a.md", "x.md"]}, {"More": "d.md"}, {"New": ["y.md"]}]


def test_contrast_is_that_of_wcag() -> None:
    assert organization.contrast_with_white("#000000") == pytest.approx(21)
    assert organization.contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)


def documented() -> str:
    """The local/kyr.toml that docs/organizations.md shows."""
    shown = (
        (ROOT / "docs" / "organizations.md").read_text("utf-8").partition("## local/kyr.toml")[2].partition("\n## ")[0]
    )
    return "\n".join(line[4:] for line in shown.splitlines() if line.startswith("    "))


def test_what_the_settings_name_has_to_be_there(project: Path) -> None:
    own(project, documented())
    first, second = Project(project).absent()
    line = documented().splitlines().index(next(text for text in documented().splitlines() if "logo" in text)) + 1
    assert str(first) == (
        f"local/kyr.toml:{line}: [organization] the logo 'assets/logo.svg' is not there. "
        "Put it at local/content/assets/logo.svg, or take it out of the settings"
    )
    assert "[menu] the page 'office.md' is not there" in str(second)
    for name in ("assets/logo.svg", "office.md"):
        (project / "local" / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (project / "local" / "content" / name).write_text("", "utf-8")
    assert not list(Project(project).absent())


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("print/card-rights", "card"),
        ("print/trifold-trafficking", "trifold"),
        ("immigration/your-rights-with-ice", "square"),
    ],
)
def test_the_documented_edition_says_at_length_what_is_not_reviewed_and_still_fits(
    tmp_path: Path, page: str, form: str
) -> None:
    own(copy(tmp_path, ""), documented())
    edition = Project(tmp_path)
    assert "es" in {locale.code for locale in edition.config.locales}
    press = Press(edition)
    for order in orders(edition, Wish(pages=(page,), forms=(form,))):
        assert pdf_of(press.sheet(order), tmp_path / "site/print")
