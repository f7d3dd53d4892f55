"""Terminals that have only ASCII: nothing else is drawn, whatever is opened."""

import pytest

from readnow.config.schema import UiConfig
from tests.tui.conftest import Opener


@pytest.mark.parametrize(
    "keys",
    [
        ("enter",),
        ("x", "x", "s"),
        ("slash", "k"),
        ("h", "G", "k", "i"),
        ("h", "G", "E"),
        ("W",),
        ("question_mark",),
        ("colon", "t", "h"),
        ("P",),
        ("h", "G", "D"),
    ],
    ids=str,
)
async def test_a_locale_without_unicode_gets_ascii_only(opened: Opener, keys: tuple[str, ...]) -> None:
    async with opened(encoding="ANSI_X3.4-1968") as d:
        await d.press(*keys)
        await d.pilot.pause()
        assert d.text.isascii(), {character for character in d.text if not character.isascii()}
        assert "|" in d.text or keys[0] in ("W", "question_mark", "colon", "h")


async def test_the_setting_draws_with_ascii_and_leaves_the_letters(opened: Opener) -> None:
    async with opened(ui=UiConfig(glyphs="ascii")) as d:
        assert "* On reading slowly" in d.text
        assert "●" not in d.text
    async with opened(None, encoding="ascii", ui=UiConfig(glyphs="unicode")) as d:
        assert "● On reading slowly" in d.text
