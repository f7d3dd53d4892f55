"""Several documents as one, their links numbered anew. Pure.

Used where a feed's entries are read one below the other. Invariant: every link leads where it led; links to
places within a document are left out, since two documents may call different places alike.
"""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from readnow.text.blocks import (
    Block,
    Cell,
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
    Row,
    Span,
    Spans,
    Style,
    Table,
)


def joined(documents: Iterable[Document]) -> Document:
    """The documents one behind the other. An address that several have keeps one number."""
    blocks: list[Block] = []
    links: dict[tuple[str, bool], Link] = {}
    cut = False
    for document in documents:
        numbers: dict[int, int] = {}
        for link in document.links:
            if link.place is None:
                known = links.setdefault((link.url, link.image), replace(link, number=len(links) + 1))
                numbers[link.number] = known.number
        renumbering = _Renumbering(numbers)
        blocks += renumbering.blocks(document.blocks)
        cut = cut or document.cut
    return Document(tuple(blocks), tuple(links.values()), cut)


class _Renumbering:
    """Blocks with other link numbers; a number that is not in the table is no link any more."""

    def __init__(self, numbers: Mapping[int, int]) -> None:
        self._numbers = numbers

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple([self._block(block) for block in blocks])

    def _block(self, block: Block) -> Block:
        match block:
            case Paragraph(spans) | Heading(_, spans) | Code(spans):
                return replace(block, spans=self._spans(spans))
            case Quote(inner):
                return Quote(self.blocks(inner))
            case Figure(inner, caption):
                return Figure(self.blocks(inner), self._spans(caption))
            case Details(summary, inner):
                return Details(self._spans(summary), self.blocks(inner))
            case ListBlock(items=items):
                changed = tuple([replace(item, blocks=self.blocks(item.blocks)) for item in items])
                return replace(block, items=changed)
            case DefinitionList(items):
                return DefinitionList(
                    tuple(
                        [
                            replace(
                                item,
                                terms=tuple(map(self._spans, item.terms)),
                                blocks=self.blocks(item.blocks),
                            )
                            for item in items
                        ]
                    )
                )
            case Table():
                return self._table(block)
            case Image() | Media():
                return replace(block, link=self._numbers.get(block.link) if block.link else None)
        return block

    def _table(self, table: Table) -> Table:
        return replace(
            table,
            header=tuple(map(self._row, table.header)),
            rows=tuple(map(self._row, table.rows)),
            caption=self._spans(table.caption),
        )

    def _row(self, row: Row) -> Row:
        return tuple([Cell(self._spans(cell.spans), cell.columns, cell.rows) for cell in row])

    def _spans(self, spans: Spans) -> Spans:
        return tuple(
            [
                span if span.link is None else self._span(span, self._numbers.get(span.link))
                for span in spans
                if not span.style & Style.PLACE
            ]
        )

    def _span(self, span: Span, number: int | None) -> Span:
        style = span.style if number is not None else span.style & ~int(Style.LINK)
        return Span(span.text, style, number)
