"""The ground of the main screen: its widgets, their layout by the size of the terminal, the focus, the words.

The other files of the main screen build on this class. Invariant: the pane in use is always visible and has
the focus; a resize moves neither the cursor nor the place in the text.
"""

import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from msgspec import Struct, field
from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.reactive import Reactive
from textual.widget import Widget
from textual.worker import WorkType

from readnow.config.load import Loaded
from readnow.config.schema import Config
from readnow.keys.actions import ACTIONS, QUIT, Pane
from readnow.keys.keymap import Keymap, display
from readnow.library.query import Names
from readnow.model.article import Article
from readnow.tui.bindings import use_keys
from readnow.tui.clipboard import opens_links
from readnow.tui.configured import Configured
from readnow.tui.conversation import Conversation
from readnow.tui.histories import Histories
from readnow.tui.light import Light
from readnow.tui.pane_widths import cells_of, panes_side_by_side, with_width
from readnow.tui.render.palette import Marks
from readnow.tui.screens.first_run import FirstRun, first_run_lines
from readnow.tui.screens.saying import Saying
from readnow.tui.widgets.article_list import ArticleList
from readnow.tui.widgets.card import CardLine
from readnow.tui.widgets.feed_list import FeedList
from readnow.tui.widgets.greeting import Greeting
from readnow.tui.widgets.prompt_line import PromptLine
from readnow.tui.widgets.reader import Reader
from readnow.tui.widgets.status_line import StatusLine
from readnow.views.selection import View
from readnow.views.start import Start

if TYPE_CHECKING:
    from readnow.library.library import Library

LEAST_WIDTH, LEAST_HEIGHT = 40, 10
TOO_SMALL: tuple[CardLine, ...] = (
    (("ReadNOW needs at least", "text"),),
    (("40 columns and 10 lines.", "text"),),
)

_LEAST_TEXT, _MOST_TEXT = 20, 400
_HINTS = 3


class Surroundings(Struct, frozen=True):
    """What the screen is made with, besides the library."""

    config: Config
    start: Start
    keymap: Keymap
    environment: Mapping[str, str]
    marks: Marks
    now: Callable[[], float] = time.time
    conversation: Conversation = field(default_factory=lambda: Conversation({}))
    themes: Sequence[str] = ()
    """The names of the themes there are."""
    show_theme: Callable[[str], str] = lambda _name: ""
    """Shows a theme, or says why it cannot."""
    configured: Configured = field(default_factory=lambda: Configured(Loaded(Config())))
    histories: Histories = field(default_factory=Histories)
    light: Light = field(default_factory=lambda: Light("full", {}))


class Panes(Saying):
    """Three panes, a line at the bottom, a card where there is nothing yet."""

    focused = Reactive(None, repaint=False)
    AUTO_FOCUS: ClassVar[str | None] = ""

    def __init__(self, library: "Library", surroundings: Surroundings) -> None:
        super().__init__()
        self.library = library
        self.surroundings = surroundings
        self.config = surroundings.config
        self.start = surroundings.start
        self.ui = self.start.ui or self.config.ui
        """The settings of the looks as they are now: the configuration's, or what was chosen since."""
        self.environment = surroundings.environment
        self.now = surroundings.now
        self.marks = marks = surroundings.marks
        self.widths = self.start.widths
        self.view: View = self.start.view
        self.article: Article | None = None
        """What the reader shows."""
        self.pane = Pane.ARTICLES
        self.zoomed = False
        self.offers: tuple[str, ...] = ()
        """What other readers left on this machine, for the card of the first run."""
        self._cells: dict[Pane, int] = {}
        """What the panes beside the last one were given; what they have follows a moment later."""
        self.finding = False
        """Whether words are marked in the reader, so that n and p go from one place to the next."""
        self.feed_list = FeedList(marks=marks, id="feeds")
        self.article_list = ArticleList(now=self.now, marks=marks, id="articles")
        self.reader = Reader(
            text_width=self.widths.text or self.config.ui.text_width, marks=marks, id="reader"
        )
        self.reader.terminal_opens = opens_links(self.environment) and not surroundings.light.is_sure
        self.card = FirstRun(marks=marks, id="card")
        self.greeting = Greeting(marks=marks, id="greeting")
        self.status = StatusLine(marks=marks, id="status")
        self.prompt = PromptLine(id="prompt")
        self.columns = Horizontal(self.feed_list, self.article_list, self.reader)
        self.take_keys(surroundings.keymap)

    def compose(self) -> ComposeResult:
        """All widgets are there from the start; the layout shows and hides them."""
        self.article_list.add_class("-ruled")
        self.reader.add_class("-ruled")
        yield self.columns
        yield self.card
        yield self.greeting
        yield self.status
        yield self.prompt

    # -- keys

    def take_keys(self, keymap: Keymap) -> None:
        """Listen to these keys from now on."""
        self.keymap = keymap
        use_keys(self.card, keymap, Pane.FEEDS)
        for pane in Pane:
            use_keys(self.widget_of(pane), keymap, pane)

    def key_of(self, action_id: str) -> str:
        """The first key of an action in the pane in use, as people read it; empty where it has none."""
        keys = self.keymap.of(action_id, self.pane)
        return display(keys[0]) if keys else ""

    # -- layout

    @property
    def mode(self) -> int:
        """How many panes stand side by side at most: 3, 2 or 1; 0 where even one is too much."""
        width, height = self.app.size
        if width < LEAST_WIDTH or height < LEAST_HEIGHT:
            return 0
        return panes_side_by_side(self.ui.layout, width)

    @property
    def first_run(self) -> bool:
        """Whether there is nothing to show but the card."""
        return not self.library.feeds.all()

    def shown_panes(self) -> tuple[Pane, ...]:
        """The panes that the layout shows at present."""
        if self.mode == 0 or self.first_run:
            return ()
        if self.mode == 1 or (self.pane is Pane.READER and (self.zoomed or self.mode == 2)):
            return (self.pane,)
        return tuple(Pane)[: self.mode]

    def widget_of(self, pane: Pane) -> FeedList | ArticleList | Reader:
        """The widget of a pane."""
        if pane is Pane.FEEDS:
            return self.feed_list
        return self.article_list if pane is Pane.ARTICLES else self.reader

    def lay_out(self) -> None:
        """Show what belongs on a terminal of this size, and give the focus to the pane in use."""
        shown = self.shown_panes()
        with self.app.batch_update():
            if self.first_run:
                self.pane = Pane.FEEDS
            if not shown:
                self.card.show(TOO_SMALL if self.mode == 0 else self._first_run_lines())
            self._display(self.card, not shown)
            self._display(self.columns, bool(shown))
            for pane in shown:
                self._display(self.widget_of(pane), True)
            if not self.prompt.is_open:
                self.set_focus(self.widget_of(self.pane) if shown else self.card, scroll_visible=False)
            for pane in Pane:
                self._display(self.widget_of(pane), pane in shown)
                self.widget_of(pane).set_class(pane is not (shown or (pane,))[0], "-ruled")
            self._give_cells(shown)
            self.article_list.set_columns(self.ui.columns)
            self.article_list.two_lines = self._two_lines(shown)
        self.show_hints()

    def _two_lines(self, shown: tuple[Pane, ...]) -> bool:
        if self.ui.density == "auto":
            return len(shown) == 3
        return self.ui.density == "comfortable"

    def _display(self, widget: Widget, shown: bool) -> None:
        if widget.display != shown:
            widget.display = shown

    def _give_cells(self, shown: tuple[Pane, ...]) -> None:
        """Give each visible pane its cells; the last one has what is left."""
        self._cells = cells_of(shown, self.app.size.width, self.widths, self.reader.text_width)
        for pane in Pane:
            wanted: int | str = self._cells.get(pane, "1fr")
            widget = self.widget_of(pane)
            if str(widget.styles.width) != str(wanted):
                widget.styles.width = wanted

    def on_resize(self, _event: events.Resize) -> None:
        """Another size, perhaps another layout."""
        self.lay_out()

    def change_width(self, step: int) -> None:
        """Make the pane in use wider or narrower by `step` cells; of the reader, its text."""
        shown = self.shown_panes()
        if self.pane is Pane.READER:
            self._change_text_width(step)
        elif self.pane is Pane.ARTICLES and len(shown) == 3:
            self.widths = with_width(self.widths, Pane.ARTICLES, self._cells[Pane.ARTICLES] + step)
        elif len(shown) > 1:
            cells = self._cells[Pane.FEEDS] + (step if self.pane is Pane.FEEDS else -step)
            self.widths = with_width(self.widths, Pane.FEEDS, cells)
        self.lay_out()

    def _change_text_width(self, step: int) -> None:
        reader = self.reader
        if step > 0 and reader.text_cells < reader.text_width:
            self.say("The text is as wide as its pane.")
            return
        cells = max(_LEAST_TEXT, min(reader.text_cells + step, _MOST_TEXT))
        self.widths = replace(self.widths, text=cells)
        reader.set_text_width(cells)
        self.say(f"Text width {cells}")

    # -- focus

    def go_to(self, pane: Pane) -> None:
        """Use a pane from now on."""
        self.pane = pane
        self.lay_out()

    def watch_focused(self, focused: Widget | None) -> None:
        """Follow a click into another pane."""
        for pane in Pane:
            if focused is self.widget_of(pane) and pane is not self.pane:
                self.pane = pane
                self.show_hints()

    def reachable_panes(self) -> tuple[Pane, ...]:
        """The panes that Tab goes through: the reader where it is beside, or has something to show."""
        if self.mode == 3 or self.article is not None:
            return tuple(Pane)
        return (Pane.FEEDS, Pane.ARTICLES)

    # -- words

    @property
    def names(self) -> Names:
        """What a query may name."""
        return self.library.names

    def show_hints(self) -> None:
        """The line at the bottom, for the pane in use."""
        self.show_keys()

    def show_keys(self) -> None:
        """The most useful keys of the pane in use; on the card, the way out."""
        if not self.shown_panes():
            self.status.hints([(self.key_of(QUIT), "quit")])
            return
        hinted = self.hinted() if self.ui.hints else ()
        keys = [(key, word) for action_id, word in hinted if (key := self.key_of(action_id))]
        self.status.hints(keys[:_HINTS])

    def hinted(self) -> Sequence[tuple[str, str]]:
        """Actions that are of use just now, each with a word for it, the most useful first."""
        here = sorted((a for a in ACTIONS if a.shown and self.pane in a.panes), key=lambda a: -a.shown)
        return [(action.id, action.hint) for action in here]

    def _first_run_lines(self) -> tuple[CardLine, ...]:
        home = self.environment.get("HOME", "")
        return first_run_lines(self.keymap, str(self.library.data_dir), home, self.offers)

    # -- work beside the keys

    def work_on(
        self, work: Callable[[], Coroutine[Any, Any, None]], group: str, *, newest_only: bool = False
    ) -> None:
        """Run something that may take a while. `newest_only`: it takes the place of older work of its group.

        The function and not its coroutine: that of work which is displaced before it began must not exist.
        Only work that asks may be displaced; what changes something in the library must come to its end.
        """
        self.run_worker(cast("WorkType[None]", work), group=group, exclusive=newest_only)
