"""Pairs of articles of different feeds, labelled: the same story, or another one.

Made of the texts in tests/stories. What is the same story was made of one text, as feeds do it: shortened,
with a footer, at another address, under a name of the site. What is not is written out there, with values for
the two. Half of the texts, and half of the values, are for choosing bounds; the others are held out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from readnow.text.stories import Story, prints_of
from readnow.text.tokens import index_text
from readnow.text.words import count_words

FOLDER = Path(__file__).parent.parent / "stories"
HOUR = 3600


@dataclass(frozen=True, slots=True)
class Told:
    """An article; `at` in hours."""

    title: str
    link: str
    text: str
    at: float = 0

    def story(self) -> Story:
        """As it is compared."""
        words = count_words(self.text)
        return Story(
            prints_of(self.title, self.link, index_text(self.text)),
            self.title,
            self.link,
            words,
            round(self.at * HOUR),
        )


@dataclass(frozen=True, slots=True)
class Pair:
    """Two articles. `held_out`: not to be looked at while bounds are chosen."""

    kind: str
    same: bool
    one: Told
    two: Told
    held_out: bool


def texts() -> dict[str, tuple[str, Told]]:
    """By key, the language and the article of each text."""
    found = {}
    for block in (FOLDER / "texts.txt").read_text("utf-8").split("== ")[1:]:
        head, title, link, text = block.strip().split("\n", 3)
        key, language = head.split()
        found[key] = language, Told(title, link, text)
    return found


def _elsewhere(link: str, site: str = "mirror.example") -> str:
    return f"https://{site}/story/{abs(sum(map(ord, link)) * 7919):x}"


def _sentences(text: str, number: int) -> str:
    for end in ("。", ". "):
        if end in text:
            return end.join(text.split(end)[:number]) + end.strip()
    return text[:200]


def _cut(text: str, share: float) -> str:
    return text[: round(len(text) * share)].rsplit(" ", 1)[0]


def _with(told: Told, **changes: object) -> Told:
    values: dict[str, object] = {
        "title": told.title,
        "link": told.link,
        "text": told.text,
        "at": told.at,
        **changes,
    }
    return Told(**values)  # type: ignore[arg-type]


def _less(text: str, nth: int) -> str:
    """Without every so many words, or characters where there are no spaces."""
    parts = text.split(" ")
    if len(parts) < 10:
        return "".join(c for n, c in enumerate(text) if n % nth)
    return " ".join(word for n, word in enumerate(parts) if n % nth)


_TITLES = {
    "harbour": "Night ferry sails the harbour again after repair of its frames",
    "rates": "Key rate stays where it is, central bank sees slower growth",
    "wolves": "First wolves in the eastern valleys for more than a century",
    "bruecke": "Brücke über den Fluss für zwei Jahre gesperrt: Pendler brauchen Geduld",
    "strom": "Rekord: Noch nie so viel Strom aus Wind",
    "sequia": "Doce municipios racionan el agua por la sequía",
    "telescope": "Water vapour found around small star",
    "bike": "Council votes for bicycle ring",
}
"""What other editors made of the titles."""

_READS_ON = {
    "en": "Continue reading",
    "de": "Weiterlesen",
    "fr": "Lire la suite",
    "es": "Leer más",
    "ru": "Читать далее",
    "ja": "続きを読む",
    "zh": "阅读全文",
    "ko": "더 보기",
    "ar": "اقرأ المزيد",
}


def _retellings(key: str, language: str, told: Told) -> Iterator[tuple[str, Told]]:
    """The same story as other feeds have it."""
    link, text, title = told.link, told.text, told.title
    more = _READS_ON[language]
    yield "tracked", _with(told, link=f"{link}?utm_source=rss&utm_medium=feed&fbclid=x1", at=0.5)
    yield "syndicated", _with(told, link=_elsewhere(link), at=3)
    yield (
        "shortened",
        _with(told, link=_elsewhere(link, "short.example"), text=f"{_cut(text, 0.35)} […] {more}", at=2),
    )
    yield "planet", _with(told, title=f"Jo Miller: {title}", at=1)
    yield (
        "footer",
        _with(
            told, link=_elsewhere(link), at=5, text=f"{text} The post {title} appeared first on Mirror Times."
        ),
    )
    yield (
        "edited",
        _with(told, title=f"{title} | Mirror Times", link=_elsewhere(link), text=_less(text, 23), at=7),
    )
    yield "linked", _with(told, text="Comments", at=9)
    yield (
        "mobile",
        _with(told, link=link.replace("https://", "http://m.") + "/amp/", text=_cut(text, 0.5), at=1),
    )
    yield (
        "updated",
        _with(
            told, title=f"Update: {title}", link=_elsewhere(link), text=f"{text} {_sentences(text, 1)}", at=11
        ),
    )
    yield "typed", _with(told, title=title.upper().replace("-", "–") + ".", link=_elsewhere(link), at=20)
    yield "reposted", _with(told, link=link.replace("https://", "https://www.") + "#xtor=RSS-3", at=96)
    yield "title only", _with(told, link=_elsewhere(link, "aggregator.example"), text="", at=6)
    yield "dated", _with(told, link=_elsewhere(link), text=f"KIRKPORT (Wire) – {_cut(text, 0.4)}…", at=4)
    if key in _TITLES:
        yield "another headline", _with(told, title=_TITLES[key], link=_elsewhere(link), at=8)


def _not_the_same(told: Told, other: Told) -> Iterator[tuple[str, Told]]:
    """What belongs to a story and is another."""
    yield (
        "comment",
        Told(
            f"Comment on {told.title} by Ada",
            f"{told.link}#comment-481",
            "Thank you, I had been wondering about that.",
            3,
        ),
    )
    yield (
        "reply",
        Told(
            f"Re: {told.title}",
            _elsewhere(told.link),
            f"I think that is wrong. You wrote: {_cut(told.text, 0.5)}",
            5,
        ),
    )
    yield "next to it", _with(other, link=told.link.rsplit("/", 1)[0] + "/another", at=1)
    yield "months later", _with(told, link=_elsewhere(told.link), at=24 * 60)


def _written_out(name: str) -> Iterator[tuple[str, float, str, list[list[list[str]]]]]:
    lines = [line for line in (FOLDER / name).read_text("utf-8").splitlines() if not line.startswith("#")]
    for head, told in pairwise(lines):
        if head.startswith("@"):
            first, *examples = head[1:].split(" : ")
            kind, hours = first.split()
            yield (
                kind,
                float(hours),
                told,
                [[side.strip().split(",") for side in one.split(" ~ ")] for one in examples],
            )


def _filled_in(line: str, values: list[str], at: float) -> Told:
    title, link, text = (part.strip() for part in line.format(*values).split(" | ", 2))
    return Told(title, link, text, at)


def pairs() -> list[Pair]:
    """All of them."""
    found: list[Pair] = []
    articles = list(texts().items())
    for number, (key, (language, told)) in enumerate(articles):
        held_out = number % 2 == 1
        retold = list(_retellings(key, language, told))
        found += [
            Pair(kind, True, told, one, held_out)
            for place, (kind, one) in enumerate(retold)
            if (place + number) % 2 == 0
        ]
        other = articles[(number + 2) % len(articles)][1][1]
        strange = list(_not_the_same(told, other))
        found += [
            Pair(kind, False, told, one, held_out)
            for place, (kind, one) in enumerate(strange)
            if (place + number) % 2 == 0
        ]
    for kind, hours, line, examples in _written_out("differing.txt"):
        for number, (one, two) in enumerate(examples):
            told_twice = [_filled_in(line, values, at) for values, at in ((one, 0.0), (two, hours))]
            found.append(Pair(kind, False, told_twice[0], told_twice[1], number % 2 == 1))
    blocks = (FOLDER / "translated.txt").read_text("utf-8").split("\n= ")[1:]
    for number, block in enumerate(blocks):
        key, line = block.strip().split("\n")
        title, link, text = line.split(" | ", 2)
        found.append(Pair("translated", False, texts()[key][1], Told(title, link, text, 4), number % 2 == 1))
    return found
