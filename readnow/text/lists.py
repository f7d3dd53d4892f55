"""Lists of every kind.

Handlers for `text.builder`. Invariant: whatever stands in a list, in an item or beside one, keeps its
order.
"""

from selectolax.lexbor import LexborNode

from readnow.text.blocks import Block, Definition, DefinitionList, ListBlock, ListItem, Spans, inline
from readnow.text.builder import Builder, Handler, Place
from readnow.text.pattern import pattern

_NUMBER = pattern(r"\s*([+-]?\d{1,18})")
_LARGEST = 10**9
_NUMBERINGS = frozenset(("1", "a", "A", "i", "I"))
_LISTS = frozenset(("ul", "ol", "menu", "dir"))


def add_list(builder: Builder, node: LexborNode, at: Place) -> None:
    """A list; a list right inside a list belongs to the item before it, other text is an item of its own."""
    builder.end_paragraph()
    groups: list[list[Block]] = []
    values: list[int | None] = []
    loose = False
    child = node.first_child
    while child is not None:
        if child.tag == "li":
            groups.append(list(builder.collect(child, at)))
            values.append(_integer(child.attributes.get("value")))
            loose = False
        else:
            blocks = _one(builder, child, at)
            if blocks and groups and (loose or child.tag in _LISTS):
                groups[-1].extend(blocks)
            elif blocks:
                groups.append(list(blocks))
                values.append(None)
                loose = True
        child = child.next
    if not groups:
        return
    attributes = node.attributes
    ordered = node.tag == "ol"
    step = -1 if "reversed" in attributes else 1
    start = _integer(attributes.get("start"))
    start = start if start is not None else len(groups) if step < 0 else 1
    numbering = attributes.get("type") or "1"
    items = _items(groups, values, start, step)
    builder.blocks.append(
        ListBlock(ordered, start, items, numbering if ordered and numbering in _NUMBERINGS else "1")
    )


def _items(
    groups: list[list[Block]], values: list[int | None], start: int, step: int
) -> tuple[ListItem, ...]:
    items = []
    number = start
    for blocks, value in zip(groups, values, strict=True):
        number = number if value is None else value
        items.append(ListItem(tuple(blocks), number))
        number += step
    return tuple(items)


def _integer(value: str | None) -> int | None:
    match = _NUMBER.match(value[:40]) if value else None
    return max(-_LARGEST, min(_LARGEST, int(match[1]))) if match else None


def _one(builder: Builder, node: LexborNode, at: Place) -> tuple[Block, ...]:
    """The blocks of one node that is no item."""
    if node.is_text_node and not (node.text_content or "").strip():
        return ()
    return builder.collect_node(node, at)


def add_stray_item(builder: Builder, node: LexborNode, at: Place) -> None:
    """An item outside any list."""
    blocks = builder.collect(node, at)
    if blocks:
        builder.blocks.append(ListBlock(False, 1, (ListItem(blocks, 1),)))


class _Definitions:
    """Terms and descriptions of one list, in the order they come."""

    def __init__(self) -> None:
        self.items: list[Definition] = []
        self._terms: list[Spans] = []
        self._blocks: list[Block] = []

    def add_term(self, blocks: tuple[Block, ...]) -> None:
        if self._blocks:
            self.finish()
        spans = inline(blocks)
        if spans is None:
            self._blocks.extend(blocks)
        elif spans:
            self._terms.append(spans)

    def add_description(self, blocks: tuple[Block, ...]) -> None:
        self._blocks.extend(blocks)

    def finish(self) -> None:
        if self._terms or self._blocks:
            self.items.append(Definition(tuple(self._terms), tuple(self._blocks)))
            self._terms, self._blocks = [], []


def add_definitions(builder: Builder, node: LexborNode, at: Place) -> None:
    """A list of terms; a `<div>` around some of them means nothing."""
    builder.end_paragraph()
    definitions = _Definitions()
    children = list(node.iter(include_text=True))
    for child in children:
        inner = list(child.iter(include_text=True)) if child.tag == "div" else [child]
        for part in inner if any(p.tag in {"dt", "dd"} for p in inner) else [child]:
            if part.tag == "dt":
                definitions.add_term(builder.collect(part, at))
            elif part.tag == "dd":
                definitions.add_description(builder.collect(part, at))
            else:
                definitions.add_description(_one(builder, part, at))
    definitions.finish()
    if definitions.items:
        builder.blocks.append(DefinitionList(tuple(definitions.items)))


HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(_LISTS, add_list),
    "li": add_stray_item,
    "dl": add_definitions,
}
