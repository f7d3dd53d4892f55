"""How deep, how many and how much: HTML is measured before any parser sees it, and made flat when it is too
much.

Called in the parser process before a body is stored, and by `text.html` for its own safety (checklist 14,
16). Invariant: linear in time for any input; `measure(tame(html)).safe` holds for every `html`; `tame`
keeps the text and its order up to the limit of a mebibyte, and leaves a mark when it cut.
"""

import re
from html import escape
from itertools import islice

from msgspec import Struct

from readnow.text.nesting import BLOCK, FORMATTING, VOID, OpenElements
from readnow.text.tags import ATTRIBUTE_PATTERN, mend, raw_parts, token_pattern

MAX_DEPTH = 100
MAX_NODES = 50_000
MAX_TEXT = 1 << 20
MAX_ATTRIBUTES = 256
MAX_TAG = 64 << 10

CUT_MARK = "<!--article cut-->"
"""Stands at the very end of an HTML text of which `tame` cut something."""

_ATTRIBUTE_LIMIT = 4096
_FEWEST_CHARACTERS = 2 * MAX_ATTRIBUTES
"""An attribute takes two characters at least: shorter tags need no counting."""
DROPPED = frozenset(("script", "style", "textarea", "title", "noembed", "noframes", "svg"))
"""Elements that are taken out with what is in them."""


class Bounds(Struct, frozen=True):
    """Upper bounds of the tree a parser would build, up to the point where they pass a limit.

    `bytes` is the size of the whole text in UTF-8, `text` what stands outside tags, in characters.
    """

    depth: int
    nodes: int
    bytes: int
    text: int
    attributes: int

    @property
    def safe(self) -> bool:
        """Whether the text may go to a parser as it is."""
        return (
            self.depth <= MAX_DEPTH
            and self.nodes <= MAX_NODES
            and self.text <= MAX_TEXT
            and self.attributes <= MAX_ATTRIBUTES
        )


def measure(html: str) -> Bounds:
    """Bounds of the HTML. A tag longer than 64 KiB counts as one with too many attributes."""
    html = mend(html)
    pattern = token_pattern(html)
    elements = OpenElements()
    names = elements.names
    left_open: dict[str, int] = {}
    depth = nodes = attributes = unclosed = 0
    for raw, name, given in pattern.findall(html):
        nodes += 1 + unclosed
        if not name or raw:
            continue
        if len(given) >= _FEWEST_CHARACTERS:
            attributes = max(attributes, _count_attributes(given))
        name = name.lower()
        if name in VOID or elements.ignores(name) or (given[-1:] == "/" and elements.is_shape(name)):
            continue
        if name[0] != "/":
            closed = elements.before(name)
            names.append(name)
            depth = max(depth, len(names) + unclosed)
        elif names and names[-1] == name[1:]:
            names.pop()
            continue
        else:
            name = name[1:]
            closed = elements.end(name)
            if not closed and left_open.get(name):
                left_open[name] -= 1
                unclosed -= 1
        for other in closed:
            if other in FORMATTING and other != name:
                left_open[other] = left_open.get(other, 0) + 1
                unclosed += 1
        if closed:
            depth = max(depth, len(names) + unclosed)
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            break
    size = len(html) if len(html) <= MAX_TEXT else len(pattern.sub("", html))
    return Bounds(depth, nodes, len(html.encode("utf-8", "replace")), size, attributes)


def _count_attributes(given: str) -> int:
    return MAX_ATTRIBUTES + 1 if len(given) > MAX_TAG else len(ATTRIBUTE_PATTERN.findall(given))


def tame(html: str) -> str:
    """The HTML with every element closed where it ends, at most 100 deep, 50,000 elements and 1 MiB of text.

    What is deeper or beyond is written as text. Scripts, styles, comments and drawings go.
    """
    return _Tamer(mend(html)).run()


class _Tamer:
    """One walk over the tags of a text that writes it anew."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._out: list[str] = []
        self._elements = OpenElements()
        self._flattened: dict[str, int] = {}
        self._tags = 0
        self._text = 0
        self._last_ends: dict[str, int] = {}
        self._skipping = ""

    def run(self) -> str:
        position = 0
        was_cut = self._html.endswith(CUT_MARK)
        for token in token_pattern(self._html).finditer(self._html):
            if not self._add_text(self._html[position : token.start()]):
                was_cut = True
                break
            position = token.end()
            self._add_token(token)
        else:
            was_cut = not self._add_text(self._html[position:]) or was_cut
        self._write_ends(self._elements.names[::-1])
        return "".join(self._out) + (CUT_MARK if was_cut else "")

    def _add_text(self, text: str) -> bool:
        """Write text; False when it had to be cut."""
        if self._skipping or not text:
            return True
        room = MAX_TEXT - self._text
        self._text += len(text)
        self._out.append(text[:room])
        return len(text) <= room

    def _add_token(self, token: re.Match[str]) -> None:
        raw, name = token["raw"], token["name"]
        if raw:
            self._add_raw(raw.lower(), token)
        elif name and name[0] == "/":
            self._add_end(name[1:].lower())
        elif name:
            self._add_start(name.lower(), token["attributes"], token.end())

    def _add_raw(self, name: str, token: re.Match[str]) -> None:
        """An element of raw text: its content is nothing for a reader, except that of `<xmp>`."""
        attributes, content = raw_parts(token[0])
        if name == "xmp":
            self._add_start("pre", "", token.end())
            self._add_text(escape(content, quote=False))
            self._add_end("pre")
        elif name == "iframe":
            self._add_start(name, attributes, token.end())

    def _add_start(self, name: str, attributes: str, position: int) -> None:
        if self._skipping:
            return
        if self._elements.ignores(name):
            self._out.append(" ")
            return
        if name in DROPPED:
            if position <= self._last_end(name) and not attributes.endswith("/"):
                self._skipping = name
            return
        if name not in VOID:
            self._write_ends(self._elements.before(name))
        full = self._tags + 2 > MAX_NODES
        if full or (name not in VOID and len(self._elements.names) >= MAX_DEPTH):
            if name not in VOID:
                self._flattened[name] = self._flattened.get(name, 0) + 1
            if name in BLOCK or name == "br":
                self._separate(full)
            return
        self._out.append(f"<{name}{fewer_attributes(attributes)}>")
        if name in VOID:
            self._tags += 1
        else:
            self._tags += 2
            self._elements.names.append(name)

    def _add_end(self, name: str) -> None:
        if self._skipping:
            if name == self._skipping:
                self._skipping = ""
        elif self._flattened.get(name):
            self._flattened[name] -= 1
            if name in BLOCK:
                self._separate(self._tags + 2 > MAX_NODES)
        else:
            self._write_ends(self._elements.end(name))

    def _separate(self, full: bool) -> None:
        """Keep apart what a flattened element kept apart."""
        if full:
            self._out.append(" ")
        elif self._out[-1:] != ["<br>"]:
            self._out.append("<br>")
            self._tags += 1

    def _write_ends(self, names: list[str]) -> None:
        self._out.extend(f"</{name}>" for name in names)

    def _last_end(self, name: str) -> int:
        if name not in self._last_ends:
            self._last_ends[name] = self._html.lower().rfind(f"</{name}")
        return self._last_ends[name]


def fewer_attributes(attributes: str) -> str:
    """The attributes of a tag, without those beyond the limit and those of unreasonable length."""
    attributes = attributes.rstrip("/ ")
    if len(attributes) < _FEWEST_CHARACTERS:
        return attributes
    kept = islice(ATTRIBUTE_PATTERN.finditer(attributes), MAX_ATTRIBUTES)
    return "".join(f" {item[0]}" for item in kept if len(item[0]) <= _ATTRIBUTE_LIMIT)
