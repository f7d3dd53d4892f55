"""What an article said before its publisher changed it."""

from msgspec import Struct

from readnow.model.feed import Timestamp


class Earlier(Struct, frozen=True):
    """A former version. `at` is when another took its place; `html` as in `Article`."""

    at: Timestamp
    title: str
    html: str
