"""Is a character somebody's family name? 范, 余, 于 and others have another form where they are."""

from __future__ import annotations

import re

from pipeline.chinese_given import (
    BARELY_WORDS,
    FAMILY_NAMES,
    GIVEN,
    IN_NAMES,
    LIKE_GIVEN,
    NEVER_GIVEN,
    PERSONAL,
    RARER_FAMILY_NAMES,
    SOMETIMES_GIVEN,
    TWO_FORMS_IN_NAMES,
    WORDS_FOR_NAMES,
)
from pipeline.chinese_tables import HAN, SURNAMES
from pipeline.chinese_words import Words

_ADDRESS = "先生|女士|小姐|太太"
_TITLE = (
    f"{_ADDRESS}|夫人|律师|法官|检察官|检察长|医生|医师|大夫|护士|药师|警官|警员|警探|警长|侦探|老师|教授|博士|校长|院长|主任"
    "|经理|老板|店长|领班|社工|顾问|翻译|口译员|译员|牧师|神父|修女|师傅|师父|师母|议员|市长|州长|局长|处长"
    "|队长|组长|班长|厂长|所长|会长"
    "|阿姨|叔叔|伯伯|伯母|奶奶|爷爷|大姐|大哥|大嫂|大妈|大爷|同学|同事"
)
_TITLED = re.compile(_TITLE)
_ENDS_A_TITLE = re.compile(f"(?:{_TITLE}|学生|[房股]东|[交写寄汇转留借嫁送还付]给)$")
_ADDRESSED = re.compile(f"{_ADDRESS}|[姐哥嫂](?![{HAN}])")
_FAMILY = re.compile("(?<!百)姓(?:氏?[：:][ 　]?)?$")
"""What asks for a family name on a form, or tells it (姓余, 姓：余)."""
_SAID_TO_BE = re.compile(f"(?<![百同贵老])姓$|姓[{HAN}]{{1,2}}[，,]名[叫为]?$")
"""Before a name that is told in its parts: 姓干，名里。"""
_WORKING = re.compile(f"{_TITLE}|会计(?![年期报准科室法师])|秘书(?!处)|助理|司机|大叔|大婶|大娘|老太|嫂子")
"""Titles that are no name's sign after 于: people at work are also where something happens (于会计年度)."""
_NAMED_AND_ADDRESSED = re.compile(f"([{HAN}]{{1,2}}?)(?:{_ADDRESS})")
_NAMED_AND_TITLED = re.compile(f"([{HAN}]{{1,2}}?)(?:{_TITLE})")
_OFFICE = re.compile(
    f"(?:{_TITLE})(?:事务所|楼|办公|协会|公会|[之、依所]|[不有]利|[有无]益|而言|来说)"
    f"|(?:法官|检察官)[^，。；！？]*[时前后中](?![{HAN}])"
    f"|(?:{_TITLE})(?:面前|不?[在到]场|[的之]?(?:指导|监督|陪同|协助|见证|带领|主持)之?下|[^，。；！？]*(?:准用|适用|亦同))"
)
_UNNAMED = re.compile("某(?![种些人个日天年月地处时一位件项国州市省区方事物样公法])")
_KIN = re.compile(
    f"姐夫|[姐哥叔婶姨嫂]|[妈爸]{{1,2}}"
    f"|[总太董家队导工](?![{HAN}])|[总太董家队导工](?=[说把让给的在是要不叫来去和跟对也都有没做])"
)
"""How people are called who are no strangers, after a family name; most of these characters begin words too."""

_CALLED = re.compile("(?:叫|叫做|名字是|姓名是)$")
_INTRODUCED = re.compile("(?:原告|被告|证人|申请人|当事人|受害[人者]|丈夫|妻子|房东|雇主|同事|朋友|律师|法官|医生)$")
_ROLE = re.compile(
    "(?:[人者]|叫|叫做|名字是|姓名是|原告|被告|户主|[丈前]夫|[妻嫂儿孩]子|前妻|[父母]亲|[爸妈哥弟姐妹姑舅姨婆公爷奶叔伯]|女儿|[男女]友"
    f"|室友|邻居|楼[上下]|隔壁|对门|房东|雇主|老公|老板娘|员工|工友|老乡|同事|朋友|中介|{_TITLE})$"
)
"""Who somebody is: a name may follow, but also 于 (证人于法庭上) and 余 (每人余十元)."""
_LABELLED = re.compile(
    "(?:姓名|名字|签[名字]|[人者]|原告|被告|[丈前]夫|[妻嫂儿]子|女儿|[父母]亲|户主|配偶|律师|翻译|社工)[：:][*_“ ]*$"
)
_TWO = re.compile(f"[{HAN}]{{2}}")
_LAST = re.compile(f"[{HAN}]{{1,2}}(?![{HAN}])")
_JOINED = re.compile("[和跟找给问叫是被让对把在到去从等约请喊陪]$")
_TO_SOMEBODY = re.compile("[和跟找给问叫被让]$|[我你您他她这那不就只也]是$")
"""Before a person, and hardly before 于 the preposition (在于, 对于)."""
_CLAUSE = re.compile(r"(?:^|[^\w\ufffc）)」』”\]*_])$")
_NUMBER = re.compile(r" ?[$¥￥]?[0-9０-９]")
"""What 于 the preposition comes before, and no name: 王伟于 3 月, 小于18岁."""
_GIVEN = re.compile(f"[{HAN}]{{1,2}}(?![{HAN}])|[{HAN}]{{1,2}}(?=[的和与说在是向])")
_GIVEN_NAME = re.compile(
    f"(?!平安夜)[{GIVEN}]{{2}}(?![节日年月县市省州区路街镇村期时间中内外前后上里边以之初酒饭餐])"
    f"|[{GIVEN}](?:(?![{HAN}])|(?=[的和与说在是把被给没住打]))"
)
_NICKNAMED = re.compile("(?:^|[^\u4e00-\u9fff]|[和跟与给找对问请叫被让是])[老小阿]$")
_ALL_FAMILY_NAMES = frozenset(FAMILY_NAMES + RARER_FAMILY_NAMES) | SURNAMES.keys()
_LISTED = frozenset(FAMILY_NAMES + "周余叶苏沈") - {"向"}
"""The commonest, which need no label to be a family name; 向东冲 is a direction."""
_LIKE_A_NAME = re.compile(f"[{LIKE_GIVEN}]|儿$")
_AROUND = 8
"""Characters to either side of a name in which the words around it are looked for."""
_HAN = re.compile(f"[{HAN}]")
_MAY_BE_GIVEN = re.compile(f"[^\\W{NEVER_GIVEN}]{{2}}")
_NOT_GIVEN = re.compile(f"[{NEVER_GIVEN}]|[^{HAN}]")
_SOME_LIKE_GIVEN = re.compile(f"[{HAN}]?[{LIKE_GIVEN}{SOMETIMES_GIVEN}]")
_BOTH_GIVEN = re.compile(f"[{LIKE_GIVEN}{SOMETIMES_GIVEN}]{{2}}")
_HOW_GIVEN = re.compile(f"[{LIKE_GIVEN}]|[{SOMETIMES_GIVEN}][{LIKE_GIVEN}]")
_COUNTS_OR_DATES = re.compile("[一二三四五六七八九十][元天年日]|清晨|国庆")
_MUCH = 20
"""Words this much commoner than the limit for names are hardly names where a person is expected either (大家)."""
_OF_A_PLACE = re.compile(
    "[节日月年县市省州区路街镇村乡期时间中内外前后里边之初酒饭餐山河湖海江岛港湾桥寺庙宫馆店厂场校学院社司楼厦园城堡池塔陵站台]|以[前后来内外上下]"
)
"""After a place's or a day's name (于建国路, 于春兰节)."""
_OF_A_BUSINESS = re.compile(
    "超市|公司|集团|银行|医院|律所|协会|中心|酒[楼吧家]|按摩|足[疗浴]|美[甲容发]|洗衣|教[会堂]|会[所馆计]|诊所|小区|大[厦楼道]|广场|公寓|工[厂地]"
)
"""After what a business, a building or a street is called (于金龙超市)."""
_TO_A_PERSON = re.compile(
    "(?:[给除打骂救娶借欠抓雇帮见找]了|[给逼骂救求请找问嫁娶像比连是说把据雇]|除了|认识|告诉|看[见到]|见到|听[见说]|知道|联[系络]|相信|怀疑|威胁|找到"
    "|传唤|逮捕|拘[捕留]|询问|质问|审问|讯问|采访|介绍|聘请|委托|授权|感谢|抓[到住]"
    "|救出|带走|打死|包括|没有|代表|起诉|指控|控告|其中|只有|以及|还有|[和与跟同及或替对向、])$"
)
"""What is done to a person, and what joins two: a name is likely next, and 于 hardly the preposition."""
_SOMEBODY_DOES = re.compile(
    "(?:[昨今当那][天晚日时]|[晚早]上|后来|现在|因为|如果|要是|但是|可是|所以|而且|其实|幸好|原来|结果|然后|，"
    "|店[员主]|老板|经理|厨师|司机|保姆|[月护]嫂|[工蛇]头|[房租]客|助理|会计|学生|[堂表][哥弟姐妹]|岳[父母])$"
)
"""Where the one who acts is often named; but 于 the preposition comes after all of these too."""
_GOES_ON = re.compile(
    f"(?![{HAN}])|[的和与跟及或同等说问告签认报逃哭打做住走去来到从向对是在有把被给让叫拿借欠帮收雇偷搬写主进摄替]"
    f"|[没不也都就才又还再已曾正要想会能可应必敢肯先自因虽却仍只便总将昨今每很为以则各]|{_TITLE}|于(?=[0-9一二三四五六七八九十去今当次同上凌])|以[前后来]"
    "|[骂喊吼踢抢追跑躲骗威恐吓哄跪讲起承否指供]|带[走去来回]|出(?![生版土现发台口产售租厂])"
)
"""How a sentence goes on after a person's name."""
_DESCRIBED = re.compile(
    f"([{HAN}]{{1,2}})[，、（(] ?(?:[男女](?![{HAN}])|汉族|现年|(?:年[约满]?)?[0-9一二三四五六七八九十]{{1,3}}岁)"
)
"""How a statement goes on after the name of the one it is about: 于水仙，女，四十二岁."""
_JOINED_NAME = re.compile(f"[和与跟、][{FAMILY_NAMES}{''.join(SURNAMES)}][{LIKE_GIVEN}]")
_VERBS = frozenset("涂游")
"""Family names that are verbs too: what is painted or toured may be like a name in one character (涂金粉)."""
_BECOMES = re.compile(f"[{''.join(sorted(_VERBS))}]成")
"""What they become: 涂成与地板一样的颜色."""
_HARDLY_ALONE = frozenset("余钟")
"""Family names that are seldom words of one character before a noun: where in doubt, they are names."""
_NO_PREPOSITION = re.compile("(?:[据跟找给叫骂抓把]|认识|传唤|告诉|还有)$")
"""After these 于 is no preposition."""
_SELDOM_NAMES = frozenset("干松幸占丑咸党斗")
"""Family names so rare beside the words they are (干保洁, 松紧) that only a title shows them."""
_DONE_TO_PEOPLE = frozenset("夸种")
"""Family names that are what one does to a person (夸律师办事快), or how one counts (这种律师)."""
_TESTIFIES = re.compile("(?:[原被]告|证人|(?:申请|当事|上诉|被害|受害|担保|监护)人|受害者|叫|叫做|名字是|姓名是)$")
_BESIDE = re.compile(f"(?![{HAN}])|[和与跟说]")
_ALSO_GRAMMAR = frozenset("后于")
"""Characters of given names that are much oftener what follows a name: 王伟后来, 申请人王伟于三月."""
_ALSO_VERBS = _ALSO_GRAMMAR | frozenset("冲游采斗发")
"""Those, and what a person called by the family name alone may do: 李冲到门口."""
_ONLY_NAMES = frozenset("里余丑咸斗")
"""Those that hardly follow a family name but in a given name."""
_NO_NAME_AFTER = tuple("小老阿一二三四五六七八九十几两这那每")
"""After these a family name is a nickname (小王后来), or no name (三张里有一张)."""
_TAKES_NO_NOUN = re.compile(
    f"(?![{HAN}0-9A-Za-z“「『《（(])|没有|已经|可以|从来|一直|不[会能肯想让给在是]|还[没在]"
    "|[也都就说在把向让是给叫跟]|的(?!士)|被(?![告害捕])|要(?!求)|会(?![议场面计员馆所])|和(?![解平谐])"
)
"""What cannot follow 于 the preposition, as a noun has to: then it ends a name (宋磊于没有, 陈于和我)."""
_SPEAKS = re.compile(f"(?![{HAN}])|[的和说]")
_ASKED = re.compile("[吗呢吧啊均欠借起上]")
_NEVER = re.compile("(?!)")
_COUNTED = {
    "余": re.compile("[0-9十百千万亿两几尚仅剩所]$"),
    "钟": re.compile("[一两几半个每整加上下坐落排走敲点分秒]$"),
}
"""What stands before 余 and 钟 as words: a number, and the hour a massage is paid by (每个钟经理抽一半)."""
_TAKES_YU = re.compile(
    "(?:[业读职住雇籍学交寄送发付还归借租嫁赠卖售转献应得或须并可]|(?<!告)诉|(?<!委)托|(?<![书日笔标速])[记写]|归[责咎功罪因]|屈[服从]|[听受效]命|受[聘教训制限害益惠骗辱困控累阻挫]"
    "|求[教助救援诊情饶]|就[诊医]|[任执]教|供职|效[忠劳力]|服[务役输]|依附|寄[望居]|诉诸|[委献投置藏栖葬]身|致力|[发产]生|[来起]源|起因"
    "|[得获]益|取信|失信|施[压加暴虐]|强加|嫁祸|栽赃|[附隶从专直归]属|[不有][利助益害损异别]|有[赖求负愧恩]|无[益害损]|[不仅只]限|不[亚次逊同]"
    "|相[同当]|等同|[类近]似|忠[诚实]|迁怒|泄愤|加害|[败胜]诉|[至最][迟早]|[臣折慑]服|献媚|让[步位]|妥协|低头|认输"
    "|[登记]载|登记|张贴|[放安]置|[存排停摆]放|适用|[应运]用|公[告布]|发表|刊登)$"
)
"""Verbs and modal words after which 于 is the preposition: 交于律师, 屈服于老板, 应于法官面前."""


def surname(text: str, position: int, words: Words) -> bool:
    """Is text[position], one of `SURNAMES`, somebody's family name?

    It is where a title follows (范律师, 余小红女士), after 姓, before 某 and 氏, after 老 and 小, where a person
    is introduced by name (证人余秀兰, 姓名：于丽) or a clause begins with one, and before a given name that the words
    around leave whole (除了于桂兰); it is not where it makes a word with its neighbours (由于老板, 其余律师, 范围).
    """
    before, char = text[max(0, position - 4) : position], text[position]
    if _FAMILY.search(before):
        return True
    if _is_labelled(text, position, words) or _is_described(text, position, before, words):
        return True
    if char in _DONE_TO_PEOPLE:
        return _is_nobodys_verb(text, position, before, words)
    if char == "后":
        return _is_hou(text, position, before, words)
    if _begins_a_name(text, position, words):
        return True
    counted = _COUNTED.get(char, _NEVER).search(before)
    if not counted and _is_full_name(text, position, before, words):
        return True
    if not (_is_yu if char == "于" else _is_named)(text, position, before, words):
        return False
    if counted or _ends_a_word(before + char, words):
        return False
    return char == "于" or not _begins_a_word(text, position, words)


def given_form(text: str, position: int, words: Words) -> tuple[str, bool] | None:
    """The form of text[position], one of `IN_NAMES`, in a given name (姓名：刘征, 证人王里), and is it sure?"""
    char = text[position]
    if not _HAN.match(text, position + 1):
        if char == "于" and _NUMBER.match(text, position + 1):
            return None
        if _NICKNAMED.search(text[max(0, position - 2) : position]):
            return IN_NAMES[char], char not in _ALSO_GRAMMAR
        if _SAID_TO_BE.search(text[max(0, position - 6) : position]):
            return SURNAMES.get(char, IN_NAMES[char]), True
    found = _name_around(text, position, words)
    return None if found is None else (IN_NAMES[char], found[1])


def _name_around(text: str, position: int, words: Words) -> tuple[int, bool] | None:
    """Where the name begins that has text[position], one of `IN_NAMES`, in its given name, and is it sure?"""
    char = text[position]
    for begin in (position - 1, position - 2):
        if begin < 0 or text[begin] not in _ALL_FAMILY_NAMES:
            continue
        for end in range(position + 1, begin + 4):
            if _NOT_GIVEN.search(text[begin + 1 : end].replace(char, "")):
                continue
            if _is_whole_name(text, begin, end, words):
                return begin, char not in TWO_FORMS_IN_NAMES
            if char != "干" and _is_likely_name(text, position, begin, end, words):
                return begin, char not in _ALSO_VERBS and char not in TWO_FORMS_IN_NAMES
    return None


def _begins_a_name(text: str, position: int, words: Words) -> bool:
    """Does a name begin here by what is known of its given name (余里, 于余)?"""
    for at in (position + 1, position + 2):
        if text[at : at + 1] in IN_NAMES and (found := _name_around(text, at, words)) and found[0] == position:
            return True
    return False


def _is_whole_name(text: str, begin: int, end: int, words: Words) -> bool:
    """Is text[begin:end] all of a name: behind a label, before a title, or beside others and who speaks?"""
    before, given = text[max(0, begin - 4) : begin], text[begin + 1 : end]
    if (_LABELLED.search(text, max(0, begin - 12), begin) or _CALLED.search(before)) and not _HAN.match(text, end):
        return True
    if text[begin : begin + 2] in words and (given[0] in _ALSO_GRAMMAR or text[begin] in RARER_FAMILY_NAMES):
        return False
    clause = _CLAUSE.search(before)
    met = clause or _TO_A_PERSON.search(before)
    title = _TITLED.match(text, end)
    if title and (met or _TO_SOMEBODY.search(before) or _ROLE.search(before)) and _is_called_so(given, title):
        return True
    if not (met or _TESTIFIES.search(before)) or text[begin] not in _LISTED or not _ALSO_GRAMMAR.isdisjoint(given):
        return False
    if len(given) == 1:  # 曹冲, rather than 白发
        like = text[begin:end] not in words
    else:
        like = _LIKE_A_NAME.search(given) is not None and given not in words
    return like and _BESIDE.match(text, end) is not None


def _is_called_so(given: str, title: re.Match[str]) -> bool:
    """Does the title belong to the name? After 王伟于 and 王伟后 only 女士 and the like do: 王伟于律师处."""
    if len(given) == 1 or given[-1] not in _ALSO_GRAMMAR:
        return not _OFFICE.match(title.string, title.start())
    return title[0] in _ADDRESS.split("|")


def _is_likely_name(text: str, position: int, begin: int, end: int, words: Words) -> bool:
    """Do the words around leave text[begin:end] whole, and is it rather a name (王里, 陈于飞) than words?"""
    before, given, char = text[max(0, begin - 4) : begin], text[begin + 1 : end], text[position]
    if before.endswith(_NO_NAME_AFTER) or not {begin, end} <= _borders(text, begin, words):
        return False
    barely, last = text[begin] in BARELY_WORDS, given[-1] == char
    if words.is_common(text[begin:end]) or (len(given) == 2 and not _are_given(text[begin:end], char, words)):
        return False
    named = _may_be_named(before)
    expected = bool(named or _TO_A_PERSON.search(before) or _SOMEBODY_DOES.search(before) or _JOINED.search(before))
    if char == "于" and last:
        family = barely or len(given) == 2 or _ROLE.search(before)
        return bool(family and expected and _TAKES_NO_NOUN.match(text, end))
    if char == "后" and last and len(given) == 2:
        return bool(named and _SPEAKS.match(text, end))
    if not (_GOES_ON.match(text, end) or _ASKED.match(text, end)):
        begins_a_word = any(text[end : end + length] in words for length in (2, 3))
        if not begins_a_word or (last and char not in _ONLY_NAMES):
            return False
    if char in _ONLY_NAMES and not (len(given) == 2 and given in words):
        return barely or (expected and (char != "里" or len(given) == 2))
    return expected and ((given[0] == char and (len(given) == 2 or barely)) or char in "余发")


def _are_given(name: str, char: str, words: Words) -> bool:
    """Are the two characters after a family name like those of given names, and no word with what is beside them?"""
    given, begins = name[1:], name[:2]
    if given[0] == given[1]:  # 丁里里
        return True
    if (given in words and char != "余" and given[1] != "发") or not _SOME_LIKE_GIVEN.match(given.replace(char, "", 1)):
        return False
    return begins not in words or (name[0] in BARELY_WORDS and not words.is_common(begins))


def is_addressed(text: str, position: int) -> bool:
    """Do a common family name and a title stand here (程律师)?"""
    return text[position] in FAMILY_NAMES and _TITLED.match(text, position + 1) is not None


def unsure_name(text: str, position: int, words: Words, *, ends: bool) -> bool:
    """Might text[position] be a family name that `surname` misses? What follows may be a given name, or is no word.

    ``ends`` says that the character may end a phrase (给于): then only a given name where a person is expected counts.
    """
    before, begin = text[max(0, position - 4) : position], position + 1
    given = text[begin : begin + 2]
    if text[position] in _DONE_TO_PEOPLE and _TITLED.match(text, begin) and _may_be_named(before):
        return True
    if text[position] == "后" and _may_be_named(before) and _does_as_hou(text, begin):
        return True
    if _ends_a_word(before + text[position], words):
        return False
    if _may_be_somebody(text, position, before, words):
        return True
    if ends or text[position] == "后" or not _TWO.match(given):
        return False
    unknown = not any(word in words for word in (text[position : begin + 1], given, text[begin : begin + 3]))
    if not _MAY_BE_GIVEN.match(given):
        return False
    if unknown and _may_be_named(before):
        return True
    expected = _TO_A_PERSON.search(before)
    if unknown or text[position] != "于":
        expected = expected or _SOMEBODY_DOES.search(before) or _CLAUSE.search(before)
    if (unknown, bool(expected), bool(_how_given(given))).count(True) < 2:
        return False
    return {position, position + 3} <= _borders(text, position, words)


def likelier_a_name(text: str, position: int, words: Words) -> bool:
    """Where `unsure_name` doubts: is it rather a family name than the word?"""
    if not _HOW_GIVEN.match(text, position + 1) or words.is_common(text[position + 1 : position + 3], _MUCH):
        return False
    if text[position] == "于":
        return _NO_PREPOSITION.search(text, max(0, position - 2), position) is not None
    return text[position] in _HARDLY_ALONE


def _ends_a_word(ending: str, words: Words) -> bool:
    """Does a word end here that begins before the last character? 生于 is none after 先生, nor 长于 after 校长."""
    if _ENDS_A_TITLE.search(ending, 0, len(ending) - 1):
        return False
    return any(ending[start:] in words for start in range(len(ending) - 1))


def _begins_a_word(text: str, position: int, words: Words) -> bool:
    """Does the character make a word with what follows (范围), short of a title?"""
    if _WORKING.match(text, position + 1):
        return False
    following = (text[position : position + length] for length in (2, 3) if position + length <= len(text))
    return any(word in words and not words.is_person(word) for word in following)


def _may_be_named(before: str) -> bool:
    """May a person's name come next, after these characters?"""
    return bool(_CLAUSE.search(before) or _ROLE.search(before))


def _is_labelled(text: str, position: int, words: Words) -> bool:
    """Does a name, and nothing else, stand behind its label (户主：党建国), rather than a word (职业：种植)?"""
    name = _LABELLED.search(text, max(0, position - 12), position) and _LAST.match(text, position + 1)
    if not name or _NOT_GIVEN.search(name[0]):
        return False
    if not _begins_a_word(text, position, words):
        return True
    return len(name[0]) == 2 and bool(_BOTH_GIVEN.match(name[0])) and text[position] + name[0] not in words


def _is_described(text: str, position: int, before: str, words: Words) -> bool:
    """Does a name stand where a statement says of whom it is, with sex or age (原告于水仙，女)?"""
    found = _DESCRIBED.match(text, position + 1) if _may_be_named(before) else None
    if not found or _ends_a_word(before + text[position], words):
        return False
    given = found[1]
    return not (_NOT_GIVEN.search(given) or words.is_common(given, _MUCH)) and text[position] + given not in words


def _is_nobodys_verb(text: str, position: int, before: str, words: Words) -> bool:
    """Is it a name (给夸医生, 证人种玉芳) with nobody before it who would praise or plant, and no word that counts?"""
    begin, borders = position + 1, _borders(text, position, words)
    if not {position, begin} <= borders:
        return False
    given = text[begin : begin + 2]
    if _TESTIFIES.search(before) and _BOTH_GIVEN.match(given) and not words.is_common(given):
        return position + 3 in borders
    title = _TITLED.match(text, begin)
    if title is None:
        return bool(_NICKNAMED.search(before) and _GOES_ON.match(text, begin)) and not text.startswith("自己", begin)
    if _CLAUSE.search(before) and (title[0] == "女士" or _GOES_ON.match(text, title.end())):
        return True
    return bool(_TO_SOMEBODY.search(before) or _TO_A_PERSON.search(before)) and not before.endswith(("是", "这", "那"))


def _is_hou(text: str, position: int, before: str, words: Words) -> bool:
    """The family name 后, where nothing has happened before that 后 could be after, and no 王女士 follows."""
    begin = position + 1
    if not (_may_be_named(before) or _TO_SOMEBODY.search(before) or _TO_A_PERSON.search(before)):
        return False
    if position not in _borders(text, position, words) or text[position : begin + 1] in words:
        return False
    named = _NAMED_AND_ADDRESSED.match(text, begin)
    if _ADDRESSED.match(text, begin) or _UNNAMED.match(text, begin) or (named and named[1][0] not in FAMILY_NAMES):
        return True
    return _is_given(_GIVEN_NAME.match(text, begin), words) and _does_as_hou(text, begin)


def _does_as_hou(text: str, begin: int) -> bool:
    """Does somebody's given name follow, no family name, and then what a person does?"""
    given = _GIVEN_NAME.match(text, begin)
    return bool(given and given[0][0] not in FAMILY_NAMES and _GOES_ON.match(text, given.end()))


def _is_full_name(text: str, position: int, before: str, words: Words) -> bool:
    """A family name and a given name (余桂珍, 于冬梅, 涂强) that the words around leave whole, wherever it stands."""
    char = text[position]
    if char in _SELDOM_NAMES or not _SOME_LIKE_GIVEN.match(text, position + 1):
        return False
    if char == "于" and _TAKES_YU.search(before):
        return False
    borders = _borders(text, position, words)
    if not (position in borders or _ENDS_A_TITLE.search(before)) or (
        char == "于" and words.is_common(text[position : position + 2])
    ):
        return False
    if _has_one_character(text, position, before, borders):
        return True
    return (_has_given_after_yu if char == "于" else _has_given)(text, position, before, borders, words)


def _borders(text: str, position: int, words: Words) -> frozenset[int]:
    """Where words begin and end around a position, as offsets of the text."""
    begin, end = position, position
    while begin > max(0, position - _AROUND) and _HAN.match(text, begin - 1):
        begin -= 1
    while end < position + _AROUND and _HAN.match(text, end):
        end += 1
    return frozenset(begin + at for pair in words.divide(text[begin:end]) for at in pair)


def _has_one_character(text: str, position: int, before: str, borders: frozenset[int]) -> bool:
    """Does a given name of one character follow, and then what a person does?"""
    begin = position + 1
    if text[begin : begin + 1] not in PERSONAL or begin + 1 not in borders or not _GOES_ON.match(text, begin + 1):
        return False
    return begin in borders or _TO_A_PERSON.search(before) is not None


def _has_given(text: str, position: int, before: str, borders: frozenset[int], words: Words) -> bool:
    """Do two characters of a given name follow: any that make no word, or a word where a person is expected?"""
    given, end = text[position + 1 : position + 3], position + 3
    if not _MAY_BE_GIVEN.match(given) or end not in borders or _OF_A_PLACE.match(text, end):
        return False
    like, common = _how_given(given), words.is_common(given)
    expected = _JOINED_NAME.match(text, end) or _TO_A_PERSON.search(before) or _ROLE.search(before)
    if given[0] == given[1] and _BOTH_GIVEN.match(given) and position + 1 in borders:
        return True
    if text[position] != "游" or not common:
        expected = expected or _SOMEBODY_DOES.search(before) or _CLAUSE.search(before)
    if like and not common and position + 1 in borders:
        return text[position] not in _VERBS or bool(expected or _BOTH_GIVEN.match(given))
    likely = like > common or (like and _BOTH_GIVEN.match(given) and not words.is_common(given, _MUCH))
    return bool(expected and likely and _GOES_ON.match(text, end))


def _has_given_after_yu(text: str, position: int, before: str, borders: frozenset[int], words: Words) -> bool:
    """The same after 于, which comes before any noun: no word may follow but where two persons are joined."""
    given, end = text[position + 1 : position + 3], position + 3
    if not _MAY_BE_GIVEN.match(given) or end not in borders:
        return False
    if _OF_A_PLACE.match(text, end) or _OF_A_BUSINESS.match(text, end):
        return False
    like, goes_on, both = _how_given(given), _GOES_ON.match(text, end), _BOTH_GIVEN.match(given)
    cut = _ends_a_word(before + "于", words)
    if given not in words and (like == 2 or (like and goes_on and both and not cut)):
        return True
    if given[0] == given[1] and both:
        return True
    if cut:
        return False
    if goes_on and both and _JOINED_NAME.match(text, end):
        return True
    if not (like and goes_on) or words.is_common(given):
        return False
    return bool(_TO_A_PERSON.search(before) or (both and _ROLE.search(before) and not words.is_place(given)))


def _may_be_somebody(text: str, position: int, before: str, words: Words) -> bool:
    """Do characters of given names follow where a person is expected, word or not (医生于和平, 证人钟维说)?"""
    if not (_may_be_named(before) or _TO_A_PERSON.search(before) or _SOMEBODY_DOES.search(before)):
        return False
    if text[position] == "后" and text[position : position + 2] in words:
        return False
    borders = _borders(text, position, words)
    for end in (position + 3, position + 2):
        given = text[position + 1 : end]
        if _looks_given(given, words) and {position, end} <= borders and _GOES_ON.match(text, end):
            at_a_place = _OF_A_PLACE.match(text, end) or (text[position] == "于" and words.is_place(given))
            return not at_a_place
    return False


def _looks_given(given: str, words: Words) -> bool:
    """Is it made of characters of given names, and no very common word?"""
    if len(given) == 1:
        return given in LIKE_GIVEN
    return bool(_BOTH_GIVEN.match(given)) and not (_COUNTS_OR_DATES.match(given) or words.is_common(given, _MUCH))


def _how_given(name: str) -> int:
    """How many characters are like those of given names?"""
    return sum(one in LIKE_GIVEN for one in name)


def _is_called(text: str, position: int, before: str, words: Words) -> bool:
    """A family name with a given name or a short title (于秀英, 余姐), where a person's name may stand."""
    begin = position + 1
    if _LABELLED.search(text, max(0, position - 12), position) and _LAST.match(text, begin):
        return True
    named = _may_be_named(before) or _TO_SOMEBODY.search(before)
    if _BECOMES.match(text, position) or (text[position] == "于" and _OF_A_BUSINESS.match(text, begin + 2)):
        return False
    if named and text[position] not in _SELDOM_NAMES and _is_given(_GIVEN_NAME.match(text, begin), words):
        pair = text[position : position + 2]
        return pair not in words or (pair[0] == "于" and not words.is_common(pair))
    return _is_kin(_KIN.match(text, begin), before, words)


def _is_kin(kin: re.Match[str] | None, before: str, words: Words) -> bool:
    """Is it a short title, rather than the beginning of a word (总是, 家庭) or what is done at home (妻子于家做饭)?"""
    if kin is None or not (_JOINED.search(before) or _may_be_named(before)):
        return False
    if kin[0] == "家" and _ROLE.search(before):
        return False
    following = kin.string[kin.start() : kin.start() + 2]
    return following == kin[0] or following not in words


def _is_given(name: re.Match[str] | None, words: Words) -> bool:
    """Is it a given name rather than a word (发生, 国民)?"""
    if name is None or len(name[0]) == 1:
        return name is not None
    return WORDS_FOR_NAMES.fullmatch(name[0]) is not None or not words.is_common(name[0])


def _is_yu(text: str, position: int, before: str, words: Words) -> bool:
    """于 is the commonest preposition of legal Chinese, so it is a name only before what is surely a title or name."""
    if _TAKES_YU.search(before) or _OFFICE.match(text, position + 1):
        return False
    named = _NAMED_AND_ADDRESSED.match(text, position + 1)
    given = named is not None and named[1][0] not in FAMILY_NAMES
    unnamed = _may_be_named(before) and _UNNAMED.match(text, position + 1)
    return bool(
        _TITLED.match(text, position + 1)
        or given
        or unnamed
        or before.endswith(("老", "叫"))
        or _is_called(text, position, before, words)
    )


def _is_named(text: str, position: int, before: str, words: Words) -> bool:
    if _WORKING.match(text, position + 1) or _UNNAMED.match(text, position + 1) or text.startswith("氏", position + 1):
        return True
    return bool(
        _NAMED_AND_TITLED.match(text, position + 1)
        or _NICKNAMED.search(before)
        or (_CALLED.search(before) and _GIVEN.match(text, position + 1))
        or (_INTRODUCED.search(before) and _is_given(_GIVEN.match(text, position + 1), words))
        or _is_called(text, position, before, words)
    )
