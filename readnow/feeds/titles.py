"""Titles and other short texts as one clean line of plain text. Called by `refine`, for every feed and entry.

Markup is taken out only where it is known HTML: `Vec<T>` and `a < b` are titles too. Linear.
"""

import html
import re

from readnow.feeds.raw import RawText
from readnow.text.clean import clean_line
from readnow.text.pattern import pattern

_ROUNDS = 5
_LONGEST = 100_000
_MADE = 80
_INLINE = (
    "a|abbr|acronym|applet|b|bdi|bdo|big|blink|cite|code|data|del|dfn|em|font|i|ins|kbd|label|link|mark|marquee|math|"
    "meta|nobr|object|param|q|rp|rt|ruby|s|samp|small|span|strike|strong|sub|sup|svg|time|tt|u|var|wbr|img"
)
_BLOCK = (
    "address|article|aside|audio|blockquote|br|button|center|dd|div|dl|dt|embed|figcaption|figure|footer|form|"
    "frame|frameset|h[1-6]|header|hr|iframe|input|li|noscript|ol|p|pre|script|section|source|style|table|tbody|td|"
    "th|thead|tr|ul|video"
)
_INLINE_TAG = pattern(rf"</?(?:{_INLINE})(?=[\s>/])[^<>]*>|<!--[^<>]*(?:>|$)", re.IGNORECASE)
_BLOCK_TAG = pattern(rf"</?(?:{_BLOCK})(?=[\s>/])[^<>]*>", re.IGNORECASE)
_SURE_SIGN = pattern(rf"</(?:{_INLINE}|{_BLOCK})\s*>|<(?:br|hr|img|wbr)(?=[\s>/])[^<>]*>", re.IGNORECASE)
_CODE = pattern(r"<(script|style)(?=[\s>])[^<>]*>[^<]*</\1\s*>", re.IGNORECASE)


def one_line(text: RawText | None, limit: int = 1000) -> str:
    """The text as a line: of HTML, tags out and references resolved until nothing changes."""
    if text is None:
        return ""
    value = text.value[:_LONGEST]
    return clean_line(without_markup(value) if text.kind == "html" else value, limit)


def holds_markup(text: str) -> bool:
    """Whether a text of undeclared type is surely HTML: it closes a known element, or holds an empty one."""
    return bool(_SURE_SIGN.search(text[:_LONGEST]))


def without_markup(text: str) -> str:
    """HTML as plain text, for short texts: doubly escaped ones too."""
    for _ in range(_ROUNDS):
        before = text
        if "<" in text:
            text = _BLOCK_TAG.sub(" ", _INLINE_TAG.sub("", _CODE.sub(" ", text)))
        if "&" in text:
            text = html.unescape(text)
        if text == before:
            break
    return text


def made_title(text: str) -> str:
    """A title from the beginning of an entry's plain text, cut between words; "" if there is no text."""
    line = clean_line(text[: _MADE * 4], _MADE * 4)
    if len(line) <= _MADE:
        return line
    cut = line[: _MADE + 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > _MADE // 2 else cut[:_MADE]).rstrip(" ,;:–—-") + "…"
