"""Comments as one document: in order, numbered through, bounded."""

import pytest
from msgspec.structs import replace

from readnow.library import comment_page as module
from readnow.library.comment_page import comment_page
from readnow.text.plain import to_text
from tests.support.shelf import entry


def test_the_oldest_comes_first_with_its_writer_and_date() -> None:
    first = replace(
        entry("Re: a", '<p>see <a href="https://a.example/">a</a></p>'), author="Ann", published=86_400
    )
    second = replace(
        entry("Re: b", '<p>and <a href="https://b.example/">b</a></p>'), author="Bob", published=172_800
    )
    page = comment_page([second, first], "%d %b %Y")
    assert to_text(page.document) == (
        "Ann · 02 Jan 1970\n\nsee a[1]\n\nBob · 03 Jan 1970\n\nand b[2]\n\n"
        "[1] https://a.example/\n[2] https://b.example/\n"
    )
    assert page.count == 2


def test_a_comment_without_a_writer_has_its_title_and_none_a_made_up_date() -> None:
    page = comment_page([entry("What I think", "<p>This.</p>")], "%Y")
    assert to_text(page.document) == "What I think\n\nThis.\n"


def test_no_more_than_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 2)
    page = comment_page([entry(str(number)) for number in range(5)], "%Y")
    assert page.count == 5
    assert to_text(page.document).endswith("3 comments more on the page.\n")
    monkeypatch.setattr(module, "_MOST_TEXT", 10)
    assert "5 comments more" in to_text(comment_page([entry(str(n)) for n in range(5)], "%Y").document)


def test_nothing_in_it_is_obeyed_by_terminals() -> None:
    bad = replace(entry("x", "<p>a&#27;]52;c;aGk=&#7;b</p>"), author="A")
    text = to_text(comment_page([bad], "%Y").document)
    assert all(character.isprintable() or character == "\n" for character in text)
