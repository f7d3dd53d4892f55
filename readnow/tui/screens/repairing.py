"""The repairs of the feed doctor, each by one key, on the feed in hand.

Built on by `doctor`. Invariant: a repair changes the feed that it was asked for, wherever the cursor is by
then; nothing is replaced or ended without a question; what came of it is told, and shown.
"""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from readnow.library.doctor import Remedy, place_to_look
from readnow.library.outcomes import AlreadySubscribed, ChooseFeed, NotReached, Preview
from readnow.model.errors import FeedAddError
from readnow.model.feed import Feed, ProblemKind
from readnow.model.parsed import Candidate
from readnow.text.cells import cut
from readnow.text.clean import host_name
from readnow.tui.remedies import OTHER_NAME, REPAIRS, tried
from readnow.tui.screens.choice import Choice, ChoiceScreen
from readnow.tui.screens.narrowed import Narrowed
from readnow.tui.screens.settings import SettingsScreen

_YES_NO = {"y": "yes", "n": "no"}
_FOR_THE_REST = 50
"""Cells of a question that are not for the name or address in it."""


class Repairing(Narrowed):
    """A screen on which a feed can be mended."""

    @property
    def feed(self) -> Feed | None:
        """The feed in hand."""
        return None

    def offered(self) -> tuple[Remedy, ...]:
        """What can be done with the feed in hand."""
        return ()

    async def gone(self, said: str) -> None:
        """The feed in hand was unsubscribed from."""
        await self.look_again()
        self.say(said)

    def action_repair(self, name: str) -> None:
        """Do what a key stands for, where it is offered."""
        feed, remedy = self.feed, Remedy[name]
        if feed is None:
            return
        if remedy not in self.offered():
            self.say(f"{feed.title}: there is no need to {REPAIRS[remedy].words}.")
        elif remedy is Remedy.SETTINGS:
            self.app.push_screen(
                SettingsScreen(self.library, self.surroundings, feed.id), self._changed_there
            )
        elif remedy in (Remedy.UNSUBSCRIBE, Remedy.ALLOW_PRIVATE):
            self._ask_first(feed, remedy)
        else:
            self.work_on(partial(self._repairs()[remedy], feed), "repair")

    def _repairs(self) -> dict[Remedy, Callable[[Feed], Coroutine[Any, Any, None]]]:
        return {
            Remedy.TRY_NOW: self._try_now,
            Remedy.ACCEPT_MOVE: self._accept_move,
            Remedy.FIND_FEED: self._find_feed,
            Remedy.OTHER_AGENT: self._ask_under_another_name,
            Remedy.PAUSE: self._pause,
            Remedy.RESUME: self._resume,
        }

    def _ask_first(self, feed: Feed, remedy: Remedy) -> None:
        """Ask in the same moment: the next key may be the answer already."""
        if remedy is Remedy.UNSUBSCRIBE:
            asked, work = f"Unsubscribe from “{self.shortened(feed.title)}”?", self._unsubscribe
        else:
            host = self.shortened(host_name(feed.url) or feed.url)
            asked, work = f"{host} is on a private network. Ask it?", self._allow_private
        answer = self.question(asked, _YES_NO)
        self.work_on(partial(self._if_wanted, answer, partial(work, feed)), "repair")

    async def _if_wanted(
        self, answer: "asyncio.Future[str | None]", work: Callable[[], Coroutine[Any, Any, None]]
    ) -> None:
        if await answer == "y":
            await work()
        else:
            self.say("Nothing was changed.")

    def _changed_there(self, _result: None) -> None:
        self.work_on(self.look_again, "looking")

    def shortened(self, text: str) -> str:
        """A name or address in a question, so long that its keys are on the screen too."""
        return cut(text, max(8, self.app.size.width - _FOR_THE_REST))

    # -- asking again

    async def _try_now(self, feed: Feed, before_it: str = "") -> None:
        """Ask the feed, and say what came of it."""
        before = self.library.feeds.get(feed.id)
        self.status.say(f"Asking {before.title}", seconds=None)
        finished = await asyncio.shield(self.library.refresh([feed.id]))
        await self.look_again()
        if not self.library.feeds.knows(feed.id):
            self.say("")
            return
        said, bad = tried(before, self.library.feeds.get(feed.id), finished, self.at())
        self.say(f"{said} {before_it}".rstrip(), error=bad)

    async def _accept_move(self, feed: Feed) -> None:
        moved = feed.health.moved
        await self.change(self.library.feeds.accept_move(feed.id))
        await self.look_again()
        if feed.health.problem is not None:
            await self._try_now(feed)
        else:
            self.say(f"{feed.title} is fetched from {moved.url if moved else 'there'} from now on.")

    async def _ask_under_another_name(self, feed: Feed) -> None:
        if feed.settings.user_agent == OTHER_NAME:
            self.say(f"{feed.title} is asked as “{OTHER_NAME}” already.")
            return
        await self.change(self.library.feeds.set(feed.id, "user_agent", OTHER_NAME))
        await self._try_now(feed, f"It is asked as “{OTHER_NAME}” from now on.")

    async def _allow_private(self, feed: Feed) -> None:
        await self.change(self.library.feeds.set(feed.id, "allow_private", "yes"))
        await self._try_now(feed)

    # -- another address

    async def _find_feed(self, feed: Feed) -> None:
        """Look on the feed's site for what it announces now; the user decides."""
        address: str | None = place_to_look(feed)
        while address:
            self.status.say(f"Looking for a feed at {address}", seconds=None)
            try:
                found = await self.library.feeds.look(
                    address, allow_private=feed.settings.allow_private, instead_of=feed.id
                )
            finally:
                self.say("")
            if isinstance(found, ChooseFeed):
                others = [one for one in found.candidates if one.url != feed.url]
                address = others[0].url if len(others) == 1 else await self._chosen_of(others)
                if not others:
                    self.say("The site announces only the address that is used already.")
                continue
            if isinstance(found, Preview) and found.url != feed.url:
                await self._use(feed, found)
            elif isinstance(found, AlreadySubscribed) and found.feed.id != feed.id:
                self.say(f"The site's feed is subscribed to already, as “{found.feed.title}”.")
            elif isinstance(found, NotReached) and found.url != feed.url:
                self.say(f"{found.url}: {found.detail}", error=True)
            elif isinstance(found, Preview | NotReached | AlreadySubscribed):
                self.say("The site announces only the address that is used already.")
            else:
                raise FeedAddError(
                    "The site is on a private network, which this feed's settings do not allow."
                )
            return

    async def _chosen_of(self, candidates: list[Candidate]) -> str | None:
        if not candidates:
            return None
        choices = [Choice(one.title or one.url, one.url if one.title else "", one.url) for one in candidates]
        return await self.app.push_screen_wait(
            ChoiceScreen("This site has several feeds", choices, self.marks, self.surroundings.keymap)
        )

    async def _use(self, feed: Feed, found: Preview) -> None:
        articles = f"{found.entries:,} article{'' if found.entries == 1 else 's'}"
        asked = f"Use {self.shortened(found.url)} ({articles}) instead?"
        if await self.question(asked, _YES_NO) != "y":
            self.say("Nothing was changed.")
            return
        await self.change(self.library.feeds.change_url(feed.id, found.url))
        await self._try_now(feed, f"It is fetched from {found.url} from now on.")

    # -- less of it

    async def _pause(self, feed: Feed) -> None:
        await self.change(self.library.feeds.set(feed.id, "paused", "yes"))
        await self.look_again()
        self.say(f"{feed.title} is paused: it is not asked by itself.")

    async def _resume(self, feed: Feed) -> None:
        """Take it up again: from a pause, and from the end that a server announced."""
        problem = feed.health.problem
        if feed.settings.paused:
            await self.change(self.library.feeds.set(feed.id, "paused", ""))
        if problem is not None and problem.kind is ProblemKind.GONE:
            await self.change(self.library.feeds.resume(feed.id))
        await self.look_again()
        self.say(f"{feed.title} is asked again from the next refresh on.")

    async def _unsubscribe(self, feed: Feed) -> None:
        await self.change(self.library.feeds.remove([feed.id]))
        await self.gone(f"Unsubscribed from “{feed.title}”.")
