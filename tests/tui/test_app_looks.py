"""Themes, layouts and rows chosen on the screen: seen at once, remembered, never written into the configuration."""

from functools import partial

import pytest
from textual import events
from textual.color import Color

from readnow.config.schema import ThemeConfig, ThemesConfig, UiConfig
from readnow.config.themes import LEGIBLE, contrast
from readnow.keys.actions import Pane
from tests.support.driving import Driven
from tests.support.screen import screen_strips
from tests.tui.conftest import Opener

FAINTEST = ("dark", "light", "solarized-dark", "atom-one-dark", "atom-one-light", "textual-light")
"""Themes with little contrast of their own, and ours. All styles of all themes: `test_render_theme`."""


def grounds(d: Driven) -> set[str]:
    """The backgrounds of what is on the screen."""
    return {
        Color.from_rich_color(segment.style.bgcolor).hex if segment.style.bgcolor.triplet else "none"
        for strip in screen_strips(d.app)
        for segment in strip
        if segment.style is not None and segment.style.bgcolor is not None
    }


def shows_ground(d: Driven, ground: str) -> bool:
    """Whether something on the screen has this background."""
    return ground in grounds(d)


def faint(d: Driven) -> list[tuple[str, str]]:
    """What is on the screen and can hardly be read, with its style."""
    found = []
    for strip in screen_strips(d.app):
        for text, style, _ in strip:
            if not text.strip() or not any(character.isalnum() for character in text):
                continue
            assert style is not None
            assert style.color is not None
            assert style.bgcolor is not None
            front, back = Color.from_rich_color(style.color).rgb, Color.from_rich_color(style.bgcolor).rgb
            if contrast(front, back) < LEGIBLE or style.dim:
                found.append((text, str(style)))
    return found


async def test_the_theme_under_the_cursor_is_shown_at_once(opened: Opener) -> None:
    async with opened() as d:
        assert d.app.native_ansi_color
        await d.press("P")
        await d.until_shown("high-contrast-light")
        assert "newest first" in d.text  # what the theme is for stays in sight
        await d.press("down")
        await d.until(lambda: d.app.theme == "dark")
        await d.until(lambda: grounds(d) == {"#1C1C1C"})
        await d.press("down")
        await d.until(lambda: grounds(d) == {"#FFFFFF"})
        await d.press("escape")
        await d.until(lambda: d.app.theme == "terminal")
        await d.until(lambda: "#FFFFFF" not in grounds(d))
        assert d.screen.ui.theme == "auto"


async def test_typing_narrows_the_themes_and_shows_the_first(opened: Opener) -> None:
    async with opened() as d:
        await d.press("P")
        await d.type("nord")
        await d.until(lambda: d.app.theme == "nord")
        await d.press("enter")
        await d.until(lambda: "nord" in d.status)
        assert d.status == 'Theme nord, also next time. In config.toml: [ui] theme = "nord"'
        assert grounds(d) == {"#2E3440"}


async def test_a_chosen_theme_is_there_next_time_until_the_configuration_says_another(opened: Opener) -> None:
    async with opened() as d:
        await d.press("P")
        await d.type("nord")
        await d.press("enter")
        await d.until(lambda: d.screen.ui.theme == "nord")
    async with opened(None) as d:
        assert d.app.theme == "nord"
    async with opened(None, ui=UiConfig(theme="light")) as d:
        assert d.app.theme == "light"
        await d.press("P", "enter")
    async with opened(None, ui=UiConfig(theme="light")) as d:
        assert d.app.theme == "light"


async def test_a_theme_of_the_users_own_is_shown_and_offered(opened: Opener) -> None:
    own = ThemesConfig({"sea": ThemeConfig(base="dark", background="#001122", accent="#5fd7d7")})
    async with opened(ui=UiConfig(theme="sea"), theme=own) as d:
        assert grounds(d) == {"#001122"}
        await d.press("P")
        await d.until_shown("yours")
        assert "sea" in next(line for line in d.lines if "yours" in line)
        await d.press("up", "enter")
        await d.until(lambda: d.screen.ui.theme == "high-contrast-light")
    async with opened(None, ui=UiConfig(theme="sea")) as d:  # what was chosen holds, though that is gone
        assert d.app.theme == "high-contrast-light"


async def test_no_color_has_no_themes(opened: Opener) -> None:
    async with opened(environment={"NO_COLOR": "1"}) as d:
        await d.press("P")
        assert d.status == "NO_COLOR is set: no colours are shown."
        assert d.screen.apply_theme("dark") == "NO_COLOR is set: no colours are shown."
        assert d.app.theme == "terminal"


async def test_a_theme_of_another_name_is_refused_in_words(opened: Opener) -> None:
    async with opened() as d:
        assert d.screen.apply_theme("nrod") == 'There is no theme "nrod".'
        assert d.app.theme == "terminal"
        assert d.screen.apply_looks(UiConfig(theme="nrod", layout="one")) == 'There is no theme "nrod".'
        assert len(d.screen.shown_panes()) == 1


@pytest.mark.parametrize(
    "keys",
    [
        ("enter",),
        ("slash", "k", "e"),
        ("h", "G", "i"),
        ("W",),
        ("question_mark", "m"),
        ("h", "G", "D"),
        ("a",),
    ],
    ids=str,
)
async def test_all_on_the_screen_can_be_read(opened: Opener, keys: tuple[str, ...]) -> None:
    async with opened(ui=UiConfig(theme="dark")) as d:
        await d.press(*keys)
        await d.pilot.pause()
        for name in FAINTEST:
            assert d.app.apply_theme(name) == ""
            await d.pilot.pause()
            ground = Color.parse(d.app.theme_variables["background"]).hex
            await d.until(partial(shows_ground, d, ground))
            assert faint(d) == [], name


async def test_rows_and_panes_change_by_key_and_are_there_next_time(opened: Opener) -> None:
    async with opened() as d:
        assert "  Margins · 1 m" in d.text
        await d.press("minus", "minus")
        assert "One line a row" in d.status
        assert 'density = "compact"' in d.status
        assert not any(line[27:].lstrip().startswith("Margins") for line in d.lines)
        await d.press("B", "B")
        assert len(d.screen.shown_panes()) == 2
        assert 'layout = "two"' in d.status
    async with opened(None) as d:
        assert len(d.screen.shown_panes()) == 2
        assert d.screen.article_list.row_height == 1
    async with opened(None, ui=UiConfig(density="comfortable", layout="one")) as d:
        assert len(d.screen.shown_panes()) == 1
        assert d.screen.article_list.row_height == 2


async def test_columns_are_applied_while_it_runs(opened: Opener) -> None:
    async with opened(size=(100, 30), ui=UiConfig(columns=("age", "title"))) as d:
        line = next(line for line in d.lines if "On reading slowly" in line)
        assert line.index("1 m") < line.index("On reading slowly")
        assert "Margins" not in line[20:]
        d.screen.apply_columns(("title", "feed"))
        await d.until(lambda: any("slowly" in line and "Margins" in line[20:] for line in d.lines))
        d.screen.apply_looks(UiConfig())
        await d.until(lambda: any("slowly" in line and "1 m" in line[20:] for line in d.lines))


def mouse(kind: type[events.MouseEvent], x: int, y: int, button: int = 1) -> events.MouseEvent:
    """What a terminal says of the mouse."""
    return kind(None, x, y, 0, 0, button, False, False, False, screen_x=x, screen_y=y)


async def drag(d: Driven, start: int, end: int, y: int = 10) -> None:
    """Drag from one column to another, by way of those between."""
    d.app.post_message(mouse(events.MouseDown, start, y))
    for x in range(start, end, 1 if end > start else -1):
        d.app.post_message(mouse(events.MouseMove, x, y))
    d.app.post_message(mouse(events.MouseMove, end, y))
    d.app.post_message(mouse(events.MouseUp, end, y))
    await d.pilot.pause()
    await d.pilot.pause()


async def test_the_lines_between_panes_are_dragged(opened: Opener) -> None:
    async with opened() as d:
        await drag(d, 26, 40)
        assert d.screen.article_list.region.x == 40
        assert d.screen.pane is Pane.ARTICLES  # neither the focus nor the cursor moves
        assert d.under_cursor == "On reading slowly"
        reader = d.screen.reader.region.x
        await drag(d, reader, reader - 10)
        assert d.screen.reader.region.x == reader - 10
        await drag(d, reader - 10, 119)
        assert d.screen.reader.region.width >= 24
        await drag(d, 40, 0)
        assert d.screen.feed_list.region.width == 12
        articles = d.screen.article_list.region.width
    async with opened(None) as d:
        assert d.screen.feed_list.region.width == 12
        assert d.screen.article_list.region.width == articles


async def test_a_line_is_dragged_by_the_left_button_and_only_while_it_is_held(opened: Opener) -> None:
    async with opened(size=(80, 24)) as d:
        d.app.post_message(mouse(events.MouseDown, 18, 5, button=3))
        d.app.post_message(mouse(events.MouseMove, 30, 5, button=3))
        await d.pilot.pause()
        assert d.screen.article_list.region.x == 18
        d.app.post_message(mouse(events.MouseDown, 18, 5))
        d.app.post_message(mouse(events.MouseMove, 22, 5))
        d.app.post_message(mouse(events.MouseMove, 30, 5, button=0))
        d.app.post_message(mouse(events.MouseMove, 31, 5))
        await d.pilot.pause()
        await d.pilot.pause()
        assert d.screen.article_list.region.x == 22


async def test_a_key_is_shown_whole_or_not_at_all(opened: Opener) -> None:
    async with opened(size=(40, 12)) as d:
        await d.press("enter")
        d.screen.say("")
        for width in range(40, 56):
            await d.pilot.resize_terminal(width, 12)
            await d.pilot.pause()
            words = {word.strip() for word in d.lines[-1].split("   ") if word.strip()}
            assert words <= {"Space read on", "? keys", "n next unread", "f full text", "q back"}, width
            assert "Space read on" in words


async def test_light_mode_keeps_the_colours_of_the_terminal_until_it_ends(opened: Opener) -> None:
    async with opened() as d:
        d.screen.action_view_light()
        await d.press("P", "j", "j")
        await d.until(lambda: d.app.theme != "terminal")  # they are tried all the same
        await d.press("escape")
        await d.until(lambda: d.app.screen is d.screen)
        assert d.app.theme == "terminal"
        await d.press("P")
        await d.type("nord")
        await d.press("enter")
        await d.until(lambda: d.status.startswith("Theme nord when light mode ends, also next time."))
        assert d.app.theme == "terminal"
        d.screen.action_view_light()
        assert d.app.theme == "nord"
