"""How many cells each pane gets. Pure.

Asked by the main screen whenever it lays itself out. Invariant: every pane that is shown keeps so many cells
that something can be read in it, whatever was chosen or remembered.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from readnow.keys.actions import Pane
from readnow.views.start import Widths

THREE_FROM, TWO_FROM = 120, 60
"""From so many columns on there are so many panes by themselves."""
LEAST_FOR_THREE = 60
"""Where three are asked for in fewer, there are two."""

LEAST = {Pane.FEEDS: 12, Pane.ARTICLES: 20, Pane.READER: 24}
_FEEDS_WIDE, _FEEDS_MEDIUM = 26, 18
_ARTICLES_LEAST, _ARTICLES_MOST = 38, 64
_TEXT_MARGINS = 5


def panes_side_by_side(layout: str, width: int) -> int:
    """How many panes stand side by side at most."""
    if layout == "three":
        return 3 if width >= LEAST_FOR_THREE else 2
    chosen = {"two": 2, "one": 1}.get(layout)
    return chosen or (3 if width >= THREE_FROM else 2 if width >= TWO_FROM else 1)


def cells_of(shown: Sequence[Pane], width: int, widths: Widths, text_width: int) -> dict[Pane, int]:
    """The cells of each visible pane but the last, which has what is left."""
    if len(shown) < 2:
        return {}
    cells: dict[Pane, int] = {}
    usual = {Pane.FEEDS: _usual_feeds(len(shown), width), Pane.ARTICLES: 0}
    chosen = {Pane.FEEDS: widths.feeds, Pane.ARTICLES: widths.articles}
    left = width
    for number, pane in enumerate(shown[:-1]):
        if pane is Pane.ARTICLES:
            usual[pane] = _usual_articles(width, left, text_width)
        most = left - sum(LEAST[other] for other in shown[number + 1 :])
        cells[pane] = max(LEAST[pane], min(chosen[pane] or usual[pane], most))
        left -= cells[pane]
    return cells


def _usual_feeds(panes: int, width: int) -> int:
    if panes == 3:
        return _FEEDS_WIDE if width >= THREE_FROM else max(LEAST[Pane.FEEDS], width // 5)
    return _FEEDS_MEDIUM


def _usual_articles(width: int, left: int, text_width: int) -> int:
    """What the text of articles leaves, within bounds."""
    if width < THREE_FROM:
        return left * 2 // 5
    return max(_ARTICLES_LEAST, min(left - text_width - _TEXT_MARGINS, _ARTICLES_MOST)) + 1


def with_width(widths: Widths, pane: Pane, cells: int) -> Widths:
    """The widths with another one of the feed list or the article list."""
    cells = max(LEAST[pane], cells)
    return replace(widths, feeds=cells) if pane is Pane.FEEDS else replace(widths, articles=cells)
