"""Pictures on real terminals: kitty's protocol, sixels, or neither; and what is typed while it is found out."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.images import painted, saved
from tests.support.pty import Terminal
from tests.support.shelf import entry, filled, put_feed
from tests.support.web import Answer, Web

KITTY = "\x1b_Gi=31;OK\x1b\\\x1b[6;20;10t\x1b[?62;22c"
SIXEL = "\x1b[6;20;10t\x1b[?62;4;22c"
QUESTION = b"\x1b[c"
SHOWN, HIDDEN, FORGOTTEN = rb"_Ga=p,[^;]*\\", rb"_Ga=d,d=i[^;]*\\", rb"_Ga=d,d=I[^;]*\\"
DRAWN = rb"\x1bP[!-~]*\x1b\\"
BLOCKS = rb"48;[25];"


class Answering(Terminal):
    """A terminal that answers when it is asked what it can do."""

    answer = ""
    asked = 0

    def read(self, seconds: float = 0.02) -> int:
        before = len(self.raw)
        count = super().read(seconds)
        if b"\x1b[5n" in self.raw[before:]:
            os.write(self.master, b"\x1b[0n")
        if QUESTION in self.raw[max(0, before - len(QUESTION)) :]:
            self.asked += 1
            os.write(self.master, self.answer.encode())
        return count

    def sent_for(self, keys: str, last: bytes) -> bytes:
        """What came in answer to keys, once the last part of it was there."""
        before = len(self.raw)
        os.write(self.master, keys.encode())
        self.until(lambda: re.search(last, self.raw[before:]))
        self.quiet(0.15)
        return bytes(self.raw[before:])


def kitty(sent: bytes) -> list[bytes]:
    """What kitty was told, without the dots."""
    return [head for head in re.findall(rb"\x1b_G([^;\x1b]*)", sent) if not head.startswith((b"i=31", b"m="))]


def sixels(sent: bytes) -> list[bytes]:
    return re.findall(rb"\x1bP0;1;0q([!-~]*)\x1b\\", sent)


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as web:
        web.answers |= {
            "/one.png": Answer(saved(painted(300, 200), "PNG")),
            "/two.png": Answer(saved(painted(200, 100), "PNG")),
        }
        yield web


@pytest.fixture
async def folder(tmp_path: Path, web: Web) -> Path:
    html = "".join(
        f'<p><img src="{web.url("/" + name)}" alt="A {name}"></p>' for name in ("one.png", "two.png")
    )
    await filled(tmp_path, lambda conn: put_feed(conn, "F", [entry("Pictures", html)]))
    return tmp_path


def opened(terminal: Answering, answer: str, last: bytes) -> bytes:
    """Open the article and its first picture; what that sent."""
    terminal.answer = answer
    terminal.until_shown("Pictures")
    terminal.press("\r")
    terminal.until_shown("[image: A one.png]")
    assert terminal.asked == 0
    return terminal.sent_for("I", last)


async def test_kitty_draws_it_again_whenever_it_was_covered(folder: Path) -> None:
    with Answering([str(folder)], size=(100, 30)) as terminal:
        sent = opened(terminal, KITTY, SHOWN)
        data, shown = kitty(sent)
        assert b"s=300,v=200" in data
        assert b"c=60,r=20" in shown  # twice as large as it is
        number = re.search(rb"i=(\d+)", data)
        assert number is not None
        assert terminal.asked == 1
        assert kitty(terminal.sent_for("?", HIDDEN))[0] == b"a=d,d=i,i=%b,q=2" % number[1]
        assert set(kitty(terminal.sent_for("\x1b", SHOWN))) == {
            shown
        }  # more than once where it is painted so
        assert shown in kitty(terminal.sent_for("\x0c", SHOWN))
        second = kitty(terminal.sent_for("n", SHOWN))
        assert b"a=d,d=I,i=%b,q=2" % number[1] in second
        assert b"s=200,v=100" in b" ".join(second)
        assert kitty(terminal.sent_for("\x1b", FORGOTTEN))[-1].startswith(b"a=d,d=I,")
        terminal.until_shown("[image: A one.png]")
        assert kitty(terminal.sent_for("I", SHOWN))
        assert terminal.asked == 1
        terminal.press("Q")
        assert terminal.end()[0] == 0


async def test_a_terminal_that_knows_sixels_gets_them_where_the_picture_is(folder: Path) -> None:
    with Answering([str(folder)], size=(100, 30)) as terminal:
        sent = opened(terminal, SIXEL, DRAWN)
        (body,) = sixels(sent)
        assert body.startswith(b'"1;1;300;200#')
        assert b"\x1b7\x1b[10;36H\x1bP" in sent  # 30 cells in the middle of 100
        assert sixels(terminal.sent_for("\x0c", DRAWN))[-1] == body
        assert sixels(terminal.sent_for("n", DRAWN))[-1].startswith(b'"1;1;200;100#')
        terminal.press("q")
        terminal.until_shown("[image: A one.png]")
        before = len(terminal.raw)
        terminal.press("j")
        assert not sixels(bytes(terminal.raw[before:]))


async def test_what_is_typed_while_the_terminal_is_asked_is_not_lost(folder: Path) -> None:
    with Answering([str(folder)], size=(100, 30)) as terminal:
        terminal.until_shown("Pictures")
        terminal.press("\r")
        terminal.until_shown("[image: A one.png]")
        os.write(terminal.master, b"I")
        terminal.until(lambda: QUESTION in terminal.raw)
        for piece in ("\x1b_Gi=31;O", "K\x1b\\n", "\x1b[?62;", "22c"):  # an "n" amidst the answers
            os.write(terminal.master, piece.encode())
            terminal.quiet(0.05)
        terminal.until_shown("2 of 2")
        terminal.until(lambda: b"s=200,v=100" in terminal.raw)


@pytest.mark.parametrize("answer", ["", "\x1b[?62;22c"], ids=["silent", "plain"])
async def test_other_terminals_get_half_blocks_and_keep_their_keys(folder: Path, answer: str) -> None:
    with Answering([str(folder)], size=(100, 30)) as terminal:
        opened(terminal, answer, BLOCKS)
        assert terminal.text.startswith(" Pictures")
        terminal.press("n")
        terminal.until_shown("2 of 2 · 200×100")
        terminal.press("\x1b")
        terminal.until_shown("[image: A one.png]")
        terminal.press("Q")
        assert terminal.end()[0] == 0


async def test_over_ssh_less_is_sent(folder: Path, web: Web) -> None:
    web.answers["/one.png"] = Answer(saved(painted(2000, 1500), "PNG"))
    environment = {"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}
    with Answering([str(folder)], size=(200, 60), environment=environment) as terminal:
        data, _ = kitty(opened(terminal, KITTY, SHOWN))
        size = re.search(rb"s=(\d+),v=(\d+)", data)
        assert size is not None
        assert 200_000 < int(size[1]) * int(size[2]) <= 250_000
