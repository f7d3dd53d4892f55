"""What we say to servers and what they say to us, header by header (H1, H2, H5, H7, H12, H13). Pure.

Used by `fetch`. Validators are never interpreted: they go back as they came.
"""

import re
from collections.abc import Iterable
from datetime import UTC
from email.utils import parsedate_to_datetime

from readnow.feeds.decoding import ACCEPT_ENCODING
from readnow.model.feed import Timestamp
from readnow.model.fetch import FetchRequest
from readnow.text.clean import clean_line
from readnow.text.pattern import pattern

ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9,"
    " text/xml;q=0.9, */*;q=0.5"
)
MINUTE, HOUR, DAY = 60, 3600, 86_400
WITHOUT_WISH = {429: 4 * HOUR, 503: 30 * MINUTE}
"""How long to stay away from a server that is busy and does not say for how long (H7)."""

_LONGEST_VALIDATOR = 4096
_SECONDS = pattern(r"\d{1,12}")
_MAX_AGE = pattern(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_NOT_KEPT = pattern(r"(?:^|[\s,])(?:no-cache|no-store)(?:$|[\s,;=])", re.IGNORECASE)


def user_agent(version: str) -> str:
    """How we name ourselves: honestly and always alike (H12)."""
    return f"ReadNOW/{version} (feed reader)"


def request_headers(
    request: FetchRequest, agent: str, authorization: str = "", *, packed: bool = True
) -> dict[str, str]:
    """The headers of a request; conditional where there are validators. `packed`: the answer may be so."""
    headers = {"Accept": request.accept or ACCEPT, **dict(request.headers)}
    headers |= {
        "User-Agent": request.user_agent or agent,
        "Accept-Encoding": ACCEPT_ENCODING if packed else "identity",
    }
    if authorization:
        headers["Authorization"] = authorization
    if request.etag:
        headers["If-None-Match"] = request.etag
    if request.last_modified:
        headers["If-Modified-Since"] = request.last_modified
    return headers


class AnswerHeaders:
    """The headers of an answer, by name without regard to case; of several alike the first counts."""

    def __init__(self, raw: Iterable[tuple[bytes, bytes]]) -> None:
        self._raw: dict[bytes, bytes] = {}
        for name, value in raw:
            self._raw.setdefault(name.lower(), value)

    def get(self, name: str) -> str:
        """A header's value as clean text, empty for none."""
        return clean_line(self._raw.get(name.lower().encode(), b"").decode("utf-8", "replace"), 8192)

    @property
    def etag(self) -> str | None:
        """The ETag, byte for byte. One that is not UTF-8 cannot be sent back unchanged, so it is none."""
        return self._validator(b"etag")

    @property
    def last_modified(self) -> str | None:
        """Last-Modified, byte for byte; some servers always say 2038, which is none."""
        value = self._validator(b"last-modified")
        return None if value is None or " 2038 " in value else value

    def _validator(self, name: bytes) -> str | None:
        value = self._raw.get(name, b"").strip()
        if not value or len(value) > _LONGEST_VALIDATOR:
            return None
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            return None
        return text if text.isprintable() else None

    def max_age(self, now: Timestamp) -> int | None:
        """For how many seconds the answer stays fresh (RFC 9111, 5.2 and 5.3); None where it does not say."""
        control = self.get("Cache-Control")
        if _NOT_KEPT.search(control):
            return None
        stated = _MAX_AGE.search(control)
        if stated:
            age = self.get("Age")
            return max(0, int(stated[1]) - (int(age) if _SECONDS.fullmatch(age) else 0)) or None
        expires = http_date(self.get("Expires"))
        if expires is None:
            return None
        return max(0, expires - (http_date(self.get("Date")) or now)) or None

    def retry_at(self, status: int, now: Timestamp) -> Timestamp:
        """Until when to leave the server alone: its wish in seconds or as a date by its own clock (H7)."""
        wish = self.get("Retry-After")
        wait = WITHOUT_WISH.get(status, 30 * MINUTE)
        if _SECONDS.fullmatch(wish):
            wait = int(wish)
        elif (date := http_date(wish)) is not None:
            wait = date - (http_date(self.get("Date")) or now)
        return now + min(max(wait, MINUTE), 7 * DAY)


def http_date(text: str) -> Timestamp | None:
    """A date of HTTP (RFC 9110, 5.6.7) in epoch seconds; None where it is none."""
    if not text or len(text) > 100:
        return None
    try:
        found = parsedate_to_datetime(text)
        return int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
