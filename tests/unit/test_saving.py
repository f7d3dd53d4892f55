"""Saving articles: names that are proposed, what a typed name means, and what is in each form."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from readnow.library.forms import Form, form_of
from readnow.library.saving import Look, place_of, proposed_name, save
from readnow.model.article import Article, ArticleHead, ArticleId, DateSource, Enclosure
from readnow.model.errors import ExchangeError
from readnow.model.feed import FeedId

HEAD = ArticleHead(
    ArticleId(7), FeedId(1), "Harbour", "A terminal: is/a place?", "Ann", "https://a.example/1", 0,
    DateSource.PUBLISHED, False, False, 3,
)  # fmt: skip
ARTICLE = Article(
    HEAD,
    '<p onclick="x">Words with <a href="https://b.example/">a link</a>.</p><script>alert(1)</script>',
    "https://a.example/",
    enclosures=(Enclosure("https://a.example/f.mp3", "audio/mpeg", 3_000_000),),
    language="en",
)
LOOK = Look(72, "%Y")


def test_the_name_says_the_title_and_is_free(tmp_path: Path) -> None:
    assert proposed_name(tmp_path, ARTICLE, Form.MARKDOWN) == "A terminal is a place.md"
    (tmp_path / "A terminal is a place.md").touch()
    assert proposed_name(tmp_path, ARTICLE, Form.MARKDOWN) == "A terminal is a place-2.md"
    untitled = replace(ARTICLE, head=replace(HEAD, title=""))
    assert proposed_name(tmp_path, untitled, Form.JSON) == "Untitled.json"


def test_a_typed_name_is_in_the_folder_unless_it_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / "files"
    assert place_of(folder, " note.md ") == folder / "note.md"
    assert place_of(folder, "~/note.md") == tmp_path / "note.md"
    assert place_of(folder, str(tmp_path / "x.txt")) == tmp_path / "x.txt"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "is a folder: name a file in it"),
        ("~", "is a folder"),
        ("sub/", "is a folder"),
        ("sub/none/x.md", "There is no folder"),
        ("~nobody-of-that-name/x", "names a home directory that does not exist"),
        ("a\0b", "characters which no name of a file can have"),
        ("a\x1bb", "characters which no name of a file can have"),
        ("x" * 5000, "That name cannot be used: file name too long"),
        ("x" * 5000 + "/y", "That name cannot be used: file name too long"),
    ],
)
def test_what_is_no_place_for_a_file_is_told(tmp_path: Path, typed: str, told: str) -> None:
    with pytest.raises(ExchangeError, match=told):
        place_of(tmp_path, typed)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.md", Form.MARKDOWN),
        ("a.HTML", Form.HTML),
        ("a.htm", Form.HTML),
        ("a.txt", Form.TEXT),
        ("a.json", Form.JSON),
        ("a.b.markdown", Form.MARKDOWN),
        ("a", None),
        ("a.doc", None),
    ],
)
def test_the_ending_says_the_form(name: str, form: Form | None) -> None:
    assert form_of(name) is form


def saved(folder: Path, form: Form) -> str:
    path = save(folder / f"x{form.ending}", ARTICLE, form, LOOK)
    return path.read_text(encoding="utf-8")


def test_every_form_is_made_of_the_cleaned_blocks(tmp_path: Path) -> None:
    assert "Words with [a link](https://b.example/)." in saved(tmp_path, Form.MARKDOWN)
    page = saved(tmp_path, Form.HTML)
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "<title>A terminal: is/a place?</title>" in page
    assert '<p>Words with <a href="https://b.example/">a link</a>.</p>' in page
    assert "[2] https://a.example/f.mp3" in saved(tmp_path, Form.TEXT)
    found = json.loads(saved(tmp_path, Form.JSON))
    assert (found["title"], found["content_text"]) == (
        HEAD.title,
        "Words with a link[1].\n\n[1] https://b.example/\n",
    )
    for form in Form:
        text = (tmp_path / f"x{form.ending}").read_text()
        assert "onclick" not in text
        assert "alert(1)" not in text


def test_a_missing_folder_for_files_is_made(tmp_path: Path) -> None:
    assert saved(tmp_path / "Downloads", Form.TEXT)
