"""A feed as another program's list names it: what OPML import and export, and the starter pack, deal in."""

from msgspec import Struct


class Subscription(Struct, frozen=True):
    """`folder` is the path from the top, empty for none; `also_in` are further ones. `title` is empty where
    the list gives none. `in_all`: not left out of the lists over all feeds."""

    url: str
    title: str = ""
    site_url: str = ""
    folder: tuple[str, ...] = ()
    also_in: tuple[tuple[str, ...], ...] = ()
    in_all: bool = True


class SubscriptionList(Struct, frozen=True):
    """A list as read: its feeds in document order, and one sentence for each thing left out and why."""

    subscriptions: tuple[Subscription, ...]
    title: str = ""
    left_out: tuple[str, ...] = ()
