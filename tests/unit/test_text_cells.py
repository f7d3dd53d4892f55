"""Cell widths: the same as Rich's for every character, since Rich's lay the lines out."""

import pytest
from rich.cells import cell_len

from readnow.text.cells import cell_width, cut, graphemes, pad

SAMPLES = (
    "plain ascii",
    "naïve café",
    "e\u0301a\u0308",
    "中文かなカナ한국어",
    "ｆｕｌｌ",
    "👍👍🏽👨\u200d👩\u200d👧",
    "🇩🇪🇫🇷",
    "☀☀\ufe0f❤\ufe0f1\ufe0f\u20e3",
    "\u200dab",
    "a\u200d",
    "\ufe0fa",
    "हिन्दी ไทย",
    "\x00\x1b\x7f\x9b",
    "soft\u00adhyphen",
    "",
)


@pytest.mark.parametrize("text", SAMPLES)
def test_width_is_what_rich_says(text: str) -> None:
    assert cell_width(text) == cell_len(text)


def test_width_of_every_character_is_what_rich_says() -> None:
    wrong = [hex(code) for code in range(0x110000) if cell_width(chr(code)) != cell_len(chr(code))]
    assert wrong == []


@pytest.mark.parametrize(
    "clusters",
    [
        ["e\u0301", "👨\u200d👩\u200d👧", "x", "☀\ufe0f"],
        ["🇩🇪", "🇫🇷", "🇬", "a"],
        ["👍🏽", "1\ufe0f\u20e3", "🏴\u200d☠\ufe0f"],
        ["क्ष", "त्रि", "य"],
        ["กำ", "ลั", "ง"],
        ["각", "ﾊﾞ", "か\u3099"],
    ],
)
def test_clusters_stay_whole(clusters: list[str]) -> None:
    text = "".join(clusters)
    assert list(graphemes(text)) == clusters
    assert cell_width(text) == sum(map(cell_width, clusters))


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("hello", 5, "hello"),
        ("hello", 4, "hel…"),
        ("hello there", 7, "hello…"),
        ("中文字", 6, "中文字"),
        ("中文字", 5, "中文…"),
        ("中文字", 4, "中…"),
        ("中文字", 1, "…"),
        ("anything", 0, ""),
        ("👨\u200d👩\u200d👧 family", 4, "👨\u200d👩\u200d👧…"),
    ],
)
def test_cut_text_ends_in_an_ellipsis(text: str, cells: int, shown: str) -> None:
    assert cut(text, cells) == shown


@pytest.mark.parametrize("text", SAMPLES)
@pytest.mark.parametrize("cells", [0, 1, 2, 3, 7, 30])
def test_padded_text_has_exactly_the_cells(text: str, cells: int) -> None:
    assert cell_len(pad(text, cells)) == cells
