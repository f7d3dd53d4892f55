"""What terminals do for us with addresses: they open links (OSC 8) and keep what is copied (OSC 52).

Asked by the screens and the application. Pure. Invariant: nothing is sent to a terminal that would print it.
"""

from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import quote

_PRINTS_LINKS = ("linux", "vt", "cons", "sun", "wy", "dumb", "ansi", "eterm", "screen")
_MOST = 74_000
"""Bytes: terminals refuse more than about 100,000 characters of Base64."""
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
_LONGEST = 2_000
_SCREENS_PIECE = 252
"""Characters that GNU screen passes on at a time, in its oldest versions."""


def opens_links(environment: Mapping[str, str]) -> bool:
    """Whether such a terminal opens links, or at least leaves alone what says where they lead."""
    if environment.get("TERM_PROGRAM") == "Apple_Terminal" or environment.get("STY"):
        return False
    terminal = environment.get("TERM", "")
    return bool(environment.get("TMUX")) or not terminal.startswith(_PRINTS_LINKS)


def terminals_address(url: str) -> str:
    """An openable address as a terminal is told it: in ASCII; empty for one that is longer than they take."""
    told = quote(url, safe=_PRINTABLE)
    return told if len(told) <= _LONGEST else ""


def passing_through(text: str, environment: Mapping[str, str]) -> str:
    """What has the terminal behind tmux or screen keep `text`; empty where there is none, or for too much.

    Besides what these take for themselves, and hand on only where they are set up to. Over SSH it cannot be
    known which of them it is where TERM says screen, as that of tmux often does: what screen passes through
    tmux drops, but not the other way round.
    """
    data = text.encode("utf-8", "replace")
    if len(data) > _MOST:
        return ""
    plain = f"\x1b]52;c;{b64encode(data).decode('ascii')}\x07"
    terminal = environment.get("TERM", "")
    if environment.get("TMUX") or terminal.startswith("tmux"):
        return f"\x1bPtmux;\x1b{plain}\x1b\\"
    if environment.get("STY") or terminal.startswith("screen"):
        pieces = (plain[at : at + _SCREENS_PIECE] for at in range(0, len(plain), _SCREENS_PIECE))
        return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
    return ""
