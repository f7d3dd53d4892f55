"""Formulas as text: TeX where the page has it, MathML on one line, nothing twice."""

import pytest

from readnow.text.blocks import Paragraph, Span, Style
from readnow.text.html import to_document
from readnow.text.markdown import to_markdown
from readnow.text.plain import to_text


def text(html: str) -> str:
    return to_text(to_document(html, "https://e.example/"), None).rstrip("\n")


@pytest.mark.parametrize(
    ("inside", "shown"),
    [
        ("<msup><mi>x</mi><mn>2</mn></msup>", "x^2"),
        (
            "<msup><mi>e</mi><mrow><mi>i</mi><mi>π</mi></mrow></msup><mo>=</mo><mo>-</mo><mn>1</mn>",
            "e^(iπ) = - 1",
        ),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a + b)/2"),
        ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "√(x + 1)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "√[3]x"),
        (
            "<munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>n</mi></munderover>"
            "<msub><mi>a</mi><mi>i</mi></msub>",
            "∑_(i = 1)^na_i",
        ),
        ("<mover><mi>x</mi><mo>¯</mo></mover>", "x\u0304"),
        ("<msup><mi>f</mi><mo>′</mo></msup><mo>⁡</mo><mo>(</mo><mi>x</mi><mo>)</mo>", "f′(x)"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)"),
        (
            "<mo>(</mo><mtable><mtr><mtd>1</mtd><mtd>0</mtd></mtr><mtr><mtd>0</mtd><mtd>1</mtd></mtr></mtable><mo>)</mo>",
            "(1, 0; 0, 1)",
        ),
        ("<mi>x</mi><mtext>if</mtext><mi>y</mi>", "x if y"),
        ("<semantics><mi>x</mi><annotation encoding='text/plain'>no</annotation></semantics>", "x"),
        (
            "<semantics><mi>x</mi><annotation encoding='application/x-tex'>\\frac{1}{x}</annotation></semantics>",
            "\\frac{1}{x}",
        ),
    ],
)
def test_mathml(inside: str, shown: str) -> None:
    assert text(f"<p>so <math>{inside}</math>.") == f"so {shown}."


def test_alternative_text_wins_and_its_frame_goes() -> None:
    assert text("<math alttext='{\\displaystyle x^{2}}'><mi>no</mi></math>") == "x^{2}"


def test_a_formula_drawn_again_for_browsers_is_read_once() -> None:
    katex = (
        '<span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi>'
        '<annotation encoding="application/x-tex">x</annotation></semantics></math></span>'
        '<span class="katex-html" aria-hidden="true"><span>x</span></span></span> and <span>y</span>'
    )
    assert text(katex) == "x and y"
    picture = (
        '<span><span style="display: none"><math alttext="x^2"><mi>x</mi></math></span>'
        '<img class="mwe-math-fallback-image-inline" alt="x^2" src="x.svg"></span>.'
    )
    assert text(picture) == "x^2."


def test_pictures_of_formulas_are_their_source() -> None:
    document = to_document('<p>as <img class="latex" src="/f.png" alt="\\sqrt{x}"> says')
    assert document.blocks == (Paragraph((Span("as "), Span("\\sqrt{x}", int(Style.CODE)), Span(" says"))),)
    assert to_markdown(document) == "as `\\sqrt{x}` says\n"


def test_a_display_is_a_paragraph_of_its_own() -> None:
    assert text("so<math display=block><mi>x</mi></math>is it") == "so\n\nx\n\nis it"


def test_deep_formulas_end() -> None:
    assert "x" in text("<math>" + "<msqrt>" * 10_000 + "<mi>x</mi>")
