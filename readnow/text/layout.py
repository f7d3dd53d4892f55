"""Where the blocks of a document go on lines of a given width: margins, marks, blank lines between.

Used by `text.wrap`, which keeps the lines, and by `text.plain`. Invariant: lines come in document order,
none is wider than the width, and `offset` (characters of text before a line) never goes back and does not
depend on the width.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import NamedTuple, TypeAlias

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
)
from readnow.text.breaking import LineSpan, break_spans
from readnow.text.cells import cell_width
from readnow.text.columns import lay_columns
from readnow.text.margins import Margins
from readnow.text.marks import (
    Ornaments,
    Shown,
    address_text,
    is_right_to_left,
    item_label,
    media_text,
    shown_links,
    shown_spans,
)
from readnow.text.places import length, row_text
from readnow.text.preformatted import code_lines
from readnow.text.records import records

_IMAGE = int(Style.IMAGE | Style.ITALIC)
_RULE = int(Style.RULE | Style.MUTED)
_QUOTE = int(Style.QUOTE)
_HEADING = int(Style.HEADING | Style.BOLD)
_BOLD = int(Style.BOLD)
_ITALIC = int(Style.ITALIC)
_HEADING_MARK = _RULE
_AT_ONCE = 200
"""Lines of one block that are made at a time."""
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


class PicturePart(NamedTuple):
    """Of which picture a line is the place, and which of how many lines, `margin` cells from the left."""

    image: Image
    row: int
    rows: int
    margin: int


class Line(NamedTuple):
    """One line: its spans from left to right, what it is part of, and the characters of text before it.

    `picture`: a part of a picture may be drawn here, in place of the words that stand for it.
    """

    spans: tuple[LineSpan, ...]
    kind: LineKind
    offset: int
    picture: PicturePart | None = None


PictureRows: TypeAlias = Callable[[Image, int], int]
"""How many lines to keep for a picture where there is room for so many cells; 0 for none but its words."""


class Layout:
    """The lines of one document, made in batches as they are asked for.

    `align` puts text written from right to left at the right; `coloured` gives code the styles of its tokens;
    `picture_rows` keeps room for pictures; without `columns` a table's rows stand one below the other.
    """

    def __init__(
        self,
        width: int,
        ornaments: Ornaments,
        *,
        align: bool = True,
        coloured: bool = False,
        picture_rows: PictureRows | None = None,
        columns: bool = True,
    ) -> None:
        self._margins = Margins(max(1, width))
        self._ornaments = ornaments
        self._align = align
        self._coloured = coloured
        self._picture_rows = picture_rows
        self._columns = columns
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
        yield from self._text(Shown([Span(address_text(link.url), style, link.number)]), LineKind.LINKS)

    def _blocks(self, blocks: tuple[Block, ...], tight: bool = False) -> Iterator[list[Line]]:
        for index, block in enumerate(blocks):
            if index and not tight:
                self._separate()
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[list[Line]]:
        match block:
            case Paragraph(spans):
                yield from self._text(self._shown(spans))
            case Heading():
                yield from self._heading(block)
            case ListBlock():
                yield from self._list(block)
            case DefinitionList():
                yield from self._definitions(block)
            case Quote(blocks):
                yield from self._quote(blocks)
            case Code():
                yield from self._code(block)
            case Table():
                yield from self._table(block)
            case Rule():
                rule = self._ruled(self._ornaments.rules[0], min(self._margins.room, _LONGEST_RULE))
                yield [*self._due(), self._line(rule, LineKind.RULE)]
            case Image():
                yield from self._image(block)
            case Media():
                yield from self._media(block)
            case Figure(blocks, caption, above):
                if caption and above:
                    yield from self._text(self._shown(_styled(caption, _ITALIC)))
                yield from self._blocks(blocks)
                if caption and not above:
                    yield from self._text(self._shown(_styled(caption, _ITALIC)))
            case Details(summary, blocks):
                yield from self._text(self._shown(_styled(summary, _BOLD)))
                yield from self._indented(_DETAILS_INDENT, self._blocks(blocks))

    def _shown(self, spans: Spans) -> Shown:
        return shown_spans(spans, self._ornaments)

    def _ruled(self, rule: str, cells: int) -> tuple[LineSpan, ...]:
        return (LineSpan(rule * cells, _RULE),)

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

    def _text(
        self, shown: Shown, kind: LineKind = LineKind.TEXT, own: int | None = None
    ) -> Iterator[list[Line]]:
        """The lines of a run of text. `own`: what it counts for, where that is not the length of its text."""
        spans = shown.spans
        if self._quotes:
            spans = [span._replace(style=span.style | _QUOTE) for span in spans]
        batch = self._due()
        offset = self._offset
        text = "".join([span.text for span in spans])
        end = offset + (shown.length if own is None else own)
        source = shown.counter()
        room = self._margins.room
        right = self._align and not text.isascii() and is_right_to_left(text)
        for broken, start in break_spans(spans, room):
            self._offset = max(offset, min(offset + source(start), end - 1))
            if right:
                space = room - sum(cell_width(span.text) for span in broken)
                broken = (LineSpan(" " * space), *broken) if space > 0 else broken
            batch.append(self._line(broken, kind))
            if len(batch) >= _AT_ONCE:
                yield batch
                batch = []
        self._offset = end
        yield batch

    def _heading(self, heading: Heading) -> Iterator[list[Line]]:
        """A heading: rules below the first two levels, marks before the others."""
        shown = self._shown(_styled(heading.spans, _HEADING))
        if heading.level > len(self._ornaments.rules):
            label = LineSpan("#" * heading.level + " ", _HEADING_MARK)
            yield from self._labelled(label, self._text(shown, LineKind.HEADING))
            return
        margin = self._margins.width - self._margins.room
        widest = 1
        for batch in self._text(shown, LineKind.HEADING):
            for line in batch:
                if line.kind is LineKind.HEADING:
                    widest = max(widest, sum(cell_width(span.text) for span in line.spans) - margin)
            yield batch
        rule = self._ornaments.rules[heading.level - 1]
        yield [self._line(self._ruled(rule, widest), LineKind.RULE)]

    def _image(self, image: Image) -> Iterator[list[Line]]:
        """A picture's words, in as many lines as are kept for the picture itself."""
        words = self._text(self._shown((Span(image.alt, _IMAGE, image.link),)), LineKind.IMAGE)
        room, margin = self._margins.room, self._margins.width - self._margins.room
        rows = self._picture_rows(image, room) if self._picture_rows is not None else 0
        if not rows:
            yield from words
            return
        lines = [line for batch in words for line in batch]
        first = sum(line.kind is LineKind.BLANK for line in lines)
        rows = max(rows, len(lines) - first)
        filling = self._line((), LineKind.IMAGE)._replace(offset=lines[-1].offset)
        lines += [filling] * (rows - len(lines) + first)
        for row in range(rows):
            part = PicturePart(image, row, rows, margin)
            lines[first + row] = lines[first + row]._replace(picture=part)
        yield lines

    def _media(self, media: Media) -> Iterator[list[Line]]:
        """Something that stands for what is elsewhere, and its number."""
        shown = self._shown((Span(media_text(media), _ITALIC, media.link),))
        yield from self._text(shown, LineKind.IMAGE, len(media.text) + 1)

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
            yield from self._text(Shown([Span(label.text.strip(), label.style, label.link)]), own=0)
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
            yield from self._text(Shown([]))

    def _definitions(self, block: DefinitionList) -> Iterator[list[Line]]:
        tight = all(_is_short(item.blocks) for item in block.items)
        for index, item in enumerate(block.items):
            if index and not tight:
                self._separate()
            for term in item.terms:
                yield from self._text(self._shown(_styled(term, _BOLD)))
            yield from self._indented(_CODE_INDENT, self._blocks(item.blocks))

    def _code(self, block: Code) -> Iterator[list[Line]]:
        """Preformatted lines, indented."""
        batch = self._due()
        entered = self._margins.enter(_CODE_INDENT)
        offset = self._offset
        for spans, before in code_lines(block, self._margins.room, self._ornaments, self._coloured):
            self._offset = offset + before
            batch.append(self._line(spans, LineKind.CODE))
            if len(batch) >= _AT_ONCE:
                yield batch
                batch = []
        self._offset = offset + length(block.spans)
        if entered:
            self._margins.leave()
        yield batch

    def _table(self, table: Table) -> Iterator[list[Line]]:
        if table.caption:
            yield from self._text(self._shown(_styled(table.caption, _ITALIC)))
        starts = [self._offset]
        for row in table.header + table.rows:
            starts.append(starts[-1] + length(row_text(row)))
        laid = lay_columns(table, self._margins.room, self._ornaments) if self._columns else None
        if laid is None:
            for index, (number, spans) in enumerate(records(table)):
                if index:
                    self._separate()
                self._offset = starts[number]
                yield from self._text(self._shown(spans), own=starts[number + 1] - starts[number])
        else:
            batch = self._due()
            for line, is_rule, number in laid:
                self._offset = starts[number]
                batch.append(self._line(line, LineKind.RULE if is_rule else LineKind.TABLE))
            yield batch
        self._offset = starts[-1]


def _styled(spans: Iterable[Span], style: int) -> Spans:
    return tuple([span._replace(style=span.style | style) for span in spans])


def _is_short(blocks: tuple[Block, ...]) -> bool:
    """Whether a list item needs no blank lines around it: a paragraph, and maybe a list."""
    return len(blocks) <= 1 or (
        isinstance(blocks[0], Paragraph) and all(isinstance(block, ListBlock) for block in blocks[1:])
    )
