from lxml import etree

from readnow.exchange.opml import read_opml
from readnow.exchange.opml_writing import write_opml
from readnow.exchange.reading import read_list
from readnow.exchange.starter import starter_pack
from readnow.model.subscription import Subscription, SubscriptionList

FEEDS = (
    Subscription("https://a.example/feed?x=1&y=2", 'A "quoted" <title> & more', "https://a.example/"),
    Subscription("https://b.example/feed", "B", "", ("Tech", "Linux")),
    Subscription("https://c.example/feed", "C", "", ("Tech",)),
    Subscription("https://d.example/feed", "", "", ("Tech", "Linux")),
    Subscription("https://e.example/feed", "Ümläut 🙂 漢字"),
)


def test_what_is_written_is_read_again_in_its_order() -> None:
    data = write_opml(FEEDS, "My feeds", 0)
    assert read_list(data, "x") == SubscriptionList(FEEDS, "My feeds")


def test_document_is_opml_2_as_other_readers_expect_it() -> None:
    root = etree.fromstring(write_opml(FEEDS[:3], "My feeds", 1_700_000_000))
    assert root.tag == "opml"
    assert root.get("version") == "2.0"
    assert root.findtext("head/title") == "My feeds"
    assert root.findtext("head/dateCreated") == "Tue, 14 Nov 2023 22:13:20 GMT"
    outlines = root.findall("body/outline")
    assert [outline.get("text") for outline in outlines] == [FEEDS[0].title, "Tech"]
    assert {str(name): value for name, value in outlines[0].attrib.items()} == {
        "type": "rss",
        "text": FEEDS[0].title,
        "title": FEEDS[0].title,
        "xmlUrl": FEEDS[0].url,
        "htmlUrl": FEEDS[0].site_url,
    }
    assert [outline.get("text") for outline in outlines[1].iter("outline")] == ["Tech", "Linux", "B", "C"]


def test_feed_without_a_title_is_called_by_its_address_for_others() -> None:
    outline = etree.fromstring(write_opml([Subscription("https://a.example/")], "", 0)).find("body/outline")
    assert outline is not None
    assert outline.get("text") == "https://a.example/"
    assert outline.get("title") is None


def test_characters_that_xml_cannot_hold_are_dropped() -> None:
    found = read_opml(write_opml([Subscription("http://a.example/", "a\ufffe\x00b")], "t\x1bt", 0), "x")
    assert found == SubscriptionList((Subscription("http://a.example/", "ab"),), "tt")


def test_empty_list_can_be_written() -> None:
    assert read_opml(write_opml([], "None", 0), "x") == SubscriptionList((), "None")


def test_starter_pack_has_about_ten_feeds_by_topic() -> None:
    pack = starter_pack()
    assert 8 <= len(pack.subscriptions) <= 12
    assert pack.left_out == ()
    assert all(s.title and len(s.folder) == 1 and s.url.startswith("https://") for s in pack.subscriptions)
    assert len({s.folder for s in pack.subscriptions}) >= 4
