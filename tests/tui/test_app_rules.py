"""The screen of rules: made, tried while typing, changed, switched, applied and deleted by keys."""

import pytest

from readnow.model.rule import Deed, Draft, RuleAction
from readnow.store.database import Connection
from readnow.tui.screens.rules import RulesScreen
from tests.support.driving import Driven
from tests.support.shelf import entry, put_feed
from tests.tui.conftest import Opener
from tests.tui.test_app_layout import compare

MUTE = RuleAction(Deed.MUTE)


def boats(conn: Connection) -> None:
    put_feed(conn, "Harbour", [entry("Red boat"), entry("Blue boat"), entry("The sea")])
    put_feed(conn, "Hostile", [entry("[@click=app.quit]Green boat[/]")])


async def rules(d: Driven) -> RulesScreen:
    await d.press("W")
    await d.until_shown("Rules")
    screen = d.app.screen
    assert isinstance(screen, RulesScreen)
    return screen


async def make(d: Driven, query: str, *keys: str) -> None:
    """A rule of this query, doing what these keys stand for."""
    await d.press("a")
    await d.type(query)
    await d.press("enter")
    await d.until_shown("What is to be done?")
    for key in (*keys, "enter"):
        before = d.text
        await d.press(key)
        await d.until(lambda: d.text != before)  # noqa: B023
    await d.until_shown("Name:")
    await d.press("enter")
    await d.until_shown("takes what comes from now on")


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (120, 40)], ids=str)
async def test_the_list(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(boats, size=size) as d:
        await d.library.rules.add(Draft("Boats", "boat", (MUTE,)))
        await d.library.rules.add(
            Draft("Seas", "title:sea", (RuleAction(Deed.STAR), RuleAction(Deed.TAG, "Sea")))
        )
        seas = (await d.library.rules.named("seas")).id
        await d.library.rules.switch(seas, on=False)
        await rules(d)
        await d.until_shown("3 articles")
        compare(d, f"rules-{size[0]}x{size[1]}")


async def test_a_rule_is_made_and_tried_while_it_is_typed(opened: Opener) -> None:
    async with opened(boats) as d:
        await rules(d)
        await d.until_shown("No rules yet. The key a makes one.")
        await d.press("a")
        await d.type("boat")
        await d.until_shown("would take    3 articles")
        assert "Green boat" in d.text
        await d.type(" is:x")
        await d.until_shown("Column 6: There is no state")
        await d.press("enter")
        await d.until_shown("There is no state “x”.")
        await d.until_shown("boat is:x")
        await d.press(*["backspace"] * 5, "enter")
        await d.until_shown("What is to be done?")
        await d.press("enter")
        await d.pilot.pause()
        await d.until_shown("What is to be done?")
        await d.press("m")
        await d.until_shown("Mute ")
        await d.press("t")
        await d.until_shown("Tag:")
        await d.type("At sea")
        await d.press("enter")
        await d.until_shown("Mute, tag “At sea” ")
        await d.press("s")
        await d.until_shown("Mute, tag “At sea”, star")
        await d.press("s")
        await d.until_shown("Mute, tag “At sea” ")
        await d.press("enter")
        await d.until_shown("Name:")
        await d.press("enter")
        await d.until_shown("“boat” takes what comes from now on.")
        (rule,) = await d.library.rules.all()
        assert (rule.name, rule.query, list(map(str, rule.actions))) == (
            "boat",
            "boat",
            ["mute", "tag:At sea"],
        )


async def test_apply_switch_and_delete(opened: Opener) -> None:
    async with opened(boats) as d:
        await rules(d)
        await make(d, "boat", "m")
        await d.press("A")
        await d.until_shown("“boat” took 3 articles, 3 of them hidden.")
        await d.until_shown("hides 3 now")
        await d.press("space")
        await d.until_shown("“boat” is off. 3 articles given back.")
        await d.press("space")
        await d.until_shown("“boat” is on, for what comes from now on.")
        await d.press("A")
        await d.until_shown("hides 3 now")
        await d.press("D")
        await d.until_shown("“boat” is deleted. 3 articles given back.")
        await d.press("u")
        await d.until_shown("Undone: delete the rule “boat”.")
        await d.until_shown("hides 3 now")
        await d.press("U")
        await d.until_shown("Done again: delete the rule “boat”.")
        await d.press("escape")
        await d.until(lambda: len(d.titles) == 4)


async def test_it_is_changed_in_place(opened: Opener) -> None:
    async with opened(boats) as d:
        await rules(d)
        await make(d, "boat", "m")
        await d.press("A")
        await d.until_shown("hides 3 now")
        await d.press("enter")
        await d.type(" red")
        await d.until_shown("What it would take")
        await d.press("enter")
        await d.until_shown("Changed. 2 articles given back.")
        await d.press("n")
        await d.until_shown("Name:")
        await d.press(*["backspace"] * 4)
        await d.type("Red ones")
        await d.press("enter")
        await d.until_shown("Red ones")
        await d.press("c")
        await d.until_shown("enter done")
        await d.press("r")
        await d.until_shown("Mute, mark read")
        await d.press("enter")
        await d.until_shown("mute, mark read")
        await d.press("w")
        await d.until_shown("For how long?")
        await d.press("w")
        await d.until_shown("until ")
        (rule,) = await d.library.rules.all()
        assert (rule.name, rule.query, rule.muted) == ("Red ones", "boat red", 1)
        assert rule.until is not None


async def test_the_order_is_changed(opened: Opener) -> None:
    async with opened(boats) as d:
        for name in ("One", "Two"):
            await d.library.rules.add(Draft(name, "boat", (MUTE,)))
        screen = await rules(d)
        await d.press("j", "left_square_bracket")
        await d.until(lambda: screen.rows.cursor == 0)
        assert [rule.name for rule in await d.library.rules.all()] == ["Two", "One"]
        assert screen.rows.rule is not None
        assert screen.rows.rule.name == "Two"


async def test_a_rule_that_went_off_by_itself_says_why(opened: Opener) -> None:
    async with opened(boats) as d:
        rule = (await d.library.rules.add(Draft("Boats", "feed:harbour boat", (MUTE,)))).rule

        def off(conn: Connection) -> None:
            conn.execute(
                "UPDATE rule SET enabled = 0, problem = 'No feed is called [b]x[/].' WHERE id = ?", (rule.id,)
            )

        await d.library._database.write(off)
        await rules(d)
        await d.until_shown("! No feed is called [b]x[/].")


async def test_esc_changes_nothing(opened: Opener) -> None:
    async with opened(boats) as d:
        await rules(d)
        await d.press("a")
        await d.type("boat")
        await d.press("enter")
        await d.until_shown("What is to be done?")
        await d.press("m", "escape")
        assert await d.library.rules.all() == ()
        await d.press("escape")
        await d.until(lambda: d.app.screen is d.screen)
