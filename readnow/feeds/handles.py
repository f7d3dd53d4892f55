"""Short forms that people type instead of an address, such as `@user@host`. Data only; `sites` reads it.

Invariant: of what was typed only `host` may become one, and only what looks like a host can be it.
"""

from msgspec import Struct

_NAME = r"[A-Za-z0-9_][A-Za-z0-9_-]{0,99}"
_HOST = r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+"


class Handle(Struct, frozen=True):
    """A form, the page it means and its feed, both without the scheme. Without a feed, it is the page's."""

    name: str
    form: str
    page: str
    feed: str = ""


HANDLES: tuple[Handle, ...] = (
    Handle("Bluesky", rf"@(?P<name>{_NAME}\.bsky\.social)", "bsky.app/profile/{name}"),
    Handle(
        "Fediverse", rf"@(?P<name>\w[\w.-]{{0,99}})@(?P<host>{_HOST})", "{host}/@{name}", "{host}/@{name}.rss"
    ),
    Handle("Reddit, a person", rf"/?u/(?P<name>{_NAME})", "www.reddit.com/user/{name}"),
    Handle("Reddit, a subject", rf"/?r/(?P<name>{_NAME})", "www.reddit.com/r/{name}"),
)
