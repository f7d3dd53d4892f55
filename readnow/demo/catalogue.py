"""Which feeds the demo has, where each is filed and how its address answers. Read by `sites` and `server`.

Invariant: the names are unique, and every feed that is not in trouble has its file in `feeds/`.
"""

from collections.abc import Mapping
from enum import StrEnum
from importlib import resources

from msgspec import Struct, field

RSS = "application/rss+xml; charset=utf-8"
RDF = "application/rdf+xml; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
JSON = "application/feed+json; charset=utf-8"
PLAIN = "text/plain; charset=utf-8"


class Trouble(StrEnum):
    """What a feed answers instead of articles."""

    BROKEN = "broken"  # 500
    BUSY = "busy"  # 429 with Retry-After


class DemoFeed(Struct, frozen=True):
    """One feed: the name of its site, its title, and where it is filed and found.

    `file` is its template in `feeds/`, empty for one in trouble; its last part is its path on the site too.
    `whole` has the files of the articles of which the feed tells the beginning only, by their paths.
    """

    name: str
    title: str
    about: str
    file: str = ""
    content_type: str = PLAIN
    folder: tuple[str, ...] = ()
    trouble: Trouble | None = None
    whole: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Where on its site the feed is."""
        return "/" + (self.file or "feed.xml")


SUBSCRIBED: tuple[DemoFeed, ...] = (
    DemoFeed("start", "Start here", "What this demo is, and what to try first.", "start.xml", RSS),
    DemoFeed(
        "low-water",
        "Low Water",
        "Essays from the edge of an estuary, written at the turn of the tide.",
        "low-water.xml",
        RSS,
        ("Writing",),
    ),
    DemoFeed(
        "second-reading",
        "The Second Reading",
        "Notes on books, most of them read before.",
        "second-reading.xml",
        ATOM,
        ("Writing",),
    ),
    DemoFeed(
        "postcard-wall",
        "The Postcard Wall",
        "Postcards from readers, each in the language it was written in.",
        "postcard-wall.rdf",
        RDF,
        ("Writing",),
    ),
    DemoFeed(
        "plain-tools",
        "Plain Tools",
        "Small programs, and how to keep them small.",
        "plain-tools.xml",
        ATOM,
        ("Making",),
    ),
    DemoFeed(
        "bench-notes",
        "Bench Notes",
        "Things repaired, things measured, things taken apart.",
        "bench-notes.json",
        JSON,
        ("Making", "Workshop"),
    ),
    DemoFeed(
        "lathe-and-lamp",
        "Lathe and Lamp",
        "A site whose server has a fault, as sites sometimes do.",
        folder=("Making", "Workshop"),
        trouble=Trouble.BROKEN,
    ),
    DemoFeed(
        "courier",
        "The Estuary Courier",
        "News from both banks.",
        "courier.xml",
        RSS,
        ("News",),
        whole={"/seals": "courier-seals.html"},
    ),
    DemoFeed(
        "night-ferry",
        "Night Ferry Radio",
        "A quarter of an hour of quiet radio, with something to listen to.",
        "night-ferry.xml",
        RSS,
        ("News",),
    ),
    DemoFeed(
        "crossings",
        "Crossings Today",
        "A site that is asked too often, and says so.",
        folder=("News",),
        trouble=Trouble.BUSY,
    ),
)

OFFERED: tuple[DemoFeed, ...] = (
    DemoFeed(
        "almanac", "The Quay Almanac", "Tides, light and weather, a day at a time.", "almanac.xml", ATOM
    ),
    DemoFeed("noticeboard", "Noticeboard", "Found, lost, offered and wanted.", "noticeboard.json", JSON),
)
"""Feeds of the front page, which nobody subscribes to yet: for trying out how to add one."""


def template(file: str) -> str:
    """The text of a file in `feeds/`, with its placeholders."""
    return resources.files("readnow.demo").joinpath("feeds", file).read_text(encoding="utf-8")
