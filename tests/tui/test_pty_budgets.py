"""What each action may send on a real terminal of 120 by 40: the figures that the design sets.

Sums over several keys: on a busy machine the answer to one may come with that to the next.
"""

from pathlib import Path

from readnow.store.database import Connection
from readnow.tui.wire.wire import Wire
from tests.support.pty import Terminal
from tests.support.shelf import entry, filled, put_feed

PROSE = "".join(
    f"<p>Paragraph {number}. The harbour at {number} in the morning is quiet, and what stands in the log of"
    f" the {number}th ship is read by nobody; ropes lie coiled, and the tide comes {number} times.</p>"
    for number in range(60)
)
START = 10_000
CURSOR, TAB, MARK = 350, 500, 350
ASKED, EMPTIED = 1_500, 6_000
OVERHEAD, BESIDE_TEXT = 1.3, 2_000
"""Over the bytes of the characters that change on the screen."""


def library(conn: Connection) -> None:
    for feed in range(12):
        articles = [entry(f"Article {feed} {number}", PROSE) for number in range(12)]
        put_feed(conn, f"Feed number {feed}", articles)


def changed(before: str, after: str) -> int:
    """Characters that differ between two screens, in bytes."""
    rows = zip(before.splitlines(), after.splitlines(), strict=True)
    pairs = (pair for old, new in rows for pair in zip(old.ljust(120), new.ljust(120), strict=True))
    return sum(len(new.encode()) for old, new in pairs if old != new)


class Measured(Terminal):
    """Says what keys cost, and what they changed."""

    def cost(self, keys: str, times: int, until: str = "") -> tuple[float, float]:
        """Bytes sent, and bytes of characters changed on the screen, each time, for keys so many times over."""
        sent = shown = 0
        for _ in range(times):
            before, began = self.text, len(self.raw)
            self.press(keys)
            self.until(lambda began=began: len(self.raw) > began)  # type: ignore[misc]
            if until:
                self.until_shown(until)
            self.quiet(0.15)
            sent += len(self.raw) - began
            shown += changed(before, self.text)
        return sent / times, shown / times


async def test_each_action_sends_what_it_may(tmp_path: Path) -> None:
    await filled(tmp_path, library)
    with Measured([str(tmp_path)]) as terminal:
        terminal.until_shown("Article 11 0")
        terminal.quiet(0.5)
        assert len(terminal.raw) <= START
        while terminal.quiet(3):
            pass  # what is found out about new articles behind the start
        assert terminal.cost("j", 6)[0] <= CURSOR
        assert terminal.cost("\t", 3)[0] <= TAB
        assert terminal.cost("h", 1)[0] <= TAB
        assert terminal.cost("j", 4)[0] <= CURSOR
        terminal.cost("l", 1)
        assert terminal.cost("m", 3)[0] <= MARK
        for keys, times, until in (("\r", 1, "Paragraph 1."), (" ", 3, ""), ("n", 3, ""), ("J", 3, "")):
            sent, shown = terminal.cost(keys, times, until)
            assert sent <= OVERHEAD * shown + BESIDE_TEXT, keys
        while terminal.quiet(3):
            pass
        assert terminal.quiet(2) == 0
        terminal.press("h")
        assert terminal.press("/") <= ASKED
        assert terminal.press("xyzzy") <= EMPTIED
        terminal.until_shown("Nothing found.")
        terminal.quiet()
        assert terminal.quiet(0.8) == 0


def test_how_far_a_refresh_has_got_is_a_few_bytes() -> None:
    wire = Wire({"TERM": "xterm-256color"})
    wire.resized(120, 40)
    sizes = []
    for done in range(0, 1200, 7):
        text = f" refreshing {done:,}/1,200".ljust(80) + "Space read on   ? keys".rjust(40)
        wire.take_in(f"\x1b[40;1H\x1b[37m{text}\x1b[0m\x1b[1;1H")
        sizes.append(len(wire.due()))
    assert max(sizes[1:]) <= 100
