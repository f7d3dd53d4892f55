"""Words of a text or of HTML, without building a document: for summaries, counts, hashes and search.

Called for every entry in the parser process. Invariant: linear in time; the output of `plain_words` is one
clean line.
"""

import re
import unicodedata
from html import unescape

from readnow.text.clean import clean_line, is_western
from readnow.text.pattern import pattern
from readnow.text.tags import TOKEN, mend

WITHIN_WORDS = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i"),
        *("ins", "kbd", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup"),
        *("time", "tt", "u", "var", "wbr"),
    )
)
"""Elements that may stand in the middle of a word; all others end one."""
_ENDING_WORDS = frozenset(
    (
        *("address", "article", "aside", "audio", "blockquote", "br", "caption", "center", "dd", "details"),
        *("div", "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hr", "img", "label", "li", "main", "nav", "ol", "p", "picture", "pre", "section", "source"),
        *("summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "video"),
    )
)
"""Elements that end one and about which nothing else is special: what most texts have beside the others."""
_BRACKETS = pattern("<([^<>]*+)>")
_CAREFUL = pattern(
    "(/?[a-z][a-z0-9]*)(?:[ \\n\\t]++[^\\s\"'=/]++(?:=(?:\"[^\"]*+\"|'[^']*+'))?+)*+[ \\n\\t]*+/?+"
)
"""What stands between the brackets of a tag that has a name in small letters, and values in quotation
marks."""
_CJK = pattern("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_CHARACTERS_PER_WORD = 2
_ACCENT = pattern("[\u0300-\u036f]+")
_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "’": "'"}
)


def plain_words(html: str) -> str:
    """All text of an HTML text in one line, as quickly as can be: tags out, character references decoded."""
    if "<" in html:
        html = _without_tags(html)
    text = unescape(html) if "&" in html else html
    return clean_line(text, max(1, len(text)))


class _Gaps(dict[str, str]):
    """What a tag leaves in its place, by what stands in its brackets; `<` where that takes a closer look."""

    def __missing__(self, tag: str) -> str:
        found = _CAREFUL.fullmatch(tag)
        return self.get(found[1], "<") if found else "<"


_gap = _Gaps(
    {
        f"{slash}{name}": gap
        for names, gap in ((WITHIN_WORDS, ""), (_ENDING_WORDS, " "))
        for name in names
        for slash in ("", "/")
    }
).__getitem__


def _without_tags(html: str) -> str:
    """The text with gaps for its tags: at once, where each of them is as careful writers write it."""
    parts = _BRACKETS.split(html)  # text, what stands in brackets, text, what stands in brackets, text
    tags = len(parts) // 2
    if html.count("<") == tags == html.count(">"):
        parts[1::2] = map(_gap, parts[1::2])
        text = "".join(parts)
        if "<" not in text:
            return text
    return TOKEN.sub(_between, mend(html))


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
