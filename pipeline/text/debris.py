"""What a program leaves in a translation that no translator has written: marks of a merge, errors of a spreadsheet,
escapes, and words that were read in a wrong encoding.
"""

from __future__ import annotations

import codecs
import re

_LEFT = re.compile(
    r"""\#(?:-\#){4}  # of msgcat, where two files say two things
    | ^(?:<{7}|\|{7}|>{7})(?=[ ]|$) | ^={7}$
    | \#(?:VALUE|NAME|REF|NULL|NUM|CALC|SPILL|ERROR|DIV/0|[¡¿][A-ZÁÉÍÓÚ]+)[!?]|\#N/[AD]\b
    | ^=[A-Z]{3,}\( | \[object\ Object\] | (?<![A-Za-z_/-])(?:undefined|NULL|NaN)(?![A-Za-z_/-])
    | ^(?:null|[Ll]oading(?:\.{3}|…))$
    | \\(?:[nrt](?![A-Za-z])|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2})
    | (?<![\w/#=?&%.-])(?:%[0-9A-F]{2}){3} | (?:&\#x?[0-9A-Fa-f]+;){2} | &amp;(?:\#\w+|quot|amp|nbsp|lt|gt);""",
    re.VERBOSE | re.MULTILINE,
)
_BYTES = {
    ord(char): byte for byte in range(0x80, 0xA0) if (char := bytes([byte]).decode("cp1252", "ignore"))
}  # what Windows shows for the bytes that are no letters in Latin-1
# UTF-8 read as Latin-1. A quotation mark or a dash may stand behind a capital letter, so those prove nothing.
_AS_LATIN = re.compile(
    "\xe2\x80[\x80-\xbf]|[\xc3][\x80-\x84\x86-\x90\x98-\x9f\xa1-\xaa\xac-\xba\xbc-\xbf]"
    "|\xc2[\xa1-\xaa\xac-\xba\xbc-\xbf]|(?:[\xe0\xe1\xe3-\xed][\x80-\xbf]{2}){2}|(?:[\xd0\xd1\xd8-\xdb][\x80-\xbf]){3}"
)
_LEAD = re.compile("[\xc2\xc3\xd0\xd1\xd8-\xdb\xe0-\xed]")
_LATIN = re.compile("[\xa1-\xfe]{6,}")  # no language has six of them on end: Chinese in GBK, read as Latin-1
_LOST = re.compile("锟斤拷|烫烫烫|屯屯屯")  # what Windows shows for bytes that say nothing
_RUN = re.compile("[\u4e00-\u9fff]{3,}")
_CHINESE = re.compile("[\u3000-\u303f\uff00-\uffef]*[\u4e00-\u9fff]+[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")


def left_behind(source: str, target: str) -> str:
    """The first sign of a program in a translation that its source does not have; empty for none."""
    found = dict.fromkeys(match[0] for match in _LEFT.finditer(target))
    own = source.lower() if found else ""
    return next((sign for sign in found if sign.lower() not in own), "")


def misread(text: str) -> str:
    """The first words of a text that were read in a wrong encoding, as they look now; empty for none."""
    if text.isascii():
        return ""
    found = _LOST.search(text)
    if not found and _LEAD.search(text):
        found = _AS_LATIN.search(text.translate(_BYTES))
    if found:
        return text[found.start() : found.end() + 8]
    read = [(match[0], match[0].encode("latin-1"), "gbk") for match in _LATIN.finditer(text) if len(set(match[0])) > 2]
    read += [(match[0], match[0].encode("gbk", "ignore"), "utf-8") for match in _RUN.finditer(text)]
    return next((words for words, data, encoding in read if _is_chinese(data, encoding)), "")


def _is_chinese(data: bytes, encoding: str) -> bool:
    """Whether bytes say something in Chinese in an encoding; the last character may be cut off."""
    try:
        return bool(_CHINESE.fullmatch(codecs.getincrementaldecoder(encoding)().decode(data)))
    except UnicodeDecodeError:
        return False
