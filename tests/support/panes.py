"""A small app around the panes, for the tests of the widgets: no library, no keys, a still clock."""

from collections.abc import Callable, Iterable
from typing import Any

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from readnow.model.article import ArticleHead, ArticleId, DateSource
from readnow.model.feed import FeedId
from readnow.model.query import ALL, STARRED, UNREAD, Scope, ScopeKind
from readnow.views.feed_row import FeedRow

NOW = 1_763_994_600
"""Monday, 24 November 2025, 14:30 UTC."""


class PaneScreen(Screen[None]):
    """As the main screen does it: no painting of everything when the focus moves."""

    AUTO_FOCUS = "Pane"
    focused = Reactive(None, repaint=False)


class PaneApp(App[None]):
    """The widgets side by side. `told` has all messages of our own widgets in order."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Horizontal { height: 1fr; }"

    def __init__(
        self, make: Callable[[], Iterable[Widget]], below: Callable[[], Iterable[Widget]] = tuple
    ) -> None:
        super().__init__(ansi_color=True)
        self.animation_level = "none"
        self.theme = "ansi-dark"
        self._make = make
        self._below = below

    def get_default_screen(self) -> Screen[Any]:
        """The screen with our way of focusing."""
        return PaneScreen()

    def compose(self) -> ComposeResult:
        """What the test made."""
        with Horizontal():
            yield from self._make()
        yield from self._below()


class Told(list[Message]):
    """A hook for `run_test` that keeps the messages of the kinds that are asked for."""

    def of(self, kind: type[Message]) -> list[Any]:
        """Those of one kind, oldest first. A message that bubbles is here once."""
        return list({id(message): message for message in self if isinstance(message, kind)}.values())

    def __call__(self, message: Message) -> None:
        """Keep it."""
        self.append(message)


def head(number: int, title: str = "", **fields: Any) -> ArticleHead:
    """An article; a higher number is newer, an hour each."""
    values: dict[str, Any] = {
        "id": ArticleId(1_000_000 + number),
        "feed_id": FeedId(1),
        "feed_title": "Harbour",
        "title": title or f"Article {number}",
        "author": "",
        "link": "https://example.org/",
        "date": NOW - 7200,
        "date_source": DateSource.PUBLISHED,
        "read": False,
        "starred": False,
        "words": 100,
    }
    return ArticleHead(**{**values, **fields})


def heads(count: int, first: int = 0) -> list[ArticleHead]:
    """So many articles, newest first."""
    return [head(number) for number in range(first + count - 1, first - 1, -1)]


def feed(number: int) -> Scope:
    """A feed's row."""
    return Scope(ScopeKind.FEED, number)


def folder(number: int) -> Scope:
    """A folder's row."""
    return Scope(ScopeKind.FOLDER, number)


ROWS = (
    FeedRow(ALL, "All articles", unread=38, total=214),
    FeedRow(UNREAD, "Unread", unread=38, total=38),
    FeedRow(STARRED, "Starred", unread=1, total=9),
    FeedRow(folder(1), "Linux", unread=17, total=99, folded=False),
    FeedRow(feed(1), "Kernel Week", 1, 9, 30),
    FeedRow(feed(2), "Planet Kernel", 1, 0, 20),
    FeedRow(folder(2), "News", unread=9, total=99, folded=True),
    FeedRow(feed(3), "Commons", 0, 0, 3),
    FeedRow(feed(4), "Old Blog", 0, 0, 3, mark="!", note="410"),
    FeedRow(feed(5), "Slow Site", 0, 2, 3, mark="~", note="14:20"),
)
