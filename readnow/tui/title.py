"""The title of the terminal as others left it and as it is with us, for whenever the terminal changes hands.

The screen writes titles (`screens.announcing`); the driver lets what it writes go past here, and asks what to
send when the shell or another program gets the terminal, and when it comes back. `leaving` asks too.

Invariant: whoever has the terminal after us finds the title that was there before; without a title of ours
nothing is sent.
"""

from readnow.tui.notifying import GIVE_TITLE_BACK, KEEP_TITLE, TITLE_BEGINS


class Title:
    """Of one terminal, from our start to our end."""

    def __init__(self) -> None:
        self._words = ""
        """The sequence that wrote the title; empty while it is not ours."""
        self._is_shown = False

    def notice(self, sequence: str) -> None:
        """This is sent to the terminal."""
        if sequence.startswith(TITLE_BEGINS):
            self._words, self._is_shown = sequence, True
        elif sequence == GIVE_TITLE_BACK:
            self._words, self._is_shown = "", False

    def gives_back(self) -> str:
        """What to send before the terminal is somebody else's; the second time nothing."""
        was_shown, self._is_shown = self._is_shown, False
        return GIVE_TITLE_BACK if was_shown else ""

    def takes_again(self) -> str:
        """What to send when the terminal is ours again; the second time nothing."""
        if not self._words or self._is_shown:
            return ""
        self._is_shown = True
        return KEEP_TITLE + self._words
