"""What goes over the wire on a real terminal: how many bytes, and that none of them is somebody else's."""

import base64
import re
from pathlib import Path

from readnow.model.article import DateSource
from readnow.model.change import FeedPlan, NewArticle
from readnow.store import articles
from readnow.store.database import Connection
from tests.support.pty import Terminal
from tests.support.shelf import NOW, entry, filled, put_feed

PAYLOADS = [
    "\x1b[31m", "\x1b[2J", "\x1b]0;pwned\x07", "\x1b]52;c;cHduZWQ=\x07", "\x1b]52;c;cHduZWQ=\x1b\\",
    "\x1b]8;;https://evil.example\x1b\\", "\x1bP+q544e\x1b\\", "\x1b_payload\x1b\\", "\x1b^private\x1b\\",
    "\x1bXstring\x1b\\", "\x1bc", "\x1b[?1049l", "\x1b[6n", "\x1b[21t", "\x1b(0", "\x1b#8", "\x1b",
    "\x9b31m", "\x9d0;pwned\x9c", "\x90q\x9c", "\x85", "\x00", "\x07", "\x08", "\x0b", "\x0c", "\x0e", "\x7f",
    "\t", "\r\n", "\u202e", "\u202d\u202c", "\u2066\u2069", "\u200b", "\u2060", "\ufeff", "\U000e0041",
    "[/]", "[@click=app.quit]", "[red]", "[bold", "\u2028", "\u061c", "e" + "\u0301" * 50,
]  # fmt: skip

OURS = re.compile(
    r"\x1b\[[0-9;]*[mHCKX]|\x1b\[\?(?:25|7|1000|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]"
    r"|\x1b\[\?(?:2026|2048)\$p|\x1b\[>1u|\x1b\[>\d+u|\x1b\[<u"
    r"|\x1b\]8;(?:id=[0-9a-f]+;(?:https?://|mailto:)[!-~]+|;)\x1b\\"
)
"""All that Textual sends for us."""
FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)


def hostile(conn: Connection) -> None:
    """Articles with the payloads as they are, past all cleaning, in every field that is shown."""
    feed_id = put_feed(conn, f"Feed {PAYLOADS[0]}[/]name", [], folder=("Fol\x1b[31mder",))
    new = []
    for number, payload in enumerate(PAYLOADS):
        coded = "".join(f"&#{ord(character)};" for character in payload)
        html = (
            f"<h1>Head{payload}ing{number}</h1><p>Bo{payload}dy{number} co{coded}ded{number}"
            f' <a href="https://l.example/{payload}">li{coded}nk{number}</a> <code>co{coded}de</code>'
            f' <a href="java{coded}script:alert(1)">x</a> <img alt="al{coded}t" src="https://i.example/{payload}"></p>'
            f"<pre>p{payload}re</pre>"
        )
        one = entry(f"T{number:02}a{payload}z{number:02}", html, key=f"key {number}")
        new.append(NewArticle(one, NOW - number, DateSource.PUBLISHED))
    articles.apply(conn, feed_id, FeedPlan(new=tuple(reversed(new))), NOW)
    conn.execute("UPDATE article SET author = 'Au' || char(27) || '[31mthor' || char(8238)")


async def test_no_byte_of_somebody_elses_reaches_the_terminal(tmp_path: Path) -> None:
    await filled(tmp_path, hostile)
    with Terminal([str(tmp_path)]) as terminal:
        terminal.until_shown("T00a")
        for number in range(len(PAYLOADS)):
            terminal.press_quickly("\r" if number == 0 else "J")
            terminal.until(lambda number=number: f"dy{number} " in terminal.text, 5)  # type: ignore[misc]
            assert f"T{number:02}a" in terminal.text
            assert f"z{number:02}" in terminal.text
        terminal.press("?")
        terminal.press("\x1b")
        terminal.press(":go")
        terminal.press("\x1b")
        terminal.press("hD")
        terminal.press("n")
        terminal.press("Q")
        assert terminal.end(5)[0] == 0
        left = OURS.sub("", terminal.shown)
        assert not FORBIDDEN.findall(left)
        assert "[@click=app.quit]" in left


async def test_over_ssh_an_address_is_sent_to_the_terminals_clipboard(tmp_path: Path) -> None:
    await filled(tmp_path)
    environment = {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22", "DISPLAY": ":0"}
    with Terminal([str(tmp_path)], environment=environment) as terminal:
        terminal.until_shown("On reading slowly")
        terminal.press("o")
        terminal.until_shown("Copied: https://feeds.example/onreadingslowly")
        sent = base64.b64encode(b"https://feeds.example/onreadingslowly").decode()
        assert f"\x1b]52;c;{sent}\x07" in terminal.shown


async def test_without_colour_there_is_none(tmp_path: Path) -> None:
    await filled(tmp_path)
    with Terminal([str(tmp_path)], environment={"NO_COLOR": "1"}) as terminal:
        terminal.until_shown("On reading slowly")
        terminal.press("\rhGk")
        styles = set(re.findall(r"\x1b\[([0-9;]*)m", terminal.shown))
        assert {number for style in styles for number in style.split(";")} <= {
            "",
            "0",
            "1",
            "2",
            "3",
            "4",
            "7",
            "39",
            "49",
        }


async def test_the_demo_reads_through_with_one_key(tmp_path: Path) -> None:
    with Terminal([str(tmp_path), "--demo", "--on-start"]) as terminal:
        terminal.until_shown("45 new")
        for name in ("Feeds", "Low Water", "The Estuary Courier", "Welcome to ReadNOW", "All articles · 45"):
            assert name in terminal.text
        for _ in range(250):
            terminal.press_quickly(" ")
            if "Nothing unread is left." in terminal.text:
                break
        assert "Nothing unread is left." in terminal.text
        assert "All articles · " not in terminal.text
        terminal.press("qqq")
        assert terminal.end(5)[0] == 0
    assert not (tmp_path / "data").exists()
