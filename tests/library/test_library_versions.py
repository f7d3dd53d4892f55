"""What publishers change: noticed by a refresh, kept, compared; and what is no change."""

from readnow.library.versions import SAME_WORDS, revision
from readnow.model.article import Article
from readnow.model.earlier import Earlier
from readnow.model.query import ArticleQuery
from readnow.model.subscription import Subscription, SubscriptionList
from readnow.text.plain import to_text
from tests.library.conftest import House

URL = "https://a.example/feed"


def feed(title: str, text: str, extra: str = "") -> bytes:
    """A feed with one entry."""
    return (
        f'<rss version="2.0"><channel><title>F</title><link>https://a.example/</link><item><title>{title}</title>'
        f"<guid>1</guid><link>https://a.example/1</link><description><![CDATA[{text}]]></description>{extra}"
        "</item></channel></rss>"
    ).encode()


async def refreshed(house: House, body: bytes) -> Article:
    """The one article after a refresh that brought `body`."""
    house.world.answers[URL] = body
    house.world.now += 7200
    await house.library.refresh(force=True)
    (head,) = (await house.library.articles.page(ArticleQuery())).heads
    return await house.library.articles.article(head.id)


async def earlier(house: House, article: Article) -> tuple[Earlier, ...]:
    return await house.library.articles.earlier(article.head.id)


async def test_each_change_is_a_revision(house: House) -> None:
    await house.library.feeds.import_list(SubscriptionList((Subscription(URL),)))
    await refreshed(house, feed("First", "<p>It killed 3 people.</p>"))
    await refreshed(house, feed("First", "<p>It killed 5 people.</p>"))
    article = await refreshed(house, feed("Second", "<p>It killed 5 people.</p>"))
    kept = await earlier(house, article)
    assert [(one.title, one.html) for one in kept] == [
        ("First", "<p>It killed 5 people.</p>"),
        ("First", "<p>It killed 3 people.</p>"),
    ]
    assert article.head.revised == kept[0].at == int(house.world.now)
    last, first = revision(article, kept, 0), revision(article, kept, 1)
    assert "[-First-]" in to_text(last.document)
    assert "{+Second+}" in to_text(last.document)
    assert "It killed [-3-]{+5+} people." in to_text(first.document)
    assert (first.at, first.added, first.removed) == (kept[1].at, 1, 1)


async def test_the_same_again_and_other_punctuation_are_no_change(house: House) -> None:
    await house.library.feeds.import_list(SubscriptionList((Subscription(URL),)))
    await refreshed(house, feed("T", "<p>Some words.</p>"))
    await refreshed(house, feed("T", "<p>Some words.</p>"))
    article = await refreshed(house, feed("T", "<p>Some words!</p>"))
    assert await earlier(house, article) == ()
    assert article.head.revised is None


async def test_another_file_is_a_change_without_another_version(house: House) -> None:
    await house.library.feeds.import_list(SubscriptionList((Subscription(URL),)))
    await refreshed(house, feed("T", "<p>Some words.</p>"))
    file = '<enclosure url="https://a.example/f.mp3" type="audio/mpeg" length="1"/>'
    article = await refreshed(house, feed("T", "<p>Some words.</p>", file))
    assert article.enclosures
    assert article.head.rev == 1
    assert article.head.revised is None


async def test_words_that_compare_alike_are_said_to_be_so(house: House) -> None:
    await house.library.feeds.import_list(SubscriptionList((Subscription(URL),)))
    article = await refreshed(house, feed("T", "<p>Some words.</p>"))
    same = (Earlier(1, "T", "<div>Some <i>words</i>.</div>"),)
    assert to_text(revision(article, same, 0).document, None) == f"{SAME_WORDS}\n"


async def test_html_of_versions_is_cleaned_like_any_other(house: House) -> None:
    await house.library.feeds.import_list(SubscriptionList((Subscription(URL),)))
    article = await refreshed(house, feed("T", "<p>a &#27;]52;c;aGk=&#7;b</p>"))
    text = to_text(revision(article, (Earlier(1, "T", "<p>a &#155;31mc</p>"),), 0).document)
    assert all(character.isprintable() or character == "\n" for character in text)
