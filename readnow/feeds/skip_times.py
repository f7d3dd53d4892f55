"""Hours and days in which an RSS feed says that nothing new comes. Called by `parse`, whoever read the rest.

feedparser keeps only the last hour and day of such a list, so they are taken from the document itself.
"""

from readnow.feeds.islands import Islands
from readnow.text.pattern import pattern

_HOUR = pattern(r"<hour\s*>\s*(\d{1,2})\s*</hour\s*>")
_DAY = pattern(r"<day\s*>\s*(\w{3,9})\s*</day\s*>")
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST = 4096


def skip_times(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Hours of GMT (0 to 23) and days (Monday is 0), in order; empty where the feed has no such list."""
    hours = {int(hour) % 24 for hour in _HOUR.findall(_inside(text, "skipHours")) if int(hour) <= 24}
    names = {name.lower() for name in _DAY.findall(_inside(text, "skipDays"))}
    return tuple(sorted(hours)), tuple(day for day, name in enumerate(_WEEK) if name in names)


def _inside(text: str, name: str) -> str:
    """What the first element of this name outside CDATA holds."""
    start = text.find(f"<{name}>")
    if start < 0:
        return ""
    islands = Islands(text)
    while start in islands:
        start = text.find(f"<{name}>", islands.end_of(start))
    end = text.find(f"</{name}", start, start + _LONGEST)
    return text[start:end] if 0 <= start < end else ""
