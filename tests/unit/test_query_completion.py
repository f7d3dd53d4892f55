"""What a query may go on with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.library.query import Names, parse_query
from readnow.library.query_completion import completion
from readnow.library.query_terms import TERMS
from readnow.model.smart import SmartFeed, SmartFeedId
from readnow.model.tag import Tag, TagId
from tests.unit.test_query import FEEDS, FOLDERS, NOW

NAMES = Names(
    FEEDS,
    FOLDERS,
    NOW,
    smart=(SmartFeed(SmartFeedId(1), "Long reads", "words:>2000"),),
    tags=(Tag(TagId(1), "to do"), Tag(TagId(2), "work")),
)


def offered(text: str) -> tuple[str, ...]:
    return completion(text, NAMES).options


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("fe", ("feed:",)),
        ("low (Fo", ("folder:",)),
        ("is:un", ("is:unread",)),
        ("is:r", ("is:read",)),
        ("is:ea", ()),
        ("-has:", ("has:enclosure", "has:image")),
        ("feed:ker", ('feed:"Kernel Week"',)),
        ('feed:"boot l', ('feed:"Boot Log"',)),
        ("feed:ends", ('feed:"Loose \\"ends\\" (old)"',)),
        ("folder:e", ("folder:Écriture", "folder:Kernel")),
        ("smart:reads", ('smart:"Long reads"',)),
        ("tag:", ('tag:"to do"', "tag:work")),
        ("tag:or", ("tag:work",)),
        ("after:y", ("after:yesterday",)),
        ("feed:nothing", ()),
        ("is:unread)", ()),
        ("title:x", ()),
        ("1", ()),
    ],
)
def test_options(text: str, options: tuple[str, ...]) -> None:
    assert offered(text) == options


def test_nothing_typed_offers_all_terms() -> None:
    assert len(offered("")) == len(offered("low ")) == len(TERMS)


def test_what_all_begin_with() -> None:
    assert completion("f", NAMES).common == "f"
    assert completion("fee", NAMES).common == "feed:"
    assert completion("is:un", NAMES).common == "is:unread"
    assert completion("xyz", NAMES).common == ""


@given(st.text(st.sampled_from('isfeold:"( -unr '), max_size=20))
def test_any_text_can_be_completed_and_what_is_put_in_is_what_was_offered(text: str) -> None:
    found = completion(text, NAMES)
    assert 0 <= found.start <= len(text)
    for option in found.options:
        if not option.endswith(":"):
            parse_query(option, NAMES)
            assert parse_query(f"{option} low", NAMES).where is not None
