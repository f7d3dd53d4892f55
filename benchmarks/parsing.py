"""Feeds to values: plain feedparser, our reading by it, the fast reader, and all of `parse`.

Over the real feeds where they are, else over made-up ones. Processor time, the best of some runs, since other
programs' work is no part of it. The goal is stated against plain `feedparser.parse`, as anyone would call it.
"""

import io
import time
from collections.abc import Callable
from pathlib import Path

import feedparser

from benchmarks.documents import feed_xml
from readnow.feeds.adapt import read_xml
from readnow.feeds.charset import to_text
from readnow.feeds.fast import read_fast
from readnow.feeds.fence import fence
from readnow.feeds.parse import parse
from readnow.feeds.sniff import Kind, kind_of

REAL = Path(__file__).parents[1].parent / "shared" / "corpus" / "real-feeds" / "feeds"
GOAL = 1 / 20
SHARE = 0.9
RUNS = 3
URL = "https://feeds.example/f"


def documents() -> tuple[str, list[bytes]]:
    """What is read, and its name."""
    if REAL.is_dir():
        return "real feeds", [path.read_bytes() for path in sorted(REAL.iterdir())]
    return "made-up feeds", [feed_xml(number) for number in range(40)]


def seconds(read: Callable[[bytes], object], bodies: list[bytes], runs: int) -> float:
    """Mean processor time for one document; of each the best run."""
    total = 0.0
    for body in bodies:
        times: list[float] = []
        for _ in range(runs):
            began = time.process_time()
            read(body)
            times.append(time.process_time() - began)
        total += min(times)
    return total / len(bodies)


def main() -> None:
    """Print one line for each way of reading."""
    name, bodies = documents()
    texts = [(body, to_text(body)) for body in bodies]
    fenced = {body: fence(text).text for body, text in texts if kind_of(text) is Kind.XML_FEED}
    data = {body: text.encode("utf-8", "replace") for body, text in fenced.items()}
    sure = [body for body in data if read_fast(fenced[body], data[body]) is not None]

    def tiers(body: bytes) -> object:
        return read_fast(fenced[body], data[body]) or read_xml(data[body])

    xml = list(data)
    plain = seconds(lambda body: feedparser.parse(io.BytesIO(body)), xml, 1)
    rows = {
        "feedparser.parse, plain": plain,
        "feedparser as we call it": seconds(lambda body: read_xml(data[body]), xml, 1),
        "the fast reader, feedparser for the rest": seconds(tiers, xml, RUNS),
        "decoding and fence": seconds(lambda body: fence(to_text(body)), xml, RUNS),
        "parse(), cleaning and hashes included": seconds(lambda body: parse(body, url=URL), xml, RUNS),
    }
    share = len(sure) / len(bodies)
    verdict = "ok  " if share >= SHARE else "over"
    print(f"{verdict} {len(sure)} of {len(bodies)} {name} by the fast reader ({share:.1%}, goal {SHARE:.0%})")
    for label, mean in rows.items():
        goal = f"goal {GOAL:.3f}" if label.startswith("the fast") else ""
        verdict = "over" if goal and mean > plain * GOAL else "ok  "
        print(f"{verdict} {label:<46} {mean / plain:6.3f} x   {goal:<10}  ({1000 * mean:.2f} ms a feed)")
