"""What terminals do with addresses: which are told of links, and copying through tmux and screen."""

import base64

import pytest

from readnow.tui.clipboard import opens_links, passing_through, terminals_address
from readnow.tui.wire.wire import Wire


@pytest.mark.parametrize(
    ("environment", "opens"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "alacritty"}, True),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/x"}, True),
        ({"TERM": "screen-256color", "TMUX": "/tmp/x"}, True),
        ({"TERM": "screen-256color", "STY": "1.x"}, False),
        ({"TERM": "screen"}, False),
        ({"TERM": "linux"}, False),
        ({"TERM": "vt100"}, False),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, False),
    ],
)
def test_only_terminals_that_hide_it_are_told_where_links_lead(
    environment: dict[str, str], opens: bool
) -> None:
    assert opens_links(environment) is opens


def test_addresses_are_told_in_ascii() -> None:
    assert terminals_address("https://e.example/a%20b?c=d&e#f") == "https://e.example/a%20b?c=d&e#f"
    assert terminals_address("https://e.example/é x") == "https://e.example/%C3%A9%20x"
    assert terminals_address(f"https://e.example/{'x' * 2000}") == ""


def test_no_multiplexer_nothing_to_pass_through() -> None:
    assert passing_through("address", {"TERM": "xterm-256color"}) == ""
    assert passing_through("x" * 100_000, {"TERM": "tmux", "TMUX": "1"}) == ""


def test_tmux_passes_it_on_with_each_escape_doubled() -> None:
    coded = base64.b64encode("naïve".encode()).decode()
    for environment in ({"TMUX": "1", "TERM": "screen-256color"}, {"TERM": "tmux-256color"}):
        assert passing_through("naïve", environment) == f"\x1bPtmux;\x1b\x1b]52;c;{coded}\x07\x1b\\"


def test_screen_passes_it_on_in_pieces() -> None:
    sent = passing_through("x" * 1000, {"TERM": "screen", "STY": "1"})
    pieces = sent.removesuffix("\x1b\\").split("\x1b\\")
    assert all(piece.startswith("\x1bP") and len(piece) <= 254 for piece in pieces)
    whole = "".join(piece.removeprefix("\x1bP") for piece in pieces)
    assert whole == f"\x1b]52;c;{base64.b64encode(b'x' * 1000).decode()}\x07"


@pytest.mark.parametrize("environment", [{"TMUX": "1"}, {"STY": "1"}])
@pytest.mark.parametrize("size", [3, 185, 186, 187, 500, 5000])
def test_what_is_copied_does_not_have_the_screen_drawn_anew(environment: dict[str, str], size: int) -> None:
    wire = Wire({"TERM": "xterm"})
    wire.resized(20, 2)
    wire.take_in("\x1b[1;1Hone\x1b[1;1H")
    wire.due()
    wire.take_in(passing_through("x" * size, environment))
    wire.take_in("\x1b[1;1Hone\x1b[1;1H")
    assert wire.due() == passing_through("x" * size, environment)
