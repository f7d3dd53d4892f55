"""Names for files (checklist 20)."""

import pytest

from readnow.text.file_names import LONGEST, file_name, name_of_address, numbered


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A terminal is a place", "A terminal is a place.md"),
        ("../../etc/passwd", "etc passwd.md"),
        ("-rf *", "rf.md"),
        (".bashrc", "bashrc.md"),
        ("CON", "CON_.md"),
        ("com1.report", "com1_.md"),
        ("nul", "nul_.md"),
        ("Console", "Console.md"),
        ("a\x00b\x1b]52;c\x07", "a b 52 c.md"),
        ("C:\\Windows\\x", "C Windows x.md"),
        ("Über 雨の日 заметки देवनागरी", "Über 雨の日 заметки देवनागरी.md"),
        ("???", "article.md"),
        ("", "article.md"),
        ("ends in dots...", "ends in dots.md"),
    ],
)
def test_a_name_says_the_title_and_is_harmless(title: str, name: str) -> None:
    assert file_name(title, ".md") == name


def test_a_long_name_is_cut_between_characters() -> None:
    name = file_name("雨" * 300, ".html")
    assert len(name.encode()) <= LONGEST
    assert name == "雨" * 38 + ".html"


@pytest.mark.parametrize(
    ("url", "title", "ending", "name"),
    [
        ("https://a.example/files/bell.MP3?x=1", "t", ".bin", "bell.mp3"),
        ("https://a.example/a%2F..%2F..%2Fb.mp3", "t", "", "b.mp3"),
        ("https://a.example/", "The bell", ".mp3", "The bell.mp3"),
        ("https://a.example/play/", "The bell", ".mp3", "play.mp3"),
        ("https://a.example/%00%1b.mp3", "t", "", "t.mp3"),
        ("https://[broken", "", "", "file"),
    ],
)
def test_the_name_of_an_address(url: str, title: str, ending: str, name: str) -> None:
    assert name_of_address(url, title, ending) == name


def test_numbers_stand_before_the_ending() -> None:
    assert numbered("note.md", 2) == "note-2.md"
    assert numbered("note", 12) == "note-12"
    assert len(numbered("n" * 116 + ".md", 1000).encode()) <= LONGEST
