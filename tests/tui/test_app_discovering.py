"""The list of keys, the palette, the keys at the bottom, and the card of the first starts."""

import pytest

from readnow.config.schema import KeysConfig, UiConfig
from readnow.keys.actions import Pane
from readnow.model.query import ScopeKind
from readnow.store.database import Connection
from readnow.tui.screens.choice import ChoiceScreen
from tests.support.driving import Driven
from tests.support.shelf import entry, put_feed, small_library
from tests.tui.conftest import Opener


def listed(d: Driven) -> list[str]:
    """The names that the list to choose from has now."""
    screen = d.app.screen
    assert isinstance(screen, ChoiceScreen)
    return [choice.label for choice in screen.rows.choices]


# -- the list of keys


async def test_the_list_of_keys_is_found_through_by_key_name_and_words(opened: Opener) -> None:
    async with opened(keys=KeysConfig("newsboat")) as d:
        await d.press("f1")
        assert len(listed(d)) > 60
        await d.type("N")
        assert listed(d)[0].startswith("N m ")
        await d.press("backspace")
        await d.type("toggle-star")
        assert [label.split()[0] for label in listed(d)] == ["S"]
        await d.press("enter")
        assert d.screen.article_list.heads[0].starred
        await d.press("question_mark", "exclamation_mark")
        assert listed(d) == [
            "!                Mute what is like this article, or give it back where muted ones are listed"
        ]


async def test_the_list_of_keys_is_that_of_the_pane(opened: Opener) -> None:
    async with opened() as d:
        await d.press("h", "question_mark")
        await d.type("export")
        assert [label[:1] for label in listed(d)] == ["S"]
        await d.press("escape", "l", "question_mark")
        await d.type("export")
        assert not any("OPML" in label for label in listed(d))


# -- the palette


async def test_what_was_used_last_comes_first_after_a_restart_too(opened: Opener) -> None:
    async with opened() as d:
        for words in ("go to margins", "mark read or unread"):
            await d.press("colon")
            await d.type(words)
            await d.press("enter")
        await d.press("colon")
        assert listed(d)[:2] == ["Mark read or unread", "Go to Margins"]
        assert len(listed(d)) == len(set(listed(d)))
        await d.press("enter")
        assert not d.screen.article_list.heads[0].read
    async with opened(None) as d:
        await d.press("colon")
        assert listed(d)[:2] == ["Mark read or unread", "Go to Margins"]
        await d.press("down", "enter")
        assert d.titles == ["On reading slowly", "Footnotes"]


async def test_what_is_gone_is_not_offered_any_more(opened: Opener) -> None:
    async with opened() as d:
        await d.press("colon")
        await d.type("go to kernel")
        await d.press("enter", "h", "D", "y")
        await d.until(lambda: "Unsubscribed" in d.status)
        await d.press("colon")
        assert "Go to Kernel Week" not in listed(d)


async def test_themes_and_settings_are_there(opened: Opener) -> None:
    async with opened() as d:
        for words, expected in (("layout two", "two"), ("layout auto", "auto")):
            await d.press("colon")
            await d.type(words)
            await d.press("enter")
            assert d.screen.ui.layout == expected
        await d.press("colon")
        await d.type("compact")
        await d.press("enter")
        assert d.screen.ui.density == "compact"
        await d.press("colon")
        await d.type("theme dark")
        await d.press("enter")
        assert d.app.theme == "dark"
        await d.press("colon")
        await d.type("theme dark")
        assert "now" in d.text
        await d.press("escape", "colon")
        await d.type("mark read manual")
        await d.press("enter")
        assert d.status == "ui.mark_read = manual until you quit. Z has the line for your file."
        await d.press("enter")
        assert not d.screen.article_list.heads[0].read
        await d.press("q", "colon")
        await d.type("hints off")
        await d.press("enter")
        assert hints(d) == []
    async with opened(None, environment={"NO_COLOR": "1"}) as d:
        await d.press("colon")
        await d.type("theme")
        assert not any(label.startswith("Theme:") for label in listed(d))


async def test_folders_smart_feeds_and_tags_are_places(opened: Opener) -> None:
    async with opened() as d:
        await d.press("t")
        await d.type("linux")
        await d.press("enter")
        await d.until(lambda: d.library.feeds.tags)
        await d.library.smart_feeds.add("Quiet ones", "quiet")
        for words, kind in (
            ("go to writing", ScopeKind.FOLDER),
            ("quiet ones", ScopeKind.SMART),
            ("go linux", ScopeKind.TAG),
        ):
            await d.press("colon")
            await d.type(words)
            await d.press("enter")
            assert d.screen.view.scope.kind is kind
            assert d.screen.feed_list.scope == d.screen.view.scope


async def test_letters_in_their_order_find_a_command(opened: Opener) -> None:
    async with opened() as d:
        await d.press("ctrl+p")
        await d.type("mkabv")
        assert listed(d)[0] == "Mark all above read"


def many(conn: Connection) -> None:
    for number in range(400):
        put_feed(conn, f"Feed number {number}", [])
    put_feed(conn, "Harbour", [entry("A terminal is a place")])


async def test_with_many_feeds_all_can_be_found(opened: Opener) -> None:
    async with opened(many) as d:
        await d.press("colon")
        await d.type("number 399")
        assert listed(d) == ["Go to Feed number 399"]
        await d.press("enter")
        assert d.screen.feed_list.scope == d.screen.view.scope


# -- the keys at the bottom


def hints(d: Driven) -> list[str]:
    """What the line at the bottom says of keys."""
    return [word for _, word in d.screen.status._hints]


async def test_the_keys_at_the_bottom_can_be_hidden_and_stay_so(opened: Opener) -> None:
    async with opened() as d:
        assert "Space read on" in d.lines[-1]
        await d.press("colon")
        await d.type("keys at the bottom")
        await d.press("enter")
        assert "[ui] hints = false" in d.status
        assert hints(d) == []
        await d.press("h", "l")
        assert hints(d) == []
    async with opened(None) as d:
        assert hints(d) == []
        await d.press("colon")
        await d.type("keys at the bottom")
        await d.press("enter")
        assert hints(d)[0] == "read on"
    async with opened(None, ui=UiConfig(hints=False)) as d:
        assert hints(d) == []


async def test_the_keys_at_the_bottom_are_the_users_and_for_what_is_at_hand(opened: Opener) -> None:
    async with opened(keys=KeysConfig("newsboat", {"go.read-on": ("x",)})) as d:
        assert d.screen.status._hints[0] == ("x", "read on")
    async with opened(None) as d:
        await d.press("x")
        assert hints(d) == ["read", "star", "tags"]
        await d.press("X", "j", "enter")
        await d.until(lambda: d.screen.reader.is_laid_out)
        before = hints(d)
        await d.press("semicolon")
        assert hints(d) == ["open", "copy", "next"]
        await d.press("escape")
        assert hints(d) == before
        await d.press("slash")
        await d.type("text")
        await d.press("enter")
        await d.until(lambda: hints(d) == ["next", "previous", "done"])


# -- the card of the first starts


async def test_the_card_comes_at_three_starts(opened: Opener) -> None:
    for number, fill in enumerate((small_library, None, None, None)):
        async with opened(fill, greet=True) as d:
            assert ("Any key takes this away" in d.text) is (number < 3)
            assert ("more start" in d.text) is (number < 2)


@pytest.mark.parametrize("size", [(50, 20), (80, 24), (120, 40), (200, 50)], ids=str)
async def test_a_key_takes_the_card_away_and_does_its_work(opened: Opener, size: tuple[int, int]) -> None:
    async with opened(size=size, greet=True, keys=KeysConfig("newsboat")) as d:
        assert "Space read on" in d.text
        assert d.screen.focused is d.screen.article_list
        await d.press("N")
        assert d.screen.article_list.heads[0].read
        assert not d.screen.greeting.display
        assert "Any key takes this away" not in d.text


async def test_the_card_does_not_hide_prompts_and_goes_with_a_click(opened: Opener) -> None:
    async with opened(greet=True) as d:
        await d.press("a")
        assert d.screen.prompt.is_open
        assert not d.screen.greeting.display
    async with opened(None, greet=True) as d:
        await d.pilot.click("#greeting")
        await d.until(lambda: not d.screen.greeting.display)
        assert d.screen.pane is Pane.ARTICLES


async def test_there_is_no_card_where_there_are_no_feeds_or_no_hints(opened: Opener) -> None:
    async with opened(lambda conn: None, greet=True) as d:
        assert "Nothing here yet" in d.text
        assert not d.screen.greeting.display
    async with opened(small_library, greet=True, ui=UiConfig(hints=False)) as d:
        assert not d.screen.greeting.display
    async with opened(None, greet=True) as d:
        assert "It comes at 2 more starts" in d.text
