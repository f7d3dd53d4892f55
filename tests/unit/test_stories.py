"""Whether two articles are the same story: over labelled pairs, and each of the conditions by itself."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.text.stories import WINDOW, Story, prints_of, same_story
from readnow.text.tokens import index_text
from tests.support.story_pairs import HOUR, Told, pairs, texts

PAIRS = pairs()
TEXT = texts()["harbour"][1].text


@pytest.mark.parametrize("held_out", [False, True], ids=["chosen by", "held out"])
def test_what_is_folded_is_the_same_story_and_most_of_that_is_folded(
    held_out: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    part = [pair for pair in PAIRS if pair.held_out is held_out]
    folded = [pair for pair in part if same_story(pair.one.story(), pair.two.story())]
    wrong = [pair for pair in folded if not pair.same]
    same = [pair for pair in part if pair.same]
    precision = 1 - len(wrong) / len(folded)
    recall = (len(folded) - len(wrong)) / len(same)
    with capsys.disabled():
        print(f"\n{len(part)} pairs: precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= 0.99, wrong
    assert recall >= 0.85
    assert len(PAIRS) >= 300


def test_the_pairs_are_of_both_kinds_and_many_languages() -> None:
    assert min(sum(p.same for p in PAIRS), sum(not p.same for p in PAIRS)) >= 130
    assert {"en", "de", "fr", "es", "ru", "ja", "zh", "ar", "ko"} == {
        language for language, _ in texts().values()
    }


ONE = Told("Night ferry across the harbour sails again", "https://a.example/1", TEXT)
OTHER_TEXT = texts()["bread"][1].text


def same(one: Told, two: Told) -> bool:
    found = same_story(one.story(), two.story())
    assert same_story(two.story(), one.story()) is found
    return found


def test_one_address_is_one_story() -> None:
    assert same(ONE, Told(ONE.title, "http://www.a.example/1/?utm_source=x", "Comments"))
    assert same(ONE, Told("Old boat", ONE.link, "Comments"))
    assert not same(ONE, Told("Old boat", ONE.link, OTHER_TEXT))


def test_one_title_needs_a_text_that_is_near() -> None:
    assert same(ONE, Told(ONE.title, "https://b.example/2", TEXT))
    assert not same(ONE, Told(ONE.title, "https://b.example/2", OTHER_TEXT))


def test_a_title_that_says_all_needs_no_text_for_a_while() -> None:
    bare = Told("Night ferry across the inner harbour sails again", "https://b.example/2", "")
    assert same(bare, Told(bare.title, "https://a.example/1", TEXT, 40))
    assert not same(bare, Told(bare.title, "https://a.example/1", TEXT, 60))
    assert not same(
        Told("Ferry sails", "https://b.example/2", ""), Told("Ferry sails", "https://a.example/1", TEXT)
    )


def test_a_title_of_many_is_of_two_sites() -> None:
    assert same(Told("Notes", "https://a.example/1", TEXT), Told("Notes", "https://b.example/1", TEXT))
    assert not same(Told("Notes", "https://a.example/1", TEXT), Told("Notes", "https://a.example/2", TEXT))


def test_one_text_under_two_titles_that_have_to_do_with_each_other() -> None:
    assert same(ONE, Told("Ferry sails the bay", "https://b.example/2", TEXT))
    assert not same(ONE, Told("Old boats mended", "https://b.example/2", TEXT))


def test_never_beyond_the_window() -> None:
    assert same(ONE, replace(ONE, link="https://b.example/2", at=WINDOW / HOUR))
    assert not same(ONE, replace(ONE, at=WINDOW / HOUR + 1))


def test_never_where_titles_count_differently() -> None:
    assert not same(replace(ONE, title="Ferry log 41"), replace(ONE, title="Ferry log 42"))


def test_nothing_is_known_of_nothing() -> None:
    assert prints_of("", "https://e.example/", index_text("too short")) == prints_of("", "", "")
    assert not same(Told("", "", ""), Told("", "", ""))


@given(st.sampled_from(PAIRS), st.integers(0, 30))
def test_the_order_does_not_count(pair: object, hours: int) -> None:
    one, two = pair.one.story(), replace(pair.two, at=hours).story()  # type: ignore[attr-defined]
    assert isinstance(one, Story)
    assert same_story(one, two) == same_story(two, one)
