"""A tiny document model: what an article is made of, whatever its source and wherever it is shown.

`text.html` builds it from untrusted HTML, `library.presentation` around it; the wrapper and the exports
read it. Invariant: all text in it is clean (`text.clean`), all addresses passed `safe_url`; the numbers of
links to addresses run from 1, those of links within the document from `FIRST_PLACE_LINK`.
"""

from enum import IntFlag
from typing import NamedTuple, TypeAlias

from msgspec import Struct

FIRST_PLACE_LINK = 1001
"""The number of the first link that leads to a place in its own document."""


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
    PLACE = 1 << 15
    """A mark without text where a link within the document leads; the span's `link` is the place's number."""
    KEYWORD = 1 << 16
    """This and what follows are parts of code, made out when its lines are."""
    STRING = 1 << 17
    COMMENT = 1 << 18
    NUMBER = 1 << 19
    NAME = 1 << 20
    INSERTED = 1 << 21
    DELETED = 1 << 22


_CODE = int(Style.CODE)


class Span(NamedTuple):
    """A piece of a paragraph in one style. "\\n" in its text is a line break; of an image the text is the
    alt.

    `style` is a union of `Style` values as a plain integer, since an article has thousands of them.
    """

    text: str
    style: int = 0
    link: int | None = None


Spans: TypeAlias = tuple[Span, ...]


class Link(Struct, frozen=True):
    """Where a link goes. `image` when the address is a picture's own.

    `place` is the number of a place in the document itself (`Style.PLACE`); `text.places` says where that is.
    `url` is then the same place on the web, or "#place-3" where the page's address is not known.
    """

    number: int
    url: str
    text: str = ""
    image: bool = False
    place: int | None = None


class Paragraph(Struct, frozen=True):
    """Running text."""

    spans: Spans


class Heading(Struct, frozen=True):
    """A heading of level 1 to 6."""

    level: int
    spans: Spans


class ListItem(Struct, frozen=True):
    """One item; `number` counts in an ordered list."""

    blocks: tuple["Block", ...]
    number: int = 0


class ListBlock(Struct, frozen=True):
    """A list. `numbering` is the HTML type of an ordered one: 1, a, A, i or I."""

    ordered: bool
    start: int
    items: tuple[ListItem, ...]
    numbering: str = "1"


class Definition(Struct, frozen=True):
    """Terms and what is said of them."""

    terms: tuple[Spans, ...]
    blocks: tuple["Block", ...]


class DefinitionList(Struct, frozen=True):
    """A list of terms with their definitions."""

    items: tuple[Definition, ...]


class Quote(Struct, frozen=True):
    """A block quotation."""

    blocks: tuple["Block", ...]


class Code(Struct, frozen=True):
    """Preformatted text, its lines and spaces kept. `language` as the page calls it, in small letters."""

    spans: Spans
    language: str = ""

    @property
    def text(self) -> str:
        """The text without its links."""
        return "".join([span.text for span in self.spans])


class Cell(NamedTuple):
    """A cell of a table and how many columns and rows it takes. One that lies under another takes none."""

    spans: Spans = ()
    columns: int = 1
    rows: int = 1


COVERED = Cell((), 0, 0)
"""Stands where a cell to the left or above reaches over."""

Row: TypeAlias = tuple[Cell, ...]


class Table(Struct, frozen=True):
    """A table of data; every row has a cell for each column.

    `alignment` says of each column how the page aligns it: "left", "right", "center", or "" for not at all.
    """

    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    caption: Spans = ()
    alignment: tuple[str, ...] = ()


class Rule(Struct, frozen=True):
    """A thematic break."""


class Image(Struct, frozen=True):
    """A picture that stands alone; never fetched here. `size` is width and height in pixels, as the page
    says."""

    alt: str
    url: str = ""
    size: tuple[int, int] | None = None
    link: int | None = None


class Media(Struct, frozen=True):
    """A player of something that is elsewhere: video, audio, an embedded page."""

    kind: str
    url: str
    text: str = ""
    link: int | None = None


class Figure(Struct, frozen=True):
    """Blocks with a caption, below them or above."""

    blocks: tuple["Block", ...]
    caption: Spans = ()
    above: bool = False


class Details(Struct, frozen=True):
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


class Document(Struct, frozen=True):
    """An article. `cut` when something had to go because the source was beyond all bounds."""

    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()
    cut: bool = False


def inline(blocks: tuple[Block, ...]) -> Spans | None:
    """The blocks as one run of spans with line breaks between them; None when some need more than that."""
    spans: list[Span] = []
    for block in blocks:
        match block:
            case Paragraph(own) | Heading(_, own):
                pass
            case Image(alt, link=link):
                own = (Span(alt, int(Style.IMAGE | Style.ITALIC), link),)
            case Code(own) if not any("\n" in span.text for span in own):
                own = tuple([span._replace(style=span.style | _CODE) for span in own])
            case _:
                return None
        if spans:
            spans.append(Span("\n"))
        spans.extend(own)
    return tuple(spans)
