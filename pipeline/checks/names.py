"""The rule for names: a place, an office, a person, a visa or a direction has not become another of its kind.

A free translation may leave a name out or say it otherwise. What no translation does is to lack one that the English
has, and to have another of the same kind that the English lacks. Only that is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.checks.engine import Problem, Translation, check
from pipeline.model import Severity
from pipeline.text import markup

_COLUMNS = {"en": 0, "zh": 1, "es": 2, "ko": 3, "ar": 4}
# What is of one kind stands between two empty lines. A row is English ; Chinese ; Spanish ; Korean ; Arabic, each a
# pattern; it may go on in a line that begins with a semicolon. Behind + are English words that let a translator say
# the name, and that may as well be said otherwise.
_KINDS = r"""
California ; 加州|加利福尼[亚亞] ; California ; 캘리포니아 ; كاليفورنيا
Texas ; 得州|德州|得克萨斯|德克薩斯 ; Texas|Tejas ; 텍사스 ; تكساس
Florida ; 佛州|佛[罗羅]里[达達] ; Florida ; 플로리다 ; فلوريدا
New York|Manhattan|Brooklyn|Queens|Bronx ; [纽紐][约約]|曼哈[顿頓]|布[鲁魯]克林|皇后[区區]|布[朗隆]克斯
    ; Nueva York|New York|Manhattan|Brooklyn|Queens|Bronx ; 뉴욕|맨해튼|브루클린|퀸스|브롱크스
    ; نيويورك|مانهاتن|بروكلين|كوينز|برونكس
Illinois|Chicago|Cook County ; 伊利[诺諾][伊斯]|伊州|芝加哥|[库庫]克[县縣郡] ; Illinois|Chicago|Cook
    ; 일리노이|시카고|쿡 카운티 ; إلينوي|شيكاغو|كوك
New Jersey ; 新[泽澤]西 ; Nueva Jersey|New Jersey ; 뉴저지 ; نيوجيرسي|نيو جيرسي
Pennsylvania|Philadelphia ; [宾賓]州|[宾賓]夕法尼|[费費]城 ; Pensilvania|Pennsylvania|Filadelfia|Philadelphia
    ; 펜실베이니아|필라델피아 ; بنسلفانيا|فيلادلفيا
Massachusetts|Boston ; 麻州|麻省|[马馬][萨薩][诸諸]塞|波士[顿頓] ; Massachusetts|Boston ; 매사추세츠|보스턴
    ; ماساتشوستس|بوسطن
Washington ; [华華]盛[顿頓] ; Washington ; 워싱턴 ; واشنطن
Virginia ; 弗吉尼[亚亞]|[维維]吉尼[亚亞] ; Virginia ; 버지니아 ; فرجينيا|فيرجينيا
Georgia|Atlanta ; [乔喬]治[亚亞]州|佐治[亚亞]|[亚亞]特[兰蘭]大 ; Georgia|Atlanta ; 조지아|애틀랜타 ; جورجيا|أتلانتا
Nevada|Las Vegas ; [内內][华華][达達]|拉斯[维維]加斯 ; Nevada|Las Vegas ; 네바다|라스베이거스 ; نيفادا|لاس فيغاس
Arizona ; [亚亞]利桑那 ; Arizona ; 애리조나 ; أريزونا
Michigan|Detroit ; 密歇根|密西根|底特律 ; Michigan|Míchigan|Detroit ; 미시간|디트로이트 ; ميشيغان|ديترويت
Ohio ; 俄亥俄 ; Ohio ; 오하이오 ; أوهايو

mothers?|moms? + parents?|famil\w+|grand\w+ ; 母|[妈媽] ; madres?|mamá|padres ; 어머니|엄마|부모|모친
    ; أمك|والدة|والدتك|والديك?|الأم
fathers?|dads? + parents?|famil\w+|grand\w+ ; 父|爸 ; padres?|papá ; 아버지|아빠|부모|부친
    ; أب|أبوك|أباك|والدك|والد|والديك?|الأب

wife|wives + spouses?|marri\w+|partners?|couples? ; 妻|老婆|太太 ; esposas?|mujer|cónyuges?
    ; 아내|부인|배우자 ; زوجة|زوجتك|زوجته|الزوجة
husbands? + spouses?|marri\w+|partners?|couples? ; 丈夫|老公|夫妻|夫[妇婦] ; esposos?|marido|cónyuges?
    ; 남편|배우자 ; زوج|زوجك|زوجها|الزوج

sons? + boys?|child(?:ren)?|kids?|famil\w+ ; [儿兒]子|子女|男孩 ; hijos?|niños? ; 아들|자녀|자식
    ; ابن|ابنك|أبناء|أبناؤك|طفل|أطفال|أطفالك
daughters? + girls?|child(?:ren)?|kids?|famil\w+ ; 女[儿兒]|子女|女孩 ; hijas?|hijos|niñas? ; 딸|자녀|자식
    ; ابنة|ابنتك|بنات|بنت|طفلة|طفل|أطفال|أطفالك

brothers? + siblings?|relatives? ; 兄|哥|弟 ; hermanos? ; 오빠|남동생|형제 ; أخ|أخوك|إخوة|أخاك
sisters? + siblings?|relatives? ; 姐|妹|姊 ; hermanas?|hermanos ; 누나|언니|여동생|자매|형제 ; أخت|أختك|أخوات

lawyers?|attorneys? + legal|counsel\w*|law ; 律[师師] ; abogad[oa]s? ; 변호사
    ; محام|محامي|محاميك|محاميا|محامين|المحامي
police(?:wom[ae]n|m[ae]n)? + officers?|911|law enforcement|sheriff|cops?|detectives?|report\w*
    ; 警察|警方|警官|公安 ; polic[ií]as? ; 경찰 ; الشرطة|شرطة|شرطي
judges? + courts?|hearings?|magistrate|order\w*|sue\w* ; 法官 ; juez|jueza|jueces ; 판사|법관
    ; قاض|قاضي|القاضي|قاضيا
boss(?:es)?|employers? + owners?|managers?|supervisors?|company|companies|work\w*|job\w* ; 老[板闆]|[雇僱]主
    ; jefes?|jefas?|patr[oó]n(?:es)?|empleador(?:es)? ; 고용주|사장|상사 ; صاحب العمل|رب العمل|أرباب العمل|مديرك
landlords?|landlad(?:y|ies) + owners?|lease\w*|rent\w* ; 房[东東] ; casero|arrendador(?:es)? ; 집주인|임대인
    ; المالك|مالك العقار|صاحب المنزل
doctors?|physicians? + nurses?|medical|health\w*|clinics?|hospitals? ; [医醫]生|大夫
    ; médic[oa]s?|doctor(?:es|a)? ; 의사 ; طبيب|الطبيب|طبيبك|أطباء
ICE|immigration (?:officers?|agents?) + immigra\w+|USCIS|CBP|DHS|border|deport\w*|agents?
    ; 移民局|移民官|移民[执執]法 ; inmigración|migra ; 이민국|이민세관 ; دائرة الهجرة|إدارة الهجرة

north(?:ern)? ; 北 ; norte ; 북쪽|북부 ; شمال
south(?:ern)? ; 南 ; sur ; 남쪽|남부 ; جنوب
east(?:ern)? ; [东東](?!西) ; al este|oriente ; 동쪽|동부 ; شرق
west(?:ern)? ; (?<![东東])西(?![装裝班]) ; oeste|occidente ; 서쪽|서부 ; غرب

left(?= (?:hand|side|door|entrance|arm|foot|turn)) + left ; 左 ; izquierd[oa] ; 왼쪽|좌측 ; يسار|اليسار
right(?= (?:hand|side|door|entrance|arm|foot|turn)) + right ; 右 ; derech[oa] ; 오른쪽|우측 ; يمين|اليمين

spring + springs? ; 春 ; primavera ; 봄 ; الربيع|ربيع
summer ; 夏 ; verano ; 여름 ; الصيف|صيف
autumn + fall\w* ; 秋 ; otoño ; 가을 ; الخريف|خريف
winter ; 冬 ; invierno ; 겨울 ; الشتاء|شتاء
"""
_NAMED = re.findall(r"(?m)^(\S[^;+]*?) [;+] ", _KINDS)
_ANY = re.compile(rf"(?<![\w-])(?:{'|'.join(_NAMED)})(?![\w-])", re.IGNORECASE)
"""Any of the names in English: most sentences have none."""
_LETTERS = re.compile(r"(?<![A-Za-z0-9.@/'’&-])(?:[B-HJ-Z]|[A-Z]{2,6})(?![A-Za-z0-9@/'’&]|\.[A-Za-z])")
"""A letter or letters by which an office, a visa or a law is known in every language: U, ICE, VAWA."""


@check(Severity.WARNING)
def names_kept(subject: Translation) -> Iterator[Problem]:
    """A state, an office, a person, a visa or a direction has not become another of its kind.

    Why: the law of another state, or the wrong office, sends a reader where nobody can help, or where it is dangerous.
    Bad: In Illinois, ask a judge. -> 在加州，请找法官。
    Good: In Illinois, ask a judge. -> 在伊利诺伊州，请找法官。
    """
    source, target = markup.words(subject.source), markup.words(subject.target)
    for one, other in (*_other_letters(source, target), *_others_of_a_kind(source, target, subject.locale.code)):
        yield Problem(f"'{one}' has become '{other}'", "Compare the names with the English")


def _other_letters(source: str, target: str) -> Iterator[tuple[str, str]]:
    if source.isupper():
        return
    wanted, found = _LETTERS.findall(source), _LETTERS.findall(target)
    lost = [one for one in wanted if not _stands(one, target)]
    new = [one for one in found if not _stands(one, source)]
    if lost and new:
        yield lost[0], new[0]


def _stands(letters: str, text: str) -> bool:
    return re.search(rf"(?<![A-Za-z]){letters}(?![A-Za-z])", text) is not None


def _others_of_a_kind(source: str, target: str, code: str) -> Iterator[tuple[str, str]]:
    if not _ANY.search(source):
        return
    for kind in _kinds(code.partition("_")[0]):
        wanted = {name: match[0] for name, one in kind.items() if (match := one.english.search(source))}
        if not wanted:
            continue
        found = {name: match[0] for name, one in kind.items() if (match := one.own.search(target))}
        lost = [name for name in wanted if name not in found]
        new = [name for name in found if name not in wanted and not kind[name].hinted.search(source)]
        if lost and new:
            yield wanted[lost[0]], found[new[0]]


@dataclass(frozen=True, slots=True)
class _Name:
    english: re.Pattern[str]
    hinted: re.Pattern[str]
    """English words that let a translator say the name."""
    own: re.Pattern[str]


@lru_cache(8)
def _kinds(language: str) -> tuple[Mapping[str, _Name], ...]:
    """The kinds of a language: each name in English, with how English and the language write it."""
    column = _COLUMNS.get(language)
    if not column:
        return ()
    found = []
    for block in _KINDS.strip().split("\n\n"):
        rows = [[cell.strip() for cell in row.split(" ; ")] for row in re.sub(r"\n +;", " ;", block).splitlines()]
        found.append({row[0]: _name(row[0], row[column], language) for row in rows})
    return tuple(found)


def _name(english: str, own: str, language: str) -> _Name:
    name, _, hints = english.partition(" + ")
    return _Name(_english(name), _english(hints or name), _own(own, language))


def _english(words: str) -> re.Pattern[str]:
    proper = words[0].isupper()
    return re.compile(rf"(?<![\w-])(?:{words})(?![\w-])", 0 if proper else re.IGNORECASE)


def _own(words: str, language: str) -> re.Pattern[str]:
    """Chinese and Korean set no spaces around a name; Arabic writes its articles and prepositions before it."""
    if language in {"zh", "ko"}:
        return re.compile(words)
    before = "(?:[وبلفك]|ال|وال|بال|لل)?" if language == "ar" else ""
    return re.compile(rf"(?<!\w){before}(?:{words})(?!\w)", re.IGNORECASE)
