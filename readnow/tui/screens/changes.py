"""What the publisher changed in an article, one change after the other. Opened by `changing`.

Invariant: comparing never holds the keys up; what comes of it is shown only as long as it is wanted.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.binding import BindingType

from readnow.library.presentation import UNTITLED, local_date
from readnow.library.versions import Revision, revision
from readnow.model.article import Article
from readnow.model.earlier import Earlier
from readnow.text.blocks import Document
from readnow.text.words import counted
from readnow.tui.page_keys import changes_bindings
from readnow.tui.screens.linking import Linking
from readnow.tui.screens.page import PageScreen
from readnow.tui.widgets.linked_text import LinkedText
from readnow.tui.widgets.page_pane import ChangesPane


class ChangesScreen(PageScreen):
    """The last change at first; older and newer ones by a key."""

    KEYS: ClassVar[list[BindingType]] = changes_bindings()

    def __init__(self, main: Linking, article: Article, earlier: Sequence[Earlier]) -> None:
        super().__init__(main)
        self._article = article
        self._earlier = earlier
        self._index = 0
        self._compared: dict[int, Revision] = {}

    def make_pane(self) -> LinkedText:
        """The pane with the keys for versions."""
        return ChangesPane(marks=self.marks)

    def hints(self) -> tuple[tuple[str, str], ...]:
        """Stepping, where there is more than one."""
        more = (("go.previous-unread", "older"), ("go.next-unread", "newer")) if self._earlier[1:] else ()
        return (*more, *super().hints())

    async def on_mount(self) -> None:
        """Show the last change."""
        self._show_change()

    def action_step(self, step: int) -> None:
        """To an older (1) or newer (-1) change."""
        if 0 <= self._index + step < len(self._earlier):
            self._index += step
            self._show_change()
        else:
            self.say("No older version is kept." if step > 0 else "This is the last change.")

    def _show_change(self) -> None:
        self.say("")
        number, count = len(self._earlier) - self._index, len(self._earlier)
        at = local_date(self._earlier[self._index].at, self.surroundings.config.ui.date_format)
        place = f" {self.marks.dot} {number} of {count}" if count > 1 else ""
        title = f"{self._article.head.title or UNTITLED} {self.marks.dot} changed {at}{place}"
        known = self._compared.get(self._index)
        if known is not None:
            self.show(title, known.document, _counts(known))
        else:
            self.show(title, Document(()), "comparing")
            self.work_on(partial(self._compare, self._index, title), "comparing", newest_only=True)

    async def _compare(self, index: int, title: str) -> None:
        found = await asyncio.to_thread(revision, self._article, self._earlier, index)
        self._compared[index] = found
        if index == self._index:
            self.show(title, found.document, _counts(found))


def _counts(found: Revision) -> str:
    added = f"{counted(found.added, 'word')} new" if found.added else ""
    removed = f"{counted(found.removed, 'word')} gone" if found.removed else ""
    return ", ".join(filter(None, (added, removed)))
