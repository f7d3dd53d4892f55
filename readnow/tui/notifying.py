"""What is sent to the terminal beside the screen: its title, and notices for the desktop. Pure.

Invariants: a text in such a sequence has no control characters, so that it can end it nowhere; none of them
writes on the screen; inside tmux and screen they are handed through to the terminal around these.
"""

from collections.abc import Mapping

from readnow.text.clean import clean_line

KEEP_TITLE, GIVE_TITLE_BACK = "\x1b[22;2t", "\x1b[23;2t"
"""The terminal's stack of titles."""
TITLE_BEGINS = "\x1b]2;"
_LONGEST = 200


def title(unread: int) -> str:
    """Names the terminal after us, with how much is unread."""
    return f"{TITLE_BEGINS}ReadNOW{f' ({unread:,})' if unread else ''}\x07"


def notice(way: str, text: str, environment: Mapping[str, str]) -> str:
    """A notice for the desktop, the `way` that the terminal understands ("osc9", "osc777"); else nothing."""
    said = clean_line(text, _LONGEST)
    if not said:
        return ""
    if way == "osc9":
        return _through(f"\x1b]9;{said}\x07", environment)
    if way == "osc777":
        return _through(f"\x1b]777;notify;ReadNOW;{said.replace(';', ',')}\x07", environment)
    return ""


def notice_command(command: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The user's command with the text in place of %t, which comes last where it is missing; a text never
    becomes an option of the program."""
    said = clean_line(text, _LONGEST)
    said = f" {said}" if said.startswith("-") else said
    if any("%t" in word for word in command):
        return tuple(word.replace("%t", said) for word in command)
    return (*command, said)


def _through(sequence: str, environment: Mapping[str, str]) -> str:
    """The sequence for the terminal around tmux, where that lets it through (allow-passthrough)."""
    if environment.get("TMUX"):
        doubled = sequence.replace("\x1b", "\x1b\x1b")
        return f"\x1bPtmux;{doubled}\x1b\\"
    return sequence
