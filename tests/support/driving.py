"""An opened application in a test: keys in, what is on the screen out."""

from collections.abc import Callable
from dataclasses import dataclass

from textual import events
from textual.pilot import Pilot

from readnow.config.paths import Paths
from readnow.keys.actions import Pane
from readnow.keys.keymap import display
from readnow.keys.names import name_of_character
from readnow.library.library import Library
from readnow.tui.app import ReadNowApp
from readnow.tui.screens.main import MainScreen
from tests.support.screen import screen_lines


@dataclass
class Driven:
    """The application, its pilot and the library below it."""

    app: ReadNowApp
    pilot: Pilot[None]
    library: Library
    paths: Paths

    @property
    def screen(self) -> MainScreen:
        """The main screen, whatever lies over it."""
        return self.app.main

    async def press(self, *keys: str) -> None:
        """Press keys, all at once as somebody fast, and let what came of them be shown.

        The pilot's own way waits twice after each key, which is most of the time of such tests.
        """
        self.send(*keys)
        await self.pilot.pause()
        await self.pilot.pause()  # a pane that has just been shown hears of its size in a second round

    def send(self, *keys: str) -> None:
        """Press keys, without a wait for what comes of them."""
        for key in keys:
            shown = " " if key == "space" else display(key)
            self.app.post_message(events.Key(key, shown if len(shown) == 1 else None))

    async def paste(self, text: str) -> None:
        """Paste a text, as terminals hand it over."""
        self.app.post_message(events.Paste(text))
        await self.pilot.pause()

    async def go_to_row(self, label: str) -> None:
        """Use the list of feeds, with its cursor on the row that is called so."""
        await self.press(*["h"] * (self.screen.pane is not Pane.FEEDS))
        rows = self.screen.feed_list.rows
        assert self.screen.feed_list.move_to(next(row.scope for row in rows if row.label == label))

    async def type(self, text: str) -> None:
        """Type a text."""
        await self.press(*map(name_of_character, text))

    async def until(self, holds: Callable[[], object], seconds: float = 15) -> None:
        """Wait for something that comes by itself; most of it is there within some hundredths of a second."""
        for tries in range(int(seconds / 0.05)):
            if holds():
                return
            await self.pilot.pause(0.01 if tries < 10 else 0.05)
        raise AssertionError(f"this did not come; the screen was:\n{self.text}")

    async def until_shown(self, words: str) -> None:
        """Wait until the screen says something."""
        await self.until(lambda: words in self.text)

    @property
    def lines(self) -> list[str]:
        """The screen as text, without blanks at the ends of lines."""
        return screen_lines(self.app)

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def status(self) -> str:
        """What the line at the bottom says."""
        return self.screen.status.message

    @property
    def titles(self) -> list[str]:
        """The titles in the list of articles."""
        return [head.title for head in self.screen.article_list.heads]

    @property
    def under_cursor(self) -> str:
        """The title of the article under the cursor; empty where there is none."""
        head = self.screen.article_list.head
        return head.title if head is not None else ""

    @property
    def open_article(self) -> str:
        """The title of the article in the reader; empty where there is none."""
        article = self.screen.article
        return article.head.title if article is not None else ""
