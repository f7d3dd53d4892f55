"""What an article can be written as: Markdown, a page of HTML, plain text or JSON. See `writing`."""

from enum import StrEnum
from pathlib import PurePath


class Form(StrEnum):
    """What an article is written as."""

    MARKDOWN = "markdown"
    HTML = "html"
    TEXT = "text"
    JSON = "json"

    @property
    def label(self) -> str:
        """What people call it."""
        return _LABELS[self]

    @property
    def ending(self) -> str:
        """How the name of such a file ends."""
        return _ENDINGS[self]


_LABELS = {Form.MARKDOWN: "Markdown", Form.HTML: "HTML", Form.TEXT: "text", Form.JSON: "JSON"}
_ENDINGS = {Form.MARKDOWN: ".md", Form.HTML: ".html", Form.TEXT: ".txt", Form.JSON: ".json"}
_KNOWN = {ending: form for form, ending in _ENDINGS.items()}
_KNOWN |= {".markdown": Form.MARKDOWN, ".mkd": Form.MARKDOWN, ".htm": Form.HTML, ".text": Form.TEXT}


def form_of(name: str) -> Form | None:
    """What a file of this name holds, by its ending; None where that says nothing."""
    return _KNOWN.get(PurePath(name).suffix.lower())
