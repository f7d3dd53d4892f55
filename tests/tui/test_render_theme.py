"""The look: the terminal's own colours unless asked otherwise, legible in every theme, none where none may be."""

import re

import pytest
from textual.app import App
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from readnow.config.schema import UiConfig
from readnow.tui.render.palette import ASCII_MARKS, Marks, Palette
from readnow.tui.theme import ANSI_THEME, contrast, look, marks_for, palette_for
from readnow.tui.widgets.article_list import ArticleList
from tests.support.panes import NOW, PaneApp, head
from tests.support.screen import drawn, screen_strips

COLOURED = [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi]
COLOUR_CODES = re.compile("\x1b\\[(?:[0-9;]*;)?(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|[34]8)(?:;[0-9;]*)?m")


@pytest.mark.parametrize(
    ("theme", "env", "expected"),
    [
        ("auto", {}, (True, ANSI_THEME)),
        ("nord", {}, (None, "nord")),
        ("nord", {"NO_COLOR": "1"}, (True, ANSI_THEME)),
        ("auto", {"NO_COLOR": ""}, (True, ANSI_THEME)),
    ],
)
def test_the_look_follows_configuration_and_environment(
    theme: str, env: dict[str, str], expected: tuple[bool | None, str]
) -> None:
    found = look(UiConfig(theme=theme), BUILTIN_THEMES, env)
    assert (found.ansi_color, found.theme) == expected
    assert not found.problem


def test_a_theme_that_does_not_exist_is_told() -> None:
    found = look(UiConfig(theme="nrod"), BUILTIN_THEMES, {})
    assert found.ansi_color
    assert found.problem == 'There is no theme "nrod": the terminal\'s own colours are used.'


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
    black, white = Color.parse("#000000"), Color.parse("#ffffff")
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(white, white) == pytest.approx(1)
    assert contrast(Color.parse("#777777"), white) == pytest.approx(4.48, abs=0.01)


async def test_everything_can_be_read_in_every_theme() -> None:
    app: App[None] = App()
    async with app.run_test():
        for name in COLOURED:
            app.theme = name
            palette = palette_for(app)
            for style in (
                palette.text,
                palette.muted,
                palette.accent,
                palette.title,
                palette.warning,
                palette.code,
            ):
                assert style.color is not None
                assert style.bgcolor is not None
                pair = (Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))
                assert contrast(*pair) >= 4.5, (name, style)


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
