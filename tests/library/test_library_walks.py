"""Random walks through everything a user can do: nothing is ever counted wrong, and all of it can be taken back.

Each walk is a library with feeds that change, and some hundred operations drawn by a seeded generator: reading,
marking, tagging, deleting, rules, smart feeds, folders, unsubscribing, refreshing, undoing, starting again. What
is shown is compared with what the tables say, taken one by one; at the end everything is undone, and what the
user had set is as it was. READNOW_WALKS sets how many walks there are.
"""

import os
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from readnow.library.query import parse_query
from readnow.model.article import ArticleHead, Flag
from readnow.model.errors import ReadNowError
from readnow.model.query import ALL, STARRED, UNREAD, ArticleQuery, Scope
from readnow.model.rule import Draft, RuleAction
from readnow.store import checks, indexing_checks
from readnow.store.database import Connection
from tests.library.conftest import House, World, build, rss

WALKS = int(os.environ.get("READNOW_WALKS", "4"))
OPERATIONS = 150
FEEDS = tuple(f"https://f{number}.example/feed" for number in range(5))
TAGS = ("Sea", "salt", "Ropes")
TITLES = (("amber", "brine", "coral", "drift", "ebb"), ("fog", "gale", "harbour", "inlet", "jetty", "keel"))
QUERIES = (
    "amber",
    "fog OR gale",
    "title:coral",
    "is:starred",
    "-brine is:unread",
    "tag:sea",
    "feed:f1",
    "is:later",
)
DAY = 86_400


class Walk:
    """One walk: the house it goes through, and what it draws from."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = Random(seed)
        self.folder = folder
        self.world = World()
        self.house: House
        self.articles = 0
        self.start = 0
        """The last entry of the journal that is not of the walk."""
        self.done: list[str] = []

    async def begin(self) -> None:
        self.house = await build(self.folder, self.world)
        for url in FEEDS:
            self.world.answers[url] = self.document(url, 6)
            await self.house.library.feeds.add(url, allow_private=True)
        await self.finish()
        self.start = max((entry.id for entry in await self.house.library.journal.history()), default=0)

    def document(self, url: str, number: int) -> bytes:
        """A feed's next document: new entries, and perhaps some of the old ones, one of them changed."""
        before = self.world.answers.get(url)
        old = before.decode().split("<item>")[1:] if isinstance(before, bytes) else []
        words = [" ".join(self.random.choice(group) for group in TITLES) for _ in range(number)]
        titles = [f"{text} {self.articles + place}" for place, text in enumerate(words)]
        self.articles += number
        text = rss(*titles, feed=url[8:].partition("/")[0]).decode().replace("a.example", url.split("/")[2])
        kept = [f"<item>{item.partition('</item>')[0]}</item>" for item in old]
        kept = [item for item in kept if self.random.random() < 0.8]
        if kept and self.random.random() < 0.5:
            kept[0] = kept[0].replace("About", "Now about", 1)
        if self.random.random() < 0.4:
            kept.append(self.told_by_many())
        return text.replace("</channel>", "".join(kept) + "</channel>").encode()

    def told_by_many(self) -> str:
        """An entry that other feeds may have too."""
        number = self.random.randrange(1 + self.articles // 12)
        words = " ".join(TITLES[place % 2][(number + place) % 5] + str(number % 7) for place in range(60))
        return (
            f"<item><title>Board of the {number}th harbour votes to keep its amber lamps</title><guid>many{number}</guid>"
            f"<link>https://wire.example/{number}</link><description>{words}</description></item>"
        )

    async def finish(self) -> None:
        """Let what goes on behind be done."""
        library = self.house.library
        await library.articles.settled()
        finishing: Any = library._finishing
        await finishing.go_on()
        await finishing.settled(30.0)

    async def heads(self, query: ArticleQuery | None = None) -> tuple[ArticleHead, ...]:
        page = await self.house.library.articles.page(query or ArticleQuery(once=False, limit=1000))
        return page.heads

    async def some(self, most: int = 4) -> list[ArticleHead]:
        found = await self.heads()
        return self.random.sample(found, min(len(found), self.random.randint(1, most)))

    async def read(self, work: Callable[[Connection], Any]) -> Any:
        return await self.house.database.read(work)


Operation = Callable[[Walk], Awaitable[object]]


async def flag(walk: Walk) -> None:
    which = walk.random.choice((Flag.READ, Flag.READ, Flag.STARRED, Flag.LATER))
    walk.house.library.articles.set_flag(await walk.some(), which, walk.random.random() < 0.6)


async def mark_many(walk: Walk) -> None:
    text = walk.random.choice(QUERIES)
    library = walk.house.library
    query = parse_query(text, library.names, ArticleQuery(limit=None))
    await library.articles.mark(
        query, walk.random.choice((Flag.READ, Flag.STARRED)), walk.random.random() < 0.5
    )


async def mark_all(walk: Walk) -> None:
    scopes = [ALL, UNREAD, *(Scope.feed(feed.id) for feed in walk.house.library.feeds.all())]
    query = ArticleQuery(scope=walk.random.choice(scopes), limit=None)
    await walk.house.library.articles.mark(query, Flag.READ, True)


async def tag(walk: Walk) -> None:
    ids = [head.id for head in await walk.some()]
    name = [walk.random.choice(TAGS)]
    if walk.random.random() < 0.6:
        await walk.house.library.tags.change(ids, give=name)
    else:
        await walk.house.library.tags.change(ids, take=name)


async def rearrange_tag(walk: Walk) -> None:
    tags = walk.house.library.tags.all()
    if tags:
        chosen = walk.random.choice(tags)
        if chosen.name.startswith("Ruled"):
            return  # rules make it again
        if walk.random.random() < 0.5:
            await walk.house.library.tags.rename(chosen, walk.random.choice(TAGS) + " too")
        else:
            await walk.house.library.tags.delete(chosen)


async def delete(walk: Walk) -> None:
    await walk.house.library.articles.delete([head.id for head in await walk.some(2)])


async def add_rule(walk: Walk) -> None:
    actions = walk.random.sample(("mute", "read", "star", "later", "tag:Ruled"), walk.random.randint(1, 2))
    draft = Draft(
        f"rule {walk.random.randrange(6)}",
        walk.random.choice(QUERIES),
        tuple(RuleAction.read(action) for action in actions),
    )
    await walk.house.library.rules.add(draft, apply=walk.random.random() < 0.5)


async def change_rule(walk: Walk) -> None:
    rules = walk.house.library.rules
    for rule in walk.random.sample(found := await rules.all(), min(1, len(found))):
        match walk.random.randrange(4):
            case 0:
                await rules.delete(rule.id)
            case 1:
                await rules.apply(rule.id)
            case 2:
                draft = Draft(rule.name, walk.random.choice(QUERIES), rule.actions)
                await rules.change(rule.id, draft)
            case _:
                await rules.switch(rule.id, not rule.enabled)


async def smart(walk: Walk) -> None:
    part = walk.house.library.smart_feeds
    if part.all() and walk.random.random() < 0.4:
        await part.remove(walk.random.choice(part.all()).id)
    else:
        await part.add(f"smart {walk.random.randrange(6)}", walk.random.choice(QUERIES))


async def feed(walk: Walk) -> None:
    feeds = walk.house.library.feeds
    chosen = walk.random.choice(feeds.all()) if feeds.all() else None
    match walk.random.randrange(5):
        case 0 if chosen:
            await feeds.rename(chosen.id, walk.random.choice(("", "Mine", "Another")))
        case 1 if chosen:
            await feeds.move(chosen.id, walk.random.choice(((), ("News",), ("News", "Local"))))
        case 2 if chosen:
            await feeds.set(chosen.id, "interval", str(walk.random.randint(15, 90)))
        case 3 if chosen and len(feeds.all()) > 2:
            await feeds.remove([chosen.id])
        case _:
            if removed := await feeds.removed():
                await feeds.restore([removed[0].id])


async def folder(walk: Walk) -> None:
    folders = walk.house.library.folders
    found = folders.all()
    if not found or walk.random.random() < 0.3:
        await folders.make((walk.random.choice(("News", "Harbour", "Empty")),))
        return
    chosen = walk.random.choice(found)
    match walk.random.randrange(4):
        case 0:
            await folders.rename(chosen.id, walk.random.choice(("News", "Olds", "Elsewhere")))
        case 1:
            await folders.delete(chosen.id)
        case 2:
            subscribed = walk.house.library.feeds.all()
            await folders.put(walk.random.choice(subscribed).id, walk.house.library.feeds.path(chosen.id))
        case _:
            await folders.step(Scope.folder(chosen.id), walk.random.choice((-1, 1)))


async def refresh(walk: Walk) -> None:
    walk.world.now += walk.random.randint(3600, DAY)
    for url in walk.random.sample(FEEDS, 2):
        walk.world.answers[url] = walk.document(url, walk.random.randint(0, 3))
    await walk.house.library.refresh(force=True)
    await walk.finish()


async def undo(walk: Walk) -> None:
    for _ in range(walk.random.randint(1, 3)):
        history = await walk.house.library.journal.history()
        if any(entry.id > walk.start and not entry.undone for entry in history):
            await walk.house.library.journal.undo()


async def redo(walk: Walk) -> None:
    await walk.house.library.journal.redo()


async def start_again(walk: Walk) -> None:
    await walk.house.library.close()
    walk.house = await build(walk.folder, walk.world)


WEIGHTS: dict[Operation, int] = {
    flag: 30,
    mark_many: 5,
    mark_all: 2,
    tag: 12,
    rearrange_tag: 2,
    delete: 6,
    add_rule: 5,
    change_rule: 5,
    smart: 4,
    feed: 8,
    folder: 6,
    refresh: 7,
    undo: 14,
    redo: 6,
    start_again: 2,
}


def articles_of(conn: Connection) -> dict[tuple[str, str], tuple[object, ...]]:
    """What the user had set on each article, hidden ones too, by feed and key."""
    rows = conn.execute(
        "SELECT f.url, b.key, a.id, h.id IS NOT NULL, h.deleted_at IS NOT NULL, h.unread, h.starred_at IS NOT NULL,"
        " h.later_at IS NOT NULL, EXISTS (SELECT 1 FROM unread u WHERE u.id = a.id),"
        " EXISTS (SELECT 1 FROM starred s WHERE s.id = a.id), EXISTS (SELECT 1 FROM later l WHERE l.id = a.id)"
        " FROM article a JOIN body b USING (id) JOIN feed f ON f.id = a.feed_id LEFT JOIN hidden h ON h.id = a.id"
    )
    found = {}
    for url, key, article_id, is_hidden, deleted, hidden_unread, hidden_star, hidden_later, *shown in rows:
        marks = (
            (bool(hidden_unread), bool(hidden_star), bool(hidden_later))
            if is_hidden
            else tuple(map(bool, shown))
        )
        tags = conn.execute(
            "SELECT t.name FROM tagged JOIN tag t ON t.id = tag_id WHERE tagged.id = ? AND t.name NOT LIKE 'Ruled%' ORDER BY 1",
            (article_id,),
        )
        rules = conn.execute(
            "SELECT r.name FROM muted_by m JOIN rule r ON r.id = m.rule_id WHERE m.id = ? ORDER BY 1",
            (article_id,),
        )
        found[url, key] = (bool(deleted), *marks, *(row[0] for row in tags), "|", *(row[0] for row in rules))
    return found


def arrangement_of(conn: Connection) -> dict[str, object]:
    """What the user had arranged: feeds, folders, rules, smart feeds, tags, in their orders."""

    def rows(sql: str) -> list[tuple[object, ...]]:
        return [tuple(row) for row in conn.execute(sql)]

    return {
        "feeds": rows(
            "SELECT f.url, f.own_title, f.settings, f.in_all, f.removed_at IS NULL, d.name FROM feed f"
            " LEFT JOIN folder d ON d.id = f.folder_id ORDER BY f.position, f.id"
        ),
        "filed": rows(
            "SELECT f.url, d.name FROM filed JOIN feed f ON f.id = feed_id JOIN folder d ON d.id = filed.folder_id"
            " ORDER BY 1, 2"
        ),
        "folders": rows(
            "SELECT d.name, p.name, d.keep FROM folder d LEFT JOIN folder p ON p.id = d.parent_id"
            " ORDER BY d.position, d.id"
        ),
        "rules": rows("SELECT name, query, actions, enabled FROM rule ORDER BY position"),
        "smart": rows("SELECT name, query, sort FROM smart_feed ORDER BY position"),
        "tags": rows("SELECT name FROM tag WHERE name NOT LIKE 'Ruled%' ORDER BY 1"),
    }


async def check(walk: Walk) -> None:
    """What is shown is what the tables say."""
    library = walk.house.library
    await library.articles.settled()
    assert await walk.read(checks.recount) == ()
    assert await walk.read(checks.integrity) == ()
    odd = await walk.read(
        lambda conn: conn.execute(
            "SELECT h.id FROM hidden h WHERE (h.muted <> EXISTS (SELECT 1 FROM muted_by m WHERE m.id = h.id))"
            " OR NOT (h.muted OR h.deleted_at NOT NULL)"
            " OR EXISTS (SELECT 1 FROM unread u WHERE u.id = h.id) OR EXISTS (SELECT 1 FROM starred s WHERE s.id = h.id)"
        ).fetchall()
    )
    assert odd == [], "hidden articles are marked, or hidden by nobody"
    shown = await walk.heads()
    unread = [head for head in shown if not head.read]
    for subscribed in library.feeds.all():
        mine = [head for head in shown if head.feed_id == subscribed.id]
        assert subscribed.total == len(mine), subscribed.url
        assert subscribed.unread == sum(not head.read for head in mine), subscribed.url
    once = await walk.heads(ArticleQuery(UNREAD, once=True, limit=1000))
    assert library.feeds.unread(ALL) == len(once)
    assert library.feeds.total(ALL) == len(await walk.heads(ArticleQuery(once=True, limit=1000)))
    assert {head.id for head in await walk.heads(ArticleQuery(UNREAD, once=False, limit=1000))} == {
        head.id for head in unread
    }
    assert {head.id for head in await walk.heads(ArticleQuery(STARRED, once=False, limit=1000))} == {
        head.id for head in shown if head.starred
    }
    assert library.feeds.starred() == len(await walk.heads(ArticleQuery(STARRED, once=True, limit=1000)))
    await check_searches(walk, shown)


async def check_searches(walk: Walk, shown: Iterable[ArticleHead]) -> None:
    names = walk.house.library.names
    for word in ("amber", "harbour"):
        query = parse_query(f"title:{word}", names, ArticleQuery(once=False, limit=1000))
        found = {head.id for head in await walk.heads(query)}
        assert found == {head.id for head in shown if word in head.title.split()}, word
    later = parse_query("is:later -is:read", names, ArticleQuery(once=False, limit=1000))
    assert {head.id for head in await walk.heads(later)} == {
        head.id for head in shown if head.later and not head.read
    }


@pytest.mark.parametrize("seed", range(WALKS))
async def test_a_walk_counts_right_and_can_be_taken_back(tmp_path: Path, seed: int) -> None:
    walk = Walk(tmp_path, seed)
    await walk.begin()
    articles, arrangement = await walk.read(articles_of), await walk.read(arrangement_of)
    for number in range(OPERATIONS):
        operation = walk.random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        walk.done.append(operation.__name__)
        try:
            await operation(walk)
        except ReadNowError as err:
            walk.done.append(str(err))
        if number % 10 == 9:
            await check(walk)
    await walk.finish()
    await check(walk)
    state = await walk.read(indexing_checks.state)
    assert not getattr(state, "problems", ()), state
    outcomes = await walk.house.library.journal.undo_to(walk.start + 1)
    notes = [note for outcome in outcomes for note in outcome.notes]
    await check(walk)
    assert await walk.read(arrangement_of) == arrangement, (walk.done, notes)
    now = await walk.read(articles_of)
    assert {key: now[key] for key in articles if key in now} == {
        key: value for key, value in articles.items() if key in now
    }, (walk.done, notes)
    await walk.house.library.close()
