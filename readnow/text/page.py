"""A document as a whole HTML page: for files and pipes.

Made of `text.markup`'s elements. Invariant: a page runs nothing, frames nothing and loads nothing but
pictures, whatever the document says; its own address is told to nobody.
"""

from html import escape

from readnow.text.blocks import Document
from readnow.text.markup import to_html

_POLICY = "default-src 'none'; img-src http: https:; style-src 'unsafe-inline'"
_STYLE = """
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1.05rem/1.5 serif; }
body { overflow-wrap: anywhere; }
img { max-width: 100%; height: auto; }
pre { overflow-x: auto; padding: 0.5rem; background: #8881; }
blockquote { margin-left: 0; padding-left: 1rem; border-left: 3px solid #8886; }
table { border-collapse: collapse; }
td, th { padding: 0.2rem 0.6rem; border: 1px solid #8886; text-align: left; vertical-align: top; }
"""


def to_page(document: Document, title: str, language: str = "") -> str:
    """The document as a page of its own; `language` as HTML names it, or "" where nobody knows."""
    lang = f' lang="{escape(language)}"' if language else ""
    return (
        f"<!DOCTYPE html>\n<html{lang}>\n<head>\n"
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n"
        f"</head>\n<body>\n<article>\n{to_html(document)}</article>\n</body>\n</html>\n"
    )
