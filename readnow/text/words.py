"""Words of a text or of HTML, without building a document: for summaries, counts, hashes and search.

Called for every entry in the parser process. Invariant: linear in time; the output of `plain_words` is one
clean line.
"""

import re
import unicodedata
from html import unescape

from readnow.text.clean import clean_line, is_western
from readnow.text.tags import TOKEN, mend

WITHIN_WORDS = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"),
        *("time", "tt", "u", "var", "wbr"),
    )
)
"""Elements that may stand in the middle of a word; all others end one."""
_CJK = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_CHARACTERS_PER_WORD = 2
_ACCENT = re.compile("[\u0300-\u036f]+")
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "’": "'"}
)


def plain_words(html: str) -> str:
    """All text of an HTML text in one line, as quickly as can be: tags out, character references decoded."""
    if "<" in html:
        html = TOKEN.sub(_between, mend(html))
    text = unescape(html) if "&" in html else html
    return clean_line(text, max(1, len(text)))


def _between(token: re.Match[str]) -> str:
    name = token["name"]
    return "" if name and name.lstrip("/").lower() in WITHIN_WORDS else " "


def count_words(text: str) -> int:
    """How many words a clean line has; where a script has no spaces, two characters count as one."""
    words = text.count(" ") + 1 if text else 0
    if is_western(text):
        return words
    spaced, characters = _CJK.subn(" ", text)
    if not characters:
        return words
    return len(spaced.split()) + -(-characters // _CHARACTERS_PER_WORD)


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 feed", "1,204 feeds"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def fold(text: str) -> str:
    """The text as search compares it: without case, accents and other differences of form. Idempotent."""
    if text.isascii():
        return text.lower()
    decomposed = _ACCENT.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return unicodedata.normalize("NFC", decomposed.casefold().translate(_LETTERS))
