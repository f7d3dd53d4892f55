"""Articles that are past their time, in words: before a setting lets them go, and as a list. Pure."""

from collections.abc import Mapping, Sequence

from readnow.library.presentation import local_date
from readnow.model.feed import FeedId
from readnow.model.retention import Going
from readnow.text.words import counted
from readnow.tui.screens.choice import Choice

YES_OR_NO: Mapping[str, str] = {"y": "yes", "n": "no"}
_DAY = "%d %b %Y"


def question_about(goings: Sequence[Going]) -> str:
    """What is asked before a setting lets these go; empty where nothing goes."""
    number = sum(going.number for going in goings)
    return f"{counted(number, 'article')} will go, {_dates(goings)}. Set it?" if number else ""


def going_choices(goings: Sequence[Going], titles: Mapping[FeedId, str]) -> tuple[Choice, ...]:
    """A row for each feed that is there."""
    return tuple(
        Choice(
            titles[going.feed_id],
            f"{counted(going.number, 'article')}, {_dates([going])}",
            str(going.feed_id),
        )
        for going in goings
        if going.feed_id in titles
    )


def _dates(goings: Sequence[Going]) -> str:
    oldest = local_date(min(going.oldest for going in goings), _DAY)
    newest = local_date(max(going.newest for going in goings), _DAY)
    return f"of {oldest}" if oldest == newest else f"from {oldest} to {newest}"
