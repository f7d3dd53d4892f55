"""Tokens of code on the screen: told apart by weight and slant too, legible on the ground of the block."""

from rich.style import Style as RichStyle

from readnow.text.blocks import Style
from readnow.text.html import to_document
from readnow.text.wrap import wrap
from readnow.tui.render.document import code_start, document_line, token_style
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


def test_the_ground_of_an_empty_line_of_code_begins_where_that_of_the_others_does() -> None:
    palette = Palette(code_block=RichStyle.parse("on #333333"))
    wrapped = wrap(to_document("<ol><li><pre>a = 1\n\nb = 2</pre></li></ol>"), 30)
    lines = [wrapped.line(number) for number in range(wrapped.upto(10))]
    start = code_start(lines[0])
    assert start == 7
    assert code_start(lines[1]) is None
    grounds = set()
    for line in lines[:3]:
        strip = document_line(line, 40, 2, palette, (), start)
        at = cells = 0
        for text, style, _ in strip:
            if style is not None and style.bgcolor is not None:
                at = at or cells
            cells += len(text)
        grounds.add(at)
    assert grounds == {2 + 7}
