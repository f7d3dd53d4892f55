"""Real pages give their articles: as well as the goals say, each within its time."""

import time
from collections.abc import Iterable
from pathlib import Path
from statistics import mean, quantiles

import pytest

from readnow.feeds.extract import extract
from readnow.model.fulltext import Extracted
from readnow.text.bounds import measure
from readnow.text.words import plain_words
from tests.support.extraction import Sample, f1, news_pages, precision_and_recall, readable_pages, word_f1

pytestmark = [pytest.mark.corpus, pytest.mark.xdist_group("extract")]

SECONDS = 2.0
USUAL_SECONDS = 0.4
"""For 95 of 100 pages, on a machine that is busy with other tests: alone it is a third of that."""


def texts(samples: Iterable[Sample]) -> list[tuple[Sample, str]]:
    """What each page gives, as text; every page within its time and bounds."""
    found: list[tuple[Sample, str]] = []
    times: list[float] = []
    for sample in samples:
        began = time.process_time()
        outcome = extract(sample.page, url=sample.url, content_type="text/html; charset=utf-8")
        times.append(time.process_time() - began)
        assert times[-1] < SECONDS, sample.name
        if isinstance(outcome, Extracted):
            assert measure(outcome.html).safe, sample.name
            assert outcome.words == len(plain_words(outcome.html).split()) or not outcome.html.isascii()
            found.append((sample, plain_words(outcome.html)))
        else:
            found.append((sample, ""))
    assert quantiles(times, n=20)[-1] < USUAL_SECONDS
    return found


def test_news_pages_give_their_text(corpus: Path) -> None:
    found = texts(news_pages(corpus))
    assert len(found) >= 102
    measured = {sample.name: precision_and_recall(text, sample.expected) for sample, text in found}
    worst = sorted(measured.items(), key=lambda item: sum(item[1]))[:5]
    assert f1(list(measured.values())) >= 0.945, worst


def test_pages_of_all_kinds_give_their_article(corpus: Path) -> None:
    found = texts(readable_pages(corpus))
    assert len(found) >= 82
    measured = {sample.name: word_f1(text, plain_words(sample.expected)) for sample, text in found}
    worst = sorted(measured.items(), key=lambda item: item[1])[:5]
    assert mean(measured.values()) >= 0.92, worst
    assert sum(value < 0.5 for value in measured.values()) <= 3, worst
