"""The table of sites: which of their addresses stand for which feeds. Data only; `sites` reads it.

One row a site, by name. A host is a name (with or without `www.`), `*.name` for one label in front of it,
`name.*` for all that begin so, or `*` for any that has no row of its own. A shape's path has no slash at its
end. Invariant: a named group takes letters, digits and a few marks only, nothing that could end a host.
"""

from msgspec import Struct

_NAME = r"[A-Za-z0-9_][A-Za-z0-9_-]{0,99}"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOTTED = r"(?!\.{1,2}(?:/|$))[A-Za-z0-9_.-]{1,100}"
_NO_FEEDS = "{} offers no feeds."

Offer = tuple[str, str]
"""What a feed is called where there are several, and its address without the scheme."""


class Shape(Struct, frozen=True):
    """Paths of a form and the feeds they stand for.

    `host`: the one of the row's hosts that it is for, empty for all. `query`: the name and form of a part of
    the query that must be there.
    """

    path: str
    feeds: tuple[Offer, ...]
    host: str = ""
    query: tuple[str, str] | None = None


class Site(Struct, frozen=True):
    """A row. `words`: what to say where an address of the site leads to no feed."""

    name: str
    hosts: tuple[str, ...]
    shapes: tuple[Shape, ...] = ()
    words: str = ""


def _one(path: str, address: str, host: str = "") -> Shape:
    return Shape(path, (("", address),), host)


def _front(address: str) -> tuple[Shape, ...]:
    """For sites whose every blog has a host of its own: their other pages announce what they belong to."""
    return (_one("", address),)


_GITHUB_OWNER = (
    r"(?!(?:about|apps|collections|contact|customer-stories|dashboard|enterprise|events|explore|features|"
    r"issues|join|login|logout|marketplace|mobile|new|notifications|orgs|organizations|pricing|pulls|search|"
    r"security|sessions|settings|signup|site|sponsors|stars|team|topics|trending|users|watching)(?:/|$))"
    r"[A-Za-z0-9][A-Za-z0-9-]{0,38}"
)
_GITHUB_REPOSITORY = (
    rf"/(?P<owner>{_GITHUB_OWNER})/(?P<repo>(?!\.{{1,2}}(?:/|$))"
    r"(?:(?!\.git(?:/|$))[A-Za-z0-9_.-]){1,100})(?:\.git)?"
)
_GITLAB_START = (
    r"(?!(?:-|admin|api|assets|dashboard|explore|groups|help|import|oauth|profile|projects|search|snippets|"
    r"uploads|users)(?:/|$))"
)
_GITLAB_PROJECT = rf"/{_GITLAB_START}(?P<project>{_DOTTED}(?:/(?!-(?:/|$)){_DOTTED}){{1,9}}?)"
_GITEA_OWNER = r"(?!(?:-|admin|api|assets|explore|issues|notifications|org|pulls|repo|user)(?:/|$))" + _DOTTED
_MEDIUM_PAGES = r"(?!(?:about|creators|jobs|m|me|membership|new-story|plans|policy|search|tag|topics)$)"
_TUMBLR_PAGES = (
    r"(?!(?:about|blog|dashboard|explore|help|likes|login|new|policy|register|search|settings|tagged)$)"
)
_VIMEO_PAGES = (
    r"(?!(?:about|blog|business|categories|channels|create|enterprise|explore|features|groups|help|join|"
    r"log_in|manage|ondemand|ott|plus|pricing|search|settings|solutions|stock|upgrade|upload|watch|\d+)$)"
)
_LETTERBOXD_PAGES = r"(?!(?:about|activity|films|film|journal|legal|lists|members|news|pro|search|sign-in)$)"

SITES: tuple[Site, ...] = (
    Site(
        "Apple Podcasts",
        ("podcasts.apple.com", "itunes.apple.com"),
        words="Apple does not say where a podcast’s feed is; the podcast’s own site does.",
    ),
    Site(
        "archive.org",
        ("archive.org",),
        (
            _one(
                rf"/details/(?P<name>{_DOTTED})",
                "archive.org/services/collection-rss.php?collection={name}",
            ),
        ),
    ),
    Site(
        "arXiv",
        ("arxiv.org",),
        (
            _one(
                r"/list/(?P<subject>[a-z-]{2,20}(?:\.[A-Za-z-]{2,20})?)(?:/(?:new|recent|current|pastweek))?",
                "rss.arxiv.org/rss/{subject}",
            ),
            _one(r"/a/(?P<name>[a-z]{1,50}_[a-z]_\d{1,4})", "arxiv.org/a/{name}.atom2"),
        ),
    ),
    Site("Bear Blog", ("*.bearblog.dev",), _front("{host}/feed/")),
    Site("Blogger", ("*.blogspot.com",), _front("{host}/feeds/posts/default")),
    Site(
        "Bluesky",
        ("bsky.app",),
        (
            _one(
                r"/profile/(?P<name>did:[a-z]{2,10}:[A-Za-z0-9.:-]{1,200}|[A-Za-z0-9.-]{3,253})",
                "bsky.app/profile/{name}/rss",
            ),
        ),
    ),
    Site(
        "Buttondown",
        ("buttondown.com", "buttondown.email"),
        (_one(rf"/(?P<name>{_NAME})", "buttondown.com/{name}/rss"),),
    ),
    Site(
        "Dailymotion",
        ("dailymotion.com",),
        (_one(rf"/user/(?P<name>{_NAME})", "www.dailymotion.com/rss/user/{name}"),),
    ),
    Site(
        "DEV Community",
        ("dev.to",),
        (
            _one(
                rf"/(?!(?:about|enter|listings|pod|search|tags|top|videos)$)(?P<name>{_NAME})",
                "dev.to/feed/{name}",
            ),
            _one(rf"/t/(?P<name>{_NAME})", "dev.to/feed/tag/{name}"),
        ),
    ),
    Site("Dreamwidth", ("*.dreamwidth.org",), _front("{host}/data/rss")),
    Site("Facebook", ("facebook.com", "m.facebook.com"), words=_NO_FEEDS.format("Facebook")),
    Site("Ghost", ("*.ghost.io",), _front("{host}/rss/")),
    Site(
        "Gitea",
        ("codeberg.org", "gitea.com"),
        (
            _one(rf"/(?P<owner>{_GITEA_OWNER})", "{host}/{owner}.rss"),
            Shape(
                rf"/(?P<owner>{_GITEA_OWNER})/(?P<repo>{_DOTTED})",
                (
                    ("Releases", "{host}/{owner}/{repo}/releases.rss"),
                    ("Tags", "{host}/{owner}/{repo}/tags.rss"),
                    ("Activity", "{host}/{owner}/{repo}.rss"),
                ),
            ),
            _one(
                rf"/(?P<owner>{_GITEA_OWNER})/(?P<repo>{_DOTTED})/(?P<what>releases|tags)",
                "{host}/{owner}/{repo}/{what}.rss",
            ),
            _one(
                rf"/(?P<owner>{_GITEA_OWNER})/(?P<repo>{_DOTTED})/(?:src|commits)/branch/(?P<branch>{_DOTTED})",
                "{host}/{owner}/{repo}/rss/branch/{branch}",
            ),
        ),
    ),
    Site(
        "GitHub",
        ("github.com",),
        (
            _one(rf"/(?P<owner>{_GITHUB_OWNER})", "github.com/{owner}.atom"),
            Shape(
                _GITHUB_REPOSITORY,
                (
                    ("Releases", "github.com/{owner}/{repo}/releases.atom"),
                    ("Commits", "github.com/{owner}/{repo}/commits.atom"),
                    ("Tags", "github.com/{owner}/{repo}/tags.atom"),
                ),
            ),
            _one(
                rf"{_GITHUB_REPOSITORY}/(?P<what>commits|discussions|releases|tags|wiki)",
                "github.com/{owner}/{repo}/{what}.atom",
            ),
            _one(
                rf"{_GITHUB_REPOSITORY}/commits/(?P<branch>{_DOTTED})",
                "github.com/{owner}/{repo}/commits/{branch}.atom",
            ),
        ),
    ),
    Site(
        "GitHub Gist",
        ("gist.github.com",),
        (_one(rf"/(?P<owner>{_GITHUB_OWNER})", "gist.github.com/{owner}.atom"),),
    ),
    Site(
        "GitLab",
        ("gitlab.com", "gitlab.*", "framagit.org", "invent.kde.org", "salsa.debian.org"),
        (
            _one(rf"/{_GITLAB_START}(?P<owner>{_DOTTED})", "{host}/{owner}.atom"),
            Shape(
                _GITLAB_PROJECT,
                (
                    ("Releases", "{host}/{project}/-/releases.atom"),
                    ("Tags", "{host}/{project}/-/tags?format=atom"),
                    ("Commits", "{host}/{project}/-/commits/HEAD?format=atom"),
                    ("Activity", "{host}/{project}.atom"),
                ),
            ),
            _one(rf"{_GITLAB_PROJECT}/-/releases", "{host}/{project}/-/releases.atom"),
            _one(rf"{_GITLAB_PROJECT}/-/tags", "{host}/{project}/-/tags?format=atom"),
            _one(
                rf"{_GITLAB_PROJECT}/-/(?:commits|tree)/(?P<branch>{_DOTTED})",
                "{host}/{project}/-/commits/{branch}?format=atom",
            ),
        ),
    ),
    Site(
        "Hacker News",
        ("news.ycombinator.com",),
        (
            _one(r"(?:/news)?", "news.ycombinator.com/rss"),
            _one(r"/show(?:new)?", "news.ycombinator.com/showrss"),
        ),
    ),
    Site("Hashnode", ("*.hashnode.dev",), _front("{host}/rss.xml")),
    Site("Instagram", ("instagram.com",), words=_NO_FEEDS.format("Instagram")),
    Site(
        "Letterboxd",
        ("letterboxd.com",),
        (_one(rf"/{_LETTERBOXD_PAGES}(?P<name>{_NAME})", "letterboxd.com/{name}/rss/"),),
    ),
    Site("LiveJournal", ("*.livejournal.com",), _front("{host}/data/rss")),
    Site(
        "Lobsters",
        ("lobste.rs",),
        (
            _one("", "lobste.rs/rss"),
            _one(r"/(?P<what>newest|comments)", "lobste.rs/{what}.rss"),
            _one(r"/t/(?P<tags>[A-Za-z0-9_,+-]{1,200})", "lobste.rs/t/{tags}.rss"),
            _one(rf"/(?:~|u/)(?P<name>{_NAME})(?:/stories)?", "lobste.rs/~{name}/stories.rss"),
        ),
    ),
    Site(
        "Medium",
        ("medium.com", "*.medium.com"),
        (
            _one(
                rf"/{_MEDIUM_PAGES}(?P<name>@[A-Za-z0-9_.-]{{1,60}}|{_NAME})",
                "medium.com/feed/{name}",
                "medium.com",
            ),
            _one(rf"/tag/(?P<name>{_NAME})", "medium.com/feed/tag/{name}", "medium.com"),
            _one("", "{host}/feed", "*.medium.com"),
        ),
    ),
    Site("Micro.blog", ("*.micro.blog",), _front("{host}/feed.xml")),
    Site(
        "Odysee",
        ("odysee.com",),
        (_one(r"/(?P<name>@[A-Za-z0-9_-]{1,100}(?::[0-9a-f]{1,40})?)", "odysee.com/$/rss/{name}"),),
    ),
    Site(
        "PeerTube",
        ("*",),
        (
            _one(
                rf"/(?:c|video-channels)/(?P<name>{_DOTTED})/videos",
                "{host}/feeds/videos.xml?videoChannelName={name}",
            ),
            _one(
                rf"/(?:a|accounts)/(?P<name>{_DOTTED})/(?:videos|video-channels)",
                "{host}/feeds/videos.xml?accountName={name}",
            ),
        ),
    ),
    Site(
        "Pinboard",
        ("pinboard.in",),
        (
            _one(r"/popular", "feeds.pinboard.in/rss/popular/"),
            _one(rf"/(?P<name>u:{_NAME}(?:/t:{_NAME}){{0,3}}|t:{_NAME})", "feeds.pinboard.in/rss/{name}/"),
        ),
    ),
    Site(
        "Reddit",
        ("reddit.com", "old.reddit.com", "new.reddit.com", "np.reddit.com"),
        (
            _one("", "www.reddit.com/.rss"),
            _one(r"/r/(?P<name>[A-Za-z0-9_+]{2,200})", "www.reddit.com/r/{name}/.rss"),
            _one(
                r"/r/(?P<name>[A-Za-z0-9_+]{2,200})/(?P<order>controversial|hot|new|rising|top)",
                "www.reddit.com/r/{name}/{order}/.rss",
            ),
            _one(
                r"/r/(?P<name>[A-Za-z0-9_]{2,50})/comments/(?P<post>[a-z0-9]{1,12})(?:/[^/]*)?",
                "www.reddit.com/r/{name}/comments/{post}/.rss",
            ),
            _one(
                rf"/u(?:ser)?/(?P<name>{_NAME})(?:/(?:submitted|comments))?",
                "www.reddit.com/user/{name}/.rss",
            ),
            _one(
                rf"/u(?:ser)?/(?P<name>{_NAME})/m/(?P<many>{_NAME})",
                "www.reddit.com/user/{name}/m/{many}/.rss",
            ),
        ),
    ),
    Site(
        "SoundCloud",
        ("soundcloud.com", "m.soundcloud.com"),
        words="SoundCloud’s feeds have a number in their address that this one does not tell.",
    ),
    Site(
        "SourceForge",
        ("sourceforge.net",),
        (
            Shape(
                rf"/(?:p|projects)/(?P<name>{_DOTTED})",
                (
                    ("Files", "sourceforge.net/projects/{name}/rss?path=/"),
                    ("Activity", "sourceforge.net/p/{name}/activity/feed"),
                ),
            ),
            _one(rf"/projects/(?P<name>{_DOTTED})/files", "sourceforge.net/projects/{name}/rss?path=/"),
        ),
    ),
    Site("Spotify", ("spotify.com", "open.spotify.com"), words=_NO_FEEDS.format("Spotify")),
    Site(
        "Stack Exchange",
        (
            "stackoverflow.com",
            "askubuntu.com",
            "mathoverflow.net",
            "serverfault.com",
            "superuser.com",
            "*.stackexchange.com",
        ),
        (
            _one(r"(?:/questions)?", "{host}/feeds"),
            _one(r"/questions/tagged/(?P<tag>[A-Za-z0-9_.+-]{1,50})", "{host}/feeds/tag/{tag}"),
            _one(r"/questions/(?P<number>\d{1,12})(?:/[^/]*)?", "{host}/feeds/question/{number}"),
            _one(r"/users/(?P<number>\d{1,12})(?:/[^/]*)?", "{host}/feeds/user/{number}"),
        ),
    ),
    Site(
        "Steam",
        ("store.steampowered.com",),
        (_one(r"/app/(?P<number>\d{1,12})(?:/[^/]*)?", "store.steampowered.com/feeds/news/app/{number}/"),),
    ),
    Site("Substack", ("*.substack.com",), _front("{host}/feed")),
    Site("TikTok", ("tiktok.com",), words=_NO_FEEDS.format("TikTok")),
    Site(
        "Tumblr",
        ("tumblr.com", "*.tumblr.com"),
        (
            _one(rf"/{_TUMBLR_PAGES}(?P<blog>{_LABEL})", "{blog}.tumblr.com/rss", "tumblr.com"),
            _one("", "{host}/rss", "*.tumblr.com"),
        ),
    ),
    Site(
        "Vimeo",
        ("vimeo.com",),
        (
            _one(rf"/{_VIMEO_PAGES}(?P<name>{_NAME})(?:/videos)?", "vimeo.com/{name}/videos/rss"),
            _one(
                rf"/(?P<kind>channels|groups)/(?P<name>{_NAME})(?:/videos)?",
                "vimeo.com/{kind}/{name}/videos/rss",
            ),
        ),
    ),
    Site("WordPress", ("*.wordpress.com",), _front("{host}/feed/")),
    Site("X", ("x.com", "twitter.com", "mobile.twitter.com"), words=_NO_FEEDS.format("X")),
    Site(
        "YouTube",
        ("youtube.com", "m.youtube.com"),
        (
            _one(
                r"/channel/(?P<id>UC[A-Za-z0-9_-]{22})(?:/[a-z]+)?",
                "www.youtube.com/feeds/videos.xml?channel_id={id}",
            ),
            Shape(
                r"/(?:playlist|watch)",
                (("", "www.youtube.com/feeds/videos.xml?playlist_id={list}"),),
                query=("list", r"(?:PL|UU|FL|OL)[A-Za-z0-9_-]{10,60}"),
            ),
        ),
    ),
)
