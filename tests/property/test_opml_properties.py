import contextlib

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from readnow.exchange.found import MAX_DEPTH
from readnow.exchange.opml import read_opml
from readnow.exchange.opml_writing import write_opml
from readnow.exchange.reading import read_list
from readnow.model.errors import ExchangeError
from readnow.model.subscription import Subscription, SubscriptionList
from readnow.text.clean import clean_line, safe_url

NOT_IN_XML = dict.fromkeys((0xFFFE, 0xFFFF))
lines = st.text(max_size=30).map(lambda text: clean_line(clean_line(text).translate(NOT_IN_XML)))
names = lines.filter(bool)
addresses = st.builds(
    "{}://{}.example/{}".format,
    st.sampled_from(["http", "https"]),
    st.text("abcxyz0189-é", min_size=1, max_size=6),
    st.text(max_size=20),
)
urls = (
    addresses.map(safe_url)
    .map(lambda url: url.translate(NOT_IN_XML))
    .filter(lambda url: url and safe_url(url) == url)
)
folders = st.lists(names, max_size=4).map(tuple) | st.lists(names, min_size=1, max_size=1).map(
    lambda path: tuple(path * MAX_DEPTH)
)
subscriptions = st.lists(
    st.builds(
        Subscription, urls, lines, st.just("") | urls, folders, st.lists(folders, max_size=2).map(tuple)
    ).map(
        lambda one: replace(
            one,
            also_in=tuple(
                sorted({path for path in one.also_in if path and path != one.folder} if one.folder else ())
            ),
        )
    ),
    max_size=12,
    unique_by=lambda s: s.url,
).map(tuple)


@given(subscriptions, lines, st.integers(0, 4_000_000_000))
def test_import_of_an_export_is_the_same(feeds: tuple[Subscription, ...], title: str, now: int) -> None:
    assert read_opml(write_opml(feeds, title, now), "x") == SubscriptionList(feeds, title)


@given(st.binary(max_size=300) | st.binary(max_size=300).map(lambda data: b"<opml><body><outline " + data))
def test_any_bytes_are_a_list_or_one_sentence(data: bytes) -> None:
    with contextlib.suppress(ExchangeError):
        check_clean(read_list(data, "x"))


@given(
    subscriptions,
    st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=6)), min_size=1, max_size=4),
)
def test_damaged_list_gives_clean_feeds_or_one_sentence(
    feeds: tuple[Subscription, ...], damage: list[tuple[int, bytes]]
) -> None:
    data = write_opml(feeds, "Title", 0)
    for place, with_bytes in damage:
        place %= len(data) + 1
        data = data[:place] + with_bytes + data[place + len(with_bytes) :]
    with contextlib.suppress(ExchangeError):
        check_clean(read_list(data, "x"))


def check_clean(found: SubscriptionList) -> None:
    """Every address is of the web and every text is clean."""
    for feed in found.subscriptions:
        assert feed.url.startswith(("http://", "https://"))
        assert safe_url(feed.url) == feed.url
        assert feed.site_url == safe_url(feed.site_url)
        for text in (feed.title, *feed.folder):
            assert text == clean_line(text)
        assert len(feed.folder) <= MAX_DEPTH
    for sentence in found.left_out:
        assert sentence == clean_line(sentence)
        assert sentence.endswith(".")
