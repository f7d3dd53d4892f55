"""The files that an article offers: playing, opening and downloading them. The actions `file.*`.

Invariant: nothing is opened that was not asked for, and nothing that was downloaded is opened at all.
"""

from collections.abc import Sequence
from functools import partial

from readnow.library.files import facts_of, kind_of, name_of, size_of
from readnow.model.article import Article, Enclosure
from readnow.model.errors import ReadNowError
from readnow.programs import external
from readnow.text.clean import is_openable
from readnow.text.words import counted
from readnow.tui.screens.choice import Choice, ChoiceScreen
from readnow.tui.screens.piping import Piping
from readnow.views.hosts import address_shown

_OPEN, _GET, _GET_ALL = "open:", "get:", "all"
_DOWNLOADING = "downloading"


class Playing(Piping):
    """What is done with files."""

    downloads_left = 0
    """How many files are on their way or wait for it."""

    async def action_file_open(self) -> None:
        """Play or open the article's file; of several, the one that is chosen."""
        article = await self._with_files()
        if article is not None and len(article.enclosures) == 1:
            self.open_file(article.enclosures[0])
        elif article is not None:
            self._choose(article, (*self._choices(article, _OPEN), *self._choices(article, _GET)))

    async def action_file_download(self) -> None:
        """Download the article's file; of several, those that are chosen."""
        article = await self._with_files()
        if article is not None and len(article.enclosures) == 1:
            self.download(article, article.enclosures)
        elif article is not None:
            self._choose(article, self._choices(article, _GET))

    def action_file_stop(self) -> None:
        """Give up the downloads that are on their way."""
        if self.downloads_left:
            self.workers.cancel_group(self, _DOWNLOADING)
            self.say(f"Stopped {counted(self.downloads_left, 'download')}.")
        else:
            self.say("Nothing is being downloaded.")

    async def _with_files(self) -> Article | None:
        """The article in hand if it offers files; None (told) if not."""
        article = await self.article_in_hand()
        if article is not None and not article.enclosures:
            self.say("This article offers no files.")
            return None
        return article

    def _choices(self, article: Article, value: str) -> Sequence[Choice]:
        """What can be done with each file."""
        verb = {_OPEN: "", _GET: "Download "}[value]
        choices = []
        for number, file in enumerate(article.enclosures):
            facts = facts_of(file, article.duration)
            detail = f" {self.marks.dot} ".join(filter(None, (facts.kind, facts.length, facts.size)))
            choices.append(Choice(f"{verb}{facts.name}", detail, f"{value}{number}"))
        if value == _GET:
            choices.append(Choice("Download all", counted(len(choices), "file"), _GET_ALL))
        return choices

    def _choose(self, article: Article, choices: Sequence[Choice]) -> None:
        self.app.push_screen(
            ChoiceScreen("Files", choices, self.marks, self.keymap), partial(self._chosen_file, article)
        )

    def _chosen_file(self, article: Article, chosen: str | None) -> None:
        files = article.enclosures
        if chosen == _GET_ALL:
            self.download(article, files)
        elif chosen is not None:
            kind, _, number = chosen.partition(":")
            file = files[int(number)]
            if kind == "open":
                self.open_file(file)
            else:
                self.download(article, (file,))

    # -- opening

    def open_file(self, file: Enclosure) -> None:
        """Open a file with the program for its kind, else as a link."""
        command = None
        if is_openable(file.url):
            command = external.player_command(self.config.open, kind_of(file), self.environment, file.url)
        if command is None:
            self.open_address(file.url)
        else:
            self.say(f"Opening {address_shown(file.url)}")
            self.work_on(partial(self._open_outside, command, file.url), "outside")

    # -- downloading

    def download(self, article: Article, files: Sequence[Enclosure]) -> None:
        """Fetch files into the user's folder, one after the other."""
        for file in files:
            self.downloads_left += 1
            self.work_on(partial(self._download, article, file), _DOWNLOADING)

    async def _download(self, article: Article, file: Enclosure) -> None:
        name = name_of(file)

        def progress(size: int, length: int | None) -> None:
            of_all = f" of {size_of(length)}" if length else ""
            more = f" {self.marks.dot} {self.downloads_left - 1} more" if self.downloads_left > 1 else ""
            self.status.progress(f"downloading {name} {self.marks.dot} {size_of(size)}{of_all}{more}")

        try:
            self.say("")
            if self.downloads_left == 1:
                self.status.progress(f"downloading {name}")
            path = await self.library.downloads.fetch(article.head, file, progress)
            self.say(f"Downloaded to {self.short(path)}")
        except ReadNowError as err:
            self.say(str(err), error=True)
        finally:
            self.downloads_left -= 1
            self.status.progress("")
            self.show_rest()
