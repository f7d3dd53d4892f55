"""The subscriptions found in somebody's list, collected within limits and with a reason for what is left out.

Used by `opml` and `addresses`. Invariant: every address kept is http or https, cleaned and there once; every
string is cleaned; nothing in a list is ever run or fetched (checklist 21).
"""

import re
from urllib.parse import urlsplit

from msgspec import Struct, field
from msgspec.structs import replace

from readnow.model.subscription import Subscription, SubscriptionList
from readnow.text.clean import clean_line, safe_url
from readnow.text.pattern import pattern

MAX_BYTES = 5 * 1024 * 1024
MAX_FEEDS = 10_000
MAX_DEPTH = 20
"""Folders within folders."""
MAX_FOLDERS = 50
"""Further folders of one feed."""
_MAX_SENTENCES = 1000
_QUOTED = 80

_FEED_SCHEME = pattern(r"feed:(?://)?(?=https?://)|feed:(?=//)", re.IGNORECASE)
"""What browsers once wrote for "open this in a feed reader"."""
_COMMAND = pattern(r"\||(?:exec|filter):", re.IGNORECASE)


class Found(Struct):
    """A list on its way."""

    title: str = ""
    _subscriptions: dict[str, Subscription] = field(default_factory=dict)
    _left_out: list[str] = field(default_factory=list)
    _more_feeds: int = 0
    _more_sentences: int = 0

    def add(
        self,
        address: str,
        *,
        title: str = "",
        site: str = "",
        folder: tuple[str, ...] = (),
        in_all: bool = True,
    ) -> bool:
        """Keep a subscription; what cannot be kept is left out with a reason. Whether it is kept."""
        written = address.strip()
        name = clean_line(title)
        url = feed_address(written)
        if not url:
            self.leave_out(f"{_called(name, written)}: {_why_not(written)}")
            return False
        if url in self._subscriptions:
            self._file(url, folder)
            return True
        if len(self._subscriptions) >= MAX_FEEDS:
            self._more_feeds += 1
            return False
        if _has_user(written):
            self.leave_out(f"{_called(name, url)}: the user name and password in its address were left out.")
        name = "" if name in (written, url) else name
        self._subscriptions[url] = Subscription(url, name, _web_address(site), folder, in_all=in_all)
        return True

    def _file(self, url: str, folder: tuple[str, ...]) -> None:
        """The feed stands in another folder, too."""
        known = self._subscriptions[url]
        if folder and known.folder and folder not in (known.folder, *known.also_in):
            self._subscriptions[url] = replace(known, also_in=(*known.also_in, folder)[:MAX_FOLDERS])

    def leave_out(self, sentence: str) -> None:
        """Note a thing left out and why."""
        if len(self._left_out) < _MAX_SENTENCES:
            self._left_out.append(sentence)
        else:
            self._more_sentences += 1

    def finish(self, damage: str = "") -> SubscriptionList:
        """The list as found; `damage` is a sentence about the file as a whole, told first."""
        left_out = [damage] if damage else []
        left_out += self._left_out
        if self._more_sentences:
            left_out.append(f"{self._more_sentences:,} more were left out for such reasons.")
        if self._more_feeds:
            left_out.append(f"{self._more_feeds:,} feeds after the first {MAX_FEEDS:,} were left out.")
        return SubscriptionList(tuple(self._subscriptions.values()), self.title, tuple(left_out))


def feed_address(written: str) -> str:
    """The address of a feed as it is kept; "" where it is none of the web."""
    return _web_address(_FEED_SCHEME.sub(_web_scheme, written.strip(), count=1))


def _web_scheme(match: re.Match[str]) -> str:
    return "http:" if match[0].lower() == "feed:" and match.string[match.end() :].startswith("//") else ""


def _web_address(address: str) -> str:
    """The address made safe if it is http or https, else ""."""
    url = safe_url(address)
    return url if url.startswith(("http://", "https://")) else ""


def _has_user(address: str) -> bool:
    try:
        return "@" in urlsplit(address).netloc
    except ValueError:
        return False


def _called(name: str, address: str) -> str:
    """How a message names an entry: by its title, else by its address."""
    shown = name or clean_line(address, _QUOTED + 1)
    return f"“{shown if len(shown) <= _QUOTED else shown[: _QUOTED - 1] + '…'}”"


def _why_not(address: str) -> str:
    if _COMMAND.match(address):
        return "it is a command, not an address; nothing was run."
    if not address:
        return "it has no address of a feed."
    if address.lower().startswith(("http://", "https://")):
        return "its address is not valid."
    return "only http:// and https:// addresses can be added."
