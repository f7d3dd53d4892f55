"""What is sent in place of what Textual writes: the difference to what the terminal shows already.

Filled by the driver (`tui.terminal`), emptied by `line`. Invariant: the terminal shows what it would show if
everything were sent as it is. Whatever is neither a frame nor known to leave the text on the screen alone is
sent unchanged, and then nothing is thought to be known of the screen.
"""

from collections.abc import Mapping
from threading import RLock

from readnow.text.pattern import pattern
from readnow.tui.wire.grid import Grid
from readnow.tui.wire.pen import Pen

_SYNC_BEGINS, _SYNC_ENDS = "\x1b[?2026h", "\x1b[?2026l"
_WORTH_SYNC = 400
"""Shorter answers are drawn in one go anyway."""
_HARMLESS = pattern(
    r"(?:\x07|\x1b\](?:2|9|22|52|777);[^\x00-\x1f\x7f-\x9f]*(?:\x07|\x1b\\)"  # bell, pointer, clipboard,
    r"|\x1b\[2[23];2t|\x1bPtmux;(?:\x1b\x1b|\x07|[^\x00-\x1f\x7f-\x9f])*\x1b\\"  # title, notices
    r"|\x1b\[\?(?:25|1000|1003|1004|1006|1015|1016|2004|2048)[hl]|\x1b\[\?7l|\x1b\[\?\d+\$p|\x1b\[[<>]\d*u"
    r"|\x1b7\x1b\[\d+;\d+H(?:\x1b_G[^\x00-\x1f\x7f-\x9f]*\x1b\\)*\x1b8"  # pictures beside the text
    # what screen passes through to the clipboard, in pieces
    r"|\x1bP\x1b\]52;[\w;+/=]*\x07?\x1b\\|\x1bP[\w+/=]*\x07?\x1b\\"
    r"|\x1b_G[^\x00-\x1f\x7f-\x9f]*\x1b\\)+\Z"
)
_NEWER = pattern(
    r"\x1b\[(?:[<>]\d*u|\?\d+\$p|\?(?:1003|1004|1006|1015|1016|2004|2026|2048)[hl]|2[23];2t)\Z|\x1b\]2;"
)
"""Reports of keys and the mouse, modes and titles that the oldest terminals do not know: some print parts."""
_OLD = ("linux", "vt", "ansi", "cons", "sun", "wy")
_NO_ERASING = ("vt100", "vt102", "ansi", "cons", "sun", "wy")
_EAST_ASIAN = ("zh", "ja", "ko")


class Wire:
    """To one terminal. Made before the application; knows nothing until it is told the size.

    `only_changes`: False sends everything as it is.
    """

    def __init__(self, environment: Mapping[str, str], *, only_changes: bool = True) -> None:
        self._old = environment.get("TERM", "").startswith(_OLD)
        self._erases_within = not environment.get("TERM", "").startswith(_NO_ERASING)
        language = next(filter(None, (environment.get(name) for name in ("LC_ALL", "LC_CTYPE", "LANG"))), "")
        self._east_asian = language.startswith(_EAST_ASIAN)
        self._only_changes = only_changes
        # Reentrant: a signal that suspends us may come while the event loop draws.
        self.turn = RLock()
        """For who calls this from several threads."""
        self._grid: Grid | None = None
        self._drawn = False
        """A frame was taken in whose difference has not been asked for."""
        self._waiting: list[str] = []
        self._synchronous = False

    def resized(self, columns: int, rows: int) -> None:
        """The terminal has this size now, and shows nobody knows what."""
        if self._only_changes:
            with self.turn:
                self._grid = Grid(columns, rows, east_asian=self._east_asian)
                self._drawn = False

    def take_in(self, data: str) -> None:
        """Take in what Textual writes: a frame, or something that is sent as it is."""
        grid = self._grid
        if self._old and _NEWER.match(data):
            return
        if grid is not None and data in (_SYNC_BEGINS, _SYNC_ENDS):
            self._synchronous = True
        elif grid is None or _HARMLESS.match(data):
            self._pass_on(data)
        elif grid.draw(data):
            self._drawn = True
        else:
            self._pass_on(data)
            grid.forget()

    def _pass_on(self, data: str) -> None:
        """What was drawn before comes before it."""
        if drawn := self._difference():
            self._waiting.append(drawn)
        self._waiting.append(data)

    @property
    def is_due(self) -> bool:
        """Whether there may be something to send."""
        return self._drawn or bool(self._waiting)

    def due(self) -> str:
        """What is to be sent now: all that was taken in, frames over frames."""
        sent = "".join([*self._waiting, self._difference()])
        self._waiting.clear()
        return sent

    def _difference(self) -> str:
        if self._grid is None or not self._drawn:
            return ""
        self._drawn = False
        pen = Pen(self._grid, erases_within=self._erases_within)
        for row, spans in self._grid.changes():
            for start, end in spans:
                pen.write(row, start, end)
        written = pen.written(self._grid.cursor)
        if self._synchronous and len(written) >= _WORTH_SYNC:
            return f"{_SYNC_BEGINS}{written}{_SYNC_ENDS}"
        return written
