"""The page of renderings: ours passes every check, and is what the program shows now."""

import pytest

from docs.renderings import OURS, PAGE, on_page, our_checks, ours, page
from docs.renderings_checks import checklist, is_complete
from docs.renderings_fragments import FRAGMENTS, Fragment

_PAGE = PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=lambda fragment: fragment.name)
def test_our_rendering_passes_every_check(fragment: Fragment) -> None:
    checks = our_checks(fragment)
    assert {"nothing lost", "no line too wide"} <= checks.keys()
    assert all(checks.values()), (checks, ours(fragment))


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=lambda fragment: fragment.name)
def test_the_page_holds_what_the_program_shows(fragment: Fragment) -> None:
    assert on_page(_PAGE)[fragment.name, OURS] == ours(fragment), "run `python -m docs.renderings`"


def test_the_page_is_made_of_what_is_on_it() -> None:
    assert page(on_page(_PAGE)) == _PAGE


def test_a_program_that_is_not_here_leaves_its_place_open() -> None:
    texts = {key: text for key, text in on_page(_PAGE).items() if key != (FRAGMENTS[0].name, "w3m")}
    assert f"| 1. {FRAGMENTS[0].name} | all | – |" in page(texts)
    assert page({key: text for key, text in texts.items() if key[1] == OURS}).count(f"\n### {OURS}\n") == len(
        FRAGMENTS
    )


def test_there_are_twenty_pieces_each_of_its_own_name() -> None:
    assert len({fragment.name for fragment in FRAGMENTS}) == len(FRAGMENTS) == 20
    assert all(
        fragment.levels or fragment.columns or fragment.also or fragment.html for fragment in FRAGMENTS
    )


def test_the_checks_can_fail() -> None:
    fragment = Fragment(
        "x",
        '<p>one</p><p>two <a href="https://e.example/a">three</a></p>',
        levels=("one", "two"),
        columns=(("one", "three"),),
        also=("four|five",),
    )
    assert checklist(fragment, "one\ntwo three" + " " * 70 + ".") == {
        "levels visible": False,
        "columns aligned": False,
        "nothing lost": False,
        "links reachable": False,
        "no line too wide": False,
    }
    assert checklist(fragment, "one\n  two\nthree five\ne.example/a") == {
        "levels visible": True,
        "columns aligned": True,
        "nothing lost": True,
        "links reachable": True,
        "no line too wide": True,
    }


def test_letters_are_looked_for_in_order_and_in_tables_counted() -> None:
    assert is_complete("<p>ab <i>c</i>", "a-b\nxc")
    assert not is_complete("<p>ab", "ba")
    assert is_complete("<table><td>ab</table>", "ba")
    assert not is_complete("<table><td>ab</table>", "b")
