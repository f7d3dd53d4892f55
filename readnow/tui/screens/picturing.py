"""From an article to its pictures. The action `image.show`.

The screen that shows them is loaded with the first. Invariant: it opens on the picture that the reader is at.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import on

from readnow.model.errors import PictureError
from readnow.text.blocks import Document
from readnow.text.clean import safe_url
from readnow.text.pictures import Pictured, pictures
from readnow.tui.render.graphics import USUAL_CELL
from readnow.tui.screens.consulting import Consulting
from readnow.tui.widgets.pictured_text import PicturedText, Wanted

if TYPE_CHECKING:
    from readnow.tui.screens.picture import PictureScreen

OFF = "Pictures are switched off (images in the configuration)."
IN_LIGHT = "Light mode shows no pictures; “Light mode, or full” among the commands changes that."
NONE = "This article has no pictures."
_AT_ONCE = 3
"""Pictures among the lines that are fetched at the same time."""


class Picturing(Consulting):
    """What opens pictures."""

    _looking: "PictureScreen | None" = None
    _places: asyncio.Semaphore | None = None
    """For pictures among the lines; None where none are shown."""

    def on_mount(self) -> None:
        """Show pictures among the lines, where they are wanted and the terminal has colours for them."""
        able = not self.marks.ascii_only and "NO_COLOR" not in self.environment
        if self.config.ui.images == "always" and able and not self.library.pictures.obstacle:
            width, height = self.surroundings.conversation.cell or USUAL_CELL
            self._places = asyncio.Semaphore(_AT_ONCE)
            self.reader.show_pictures(height / 2 / width)

    def action_image_show(self) -> None:
        """The focused picture, or the first one that is on the screen or below it."""
        from readnow.tui.screens.picture import PictureScreen

        if self.article is None or self.reader.document is None:
            return
        if self.config.ui.images == "off" or self.surroundings.light.on:
            self.say(IN_LIGHT if self.surroundings.light.on else OFF)
            return
        found = pictures(self.reader.document) or self._picture_of_its_own()
        if not found:
            self.say(NONE)
        elif obstacle := self.library.pictures.obstacle:
            self.say(obstacle, error=True)
        else:
            self._looking = PictureScreen(
                self.library,
                self.surroundings,
                self.article.head,
                found,
                self._at_hand(found),
                self.open_address,
                self.copy_address,
            )
            self.app.push_screen(self._looking, self._looked)

    @on(PicturedText.PicturesWanted)
    def _pictures_wanted(self, event: PicturedText.PicturesWanted) -> None:
        """Pictures came onto the screen: fetch them one by one."""
        event.stop()
        for wanted in event.wanted:
            if self.surroundings.light.on:
                self.reader.refuse(wanted, IN_LIGHT)
                continue
            self.work_on(partial(self._fetch_wanted, event.document, wanted), "pictures")

    async def _fetch_wanted(self, document: Document, wanted: Wanted) -> None:
        """Fetch a picture, unless it is gone from the screen when its turn comes."""
        assert self._places is not None
        async with self._places:
            if (
                self.article is None
                or self.reader.document is not document
                or not self.reader.is_seen(wanted)
            ):
                return
            try:
                picture = await self.library.pictures.get(self.article.head.feed_id, wanted.url, wanted.space)
            except PictureError as err:
                self.reader.refuse(wanted, str(err))
                return
        if self.reader.document is document:
            self.reader.put(wanted, picture)

    def _looked(self, _nothing: None) -> None:
        self._looking = None

    def _picture_of_its_own(self) -> tuple[Pictured, ...]:
        """The picture that the feed gives beside the text."""
        url = safe_url(self.article.image) if self.article is not None else ""
        return (Pictured(url, "", "", None, 0, None),) if url.startswith(("http://", "https://")) else ()

    def _at_hand(self, found: Sequence[Pictured]) -> int:
        number = self.reader.focused_link
        indexes = range(len(found))
        focused = next((at for at in indexes if number is not None and found[at].link == number), None)
        below = next((at for at in indexes if found[at].offset >= self.reader.place), len(found) - 1)
        return below if focused is None else focused

    def say(self, text: str, *, error: bool = False) -> None:
        """Tell the user something, where it can be seen."""
        super().say(text, error=error)
        if self._looking is not None:
            self._looking.say(text, error=error)
