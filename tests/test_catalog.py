"""What a catalogue file holds is never lost, whatever tool wrote it, and is always written the same way."""

from __future__ import annotations

import datetime
import io
import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from babel.messages import pofile as babel_po
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline import canonical
from pipeline import catalog as po
from pipeline.errors import CatalogError
from pipeline.languages import locale
from pipeline.model import Catalog, Message
from pipeline.review.history import entries

SAMPLES = Path(__file__).parent / "catalogs"
FOREIGN = sorted((SAMPLES / "foreign").glob("*.po"))
HEADER = po.header(locale("zh_Hans"), revised=datetime.date(2026, 11, 22))
Pairs = set[tuple[str | None, str, str]]

BROKEN = {
    "charset-gbk": (6, "not UTF-8. Convert it with: msgconv --to-code=UTF-8"),
    "charset-gbk-by-accident-utf8": (None, "says the file is GBK, not UTF-8. Convert it with: msgconv"),
    "charset-latin1-ascii": (None, "says the file is ISO-8859-1, not UTF-8. Convert it with: msgconv"),
    "charset-lie": (6, "not UTF-8. Open it in the editor"),
    "charset-unknown": (None, "says the file is klingon"),
    "conflict": (4, "merge conflict"),
    "conflict-in-entry": (5, "merge conflict"),
    "control-in-comment": (4, "control character U+000B"),
    "cut-off-in-context": (8, "in the middle of a message"),
    "cut-off-in-entry": (8, "in the middle of a message"),
    "cut-off-in-flags": (9, "in the middle of a message"),
    "cut-off-in-previous": (8, "in the middle of a message"),
    "duplicate": (7, "'One' stands here twice, first on line 4"),
    "duplicate-context": (8, "'One' stands here twice, first on line 4"),
    "duplicate-obsolete": (7, "'One' stands here twice, first on line 4"),
    "empty-msgid": (4, "its msgid is empty"),
    "escaped-control": (5, "escape \\r"),
    "header-without-field": (1, "begins with no field"),
    "keyword-without-string": (4, "no words in quotation marks"),
    "lone-cr": (4, "control character U+000D"),
    "malformed-obsolete": (4, "not a line of an old message"),
    "malformed-previous": (4, "no words in quotation marks"),
    "msgctxt-behind-msgid": (5, "cannot stand here"),
    "next-line": (5, "control character U+0085"),
    "no-msgid": (4, "cannot stand here"),
    "no-msgstr": (6, "cannot stand here. Complete the message above"),
    "no-msgstr-before-comment": (5, "this message has no msgstr"),
    "nul": (5, "control character U+0000"),
    "octal-escape": (5, "escape \\0"),
    "plain-text": (4, "not a line of a PO file"),
    "plural": (5, "plural forms"),
    "plural-obsolete": (5, "plural forms"),
    "plural-previous": (5, "plural forms"),
    "quote-inside-string": (5, "ends the string too early"),
    "second-header": (4, "second header"),
    "stx": (5, "control character U+0002"),
    "text-behind-string": (5, "ends the string too early"),
    "two-msgstr": (6, "cannot stand here"),
    "unknown-escape": (5, "escape \\q"),
    "unknown-keyword": (5, "not a line of a PO file"),
    "unterminated-string": (5, "no closing quotation mark"),
    "wide-comma-of-flags": (4, "a flag behind a full-width comma. Write it like: #, fuzzy"),
}


def read(data: bytes) -> Catalog:
    """The catalogue without the line numbers, which differ between two writings of the same words."""
    found = po.parse(data, "test.po")
    return replace(found, messages=tuple(replace(message, line=None) for message in found.messages))


def pairs(catalog: Catalog, obsolete: bool = False) -> Pairs:
    return {(m.context, m.source, m.target) for m in catalog.messages if m.obsolete is obsolete}


def polib_pairs(data: bytes, obsolete: bool = False) -> Pairs:
    found = polib.pofile(data.decode())
    return {(e.msgctxt, e.msgid, e.msgstr) for e in found if bool(e.obsolete) is obsolete}


def babel_pairs(data: bytes, obsolete: bool = False) -> Pairs:
    data = data.replace(b'Date: \\n"', b'Date: 2026-11-22 00:00+0000\\n"')  # Babel refuses a header with an empty date
    found = babel_po.read_po(io.BytesIO(data))
    messages = found.obsolete.values() if obsolete else [message for message in found if message.id]
    return {(m.context, str(m.id), str(m.string)) for m in messages}


def assert_gettext_accepts(data: bytes, folder: Path) -> None:
    """`msgfmt -c` accepts the file; where it is not installed, polib and Babel have to read what we read."""
    program = shutil.which("msgfmt")
    if program is None:
        assert polib_pairs(data) == babel_pairs(data) == pairs(read(data))
        return
    path = folder / "test.po"
    path.write_bytes(data)
    done = subprocess.run([program, "-c", "-o", "/dev/null", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def through(tool: str, *options: str, data: bytes) -> bytes:
    """The file as a gettext tool writes it; as Babel writes it where gettext is not installed."""
    program = shutil.which(tool)
    if program is not None:
        done = subprocess.run([program, *options, "-"], input=data, capture_output=True, check=True)
        return done.stdout
    out = io.BytesIO()
    babel_po.write_po(out, babel_po.read_po(io.BytesIO(data)), width=0 if "--no-wrap" in options else 76)
    return out.getvalue()


# ---- what tools write ----


@pytest.mark.parametrize("path", FOREIGN, ids=lambda path: path.stem)
def test_a_file_from_another_tool_is_rewritten_as_the_file_of_the_same_name_in_written(path: Path) -> None:
    expected = (SAMPLES / "written" / path.name).read_bytes()
    assert po.render(po.parse(path.read_bytes(), path.name)).decode() == expected.decode()


@pytest.mark.parametrize("path", FOREIGN, ids=lambda path: path.stem)
def test_every_translation_of_another_tool_is_read_as_babel_reads_it(path: Path) -> None:
    data = path.read_bytes()
    plain = data.replace(b"#~msg", b"#~ msg").replace(b"msgid	", b"msgid ")  # Babel knows one space only
    for obsolete in (False, True):
        ours = pairs(read(data), obsolete)
        assert ours == babel_pairs(plain, obsolete)


@pytest.mark.parametrize("path", FOREIGN, ids=lambda path: path.stem)
def test_every_comment_a_person_wrote_is_kept(path: Path) -> None:
    catalog = po.parse(path.read_bytes(), path.name)
    kept = "\n".join([catalog.comment, *(message.comment for message in catalog.messages)]).split("\n")
    typed = [line for line in path.read_text().split("\n") if line == "#" or line.startswith("# ")]
    assert sorted(line[2:] for line in typed) == sorted(kept if typed else [])[-len(typed) :]


@pytest.mark.parametrize("path", FOREIGN, ids=lambda path: path.stem)
def test_what_we_rewrite_is_accepted_by_gettext(path: Path, tmp_path: Path) -> None:
    assert_gettext_accepts(po.render(po.parse(path.read_bytes(), path.name)), tmp_path)


def test_the_previous_words_of_an_obsolete_message_are_kept() -> None:
    catalog = read((SAMPLES / "foreign/weblate.po").read_bytes())
    assert catalog.messages[-1].previous == ("c", "Before")
    assert b'#~| msgctxt "c"\n#~| msgid "Before"\n#~ msgid "After"' in po.render(catalog)


def test_a_previous_context_alone_means_that_the_words_stayed() -> None:
    catalog = read(b'#, fuzzy\n#| msgctxt "old"\nmsgctxt "new"\nmsgid "State"\nmsgstr "x"\n')
    assert catalog.messages[0].previous == ("old", "State")


def test_a_remark_that_old_tools_marked_obsolete_with_its_message_is_kept() -> None:
    catalog = read(b'#~ # a remark\n#~ msgid "a"\n#~ msgstr "b"\n')
    assert catalog.messages == (Message("a", "b", comment="a remark", obsolete=True),)


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    data = (SAMPLES / "foreign/poedit.po").read_bytes()
    assert read(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")) == read(data)


def test_the_words_of_a_message_are_never_taken_for_the_name_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = 'msgid "a"\nmsgstr "b"\n'
    Path(text).write_text('msgid "stolen"\nmsgstr "stolen"\n')
    assert read(text.encode()).messages == (Message("a", "b"),)


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    found = po.parse(b'\nmsgid "a"\nmsgstr "\xe2\x80\xa8"\n\n#. note\nmsgid "b"\nmsgstr ""\n', "test.po")
    assert [message.line for message in found.messages] == [2, 5]


# ---- what cannot be read ----


def test_every_broken_sample_has_its_line_and_its_words_in_the_table() -> None:
    assert {path.stem for path in (SAMPLES / "broken").glob("*.po")} == BROKEN.keys()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            'msgid ""\nmsgstr "Content-Type: text/plain; charset=GB18030\\n"\n\nmsgid "a"\nmsgstr "您"\n',
            "charset=UTF-8 there",
        ),
        (
            'msgid ""\nmsgstr "Content-Type: text/plain; charset=Big5\\n"\n\nmsgid "a"\nmsgstr "您"\n',
            "charset=UTF-8 there",
        ),
        (
            'msgid ""\nmsgstr "Content-Type: text/plain; charset=latin-1\\n"\n\nmsgid "a"\nmsgstr "sí"\n',
            "charset=UTF-8 there",
        ),
        ('msgid ""\nmsgstr "Content-Type: text/plain; charset=latin-1\\n"\n\nmsgid "a"\nmsgstr "no"\n', "msgconv"),
        ('msgid "a"\rmsgstr "b"\r', "Save it with Unix line ends"),
        ('msgid "a"\nmsgstr "您"'.encode()[:-2], "test.po:2: the file ends in the middle of a character. Restore it"),
    ],
    ids=["gb18030", "big5", "latin-1", "latin-1-or-ascii", "line-ends-of-old", "cut-off"],
)
def test_nobody_is_told_to_spoil_a_file_that_only_says_something_untrue(data: str | bytes, words: str) -> None:
    with pytest.raises(CatalogError, match=re.escape(words)):
        po.parse(data if isinstance(data, bytes) else data.encode(), "test.po")


@pytest.mark.parametrize(
    ("begins", "called"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00", "a document of Word or Excel, or an archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an old Word or Excel"),
        (b"\xde\x12\x04\x95\x00\x00\x00\x00", "a compiled catalogue (.mo)"),
        (b"\x95\x04\x12\xde\x00\x00\x00\x00", "a compiled catalogue (.mo)"),
        (b"\x1f\x8b\x08\x00", "a compressed file"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"{\\rtf1\\ansi\n", "a document in RTF"),
        (b"\xef\xbb\xbf\n<?xml version='1.0'?>", "a web page or XML"),
    ],
)
def test_what_is_another_kind_of_file_is_called_what_it_is(begins: bytes, called: str) -> None:
    with pytest.raises(CatalogError, match=re.escape(f"a.po: this is {called}, not a PO file. ")):
        po.parse(begins + b"msgid", "a.po")


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_the_line_the_fault_and_the_fix(name: str) -> None:
    path = SAMPLES / "broken" / f"{name}.po"
    with pytest.raises(CatalogError) as caught:
        po.parse(path.read_bytes(), f"locales/{path.name}")
    line, words = BROKEN[name]
    assert (caught.value.path, caught.value.line) == (f"locales/{path.name}", line)
    assert words in str(caught.value)
    assert caught.value.fix
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\r\n\t", "empty"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 40, "not UTF-8"),
        (b"PK\x03\x04\x14\x00\x00\x00", "or an archive, not a PO file"),
        ('msgid "a"\nmsgstr "b"\n'.encode("utf-16"), "not UTF-8"),
        ('msgid "a"\nmsgstr "b"\n'.encode("utf-16-le"), r"control character U\+0000"),
        (b'msgid "a"\nmsgstr "b"\n' * 2_500_000, "50 MB, more than 16 MB"),
    ],
    ids=["empty", "blank", "program", "zip", "utf-16", "utf-16-without-mark", "50-megabytes"],
)
def test_what_is_no_catalogue_at_all_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(CatalogError, match=words):
        po.parse(data, "test.po")


def test_one_long_string_is_no_trouble() -> None:
    message = Message("long", '字\n\\"' * 10_000)
    assert read(po.render(Catalog((message,)))).messages == (message,)


SAMPLE = (SAMPLES / "written" / "poedit.po").read_bytes()


@given(st.integers(0, len(SAMPLE)))
@settings(max_examples=100, deadline=None)
def test_a_file_cut_off_anywhere_is_refused_or_read_without_inventing_words(end: int) -> None:
    try:
        found = read(SAMPLE[:end])
    except CatalogError:
        return
    whole = {message.key: message for message in read(SAMPLE).messages}
    for message in found.messages:
        assert whole[message.key].target.startswith(message.target)


@given(
    st.binary(max_size=200)
    | st.text(max_size=200).map(str.encode)
    | st.text('#~|,:."msgidctxr[ \n\\', max_size=200).map(str.encode)
)
@settings(deadline=None)
def test_anything_at_all_is_read_or_refused_but_never_breaks_us(data: bytes) -> None:
    try:
        found = po.parse(data, "test.po")
    except CatalogError:
        return
    assert read(po.render(found)) == read(data)


# ---- what we write ----

TRICKY = [
    '"',
    "\\",
    "\\n",
    "\n",
    "\t",
    "#",
    "~",
    "|",
    " ",
    "  ",
    "\u2028",
    "\u2029",
    "\u3000",
    "\xa0",
    "\ufeff",
    "字",
    "🗽",
    "msgid",
]
WORDS = st.lists(st.sampled_from([*TRICKY, "a", "word", ",", ".", ":", "%s", "{{ nht.phone }}"]), max_size=8).map(
    "".join
)
LINES = WORDS.map(lambda text: text.replace("\n", " "))
NAMES = st.from_regex(r"[a-z][a-z0-9._-]{0,9}", fullmatch=True)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map(" ".join) | st.lists(NAMES, min_size=1, max_size=3).map("/".join)
KEYS = st.tuples(st.none() | WORDS, WORDS.filter(bool))


@st.composite
def messages(draw: st.DrawFn) -> Message:
    context, source = draw(KEYS)
    return Message(
        source=source,
        context=context,
        target=draw(WORDS | st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)),
        fuzzy=draw(st.booleans()),
        previous=draw(st.none() | KEYS),
        extracted=tuple(draw(st.lists(LINES, max_size=3).filter(lambda lines: lines != [""]))),
        comment=draw(WORDS),
        references=tuple(draw(st.lists(PATHS, max_size=3, unique=True))),
        flags=tuple(draw(st.lists(NAMES.filter(lambda name: name != "fuzzy"), max_size=2, unique=True))),
        obsolete=draw(st.booleans()),
    )


@st.composite
def catalogs(draw: st.DrawFn, low: int = 0, high: int = 4) -> Catalog:
    found = draw(st.lists(messages(), min_size=low, max_size=high, unique_by=lambda message: message.key))
    fields = draw(st.dictionaries(st.from_regex(r"X-[A-Za-z-]{1,8}", fullmatch=True), LINES.map(str.strip), max_size=3))
    header = draw(st.sampled_from([{}, {**HEADER, **fields}]))
    return Catalog(tuple(sorted(found, key=lambda message: message.obsolete)), header, draw(WORDS))


@given(catalogs())
@example(Catalog(comment="#~# a\\"))
@example(Catalog(comment="#, fuzzy\n#| msgid \\  \n\n"))
@settings(max_examples=50, deadline=None)
def test_what_is_written_reads_back_as_the_very_same_catalogue_and_bytes(catalog: Catalog) -> None:
    data = po.render(catalog)
    assert read(data) == catalog
    assert po.render(po.parse(data, "test.po")) == data


def outcome(data: bytes, by_polib: bool) -> tuple[Catalog, list[int | None]] | str:
    """What a file is read as, with the line of each message, or why it is refused."""
    with pytest.MonkeyPatch.context() as patch:
        if by_polib:
            patch.setattr(canonical, "read", lambda _: None)
        try:
            found = po.parse(data, "test.po")
        except CatalogError as error:
            return str(error)
    return found, [message.line for message in found.messages]


@given(
    catalogs(),
    st.floats(0, 1),
    st.sampled_from(["", *'"\n #\\~:,|m\t', '"\n"', "#~ ", "\n\n", "# ", "\u2028", "\u2068"]),
)
@settings(max_examples=200, deadline=None)
def test_the_quick_way_to_read_a_file_reads_what_polib_reads(catalog: Catalog, place: float, typed: str) -> None:
    text = po.render(replace(catalog, header=HEADER)).decode()
    at = int(place * len(text))
    for data in (text, text[:at] + typed + text[at:], text[:at] + typed + text[at + 1 :]):
        assert outcome(data.encode(), by_polib=False) == outcome(data.encode(), by_polib=True)


def test_a_catalogue_as_we_write_it_is_read_the_quick_way(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Message('a\n"b"', "c\\", "d", True, ("e", "f"), ("note", "term: x"), "typed", ("g.md", "h.md"), ("no-wrap",))
    catalog = Catalog((one, replace(one, source="old", obsolete=True)), HEADER, "above")
    monkeypatch.setattr(polib, "pofile", lambda *_, **__: pytest.fail("polib was asked"))
    assert read(po.render(catalog)) == catalog


@given(catalogs(10, 30))
@settings(max_examples=4, deadline=None)
def test_gettext_reads_what_we_write_and_gives_it_back_in_our_own_bytes(catalog: Catalog) -> None:
    # gettext drops flags it does not know, obsolete messages without a translation, a word twice in the references
    plain = tuple(replace(m, flags=(), references=(), target=m.target or "字") for m in catalog.messages)
    data = po.render(replace(catalog, messages=plain))
    if shutil.which("msgcat"):
        assert through("msgcat", "--no-wrap", data=data).decode() == data.decode()
        assert po.render(read(through("msgcat", data=data))) == data
    else:
        assert babel_pairs(data) == pairs(read(data))


def rich() -> Catalog:
    """Every kind of entry, and lines long enough to be wrapped."""
    sentence = "You do not have to answer questions about where you were born or how you came to the United States. "
    return Catalog(
        (
            Message(
                sentence, "您不必回答有关您在哪里出生或如何来到美国的问题。" * 4, comment="a remark", extracted=("x",)
            ),
            Message("State", "州", context="address", references=("content/a b.md",)),
            Message(sentence + "Really.", "草稿", fuzzy=True, previous=("c", sentence)),
            Message("Line one  \nline two", "第一行  \n第二行"),
            Message("New", ""),
            Message("Gone", "没了", fuzzy=True, previous=(None, sentence), comment="kept", obsolete=True),
        ),
        HEADER,
        "Draft translation, not reviewed by a certified translator.",
    )


def test_msgfmt_accepts_what_we_write(tmp_path: Path) -> None:
    assert_gettext_accepts(po.render(rich()), tmp_path)


def test_polib_and_babel_read_what_we_write() -> None:
    data = po.render(rich())
    for obsolete in (False, True):
        assert polib_pairs(data, obsolete) == babel_pairs(data, obsolete) == pairs(rich(), obsolete)


@pytest.mark.parametrize("options", [("--no-wrap",), (), ("--width=40",), ("--indent",)])
def test_what_gettext_wraps_comes_back_to_the_same_bytes(options: tuple[str, ...]) -> None:
    data = po.render(rich())
    if shutil.which("msgcat"):
        assert po.render(read(through("msgcat", *options, data=data))) == data
    else:
        assert pairs(read(through("msgcat", *options, data=data))) == pairs(rich())


def test_msgmerge_with_our_own_template_loses_nothing(tmp_path: Path) -> None:
    data, pot = po.render(rich()), po.render(po.template(rich().live, "page"))
    program = shutil.which("msgmerge")
    if program is None:
        assert babel_pairs(data) == pairs(rich())
        assert {(context, source) for context, source, _ in babel_pairs(pot)} == {m.key for m in rich().live}
        return
    old, new = tmp_path / "old.po", tmp_path / "new.pot"
    old.write_bytes(data)
    new.write_bytes(pot)
    command = [program, "--quiet", "--previous", str(old), str(new)]
    assert read(subprocess.run(command, capture_output=True, check=True).stdout).messages == rich().messages


def test_one_changed_word_changes_one_line_of_the_file() -> None:
    before = po.render(rich()).decode().split("\n")
    first, *rest = rich().messages
    after = po.render(replace(rich(), messages=(replace(first, target=first.target + "真的。"), *rest))).decode()
    assert sum(one != two for one, two in zip(before, after.split("\n"), strict=True)) == 1


def test_a_file_is_utf8_without_a_mark_with_unix_line_ends_and_a_final_one() -> None:
    data = po.render(rich())
    assert data.decode("utf-8").startswith("# Draft")
    assert b"\r" not in data
    assert data.endswith(b'msgstr "\xe6\xb2\xa1\xe4\xba\x86"\n')


def test_obsolete_messages_stand_behind_the_live_ones() -> None:
    found = read(po.render(Catalog(rich().messages[::-1], HEADER)))
    assert [message.obsolete for message in found.messages] == [False] * 5 + [True]


@pytest.mark.parametrize(
    "message",
    [
        Message("a\x00b", references=("content/a.md",)),
        Message("a", "\x02klzzwxh:0001\x03", references=("content/a.md",)),
        Message("a", comment="\r", references=("content/a.md",)),
        Message("a", previous=("\x1b[31m", "b"), references=("content/a.md",)),
        Message("a", "\ud800", references=("content/a.md",)),
        Message("", "b", references=("content/a.md",)),
    ],
)
def test_what_could_not_be_read_back_is_not_written(message: Message) -> None:
    with pytest.raises(CatalogError) as caught:
        po.render(Catalog((message,), HEADER))
    assert caught.value.path == "content/a.md"
    assert str(caught.value).isprintable()


def test_the_same_key_twice_is_not_written() -> None:
    with pytest.raises(CatalogError, match="'One' stands here twice"):
        po.render(Catalog((Message("One", "一"), Message("One", "壹", obsolete=True))))


# ---- headers and templates ----


def test_a_header_names_every_field_in_gettexts_order() -> None:
    assert list(HEADER) == [
        "Project-Id-Version",
        "Report-Msgid-Bugs-To",
        "PO-Revision-Date",
        "Last-Translator",
        "Language-Team",
        "Language",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Plural-Forms",
    ]
    assert HEADER["Language"] == "zh_CN"
    assert HEADER["Plural-Forms"] == "nplurals=1; plural=0;"
    assert list(read(po.render(Catalog((), dict(reversed(HEADER.items()))))).header) == list(HEADER)


def test_a_header_lacks_only_the_date_that_would_change_with_every_extraction(tmp_path: Path) -> None:
    """So says i18nspector too, where it is installed, as ``.ci/run`` does."""
    header = po.header(locale("zh_Hans"), project="kyr 0.1", contact="words@kyr.org", revised=datetime.date(2025, 1, 2))
    assert "POT-Creation-Date" not in header
    assert all(header.values())
    program = shutil.which("i18nspector")
    if program is None:
        assert not os.environ.get("KYR_ALL_TESTS"), "there is no i18nspector: apt-get install i18nspector"
        return
    path = tmp_path / "zh_CN.po"
    path.write_bytes(po.render(replace(rich(), header=header)))
    done = subprocess.run([program, str(path)], capture_output=True, text=True, check=True)
    assert [line.split(": ")[2] for line in done.stdout.splitlines()] == ["no-date-header-field POT-Creation-Date"]


def test_a_template_holds_each_key_once_and_no_translation() -> None:
    units = (
        Message("One", "一", fuzzy=True, comment="mine", extracted=("heading 1",), references=("content/a.md",)),
        Message("Two", extracted=("paragraph",), references=("content/a.md",)),
        Message("One", extracted=("heading 1", "list item"), references=("content/b.md",)),
    )
    assert po.template(units, "a").messages == (
        Message("One", extracted=("heading 1", "list item"), references=("content/a.md", "content/b.md")),
        Message("Two", extracted=("paragraph",), references=("content/a.md",)),
    )


def test_a_template_is_accepted_by_gettext_and_reads_back(tmp_path: Path) -> None:
    made = po.template(rich().live, "a")
    assert_gettext_accepts(po.render(made), tmp_path)
    assert read(po.render(made)) == made


@pytest.mark.parametrize("flags", ["fuzzy c-format", "c-format fuzzy", "Fuzzy", "c-format,\tFUZZY", "fuzzy,no-wrap"])
def test_a_message_is_fuzzy_wherever_gettext_or_a_person_reads_it_so(flags: str) -> None:
    (message,) = po.parse(f'#, {flags}\nmsgid "Sign."\nmsgstr "别签。"\n'.encode(), "x.po").messages
    assert message.fuzzy
    assert not any("fuzzy" in flag.lower() for flag in message.flags)


def test_a_flag_that_only_begins_like_fuzzy_is_kept() -> None:
    (message,) = po.parse(b'#, fuzzy-match, range: 0..9\nmsgid "a"\nmsgstr "b"\n', "x.po").messages
    assert not message.fuzzy
    assert message.flags == ("fuzzy-match", "range: 0..9")


@pytest.mark.parametrize("sign", ["#", "#."])
def test_a_comment_of_many_lines_is_handed_to_polib_once(sign: str, monkeypatch: pytest.MonkeyPatch) -> None:
    handed: list[str] = []
    read = polib.pofile
    monkeypatch.setattr(polib, "pofile", lambda text, **how: handed.append(text) or read(text, **how))  # type: ignore[func-returns-value]
    text = '# head\nmsgid ""\nmsgstr "Language: zh_CN\\n"\n\n' + f"{sign}\n\n{sign} x \\  \n" * 500
    (message,) = po.parse(f'{text}msgid "a"\nmsgstr "b"\n'.encode(), "x.po").messages
    lines = message.comment.split("\n") if sign == "#" else list(message.extracted)
    assert lines == ["", "x \\ "] * 500
    assert handed[0].count("\n#") <= 1


def test_white_space_that_never_ends_costs_no_time() -> None:
    blank = " \t" * 500_000
    for line in (f"#~{blank}x", f"#|{blank}x", f"msgid{blank}x", f'#~{blank}msgid "a"{blank}x'):
        with pytest.raises(CatalogError, match=r"x\.po:1: "):
            po.parse(f'{line}\nmsgid "a"\nmsgstr "b"\n'.encode(), "x.po")
        assert list(entries(line)) == []


def test_a_file_name_that_never_ends_costs_no_time() -> None:
    names = "\u2068" * 500_000
    (message,) = po.parse(f'#: {names}\nmsgid "a"\nmsgstr "b"\n'.encode(), "x.po").messages
    assert message.target == "b"
