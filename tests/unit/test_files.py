"""The files that an article offers, as people see them."""

import pytest

from readnow.library.files import FileFacts, facts_of, kind_of, playing_time, size_of
from readnow.model.article import Enclosure


@pytest.mark.parametrize(
    ("url", "type_", "kind"),
    [
        ("https://a.example/x", "audio/mpeg", "audio"),
        ("https://a.example/x", "VIDEO/mp4", "video"),
        ("https://a.example/x", "image/png", "image"),
        ("https://a.example/x.mp3", "", "audio"),
        ("https://a.example/x.mp4", "application/octet-stream", "video"),
        ("https://a.example/x.mp3", "text/html", "file"),
        ("https://a.example/x.pdf", "", "file"),
        ("https://[broken", "", "file"),
    ],
)
def test_the_kind_is_that_of_the_type_else_of_the_name(url: str, type_: str, kind: str) -> None:
    assert kind_of(Enclosure(url, type_)) == kind


def test_all_that_is_known() -> None:
    file = Enclosure("https://a.example/The%20bell.mp3?x=1", "audio/mpeg", 28_100_000)
    assert facts_of(file, 3723) == FileFacts("audio", "The bell.mp3", "1:02:03", "28 MB")
    assert facts_of(Enclosure("https://a.example/", title="A title"), 60) == FileFacts(
        "file", "A title", "", ""
    )
    assert facts_of(Enclosure("https://a.example/")).name == "https://a.example/"


def test_times_and_sizes() -> None:
    assert [playing_time(n) for n in (None, 0, -1, 59, 60, 3600)] == ["", "", "", "0:59", "1:00", "1:00:00"]
    assert [size_of(n) for n in (None, 0, 1, 999, 1000, 9_960, 99_950_000)] == [
        "", "", "1 byte", "999 bytes", "1.0 kB", "10 kB", "100 MB",
    ]  # fmt: skip
