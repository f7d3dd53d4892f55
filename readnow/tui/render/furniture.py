"""What we draw into a line of an article and is no part of its text: link numbers, bars, rules, margins.

Finding, stepping through links and copying ask. Pure.
"""

from readnow.text.blocks import Style
from readnow.text.wrap import Line, LineKind

_MARKS = int(Style.LINK_NUMBER | Style.RULE)
_BAR = int(Style.QUOTE | Style.MUTED)
_CODE = int(Style.CODE)


def is_furniture(style: int) -> bool:
    """Whether a span of this style is ours."""
    return bool(style & _MARKS) or style == _BAR


def margin(line: Line) -> int:
    """How many spans at the start of a line only stand left of its text. Blanks in code or tables do not."""
    count = 0
    if line.kind is not LineKind.TABLE:
        for text, style, link in line.spans:
            blank = text.isspace() and not style & _CODE and link is None
            if not blank and not (is_furniture(style) and link is None):
                break
            count += 1
    return count
