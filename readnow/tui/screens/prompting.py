"""Questions of the main screen. `Finding`, `Marking`, `Subscribing` and `Consulting` ask through it."""

from readnow.tui.screens.asking import Asking
from readnow.tui.screens.moving import Moving


class Prompting(Asking, Moving):
    """The main screen as one that asks."""

    def after_answer(self) -> None:
        """The focus goes to the pane in use."""
        self.lay_out()
