"""Putting the feed list in order: folders, feeds in them, the order, what is left out. The actions
`folder.new`, `feed.move`, `feed.file-too`, `feed.up`, `feed.down`, `feed.order` and `feed.hide-read`.

Invariant: keys pressed faster than a move is stored become one move; the cursor stays on what is moved.
"""

import asyncio
from functools import partial

from readnow.library.folder_names import folder_names
from readnow.library.name_completion import folder_completion
from readnow.model.errors import ReadNowError
from readnow.model.feed import FeedId, FolderId
from readnow.model.query import Scope, ScopeKind
from readnow.model.smart import SmartFeedId
from readnow.tui.screens.asking import Check
from readnow.tui.screens.choice import Choice, ChoiceScreen
from readnow.tui.screens.importing import Importing
from readnow.views.feed_order import ORDER_NAMES, FeedOrder
from readnow.views.feed_row import FeedRow

_MOVABLE = (ScopeKind.FEED, ScopeKind.FOLDER, ScopeKind.SMART)
_PATH = "a name, or Outer/Inner for one in another"


class Arranging(Importing):
    """What changes where things stand in the feed list."""

    _shifts: dict[tuple[Scope, FolderId | None], int] | None = None
    """Moves by key that are not stored yet; None while none is being stored."""

    def _row_in_hand(self) -> FeedRow | None:
        """The row under the cursor, where it can be moved; else that is said."""
        row = self.feed_list.row
        if row is None or row.scope.kind not in _MOVABLE or row.scope.is_heading:
            self.say("Put the cursor on a feed or a folder.")
            return None
        return row

    # -- folders

    def action_folder_new(self) -> None:
        """Ask for a name and make a folder."""
        row = self.feed_list.row
        inside = row.inside if row is not None else None
        if row is not None and row.scope.kind is ScopeKind.FOLDER:
            inside = FolderId(row.scope.id)
        around = "/".join(self.library.feeds.path(inside))
        self.work_on(partial(self._make_folder, f"{around}/" if around else ""), "arranging")

    async def _make_folder(self, typed: str) -> None:
        answer = self._ask_for_new(typed)
        while (text := await answer) is not None and text.strip(" /"):
            try:
                made = await self.library.folders.make(folder_names(text))
            except ReadNowError as err:
                self.say(str(err), error=True)
                answer = self._ask_for_new(text)
                continue
            self._show_at(Scope.folder(made.id))
            self.say(f"Made the folder “{'/'.join(self.library.feeds.path(made.id))}”.")
            return

    def _ask_for_new(self, typed: str) -> "asyncio.Future[str | None]":
        folders = self.library.folders
        return self._ask_for_folder(
            "New folder:",
            typed,
            # A name is still to come behind the last “/”.
            check=lambda text: folder_names(text) if text.endswith("/") else folders.check_new(text),
            goes_on=True,
        )

    def _ask_for_folder(
        self, label: str, typed: str = "", *, hint: str = _PATH, check: Check, goes_on: bool = False
    ) -> "asyncio.Future[str | None]":
        known = self.library.folders.paths()
        return self.prompt_for(
            label,
            typed,
            placeholder=hint,
            suggestions=known,
            complete=partial(folder_completion, paths=known, goes_on=goes_on),
            check=check,
        )

    def action_feed_move(self) -> None:
        """Ask for a folder and put what is under the cursor into it."""
        row = self._row_in_hand()
        if row is not None:
            self.work_on(partial(self._move_row, row), "arranging")

    async def _move_row(self, row: FeedRow) -> None:
        before = "/".join(self.library.feeds.path(row.inside))
        label, hint = f"Put {row.label} into:", f"{_PATH}; empty for none"
        check = partial(self._check_place, row, before)
        answer = self._ask_for_folder(label, before, hint=hint, check=check)
        while (text := await answer) is not None and text.strip() != before:
            try:
                path = check(text)
                await self._put_row(row, path)
            except ReadNowError as err:
                self.say(str(err), error=True)
                answer = self._ask_for_folder(label, text, hint=hint, check=check)
                continue
            self._show_at(row.scope)
            self.say(f"Put into {'/'.join(path)}." if path else "Put into no folder.")
            return

    def _check_place(self, row: FeedRow, before: str, text: str) -> tuple[str, ...]:
        """The folder that it can be put into. Raises `FolderError`."""
        if row.scope.kind is ScopeKind.FOLDER and text.strip() != before:
            return self.library.folders.check_move(FolderId(row.scope.id), text)
        return folder_names(text)

    async def _put_row(self, row: FeedRow, path: tuple[str, ...]) -> None:
        if row.scope.kind is ScopeKind.FOLDER:
            await self.library.folders.move(FolderId(row.scope.id), path)
        elif row.scope.kind is ScopeKind.SMART:
            await self.library.smart_feeds.change(SmartFeedId(row.scope.id), folder=path)
        else:
            await self.library.folders.put(FeedId(row.scope.id), path, row.inside)

    def action_feed_file_too(self) -> None:
        """Ask for a folder in which the feed is to stand too."""
        row = self._row_in_hand()
        if row is not None and row.scope.kind is not ScopeKind.FEED:
            self.say("Only feeds can be in several folders.")
        elif row is not None:
            self.work_on(partial(self._file_too, row), "arranging")

    async def _file_too(self, row: FeedRow) -> None:
        label, feed_id = f"{row.label} also in:", FeedId(row.scope.id)
        check = partial(self.library.folders.check_also, feed_id)
        answer = self._ask_for_folder(label, check=check)
        while (text := await answer) is not None and text.strip(" /"):
            try:
                path = check(text)
                await self.library.folders.put(feed_id, path)
            except ReadNowError as err:
                self.say(str(err), error=True)
                answer = self._ask_for_folder(label, text, check=check)
                continue
            self.say(f"{row.label} is in {'/'.join(path)} too.")
            return

    def _show_at(self, scope: Scope) -> None:
        """Have the cursor on it, whatever is folded around it."""
        self.unfold_to(scope)
        self.show_feeds()
        self.feed_list.move_to(scope)

    # -- order

    def action_feed_up(self) -> None:
        """Move what is under the cursor up."""
        self._shift(-1)

    def action_feed_down(self) -> None:
        """Move it down."""
        self._shift(1)

    def _shift(self, step: int) -> None:
        row = self._row_in_hand()
        if row is None:
            return
        if self.arrangement.order is not FeedOrder.OWN and row.scope.kind is not ScopeKind.SMART:
            key = self.key_of("feed.order")
            how = f": {key} changes that" if key else ""
            self.say(f"The feeds are in order {ORDER_NAMES[self.arrangement.order]}{how}.")
            return
        if self._shifts is not None:
            self._shifts[row.key] = self._shifts.get(row.key, 0) + step
            return
        self._shifts = {row.key: step}
        self.work_on(self._carry_out, "shifting")

    async def _carry_out(self) -> None:
        try:
            while self._shifts:
                key = next(iter(self._shifts))
                steps = self._shifts.pop(key)
                if steps and not await self._moved(*key, steps):
                    self.say("It is the first there." if steps < 0 else "It is the last there.")
        except ReadNowError as err:
            self.say(str(err), error=True)
        finally:
            self._shifts = None

    async def _moved(self, scope: Scope, inside: FolderId | None, steps: int) -> bool:
        offset = self._offset(scope, inside, steps)
        if not offset:
            return False
        if scope.kind is ScopeKind.SMART:
            moved = await self.library.smart_feeds.move(SmartFeedId(scope.id), offset)
        else:
            moved = await self.library.folders.step(scope, offset, inside)
        self.show_feeds()
        return moved

    def _offset(self, scope: Scope, inside: FolderId | None, steps: int) -> int:
        """So many places among all that stand beside it, to move it by so many rows that are shown."""
        rows = self.feed_list.rows
        shown = [row.scope for row in rows if row.inside == inside and row.scope.kind is scope.kind]
        beside = self._beside_it(scope.kind, inside)
        shown = [one for one in shown if one in beside]
        if scope not in shown:
            return 0
        goal = shown[max(0, min(len(shown) - 1, shown.index(scope) + steps))]
        return beside.index(goal) - beside.index(scope)

    def _beside_it(self, kind: ScopeKind, inside: FolderId | None) -> list[Scope]:
        feeds = self.library.feeds
        if kind is ScopeKind.FOLDER:
            return [Scope.folder(one.id) for one in feeds.folders() if one.parent_id == inside]
        if kind is ScopeKind.SMART:
            return [Scope(kind, one.id) for one in feeds.smart_feeds if one.folder_id == inside]
        return [Scope.feed(feed.id) for feed in feeds.all() if inside in (feed.places or (None,))]

    def action_feed_order(self) -> None:
        """Choose the order of the list."""
        orders, now = tuple(FeedOrder), self.arrangement.order
        choices = [
            Choice(ORDER_NAMES[order].capitalize(), "now" if order is now else "", order.value)
            for order in orders
        ]
        screen = ChoiceScreen("Order of the feeds", choices, self.marks, self.keymap, at=orders.index(now))
        self.app.push_screen(screen, self._order_chosen)

    def _order_chosen(self, value: str | None) -> None:
        if value is not None:
            self.order_feeds(FeedOrder(value))
            self.say(f"Feeds and folders: {ORDER_NAMES[self.arrangement.order]}.")

    def action_feed_hide_read(self) -> None:
        """Leave what has no unread articles out of the list, or show it again."""
        hides = not self.arrangement.hides_read
        self.hide_read(hides)
        self.say(
            "Feeds without unread articles are hidden."
            if hides
            else "Feeds without unread articles are shown."
        )
