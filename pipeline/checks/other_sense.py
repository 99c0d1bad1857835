"""What a sentence in another language than Chinese says: denied, limited and allowed as the English has it.

Words stand here for the languages that have been asked for. They are counted generously: a language has many ways to
deny, and a rule that calls right sentences wrong is soon read by nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_Pattern = re.Pattern[str]

# what English says -> the words one of which says it; Arabic without its vowel signs
_TURNS = {
    r"(?:(?:do|does|did|must|may|should|is|are|will) not|\w+n['’]t)(?! worry)|never|cannot"
    r"|nobody|no one|nothing": {
        "es": r"no|nunca|jamás|ni|nadie|ningun\w*|ningún|nada|sin|tampoco|prohib\w+|evit\w+|niegu?\w+"
        r"|rechaz\w+|rehús\w+"
        r"|rehus\w+|ilegal\w*|imposible\w*|gratis|gratuit\w+|deje\w* de|impid\w+|falta\w*",
        "ko": "않|안 |안되|안됩|못|없|아[니닌닙님닐]|말고|마세|마십|말아|말라|말 것|지 마|지마|금지|금물"
        "|거부|불법|불가|무효|무료|미[등만성]|비밀",
        "ar": r"[وفبلأ]*(?:لا|لم|لن|ليس\w*|لست\w*|لسن\w*|غير|دون|عدم|ما|أبدا|ممنوع|يمنع\w*|تمنع\w*"
        r"|يحظر\w*|محظور|مجان\w*|رفض\w*"
        r"|ترفض\w*|يرفض\w*|تجنب\w*|امتنع\w*|إياك|قط|بلا)",
    },
    "unless|except": {
        "es": r"a menos que|salvo|except\w+|si no|a no ser|sin|solo|sólo|únicamente|excepción|hasta"
        r"|no \w+ que|fuera de|menos",
        "ko": "한 |한,|면|경우|외에|제외|예외|말고|뿐|만 |만이|빼고|뺀|않는",
        "ar": r"[وفبلأ]*(?:إلا|ما لم|دون|غير|سوى|باستثناء|عدا|فقط|ما عدا|استثناء\w*)",
    },
    "only": {
        "es": r"solo|sólo|solamente|únic\w+|exclusiv\w+|más que|sino|apenas|nada más|salvo|una? sol[oa]"
        r"|limit\w+|mero|basta",
        "ko": "만|뿐|오직|유일|밖에|한해|한정|단 |단지|국한",
        "ar": r"[وفبلأ]*(?:فقط|إلا|سوى|وحد\w+|يقتصر|تقتصر|حصر\w*|فحسب|مجرد|الوحيد\w*|وحيد\w*|غير|لا \w+ بعد)",
    },
    "until": {
        "es": r"hasta|antes|mientras|sin|tanto",
        "ko": "까지|전에|전까지|동안|때|야 |전 ",
        "ar": "[وفبلأ]*(?:حتى|إلى|قبل|ريثما|لحين|حين|طالما|ما لم|إلا)",
    },
}
_ALLOWED = r"(?-i:may|can)"
_DEMANDED = r"must|ha(?:ve|s) to|needs? to|(?:is|are) required"
# what English says, and what must not stand with it; then the words of the opposite, and those that are right beside it
_OPPOSITES = {
    (
        _ALLOWED,
        r"must|ha(?:ve|s) to|needs?|only|requir\w+|without|not|never|no|should|unless|force\w*|cannot"
        r"|until|order\w*|make",
    ): {
        "es": (
            r"debe[ns]?|tienen? que|hay que|obligad\w+",
            r"pued\w+|podr\w+|posib\w+|derech\w+|permit\w+|permis\w+|quizás?|tal vez|capa\w+",
        ),
        "ko": ("[해어아여워]야 (?:합|한|됩|하)|반드시", "수 있|수도|도 됩|도 되|도 좋|가능|권리|허용|지 모|좋습"),
        "ar": (
            r"(?:يجب|عليك أن|ينبغي|لا بد|مضطر\w*|ملزم\w*)",
            r"[وفبل]*(?:يمكن\w*|يجوز|قد|يحق|الحق|حق\w*|[تي]ستطيع\w*|بإمكان\w*|ربما|مسموح|يسمح|تقدر|بوسع\w*)",
        ),
    },
    (_DEMANDED, r"may|can|could|not|no|\w+n['’]t|if|without|only|nobody|unless|never|whether|ask\w*"): {
        "es": (
            r"pued\w+|podrá\w*|quizás?|tal vez",
            r"deb\w+|tien\w+ que|tendr\w+ que|hay que|oblig\w+|neces\w+|exig\w+|requ\w+|hace falta"
            r"|precis\w+|impresc\w+",
        ),
        "ko": ("수 있습|도 됩니다|도 좋습", "야 |야만|필수|의무|반드시|필요|십시오|세요|없|시오"),
        "ar": (
            r"(?:يمكن\w*|يجوز|ربما|[تي]ستطيع\w*)",
            r"[وفبل]*(?:يجب|علي\w+|على|ينبغي|لا بد|يلزم\w*|لازم|ضرور\w+|مطلوب\w*|[تي]حتاج\w*|بد|واجب\w*|لا)",
        ),
    },
    ("before", "after|since|then|later|once|when|until"): {
        "es": (r"después|tras|luego|una vez que", r"antes|previ\w+|hasta|ya|aún|todavía|primero|delante|ante"),
        "ko": ("(?:후에|뒤에|다음에|나서|이후)", "전|먼저|미리|이미|앞|우선"),
        "ar": ("بعد", r"[وفبل]*(?:قبل\w*|مسبق\w*|أولا|سابق\w*|قبيل|أمام\w*)"),
    },
    ("(?<!look )(?<!looks )(?<!looking )after(?! all)", "before|earlier|until|ahead|previous|past|ago|within|first"): {
        "es": (r"antes", r"después|tras|luego|una vez|cuando|al|desde|pasad\w+|poster\w+|siguiente|cumpl\w+"),
        "ko": ("전에|이전에|전까지", "후|뒤|나서|나면|다음|지나|면|때|나중"),
        "ar": ("قبل", r"[وفبل]*(?:بعد\w*|عقب|منذ|عند\w*|إثر|لاحق\w*|حين|إذا)"),
    },
    ("at least|no (?:less|fewer) than", r"at most|up to|no more than|not|never|\w+n['’]t"): {
        "es": (
            r"como máximo|a lo sumo|como mucho|máximo|hasta|menos de",
            r"al menos|por lo menos|mínimo|como poco|cuando menos|más",
        ),
        "ko": ("이하|최대|많아야|미만", "이상|최소|적어도"),
        "ar": ("على الأكثر|كحد أقصى|أقصى|أقل من", "[وفبل]*(?:الأقل|أدنى|أكثر|فأكثر|لا)"),
    },
    ("at most|no (?:more|later|longer) than|up to", "at least"): {
        "es": (r"al menos|por lo menos|mínimo|más de", r"hasta|máxim\w+|como mucho|a lo sumo|no más|tope"),
        "ko": ("이상|최소|적어도", "이하|최대|까지|내|넘|많아야"),
        "ar": ("على الأقل|كحد أدنى|أدنى|أكثر من", "[وفبل]*(?:الأكثر|أقصى|يصل|تصل|حتى|لا|أقصاه|أقصاها)"),
    },
}
_LANGUAGES = frozenset({"es", "ko", "ar"})
_VOWEL_SIGNS = re.compile("[\u064b-\u0652\u0670\u0640]")


def lost_turns(source: str, target: str, code: str) -> Iterator[str]:
    """What of the English that denies or limits nothing in a translation says."""
    target = _VOWEL_SIGNS.sub("", target)
    for english, own in _turns(code.partition("_")[0]):
        if (match := english.search(source)) and not own.search(target):
            yield f"nothing in the translation says '{match[0]}'"


def turned_round(source: str, target: str, code: str) -> Iterator[str]:
    """What of the English has become its opposite in a translation, with nothing beside it that says the same."""
    target = _VOWEL_SIGNS.sub("", target)
    for english, unless, opposite, right in _opposites(code.partition("_")[0]):
        match, wrong = english.search(source), opposite.search(target)
        if match and wrong and not unless.search(source) and not right.search(target):
            yield f"'{match[0]}' has become '{wrong[0]}'"


@lru_cache(8)
def _turns(language: str) -> list[tuple[_Pattern, _Pattern]]:
    return [(_english(turn), _own(words[language], language)) for turn, words in _TURNS.items() if language in words]


@lru_cache(8)
def _opposites(language: str) -> list[tuple[_Pattern, _Pattern, _Pattern, _Pattern]]:
    if language not in _LANGUAGES:
        return []
    found = []
    for (said, unless), words in _OPPOSITES.items():
        opposite, right = (_own(one, language) for one in words[language])
        found.append((_english(said), _english(unless), opposite, right))
    return found


def _english(words: str) -> _Pattern:
    return re.compile(rf"(?<![\w./=-])(?:{words})(?!\w|[./-]\w)", re.IGNORECASE)


def _own(words: str, language: str) -> _Pattern:
    """Korean has its endings behind a word, and is not looked at by whole words."""
    return re.compile(words if language == "ko" else rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
