import string

import pytest
from textual.keys import _character_to_key

from readnow.keys.names import display, name_of_character, normalise, unsendable


@pytest.mark.parametrize("character", string.printable.strip() + "éßäÄЖ漢§“”–€½²")
def test_names_of_characters_are_those_of_textual(character: str) -> None:
    assert name_of_character(character) == _character_to_key(character)
    assert normalise(character) == _character_to_key(character)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("m", "m"),
        ("M", "M"),
        ("shift+m", "M"),
        ("Shift+M", "M"),
        ("?", "question_mark"),
        ("question_mark", "question_mark"),
        ("Ctrl+P", "ctrl+p"),
        ("^p", "ctrl+p"),
        ("^P", "ctrl+p"),
        ("ctrl++", "ctrl+plus"),
        ("+", "plus"),
        ("^", "circumflex_accent"),
        ("^]", "ctrl+right_square_bracket"),
        ("F5", "f5"),
        ("Esc", "escape"),
        ("return", "enter"),
        ("PgUp", "pageup"),
        ("del", "delete"),
        ("Space", "space"),
        ("shift+tab", "shift+tab"),
        ("backtab", "shift+tab"),
        ("shift+ctrl+up", "ctrl+shift+up"),
        ("Alt + x", "alt+x"),
        ("section_sign", "section_sign"),
        ("§", "section_sign"),
        (" x ", "x"),
    ],
)
def test_keys_may_be_written_in_several_ways(written: str, name: str) -> None:
    assert normalise(written) == name


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "foo",
        "f25",
        "f0",
        "gg",
        "ctrl+",
        "ctrl+foo",
        "hold+x",
        "shift+1",
        "ctrl+backtab",
        "\n",
        "\x1b",
        "++",
    ],
)
def test_what_is_no_key_is_refused(written: str) -> None:
    assert normalise(written) is None


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("question_mark", "?"),
        ("ctrl+p", "^P"),
        ("shift+tab", "Shift+Tab"),
        ("ctrl+shift+up", "Ctrl+Shift+Up"),
        ("pageup", "PgUp"),
        ("escape", "Esc"),
        ("space", "Space"),
        ("f5", "F5"),
        ("G", "G"),
        ("less_than_sign", "<"),
        ("number_sign", "#"),
        ("section_sign", "§"),
        ("alt+x", "Alt+x"),
        ("no_such_name", "no_such_name"),
    ],
)
def test_keys_are_shown_as_people_read_them(name: str, shown: str) -> None:
    assert display(name) == shown


@pytest.mark.parametrize(
    ("key", "like"),
    [
        ("ctrl+i", "Tab"),
        ("ctrl+m", "Enter"),
        ("ctrl+j", "Enter"),
        ("ctrl+h", "Backspace"),
        ("ctrl+left_square_bracket", "Esc"),
    ],
)
def test_keys_that_terminals_send_as_another_are_known(key: str, like: str) -> None:
    assert unsendable(key).endswith(f"as for {like}")


@pytest.mark.parametrize(
    "key",
    ["ctrl+enter", "shift+enter", "shift+space", "ctrl+1", "ctrl+comma", "super+x", "ctrl+shift+a", "alt+up"],
)
def test_keys_that_old_terminals_do_not_have_are_known(key: str) -> None:
    assert unsendable(key) == "many terminals cannot send it"


@pytest.mark.parametrize(
    "key",
    ["x", "X", "f12", "ctrl+x", "alt+x", "ctrl+up", "shift+f1", "shift+tab", "ctrl+backslash", "ctrl+at"],
)
def test_other_keys_reach_us(key: str) -> None:
    assert unsendable(key) == ""
