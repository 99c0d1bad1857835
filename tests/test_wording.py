"""locales/words/*.toml: what is read, what is refused, and that a language's words need no engineer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline import inspection
from pipeline.checks import TRANSLATION_CHECKS
from pipeline.checks.engine import check_translation
from pipeline.errors import RegistryError
from pipeline.languages import locale
from pipeline.model import Message
from pipeline.project import Project
from pipeline.review import remarks
from pipeline.text import english, wording
from tests.conftest import ROOT, run

PATHS = sorted((ROOT / "locales" / "words").glob("*.toml"))
RULES = {"numbers-kept", "names-kept", "turns-kept", "opposites-kept"}
FRENCH = r"""
[numbers]
join = '-|\s|\set\s'
[numbers.words]
2 = "deux"
3 = "trois"
5 = "cinq"
20 = "vingt"
[numbers.scales]
1000 = "mille"
[units]
day = "jours?"
month = "mois"
[turns]
deny = ["ne", "n['’]", 'jamais']
only = "seulement"
[opposites.may]
wrong = "devez"
right = 'pou[vr]\w+'
[opposites."at least"]
wrong = "au plus"
right = "au moins"
[names]
Texas = "Texas"
Ohio = "Ohio"
mother = ["mères?", "maman"]
father = "pères?"
"""
SPOKEN = (
    ("numbers-kept", "Wait two days.", "Attendez deux jours.", "Attendez cinq jours."),
    ("numbers-kept", "Wait 23 days.", "Attendez vingt-trois jours.", "Attendez vingt-cinq jours."),
    ("numbers-kept", "Wait 23 days.", "Attendez vingt et trois jours.", "Attendez vingt et deux jours."),
    ("numbers-kept", "Wait 3 days.", "Attendez 3 jours.", "Attendez 3 mois."),
    ("numbers-kept", "3,000 people", "3 mille personnes", "2 mille personnes"),
    ("turns-kept", "Do not sign.", "Ne signez pas.", "Signez."),
    ("turns-kept", "Sign only this.", "Signez seulement ceci.", "Signez ceci."),
    ("opposites-kept", "You may ask.", "Vous pouvez demander.", "Vous devez demander."),
    ("opposites-kept", "At least once.", "Au moins une fois.", "Au plus une fois."),
    ("names-kept", "In Ohio, ask.", "En Ohio, demandez.", "Au Texas, demandez."),
    ("names-kept", "Ask your mother.", "Demandez à maman.", "Demandez à votre père."),
)


def write(root: Path, text: str, name: str = "fr") -> Path:
    path = root / "locales" / "words" / f"{name}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def found(root: Path, source: str, target: str, code: str = "fr") -> set[str]:
    """The rules about words that find something in a translation."""
    subject = remarks.subjects(Project(root), locale(code), "index")(Message(source, target))
    return {one.rule for one in check_translation(TRANSLATION_CHECKS, subject)} & RULES


@pytest.mark.parametrize(("rule", "source", "right", "wrong"), SPOKEN, ids=lambda text: str(text)[:16])
def test_a_language_that_gets_its_words_is_looked_at(
    project: Path, rule: str, source: str, right: str, wrong: str
) -> None:
    before = found(project, source, wrong)
    write(project, FRENCH)
    assert found(project, source, wrong) == {rule}
    assert found(project, source, wrong, "fr_CA") == {rule}, "one file is for every country"
    assert found(project, source, right) == set()
    assert found(project, source, wrong, "it") == before, "and for no other language"


def test_without_its_words_a_language_is_read_by_its_figures_alone(project: Path) -> None:
    missed = [rule for rule, source, _, wrong in SPOKEN if rule not in found(project, source, wrong)]
    assert set(missed) == RULES


@pytest.mark.parametrize("table", ["[numbers.words]\n5 = 'cinq'", "[numbers.others]\n5 = 'cinq'", "[units]\nday = 'j'"])
def test_a_table_that_is_not_there_is_not_looked_for(project: Path, table: str) -> None:
    without = [found(project, source, right) for _, source, right, _ in SPOKEN]
    write(project, table)
    assert [found(project, source, right) for _, source, right, _ in SPOKEN] == without
    assert found(project, "Wait 5 days.", "Attendez 5 jours.") == set()


def test_an_unspaced_language_finds_a_word_within_others(project: Path) -> None:
    words = '[turns]\ndeny = "ない"\n[numbers.words]\n3 = "三"\n5 = "五"\n[units]\nday = "日"\nweek = "週"\n'
    write(project, words, "ja")
    assert found(project, "Do not sign.", "署名しないでください。", "ja") == {"turns-kept"}
    write(project, f"[writing]\nspaces = false\n[numbers]\nfollowed_by = '日'\n{words}", "ja")
    assert found(project, "Do not sign.", "署名しないでください。", "ja") == set()
    assert found(project, "Wait three days.", "三日待ってください。", "ja") == set()
    assert found(project, "Wait three days.", "五日待ってください。", "ja") == {"numbers-kept"}
    assert found(project, "Wait 3 days.", "3週待ってください。", "ja") == {"numbers-kept"}


def test_digits_between_words_for_thousands_are_one_number(project: Path) -> None:
    sizes = '[writing]\nspaces = false\n[numbers.times]\n100 = "백"\n1000 = "천"\n[numbers.scales]\n10000 = "만"\n'
    write(project, sizes, "ko")
    assert found(project, "There are 35,000 people.", "3만 5천 명이 있습니다.", "ko") == set()
    assert found(project, "There are 35,000 people.", "3만 5백 명이 있습니다.", "ko") == {"numbers-kept"}


def test_what_is_written_together_with_a_word_may_stand_before_it(project: Path) -> None:
    names = '[names]\nTexas = "טקסס"\nOhio = "אוהיו"\n'
    write(project, names, "he")
    assert found(project, "In Ohio", "בטקסס", "he") == set()
    write(project, f'[writing.before]\nnames = "ב|ל|מ"\n{names}', "he")
    assert found(project, "In Ohio", "בטקסס", "he") == {"names-kept"}
    assert found(project, "In Ohio", "באוהיו", "he") == set()


# ---- what is refused ----

REFUSED = (
    ("[turns]\ndeny = no", 2, "not TOML", "Correct this line"),
    ("[turns]\n\n[turn]", 3, "unknown key 'turn'", "Did you mean turns?"),
    ("[turns]\ndenny = 'x'", 2, "[turns] unknown key 'denny'", "Did you mean deny?"),
    ("turns = 3", 1, "'turns' is not a table", "Write turns = { ... }"),
    ("[turns]\ndeny = 3", 2, "'deny' is neither a word nor a list of words", 'Write deny = "...", or deny = ["..."'),
    ("[turns]\ndeny = []", 2, "'deny' is neither", 'Write deny = "..."'),
    ("[turns]\ndeny = ['no', ' ']", 2, "'deny' is neither", 'Write deny = "..."'),
    ("[names]\n'New York' = 3", 2, "'New York' is neither", 'Write "New York" = "..."'),
    ("[names]\n\nmother = ['mère', 'm(ère']", 3, "'m(ère' is not a valid pattern: missing )", "Correct it: the signs"),
    ("[names]\nmother = ['mère)(?:s']", 2, "is not a valid pattern", "Correct it"),
    ("[names]\nmother = 'm(è|e)re'", 2, "'m(è|e)re' captures what is in brackets: write (?: instead of (", "Correct"),
    ("[names]\nmother = ['m\\', 'x']", 2, "is not a valid pattern: bad escape", "Correct it"),
    ("[names]\nmother = '(?i)mère'", 2, "has a switch", "Correct it"),
    ("[names]\nmother = 'mère|'", 2, "'mère|' matches every text", "Take out a |"),
    ("[opposites.may]\nwrong = 'devez'", 1, "[opposites.may] has no 'right'", "Add a line: right"),
    ("[opposites.my]\nwrong = 'x'", 1, "unknown key 'my'", "Did you mean may?"),
    ("[opposites]\nmay = 'x'", 2, "'may' is not a table", "Write may"),
    ("[writing]\nspaces = 'no'", 2, "'spaces' is neither true nor false", "Write spaces = false"),
    ("[writing]\nspace = false", 2, "unknown key 'space'", "Did you mean spaces?"),
    ("[writing.before]\nname = 'd'", 2, "unknown key 'name'", "Did you mean names?"),
    ("[numbers]\nword = 'un'", 2, "unknown key 'word'", "Did you mean words?"),
    ("[writing.before]\nnames = 'd('", 2, "'d(' is not a valid pattern", "or take the line out"),
    ("[numbers.words]\n1 = 'un'\nfive = 'cinq'", 3, "'five' is not a number", "Begin the line with digits"),
    ("[numbers.words]\n0.5 = 'demi'", 2, "'0' is neither a word", 'A number with a point stands between quotes'),
    ("[numbers.words]\n1 = 'un'\n2 = ['deux', 'Un']", 3, "'un' is listed under both 1 and 2", "Keep it in one place"),
    ("[numbers]\njoin = '[a'", 2, "'[a' is not a valid pattern", "take the line out"),
    ("[numbers]\nfollowed_by = '(?:'", 2, "is not a valid pattern", "Correct it"),
    ("[units]\ndays = 'jours'", 2, "unknown key 'days'", "Did you mean day?"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "line", "wrong", "fix"), REFUSED, ids=[f"{one[2]}"[:40] for one in REFUSED])
def test_what_cannot_be_followed_is_named_with_its_line(text: str, line: int, wrong: str, fix: str) -> None:
    with pytest.raises(RegistryError) as error:
        wording.parse(text, "locales/words/fr.toml")
    assert str(error.value).startswith(f"locales/words/fr.toml:{line}: ")
    assert wrong in error.value.message
    assert fix in error.value.fix


def test_a_check_refuses_the_words_of_a_language_that_is_published_and_reads_no_others(project: Path) -> None:
    assert run(project, "update").returncode == 0
    good = run(project, "check")
    write(project, "[turns]\ndeny = 3\n")
    assert run(project, "check").stdout == good.stdout, "French is not begun"
    settings = project / "pyproject.toml"
    settings.write_text(settings.read_text("utf-8").replace('"zh_Hant"]', '"zh_Hant", "fr"]'), "utf-8")
    told = run(project, "check")
    assert told.returncode == 2
    assert told.stderr.startswith("error: locales/words/fr.toml:2: [turns] 'deny' is neither a word"), told.stderr


@pytest.mark.parametrize("name", ["french", "fr_CA", "zh_Hans", "xx"])
def test_a_file_that_no_locale_would_ask_for_is_named(project: Path, name: str) -> None:
    run(project, "update")
    write(project, FRENCH)
    assert [one for one in inspection.inspect(Project(project)) if "words" in one.path] == []
    write(project, FRENCH, name)
    [told] = [one for one in inspection.inspect(Project(project)) if "words" in one.path]
    assert (told.path, told.severity.value) == (f"locales/words/{name}.toml", "error")
    assert f"'{name}' is not a language" in told.message


def test_what_is_remembered_of_a_packet_ends_with_other_words(project: Path) -> None:
    before = remarks.made_from(Project(project))
    path = write(project, FRENCH)
    between = remarks.made_from(Project(project))
    path.write_text("", "utf-8")
    assert len({before, between, remarks.made_from(Project(project))}) == 3


# ---- the library's own ----


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.stem))
def test_the_librarys_own_words_are_read(path: Path) -> None:
    own = wording.parse(path.read_text("utf-8"), path.name)
    assert len(own.names) >= 40
    assert not own.turns or set(own.turns) == set(english.TURNS)
    assert len(own.opposites) > 5
    assert not own.units or set(own.units) == set(english.UNITS)


def test_what_rules_look_for_in_english_is_known_in_a_language() -> None:
    own = [wording.parse(path.read_text("utf-8"), path.name) for path in PATHS]
    assert set().union(*(one.names for one in own)) == set(english.NAMES)
    assert set().union(*(one.opposites for one in own)) == set(english.OPPOSITES)


def test_an_index_finds_in_every_sentence_what_all_patterns_would_find() -> None:
    project = Project(ROOT)
    texts = {unit.text for page in project.pages.values() for unit in page.units}
    names = {key: name.said for kind in english.KINDS for key, name in kind.items()}
    for words in ({key: one.said for key, one in english.OPPOSITES.items()}, dict(english.TURNS), names):
        index = english.Index(words)
        assert all(
            index.found(text)
            == {key: match[0] for key, one in words.items() if (match := english.pattern(one).search(text))}
            for text in texts
        )


def test_the_example_for_translators_is_read_and_shows_every_table() -> None:
    readme = (ROOT / "locales" / "README.md").read_text("utf-8")
    section = readme[readme.index("## The words of a language") :]
    block = re.search(r"(?m)(?:^(?: {4}.*)?\n)+", section[section.index("    [numbers") :])
    assert block
    example = wording.parse(re.sub(r"(?m)^ {4}", "", block[0]), "README.md")
    assert all((example.numbers.words, example.units, example.turns, example.opposites, example.names))
