"""A document as plain text: for `show`, pipes and files.

Invariant: no line is wider than the width, and there is no control character but the newline.
"""

from msgspec.structs import replace

from readnow.text.blocks import Document
from readnow.text.layout import Layout
from readnow.text.marks import TEXT_ORNAMENTS

_UNLIMITED = 1 << 30


def to_text(document: Document, width: int | None = 72) -> str:
    """The document as text of so many cells a line, or with each paragraph on one line for None.

    The addresses of its numbered links stand at the end, whole, one a line. Ends with a newline unless empty.
    """
    layout = Layout(_UNLIMITED if width is None else width, TEXT_ORNAMENTS, align=width is not None)
    lines = [
        "".join([span.text for span in line.spans]).rstrip(" ")
        for batch in layout.lines(replace(document, links=()))
        for line in batch
    ]
    links = [link for link in document.links if link.place is None]
    if lines and links:
        lines.append("")
    lines += [f"[{link.number}] {link.url}" for link in links]
    return "".join([f"{line}\n" for line in lines])
