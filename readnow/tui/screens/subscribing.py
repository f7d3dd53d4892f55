"""Subscriptions: adding, ending them, and asking feeds for news. The actions `feed.*`; importing is in
`importing`.

Invariant: nothing is subscribed to or ended without a word about it; what cannot be fetched now is kept; who
goes back from a preview finds the address as it was typed.
"""

import asyncio
from functools import partial

from readnow.keys.actions import Pane
from readnow.library.outcomes import (
    Added,
    AddOutcome,
    AlreadySubscribed,
    ChooseFeed,
    NotReached,
    Preview,
    PrivateAddress,
)
from readnow.library.presentation import local_date
from readnow.model.errors import ReadNowError
from readnow.model.feed import Feed, FeedId, FolderId, Timestamp
from readnow.model.parsed import Candidate
from readnow.model.query import Scope, ScopeKind
from readnow.model.smart import SmartFeedId
from readnow.text.cells import cut
from readnow.text.clean import clean_line, host_name
from readnow.text.words import counted
from readnow.tui.histories import ADDRESSES
from readnow.tui.screens.choice import Choice, ChoiceScreen
from readnow.tui.screens.roaming import Roaming
from readnow.tui.typed_checks import check_address
from readnow.views.feed_rows import name_of
from readnow.views.list_words import summary_of
from readnow.views.selection import View

ADD_LABEL = "Add a feed:"
_NAME = 16
"""Cells of a folder's name in a question that has to fit a line with its answers."""


class Subscribing(Roaming):
    """What changes the feed list."""

    def action_feed_add(self) -> None:
        """Ask for an address and subscribe to its feed."""
        prefilled = self._address_to_add()
        answer = self.prompt_for(
            ADD_LABEL,
            prefilled,
            placeholder="the address of a feed or of a site, or @user@host",
            kind=ADDRESSES,
            check=check_address,
        )
        self.work_on(partial(self._add, answer), "adding")

    def _address_to_add(self) -> str:
        """What was copied in here last, where it is an address of no feed we have."""
        text = clean_line(self.app.clipboard).strip()
        known = {feed.url for feed in self.library.feeds.all()}
        return text if text.startswith(("http://", "https://")) and text not in known else ""

    async def _add(self, answer: "asyncio.Future[str | None]") -> None:
        while typed := clean_line(await answer or "").strip():
            try:
                if await self._look_and_add(typed):
                    return
            except ReadNowError as err:
                self.say(str(err), error=True)
                return
            answer = self.prompt_for(ADD_LABEL, typed, kind=ADDRESSES, check=check_address)

    async def _look_and_add(self, typed: str) -> bool:
        """Look at what is there, show it, add it. False where the user went back to what was typed."""
        address, allowed = typed, ""
        candidates: tuple[Candidate, ...] = ()
        while address:
            self.status.say(f"Looking for a feed at {address}", seconds=None)
            try:
                found = await self.library.feeds.look(
                    address, allow_private=bool(allowed) and host_name(address) == allowed
                )
            finally:
                self.say("")
            if isinstance(found, PrivateAddress):
                if not await self._may_be_private(found):
                    self.say("Nothing was added.")
                    return True
                address, allowed = found.url, found.host
                continue
            if isinstance(found, ChooseFeed):
                candidates = found.candidates
            elif not isinstance(found, Preview) or await self._is_wanted(found):
                await self._add_found(found)
                return True
            address = await self._chosen(candidates) if candidates else ""
        return False

    async def _add_found(self, found: Preview | NotReached | AlreadySubscribed) -> None:
        outcome: AddOutcome = (
            found
            if isinstance(found, AlreadySubscribed)
            else await self.library.feeds.add(found.url, allow_private=found.allow_private)
        )
        if isinstance(outcome, Added | AlreadySubscribed):
            await self._added(outcome)
        else:
            self.say("Nothing was added: the address answers otherwise by now.", error=True)

    async def _may_be_private(self, found: PrivateAddress) -> bool:
        asked = f"{found.host} is on a private network. Add it all the same?"
        return await self.question(asked, {"y": "yes", "n": "no"}) == "y"

    async def _is_wanted(self, preview: Preview) -> bool:
        from readnow.tui.screens.preview import PreviewScreen

        return await self.app.push_screen_wait(PreviewScreen(preview, now=self.now, marks=self.marks))

    async def _chosen(self, candidates: tuple[Candidate, ...]) -> str:
        """The address of the feed that the user picks of several; empty for none."""
        choices = [
            Choice(candidate.title or candidate.url, candidate.url if candidate.title else "", candidate.url)
            for candidate in candidates
        ]
        return (
            await self.app.push_screen_wait(
                ChoiceScreen("This site has several feeds", choices, self.marks, self.keymap)
            )
            or ""
        )

    async def _added(self, outcome: Added | AlreadySubscribed) -> None:
        feed = outcome.feed
        if isinstance(outcome, AlreadySubscribed):
            self.say(f"Already subscribed, as “{feed.title}”.")
        elif outcome.problem is not None:
            self.say(
                f"Subscribed to {feed.title}. It could not be fetched yet: {outcome.problem.detail}",
                error=True,
            )
        else:
            self.say(f"Subscribed to {feed.title}: {outcome.new:,} article{'' if outcome.new == 1 else 's'}.")
        await self._select(feed)

    async def _select(self, feed: Feed) -> None:
        """Show a feed's articles, with the cursor of the feed list on it."""
        scope = Scope.feed(feed.id)
        self.feed_filter = ""
        if await self.open_view(View(scope)):
            self.feed_list.move_to(scope)
            self.go_to(Pane.ARTICLES)

    # -- ending

    def action_feed_unsubscribe(self) -> None:
        """Unsubscribe from the feed under the cursor, delete the folder, or remove the smart feed, after a
        question."""
        scope = self.feed_list.scope
        if scope is not None and scope.kind is ScopeKind.SMART and scope.id:
            name = name_of(self.library.feeds, scope)
            answer = self.question(
                f"Remove the smart feed “{name}”? Its articles stay.", {"y": "yes", "n": "no"}
            )
            self.work_on(partial(self._remove_smart, answer, scope.id, name), "adding")
            return
        if scope is not None and scope.kind is ScopeKind.FOLDER:
            self._delete_folder(scope.id)
            return
        feeds = self.library.feeds.in_scope(scope) if scope is not None else ()
        if scope is None or scope.kind is not ScopeKind.FEED or not feeds:
            self.say("Put the cursor on the feed to unsubscribe from.")
            return
        name = name_of(self.library.feeds, scope)
        answer = self.question(f"Unsubscribe from “{name}”?", {"y": "yes", "n": "no"})
        self.work_on(partial(self._unsubscribe, answer, f"“{name}”", feeds), "adding")

    def _delete_folder(self, folder_id: int) -> None:
        scope = Scope.folder(FolderId(folder_id))
        name, feeds = name_of(self.library.feeds, scope), self.library.feeds.in_scope(scope)
        keys = {"y": "yes", "n": "no"}
        if feeds:
            keys = {"f": "the folder", "u": f"its {counted(len(feeds), 'feed')} too", "n": "no"}
        answer = self.question(f"Delete “{cut(name, _NAME)}”?", keys)
        self.work_on(partial(self._delete_it, answer, FolderId(folder_id), name, feeds), "adding")

    async def _delete_it(
        self,
        answer: "asyncio.Future[str | None]",
        folder_id: FolderId,
        name: str,
        feeds: tuple[Feed, ...],
    ) -> None:
        key = await answer
        if key == "u":
            await self._unsubscribe(answer, f"{counted(len(feeds), 'feed')} of “{name}”", feeds, "u")
        elif key in ("y", "f"):
            try:
                await self.library.folders.delete(folder_id)
            except ReadNowError as err:
                self.say(str(err), error=True)
                return
            self.say(f"Deleted the folder “{name}”." + (" Its feeds stay." if feeds else ""))
        else:
            self.say("Nothing was changed.")

    async def _remove_smart(self, answer: "asyncio.Future[str | None]", smart_id: int, name: str) -> None:
        if await answer != "y":
            self.say("Nothing was changed.")
            return
        try:
            await self.library.smart_feeds.remove(SmartFeedId(smart_id))
        except ReadNowError as err:
            self.say(str(err), error=True)
            return
        self.say(f"Removed the smart feed “{name}”.")

    async def _unsubscribe(
        self, answer: "asyncio.Future[str | None]", what: str, feeds: tuple[Feed, ...], yes: str = "y"
    ) -> None:
        if await answer != yes:
            self.say("Nothing was changed.")
            return
        try:
            await self.library.feeds.remove([feed.id for feed in feeds])
        except ReadNowError as err:
            self.say(str(err), error=True)
            return
        self.say(f"Unsubscribed from {what}.")

    # -- news

    def action_feed_refresh(self) -> None:
        """Look for new articles of the feed or folder in hand."""
        scope = self.feed_list.scope if self.pane is Pane.FEEDS else self.view.scope
        feeds = self.library.feeds.in_scope(scope) if scope is not None else ()
        self._refresh([feed.id for feed in feeds], name_of(self.library.feeds, scope) if scope else "")

    def action_feed_refresh_all(self) -> None:
        """Look for new articles of all feeds."""
        self._refresh([feed.id for feed in self.library.feeds.all()], "all feeds")

    def _refresh(self, feed_ids: list[FeedId], name: str) -> None:
        if not feed_ids:
            self.say("There are no feeds yet.")
            return
        self.work_on(partial(self._wait_for_refresh, feed_ids, name), "refreshing")

    async def _wait_for_refresh(self, feed_ids: list[FeedId], name: str) -> None:
        self.status.progress(f"refreshing {name}")
        finished = await asyncio.shield(self.library.refresh(feed_ids))
        if finished.detail:
            self.say(finished.detail, error=True)
        elif skipped := finished.reasons.sentence(_clock):
            asked = summary_of(finished)
            self.say(f"{asked} · {skipped}" if asked else f"Not asked just now: {skipped}.")


def _clock(at: Timestamp) -> str:
    return local_date(at, "%H:%M")
