"""Invisible characters that a script is spelt with: to delete them is to misspell the word.

In every other place an invisible character is nobody's meaning, and is shown or warned of.
"""

from __future__ import annotations

import re
from typing import Final

_JOINING = "\u0620-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefc"
_VIRAMA = "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca"
_WITHOUT_SPACES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer

NEEDED: Final = re.compile(
    rf"(?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}])"  # Persian نمی‌شود: letters that join, or must not
    rf"|(?<=[{_VIRAMA}])[\u200c\u200d]"  # after a virama also at the end of a word
    rf"|(?<=[{_WITHOUT_SPACES}])\u200b(?=[{_WITHOUT_SPACES}])"  # where a line may break
    r"|[\u00a0\u202f](?=[?!:;»›%])|(?<=[«‹])[\u00a0\u202f]"  # French keeps its signs and quotation marks so
    r"|(?<=\d)[\u00a0\u202f](?=\d)"  # 1 000
)
"""Joiners after RFC 5892, appendix A, in the scripts that have them; the others after the Unicode Standard, 6.2 and 16.

Matched at a place in a text: what stands before and behind decides.
"""
