"""A document whose pictures stand among its lines, in half blocks, as soon as they are there.

The reader is built on it; without `show_pictures` it is a document with the words that stand for pictures.
Invariant: the lines of a picture are kept before anybody knows it, by the size that the page says or by a
usual one, so that no line moves when it comes; only pictures that are on the screen are asked for.
"""

from typing import NamedTuple

from textual.message import Message
from textual.strip import Strip

from readnow.model.picture import Picture, Space
from readnow.text.blocks import Document, Image
from readnow.text.wrap import PicturePart, Wrapped, wrap
from readnow.tui.render.palette import Marks
from readnow.tui.render.pieces import fitted, strip_of
from readnow.tui.render.pixels import block_line
from readnow.tui.widgets.text_pane import TEXT_WIDTH, TextPane

_USUAL_ROWS = 12
"""Lines for a picture of which the page does not say how large it is."""
_MOST_OF_PAGE = 0.7
"""How much of the screen a picture takes at most: some text should be left."""
_PIXELS_A_CELL = 4
"""No picture takes more cells across than one for so many of its pixels: icons stay small,"""
_LEAST_CELLS = 4
"""but not smaller than this."""


class Wanted(NamedTuple):
    """A picture that is on the screen: where it is, and the room that is kept for it."""

    url: str
    space: Space


class PicturedText(TextPane):
    """A document with its pictures."""

    class PicturesWanted(Message):
        """Pictures have come onto the screen that were not asked for before."""

        def __init__(self, pane: "PicturedText", document: Document, wanted: tuple[Wanted, ...]) -> None:
            super().__init__()
            self.pane = pane
            self.document = document
            self.wanted = wanted

        @property
        def control(self) -> "PicturedText":
            """The pane that they are in."""
            return self.pane

    def __init__(
        self, *, text_width: int = TEXT_WIDTH, marks: Marks | None = None, id: str | None = None
    ) -> None:
        super().__init__(text_width=text_width, marks=marks, id=id)
        self._shape: float | None = None
        """How many times as high as wide half a cell is; None where no pictures are shown."""
        self._pictures: dict[Wanted, Picture] = {}
        self._troubles: dict[str, str] = {}
        """What is wrong with the picture of an address."""
        self._asked: set[Wanted] = set()
        self._new: list[Wanted] = []

    def show_pictures(self, shape: float) -> None:
        """Show pictures from the next document on; `shape` is the height of half a cell by its width."""
        self._shape = shape

    def show(self, document: Document | None, key: object = None, offset: int = 0) -> None:
        """Show a document from a place on (characters of text before it); None shows nothing."""
        self._troubles.clear()
        super().show(document, key, offset)

    def put(self, wanted: Wanted, picture: Picture) -> None:
        """Draw a picture that was wanted in the lines that are kept for it."""
        self._pictures[wanted] = picture
        self._paint(wanted)

    def refuse(self, wanted: Wanted, trouble: str) -> None:
        """Say below the words of a picture, where there is room, why it cannot be seen."""
        self._troubles[wanted.url] = trouble
        self._paint(wanted)

    def _paint(self, wanted: Wanted) -> None:
        for line in self._lines_of(wanted):
            self.refresh_content(line)

    def is_seen(self, wanted: Wanted) -> bool:
        """Whether a picture is still to be seen. One that is not is asked for again when it is."""
        seen = bool(self._lines_of(wanted))
        if not seen:
            self._asked.discard(wanted)
        return seen

    def _lines_of(self, wanted: Wanted) -> list[int]:
        lines = range(self.top, self.top + self.page_height)
        parts = ((line, self._part(line)) for line in lines)
        return [line for line, part in parts if part is not None and self._wanted(part) == wanted]

    # -- laying out

    def wrap_document(self, document: Document) -> Wrapped:
        """The lines for the present width, some of them kept for pictures."""
        self._pictures.clear()
        self._asked.clear()
        shape = self._shape
        if shape is None:
            return super().wrap_document(document)
        most = max(1, int(self.page_height * _MOST_OF_PAGE))

        def rows(image: Image, room: int) -> int:
            if not image.url.startswith(("http://", "https://")):
                return 0
            if image.size is None:
                return min(most, _USUAL_ROWS)
            space = Space(_columns(image, room), 2 * most, shape)
            return -(-space.fit(*image.size)[1] // 2)

        return wrap(document, self.text_cells, self.marks.ascii_only, rows)

    def _part(self, line: int) -> PicturePart | None:
        if self._shape is None or self._wrapped is None or self._wrapped.upto(line + 1) <= line:
            return None
        return self._wrapped.line(line).picture

    def _wanted(self, part: PicturePart) -> Wanted:
        assert self._shape is not None
        columns = _columns(part.image, max(1, self.text_cells - part.margin))
        return Wanted(part.image.url, Space(columns, 2 * part.rows, self._shape))

    # -- painting

    def content_line(self, line: int) -> Strip:
        """A line of the document, or of a picture; its words where something in them is marked."""
        words = super().content_line(line)
        part = self._part(line)
        if part is None or self.marks_on(line):
            return words
        wanted = self._wanted(part)
        picture = self._pictures.get(wanted)
        if picture is None:
            self._want(wanted)
            return self._with_trouble(words, line, part, wanted)
        strip = self._strips.get((line, "picture"))
        if strip is None:
            left, width = self.indent + part.margin, self.extent.width
            dots = block_line(picture, part.row, 0, width - left, self.palette.text)
            strip = Strip.join([words.crop(0, left), dots])
            self._strips[line, "picture"] = strip
        return strip

    def _with_trouble(self, words: Strip, line: int, part: PicturePart, wanted: Wanted) -> Strip:
        """The first line that the words leave free has what is wrong."""
        trouble, left = self._troubles.get(wanted.url, ""), self.indent + part.margin
        above = super().content_line(line - 1) if trouble and part.row else words
        if words.crop(left).text.strip() or not above.crop(left).text.strip():
            return words
        room = max(0, self.indent + self.text_cells - left)
        text = strip_of([(fitted(trouble, room, self.marks), self.palette.muted)], room, self.palette.text)
        return Strip.join([words.crop(0, left), text, words.crop(left + room)])

    def _want(self, wanted: Wanted) -> None:
        """Ask for it when all of the screen is painted, together with the others on it."""
        if wanted not in self._asked and wanted.url not in self._troubles:
            self._asked.add(wanted)
            self._new.append(wanted)
            if len(self._new) == 1:
                self.call_after_refresh(self._ask)

    def _ask(self) -> None:
        wanted, self._new = tuple(self._new), []
        if self._document is not None:
            self.post_message(self.PicturesWanted(self, self._document, wanted))


def _columns(image: Image, room: int) -> int:
    """How many cells across a picture may take."""
    if image.size is None:
        return room
    return min(room, max(_LEAST_CELLS, image.size[0] // _PIXELS_A_CELL))
