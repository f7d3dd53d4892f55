"""What is known of an article, fact by fact, and of its feed in short. Pure.

Shown by `screens.details`. Invariant: nothing is claimed that is not known; what is unknown is left out.
"""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from readnow.library.files import facts_of
from readnow.library.presentation import UNTITLED, date_line, local_date, reading_time
from readnow.model.article import Article
from readnow.model.feed import Feed, Timestamp
from readnow.text.words import counted
from readnow.tui.feed_facts import when_next
from readnow.tui.render.facts import Fact
from readnow.views.age import day, moment


class Known(Struct, frozen=True):
    """An article, its feed (None where that is gone), the folders around it, and the keys that lead on."""

    article: Article
    feed: Feed | None
    folders: tuple[str, ...]
    muted_by: tuple[str, ...]
    now: Timestamp
    date_format: str
    keys: Mapping[str, str]
    """Words for what can be done from here, by their keys."""


def article_facts(known: Known) -> tuple[Fact, ...]:
    """All facts: the article, its state, what comes with it, its feed."""
    parts = (_identity(known), _dates(known), _state(known), _text(known), _beside(known), _feed(known))
    return tuple(fact for facts in parts for fact in facts)


def _identity(known: Known) -> Iterator[Fact]:
    article, head = known.article, known.article.head
    yield Fact("title", head.title or UNTITLED)
    if head.author:
        yield Fact("author", head.author)
    if article.source and article.source != head.feed_title:
        yield Fact("taken from", article.source)
    yield Fact("address", head.link or "none of its own")
    if article.guid and article.guid != head.link:
        yield Fact("known as", article.guid, quiet=True)


def _dates(known: Known) -> Iterator[Fact]:
    article = known.article
    yield Fact("date", date_line(article, known.date_format))
    if article.updated is not None and article.updated != article.head.date:
        yield Fact("updated", local_date(article.updated, known.date_format))
    if article.received:
        yield Fact("came", local_date(article.received, known.date_format))
    if article.head.revised is not None:
        yield Fact("changed", f"{day(article.head.revised, known.now)}, earlier words are kept")


def _state(known: Known) -> Iterator[Fact]:
    head = known.article.head
    marks = ["read" if head.read else "unread"]
    marks += [word for word, holds in (("starred", head.starred), ("for later", head.later)) if holds]
    if head.place is not None:
        marks.append(f"left at {head.place.percent} %")
    yield Fact("state", parts=tuple(marks))
    if known.muted_by:
        yield Fact("muted by", ", ".join(known.muted_by), warning=True)
    if head.tags:
        yield Fact("your tags", " ".join(f"#{tag}" for tag in head.tags))


def _text(known: Known) -> Iterator[Fact]:
    article = known.article
    length = [counted(article.head.words, "word"), reading_time(article.head.words)]
    shown = "of its own page" if article.full_text else "of the feed"
    yield Fact("text", parts=(shown, *filter(None, length)))
    if article.note:
        yield Fact(" ", article.note)
    if article.language:
        yield Fact("language", article.language)


def _beside(known: Known) -> Iterator[Fact]:
    article = known.article
    if article.categories:
        yield Fact("topics", parts=article.categories)
    for number, file in enumerate(article.enclosures):
        facts = facts_of(file, article.duration)
        yield Fact(
            "files" if not number else " ", parts=tuple(filter(None, (facts.name, facts.length, facts.size)))
        )
    if article.comments or article.comment_feed:
        yield Fact("comments", article.comments or article.comment_feed)
    if article.head.copies:
        yield Fact("also in", parts=tuple(copy.feed_title for copy in article.head.copies))


def _feed(known: Known) -> Iterator[Fact]:
    feed = known.feed
    yield Fact()
    yield Fact("feed", known.article.head.feed_title)
    if feed is None:
        yield Fact(" ", "not subscribed to any more", quiet=True)
    else:
        yield Fact(" ", feed.url, quiet=True)
        if feed.site_url:
            yield Fact("site", feed.site_url, quiet=True)
        if known.folders:
            yield Fact("folder", "/".join(known.folders))
        yield Fact("articles", parts=(counted(feed.total, "article"), f"{feed.unread:,} unread"))
        health = feed.health
        if health.problem is not None:
            yield Fact("trouble", health.problem.detail, warning=True)
        elif health.last_success is not None:
            yield Fact("last look", moment(health.last_success, known.now))
        yield Fact("next look", when_next(feed, known.now))
    if known.keys:
        yield Fact()
        yield Fact("keys", parts=tuple(f"{key} {word}" for key, word in known.keys.items()), quiet=True)
