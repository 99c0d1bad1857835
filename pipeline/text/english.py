r"""What rules look for in English: turns, opposites, names and units, by the keys of locales/words/*.toml.

English is the source, so its side stands here; how another language says the same stands in a file that a translator
can edit, under the same keys (`wording`). A key that such a file has must be here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType


@lru_cache(1024)
def pattern(words: str) -> re.Pattern[str]:
    """English words, and none inside another word, an address or a path; in small or capital letters but for names."""
    return re.compile(rf"(?<![\w./=-])(?:{words})(?!\w|[./-]\w)", 0 if words[0].isupper() else re.IGNORECASE)


_WORD = re.compile("[A-Za-z]{2,}")
_BEGINNING = re.compile("(?:^|[|(:)])([A-Za-z]{2})")
_ANY_WORD = re.compile(r"(?:^|[|(:)])(?:\\w|[A-Za-z](?![A-Za-z]))")


class Index:
    """English words by their keys. A text is asked only for those that begin as one of its own words does."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words
        self._compiled: dict[str, re.Pattern[str]] = {}
        self._beginning: dict[str, list[str]] = {}
        for key, one in words.items():
            letters = {two.lower() for two in _BEGINNING.findall(one)}
            for two in letters if letters and not _ANY_WORD.search(one) else ("",):
                self._beginning.setdefault(two, []).append(key)
        self.found = lru_cache(8192)(self._find)

    def _find(self, text: str) -> Mapping[str, str]:
        """Each key whose words a text has, in the order of the keys, with the words."""
        begun = {"", *(word[:2].lower() for word in _WORD.findall(text))}
        asked = {key for letters in begun for key in self._beginning.get(letters, ())}
        return {key: match[0] for key in self._words if key in asked and (match := self._pattern(key).search(text))}

    def _pattern(self, key: str) -> re.Pattern[str]:
        if key not in self._compiled:
            self._compiled[key] = pattern(self._words[key])
        return self._compiled[key]


NOTES = re.compile(
    r"\b(?:[Aa]s an AI|[Ll]anguage model|[Tt]ranslat(?:ion|e|ed)(?: this| below| into [A-Z]\w+)?:"
    r"|[Tt]ranslator['’]s note|(?<![a-z\u00e0-\u017f] )TODO:|FIXME|ChatGPT|DeepL|Google Translate)"
)
"""What people and programs write about a translation while they make it, in whichever language that is.

TODO and FIXME are what they mark a draft with. Capital letters count, and what stands before: todo is also a word of
Spanish, and an author may stress it.
"""

UNITS = ("minute", "hour", "day", "week", "month", "year", "percent", "dollar", "foreign", "cent")
"""What is counted, as `numerals.Quantity` names it; foreign is other people's money."""

TURNS: Mapping[str, str] = MappingProxyType(
    {
        "deny": r"(?:(?:do|does|did|must|may|should|is|are|will) not|\w+n['’]t)(?! worry)|never|cannot"
        "|nobody|no one|nothing",
        "unless": "unless|except",
        "only": "only",
        "until": "until",
    }
)
"""What denies or limits."""


@dataclass(frozen=True, slots=True)
class Opposed:
    """Words of English that a translation could turn round."""

    said: str
    beside: str
    """What must not stand in the same sentence: it would explain the opposite in its translation."""


def _unless_denied(said: str, beside: str = "") -> Opposed:
    """Words that mean the opposite where something closely before them denies them: not safe, never so easy."""
    near = rf"(?:{_NO})(?: [\w’']+){{0,3}} (?:{said})"
    return Opposed(said, f"{near}|{beside}" if beside else near)


_NO = r"not|no|never|nobody|nothing|none|neither|nor|cannot|\w+n['’]t|without"
_DEMANDED = r"must|ha(?:ve|s) to|needs? to|required to|(?:is|are) required"
_MAY = r"(?-i:may|MAY|May(?= (?:I|we|my|our|you)\b))|can"  # no month
_RIGHT = "(?:have|has) (?:a|the) right to|entitled to"
# English that explains a denial in another language: it denies something, or is the other side of what is denied
_DENYING = (
    rf"{_NO}|un\w+|il\w+|dis\w+|im\w+|irre\w+|in(?:act|compl|comp|corr|elig|hib|sec|suff|val|vis)\w+|non-?\w+|\w+less"
    r"|any ?more|refus\w+|den\w+|declin\w+|stop\w*|fail\w*|los[est]\w*|miss\w*|prevent\w*|hid\w*"
    r"|block\w*|avoid\w*|hard\w*|difficult|impossible|forb\w+|bann?\w*|prohibit\w*|danger\w*|risk\w*|limit\w*|least|lowest"
    r"|highest|m[ai][xn]imum|most|false|fake|wrong|secret\w*|bar|bars|barred|keep|confidential\w*|private\w*"
)
_ANOTHER_SIDE = (
    r"only|until|except\w*|too|away|off|silent|quiet\w*|out|outside|free\w*|but|other\w*|else|alone|stay\w*|leav\w+|left|against"
    r"|afraid|fear\w*|worr\w+|calm\w*|safe\w*|even|fewer|few|little|empty|blank|rarely|expir\w+|end\w*|over|gone|chang\w+"
    r"|differ\w+|poor|violat\w+|br[eo]\w+|trap\w*|stuck|held|hold\w*|quit\w*|skip\w*|instead|than|rather|sorry|exempt\w*|waiv\w+"
    r"|apart|separat\w+|remember|beware|careful\w*|wait\w*|yet|exact\w*|patient\w*|rid|remov\w+|expel\w*|eras\w+|delet\w+|clear\w*"
    r"|cut|due|ow(?:e|es|ed|ing)|mis\w+|harm\w*|bad|ignor\w+|exclu\w+|general|time|row"
)

OPPOSITES: Mapping[str, Opposed] = MappingProxyType(
    {
        # what one may and must, and what is denied
        "may": Opposed(
            _MAY,
            rf"must|ha(?:ve|s) to|needs?|only|requir\w*|{_NO}|always|should|want\w*|unless|make|forc\w+|until|orders?",
        ),
        "must": Opposed(_DEMANDED, rf"{_MAY}|could|{_NO}|if|only|unless|whether|ask\w*"),
        "allowed": Opposed(
            rf"{_MAY}|{_RIGHT}|allowed to", rf"{_DENYING}|only|unless|until|too|away|off|silent|orders?|against"
        ),
        "entitled": Opposed(_RIGHT, "if|may|can|could|might|perhaps"),
        "affirmed": Opposed("[A-Za-z]+ [a-z]+", f"{_DENYING}|{_ANOTHER_SIDE}|\ufffc"),
        "denied": Opposed(
            r"(?:do|does|did|must|should|shall|will|need|may) not|cannot|never|(?:do|does|did|ca|wo|must|should)n['’]t",
            r"without|until|unless|only|if|but|or|choice|help|except|fail|miss|skip|ignor\w+|forget|refus\w+|avoid|less|more"
            r"|just|stop|los\w+|because|than",
        ),
        # when, and how many
        "before": Opposed("before", "after|since|then|later|once|when|until"),
        "after": Opposed(
            "(?<!look )(?<!looks )(?<!looking )(?<!named )after(?! all)",
            "before|earlier|until|ahead|previous|past|ago|within|first",
        ),
        "by": Opposed(
            r"by (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
            r"|Mon|Tue|Wed|Thu|Fri|Sat|Sun|tomorrow|noon|midnight|\d)\w*",
            "after|since|then|later|once|when|until",
        ),
        "tomorrow": Opposed("tomorrow", "yesterday|today"),
        "yesterday": Opposed("yesterday", "tomorrow|today"),
        "today": Opposed("today", "tomorrow|yesterday"),
        "next": Opposed("next (?:week|month|year)", "last"),
        "last": Opposed("last (?:week|month|year|night)", "next"),
        "now": Opposed("now|currently", "past|then|before|was|were|been|once|ago|used|had|ever|later|know|until"),
        "soon": _unless_denied(
            "soon|immediately|right away|at once|quickly", r"later|then|slow\w*|too|as soon as you|how"
        ),
        "at least": Opposed(
            "at least|(?:no|not) (?:less|fewer) than", r"at most|up to|no more than|not|never|\w+n['’]t"
        ),
        "at most": Opposed("at most|no (?:more|longer|later) than|not more than|up to", "at least"),
        "minimum": Opposed("minimum|lowest", r"maximum|highest|at most|up to|less|below"),
        "maximum": Opposed("maximum|highest", r"minimum|lowest|at least|more|above"),
        "more": Opposed(
            r"(?<!no )(?<!not )more than|over(?= \d)|above", r"less|under|below|fewer|no|not|never|\w+n['’]t"
        ),
        "less": Opposed(
            r"(?<!no )(?<!not )(?:less|fewer) than|under(?= \d)|below", r"more|over|above|no|not|never|\w+n['’]t"
        ),
        "younger": Opposed(r"under(?= \d)|younger than", r"over|above|older|at least|more than|turn\w*|after|until"),
        "dollars": Opposed(
            "dollars?|cents?", "yuan|RMB|renminbi|euros?|pounds?|yen|pesos?|won|HK|Canadian|currency|currencies"
        ),
        "all": _unless_denied(
            "every|each|all(?! right)", r"at all|after all|in all|some\w*|part\w*|most|few|almost|nearly"
        ),
        "some": _unless_denied("some|sometimes", r"all|every\w*|each|any\w*|whole|both|always|entire\w*"),
        "always": _unless_denied("always", r"sometimes|almost|nearly"),
        # what something is like, and what somebody does with it
        "free": _unless_denied("free", r"pa(?:y|ys|id|ying)|fees?|cost\w*|charg\w+|bills?|money|cheap\w*|from|to"),
        "lawful": _unless_denied(
            "legal(?:ly)?|lawful(?:ly)?", r"illegal\w*|unlawful\w*|against|crim\w+|undocumented|traffick\w+"
        ),
        "safe": _unless_denied(
            "safe(?:ly|r|st)?", r"unsafe|danger\w*|risk\w*|until|unless|threat\w*|leav\w+|before|from"
        ),
        "dangerous": _unless_denied(
            "danger(?:s|ous(?:ly)?)?|unsafe", r"safe\w*|out of|reduc\w+|away|avoid\w*|free|from"
        ),
        "private": _unless_denied(
            r"privat\w+|confidential\w*|secret\w*", r"public\w*|shar\w+|part\w*|unless|except\w*|limit\w*|may"
        ),
        "refused": _unless_denied(
            r"refus\w+|reject\w+|declin\w+|den(?:y|ies|ied)",
            r"right|if|agree\w*|accept\w*|approv\w*|grant\w*|consent\w*|unless|until",
        ),
        "agreed": _unless_denied(
            "approv(?:e[sd]?|al)|grant(?:s|ed)?|accept(?:s|ed)?|agree[sd]?|allow(?:s|ed)?",
            r"refus\w+|den\w+|reject\w+|before|until|un\w+|dis\w+|only|unless",
        ),
        "growing": _unless_denied(
            "increas(?:e[sd]?|ing)|rais(?:e|es|ed|ing)|grow(?:s|n|ing)?|larger|bigger",
            r"decreas\w+|reduc\w+|smaller|lower\w*|less|fewer|child(?:ren)?|kids?",
        ),
        "shrinking": _unless_denied(
            "decreas(?:e[sd]?|ing)|reduc(?:e[sd]?|ing)|smaller|shrink(?:s|ing)?",
            r"increas\w+|rais\w+|larger|bigger|grow\w*|more",
        ),
        "short": _unless_denied("short(?:er|est)?", r"long\w*|of"),
        "long": _unless_denied("(?<!as )(?<!how )long(?:er|est)?(?! as| ago)", r"short\w*"),
        "low": _unless_denied(r"low(?:er|est)?(?:-cost|-income|-wage)?", r"high\w*"),
        "high": _unless_denied("high(?:er|est)?(?! school)", r"low\w*"),
        "small": _unless_denied("small(?:er|est)?", r"large\w*|big\w*"),
        "large": _unless_denied("large(?:r|st)?|big(?:ger|gest)?", r"small\w*"),
        "blank": Opposed("blank|empty", r"full|fill\w*|complete\w*"),
        "better": _unless_denied("better|best", r"worse|worst|had|at best"),
        "worse": _unless_denied("worse|worst", r"better|best"),
        "easy": _unless_denied("easy|easier|easily", r"hard\w*|difficult\w*"),
        "hard": _unless_denied(r"hard(?:er|est)?|difficult\w*", r"eas\w+"),
        "same": _unless_denied("the same", r"different\w*|other|another"),
        "different": _unless_denied("different|another", r"same|alike|one another|similar\w*"),
        "alone": _unless_denied("alone|in private", r"together|with|let alone|leave|left"),
        "together": _unless_denied("together", r"alone|separat\w+|apart"),
        "true": _unless_denied(r"true|truth\w*|honest\w*", r"false\w*|li(?:e|es|ed|ar)|lying|fake\w*|if|whether"),
        "false": _unless_denied("false|fake|forged", r"true|truth|real\w*"),
        "begun": _unless_denied(
            "begin(?:s|ning)?|began|begun|start(?:s|ed|ing)?", r"end\w*|stop\w*|until|finish\w*|over"
        ),
        "ended": _unless_denied(
            "end(?:s|ed)?|stop(?:s|ped)?|expire[sd]?", r"begin\w*|start\w*|began|until|open\w*|new"
        ),
        "stay": _unless_denied("stay(?:s|ed|ing)?", r"leav\w+|left|away|out|silent|private|if|safe\w*|move\w*"),
        "leave": _unless_denied("leav(?:e|es|ing)", r"stay\w*|remain\w*|behind|note|message|voicemail|alone|out|on|it"),
        "outside": _unless_denied("outside", r"inside|within|into?"),
        "inside": _unless_denied("inside|indoors", r"out\w*"),
        "guilty": _unless_denied("guilty", r"innocent|if|whether"),
        "unmarried": Opposed("unmarried|not married", r"if|whether|divorc\w+|ever"),
    }
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name in English."""

    said: str
    hints: str = ""
    """More English words that let a translator say the name, and that may as well be said otherwise."""


KINDS: tuple[Mapping[str, Name], ...] = (
    {
        "California": Name("California|Los Angeles|San Francisco"),
        "Texas": Name("Texas|Houston|Dallas"),
        "Florida": Name("Florida|Miami"),
        "New York": Name("New York|Manhattan|Brooklyn|Queens|Bronx"),
        "Illinois": Name("Illinois|Chicago|Cook County"),
        "New Jersey": Name("New Jersey"),
        "Pennsylvania": Name("Pennsylvania|Philadelphia"),
        "Massachusetts": Name("Massachusetts|Boston"),
        "Washington": Name("Washington|Seattle"),
        "Virginia": Name("Virginia"),
        "Georgia": Name("Georgia|Atlanta"),
        "Nevada": Name("Nevada|Las Vegas"),
        "Arizona": Name("Arizona"),
        "Michigan": Name("Michigan|Detroit"),
        "Ohio": Name("Ohio"),
    },
    {
        "mother": Name("mothers?|moms?", r"parents?|famil\w+|grand\w+"),
        "father": Name("fathers?|dads?", r"parents?|famil\w+|grand\w+"),
    },
    {
        "wife": Name("wife|wives", r"spouses?|marri\w+|partners?|couples?"),
        "husband": Name("husbands?", r"spouses?|marri\w+|partners?|couples?"),
    },
    {
        "son": Name("sons?", r"boys?|child(?:ren)?|kids?|famil\w+"),
        "daughter": Name("daughters?", r"girls?|child(?:ren)?|kids?|famil\w+"),
    },
    {
        "brother": Name("brothers?", "siblings?|relatives?"),
        "sister": Name("sisters?", "siblings?|relatives?"),
    },
    {
        "lawyer": Name("lawyers?|attorneys?", r"legal|counsel\w*|law"),
        "officer": Name("officers?", r"officers?|police|agents?|official\w*|sheriff\w*|ICE|immigra\w+|law enforcement"),
        "police": Name(
            "police(?:wom[ae]n|m[ae]n)?", r"officers?|911|law enforcement|sheriff|cops?|detectives?|report\w*"
        ),
        "judge": Name("judges?", r"courts?|hearings?|magistrate|order\w*|sue\w*"),
        "employer": Name("boss(?:es)?|employers?", r"owners?|managers?|supervisors?|company|companies|work\w*|job\w*"),
        "landlord": Name("landlords?|landlad(?:y|ies)", r"owners?|lease\w*|rent\w*"),
        "doctor": Name("doctors?|physicians?", r"nurses?|medical|health\w*|clinics?|hospitals?"),
        "immigration officer": Name(
            "ICE|immigration (?:officers?|agents?)", r"immigra\w+|USCIS|CBP|DHS|border|deport\w*|agents?"
        ),
    },
    {
        "north": Name("north(?:ern)?"),
        "south": Name("south(?:ern)?"),
        "east": Name("east(?:ern)?"),
        "west": Name("west(?:ern)?"),
    },
    {
        "left": Name("left(?= (?:hand|side|door|entrance|arm|foot|turn))", "left"),
        "right": Name("right(?= (?:hand|side|door|entrance|arm|foot|turn))", "right"),
    },
    {
        "home country": Name(
            "home countr(?:y|ies)|your (?:own )?country|back home", r"countr(?:y|ies)|home\w*|abroad|overseas|China"
        ),
        "United States": Name(
            r"(?-i:U\.S\.|USA)|United States|America",
            r"(?-i:US)|U\.S\.|USA|United States|America\w*|here|citizen\w*|federal\w*|immigra\w+|visas?|country|state"
            "|green cards?",
        ),
    },
    {
        "federal": Name(
            "federal(?:ly)?", r"U\.S\.|United States|America\w*|national\w*|country|government|agenc\w+|immigra\w+"
        ),
        "whole country": Name(
            "nationwide|national(?:ly)?|whole country|countrywide",
            r"country|federal\w*|U\.S\.|United States|America\w*|everywhere",
        ),
        "state": Name(
            "(?-i:states?(?! secret| in)|statewide)",
            r"states?|local\w*|New York|Illinois|California|Texas|Florida|New Jersey|Washington",
        ),
        "city": Name(
            "cit(?:y|ies)|citywide",
            r"cit(?:y|ies)|local\w*|town\w*|New York|Chicago|municip\w+|urban|Los Angeles|San Francisco",
        ),
        "county": Name("count(?:y|ies)", "count(?:y|ies)|local|Cook"),
    },
    {
        "family court": Name("family courts?"),
        "criminal court": Name("criminal courts?", r"criminal\w*|crime\w*"),
        "immigration court": Name("immigration courts?", r"immigra\w+"),
        "civil court": Name("civil courts?", "civil"),
        "supreme court": Name("supreme court"),
    },
    {
        "felony": Name("felon(?:y|ies)", r"felon\w*|serious\w*"),
        "misdemeanor": Name("misdemeanors?", r"misdemeanors?|minor|lesser"),
    },
    {
        "parent": Name(
            "parents?",
            r"mothers?|fathers?|moms?|dads?|famil\w+|grand\w+|step\w+|guardian\w*|married|caregivers?|parents?",
        ),
        "child": Name(
            "child(?:ren)?|kids?",
            r"child(?:ren)?|kids?|sons?|daughters?|bab(?:y|ies)|minors?|born|birth|young\w*|school\w*|grand\w+|step\w+|siblings?"
            r"|brothers?|sisters?|boys?|girls?|adopt\w*|custody|pregnan\w+|famil\w+|derivatives?",
        ),
    },
    {
        "family": Name(
            "famil(?:y|ies)",
            r"famil\w+|relatives?|parents?|child\w*|kids?|spouses?|husbands?|wi[fv]e\w*|mothers?|fathers?|brothers?|sisters?|homes?"
            r"|domestic|household\w*|loved ones?|sons?|daughters?|marri\w+|partners?|people|someone|relations?",
        ),
        "friend": Name("friends?", r"friends?|loved ones?|people|someone|anyone|peers?|trust\w*|network|others?"),
    },
    {
        "boss": Name(
            "boss(?:es)?|employers?", r"boss\w*|employers?|owners?|managers?|supervisors?|compan(?:y|ies)|work for"
        ),
        "worker": Name("workers?|employees?", r"work\w*|employ(?:ees?|ed|ment)|jobs?|staff|labor\w*|colleagues?"),
        "tenant": Name("tenants?|renters?", r"tenan\w+|renters?|rents?|renting|rented|lease\w*"),
        "owner": Name("landlords?|landlad(?:y|ies)", r"landlords?|landlad(?:y|ies)|owners?"),
    },
    {
        "victim": Name("victims?|survivors?", r"victim\w*|surviv\w+|abused|hurt|harmed|traffick\w+|applicants?"),
        "abuser": Name(
            "abusers?|traffickers?", r"abus\w+|hurt\w*|harm\w*|traffickers?|violen\w+|attack\w*|offenders?|criminals?"
        ),
    },
    {
        "passport": Name("passports?", r"passports?|papers|documents?|travel|ID"),
        "visa": Name("visas?", r"visas?|status|cases?|nonimmigrants?"),
        "green card": Name("green cards?", r"green cards?|permanent\w*|LPR|resident\w*|adjust\w*"),
        "work permit": Name("work permits?|work authorization", r"permits?|permission|authoriz\w+|EAD|I-765"),
        "driver's license": Name("driver['’]s licenses?|driving licenses?", r"licenses?|ID|DMV|driv\w+"),
        "birth certificate": Name("birth (?:certificates?|papers?|records?)", r"birth|born"),
        "marriage certificate": Name("marriage (?:certificates?|licenses?|papers?|records?)", r"marri\w+"),
        "ID": Name(
            "(?:photo |state )?ID(?: cards?)?|identification|identity card",
            r"ID|IDs|identit\w+|identif\w+|papers|documents?|cards?|status",
        ),
        "contract": Name("contracts?", r"contract\w*|agree\w*|lease\w*|terms"),
        "receipt": Name("receipts?", r"receipts?|proof|bills?|slips?|invoices?"),
        "warrant": Name("warrants?", r"warrants?|search\w*|arrest\w*|order\w*"),
    },
    {
        "email": Name("emails?", r"e?-?mail\w*|address\w*|accounts?|online|write|messages?|contact\w*"),
        "text message": Name(
            "text messages?|text|texts|texting|SMS", r"text\w*|SMS|messages?|WhatsApp|WeChat|chat\w*|contact\w*"
        ),
        "fax": Name("fax(?:es)?"),
    },
    {
        "Mandarin": Name("Mandarin", r"Chinese|dialects?|your (?:own )?language"),
        "Cantonese": Name("Cantonese", r"Chinese|dialects?"),
        "Fuzhounese": Name("Fuzhounese|Fuzhou", r"Fuzhou\w*|Chinese|dialects?|Fujian\w*|Foochow"),
        "Taishanese": Name("Taishanese|Toisanese", r"Taishan\w*|Toisan\w*|Chinese|dialects?"),
        "Spanish": Name("Spanish"),
        "English": Name("English", r"English|language|translat\w+|original\w*|interpret\w+|words?"),
        "Korean": Name("Korean"),
        "Vietnamese": Name("Vietnamese"),
    },
    {
        "red": Name("red(?! cross| tape| flags?)"),
        "green": Name("green(?! cards?| onions?| tea)"),
        "blue": Name("blue"),
        "yellow": Name("yellow(?! pages)"),
        "black": Name("black(?! people| wom[ae]n| m[ae]n| market| tea| eye)"),
        "white": Name("white(?! people| wom[ae]n| m[ae]n| house)"),
        "orange": Name("orange"),
        "purple": Name("purple|violet"),
    },
    {
        "weekday": Name(
            "weekdays?|working days?|business days?",
            r"weekdays?|weeks?|weekly|Mon\w*|Tues\w*|Wed\w*|Thurs\w*|Fri\w*|work\w*|days?|business",
        ),
        "weekend": Name("weekends?", r"weekends?|weeks?|weekly|Sat\w*|Sun\w*|holidays?|always|any (?:day|time)"),
    },
    {
        "morning": Name("mornings?", r"a\.?m\.?|noon|day\w*|early|dawn|breakfast|hours?"),
        "afternoon": Name("afternoons?", r"p\.?m\.?|noon|day\w*|hours?"),
        "night": Name(
            "nights?|overnight|evenings?|tonight", r"night\w*|evening\w*|p\.?m\.?|a\.?m\.?|late|dark|midnight|hours?|24"
        ),
    },
    {
        "buy": Name(
            "buy(?:s|ing)?|bought",
            r"b(?:uy|ought)\w*|purchas\w+|shop\w*|pa(?:y|id)\w*|get|trad\w+|traffick\w+|customers?",
        ),
        "sell": Name("sell(?:s|ing)?|sold", r"s(?:ell|old)\w*|sales?|seller\w*|prostitut\w+|sex|trad\w+|traffick\w+"),
    },
    {
        "arrest": Name(
            "arrest(?:s|ed|ing)?|detain(?:s|ed|ing)?|detention",
            r"arrest\w*|det[ae][in]\w*|custody|jail\w*|prison\w*|h[eo]ld\w*|caught|tak\w+|took|ICE|lock\w*",
        ),
        "release": Name(
            "releas(?:e[sd]?|ing)|let (?:you|them|him|her) go", r"releas\w+|bond|bail|free\w*|let|out|go|parole"
        ),
    },
    {
        "copy": Name("(?:photo)?cop(?:y|ies)"),
        "original": Name("originals?", r"original\w*|first|source"),
    },
    {
        "written": Name("in writing|written", r"writ\w+|wrote|paper\w*|documents?|text\w*|form\w*|letters?"),
        "spoken": Name(
            "oral(?:ly)?|verbal(?:ly)?|spoken|aloud|out loud",
            r"oral\w*|verbal\w*|spok\w+|speak\w*|aloud|loud|say\w*|said|talk\w*|tell\w*|told",
        ),
    },
    {
        "spring": Name("spring", "springs?"),
        "summer": Name("summer"),
        "autumn": Name("autumn", r"fall\w*"),
        "winter": Name("winter"),
    },
)
"""What is of one kind: in the place of one, a translation must not have another."""

NAMES = tuple(name for kind in KINDS for name in kind)
