"""Pictures that load late, come in sizes, or hide from readers without scripts: one plain address each."""

import re

import pytest

from readnow.feeds.extract import extract
from readnow.model.fulltext import Extracted
from tests.support.article_pages import paragraphs, site

BLANK = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"


def html_of(markup: str) -> str:
    found = extract(
        site(f"{paragraphs(2)}{markup}{paragraphs(2, 2)}"), url="https://quay.example/2026/ledger"
    )
    assert isinstance(found, Extracted)
    return found.html


def addresses(markup: str) -> list[str]:
    """The addresses of the pictures in an article with this markup."""
    return re.findall(r'<img [^>]*?src="([^"]*)"', html_of(markup))


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="house.jpg">',
        '<p><img src="house.jpg" alt="The house"></p>',
        '<div class="wrap"><a href="big.html"><img src="house.jpg"></a></div>',
        f'<img src="{BLANK}" data-src="house.jpg">',
        '<img src="/static/spacer.gif" data-original="house.jpg">',
        '<img data-lazy-src="house.jpg" class="lazy">',
        '<img src="/img/placeholder.png?v=3" srcset="small.jpg 320w, house.jpg 1200w, huge.jpg 4000w">',
        f'<img src="{BLANK}" data-srcset="house.jpg 2x, small.jpg 1x">',
        '<img srcset="house.jpg 2000w, huge.jpg 4000w">',
        '<picture><source srcset="huge.webp 4000w, house.jpg 900w"><img alt="The house"></picture>',
        '<picture><source srcset="other.webp"><img src="house.jpg"></picture>',
        '<picture><source data-srcset="house.jpg"></picture>',
        f'<img class="lazy" src="{BLANK}"><noscript><img src="house.jpg"></noscript>',
        '<img src="dot.gif" data-src="house.jpg"><noscript><img src="house.jpg?w=900"></noscript>',
        '<noscript><img src="house.jpg" alt="The house"></noscript>',
        '<figure><button class="zoom"><img src="house.jpg"></button><figcaption>The house</figcaption></figure>',
        '<amp-img src="house.jpg" width="600" height="400"></amp-img>',
        '<img src="house.jpg"><img src="//count.example/pixel" width="1" height="1">',
        '<img src="house.jpg" data-src="{{ late }}">',
    ],
)
def test_a_picture_has_the_one_address_that_is_meant(markup: str) -> None:
    assert addresses(markup) == ["house.jpg"]


def test_what_a_picture_shows_stays_with_it() -> None:
    html = html_of(
        '<img src="house.jpg" alt="The house" title="In 1911" width="640" height="480" sizes="100vw">'
    )
    assert '<img src="house.jpg" alt="The house" title="In 1911" width="640" height="480">' in html


@pytest.mark.parametrize(
    "markup", [f'<img src="{BLANK}" alt="x">', "<img alt='x'>", "<picture></picture>after"]
)
def test_a_picture_without_address_goes_and_the_text_behind_it_stays(markup: str) -> None:
    html = html_of(f"<p>The words before, {markup}, and the words behind.</p>")
    assert "<img" not in html
    assert "and the words behind." in html


def test_pictures_keep_their_order() -> None:
    late = "".join(
        f'<figure><img data-src="{n}.jpg"><figcaption>Picture {n}</figcaption></figure>' for n in range(5)
    )
    html = html_of(late)
    assert re.findall(r'src="(\d)\.jpg"', html) == re.findall(r"Picture (\d)", html) == list("01234")
