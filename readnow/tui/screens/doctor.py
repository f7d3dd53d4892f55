"""The feed doctor: all feeds that need a look and what is known of one of them, or one feed alone.

Opened by `Consulting`. Invariant: what is told is of the feed under the cursor; the keys at the bottom are
those that help it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from readnow.keys.keymap import display
from readnow.library.doctor import Remedy, Ward, ward
from readnow.library.history import History
from readnow.model.errors import ReadNowError
from readnow.model.feed import Feed, FeedId
from readnow.tui import remedies
from readnow.tui.doctor_keys import doctor_bindings
from readnow.tui.feed_facts import Examined, feed_facts
from readnow.tui.narrowing import narrowed
from readnow.tui.screens.panes import Surroundings
from readnow.tui.screens.repairing import Repairing
from readnow.tui.ward_rows import helps, patients, ward_title
from readnow.tui.widgets.facts_pane import DoctorFacts
from readnow.tui.widgets.line_pane import NOTHING_MATCHES, LinePane
from readnow.tui.widgets.ward_list import ALL_WELL, WardList

if TYPE_CHECKING:
    from readnow.library.library import Library

_ENOUGH = 17
"""In so many lines there is room for the list and for one feed below it."""
_LEAST_LIST = 6
_ROOMY = 30


class DoctorScreen(Repairing):
    """The list with one feed below it, or that feed alone."""

    KEYS: ClassVar[list[BindingType]] = doctor_bindings()

    def __init__(
        self,
        library: "Library",
        surroundings: Surroundings,
        tell: Callable[[str], None],
        feed_id: FeedId | None,
    ) -> None:
        super().__init__(library, surroundings)
        self._tell = tell
        self._alone = feed_id
        self._listed = feed_id is None
        """Whether the list was shown: then that is where Esc goes back to."""
        self._ward: Ward = ward(library.feeds.all(), {}, self.at())
        self._history: tuple[FeedId, History] | None = None
        self._shown: FeedId | None = None
        self.rows = WardList(marks=self.marks)
        self.facts = DoctorFacts(marks=self.marks)

    def compose(self) -> ComposeResult:
        """All widgets are there from the start."""
        yield self.rows
        yield self.facts
        yield self.status
        yield self.prompt

    async def on_mount(self) -> None:
        """All of it is read before it is painted, once."""
        with self.app.batch_update():
            try:
                await self.look_again()
            except ReadNowError as err:
                self._show_ward()  # what is in memory
                self.say(str(err), error=True)

    # -- what is shown

    @property
    def feed(self) -> Feed | None:
        """The feed that is shown alone, or the one under the cursor."""
        if self._alone is None:
            found = self.rows.feed
            return found if found is not None and self.library.feeds.knows(found.id) else None
        return self.library.feeds.get(self._alone) if self.library.feeds.knows(self._alone) else None

    def offered(self) -> tuple[Remedy, ...]:
        """What helps the feed in hand, then what can be done with any."""
        feed = self.feed
        if feed is None:
            return ()
        silent = any(one.id == feed.id for one in self._ward.silent)
        never_read = any(one.id == feed.id for one in self._ward.never_read)
        return remedies.offered(feed, helps(feed, self.at(), silent=silent, never_read=never_read))

    async def look_again(self) -> None:
        """The lists, and the feed in hand."""
        self._ward = await self.library.feeds.ward()
        if self._alone is not None and not self.library.feeds.knows(self._alone):
            self._alone, self._listed = None, True
        self._show_ward()
        await self._read_history()

    def _show_ward(self) -> None:
        all_of_them = patients(self._ward, self.at())
        shown = narrowed(all_of_them, self.narrowing, lambda one: f"{one.row.title} {one.row.state}")
        heading = f"Feed doctor {self.marks.dot} {ward_title(self._ward)}"
        self.rows.set_title(heading, self.counted(len(shown), len(all_of_them)))
        self.rows.empty_text = NOTHING_MATCHES if all_of_them else ALL_WELL
        self.rows.show(shown)
        self.lay_out()
        self._show_facts()

    async def _read_history(self) -> None:
        feed = self.feed
        if feed is not None:
            self._history = feed.id, await self.library.feeds.history(feed.id)
            self._show_facts()

    def _show_facts(self) -> None:
        feed = self.feed
        if feed is None:
            self.facts.show("", "", ())
        else:
            known = self._history[1] if self._history is not None and self._history[0] == feed.id else None
            examined = Examined(
                feed, self.at(), known, self.offered(), self.library.feeds.path(feed.folder_id)
            )
            right = "feed doctor" if self._alone is not None else ""
            anew, self._shown = feed.id != self._shown, feed.id
            self.facts.show(feed.title, right, feed_facts(examined, self.marks), anew=anew)
        self._show_keys()

    def _show_keys(self) -> None:
        hints = [(remedies.REPAIRS[one].key, remedies.REPAIRS[one].brief) for one in self.offered()]
        others = self.surroundings.keymap.keys.get("feed.doctor", ())
        if self._alone is not None and others:
            hints.append((display(others[0]), "all feeds"))
        ways_out = self.ways_out() if self._alone is None else [("Esc", "back")]
        self.status.hints([*hints, *ways_out])

    @on(LinePane.CursorMoved)
    def _moved(self, event: LinePane.CursorMoved) -> None:
        """What is known of the feed comes with its chart, as one change of the screen."""
        event.stop()
        self._show_keys()
        self.work_on(self._read_history, "history", newest_only=True)

    # -- layout

    def lay_out(self) -> None:
        """The list as high as it needs to be, the feed below it; on a low terminal one of them."""
        height = self.app.size.height - 1
        alone = self._alone is not None
        beside = not alone and height >= _ENOUGH and self.rows.count > 0
        self.rows.roomy = height >= _ROOMY
        with self.app.batch_update():
            for widget, shown in ((self.rows, not alone), (self.facts, alone or beside)):
                if widget.display != shown:
                    widget.display = shown
            wanted = max(_LEAST_LIST, min(self.rows.line_count, height // 2))
            self.rows.styles.height = wanted if beside else "1fr"
            self.rows.styles.margin = (0, 0, 1 if beside else 0, 0)
            if not self.prompt.is_open:
                self.set_focus(self.facts if alone else self.rows, scroll_visible=False)

    def show_narrowed(self) -> None:
        """Show the feeds that have the words that are typed."""
        self._show_ward()

    # -- keys

    def action_filter(self) -> None:
        """Narrow the list; a feed that is shown alone has none."""
        if self._alone is None:
            super().action_filter()

    def action_move(self, step: int) -> None:
        """Move the cursor, or scroll."""
        if self._alone is None:
            self.rows.move(step)
        else:
            self.facts.top += step

    def action_page(self, fraction: float) -> None:
        """Move it by a part of the screen."""
        if self._alone is None:
            self.rows.page(fraction)
        else:
            self.facts.top += round(fraction * self.facts.page_height)

    def action_to_top(self) -> None:
        """To the first row or line."""
        if self._alone is None:
            self.rows.to_top()
        else:
            self.facts.top = 0

    def action_to_bottom(self) -> None:
        """To the last one."""
        if self._alone is None:
            self.rows.to_bottom()
        else:
            self.facts.top = self.facts.last_top()

    def action_open(self) -> None:
        """The feed under the cursor alone, with all that is known of it."""
        feed = self.feed
        if self._alone is None and feed is not None:
            self._alone = feed.id
            self.lay_out()
            self._show_facts()

    def action_show_other(self) -> None:
        """From one feed to all that need a look, or from these to the one under the cursor."""
        if self._alone is None:
            self.action_open()
            return
        feed_id, self._alone, self._listed = self._alone, None, True
        self.rows.move_to(feed_id)
        self.lay_out()
        self._show_facts()
        self.work_on(self._read_history, "history", newest_only=True)

    @on(LinePane.Picked)
    def _picked(self, event: LinePane.Picked) -> None:
        event.stop()
        if event.again:
            self.action_open()

    def action_leave(self) -> None:
        """From one feed to the list it was picked from, else back to the panes."""
        if self._alone is not None and self._listed:
            self.action_show_other()
        elif self._alone is None:
            super().action_leave()
        else:
            self.dismiss(None)

    async def gone(self, said: str) -> None:
        """Where it was shown alone, or was the last one, there is nothing left to show."""
        if self._listed and self.library.feeds.all():
            await super().gone(said)
        else:
            self._tell(said)
            self.close()
