"""Repairs of broken documents: each does its work, none depends on the order, none touches what is sound."""

from itertools import permutations
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.feeds.expat import is_well_formed
from readnow.feeds.fence import fence
from readnow.feeds.quirks import QUIRKS, repair

GOLDEN = Path(__file__).parent.parent / "golden"
DOCUMENTS = {quirk.name: (GOLDEN / f"quirk-{quirk.name}.xml").read_text("utf-8") for quirk in QUIRKS}
SOUND = """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>a &amp; b &#233;</title>
<item><dc:creator>x</dc:creator><description><![CDATA[<p>a & b &nbsp; <rss:item> <a href=b>c</a></p>]]></description>
</item></channel></rss>"""


def fenced(name: str) -> str:
    return fence(DOCUMENTS[name]).text


def test_the_table_is_sorted_and_names_are_unique() -> None:
    names = [quirk.name for quirk in QUIRKS]
    assert names == sorted(set(names))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_repaired_document_is_well_formed(name: str) -> None:
    text = fenced(name)
    quirk = next(quirk for quirk in QUIRKS if quirk.name == name)
    assert not is_well_formed(text.encode())
    assert quirk.applies(text)
    assert is_well_formed(repair(text).encode())
    assert quirk.mend(quirk.mend(text)) == quirk.mend(text) != text


def test_a_sound_document_needs_nothing() -> None:
    assert is_well_formed(SOUND.encode())
    assert not [
        quirk.name for quirk in QUIRKS if quirk.name != "bare-ampersand" and quirk.mend(SOUND) != SOUND
    ]
    assert repair(SOUND) == SOUND


@pytest.mark.parametrize("name", DOCUMENTS)
def test_repairs_of_a_document_commute(name: str) -> None:
    text = fenced(name)
    applying = [quirk for quirk in QUIRKS if quirk.applies(text)]
    results = set()
    for order in permutations(applying):
        mended = text
        for quirk in order:
            mended = quirk.mend(mended) if quirk.applies(mended) else mended
        results.add(mended)
    assert len(results) == 1


PIECES = st.sampled_from(
    [
        "&",
        "&nbsp;",
        "&x;",
        " <dc:creator>a</dc:creator>",
        "<media:thumbnail url=x />",
        "<guid isPermaLink=false>1</guid>",
        "text",
    ]
)


@given(st.lists(PIECES, max_size=6), st.booleans(), st.randoms())
def test_repairs_of_any_mixture_commute(pieces: list[str], cut: bool, random: Random) -> None:
    text = (
        "<rss version='2.0'><channel><item>"
        + "".join(pieces)
        + ("" if cut else "</item></channel></rss>junk")
    )
    results = set()
    for _ in range(4):
        order = list(QUIRKS)
        random.shuffle(order)
        mended = text
        for quirk in order:
            mended = quirk.mend(mended) if quirk.applies(mended) else mended
        results.add(mended)
    assert len(results) == 1
    assert is_well_formed(results.pop().encode())
