"""How long ago, in a few cells: the ages of the article list. When something was or will be, likewise brief.

Pure: the time now is an argument; days are those of the machine's time zone. The words are English as all
others of the program are.
"""

import time

from readnow.model.feed import Timestamp

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_WEEK_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEK = 7
_MANY_DAYS = 28
"""From here on a month says more than a number of days."""
_A_YEAR = 330
"""Within so many days the name of a month cannot be taken for the same month a year before."""


def short_age(at: Timestamp, now: float) -> str:
    """An age in at most four cells: "5 m", "2 h", "Fri", "12 d", "Mar", "2024"."""
    if recent := _of_today(at, now):
        return recent
    then, days = _local(at), _days_between(at, now)
    if then is None or days is None:
        return "?"
    if days < _WEEK:
        return _WEEK_DAYS[then.tm_wday]
    if days < _MANY_DAYS:
        return f"{days} d"
    return _MONTHS[then.tm_mon - 1] if days < _A_YEAR else str(then.tm_year)[-4:]


def long_age(at: Timestamp, now: float) -> str:
    """The same where there is room: "yesterday", "Thu", "3 Nov", "3 Nov 2024"."""
    if recent := _of_today(at, now):
        return recent
    then, days = _local(at), _days_between(at, now)
    if then is None or days is None:
        return "unknown date"
    if days == 1:
        return "yesterday"
    if days < _WEEK:
        return _WEEK_DAYS[then.tm_wday]
    return _date(at, now)


def moment(at: Timestamp, now: float) -> str:
    """When something was or will be: of today its hour, else its day."""
    then = _local(at)
    if then is not None and _days_between(at, now) == 0:
        return f"{then.tm_hour:02}:{then.tm_min:02}"
    return _date(at, now)


def day(at: Timestamp, now: float) -> str:
    """The day of something that was: "today", "yesterday", "3 Nov", "3 Nov 2024"."""
    days = _days_between(at, now)
    return {0: "today", 1: "yesterday"}[days] if days in (0, 1) else _date(at, now)


def short_day(at: Timestamp, now: float) -> str:
    """The same in at most nine cells: "3 Nov", "Nov 2024"."""
    return day(at, now) if (_days_between(at, now) or 0) < _A_YEAR else _date(at, now).partition(" ")[2]


def ahead(at: Timestamp, now: float) -> str:
    """When something will be: "now", "14:20", "tomorrow", "3 Nov"."""
    if at <= now:
        return "now"
    return "tomorrow" if _days_between(at, now) == -1 else moment(at, now)


def _date(at: Timestamp, now: float) -> str:
    then, days = _local(at), _days_between(at, now)
    if then is None or days is None:
        return "unknown date"
    date = f"{then.tm_mday} {_MONTHS[then.tm_mon - 1]}"
    return date if abs(days) < _A_YEAR else f"{date} {then.tm_year}"


def _of_today(at: Timestamp, now: float) -> str:
    """Minutes or hours for what is of today or of the last six hours; a time to come is now."""
    seconds = now - at
    if seconds < _MINUTE:
        return "now"
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)} m"
    if seconds < 6 * _HOUR or (seconds < _DAY and _days_between(at, now) == 0):
        return f"{int(seconds // _HOUR)} h"
    return ""


def _local(at: float) -> time.struct_time | None:
    try:
        return time.localtime(at)
    except (OverflowError, ValueError, OSError):
        return None


def _days_between(at: float, now: float) -> int | None:
    """How many midnights of this time zone lie between; None for a time that no calendar has."""
    then, today = _local(at), _local(now)
    if then is None or today is None:
        return None
    return _day_number(today) - _day_number(then)


def _day_number(day: time.struct_time) -> int:
    """Days since some day of long ago, by the civil calendar: free of time zones and their changes."""
    year, month = (day.tm_year, day.tm_mon) if day.tm_mon > 2 else (day.tm_year - 1, day.tm_mon + 12)
    return 365 * year + year // 4 - year // 100 + year // 400 + (153 * (month - 3) + 2) // 5 + day.tm_mday
