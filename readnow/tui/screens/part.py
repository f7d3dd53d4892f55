"""What the parts of a screen are made of: a screen is put together from many files.

Invariant: a part is no widget of its own. Textual collects the keys, styles and reactive values of each class
of widgets anew from all classes below it, half a millisecond for each of some forty parts; so only the screen
that is opened is one, and names `Screen` as its last base. To the checker of types every part is a screen.
Handlers declared by `on` are found all the same: they are gathered by the metaclass.
"""

from typing import TYPE_CHECKING

from textual.screen import Screen

if TYPE_CHECKING:
    Part = Screen[None]
else:

    class Part(metaclass=type(Screen)):
        """A class whose methods become those of a screen."""
