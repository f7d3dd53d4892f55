"""What the interface starts with: what it remembered, the first page of articles, and what is to be told.

Read before the first paint, so that this paint shows everything. Invariant: the cost does not grow with the
number of articles: one page, and counts from memory.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from readnow.config.schema import Config, UiConfig
from readnow.library.scopes import own_sort
from readnow.model.article import ArticleId
from readnow.model.query import ALL, UNREAD, Page, Scope, Sort
from readnow.views.feed_order import Arrangement, FeedOrder, remembered_arrangement
from readnow.views.feed_rows import exists
from readnow.views.looks import LOOKS, with_remembered_looks
from readnow.views.selection import View, remembered_view
from readnow.views.sorts import Sorts, remembered_sorts

if TYPE_CHECKING:
    from readnow.library.library import Library

VIEW, LAYOUT, FOLDED, SORTS, ARRANGED = "view", "layout", "folded", "sorts", "arranged"
RECENT, GREETED = "commands", "greeted"
"""The keys under which things are remembered."""
MANY_TO_SORT = 20_000
"""Lists of more articles take a moment to be put in an order that is not by date."""


class Widths(Struct, frozen=True):
    """What `<` and `>` change: cells of the two lists and of a line of text; None for what fits by itself."""

    feeds: int | None = None
    articles: int | None = None
    text: int | None = None


class Start(Struct, frozen=True):
    """All that the first paint needs."""

    view: View = field(default_factory=View)
    page: Page = field(default_factory=lambda: Page(()))
    widths: Widths = field(default_factory=Widths)
    folded: frozenset[int] = frozenset()
    sorts: Mapping[Scope, Sort] = field(default_factory=dict)
    arrangement: Arrangement = field(default_factory=Arrangement)
    later: bool = False
    """Whether the page is to be read when the screen is there: it takes long."""
    newest: ArticleId | None = None
    ui: UiConfig | None = None
    """The looks that were chosen last time, over the settings; None: as those say."""
    problems: tuple[str, ...] = ()
    recent: tuple[str, ...] = ()
    """What was chosen in the list of commands, the last first."""
    greeted: int = 1 << 30
    """At how many starts there was a card with a few keys."""


async def read_start(library: "Library", config: Config, problems: Sequence[str] = ()) -> Start:
    """Read it. Raises `StoreError`."""
    view = View(UNREAD) if config.ui.start == "unread" else View()
    if config.ui.start == "last":
        view = remembered_view(await library.remembered(VIEW))
    if not exists(library.feeds, view.scope):
        view = View(ALL)
    await library.tallies.glance()
    chosen = remembered_sorts(await library.remembered(SORTS))
    names = library.names
    query, problem = view.readable(names)
    sorts = Sorts(Sort(config.ui.sort), chosen)
    query = replace(query, sort=sorts.of(view, own_sort(view.scope, names)))
    later = not query.is_by_date and library.feeds.total(view.scope) > MANY_TO_SORT
    return Start(
        view=view,
        page=Page(()) if later or problem else await library.articles.page(query),
        sorts=chosen,
        later=later,
        newest=None if query.sort is Sort.NEWEST else await library.articles.newest(),
        widths=_widths(await library.remembered(LAYOUT)),
        folded=_folded(await library.remembered(FOLDED)),
        arrangement=remembered_arrangement(
            await library.remembered(ARRANGED), FeedOrder(config.ui.feed_order), config.ui.hide_read
        ),
        ui=with_remembered_looks(await library.remembered(LOOKS), config),
        problems=(*library.notices, *problems),
        recent=_recent(await library.remembered(RECENT)),
        greeted=_number(await library.remembered(GREETED)),
    )


def _widths(value: object) -> Widths:
    kept = value if isinstance(value, Mapping) else {}
    numbers = {name: kept.get(name) for name in ("feeds", "articles", "text")}
    return Widths(**{name: n for name, n in numbers.items() if isinstance(n, int) and 4 <= n <= 400})


def _recent(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def _number(value: object) -> int:
    return value if isinstance(value, int) and value >= 0 else 0


def _folded(value: object) -> frozenset[int]:
    return frozenset(n for n in value if isinstance(n, int)) if isinstance(value, list) else frozenset()
