r"""`--format`: a line of the user's own making for each article. Used by `readnow list`.

`{field}`, or `{field:20}` in 20 cells, `{field:>20}` to the right, `{field:.20}` at most 20; `\t`, `\n`, `\0`
and `\\`; `{{` and `}}` are brackets. Invariants: what an article says is one cleaned part of a line, whatever
is in it; what is wrong with a template is said before anything is listed.
"""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches

import click
from msgspec import Struct

from readnow.cli import output
from readnow.model.article import ArticleHead
from readnow.text.cells import cell_width, cut, pad
from readnow.text.moments import moment
from readnow.text.pattern import pattern

_PLACE = pattern(
    r"\{\{|\}\}|\\(?P<escape>.?)|\{(?P<field>[^{}:]*)(?::(?P<shape>[^{}]*))?\}|(?P<stray>[{}])", re.DOTALL
)
_SHAPE = pattern(r"(?P<side>[<>]?)(?P<least>\d{1,3})?(?:\.(?P<most>\d{1,3}))?")
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", "0": "\0"}


def _mark(head: ArticleHead) -> str:
    star, later, unread = ("★", "◷", "●") if output.can_show("★◷●") else ("*", "=", "o")
    return star if head.starred else later if head.later else " " if head.read else unread


FIELDS: Mapping[str, tuple[str, Callable[[ArticleHead], str]]] = {
    "id": ("its number, which other commands take", lambda head: str(head.id)),
    "feed_id": ("the number of its feed", lambda head: str(head.feed_id)),
    "feed": ("the title of its feed", lambda head: head.feed_title),
    "title": ("its title", lambda head: head.title),
    "link": ("the address of its page", lambda head: head.link),
    "author": ("who wrote it", lambda head: head.author),
    "date": ("when it is from, in local time", lambda head: output.local_time(head.date)),
    "time": ("the same in UTC, ISO 8601", lambda head: moment(head.date) or ""),
    "mark": ("● unread, ★ starred, ◷ to be read later", _mark),
    "state": ("unread or read", lambda head: "read" if head.read else "unread"),
    "words": ("how many words it has", lambda head: str(head.words)),
    "tags": ("its tags", lambda head: ", ".join(head.tags)),
}
"""Each field with what it is."""

mark = FIELDS["mark"][1]


class _Part(Struct, frozen=True):
    """A text that stands as it is, or a field in a shape."""

    text: str = ""
    read: Callable[[ArticleHead], str] | None = None
    right: bool = False
    least: int = 0
    most: int | None = None

    def __call__(self, head: ArticleHead) -> str:
        if self.read is None:
            return self.text
        value = output.field(self.read(head))
        if self.most is not None:
            value = cut(value, self.most)
        if self.right:
            return " " * max(0, self.least - cell_width(value)) + value
        return pad(value, max(self.least, cell_width(value))) if self.least else value


class Template:
    """A template that is read. Raises `click.UsageError` with a sentence."""

    def __init__(self, text: str) -> None:
        self._parts: list[_Part] = []
        at = 0
        for match in _PLACE.finditer(text):
            self._parts += [_Part(text[at : match.start()]), _part(match)]
            at = match.end()
        self._parts.append(_Part(text[at:]))

    def __call__(self, head: ArticleHead) -> str:
        """The line of an article, with its end."""
        return "".join(part(head) for part in self._parts) + "\n"


def _part(match: "re.Match[str]") -> _Part:
    if match["stray"]:
        raise _wrong(f"“{match['stray']}” stands alone at character {match.start() + 1}; write it twice")
    if match["escape"] is not None:
        if match["escape"] not in _ESCAPES:
            raise _wrong(f"\\{match['escape']} means nothing; there is \\n, \\t, \\0 and \\\\")
        return _Part(_ESCAPES[match["escape"]])
    if match["field"] is None:
        return _Part(match[0][0])
    return _field(match["field"].strip(), match["shape"])


def _field(name: str, shape: str | None) -> _Part:
    if name not in FIELDS:
        near = get_close_matches(name, FIELDS, 1)
        hint = f"did you mean {{{near[0]}}}?" if near else f"there is: {', '.join(FIELDS)}"
        raise _wrong(f"there is no {{{name}}}; {hint}")
    read = FIELDS[name][1]
    if shape is None:
        return _Part(read=read)
    found = _SHAPE.fullmatch(shape)
    if found is None or not shape:
        raise _wrong(f"“:{shape}” is no width; one is such as :20, :>20 or :.20")
    least = int(found["least"] or 0)
    # A width alone is a column: what is longer is cut.
    most = int(found["most"]) if found["most"] is not None else least or None
    return _Part("", read, found["side"] == ">", least, most)


def _wrong(what: str) -> click.UsageError:
    return click.UsageError(f"--format: {what}{'' if what.endswith('?') else '.'}")
