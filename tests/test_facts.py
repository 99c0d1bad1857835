"""Facts, contacts and tokens: what may be printed, for how long, and what exactly a reader's thumb will dial."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import html.parser
import re
import tomllib
from collections import Counter
from functools import cache
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import facts, tokens
from pipeline.errors import RegistryError
from pipeline.facts import Confidence, Contact, ContactStatus, Fact, FactStatus, Registry, Volatility
from pipeline.languages import SOURCE, locale
from pipeline.registry import parse_contacts, parse_facts
from pipeline.text import prose
from pipeline.tokens import Form
from tests.conftest import CONTACT, ROOT, without

CONTENT = ROOT / "content"
FORMS: tuple[Form, ...] = ("html", "plain")
LOCALES = ("en", "zh_Hans", "zh_Hant")

FACT = """\
[F-001]
claim = "It is so."
citation = "22 U.S.C. § 7102(11)"
url = "https://uscode.house.gov/x"
as_of = "2025-12-29"
seen = 2026-11-21
volatile = "hot"
status = "read"
confidence = "high"
check_by = 2027-01-20
"""
GAP = """\
[F-002]
claim = "Nobody knows."
volatile = "hot"
status = "gap"
"""
NO_CONTACT = """\
[sff]
name = "Sanctuary"
phone = "212-555-2345"
region = "ny"
area = "NYC"
topics = ["legal help"]
source = "not found"
status = "gap"
"""
SMALL = Registry(parse_facts(FACT + GAP, "f.toml"), parse_contacts(CONTACT + NO_CONTACT, "c.toml"))


@cache
def real() -> Registry:
    return Registry(
        parse_facts((CONTENT / "facts.toml").read_text("utf-8"), "content/facts.toml"),
        parse_contacts((CONTENT / "contacts.toml").read_text("utf-8"), "content/contacts.toml"),
    )


def expand(
    text: str, code: str = "en", form: Form = "html", registry: Registry = SMALL, checked_label: str = "checked {date}"
) -> str:
    return tokens.expand(text, registry, locale(code), form, path="content/a.md", line=7, checked_label=checked_label)


def refused(text: str, registry: Registry = SMALL) -> RegistryError:
    with pytest.raises(RegistryError) as caught:
        expand(text, registry=registry)
    assert (caught.value.path, caught.value.line) == ("content/a.md", 7)
    return caught.value


# --- the files -------------------------------------------------------------------------------------------------------


def fact_error(text: str) -> RegistryError:
    with pytest.raises(RegistryError) as caught:
        parse_facts(text, "facts.toml")
    return caught.value


def contact_error(text: str) -> RegistryError:
    with pytest.raises(RegistryError) as caught:
        parse_contacts(text, "contacts.toml")
    return caught.value


def test_a_fact_is_read_with_all_that_its_file_says() -> None:
    assert parse_facts(FACT, "f.toml")["F-001"] == Fact(
        id="F-001",
        claim="It is so.",
        citation="22 U.S.C. § 7102(11)",
        url="https://uscode.house.gov/x",
        as_of="2025-12-29",
        seen=datetime.date(2026, 11, 21),
        volatile=Volatility.HOT,
        status=FactStatus.READ,
        confidence=Confidence.HIGH,
        check_by=datetime.date(2027, 1, 20),
        line=1,
    )


def test_a_contact_is_read_with_all_that_its_file_says() -> None:
    assert parse_contacts(CONTACT, "c.toml")["nht"] == Contact(
        id="nht",
        name="National Hotline",
        names={"zh_Hans": "全国热线"},
        phone="1-888-373-7888",
        text=facts.TextLine("233733", "HELP"),
        tty="866-604-5350",
        url="https://example.org",
        languages="200 and more languages",
        hours="24/7",
        region=facts.Region.US,
        area="US",
        topics=("trafficking",),
        source="its own page",
        seen=datetime.date(2026, 11, 21),
        status=ContactStatus.PRINTABLE,
        confidence=Confidence.HIGH,
        note="recheck",
        line=1,
    )


def test_a_project_without_entries_is_no_error() -> None:
    assert parse_facts("", "f.toml") == {}
    assert parse_contacts("# nothing yet\n", "c.toml") == {}


def test_a_long_claim_may_be_wrapped_between_triple_quotes() -> None:
    wrapped = FACT.replace('"It is so."', '"""\nIt is\n    so.\n"""')
    assert parse_facts(wrapped, "f.toml")["F-001"].claim == "It is so."


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (('claim = "It is so."', "claim = It is so."), 2, "not TOML"),
        (("[F-001]", "[F-001"), 1, "not TOML"),
        (('"high"', '"""high'), 10, "not TOML"),
        (('claim = "It', 'clam = "It'), 2, "Did you mean claim?"),
        (('claim = "It is so."\n', ""), 1, "no 'claim'"),
        (('citation = "22 U.S.C. § 7102(11)"\n', ""), 1, "no 'citation'"),
        (('as_of = "2025-12-29"\n', ""), 1, "no 'as_of'"),
        (("seen = 2026-11-21\n", ""), 1, "no 'seen'"),
        (('volatile = "hot"\n', ""), 1, "no 'volatile'"),
        (('status = "read"\n', ""), 1, "no 'status'"),
        (('confidence = "high"\n', ""), 1, "no 'confidence'"),
        (("check_by = 2027-01-20\n", ""), 1, "no 'check_by'"),
        (('"It is so."', '""'), 2, "'claim' is not a text"),
        (('"It is so."', '"a\\u0000b"'), 2, "'claim' is not a text"),
        (('"It is so."', "7"), 2, "'claim' is not a text"),
        (("seen = 2026-11-21", 'seen = "2026-11-21"'), 6, "'seen' is not a date"),
        (("seen = 2026-11-21", "seen = 2026-11-21T10:00:00"), 6, "'seen' is not a date"),
        (("seen = 2026-11-21", "seen = 0226-11-21"), 6, "'seen' is not a date"),
        (("seen = 2026-11-21", "seen = 2026-02-30"), 6, "not TOML"),
        (('"hot"', '"YY"'), 7, "no, yes, hot"),
        (('"read"', '"sure"'), 8, "read, practice, unseen, gap"),
        (('"high"', "true"), 9, "'confidence' is not a text"),
        (("2027-01-20", "2027-01-21"), 10, "Write check_by = 2027-01-20"),
        (('"hot"', '"no"'), 10, "Write check_by = 2028-11-21"),
        (("volatile =", "ends = 2026-12-31\nvolatile ="), 11, "Write check_by = 2026-12-31"),
        (("volatile =", "ends = 2026-12\nvolatile ="), 7, "not TOML"),
        (('"read"', '"unseen"'), 6, "'seen' contradicts status = 'unseen'"),
        (("https://uscode.house.gov/x", "javascript:alert(1)"), 4, "not a web address"),
        (("[F-001]", "[F-1]"), 1, "header like [F-001]"),
        (("[F-001]", "[[F-001]]"), 1, "header like [F-001]"),
        (("[F-001]", "[F-001]\n[F-001]"), 2, "not TOML"),
    ],
)
def test_a_broken_fact_is_refused_at_its_line(change: tuple[str, str], line: int, says: str) -> None:
    assert change[0] in FACT
    text = GAP + FACT.replace(*change, 1)
    error = fact_error(text)
    assert says in str(error)
    assert error.path == "facts.toml"
    assert error.line == line + GAP.count("\n")
    assert "\n" not in str(error)


def test_a_fact_may_be_relied_on_no_longer_than_its_source_says() -> None:
    ending = FACT.replace("volatile =", "ends = 2026-12-31\nvolatile =").replace("2027-01-20", "2026-12-31")
    assert parse_facts(ending, "facts.toml")["F-001"].check_by == datetime.date(2026, 12, 31)
    later = FACT.replace("volatile =", "ends = 2027-12-31\nvolatile =")
    assert parse_facts(later, "facts.toml")["F-001"].check_by == datetime.date(2027, 1, 20)


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        (("phone =", "telephone ="), 4, "Did you mean phone?"),
        (('name = "National Hotline"\n', ""), 1, "no 'name'"),
        (('region = "us"\n', ""), 1, "no 'region'"),
        (('area = "US"\n', ""), 1, "no 'area'"),
        (('topics = ["trafficking"]\n', ""), 1, "no 'topics'"),
        (('source = "its own page"\n', ""), 1, "no 'source'"),
        (("seen = 2026-11-21\n", ""), 1, "no 'seen'"),
        (('confidence = "high"\n', ""), 1, "no 'confidence'"),
        (('status = "printable"\n', ""), 1, "no 'status'"),
        (('"us"', '"xx"'), 10, "us, al, ak"),
        (('["trafficking"]', '"trafficking"'), 12, "'topics' is not a list"),
        (('["trafficking"]', "[7]"), 12, "'topics' is not a list"),
        (('"1-888-373-7888"', '"(888) 373-7888"'), 4, "Write it like 1-888-373-7888"),
        (('"1-888-373-7888"', '"1-888-373-788"'), 4, "Write it like 1-888-373-7888"),
        (('"1-888-373-7888"', '"1-888-373-788８"'), 4, "Write it like 1-888-373-7888"),
        (('"1-888-373-7888"', "18883737888"), 4, "'phone' is not a text"),
        (('"866-604-5350"', '"233733"'), 6, "Write it like 1-888-373-7888"),
        (('to = "233733", ', ""), 5, "no 'to'"),
        (('to = "233733"', 'to = "HELP"'), 5, "Write it like 1-888-373-7888"),
        (("word =", "body ="), 5, "unknown key 'body'"),
        (('{ to = "233733", word = "HELP" }', '"233733"'), 5, "'text' is not a table"),
        (("zh_Hans", "zh-Hans"), 3, "'zh-Hans' is not a locale"),
        (("zh_Hans", "klingon"), 3, "'klingon' is not a locale"),
        (('"全国热线"', "1"), 3, "'zh_Hans' is not a text"),
        (("[nht]", "[NHT]"), 1, "header like [nht]"),
        (("[nht]", "[checked]"), 1, "header like [nht]"),
    ],
)
def test_a_broken_contact_is_refused_at_its_line(change: tuple[str, str], line: int, says: str) -> None:
    assert change[0] in CONTACT
    error = contact_error(NO_CONTACT + CONTACT.replace(*change, 1))
    assert says in str(error)
    assert error.line == line + NO_CONTACT.count("\n")
    assert "\n" not in str(error)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript://example.org/%0aalert(1)",
        "data:text/html,x",
        "ftp://example.org",
        "//example.org",
        "example.org",
        "https://",
        "https://[",
        "https://a.org/ onclick=x",
        'https://a.org/"onclick="x',
        "https://a.org/<script>",
        "https://thehotline.org@evil.example",
        "java\\nscript:alert(1)",
    ],
)
def test_only_plain_web_addresses_are_accepted(url: str) -> None:
    quoted = url.replace('"', '\\"')
    error = contact_error(CONTACT.replace("https://example.org", quoted))
    assert error.line == 7
    assert "not a web address" in error.message


def test_a_value_outside_every_entry_is_refused() -> None:
    error = fact_error('\ntitle = "x"\n' + FACT)
    assert (error.line, error.fix) == (2, "Begin each entry with a header like [F-001]")


def test_a_line_number_is_not_misled_by_what_stands_inside_a_text() -> None:
    text = FACT.replace('"It is so."', '"""\n[F-001]\nseen = 1\nIt is so.\n"""').replace("2026-11-21", '"soon"')
    assert fact_error(text).line == text[: text.index("soon")].count("\n") + 1


def test_names_may_stand_in_a_table_of_their_own() -> None:
    text = CONTACT.replace('names = { zh_Hans = "全国热线" }\n', "") + '[nht.names]\nzh_Hant = "全國熱線"\nxx_1 = "x"\n'
    assert contact_error(text).line == text.count("\n")
    assert parse_contacts(text.replace('xx_1 = "x"\n', ""), "c")["nht"].names == {"zh_Hant": "全國熱線"}


def test_a_contact_that_nobody_can_reach_is_not_printable() -> None:
    assert "has no phone, text or url" in contact_error(without(CONTACT, "phone", "text", "url")).message


@given(st.text(max_size=60))
def test_whatever_stands_in_the_file_the_error_is_ours(text: str) -> None:
    for source in (text, f"[nht]\nname = {text}", f"{CONTACT}\n{text}"):
        with contextlib.suppress(RegistryError):
            parse_contacts(source, "c.toml")


# --- how long a fact holds -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seen", "volatile", "last"),
    [
        ((2026, 11, 21), Volatility.HOT, (2027, 1, 20)),
        ((2026, 11, 21), Volatility.YES, (2027, 5, 20)),
        ((2026, 11, 21), Volatility.NO, (2028, 11, 21)),
        ((2028, 2, 29), Volatility.NO, (2030, 2, 28)),
    ],
)
def test_the_last_day_follows_from_the_day_it_was_seen(
    seen: tuple[int, int, int], volatile: Volatility, last: tuple[int, int, int]
) -> None:
    assert facts.due(datetime.date(*seen), volatile) == datetime.date(*last)


def test_a_fact_holds_through_its_last_day() -> None:
    fact, last = SMALL.facts["F-001"], datetime.date(2027, 1, 20)
    day = datetime.timedelta(days=1)
    assert not facts.expired(fact, last)
    assert facts.expired(fact, last + day)


def test_what_was_never_read_neither_expires_nor_is_printed() -> None:
    fact = SMALL.facts["F-002"]
    assert not facts.expired(fact, datetime.date(2099, 1, 1))
    assert not facts.printable(fact)
    assert facts.must_be_read_by(SMALL, datetime.date(2099, 1, 1)) == (SMALL.facts["F-001"],)


def test_the_reading_list_begins_with_the_most_urgent() -> None:
    slow = FACT.replace("F-001", "F-000").replace('"hot"', '"yes"').replace("2027-01-20", "2027-05-20")
    registry = Registry(parse_facts(slow + FACT, "f"), {})
    assert [fact.id for fact in facts.must_be_read_by(registry, datetime.date(2027, 5, 20))] == ["F-001", "F-000"]
    assert [fact.id for fact in facts.must_be_read_by(registry, datetime.date(2027, 5, 19))] == ["F-001"]


@pytest.mark.parametrize(("status", "shown"), [("read", True), ("practice", True), ("unseen", False), ("gap", False)])
def test_only_what_was_read_or_is_practice_may_be_printed(status: str, shown: bool) -> None:
    fact = dataclasses.replace(SMALL.facts["F-001"], status=FactStatus(status))
    assert facts.printable(fact) is shown


def test_a_page_that_names_an_unprintable_or_unknown_fact_is_told_so() -> None:
    with pytest.raises(RegistryError, match=r"^a\.md: fact F-002 may not be printed: its status is 'gap'"):
        facts.find_fact(SMALL, "F-002", "a.md")
    with pytest.raises(RegistryError, match=r"no fact F-010\. Did you mean F-001\?"):
        facts.find_fact(SMALL, "F-010", "a.md")
    assert facts.find_fact(SMALL, "F-001", "a.md").id == "F-001"


# --- tokens ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("token", "code", "form", "shown"),
    [
        ("nht.phone", "en", "html", '<a class="kyr-phone" href="tel:+18883737888">1-888-373-7888</a>'),
        ("nht.phone", "zh_Hant", "html", '<a class="kyr-phone" href="tel:+18883737888">1-888-373-7888</a>'),
        ("nht.phone", "en", "plain", "1-888-373-7888"),
        ("nht.tty", "en", "html", '<a class="kyr-phone" href="tel:+18666045350">866-604-5350</a>'),
        ("nht.text", "en", "html", '<a class="kyr-text" href="sms:233733?&amp;body=HELP">HELP to 233733</a>'),
        ("nht.text", "zh_Hans", "html", '<a class="kyr-text" href="sms:233733?&amp;body=HELP">HELP → 233733</a>'),
        ("nht.text", "en", "plain", "HELP to 233733"),
        ("nht.text", "zh_Hans", "plain", "HELP → 233733"),
        ("nht.name", "en", "html", "National Hotline"),
        ("nht.name", "zh_Hans", "html", "全国热线"),
        ("nht.name", "zh_Hant", "plain", "National Hotline"),
        ("nht.link", "en", "html", '<a href="https://example.org">National Hotline</a>'),
        ("nht.link", "zh_Hans", "html", '<a href="https://example.org">全国热线</a>'),
        ("nht.link", "zh_Hans", "plain", "全国热线 (example.org)"),
        ("checked.F-001", "en", "html", '<span class="kyr-checked">checked November 21, 2026</span>'),
        ("checked.F-001", "en", "plain", "checked November 21, 2026"),
        ("nht.phone", "ar", "html", '<a class="kyr-phone" dir="ltr" href="tel:+18883737888">1-888-373-7888</a>'),
        ("nht.phone", "ar", "plain", "\u20661-888-373-7888\u2069"),
    ],
)
def test_a_token_becomes(token: str, code: str, form: Form, shown: str) -> None:
    assert expand(f"发短信：{{{{ {token} }}}}。", code, form) == f"发短信：{shown}。"


def test_the_checked_date_speaks_the_language_of_the_page() -> None:
    shown = expand("{{ checked.F-001 }}", "zh_Hans", checked_label="核对日期：{date}")
    assert shown == '<span class="kyr-checked">核对日期：2026年11月21日</span>'


def test_a_translated_label_is_only_ever_words() -> None:
    shown = expand("{{ checked.F-001 }}", checked_label="<b onclick=x>{date.__class__} {date}")
    assert shown == '<span class="kyr-checked">&lt;b onclick=x&gt;{date.__class__} November 21, 2026</span>'
    with pytest.raises(RegistryError, match=r"content/a\.md:7: .*has lost its {date}"):
        expand("{{ checked.F-001 }}", checked_label="核对")


@pytest.mark.parametrize(
    "written", ["{{nht.phone}}", "{{  nht . phone }}", "{{\nnht.phone\n}}", "{{\u3000nht.phone\u00a0}}"]
)
def test_white_space_inside_a_token_is_free(written: str) -> None:
    assert expand(written) == expand("{{ nht.phone }}")
    assert tokens.tokens(written) == Counter({"{{ nht.phone }}": 1})


def test_tokens_are_counted_in_any_order() -> None:
    english = tokens.tokens("Call {{ nht.phone }} or {{nht.text}}, again {{ nht.phone }}")
    assert english == tokens.tokens("{{ nht.text }}，{{ nht.phone }}{{nht.phone}}")
    assert english == Counter({"{{ nht.phone }}": 2, "{{ nht.text }}": 1})
    assert english != tokens.tokens("{{ nht.phone }} {{ nht.text }}")


def test_text_without_tokens_is_left_alone() -> None:
    text = "Ask. {: .x } { #id } [a](b){ .c } {'k': {1: 2} } <b>&amp;</b> 1-800-000-0000 { a . }"
    assert expand(text) == text
    assert prose.damaged_token(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "$2^{\\text{n}}$ of $10^{0.5}$ and \\sqrt{x_{i}}",
        "$\\frac{1}{{\\sqrt{N}}}$, $a^{{n}}$ and\n$t\\in\\{{0,1}\\}$",
        "Write `{{ nht.phone }}` or ``{{ ` }}``.",
        "Between `{{` and `}}`",
        "\\\\`{{ nht.phone }}`",
        'In <code class="a">{{ nht.phone }}, {{ title }}</code>',
        "<PRE>{{\nx }}</PRE>",
    ],
)
def test_the_braces_of_mathematics_and_of_code_are_no_token(text: str) -> None:
    assert expand(text) == text
    assert prose.damaged_token(text) is None
    assert not tokens.tokens(text)


@pytest.mark.parametrize(
    "text",
    [
        "` {{ nht.phone }}",
        "``{{ nht.phone }}`",
        "\\`{{ nht.phone }}`",
        "`a` {{ nht.phone }} `b`",
        "<code>a</code> {{ nht.phone }} <code>b</code>",
        "<code> {{ nht.phone }}",
        "$5 {{ nht.phone }} $6",
        "$\\a$5 {{ nht.phone }} \\a$",
        "$a_{n} {{ nht.phone }}$",
        "\\$x_{n} {{ nht.phone }}$",
        "<code>{{ nht.phone }} <code>b</code>",
    ],
)
def test_backticks_and_tags_around_no_code_hide_no_token(text: str) -> None:
    assert expand(text) == text.replace("{{ nht.phone }}", expand("{{ nht.phone }}"))
    assert tokens.tokens(text) == Counter({"{{ nht.phone }}": 1})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ nth.phone }}", "{{ nth.phone }} names nothing that can be printed. Did you mean {{ nht.phone }}?"),
        ("{{ nht.fone }}", "Did you mean {{ nht.phone }}?"),
        ("{{ NHT.phone }}", "Did you mean {{ nht.phone }}?"),
        ("{{ nht phone }}", "Did you mean {{ nht.phone }}?"),
        ("{{ nht。phone }}", "Did you mean {{ nht.phone }}?"),
        ("{{ nht.note }}", "{{ nht.note }} names nothing that can be printed"),
        ("{{ checked.F-010 }}", "Did you mean {{ checked.F-001 }}?"),
        ("{{ checked.nht }}", "{{ checked.nht }} names nothing that can be printed"),
        ("{{ }}", "names nothing that can be printed"),
        ("{{ 全国 }}", "Use one that is in content/contacts.toml or content/facts.toml"),
        ("{{ sff.phone }}", "{{ sff.phone }}: contact 'sff' may not be printed: its status is 'gap'"),
        ("{{ sff.name }}", "may not be printed"),
        ("{{ checked.F-002 }}", "{{ checked.F-002 }}: fact F-002 may not be printed: its status is 'gap'"),
    ],
)
def test_a_wrong_token_is_refused_with_its_place_and_the_nearest_right_one(text: str, says: str) -> None:
    assert says in str(refused(f"Call {text} now"))


def test_where_no_token_can_be_one_single_braces_are_the_authors_own() -> None:
    nothing = Registry({}, {})
    for text in ("Write ${user.name} here.", "\\end{align*}} \\normalsize", "a { b.c } }}", "{{{"):
        assert expand(text, registry=nothing) == text
        assert prose.damaged_token(text)
    error = str(refused("See {{ site.baseurl }}.", nothing))
    assert "{{ site.baseurl }} names nothing that can be printed. Put it between backticks if readers are" in error


def test_a_contact_without_a_phone_says_what_it_has() -> None:
    registry = Registry({}, parse_contacts(without(CONTACT, "phone", "text", "tty"), "c"))
    error = refused("{{ nht.phone }}", registry)
    assert str(error).endswith("{{ nht.phone }}: contact 'nht' has no phone. It has {{ nht.name }}, {{ nht.link }}")
    assert expand("{{ nht.link }}", registry=registry)


@pytest.mark.parametrize(
    "text",
    [
        "{ nht.phone }",
        "{{ nht.phone }",
        "{ nht.phone }}",
        "{{ nht.phone",
        "nht.phone }}",
        "{{{ nht.phone }}}",
        "{{ {{ nht.phone }}",
        "｛｛ nht.phone ｝｝",
        "｛ nht．phone ｝",
        "｛｛ nht ｝｝",
    ],
)
def test_a_damaged_token_is_never_printed_as_it_stands(text: str) -> None:
    assert "damaged" in refused(f"请打 {text}。").message


def hostile() -> Registry:
    evil = "\"><script>alert(1)</script>'&{{ nht.phone }}{{ sff.name }}"
    contact = dataclasses.replace(
        SMALL.contacts["nht"],
        name=evil,
        names={},
        text=facts.TextLine("233733", evil),
        url='https://a.org/?a=1&b="><script>',
    )
    return Registry(SMALL.facts, {"nht": contact})


class _Tags(html.parser.HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_hostile_values_stay_words() -> None:
    registry = hostile()
    evil = registry.contacts["nht"].name
    name, link, text = (_Tags(expand(f"{{{{ nht.{what} }}}}", registry=registry)) for what in ("name", "link", "text"))
    assert (name.tags, name.words) == ([], evil)
    assert link.tags == [("a", [("href", registry.contacts["nht"].url)])]
    assert [tag for tag, _ in text.tags] == ["a"]
    assert text.words == f"{evil} to 233733"
    href = dict(text.tags[0][1])["href"] or ""
    assert unquote(href.partition("body=")[2]) == evil
    assert not re.search(r"[\"'<>\s]", href)


def test_what_a_token_brings_in_is_not_read_as_a_token() -> None:
    assert expand("{{ nht.name }}", form="plain", registry=hostile()) == hostile().contacts["nht"].name


def test_the_message_link_is_understood_by_both_kinds_of_phone() -> None:
    href = _Tags(expand("{{ nht.text }}")).tags[0][1][1][1] or ""
    assert parse_qs(urlsplit(href).query) == {"body": ["HELP"]}, "Android: a query named body"
    assert "&body=HELP" in href, "iPhone: a part that begins with &body="
    assert urlsplit(href).path == "233733"


@pytest.mark.parametrize("number", ["911", "311", "988"])
def test_short_numbers_are_dialled_as_they_are(number: str) -> None:
    registry = Registry({}, parse_contacts(CONTACT.replace("1-888-373-7888", number), "c"))
    assert f'href="tel:{number}"' in expand("{{ nht.phone }}", registry=registry)


def test_a_text_number_without_a_word_opens_an_empty_message() -> None:
    text = CONTACT.replace('to = "233733", word = "HELP"', 'to = "844-997-2121"')
    registry = Registry({}, parse_contacts(text, "c"))
    assert expand("{{ nht.text }}", "zh_Hans", registry=registry) == (
        '<a class="kyr-text" href="sms:+18449972121">844-997-2121</a>'
    )


# --- the real files --------------------------------------------------------------------------------------------------

RESEARCHED = """
    1-13 20-47 60-75 80-87 90-99 110-124 130-138 140-142 150-166 180-193 200-205 210-219 230-235 250-255 270-274 300-310
"""
SPLIT = ("F-038a", "F-074a", "F-081a", "F-162a", "F-183a", "F-184a", "F-190a", "F-233a")
CONTACTS = """
    emergency nht ndvh rainn nysdv nychope fjc-bk fjc-bx fjc-mn fjc-qn fjc-si herj womankind goh lsnyc moia ona nysdol
    nyacp ildv stopit nijc icirr otip dril idhs sff restore kanwin apna casl mla whd ilacp apigbv
"""


def researched_ids() -> list[str]:
    ranges = [pair.split("-") for pair in RESEARCHED.split()]
    return [f"F-{number:03}" for first, last in ranges for number in range(int(first), int(last) + 1)]


ADDED = {"F-036a", "F-082a", "F-090a", "F-096a", "F-110a", "F-113a", "F-116a", "F-134a", "F-142a", "F-142b"}
ADDED |= {"F-139", "F-139a", "F-139b", "F-141a", "F-167", "F-168", "F-169", "F-170", "F-171", "F-172"}
ADDED |= {"F-183b", "F-206", "F-220", "F-221"}
ADDED |= {"F-113b", "F-113c", "F-113d", "F-116b", "F-116c", "F-119a", "F-131a", "F-136a", "F-137a"}
ADDED |= {"F-139c", "F-183c", "F-183d", "F-186a"}
ADDED |= {"F-025a", "F-031a", "F-031b", "F-038b", "F-155a", "F-173", "F-174", "F-175", "F-176", "F-177"}
ADDED |= {"F-038c", "F-061a", "F-064a", "F-155b", "F-178", "F-179"}
"""Read since: N.Y. FCA 153-b, 153-c, 154-b, 154-d, 169, 812, 842-a; 22 NYCRR 217; N.Y. Labor Law 198, 663;
820 ILCS 105/12, 115/11; 720 ILCS 5/12-3.4; what is said of 740 ILCS 174, of interpreters in Illinois courts, of the
suit against HB 1312, and of both address programs; P.A. 102-853; 750 ILCS 60/201, 60/203; what is said of
720 ILCS 5/14, 8 CFR 204.2 and 8 CFR 214.205; three pieces of practice advice; the Policy Manual on travel; EOIR on
appeals; DHS on Continued Presence; SAMHSA on 988; what is said of dismissals, of check-ins, of judges and T status,
and of two lawsuits; Payton; 29 U.S.C. 255;
8 U.S.C. 1101(a)(15), (48), 1154, 1158, 1182(a)(6) and (9), 1184(o), (p), 1225, 1227, 1229a, 1231, 1253, 1305;
22 U.S.C. 7105(b)(1)(G)."""


def test_every_researched_fact_is_there() -> None:
    assert len(researched_ids()) == 177
    assert set(real().facts) == {*researched_ids(), *SPLIT, *ADDED}


def test_every_researched_contact_is_there() -> None:
    assert len(CONTACTS.split()) == 35
    assert set(real().contacts) == {*CONTACTS.split(), "nyc311", "idol", "lifeline"}


UNREAD = """
    009 013 047 071 087 117 123 158 159 160 161 162a 163 183a 184a 189 190a 192 231 233a 235
    254 300 303 305 308
"""


def test_what_nobody_has_read_stays_unprintable() -> None:
    assert {fact.id for fact in real().facts.values() if not facts.printable(fact)} == {
        f"F-{n}" for n in UNREAD.split()
    }


def test_contacts_that_were_not_found_stay_unprintable() -> None:
    gaps = {contact.id for contact in real().contacts.values() if not facts.printable(contact)}
    assert gaps == {"sff", "restore", "kanwin", "apna", "casl", "mla", "whd", "apigbv"}


def test_no_printable_value_says_gap_or_unseen() -> None:
    for name in ("facts", "contacts"):
        for entry in tomllib.loads((CONTENT / f"{name}.toml").read_text("utf-8")).values():
            if entry["status"] in ("read", "practice", "printable"):
                assert not re.search(r"\b(GAP|UNSEEN)\b", repr(entry))


def test_numbers_that_were_never_found_are_not_there() -> None:
    contacts = real().contacts
    assert {contact.id for contact in contacts.values() if facts.printable(contact) and not contact.phone} == {
        "herj",
        "idhs",
        "ilacp",
    }
    assert contacts["goh"].url is None
    assert contacts["emergency"].text is None


def test_a_number_of_less_than_high_confidence_says_what_to_recheck() -> None:
    for contact in real().contacts.values():
        if contact.phone and contact.confidence is not Confidence.HIGH:
            assert contact.note, contact.id


def test_each_number_belongs_to_one_contact_and_each_name_comes_once() -> None:
    contacts = [contact for contact in real().contacts.values() if contact.phone]
    assert len({contact.phone for contact in contacts}) == len(contacts)
    assert len({contact.name for contact in real().contacts.values()}) == len(real().contacts)


@pytest.mark.parametrize(
    ("contact", "phone", "text"),
    [
        ("emergency", "911", None),
        ("nht", "1-888-373-7888", ("233733", "HELP")),
        ("ndvh", "1-800-799-7233", ("88788", "START")),
        ("rainn", "1-800-656-4673", None),
        ("nysdv", "1-800-942-6906", ("844-997-2121", None)),
        ("nychope", "1-800-621-4673", None),
        ("fjc-bk", "718-250-5113", None),
        ("fjc-bx", "718-508-1220", None),
        ("fjc-mn", "212-602-2800", None),
        ("fjc-qn", "718-575-4545", None),
        ("fjc-si", "718-697-4300", None),
        ("womankind", "1-888-888-7702", None),
        ("goh", "1-877-990-8595", None),
        ("lsnyc", "917-661-4500", None),
        ("moia", "1-800-354-0365", None),
        ("ona", "1-800-566-7636", None),
        ("nysdol", "1-888-469-7365", None),
        ("nyacp", "1-855-350-4595", None),
        ("ildv", "1-877-863-6338", ("877-863-6338", None)),
        ("stopit", "1-877-606-3158", None),
        ("nijc", "312-660-1370", None),
        ("icirr", "1-855-435-7693", None),
        ("otip", "202-205-4582", None),
        ("dril", "1-888-351-4024", None),
        ("nyc311", "311", None),
        ("idol", "1-800-478-3998", None),
        ("lifeline", "988", ("988", None)),
    ],
)
def test_a_number_is_the_one_that_was_researched(contact: str, phone: str, text: tuple[str, str | None] | None) -> None:
    entry = real().contacts[contact]
    assert entry.phone == phone
    assert entry.text == (facts.TextLine(*text) if text else None)


def test_phone_numbers_are_typed_in_contacts_only() -> None:
    entries = tomllib.loads((CONTENT / "facts.toml").read_text("utf-8"))
    assert not re.search(r"\d{3}-\d{3}-\d{4}|\b911\b", repr(entries))


def test_facts_name_only_contacts_and_facts_that_exist() -> None:
    registry = real()
    for fact in registry.facts.values():
        words = f"{fact.claim} {fact.caution or ''} {fact.citation or ''}"
        assert set(re.findall(r"contact (\w[\w-]*)[),]", words)) <= set(registry.contacts), fact.id
        assert set(re.findall(r"F-\d{3}[a-z]?", words)) <= set(registry.facts), fact.id


def test_the_law_is_cited_at_its_official_address() -> None:
    for fact in real().facts.values():
        match = re.match(r"(\d+) U\.S\.C\. §§? (\w+)", fact.citation or "")
        if match:
            title, section = match.groups()
            assert fact.url == (
                f"https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title{title}-section{section}"
            )


def test_addresses_are_https_except_where_the_source_had_only_http() -> None:
    registry = real()
    entries: list[Fact | Contact] = [*registry.facts.values(), *registry.contacts.values()]
    assert [entry.id for entry in entries if (entry.url or "").startswith("http:")] == ["F-012"]


def test_the_sharpest_warnings_of_the_research_are_kept() -> None:
    entries = real().facts
    for fact, words in {
        "F-041": 'Do not write "ICE can never see it"',
        "F-044": "does not guarantee that ICE will not arrest you",
        "F-045": "Talk to a lawyer before you file",
        "F-121": "not a ban on arrest",
        "F-152": 'Never tell readers that ICE "cannot" enter',
        "F-156": "Keep off handouts",
        "F-162": '"carry nothing" is wrong',
        "F-307": "Do not cite LEP.gov",
    }.items():
        assert words in (entries[fact].caution or ""), fact


def test_every_possible_token_expands_in_both_forms_and_all_languages() -> None:
    registry = real()
    seen = 0
    for code in LOCALES:
        for form in FORMS:
            for contact in filter(facts.printable, registry.contacts.values()):
                fields = [what for what in ("phone", "text", "tty") if getattr(contact, what)]
                fields += ["name", *(["link"] if contact.url else [])]
                for what in fields:
                    assert expand(f"{{{{ {contact.id}.{what} }}}}", code, form, registry)
                    seen += 1
            for fact in filter(facts.printable, registry.facts.values()):
                assert "2026" in expand(f"{{{{ checked.{fact.id} }}}}", code, form, registry)
    assert seen > 400


def test_the_national_hotline_has_its_official_chinese_name() -> None:
    registry = real()
    assert expand("{{ nht.name }}", "zh_Hans", registry=registry) == "全国反人口贩运热线"
    assert expand("{{ nht.name }}", "zh_Hant", registry=registry) == "全國反人口販運熱線"


def test_a_message_and_its_number_are_said_as_the_language_says_it() -> None:
    def said(code: str, translation: str, form: Form = "plain") -> str:
        words = {"{word} to {number}": translation} if translation else {}
        text = "{{ nht.text }}"
        return tokens.expand(text, SMALL, locale(code), form, path="a.md", words=lambda one: words.get(one, one))

    assert said(SOURCE.code, "") == "HELP to 233733"
    assert said("zh_Hans", "{word} 到 {number}") == "HELP 到 233733"
    assert said("zh_Hans", "") == said("zh_Hans", "发给 {number}") == "HELP → 233733"  # nobody has said it, or not all
    assert "lang=" not in said("zh_Hans", "", "html")  # an arrow belongs to no language
    assert said("ar", "{word} إلى {number}") == "\u2066HELP\u2069 إلى \u2066233733\u2069"


def test_brackets_without_end_are_named_and_not_followed() -> None:
    with pytest.raises(RegistryError, match=r"content/facts\.toml: it is nested too deeply"):
        parse_facts("a = " + "[" * 5000, "content/facts.toml")
