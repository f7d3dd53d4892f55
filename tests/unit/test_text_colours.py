"""Tokens of code on the screen: told apart by weight and slant too, legible on the ground of the block."""

import pytest
from rich.style import Style as RichStyle
from textual.app import App
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from readnow.text.blocks import Style
from readnow.text.html import to_document
from readnow.text.wrap import wrap
from readnow.tui.render.document import document_line, token_style
from readnow.tui.render.palette import Palette
from readnow.tui.theme import contrast, palette_for

TOKENS = (
    *(Style.KEYWORD, Style.STRING, Style.COMMENT, Style.NUMBER, Style.NAME, Style.INSERTED, Style.DELETED),
)
COLOURED = [name for name, theme in BUILTIN_THEMES.items() if not theme.ansi]
PALETTE = Palette()


def test_what_a_token_is_shows_without_colour() -> None:
    looks = {token: token_style(int(Style.CODE | token), PALETTE) for token in TOKENS}
    assert looks[Style.KEYWORD].bold
    assert looks[Style.NAME].bold
    assert looks[Style.COMMENT].italic
    assert token_style(int(Style.CODE), PALETTE) == PALETTE.code_block
    assert token_style(int(Style.CODE | Style.LINK), PALETTE).underline


def test_a_line_of_code_is_drawn_in_its_colours_on_one_ground() -> None:
    palette = Palette(code_block=RichStyle.parse("on #333333"))
    (line, *_) = wrap(to_document('<pre class="language-python">return "x"  # y</pre>'), 30)
    strip = document_line(line, 40, 2, palette)
    drawn = {segment.text: segment.style for segment in strip if segment.style and segment.text.strip()}
    assert list(drawn) == ["return", '"x"', "# y"]
    assert drawn["return"].bold
    assert drawn['"x"'].color == palette.accent.color
    assert drawn["# y"].italic
    assert len({style.bgcolor for style in drawn.values()}) == 1


@pytest.mark.parametrize("name", COLOURED)
async def test_tokens_can_be_read_in_every_theme(name: str) -> None:
    app: App[None] = App()
    async with app.run_test():
        app.theme = name
        palette = palette_for(app)
    plain = palette.code_block
    assert plain.color is not None
    assert plain.bgcolor is not None
    ground = Color.from_rich_color(plain.color), Color.from_rich_color(plain.bgcolor)
    for token in TOKENS:
        style = token_style(int(Style.CODE | token), palette)
        assert style.color is not None
        assert style.bgcolor is not None
        pair = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
        assert contrast(*pair) >= min(4.5, contrast(*ground)) - 0.01, (name, token)
