"""The JSON of feeds and articles: one shape for every command. Pure.

Times are ISO 8601 in UTC, None where there is none. Invariant: keys may be added, never renamed or removed.
"""

from collections.abc import Iterator, Mapping

from readnow.cli.output import moment
from readnow.library.schedule import NEVER
from readnow.library.settings import SETTINGS, written
from readnow.model.article import Article
from readnow.model.feed import Feed
from readnow.text.blocks import Block, DefinitionList, Details, Document, Figure, Image, ListBlock, Quote
from readnow.text.html import to_document
from readnow.text.markup import to_html
from readnow.text.plain import to_text

Json = Mapping[str, object]


def feed_document(feed: Feed, path: tuple[str, ...]) -> Json:
    """A feed; `path` is its folder's. `next_due` is null for one that is asked no more."""
    health, problem = feed.health, feed.health.problem
    return {
        "id": feed.id,
        "title": feed.title,
        "folder": "/".join(path),
        "url": feed.url,
        "site": feed.site_url,
        "unread": feed.unread,
        "total": feed.total,
        "last_success": moment(health.last_success),
        "last_attempt": moment(health.last_attempt),
        "next_due": None if health.next_due == NEVER else moment(health.next_due),
        "failures": health.failures,
        "problem": problem.detail if problem else None,
        "problem_kind": problem.kind.value if problem else None,
        "problem_since": moment(problem.since) if problem else None,
        "status": problem.status if problem else None,
        "due_reason": health.due_reason.value if health.due_reason else None,
        "moved_to": health.moved.url if health.moved else None,
        "validators": health.has_validators,
        "size": health.size,
        "parse_ms": health.parse_ms,
        "tier": health.tier or None,
        "settings": {key: value for key in SETTINGS if (value := written(feed.settings, key))},
    }


def article_json(article: Article) -> Json:
    """An article as a list gives it."""
    head = article.head
    return {
        "id": head.id,
        "feed_id": head.feed_id,
        "feed": head.feed_title,
        "title": head.title,
        "link": head.link,
        "author": head.author,
        "published": moment(article.published),
        "updated": moment(article.updated),
        "received": moment(article.received),
        "date_source": head.date_source.value,
        "read": head.read,
        "starred": head.starred,
        "tags": [],
        "summary": article.summary,
    }


def whole_article_json(article: Article, width: int) -> Json:
    """An article with its text. `content_text` is of so many cells a line."""
    content = to_document(article.html, article.base_url) if article.html else Document(())
    return {
        **article_json(article),
        "guid": article.guid,
        "content_html": to_html(content),
        "content_text": to_text(content, width),
        "enclosures": [
            {"url": file.url, "type": file.type, "length": file.length, "title": file.title}
            for file in article.enclosures
        ],
        "links": [
            {"number": link.number, "url": link.url, "text": link.text}
            for link in content.links
            if not link.image
        ],
        "images": list(_pictures(article, content)),
        "comments": article.comments,
        "comment_feed": article.comment_feed,
        "source": article.source,
        "duration": article.duration,
        "episode": article.episode,
        "word_count": article.head.words,
        "language": article.language,
        "categories": list(article.categories),
        "full_text": False,
    }


def _pictures(article: Article, content: Document) -> Iterator[str]:
    """The addresses of the pictures, each once."""
    found = [article.image, *(link.url for link in content.links if link.image), *_standing(content.blocks)]
    yield from dict.fromkeys(filter(None, found))


def _standing(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The pictures that stand alone, those with a link round them included."""
    for block in blocks:
        match block:
            case Image(url=url):
                yield url
            case Figure(inner) | Quote(inner) | Details(_, inner):
                yield from _standing(inner)
            case ListBlock() | DefinitionList():
                for item in block.items:
                    yield from _standing(item.blocks)
