"""What is sent in place of what Textual writes: the difference to what the terminal shows already.

The driver (`tui.terminal`) sends what it gets from here. Invariant: the terminal shows what it would show if
everything were sent as it is. Whatever is neither a frame nor known to leave the text on the screen alone is
sent unchanged, and then nothing is thought to be known of the screen.
"""

import re
from collections.abc import Mapping

from readnow.tui.wire.grid import Grid
from readnow.tui.wire.pen import Pen

_SYNC_BEGINS, _SYNC_ENDS = "\x1b[?2026h", "\x1b[?2026l"
_WORTH_SYNC = 400
"""Shorter answers are drawn in one go anyway."""
_HARMLESS = re.compile(
    r"(?:\x07|\x1b\](?:2|9|22|52|777);[^\x00-\x1f\x7f-\x9f]*(?:\x07|\x1b\\)"  # bell, pointer, clipboard,
    r"|\x1b\[2[23];2t|\x1bPtmux;(?:\x1b\x1b|\x07|[^\x00-\x1f\x7f-\x9f])*\x1b\\"  # title, notices
    r"|\x1b\[\?(?:25|1000|1003|1004|1006|1015|1016|2004|2048)[hl]|\x1b\[\?7l|\x1b\[\?\d+\$p|\x1b\[[<>]\d*u"
    r"|\x1b7\x1b\[\d+;\d+H(?:\x1b_G[^\x00-\x1f\x7f-\x9f]*\x1b\\)*\x1b8"  # pictures beside the text
    r"|\x1b_G[^\x00-\x1f\x7f-\x9f]*\x1b\\)+\Z"
)
_NO_ERASING = ("vt100", "vt102", "ansi", "cons", "sun", "wy")
_EAST_ASIAN = ("zh", "ja", "ko")


class Wire:
    """To one terminal. Made before the application; knows nothing until it is told the size."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._erases_within = not environment.get("TERM", "").startswith(_NO_ERASING)
        language = next(filter(None, (environment.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG"))), "")
        self._east_asian = language.startswith(_EAST_ASIAN)
        self._grid: Grid | None = None
        self._synchronous = False

    def resized(self, columns: int, rows: int) -> None:
        """The terminal has this size now, and shows nobody knows what."""
        self._grid = Grid(columns, rows, east_asian=self._east_asian)

    def sent_for(self, data: str) -> str:
        """What to send in place of what Textual wrote."""
        if data in (_SYNC_BEGINS, _SYNC_ENDS):
            self._synchronous = True
            return ""
        if self._grid is None or _HARMLESS.match(data):
            return data
        if self._grid.draw(data):
            return self._difference(self._grid)
        self._grid.forget()
        return data

    def _difference(self, grid: Grid) -> str:
        pen = Pen(grid, erases_within=self._erases_within)
        for row, spans in grid.changes():
            for start, end in spans:
                pen.write(row, start, end)
        written = pen.written(grid.cursor)
        if self._synchronous and len(written) >= _WORTH_SYNC:
            return f"{_SYNC_BEGINS}{written}{_SYNC_ENDS}"
        return written
