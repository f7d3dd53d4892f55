"""Made-up feeds and articles of a given size, the same in every run."""

import random

_WORDS = (
    *("harbour", "ferry", "quay", "tide", "night", "lamp", "keeper", "letter", "bridge", "winter", "engine"),
    *("passenger", "signal", "rope", "salt", "chart", "window", "table", "morning", "kettle", "stair"),
    *("garden", "wall", "brick", "council", "vote", "report", "figure", "review", "margin", "reader"),
)


def words(count: int, seed: int = 1) -> str:
    """So many words."""
    return " ".join(random.Random(seed).choices(_WORDS, k=count))


def article_html(count: int, seed: int = 1) -> str:
    """HTML of so many words: paragraphs, some headings, links, a list."""
    made = random.Random(seed)
    parts: list[str] = []
    left = count
    while left > 0:
        size = min(left, made.randint(20, 90))
        left -= size
        text = words(size, made.randrange(10**6))
        kind = made.random()
        if kind < 0.08:
            parts.append(f"<h2>{text[:40]}</h2>")
        elif kind < 0.16:
            parts.append("<ul>" + "".join(f"<li>{item}</li>" for item in text.split()[:6]) + "</ul>")
        parts.append(f'<p>{text} <a href="https://e.example/{made.randrange(1000)}">more</a>, and so on.</p>')
    return "".join(parts)


def feed_xml(number: int, entries: int = 15, length: int = 300) -> bytes:
    """An RSS document with full texts. Its GUIDs are addresses, as in most feeds: their length counts, since
    readers compare them."""
    items = "".join(
        f"<item><title>Article {n} of {number}</title><guid>https://e.example/{number}/{n}</guid>"
        f"<link>https://e.example/{number}/{n}</link>"
        f"<pubDate>{1 + n % 28} Sep 2025 {number // 60 % 24:02}:{n % 60:02}:{number % 60:02} GMT</pubDate>"
        f"<description><![CDATA[{article_html(length, number * 100 + n)}]]></description></item>"
        for n in range(entries)
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed {number}</title>'
        f"<link>https://e.example/{number}</link>{items}</channel></rss>"
    ).encode()
