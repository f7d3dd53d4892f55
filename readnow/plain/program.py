"""Plain reading as a whole: a key or line comes, its action is done, what happened meanwhile is told.

An action of the table has its method here, or stands in `ELSEWHERE` with the reason; of any other it is said
that the interface does it. Invariant: what a user, a server or a file can cause ends no session.
"""

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from readnow.keys.actions import Action, Pane
from readnow.keys.own import command_name
from readnow.library.events import Event, RefreshFinished, RefreshProgress, RulesActed, StoreFailed
from readnow.model.errors import ReadNowError
from readnow.model.query import ALL
from readnow.plain.commands import Command, names_of, read_command, spoken_key
from readnow.plain.lists import Setting
from readnow.plain.pipe import PipeTalk
from readnow.plain.subscribing import Subscribing
from readnow.plain.talk import Key, Talk, Words
from readnow.plain.terminal import INTERRUPT, SAY_AGAIN, TerminalTalk
from readnow.text.words import fold
from readnow.views.muted import said_of_notices
from readnow.views.start import ARRANGED, SORTS, VIEW

if TYPE_CHECKING:
    from readnow.library.library import Library

_SELECTING = "Several articles are selected in the interface; A, ( and ) mark many here."
ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "selection.toggle": _SELECTING,
        "selection.range": _SELECTING,
        "selection.clear": _SELECTING,
        "view.zoom": "There are no panes here to zoom.",
        "image.show": "Pictures are shown in the interface; their links stand in the article.",
        "article.changes": "What was changed is shown in the interface.",
        "file.stop": "^C stops a download here.",
        "folder.keep": "`readnow edit` sets how much of a folder is kept.",
        "library.past": "`readnow doctor` tells of what is past its time.",
        "library.backup": "`readnow backup` makes a copy.",
        "feed.export": "`readnow export` writes the list of feeds.",
        "feed.pipe": "`readnow export` writes the list of feeds, for any command.",
    }
)
"""Actions that are not done here, and what to say instead."""

_PROGRESS_SECONDS = 10.0
"""Between two lines about a refresh that somebody waits for."""

_log = logging.getLogger(__name__)


class Program(Subscribing):
    """One session."""

    def __init__(self, library: "Library", talk: Talk, setting: Setting) -> None:
        super().__init__(library, talk, setting)
        self._by_key = {
            (pane, key): action
            for action in self.keymap.actions
            for pane in action.panes
            for key in self.keymap.of(action.id, pane)
        }
        self._quits = False
        self._doing: asyncio.Task[None] | None = None
        self._idle = False
        self._waits = False
        """Whether the last key asked for a refresh, which is waited for then."""
        self._progress_at = 0.0
        self._news: list[str] = []

    async def run(self) -> None:
        """From the first word to the last."""
        unsubscribe = self.library.subscribe(self._hear)
        try:
            await self._begin()
            while not self._quits and not self.talk.ended:
                self._idle = True
                given = await self.talk.next()
                self._idle = False
                if given is None:
                    break
                self._waits = False
                self._tell_news()
                await self._do(given)
        finally:
            unsubscribe()
            await self.end_tasks()

    async def _begin(self) -> None:
        self.say(*self.start.problems, *self.keymap.problems)
        if not self.library.feeds.all():
            adds, helps = self.key("feed.add"), self.key("help.show")
            self.say(f"ReadNOW. No feeds yet. {adds} adds one, {helps} says the keys.")
            self.pane = Pane.FEEDS
            return
        unread = self.library.feeds.unread(ALL)
        self.say(f"ReadNOW. {unread:,} unread. {self.key('help.show')} says the keys.")
        await self.open_view(self.existing(self.view))
        await self.say_list()

    async def remember(self) -> None:
        """Keep what the next start shows."""
        self.leave_article()
        await self.library.remember(VIEW, self.view.as_remembered())
        await self.library.remember(SORTS, self.sorts.as_remembered())
        await self.library.remember(ARRANGED, self.arrangement.as_remembered())
        await self.library.tallies.forget_new()

    # -- one thing after the other

    def interrupt(self) -> bool:
        """^C: give up what is asked or done; False where there is nothing to give up."""
        if self._idle or self._doing is None:
            return False
        if isinstance(self.talk, TerminalTalk) and self.talk.asking:
            self.talk.press(INTERRUPT)
        else:
            self._doing.cancel()
        return True

    async def _do(self, given: Key | Words) -> None:
        self._doing = asyncio.get_running_loop().create_task(self._take(given))
        try:
            await asyncio.wait((self._doing,))
            self._doing.result()
        except asyncio.CancelledError:
            if not self._doing.cancelled():
                self._doing.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await self._doing
                raise
            self.say("Stopped.")
        except ReadNowError as err:
            self.say(str(err))
        except Exception:
            _log.exception("a mistake in plain reading")
            self.say("Something went wrong inside ReadNOW: the log has the details.")
        finally:
            self._doing = None

    async def _take(self, given: Key | Words) -> None:
        if isinstance(given, Words):
            await self._obey(given.text)
            return
        key = given.name
        if key == SAY_AGAIN:
            await self.action_app_redraw()
            return
        action = self._by_key.get((self.pane, key))
        if action is not None and action.fixed:
            await self._digit(key)
        elif action is not None:
            await self._act(action)
        elif key.isdecimal() and self.pane is not Pane.READER:
            await self._ask_number(key)
        elif key != INTERRUPT:
            self.say(f"{spoken_key(key)} does nothing here. {self.key('help.show')} says the keys.")

    async def _act(self, action: Action) -> None:
        if command_name(action.id):
            await self.run_own(action.id)
        elif action.id in ELSEWHERE:
            self.say(ELSEWHERE[action.id])
        elif (done := getattr(self, f"action_{action.handler}", None)) is None:
            self.say(f"{action.title}: that is done in the interface.")
        else:
            self._waits = action.id in ("feed.refresh", "feed.refresh-all")
            await done()

    def _is_done_here(self, action: Action) -> bool:
        own = bool(command_name(action.id)) or action.fixed
        return own or (action.id not in ELSEWHERE and hasattr(self, f"action_{action.handler}"))

    async def _obey(self, line: str) -> None:
        """A line as a command."""
        command = read_command(line, self.pane, self.keymap)
        if command is None:
            self.say(f"There is no command “{line.strip()}” here. {self.key('help.show')} says the keys.")
            return
        if command.number is not None and not await self._numbered(command):
            return
        if command.action is not None:
            if command.rest and isinstance(self.talk, PipeTalk):
                self.talk.answer(command.rest)
            await self._act(command.action)

    async def _numbered(self, command: Command) -> bool:
        """Go to the row of a command, or open the link; False where that was all, or there is none."""
        number = command.number or 0
        if self.pane is Pane.READER:
            if command.action is None:
                await self.open_number(number)
                return False
            link = self.text.link(number) if self.text is not None else None
            self.focused = number if link is not None else None
            if link is None:
                self.say(f"There is no link {number} here.")
            return link is not None
        if not await self.go_to_number(number):
            return False
        if command.action is None:
            await self.action_pane_open()
        return command.action is not None

    async def _digit(self, digit: str) -> None:
        """A link's number; where more digits may follow, they are asked for."""
        count = len(self.text.links) if self.text is not None else 0
        if not int(digit) or int(digit) * 10 > count:
            await self.open_number(int(digit))
            return
        typed = (await self.talk.ask("Link:", digit) or "").strip()
        if typed.isdecimal() and len(typed) < 6:
            await self.open_number(int(typed))
        elif typed:
            self.say(f"There is no link {typed} here.")

    async def _ask_number(self, digit: str) -> None:
        typed = (await self.talk.ask("Number:", digit) or "").strip()
        if typed.isdecimal() and len(typed) < 8 and await self.go_to_number(int(typed)):
            self.say_row()

    # -- the program

    async def action_app_back(self) -> None:
        if self.pane is Pane.FEEDS:
            self._quits = True
        else:
            await self.action_pane_left()

    async def action_app_quit(self) -> None:
        self._quits = True

    async def action_app_redraw(self) -> None:
        """Say what is here once more, as it is now."""
        if self.pane is Pane.READER:
            self.say_page(self.top)
            return
        head = self.head_in_hand()
        if self.pane is Pane.ARTICLES and await self.open_view(self.existing(self.view)) and head is not None:
            self.cursor = await self.load_until(head.id) or 0
        # From the top, where the row in hand is on the first page: what is new stands above it.
        await self.say_list(self.place if self.place >= self.rows_at_once else 0)

    async def action_app_suspend(self) -> None:
        if isinstance(self.talk, TerminalTalk):
            self.talk.suspend()
            await self.action_app_redraw()

    async def action_help_show(self) -> None:
        """The keys of this pane, in words."""
        group, lines = "", [f"Keys in the {_PANES[self.pane]}."]
        for action in self.keymap.actions:
            keys = self.keymap.of(action.id, self.pane)
            if not keys or not self._is_done_here(action):
                continue
            if action.group.value != group:
                group = action.group.value
                lines.append(f"{group}:")
            said = "a digit" if action.fixed else ", or ".join(map(spoken_key, keys))
            lines.append(f"{said}: {action.help}.")
        if self.talk.by_key:
            lines.append("4 to 9, in lists: Go to the row of that number, more digits may follow.")
        else:
            lines.append(
                "A line is a key or a name, with its answer behind it; a number opens that row or link."
            )
        await self.say_paged(lines)

    async def action_palette_open(self) -> None:
        """A command by its name, its key, or a number."""
        typed = await self.talk.ask("Command or number:", "", self._completed_name)
        if typed is not None and typed.strip():
            command = read_command(typed, self.pane, self.keymap)
            if command is not None and command.action is not None and command.action.id == "palette.open":
                return
            await self._obey(typed)

    def _completed_name(self, text: str) -> list[str]:
        return [
            name for name in names_of(self.pane, self.keymap) if fold(name).startswith(fold(text.strip()))
        ]

    async def action_view_narrower(self) -> None:
        self._change_width(-4)

    async def action_view_wider(self) -> None:
        self._change_width(4)

    async def say_paged(self, lines: list[str]) -> None:
        """Lines, a screenful at a time."""
        size = max(1, self.talk.rows - 2) if self.talk.by_key else len(lines)
        for start in range(0, len(lines), size):
            self.say(*lines[start : start + size])
            if start + size < len(lines) and await self.talk.one_of("More?", _MORE) in (None, "q"):
                return

    # -- what happens meanwhile

    def _hear(self, event: Event) -> None:
        match event:
            case RefreshProgress(done, feeds, new) if self._waits and self._idle:
                now = asyncio.get_running_loop().time()
                if done < feeds and now - self._progress_at >= _PROGRESS_SECONDS:
                    self._progress_at = now
                    self.say(f"Refreshing: {done} of {feeds} feeds, {new:,} new.")
            case RefreshFinished() if self.talk.by_key:
                self._waits = self._waits or self._is_empty
                self._tell(self.came_of(event))
                if event.new and self._idle and self._is_empty:
                    self.talk.press(SAY_AGAIN)
            case StoreFailed(detail):
                self._tell(detail)
            case RulesActed(ruled) if ruled.notices:
                self._tell(said_of_notices(ruled.notices))

    @property
    def _is_empty(self) -> bool:
        """Whether somebody looks at a list with nothing in it, and waits for something to come."""
        return self.pane is Pane.ARTICLES and not self.heads

    def _tell(self, sentence: str) -> None:
        """Now, if that is waited for; else with the next key, so that it comes between no two lines."""
        if self._waits and self._idle:
            self.say(sentence)
        elif sentence not in self._news:
            self._news.append(sentence)

    def _tell_news(self) -> None:
        self.say(*self._news)
        self._news.clear()


_MORE = {"space": "more", "enter": "more", "q": "enough"}
_PANES = {Pane.FEEDS: "list of feeds", Pane.ARTICLES: "list of articles", Pane.READER: "article"}
