"""A feed that is not subscribed to yet, as lines: its address, its last titles with their ages, its figures.

Called by the screen that asks. Pure. Invariant: every line is exactly `width` cells, and the titles are shown
as they are, never as markup.
"""

from textual.strip import Strip

from readnow.library.outcomes import Headline, Preview
from readnow.library.presentation import UNTITLED
from readnow.text.clean import clean_line
from readnow.tui.render.palette import Marks, Palette
from readnow.tui.render.pieces import fitted, strip_of, two_sided
from readnow.tui.render.rows import note_lines
from readnow.views.age import long_age

_TEXT = 300
_LANGUAGE = 20
_WIDEST = 90
_MONTHS_A_YEAR = 12
_WEEKS_A_YEAR = 52


def preview_title(preview: Preview) -> str:
    """What the feed is called; without a title of its own it is its address."""
    return clean_line(preview.title, _TEXT) or preview.url


def preview_lines(
    preview: Preview, width: int, now: float, palette: Palette, marks: Marks
) -> tuple[Strip, ...]:
    """The lines below the title, a blank one between their parts."""
    blank = Strip.blank(width, palette.text)
    room = max(0, min(width, _WIDEST) - 4)
    address = strip_of([("  " + fitted(preview.url, room, marks), palette.muted)], width, palette.text)
    titles = [_headline(one, room, width, now, palette, marks) for one in preview.latest]
    parts = [
        [address, *note_lines(_figures(preview, marks), width, palette.text, palette)],
        titles or list(note_lines("There is nothing in it yet.", width, palette.muted, palette)),
        list(note_lines(clean_line(preview.note, _TEXT), width, palette.muted, palette))
        if preview.note
        else [],
    ]
    lines: list[Strip] = []
    for part in parts:
        lines += [blank, *part] if lines and part else part
    return tuple(lines)


def _headline(headline: Headline, room: int, width: int, now: float, palette: Palette, marks: Marks) -> Strip:
    age = long_age(headline.at, now) if headline.at is not None else ""
    title = f"{marks.unread} {clean_line(headline.title, _TEXT) or UNTITLED}"
    left, right = two_sided(title, age, room, marks)
    return strip_of(
        [("  ", palette.text), (left, palette.strong), (right, palette.muted)], width, palette.text
    )


def _figures(preview: Preview, marks: Marks) -> str:
    """How much there is, how often it comes, in which language."""
    count = f"{preview.entries:,} article{'' if preview.entries == 1 else 's'}"
    language = clean_line(preview.language, _LANGUAGE)
    return f" {marks.dot} ".join(part for part in (count, rate_in_words(preview.per_week), language) if part)


def rate_in_words(per_week: float | None) -> str:
    """How often something comes, in the unit that gives a number to picture; empty where it is not known."""
    if per_week is None:
        return ""
    if per_week >= 1:
        return f"about {_number(per_week)} a week"
    a_year = per_week * _WEEKS_A_YEAR
    if a_year >= _MONTHS_A_YEAR:
        return f"about {_number(a_year / _MONTHS_A_YEAR)} a month"
    return f"about {_number(a_year)} a year" if a_year >= 1 else "less than one a year"


def _number(value: float) -> str:
    return f"{round(value):,}"
