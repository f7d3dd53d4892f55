"""A whole article as a document: the reader and `show` print the same one.

Title and a line about where and when it came from, what the feed gave, files to download, and its own address
last. Invariant: nothing of the text is left out but what only says the title again.
"""

from datetime import datetime

from readnow.library.files import facts_of
from readnow.model.article import Article, DateSource, Enclosure
from readnow.model.feed import Timestamp
from readnow.text.blocks import (
    Block,
    Document,
    Figure,
    Heading,
    Image,
    Link,
    Media,
    Paragraph,
    Span,
    Style,
)
from readnow.text.clean import clean_line, safe_url
from readnow.text.words import fold

_MOST_TAGS = 8
WORDS_A_MINUTE = 230
UNTITLED = "Untitled"
FULL_TEXT = "full text"
NO_TEXT = "The feed gives no text for this article."
CUT = "The article is cut here: it is too large. All of it is on its page."

_MUTED = int(Style.MUTED)
_WARNING = int(Style.WARNING)
_ELLIPSES = ("…", "...", "[…]", "[...]")
_PUNCTUATION = " .!?:…"
_SHORTEST_BEGINNING = 20
_LINK = int(Style.LINK | Style.MUTED)
_DERIVED = {
    DateSource.PUBLISHED: "",
    DateSource.UPDATED: " (date of its last change: the feed gives no other)",
    DateSource.RECEIVED: " (date of arrival: the feed gives none)",
}


def article_document(article: Article, *, date_format: str) -> Document:
    """The article with everything that belongs to it; times are local, written in strftime's codes."""
    # Lists of articles need this file, too, and should not wait for what reads HTML.
    from readnow.text.html import to_document

    body = to_document(article.html, article.base_url) if article.html else Document(())
    links = _Links(body.links)
    content = _content(article, body)
    title = () if _begins_with_title(article, content) else (_title(article),)
    blocks: list[Block] = [
        *title,
        Paragraph((Span(_header(article, date_format), _MUTED),)),
        *content,
        *((Paragraph((Span(CUT, _WARNING),)),) if body.cut else ()),
        *((Paragraph((Span(article.note, _MUTED),)),) if article.note else ()),
        *(_player(enclosure, links, article.duration) for enclosure in article.enclosures),
        *_addresses(article, links),
    ]
    return Document(tuple(blocks), links.all(), body.cut)


def _header(article: Article, date_format: str) -> str:
    """What stands below the title: a line about the article, those with the same story, one with the user's
    tags, and one with those that its feed gives it."""
    also = ", ".join(copy.feed_title for copy in article.head.copies)
    own = " ".join(f"#{tag}" for tag in article.head.tags)
    tags = " · ".join(article.categories[:_MOST_TAGS])
    lines = (
        meta_line(article, date_format),
        f"Also in: {also}" if also else "",
        own,
        f"From the feed: {tags}" if tags else "",
    )
    return "\n".join(line for line in lines if line)


def meta_line(article: Article, date_format: str) -> str:
    """Feed, author, date with its origin, time to read: what stands below the title."""
    head = article.head
    author = "" if fold(head.author) == fold(head.feed_title) else head.author
    source = f"from {article.source}" if article.source and article.source != head.feed_title else ""
    episode = f"episode {article.episode}" if article.episode else ""
    date = date_line(article, date_format)
    full = FULL_TEXT if article.full_text else ""
    changed = f"changed {local_date(head.revised, date_format)}" if head.revised is not None else ""
    parts = [head.feed_title, source, author, date, episode, reading_time(head.words), full, changed]
    return " · ".join(part for part in parts if part)


def date_line(article: Article, date_format: str) -> str:
    """The local date of an article, and where it comes from when not from its own date of publication."""
    head = article.head
    text = local_date(head.date, date_format)
    if head.date_source is DateSource.RECEIVED and article.published is not None:
        return f"{text} (date of arrival: the feed says {local_date(article.published, date_format)})"
    return text + _DERIVED[head.date_source]


def local_date(at: Timestamp, date_format: str) -> str:
    """A time on this machine's clock. One that no calendar has, or a format it cannot follow, is said in
    words."""
    try:
        return clean_line(datetime.fromtimestamp(at).astimezone().strftime(date_format), 100)
    except (OverflowError, ValueError, OSError):
        return "unknown date"


def reading_time(words: int) -> str:
    """Minutes to read so many words; empty for less than one."""
    minutes = round(words / WORDS_A_MINUTE)
    return f"{minutes} min" if minutes else ""


def _title(article: Article) -> Heading:
    return Heading(1, (Span(article.head.title or UNTITLED),))


class _Links:
    """The links of the content, and those that are added behind it; an address keeps its number."""

    def __init__(self, links: tuple[Link, ...]) -> None:
        self._links = [link for link in links if link.place is None]
        self._within = [link for link in links if link.place is not None]
        self._numbers = {link.url: link.number for link in self._links}

    def number(self, url: str, text: str) -> int:
        known = self._numbers.get(url)
        if known is None:
            known = len(self._links) + 1
            self._links.append(Link(known, url, text))
            self._numbers[url] = known
        elif self._links[known - 1].image:
            # What was a picture's own address is now one to open: the list at the end shows it.
            self._links[known - 1] = Link(known, url, text)
        return known

    def all(self) -> tuple[Link, ...]:
        return (*self._links, *self._within)


def _content(article: Article, body: Document) -> tuple[Block, ...]:
    """What the feed gave, without the title where it comes first, or second behind a picture."""
    blocks = body.blocks
    place = 1 if blocks and isinstance(blocks[0], Image | Figure) else 0
    own = {link.number for link in body.links if link.url == article.head.link}
    if place < len(blocks) and _says(blocks[place], article.head.title, own):
        blocks = (*blocks[:place], *blocks[place + 1 :])
    if blocks:
        return blocks
    summary = clean_line(article.summary, 10_000)
    if summary and not _same(summary, article.head.title):
        return (Paragraph((Span(summary),)),)
    return () if body.blocks or article.enclosures else (Paragraph((Span(NO_TEXT, _MUTED),)),)


def _says(block: Block, title: str, own: set[int]) -> bool:
    """Whether a block is the title again. A link to elsewhere would be lost with it: then it stays."""
    if not title or not isinstance(block, Heading | Paragraph):
        return False
    spans = block.spans
    plain = all(not span.style & Style.IMAGE and (span.link is None or span.link in own) for span in spans)
    return plain and _same("".join(span.text for span in spans), title)


def _same(one: str, other: str) -> bool:
    return fold(one).strip(_PUNCTUATION) == fold(other).strip(_PUNCTUATION)


def _begins_with_title(article: Article, content: tuple[Block, ...]) -> bool:
    """Whether the title is but the beginning of the text, cut off: posts without a title of their own."""
    title = article.head.title
    ending = next((ending for ending in _ELLIPSES if title.endswith(ending)), "")
    if not ending or not content or not isinstance(content[0], Paragraph):
        return False
    beginning = fold(title.removesuffix(ending)).strip()
    text = fold("".join(span.text for span in content[0].spans)).replace("\n", " ")
    return len(beginning) >= _SHORTEST_BEGINNING and text.startswith(beginning)


def _player(enclosure: Enclosure, links: _Links, duration: int | None) -> Media:
    facts = facts_of(enclosure, duration)
    text = ", ".join(fact for fact in (facts.name, facts.length, facts.size) if fact)
    return Media(facts.kind, enclosure.url, text, links.number(enclosure.url, facts.name))


def _addresses(article: Article, links: _Links) -> tuple[Block, ...]:
    """The article's own address and that of its comments, as one quiet line each."""
    spans: list[Span] = []
    for label, url in (("On the web: ", article.head.link), ("Comments: ", article.comments)):
        checked = safe_url(url)
        if not checked:
            continue
        if spans:
            spans.append(Span("\n"))
        shown = checked.partition("://")[2] or checked
        spans += [Span(label, _MUTED), Span(shown, _LINK, links.number(checked, label.rstrip(": ")))]
    return (Paragraph(tuple(spans)),) if spans else ()
