"""The JSON of articles, for commands, files and pipes: one shape everywhere. Pure.

Times are ISO 8601 in UTC, None where there is none. Invariant: keys may be added, never renamed or removed.
"""

from collections.abc import Iterator, Mapping

from readnow.model.article import Article
from readnow.text.blocks import Block, DefinitionList, Details, Document, Figure, Image, ListBlock, Quote
from readnow.text.html import to_document
from readnow.text.markup import to_html
from readnow.text.moments import moment
from readnow.text.plain import to_text

Json = Mapping[str, object]


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
        "later": head.later,
        "tags": list(head.tags),
        "also_in": [
            {"id": copy.id, "feed_id": copy.feed_id, "feed": copy.feed_title} for copy in head.copies
        ],
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
            if not link.image and link.place is None
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
        "full_text": article.full_text,
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
