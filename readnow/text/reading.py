"""The ordinary article made harmless and read in one walk, for less than the two cost one after the other.

Called by `feeds.refine` for every text. Invariant: `tame_and_read(html)` is `tame(html)` and `plain_words` of
it, for any HTML; what is out of the ordinary is handed to these two.
"""

from html import unescape

from readnow.text.balanced import read_balanced
from readnow.text.bounds import CUT_MARK, DROPPED, MAX_DEPTH, MAX_NODES, MAX_TEXT, fewer_attributes, tame
from readnow.text.clean import clean_line
from readnow.text.nesting import VOID, OpenElements
from readnow.text.tags import TOKEN, mend, token_pattern
from readnow.text.words import WITHIN_WORDS, plain_words

_GAPS = dict.fromkeys(WITHIN_WORDS, "")
"""What a tag leaves between words: nothing, or, for all others, a space."""


def tame_and_read(html: str) -> tuple[str, str]:
    """The HTML within bounds, and its text as one line."""
    balanced = read_balanced(html)
    if balanced is not None:
        return balanced
    walked = _walk(mend(html))
    if walked is None:
        tamed = tame(html)
        return tamed, plain_words(tamed)
    tamed, text = walked
    text = unescape(text) if "&" in text else text
    return tamed, clean_line(text, max(1, len(text)))


def _walk(html: str) -> tuple[str, str] | None:
    """Both at once; None for HTML near a limit, with elements to be taken out, or with `<` that is no tag."""
    if "<" not in html:
        return (html, html) if len(html) <= MAX_TEXT else None
    if len(html) > MAX_TEXT or html.endswith(CUT_MARK) or token_pattern(html) is not TOKEN:
        return None
    parts = TOKEN.split(html)  # text, then for each tag: raw element, name, attributes, the text behind it
    tags = len(parts) // 4
    if 2 * tags + 2 > MAX_NODES or any(parts[1::4]) or html.count("<") != tags:
        return None
    pieces = _pieces(parts)
    if pieces is None:
        return None
    return "".join(pieces[0]), "".join(pieces[1])


def _pieces(parts: list[str]) -> tuple[list[str], list[str]] | None:
    """HTML and words in pieces; None where an element is to be taken out or lies too deep."""
    elements = OpenElements()
    names = elements.names
    tamed, words = [parts[0]], [parts[0]]
    for name, attributes, text in zip(parts[2::4], parts[3::4], parts[4::4], strict=True):
        if name and name[0] == "/":
            for other in elements.end(name[1:].lower()):
                tamed.append(f"</{other}>")
                words.append(_GAPS.get(other, " "))
        elif name:
            name = name.lower()
            if name in DROPPED or len(names) >= MAX_DEPTH:
                return None
            if elements.ignores(name):
                tamed.append(" ")
                words.append(" ")
            else:
                if name not in VOID:
                    for other in elements.before(name):
                        tamed.append(f"</{other}>")
                        words.append(_GAPS.get(other, " "))
                    names.append(name)
                tamed.append(f"<{name}{fewer_attributes(attributes)}>")
                words.append(_GAPS.get(name, " "))
        if text:
            tamed.append(text)
            words.append(text)
    for other in reversed(names):
        tamed.append(f"</{other}>")
        words.append(_GAPS.get(other, " "))
    return tamed, words
