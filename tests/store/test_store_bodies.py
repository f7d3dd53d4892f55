"""An article's rarer fields on their way into the store and back."""

from msgspec.structs import replace

from readnow.model.article import Article, Enclosure
from readnow.model.parsed import ParsedArticle
from readnow.store.bodies import details_of, read_details
from tests.store.conftest import entry

FULL = replace(
    entry("x"),
    enclosures=(Enclosure("https://e.example/a.mp3", "audio/mpeg", 7, "A"),),
    categories=("a", "b"),
    comments="https://e.example/c",
    comment_feed="https://e.example/c.xml",
    language="en",
    image="https://e.example/i.png",
    source="Somewhere else",
    duration=61,
    episode="7",
)


def test_all_of_them_come_back() -> None:
    back = read_details(details_of(FULL))
    assert back == {name: getattr(FULL, name) for name in back}
    rarer = {*Article.__struct_fields__} & {*ParsedArticle.__struct_fields__}
    assert set(back) == rarer - {"html", "base_url", "summary", "guid", "published", "updated"}


def test_nothing_costs_nothing() -> None:
    plain = replace(entry("x"), enclosures=(), categories=(), comments="", language="", image="")
    assert details_of(plain) == "{}"
    assert read_details("{}")["duration"] is None
