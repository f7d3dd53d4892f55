"""A document as Markdown (CommonMark with the tables and strike-through of GitHub).

Invariant: characters of the text that mean something in Markdown are escaped, so the text reads back as
itself.
"""

import re

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
    Rule,
    Span,
    Spans,
    Style,
    Table,
)
from readnow.text.marks import image_text, item_label, media_text
from readnow.text.pattern import pattern

_SPECIAL = pattern(r"[\\`*_\[\]<>~|]|&(?=#?\w+;)")
_LINE_START = pattern(r"^(\s*)(?=[#>+=-])|^(\s*\d{1,9})(?=[.)])", re.MULTILINE)
_BACKTICKS = pattern("`+")
_MARKS = (
    (int(Style.SUBSCRIPT), "<sub>", "</sub>"),
    (int(Style.SUPERSCRIPT), "<sup>", "</sup>"),
    (int(Style.UNDERLINE), "<ins>", "</ins>"),
    (int(Style.STRIKE), "~~", "~~"),
    (int(Style.ITALIC), "*", "*"),
    (int(Style.BOLD), "**", "**"),
)
_SIDES = {"": "---", "left": ":---", "right": "---:", "center": ":---:"}


def to_markdown(document: Document) -> str:
    """The document as Markdown, links in place. Ends with a newline unless empty."""
    text = _Writer(document.links).blocks(document.blocks)
    return f"{text}\n" if text else ""


def markdown_link(url: str, title: str) -> str:
    """A link as Markdown writes it; what would mean something in the title is escaped."""
    link = Link(1, url, title)
    return to_markdown(Document((Paragraph((Span(title, int(Style.LINK), 1),)),), (link,))).rstrip("\n")


class _Writer:
    def __init__(self, links: tuple[Link, ...]) -> None:
        self._links = {link.number: link for link in links}

    def blocks(self, blocks: tuple[Block, ...], between: str = "\n\n") -> str:
        return between.join([self._block(block) for block in blocks])

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph(spans):
                return self._lines(spans)
            case Heading(level, spans):
                return f"{'#' * level} {self._spans(spans).replace(chr(10), ' ')}"
            case ListBlock():
                return self._list(block)
            case DefinitionList():
                return self._definitions(block)
            case Quote(blocks):
                return _prefixed(self.blocks(blocks), "> ")
            case Code():
                return self._code(block)
            case Table():
                return self._table(block)
            case Rule():
                return "* * *"
            case Image():
                return self._image(block)
            case Media():
                return f"[{_escaped(media_text(block))}]({_target(block.url)})"
            case Figure(blocks, caption, above):
                parts = [self.blocks(blocks), self._lines(caption)]
                return "\n\n".join(filter(None, parts[::-1] if above else parts))
            case Details(summary, blocks):
                return f"**{self._spans(summary)}**\n\n{self.blocks(blocks)}"

    def _lines(self, spans: Spans) -> str:
        """Running text, kept from being taken for a heading, list or quotation."""
        text = _LINE_START.sub(lambda match: f"{match[0]}\\", self._spans(spans))
        return text.replace("\n", "\\\n")

    def _code(self, code: Code) -> str:
        """A fence; links, which cannot be in it, behind it."""
        text = code.text
        fence = "`" * max(3, 1 + max(map(len, _BACKTICKS.findall(text)), default=0))
        block = f"{fence}{code.language}\n{text}\n{fence}"
        places = self._spans(tuple([span for span in code.spans if span.style & Style.PLACE]))
        links = [span for span in code.spans if span.link is not None and not span.style & Style.PLACE]
        linked = ", ".join(
            [self._spans((span._replace(text=span.text.replace("\n", " ")),)) for span in links]
        )
        return "\n\n".join(filter(None, (places, block, linked)))

    def _spans(self, spans: Spans) -> str:
        parts: list[str] = []
        for index, (text, style, number) in enumerate(spans):
            if style & Style.PLACE:
                parts.append(f'<span id="place-{number}"></span>')
                continue
            link = self._links.get(number) if number is not None else None
            is_picture = bool(style & Style.IMAGE and link is not None and link.image)
            if is_picture and link is not None:
                parts.append(f"![{_escaped(text)}]({_target(link.url)})")
                continue
            styled = _styled(image_text(text) if style & Style.IMAGE else text, style)
            if link is not None:
                if not index or spans[index - 1].link != number:
                    styled = f"[{styled}"
                if index + 1 == len(spans) or spans[index + 1].link != number:
                    url = link.url if link.place is None else f"#place-{link.place}"
                    styled = f"{styled}]({_target(url)})"
            parts.append(styled)
        return "".join(parts)

    def _image(self, image: Image) -> str:
        text = (
            f"![{_escaped(image.alt)}]({_target(image.url)})"
            if image.url
            else _escaped(image_text(image.alt))
        )
        link = self._links.get(image.link) if image.link is not None else None
        return text if link is None or link.image else f"[{text}]({_target(link.url)})"

    def _list(self, block: ListBlock) -> str:
        """A list. One whose labels Markdown would count differently has them as text."""
        items = []
        counted = block.ordered and block.numbering == "1" and _in_sequence(block)
        for item in block.items:
            mark = f"{item.number}. " if counted else "- "
            tight = all(isinstance(part, Paragraph | ListBlock) for part in item.blocks[:2])
            text = self.blocks(item.blocks, "\n" if tight and len(item.blocks) <= 2 else "\n\n")
            if block.ordered and not counted:
                text = f"{item_label(item.number, block.numbering)[:-1]}\\. {text}"
            items.append(
                mark + _prefixed(text, " " * len(mark))[len(mark) :].rstrip(" ") if text else mark.strip()
            )
        return "\n".join(items)

    def _definitions(self, block: DefinitionList) -> str:
        parts = []
        for item in block.items:
            parts += [f"**{self._spans(term)}**" for term in item.terms]
            if item.blocks:
                parts.append(self.blocks(item.blocks))
        return "\n\n".join(parts)

    def _table(self, table: Table) -> str:
        header = table.header[0] if table.header else tuple(Cell() for _ in table.rows[0])
        sides = (*table.alignment, *[""] * len(header))[: len(header)]
        lines = [self._row(header), "|" + "".join([f" {_SIDES[side]} |" for side in sides])]
        lines += [self._row(row) for row in table.header[1:]]
        lines += [self._row(row) for row in table.rows]
        caption = f"{self._lines(table.caption)}\n\n" if table.caption else ""
        return caption + "\n".join(lines)

    def _row(self, row: Row) -> str:
        return "|" + "".join([f" {self._spans(cell.spans).replace(chr(10), '<br>')} |" for cell in row])


def _in_sequence(block: ListBlock) -> bool:
    """Whether each number is one more than the last, as Markdown counts."""
    numbers = [item.number for item in block.items]
    return numbers[0] >= 0 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _styled(text: str, style: int) -> str:
    """Text in its marks, which must touch it: white space stays outside."""
    inner = text.strip(" \n")
    if not inner:
        return text
    start = text.index(inner)
    if style & Style.CODE:
        ticks = "`" * (1 + max(map(len, _BACKTICKS.findall(inner)), default=0))
        space = " " if len(ticks) > 1 or inner[0] == "`" else ""
        shown = f"{ticks}{space}{inner}{space}{ticks}"
    else:
        shown = _escaped(inner)
    for bit, opening, closing in _MARKS:
        if style & bit:
            shown = f"{opening}{shown}{closing}"
    return f"{text[:start]}{shown}{text[start + len(inner) :]}"


def _target(url: str) -> str:
    """An address in parentheses; one with parentheses of its own in angle brackets."""
    return f"<{url}>" if "(" in url or ")" in url else url


def _prefixed(text: str, prefix: str) -> str:
    return "\n".join([(prefix + line).rstrip(" ") for line in text.split("\n")])
