"""Articles out of newsboat's cache, as records, with the identity that their feed's next document gives them.

Called by `newsboat`, away from the event loop. Invariant: where newsboat kept an entry's own id, or made one
of its link, the record has the key that `feeds.identity` gives the entry; all others are known again by their
link or title (`store.moving_in`).
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from readnow.exchange.newsboat.filters import FLAGS, tag_of_flag
from readnow.feeds.bodies import as_html
from readnow.feeds.dates import to_timestamp
from readnow.feeds.identity import Traits, base_key, content_hash, keyed, letters_hash, short_id
from readnow.feeds.raw import RawText
from readnow.feeds.titles import holds_markup, made_title, one_line
from readnow.model.archive import ArticleRecord, HiddenPart
from readnow.model.article import DateSource
from readnow.model.feed import Timestamp
from readnow.model.parsed import ParsedArticle
from readnow.model.rough import MAX_ROUGH
from readnow.store.newsboat_cache import Cache, CachedArticle, CachedTraits
from readnow.text.clean import clean_line, safe_url
from readnow.text.pattern import pattern
from readnow.text.reading import tame_and_read
from readnow.text.words import count_words, plain_words

_MAX_GUID = 2048
_REFERENCE = pattern(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


class Named(Struct, frozen=True):
    """What an article is known by here; `title` is empty where newsboat has none."""

    key: str
    guid: str
    link: str
    title: str


def articles_of(cache: Cache, url: str, number: int, now: Timestamp) -> Iterator[ArticleRecord]:
    """The articles of the feed with that address, for the feed of that number. Raises `StoreError`."""
    named = _named(cache, url)
    for article in cache.articles(url):
        if article.traits.row in named:
            yield _record(article, named[article.traits.row], number, now)


def _named(cache: Cache, url: str) -> Mapping[int, Named]:
    """The articles of a feed by their rows. Of those that want one key the oldest has it (E2)."""
    wanted: dict[str, list[tuple[int, Traits]]] = {}
    for cached in cache.traits(url):
        traits = _traits(cache, cached)
        wanted.setdefault(base_key(traits), []).append((cached.row, traits))
    found: dict[int, Named] = {}
    for key, entries in wanted.items():
        if len(entries) == 1:
            row, traits = entries[0]
            found[row] = Named(key, traits.guid, traits.link, traits.title)
        else:
            rows = {str(row).encode(): traits for row, traits in entries}
            for entry in keyed([(_light(key, row, traits), traits) for row, traits in rows.items()]):
                row = int(entry.content_hash)
                found[row] = Named(entry.key, entry.guid, entry.link, entry.title)
    return found


def _light(key: str, row: bytes, traits: Traits) -> ParsedArticle:
    """As much of an entry as its key is made of; told from others by its row."""
    return ParsedArticle(
        *(key, traits.guid, traits.link, traits.title, "", traits.published, None),
        *("", "", "", 0, row, b""),
    )


def _traits(cache: Cache, cached: CachedTraits) -> Traits:
    """What the entry said of itself. For one without id newsboat takes its link and its date as it stands
    there, or the link, or the title."""
    link = safe_url(cached.url) if cached.url else ""
    title = plain_title(cached.title)
    date = cached.date if cached.date > 0 else None
    if not cached.url and cached.guid == cached.title:
        return Traits("", "", title, date, tame_and_read(as_html(RawText(cache.content(cached.row))))[1])
    own = not (link and _is_made_of_link(cached.guid, cached.url))
    return Traits(clean_line(short_id(cached.guid), _MAX_GUID) if own else "", link, title, date, "")


_DATE = pattern(r"(?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2} \d{2,4} \d|\d{4}-\d\d-\d\d")


def _is_made_of_link(guid: str, url: str) -> bool:
    """Whether newsboat made an id of the link, absolute or as it stood there, and of the date."""
    dated = _DATE.search(guid)
    if dated is not None and to_timestamp(guid[dated.start() :]) is not None:
        guid = guid[: dated.start()].strip()
        if guid == url:
            return True
    return len(guid) > 1 and guid[0] in "/?" and url.endswith(guid)


def _record(article: CachedArticle, named: Named, number: int, now: Timestamp) -> ArticleRecord:
    traits = article.traits
    link, given = named.link, named.title
    html = as_html(RawText(article.content, "plain" if article.kind == "text/plain" else "html"))
    title = given or made_title(plain_words(html)) or clean_line(link.partition("//")[2])
    enclosure = safe_url(article.enclosure_url) if article.enclosure_url else ""
    files = (enclosure,) if enclosure else ()
    rough = bool(given) and bool(named.guid or link) and 0 < len(html) <= MAX_ROUGH
    words, text = (0, "") if rough else _read(html)
    date = min(traits.date, now) if traits.date > 0 else now
    flags = [tag_of_flag(letter) for letter in dict.fromkeys(article.flags) if letter in FLAGS]
    starred = now if None in flags else None
    return ArticleRecord(
        id=date,
        feed=number,
        key=named.key,
        guid=named.guid,
        title=title,
        author=plain_title(article.author),
        link=link,
        date=date,
        date_source=(DateSource.PUBLISHED if 0 < traits.date <= now else DateSource.RECEIVED).value,
        words=words,
        html=html,
        content_hash=b"" if rough else content_hash(title, link, html, files),
        letters_hash=b"" if rough else letters_hash(title, link, text, files),
        base_url=safe_url(article.base) if article.base else link,
        published=traits.date if traits.date > 0 else None,
        received=now,
        details={"enclosures": [[enclosure, article.enclosure_type, None, ""]]} if enclosure else {},
        rough=rough,
        read=article.deleted or not article.unread,
        starred=None if article.deleted else starred,
        tags=tuple((tag, now) for tag in flags if tag is not None),
        hidden=HiddenPart(starred=starred, deleted=now) if article.deleted else None,
    )


def plain_title(text: str) -> str:
    """A title as newsboat has it, which may be HTML: as a feed's is read that does not say so."""
    is_html = holds_markup(text) or _REFERENCE.search(text) is not None
    return one_line(RawText(text, "html" if is_html else "plain"))


def _read(html: str) -> tuple[int, str]:
    text = plain_words(html)
    return count_words(text), text
