"""What becomes of each element of HTML on lines of text."""

import pytest

from readnow.text.blocks import Code, Heading, Image, Paragraph, Quote, Style
from readnow.text.html import to_document
from readnow.text.markdown import to_markdown
from readnow.text.markup import to_html
from readnow.text.plain import to_text
from readnow.text.wrap import wrap

BASE = "https://e.example/post/"


def text(html: str, width: int | None = 60) -> str:
    return to_text(to_document(html, BASE), width)


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>One<p>Two", "One\n\nTwo\n"),
        ("<p>a<br>b<br><br>c</p>", "a\nb\n\nc\n"),
        ("one\n\ntwo\nthree", "one\n\ntwo\nthree\n"),
        ("<h1>Top</h1><p>x", "Top\n───\n\nx\n"),
        ("<h2>Section</h2><p>x", "Section\n╌╌╌╌╌╌╌\n\nx\n"),
        ("<h3>Deep</h3><p>x", "### Deep\n\nx\n"),
        ("<h6>Deepest</h6>", "###### Deepest\n"),
        ("<blockquote><p>Said.<blockquote>Again.</blockquote></blockquote>", "▎ Said.\n▎\n▎ ▎ Again.\n"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "• a\n  ◦ b\n• c\n"),
        ("<ol start=9><li>i<li>j</ol>", " 9. i\n10. j\n"),
        ("<ol type=a><li>i<li>j</ol>", "a. i\nb. j\n"),
        ("<ol type=I start=4><li>i<li value=9>j<li>k</ol>", "IV. i\nIX. j\n X. k\n"),
        ("<ol reversed><li>i<li>j</ol>", "2. i\n1. j\n"),
        ("<ol><li>i<ol type=a><li>x<li>y</ol><li>j</ol>", "1. i\n   a. x\n   b. y\n2. j\n"),
        (
            "<ul><li><input type=checkbox checked> done<li><input type=checkbox> open",
            "• [x] done\n• [ ] open\n",
        ),
        ("<pre>  x = 1\n\n  y</pre>", "      x = 1\n\n      y\n"),
        ("<p><code>ls -l</code> lists", "ls -l lists\n"),
        ("<hr>", "─" * 60 + "\n"),
        ("<img src=a.png alt='a desk'>", "[image: a desk][1]\n\n[1] https://e.example/post/a.png\n"),
        ("<p>x<img src=t.gif width=1 height=1>", "x\n"),
        ("<p>H<sub>2</sub>O and x<sup>10</sup>", "H₂O and x¹⁰\n"),
        ("<p>x<sup>n+1</sup> and a<sub>i</sub>", "x^(n+1) and a_i\n"),
        ("<p>x<sup>a<i>b</i>c</sup>.", "x^abc.\n"),
        (
            "<p>the 1<sup>st</sup> M<sup>me</sup> Acme<sup>™</sup> said<sup>[2]</sup>",
            "the 1st Mme Acme™ said[2]\n",
        ),
        ("<p>now <del>100 <b>euros</b></del> <ins>80</ins>", "now ~~100 euros~~ 80\n"),
        ("<p>press <kbd>Ctrl</kbd>+<kbd>C</kbd>", "press Ctrl+C\n"),
        (
            "<p><abbr title='A B'>AB</abbr>, <abbr title='A B'>AB</abbr>, <abbr title=XY>XY</abbr>",
            "AB (A B), AB, XY\n",
        ),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>", "漢(かん)字(じ)\n"),
        ("<ruby>漢<rt></rt></ruby>", "漢\n"),
        ("<dl><dt>Term<dd>What it is.</dl>", "Term\n    What it is.\n"),
        ("<details><summary>More</summary><p>Hidden.</details>", "More\n  Hidden.\n"),
        ("<script>x</script><style>y</style><p>z", "z\n"),
        ("&lt;b&gt; is bold", "<b> is bold\n"),
        ("<p>caf&eacute; &amp; th&#233;", "café & thé\n"),
        ("<p>a&nbsp;b &#8209; c", "a\u00a0b ‑ c\n"),
        ("<a href=/x>there</a>", "there[1]\n\n[1] https://e.example/x\n"),
        ("<a href='javascript:alert(1)'>no</a>", "no (link not opened: javascript)\n"),
        ("<p>see https://e.example/a.", "see https://e.example/a[1].\n\n[1] https://e.example/a\n"),
        ("<q>so</q> he said", "“so” he said\n"),
        ("<q>so <q>they</q> say</q>", "“so ‘they’ say”\n"),
        (
            "see <https://e.example/a> or <ida@e.example>",
            "see <https://e.example/a[1]> or <ida@e.example>\n\n[1] https://e.example/a\n",
        ),
        ("<p>日本\n語 text\nmore", "日本語 text more\n"),
        (
            "<iframe src=https://v.example/7 title='A film'></iframe>",
            "[embedded page: A film][1]\n\n[1] https://v.example/7\n",
        ),
        (
            "<video><source src=/v.mp4></video>",
            "[video: e.example/v.mp4][1]\n\n[1] https://e.example/v.mp4\n",
        ),
        ("<audio src=/a.ogg title=Waves></audio>", "[audio: Waves][1]\n\n[1] https://e.example/a.ogg\n"),
        (
            "<figure><img src=a.png alt=x><figcaption>Seen <b>so</b>.</figcaption></figure>",
            "[image: x][1]\nSeen so.\n\n[1] https://e.example/post/a.png\n",
        ),
        ("<figure><figcaption>Above</figcaption><pre>x</pre></figure>", "Above\n    x\n"),
        ("<p>The <select> element <button> and more</p><p>End", "The element and more\n\nEnd\n"),
        ("&lt;p&gt;escaped &lt;b&gt;once too often&lt;/b&gt;&lt;/p&gt;", "escaped once too often\n"),
        ("", ""),
    ],
)
def test_elements(html: str, lines: str) -> None:
    assert text(html) == lines


def test_control_characters_written_as_references_are_cleaned_after_decoding() -> None:
    shown = text("<p>a&#27;]52;c;aGk=&#7;b &#x9b;31m &#8238;c <img alt='&#27;[2J' src=x>")
    assert not any((ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 or c == "\u202e" for c in shown)
    assert "ab" in shown


def test_a_link_that_shows_another_host_than_its_own_is_marked() -> None:
    assert "goes to evil.example" in text("<a href='https://evil.example/'>https://bank.example/login</a>")
    assert "goes to" not in text("<a href='https://www.bank.example/x'>bank.example</a>")


def test_marks_of_kinds() -> None:
    document = to_document("<h2>T</h2><p>a <b>b</b></p><blockquote>q</blockquote><pre><code>c</code></pre>")
    kinds = [type(block) for block in document.blocks]
    assert kinds == [Heading, Paragraph, Quote, Code]
    paragraph = document.blocks[1]
    assert isinstance(paragraph, Paragraph)
    assert paragraph.spans[1].style & Style.BOLD


def test_one_picture_shown_twice_for_browsers_without_scripts_is_one() -> None:
    html = (
        "<img data-src=a.png alt=x src='data:image/gif;base64,R0'><noscript><img src=a.png alt=x></noscript>"
    )
    (block,) = to_document(html, BASE).blocks
    assert isinstance(block, Image)
    assert block.url == BASE + "a.png"


@pytest.mark.parametrize(
    "html",
    [
        *(f"<{tag}>" * 100_000 + "the end" for tag in ("div", "blockquote", "ul", "b", "table", "a", "dl")),
        "<ul><li>" * 50_000 + "the end",
        "<p " + " ".join(f"a{n}=b" for n in range(40_000)) + ">the end",
        "<!-- x -->" * 100_000 + "the end",
        "&lt;" * 500_000 + "the end",
        "<b><i>" * 2_000 + "</b>" * 2_000 + "the end",
        "<table>" + ("<tr>" + "<td>x" * 100 + "</tr>") * 400 + "</table>the end",
    ],
    ids=lambda html: html[:12],
)
def test_hostile_html_ends_and_keeps_its_text(html: str) -> None:
    document = to_document(html)
    lines = wrap(document, 72)
    assert lines.finish() < 60_000
    last = "".join("".join(span.text for span in line.spans) for line in list(lines)[-3:])
    assert "the end" in last or document.cut


def test_what_is_cut_says_so() -> None:
    assert to_document("<p>" + "word " * 400_000).cut
    assert not to_document("<p>word").cut


def test_lines_are_made_when_they_are_looked_at() -> None:
    lines = wrap(to_document("<p>" + "</p><p>".join(["word " * 30] * 500)), 60)
    lines.line(0)
    assert not lines.complete
    assert lines.ready < 50
    assert lines.finish() > 1000


def test_the_lines_of_a_link() -> None:
    lines = wrap(to_document("<p>a</p><p><a href=https://e.example/x>there</a></p>"), 60)
    places = lines.lines_of_link(1)
    assert ["".join(span.text for span in lines.line(n).spans) for n in places] == [
        "there[1]",
        "1  e.example/x",
    ]


def test_markdown() -> None:
    html = "<h2>T</h2><p>a <b>b</b> *c* <a href=https://e.example/x>d</a></p><ul><li>x</ul><pre>y</pre>"
    assert to_markdown(to_document(html)) == (
        "## T\n\na **b** \\*c\\* [d](https://e.example/x)\n\n- x\n\n```\ny\n```\n"
    )


def test_html_out_has_only_what_is_allowed() -> None:
    html = '<p onclick="x()">a <a href="/x" style="y">b</a><script>z</script><img src=i.png alt="&lt;q">'
    assert to_html(to_document(html, BASE)) == (
        '<p>a <a href="https://e.example/x">b</a><img src="https://e.example/post/i.png" alt="&lt;q"></p>\n'
    )
