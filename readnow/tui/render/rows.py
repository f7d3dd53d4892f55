"""Rows of the feed list and of the article list as strips; the first line of a pane.

Called by the widgets for rows that are on the screen. Pure. Invariant: every strip is exactly `width` cells;
the row with the cursor is one single style, so that a move of it costs the terminal little.
"""

from collections.abc import Sequence
from typing import NamedTuple

from rich.style import Style
from textual.strip import Strip

from readnow.library.presentation import UNTITLED, WORDS_A_MINUTE, reading_time
from readnow.model.article import ArticleHead
from readnow.model.query import ScopeKind
from readnow.text.cells import cell_width
from readnow.text.clean import clean_line
from readnow.text.sought import Sought
from readnow.tui.render.palette import UNDERLINE, Marks, Palette
from readnow.tui.render.pieces import Piece, fitted, joined, strip_of, two_sided
from readnow.views.age import long_age, short_age
from readnow.views.feed_row import FeedRow

_TITLE_LIMIT = 300
_NAME_LIMIT = 100
_AGE = 4
_FEED_SHARE = 4
"""A one-line row gives the feed's name a quarter of the width,"""
_FEED_CELLS = (8, 20)
"""but not less nor more than this many cells."""
_LEAST_FOR_FEED = 44
"""Narrower lists leave the name out, and"""
_LEAST_FOR_PLACE = 30
"""narrower ones how far an article was read, and"""
_LEAST_FOR_AGE = 20
"""narrower still, the age too."""
_TOTALS = frozenset({ScopeKind.ALL, ScopeKind.STARRED, ScopeKind.LATER, ScopeKind.CONTINUE, ScopeKind.MUTED})
_TROUBLE = "!"
_UNDER = "  "
"""Before the title of a row under another one."""
_LONG_READ = 3 * WORDS_A_MINUTE
"""A list says how long an article takes from this many words on; of short ones it goes without saying."""


class RowState(NamedTuple):
    """How a row is to be shown: in how many cells, whether the cursor is on it, whether its pane has the
    focus, whether it is the one whose articles are shown beside, whether it is shown under another one that
    is the same story, and whether it is selected."""

    width: int
    cursor: bool = False
    focused: bool = False
    opened: bool = False
    sought: Sought | None = None
    """Words to be marked in a title."""
    under: bool = False
    selected: bool = False


def feed_row(row: FeedRow, state: RowState, palette: Palette, marks: Marks) -> Strip:
    """A feed, folder or view: mark, label, number."""
    fold = "" if row.folded is None else marks.folded if row.folded else marks.unfolded
    indent = "  " * min(row.depth, max(0, (state.width - 8) // 4))
    # A folder of the first level has its sign where others have their mark; trouble is more important.
    sign = row.mark or (fold if not indent else "") or " "
    before = f"{indent[2:]}{fold} " if indent and fold else indent
    number = clean_line(row.note, _NAME_LIMIT) or _number(row)
    warned = f" {marks.unchecked}" if row.unchecked else ""
    room = max(0, state.width - 3 - cell_width(warned))
    label, right = two_sided(before + clean_line(row.label, _TITLE_LIMIT), number, room, marks)
    quiet = not row.unread and row.scope.kind is ScopeKind.FEED
    style = palette.muted if quiet else palette.text
    pieces = [
        (f"{sign[:1]}", palette.warning if row.mark == _TROUBLE else palette.text),
        (" ", palette.text),
        (label, style),
        (warned, palette.warning),
        (right, palette.warning if row.mark == _TROUBLE and row.note else style),
        (marks.opened if state.opened else " ", palette.accent),
    ]
    return _row(pieces, state, palette, strong=False)


def _number(row: FeedRow) -> str:
    number = row.total if row.scope.kind in _TOTALS else row.unread
    return f"{number:,}{'+' * row.more}" if number else ""


def article_row(
    head: ArticleHead, state: RowState, now: float, show_feed: bool, palette: Palette, marks: Marks
) -> tuple[Strip]:
    """An article in one line: mark, title, whether it was changed, how far it was read, feed, age."""
    age = short_age(head.date, now) if state.width >= _LEAST_FOR_AGE else ""
    right = ""
    if head.starred and head.later and state.width >= _LEAST_FOR_PLACE:
        right = f"  {marks.later}"
    if head.revised is not None and state.width >= _LEAST_FOR_PLACE:
        right += f"  {marks.revised}"
    if head.place is not None and state.width >= _LEAST_FOR_PLACE:
        right += f"  {head.place.percent:>2} %"
    if show_feed and state.width >= _LEAST_FOR_FEED:
        least, most = _FEED_CELLS
        cells = min(most, max(least, state.width // _FEED_SHARE))
        right += "  " + fitted(clean_line(head.feed_title, _NAME_LIMIT), cells, marks)
    if head.copies and not state.under and state.width >= _LEAST_FOR_PLACE:
        right = f"  +{len(head.copies)}" + right
    if age:
        right += "  " + " " * (_AGE - cell_width(age)) + age
    right += " "
    room = max(0, state.width - 3 - cell_width(right))
    strong = not head.read
    tags = _tags(head, room - cell_width(clean_line(head.title, _TITLE_LIMIT) or UNTITLED))
    pieces = [
        _selected(state, palette, marks),
        *_title(head, room - cell_width(tags), strong, state, palette, marks),
        (tags + right, palette.muted),
    ]
    return (_row(pieces, state, palette, strong),)


def article_rows(
    head: ArticleHead, state: RowState, now: float, show_feed: bool, palette: Palette, marks: Marks
) -> tuple[Strip, Strip]:
    """An article in two lines: mark and title; feed, age, time to read or how far it was read, changed."""
    strong = not head.read
    first = [
        _selected(state, palette, marks),
        *_title(head, max(0, state.width - 4), strong, state, palette, marks),
        (" ", palette.text),
    ]
    age = long_age(head.date, now)
    length = reading_time(head.words) if head.words >= _LONG_READ else ""
    if head.place is not None:
        length = f"{head.place.percent} %"
    changed = "changed" if head.revised is not None else ""
    later = "later" if head.later and head.starred else ""
    rest = f" {marks.dot} ".join(part for part in (age, length, later, changed) if part)
    feed = clean_line(head.feed_title, _NAME_LIMIT) if show_feed else ""
    if feed:
        # The feed's name gives way, since the age does not mean anything in half.
        room = max(_FEED_CELLS[0], state.width - 4 - cell_width(rest) - 3)
        feed = fitted(feed, min(room, cell_width(feed)), marks)
        rest = f"{feed} {marks.dot} {rest}"
    rest += _tags(head, state.width - 4 - cell_width(rest))
    if head.copies and not state.under:
        also = clean_line(", ".join(copy.feed_title for copy in head.copies), _TITLE_LIMIT)
        room = state.width - 4 - cell_width(rest)
        rest += fitted(f" {marks.dot} also in: {also}", min(room, cell_width(also) + 12), marks)
    second = [("   ", palette.text), (rest, palette.muted)]
    return (
        _row(first, state, palette, strong),
        _row(second, state._replace(focused=state.focused), palette, strong=False, marked=False),
    )


def _tags(head: ArticleHead, room: int) -> str:
    """As many tags as there is room for, with a gap before them."""
    text = ""
    for tag in head.tags:
        one = f"{' ' if text else '  '}#{clean_line(tag, _NAME_LIMIT)}"
        if cell_width(text + one) > room:
            break
        text += one
    return text


def _selected(state: RowState, palette: Palette, marks: Marks) -> Piece:
    return (marks.selected, palette.accent) if state.selected else (" ", palette.text)


def _title(
    head: ArticleHead, cells: int, strong: bool, state: RowState, palette: Palette, marks: Marks
) -> list[Piece]:
    own = marks.starred if head.starred else marks.later if head.later else ""
    mark = own or (marks.unread if strong else marks.read)
    style = palette.strong if strong else palette.muted
    title = _UNDER * state.under + (clean_line(head.title, _TITLE_LIMIT) or UNTITLED)
    shown = fitted(title, cells, marks)
    pieces: list[Piece] = [(mark + " ", style)]
    end = 0
    for start, behind in state.sought.ranges(shown) if state.sought else ():
        pieces += [(shown[end:start], style), (shown[start:behind], style + UNDERLINE)]
        end = behind
    return [*pieces, (shown[end:], style)]


def _row(
    pieces: Sequence[Piece], state: RowState, palette: Palette, strong: bool, marked: bool = True
) -> Strip:
    """The pieces in the look that the cursor gives them."""
    if state.cursor and state.focused:
        style = palette.cursor_strong if strong else palette.cursor
        return strip_of([(joined(pieces), style)], state.width, style)
    if state.cursor and marked:
        pieces = [(text, style + UNDERLINE if text.strip() else style) for text, style in pieces]
    return strip_of(pieces, state.width, palette.text)


def title_line(left: str, right: str, width: int, focused: bool, palette: Palette, marks: Marks) -> Strip:
    """The first line of a pane: what it shows, and how much or in what order."""
    style = palette.title if focused else palette.strong
    head, tail = two_sided(
        clean_line(left, _TITLE_LIMIT), clean_line(right, _NAME_LIMIT), max(0, width - 2), marks
    )
    return strip_of(
        [(" ", palette.text), (head, style), (tail, palette.muted), (" ", palette.text)], width, palette.text
    )


def note_lines(text: str, width: int, style: Style, palette: Palette) -> tuple[Strip, ...]:
    """A sentence in the place of rows, broken at its spaces."""
    lines: list[str] = []
    room = max(1, width - 4)
    for word in clean_line(text).split(" "):
        if lines and cell_width(lines[-1]) + 1 + cell_width(word) <= room:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return tuple(strip_of([("  " + line, style)], width, palette.text) for line in lines)
