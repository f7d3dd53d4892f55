"""newsboat's `config`, line by line: what each means for ReadNOW. Nothing is run, no other file is read.

Called by `library.newsboat`, which makes rules of some lines and says what becomes of every one. Invariant:
every line that is not blank or a remark is answered once.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from readnow.exchange.addresses import decoded
from readnow.exchange.found import MAX_BYTES
from readnow.exchange.newsboat.operations import KEYS, OPERATIONS, PANES
from readnow.exchange.newsboat.words import split
from readnow.model.errors import ExchangeError
from readnow.text.clean import clean_line

_MAX_LINES = 10_000
_SHOWN = 200


class Verdict(StrEnum):
    """What became of a line: taken over; said as a line for `config.toml`; or neither."""

    TAKEN = "taken"
    COPY = "copy"
    NOT = "not"


class Ignored(Struct, frozen=True):
    """An `ignore-article`: of the feed of that address, or of all ("*"), what the expression means."""

    feed: str
    expression: str


class Line(Struct, frozen=True):
    """A line of the file. `why` is a sentence; `table` and `copy` are where in `config.toml` what is to
    stand; `key` and `action` are a key and what it is to do, in one `pane` or all; `ignored` and
    `unread_on_change` (the address of a feed) are for the library to do."""

    number: int
    text: str
    verdict: Verdict
    why: str = ""
    table: str = ""
    copy: str = ""
    key: str = ""
    action: str = ""
    ignored: Ignored | None = None
    unread_on_change: str = ""
    pane: str = ""

    @property
    def said(self) -> str:
        """What became of it, in words."""
        if self.verdict is Verdict.COPY:
            return f"[{self.table}] " + (self.copy or f'"{self.action}" = "{self.key}"')
        return self.why


def read_config(data: bytes, name: str) -> tuple[Line, ...]:
    """The lines of a file called `name`. Raises `ExchangeError` where it is no text."""
    if len(data) > MAX_BYTES:
        raise ExchangeError(f"{name} is larger than 5 MB.")
    lines = decoded(data, name).splitlines()[:_MAX_LINES] if data.strip() else []
    return tuple(_line(number, text, words) for number, text in enumerate(lines, 1) if (words := split(text)))


def is_config(data: bytes) -> bool:
    """Whether a text begins as newsboat's configuration does."""
    for text in data[:MAX_BYTES].decode("utf-8", "replace").splitlines()[:1000]:
        if words := split(text):
            return words[0] in _COMMANDS
    return False


Way = Callable[[Sequence[str]], Line | str]
"""What the words behind a command mean; or a sentence on why there is nothing like it."""


def _line(number: int, text: str, words: Sequence[str]) -> Line:
    shown = clean_line(text, _SHOWN)
    if "`" in text:
        return Line(number, shown, Verdict.NOT, "It has the output of a command; nothing was run.")
    way = _COMMANDS.get(words[0])
    if way is None:
        return Line(number, shown, Verdict.NOT, "ReadNOW has nothing like it.")
    try:
        found = way(words[1:])
    except (IndexError, ValueError):
        return Line(number, shown, Verdict.NOT, "It is not complete.")
    if isinstance(found, str):
        return Line(number, shown, Verdict.NOT, found)
    return Line(
        number,
        shown,
        found.verdict,
        *(found.why, found.table, found.copy, found.key, found.action, found.ignored),
        found.unread_on_change,
        found.pane,
    )


def _copied(table: str, name: str, value: object) -> Line:
    return Line(0, "", Verdict.COPY, table=table, copy=f"{name} = {json.dumps(value, ensure_ascii=False)}")


def _number(table: str, name: str) -> Way:
    return lambda words: _copied(table, name, int(words[0]))


def _yes(table: str, name: str, *, opposite: bool = False) -> Way:
    return lambda words: _copied(table, name, (words[0].lower() in ("yes", "true")) is not opposite)


def _said(table: str, name: str) -> Way:
    return lambda words: _copied(table, name, clean_line(words[0], 2000))


def _program(name: str) -> Way:
    return lambda words: _copied("open", name, clean_line(words[0].replace("'%u'", "%u"), 2000))


def _keep_days(words: Sequence[str]) -> Line | str:
    days = int(words[0])
    return _copied("feeds", "keep", f"{days}d") if days > 0 else "Everything is kept here, too."


def _keep_number(words: Sequence[str]) -> Line | str:
    most = int(words[0])
    return _copied("feeds", "keep", str(most)) if most > 0 else "Everything is kept here, too."


def _proxy(words: Sequence[str]) -> Line | str:
    if "@" in words[0]:
        return "It may hold a password, which is not copied: see [fetch] proxy in docs/config.md."
    return _copied("fetch", "proxy", words[0] if "://" in words[0] else f"http://{clean_line(words[0])}")


def _feed_order(words: Sequence[str]) -> Line | str:
    order = words[0].removesuffix("-asc").removesuffix("-desc")
    meant = {"none": "own", "title": "name", "unreadarticlecount": "unread"}.get(order)
    return (
        f"There is no order by {clean_line(order, 40)}."
        if meant is None
        else _copied("ui", "feed_order", meant)
    )


def _ignored(words: Sequence[str]) -> Line:
    return Line(0, "", Verdict.TAKEN, ignored=Ignored(words[0], words[1]))


def _reset_unread(words: Sequence[str]) -> Line:
    why = "The feed's articles are unread again when they change."
    return Line(0, "", Verdict.TAKEN, why, unread_on_change=words[0])


def _bound(words: Sequence[str]) -> Line | str:
    key, operation = words[0], words[1]
    if operation not in OPERATIONS:
        return f"There is no action for {clean_line(operation, 60)}; `readnow keys` lists those there are."
    written = KEYS.get(key.upper(), key if len(key) == 1 or (len(key) == 2 and key[0] == "^") else "")
    if key.upper().startswith("F") and key[1:].isdecimal():
        written = key.lower()
    if not written:
        return f"The key {clean_line(key, 20)} cannot be used."
    pane = PANES.get(words[2]) if len(words) > 2 else None
    return Line(0, "", Verdict.COPY, table="keys", key=written, action=OPERATIONS[operation], pane=pane or "")


def _not(why: str) -> Way:
    return lambda _: why


_COLOURS = _not("Colours are those of a theme: [ui] theme.")
_SERVER = _not("ReadNOW fetches feeds itself: there is no account to log in to.")
_FORMAT = _not("The look of lists is ReadNOW's own.")

_COMMANDS: Mapping[str, Way] = {
    "reload-time": _number("refresh", "interval"),
    "auto-reload": _yes("refresh", "auto"),
    "refresh-on-startup": _yes("refresh", "on_start"),
    "keep-articles-days": _keep_days,
    "max-items": _keep_number,
    "download-timeout": _number("fetch", "timeout"),
    "user-agent": _said("fetch", "user_agent"),
    "proxy": _proxy,
    "text-width": _number("ui", "text_width"),
    "datetime-format": _said("ui", "date_format"),
    "show-read-feeds": _yes("ui", "hide_read", opposite=True),
    "feed-sort-order": _feed_order,
    "browser": _program("browser"),
    "player": _program("audio"),
    "save-path": _said("open", "download_dir"),
    "download-path": _said("open", "download_dir"),
    "ignore-article": _ignored,
    "reset-unread-on-update": _reset_unread,
    "bind-key": _bound,
    "bind": _not("Several operations on one key: see [commands] in docs/config.md for programs."),
    "macro": _not("There are no macros; programs of your own are in [commands]: docs/config.md."),
    "bookmark-cmd": _not("Programs of your own are in [commands]: docs/config.md."),
    "unbind-key": _not("A key that is not bound in [keys] does what docs/keys.md says."),
    "include": _not("Other files are not read along: import it by its own path."),
    "color": _COLOURS,
    "highlight": _COLOURS,
    "highlight-article": _COLOURS,
    "highlight-feed": _COLOURS,
    "ignore-mode": _not("Muted articles are kept, and listed by is:muted."),
    "always-download": _not("A feed is asked at most as often as its settings say."),
    "article-sort-order": _not("Each list has its own order: O, or [ui] sort."),
    "show-read-articles": _not("Keys 1 and 2 show all or unread articles."),
    "urls-source": _not("Only what newsboat keeps in its own files comes in."),
    "cookie-cache": _not("Credentials are set for each feed: `readnow edit FEED auth=…`."),
    "reload-threads": _not("Many servers are asked at once: [fetch] concurrency."),
    "define-filter": _not("Searches are kept as smart feeds: `readnow smart add`."),
    **dict.fromkeys(("feedlist-format", "articlelist-format", "notify-format", "podlist-format"), _FORMAT),
    **{
        f"{service}-{what}": _SERVER
        for service in ("ttrss", "miniflux", "freshrss", "inoreader", "newsblur", "feedhq", "oldreader")
        for what in ("login", "password", "passwordeval", "passwordfile", "url", "flag-star", "token")
    },
}
