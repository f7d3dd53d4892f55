"""Every element there is, nested at will: all letters that go in come out, in order, on lines that fit."""

import re
from collections import Counter
from collections.abc import Callable
from html import unescape
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from readnow.text.html import to_document
from readnow.text.markdown import to_markdown
from readnow.text.markup import to_html
from readnow.text.places import outline, targets
from readnow.text.plain import to_text
from readnow.text.wrap import LineKind, wrap

LETTERS = "αβγδεζηθικλμνξοπρστυφχψωאבגדהו漢字仮名"
"""Letters that no mark of ours is made of."""
NOT_LETTERS = re.compile(f"[^{LETTERS}]")
STYLES = (
    *("b", "strong", "i", "em", "code", "kbd", "samp", "s", "del", "u", "ins", "mark", "sub", "sup", "cite"),
    *("small", "span", "font", "time", "var", "bdo", "unknown"),
)


class Made(NamedTuple):
    """A piece of HTML and the letters in it, in the order they are read."""

    html: str
    letters: str


def joined(pieces: list[Made]) -> Made:
    return Made("".join(p.html for p in pieces), "".join(p.letters for p in pieces))


class Making:
    """One document in the making. Numbers make its addresses, titles and places differ."""

    def __init__(self, draw: Callable[[st.SearchStrategy[object]], object], tables: bool) -> None:
        self._draw = draw
        self._tables = tables
        self._count = 0

    def number(self, low: int, high: int) -> int:
        value = self._draw(st.integers(low, high))
        assert isinstance(value, int)
        return value

    def one_of(self, *values: str) -> str:
        return values[self.number(0, len(values) - 1)]

    def fresh(self) -> int:
        self._count += 1
        return self._count

    def words(self) -> Made:
        text = self._draw(st.text(LETTERS + " \n.,-—\u00ad\u00a0123", max_size=30))
        assert isinstance(text, str)
        return Made(text, NOT_LETTERS.sub("", text))

    def title(self) -> str:
        """Letters that no other title has."""
        return "τ" + "".join(LETTERS[int(digit)] for digit in str(self.fresh()))

    def inline(self, depth: int = 2) -> Made:
        return joined([self.phrase(depth) for _ in range(self.number(0, 4))])

    def phrase(self, depth: int) -> Made:
        kind = self.number(0, 12) if depth else 0
        if kind < 4:
            return self.words()
        inner = self.inline(depth - 1)
        if kind == 4:
            tag = self.one_of(*STYLES)
            return Made(f"<{tag}>{inner.html}</{tag}>", inner.letters)
        if kind == 5:
            address = self.one_of(
                "/x", "#p1", "#none", "javascript:x", "", f"https://e.example/{self.fresh()}"
            )
            inner = self.words()
            return Made(f'<a href="{address}">{inner.html}</a>', inner.letters)
        if kind == 6:
            title = self.title()
            return Made(f'<abbr title="{title}">{inner.html}</abbr>', inner.letters + title)
        if kind == 7:
            return Made(f"<q>{inner.html}</q>", inner.letters)
        if kind == 8:
            base, reading = self.words(), self.words()
            return Made(
                f"<ruby>{base.html}<rp>(</rp><rt>{reading.html}</rt><rp>)</rp></ruby>",
                base.letters + reading.letters,
            )
        if kind == 9:
            alt = self.title() + "λ"
            return Made(f'<img src="/{self.fresh()}.png" alt="{alt}">', alt)
        if kind == 10:
            return self.formula()
        return Made(
            self.one_of("<br>", "<wbr>", "<input type=checkbox>", f'<a id="p{self.number(1, 3)}"></a>'), ""
        )

    def formula(self) -> Made:
        one, two = self.title(), self.title()
        tag = self.one_of("msup", "msub", "mfrac", "mover", "munder", "mrow")
        inner = f"<{tag}><mi>{one}</mi><mi>{two}</mi></{tag}>"
        if self.number(0, 1):
            tex = self.title()
            note = f'<annotation encoding="application/x-tex">{tex}</annotation>'
            return Made(f"<math><semantics>{inner}{note}</semantics></math>", tex)
        return Made(f"<math>{inner}</math>", one + two)

    def blocks(self, depth: int) -> Made:
        return joined([self.block(depth) for _ in range(self.number(0, 3))])

    def block(self, depth: int) -> Made:
        kinds: list[Callable[[int], Made]] = [self.simple, self.simple, self.preformatted, self.player]
        if depth > 0:
            kinds += [self.list, self.definitions, self.box, self.details, self.figure]
        if depth > 0 and self._tables:
            kinds.append(self.table)
        return kinds[self.number(0, len(kinds) - 1)](depth - 1)

    def simple(self, _depth: int) -> Made:
        tag = self.one_of("p", "h1", "h2", "h3", "h4", "h5", "h6", "div", "address")
        place = f' id="p{self.number(1, 3)}"' if self.number(0, 2) == 0 else ""
        inner = self.inline()
        return Made(f"<{tag}{place}>{inner.html}</{tag}>{self.one_of('', '<hr>')}", inner.letters)

    def preformatted(self, _depth: int) -> Made:
        inner = self.words()
        language = self.one_of("", ' class="language-python"', ' class="language-diff"', ' lang="xx"')
        return Made(f"<pre><code{language}>{inner.html}</code></pre>", inner.letters)

    def player(self, _depth: int) -> Made:
        tag, title = self.one_of("video", "audio", "iframe"), self.title()
        return Made(f'<{tag} src="/{self.fresh()}" title="{title}"></{tag}>', title)

    def list(self, depth: int) -> Made:
        tag = self.one_of("ul", "ol", "ol reversed", "ol start=7", "ol type=i", "ol start=-2 type=A")
        parts: list[Made] = []
        for _ in range(self.number(1, 3)):
            inner = joined([self.inline(), self.blocks(depth)])
            value = self.one_of("", "", " value=40", f' id="p{self.number(1, 3)}"')
            parts.append(Made(f"<li{value}>{inner.html}</li>", inner.letters))
        items = joined(parts)
        return Made(f"<{tag}>{items.html}</{tag[:2]}>", items.letters)

    def definitions(self, depth: int) -> Made:
        parts = []
        for _ in range(self.number(1, 3)):
            term, text = self.inline(), joined([self.inline(), self.blocks(depth)])
            parts.append(Made(f"<dt>{term.html}</dt><dd>{text.html}</dd>", term.letters + text.letters))
        items = joined(parts)
        return Made(f"<dl>{items.html}</dl>", items.letters)

    def box(self, depth: int) -> Made:
        tag = self.one_of("blockquote", "blockquote", "div", "section", "article", "center", "aside")
        inner = joined([self.inline(), self.blocks(depth)])
        return Made(f"<{tag}>{inner.html}</{tag}>", inner.letters)

    def details(self, depth: int) -> Made:
        summary, inner = self.inline(), self.blocks(depth)
        html = f"<details><summary>{summary.html}</summary>{inner.html}</details>"
        return Made(html, summary.letters + inner.letters)

    def figure(self, depth: int) -> Made:
        inner, caption = self.blocks(depth), self.inline()
        html = f"<figure>{inner.html}<figcaption>{caption.html}</figcaption></figure>"
        return Made(html, inner.letters + caption.letters)

    def items(self) -> Made:
        """A list in a cell."""
        items = joined(
            [Made(f"<li>{inner.html}</li>", inner.letters) for inner in (self.words(), self.words())]
        )
        return Made(f"<ul>{items.html}</ul>", items.letters)

    def table(self, _depth: int) -> Made:
        caption = self.words()
        parts = [Made(f"<caption>{caption.html}</caption>", caption.letters)]
        for number in range(self.number(1, 4)):
            cells: list[Made] = []
            for _ in range(self.number(1, 4)):
                tag = "th" if not number else self.one_of("td", "td", "th")
                span = self.one_of(
                    "", "", ' colspan="2"', ' rowspan="2"', ' rowspan="9" colspan="3"', " align=right"
                )
                inner = self.inline(1) if self.number(0, 4) else self.items()
                cells.append(Made(f"<{tag}{span}>{inner.html}</{tag}>", inner.letters))
            row = joined(cells)
            parts.append(Made(f"<tr>{row.html}</tr>", row.letters))
        rows = joined(parts)
        return Made(f"<table>{rows.html}</table>", rows.letters)


@st.composite
def documents(draw: st.DrawFn, tables: bool) -> Made:
    """A document of any elements; with or without tables, whose cells stand beside each other."""
    making = Making(draw, tables)
    return joined([making.block(2) for _ in range(draw(st.integers(0, 4)))])


def letters(text: str) -> str:
    return NOT_LETTERS.sub("", text)


@settings(max_examples=150, deadline=None)
@given(documents(tables=False), st.integers(2, 120))
def test_all_letters_come_out_in_order(made: Made, width: int) -> None:
    document = to_document(made.html, "https://e.example/post")
    lines = [
        "".join(span.text for span in line.spans)
        for line in wrap(document, width)
        if line.kind != LineKind.LINKS
    ]
    assert letters("".join(lines)) == made.letters
    assert letters(to_text(document, width)) == made.letters
    assert letters(to_text(document, None)) == made.letters
    assert letters(to_markdown(document)) == made.letters
    assert letters(unescape(to_html(document))) == made.letters
    assert all(cell_len(line) <= width for line in lines)


@settings(max_examples=150, deadline=None)
@given(documents(tables=True), st.integers(2, 120))
def test_all_letters_of_tables_come_out(made: Made, width: int) -> None:
    """In columns beside each other, in records some of them twice."""
    document = to_document(made.html, "https://e.example/post")
    wanted = Counter(made.letters)
    lines = ["".join(span.text for span in line.spans) for line in wrap(document, width)]
    assert wanted <= Counter(letters("".join(lines)))
    assert wanted <= Counter(letters(to_markdown(document)))
    assert wanted <= Counter(letters(unescape(to_html(document))))
    assert all(cell_len(line) <= width for line in lines)


@settings(max_examples=100, deadline=None)
@given(documents(tables=True), st.integers(2, 120), st.integers(2, 120))
def test_places_do_not_depend_on_the_width(made: Made, one: int, other: int) -> None:
    document = to_document(made.html, "https://e.example/post")
    narrow, wide = wrap(document, one), wrap(document, other, ascii_only=True)
    for lines in (narrow, wide):
        for entry in outline(document):
            line = lines.line(lines.index_at(entry.offset))
            assert line.offset == entry.offset
    ends = [
        next((line.offset for line in lines if line.kind == LineKind.LINKS), None) for lines in (narrow, wide)
    ]
    assert ends[0] == ends[1]
    found = targets(document)
    assert sorted(found) == [link.number for link in document.links if link.place is not None]
    for offset in found.values():
        for lines in (narrow, wide):
            assert lines.line(lines.index_at(offset)).offset <= offset


@settings(max_examples=60, deadline=None)
@given(documents(tables=True))
def test_html_that_was_written_reads_back_as_the_same(made: Made) -> None:
    """But for what only the first reading could find out: places that nothing visible leads to."""
    html = made.html
    for _ in range(2):
        html = to_html(to_document(html, "https://e.example/post"))
    assert to_html(to_document(html, "https://e.example/post")) == html
