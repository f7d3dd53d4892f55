"""The pane of a text that is shown over the others: changes, comments, what a command said."""

from typing import ClassVar

from textual.binding import BindingType

from readnow.tui.page_keys import changes_bindings, page_bindings
from readnow.tui.widgets.linked_text import LinkedText


class PagePane(LinkedText):
    """A document with the keys of its screen."""

    BINDINGS: ClassVar[list[BindingType]] = page_bindings()


class ChangesPane(LinkedText):
    """The same with the keys that step through versions."""

    BINDINGS: ClassVar[list[BindingType]] = changes_bindings()
