"""Light mode: when it is on, and what it holds back."""

import pytest

from readnow.tui.light import Light, Mode, frames, light_at_start

SSH = {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}
MOUSE = ["\x1b[?1000h", "\x1b[?1003h", "\x1b[?1015h", "\x1b[?1006h"]


@pytest.mark.parametrize(
    ("mode", "environment", "light", "rate"),
    [
        ("auto", {}, False, "240"),
        ("auto", SSH, True, "60"),
        ("auto", {"SSH_TTY": "/dev/pts/1"}, True, "60"),
        ("full", SSH, False, "240"),
        ("light", {}, True, "15"),
        ("light", SSH, True, "15"),
    ],
)
def test_when_it_begins_light(mode: Mode, environment: dict[str, str], light: bool, rate: str) -> None:
    assert light_at_start(mode, environment) is light
    assert frames(mode, environment) == rate
    assert Light(mode, environment).is_open is (mode == "auto" and light)


def test_the_mouse_is_silent_while_it_is_light() -> None:
    light, sent = Light("auto", SSH), list[str]()
    assert not any(light.lets_pass(sequence) for sequence in (*MOUSE, MOUSE[0]))
    assert light.lets_pass("\x1b[?2004h")
    assert light.lets_pass("\x1b[?1003l")
    light.turn(False, sent.append)
    assert sent == MOUSE
    assert light.lets_pass(MOUSE[0])
    sent.clear()
    light.turn(False, sent.append)
    assert sent == []
    light.turn(True, sent.append)
    assert sent == [sequence[:-1] + "l" for sequence in MOUSE]
    assert not light.is_open
