"""HTML whose every element is closed where it ends: harmless as it is, if small, and read without a walk.

Called by `text.reading` before anything slower. Invariant: what `read_balanced` returns is what `tame` and
`plain_words` return; where it is not sure of that it returns nothing.
"""

from html import unescape

from readnow.text.bounds import MAX_DEPTH, MAX_NODES, MAX_TEXT
from readnow.text.clean import clean_line
from readnow.text.pattern import pattern
from readnow.text.words import WITHIN_WORDS

_TAG = pattern(
    r"<(/?[a-z][a-z0-9]*)(?:[ \n\t]++[^\s\"'<>=/]++(?:=(?:\"[^\"<>]*+\"|'[^'<>]*+'))?+)*+[ \n\t]*+/?+>"
)
"""A tag as careful writers write it: a name in small letters, values in quotation marks."""
_LONG_TAG = pattern(r"<[^>]{500}")
_ENDINGS = (" />", "/>", " >")

_VOID = frozenset(("br", "img", "hr", "wbr"))
_FLOW = frozenset(
    ("address", "article", "aside", "blockquote", "center", "details", "div", "dl", "figcaption", "figure",
     "footer", "header", "main", "nav", "ol", "pre", "section", "summary", "ul")
)  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CLOSING_P = _FLOW | _HEADINGS | {"p", "li", "dt", "dd", "hr"}
_PHRASES = WITHIN_WORDS | {"audio", "video", "source", "picture", "label"}
_PARENTS: dict[str, frozenset[str]] = {
    "li": frozenset(("ul", "ol")),
    "dt": frozenset(("dl",)),
    "dd": frozenset(("dl",)),
    "tr": frozenset(("tbody", "thead", "tfoot", "table")),
    "td": frozenset(("tr",)),
    "th": frozenset(("tr",)),
    "tbody": frozenset(("table",)),
    "thead": frozenset(("table",)),
    "tfoot": frozenset(("table",)),
}
_ANYWHERE = _FLOW | (_PHRASES - {"a", "nobr", "source"})


def read_balanced(html: str) -> tuple[str, str] | None:
    """The HTML within bounds and its text as one line; None where it takes a closer look to say."""
    if "<" not in html:
        return None
    tags = html.count("<")
    if len(html) > MAX_TEXT or 2 * tags + 2 > MAX_NODES or html.count(">") != tags:
        return None
    parts = _TAG.split(html)  # text, name, text, name, text
    names = parts[1::2]
    if len(names) != tags or _LONG_TAG.search(html) or not _nests(names):
        return None
    parts[1::2] = map(_gap, names)
    text = "".join(parts)
    if "&" in text:
        text = unescape(text)
    return _with_short_endings(html), clean_line(text, max(1, len(text)))


class _Gaps(dict[str, str]):
    """What a tag leaves between words: nothing within one, else a space."""

    def __missing__(self, name: str) -> str:
        return " "


_gap = _Gaps({tag: "" for name in WITHIN_WORDS for tag in (name, f"/{name}")}).__getitem__


def _with_short_endings(html: str) -> str:
    """Each tag ends right behind its name or last attribute."""
    while any(ending in html for ending in _ENDINGS):
        for ending in _ENDINGS:
            html = html.replace(ending, ">")
    return html


def _nests(names: list[str]) -> bool:
    """Whether each end tag is the innermost open element's, and no start tag closes anything by itself."""
    stack: list[str] = []
    paragraphs = links = 0
    for name in names:
        if name[0] == "/":
            if not stack or stack.pop() != name[1:]:
                return False
            if name == "/p":
                paragraphs -= 1
            elif name == "/a":
                links -= 1
            continue
        if paragraphs and name in _CLOSING_P:
            return False
        if name in _VOID:
            continue
        if name in _ANYWHERE:
            pass
        elif name == "p":
            paragraphs += 1
        elif name == "a":
            if links:
                return False
            links += 1
        elif name in _PARENTS:
            if not stack or stack[-1] not in _PARENTS[name]:
                return False
        elif name in _HEADINGS:
            if stack and stack[-1] in _HEADINGS:
                return False
        elif name == "table":
            if stack and stack[-1] in ("table", "tr", "tbody", "thead", "tfoot"):
                return False
        else:
            return False
        stack.append(name)
        if len(stack) > MAX_DEPTH:
            return False
    return not stack
