"""Bytes of a terminal as keys, lines as they are typed, lines as commands: whatever comes, nothing breaks."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.config.schema import KeysConfig
from readnow.keys.actions import ACTIONS, Pane
from readnow.keys.keymap import resolve
from readnow.plain.commands import read_command, spoken_key
from readnow.plain.keyboard import Keyboard
from readnow.plain.line_editor import LineEditor

KEYMAP = resolve(KeysConfig())


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (b"jK?", ["j", "K", "question_mark"]),
        (b" \r\n\t\x7f\x08", ["space", "enter", "enter", "tab", "backspace", "backspace"]),
        (b"\x0c\x11\x00", ["ctrl+l", "ctrl+q", "ctrl+at"]),
        (
            b"\x1b[A\x1bOB\x1b[1;5A\x1b[5~\x1b[6~\x1b[Z",
            ["up", "down", "ctrl+up", "pageup", "pagedown", "shift+tab"],
        ),
        (b"\x1b[3~\x1b[H\x1bOF\x1b[15~\x1bOP", ["delete", "home", "end", "f5", "f1"]),
        (b"\x1bx\x1b\x1b[A", ["alt+x", "escape", "up"]),
        ("é雨".encode(), ["é", "雨"]),
        (b"\x1b[200~ab\x1b[201~\x1b[?1;2c", ["a", "b"]),
    ],
)
def test_bytes_are_keys(data: bytes, keys: list[str]) -> None:
    assert Keyboard().feed(data) == keys


def test_escape_alone_is_a_key_when_nothing_follows() -> None:
    keyboard = Keyboard()
    assert keyboard.feed(b"\x1b") == []
    assert keyboard.waits
    assert keyboard.release() == ["escape"]
    assert not keyboard.waits
    assert keyboard.feed(b"[") == ["left_square_bracket"]


@given(st.lists(st.binary(max_size=12), max_size=12))
def test_whatever_comes_in_pieces_is_what_comes_at_once(pieces: list[bytes]) -> None:
    whole, divided = Keyboard(), Keyboard()
    at_once = whole.feed(b"".join(pieces)) + whole.release()
    in_pieces = [key for piece in pieces for key in divided.feed(piece)] + divided.release()
    assert at_once == in_pieces


KEYS = st.sampled_from(
    (
        *(
            "a",
            "B",
            "space",
            "é",
            "雨",
            "slash",
            "backspace",
            "delete",
            "left",
            "right",
            "home",
            "end",
            "tab",
        ),
        *("ctrl+u", "ctrl+k", "ctrl+w", "up", "f5", "ctrl+l", "left_square_bracket"),
    )
)


@given(st.lists(KEYS, max_size=60), st.integers(1, 40))
def test_a_line_is_what_was_typed_and_sends_no_control_characters(keys: list[str], width: int) -> None:
    editor = LineEditor("Label:", "begin", width, lambda text: [f"{text}xyz", f"{text}xy"])
    sent, text, at = editor.begin(), "begin", 5
    for key in keys:
        sent += editor.take(key)
        match key:
            case "backspace":
                text, at = text[: max(0, at - 1)] + text[at:], max(0, at - 1)
            case "delete":
                text = text[:at] + text[at + 1 :]
            case "left":
                at = max(0, at - 1)
            case "right":
                at = min(len(text), at + 1)
            case "home":
                at = 0
            case "end":
                at = len(text)
            case "ctrl+u":
                text, at = text[at:], 0
            case "ctrl+k":
                text = text[:at]
            case "ctrl+w":
                kept = re.sub(r"[^ ]*\Z", "", text[:at].rstrip())
                text, at = kept + text[at:], len(kept)
            case "tab":
                text, at = text[:at] + "xy" + text[at:], at + 2
            case "space" | "slash" | "left_square_bracket" | "a" | "B" | "é" | "雨":
                typed = {"space": " ", "slash": "/", "left_square_bracket": "["}.get(key, key)
                text, at = text[:at] + typed + text[at:], at + 1
    assert editor.text == text
    assert not re.search(r"[^\n\r -~é雨]", sent)


def test_a_line_is_given_up_by_escape_and_answered_by_enter() -> None:
    given_up, answered = LineEditor("A:", "x", 80), LineEditor("A:", "x", 80)
    given_up.take("escape")
    answered.take("enter")
    assert (given_up.done, given_up.text) == (True, None)
    assert (answered.done, answered.text) == (True, "x")


@pytest.mark.parametrize(
    ("line", "action", "number", "rest"),
    [
        ("", "pane.open", None, ""),
        ("3", None, 3, ""),
        ("12 m", "article.toggle-read", 12, ""),
        ("/ memory cgroup", "find.open", None, "memory cgroup"),
        ("/memory cgroup", "find.open", None, "memory cgroup"),
        ("t sea, salt", "article.tags", None, "sea, salt"),
        ("Star or unstar", "article.toggle-star", None, ""),
        ("article.toggle-star", "article.toggle-star", None, ""),
        ("Space", "go.read-on", None, ""),
        ("PgDn", "cursor.page-down", None, ""),
        ("^L", "app.redraw", None, ""),
        ("add a feed https://a.example/", "feed.add", None, "https://a.example/"),
    ],
)
def test_a_line_is_a_command(line: str, action: str | None, number: int | None, rest: str) -> None:
    command = read_command(line, Pane.ARTICLES, KEYMAP)
    assert command is not None
    found = command.action.id if command.action is not None else None
    assert (found, command.number, command.rest) == (action, number, rest)


@pytest.mark.parametrize("line", ["nonsense", "3 4", "3 nonsense", "~/"])
def test_what_is_no_command_is_none(line: str) -> None:
    assert read_command(line, Pane.FEEDS, KEYMAP) is None


@given(
    st.text(st.characters(), max_size=30) | st.sampled_from(("\ud83d", "x" * 70_000)), st.sampled_from(Pane)
)
def test_any_line_is_read(line: str, pane: Pane) -> None:
    read_command(line, pane, KEYMAP)


def test_keys_are_said_in_words_that_differ() -> None:
    assert spoken_key("question_mark") == "? question mark"
    assert spoken_key("R") == "capital R"
    assert spoken_key("ctrl+l") == "Control l"
    for pane in Pane:
        here = [action for action in ACTIONS if pane in action.panes]
        said = [spoken_key(key) for action in here for key in action.keys_in(pane)]
        assert len(said) == len(set(said))
