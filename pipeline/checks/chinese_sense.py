"""Rules for what a sentence says: nothing denied, turned round or left out that the English says otherwise.

Here for Chinese; for the languages of locales/words/ see `other_sense`. Measured on this project's library (4,600
messages): every finding was looked at, and words that carry the same sense were added.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from pipeline.checks import other_sense
from pipeline.checks.engine import Problem, Translation, check
from pipeline.model import Severity
from pipeline.text import markup, numerals
from pipeline.text.english import pattern
from pipeline.text.wording import Wording

_ALOUD = "Read both sentences aloud; say it, or say why not"
_ADDRESS = re.compile(r"://[!-~]+")


def _words(target: str) -> str:
    """The words of a translation; an address ends with its ASCII letters, whatever a renderer makes of the rest."""
    return markup.words(_ADDRESS.sub(r"\g<0> ", target))


_THAN = r"(?:more|less|fewer|later|longer|earlier) than"
_DENIAL = pattern(
    rf"(?<!\bor )not(?! until| {_THAN})|never|no(?!\. ?\d| matter| {_THAN})|cannot|\w+n['’]t|without(?! which)"
    "|nobody|none|neither|nor|nothing(?! more than)"
)
_DENIES = re.compile(
    "[不没沒未无無非勿毋别別莫免否绝絕拒禁]|[难難]以|很[难難]|[违違犯]法|[违違]反|拖欠|保密|[来來]得及"
    "|[实實][话話]|如[实實]|保持通[话話]|先.+[再才]"
)
# what only looks as if it denied something
_LOOKS_LIKE_DENIAL = re.compile(
    "除非|非常|[无無][论論证證]|[别別旁]人|[特性分区區级級类類个個识識告][别別]|[以避难難]免|免得|是否|未成年|未[来來婚]"
    "|[没沒]收|不[仅僅但过過管断斷久论論]|不同(?!意)|差不多|[绝絕][对對]|不[动動][产產]|禁止令|非[营營]利|非政府"
)
_UNLAWFUL = re.compile(r"\b(?:illegal|unlawful|against the law|undocumented)", re.IGNORECASE)
_FORBIDDEN = pattern("illegal|unlawful|against the law|forbidden|prohibited")
_PUNISHED = re.compile("[罪罚罰]|[犯违違]了")
_UNLESS = pattern("unless")
_OTHERWISE = re.compile("除非|否[则則]")
_UNLAWFUL_IN_CHINESE = re.compile("非法|[违違犯]法|不合法")
# English words that limit a sentence -> Chinese that carries the same limit; both scripts
_LIMITS = {
    pattern(english): re.compile(chinese)
    for english, chinese in (
        ("unless", "除非|不|否则|否則|例外|才|[没沒][^。]{1,20}[别別勿莫]"),
        ("except|exceptions?", "除|例外|但|不同"),
        ("only", "[只仅僅唯才单單就]|[后後了完]再|限[于於]|限制在|限定|[别別旁其][人他]"),
        ("until", "[到前才再]|至(?!少|多|今|[于於])|为止|為止"),
        (
            "even if|even though|although",
            "即|就算|哪怕|[虽雖尽儘]|[管论論]|[也仍照但却卻]|可是|[还還][是能可]",
        ),
        (
            r"(?<!what to do )(?<!even )if|whether",
            "如果|(?<![例比譬])如(?:[有需遇欲想未无無不]|[您你他她](?!所))"
            "|(?:^|[，。；：！？])如(?![何此下同上今前实實常期意是数數约約愿願故])[^，。；、]{2,30}，|若|要是|的话|的話|假如|只要|一旦|万一|萬一|即使|即便|哪怕|倘|假使|的，|不[管论論]|条件|條件|前提|情况|情況"
            "|有[没沒]有|[来來]了|以[后後]|还是|還是|[时時否吗嗎不看就才也再]",
        ),
    )
}
# "cannot be deported without a hearing", "sign nothing you do not understand": with one lost it says the opposite
_TWICE = re.compile(
    r"\b(?:not|never|no|cannot|nobody|\w+n['’]t)\b(?:[^.;:?!]*\bwithout\b|[^.;:?!,]*\b(?:not|never|cannot|\w+n['’]t)\b)",
    re.IGNORECASE,
)
_MUST = re.compile("必须|必須|只有|只能|才|都要|都得|一定|务必|務必")


@check(Severity.WARNING)
def turns_kept(subject: Translation) -> Iterator[Problem]:
    """A negation or a condition in English has one in Chinese, and in each language of locales/words/.

    Why: this is where harm happens: "do not sign" and "sign" differ by one character.
    Bad: Do not sign anything. -> 请签任何文件。
    Good: Do not sign anything. -> 不要签任何文件。
    """
    if not subject.locale.is_chinese:
        yield from _elsewhere(subject, other_sense.lost_turns)
        return
    source, target = markup.words(subject.source), _words(subject.target)
    for english, chinese in _LIMITS.items():
        match = english.search(source)
        if match and not chinese.search(target):
            yield Problem(f"nothing in Chinese says '{match[0]}'", _ALOUD)
    if (match := _FORBIDDEN.search(source)) and not _PUNISHED.search(target) and not _denied(target):
        yield Problem(f"nothing in Chinese says '{match[0]}'", _ALOUD)
    if not (match := _DENIAL.search(source)):
        return
    if _UNLESS.search(source):  # 除非…，否则 limits, and denies nothing
        target = _OTHERWISE.sub("", target)
    if _UNLAWFUL.search(source):
        target = _UNLAWFUL_IN_CHINESE.sub("", target)
    denied = _denied(target)
    if not denied and not _kept_in_english(match[0], target):
        yield Problem(f"nothing in Chinese says '{match[0]}'", _ALOUD)
    twice = _TWICE.search(source)
    if twice and denied == 1 and not _MUST.search(target):
        yield Problem(f"'{twice[0]}' denies twice, the Chinese once", "Read both sentences aloud; say both")


def _elsewhere(subject: Translation, find: Callable[[str, str, Wording], Iterable[str]]) -> Iterator[Problem]:
    """What another language has lost or turned round, by the words that are known of it."""
    for wrong in find(markup.words(subject.source), markup.words(subject.target), subject.wording):
        yield Problem(wrong, _ALOUD)


def _denied(target: str) -> int:
    return len(_DENIES.findall(_LOOKS_LIKE_DENIAL.sub("", target)))


def _kept_in_english(words: str, target: str) -> bool:
    """Does the translation quote the English sentence with these words (“I do not agree”)?"""
    return re.search(rf"\b{words}\b", target, re.IGNORECASE) is not None


_MAY = r"(?-i:may|MAY|May(?= (?:I|we|my|our|you)\b))|can"  # no month
# English that explains a denial in Chinese
_DENYING = (
    r"not|no|never|nobody|nothing|none|neither|nor|cannot|\w+n['’]t|without|un\w+|il\w+|dis\w+|refus\w+|den\w+|declin\w+"
    r"|stop\w*|fail\w*|los[est]\w*|miss\w*|prevent\w*|hid\w*|block\w*|avoid\w*|hard|difficult|impossible|forb\w+|bann?\w*"
    r"|prohibit\w*|danger\w*|risk\w*|limit\w*|least|lowest|highest|m[ai][xn]imum|most|false|fake|wrong|secret\w*"
    r"|bar|bars|barred|keep|confidential\w*|private\w*"
)
# English, what it must not stand with; Chinese that says the opposite, and what may stand there beside it
_OPPOSITES = [
    (pattern(english), pattern(unless), re.compile(opposite), re.compile(right))
    for english, unless, opposite, right in (
        (
            "must|ha(?:ve|s) to|needs? to|required to|(?:is|are) required",
            rf"{_MAY}|could|not|no|\w+n['’]t|if|without|only|nobody|unless|never|whether|ask\w*",
            "可以|也许|也許|可能",
            "(?<![主重])要(?!求)|[须須需该該才都]|(?<![反供])[应應](?!用)|(?<![获獲取觉覺值懂])得|(?<![申邀])[请請](?![求假])"
            "|务必|務必|一定|不[能可许許]|只能",
        ),
        (
            _MAY,
            r"must|ha(?:ve|s) to|needs?|only|required?|without|always|not|never|no|should|want\w*|unless|make|force\w*"
            r"|cannot|until|orders?|\w+n['’]t",
            "必须|必須|一定要|务必|務必|不得不|非得|[应應]当",
            "[可能会會]|也许|也許|有权|有權",
        ),
        (
            rf"{_MAY}|(?:have|has) (?:a|the) right to|entitled to|allowed to",
            rf"{_DENYING}|only|unless|until|too|away|off|silent|orders?|against",
            "不能|不可(?:以|能)|不得(?!不)|[无無][权權]|[没沒]有?(?:[权權]利?|资格|資格)|不[准許许]|不允[许許]|禁止",
            "(?<!不)(?:可以|可能|能)|(?<![没沒])有[权權]|[会會]|也[许許]|(?<!不)[允准][许許]",
        ),
        (
            "(?:have|has) (?:a|the) right to|entitled to",
            "if|may|can|could|might|perhaps",
            "也[许許]|可能|[说說]不定",
            "有[权權]|[权權]利|可以",
        ),
        (
            r"\w+",
            _DENYING,
            "(?<![安免合保公允同])不(?:安全|免[费費]|合法|保密|公平|允[许許]|同意)",
            r"\b\B",
        ),
        (
            r"under(?= \d)|younger than",
            r"over|above|older|at least|more than|turn\w*|after|until",
            r"(?<![未不])[满滿]\s?\d|以上|超[过過]",
            "未[满滿成]|不[满滿到足]|以下|小[于於]|低[于於]|不超",
        ),
        (
            r"(?:do|does|did|must|should|shall|will|need|may) not|cannot|never|(?:do|does|did|ca|wo|must|should)n['’]t",
            "without|until|unless|only|if|but|or|choice|help|except|fail|miss|skip|ignor\\w+|forget|refus\\w+|avoid|less|more"
            "|just|stop|los\\w+|because|than",
            "不得不|(?<![能可])不能不|不可不|(?<!要)不要不(?!要)|[别別勿]不|没有不|沒有不|(?<![是并並])非[^，。；！？]{1,9}不可"
            "|不妨|勿忘|[别別]忘|不要忘",
            r"\b\B",
        ),
        (
            "at least|(?:no|not) (?:less|fewer) than",
            r"at most|up to|no more than|not|never|\w+n['’]t",
            "[最至]多|不(?:得)?超[过過]|最[长長高]|不多[于於]|以下|以[内內]",
            "[至最]少|起[码碼]|[少低][于於]|以上|不少|哪怕|[总總]",
        ),
        (
            "at most|no (?:more|longer|later) than|not more than|up to",
            "at least",
            "[至最]少|起[码碼]|不[少低][于於]|以上",
            "[最至]多|超[过過]|最[长長高晚迟遲]|[多高][于於]|以下|以[内內]|[达達到前]",
        ),
        (
            "before",
            "after|since|then|later|once|when",
            "[之以][后後]|(?<!而)[后後](?![面门門厨廚院座果退悔台备備援续續勤期])",
            "[前先未没沒早预預再才等还還]",
        ),
        (
            "(?<!look )(?<!looks )(?<!looking )(?<!named )after(?! all)",
            "before|earlier|until|ahead|previous|past|ago|within|first",
            "[之以]前|(?<![目提当當之以预預支面跟眼空])前(?![面台夫妻男女雇任门門往来來科途景])",
            "[后後过過再起满滿完了就跟从從]|以[来來]|第二天|[次隔]日|隔天",
        ),
        ("tomorrow", "yesterday|today", "[昨今][天日]|[后後]天", "明[天日早晚]|隔天|第二天"),
        ("yesterday", "tomorrow|today", "[明今前][天日]", "昨"),
        ("today", "tomorrow|yesterday", "[昨明][天日]", "今|[现現]在|[当當]天|目前"),
        ("next (?:week|month|year)", "last", "上[周週个個星]|去年", "下|[明来來]年"),
        ("last (?:week|month|year|night)", "next", "下[周週个個星]|明年", "上|去年|昨|最[后後近]|[过過]去"),
        (
            r"(?<!no )(?<!not )more than|over(?= \d)|above",
            r"less|under|below|fewer|no|not|never|\w+n['’]t",
            "不[到足]|[少低][于於]|以下|未[满滿]|不超[过過]",
            "超[过過]|以上|[多余餘逾更]|[高大][于於]|不止",
        ),
        (
            r"(?<!no )(?<!not )(?:less|fewer) than|under(?= \d)|below",
            r"more|over|above|no|not|never|\w+n['’]t",
            r"超[过過]|以上|[多高大][于於]|[\d十百千万萬][多余餘]",
            "[不少低小未]|以下",
        ),
        (
            r"dollars?|cents?",
            "yuan|RMB|renminbi|euros?|pounds?|yen|pesos?|won|HK|Canadian|currency|currencies",
            "人民[币幣]|[欧歐日韩韓港加澳][元圆圓币幣]|英[镑鎊]|[台臺][币幣]|比索|[卢盧]布",
            r"\b\B",
        ),
    )
]
_DOLLARS = re.compile(r"[$＄]\s?(?=\d)")
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS = {name: at for at, name in enumerate(_DAY_NAMES)}
_DAY = re.compile(rf"\b({'|'.join(_DAYS)})s?\b", re.IGNORECASE)
_HAN_DAYS = {char: at for at, char in enumerate("一二三四五六日")} | {"天": 6}
_WEEKDAYS = re.compile(
    "(?:[周週]|星期|[礼禮]拜)([一二三四五六日天](?:[、和及与與或至到－—～~-]+[一二三四五六日天](?![次个個天年月份张張条條些样樣]))*)"
    "(?![次个個年月份张張回])"
)
_CLOCK = re.compile(
    r"(\d{1,2})(?::\d\d)?(?:\s?([ap])\.?m\.?)?(?:\s?(?:to|until|and|[-–—])\s?(\d{1,2})(?::\d\d)?)?\s?([ap])\.?m\b",
    re.IGNORECASE,
)
_HAN_CLOCK = re.compile(r"(?P<am>上午|早上|早晨|清早|清晨|凌晨)|(?P<pm>下午|午[后後]|傍晚|晚上|晚[间間])")
_HOUR = re.compile(r"\s?(\d{1,2}|[一二两兩三四五六七八九十]{1,3})(?=[:：点點时時])")


@check(Severity.WARNING)
def opposites_kept(subject: Translation) -> Iterator[Problem]:
    """What English says has not become its opposite: may and must, before and after, at least, a.m., Monday, dollars.

    Why: whoever comes on Tuesday at two in the night, or thinks that they must, has been sent away by a word.
    Bad: You may bring a friend. -> 您必须带一位朋友。
    Good: You may bring a friend. -> 您可以带一位朋友。
    """
    if not subject.locale.is_chinese:
        yield from _elsewhere(subject, other_sense.turned_round)
        return
    source, target = markup.words(subject.source), _words(subject.target)
    source = _DOLLARS.sub(" dollars ", source)
    for english, unless, opposite, right in _OPPOSITES:
        match, wrong = english.search(source), opposite.search(target)
        if match and wrong and not unless.search(source) and not right.search(target):
            yield Problem(f"'{match[0]}' has become '{wrong[0]}'", _ALOUD)
    times = (*_other_days(source, target), *_other_halves(source, target), *_other_lengths(source, target))
    for english_time, chinese_time in times:
        yield Problem(f"'{english_time}' has become '{chinese_time}'", "Compare day and hour with the English")


def _other_days(source: str, target: str) -> Iterator[tuple[str, str]]:
    """A day of the week that the Chinese lacks, with one that only the Chinese has."""
    wanted = {_DAYS[match[1].lower()]: match[0] for match in _DAY.finditer(source)}
    if not wanted:
        return
    found = {_HAN_DAYS[char]: one[0] for one in _WEEKDAYS.finditer(target) for char in one[1] if char in _HAN_DAYS}
    lost, new = wanted.keys() - found.keys(), found.keys() - wanted.keys()
    if lost and new:
        yield wanted[min(lost)], found[min(new)]


_LENGTHS = {
    "minute": "分",
    "hour": "[时時点點]|[钟鐘][头頭]",
    "day": "[天日昼晝早晚夜]",
    "week": "[周週]|星期|[礼禮]拜",
    "month": "月",
    "year": "[年岁歲]",
}
_LENGTH = re.compile(rf"\b({'|'.join(_LENGTHS)})s?\b", re.IGNORECASE)
_SOME_LENGTH = re.compile(
    "[几幾数數多好每一两兩半][个個]?(?:(?P<minute>分[钟鐘])|(?P<hour>小[时時]|[钟鐘][头頭])|(?P<day>天)"
    "|(?P<week>[周週]|星期|[礼禮]拜)|(?P<month>月)|(?P<year>年))"
)


def _other_lengths(source: str, target: str) -> Iterator[tuple[str, str]]:
    """A length of time without a number that the Chinese lacks, with another that only the Chinese has."""
    wanted = {match[1].lower(): match[0] for match in _LENGTH.finditer(source)}
    if not wanted or any(not one.rate for one in numerals.english_quantities(source)):
        return
    lost = [unit for unit in wanted if not re.search(_LENGTHS[unit], target)]
    new = [one[0] for one in _SOME_LENGTH.finditer(target) if one.lastgroup not in wanted] if lost else []
    if new:
        yield wanted[lost[0]], new[0]


def _other_halves(source: str, target: str) -> Iterator[tuple[str, str]]:
    """An hour that English has only in one half of the day, and Chinese puts into the other."""
    wanted: dict[tuple[int, str], str] = {}
    for match in _CLOCK.finditer(source):
        for hour, half in ((match[1], match[2] or match[4]), (match[3], match[4])):
            if hour:
                wanted[int(hour) % 12, half.lower()] = match[0]
        if match[3] and not match[2]:  # 9 to 5 p.m. begins in the morning
            wanted[int(match[1]) % 12, "a"] = match[0]
    for match in _HAN_CLOCK.finditer(target) if wanted else ():
        figure = _HOUR.match(target, match.end())
        if not figure:
            continue
        value = int(figure[1]) if figure[1].isdecimal() else int(max(numerals.chinese(figure[1])))
        half, other = ("a", "p") if match["am"] else ("p", "a")
        if value % 12 and value < 12 and (value, other) in wanted and (value, half) not in wanted:
            yield wanted[value, other], match[0] + figure[0]


_NO_ITEM = re.compile(r"\b(?:and|or|if|who|whom|which|that|when|because|where|even|but|so|such|like|not|for example)\b")
_LAST_ITEM = re.compile(r"\s*(?:and|or)\b(?! more\b| not\b)")
_CLAUSE_MARKS = re.compile(r"[.;:?!()\n“”\"—]+")
_ALIKE = re.compile(
    r"\b(her|his|your|their|my|our) [\w’' -]{1,200}, \1 [\w’' -]{1,200} (?:and|or) \1 \w"
    r"|\b\w+, \w+ (?:and|or) (?!night|there|later|again|in\b|to\b)\w+"
    r"(?:$| (?:is|are|was|were|can|may|must|will|count)\b)",
    re.IGNORECASE,
)
_BETWEEN_ITEMS = re.compile(
    r"(?:[、，；,;和与與及或跟并並也又既连連]|[还還][有要]|以及|[。！？\n](?=.))+"
    "|[食吃]住|食宿|男女|老少|父母|夫妻|子女|兄弟|姐妹|亲友|親友|水[电電]"
)


@check(Severity.WARNING)
def lists_kept(subject: Translation) -> Iterator[Problem]:
    """A list of three or more in English has as many items in Chinese.

    Why: the paper that was left out of a list is the one that the court asks for.
    Bad: Bring your ID, your lease, and a receipt. -> 请带身份证件和租约。
    Good: Bring your ID, your lease, and a receipt. -> 请带身份证件、租约和收据。
    """
    if not subject.locale.is_chinese:
        return
    items = _items(markup.words(subject.source))
    found = len(_BETWEEN_ITEMS.findall(_words(subject.target))) + 1 if items else 0
    if found < items:
        yield Problem(f"a list of {items} has become one of {found}", "Compare the items one by one")


def _items(source: str) -> int:
    """How many things the longest plain list of a text has; 0 where none has three."""
    longest = 0
    for clause in _CLAUSE_MARKS.split(source):
        parts = clause.split(", ")
        for at, part in enumerate(parts):
            if at > 1 and _LAST_ITEM.match(part):
                first = at
                while first > 1 and not _NO_ITEM.search(parts[first - 1]) and len(parts[first - 1].split()) <= 6:
                    first -= 1
                if first < at:
                    longest = max(longest, at - first + 2)
        if _ALIKE.search(clause.strip()):
            longest = max(longest, 3)
    return longest
