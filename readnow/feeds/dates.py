"""Dates as feeds write them, to whole seconds since 1970 (UTC), or None. Called in the child.

Total: any text gives an int within 1990-01-01 … 9999-12-31 or None, in linear time. A date that is wrong in
itself (31 June, 25:51) is None, never moved to a neighbour. No zone means UTC (RFC 5322 4.3, W3CDTF).
"""

import re
from datetime import UTC, date, datetime, timedelta

from readnow.feeds.date_words import AFTERNOON, MONTHS, MORNING, ZONES, fold
from readnow.model.feed import Timestamp
from readnow.text.pattern import pattern

_EPOCH = date(1970, 1, 1).toordinal()
_FIRST = (date(1990, 1, 1).toordinal() - _EPOCH) * 86_400
_LAST = (date.max.toordinal() - _EPOCH) * 86_400 + 86_399
_LONGEST = 120

_TIME = r"(?P<h>\d{1,2}):?(?P<m>\d\d)(?::?(?P<s>\d\d)(?:[.,:]\d+)?)?"
_OFFSET = pattern(r"(?:gmt|utc|z)?\s*(?P<sign>[+-])\s*(?P<h>\d{1,2})(?::?(?P<m>\d\d))?(?::?\d\d)?(?![\d:])")
_ISO = pattern(
    r"(?P<y>\d{4})(?:"
    r"-?w(?P<week>\d\d)(?:-?(?P<wday>[1-7]))?"
    r"|[-/.](?P<mon>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?(?!\d)"
    r"|(?P<mon2>\d\d)(?P<day2>\d\d)(?!\d)"
    r"|-?(?P<yday>\d{3})(?!\d)"
    r")?"
    rf"(?:[\st,]+{_TIME}\s*(?P<rest>.*)|(?P<zone>t|z|[+-]\d\d:?\d\d)?|t(?P<hour>\d\d)(?P<hour_zone>(?:z|[+-].*)?))$"
)
_COMPACT = pattern(r"(?P<y>\d{4})(?P<mon>\d\d)(?P<day>\d\d)(?P<h>\d\d)(?P<m>\d\d)(?P<s>\d\d)?$")
_CLOCK = pattern(r"(?<!\d)(?P<h>\d{1,2}):(?P<m>\d\d)(?::(?P<s>\d\d)(?:[.,]\d+)?)?(?!\d)")
_DOTTED_CLOCK = pattern(r"(?<![\d.])(?P<h>\d{1,2})\.(?P<m>\d\d)\.(?P<s>\d\d)(?![\d.])")
_NUMERIC = pattern(r"(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d)(?!\d)")
_WORD = pattern(r"[^\W\d_]+|\d+")
_EAST = str.maketrans(
    {"年": "-", "년": "-", "月": "-", "월": "-", "日": " ", "일": " ", "時": ":", "时": ":", "시": ":"}
)
_SPACED_HYPHEN = pattern(r"(?<=\d)-\s+(?=\d)")


_MAIL_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MAIL_MONTHS = {name: number for number, name in enumerate(_MAIL_NAMES, 1)}
_MAIL = pattern(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun), )?([0-3]?\d) (" + "|".join(_MAIL_MONTHS) + r") (\d{4})"
    r" ([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))? (gmt|utc|z|[+-](?:0\d|1[0-4])[0-5]\d)",
    re.ASCII,
)


def to_timestamp(text: str) -> Timestamp | None:
    """Epoch seconds of a date in any of the forms that feeds use; None if it is none of them."""
    line = " ".join(text[:_LONGEST].split()).lower()
    if not line:
        return None
    try:
        mail = _MAIL.fullmatch(line)
        if mail is not None:
            return _within(_from_mail(mail))
        if line.replace(".", "", 1).replace("-", "", 1).isdecimal() and line.isascii():
            return _within(_from_digits(line))
        if not line[:4].isdecimal():
            return _within(_from_words(line))
        return _within(_from_iso(line) if line.isascii() else _from_east(line))
    except (ValueError, OverflowError):
        return None


def _from_mail(found: re.Match[str]) -> int:
    """RFC 822 as nearly every feed writes it: what the other functions would make of it, sooner."""
    day, month, year, hour, minute, second, zone = found.groups()
    moment = datetime(
        int(year), _MAIL_MONTHS[month], int(day), int(hour), int(minute), int(second or 0), tzinfo=UTC
    )
    offset = 0
    if zone[0] in "+-":
        offset = (int(zone[1:3]) * 60 + int(zone[3:])) * (-60 if zone[0] == "-" else 60)
    return int(moment.timestamp()) - offset


def _within(seconds: int | None) -> Timestamp | None:
    return seconds if seconds is not None and _FIRST <= seconds <= _LAST else None


def _from_digits(line: str) -> int | None:
    """A bare number: epoch seconds to microseconds, YYYYMMDD[hhmm[ss]], YYYY, or ISO with one hyphen."""
    if "-" in line or len(line) in (4, 7, 8):
        return _from_iso(line)
    whole = line.partition(".")[0]
    compact = _COMPACT.match(whole)
    if compact and whole[:2] in ("19", "20") and 1 <= int(compact["mon"]) <= 12:
        return _seconds(int(compact["y"]), int(compact["mon"]), int(compact["day"]), _clock(compact))
    if len(whole) in (9, 10, 11):
        return int(whole)
    if len(whole) in (12, 13, 14):
        return int(whole) // 1000
    return int(whole) // 1_000_000 if len(whole) in (15, 16, 17) else None


def _from_iso(line: str) -> int | None:
    """ISO 8601 and RFC 3339: calendar, week and ordinal dates, basic and extended, with odd separators."""
    found = _ISO.match(line)
    if found is None:
        return _from_words(line)
    rest = found["rest"] or found["zone"] or found["hour_zone"] or ""
    clock = _half_day(_clock(found), rest) if found["h"] else 3600 * _hour(found["hour"] or "0")
    year = int(found["y"])
    if found["week"]:
        day = date.fromisocalendar(year, int(found["week"]), int(found["wday"] or 1))
    elif found["yday"]:
        day = date(year, 1, 1) + timedelta(days=int(found["yday"]) - 1)
        if day.year != year:
            return None
    else:
        day = date(year, int(found["mon"] or found["mon2"] or 1), int(found["day"] or found["day2"] or 1))
    return (day.toordinal() - _EPOCH) * 86_400 + clock - _offset(rest)


def _from_words(line: str) -> int | None:
    """RFC 822 and its relatives, asctime, numeric dates, and months in other languages."""
    words = [fold(word) for word in _WORD.findall(line)]
    month = next((MONTHS[word] for word in reversed(words) if word in MONTHS), None)  # "mar" is Tuesday too
    clock_match = _CLOCK.search(line) or (_DOTTED_CLOCK.search(line) if month else None)
    before, after = (
        (line, "") if clock_match is None else (line[: clock_match.start()], line[clock_match.end() :])
    )
    clock = _half_day(_clock(clock_match), after) if clock_match else 0
    day = _worded_day(month, before, after) if month else _numeric_day(before, line)
    return None if day is None else _seconds(*day, clock) - _offset(after)


def _from_east(line: str) -> int | None:
    """`2025年6月10日 下午3:30` and its Korean sister, once the counters have become hyphens and colons."""
    afternoon = any(mark in line for mark in AFTERNOON if not mark.isascii())
    plain = re.sub(r"[^\d:+\- ]", " ", _SPACED_HYPHEN.sub("-", line.translate(_EAST)))
    plain = re.sub(r":(?=\s|$)", ":00", " ".join(re.sub(r"-(?=\s|$)", " ", plain).split()))
    if not plain.isascii():
        return None
    seconds = _from_iso(plain)
    return seconds + 43_200 if seconds is not None and afternoon and seconds % 86_400 < 43_200 else seconds


def _numeric_day(text: str, line: str) -> tuple[int, int, int] | None:
    """`31/12/2025`, `31.12.2025`, `12/31/2025`. Slashes with both ≤ 12 mean nothing without am/pm (US)."""
    found = _NUMERIC.search(text)
    if found is None:
        return None
    first, second, year = int(found[1]), int(found[3]), _year(found[4])
    if found[2] == "/" and second <= 12 and first <= 12 and first != second:
        if not re.search(r"\b[ap]\.?m\b", line):
            return None
        return year, first, second
    if found[2] == "/" and second > 12:
        return year, first, second
    return year, second, first


def _worded_day(month: int, before: str, after: str) -> tuple[int, int, int] | None:
    """Year, month and day from the numbers round the time; weekdays and other words are passed over."""
    numbers = [word for word in _WORD.findall(before) if word.isdecimal()]
    if len(numbers) < 2:  # asctime: the year stands behind the time
        numbers += [word for word in _WORD.findall(_OFFSET.sub(" ", after)) if word.isdecimal()]
    if len(numbers) < 2:
        return None
    day, year = (numbers[1], numbers[0]) if len(numbers[0]) == 4 else (numbers[0], numbers[1])
    return _year(year), month, int(day)


def _year(text: str) -> int:
    """RFC 5322 4.3: two digits below 50 are of this century; three digits count from 1900."""
    year = int(text)
    if len(text) == 2:
        return year + (2000 if year < 50 else 1900)
    return year + 1900 if len(text) == 3 else year


def _clock(found: re.Match[str]) -> int:
    """Seconds of a day. 24:00:00 is the next midnight; a leap second counts as the second before."""
    hour, minute, second = int(found["h"]), int(found["m"]), int(found["s"] or 0)
    if hour == 24 and minute == second == 0:
        return 86_400
    if hour > 23 or minute > 59 or second > 60:
        raise ValueError(found[0])
    return hour * 3600 + minute * 60 + min(second, 59)


def _hour(text: str) -> int:
    if int(text) > 23:
        raise ValueError(text)
    return int(text)


def _half_day(clock: int, rest: str) -> int:
    words = rest.replace(".", "").split()
    mark = words[0] if words else ""
    if mark in AFTERNOON and clock < 43_200:
        return clock + 43_200
    return clock - 43_200 if mark in MORNING and 43_200 <= clock < 46_800 else clock


def _offset(rest: str) -> int:
    """Seconds that the zone is ahead of UTC; unknown names are UTC."""
    found = _OFFSET.search(rest)
    if found:
        ahead = int(found["h"]) * 3600 + int(found["m"] or 0) * 60
        if ahead > 15 * 3600:
            return 0
        return ahead if found["sign"] == "+" else -ahead
    return next((ZONES[word] for word in _WORD.findall(rest) if word in ZONES), 0)


def _seconds(year: int, month: int, day: int, clock: int) -> int:
    return (date(year, month, day).toordinal() - _EPOCH) * 86_400 + clock
