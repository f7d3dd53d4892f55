"""A library that changes at random, and what is known of its articles without it, for tests of searching."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec.structs import replace

from readnow.feeds.refine import finish
from readnow.model.article import ArticleId, DateSource, Enclosure, Flag, Place
from readnow.model.change import ChangedArticle, FeedPlan, NewArticle, StatusChange
from readnow.model.condition import All, Condition, Is, State
from readnow.model.feed import FeedId
from readnow.model.fulltext import FullText
from readnow.model.query import (
    CONTINUE,
    LATER,
    MUTED,
    NEW,
    STARRED,
    UNREAD,
    ArticleQuery,
)
from readnow.store import (
    articles,
    feeds,
    fresh,
    fulltexts,
    hidden,
    places,
    rough,
    tags,
)
from readnow.store.database import Connection
from readnow.store.merging import merge
from readnow.text.packed import wrap
from readnow.text.words import count_words, plain_words
from tests.store.conftest import NOW, entry, put, put_feed, writing
from tests.support.finding import Known, is_found

WORDS = (
    *(
        "harbour",
        "Harbourmaster",
        "café",
        "boat",
        "boats",
        "über",
        "straße",
        "kernel",
        "kern",
        "a",
        "b",
        "tide",
    ),
    *("東京", "京", "東京タワー", "мир", "мира", "ok", "don't", "🎉", "node.js", "2026"),
)
DATES = range(NOW, NOW + 40)
SCOPES = {
    UNREAD: State.UNREAD,
    STARRED: State.STARRED,
    LATER: State.LATER,
    NEW: State.NEW,
    CONTINUE: State.BEGUN,
}


class Shelf:
    """A library, and what is known of its articles without it."""

    def __init__(self, conn: Connection, chance: random.Random) -> None:
        self.conn = conn
        self.chance = chance
        self.feeds = [put_feed(conn, f"f{n}", folder=("a",) if n % 2 else ()) for n in range(5)]
        self.tags = [tags.ensure(conn, name)[0] for name in ("one", "Two")]
        self.known: dict[ArticleId, Known] = {}
        self.keys: dict[ArticleId, str] = {}
        self.removed: set[FeedId] = set()
        self.hidden: dict[ArticleId, str] = {}
        self._made = 0

    def words(self, most: int) -> str:
        return " ".join(self.chance.choices(WORDS, k=self.chance.randint(0, most)))

    def arrive(self, number: int) -> None:
        """So many new articles."""
        for _ in range(number):
            self._one(self.chance.choice([feed for feed in self.feeds if feed not in self.removed]))

    def _key(self, feed_id: FeedId) -> str:
        """A new one, or now and then one that an article of another feed has."""
        self._made += 1
        others = {self.keys[i] for i, known in self.known.items() if known.feed_id != feed_id}
        mine = {self.keys[i] for i, known in self.known.items() if known.feed_id == feed_id}
        shared = sorted(others - mine)
        return self.chance.choice(shared) if shared and self.chance.random() < 0.3 else f"k{self._made}"

    def _one(self, feed_id: FeedId) -> None:
        chance = self.chance
        is_rough, key = chance.random() < 0.2, self._key(feed_id)
        parsed, known = self._content(key)
        if is_rough:
            parsed = replace(parsed, rough=True, wrapped=wrap(parsed.html), words=0)
        date = chance.choice(DATES)
        arrival = NewArticle(parsed, date, DateSource.PUBLISHED, chance.random() < 0.5, chance.random() < 0.3)
        (article_id,) = put(self.conn, feed_id, arrival).new_ids
        known = replace(known, id=article_id, feed_id=feed_id, date=date)
        known.has |= {State.UNREAD} if not arrival.read else set()
        known.has |= {State.STARRED} if arrival.starred else set()
        known.has |= {State.NEW}
        self.known[article_id], self.keys[article_id] = known, key

    def _content(self, key: str):  # type: ignore[no-untyped-def]
        chance, says = self.chance, self.words(12)
        picture, files = chance.random() < 0.2, chance.random() < 0.3
        html = f"<p>{says.replace(' ', '</p> <p>', 1)}</p>" + ("<IMG src='x'>" if picture else "")
        parsed = replace(
            entry(key, html, title=self.words(4) or "Harbour", author=self.words(2)),
            words=count_words(plain_words(html)),
            link=f"https://E.example/{key}",
            language=chance.choice(("", "de", "en", "en_GB", "not a tag")),
            enclosures=(Enclosure("https://e.example/a.mp3", "audio/mpeg"),) if files else (),
            image="https://e.example/i.png" if chance.random() < 0.1 else "",
        )
        has = {State.IMAGE} if picture or parsed.image else set()
        has |= {State.ENCLOSURE} if files else set()
        known = Known(
            *(ArticleId(0), FeedId(0), parsed.title, parsed.author, says, parsed.link, 0, parsed.words),
            language="" if parsed.language == "not a tag" else parsed.language,
            has=has,
        )
        return parsed, known

    def index(self, number: int) -> None:
        """Put so many of those that wait into the index."""
        texts = [finish(text) for text in rough.newest(self.conn, number)]
        rough.store(self.conn, texts)
        for copy in rough.compare(self.conn, texts).read:
            self.known[copy].has.discard(State.UNREAD)

    def fold(self) -> None:
        """Some article, as if by chance, turns out to be the same story as one of another feed."""
        one, two = self._some(), self._some()
        if one is None or two is None or {one, two} & self.hidden.keys():
            return
        feed, lead_feed = self.known[one].feed_id, self.known[two].feed_id
        grouped = self.conn.execute(
            "SELECT 1 FROM folded WHERE ?1 IN (id, lead_id) OR id = ?2 OR (lead_id = ?2 AND feed_id = ?3)",
            (one, two, feed),
        ).fetchone()
        if feed != lead_feed and grouped is None:
            row = (one, two, feed, lead_feed)
            self.conn.execute(
                "INSERT INTO folded (id, lead_id, feed_id, lead_feed_id) VALUES (?, ?, ?, ?)", row
            )

    def change(self) -> None:
        """The publisher changes an article."""
        article_id = self._some()
        if article_id is None or self.conn.execute(
            "SELECT rough FROM unindexed WHERE id = ?", (article_id,)
        ).fetchone() == (1,):
            return  # before a feed's next document is compared, all of it is finished
        old = self.known[article_id]
        parsed, known = self._content(self.keys[article_id])
        plan = FeedPlan(changed=(ChangedArticle(article_id, parsed, 1),))
        articles.apply(self.conn, old.feed_id, plan, NOW)
        edited = self.conn.execute("SELECT 1 FROM earlier WHERE article_id = ?", (article_id,)).fetchone()
        known.has |= old.has - {State.IMAGE, State.ENCLOSURE, State.EDITED, State.MUTED}
        known.tags = old.tags
        known.has |= {State.EDITED} if edited else set()
        self.known[article_id] = replace(
            known, id=article_id, feed_id=old.feed_id, date=old.date, page=old.page
        )

    def fetch_page(self) -> None:
        """An article gets the text of its own page, or none."""
        article_id = self._some()
        if article_id is None:
            return
        problem, says = self.chance.choice(("", "", "no article was found")), self.words(9)
        fulltexts.put(self.conn, article_id, FullText(f"<p>{says}</p>", 9, "", NOW, problem=problem))
        known = self.known[article_id]
        known.page = "" if problem else says
        known.has = known.has - {State.FULLTEXT} if problem else known.has | {State.FULLTEXT}

    def mark(self) -> None:
        article_id = self._some()
        if article_id is None or article_id in self.hidden:
            return
        flag, value = self.chance.choice([(flag, value) for flag in Flag for value in (True, False)])
        articles.set_flag(self.conn, StatusChange((article_id,), flag, value, NOW))
        state, there = (State.UNREAD, not value) if flag is Flag.READ else (State(flag.value), value)
        self.known[article_id].has = self.known[article_id].has - {state} | ({state} if there else set())

    def tag(self) -> None:
        """An article gets a tag, or loses it."""
        article_id = self._some()
        if article_id is None or article_id in self.hidden:
            return
        tag, known = self.chance.choice(self.tags), self.known[article_id]
        if tag.id in known.tags:
            assert tags.take(self.conn, tag.id, (article_id, ArticleId(7))) == (article_id,)
            known.tags.discard(tag.id)
        else:
            assert tags.put(self.conn, tag.id, (article_id, ArticleId(7)), NOW) == (article_id,)
            known.tags.add(tag.id)
        self._tell_tagged(known)

    def _tell_tagged(self, known: Known) -> None:
        known.has = known.has - {State.TAGGED} | ({State.TAGGED} if known.tags else set())

    def read_on(self) -> None:
        """An article is begun, or read to its end."""
        article_id = self._some()
        if article_id is None:
            return
        if self.chance.random() < 0.6:
            places.put(self.conn, article_id, Place(3, 9), NOW)
            self.known[article_id].has.add(State.BEGUN)
        else:
            places.forget(self.conn, article_id)
            self.known[article_id].has.discard(State.BEGUN)

    def close(self) -> None:
        """The interface is closed: what came until now is not new any more."""
        fresh.forget(self.conn)
        for known in self.known.values():
            known.has.discard(State.NEW)

    def hide(self) -> None:
        """Leave an article out of the lists, or give it back."""
        article_id = self._some()
        if article_id is None:
            return
        if article_id in self.hidden:
            assert hidden.give_back(self.conn, (article_id,), muted=True, deleted=True) == (article_id,)
            del self.hidden[article_id]
            return
        self.hidden[article_id] = why = self.chance.choice(("muted", "deleted", "deleted and muted"))
        deleted_at = NOW if "deleted" in why else None
        hidden.hide(self.conn, (article_id,), muted="muted" in why, deleted_at=deleted_at)

    def merge(self) -> None:
        """One feed becomes part of another; an article that both have stays once."""
        here = [feed for feed in self.feeds if feed not in self.removed]
        if len(here) < 3:
            return
        old, into = self.chance.sample(here, 2)
        twins = {self.keys[i]: known for i, known in self.known.items() if known.feed_id == into}
        merge(self.conn, old, into)
        self.feeds.remove(old)
        for article_id, known in list(self.known.items()):
            twin = twins.get(self.keys[article_id])
            if known.feed_id == old and twin is not None:
                del self.known[article_id]
                self._merge_hidden(known, twin)
                twin.has |= known.has & {State.STARRED, State.LATER, State.EDITED}
                twin.tags |= known.tags
                self._tell_tagged(twin)
                if State.UNREAD not in known.has:
                    twin.has.discard(State.UNREAD)
            elif known.feed_id == old:
                known.feed_id = into

    def _merge_hidden(self, old: Known, new: Known) -> None:
        was, why = self.hidden.pop(old.id, ""), self.hidden.pop(new.id, "")
        kept = {State.STARRED, State.LATER}
        wanted = bool((not was and kept & old.has) or (not why and kept & new.has))
        left = [word for word in ("deleted", "muted") if word in why]
        if "deleted" in was and "deleted" not in why:
            left.insert(0, "deleted")
        if wanted and "deleted" in left:
            left.remove("deleted")
        if left:
            self.hidden[new.id] = " and ".join(left)

    def remove(self) -> None:
        """Unsubscribe from a feed, and sometimes delete some of what it left."""
        if len(self.feeds) - len(self.removed) < 3:
            return
        feed_id = self.chance.choice([feed for feed in self.feeds if feed not in self.removed])
        feeds.remove(self.conn, [feed_id], NOW)
        self.removed.add(feed_id)
        if self.chance.random() < 0.5:
            feeds.purge_removed(self.conn, NOW + 1, 4)
            left = {row[0] for row in self.conn.execute("SELECT id FROM article")}
            self.known = {i: known for i, known in self.known.items() if i in left}
            self.hidden = {i: why for i, why in self.hidden.items() if i in left}

    def _some(self) -> ArticleId | None:
        here = [i for i, known in self.known.items() if known.feed_id not in self.removed]
        return self.chance.choice(here) if here else None

    def expected(self, query: ArticleQuery, where: Condition | None) -> list[ArticleId]:
        leads = dict(self.conn.execute("SELECT id, lead_id FROM folded"))
        if query.once:
            each = replace(query, once=False)
            whole = set(self.expected(replace(each, after=None), where))
            return [id_ for id_ in self.expected(each, where) if leads.get(id_) not in whole]
        for known in self.known.values():
            known.has = known.has - {State.FOLDED} | ({State.FOLDED} if known.id in leads else set())
        for known in self.known.values():
            is_muted = self.hidden.get(known.id) == "muted"
            known.has = known.has - {State.MUTED, State.KEPT} | ({State.MUTED} if is_muted else set())
            known.has |= {State.KEPT} if known.has & {State.STARRED, State.LATER, State.TAGGED} else set()
        parts = where.parts if isinstance(where, All) else (where,)
        muted = query.scope == MUTED or Is(State.MUTED) in parts
        found = [
            known.id
            for known in self.known.values()
            if known.feed_id not in self.removed
            and (self.hidden.get(known.id) == "muted" if muted else known.id not in self.hidden)
            and (query.scope not in SCOPES or SCOPES[query.scope] in known.has)
            and (query.since is None or known.id >= query.since)
            and (query.scope.kind.value != "feed" or known.feed_id == query.scope.id)
            and (not query.unread_only or State.UNREAD in known.has)
            and (
                query.after is None
                or (known.id > query.after.id if query.oldest_first else known.id < query.after.id)
            )
            and (where is None or is_found(known, where))
        ]
        return sorted(found, reverse=not query.oldest_first)


@contextmanager
def shelf(seed: int) -> Iterator[Shelf]:
    with TemporaryDirectory() as folder, writing(Path(folder) / "readnow.db") as conn:
        yield Shelf(conn, random.Random(seed))
