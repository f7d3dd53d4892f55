"""A document as a row of units, one for each run of text, and such units as blocks again.

Used by `text.differences`, which compares documents unit by unit. Links and places are left out: it is words
that are compared. Invariant: the blocks of unchanged units nest as those of their document did.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from msgspec import Struct

from readnow.text.blocks import (
    Block,
    Code,
    DefinitionList,
    Details,
    Figure,
    Heading,
    Image,
    ListBlock,
    ListItem,
    Media,
    Paragraph,
    Quote,
    Row,
    Rule,
    Span,
    Spans,
    Style,
    Table,
)
from readnow.text.marks import image_text, media_text

_ITALIC = int(Style.ITALIC)
_BOLD = int(Style.BOLD)
_KEPT = ~int(Style.LINK | Style.IMAGE)
_BETWEEN_CELLS = Span(" | ", int(Style.MUTED))


class Frame(NamedTuple):
    """What a unit stands in: a quotation, a list or one of its items. `number` tells equal ones apart.

    `ordered` and `numbering` are those of a list, `label` is an item's number.
    """

    kind: str
    number: int
    ordered: bool = False
    numbering: str = "1"
    label: int = 0


class Unit(Struct, frozen=True, dict=True):
    """A run of text: what kind of block it is, its spans, and the frames around it from the outside in."""

    kind: str
    spans: Spans
    frames: tuple[Frame, ...] = ()
    level: int = 0

    @cached_property
    def text(self) -> str:
        """The text without its styles."""
        return "".join([span.text for span in self.spans])

    @property
    def key(self) -> tuple[str, int, str]:
        """What two units have in common that are the same."""
        return self.kind, self.level, self.text


def units_of(blocks: Iterable[Block], first: int = 0) -> list[Unit]:
    """The units of a document. Its frames are numbered from `first` on."""
    return list(_Flattening(first).blocks(blocks, ()))


def blocks_of(units: Sequence[Unit], depth: int = 0) -> tuple[Block, ...]:
    """The units as blocks, neighbours in one frame in one block."""
    blocks: list[Block] = []
    for frame, group in groupby(units, lambda unit: unit.frames[depth] if unit.frames[depth:] else None):
        inside = list(group)
        if frame is None:
            blocks += map(_block, inside)
        elif frame.kind == "list":
            blocks.append(_list(frame, inside, depth + 1))
        else:
            blocks.append(Quote(blocks_of(inside, depth + 1)))
    return tuple(blocks)


def _list(frame: Frame, units: Sequence[Unit], depth: int) -> ListBlock:
    items = [
        ListItem(blocks_of(list(group), depth + 1), item.label)
        for item, group in groupby(units, lambda unit: unit.frames[depth])
    ]
    return ListBlock(frame.ordered, items[0].number, tuple(items), frame.numbering)


def _block(unit: Unit) -> Block:
    match unit.kind:
        case "heading":
            return Heading(unit.level, unit.spans)
        case "code":
            return Code(unit.spans)
        case "rule":
            return Rule()
    return Paragraph(unit.spans)


class _Flattening:
    """Walks through blocks and numbers the frames."""

    def __init__(self, first: int) -> None:
        self._next = first

    def blocks(self, blocks: Iterable[Block], frames: tuple[Frame, ...]) -> Iterator[Unit]:
        for block in blocks:
            yield from self._block(block, frames)

    def _block(self, block: Block, frames: tuple[Frame, ...]) -> Iterator[Unit]:
        match block:
            case Paragraph(spans):
                yield Unit("text", _plain(spans), frames)
            case Heading(level, spans):
                yield Unit("heading", _plain(spans), frames, level)
            case Code(spans):
                yield Unit("code", _plain(spans), frames)
            case Rule():
                yield Unit("rule", (), frames)
            case Image(alt):
                yield Unit("text", (Span(image_text(alt), _ITALIC),), frames)
            case Media():
                yield Unit("text", (Span(media_text(block), _ITALIC),), frames)
            case Quote(inner):
                yield from self.blocks(inner, (*frames, self._frame("quote")))
            case Figure(inner, caption):
                yield from self.blocks(inner, frames)
                yield from _unless_empty(_plain(caption, _ITALIC), frames)
            case Details(summary, inner):
                yield from _unless_empty(_plain(summary, _BOLD), frames)
                yield from self.blocks(inner, frames)
            case ListBlock():
                yield from self._list(block, frames)
            case DefinitionList(items):
                for item in items:
                    for term in item.terms:
                        yield from _unless_empty(_plain(term, _BOLD), frames)
                    yield from self.blocks(item.blocks, frames)
            case Table():
                yield from _unless_empty(_plain(block.caption, _ITALIC), frames)
                for row in (*block.header, *block.rows):
                    yield Unit("text", _row(row), frames)

    def _list(self, block: ListBlock, frames: tuple[Frame, ...]) -> Iterator[Unit]:
        around = self._frame("list")._replace(ordered=block.ordered, numbering=block.numbering)
        for item in block.items:
            label = self._frame("item")._replace(label=item.number)
            yield from self.blocks(item.blocks, (*frames, around, label))

    def _frame(self, kind: str) -> Frame:
        self._next += 1
        return Frame(kind, self._next)


def _unless_empty(spans: Spans, frames: tuple[Frame, ...]) -> Iterator[Unit]:
    if spans:
        yield Unit("text", spans, frames)


def _row(row: Row) -> Spans:
    spans: list[Span] = []
    for cell in row:
        if cell.columns:
            spans += [_BETWEEN_CELLS] if spans else []
            spans += [span._replace(text=span.text.replace("\n", " ")) for span in _plain(cell.spans)]
    return tuple(spans)


def _plain(spans: Spans, style: int = 0) -> Spans:
    """The spans without links and places, pictures by their names."""
    return tuple(
        [
            Span(image_text(text) if old & Style.IMAGE else text, old & _KEPT | style)
            for text, old, _ in spans
            if not old & Style.PLACE
        ]
    )
