"""The entries of a comment feed as one document. Called by `comments`. Pure."""

from collections.abc import Sequence

from msgspec import Struct

from readnow.library.presentation import UNTITLED, local_date
from readnow.model.parsed import ParsedArticle
from readnow.text.blocks import Document, Paragraph, Span, Style
from readnow.text.html import to_document
from readnow.text.joining import joined
from readnow.text.words import counted

_MOST = 300
_MOST_TEXT = 1 << 20
"""Characters of HTML that are shown altogether."""


class CommentPage(Struct, frozen=True):
    """The comments on an article, oldest first, and how many they are."""

    count: int
    document: Document


def comment_page(entries: Sequence[ParsedArticle], date_format: str) -> CommentPage:
    """The comments one below the other; times are local, written in strftime's codes."""
    ordered = list(entries)
    ordered.reverse()  # feeds have their newest first
    ordered.sort(key=_date)
    documents: list[Document] = []
    text = 0
    for entry in ordered[:_MOST]:
        text += len(entry.html)
        if text > _MOST_TEXT:
            break
        documents.append(_comment(entry, date_format))
    left_out = len(ordered) - len(documents)
    if left_out:
        documents.append(Document((_note(f"{counted(left_out, 'comment')} more on the page."),)))
    if not ordered:
        documents.append(Document((_note("There are no comments yet."),)))
    return CommentPage(len(ordered), joined(documents))


def _comment(entry: ParsedArticle, date_format: str) -> Document:
    body = to_document(entry.html, entry.base_url) if entry.html else Document(())
    head = [Span(entry.author or entry.title or UNTITLED, int(Style.BOLD))]
    if at := _date(entry):
        head.append(Span(f" · {local_date(at, date_format)}", int(Style.MUTED)))
    return Document((Paragraph(tuple(head)), *body.blocks), body.links, body.cut)


def _note(text: str) -> Paragraph:
    return Paragraph((Span(text, int(Style.MUTED)),))


def _date(entry: ParsedArticle) -> int:
    return entry.published or entry.updated or 0
