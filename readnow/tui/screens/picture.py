"""The pictures of an article, one at a time over the whole screen. Opened by `Picturing`.

Invariant: a picture is fetched when it is looked at and not before; who goes on to the next one does not wait
for this one; what a picture is about can be read whether or not it can be shown.
"""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Region

from readnow.keys.keymap import display
from readnow.model.article import ArticleHead
from readnow.model.errors import PictureError
from readnow.model.picture import Picture
from readnow.programs.external import is_remote
from readnow.text.pictures import Pictured
from readnow.tui.picture_keys import picture_bindings
from readnow.tui.render.graphics import Kind
from readnow.tui.screens.covering import Covering
from readnow.tui.screens.panes import Surroundings
from readnow.tui.widgets.picture_pane import PicturePane

if TYPE_CHECKING:
    from readnow.library.library import Library

RESIZE_PAUSE = 0.2
"""Seconds for which the size must stay as it is before a picture is made for it."""
_OPENING_PAUSE = 0.05
"""Until the screen is painted: what a terminal drew before that would be painted over."""
FETCHING = "fetching the picture"


class PictureScreen(Covering):
    """One picture, and the way to the others."""

    KEYS: ClassVar[list[BindingType]] = picture_bindings()

    def __init__(
        self,
        library: "Library",
        surroundings: Surroundings,
        head: ArticleHead,
        pictures: Sequence[Pictured],
        index: int,
        open_address: Callable[[str], None],
        copy_address: Callable[[str], None],
    ) -> None:
        super().__init__(library, surroundings)
        self._head = head
        self._pictures = tuple(pictures)
        self._index = index
        self._open_address = open_address
        self._copy_address = copy_address
        self._made = False
        self._remote = is_remote(surroundings.environment)
        colours = not self.marks.ascii_only and "NO_COLOR" not in surroundings.environment
        self.pane = PicturePane(surroundings.conversation, self._resized, colours=colours, marks=self.marks)

    def compose(self) -> ComposeResult:
        """All widgets are there from the start."""
        yield self.pane
        yield self.status
        yield self.prompt

    @property
    def picture(self) -> Pictured:
        """The one that is looked at."""
        return self._pictures[self._index]

    def lay_out(self) -> None:
        """The pane has all the room."""
        self.set_focus(self.pane, scroll_visible=False)

    def _resized(self) -> None:
        """The picture is made for the room there is now, once that is settled."""
        self._begin(RESIZE_PAUSE if self._made else _OPENING_PAUSE)

    def _begin(self, pause: float = 0.0) -> None:
        self._made = True
        self._show_title()
        self.pane.show_words(self.picture.words)
        self.work_on(partial(self._look, pause), "picture", newest_only=True)

    async def _look(self, pause: float) -> None:
        await asyncio.sleep(pause)
        picture, words = self.picture, self.picture.words
        self.status.progress(FETCHING)
        try:
            graphics = await self.surroundings.conversation.graphics()
            if graphics.kind is not Kind.KITTY:
                self.pane.refresh_title()  # some terminals print what they do not understand of the question
            space = graphics.space(*self.pane.room(words), remote=self._remote)
            found = await self.library.pictures.get(self._head.feed_id, picture.url, space, graphics.form)
            await self.pane.show(found, graphics, words)
            self._show_title(found)
        except PictureError as err:
            self.pane.show_words(words, str(err))
        self.status.progress("")  # not after a cancellation: the next one has said the same by then

    def _show_title(self, found: Picture | None = None) -> None:
        facts = [f"{self._index + 1} of {len(self._pictures)}"] if len(self._pictures) > 1 else []
        size = found.size if found is not None else self.picture.size
        if size is not None:
            facts.append(f"{size[0]}{'x' if self.marks.ascii_only else '×'}{size[1]}")
        if found is not None and found.moving:
            facts.append("first frame")
        self.pane.set_title(self._head.title, f" {self.marks.dot} ".join(facts))
        self._show_keys()

    def _show_keys(self) -> None:
        keys = self.surroundings.keymap.keys
        several = len(self._pictures) > 1
        wanted = [("go.next-unread", "next"), ("go.previous-unread", "previous")] if several else []
        wanted.append(("link.open", "browser"))
        hints = [(display(keys[action][0]), word) for action, word in wanted if keys.get(action)]
        self.status.hints([*hints, ("Esc", "back")])

    # -- keys

    def action_step(self, step: int) -> None:
        """To the next or the previous picture; at the end, say so."""
        if 0 <= self._index + step < len(self._pictures):
            self._index += step
            self._begin()
        elif len(self._pictures) == 1:
            self.say("This is the only picture.")
        else:
            self.say("This is the last picture." if step > 0 else "This is the first picture.")

    def action_go(self, index: int) -> None:
        """To the first (0) or last (-1) picture."""
        wanted = index % len(self._pictures)
        if wanted != self._index:
            self._index = wanted
            self._begin()

    def action_open(self) -> None:
        """Open the picture's own address."""
        self._open_address(self.picture.url)

    def action_copy(self) -> None:
        """Copy it."""
        self._copy_address(self.picture.url)

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Called whenever all is painted anew: also what the terminal drew itself."""
        if not regions and self.is_mounted:
            self.pane.covered()
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def on_screen_suspend(self) -> None:
        """Something lies over the picture now."""
        self.pane.hide()
