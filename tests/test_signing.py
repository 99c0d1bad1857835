"""From a saved review to the log: a drill in which made-up people translate, read and sign."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import interface, workflow
from pipeline.edition import Publisher
from pipeline.errors import KyrError
from pipeline.model import Role, State, Verdict
from pipeline.project import Project
from pipeline.review import answers, asking, packets, signatures, signing
from pipeline.review.answers import Answers
from tests.conftest import run
from tests.drill import DAY, HANS, LOG, SIGN, SIGN_ZH, answer, commit, log, said, save, start, state, translate

LEGAL = Role.LEGAL
REJECT = Verdict.REJECT


def record(root: Path, given: Answers) -> signing.Plan:
    project = Project(root)
    plan = signing.plan(project, given, DAY)
    list(signing.apply(project, plan))
    return plan


def test_a_linguist_and_a_lawyer_make_a_translation_approved(project: Path) -> None:
    start(project)
    assert state(project) is State.TRANSLATED
    assert run(project, "import", save(project, said()), "--yes").returncode == 0
    assert state(project) is State.TRANSLATED
    result = run(project, "import", save(project, said(by="counsel", role=LEGAL)), "--yes")
    assert "approve  index#" in result.stdout
    assert state(project) is State.APPROVED
    rows = json.loads(run(project, "status", "--json").stdout)
    row = next(row for row in rows if (row["locale"], row["page"]) == ("zh_Hans", "index"))
    assert (row["approved"], row["roles"]) == (1, {"language": 1, "legal": 1})


def test_importing_twice_changes_nothing_in_any_order(project: Path) -> None:
    start(project)
    first = said(answer(REJECT, note="太硬", suggestion="请不要签字。"))
    second = said(answer(None, source="More", target="", suggestion="更多"))
    third = said(answer(REJECT, note="no"), by="counsel", role=LEGAL)
    for given in (first, second):
        record(project, given)
    refused = record(project, third).refused
    assert [one.reason for one in refused] == ["the translation has changed since"]
    before = {path: path.read_bytes() for path in (project / "locales").rglob("*.*")}
    for given in (second, first, second, first):
        plan = signing.plan(Project(project), given, DAY)
        assert (plan.record, plan.suggestions, plan.refused) == ((), (), ())
        assert len(plan.known) == 1
        record(project, given)
    assert {path: path.read_bytes() for path in (project / "locales").rglob("*.*")} == before


def test_an_older_review_that_comes_in_late_does_not_outrank_a_newer_one(project: Path) -> None:
    start(project)
    monday, tuesday = DAY - datetime.timedelta(days=2), DAY - datetime.timedelta(days=1)
    record(project, said(answer(REJECT, note="falsch"), day=tuesday))
    plan = record(project, said(day=monday))
    assert len(plan.known) == 1
    assert state(project) is State.DRAFT
    record(project, said(day=DAY))
    record(project, said(by="counsel", role=LEGAL))
    assert state(project) is State.APPROVED


def test_stale_answers_are_refused_one_by_one_and_the_rest_is_kept(project: Path) -> None:
    start(project)
    given = said(
        answer(),
        answer(source="You must ask.", target="请问。"),
        answer(source="More", target="更多"),
        answer(source="More", target="", page="other"),
        answer(REJECT, source="Know your rights", target=""),
    )
    result = run(project, "import", save(project, given), "--yes")
    assert result.returncode == 1
    assert len(log(project)) == 1
    shown = result.stdout
    assert "the English has changed since, or its page is gone" in shown
    assert "the translation has changed since" in shown
    assert shown.count("there is no translation to judge") == 2


def test_nothing_is_recorded_without_a_yes(project: Path) -> None:
    start(project)
    result = run(project, "import", save(project, said()))
    assert result.returncode == 2
    assert "Add --yes" in result.stderr
    assert "approve  index#" in result.stdout
    assert not log(project)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (said(by="mallory"), "no such reviewer"),
        (said(role=LEGAL), "ling does not sign zh_Hans for legal"),
        (said(locale="en"), "ling does not sign en for language"),
        (said(locale="fr"), "fr: this project has no locale"),
        (said(day=datetime.date(2999, 1, 1)), "which is in the future"),
        (said(day=datetime.date(2015, 1, 1)), "it is dated 2015-01-01, when there was nothing to review yet"),
    ],
)
def test_a_review_by_somebody_who_may_not_sign_is_refused_whole(project: Path, given: Answers, says: str) -> None:
    start(project)
    result = run(project, "import", save(project, given), "--yes")
    assert result.returncode == 2
    assert says in result.stderr
    assert not log(project)


def test_without_a_list_of_reviewers_nobody_may_sign(project: Path) -> None:
    start(project)
    record(project, said())
    (project / "locales/reviewers.toml").unlink()
    with pytest.raises(KyrError, match="no such reviewer"):
        record(project, said())
    (error,) = Project(project).ledger(Project(project).locale("zh_Hans"))[1]
    assert str(error).startswith(f"{LOG}:1: the sign-off does not count")


def test_a_damaged_file_is_refused_whole(project: Path) -> None:
    start(project)
    path = Path(save(project, said()))
    for data in (b"", b"\xff\xfe", path.read_bytes()[:-30], b"PK\x03\x04nonsense", b"<html></html>"):
        path.write_bytes(data)
        result = run(project, "import", str(path), "--yes")
        assert result.returncode == 2
        assert result.stderr.startswith("error: ")
        assert "mistake in kyr" not in result.stderr
    assert not log(project)


@pytest.mark.parametrize("turned", [False, True])
def test_words_that_a_review_rejects_in_one_place_it_cannot_approve_in_another(project: Path, turned: bool) -> None:
    start(project)
    moved = replace(answer(), page="gone", unit=answer().unit.replace("index", "gone"))
    both = [answer(REJECT, note="wrong"), moved]
    for _ in range(2):
        plan = record(project, said(*(reversed(both) if turned else both)))
        assert [one.reason for one in plan.refused] == ["the same review speaks against these words in another place"]
    assert [json.loads(line)["verdict"] for line in log(project)] == ["reject"]


def test_two_answers_that_meet_in_one_entry_are_both_kept(project: Path) -> None:
    start(project)
    first = answer(REJECT, note="太硬", suggestion="请不要签字。")
    moved = replace(first, page="gone", unit=first.unit.replace("index", "gone"))
    second = replace(moved, note="太长", suggestion="别签字。")
    assert record(project, said(first, second)).refused == ()
    (message,) = (m for m in Project(project).catalog(Project(project).locale("zh_Hans"), "index").live if m.target)
    assert (message.target, message.fuzzy) == ("请不要签字。", True)
    by = "ling (language, 2026-11-22)"
    assert message.comment.split("\n") == [
        *(f"{by} suggests: 请不要签字。", f"{by} says: 太硬", f"before: {SIGN_ZH}"),
        *(f"{by} suggests: 别签字。", f"{by} says: 太长"),
    ]
    again = signing.plan(Project(project), said(first, second), DAY)
    assert (again.record, again.suggestions, again.refused) == ((), (), ())


def test_a_rejection_needs_a_note_and_a_suggestion_will_do(project: Path) -> None:
    start(project)
    plan = record(project, said(answer(REJECT)))
    assert [one.reason for one in plan.refused] == ["a rejection needs a note that says why"]
    plan = record(project, said(answer(REJECT, suggestion="请勿签字。")))
    assert plan.record[0].note == "suggested: 请勿签字。"


def test_a_suggestion_becomes_a_draft_with_the_reviewers_name_and_the_former_words(project: Path) -> None:
    start(project)
    record(project, said(answer(REJECT, note="太硬\nkyr-ignore numbers-kept: 我", suggestion="请不要\n签字。")))
    (message,) = (m for m in Project(project).catalog(Project(project).locale("zh_Hans"), "index").live if m.target)
    assert (message.target, message.fuzzy) == ("请不要 签字。", True)
    assert message.comment == (
        "ling (language, 2026-11-22) suggests: 请不要 签字。\n"
        "ling (language, 2026-11-22) says: 太硬 kyr-ignore numbers-kept: 我\n"
        f"before: {SIGN_ZH}"
    )
    assert state(project) is State.DRAFT
    hant = Project(project).catalog(Project(project).locale("zh_Hant"), "index")
    assert [m.target for m in hant.live if m.fuzzy] == ["請不要 簽字。"]


def test_a_suggestion_leaves_approved_words_where_they_are(project: Path) -> None:
    start(project)
    record(project, said(answer(suggestion="请勿签字。")))
    record(project, said(by="counsel", role=LEGAL))
    assert state(project) is State.APPROVED
    record(project, said(answer(None, suggestion="别签字。")))
    assert state(project) is State.APPROVED
    text = (project / HANS).read_text("utf-8")
    assert "# ling (language, 2026-11-22) suggests: 请勿签字。" in text
    assert "# ling (language, 2026-11-22) suggests: 别签字。" in text


def test_a_suggestion_for_derived_words_becomes_a_persons_own_and_stays_through_conversion(project: Path) -> None:
    start(project)
    own = answer(
        REJECT, target="您不可以簽字。", note="auto 0123456789abcdef 0123456789abcdef", suggestion="請勿簽名。"
    )
    record(project, said(own, locale="zh_Hant"))
    list(workflow.convert(Project(project)))
    catalog = Project(project).catalog(Project(project).locale("zh_Hant"), "index")
    assert [(m.target, m.fuzzy) for m in catalog.live if m.target] == [("請勿簽名。", True)]
    assert state(project) is State.TRANSLATED


def test_nobody_approves_words_of_their_own(project: Path) -> None:
    start(project)
    plan = record(project, said(by="tran"))
    assert [one.reason for one in plan.refused] == ["these words are the reviewer's own, and nobody approves their own"]
    # the Traditional made from them is theirs too, whoever ran the conversion
    own = said(answer(target="您不可以簽字。"), by="tran", locale="zh_Hant")
    assert record(project, own).refused
    assert not log(project)


def test_who_suggested_a_wording_cannot_approve_it_but_who_committed_it_can(project: Path) -> None:
    start(project)
    record(project, said(answer(REJECT, note="x", suggestion="请勿签字。")))
    translate(project, SIGN, "请勿签字。")
    commit(project)
    adopted = answer(target="请勿签字。")
    assert record(project, said(adopted)).refused
    assert record(project, said(adopted, by="tran")).record


def test_suggesting_words_that_somebody_else_wrote_long_ago_does_not_make_them_free_to_approve_for_the_author(
    project: Path,
) -> None:
    start(project)
    translate(project, SIGN, "请勿签字。")
    commit(project)
    record(project, said(answer(REJECT, target="请勿签字。", note="x", suggestion=SIGN_ZH)))
    translate(project, SIGN, SIGN_ZH)
    assert record(project, said(by="tran")).refused


def test_approving_and_repeating_the_same_words_makes_nobody_their_author(project: Path) -> None:
    start(project)
    record(project, said(answer(suggestion=SIGN_ZH)))
    record(project, said(by="counsel", role=LEGAL))
    assert state(project) is State.APPROVED


def test_a_suggestion_of_the_words_that_stand_there_makes_nobody_their_author_and_is_no_reason(project: Path) -> None:
    start(project)
    record(project, said(day=DAY - datetime.timedelta(days=1)))
    before = {path: path.read_bytes() for path in (project / "locales").rglob("*.*")}
    (refused,) = record(project, said(answer(None, suggestion=SIGN_ZH + " "))).refused
    assert refused.reason == "the suggested wording is the present one: ask what was meant"
    (refused,) = record(project, said(answer(REJECT, suggestion=SIGN_ZH))).refused
    assert refused.reason == "a rejection needs a note that says why"
    assert {path: path.read_bytes() for path in (project / "locales").rglob("*.*")} == before
    assert record(project, said(answer(None, note="gut?", suggestion=SIGN_ZH))).written == ()
    assert "says: gut?" in (project / HANS).read_text("utf-8")
    assert "suggests" not in (project / HANS).read_text("utf-8")
    record(project, said(by="counsel", role=LEGAL))
    assert state(project) is State.APPROVED


def test_an_approval_of_words_of_which_nobody_can_tell_the_author_counts_and_is_told(project: Path) -> None:
    start(project, in_git=False)
    record(project, said())
    record(project, said(by="counsel", role=LEGAL))
    assert state(project) is State.APPROVED
    assert "author unknown: 2 approvals" in run(project, "status").stderr


def test_the_english_is_signed_by_the_lawyer_alone(project: Path) -> None:
    start(project)
    english = answer(target=SIGN)
    record(project, said(english, by="counsel", role=LEGAL, locale="en"))
    assert state(project, locale="en") is State.APPROVED
    note = said(answer(None, target=SIGN, note="!"), by="counsel", role=LEGAL, locale="en")
    assert record(project, note).refused
    better = answer(REJECT, target=SIGN, note="too hard", suggestion="Do not sign.")
    assert record(project, said(better, by="counsel", role=LEGAL, locale="en")).record[0].note == (
        "too hard\nsuggested: Do not sign."
    )
    assert state(project, locale="en") is State.DRAFT


def test_a_unit_that_has_moved_is_signed_where_it_is_now(project: Path) -> None:
    start(project)
    (project / "content/index.md").rename(project / "content/first.md")
    list(workflow.update(Project(project)))
    plan = record(project, said())
    assert plan.record[0].unit.startswith("first#")
    record(project, said(by="counsel", role=LEGAL))
    assert state(project, page="first") is State.APPROVED


def test_signing_adds_to_what_others_wrote_meanwhile(project: Path) -> None:
    start(project)
    mine = Project(project)
    plan = signing.plan(mine, said(), DAY)
    record(project, said(by="counsel", role=LEGAL))
    with (project / LOG).open("a", encoding="utf-8") as file:
        file.write('{"cut off": ')
    list(signing.apply(mine, plan))
    assert state(project) is State.APPROVED
    assert [str(error)[:36] for error in Project(project).ledger(mine.locale("zh_Hans"))[1]] == [f"{LOG}:2: not"]


def test_a_note_cannot_forge_a_line(project: Path) -> None:
    start(project)
    forged = answers.write(said(by="counsel", role=LEGAL))
    given = said(answer(REJECT, note=f"\u2028{forged}\u2028\n{forged}"))
    path = Path(save(project, given))
    assert run(project, "import", str(path), "--yes").returncode == 0
    assert len((project / LOG).read_bytes().splitlines()) == 1
    assert state(project) is State.DRAFT


def test_in_a_terminal_every_answer_is_recorded_at_once(project: Path) -> None:
    start(project)
    translate(project, "More", "更多")
    result = run(project, "review", "zh_Hans", "--as", "ling", stdin="n\n\n太硬\n\ns\n")
    assert "ling, language, zh_Hans: units to look at: 2" in result.stdout
    assert result.stdout.index("更多") < result.stdout.index(SIGN_ZH)
    assert json.loads(log(project)[0])["note"] == "太硬"
    result = run(project, "review", "zh_Hans", "--as", "ling", stdin="a\n")
    assert "units to look at: 1" in result.stdout
    assert json.loads(log(project)[1])["verdict"] == "approve"
    assert "look at: 0" in run(project, "review", "zh_Hans", "--as", "ling").stdout


def test_leaving_a_question_without_an_answer_stops_and_keeps_what_was_said(project: Path) -> None:
    start(project)
    translate(project, "More", "更多")
    result = run(project, "review", "zh_Hans", "--as", "ling", stdin="A\n")
    assert (result.returncode, result.stderr) == (130, "stopped; every file is either unchanged or completely written")
    assert [json.loads(line)["verdict"] for line in log(project)] == ["approve"]


def test_whoever_is_asked_again_may_take_back_what_they_said(project: Path) -> None:
    start(project)
    run(project, "review", "zh_Hans", "--as", "ling", stdin="a\n")
    result = run(project, "review", "zh_Hans", "--as", "ling", "--again", stdin="w\n")
    assert "you said: approve " in result.stdout
    assert [json.loads(line)["verdict"] for line in log(project)] == ["approve", "withdraw"]
    assert "look at: 0" in run(project, "review", "zh_Hans", "--as", "ling", "--again").stdout
    assert "look at: 1" in run(project, "review", "zh_Hans", "--as", "ling", stdin="q\n").stdout
    assert "'w' is not one of" in run(project, "review", "zh_Hans", "--as", "ling", stdin="w\nq\n").stdout


def test_somebody_who_changes_their_mind_twice_in_a_day_is_heard_twice(project: Path) -> None:
    start(project)
    for verdict in (Verdict.APPROVE, Verdict.WITHDRAW, Verdict.APPROVE):
        here = Project(project)
        list(signing.apply(here, signing.plan(here, said(answer(verdict)), DAY, afresh=True)))
    assert [json.loads(line)["verdict"] for line in log(project)] == ["approve", "withdraw", "approve"]


def test_a_review_in_a_terminal_asks_who_signs_when_it_is_not_clear(project: Path) -> None:
    start(project)
    result = run(project, "review", "zh_Hans")
    assert result.returncode == 2
    assert "--as counsel --role legal, --as ling --role language, --as tran --role language" in result.stderr
    assert (
        "does not let ling legal sign zh_Hans"
        in run(project, "review", "zh_Hans", "--as", "ling", "--role", "legal").stderr
    )
    assert "kyr review: no locale is named. Name one of: en, zh_Hans, zh_Hant" in run(project, "review").stderr
    assert run(project, "review", "--git-name", " Tran@example.org").stdout.startswith("sha256:")


# ---- the interface's own words ----

NOTICE, NOTICE_ZH = interface.LAW_NOT_REVIEWED, "这份译文尚未经律师审核。"


def with_notice(root: Path) -> None:
    start(root)
    translate(root, NOTICE, NOTICE_ZH, page="site")
    commit(root)


def notice(verdict: Verdict = Verdict.APPROVE, target: str = NOTICE_ZH) -> answers.Answer:
    return answer(verdict, source=NOTICE, target=target, page="site", note="no" if verdict is REJECT else "")


def test_the_interfaces_words_are_packed_signed_counted_and_told_like_those_of_a_page(project: Path) -> None:
    with_notice(project)
    result = run(project, "packet", "zh_Hans", "--page", "site", "--only", "unreviewed")
    assert "build/packets/zh_Hans-site.html" in result.stdout
    assert NOTICE_ZH in (project / "build/packets/zh_Hans-site.html").read_text("utf-8")
    for given in (said(notice()), said(notice(), by="counsel", role=LEGAL)):
        assert run(project, "import", save(project, given), "--yes").returncode == 0
    name = signatures.unit_name("site", (None, NOTICE))
    assert all(f'"unit": "{name}"' in line for line in log(project))
    rows = json.loads(run(project, "status", "--json").stdout)
    row = next(row for row in rows if (row["locale"], row["page"]) == ("zh_Hans", "site"))
    assert (row["approved"], row["roles"]) == (1, {"language": 1, "legal": 1})
    assert run(project, "export", "zh_Hans", "--format", "xliff1").returncode == 0
    (exported,) = (project / "build").rglob("*.xlf")
    assert exported.read_text("utf-8").count('state="final"') == 1
    told = run(project, "why", name).stdout
    assert f"{name}  interface, locales/templates/site.pot" in told
    assert "zh_Hans: approved: signed for language and legal, in exactly these words" in told
    assert "en: translated: not signed yet for legal" in told


def test_a_packet_of_the_interface_shows_its_words_as_they_are_written_with_their_notes(project: Path) -> None:
    with_notice(project)
    made = packets.gather(Project(project), Project(project).locale("zh_Hans"), ["site"])
    item = next(item for item in made.items if item.unit.text == interface.LANGUAGE_REVIEWED)
    assert [run.text for run in item.columns[0].runs] == ["Language reviewed on {date}."]
    assert any("{date} is in the reader's own format" in note for note in item.unit.notes)


def test_the_interfaces_words_have_the_same_guards(project: Path) -> None:
    with_notice(project)
    own = record(project, said(notice(), by="tran"))
    assert [one.reason for one in own.refused] == ["these words are the reviewer's own, and nobody approves their own"]
    stale = record(project, said(notice(target="别的话。")))
    assert [one.reason for one in stale.refused] == ["the translation has changed since"]
    assert not log(project)
    for given in (said(notice()), said(notice(), by="counsel", role=LEGAL)):
        record(project, given)
    assert state(project, NOTICE, "site") is State.APPROVED
    translate(project, NOTICE, "律师没有看过这份译文。", page="site")
    assert state(project, NOTICE, "site") is State.REOPENED


def test_a_word_of_the_interface_that_lost_a_place_is_english_and_stops_no_build(project: Path) -> None:
    start(project)
    list(workflow.update(Project(project)))
    for text, shown in (("核对", interface.CHECKED), ("{date}核对", "{date}核对")):
        translate(project, interface.CHECKED, text, page="site")
        found = Project(project)
        assert Publisher(found).words(found.locale("zh_Hans"))(interface.CHECKED) == shown


def test_a_review_in_a_terminal_asks_about_the_interface_too(project: Path) -> None:
    with_notice(project)
    here = Project(project)
    who = asking.signer(here, here.locale("zh_Hans"), "ling", None)
    (asked,) = asking.questions(here, who.locale, who, ["site"])
    assert (asked.source, asked.target) == (NOTICE, NOTICE_ZH)
    assert NOTICE_ZH in run(project, "review", "zh_Hans", "--as", "ling", stdin="s\n" * 20).stdout


def test_no_page_can_take_the_interfaces_name(project: Path) -> None:
    (project / "content/site.md").write_text((project / "content/index.md").read_text("utf-8"), "utf-8")
    result = run(project, "status")
    assert result.returncode == 2
    assert "content/site.md: 'site' is the name under which the interface's own words are translated" in result.stderr
