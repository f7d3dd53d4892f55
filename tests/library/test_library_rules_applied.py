"""Rules applied to all that is stored: the preview is what happens, in pieces, and can be taken back."""

import asyncio
import random

import pytest
from msgspec.structs import replace

from readnow.model.article import DateSource, Flag
from readnow.model.change import FeedPlan, NewArticle
from readnow.model.errors import RuleError
from readnow.model.rule import Draft
from readnow.store import articles, checks
from readnow.store import feeds as stored_feeds
from readnow.store.database import Connection
from tests.library.conftest import START, House
from tests.library.test_library_rules import MUTE, READ, STAR, add, filled, heads, muted, redo, titles, undo
from tests.store.conftest import entry
from tests.store.test_store_ruling import state, taken


async def test_a_preview_counts_what_is_taken(house: House) -> None:
    await filled(house, "Red boat", "Blue boat", "Sea", "Green boat")
    rules, library = house.library.rules, house.library.articles
    (kept,) = (await library.page(rules.preview("green", ()))).heads
    library.set_flag([kept], Flag.STARRED, True)
    await library.settled()
    preview = rules.preview("boat", [MUTE])
    assert await titles(house, preview) == {"Red boat", "Blue boat"}
    heard: list[int] = []
    change = await rules.add(Draft("Boats", "boat", (MUTE,)), apply=True, told=heard.append)
    assert (change.taken, change.muted, change.rule.hits) == (2, 2, 2)
    assert heard[-1] == 2
    assert await titles(house) == {"Sea", "Green boat"}
    assert await library.count(preview) == 0


async def test_applied_to_all_it_is_one_entry_that_can_be_taken_back(house: House) -> None:
    await filled(house, "Red boat", "Blue boat", "Sea")
    await add(house, "blue", MUTE)
    before = await house.database.read(state)
    await add(house, "boat", READ, MUTE, apply=True)
    after = await house.database.read(state)
    assert after != before
    await undo(house)
    assert await house.database.read(state) == before
    assert [rule.name for rule in await house.library.rules.all()] == ["blue"]
    await redo(house)
    assert await house.database.read(state) == after
    assert await house.database.read(checks.recount) == ()


async def test_in_pieces_with_other_changes_in_between(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readnow.library.applying._TOGETHER", 3)
    await filled(house, *(f"Boat {n}" for n in range(20)), "Sea")
    before = await house.database.read(state)
    heard: list[int] = []
    change = await house.library.rules.add(Draft("b", "boat", (MUTE, READ)), apply=True, told=heard.append)
    assert change.taken == 20
    assert heard == sorted(heard)
    assert len(set(heard)) == 7
    await undo(house)
    assert await house.database.read(state) == before


async def test_a_rule_that_is_taken_back_while_it_is_applied_goes_no_further(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readnow.library.applying._TOGETHER", 3)
    await filled(house, *(f"Boat {n}" for n in range(20)))
    rule = (await add(house, "boat", MUTE)).rule
    before = await house.database.read(state)
    applying = asyncio.get_running_loop().create_task(house.library.rules.apply(rule.id))
    while not await muted(house):
        pass
    await undo(house)
    with pytest.raises(RuleError, match="taken back"):
        await applying
    assert await house.database.read(state) == before


async def test_what_other_rules_hide_is_hidden_by_this_one_too(house: House) -> None:
    await filled(house, "Red boat", "Sea")
    red = (await add(house, "red", MUTE, apply=True)).rule
    change = await add(house, "boat", MUTE, apply=True)
    assert (change.taken, change.muted) == (0, 0)
    await house.library.rules.switch(red.id, on=False)
    assert await muted(house) == {"Red boat"}
    takers = await house.library.rules.takers([head.id for head in await heads(house, "is:muted")])
    assert [[rule.name for rule in by] for by in takers.values()] == [["boat"]]


WORDS = ("boat", "tide", "harbour", "red", "blue", "sea", "low")


@pytest.mark.parametrize("seed", range(5))
async def test_the_preview_is_what_happens(house: House, seed: int) -> None:
    """Over random libraries and rules: counted, listed, taken, and all of it taken back."""
    chance = random.Random(seed)

    def fill(conn: Connection) -> None:
        for name in ("a", "b"):
            feed_id = stored_feeds.insert(
                conn, stored_feeds.NewFeed(f"https://{name}.example/feed", at=START)
            )
            plan = FeedPlan(tuple(_arrival(chance, f"{name}{n}") for n in range(40)))
            ids = articles.apply(conn, feed_id, plan, START).new_ids
            conn.executemany("INSERT INTO later VALUES (?, 1)", [(id,) for id in chance.sample(ids, 4)])

    await house.database.write(fill)
    await house.library.load()
    rules, library = house.library.rules, house.library.articles
    for number in range(6):
        query = _query(chance)
        actions = tuple(chance.sample((MUTE, READ, STAR), chance.randint(1, 2)))
        preview = rules.preview(query, actions)
        expected = {head.id for head in (await library.page(replace(preview, limit=None))).heads}
        assert await library.count(preview) == len(expected)
        before = await house.database.read(taken)
        whole = await house.database.read(state)
        change = await rules.add(Draft(f"r{number}", query, actions), apply=True)
        assert change.taken == len(expected), query
        after = await house.database.read(taken)
        mine = {key for key in after["muted"] if str(key).startswith(f"{change.rule.id} ")}
        kept = {
            row[0]
            for row in await house.database.read(
                lambda conn: conn.execute(
                    "SELECT id FROM later UNION SELECT id FROM hidden WHERE later_at"
                ).fetchall()
            )
        } | before["starred"]
        hidden_before = {int(str(key).split(" ")[1]) for key in before["muted"]}
        if MUTE in actions:
            seen = {int(str(key).split(" ")[1]) for key in mine} - hidden_before
            assert seen == {id for id in expected if id not in kept}
        assert after["read"] - before["read"] <= expected
        assert READ not in actions or expected <= after["read"]
        assert STAR not in actions or expected <= after["starred"]
        assert await house.database.read(checks.recount) == ()
        if chance.random() < 0.4:
            await undo(house)
            assert await house.database.read(state) == whole
            await redo(house)
            assert (await house.database.read(taken)) == after
    for rule in await rules.all():
        await rules.switch(rule.id, on=False)
    assert await house.database.read(muted_rows) == 0
    assert await house.database.read(checks.recount) == ()


def muted_rows(conn: Connection) -> int:
    return int(
        conn.execute("SELECT (SELECT count(*) FROM hidden) + (SELECT count(*) FROM muted_by)").fetchone()[0]
    )


def _arrival(chance: random.Random, key: str) -> NewArticle:
    title = " ".join(chance.choices(WORDS, k=3))
    parsed = entry(key, f"<p>{' '.join(chance.choices(WORDS, k=4))}</p>", title=title)
    return NewArticle(
        parsed,
        START + chance.randint(0, 90),
        DateSource.PUBLISHED,
        chance.random() < 0.4,
        chance.random() < 0.2,
    )


def _query(chance: random.Random) -> str:
    terms = [*(f"title:{word}" for word in WORDS), *WORDS, "is:unread", "is:starred", "feed:a.example"]
    return chance.choice((" ", " OR ", " -")).join(chance.sample(terms, chance.randint(1, 3)))
