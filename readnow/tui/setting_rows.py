"""What can be set for one feed, as rows: title, folder, address, then all settings. Pure.

Invariant: what `typed` says, entered unchanged, changes nothing.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from readnow.library.settings import SETTINGS, written
from readnow.library.smart_feeds import SORTS
from readnow.model.feed import Feed, Folder
from readnow.model.smart import SmartFeed

TITLE, FOLDER, ADDRESS, KEEP = "title", "folder", "address", "keep"
NAME, QUERY, ORDER = "name", "query", "order"
ALSO = "also in"
"""What the keys of the rows of further folders begin with."""
_OTHER = {"yes": "no", "no": "yes", "true": "false", "false": "true"}
_AS_CONFIGURED = frozenset(("interval", "user_agent", "proxy", "keep"))
"""What the configuration says where the feed says nothing; of the others there is none then."""


class SettingRow(Struct, frozen=True):
    """One row. `own`: it is not what is usual. `typed`: the value as it is typed. `switch`: yes or no."""

    key: str
    name: str
    value: str
    typed: str
    takes: str
    help: str
    own: bool = False
    switch: bool = False


def setting_rows(feed: Feed, places: Sequence[Iterable[str]]) -> tuple[SettingRow, ...]:
    """All rows of a feed that is in the folders `places`."""
    folders = ["/".join(place) for place in places]
    return (
        SettingRow(
            key=TITLE,
            name=TITLE,
            value=feed.title,
            typed=feed.title,
            takes="a name; empty for the feed's own",
            help="what it is called here",
            own=feed.renamed,
        ),
        _folder_row(FOLDER, FOLDER, folders[0] if folders else ""),
        *(_folder_row(f"{ALSO} {number}", ALSO, path) for number, path in enumerate(folders[1:], 1)),
        *([_folder_row(ALSO, ALSO, "", "one more place in the list of feeds")] if folders else ()),
        SettingRow(
            key=ADDRESS,
            name=ADDRESS,
            value=feed.url,
            typed=feed.url,
            takes="an address with http:// or https://",
            help="where it is fetched from; its articles stay",
            own=True,
        ),
        *(_row(feed, key) for key in SETTINGS),
    )


def smart_setting_rows(smart: SmartFeed, place: Iterable[str]) -> tuple[SettingRow, ...]:
    """All rows of a smart feed that is in the folder `place`."""
    folder = "/".join(place)
    return (
        SettingRow(
            key=NAME,
            name=NAME,
            value=smart.name,
            typed=smart.name,
            takes="a name that no other smart feed has",
            help="what it is called here, and in other queries behind smart:",
            own=True,
        ),
        SettingRow(
            key=QUERY,
            name=QUERY,
            value=smart.query,
            typed=smart.query,
            takes='what / takes: words, "a phrase", -not, OR, is:unread, feed:NAME, after:3d',
            help="which articles it shows",
            own=True,
        ),
        SettingRow(
            key=ORDER,
            name=ORDER,
            value=smart.sort or "as usual",
            typed=smart.sort,
            takes=f"{', '.join(SORTS)}; empty for the usual",
            help="which of its articles come first",
            own=bool(smart.sort),
        ),
        _folder_row(FOLDER, FOLDER, folder),
    )


def folder_setting_rows(folder: Folder, place: Iterable[str], keep: str) -> tuple[SettingRow, ...]:
    """All rows of a folder that is in the folder `place`."""
    return (
        SettingRow(
            key=NAME,
            name=NAME,
            value=folder.name,
            typed=folder.name,
            takes="a name, without /",
            help="what it is called",
            own=True,
        ),
        _folder_row(FOLDER, "inside", "/".join(place)),
        SettingRow(
            key=KEEP,
            name=KEEP,
            value=keep or "as usual",
            typed=keep,
            takes=f"{SETTINGS[KEEP].takes}; empty for the usual",
            help=SETTINGS[KEEP].help,
            own=bool(keep),
        ),
    )


def _folder_row(
    key: str, name: str, path: str, about: str = "where it stands in the list of feeds"
) -> SettingRow:
    return SettingRow(
        key=key,
        name=name,
        value=path or "none",
        typed=path,
        takes="a name, or Outer/Inner for one in another; empty for none",
        help=about,
        own=bool(path),
    )


def _row(feed: Feed, key: str) -> SettingRow:
    setting, text = SETTINGS[key], written(feed.settings, key)
    on = getattr(feed.settings, key)
    switch = isinstance(on, bool)
    if switch:
        value = "yes" if on else "no"
    else:
        value = text or ("as configured" if key in _AS_CONFIGURED else "none")
    return SettingRow(
        key,
        key.replace("_", " "),
        value,
        text,
        setting.takes if switch else f"{setting.takes}; empty for the usual",
        setting.help,
        own=bool(text),
        switch=switch,
    )


def toggled(row: SettingRow) -> str:
    """The other value of a switch, as it is typed."""
    return _OTHER[row.typed if row.typed in _OTHER else row.value]
