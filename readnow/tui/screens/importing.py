"""Importing: what other readers left on this machine, files of all kinds, the starter pack. The action
`feed.import`, and the choices of the card of the first run.

Invariant: nothing is looked for before the first screen is there; what came in and what did not is said.
"""

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from readnow.keys.action import Pane
from readnow.library import importing
from readnow.library.neighbours import Neighbour, look_around
from readnow.model.errors import ReadNowError
from readnow.text.cells import cell_width
from readnow.text.words import counted
from readnow.tui.histories import FILES
from readnow.tui.path_names import completed_path
from readnow.tui.screens.choice import Choice, ChoiceScreen
from readnow.tui.screens.first_run import offer
from readnow.tui.screens.subscribing import Subscribing
from readnow.tui.typed_checks import check_file

if TYPE_CHECKING:
    from readnow.library.archive_run import Restored
    from readnow.library.feeds import ImportOutcome
    from readnow.library.newsboat import Installation, Report

IMPORT_LABEL = "Import the file:"
IMPORT_HINT = "a list such as ~/feeds.opml, ~/.newsboat, an export, or a backup"
_OTHER = "another file"
_BESIDE = 72
"""Cells of a line and of what became of it that stand beside each other."""


class Importing(Subscribing):
    """What brings in many feeds at once."""

    _readers: "asyncio.Task[tuple[Neighbour, ...]] | None" = None

    def begin_looking(self) -> None:
        """Look for what other readers left, and offer it on the card."""
        self.work_on(self._offer, "looking")

    async def _offer(self) -> None:
        self.offers = tuple(map(offer, await self._neighbours()))
        if self.first_run:
            self.lay_out()

    async def _neighbours(self) -> tuple[Neighbour, ...]:
        if self._readers is None or self._readers.done():
            work = look_around(self.environment.get("HOME", ""), self.environment)
            self._readers = asyncio.create_task(work, name="look for other readers")
        return await asyncio.shield(self._readers)

    def action_feed_import(self) -> None:
        """Choose from what other readers left on this machine, or ask for a file: a list of feeds to
        subscribe to, all of newsboat, an export or a backup."""
        if self.first_run and self._has_found_none():
            self.work_on(partial(self._import_asked, self._ask_for_file()), "adding")
        else:
            self.work_on(self._choose_import, "adding")

    def _has_found_none(self) -> bool:
        return self._readers is not None and self._readers.done() and not self._readers.result()

    def _ask_for_file(self) -> "asyncio.Future[str | None]":
        return self.prompt_for(
            IMPORT_LABEL, placeholder=IMPORT_HINT, kind=FILES, check=check_file, complete=completed_path
        )

    async def _import_asked(self, answer: "asyncio.Future[str | None]") -> None:
        if path := (await answer or "").strip():
            await self._import(path)

    async def _choose_import(self) -> None:
        found = await self._neighbours()
        path: str | None = _OTHER
        if found:
            choices = [Choice(offer(one), one.path, one.path) for one in found]
            choices.append(Choice("Another file…", "a list, an export or a backup", _OTHER))
            path = await self.app.push_screen_wait(ChoiceScreen("Import", choices, self.marks, self.keymap))
        if path == _OTHER:
            await self._import_asked(self._ask_for_file())
        elif path:
            await self._import(path)

    async def _import(self, path: str) -> None:
        try:
            newsboat = await importing.find_newsboat(path)
            if newsboat is not None:
                await self._move_in(newsboat)
            elif await importing.is_archive(path):
                self._restored(await self.library.archives.restore(path, self._show_restored))
            else:
                self._imported(await self.library.feeds.import_file(path))
        except ReadNowError as err:
            self.say(str(err), error=True)

    async def _move_in(self, newsboat: "Installation") -> None:
        outcome, report = await self.library.archives.move_in(newsboat, self._show_restored)
        self.go_to(Pane.ARTICLES)
        self.say(
            f"{counted(len(outcome.added), 'feed')} and {counted(outcome.articles, 'article')} came in from"
            f" newsboat, {outcome.articles_there:,} were there."
        )
        if outcome.added:
            self.library.refresh()
        if told := _told(outcome, report):
            self.app.push_screen(ChoiceScreen("What became of the rest", told, self.marks, self.keymap))

    def _show_restored(self, number: int) -> None:
        self.status.say(f"Importing: {number:,} done", seconds=None)

    def _restored(self, outcome: "Restored") -> None:
        parts = [
            f"{counted(len(outcome.added), 'feed')} and {counted(outcome.articles, 'article')} came back,"
            f" {counted(outcome.marks, 'mark')} set on articles that were there."
        ]
        if outcome.missing:
            parts.append(f"{counted(outcome.missing, 'mark')} wait for articles: refresh, then import again.")
        if outcome.left_out:
            parts.append(f"{len(outcome.left_out):,} left out: {outcome.left_out[0]}")
        self.go_to(Pane.ARTICLES)
        self.say(" ".join(parts))

    def action_add_starter(self) -> None:
        """Subscribe to the starter pack."""
        self.work_on(self._add_starter, "adding")

    async def _add_starter(self) -> None:
        try:
            outcome = await self.library.feeds.import_starter()
        except ReadNowError as err:
            self.say(str(err), error=True)
            return
        self._imported(outcome)

    def _imported(self, outcome: "ImportOutcome") -> None:
        added, already = len(outcome.added), len(outcome.already)
        parts = [f"Subscribed to {added:,} feed{'' if added == 1 else 's'}."]
        if already:
            parts.append(f"{already:,} were there already.")
        if outcome.left_out:
            parts.append(f"{len(outcome.left_out):,} left out: {outcome.left_out[0]}")
        self.go_to(Pane.ARTICLES)
        self.say(" ".join(parts))
        if added:
            self.library.refresh()


def _told(outcome: "Restored", report: "Report") -> list[Choice]:
    """What did not come in, or otherwise; and what of the configuration is to be copied."""
    rows = [Choice(sentence, "", "") for sentence in (*outcome.left_out, *report.notes)]
    for line in report.lines:
        if cell_width(line.text) + cell_width(line.said) < _BESIDE:
            rows.append(Choice(line.text, line.said, ""))
        else:
            rows += [Choice(line.text, "", ""), Choice(f"    {line.said}", "", "")]
    if report.to_copy():
        rows.append(
            Choice("`readnow import --dry-run` prints the lines for config.toml, to be copied.", "", "")
        )
    return rows
