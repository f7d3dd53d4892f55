"""What a rendering must show, found out by code: levels, columns, all letters, all links, no line too wide.

Called by `docs.renderings`. All but the jumps can be asked of any program's lines of text. The text of a
piece of HTML is found by a second reader that has nothing in common with the program's own.
"""

import re
from collections import Counter
from html.parser import HTMLParser

from docs.renderings_fragments import WIDTH, Fragment
from readnow.text.blocks import Document
from readnow.text.cells import cell_width
from readnow.text.marks import address_text
from readnow.text.places import targets
from readnow.text.wrap import wrap

UNSEEN = frozenset(
    (
        *("script", "style", "template", "svg", "select", "button", "textarea", "title", "noembed", "iframe"),
        *("object", "canvas", "progress", "meter", "datalist", "map", "video", "audio", "rp", "math"),
    )
)
"""Elements in which there is no text to be read as it stands; formulas are read from their source."""
VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_RULE = re.compile(r"[─╌=-]+")
_TRACKING = frozenset(("0", "1"))


class _Text(HTMLParser):
    """The text of HTML in the order it is written, and the addresses that are links in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.addresses: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        address = (given.get("href") if tag == "a" else given.get("src")) or ""
        if address.startswith("http") and not (tag == "img" and self._stands_for_text(given)):
            self.addresses.append(address)
        if tag not in VOID:
            is_drawing = "katex-html" in (given.get("class") or "")
            self._open.append((tag, tag in UNSEEN or is_drawing or self._is_unseen))

    def handle_endtag(self, tag: str) -> None:
        if any(tag == name for name, _ in self._open):
            while self._open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._is_unseen:
            self.parts.append(data)

    def _stands_for_text(self, image: dict[str, str | None]) -> bool:
        """Whether a picture is not one to be opened: a sign, a formula, a counter, or part of a link."""
        alt, kind = image.get("alt") or "", image.get("class") or ""
        is_sign = bool(alt) and not any(map(str.isalnum, alt))
        in_link = any(tag == "a" for tag, _ in self._open)
        return is_sign or in_link or "latex" in kind or image.get("width") in _TRACKING

    @property
    def _is_unseen(self) -> bool:
        return bool(self._open) and self._open[-1][1]


def read(html: str) -> tuple[str, tuple[str, ...]]:
    """The text of HTML, and the addresses in it. HTML that was escaped once too often is HTML."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    text = "".join(reader.parts)
    if "<" not in html.replace("<p>", "").replace("</p>", "") and "</" in text:
        return read(text)
    return text, tuple(reader.addresses)


def letters(text: str) -> str:
    """The letters of a text."""
    return "".join(filter(str.isalpha, text))


def is_complete(html: str, shown: str) -> bool:
    """Whether all letters of the HTML's text are shown, in order; those of tables, beside each other."""
    wanted, found = letters(read(html)[0]), letters(shown)
    if "<table" in html.lower():
        return Counter(wanted) <= Counter(found)
    rest = iter(found)
    return all(letter in rest for letter in wanted)


def checklist(fragment: Fragment, shown: str) -> dict[str, bool]:
    """The checks that a fragment asks for, and whether what is shown of it passes each."""
    lines = shown.split("\n")
    checks: dict[str, bool] = {}
    if fragment.levels:
        looks = [_look(lines, text) for text in fragment.levels]
        checks["levels visible"] = None not in looks and len(set(looks)) == len(looks)
    if fragment.columns:
        checks["columns aligned"] = all(_aligned(lines, group) for group in fragment.columns)
    solid = "".join(line.strip() for line in lines)
    told = all(any(form in shown or form in solid for form in text.split("|")) for text in fragment.also)
    checks["nothing lost"] = told and is_complete(fragment.html, shown)
    addresses = read(fragment.html)[1]
    if addresses:
        checks["links reachable"] = all(address_text(address) in solid for address in addresses)
    checks["no line too wide"] = all(cell_width(line) <= WIDTH for line in lines)
    return checks


def with_links(
    document: Document, checks: dict[str, bool], fragment: Fragment, shown: str
) -> dict[str, bool]:
    """Our own checks: a link is reached by its number, and one within the text leads to its place."""
    addresses = {link.url: link for link in document.links}
    reached = [
        address in addresses and f"[{addresses[address].number}]" in shown
        for address in read(fragment.html)[1]
    ]
    reached += [_leads(document, text, line) for text, line in fragment.jumps]
    return checks | ({"links reachable": all(reached)} if reached else {})


def _leads(document: Document, text: str, beginning: str) -> bool:
    """Whether the link of this text within the document leads to a line that begins so."""
    lines = wrap(document, WIDTH)
    offsets = [targets(document)[link.number] for link in document.links if link.place and link.text == text]
    found = ["".join(span.text for span in lines.line(lines.index_at(offset)).spans) for offset in offsets]
    return bool(found) and all(line.strip().startswith(beginning) for line in found)


def _look(lines: list[str], text: str) -> str | None:
    """What shows the level of a text: what stands before it on its line, and the rule below it."""
    for number, line in enumerate(lines):
        before, found, _ = line.partition(text)
        if found:
            below = lines[number + 1].strip() if number + 1 < len(lines) else ""
            return before + (below[:1] if _RULE.fullmatch(below) else "")
    return None


def _aligned(lines: list[str], group: tuple[str, ...]) -> bool:
    """Whether the texts begin, end, or have their middle in the same cell; the first may be centred above."""
    begins, ends = [], []
    for text in group:
        before = next((line.partition(text)[0] for line in lines if text in line), None)
        if before is None:
            return False
        begins.append(cell_width(before))
        ends.append(cell_width(before) + cell_width(text))
    if _in_line(begins, ends):
        return True
    return len(group) > 2 and begins[0] >= min(begins[1:]) and _in_line(begins[1:], ends[1:])


def _in_line(begins: list[int], ends: list[int]) -> bool:
    middles = [begin + end for begin, end in zip(begins, ends, strict=True)]
    return len(set(begins)) == 1 or len(set(ends)) == 1 or max(middles) - min(middles) <= 2
