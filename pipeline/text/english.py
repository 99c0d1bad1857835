r"""What rules look for in English: turns, opposites, names and units, by the keys of locales/words/*.toml.

English is the source, so its side stands here; how another language says the same stands in a file that a translator
can edit, under the same keys (`wording`). A key that such a file has must be here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


def pattern(words: str) -> re.Pattern[str]:
    """English words in small or capital letters, and none inside another word, an address or a path."""
    return re.compile(rf"(?<![\w./=-])(?:{words})(?!\w|[./-]\w)", re.IGNORECASE)


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


_DEMANDED = r"must|ha(?:ve|s) to|needs? to|(?:is|are) required"

OPPOSITES: Mapping[str, Opposed] = MappingProxyType(
    {
        "may": Opposed(
            "(?-i:may|can)",
            r"must|ha(?:ve|s) to|needs?|only|requir\w+|without|not|never|no|should|unless|force\w*|cannot"
            r"|until|order\w*|make",
        ),
        "must": Opposed(
            _DEMANDED, r"may|can|could|not|no|\w+n['’]t|if|without|only|nobody|unless|never|whether|ask\w*"
        ),
        "before": Opposed("before", "after|since|then|later|once|when|until"),
        "after": Opposed(
            "(?<!look )(?<!looks )(?<!looking )after(?! all)",
            "before|earlier|until|ahead|previous|past|ago|within|first",
        ),
        "at least": Opposed("at least|no (?:less|fewer) than", r"at most|up to|no more than|not|never|\w+n['’]t"),
        "at most": Opposed("at most|no (?:more|later|longer) than|up to", "at least"),
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
        "spring": Name("spring", "springs?"),
        "summer": Name("summer"),
        "autumn": Name("autumn", r"fall\w*"),
        "winter": Name("winter"),
    },
)
"""What is of one kind: in the place of one, a translation must not have another."""

NAMES = tuple(name for kind in KINDS for name in kind)
