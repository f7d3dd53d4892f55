"""A line of newsboat's files as its words: blanks between them, quotation marks round them. Pure.

Used by `urls` and `configuration`. Invariant: `split` gives back what `quoted` joined.
"""

import re

from readnow.text.pattern import pattern

_WORD = pattern(r'\s*(?:"((?:[^"\\]|\\.)*)"?|(#.*)|(\S+))', re.DOTALL)
_ESCAPED = pattern(r"\\(.)", re.DOTALL)
_MEANINGS = {"n": "\n", "r": "\r", "t": "\t"}
_PLAIN = pattern(r'[^\s"#`\\][^\s"`\\]*')


def split(line: str) -> list[str]:
    """The words of a line; a # at the beginning of one ends it."""
    found: list[str] = []
    for match in _WORD.finditer(line):
        within, remark, bare = match.groups()
        if remark is not None:
            break
        found.append(bare if within is None else _ESCAPED.sub(_unescaped, within))
    return found


def quoted(word: str) -> str:
    """The word as it is written."""
    if _PLAIN.fullmatch(word):
        return word
    text = word.replace("\\", "\\\\").replace('"', '\\"').replace("`", "\\`")
    return '"' + text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


def _unescaped(match: re.Match[str]) -> str:
    return _MEANINGS.get(match[1], match[1])
