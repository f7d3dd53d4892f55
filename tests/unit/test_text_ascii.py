"""ASCII twins: all that we draw has one, no cell moves, words stay readable."""

import ast
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.text.ascii import TWINS, to_ascii, with_twins
from readnow.text.cells import cell_width
from readnow.text.marks import PLAIN_ORNAMENTS, SCREEN_ORNAMENTS
from readnow.tui.render.palette import ASCII_MARKS, Marks

ROOT = Path(__file__).resolve().parents[2] / "readnow"
ROOMS = ("tui", "views", "library", "keys", "config", "model")
SIGNS = ("P", "S")
"""What categories of characters begin with that are drawn; others are of patterns."""


def written(path: Path) -> set[str]:
    """The signs beyond ASCII in the texts of a file, without what documents it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documenting = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    texts = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documenting
    )
    return {
        character
        for text in texts
        for character in text
        if ord(character) > 0x7F and category(character).startswith(SIGNS)
    }


@pytest.mark.parametrize("room", ROOMS)
def test_all_that_we_write_has_a_twin(room: str) -> None:
    for path in (ROOT / room).rglob("*.py"):
        assert written(path) <= TWINS.keys(), path.name


def test_every_mark_and_ornament_has_a_twin_of_one_cell() -> None:
    for name, mark in Marks()._asdict().items():
        twin = ASCII_MARKS._asdict()[name]
        if isinstance(mark, str):
            assert mark in TWINS, name
            assert (len(twin), twin.isascii()) == (1, True), name
            assert cell_width(mark) == 1, name
    for ours, plain in zip(SCREEN_ORNAMENTS, PLAIN_ORNAMENTS, strict=True):
        if isinstance(ours, str):
            assert set(ours) <= TWINS.keys()
            assert str(plain).isascii()


@pytest.mark.parametrize("twin", TWINS.values())
def test_a_twin_is_one_printable_character(twin: str) -> None:
    assert len(twin) == 1
    assert twin.isascii()
    assert twin.isprintable()


@given(st.text())
def test_no_cell_moves(text: str) -> None:
    assert cell_width(with_twins(text)) == cell_width(text)
    shown = to_ascii("".join(character for character in text if character.isprintable()))
    assert shown.isascii()
    assert len(shown) == cell_width("".join(character for character in text if character.isprintable()))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Plain text", "Plain text"),
        ("“Café — déjà vu…”", '"Cafe - deja vu."'),
        ("● 3 new · “News”", '* 3 new - "News"'),
        ("漢字 and 한", "???? and ??"),
        ("👩‍👩‍👧 x", "?? x"),
        ("x² ≤ 3½", "x2 ? 3?"),
        ("Łódź, Straße, Ærø", "Lodz, Strase, Aro"),
    ],
)
def test_words_stay_readable(text: str, shown: str) -> None:
    assert to_ascii(text) == shown


def test_letters_stay_where_only_our_marks_are_to_be_ascii() -> None:
    assert with_twins("★ “Café” · 漢字 …") == '+ "Café" - 漢字 .'
