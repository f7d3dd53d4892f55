"""“Mute something like this”: proposed, counted, done in four keys, told, and given back."""

from readnow.library.events import RulesActed
from readnow.model.article import ArticleId
from readnow.model.feed import FeedId
from readnow.model.query import MUTED
from readnow.model.rule import Deed, Draft, Notice, RuleAction, Ruled
from readnow.store.database import Connection
from readnow.tui.screens.proposals import ProposalScreen
from readnow.views.selection import View
from tests.support.driving import Driven
from tests.support.shelf import entry, put_feed
from tests.tui.conftest import Opener

MUTE = RuleAction(Deed.MUTE)


def boats(conn: Connection) -> None:
    put_feed(conn, "Harbour", [entry("Red boat"), entry("Blue boat"), entry("The sea")])
    put_feed(conn, "Village", [entry("Green boat")])


async def muted(d: Driven) -> None:
    """Open the list of muted articles."""
    assert await d.screen.open_view(View(MUTED))
    await d.pilot.pause()


async def go_to(d: Driven, title: str) -> None:
    await d.press("g")
    for _ in d.titles:
        if d.under_cursor == title:
            return
        await d.press("j")
    assert d.under_cursor == title


async def test_something_like_it_is_muted_with_four_keys(opened: Opener) -> None:
    async with opened(boats) as d:
        await go_to(d, "Blue boat")
        await d.press("exclamation_mark")
        await d.until_shown("“Blue” in titles")
        await d.until(lambda: "…" not in d.text)
        assert isinstance(d.app.screen, ProposalScreen)
        counts = {one.label: one.detail for one in d.app.screen.choices}
        assert counts["“boat” in titles"] == "3"
        assert counts["“boat” in titles, in Harbour"] == "2"
        await d.press("down", "enter", "enter")
        await d.until_shown("3 articles muted, and what comes like it. u takes it back.")
        await d.until(lambda: d.titles == ["The sea"])
        (rule,) = await d.library.rules.all()
        assert (rule.name, rule.query, rule.until) == ("Mute “boat” in titles", "title:boat", None)


async def test_for_a_week_and_only_in_this_feed(opened: Opener) -> None:
    async with opened(boats) as d:
        await go_to(d, "Blue boat")
        await d.press("exclamation_mark")
        await d.type("boat harbour")
        await d.press("enter", "w")
        await d.until_shown("2 articles muted")
        (rule,) = await d.library.rules.all()
        assert rule.until is not None
        await go_to(d, "Green boat")
        await d.press("exclamation_mark", "escape")
        assert len(await d.library.rules.all()) == 1


async def test_of_the_open_article(opened: Opener) -> None:
    async with opened(boats) as d:
        await go_to(d, "The sea")
        await d.press("enter")
        await d.until(lambda: d.open_article == "The sea")
        await d.press("exclamation_mark", "enter", "enter")
        await d.until_shown("1 article muted")


async def test_a_query_of_ones_own(opened: Opener) -> None:
    async with opened(boats) as d:
        await d.press("exclamation_mark")
        await d.type("something")
        await d.press("enter")
        await d.type("is:x")
        await d.press("enter")
        await d.until_shown("^ There is no state")
        await d.press(*["backspace"] * 4)
        await d.type("title:green")
        await d.press("enter")
        await d.until_shown("for how long?")
        await d.press("m")
        await d.until_shown("1 article muted")


async def test_esc_mutes_nothing(opened: Opener) -> None:
    async with opened(boats) as d:
        await d.press("exclamation_mark", "enter", "escape")
        await d.until_shown("Nothing was muted.")
        assert await d.library.rules.all() == ()


async def test_the_same_again_gets_another_name(opened: Opener) -> None:
    async with opened(boats) as d:
        await d.library.rules.add(Draft("Mute “The sea” in titles", "x", (MUTE,)))
        await d.library.rules.add(Draft("Mute everything by nobody", "x", (MUTE,)))
        await go_to(d, "The sea")
        for _ in range(2):
            await d.press("exclamation_mark", "enter", "enter")
            await d.until_shown("muted, and what comes like it")
            await muted(d)
            await go_to(d, "The sea")
            await d.press("exclamation_mark")
            await d.until_shown("too?")
            await d.press("n")
            await d.until_shown("1 article given back.")
            assert await d.screen.open_view(View())
            await go_to(d, "The sea")
        assert len({rule.name for rule in await d.library.rules.all()}) == 4


async def test_muted_articles_say_which_rule_took_them_and_are_given_back(opened: Opener) -> None:
    async with opened(boats) as d:
        await d.library.rules.add(Draft("Boats", "boat", (MUTE,)), apply=True)
        await d.library.rules.add(Draft("Reds", "red", (MUTE,)), apply=True)
        await muted(d)
        await d.until_shown("Boats, Reds")
        await go_to(d, "Blue boat")
        await d.press("exclamation_mark")
        await d.until_shown("Switch “Boats” off, too?")
        await d.until(lambda: "Blue boat" not in d.titles)
        await d.press("y")
        await d.until_shown("The rule is off. 3 articles given back.")
        await d.until(lambda: d.titles == ["Red boat"])
        assert not (await d.library.rules.named("boats")).enabled


async def test_a_rule_tells_of_what_came(opened: Opener) -> None:
    async with opened(boats) as d:
        notices = tuple(Notice("Boats", ArticleId(n), FeedId(1), f"[b]Boat {n}") for n in (1, 2))
        d.library._voice.publish(RulesActed(Ruled(notices=notices)))
        await d.until_shown("Boats: [b]Boat 1 and 1 more")


async def test_what_is_muted_behind_the_list_goes_from_it(opened: Opener) -> None:
    async with opened(boats) as d:
        assert "Red boat" in d.titles
        await d.library.rules.add(Draft("Reds", "red", (MUTE,)), apply=True)
        await d.until(lambda: "Red boat" not in d.titles)
