"""Which of an entry's texts is its body, and that text as HTML. Called by `refine`.

The body is the content, unless another text of the entry is more than twice as long: some feeds put a remark
into `content:encoded` and the article into `description`.
"""

import html

from readnow.feeds.raw import RawEntry, RawText
from readnow.text.pattern import pattern

_BLANK_LINES = pattern(r"\n[ \t]*\n\s*")
_MARKUP = pattern(r"<[A-Za-z/!]|&#?\w{1,32};")
_MAX_CHARACTERS = 2 * 1024 * 1024


def body_of(entry: RawEntry) -> RawText | None:
    """The content that is long enough, else the longest text of the entry; None if it has none."""
    texts = [text for text in (*entry.contents, entry.summary) if text is not None and text.value.strip()]
    if not texts:
        return None
    longest = max(len(text.value) for text in texts)
    enough = [text for text in texts if len(text.value) * 2 >= longest]
    return next((text for text in enough if text.kind == "html"), enough[0])


def as_html(text: RawText) -> str:
    """The text as HTML of bounded size. Plain text keeps its paragraphs and lines."""
    value = text.value
    if len(value) > _MAX_CHARACTERS:
        value = value[: max(value.rfind("<", 0, _MAX_CHARACTERS), _MAX_CHARACTERS // 2)]
    if text.kind == "plain":
        return _from_plain(value)
    if "\n" in value and not _MARKUP.search(value) and _BLANK_LINES.search(value.strip()):
        return _from_plain(value)  # declared HTML, written as plain text
    return value


def _from_plain(value: str) -> str:
    lines = value.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    paragraphs = (html.escape(part, quote=False) for part in _BLANK_LINES.split(lines) if part.strip())
    return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in paragraphs)
