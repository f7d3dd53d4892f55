"""What is known of one article and its feed. Opened by `Detailing`.

Invariant: it shows the article as it is now, also after what was done meanwhile; it changes nothing.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from readnow.keys.keymap import display
from readnow.model.article import Article
from readnow.model.errors import ReadNowError
from readnow.tui.article_facts import Known, article_facts
from readnow.tui.details_keys import details_bindings
from readnow.tui.screens.covering import Covering
from readnow.tui.screens.panes import Surroundings
from readnow.tui.widgets.facts_pane import FactsPane

if TYPE_CHECKING:
    from readnow.library.library import Library

DOCTOR, SETTINGS, OPEN, COPY = "article.details", "feed.settings", "link.open", "link.copy"
_WORDS = {
    DOCTOR: "how the feed fares",
    SETTINGS: "settings of the feed",
    OPEN: "browser",
    COPY: "copy address",
}


class DetailFacts(FactsPane):
    """The facts, with the keys of this screen."""

    BINDINGS: ClassVar[list[BindingType]] = details_bindings()


class DetailsScreen(Covering):
    """One article in facts; `lead_on` is told what the user goes on to, when this screen is closed."""

    KEYS: ClassVar[list[BindingType]] = details_bindings()

    def __init__(
        self,
        library: "Library",
        surroundings: Surroundings,
        article: Article,
        lead_on: Callable[[str], None],
    ) -> None:
        super().__init__(library, surroundings)
        self._article = article
        self._lead_on = lead_on
        self._muted_by: tuple[str, ...] = ()
        self.facts = DetailFacts(marks=self.marks)

    def compose(self) -> ComposeResult:
        """All widgets are there from the start."""
        yield self.facts
        yield self.status
        yield self.prompt

    async def on_mount(self) -> None:
        """Who muted it is read before it is painted."""
        with self.app.batch_update():
            self._show()
            await self.look_again()

    def lay_out(self) -> None:
        """All keys go to the facts."""
        if not self.prompt.is_open:
            self.set_focus(self.facts, scroll_visible=False)
        keys = self._keys()
        self.status.hints(
            [(key, word) for key, word in keys.items() if word != _WORDS[COPY]] + [("Esc", "back")]
        )

    async def look_again(self) -> None:
        """Show the article as it is now; where it is gone, as it was."""
        head = self._article.head
        try:
            takers = await self.library.rules.takers((head.id,))
            self._muted_by = tuple(rule.name for rule in takers.get(head.id, ()))
            for now in await self.library.articles.whole((head.id,)):
                self._article = now if not self._article.full_text else self._article
        except ReadNowError as err:
            self.say(str(err), error=True)
        self._show()

    def _keys(self) -> dict[str, str]:
        keys = self.surroundings.keymap.keys
        known = self.library.feeds.knows(self._article.head.feed_id)
        wanted = _WORDS if known else {OPEN: _WORDS[OPEN], COPY: _WORDS[COPY]}
        if not self._article.head.link:
            wanted = {id_: word for id_, word in wanted.items() if id_ not in (OPEN, COPY)}
        return {display(keys[id_][0]): word for id_, word in wanted.items() if keys.get(id_)}

    def _show(self) -> None:
        head = self._article.head
        feeds = self.library.feeds
        feed = feeds.get(head.feed_id) if feeds.knows(head.feed_id) else None
        known = Known(
            self._article,
            feed,
            feeds.path(feed.folder_id) if feed is not None else (),
            self._muted_by,
            self.at(),
            self.surroundings.config.ui.date_format,
            self._keys(),
        )
        self.facts.show("Details", "article and feed", article_facts(known))

    # -- keys

    def action_move(self, step: int) -> None:
        """Scroll."""
        self.facts.top += step

    def action_page(self, fraction: float) -> None:
        """Scroll by a part of the screen."""
        self.facts.top += round(fraction * self.facts.page_height)

    def action_to_top(self) -> None:
        """To the first line."""
        self.facts.top = 0

    def action_to_bottom(self) -> None:
        """To the last one."""
        self.facts.top = self.facts.last_top()

    def action_doctor(self) -> None:
        """On to the doctor."""
        self._go_on(DOCTOR)

    def action_settings(self) -> None:
        """On to the feed's settings."""
        self._go_on(SETTINGS)

    def action_open(self) -> None:
        """Out to the article's page."""
        self._go_on(OPEN)

    def action_copy(self) -> None:
        """Back with the article's address."""
        self._go_on(COPY)

    def _go_on(self, where: str) -> None:
        self.dismiss(None)
        self._lead_on(where)
