"""A whole article as the reader and `show` print it: nothing of the text is left out."""

import pytest
from msgspec.structs import replace

from readnow.library.presentation import CUT, NO_TEXT, article_document, local_date, reading_time
from readnow.model.article import Article, ArticleHead, ArticleId, DateSource, Enclosure
from readnow.model.feed import FeedId
from readnow.text.blocks import FIRST_PLACE_LINK
from readnow.text.places import targets
from readnow.text.plain import to_text
from readnow.text.wrap import wrap

HEAD = ArticleHead(
    id=ArticleId(1),
    feed_id=FeedId(1),
    feed_title="Estuary",
    title="Night boat",
    author="Ida",
    link="https://estuary.example/night",
    date=1_760_000_000,
    date_source=DateSource.PUBLISHED,
    read=False,
    starred=False,
    words=690,
)
ARTICLE = Article(HEAD, "<p>One.</p><p>Two.</p>", "https://estuary.example/")


def text(article: Article) -> str:
    return to_text(article_document(article, date_format="%d %b %Y, %H:%M"), None)


def test_an_article_from_its_title_to_its_own_link() -> None:
    assert text(ARTICLE) == (
        "Night boat\n──────────\n\n"
        "Estuary · Ida · 09 Oct 2025, 08:53 · 3 min\n\n"
        "One.\n\nTwo.\n\n"
        "On the web: estuary.example/night[1]\n\n"
        "[1] https://estuary.example/night\n"
    )


def test_every_part_of_a_news_article_is_there_in_order() -> None:
    html = (
        "<p><strong>A standfirst, eleven‑hour, “quoted”.</strong></p>"
        + "".join(f"<p>Paragraph {n} with “quotes” and a non‑breaking hyphen.</p>" for n in range(9))
        + '<p><strong>READ MORE: <a href="/related">Related piece</a></strong></p>'
        + '<p><a href="https://estuary.example/night">Source link</a></p>'
    )
    shown = text(replace(ARTICLE, html=html))
    parts = [
        "A standfirst, eleven‑hour, “quoted”.",
        *(f"Paragraph {n} with “quotes” and a non‑breaking hyphen." for n in range(9)),
        "READ MORE: Related piece[1]",
        "Source link[2]",
        "On the web: estuary.example/night[2]",
        "[1] https://estuary.example/related",
        "[2] https://estuary.example/night",
    ]
    places = [shown.index(part) for part in parts]
    assert places == sorted(places)


def test_how_a_date_was_found_is_said() -> None:
    received = replace(ARTICLE, head=replace(HEAD, date_source=DateSource.RECEIVED))
    assert "(date of arrival: the feed gives none)" in text(received)
    future = replace(received, published=1_800_000_000)
    assert "(date of arrival: the feed says 15 Jan 2027, 08:00)" in text(future)
    updated = replace(ARTICLE, head=replace(HEAD, date_source=DateSource.UPDATED))
    assert "date of its last change" in text(updated)


def test_a_title_is_said_once_and_an_author_named_like_the_feed_not_again() -> None:
    article = replace(ARTICLE, html="<h2>Night  BOAT</h2><p>Text</p>", head=replace(HEAD, author="estuary"))
    shown = text(article)
    assert shown.count("oat") == 1
    assert "Ida" not in shown
    assert shown.count("Estuary ·") == 1


@pytest.mark.parametrize(
    "html",
    [
        "<p>Night boat</p><p>Text</p>",
        "<p><b>Night Boat!</b></p><p>Text</p>",
        '<h1><a href="https://estuary.example/night">Night boat</a></h1><p>Text</p>',
        "<figure><img src=/a.png><figcaption>c</figcaption></figure><h2>Night boat</h2><p>Text</p>",
    ],
)
def test_a_title_that_the_text_begins_with_is_not_said_again(html: str) -> None:
    shown = text(replace(ARTICLE, html=html))
    assert shown.lower().count("night boat") == 1
    assert "Text\n" in shown


def test_a_text_that_is_but_the_title_or_the_summary_is_not_said_again() -> None:
    shown = text(replace(ARTICLE, html="<p>Night boat.</p>", summary="Night boat"))
    assert shown == (
        "Night boat\n──────────\n\nEstuary · Ida · 09 Oct 2025, 08:53 · 3 min\n\n"
        "On the web: estuary.example/night[1]\n\n[1] https://estuary.example/night\n"
    )
    shown = text(replace(ARTICLE, html="<p>In short.</p>", summary="In short."))
    assert shown.count("In short") == 1


def test_a_title_that_is_the_beginning_of_the_text_is_left_to_the_text() -> None:
    post = "The boat came in at four, with nobody on board but the dog."
    head = replace(HEAD, title="The boat came in at four, with nobody…")
    shown = text(replace(ARTICLE, head=head, html=f"<p>{post}</p>"))
    assert shown.startswith("Estuary · Ida")
    assert shown.count("The boat came in") == 1
    other = text(replace(ARTICLE, head=head, html="<p>Something else.</p>"))
    assert other.startswith("The boat came in at four, with nobody…\n")


def test_a_text_that_was_cut_says_so() -> None:
    assert CUT in text(replace(ARTICLE, html="<p>" + "word " * 250_000))
    assert CUT not in text(ARTICLE)


def test_links_within_an_article_come_after_all_others() -> None:
    html = '<p>On<a href="#n1">1</a> <a href="/x">x</a></p><p id="n1">Note</p>'
    document = article_document(replace(ARTICLE, html=html), date_format="%Y")
    assert [(link.number, link.place) for link in document.links] == [
        (1, None),
        (2, None),
        (FIRST_PLACE_LINK, 1),
    ]
    offset = targets(document)[FIRST_PLACE_LINK]
    lines = wrap(document, 40)
    assert "".join(span.text for span in lines.line(lines.index_at(offset)).spans) == "Note"


def test_a_heading_with_a_link_stays() -> None:
    shown = text(replace(ARTICLE, html='<h1><a href="/x">Night boat</a></h1><p>Text</p>'))
    assert "https://estuary.example/x" in shown


def test_without_text_the_summary_stands_in_and_else_a_sentence() -> None:
    assert "In short." in text(replace(ARTICLE, html="", summary="In short."))
    assert NO_TEXT in text(replace(ARTICLE, html="", summary=""))
    assert NO_TEXT in text(replace(ARTICLE, html="<script>x</script>"))


def test_files_and_comments_are_links() -> None:
    article = replace(
        ARTICLE,
        html='<p><img src="/cover.jpg" alt="Cover"></p>',
        enclosures=(
            Enclosure("https://estuary.example/ep%201.mp3", "audio/mpeg", 12_345_678),
            Enclosure("https://estuary.example/cover.jpg", "image/jpeg"),
        ),
        comments="https://estuary.example/night#talk",
    )
    shown = text(article)
    assert "[audio: ep 1.mp3, 12 MB][2]" in shown
    assert "[image: cover.jpg][1]" in shown
    assert "Comments: estuary.example/night#talk[4]" in shown
    numbers = [link.number for link in article_document(article, date_format="%Y").links]
    assert numbers == [1, 2, 3, 4]


def test_an_untitled_article_has_a_name() -> None:
    assert text(replace(ARTICLE, head=replace(HEAD, title=""))).startswith("Untitled\n")


def test_addresses_that_cannot_be_opened_are_not_links() -> None:
    article = replace(ARTICLE, head=replace(HEAD, link="javascript:alert(1)"), html="<p>x</p>")
    assert article_document(article, date_format="%Y").links == ()


def test_dates_no_calendar_has() -> None:
    assert local_date(1 << 60, "%Y") == "unknown date"
    assert local_date(0, "%d %b %Y") == "01 Jan 1970"


def test_reading_time() -> None:
    assert [reading_time(words) for words in (0, 100, 230, 2300)] == ["", "", "1 min", "10 min"]


def test_what_podcasts_and_planets_say_of_an_article() -> None:
    sound = Enclosure("https://estuary.example/a.mp3", "audio/mpeg", 41_000_000)
    shown = text(replace(ARTICLE, enclosures=(sound,), duration=3_725, episode="31", source="Ferry log"))
    assert "Estuary · from Ferry log · Ida · 09 Oct 2025, 08:53 · episode 31 · 3 min" in shown
    assert "audio: a.mp3, 1:02:05, 41 MB" in shown
    shown = text(replace(ARTICLE, enclosures=(sound,), duration=65, source="Estuary"))
    assert "a.mp3, 1:05, 41 MB" in shown
    assert "from Estuary" not in shown
