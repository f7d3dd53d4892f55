"""Articles taken out of web pages: how well and how fast, and what loading the library costs.

Over the real pages where they are, else over made-up ones, whose text must come out whole. Processor time,
the better of two runs. Goals: the F1 of the corpus, and 100 ms for a page of 60 KB.
"""

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median, quantiles

from benchmarks.documents import article_html
from readnow.feeds.extract import extract
from readnow.model.fulltext import Extracted
from readnow.text.words import plain_words
from tests.support.extraction import Sample, f1, news_pages, precision_and_recall, readable_pages, word_f1

CORPUS = Path(__file__).parents[1].parent / "shared" / "corpus"
NEWS_GOAL = 0.945
PAGES_GOAL = 0.92
MS_GOAL = 100.0
AROUND = 60_000
RUNS = 2


def made_up() -> list[Sample]:
    """Pages of 60 KB with an article of their own, and as much around it."""
    samples: list[Sample] = []
    for number in range(20):
        article = article_html(4_000, number)
        links = "".join(f'<li><a href="/{n}">Another article, number {n}</a></li>' for n in range(400))
        page = (
            f"<!doctype html><html><head><title>Page {number}</title></head><body><nav><ul>{links}</ul></nav>"
            f"<article>{article}</article><footer>The end</footer></body></html>"
        )
        samples.append(Sample(str(number), page.encode(), "https://e.example/", plain_words(article)))
    return samples


def read(samples: Sequence[Sample]) -> tuple[list[str], list[float]]:
    """The text that each page gives, and the milliseconds that it took."""
    texts: list[str] = []
    times: list[float] = []
    for sample in samples:
        best = float("inf")
        for _ in range(RUNS):
            began = time.process_time()
            outcome = extract(sample.page, url=sample.url, content_type="text/html; charset=utf-8")
            best = min(best, time.process_time() - began)
        texts.append(plain_words(outcome.html) if isinstance(outcome, Extracted) else "")
        times.append(1000 * best)
    return texts, times


def loading() -> float:
    """Milliseconds to load the library in a process that has all the rest of the parser's."""
    script = (
        "import readnow.feeds.worker, readnow.feeds.fast, time; began = time.perf_counter();"
        "import readnow.feeds.extract; print(1000 * (time.perf_counter() - began))"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    return float(done.stdout)


def line(name: str, value: float, goal: float, *, least: bool) -> str:
    """One line for people: a value and its goal, which is the least or the most it may be."""
    verdict = "ok  " if (value >= goal if least else value <= goal) else "over"
    return f"{verdict} {name:<46} {value:8.3f}   goal {'≥' if least else '≤'} {goal:g}"


def main() -> None:
    """Print how well and how fast."""
    if CORPUS.is_dir():
        news, pages = list(news_pages(CORPUS)), list(readable_pages(CORPUS))
    else:
        news, pages = made_up(), []
    texts, times = read(news)
    measured = [precision_and_recall(text, sample.expected) for text, sample in zip(texts, news, strict=True)]
    print(line(f"F1 over {len(news)} news pages", f1(measured), NEWS_GOAL, least=True))
    if pages:
        page_texts, page_times = read(pages)
        scores = [
            word_f1(text, plain_words(sample.expected))
            for text, sample in zip(page_texts, pages, strict=True)
        ]
        print(line(f"mean F1 over {len(pages)} pages of all kinds", mean(scores), PAGES_GOAL, least=True))
        times += page_times
    samples = news + pages
    near = [
        ms
        for ms, sample in zip(times, samples, strict=True)
        if AROUND / 1.5 < len(sample.page) < AROUND * 1.5
    ]
    print(line(f"ms for a page of about 60 KB, the slowest of {len(near)}", max(near), MS_GOAL, least=False))
    print(f"     all pages: {median(times):.1f} ms, 95 of 100 within {quantiles(times, n=20)[-1]:.1f} ms")
    print(f"     loading the library once: {loading():.0f} ms")
