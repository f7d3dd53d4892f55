"""The code of a page: taken out before anything else, and read for what it states as data.

Called by `extract_page`. Invariant: nothing is run; finding code takes linear time, and so does reading data.
"""

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from html import unescape

from msgspec import Struct

from readnow.text.pattern import pattern

_CODE = pattern(r"<(?:!--|(script|style)(?=[\s/>]))", re.IGNORECASE)
_ENDS = {name: pattern(rf"</{name}(?=[\s/>])[^>]*+>", re.IGNORECASE) for name in ("script", "style")}
_DATA = pattern(r"<script[^>]{0,500}?\bld\+json[^>]{0,500}+>", re.IGNORECASE)
_MOST_DATA = 1 << 20
_MOST_VALUES = 20_000
_LINES = pattern(r"\s*\n\s*")
_TAG = pattern(r"<[^<>]{0,500}>")


class Statement(Struct, frozen=True):
    """What a page's linked data say of its article: its text, a paragraph a line, and whether it is free."""

    text: str = ""
    free: bool = True


def split_code(html: str) -> tuple[str, list[str]]:
    """The HTML without scripts, styles and comments; and the scripts, start tag included."""
    kept: list[str] = []
    scripts: list[str] = []
    at = 0
    while found := _CODE.search(html, at):
        kept.append(html[at : found.start()])
        if found[1]:
            end = _ENDS[found[1].lower()].search(html, found.end())
            if found[1].lower() == "script":
                scripts.append(html[found.start() : end.start() if end else len(html)])
            at = end.end() if end else len(html)
        elif html.startswith((">", "->"), found.end()):
            at = html.index(">", found.end()) + 1
        else:
            closed = html.find("-->", found.end())
            at = closed + 3 if closed >= 0 else len(html)
    kept.append(html[at:])
    return "".join(kept), scripts


def statement(scripts: Iterable[str]) -> Statement:
    """What the scripts that hold linked data say: the longest text, and not free if one of them says so."""
    text, free = "", True
    room = _MOST_DATA
    for script in scripts:
        start = _DATA.match(script)
        if start is None:
            continue
        room -= len(script)
        if room < 0:
            break
        try:
            data = json.loads(script[start.end() :], strict=False)
        except (ValueError, RecursionError):
            continue
        for thing in _things(data):
            stated = thing.get("articleBody")
            if isinstance(stated, str) and len(stated) > len(text):
                text = stated
            free = free and str(thing.get("isAccessibleForFree", "")).lower() not in {"false", "0"}
    return Statement(_paragraphs(text), free)


def _things(data: object) -> Iterator[dict[str, object]]:
    """All objects within JSON data, the outer ones first; 20,000 values at most are looked at."""
    waiting: deque[object] = deque((data,))
    for _ in range(_MOST_VALUES):
        if not waiting:
            return
        value = waiting.popleft()
        if isinstance(value, dict):
            yield value
            waiting.extend(part for part in value.values() if isinstance(part, dict | list))
        elif isinstance(value, list):
            waiting.extend(part for part in value if isinstance(part, dict | list))


def _paragraphs(stated: str) -> str:
    """Text without markup, whether or not it was escaped, one paragraph a line."""
    if "&" in stated:
        stated = unescape(stated)
    return _LINES.sub("\n", _TAG.sub("\n", stated)).strip()
