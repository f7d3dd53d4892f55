"""The table of sites: address in, addresses out; what looks alike and is not; nothing typed becomes a host."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.feeds.handles import HANDLES
from readnow.feeds.site_table import SITES
from readnow.feeds.sites import asks_for_a_feed, meaning_of

CHANNEL = "UC" + "a" * 22
LIST = "PL" + "b" * 32


def addresses(text: str) -> list[str]:
    return [feed.url for feed in meaning_of(text).feeds]


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("https://archive.org/details/computerchronicles", "archive.org/services/collection-rss.php?collection=computerchronicles"),
        ("https://arxiv.org/list/cs.CL/recent", "rss.arxiv.org/rss/cs.CL"),
        ("https://arxiv.org/list/astro-ph/new", "rss.arxiv.org/rss/astro-ph"),
        ("https://arxiv.org/a/warner_s_1", "arxiv.org/a/warner_s_1.atom2"),
        ("https://herman.bearblog.dev/", "herman.bearblog.dev/feed/"),
        ("http://example.blogspot.com", "example.blogspot.com/feeds/posts/default"),
        ("https://bsky.app/profile/alice.example", "bsky.app/profile/alice.example/rss"),
        ("https://bsky.app/profile/did:plc:abc123", "bsky.app/profile/did:plc:abc123/rss"),
        ("https://buttondown.com/hillelwayne", "buttondown.com/hillelwayne/rss"),
        ("https://codeberg.org/forgejo", "codeberg.org/forgejo.rss"),
        ("https://codeberg.org/forgejo/forgejo/releases", "codeberg.org/forgejo/forgejo/releases.rss"),
        ("https://codeberg.org/o/r/src/branch/main", "codeberg.org/o/r/rss/branch/main"),
        ("https://www.dailymotion.com/user/someone", "www.dailymotion.com/rss/user/someone"),
        ("https://dev.to/ben", "dev.to/feed/ben"),
        ("https://dev.to/t/python", "dev.to/feed/tag/python"),
        ("https://someone.dreamwidth.org/", "someone.dreamwidth.org/data/rss"),
        ("https://blog.ghost.io", "blog.ghost.io/rss/"),
        ("https://github.com/torvalds", "github.com/torvalds.atom"),
        ("https://www.github.com/o/r/releases/", "github.com/o/r/releases.atom"),
        ("https://github.com/o/r/commits/main?tab=x#y", "github.com/o/r/commits/main.atom"),
        ("https://github.com/o/r/tags", "github.com/o/r/tags.atom"),
        ("https://github.com/o/r/wiki", "github.com/o/r/wiki.atom"),
        ("https://gist.github.com/someone", "gist.github.com/someone.atom"),
        ("https://gitlab.com/someone", "gitlab.com/someone.atom"),
        ("https://gitlab.gnome.org/GNOME/gtk/-/tags", "gitlab.gnome.org/GNOME/gtk/-/tags?format=atom"),
        ("https://gitlab.com/a/b/c/-/commits/main", "gitlab.com/a/b/c/-/commits/main?format=atom"),
        ("https://news.ycombinator.com/", "news.ycombinator.com/rss"),
        ("https://news.ycombinator.com/news", "news.ycombinator.com/rss"),
        ("https://news.ycombinator.com/show", "news.ycombinator.com/showrss"),
        ("https://someone.hashnode.dev/", "someone.hashnode.dev/rss.xml"),
        ("https://letterboxd.com/dave/", "letterboxd.com/dave/rss/"),
        ("https://someone.livejournal.com/", "someone.livejournal.com/data/rss"),
        ("https://lobste.rs", "lobste.rs/rss"),
        ("https://lobste.rs/newest", "lobste.rs/newest.rss"),
        ("https://lobste.rs/t/rust,c", "lobste.rs/t/rust,c.rss"),
        ("https://lobste.rs/~jcs", "lobste.rs/~jcs/stories.rss"),
        ("https://lobste.rs/u/jcs", "lobste.rs/~jcs/stories.rss"),
        ("https://medium.com/@someone.else", "medium.com/feed/@someone.else"),
        ("https://medium.com/netflix-techblog", "medium.com/feed/netflix-techblog"),
        ("https://medium.com/tag/python", "medium.com/feed/tag/python"),
        ("https://someone.medium.com/", "someone.medium.com/feed"),
        ("https://someone.micro.blog/", "someone.micro.blog/feed.xml"),
        ("https://odysee.com/@someone:2", "odysee.com/$/rss/@someone:2"),
        ("https://tube.example/c/boats/videos", "tube.example/feeds/videos.xml?videoChannelName=boats"),
        ("https://tube.example/a/alice/video-channels", "tube.example/feeds/videos.xml?accountName=alice"),
        ("https://pinboard.in/u:maciej/t:boats", "feeds.pinboard.in/rss/u:maciej/t:boats/"),
        ("https://pinboard.in/popular/", "feeds.pinboard.in/rss/popular/"),
        ("https://old.reddit.com/r/linux", "www.reddit.com/r/linux/.rss"),
        ("https://www.reddit.com/r/linux+bsd/top/?t=week", "www.reddit.com/r/linux+bsd/top/.rss"),
        ("https://reddit.com/r/linux/comments/1abc2d/a_title/", "www.reddit.com/r/linux/comments/1abc2d/.rss"),
        ("https://reddit.com/u/someone", "www.reddit.com/user/someone/.rss"),
        ("https://reddit.com/user/someone/m/many", "www.reddit.com/user/someone/m/many/.rss"),
        ("https://askubuntu.com/", "askubuntu.com/feeds"),
        ("https://stackoverflow.com/questions/tagged/c%2b%2b", ""),
        ("https://stackoverflow.com/questions/tagged/python-3.x", "stackoverflow.com/feeds/tag/python-3.x"),
        ("https://unix.stackexchange.com/questions/12/why", "unix.stackexchange.com/feeds/question/12"),
        ("https://stackoverflow.com/users/22656/jon-skeet", "stackoverflow.com/feeds/user/22656"),
        ("https://store.steampowered.com/app/440/Team/", "store.steampowered.com/feeds/news/app/440/"),
        ("https://someone.substack.com", "someone.substack.com/feed"),
        ("https://staff.tumblr.com/", "staff.tumblr.com/rss"),
        ("https://www.tumblr.com/staff", "staff.tumblr.com/rss"),
        ("https://vimeo.com/someone", "vimeo.com/someone/videos/rss"),
        ("https://vimeo.com/channels/staffpicks", "vimeo.com/channels/staffpicks/videos/rss"),
        ("https://someone.wordpress.com/", "someone.wordpress.com/feed/"),
        (f"https://www.youtube.com/channel/{CHANNEL}", f"www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"),
        (f"https://m.youtube.com/channel/{CHANNEL}/videos", f"www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"),
        (f"https://youtube.com/playlist?list={LIST}&si=x", f"www.youtube.com/feeds/videos.xml?playlist_id={LIST}"),
        (f"https://www.youtube.com/watch?v=x&list={LIST}", f"www.youtube.com/feeds/videos.xml?playlist_id={LIST}"),
        ("@alice@social.example", "social.example/@alice.rss"),
        ("@alice.b@münchen.example", "münchen.example/@alice.b.rss"),
        ("@alice.bsky.social", "bsky.app/profile/alice.bsky.social/rss"),
        ("r/linux", "www.reddit.com/r/linux/.rss"),
        ("/u/someone", "www.reddit.com/user/someone/.rss"),
    ],
)  # fmt: skip
def test_an_address_stands_for_a_feed(page: str, feed: str) -> None:
    assert addresses(page) == ([f"https://{feed}"] if feed else [])


@pytest.mark.parametrize(
    ("page", "titles", "feeds"),
    [
        (
            "https://github.com/textualize/textual.git",
            ["Releases", "Commits", "Tags"],
            [f"https://github.com/textualize/textual/{what}.atom" for what in ("releases", "commits", "tags")],
        ),
        (
            "https://gitlab.com/a/b",
            ["Releases", "Tags", "Commits", "Activity"],
            [
                "https://gitlab.com/a/b/-/releases.atom",
                "https://gitlab.com/a/b/-/tags?format=atom",
                "https://gitlab.com/a/b/-/commits/HEAD?format=atom",
                "https://gitlab.com/a/b.atom",
            ],
        ),
        (
            "https://codeberg.org/o/r",
            ["Releases", "Tags", "Activity"],
            ["https://codeberg.org/o/r/releases.rss", "https://codeberg.org/o/r/tags.rss", "https://codeberg.org/o/r.rss"],
        ),
        (
            "https://sourceforge.net/projects/keepass/",
            ["Files", "Activity"],
            ["https://sourceforge.net/projects/keepass/rss?path=/", "https://sourceforge.net/p/keepass/activity/feed"],
        ),
    ],
)  # fmt: skip
def test_some_have_several(page: str, titles: list[str], feeds: list[str]) -> None:
    assert addresses(page) == feeds
    assert [feed.title for feed in meaning_of(page).feeds] == titles


@pytest.mark.parametrize(
    "page",
    [
        "https://evil-github.com/o/r",
        "https://github.com.evil.example/o/r",
        "https://github.com@evil.example/o/r",
        "https://evil.example/github.com/o/r",
        "https://github.com:8443/o/r",
        "https://github.com/login",
        "https://github.com/",
        "https://github.com/o/r/issues",
        "https://github.com/o/../r",
        "https://github.com/o/..",
        "https://github.com/o/r%2f..%2f..",
        "https://github.com/o//r",
        "https://github.com/o.atom",
        "https://github.com/o/r/releases.atom",
        "https://gist.github.com/o/0123456789",
        "https://gitlab.com/explore",
        "https://gitlab.com/a/b/-/issues",
        "https://gitlabs.example/a/b",
        "https://substack.com/",
        "https://www.substack.com/",
        "https://a.b.substack.com/",
        "https://someone.substack.com/p/an-article",
        "https://staff.tumblr.com/archive",
        "https://www.tumblr.com/dashboard",
        "https://medium.com/",
        "https://medium.com/me",
        "https://someone.medium.com/an-article-0123",
        "https://www.youtube.com/@handle",
        "https://www.youtube.com/user/someone",
        "https://www.youtube.com/watch?v=x",
        "https://www.youtube.com/watch?v=x&list=RDx",
        "https://www.youtube.com/c/someone/videos",
        "https://www.youtube.com/channel/UCshort",
        f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}",
        "https://vimeo.com/123456",
        "https://reddit.com/r/linux.rss",
        "https://news.ycombinator.com/item?id=1",
        "https://someone.wordpress.com/?feed=rss2",
        "https://example.org/?format=atom",
        "https://user:secret@someone.substack.com/",
        "https://[::1]/c/boats/videos",
        "https://[::1/c/boats/videos",
        "ftp://github.com/o/r",
        "github.com/o/r",
        "alice@example.org",
        "@alice",
        "@alice@localhost",
        "@alice@social.example/evil",
        "@alice@social.example:8080",
        "@@social.example",
        "@a/../b@social.example",
        "r/linux/new",
        "",
    ],
)
def test_what_only_looks_like_it(page: str) -> None:
    assert addresses(page) == []


def test_sites_without_feeds_say_so() -> None:
    assert "the podcast’s own site" in meaning_of("https://podcasts.apple.com/us/podcast/x/id12").words
    assert meaning_of("https://twitter.com/someone").words == "X offers no feeds."
    assert "number" in meaning_of("https://soundcloud.com/someone").words
    assert meaning_of("https://a.example/").words == ""


def test_a_handle_has_a_page_to_fall_back_on() -> None:
    assert meaning_of("@alice@social.example").page == "https://social.example/@alice"
    assert meaning_of("https://github.com/o").page == ""


def test_the_table_is_sorted_and_has_one_row_a_site() -> None:
    names = [site.name.casefold() for site in SITES]
    assert names == sorted(set(names))
    handles = [handle.name.casefold() for handle in HANDLES]
    assert handles == sorted(set(handles))
    hosts = [host for site in SITES for host in site.hosts]
    assert len(hosts) == len(set(hosts))
    assert all(site.shapes or site.words for site in SITES)


def test_a_shapes_host_is_one_of_its_rows() -> None:
    assert all(shape.host in ("", *site.hosts) for site in SITES for shape in site.shapes)


_HOSTS = [
    host.replace("*.", "label.").replace(".*", ".example").replace("*", "any.example")
    for site in SITES
    for host in site.hosts
]
_PIECES = st.sampled_from(
    ["/", "//", "..", ".", "@", ":", "?", "#", "%2f", "\\", "{host}", "evil.example", "r", "u", "c", "a", "-", "videos",
     "questions", "tagged", "channel", CHANNEL, "releases", "tags", "t", "list", "cs.CL", "@x", "~x", "o", ".git", " ", "é"]
)  # fmt: skip


@given(st.sampled_from(_HOSTS), st.lists(_PIECES, max_size=8))
def test_nothing_typed_becomes_another_host_and_feeds_stand_for_nothing(host: str, pieces: list[str]) -> None:
    typed = f"https://{host}/{''.join(pieces)}"
    own = {
        "pinboard.in": "feeds.pinboard.in",
        "arxiv.org": "rss.arxiv.org",
        "buttondown.email": "buttondown.com",
    }
    for feed in meaning_of(typed).feeds:
        split = urlsplit(feed.url)
        assert split.scheme == "https"
        related = {host, f"www.{host}", own.get(host, "")} | {
            f"www.{name}" for name in ("reddit.com", "youtube.com") if host.endswith(name)
        }
        assert split.netloc in related or (host == "tumblr.com" and split.netloc.endswith(".tumblr.com"))
        assert "{" not in feed.url
        assert meaning_of(feed.url).feeds == ()


def test_queries_that_ask_for_a_feed() -> None:
    assert asks_for_a_feed("x=1&format=atom")
    assert asks_for_a_feed("feed=rss2")
    assert not asks_for_a_feed("feedback=rss&x=atom")
