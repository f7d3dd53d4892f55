"""Rows of the article list as strips: which columns, how wide, in one line or in two.

Called by the widget for rows that are on the screen. Pure. Invariant: every strip is exactly `width` cells;
what stands in a column begins or ends at the same cell in all rows of a list, whatever titles are made of;
the row with the cursor is one single style.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from rich.style import Style
from textual.strip import Strip

from readnow.config.schema import COLUMNS
from readnow.library.presentation import UNTITLED, WORDS_A_MINUTE, reading_time
from readnow.model.article import ArticleHead
from readnow.text.cells import cell_width
from readnow.text.clean import clean_line
from readnow.tui.render.palette import UNDERLINE, Marks, Palette
from readnow.tui.render.pieces import Piece, fitted
from readnow.tui.render.rows import NAME_LIMIT, TITLE_LIMIT, RowState, row_strip
from readnow.views.age import long_age, short_age, short_day

_GAP = 2
_LEAST_TITLE = {"length": 56, "author": 30, "date": 22, "feed": 22, "age": 10, "mark": 4}
"""What goes where it is narrow, first to last: a column stays where the title keeps so many cells with it."""
_LEAST_FOR_SIGNS = 30
"""Narrower lists leave out how far an article was read, and the like."""
_SHARES = {"feed": (4, 8, 20), "author": (5, 8, 18)}
"""Names get one part of so many of the width, but not less nor more than so many cells."""
_FIXED = {"mark": 1, "age": 4, "date": 9, "length": 7}
_LONG_READ = 3 * WORDS_A_MINUTE
"""A row of two lines says how long an article takes from this many words on: of short ones it goes without
saying."""
_UNDER = "  "
"""Before the title of a row under another one."""


class Columns(NamedTuple):
    """What the rows of a list say, in their order, and whether they name the feed."""

    names: tuple[str, ...] = COLUMNS
    show_feed: bool = True


class _Cells(NamedTuple):
    """A column with its cells. The title's are what is left."""

    name: str
    cells: int


@lru_cache(maxsize=256)
def _laid_out(columns: Columns, width: int) -> tuple[_Cells, ...]:
    """The columns that there is room for, from the left. Tags and signs share the title's cells."""
    named = [name for name in dict.fromkeys(columns.names) if name not in ("title", "tags")]
    if not columns.show_feed and "feed" in named:
        named.remove("feed")
    cells = {name: _width_of(name, width) for name in named}
    for name, least in _LEAST_TITLE.items():
        if name in cells and width - 2 - sum(map(_with_gap, cells.items())) < least:
            del cells[name]
    order = [name for name in dict.fromkeys(columns.names) if name == "title" or name in cells]
    if "title" not in order:
        order.insert(1 if order[:1] == ["mark"] else 0, "title")
    cells["title"] = max(0, width - 2 - sum(map(_with_gap, cells.items())))
    return tuple(_Cells(name, cells[name]) for name in order)


def _width_of(name: str, width: int) -> int:
    if name not in _SHARES:
        return _FIXED[name]
    share, least, most = _SHARES[name]
    return min(most, max(least, width // share))


def _with_gap(column: tuple[str, int]) -> int:
    """The cells of a column and of the gap beside it; a mark stands close to what follows."""
    name, cells = column
    return cells + (1 if name == "mark" else _GAP)


def article_row(
    head: ArticleHead, state: RowState, now: float, columns: Columns, palette: Palette, marks: Marks
) -> tuple[Strip]:
    """An article in one line."""
    pieces: list[Piece] = [_selected(state, palette, marks)]
    laid_out = _laid_out(columns, state.width)
    gap = ""
    for name, cells in laid_out:
        if gap:
            pieces.append((gap, palette.muted))
        if name == "title":
            pieces += _title_column(head, cells, "tags" in columns.names, state, palette, marks)
        elif name == "mark":
            pieces.append((_mark(head, marks), _weight(head, palette)))
        else:
            pieces.append((_COLUMNS[name](head, cells, now, marks), palette.muted))
        gap = " " * (1 if name == "mark" else _GAP)
    pieces.append((" ", palette.muted))
    return (row_strip(pieces, state, palette, not head.read),)


def article_rows(
    head: ArticleHead, state: RowState, now: float, columns: Columns, palette: Palette, marks: Marks
) -> tuple[Strip, Strip]:
    """An article in two lines: mark and title; the other columns with dots between them, and what else there
    is to say."""
    marked = "mark" in columns.names
    indent = 3 if marked else 1
    room = max(0, state.width - indent - 1)
    first = [_selected(state, palette, marks)]
    if marked:
        first.append((f"{_mark(head, marks)} ", _weight(head, palette)))
    first += [*_title(head, room, state, palette, marks), (" ", palette.text)]
    second = [
        (" " * indent, palette.text),
        (_second_line(head, room, state, now, columns, marks), palette.muted),
    ]
    return (
        row_strip(first, state, palette, not head.read),
        row_strip(second, state, palette, strong=False, marked=False),
    )


def _second_line(
    head: ArticleHead, room: int, state: RowState, now: float, columns: Columns, marks: Marks
) -> str:
    """The feed's name gives way to the rest, since an age does not mean anything in half."""
    said = {name: _in_words(name, head, now) for name in dict.fromkeys(columns.names)}
    if head.place is not None:
        said["length"] = f"{head.place.percent} %"
    if not columns.show_feed:
        said.pop("feed", None)
    said["later"] = "later" if head.later and head.starred else ""
    said["changed"] = "changed" if head.revised is not None else ""
    said = {name: text for name, text in said.items() if text}
    between = f" {marks.dot} "
    if "feed" in said:
        others = sum(cell_width(text) + len(between) for name, text in said.items() if name != "feed")
        cells = max(_SHARES["feed"][1], room - others)
        said["feed"] = fitted(said["feed"], min(cells, cell_width(said["feed"])), marks)
    rest = between.join(said.values())
    if "tags" in columns.names:
        rest += _tags(head, room - cell_width(rest))
    if head.copies and not state.under:
        also = clean_line(", ".join(copy.feed_title for copy in head.copies), TITLE_LIMIT)
        rest += fitted(
            f"{between}also in: {also}", min(room - cell_width(rest), cell_width(also) + 12), marks
        )
    return rest


def _in_words(name: str, head: ArticleHead, now: float) -> str:
    match name:
        case "feed":
            return clean_line(head.feed_title, NAME_LIMIT)
        case "author":
            return clean_line(head.author, NAME_LIMIT)
        case "age":
            return long_age(head.date, now)
        case "date":
            return short_day(head.date, now)
        case "length":
            return reading_time(head.words) if head.words >= _LONG_READ else ""
    return ""


def _name(text: str, cells: int, marks: Marks) -> str:
    return fitted(clean_line(text, NAME_LIMIT), cells, marks)


def _at_right(text: str, cells: int) -> str:
    return " " * (cells - cell_width(text)) + text


_COLUMNS: dict[str, Callable[[ArticleHead, int, float, Marks], str]] = {
    "feed": lambda head, cells, _, marks: _name(head.feed_title, cells, marks),
    "author": lambda head, cells, _, marks: _name(head.author, cells, marks),
    "age": lambda head, cells, now, _: _at_right(short_age(head.date, now), cells),
    "date": lambda head, cells, now, _: _at_right(short_day(head.date, now), cells),
    "length": lambda head, cells, _, marks: _at_right(_minutes(head, cells, marks), cells),
}
"""How a column is filled: names from its left, numbers to its right."""


def _minutes(head: ArticleHead, cells: int, marks: Marks) -> str:
    text = reading_time(head.words)
    return fitted(text, min(cells, cell_width(text)), marks)


def _title_column(
    head: ArticleHead, cells: int, with_tags: bool, state: RowState, palette: Palette, marks: Marks
) -> list[Piece]:
    """The title, as many tags as there is room for, and at the end how far it was read and the like."""
    signs = _signs(head, state, marks) if state.width >= _LEAST_FOR_SIGNS else ""
    room = max(0, cells - cell_width(signs))
    title = clean_line(head.title, TITLE_LIMIT) or UNTITLED
    tags = _tags(head, room - cell_width(title) - len(_UNDER) * state.under) if with_tags else ""
    return [*_title(head, room - cell_width(tags), state, palette, marks), (tags + signs, palette.muted)]


def _signs(head: ArticleHead, state: RowState, marks: Marks) -> str:
    """Other versions of the story, later, changed, how far it was read."""
    signs = f"  +{len(head.copies)}" if head.copies and not state.under else ""
    if head.starred and head.later:
        signs += f"  {marks.later}"
    if head.revised is not None:
        signs += f"  {marks.revised}"
    if head.place is not None:
        signs += f"  {head.place.percent:>2} %"
    return signs


def _tags(head: ArticleHead, room: int) -> str:
    """As many tags as there is room for, with a gap before them."""
    text = ""
    for tag in head.tags:
        one = f"{' ' if text else '  '}#{clean_line(tag, NAME_LIMIT)}"
        if cell_width(text + one) > room:
            break
        text += one
    return text


def _selected(state: RowState, palette: Palette, marks: Marks) -> Piece:
    return (marks.selected, palette.accent) if state.selected else (" ", palette.text)


def _mark(head: ArticleHead, marks: Marks) -> str:
    own = marks.starred if head.starred else marks.later if head.later else ""
    return own or (marks.read if head.read else marks.unread)


def _title(head: ArticleHead, cells: int, state: RowState, palette: Palette, marks: Marks) -> list[Piece]:
    style = _weight(head, palette)
    title = _UNDER * state.under + (clean_line(head.title, TITLE_LIMIT) or UNTITLED)
    shown = fitted(title, cells, marks)
    pieces: list[Piece] = []
    end = 0
    for start, behind in state.sought.ranges(shown) if state.sought else ():
        pieces += [(shown[end:start], style), (shown[start:behind], style + UNDERLINE)]
        end = behind
    return [*pieces, (shown[end:], style)]


def _weight(head: ArticleHead, palette: Palette) -> Style:
    return palette.muted if head.read else palette.strong
