"""What a command says that an article was piped into. Opened by `piping`.

Invariant: its output is cleaned like all from outside; the screen can be left whatever the command does.
"""

from collections.abc import Sequence

from readnow.programs.filtering import Filter, Output
from readnow.text.blocks import Code, Document, Paragraph, Span, Style
from readnow.text.clean import clean_text
from readnow.tui.screens.linking import Linking
from readnow.tui.screens.page import PageScreen

_WHOLE_WIDTH = 400


class OutputScreen(PageScreen):
    """Runs a command and shows what it says; Esc ends it, then leads back."""

    def __init__(self, main: Linking, command: Sequence[str], text: str) -> None:
        super().__init__(main, _WHOLE_WIDTH)
        self._filter = Filter(command, main.environment)
        self._sent = text
        self._under_way = True

    async def on_mount(self) -> None:
        """Begin at once."""
        self.show(f"Running {self._filter.name}", Document(()))
        self.work_on(self._run_command, "running")

    def hints(self) -> tuple[tuple[str, str], ...]:
        """While it runs Esc ends it."""
        return (("pane.escape", "stop"),) if self._under_way else super().hints()

    async def _run_command(self) -> None:
        output = await self._filter.run(self._sent)
        self._under_way = False
        self.show_hints()
        if output.status == 0 and not output.text.strip():
            self.main.say(f"{self._filter.name} ended well, without a word.")
            self.dismiss(None)
        else:
            self.show(self._filter.name, output_document(output))

    def action_leave(self) -> None:
        """End what runs; else back."""
        if self._under_way:
            self._filter.stop()
        else:
            super().action_leave()


def output_document(output: Output) -> Document:
    """What a command said, line by line, and how it ended where that is not well."""
    ending = output.note or (f"ended with status {output.status}" if output.status else "")
    blocks: list[Code | Paragraph] = []
    if ending:
        blocks.append(Paragraph((Span(f"{ending[:1].upper()}{ending[1:]}.", int(Style.WARNING)),)))
    text = clean_text(output.text).strip("\n")
    if text.strip():
        blocks.append(Code((Span(text),)))
    elif not ending:
        blocks.append(Paragraph((Span("It said nothing.", int(Style.MUTED)),)))
    return Document(tuple(blocks))
