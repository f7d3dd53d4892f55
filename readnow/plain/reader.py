"""Reading an article: page by page or line by line, from heading to heading, from link to link.

Invariants: an article is marked read when it is opened; where it was left is kept, as on the screen.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from readnow.keys.actions import Pane
from readnow.library.presentation import UNTITLED, article_document
from readnow.model.article import Article, ArticleHead, Flag, Place
from readnow.model.errors import FullTextError, NotFoundError, StoreError
from readnow.model.fulltext import in_full
from readnow.plain.article_text import LEAST_WIDTH, ArticleText, rows_of
from readnow.plain.lists import Lists
from readnow.text.blocks import Document

_BELOW = 2
"""Rows that stay free below a page: how far it is, and the next key's answer."""


class Reading(Lists):
    """The open article."""

    article: Article | None = None
    text: ArticleText | None = None
    top = 0
    """The first line of the page that was said last."""
    shown = 0
    """The lines before this one were said."""
    focused: int | None = None
    """The number of the link in hand."""
    sought = ""
    """The words that were looked for in the article."""
    _jumps: Sequence[int] = ()
    _columns = 0
    _width = 0

    # -- opening and leaving

    async def open_article(self, head: ArticleHead) -> bool:
        """Read an article from where it was left; False where it cannot be (told)."""
        self.leave_article()
        try:
            article = await self.library.articles.article(head.id)
            text = await self.library.fulltexts.get(head.id)
        except (NotFoundError, StoreError) as err:
            self.say(str(err))
            return False
        if text is not None and not text.problem:
            article = in_full(article, text)
        self.pane = Pane.READER
        self.heads_changed((article.head,))
        self.show(article)
        place = article.head.place
        if self.config.ui.mark_read == "open" and not article.head.read:
            self.set_flag((article.head,), Flag.READ, True)
        if place is not None and self.text is not None:
            self.say(f"{article.head.title or UNTITLED}. Goes on where you left it.")
            self.say_page(self.text.index_at(place.offset))
        else:
            self.say_page(0)
        return True

    def show(self, article: Article) -> None:
        """Have an article open."""
        self.article = article
        self.text = self._laid_out(article_document(article, date_format=self.config.ui.date_format))
        self.top = self.shown = 0
        self.focused, self.sought, self._jumps = None, "", ()

    def _laid_out(self, document: Document) -> ArticleText:
        self._columns = self.talk.columns
        return ArticleText(document, self.text_width)

    @property
    def text_width(self) -> int:
        """Columns of a line of text."""
        return min(self._width or self.config.ui.text_width, self.talk.columns - 1)

    def _change_width(self, step: int) -> None:
        self._width = max(LEAST_WIDTH, min(self.text_width + step, self.talk.columns - 1))
        self._columns = 0
        self._fit()
        self.say(f"Text width {self.text_width}.")

    def leave_article(self) -> None:
        """Keep where the open article is left; nothing where that is at its start or its end."""
        article, text = self.article, self.text
        if article is None or text is None:
            return
        self._fit()
        place = None
        if 0 < self.shown < len(text.lines) and self.top > 0:
            place = Place(text.lines[self.top].offset, text.length)
        index = self.index_of(article.head.id)
        head = self.heads[index] if index is not None else article.head
        kept = self.library.articles.leave(head, place)
        self.article = replace(article, head=kept)
        self.heads_changed((kept,))

    def close_article(self) -> None:
        """It is open no more."""
        self.article = self.text = None
        if self.pane is Pane.READER:
            self.pane = Pane.ARTICLES

    def head_in_hand(self) -> ArticleHead | None:
        """The open article, or the one in hand of the list."""
        if self.pane is not Pane.READER or self.article is None:
            return super().head_in_hand()
        index = self.index_of(self.article.head.id)
        return self.heads[index] if index is not None else self.article.head

    def set_flag(self, heads: Sequence[ArticleHead], flag: Flag, value: bool) -> None:
        """Set a flag on articles; the open one may be none of the list."""
        changed = self.library.articles.set_flag(heads, flag, value)
        self.heads_changed(changed)
        for head in changed:
            if self.article is not None and self.article.head.id == head.id:
                self.article = replace(self.article, head=head)

    # -- saying it

    def _fit(self) -> None:
        """The terminal may have another width by now: the same place, in other lines."""
        text = self.text
        if text is None or self._columns == self.talk.columns:
            return
        top = text.lines[self.top].offset if text.lines else 0
        at_end = self.shown >= len(text.lines)
        shown = text.lines[self.shown].offset if not at_end else 0
        self._columns = self.talk.columns
        text.resize(self.text_width)
        self.top = text.index_at(top)
        self.shown = len(text.lines) if at_end else max(self.top, text.index_at(shown))

    def say_page(self, start: int) -> None:
        """A page from a line on, and how far that is."""
        self._fit()
        text = self.text
        if text is None:
            return
        room = max(1, self.talk.rows - _BELOW) if self.talk.by_key else len(text.lines)
        start = end = text.past_blanks(max(0, min(start, len(text.lines) - 1)))
        while end < len(text.lines):
            room -= rows_of(text.lines[end].text, self.talk.columns)
            if room < 0 and end > start:
                break
            end += 1
        self.top, self.shown = start, end
        self.say(*(line.text for line in text.lines[start:end]), self.how_far())

    def how_far(self) -> str:
        """What stands below a page."""
        if self.text is None or self.shown >= len(self.text.lines):
            return "End of article."
        return f"{100 * self.shown // len(self.text.lines)} percent."

    def say_lines(self, step: int) -> None:
        """The next line that is not empty, or the one before."""
        self._fit()
        text = self.text
        index = self.shown if step > 0 else self.shown - 2
        while text is not None and 0 <= index < len(text.lines) and not text.lines[index].text:
            index += step
        if text is None or not 0 <= index < len(text.lines):
            self.say("End of article." if step > 0 else "This is the start of the article.")
            return
        self.top, self.shown = index, index + 1
        self.say(text.lines[index].text)

    def say_more(self) -> bool:
        """The next page; False at the end."""
        self._fit()
        if self.text is None or self.shown >= len(self.text.lines):
            return False
        self.say_page(self.shown)
        return True

    def say_before(self) -> None:
        """The page before this one."""
        self._fit()
        text = self.text
        if text is None or self.top == 0:
            self.say("This is the start of the article.")
            return
        room, start = max(1, self.talk.rows - _BELOW), self.top
        while start > 0 and (room := room - rows_of(text.lines[start - 1].text, self.talk.columns)) >= 0:
            start -= 1
        self.say_page(min(start, self.top - 1))

    def jump(self, line: int) -> None:
        """Go on from a line; the way back is kept."""
        self._jumps = (*self._jumps, self.top)
        self.say_page(line)

    # -- headings

    async def action_heading_next(self) -> None:
        self._step_heading(1)

    async def action_heading_previous(self) -> None:
        self._step_heading(-1)

    def _step_heading(self, step: int) -> None:
        self._fit()
        text = self.text
        if text is None:
            return
        lines = [text.index_at(entry.offset) for entry in text.headings]
        found = [line for line in lines if (line > self.top if step > 0 else line < self.top)]
        if found:
            self.say_page(found[0] if step > 0 else found[-1])
        else:
            self.say("There is no further heading." if step > 0 else "There is no heading before this.")

    async def action_outline_open(self) -> None:
        """The headings, to go to one."""
        text = self.text
        if text is None or len(text.headings) < 2:
            self.say("This article has no headings.")
            return
        said = [f"{entry.text}, level {entry.level}" for entry in text.headings]
        chosen = await self.talk.choose("Headings:", said)
        if chosen is not None:
            self.jump(text.index_at(text.headings[chosen].offset))

    async def action_place_back(self) -> None:
        """Back to where the last jump began."""
        if not self._jumps or self.text is None:
            self.say("There is no jump to come back from.")
            return
        *before, line = self._jumps
        self._jumps = before
        self.say_page(line)

    # -- words in it

    async def find_in_article(self) -> None:
        """Ask for words, and go on from where they are."""
        words = await self.talk.ask("Find:", self.sought)
        self.sought = (words or "").strip()
        if self.sought:
            self.step_match(1, self.top)

    def step_match(self, step: int, start: int | None = None) -> None:
        """The next place of the words that are looked for, or the one before."""
        text = self.text
        if text is None:
            return
        self._fit()
        found = text.find(self.sought, self.top + step if start is None else start, step)
        if found is None:
            self.say(f"No further “{self.sought}”.")
            if start is not None:
                self.sought = ""
        else:
            self.jump(found)

    # -- the full text

    async def action_article_full_text(self) -> None:
        """The article's own page, fetched if it was not yet; the second time what the feed says."""
        head = self.head_in_hand()
        if head is None:
            self.say("There is no article here.")
            return
        if self.pane is not Pane.READER and not await self.open_article(head):
            return
        try:
            if self.article is not None and self.article.full_text:
                self.show(await self.library.articles.article(head.id))
                self.say("This is what the feed says.")
                self.say_page(0)
            else:
                await self._full(head)
        except (FullTextError, NotFoundError, StoreError) as err:
            self.say(str(err))

    async def _full(self, head: ArticleHead) -> None:
        text = await self.library.fulltexts.get(head.id)
        if text is None or text.problem:
            self.say("Fetching the full text.")
            text = await self.library.fulltexts.fetch(head)
        if text.problem:
            self.say(f"No full text: {text.problem}.")
        elif self.article is not None:
            self.show(in_full(self.article, text))
            self.say_page(0)
