"""The look: the terminal's own colours unless asked otherwise, legible in every theme, none where none may be."""

import re

import pytest
from rich.style import Style as RichStyle
from textual.app import App
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from readnow.config.schema import ThemeConfig, UiConfig
from readnow.config.themes import LEGIBLE, OURS, TEXTUALS, contrast
from readnow.text.blocks import Style
from readnow.tui.render.document import style_of, token_style
from readnow.tui.render.palette import ASCII_MARKS, Marks, Palette
from readnow.tui.theme import look, marks_for, palette_for
from readnow.tui.themes import themes
from readnow.tui.widgets.article_list import ArticleList
from tests.support.panes import NOW, PaneApp, head
from tests.support.screen import drawn, screen_strips

KNOWN = themes({})
COLOURED = [name for name, theme in KNOWN.items() if not theme.ansi]
COLOUR_CODES = re.compile("\x1b\\[(?:[0-9;]*;)?(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|[34]8)(?:;[0-9;]*)?m")


def rgb(text: str) -> tuple[int, int, int]:
    """The parts of a colour."""
    return Color.parse(text).rgb


def of(style: RichStyle) -> float:
    """The contrast of a style."""
    assert style.color is not None
    assert style.bgcolor is not None
    return contrast(Color.from_rich_color(style.color).rgb, Color.from_rich_color(style.bgcolor).rgb)


async def palette_of(name: str, own: dict[str, ThemeConfig] | None = None) -> Palette:
    """The palette that a theme gives."""
    app: App[None] = App()
    async with app.run_test():
        for theme in themes(own or {}).values():
            app.register_theme(theme)
        app.theme = name
        return palette_for(app)


@pytest.mark.parametrize(
    ("theme", "env", "expected"),
    [
        ("auto", {}, (True, "terminal")),
        ("terminal", {}, (True, "terminal")),
        ("ansi-light", {}, (True, "terminal")),
        ("nord", {}, (None, "nord")),
        ("high-contrast", {}, (None, "high-contrast")),
        ("nord", {"NO_COLOR": "1"}, (True, "terminal")),
        ("auto", {"NO_COLOR": ""}, (True, "terminal")),
    ],
)
def test_the_look_follows_configuration_and_environment(
    theme: str, env: dict[str, str], expected: tuple[bool | None, str]
) -> None:
    found = look(UiConfig(theme=theme), KNOWN, env)
    assert (found.ansi_color, found.theme) == expected
    assert not found.problem


def test_a_theme_that_does_not_exist_is_told() -> None:
    found = look(UiConfig(theme="nrod"), KNOWN, {})
    assert found.ansi_color
    assert found.problem == 'There is no theme "nrod": the terminal\'s own colours are used.'


def test_the_names_of_textuals_themes_are_those_that_there_are() -> None:
    assert set(TEXTUALS) == {name for name, theme in BUILTIN_THEMES.items() if not theme.ansi}
    assert list(KNOWN) == [*OURS, *TEXTUALS]


@pytest.mark.parametrize(
    ("encoding", "marks"),
    [
        ("utf-8", Marks()),
        ("UTF8", Marks()),
        ("ascii", ASCII_MARKS),
        ("ANSI_X3.4-1968", ASCII_MARKS),
        ("latin-1", ASCII_MARKS),
    ],
)
def test_marks_are_what_the_terminal_can_show(encoding: str, marks: Marks) -> None:
    assert marks_for(encoding) is marks or marks_for(encoding) == marks


def test_contrast_is_that_of_the_standard() -> None:
    black, white = rgb("#000000"), rgb("#ffffff")
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(white, white) == pytest.approx(1)
    assert contrast(rgb("#777777"), white) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("name", COLOURED)
async def test_every_style_of_text_can_be_read_in_every_theme(name: str) -> None:
    palette = await palette_of(name)
    flags = [int(flag) for flag in Style] + [int(flag | Style.CODE) for flag in Style]
    styles = [
        *(palette.text, palette.muted, palette.accent, palette.title, palette.warning, palette.strong),
        *(palette.cursor, palette.cursor_strong, palette.code, palette.code_block),
        *(style_of(flag, palette) for flag in flags),
        *(token_style(flag, palette) for flag in flags),
    ]
    assert [style for style in styles if of(style) < LEGIBLE] == []


@pytest.mark.parametrize("name", ["high-contrast", "high-contrast-light"])
async def test_high_contrast_is_high(name: str) -> None:
    palette = await palette_of(name)
    for style in (palette.text, palette.muted, palette.accent, palette.warning, palette.code):
        assert of(style) >= 7


@pytest.mark.parametrize("name", OURS[1:])
async def test_our_colours_are_the_same_where_there_are_only_256(name: str) -> None:
    theme = KNOWN[name]
    for variable, colour in theme.variables.items():
        parts = rgb(colour)
        in_cube = all(part in (0, 95, 135, 175, 215, 255) for part in parts)
        is_grey = len(set(parts)) == 1 and parts[0] in range(8, 239, 10)
        assert in_cube or is_grey, (variable, colour)


async def test_a_theme_of_the_users_own_is_used_as_it_is_written() -> None:
    own = {
        "sea": ThemeConfig(base="dark", accent="#5fd7d7", muted="#333333"),
        "mine": ThemeConfig(accent="blue", warning="bright-red", code="black"),
        "north": ThemeConfig(base="nord", background="#000", foreground="bright-white"),
    }
    sea = await palette_of("sea", own)
    assert sea.accent.color == Color.parse("#5fd7d7").rich_color
    assert sea.muted.color == Color.parse("#333333").rich_color
    assert sea.text == (await palette_of("dark")).text
    mine = await palette_of("mine", own)
    assert mine.text == Palette().text
    assert mine.muted == Palette().muted
    assert mine.accent == RichStyle(color="blue")
    assert mine.title == RichStyle(color="blue", bold=True)
    assert mine.warning == RichStyle(color="bright_red")
    assert mine.code == Palette().code + RichStyle(bgcolor="black")
    north = await palette_of("north", own)
    assert north.text == RichStyle(color="#ffffff", bgcolor="#000000")
    assert north.accent.color == Color.parse(BUILTIN_THEMES["nord"].accent or "").rich_color


async def test_another_theme_is_seen_at_once() -> None:
    pane = ArticleList(now=lambda: NOW)
    app = PaneApp(lambda: [pane])
    async with app.run_test(size=(40, 8)) as pilot:
        pane.show([head(1)], complete=True, show_feed=False)
        await pilot.pause()
        assert pane.palette == Palette()
        app.ansi_color = None
        app.theme = "nord"
        await pilot.pause()
        style = next(iter(screen_strips(app)[1])).style
        assert style is not None
        assert style.bgcolor is not None
        assert style.bgcolor.triplet == Color.parse("#2E3440").rich_color.triplet


async def test_no_color_means_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    pane = ArticleList(now=lambda: NOW)
    app = PaneApp(lambda: [pane])
    async with app.run_test(size=(40, 8)) as pilot:
        pane.set_title("All", "newest first")
        pane.show([head(1), head(0, read=True)], complete=True, show_feed=False)
        await pilot.pause()
        sent = drawn(app)
        assert "\x1b[" in sent
        assert not COLOUR_CODES.search(sent)


async def test_the_terminals_own_colours_are_few() -> None:
    """The accent is the only colour of a list in which all is well."""
    pane = ArticleList(now=lambda: NOW)
    app = PaneApp(lambda: [pane])
    async with app.run_test(size=(40, 8)) as pilot:
        pane.set_title("All", "newest first")
        pane.show([head(1), head(0, read=True, starred=True)], complete=True, show_feed=True)
        await pilot.pause()
        names = {
            segment.style.color.name
            for strip in screen_strips(app)
            for segment in strip
            if segment.style is not None and segment.style.color is not None
        }
        assert names <= {"magenta", "default"}
