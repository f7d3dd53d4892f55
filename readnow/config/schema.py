"""The configuration: one frozen struct for each table of `config.toml`, with default, bounds and help.

`load` checks a file against it; `describe` prints `config.example.toml`, `docs/config.md` and the effective
values from it; `wiring` hands each object only its own part. Invariant: every setting here is acted on, and
the defaults lie within the bounds.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from msgspec import Meta, Struct

Line = Annotated[str, Meta(max_length=2000, pattern=r"^[^\x00-\x1f\x7f-\x9f]*\Z")]
"""Text without control characters: it ends in HTTP headers, in file names and on the screen."""


class Help(Struct, frozen=True):
    """What is to know of a setting: the line that explains it, and whether a change shows only when ReadNOW
    starts the next time."""

    text: str
    later: bool = False


class FetchConfig(Struct, frozen=True):
    """How feeds are fetched."""

    concurrency: Annotated[
        int, Meta(ge=1, le=256), Help("How many hosts are asked at the same time.", later=True)
    ] = 32
    host_delay: Annotated[float, Meta(ge=0, le=3600), Help("Seconds between two requests to one host.")] = 1.0
    timeout: Annotated[
        float, Meta(ge=1, le=600), Help("Seconds until an attempt to fetch a feed is given up.")
    ] = 30.0
    max_bytes: Annotated[
        int,
        Meta(ge=1024, le=1024 * 1024 * 1024),
        Help("The largest feed that is read, in bytes after unpacking."),
    ] = 10 * 1024 * 1024
    user_agent: Annotated[
        Line, Help("How ReadNOW names itself to servers. Empty: its own name and version.")
    ] = ""
    proxy: Annotated[
        str,
        Meta(max_length=2000, pattern=r"^(https?://[^\x00-\x20\x7f-\x9f]+)?\Z"),
        Help(
            "Address of an HTTP proxy, such as http://localhost:3128. Empty: HTTP_PROXY and its like decide."
        ),
    ] = ""
    allow_private: Annotated[
        bool,
        Help("Whether feeds may be on private networks, this machine included, without being asked about."),
    ] = False
    full_texts: Annotated[
        int,
        Meta(ge=0, le=1000),
        Help(
            "Most pages of new articles that one refresh fetches, for feeds that are to have their full text."
        ),
    ] = 30
    ca_file: Annotated[
        Line, Help("File of certificate authorities (PEM) to trust. Empty: the system's.", later=True)
    ] = ""


class RefreshConfig(Struct, frozen=True):
    """When feeds are refreshed."""

    interval: Annotated[
        int,
        Meta(ge=1, le=43_200),
        Help("Minutes between two looks at a feed. A feed that asks to be left alone for longer is."),
    ] = 60
    on_start: Annotated[
        bool, Help("Whether to refresh what is due when the interface opens.", later=True)
    ] = True
    auto: Annotated[bool, Help("Whether to go on refreshing what is due while the interface is open.")] = True


class FeedsConfig(Struct, frozen=True):
    """What becomes of the articles of a feed."""

    fold: Annotated[
        bool,
        Help(
            "Whether a story that several feeds have is shown once in lists over several feeds; see folds "
            "in a feed's settings.",
            later=True,
        ),
    ] = True

    read_older_than_days: Annotated[
        int,
        Meta(ge=0, le=36_500),
        Help("Articles older than this many days are marked read when a feed is added."),
    ] = 30
    keep: Annotated[
        str,
        Meta(pattern=r"^(forever|[1-9]\d{0,5}(d|w|mo|y)?)\Z"),
        Help(
            "How much of each feed is kept, where neither the feed nor its folder says otherwise: forever, "
            "what is younger than a time such as 90d, 12w, 6mo or 2y, or a number of articles. What is "
            "starred, kept for later or tagged always stays."
        ),
    ] = "forever"
    keep_unread: Annotated[bool, Help("Whether unread articles stay, too, until they are read.")] = True


Column = Literal["mark", "title", "tags", "feed", "author", "age", "date", "length"]
COLUMNS: tuple[Column, ...] = ("mark", "title", "feed", "age", "length", "tags")
"""What rows of articles say."""


class UiConfig(Struct, frozen=True):
    """How the interface looks and behaves."""

    theme: Annotated[
        Line,
        Help(
            'Colours: "auto", "terminal" (the sixteen of the terminal), "dark", "light", "high-contrast", '
            '"high-contrast-light", the name of a theme of Textual such as "nord", or of one of your own in '
            '[theme]. "auto" is "terminal", and none at all where NO_COLOR is set.'
        ),
    ] = "auto"
    mode: Annotated[
        Literal["auto", "full", "light"],
        Help(
            'How much is sent to the terminal: "light" has its sixteen colours, no pictures, no reports of '
            'the mouse and few frames a second; "auto" is light over SSH until an answer of the terminal '
            "shows that the line is fast.",
            later=True,
        ),
    ] = "auto"
    layout: Annotated[
        Literal["auto", "three", "two", "one"],
        Help('Panes side by side; "auto" goes by the width of the terminal.'),
    ] = "auto"
    hints: Annotated[
        bool, Help("Whether the line at the bottom shows the keys that are of most use here.")
    ] = True
    density: Annotated[
        Literal["auto", "comfortable", "compact"],
        Help(
            'Lines for each article of a list: "comfortable" two, "compact" one, "auto" two beside the '
            "reader."
        ),
    ] = "auto"
    columns: Annotated[
        tuple[Column, ...],
        Help(
            "What the rows of lists of articles say, from left to right. The title is there in any case, "
            "tags stand behind it. What there is no room for is left out: first the length, the author and "
            "the feed."
        ),
    ] = COLUMNS
    glyphs: Annotated[
        Literal["auto", "unicode", "ascii"],
        Help(
            'What marks, rules and quotation marks are drawn with; "auto" goes by the locale: where that has '
            "only ASCII, letters of articles get ASCII twins too.",
            later=True,
        ),
    ] = "auto"
    text_width: Annotated[
        int, Meta(ge=20, le=400), Help("The longest line of an article, in characters.")
    ] = 72
    mouse: Annotated[
        bool,
        Help(
            "Whether the mouse can be used. Without it the terminal selects text as usual. Never within GNU "
            "screen, which would hold the key Esc back.",
            later=True,
        ),
    ] = True
    only_changes: Annotated[
        bool,
        Help(
            "Whether only what changes on the screen is sent to the terminal. Without it the screen is "
            "drawn in large pieces: for a terminal that shows remains of what was there before.",
            later=True,
        ),
    ] = True
    images: Annotated[
        Literal["off", "key", "always"],
        Help(
            'Pictures of articles (extra "images"): "key" fetches and shows one when its key is pressed; '
            '"always" also shows those on the screen among the text, over SSH too; "off" shows none.'
        ),
    ] = "key"
    start: Annotated[Literal["last", "all", "unread"], Help("What is shown first.", later=True)] = "last"
    sort: Annotated[
        Literal["newest", "oldest", "feed", "title", "author", "length"],
        Help("The order of lists for which none was chosen: which come first, or what they are sorted by."),
    ] = "newest"
    feed_order: Annotated[
        Literal["own", "name", "unread"],
        Help('The order of feeds and folders: "own" is yours, "unread" has most unread articles first.'),
    ] = "own"
    hide_read: Annotated[
        bool, Help("Whether feeds and folders without unread articles are left out of the list of feeds.")
    ] = False
    mark_read: Annotated[
        Literal["open", "manual"],
        Help('Whether opening an article marks it read, or ("manual") only the key for it.'),
    ] = "open"
    title: Annotated[
        bool,
        Help("Whether the title of the terminal says how many articles are unread; the end gives it back."),
    ] = False
    date_format: Annotated[
        str,
        Meta(min_length=1, max_length=60, pattern=r"^[^\x00-\x1f\x7f-\x9f]*\Z"),
        Help("How dates are written, in the codes of strftime."),
    ] = "%d %b %Y, %H:%M"


class NotifyConfig(Struct, frozen=True):
    """What is told of news outside the screen."""

    way: Annotated[
        Literal["off", "osc9", "osc777", "command"],
        Help(
            'How the desktop is told of new articles: through the terminal ("osc9" or "osc777", whichever it '
            'knows; in tmux allow-passthrough must be on), by a command of yours, or not at all ("off").'
        ),
    ] = "off"
    about: Annotated[
        Literal["all", "rules"],
        Help('What is told: every refresh that brought something, or ("rules") what rules are to tell of.'),
    ] = "all"
    command: Annotated[
        tuple[Line, ...],
        Help(
            'The command for way = "command", such as "notify-send ReadNOW": %t stands for the text, which '
            "comes last where it is missing. No shell is involved."
        ),
    ] = ()


class KeysConfig(Struct, frozen=True):
    """Which keys do what.

    `bindings` has the keys of each action id as the user wrote them, none for an action without a key, in the
    file's order; those for one pane alone with its name before the id. `keys.wishes` checks the names.
    """

    preset: Annotated[
        Line, Help('The set of keys to start from: "default", "newsboat" or "google-reader".')
    ] = "default"
    bindings: Mapping[str, tuple[str, ...]] = {}


class OpenConfig(Struct, frozen=True):
    """What opens links and files, and where files go."""

    browser: Annotated[
        tuple[Line, ...],
        Help(
            "Command that opens a link, as one text or as a list of its words; %u stands for the address, "
            "which comes last where it is missing. No shell is involved. Empty: BROWSER, else the system's "
            "browser."
        ),
    ] = ()
    browser_over_ssh: Annotated[
        tuple[Line, ...],
        Help(
            "Command that hands a link on to the machine you sit at, where that is another one (over SSH); "
            "written as for browser, and to end within ten seconds. Empty: the address is copied and shown."
        ),
    ] = ()
    audio: Annotated[
        tuple[Line, ...],
        Help("Command that plays sound files, written as for browser. Empty: mpv, else as for links."),
    ] = ()
    video: Annotated[tuple[Line, ...], Help("The same for films.")] = ()
    image: Annotated[tuple[Line, ...], Help("The same for pictures. Empty: as for links.")] = ()
    other: Annotated[tuple[Line, ...], Help("The same for all other files. Empty: as for links.")] = ()
    download_dir: Annotated[
        Line,
        Help("Folder for saved articles and downloaded files. Empty: the system's folder for downloads."),
    ] = ""
    max_download: Annotated[
        int, Meta(ge=1024, le=1 << 40), Help("The largest file that is downloaded, in bytes.")
    ] = 2 * 1024 * 1024 * 1024


Colour = Annotated[
    str,
    Meta(
        pattern=r"^(#[0-9a-fA-F]{3}|#[0-9a-fA-F]{6}|default"
        r"|(bright-)?(black|red|green|yellow|blue|magenta|cyan|white))?\Z"
    ),
]
"""A colour of its own, one of the terminal's, or "" for that of the base."""


class ThemeConfig(Struct, frozen=True):
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


class ThemesConfig(Struct, frozen=True):
    """Themes of the user's own, by name, in the file's order."""

    own: Mapping[str, ThemeConfig] = {}


class CommandConfig(Struct, frozen=True):
    """A command of the user's: its words, its keys, its name in lists, and whether it needs the terminal."""

    run: tuple[Line, ...]
    key: tuple[str, ...] = ()
    title: Annotated[str, Meta(max_length=60, pattern=r"^[^\x00-\x1f\x7f-\x9f]*\Z")] = ""
    terminal: bool = False


class CommandsConfig(Struct, frozen=True):
    """Programs of the user's own as actions, by name, in the file's order."""

    own: Mapping[str, CommandConfig] = {}


class Config(Struct, frozen=True):
    """The whole configuration."""

    fetch: FetchConfig = FetchConfig()
    refresh: RefreshConfig = RefreshConfig()
    feeds: FeedsConfig = FeedsConfig()
    ui: UiConfig = UiConfig()
    notify: NotifyConfig = NotifyConfig()
    keys: KeysConfig = KeysConfig()
    open: OpenConfig = OpenConfig()
    commands: CommandsConfig = CommandsConfig()
    theme: ThemesConfig = ThemesConfig()
