"""Subscriptions by key: adding, ending, refreshing, settings, folders, what is wrong. The actions `feed.*`
and `folder.*`.

Invariant: nothing is subscribed to or ended without a word about it; what cannot be fetched now is kept.
"""

from collections.abc import Awaitable, Sequence

from msgspec.structs import replace

from readnow.keys.actions import Pane
from readnow.library import importing
from readnow.library.events import RefreshFinished
from readnow.library.folder_names import folder_names
from readnow.library.name_completion import folder_completion
from readnow.library.outcomes import Added, AlreadySubscribed, ChooseFeed, Preview, PrivateAddress
from readnow.library.presentation import UNTITLED, local_date
from readnow.library.settings import SETTINGS, written
from readnow.model.errors import ReadNowError
from readnow.model.feed import Feed, FeedId, FolderId, Timestamp
from readnow.model.query import Scope, ScopeKind
from readnow.model.smart import SmartFeedId
from readnow.plain.outside import Outside
from readnow.plain.words import age_words, kind_of
from readnow.text.clean import clean_line, host_name
from readnow.text.words import counted
from readnow.views.feed_order import ORDER_NAMES, FeedOrder
from readnow.views.feed_rows import name_of, trouble
from readnow.views.list_words import summary_of
from readnow.views.selection import View

_PREVIEWED = 3


class Subscribing(Outside):
    """What changes the feed list."""

    # -- adding

    async def action_feed_add(self) -> None:
        """Ask for an address and subscribe to its feed."""
        typed = clean_line(await self.talk.ask("Add the feed of (address):") or "").strip()
        if not typed:
            return
        try:
            await self._add(typed)
        except ReadNowError as err:
            self.say(str(err))

    async def _add(self, address: str) -> None:
        allowed = ""
        while address:
            self.say(f"Looking for a feed at {address}")
            found = await self.library.feeds.look(
                address, allow_private=bool(allowed) and host_name(address) == allowed
            )
            if isinstance(found, PrivateAddress):
                if not await self.talk.sure(f"{found.host} is on a private network. Add it all the same?"):
                    break
                address, allowed = found.url, found.host
            elif isinstance(found, ChooseFeed):
                said = [candidate.title or candidate.url for candidate in found.candidates]
                chosen = await self.talk.choose("This site has several feeds:", said)
                address = found.candidates[chosen].url if chosen is not None else ""
            elif isinstance(found, AlreadySubscribed):
                await self._added(found)
                return
            elif not isinstance(found, Preview) or await self._is_wanted(found):
                await self._subscribe(found.url, found.allow_private)
                return
            else:
                break
        self.say("Nothing was added.")

    async def _is_wanted(self, preview: Preview) -> bool:
        self.say(f"{preview.title}, {preview.url}")
        for one in preview.latest[:_PREVIEWED]:
            self.say(f"{age_words(one.at, self.now()) if one.at else 'no date'}: {one.title}")
        return await self.talk.sure("Subscribe?")

    async def _subscribe(self, url: str, allow_private: bool) -> None:
        outcome = await self.library.feeds.add(url, allow_private=allow_private)
        if isinstance(outcome, Added | AlreadySubscribed):
            await self._added(outcome)
        else:
            self.say("Nothing was added: the address answers otherwise by now.")

    async def _added(self, outcome: Added | AlreadySubscribed) -> None:
        feed = outcome.feed
        if isinstance(outcome, AlreadySubscribed):
            self.say(f"Already subscribed, as “{feed.title}”.")
        elif outcome.problem is not None:
            problem = outcome.problem.detail
            self.say(f"Subscribed to {feed.title}. It could not be fetched yet: {problem}.")
        else:
            self.say(f"Subscribed to {feed.title}: {counted(outcome.new, 'article')}.")
        self.feed_filter = ""
        if await self.open_view(View(Scope.feed(feed.id))):
            self.row_of(self.view.scope)
            self.pane = Pane.ARTICLES
            await self.say_list()

    async def action_feed_import(self) -> None:
        """Ask for a file: a list of feeds, or an export or a backup to bring back."""
        path = (await self.talk.ask("Import the file:") or "").strip()
        if not path:
            return
        try:
            if await importing.is_archive(path):
                back = await self.library.archives.restore(path, lambda _number: None)
                came = f"{counted(len(back.added), 'feed')} and {counted(back.articles, 'article')} came back"
                self.say(f"{came}, {counted(back.marks, 'mark')} set on articles that were there.")
            else:
                outcome = await self.library.feeds.import_file(path)
                left = (
                    f" {len(outcome.left_out):,} left out: {outcome.left_out[0]}" if outcome.left_out else ""
                )
                self.say(f"Subscribed to {counted(len(outcome.added), 'feed')}.{left}")
        except ReadNowError as err:
            self.say(str(err))

    # -- ending

    async def action_feed_unsubscribe(self) -> None:
        """Unsubscribe from the feed in hand, remove the smart feed or delete the folder, after a question."""
        scope = self.scope
        if scope is None or scope.is_heading or scope.kind not in _ENDED:
            self.say("Go to what is to be removed first: a feed, a smart feed or a folder.")
            return
        name = name_of(self.library.feeds, scope)
        verb = "Unsubscribe from" if scope.kind is ScopeKind.FEED else f"Remove the {kind_of(scope)}"
        if not await self.talk.sure(f"{verb} “{name}”?"):
            self.say("Nothing was changed.")
            return
        try:
            await self._end(scope)
        except ReadNowError as err:
            self.say(str(err))
            return
        if self.existing(self.view) != self.view:
            self.close_article()
            await self.go_home()
            self.pane = Pane.FEEDS
        self.read_rows()
        self.say(f"Removed “{name}”. {self.key('journal.undo')} takes it back.")
        self.say_row()

    async def _end(self, scope: Scope) -> None:
        if scope.kind is ScopeKind.FEED:
            await self.library.feeds.remove((FeedId(scope.id),))
        elif scope.kind is ScopeKind.SMART:
            await self.library.smart_feeds.remove(SmartFeedId(scope.id))
        else:
            await self.library.folders.delete(FolderId(scope.id))

    # -- news

    async def action_feed_refresh(self) -> None:
        scope = self.scope if self.pane is Pane.FEEDS else self.view.scope
        feeds = self.library.feeds.in_scope(scope) if scope is not None else ()
        await self.refresh(feeds, name_of(self.library.feeds, scope) if scope else "")

    async def action_feed_refresh_all(self) -> None:
        await self.refresh(self.library.feeds.all(), "all feeds")

    async def refresh(self, feeds: Sequence[Feed], name: str) -> None:
        """Look for new articles: behind the keys, or before the next line of a pipe is read."""
        if not feeds:
            self.say("There are no feeds yet.")
            return
        self.say(f"Refreshing {name}: {counted(len(feeds), 'feed')}.")
        task = self.library.refresh([feed.id for feed in feeds])
        if not self.talk.by_key:
            self.say(self.came_of(await task))

    def came_of(self, finished: RefreshFinished) -> str:
        """What a refresh brought, in a sentence."""
        asked, skipped = summary_of(finished), finished.reasons.sentence(_clock)
        said = ". ".join(filter(None, (asked, f"Not asked just now: {skipped}" if skipped else "")))
        return f"Refreshed: {(said or 'nothing to do').replace(' · ', ', ')}."

    # -- one feed

    async def action_feed_doctor(self) -> None:
        """How the feed fares."""
        feed = self.feed_in_hand()
        if feed is None:
            return
        now, health = int(self.now()), feed.health
        last = health.last_attempt
        asked = f"looked at {age_words(last, now)}" if last is not None else "not looked at yet"
        self.say(f"{feed.title}, {feed.url}", f"{feed.unread:,} unread of {feed.total:,}; {asked}.")
        self.say(trouble(feed, now).replace(" · ", ", ") or "Nothing is wrong with it.")
        if health.moved is not None and await self.talk.sure(f"It has moved to {health.moved.url}. Accept?"):
            await self._try(self.library.feeds.accept_move(feed.id), "The new address is accepted.")

    async def action_article_details(self) -> None:
        """What is known of the article, and how its feed fares."""
        head = self.head_in_hand()
        if head is not None:
            marks = [word for word in ("starred", "later") if getattr(head, word)]
            marks += [f"tag {tag}" for tag in head.tags]
            date = local_date(head.date, self.config.ui.date_format)
            facts = [date, counted(head.words, "word"), "read" if head.read else "unread", *marks]
            self.say(
                f"{head.title or UNTITLED}, by {head.author or 'nobody named'}.",
                f"{', '.join(facts)}.",
                head.link or "It has no address of its own.",
            )
        await self.action_feed_doctor()

    async def action_feed_doctor_all(self) -> None:
        """All feeds in trouble."""
        now = int(self.now())
        said = [trouble(feed, now).replace(" · ", ", ") for feed in self.library.feeds.all()]
        self.say(*(filter(None, said) if any(said) else ["No feed is in trouble."]))

    async def action_feed_settings(self) -> None:
        """Change the title or a setting of the feed."""
        feed = self.feed_in_hand()
        if feed is None:
            return
        said = [f"title={feed.title}", *(f"{key}={written(feed.settings, key)}" for key in SETTINGS)]
        chosen = await self.talk.choose(f"Settings of “{feed.title}”:", said)
        if chosen is None:
            return
        key, _, before = said[chosen].partition("=")
        typed = await self.talk.ask(f"{key}:", before)
        if typed is None or typed == before:
            return
        if chosen == 0:
            await self._try(self.library.feeds.rename(feed.id, typed), f"Its title is {typed or 'its own'}.")
        else:
            await self._try(self.library.feeds.set(feed.id, key, typed), f"{key} is {typed or 'as usual'}.")

    async def _try(self, work: Awaitable[object], said: str) -> None:
        try:
            await work
        except ReadNowError as err:
            self.say(str(err))
        else:
            self.say(said)

    # -- folders and order

    async def action_folder_new(self) -> None:
        typed = await self.talk.ask("New folder (Outer/Inner for one in another):", "", self._paths)
        if typed and folder_names(typed):
            await self._try(self.library.folders.make(folder_names(typed)), f"Made the folder “{typed}”.")

    async def action_feed_move(self) -> None:
        """Put what is in hand into a folder."""
        row = self.rows[self.row] if self.row < len(self.rows) else None
        if row is None or row.scope.is_heading or row.scope.kind not in _ENDED:
            self.say("Go to a feed, a smart feed or a folder first.")
            return
        before = "/".join(self.library.feeds.path(row.inside))
        typed = await self.talk.ask(f"Put {row.label} into (empty for none):", before, self._paths)
        if typed is None or folder_names(typed) == folder_names(before):
            return
        path = folder_names(typed)
        if row.scope.kind is ScopeKind.FOLDER:
            work: Awaitable[object] = self.library.folders.move(FolderId(row.scope.id), path)
        elif row.scope.kind is ScopeKind.SMART:
            work = self.library.smart_feeds.change(SmartFeedId(row.scope.id), folder=path)
        else:
            work = self.library.folders.put(FeedId(row.scope.id), path, row.inside)
        await self._try(work, f"Put into {'/'.join(path)}." if path else "Put into no folder.")
        self.row_of(row.scope)

    async def action_feed_file_too(self) -> None:
        feed = self.feed_in_hand()
        typed = await self.talk.ask(f"{feed.title} also in:", "", self._paths) if feed is not None else None
        if feed is not None and typed and folder_names(typed):
            work = self.library.folders.put(feed.id, folder_names(typed))
            await self._try(work, f"{feed.title} is in {'/'.join(folder_names(typed))} too.")

    def _paths(self, text: str) -> Sequence[str]:
        return folder_completion(text, self.library.folders.paths()).options

    async def action_feed_up(self) -> None:
        await self._shift(-1)

    async def action_feed_down(self) -> None:
        await self._shift(1)

    async def _shift(self, step: int) -> None:
        """Move what is in hand up or down, in the user's own order."""
        self.read_rows()
        row = self.rows[self.row] if self.row < len(self.rows) else None
        if row is None or row.scope.is_heading or row.scope.kind not in _ENDED:
            self.say("Go to a feed, a smart feed or a folder first.")
            return
        is_smart = row.scope.kind is ScopeKind.SMART
        if self.arrangement.order is not FeedOrder.OWN and not is_smart:
            self.say(f"The feeds are in order {ORDER_NAMES[self.arrangement.order]}.")
            return
        try:
            if is_smart:
                moved = await self.library.smart_feeds.move(SmartFeedId(row.scope.id), step)
            else:
                moved = await self.library.folders.step(row.scope, step, row.inside)
        except ReadNowError as err:
            self.say(str(err))
            return
        if not moved:
            self.say("It is the first there." if step < 0 else "It is the last there.")
            return
        self.read_rows()
        self.say_row()

    async def action_feed_order(self) -> None:
        chosen = await self.talk.choose("Order of the feeds:", [ORDER_NAMES[order] for order in FeedOrder])
        if chosen is not None:
            order = tuple(FeedOrder)[chosen]
            self.arrangement = replace(self.arrangement, order=order).counted(self.library.feeds)
            self.pane = Pane.FEEDS
            await self.say_list()

    async def action_feed_hide_read(self) -> None:
        hides = not self.arrangement.hides_read
        self.arrangement = replace(self.arrangement, hides_read=hides, staying=frozenset())
        self.say(f"Feeds without unread articles are {'hidden' if hides else 'shown'}.")
        await self.say_list()


_ENDED = (ScopeKind.FEED, ScopeKind.SMART, ScopeKind.FOLDER)


def _clock(at: Timestamp) -> str:
    return local_date(at, "%H:%M")
