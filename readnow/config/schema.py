"""The configuration: one frozen dataclass for each table of `config.toml`, with default, bounds and help.

`load` checks a file against it; `describe` prints `config.example.toml`, `docs/config.md` and the effective
values from it; `wiring` hands each object only its own part. Invariant: every setting here is acted on, and
the defaults lie within the bounds.
"""

# ruff: noqa: RUF009 - setting() makes a field, which ruff cannot see

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, TypeVar

from msgspec import Meta

T = TypeVar("T")

Line = Annotated[str, Meta(max_length=2000, pattern=r"^[^\x00-\x1f\x7f-\x9f]*\Z")]
"""Text without control characters: it ends in HTTP headers, in file names and on the screen."""


def setting(default: T, help_text: str, *, later: bool = False) -> T:
    """A field of a table with its default and the line that explains it. `later`: a change of it shows only
    when ReadNOW starts the next time."""
    made: T = field(default=default, metadata={"help": help_text, "later": later})
    return made


@dataclass(frozen=True, slots=True)
class FetchConfig:
    """How feeds are fetched."""

    concurrency: Annotated[int, Meta(ge=1, le=256)] = setting(
        32, "How many hosts are asked at the same time.", later=True
    )
    host_delay: Annotated[float, Meta(ge=0, le=3600)] = setting(
        1.0, "Seconds between two requests to one host."
    )
    timeout: Annotated[float, Meta(ge=1, le=600)] = setting(
        30.0, "Seconds until an attempt to fetch a feed is given up."
    )
    max_bytes: Annotated[int, Meta(ge=1024, le=1024 * 1024 * 1024)] = setting(
        10 * 1024 * 1024, "The largest feed that is read, in bytes after unpacking."
    )
    user_agent: Line = setting("", "How ReadNOW names itself to servers. Empty: its own name and version.")
    proxy: Annotated[str, Meta(max_length=2000, pattern=r"^(https?://[^\x00-\x20\x7f-\x9f]+)?\Z")] = setting(
        "", "Address of an HTTP proxy, such as http://localhost:3128. Empty: HTTP_PROXY and its like decide."
    )
    allow_private: bool = setting(
        False, "Whether feeds may be on private networks, this machine included, without being asked about."
    )
    full_texts: Annotated[int, Meta(ge=0, le=1000)] = setting(
        30, "Most pages of new articles that one refresh fetches, for feeds that are to have their full text."
    )
    ca_file: Line = setting(
        "", "File of certificate authorities (PEM) to trust. Empty: the system's.", later=True
    )


@dataclass(frozen=True, slots=True)
class RefreshConfig:
    """When feeds are refreshed."""

    interval: Annotated[int, Meta(ge=1, le=43_200)] = setting(
        60, "Minutes between two looks at a feed. A feed that asks to be left alone for longer is."
    )
    on_start: bool = setting(True, "Whether to refresh what is due when the interface opens.", later=True)
    auto: bool = setting(True, "Whether to go on refreshing what is due while the interface is open.")


@dataclass(frozen=True, slots=True)
class FeedsConfig:
    """What becomes of the articles of a feed."""

    fold: bool = setting(
        True,
        "Whether a story that several feeds have is shown once in lists over several feeds; see folds in a "
        "feed's settings.",
        later=True,
    )

    read_older_than_days: Annotated[int, Meta(ge=0, le=36_500)] = setting(
        30, "Articles older than this many days are marked read when a feed is added."
    )
    keep: Annotated[str, Meta(pattern=r"^(forever|[1-9]\d{0,5}(d|w|mo|y)?)\Z")] = setting(
        "forever",
        "How much of each feed is kept, where neither the feed nor its folder says otherwise: forever, what "
        "is younger than a time such as 90d, 12w, 6mo or 2y, or a number of articles. What is starred, kept "
        "for later or tagged always stays.",
    )
    keep_unread: bool = setting(True, "Whether unread articles stay, too, until they are read.")


Column = Literal["mark", "title", "tags", "feed", "author", "age", "date", "length"]
COLUMNS: tuple[Column, ...] = ("mark", "title", "feed", "age", "length", "tags")
"""What rows of articles say."""


@dataclass(frozen=True, slots=True)
class UiConfig:
    """How the interface looks and behaves."""

    theme: Line = setting(
        "auto",
        'Colours: "auto", "terminal" (the sixteen of the terminal), "dark", "light", "high-contrast", '
        '"high-contrast-light", the name of a theme of Textual such as "nord", or of one of your own in '
        '[theme]. "auto" is "terminal", and none at all where NO_COLOR is set.',
    )
    mode: Literal["auto", "full", "light"] = setting(
        "auto",
        'How much is sent to the terminal: "light" has its sixteen colours, no pictures, no reports of the '
        'mouse and few frames a second; "auto" is light over SSH until an answer of the terminal shows that '
        "the line is fast.",
        later=True,
    )
    layout: Literal["auto", "three", "two", "one"] = setting(
        "auto", 'Panes side by side; "auto" goes by the width of the terminal.'
    )
    hints: bool = setting(True, "Whether the line at the bottom shows the keys that are of most use here.")
    density: Literal["auto", "comfortable", "compact"] = setting(
        "auto",
        'Lines for each article of a list: "comfortable" two, "compact" one, "auto" two beside the reader.',
    )
    columns: tuple[Column, ...] = setting(
        COLUMNS,
        "What the rows of lists of articles say, from left to right. The title is there in any case, tags "
        "stand behind it. What there is no room for is left out: first the length, the author and the feed.",
    )
    glyphs: Literal["auto", "unicode", "ascii"] = setting(
        "auto",
        'What marks, rules and quotation marks are drawn with; "auto" goes by the locale: where that has '
        "only ASCII, letters of articles get ASCII twins too.",
        later=True,
    )
    text_width: Annotated[int, Meta(ge=20, le=400)] = setting(
        72, "The longest line of an article, in characters."
    )
    mouse: bool = setting(
        True,
        "Whether the mouse can be used. Without it the terminal selects text as usual. Never within GNU "
        "screen, which would hold the key Esc back.",
        later=True,
    )
    only_changes: bool = setting(
        True,
        "Whether only what changes on the screen is sent to the terminal. Without it the screen is drawn in "
        "large pieces: for a terminal that shows remains of what was there before.",
        later=True,
    )
    images: Literal["off", "key", "always"] = setting(
        "key",
        'Pictures of articles (extra "images"): "key" fetches and shows one when its key is pressed; '
        '"always" also shows those on the screen among the text, over SSH too; "off" shows none.',
    )
    start: Literal["last", "all", "unread"] = setting("last", "What is shown first.", later=True)
    sort: Literal["newest", "oldest", "feed", "title", "author", "length"] = setting(
        "newest",
        "The order of lists for which none was chosen: which come first, or what they are sorted by.",
    )
    feed_order: Literal["own", "name", "unread"] = setting(
        "own", 'The order of feeds and folders: "own" is yours, "unread" has most unread articles first.'
    )
    hide_read: bool = setting(
        False, "Whether feeds and folders without unread articles are left out of the list of feeds."
    )
    mark_read: Literal["open", "manual"] = setting(
        "open", 'Whether opening an article marks it read, or ("manual") only the key for it.'
    )
    title: bool = setting(
        False, "Whether the title of the terminal says how many articles are unread; the end gives it back."
    )
    date_format: Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f-\x9f]*\Z")] = (
        setting("%d %b %Y, %H:%M", "How dates are written, in the codes of strftime.")
    )


@dataclass(frozen=True, slots=True)
class NotifyConfig:
    """What is told of news outside the screen."""

    way: Literal["off", "osc9", "osc777", "command"] = setting(
        "off",
        'How the desktop is told of new articles: through the terminal ("osc9" or "osc777", whichever it '
        'knows; in tmux allow-passthrough must be on), by a command of yours, or not at all ("off").',
    )
    about: Literal["all", "rules"] = setting(
        "all", 'What is told: every refresh that brought something, or ("rules") what rules are to tell of.'
    )
    command: tuple[Line, ...] = setting(
        (),
        'The command for way = "command", such as "notify-send ReadNOW": %t stands for the text, which comes '
        "last where it is missing. No shell is involved.",
    )


@dataclass(frozen=True, slots=True)
class KeysConfig:
    """Which keys do what.

    `bindings` has the keys of each action id as the user wrote them, none for an action without a key, in the
    file's order; those for one pane alone with its name before the id. `keys.wishes` checks the names.
    """

    preset: Line = setting(
        "default", 'The set of keys to start from: "default", "newsboat" or "google-reader".'
    )
    bindings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenConfig:
    """What opens links and files, and where files go."""

    browser: tuple[Line, ...] = setting(
        (),
        "Command that opens a link, as one text or as a list of its words; %u stands for the address, which "
        "comes last where it is missing. No shell is involved. Empty: BROWSER, else the system's browser.",
    )
    browser_over_ssh: tuple[Line, ...] = setting(
        (),
        "Command that hands a link on to the machine you sit at, where that is another one (over SSH); "
        "written as for browser, and to end within ten seconds. Empty: the address is copied and shown.",
    )
    audio: tuple[Line, ...] = setting(
        (), "Command that plays sound files, written as for browser. Empty: mpv, else as for links."
    )
    video: tuple[Line, ...] = setting((), "The same for films.")
    image: tuple[Line, ...] = setting((), "The same for pictures. Empty: as for links.")
    other: tuple[Line, ...] = setting((), "The same for all other files. Empty: as for links.")
    download_dir: Line = setting(
        "", "Folder for saved articles and downloaded files. Empty: the system's folder for downloads."
    )
    max_download: Annotated[int, Meta(ge=1024, le=1 << 40)] = setting(
        2 * 1024 * 1024 * 1024, "The largest file that is downloaded, in bytes."
    )


Colour = Annotated[
    str,
    Meta(
        pattern=r"^(#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|default"
        r"|(bright-)?(black|red|green|yellow|blue|magenta|cyan|white))?\Z"
    ),
]
"""A colour of its own, one of the terminal's, or "" for that of the base."""


@dataclass(frozen=True, slots=True)
class ThemeConfig:
    """A theme of the user's: what it is based on, and the colours that differ.

    `code` is the ground of code, `rule` the line between panes.
    """

    base: Annotated[str, Meta(max_length=40, pattern=r"^[a-z0-9-]+\Z")] = "terminal"
    foreground: Colour = ""
    background: Colour = ""
    muted: Colour = ""
    accent: Colour = ""
    warning: Colour = ""
    code: Colour = ""
    rule: Colour = ""


@dataclass(frozen=True, slots=True)
class ThemesConfig:
    """Themes of the user's own, by name, in the file's order."""

    own: Mapping[str, ThemeConfig] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CommandConfig:
    """A command of the user's: its words, its keys, its name in lists, and whether it needs the terminal."""

    run: tuple[Line, ...]
    key: tuple[str, ...] = ()
    title: Annotated[str, Meta(max_length=60, pattern=r"^[^\x00-\x1f\x7f-\x9f]*\Z")] = ""
    terminal: bool = False


@dataclass(frozen=True, slots=True)
class CommandsConfig:
    """Programs of the user's own as actions, by name, in the file's order."""

    own: Mapping[str, CommandConfig] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Config:
    """The whole configuration."""

    fetch: FetchConfig = field(default_factory=FetchConfig)
    refresh: RefreshConfig = field(default_factory=RefreshConfig)
    feeds: FeedsConfig = field(default_factory=FeedsConfig)
    ui: UiConfig = field(default_factory=UiConfig)
    notify: NotifyConfig = field(default_factory=NotifyConfig)
    keys: KeysConfig = field(default_factory=KeysConfig)
    open: OpenConfig = field(default_factory=OpenConfig)
    commands: CommandsConfig = field(default_factory=CommandsConfig)
    theme: ThemesConfig = field(default_factory=ThemesConfig)
