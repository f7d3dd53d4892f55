"""What a document may cost: cut here, in linear time, before a parser with quadratic corners sees it.

Called by `parse` with decoded text: `fence` always, `short_names` where feedparser is to read it. What is
cut is beyond what any honest feed holds (checklist 5.14, 5.15); whatever slips through is ended by the
parent's time limit.
"""

import re
from bisect import bisect_left

from msgspec import Struct

from readnow.feeds.islands import Islands
from readnow.feeds.raw import MAX_ENTRIES
from readnow.feeds.sniff import FEED_ROOT, past_prolog
from readnow.text.pattern import pattern

MAX_ATTRIBUTES = 256
MAX_VALUE = 64 * 1024
MAX_NAME_TEXT = 4096
_MAX_ENTITIES = 300
_FEW_TAGS = 20 * MAX_ENTRIES
"""Up to so many, entries beyond the limit cost less to read than to look for: `refine` leaves them out."""

_OPENER = pattern(r"<!--|<!\[CDATA\[")
_ENTRY = r"<(?:[\w.-]+:)?(?:item|entry)(?=[\s/>])"
_ENTRIES = pattern(_ENTRY, re.IGNORECASE)
_ENTRIES_AND_CDATA = pattern(rf"<!\[CDATA\[.*?\]\]>|{_ENTRY}", re.IGNORECASE | re.DOTALL)
_ENTRY_END = pattern(r"</(?:[\w.-]+:)?(?:item|entry)\s*>|<(?:item|entry)\s*/>", re.IGNORECASE)
_ATTRIBUTE = r"""\s+[^\s=<>"'/]++\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'|[^\s"'<>]++)"""
_FLOOD = pattern(rf"<([A-Za-z][\w:.-]*+)((?:{_ATTRIBUTE}){{{MAX_ATTRIBUTES}}})(?:{_ATTRIBUTE})++\s*+(/?>)")
_LONG_VALUE = pattern(rf"""=\s?"[^"<]{{{MAX_VALUE},}}"|=\s?'[^'<]{{{MAX_VALUE},}}'""")
_NAMES = pattern(
    r"<((?:[\w.-]+:)?(?:author|creator|contributor|publisher|owner|managingeditor|webmaster|name|email|category|"
    r"subject|keywords|tags))(?=[\s>])[^<>]{0,2000}>",
    re.IGNORECASE,
)
_TAGS = pattern(r"<!\[CDATA\[|\]\]>|<[^<>]*>")
_ENTITY = pattern(r"""<!ENTITY\s+([\w.-]{1,32})\s+["'](&#\w{1,8};|[^&%<>"']{1,32})["']\s*>""")


class Fenced(Struct, frozen=True):
    """A text that is safe to hand on; `entries_cut` counts entries beyond the limit."""

    text: str
    entries_cut: int = 0


def fence(text: str) -> Fenced:
    """The document from its root element on, short of whatever only an attack or an accident contains."""
    text = _from_root(_without_comments(text))
    text, entries_cut = _first_entries(text)
    return Fenced(_short_tags(text), entries_cut)


def _short_tags(text: str) -> str:
    """Attributes that are too long emptied, those that are too many left out.

    Neither can hold a `<`: the expensive search is for texts that have room for one between two of them.
    """
    pieces = text.split("<")
    longest = max(map(len, pieces))
    if longest > MAX_VALUE:
        text = _LONG_VALUE.sub('=""', text)
    if longest > 4 * MAX_ATTRIBUTES and any(
        piece.count("=") > MAX_ATTRIBUTES for piece in pieces if len(piece) > 4 * MAX_ATTRIBUTES
    ):
        text = _FLOOD.sub(r"<\1\2\3", text)
    return text


def _from_root(text: str) -> str:
    """Without what stands before the root element, except short entity declarations, one a line."""
    start = past_prolog(text)
    root = FEED_ROOT.search(text, start)
    if root is None:
        return text
    head = text[: min(root.start(), MAX_VALUE)]
    entities = [f'<!ENTITY {name} "{value}">' for name, value in _ENTITY.findall(head)[:_MAX_ENTITIES]]
    doctype = "<!DOCTYPE feed [\n" + "\n".join(entities) + "\n]>\n" if entities else ""
    return doctype + text[root.start() :]


def _without_comments(text: str) -> str:
    """Comments outside CDATA removed. From one that never ends on, their openings become plain text."""
    if "<!--" not in text:
        return text
    parts: list[str] = []
    copied = at = 0
    while opener := _OPENER.search(text, at):
        comment = opener[0] == "<!--"
        end = text.find("-->" if comment else "]]>", opener.end())
        if end < 0:
            if comment:
                parts += (text[copied : opener.start()], text[opener.start() :].replace("<!--", "&lt;!--"))
                copied = len(text)
            break
        at = end + 3
        if comment:
            parts.append(text[copied : opener.start()])
            copied = at
    parts.append(text[copied:])
    return "".join(parts)


def _first_entries(text: str) -> tuple[str, int]:
    """The text with at most MAX_ENTRIES entries, its end kept so that every element stays closed."""
    if text.count("<") <= _FEW_TAGS or sum(1 for _ in _ENTRIES.finditer(text)) <= MAX_ENTRIES:
        return text, 0
    closed = text.rfind("]]>") + 3 if "]]>" in text else 0
    starts = [m.start() for m in _ENTRIES_AND_CDATA.finditer(text, 0, closed) if m[0][1] != "!"]
    starts += [m.start() for m in _ENTRIES.finditer(text, closed)]
    if len(starts) <= MAX_ENTRIES:
        return text, 0
    cut = starts[MAX_ENTRIES]
    ends = [m.end() for m in _ENTRY_END.finditer(text, starts[-1])]
    tail = text[ends[-1] :] if ends else ""
    return text[:cut] + tail, len(starts) - MAX_ENTRIES


def short_names(text: str) -> str:
    """Text of names and categories cut to 4 KiB: feedparser's search for mail addresses is quadratic."""
    spans = _long_names(text)
    if not spans:
        return text
    islands = Islands(text)
    entry_ends = [m.start() for m in _ENTRY_END.finditer(text)]
    crossing = [bisect_left(entry_ends, start) != bisect_left(entry_ends, end) for start, end in spans]
    kept: list[tuple[int, int]] = []
    for (start, end), crosses in zip(spans, crossing, strict=True):
        if not crosses and start - 1 not in islands and (not kept or start >= kept[-1][1]):
            kept.append((start, end))
    return _cut_spans(text, kept)


def _long_names(text: str) -> list[tuple[int, int]]:
    """Insides of name-like elements that are too long. The next closing tag counts, whoever it belongs to."""
    spans: list[tuple[int, int]] = []
    closings: dict[str, int] = {}
    for found in _NAMES.finditer(text):
        name, start = found[1], found.end()
        if closings.get(name, 0) < start:
            end = text.find(f"</{name}", start)
            closings[name] = len(text) if end < 0 else end
        if start + MAX_NAME_TEXT < closings[name] < len(text):
            spans.append((start, closings[name]))
    return spans


def _cut_spans(text: str, spans: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in spans:
        inner = _TAGS.sub(" ", text[start:end])[:MAX_NAME_TEXT]
        parts += (text[at:start], inner.rpartition("&")[0] if "&" in inner[-40:] else inner)
        at = end
    parts.append(text[at:])
    return "".join(parts)
