"""Where feeds are looked for by custom: on the page's own host only, and at few places."""

import pytest

from readnow.feeds.places import usual_places

TOP = ("/feed", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/rss", "/feed.json")


@pytest.mark.parametrize(
    ("page", "part"),
    [
        ("https://a.example", ""),
        ("https://a.example/?q=1#x", ""),
        ("https://a.example/about.html", ""),
        ("https://a.example/2024/01/an-article/", ""),
        ("https://a.example/blog", "/blog"),
        ("https://a.example/blog/2024/an-article", "/blog"),
        ("http://a.example:8080/~alice/", "/~alice"),
        ("https://a.example//evil.example/x", ""),
    ],
)
def test_the_part_of_the_site_comes_first(page: str, part: str) -> None:
    origin = page.split("/")[0] + "//" + page.split("/")[2].partition("?")[0]
    paths = (part + "/feed", part + "/index.xml", *TOP) if part else TOP
    assert usual_places(page) == tuple(origin + path for path in paths)[:7]
