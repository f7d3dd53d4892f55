"""Preformatted text: its language, its links, its colours, its lines."""

import subprocess
import sys

import pytest

from readnow.text.blocks import Code, Span, Style
from readnow.text.highlight import LONGEST_LINE, MOST, token_styles
from readnow.text.html import to_document
from readnow.text.markdown import to_markdown
from readnow.text.markup import to_html
from readnow.text.plain import to_text
from readnow.text.wrap import wrap

PROGRAM = "def f(x):\n    return 'one'  # two\n"


def code(html: str) -> Code:
    (block,) = to_document(html, "https://e.example/").blocks
    assert isinstance(block, Code)
    return block


@pytest.mark.parametrize(
    "html",
    [
        '<pre><code class="language-python">x</code></pre>',
        '<pre class="lang-python">x</pre>',
        '<pre class="brush: python; toolbar: false">x</pre>',
        '<div class="highlight highlight-source-python"><pre>x</pre></div>',
        '<div class="language-python highlighter-rouge"><div class="highlight"><pre><code>x</code></pre></div></div>',
        '<pre class="sourceCode python"><code class="sourceCode python">x</code></pre>',
        '<pre class="src src-python">x</pre>',
        '<pre><code data-lang="python">x</code></pre>',
        '<pre data-enlighter-language="python">x</pre>',
        '<pre lang="python">x</pre>',
        '<pre><code class="hljs Python">x</code></pre>',
    ],
)
def test_the_language_is_found_wherever_pages_say_it(html: str) -> None:
    assert code(html) == Code((Span("x"),), "python")


@pytest.mark.parametrize("html", ["<pre>x</pre>", "<pre lang=de>x</pre>", '<pre class="wide box">x</pre>'])
def test_no_language_is_guessed(html: str) -> None:
    assert code(html).language == ""


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<pre>\n\n  a\n\n b  \n\n</pre>", "  a\n\n b"),
        ("<pre>a\tb\nabcd\te</pre>", "a   b\nabcd    e"),
        ("<pre><b>a</b>\tb</pre>", "a   b"),
        ("<pre><div>a</div><div>b</div>c</pre>", "a\nbc"),
        ("<pre>a<br>b</pre>", "a\nb"),
        ("<pre>a&#27;[31mb\u00adc</pre>", "abc"),
        ("<pre><span class=lineno>1 </span>a\n<span class=lineno>2 </span>b</pre>", "a\nb"),
        ("<pre><code>a\n</code><code>b\n</code></pre>", "a\nb"),
    ],
)
def test_lines_and_spaces_are_kept(html: str, text: str) -> None:
    assert code(html).text == text


def test_links_in_preformatted_text_can_be_reached() -> None:
    html = '<pre>see <a href="/a">the list</a>\nor https://e.example/b.\n</pre>'
    document = to_document(html, "https://e.example/")
    assert [(link.url, link.text) for link in document.links] == [
        ("https://e.example/a", "the list"),
        ("https://e.example/b", "https://e.example/b"),
    ]
    assert to_text(document).startswith("    see the list[1]\n    or https://e.example/b[2].\n")
    assert '<a href="https://e.example/a">the list</a>\nor' in to_html(document)
    assert to_markdown(document).startswith("```\nsee the list\nor https://e.example/b.\n```\n\n[the list](")


def test_an_address_in_code_is_code() -> None:
    assert code('<pre class="language-python">x = "https://e.example/"</pre>').spans[0].link is None


def styled(text: str, language: str) -> list[tuple[str, Style]]:
    found = []
    position = 0
    for count, style in token_styles(text, language):
        if style:
            found.append((text[position : position + count], Style(style)))
        position += count
    assert position == len(text)
    return found


def test_tokens_have_the_style_of_what_they_are() -> None:
    assert styled(PROGRAM, "python") == [
        ("def", Style.KEYWORD),
        ("f", Style.NAME),
        ("return", Style.KEYWORD),
        ("'one'", Style.STRING),
        ("# two", Style.COMMENT),
    ]
    assert styled("-a\n+b\n c\n", "diff") == [("-a", Style.DELETED), ("+b", Style.INSERTED)]
    assert ("SELECT", Style.KEYWORD) in styled("SELECT 1", "sql")


@pytest.mark.parametrize("language", ["", "klingon", "text", "__import__"])
def test_code_in_an_unknown_language_is_plain(language: str) -> None:
    assert token_styles(PROGRAM, language) == [(len(PROGRAM), 0)]


def test_what_is_beyond_the_bounds_is_plain() -> None:
    long = "x = 1\n" * MOST
    tokens = token_styles(long, "python")
    assert sum(count for count, _ in tokens) == len(long)
    assert tokens[-1][0] >= len(long) - MOST
    wide = "x = '" + "y" * LONGEST_LINE + "'\n"
    assert token_styles(wide, "python") == [(len(wide), 0)]


def test_lines_of_code_are_coloured_with_their_links_and_only_on_the_screen() -> None:
    html = '<pre class="language-python">x = <a href=/y>None</a>  # why</pre>'
    document = to_document(html, "https://e.example/")
    (line, *_) = wrap(document, 40)
    assert [(span.text, Style(span.style), span.link) for span in line.spans[1:]] == [
        ("x = ", Style.CODE, None),
        ("None", Style.CODE | Style.NUMBER | Style.LINK, 1),
        ("[1]", Style.LINK_NUMBER, 1),
        ("  ", Style.CODE, None),
        ("# why", Style.CODE | Style.COMMENT, None),
    ]


def test_a_long_line_goes_on_in_the_next_and_keeps_its_colours() -> None:
    document = to_document(f'<pre class="language-python">x = "{"漢字" * 10}"</pre>')
    lines = [line for line in wrap(document, 24) if line.kind == "code"]
    assert "".join(span.text for line in lines for span in line.spans[1:]) == f'x = "{"漢字" * 10}"'
    assert all(span.style & Style.STRING for line in lines[1:] for span in line.spans[1:])


def test_pygments_is_loaded_for_code_with_a_language_only() -> None:
    program = (
        "import sys\nfrom readnow.text.html import to_document\nfrom readnow.text.wrap import wrap\n"
        "list(wrap(to_document('<p>x<pre>y</pre><pre class=language-klingon>z</pre>'), 40))\n"
        "assert 'pygments' not in sys.modules\n"
        "list(wrap(to_document('<pre class=language-python>z</pre>'), 40))\n"
        "assert 'pygments' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_long_listing_is_made_in_pieces() -> None:
    lines = wrap(to_document("<pre>" + "x = 1\n" * 20_000), 40)
    lines.line(0)
    assert lines.ready < 500
    assert len(lines) == 20_000
