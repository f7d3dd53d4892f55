"""What an article said before its publisher changed it."""

from dataclasses import dataclass

from readnow.model.feed import Timestamp


@dataclass(frozen=True, slots=True)
class Earlier:
    """A former version. `at` is when another took its place; `html` as in `Article`."""

    at: Timestamp
    title: str
    html: str
