"""Web pages around an article, as publishers make them, of any size and with any clutter."""

from collections.abc import Sequence

TEXT = (
    "The harbour office keeps a ledger of every boat that has ever come in, and the ledger keeps the office honest. ",
    "When the tide is low the clerk walks down to the slip, counts the masts, and writes the number beside the hour. ",
    "Nobody has asked for the number in twenty years, but the pages are full, and the binding is mended each winter. ",
    "A boat that was counted twice is struck out in red, with the initials of whoever found the mistake, and the date. ",
)
"""Sentences with commas, as articles have them."""


def paragraph(number: int = 0, sentences: int = 3) -> str:
    """A paragraph of an article, another one for each number."""
    text = "".join(TEXT[(number + n) % len(TEXT)] for n in range(sentences))
    return f"<p>Entry {number}. {text.strip()}</p>"


def paragraphs(count: int, first: int = 0) -> str:
    """So many paragraphs."""
    return "".join(paragraph(first + n) for n in range(count))


def site(
    article: str, *, title: str = "The ledger of boats", head: str = "", around: Sequence[str] = ()
) -> bytes:
    """The page of a newspaper with this article, its menus, and more beside it."""
    return f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | The Quay</title>
    {head}<script>window.state = "<p>not text</p>";</script><style>p {{ margin: 0 }}</style></head><body>
    <header class="site-header"><a class="logo" href="/">The Quay</a>
    <nav><ul><li><a href="/news">News</a></li><li><a href="/tides">Tides</a></li></ul></nav></header>
    <main><article>{article}</article>{"".join(around)}</main>
    <footer><p>Printed at the harbour, all rights reserved, <a href="/imprint">imprint</a></p></footer>
    </body></html>""".encode()
