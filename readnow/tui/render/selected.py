"""Selected lines of an article as the text that is copied: without what we drew into it.

Called by the reader. Pure. Invariant: what is copied stands in the article: no link numbers, no quotation
bars, rules or margins. Lines end where they do on the screen.
"""

from collections.abc import Sequence

from readnow.text.wrap import Line, LineKind
from readnow.tui.render.furniture import is_furniture, margin


def selected_text(lines: Sequence[Line], start: int, end: int | None) -> str:
    """The text of the lines, from a character of the first to one of the last (None: to its end)."""
    last = len(lines) - 1
    texts = [
        _own_text(line, start if number == 0 else 0, end if number == last else None)
        for number, line in enumerate(lines)
        if line.kind is not LineKind.RULE
    ]
    return "\n".join(texts)


def _own_text(line: Line, start: int, end: int | None) -> str:
    """The part of a line between two of its characters that is the article's own."""
    parts: list[str] = []
    position, first = 0, margin(line)
    for index, (text, style, _) in enumerate(line.spans):
        if index >= first and not is_furniture(style):
            low = max(0, start - position)
            high = len(text) if end is None else max(0, end - position)
            parts.append(text[low:high])
        position += len(text)
    return "".join(parts).rstrip()
