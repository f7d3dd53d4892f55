"""News told outside the screen: in the title of the terminal, and as notices for the desktop.

The driver gives the title back when somebody else has the terminal (`tui.title`). Invariants: both are off
unless the configuration asks for them; a title is sent when its number changes and never otherwise; there is
one notice a refresh at most, and only for what is new.
"""

from functools import partial

from readnow.config.schema import Config
from readnow.model.query import ALL
from readnow.programs import external
from readnow.tui import notifying
from readnow.tui.bridge import Happened
from readnow.tui.screens.discovering import Discovering
from readnow.views.list_words import summary_of
from readnow.views.muted import said_of_notices


class Announcing(Discovering):
    """Titles and notices."""

    _titled: int | None = None
    """The number in the title; None while the title is not ours."""

    def show_feeds(self) -> None:
        """The counts, in the title too."""
        super().show_feeds()
        self._show_title()

    def adopt(self, config: Config) -> str:
        """The title may be wanted from now on, or no more."""
        problem = super().adopt(config)
        self._show_title()
        return problem

    async def take(self, happened: Happened) -> None:
        """Tell of what came."""
        await super().take(happened)
        notify, finished = self.config.notify, happened.finished
        if notify.way == "off":
            return
        if happened.notices:
            self._notify(said_of_notices(happened.notices))
        elif notify.about == "all" and finished is not None and finished.new:
            self._notify(summary_of(finished))

    def _notify(self, text: str) -> None:
        notify = self.config.notify
        if notify.way == "command":
            if notify.command:
                command = notifying.notice_command(notify.command, text)
                self.work_on(partial(self._run_notice, command), "notices")
            return
        self.surroundings.conversation.write(notifying.notice(notify.way, text, self.environment))

    async def _run_notice(self, command: tuple[str, ...]) -> None:
        problem = await external.start(command, self.environment)
        if problem:
            self.say(f"The notice was not shown: {problem}.", error=True)

    def _show_title(self) -> None:
        if not self.config.ui.title:
            self._give_title_back()
            return
        unread = self.library.feeds.unread(ALL)
        if unread == self._titled:
            return
        write = self.surroundings.conversation.write
        if self._titled is None:
            write(notifying.KEEP_TITLE)
        self._titled = unread
        write(notifying.title(unread))

    def _give_title_back(self) -> None:
        if self._titled is not None:
            self._titled = None
            self.surroundings.conversation.write(notifying.GIVE_TITLE_BACK)
