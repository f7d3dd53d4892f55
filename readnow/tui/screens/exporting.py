"""The list of feeds out of the terminal: as an OPML file, or into a command; the address of a feed's site.
The actions `feed.export`, `feed.pipe` and `feed.copy-site`.

Invariant: nothing is ever written over; of a name that is taken another is proposed.
"""

import asyncio
from functools import partial
from pathlib import Path

from readnow.config.paths import files_folder
from readnow.model.errors import ReadNowError
from readnow.model.query import Scope, ScopeKind
from readnow.model.subscription import Subscription
from readnow.text.words import counted
from readnow.tui.histories import COMMANDS
from readnow.tui.path_names import completed_path
from readnow.tui.screens.habits import Habits
from readnow.tui.typed_checks import check_command, check_file
from readnow.views.feed_rows import name_of

_FORM = "OPML"
Subscriptions = tuple[Subscription, ...]


class Exporting(Habits):
    """What is done with the list of feeds as a whole."""

    def _list_in_hand(self) -> tuple[Scope | None, Subscriptions]:
        """The feeds of the folder under the cursor and that folder, else all of them; none (told) where there
        are none."""
        scope = self.feed_list.scope
        if scope is not None and scope.kind is not ScopeKind.FOLDER:
            scope = None
        subscriptions = self.library.feeds.export_list(scope)
        if not subscriptions:
            self.say("There are no feeds here.")
        return scope, subscriptions

    # -- a file

    def action_feed_export(self) -> None:
        """Ask for a name, and save the list under it."""
        scope, subscriptions = self._list_in_hand()
        if not subscriptions:
            return
        from readnow.library import listing

        folder = files_folder(self.config.open.download_dir)
        title = name_of(self.library.feeds, scope) if scope is not None else ""
        try:
            name = listing.proposed_name(folder, title)
        except ReadNowError as err:
            self.say(str(err), error=True)
            return
        answer = self._ask_for_list(subscriptions, folder, name)
        self.work_on(partial(self._export, answer, subscriptions, folder), "saving")

    def _ask_for_list(
        self, subscriptions: Subscriptions, folder: Path, name: str
    ) -> "asyncio.Future[str | None]":
        return self.prompt_for(
            f"Save {counted(len(subscriptions), 'feed')} in {self._said(folder)}:",
            name,
            about=name,
            complete=partial(completed_path, inside=folder),
            check=partial(check_file, inside=folder),
        )

    async def _export(
        self, answer: "asyncio.Future[str | None]", subscriptions: Subscriptions, folder: Path
    ) -> None:
        from readnow.library import listing

        try:
            while typed := (await answer or "").strip():
                path = listing.place_of(folder, typed)
                if path.exists():
                    answer = self._ask_for_list(subscriptions, folder, self._other_name(path, folder))
                    continue
                saved = await asyncio.to_thread(listing.save, path, subscriptions, int(self.now()))
                self.say(f"Saved {counted(len(subscriptions), 'feed')} as {self.short(saved)}")
                return
        except ReadNowError as err:
            self.say(str(err), error=True)

    # -- a command

    def action_feed_pipe(self) -> None:
        """Ask for a command, and give it the list."""
        _, subscriptions = self._list_in_hand()
        if not subscriptions:
            return
        answer = self.prompt_for(
            f"Pipe {counted(len(subscriptions), 'feed')} as {_FORM} to:",
            placeholder="a command, such as wc -l",
            kind=COMMANDS,
            check=check_command,
        )
        self.work_on(partial(self._pipe_list, answer, subscriptions), "piping")

    async def _pipe_list(self, answer: "asyncio.Future[str | None]", subscriptions: Subscriptions) -> None:
        if words := self.command_typed(await answer):
            from readnow.library import listing

            self.show_output(words, listing.written(subscriptions, int(self.now())).decode())

    # -- the site

    def action_feed_copy_site(self) -> None:
        """Copy the address of the site of the feed under the cursor."""
        feed = self.feed_in_hand()
        if feed is None:
            self.say("Only a feed has an address.")
        elif not feed.site_url:
            self.say("This feed names no site.")
        else:
            self.copy_address(feed.site_url)
