"""Keys, pastes, sizes and clicks at random on a library that refreshes: nothing breaks, nothing is lost, and the
screen is always what it would be if it were painted for the first time.

READNOW_MONKEYS sets how many runs there are at each size, of a thousand events each; without it one short run each.
"""

import os
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from readnow.model.query import Scope
from readnow.store import feeds
from readnow.store.database import Connection
from readnow.views.feed_rows import exists
from tests.support.monkey import Monkey, harmless, serve_changing, watched
from tests.support.shelf import LONG, NOW, entry, put_feed, small_library
from tests.support.web import Web
from tests.tui.conftest import Opener

RUNS = int(os.environ.get("READNOW_MONKEYS", "0"))
FIRST = int(os.environ.get("READNOW_MONKEY_SEED", "1"))
EVENTS = 1000 if RUNS else 100
SIZES = ((80, 24), (120, 40), (200, 50))
_SEEDS = range(FIRST, FIRST + max(1, RUNS))


def _fill(addresses: list[str]) -> Callable[[Connection], None]:
    def fill(conn: Connection) -> None:
        small_library(conn)
        put_feed(conn, "Many", [entry(f"Article {n}", LONG if n % 9 == 0 else "") for n in range(230)])
        put_feed(
            conn, "Odd", [entry("[/]"), entry("雨 👩‍👩‍👧‍👦"), entry("x" * 900), entry("הספסל"), entry("‮")]
        )
        for address in addresses:
            news = feeds.ensure_folder(conn, ("News",))
            feeds.insert(conn, feeds.NewFeed(url=address, folder_id=news, at=NOW))

    return fill


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("seed", _SEEDS)
async def test_anything_at_all_may_be_done(
    seed: int,
    size: tuple[int, int],
    opened: Opener,
    web: Web,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    addresses = serve_changing(web, Random(seed), 4)
    with watched() as mistakes:
        async with opened(_fill(addresses), size=size, allow_private=True) as d:
            harmless(monkeypatch, d.app)
            d.library.refresh([feed.id for feed in d.library.feeds.all()], force=True)
            monkey = Monkey(d, seed * 1000 + size[0], size)
            try:
                await monkey.run(EVENTS)
                await monkey.settle()
                assert mistakes.found == []
            except BaseException as err:
                err.add_note(f"seed {seed}, {size}: {' · '.join(monkey.done[-60:])}")
                raise
            view, folded, widths = d.screen.view, set(d.screen.folded), d.screen.widths
            unread = {feed.url: feed.unread for feed in d.library.feeds.all()}
        async with opened(None, size=size, allow_private=True) as again:
            assert again.screen.view.scope == (
                view.scope if exists(again.library.feeds, view.scope) else Scope()
            )
            assert again.screen.view.show == view.show
            assert set(again.screen.folded) == folded
            assert again.screen.widths == widths
            assert {feed.url: feed.unread for feed in again.library.feeds.all()} == unread
    assert mistakes.found == []


async def test_a_screen_that_was_not_painted_is_noticed(
    opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened() as d:
        monkey = Monkey(d, 1, (120, 40))
        await monkey.look()
        monkeypatch.setattr(d.screen.status, "_message", "what nobody painted")
        with pytest.raises(AssertionError, match="what nobody painted"):
            await monkey.look()
