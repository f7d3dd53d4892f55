"""Going through an article on a real terminal: few bytes, and the screen that is left is the right one."""

import signal
from pathlib import Path

import pytest

from readnow.store.database import Connection, Database
from tests.support.pty import Terminal
from tests.support.shelf import LONG, NOW, entry, filled, put_feed

HTML = (
    '<p>A claim<sup><a id="r1" href="#n1">1</a></sup>, <a href="https://people.example/all">people of many'
    ' places</a>, <a href="https://evil.example/login">paypal.com</a> und das <a href="https://b.example/x">'
    "Café über den Dächern</a>, 日本 <a href='https://c.example/'>テキスト</a>.</p>"
    + "".join(
        f"<p>Line {n} of what stands between, quiet as the Café is on such days.</p>" for n in range(40)
    )
    + '<ol><li id="n1">The note. <a href="#r1">back</a></li></ol>'
)


def one_article(conn: Connection) -> None:
    put_feed(conn, "Harbour", [entry("A terminal is a place", HTML), entry("Other", LONG)], newest=NOW - 60)


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_marking_sends_only_what_changes(tmp_path: Path, size: tuple[int, int]) -> None:
    await filled(tmp_path, one_article)
    with Terminal([str(tmp_path)], size=size) as terminal:
        terminal.until_shown("A terminal is a place")
        terminal.press("\r")
        terminal.until_shown("A claim")
        terminal.quiet()
        steps = [terminal.press(";") for _ in range(5)] + [terminal.press(",") for _ in range(3)]
        assert max(steps) <= 600
        assert terminal.press("\x1b") <= 600
        terminal.press("/cafe\r")
        terminal.until_shown("n next")
        terminal.quiet()
        matches = [terminal.press("n") for _ in range(3)]
        assert max(matches) <= 600
        assert terminal.press("\x1b") <= 1_500  # all places at once
        assert terminal.quiet(0.8) == 0
        terminal.press(";;")
        before = terminal.text
        terminal.press("\x0c")
        assert terminal.text == before


async def test_marks_are_seen_without_colour(tmp_path: Path) -> None:
    await filled(tmp_path, one_article)
    with Terminal([str(tmp_path)], size=(80, 24), environment={"NO_COLOR": "1"}) as terminal:
        terminal.until_shown("A terminal is a place")
        terminal.press("\r")
        terminal.until_shown("A claim")
        terminal.press("/cafe\r")
        terminal.until_shown("n next")
        terminal.quiet()
        screen = terminal._screen
        row = next(y for y, line in enumerate(screen.display) if "Café über" in line)
        column = screen.display[row].index("Café")
        current = screen.buffer[row][column]
        others = [
            screen.buffer[y][line.index("Café")]
            for y, line in enumerate(screen.display)
            if "the Café" in line
        ]
        assert current.reverse
        assert others
        assert all(cell.bold and cell.underscore and not cell.reverse for cell in others)


@pytest.mark.parametrize("how", ["quit", "SIGTERM", "SIGHUP", "hang up"])
async def test_however_it_ends_the_place_is_kept(tmp_path: Path, how: str) -> None:
    paths = await filled(tmp_path, one_article)
    with Terminal([str(tmp_path)], size=(80, 24)) as terminal:
        terminal.until_shown("A terminal is a place")
        terminal.press("\r")
        terminal.until_shown("A claim")
        terminal.press("  ")
        if how == "quit":
            terminal.press("Q")
        elif how == "hang up":
            terminal.hang_up()
        else:
            terminal.send(signal.Signals[how])
        terminal.end(5, reading=how != "hang up")
    database = await Database.open(paths.database)
    (offset,) = await database.read(lambda conn: conn.execute("SELECT text_offset FROM place").fetchone())
    await database.close()
    assert offset > 0
