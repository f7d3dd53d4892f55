"""The order of the list of articles. The action `list.sort`.

Invariant: the cursor stays on its article where that is in what is shown first; the order of a search ends
with the search, any other is kept for what is opened.
"""

from functools import partial

from msgspec.structs import replace

from readnow.model.errors import ReadNowError
from readnow.model.query import ScopeKind, Sort
from readnow.model.smart import SmartFeedId
from readnow.tui.screens.choice import Choice, ChoiceScreen
from readnow.tui.screens.marking import Marking
from readnow.views.sorts import ORDERS, offered


class Ordering(Marking):
    """Choosing an order."""

    def action_list_sort(self) -> None:
        """Choose the order of the list."""
        orders = offered(self.view)
        now = self.query_shown.sort
        choices = [
            Choice(ORDERS[sort].capitalize(), "now" if sort is now else "", sort.value) for sort in orders
        ]
        at = orders.index(now) if now in orders else 0
        self.app.push_screen(
            ChoiceScreen("Order of the list", choices, self.marks, self.keymap, at=at), self._sort_chosen
        )

    def _sort_chosen(self, value: str | None) -> None:
        if value is not None:
            self.work_on(partial(self.sort_by, Sort(value)), "ordering")

    async def sort_by(self, sort: Sort) -> None:
        """Show the list in this order."""
        if self.view.search.strip():
            view = replace(self.view, sort=sort)
        elif self.view.scope.kind is ScopeKind.SMART:
            # It is the smart feed's own: it goes where that goes, and can be taken back.
            try:
                await self.library.smart_feeds.change(SmartFeedId(self.view.scope.id), sort=sort.value)
            except ReadNowError as err:
                self.say(str(err), error=True)
                return
            view = replace(self.view, sort=None)
        else:
            self.sorts.choose(self.view.scope, sort)
            view = replace(self.view, sort=None)
        head = self.article_list.head
        if await self.open_view(view) and head is not None:
            self.article_list.move_to(head.id)
