"""Where the blocks of a document go on lines of a given width: margins, marks, blank lines between.

Used by `text.wrap`, which keeps the lines, and by `text.plain`. Invariant: lines come in document order,
none is wider than the width, and `offset` (characters of text before a line) never goes back and does not
depend on the width.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple

from readnow.text.blocks import (
    Block,
    Code,
    DefinitionList,
    Details,
    Document,
    Figure,
    Heading,
    Image,
    Link,
    ListBlock,
    Media,
    Paragraph,
    Quote,
    Rule,
    Span,
    Spans,
    Style,
    Table,
    records,
)
from readnow.text.breaking import SOFT_HYPHEN, LineSpan, break_spans
from readnow.text.cells import SPECIAL, cell_width, fit, graphemes
from readnow.text.columns import lay_columns
from readnow.text.margins import Margins
from readnow.text.marks import (
    Ornaments,
    address_text,
    is_right_to_left,
    item_label,
    linked_spans,
    media_text,
    shown_links,
)

_IMAGE = int(Style.IMAGE | Style.ITALIC)
_RULE = int(Style.RULE | Style.MUTED)
_QUOTE = int(Style.QUOTE)
_CODE = int(Style.CODE)
_RULED_LEVEL = 2
"""Headings down to this level have a rule below."""
_LONGEST_RULE = 72
_CODE_INDENT = LineSpan("    ")
_DETAILS_INDENT = LineSpan("  ")


class LineKind(StrEnum):
    """What a line is part of."""

    TEXT = "text"
    HEADING = "heading"
    RULE = "rule"
    CODE = "code"
    TABLE = "table"
    IMAGE = "image"
    BLANK = "blank"
    LINKS = "links"


class Line(NamedTuple):
    """One line: its spans from left to right, what it is part of, and the characters of text before it."""

    spans: tuple[LineSpan, ...]
    kind: LineKind
    offset: int


class Layout:
    """The lines of one document, made in batches as they are asked for."""

    def __init__(self, width: int, ornaments: Ornaments, raised: bool, align: bool = True) -> None:
        self._margins = Margins(max(1, width))
        self._ornaments = ornaments
        self._raised = raised
        self._align = align
        self._bullets = 0
        self._quotes = 0
        self._offset = 0
        self._separation: tuple[LineSpan, ...] | None = None
        """The blank line that is due before the next line, with the margins it stands in."""

    def lines(self, document: Document) -> Iterator[list[Line]]:
        """All lines of the document, a block at a time, and its links last."""
        yield from self._blocks(document.blocks)
        links = shown_links(document.links)
        if document.blocks:
            self._separate()
        widest = max((len(str(link.number)) for link in links), default=0)
        for link in links:
            label = LineSpan(f"{link.number:>{widest}}  ", int(Style.LINK_NUMBER), link.number)
            yield from self._labelled(label, self._address(link))

    def _address(self, link: Link) -> Iterator[list[Line]]:
        style = int(Style.LINK | Style.MUTED)
        yield self._text([Span(address_text(link.url), style, link.number)], LineKind.LINKS)

    def _blocks(self, blocks: tuple[Block, ...], tight: bool = False) -> Iterator[list[Line]]:
        for index, block in enumerate(blocks):
            if index and not tight:
                self._separate()
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[list[Line]]:
        match block:
            case Paragraph(spans):
                yield self._text(self._shown(spans))
            case Heading():
                yield self._heading(block)
            case ListBlock():
                yield from self._list(block)
            case DefinitionList():
                yield from self._definitions(block)
            case Quote(blocks):
                yield from self._quote(blocks)
            case Code(text):
                yield self._code(text)
            case Table():
                yield from self._table(block)
            case Rule():
                yield [
                    *self._due(),
                    self._line(self._ruled(min(self._margins.room, _LONGEST_RULE)), LineKind.RULE),
                ]
            case Image(alt, link=link):
                yield self._text(self._shown((Span(alt, _IMAGE, link),)), LineKind.IMAGE)
            case Media(link=link):
                yield self._text(_numbered(media_text(block), link), LineKind.IMAGE)
            case Figure(blocks, caption):
                yield from self._blocks(blocks)
                yield self._text(self._shown(_styled(caption, Style.ITALIC)))
            case Details(summary, blocks):
                yield self._text(self._shown(_styled(summary, Style.BOLD)))
                yield from self._indented(_DETAILS_INDENT, self._blocks(blocks))

    def _shown(self, spans: Spans) -> list[Span]:
        return linked_spans(spans, self._raised)

    def _ruled(self, cells: int) -> tuple[LineSpan, ...]:
        return (LineSpan(self._ornaments.rule * cells, _RULE),)

    def _line(self, spans: tuple[LineSpan, ...], kind: LineKind) -> Line:
        return Line(self._margins.before(spans) if self._margins else spans, kind, self._offset)

    def _separate(self) -> None:
        """Let a blank line stand before whatever comes next."""
        self._separation = self._margins.blank()

    def _due(self) -> list[Line]:
        """The blank line before a block, if there must be one."""
        if self._separation is None:
            return []
        blank = Line(self._separation, LineKind.BLANK, self._offset)
        self._separation = None
        return [blank]

    def _text(self, spans: list[Span], kind: LineKind = LineKind.TEXT) -> list[Line]:
        """The lines of running text."""
        if self._quotes:
            spans = [span._replace(style=span.style | _QUOTE) for span in spans]
        lines = self._due()
        offset = self._offset
        text = "".join([span.text for span in spans])
        room = self._margins.room
        right = self._align and not text.isascii() and is_right_to_left(text)
        for broken, start in break_spans(spans, room):
            self._offset = offset + start
            if right:
                space = room - sum(cell_width(span.text) for span in broken)
                broken = (LineSpan(" " * space), *broken) if space > 0 else broken
            lines.append(self._line(broken, kind))
        self._offset = offset + len(text) + 1
        return lines

    def _heading(self, heading: Heading) -> list[Line]:
        lines = self._text(self._shown(_styled(heading.spans, Style.HEADING | Style.BOLD)), LineKind.HEADING)
        if heading.level <= _RULED_LEVEL:
            margin = self._margins.width - self._margins.room
            widths = [
                sum(cell_width(span.text) for span in line.spans)
                for line in lines
                if line.kind is LineKind.HEADING
            ]
            lines.append(self._line(self._ruled(max(1, max(widths) - margin)), LineKind.RULE))
        return lines

    def _quote(self, blocks: tuple[Block, ...]) -> Iterator[list[Line]]:
        self._quotes += 1
        bar = LineSpan(f"{self._ornaments.quote} ", int(Style.QUOTE | Style.MUTED))
        yield from self._indented(bar, self._blocks(blocks))
        self._quotes -= 1

    def _indented(self, rest: LineSpan, lines: Iterator[list[Line]]) -> Iterator[list[Line]]:
        entered = self._margins.enter(rest)
        yield from lines
        if entered:
            self._margins.leave()

    def _labelled(self, label: LineSpan, lines: Iterator[list[Line]]) -> Iterator[list[Line]]:
        """Lines with a label before the first; where there is no room beside the text, it stands above."""
        entered = self._margins.enter(LineSpan(" " * cell_width(label.text)), label)
        if not entered:
            yield self._text([Span(label.text.strip(), label.style, label.link)])
        yield from lines
        if entered:
            self._margins.leave()

    def _list(self, block: ListBlock) -> Iterator[list[Line]]:
        if block.ordered:
            labels = [item_label(item.number, block.numbering) for item in block.items]
        else:
            bullets = self._ornaments.bullets
            labels = [bullets[min(self._bullets, len(bullets) - 1)]] * len(block.items)
        self._bullets += not block.ordered
        widest = max(map(len, labels), default=0)
        tight = all(_is_short(item.blocks) for item in block.items)
        for index, (item, label) in enumerate(zip(block.items, labels, strict=True)):
            if index and not tight:
                self._separate()
            mark = LineSpan(f"{label:>{widest}} ")
            yield from self._labelled(mark, self._item(item.blocks, tight))
        self._bullets -= not block.ordered

    def _item(self, blocks: tuple[Block, ...], tight: bool) -> Iterator[list[Line]]:
        if blocks:
            yield from self._blocks(blocks, tight)
        else:
            yield self._text([])

    def _definitions(self, block: DefinitionList) -> Iterator[list[Line]]:
        tight = all(_is_short(item.blocks) for item in block.items)
        for index, item in enumerate(block.items):
            if index and not tight:
                self._separate()
            for term in item.terms:
                yield self._text(self._shown(_styled(term, Style.BOLD)))
            yield from self._indented(_CODE_INDENT, self._blocks(item.blocks))

    def _code(self, text: str) -> list[Line]:
        """Preformatted lines, indented; what is too wide goes on in the next line."""
        lines = self._due()
        entered = self._margins.enter(_CODE_INDENT)
        room = self._margins.room
        for source in text.split("\n"):
            for part in _chopped(source.replace(SOFT_HYPHEN, ""), room):
                lines.append(self._line((LineSpan(part, _CODE),) if part else (), LineKind.CODE))
            self._offset += len(source) + 1
        if entered:
            self._margins.leave()
        return lines

    def _table(self, table: Table) -> Iterator[list[Line]]:
        if table.caption:
            yield self._text(self._shown(_styled(table.caption, Style.ITALIC)))
        laid = lay_columns(table, self._margins.room, self._ornaments.rule, self._raised)
        if laid is None:
            yield from self._blocks(records(table))
            return
        lines = self._due()
        lengths = [sum(len(span.text) for cell in row for span in cell) for row in table.header + table.rows]
        row = 0
        for spans, is_rule, number in laid:
            while row < number:
                self._offset += lengths[row] + 1
                row += 1
            lines.append(self._line(spans, LineKind.RULE if is_rule else LineKind.TABLE))
        self._offset += sum(lengths[row:]) + 1
        yield lines


def _numbered(text: str, link: int | None) -> list[Span]:
    """Something that stands for what is elsewhere, and its number."""
    spans = [Span(text, _IMAGE, link)]
    if link is not None:
        spans.append(Span(f"[{link}]", int(Style.LINK_NUMBER), link))
    return spans


def _styled(spans: Iterable[Span], style: int) -> Spans:
    return tuple([span._replace(style=span.style | style) for span in spans])


def _is_short(blocks: tuple[Block, ...]) -> bool:
    """Whether a list item needs no blank lines around it: a paragraph, and maybe a list."""
    return len(blocks) <= 1 or (
        isinstance(blocks[0], Paragraph) and all(isinstance(block, ListBlock) for block in blocks[1:])
    )


def _chopped(text: str, room: int) -> Iterator[str]:
    """A line of code in pieces of at most `room` cells."""
    if not SPECIAL.search(text):
        yield text[:room]
        for start in range(room, len(text), room):
            yield text[start : start + room]
        return
    while cell_width(text) > room:
        part, _ = fit(text, room)
        taken = len(part) or len(next(graphemes(text)))
        yield part or "…"
        text = text[taken:]
    yield text
