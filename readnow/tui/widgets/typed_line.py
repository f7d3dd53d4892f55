"""The line of a prompt in which text is typed or pasted.

Invariant: what is pasted becomes one line, without control characters, whatever the clipboard held.
"""

from textual import events
from textual.widgets import Input

from readnow.text.clean import clean_line


class TypedLine(Input):
    """Textual's line, with another way to take a text that is pasted: of several lines it took the first."""

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        pasted = clean_line(event.text, self.max_length or len(event.text))
        if pasted:
            self.replace(pasted, *self.selection)
