"""What a user decided for one feed, beyond its title and place. Kept in the database.

Read by the library, the fetcher and the store. Invariant: no secret is in it: `auth` says where one is kept.
"""

from msgspec import Struct

FOREVER = "forever"


class FeedSettings(Struct, frozen=True):
    """Each default means "as the configuration says", or off.

    `interval` in minutes. `headers` are extra ones, `proxy` an address or "none". `auth` is such as
    "basic NAME command pass show feed" (`feeds.credentials`). `keep` is "forever", days as "90d", or a number
    of articles; it and `full_text` are acted on where articles are kept and read. `folds`: articles that are
    the same story as those of other feeds are shown as one. `in_all`: its articles are in lists over all
    feeds.
    """

    interval: int | None = None
    paused: bool = False
    user_agent: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    auth: str = ""
    proxy: str = ""
    insecure: bool = False
    allow_private: bool = False
    unread_on_change: bool = False
    full_text: bool = False
    keep: str = ""
    folds: bool = True
    in_all: bool = True
