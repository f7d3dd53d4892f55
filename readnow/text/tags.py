"""The tags of an HTML text, found in linear time without building a tree.

Read by `text.bounds` and `text.words`, and by `text.html` before it parses. Invariant: tags, comments and
raw text begin and end exactly where an HTML parser sees them, so that nothing can hide from the bounds;
every pattern looks at each character a fixed number of times, whatever the text.
"""

import re

from readnow.text.pattern import pattern

SPACE = "\\t\\n\\f\\r "
ATTRIBUTE = (
    f"[^{SPACE}/>][^{SPACE}/>=]*+"
    f"(?:[{SPACE}]*+=[{SPACE}]*+"
    f"(?:\"[^\"]*+(?:\"|\\Z)|'[^']*+(?:'|\\Z)|[^{SPACE}>\"'][^{SPACE}>]*+|(?=>)))?+"
)
ATTRIBUTES = f"(?:[{SPACE}/]++|{ATTRIBUTE})*+"
_COMMENT = "<!--(?:-?>|.*?(?:--!?>|\\Z))"
_BOGUS = "<(?:[!?]|/(?![a-zA-Z]))[^>]*+(?:>|\\Z)"
_TAG = f"<(?P<name>/?+[a-zA-Z][^{SPACE}/>]*+)(?P<attributes>{ATTRIBUTES})(?:>|\\Z)"
_RAW = (
    f"<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[{SPACE}/>])"
    f"{ATTRIBUTES}(?:>|\\Z).*?(?=</(?P=raw)[{SPACE}/>]|\\Z)"
)
_FLAGS = re.IGNORECASE | re.DOTALL

TOKEN = pattern(f"{_COMMENT}|{_BOGUS}|{_RAW}|{_TAG}", _FLAGS)
"""A comment, a raw text element up to its end tag, or a tag; everything between two of them is text."""

TOKEN_IN_FOREIGN = pattern(f"{_COMMENT}|{_BOGUS}|(?P<raw>(?!))|{_TAG}", _FLAGS)
"""The same for a text with SVG or MathML in it: there `<title>` and `<style>` are ordinary elements."""

ATTRIBUTE_PATTERN = pattern(ATTRIBUTE)
LOOKS_LIKE_HTML = pattern("<(?:[a-zA-Z/]|!--|!\\[CDATA\\[|[!?])")

_AUTOLINK = pattern("<(https?://[^\\s<>\"']++|[\\w.+-]++@[\\w-]++(?:\\.[\\w-]++)++)>", re.IGNORECASE)
"""An address as writers of plain text set it off: no tag."""
_ANY_TAG = pattern(_TAG, _FLAGS)
_FOREIGN = pattern("<(?:svg|math)", re.IGNORECASE)
_SELF_CLOSED = pattern(
    "<(script|style|textarea|title|xmp|iframe|noembed|noframes)(?=[\\s/])([^<>]*)/>", re.IGNORECASE
)
_SWALLOWING = (
    *(
        "textarea",
        "title",
        "xmp",
        "iframe",
        "noembed",
        "noframes",
        "select",
        "option",
        "optgroup",
        "datalist",
    ),
    *("button", "canvas", "template", "object", "progress", "meter", "map"),
)
"""Elements whose content is not shown: one left open, often but a word about HTML, would hide the rest."""
_SWALLOWING_STARTS = pattern(f"<({'|'.join(_SWALLOWING)})(?=[\\s/>])", re.IGNORECASE)
_PLAINTEXT = pattern("<(/?)plaintext(?=[\\s/>])", re.IGNORECASE)


def token_pattern(html: str) -> re.Pattern[str]:
    """The pattern that finds the tags of this text."""
    return TOKEN_IN_FOREIGN if _FOREIGN.search(html) else TOKEN


def raw_parts(element: str) -> tuple[str, str]:
    """Attributes and content of a raw text element without its end tag."""
    start = _ANY_TAG.match(element)
    return (start["attributes"], element[start.end() :]) if start else ("", "")


def mend(html: str) -> str:
    """The same HTML without the mistakes that would make a parser swallow text.

    CDATA marks, addresses in angle brackets, self-closed or never closed elements that hide their content,
    `<plaintext>`, a last tag without an end. Idempotent.
    """
    if "<![CDATA[" in html:
        html = html.replace("<![CDATA[", "").replace("]]>", "")
    if "<http" in html or "@" in html:
        html = _AUTOLINK.sub(r"&lt;\1&gt;", html)
    if "/>" in html:
        html = _SELF_CLOSED.sub(r"<\1\2></\1>", html)
    begun = {name.lower() for name in _SWALLOWING_STARTS.findall(html)}
    for name in _SWALLOWING:
        if name in begun:
            html = _closed(html, name)
    html = _PLAINTEXT.sub(r"<\1pre", html)
    last = html.rfind("<")
    if last > html.rfind(">") and LOOKS_LIKE_HTML.match(html, last):
        html = f"{html[:last]}&lt;{html[last + 1 :]}"
    return html


def _closed(html: str, name: str) -> str:
    """An end tag right behind each start tag of this name that has none after it: the rest is not its
    content."""
    closing = [match.start() for match in re.finditer(f"</{name}(?=[\\s/>])", html, re.IGNORECASE)]
    after = closing[-1] if closing else 0
    opening = re.compile(f"(<{name}(?=[\\s/>])[^<>]*>)", re.IGNORECASE)
    return html[:after] + opening.sub(rf"\1</{name}>", html[after:]) if opening.search(html, after) else html
