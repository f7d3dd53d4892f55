"""A tiny document model: what an article is made of, whatever its source and wherever it is shown.

`text.html` builds it from untrusted HTML, `library.presentation` around it; the wrapper and the exports
read it. Invariant: all text in it is clean (`text.clean`), all addresses passed `safe_url`, link numbers
run from 1.
"""

from dataclasses import dataclass
from enum import IntFlag
from typing import NamedTuple, TypeAlias


class Style(IntFlag):
    """How a piece of text is meant; the screen maps each to weight and colour."""

    PLAIN = 0
    BOLD = 1
    ITALIC = 2
    CODE = 4
    STRIKE = 8
    UNDERLINE = 16
    SUBSCRIPT = 32
    SUPERSCRIPT = 64
    LINK = 128
    LINK_NUMBER = 256
    IMAGE = 512
    HEADING = 1024
    QUOTE = 2048
    RULE = 4096
    MUTED = 8192
    WARNING = 16384


class Span(NamedTuple):
    """A piece of a paragraph in one style. "\\n" in its text is a line break; of an image the text is the
    alt.

    `style` is a union of `Style` values as a plain integer, since an article has thousands of them.
    """

    text: str
    style: int = 0
    link: int | None = None


Spans: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link goes. `image` when the address is a picture's own."""

    number: int
    url: str
    text: str = ""
    image: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 6."""

    level: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item; `number` counts in an ordered list."""

    blocks: tuple["Block", ...]
    number: int = 0


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list. `numbering` is the HTML type of an ordered one: 1, a, A, i or I."""

    ordered: bool
    start: int
    items: tuple[ListItem, ...]
    numbering: str = "1"


@dataclass(frozen=True, slots=True)
class Definition:
    """Terms and what is said of them."""

    terms: tuple[Spans, ...]
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class DefinitionList:
    """A list of terms with their definitions."""

    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A block quotation."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Preformatted text, its lines kept."""

    text: str
    language: str = ""


Cell: TypeAlias = Spans
Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data; every row has as many cells as the widest."""

    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    caption: Spans = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that stands alone; never fetched here. `size` is width and height in pixels, as the page
    says."""

    alt: str
    url: str = ""
    size: tuple[int, int] | None = None
    link: int | None = None


@dataclass(frozen=True, slots=True)
class Media:
    """A player of something that is elsewhere: video, audio, an embedded page."""

    kind: str
    url: str
    text: str = ""
    link: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """Blocks with a caption."""

    blocks: tuple["Block", ...]
    caption: Spans = ()


@dataclass(frozen=True, slots=True)
class Details:
    """Something a page would fold away behind its summary."""

    summary: Spans
    blocks: tuple["Block", ...]


Block: TypeAlias = (
    Paragraph
    | Heading
    | ListBlock
    | DefinitionList
    | Quote
    | Code
    | Table
    | Rule
    | Image
    | Media
    | Figure
    | Details
)


@dataclass(frozen=True, slots=True)
class Document:
    """An article. `cut` when something had to go because the source was beyond all bounds."""

    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()
    cut: bool = False


def records(table: Table) -> tuple[Paragraph, ...]:
    """A table's rows one below the other, each cell as "Header: value": for tables too wide for columns."""
    names = table.header[-1] if table.header else ()
    labels = [(*name, Span(": ", name[-1].style)) if name else () for name in names]
    paragraphs = []
    for row in table.rows or table.header:
        spans: list[Span] = []
        for column, cell in enumerate(row):
            if not cell:
                continue
            if spans:
                spans.append(Span("\n"))
            if table.rows and column < len(labels):
                spans.extend(labels[column])
            spans.extend(cell)
        if spans:
            paragraphs.append(Paragraph(tuple(spans)))
    return tuple(paragraphs)


def inline(blocks: tuple[Block, ...]) -> Spans | None:
    """The blocks as one run of spans with line breaks between them; None when some need more than that."""
    spans: list[Span] = []
    for block in blocks:
        match block:
            case Paragraph(own) | Heading(_, own):
                pass
            case Image(alt, link=link):
                own = (Span(alt, int(Style.IMAGE | Style.ITALIC), link),)
            case Code(text) if "\n" not in text:
                own = (Span(text, int(Style.CODE)),)
            case _:
                return None
        if spans:
            spans.append(Span("\n"))
        spans.extend(own)
    return tuple(spans)
