"""A whole article as a document: the reader and `show` print the same one.

Title and a line about where and when it came from, what the feed gave, files to download, and its own address
last. Invariant: nothing of the text is left out except a first heading that only says the title again.
"""

from datetime import datetime
from posixpath import basename
from urllib.parse import unquote, urlsplit

from readnow.model.article import Article, DateSource, Enclosure
from readnow.model.feed import Timestamp
from readnow.text.blocks import Block, Document, Heading, Link, Media, Paragraph, Span, Spans, Style
from readnow.text.clean import clean_line, safe_url
from readnow.text.html import to_document
from readnow.text.words import fold

WORDS_A_MINUTE = 230
UNTITLED = "Untitled"
NO_TEXT = "The feed gives no text for this article."

_MUTED = int(Style.MUTED)
_LINK = int(Style.LINK | Style.MUTED)
_DERIVED = {
    DateSource.PUBLISHED: "",
    DateSource.UPDATED: " (date of its last change: the feed gives no other)",
    DateSource.RECEIVED: " (date of arrival: the feed gives none)",
}
_UNITS = ("bytes", "kB", "MB", "GB", "TB")


def article_document(article: Article, *, date_format: str) -> Document:
    """The article with everything that belongs to it; times are local, written in strftime's codes."""
    body = to_document(article.html, article.base_url) if article.html else Document(())
    links = _Links(body.links)
    content = _content(article, body)
    blocks: list[Block] = [
        Heading(1, (Span(article.head.title or UNTITLED),)),
        Paragraph((Span(meta_line(article, date_format), _MUTED),)),
        *content,
        *(_player(enclosure, links, article.duration) for enclosure in article.enclosures),
        *_addresses(article, links),
    ]
    return Document(tuple(blocks), links.all(), body.cut)


def meta_line(article: Article, date_format: str) -> str:
    """Feed, author, date with its origin, time to read: what stands below the title."""
    head = article.head
    author = "" if fold(head.author) == fold(head.feed_title) else head.author
    source = f"from {article.source}" if article.source and article.source != head.feed_title else ""
    episode = f"episode {article.episode}" if article.episode else ""
    date = date_line(article, date_format)
    parts = [head.feed_title, source, author, date, episode, reading_time(head.words)]
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


class _Links:
    """The links of the content, and those that are added behind it; an address keeps its number."""

    def __init__(self, links: tuple[Link, ...]) -> None:
        self._links = list(links)
        self._numbers = {link.url: link.number for link in links}

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
        return tuple(self._links)


def _content(article: Article, body: Document) -> tuple[Block, ...]:
    blocks = body.blocks
    if blocks and isinstance(blocks[0], Heading) and _says(blocks[0].spans, article.head.title):
        blocks = blocks[1:]
    if blocks:
        return blocks
    summary = clean_line(article.summary, 10_000)
    if summary and fold(summary) != fold(article.head.title):
        return (Paragraph((Span(summary),)),)
    return () if article.enclosures else (Paragraph((Span(NO_TEXT, _MUTED),)),)


def _says(spans: Spans, title: str) -> bool:
    """Whether a heading is the title again: a link in it would be lost with it, so then it stays."""
    plain = all(span.link is None and not span.style & Style.IMAGE for span in spans)
    return plain and fold("".join(span.text for span in spans)) == fold(title)


def _player(enclosure: Enclosure, links: _Links, duration: int | None) -> Media:
    kind = enclosure.type.partition("/")[0]
    name = enclosure.title or clean_line(unquote(basename(urlsplit(enclosure.url).path)), 200)
    length = _length(duration) if kind in {"audio", "video"} else ""
    details = [name or enclosure.url, length, _size(enclosure.length)]
    text = ", ".join(detail for detail in details if detail)
    shown = kind if kind in {"audio", "video", "image"} else "file"
    return Media(shown, enclosure.url, text, links.number(enclosure.url, name))


def _length(seconds: int | None) -> str:
    """How long something plays, as players write it; empty for nobody knows."""
    if not seconds or seconds < 0:
        return ""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _size(length: int | None) -> str:
    """A length in bytes as people say it, in powers of a thousand; empty for none."""
    if not length or length < 0:
        return ""
    size, unit = float(length), 0
    while size >= 999.5 and unit + 1 < len(_UNITS):
        size, unit = size / 1000, unit + 1
    return f"{size:.0f} {_UNITS[unit]}" if unit == 0 or size >= 10 else f"{size:.1f} {_UNITS[unit]}"


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
