"""How well an article was taken out of its page: measured over words and runs of words, as benchmarks do.

Read by the tests over the corpus and by the benchmark. The text of HTML is what `plain_words` makes of it.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

_WORD = re.compile(r"\w+")
_RUN = 4


@dataclass(frozen=True, slots=True)
class Sample:
    """A page, its address, and its article as HTML or as text."""

    name: str
    page: bytes
    url: str
    expected: str


def readable_pages(corpus: Path) -> Iterator[Sample]:
    """Pages with their articles as HTML."""
    for folder in sorted((corpus / "mozilla-pages").iterdir()):
        yield Sample(
            folder.name,
            (folder / "source.html").read_bytes(),
            "http://fakehost/test/page.html",
            (folder / "expected.html").read_text("utf-8"),
        )


def news_pages(corpus: Path) -> Iterator[Sample]:
    """News pages with the text of their articles."""
    folder = corpus / "articles"
    truth: dict[str, Any] = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    for key, entry in truth.items():
        page = gzip.decompress((folder / "html" / f"{key}.html.gz").read_bytes())
        yield Sample(key, page, entry["url"], entry["articleBody"])


def word_f1(found: str, expected: str) -> float:
    """F1 over the words of two texts as multisets, whatever their case."""
    one, other = (Counter(_WORD.findall(text.lower())) for text in (found, expected))
    if not one and not other:
        return 1.0
    both = (one & other).total()
    return 2 * both / (one.total() + other.total())


def precision_and_recall(found: str, expected: str) -> tuple[float, float]:
    """Over the runs of four words of two texts as multisets."""
    one, other = _runs(found), _runs(expected)
    both = (one & other).total()
    return (
        both / one.total() if one else float(not other),
        both / other.total() if other else 1.0,
    )


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    runs = (tuple(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)))
    return Counter(run for run in runs if run)


def f1(measured: Sequence[tuple[float, float]]) -> float:
    """F1 of mean precision and mean recall."""
    precision = mean(precision for precision, _ in measured)
    recall = mean(recall for _, recall in measured)
    return 2 * precision * recall / (precision + recall)
