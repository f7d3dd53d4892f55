"""What a feed is like before it is subscribed to: figures and its last titles. Called by `adding`. Pure."""

from collections.abc import Sequence

from readnow.library.outcomes import Headline, Preview
from readnow.model.feed import Timestamp
from readnow.model.parsed import ParsedArticle, ParsedFeed

_LATEST = 5
_DAY = 24 * 3600
_WEEK = 7 * _DAY
_RECENT = 12 * _WEEK
_SAMPLE = 5
"""So many entries say how often a feed is written to: recent ones, where there are so many, else the last."""


def preview_of(url: str, parsed: ParsedFeed, now: Timestamp, *, allow_private: bool = False) -> Preview:
    """The preview of what was read at `url`."""
    return Preview(
        url=url,
        title=parsed.title,
        site_url=parsed.site_url,
        entries=len(parsed.entries) + parsed.left_out,
        latest=_latest(parsed.entries, now),
        per_week=posts_a_week([at for entry in parsed.entries if (at := _date(entry, now))], now),
        language=parsed.language,
        note=parsed.note,
        allow_private=allow_private,
    )


def posts_a_week(dates: Sequence[Timestamp], now: Timestamp) -> float | None:
    """How many entries come in a week, up to now; None where their dates do not tell.

    By the last weeks where these have enough, so that an old or wrongly dated entry does not count; a feed
    that fell silent comes close to none. Entries that all have the same date have that of the file.
    """
    newest_first = sorted((at for at in dates if 0 < at <= now), reverse=True)
    recent = [at for at in newest_first if now - at <= _RECENT]
    sample = recent if len(recent) >= _SAMPLE else newest_first[:_SAMPLE]
    if len(sample) < 2 or sample[0] == sample[-1]:
        return None
    return (len(sample) - 1) * _WEEK / max(now - sample[-1], _DAY)


def _latest(entries: Sequence[ParsedArticle], now: Timestamp) -> tuple[Headline, ...]:
    """The newest by their dates where all have one, else the first of the document."""
    headlines = [Headline(entry.title, _date(entry, now)) for entry in entries]
    if all(headline.at is not None for headline in headlines):
        headlines.sort(key=lambda headline: -(headline.at or 0))
    return tuple(headlines[:_LATEST])


def _date(entry: ParsedArticle, now: Timestamp) -> Timestamp | None:
    """When it was published, or at least changed; a date of the future is none."""
    dates = (entry.published, entry.updated)
    return next((at for at in dates if at is not None and at <= now), None)
