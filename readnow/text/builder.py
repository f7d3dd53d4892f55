"""The walk over a parsed HTML tree that makes blocks of it.

`text.html` starts it with a table of handlers, one for each element that is more than a style or a box; the
handlers (`text.phrases`, `lists`, `tables`, `media`) call back into it. Invariant: text comes out in
document order; the depth of Python calls is bounded whatever the tree.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from selectolax.lexbor import LexborNode

from readnow.text.blocks import Block, Image, Style
from readnow.text.inline import Run
from readnow.text.linkbook import LinkBook


class Place(NamedTuple):
    """Where an element stands: the style and link number of the text around it, and how deep."""

    style: int = 0
    link: int | None = None
    depth: int = 0


Handler: TypeAlias = Callable[["Builder", LexborNode, Place], None]
"""Adds an element to the builder."""

MAX_CALL_DEPTH = 120
"""Deeper elements give their text without structure. Bounded HTML gets there by a parser's doing only."""

SKIPPED = frozenset(
    (
        *("-comment", "-doctype", "-cdata", "-pi", "script", "style", "template", "svg", "canvas", "object"),
        *("select", "option", "optgroup", "datalist", "textarea", "button", "input", "keygen", "meter"),
        *("progress", "title", "meta", "link", "base", "head", "noembed", "noframes", "frame", "frameset"),
        *("map", "area", "source", "track", "param", "col", "colgroup", "applet", "wbr"),
    )
)
"""Elements of which nothing is shown: programs, drawings, controls, hints to browsers."""

STYLES: Mapping[str, int] = {
    **dict.fromkeys(("b", "strong", "mark"), int(Style.BOLD)),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), int(Style.ITALIC)),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), int(Style.CODE)),
    **dict.fromkeys(("s", "del", "strike"), int(Style.STRIKE)),
    **dict.fromkeys(("u", "ins"), int(Style.UNDERLINE)),
    **dict.fromkeys(("span", "small", "big", "font", "time", "label", "bdi", "bdo", "data", "nobr"), 0),
    "sub": int(Style.SUBSCRIPT),
    "sup": int(Style.SUPERSCRIPT),
}

BOXES = frozenset(
    (
        *("p", "div", "section", "article", "main", "header", "footer", "aside", "nav", "center", "form"),
        *("fieldset", "legend", "hgroup", "dialog", "search", "body", "html", "caption", "tr", "tbody"),
        *("thead", "tfoot", "noscript", "address"),
    )
)
"""Elements that begin and end a paragraph and mean nothing else."""


class Builder:
    """Blocks of one document, while its tree is walked."""

    def __init__(self, handlers: Mapping[str, Handler], base_url: str) -> None:
        self.links = LinkBook(base_url)
        self.run = Run(self.links)
        self.blocks: list[Block] = []
        self.captions: list[tuple[Block, ...]] | None = None
        """Captions found in the figure that is being read; None outside figures."""
        self.caption_above = False
        """Whether the first of them came before anything else."""
        self.explained: set[str] = set()
        """Abbreviations already spelled out."""
        self.quotations = 0
        """How many quotations within a sentence are open."""
        self.hidden: set[int] = set()
        """Identities of elements that say again what has been said."""
        self._places: dict[int, int] = {}
        self._handlers = handlers

    def build(self, body: LexborNode) -> None:
        """Add the whole of a tree."""
        self._places = self.links.find_places(body)
        self.walk(body, Place())
        self.end_paragraph()

    def place_of(self, node: LexborNode) -> int:
        """The number of the place that links to this element lead to; 0 if there are none, or when it was
        asked for before."""
        return self._places.pop(node.mem_id, 0) if self._places else 0

    def note(self, node: LexborNode) -> None:
        """Remember that a place which links lead to is here, if it is."""
        if place := self.place_of(node):
            self.run.mark_place(place)

    def walk(self, node: LexborNode, at: Place) -> None:
        """Add all that is in an element."""
        style, link, depth = at
        if depth > MAX_CALL_DEPTH:
            self._add_flat(node, at)
            return
        inside = Place(style, link, depth + 1)
        child = node.first_child
        add = self.run.add
        while child is not None:
            tag = child.tag or ""
            if tag == "-text":
                add(child.text_content or "", style, link)
            elif tag in STYLES:
                own = STYLES[tag]
                if self._places:
                    self.note(child)
                if self.hidden and child.mem_id in self.hidden:
                    child = child.next
                    continue
                self.walk(child, Place(style | own, link, depth + 1) if own else inside)
            else:
                self.visit(child, inside)
            child = child.next

    def visit(self, node: LexborNode, at: Place) -> None:
        """Add one node of the tree."""
        tag = node.tag or ""
        if self.hidden and node.mem_id in self.hidden:
            return
        if self._places and tag != "-text":
            self.note(node)
        handler = self._handlers.get(tag)
        if handler is not None:
            handler(self, node, at)
        elif tag == "-text":
            self.run.add(node.text_content or "", at.style, at.link)
        elif tag in BOXES:
            self.end_paragraph()
            self.walk(node, at)
            self.end_paragraph()
        elif tag not in SKIPPED:
            self.walk(node, Place(at.style | STYLES.get(tag, 0), at.link, at.depth))

    def end_paragraph(self) -> None:
        """Turn the text gathered so far into blocks. A picture that stands there already is left out."""
        if not len(self.run):
            return
        taken = self.run.take()
        if taken and self.blocks and isinstance(taken[0], Image) and taken[0].url:
            last = self.blocks[-1]
            if isinstance(last, Image) and last.url == taken[0].url:
                taken = taken[1:]
        self.blocks.extend(taken)

    def collect(self, node: LexborNode, at: Place) -> tuple[Block, ...]:
        """The blocks of all that is in an element, kept apart from those around it."""
        around = self._begin()
        self.note(node)
        self.walk(node, at)
        return self._end(around)

    def collect_node(self, node: LexborNode, at: Place) -> tuple[Block, ...]:
        """The blocks of one node, kept apart from those around it."""
        around = self._begin()
        self.visit(node, at)
        return self._end(around)

    def _begin(self) -> list[Block]:
        self.end_paragraph()
        around, self.blocks = self.blocks, []
        return around

    def _end(self, around: list[Block]) -> tuple[Block, ...]:
        self.end_paragraph()
        inside, self.blocks = self.blocks, around
        return tuple(inside)

    def _add_flat(self, node: LexborNode, at: Place) -> None:
        """Add the text in an element without regard to its structure, and without calls within calls."""
        for inner in node.traverse(include_text=True):
            if inner.tag in BOXES or inner.tag == "br":
                self.end_paragraph()
            elif inner.is_text_node and inner.parent is not None and inner.parent.tag not in SKIPPED:
                self.run.add(inner.text_content or "", at.style, at.link)
