"""Is a character somebody's family name? 范, 余, 于 and others have another form where they are."""

from __future__ import annotations

import re

from pipeline.chinese_tables import HAN
from pipeline.chinese_words import Words

_ADDRESS = "先生|女士|小姐|太太"
_TITLE = (
    f"{_ADDRESS}|夫人|律师|法官|检察官|检察长|医生|医师|大夫|护士|药师|警官|警员|警探|警长|侦探|老师|教授|博士|校长|院长|主任"
    "|经理|老板|店长|领班|社工|顾问|翻译|口译员|译员|牧师|神父|修女|师傅|师父|议员|市长|州长|局长|处长"
    "|队长|组长|班长|厂长|所长|会长"
    "|阿姨|叔叔|伯伯|伯母|奶奶|爷爷|大姐|大哥|大嫂|大妈|大爷|同学|同事"
)
_TITLED = re.compile(_TITLE)
_WORKING = re.compile(f"{_TITLE}|会计(?![年期报准科室法师])|秘书(?!处)|助理|司机|大叔|大婶|大娘|老太|嫂子")
"""Titles that are no name's sign after 于: people at work are also where something happens (于会计年度)."""
_NAMED_AND_ADDRESSED = re.compile(f"([{HAN}]{{1,2}}?)(?:{_ADDRESS})")
_NAMED_AND_TITLED = re.compile(f"([{HAN}]{{1,2}}?)(?:{_TITLE})")
_OFFICE = re.compile(
    f"(?:{_TITLE})(?:事务所|楼|办公|协会|公会|[之、依所])|(?:法官|检察官)[^，。；！？]*[时前后中](?:[，。；！？]|$)"
)
_UNNAMED = re.compile("某(?![种些人个日天年月地处时一位件项国州市省区方事物样公法])")
_KIN = re.compile(
    f"姐夫|[姐哥叔婶姨嫂]|[妈爸]{{1,2}}"
    f"|[总太董家队导工](?![{HAN}])|[总太董家队导工](?=[说把让给的在是要不叫来去和跟对也都有没做])"
)
"""How people are called who are no strangers, after a family name; most of these characters begin words too."""

_INTRODUCED = re.compile(
    "(?:叫|叫做|名字是|姓名是|原告|被告|证人|申请人|当事人|受害[人者]|丈夫|妻子|房东|雇主|同事|朋友|律师|法官|医生)$"
)
_ROLE = re.compile(
    "(?:[人者]|叫|叫做|名字是|姓名是|原告|被告|户主|[丈前]夫|[妻嫂儿孩]子|前妻|[父母]亲|[爸妈哥弟姐妹姑舅姨婆公爷奶叔伯]|女儿|[男女]友"
    f"|室友|邻居|房东|雇主|老公|老板娘|员工|工友|老乡|同事|朋友|中介|{_TITLE})$"
)
"""Who somebody is: a name may follow, but also 于 (证人于法庭上) and 余 (每人余十元)."""
_LABELLED = re.compile(
    "(?:姓名|名字|签[名字]|[人者]|原告|被告|[丈前]夫|[妻嫂儿]子|女儿|[父母]亲|户主|配偶|律师|翻译|社工)[：:][*_“ ]*$"
)
_TWO = re.compile(f"[{HAN}]{{2}}")
_LAST = re.compile(f"[{HAN}]{{1,2}}(?![{HAN}])")
_JOINED = re.compile("[和跟找给问叫是被让对把在到去从]$")
_TO_SOMEBODY = re.compile("[和跟找给问叫被让]$|[我你您他她这那不就只也]是$")
"""Before a person, and hardly before 于 the preposition (在于, 对于)."""
_CLAUSE = re.compile(r"(?:^|[^\w\ufffc）)」』”\]*_])$")
_GIVEN = re.compile(f"[{HAN}]{{1,2}}(?![{HAN}])|[{HAN}]{{1,2}}(?=[的和与说在是向])")
_GIVEN_CHARACTERS = (
    "英华文玉秀明兰金国春红丽平军海生荣梅建桂林小云志芳杰伟龙兴宇福永佳艳敏涵辉俊雨强磊勇刚峰鹏超波涛斌浩飞东新成良民安康宁静洁婷"
    "娟娜倩霞燕萍莉玲琳琴珍珠凤翠莲菊香彩素慧惠雅欣怡悦梦思晓雪冰洋庆祥瑞光亮辰晨阳旭凯博轩泽豪鑫森淑贞美爱巧妹娇媛婉妍薇"
    "蓉蕾莹颖晶丹青琪瑶佩清源根贵发财富树德仁义忠孝信诚正毅武雄威振卫保立胜大芬芸娥茹珊琼瑜璐昌茂锋钢铭耀焕灿坤骏健莺霖彬秋"
)
"""What given names are mostly made of, without the characters that begin a time or an office."""
_GIVEN_NAME = re.compile(
    f"(?!平安夜)[{_GIVEN_CHARACTERS}]{{2}}(?![节日年月县市省州区路街镇村期时间中内外前后上里边以之初酒饭餐])"
    f"|[{_GIVEN_CHARACTERS}](?:(?![{HAN}])|(?=[的和与说在是把被给没住打]))"
)
_WORDS_FOR_NAMES = re.compile(
    "大海|大明|南山|春花|秋菊|小松|海洋|海燕|建[国华军平新]|国[强庆]|志军|卫国|爱[民华]|文[华静]|新华|光明|永[兴福]|胜利|美丽"
)
_NICKNAMED = re.compile("(?:^|[^\u4e00-\u9fff]|[和跟与给找对问请叫被让是])[老小阿]$")
_FAMILY_NAMES = frozenset(
    "王李张刘陈杨黄赵吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_SELDOM_NAMES = frozenset("干松幸占丑咸")
"""Family names so rare beside the words they are (干保洁, 松紧) that only a title shows them."""
_TWO_AND_GO_ON = f"[{HAN}]{{2}}(?:(?![{HAN}])|(?=[的和与说是把被给没也都要从向对跟去来带应已称即将又曾打签住做帮拿问]))"
_FREELY_NAMED = {
    "余": re.compile(
        "(?![下额款生数者皆均各仅尚无有剩不钱粮货物量力热光波地温味毒党孽罪刑人元点年月日依留悉同由见])"
        + _TWO_AND_GO_ON
    ),
    "钟": re.compile(
        "(?![响坏停走敲慢快在是的也都上下点表声头摆楼很太不没还又就和挂到过了打修买卖已指显数钱房情爱里后前])"
        + _TWO_AND_GO_ON
    ),
}
"""Two characters, whatever they are, that go on like a name, after a family name that begins few other words."""
_NEVER = re.compile("(?!)")
_COUNTED = {
    "余": re.compile("[0-9十百千万亿两几尚仅剩所]$"),
    "钟": re.compile("[一两几半个每整加上下坐落排走敲点分秒时]$"),
}
"""What stands before 余 and 钟 as words: a number, and the hour a massage is paid by (每个钟经理抽一半)."""
_TAKES_YU = frozenset("交寄送发付还归借租嫁赠诉托卖售转献应得或须并可")
"""Verbs and modal words after which 于 is the preposition: 交于律师, 应于法官面前."""


def surname(text: str, position: int, words: Words) -> bool:
    """Is text[position], one of `SURNAMES`, somebody's family name?

    It is where a title follows (范律师, 余小红女士), after 姓, before 某 and 氏, after 老 and 小, and where a person
    is introduced by name (证人余秀兰, 姓名：于丽) or a clause begins with one; it is not where it makes a word with
    its neighbours (由于老板, 其余律师, 范围).
    """
    before, char = text[max(0, position - 4) : position], text[position]
    if before.endswith("姓") and not before.endswith("百姓"):
        return True
    if char == "种" or not (_is_yu if char == "于" else _is_named)(text, position, before, words):
        return False
    counted = _COUNTED.get(char, _NEVER).search(before)
    if counted or _ends_a_word(before + char, words):
        return False
    return char == "于" or not _begins_a_word(text, position, words)


def is_addressed(text: str, position: int) -> bool:
    """Do a common family name and a title stand here (程律师)?"""
    return text[position] in _FAMILY_NAMES and _TITLED.match(text, position + 1) is not None


def unsure_name(text: str, position: int, words: Words) -> bool:
    """Might text[position] be a family name that `surname` misses? It stands where a name may, before no known word."""
    before = text[max(0, position - 4) : position]
    if not (_may_be_named(before) and _TWO.match(text, position + 1)) or _ends_a_word(before + text[position], words):
        return False
    begin = position + 1
    return not any(
        word in words for word in (text[position : begin + 1], text[begin : begin + 2], text[begin : begin + 3])
    )


def _ends_a_word(ending: str, words: Words) -> bool:
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


def _is_called(text: str, position: int, before: str, words: Words) -> bool:
    """A family name with a given name or a short title (于秀英, 余姐), where a person's name may stand."""
    begin = position + 1
    if _LABELLED.search(text, max(0, position - 12), position) and _LAST.match(text, begin):
        return True
    named = _may_be_named(before) or _TO_SOMEBODY.search(before)
    if named and text[position] not in _SELDOM_NAMES and _is_given(_GIVEN_NAME.match(text, begin), words):
        pair = text[position : position + 2]
        return pair not in words or (pair[0] == "于" and not words.is_common(pair))
    freely = _FREELY_NAMED.get(text[position], _NEVER).match(text, begin)
    if named and freely and _is_given(freely, words):
        return True
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
    return _WORDS_FOR_NAMES.fullmatch(name[0]) is not None or not words.is_common(name[0])


def _is_yu(text: str, position: int, before: str, words: Words) -> bool:
    """于 is the commonest preposition of legal Chinese, so it is a name only before what is surely a title or name."""
    if (before and before[-1] in _TAKES_YU) or _OFFICE.match(text, position + 1):
        return False
    named = _NAMED_AND_ADDRESSED.match(text, position + 1)
    given = named is not None and named[1][0] not in _FAMILY_NAMES
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
        or (_INTRODUCED.search(before) and _GIVEN.match(text, position + 1))
        or _is_called(text, position, before, words)
    )
