"""Days as a query names them: `2026-03-01`, `2026-03`, `2026`, `today`, `yesterday`, `3d`, `2w`, `6mo`, `1y`.
Pure.

Called by `query_terms`. Days are local ones; the clock is handed in.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo

from readnow.model.feed import Timestamp
from readnow.text.pattern import pattern

_ISO = pattern(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
_AGO = pattern(r"(\d{1,5})(d|w|mo|y)", re.ASCII)


def read_period(word: str, now: float, zone: tzinfo | None) -> tuple[str, Timestamp, Timestamp] | None:
    """The word as it is to be written, and the moments where its day, month or year begins and ends.

    `now` in seconds since the epoch; `zone` None is the system's. None for what names no day.
    """
    word = word.lower()
    try:
        named = _iso(word) or _in_words(word, datetime.fromtimestamp(now, zone).date())
        if named is None:
            return None
        written, first, behind = named
        return written, _midnight(first, zone), _midnight(behind, zone)
    except (ValueError, OverflowError, OSError):  # no such day, or one that no calendar has
        return None


def _iso(word: str) -> tuple[str, date, date] | None:
    found = _ISO.fullmatch(word)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if month is None:
        return f"{year:04}", date(year, 1, 1), date(year + 1, 1, 1)
    if day is None:
        first = date(year, month, 1)
        return f"{year:04}-{month:02}", first, _months_on(first, 1)
    first = date(year, month, day)
    return first.isoformat(), first, first + timedelta(1)


def _in_words(word: str, today: date) -> tuple[str, date, date] | None:
    if word in _DAYS:
        day = today - timedelta(_DAYS[word])
        return word, day, day + timedelta(1)
    found = _AGO.fullmatch(word)
    if found is None:
        return None
    number, unit = int(found[1]), found[2]
    day = _UNITS[unit](today, number)
    return f"{number}{unit}", day, day + timedelta(1)


def _months_on(day: date, months: int) -> date:
    """The same day of another month, or its last."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _midnight(day: date, zone: tzinfo | None) -> Timestamp:
    return int(datetime.combine(day, time(), zone).timestamp())


_DAYS = {"today": 0, "yesterday": 1}
_UNITS: dict[str, Callable[[date, int], date]] = {
    "d": lambda day, number: day - timedelta(number),
    "w": lambda day, number: day - timedelta(7 * number),
    "mo": lambda day, number: _months_on(day, -number),
    "y": lambda day, number: _months_on(day, -12 * number),
}
