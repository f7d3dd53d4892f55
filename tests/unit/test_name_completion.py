"""What the name of a tag or a folder may go on with while it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.library.name_completion import folder_completion, tag_completion, word_completion
from readnow.library.tag_names import checked_name, typed_names
from readnow.model.errors import TagError
from readnow.model.tag import Tag, TagId
from readnow.text.words import fold
from readnow.tui.offers import in_sight

_TAGS = ("Linux", "listings", "rust", "to read", "Über")


@pytest.mark.parametrize(
    ("text", "put"),
    [
        ("ru", ["rust, "]),
        ("#ru", ["#rust, "]),
        ("LI", ["Linux, ", "listings, "]),
        ("ub", ["Über, "]),
        ("linux, t", ["linux, to read, "]),
        ("linux,t", ["linux,to read, "]),
        ("to r", ["to read, "]),
        ("linux ru", ["linux rust "]),
        ("linux re", []),  # of two words it would be read as two
        ("linux ", ["linux listings ", "linux rust ", "linux Über "]),
        ("linux,  ", ["linux,  listings, ", "linux,  rust, ", "linux,  to read, ", "linux,  Über, "]),
        ("x, ting", ["x, listings, "]),
        ("linux, li", ["linux, listings, "]),
        ("none", []),
    ],
)
def test_the_last_of_several_tags(text: str, put: list[str]) -> None:
    found = tag_completion(text, _TAGS)
    assert [f"{text[: found.start]}{name}{found.after}" for name in found.options] == put


def _is_tag(name: str) -> bool:
    try:
        return checked_name(name) == name
    except TagError:
        return False


_NAMES = st.text(st.characters(categories=("L", "N", "Zs")), min_size=1, max_size=6).filter(_is_tag)


@given(st.lists(_NAMES, max_size=6, unique_by=fold), st.text("ab ,#é", max_size=12))
def test_what_is_put_in_is_read_as_the_tag_that_was_offered(names: list[str], text: str) -> None:
    known = [Tag(TagId(number), name) for number, name in enumerate(names, 1)]
    found = tag_completion(text, names)
    for name in found.options:
        try:
            read = typed_names(text[: found.start] + name + found.after, known)
        except TagError:
            continue  # what stands before it cannot be read
        assert read[-1] == name or name in read


def test_folders_by_their_path_else_by_a_part_of_it() -> None:
    paths = ("News", "News/Local", "Tech")
    assert folder_completion("ne", paths).options == ("News", "News/Local")
    assert folder_completion("loc", paths).options == ("News/Local",)
    assert folder_completion("", paths).options == paths
    assert folder_completion("News/L", paths, goes_on=True).options == ("News/Local/",)
    assert folder_completion("te", paths).after == ""
    assert word_completion("NEW", ("oldest", "newest")).options == ("newest",)


@pytest.mark.parametrize(
    ("chosen", "width", "first"), [(-1, 10, 0), (0, 3, 0), (1, 12, 0), (2, 12, 1), (3, 12, 2), (3, 3, 3)]
)
def test_the_chosen_one_is_seen(chosen: int, width: int, first: int) -> None:
    assert in_sight(["abcd"] * 4, chosen, width) == first
