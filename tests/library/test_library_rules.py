"""Rules in a library: on what a refresh brings, previewed, applied, switched, taken back, and over restarts."""

from pathlib import Path

import pytest

from readnow.library.events import RulesActed, RulesChanged
from readnow.library.rules import Change
from readnow.model.article import Flag
from readnow.model.errors import NotFoundError, QueryError, RuleError
from readnow.model.query import ALL, ArticleQuery
from readnow.model.rule import Deed, Draft, RuleAction
from readnow.store import checks, journal
from readnow.store import rules as stored_rules
from tests.library.conftest import START, House, World, build, rss
from tests.store.test_store_ruling import state

URL = "https://a.example/feed"
MUTE, READ, STAR = RuleAction(Deed.MUTE), RuleAction(Deed.READ), RuleAction(Deed.STAR)
DAY = 86_400


async def filled(house: House, *titles: str) -> None:
    house.world.answers[URL] = rss(*titles)
    await house.library.feeds.add(URL)


async def add(house: House, query: str, *actions: RuleAction, name: str = "", apply: bool = False) -> Change:
    return await house.library.rules.add(Draft(name or query, query, actions), apply=apply)


async def refreshed(house: House, *titles: str) -> None:
    house.world.answers[URL] = rss(*titles)
    await house.library.refresh(force=True)


async def titles(house: House, query: ArticleQuery | None = None) -> set[str]:
    page = await house.library.articles.page(query or ArticleQuery())
    return {head.title for head in page.heads}


async def heads(house: House, query: str):  # type: ignore[no-untyped-def]
    return (await house.library.articles.page(house.library.rules.preview(query, ()))).heads


async def muted(house: House) -> set[str]:
    return await titles(house, house.library.rules.preview("is:muted", ()))


async def undo(house: House) -> None:
    """Take the last entry back, whole."""
    while (done := await house.database.write(journal.undo, START)) is not None and not done.finished:
        pass
    await house.library.load()


async def redo(house: House) -> None:
    while (done := await house.database.write(journal.redo, START)) is not None and not done.finished:
        pass
    await house.library.load()


async def test_what_a_refresh_brings_is_looked_at(house: House) -> None:
    await filled(house, "Old boat")
    await add(house, "title:boat", MUTE)
    await add(house, "title:tide", STAR, RuleAction(Deed.NOTIFY))
    await refreshed(house, "New boat", "Low tide", "Old boat")
    assert await titles(house) == {"Old boat", "Low tide"}
    assert await muted(house) == {"New boat"}
    assert house.library.feeds.starred() == 1
    assert house.library.feeds.unread(ALL) == 2
    assert [(rule.hits, rule.muted, rule.last_hit) for rule in await house.library.rules.all()] == [
        (1, 1, START),
        (1, 0, START),
    ]
    (acted,) = house.of(RulesActed)
    assert isinstance(acted, RulesActed)
    assert [notice.title for notice in acted.ruled.notices] == ["Low tide"]
    assert await house.database.read(checks.recount) == ()


async def test_a_muted_arrival_is_no_new_article(house: House) -> None:
    await filled(house, "a")
    await add(house, "title:boat", MUTE)
    house.world.answers[URL] = rss("Boat", "b", "a")
    assert (await house.library.refresh(force=True)).new == 1


async def test_what_the_first_look_at_a_feed_brings_is_looked_at(house: House) -> None:
    await add(house, "about", MUTE)
    await filled(house, "a", "b")
    assert await titles(house) == set()


async def test_rough_articles_are_decided_behind(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readnow.library.refresh.MANY_NEW", 1)
    await add(house, "text:about", MUTE)
    await add(house, "title:boat", READ)
    house.world.answers[URL] = rss("Boat", "Sea", feed="x")
    await house.library.feeds.import_list(_list(URL))
    await house.library.refresh()
    await house.library.catch_up()
    assert await titles(house) == set()
    assert await muted(house) == {"Boat", "Sea"}
    assert [rule.hits for rule in await house.library.rules.all()] == [2, 1]
    assert house.library.feeds.total(ALL) == 0


def _list(url: str):  # type: ignore[no-untyped-def]
    from readnow.model.subscription import Subscription, SubscriptionList

    return SubscriptionList((Subscription(url),))


async def test_the_text_of_a_page_is_fetched_for_a_rule(house: House) -> None:
    await filled(house, "a")
    await add(house, "title:boat", RuleAction(Deed.FULL_TEXT))
    await add(house, "text:lighthouse", STAR)
    house.world.answers["https://a.example/boat"] = b"<article>A lighthouse.</article>"
    await refreshed(house, "boat", "a")
    (head,) = (await house.library.articles.page(house.library.rules.preview("is:fulltext", ()))).heads
    assert (head.title, head.starred) == ("boat", True)


@pytest.mark.parametrize("how", ["off", "delete", "no longer muting"])
async def test_what_a_rule_alone_hid_comes_back_as_it_was(house: House, how: str) -> None:
    await filled(house, "Red boat", "Blue boat", "Old boat", "Sea")
    (old,) = await heads(house, "old")
    house.library.articles.set_flag([old], Flag.READ, True)
    await house.library.articles.settled()
    before = await house.database.read(state)
    rules = house.library.rules
    boat = (await add(house, "boat", MUTE, apply=True)).rule
    await add(house, "red", MUTE, apply=True)
    assert await titles(house) == {"Sea"}
    if how == "off":
        change = await rules.switch(boat.id, on=False)
    elif how == "delete":
        change = await rules.delete(boat.id)
    else:
        change = await rules.change(boat.id, Draft("boat", "boat", (STAR,)))
    assert change.given_back == 3
    assert await titles(house) == {"Sea", "Blue boat", "Old boat"}
    await rules.delete((await rules.named("red")).id)
    assert await house.database.read(state) == before
    await undo(house)
    await undo(house)
    assert await titles(house) == {"Sea"}
    assert (await rules.named("boat")).enabled
    assert await house.database.read(checks.recount) == ()


async def test_switched_on_again_it_takes_what_comes(house: House) -> None:
    await filled(house, "Boat")
    rule = (await add(house, "boat", MUTE, apply=True)).rule
    await house.library.rules.switch(rule.id, on=False)
    await refreshed(house, "Second boat", "Boat")
    assert await muted(house) == set()
    await house.library.rules.switch(rule.id, on=True)
    assert await muted(house) == set()
    await refreshed(house, "Third boat", "Second boat", "Boat")
    assert await muted(house) == {"Third boat"}
    assert (await house.library.rules.apply(rule.id)).muted == 2


async def test_a_changed_query_gives_back_what_it_means_no_more(house: House) -> None:
    await filled(house, "Red boat", "Blue boat")
    rule = (await add(house, "boat", MUTE, apply=True)).rule
    change = await house.library.rules.change(rule.id, Draft("Red", "red", (MUTE,)))
    assert change.given_back == 1
    assert await muted(house) == {"Red boat"}


async def test_one_article_is_given_back(house: House) -> None:
    await filled(house, "Red boat", "Blue boat")
    await add(house, "boat", MUTE, apply=True)
    await add(house, "red", MUTE, apply=True)
    (red,) = await heads(house, "is:muted red")
    assert await house.library.rules.give_back([red.id]) == 1
    assert await titles(house) == {"Red boat"}
    await undo(house)
    assert await titles(house) == set()
    assert len((await house.library.rules.takers([red.id]))[red.id]) == 2


async def test_a_rule_that_ends_by_itself(house: House) -> None:
    await filled(house, "Boat", "Sea")
    draft = Draft("Week", "boat", (MUTE,), until=START + 7 * DAY)
    rule = (await house.library.rules.add(draft, apply=True)).rule
    house.world.now = START + 6 * DAY
    await house.library.catch_up()
    assert await muted(house) == {"Boat"}
    house.world.now = START + 7 * DAY
    house.events.clear()
    await house.library.catch_up()
    assert await titles(house) == {"Boat", "Sea"}
    said = [event.said for event in house.of(RulesChanged) if isinstance(event, RulesChanged) and event.said]
    assert said == ["The time of the rule “Week” is over: 1 article given back."]
    ended = await house.library.rules.named("week")
    assert (ended.enabled, ended.until) == (False, START + 7 * DAY)
    (last,) = await house.database.read(journal.entries, 1)
    assert last.what == "The time of the rule “Week” is over"
    await house.library.rules.switch(rule.id, on=True)
    assert (await house.library.rules.named("week")).until is None
    await house.library.catch_up()
    assert (await house.library.rules.named("week")).enabled


async def test_over_it_takes_nothing_even_before_it_is_ended(house: House) -> None:
    await filled(house, "Sea")
    await house.library.rules.add(Draft("Week", "boat", (MUTE,), until=START + 5))
    house.world.now = START + 10
    await refreshed(house, "Boat", "Sea")
    assert await muted(house) == set()


async def test_a_query_that_can_be_read_no_more_switches_its_rule_off_and_says_why(house: House) -> None:
    await filled(house, "Boat")
    rule = (await add(house, 'feed:"a feed" boat', MUTE, apply=True)).rule
    feed = house.library.feeds.all()[0]
    await house.library.feeds.rename(feed.id, "Harbour")
    await refreshed(house, "Second boat", "Boat")
    off = await house.library.rules.named(rule.name)
    assert not off.enabled
    assert off.problem == "Its query cannot be read any more: No feed is called “a feed”."
    assert await titles(house) == {"Second boat"}
    await house.library.catch_up()
    assert await muted(house) == {"Boat"}  # the user is to look at it first
    await house.library.rules.change(rule.id, Draft("x", "feed:harbour boat", (MUTE,)))
    mended = await house.library.rules.named("x")
    assert (mended.enabled, mended.problem, mended.muted) == (True, "", 1)
    await house.library.rules.switch(rule.id, on=False)
    assert await titles(house) == {"Second boat", "Boat"}


async def test_a_rule_means_the_names_of_today(house: House) -> None:
    await filled(house, "Boat")
    house.world.answers["https://b.example/feed"] = rss("Other", feed="Harbour")
    await house.library.feeds.add("https://b.example/feed")
    await add(house, "feed:harbour", MUTE)
    await refreshed(house, "Second boat", "Boat")
    assert await muted(house) == set()
    await house.library.feeds.rename(house.library.feeds.all()[0].id, "Harbour too")
    await refreshed(house, "Third boat", "Second boat", "Boat")
    assert await muted(house) == {"Third boat"}


async def test_what_is_no_rule(house: House) -> None:
    await filled(house, "Boat")
    rules = house.library.rules
    made = (await add(house, "boat", MUTE, name="Bö")).rule
    for draft, error, words in (
        (Draft(" ", "boat", (MUTE,)), RuleError, "needs a name"),
        (Draft("x", " ", (MUTE,)), RuleError, "needs a query"),
        (Draft("x", "boat", ()), RuleError, "needs something to do"),
        (Draft("BO", "boat", (MUTE,)), RuleError, "There is a rule called “Bö” already."),
        (Draft("x", "is:nothing", (MUTE,)), QueryError, "no state"),
        (Draft("x", "x " * 200, (MUTE,)), QueryError, "too many parts"),
        (Draft("x", "boat", (MUTE,) * 21), RuleError, "at most 20"),
    ):
        with pytest.raises(error, match=words):
            await rules.add(draft)
    assert await rules.all() == (made,)
    with pytest.raises(QueryError) as caught:
        rules.preview("boat is:x", ())
    assert caught.value.column == 6
    for name in ("nobody", "7"):
        with pytest.raises(NotFoundError):
            await rules.named(name)
    assert (await rules.named(str(made.id))).id == made.id
    await rules.switch(made.id, on=False)
    with pytest.raises(RuleError, match="switched off"):
        await rules.apply(made.id)
    await rules.delete(made.id)
    with pytest.raises(NotFoundError):
        await rules.apply(made.id)


async def test_rules_are_put_in_order(house: House) -> None:
    made = [(await add(house, name, MUTE)).rule for name in ("a", "b", "c")]
    rules = house.library.rules
    assert await rules.move(made[2].id, -2)
    assert not await rules.move(made[2].id, -1)
    assert [rule.name for rule in await rules.all()] == ["c", "a", "b"]
    await undo(house)
    assert [rule.name for rule in await rules.all()] == ["a", "b", "c"]


async def test_over_a_restart(tmp_path: Path) -> None:
    first = await build(tmp_path, World())
    await filled(first, "Boat", "Sea")
    await add(first, "boat", MUTE, apply=True)
    rule = (await add(first, "sea", MUTE, apply=True)).rule
    # The other process was ended while it gave back what this hid.
    await first.database.write(stored_rules.switch, rule.id, on=False)
    await first.library.close()
    again = await build(tmp_path, first.world)
    assert await muted(again) == {"Boat", "Sea"}
    await again.library.catch_up()
    assert await muted(again) == {"Boat"}
    assert [(rule.enabled, rule.muted) for rule in await again.library.rules.all()] == [(True, 1), (False, 0)]
    await again.library.close()


async def test_a_rule_that_hides_something_is_taken_back_with_all_of_it(house: House) -> None:
    await filled(house, "Sea")
    await add(house, "boat", MUTE)
    await refreshed(house, "Boat", "Sea")
    await undo(house)
    assert await house.library.rules.all() == ()
    assert await titles(house) == {"Boat", "Sea"}
    assert await house.database.read(checks.recount) == ()
