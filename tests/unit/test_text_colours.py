"""Tokens of code on the screen: told apart by weight and slant too, legible on the ground of the block."""

from rich.style import Style as RichStyle

from readnow.text.blocks import Style
from readnow.text.html import to_document
from readnow.text.wrap import wrap
from readnow.tui.render.document import document_line, token_style
from readnow.tui.render.palette import Palette

TOKENS = (
    *(Style.KEYWORD, Style.STRING, Style.COMMENT, Style.NUMBER, Style.NAME, Style.INSERTED, Style.DELETED),
)
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
