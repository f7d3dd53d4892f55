"""Names of tags as they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readnow.library.tag_names import checked_name, find, nothing_named, typed_names, written_names
from readnow.model.errors import TagError
from readnow.model.tag import LONGEST, Tag, TagId

KNOWN = (Tag(TagId(1), "Linux"), Tag(TagId(2), "to read"), Tag(TagId(3), "Café"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        (" , ,", ()),
        ("linux", ("Linux",)),
        ("linux kernel", ("Linux", "kernel")),
        ("To Read", ("to read",)),
        ("to read, LINUX, linux", ("to read", "Linux")),
        ("something new, cafe", ("something new", "Café")),
        ("#rust #Rust", ("rust",)),
        ("東京 мир", ("東京", "мир")),
    ],
)
def test_several_names(text: str, names: tuple[str, ...]) -> None:
    assert typed_names(text, KNOWN) == names


@pytest.mark.parametrize("name", ["", "  ", "#", "a,b", "x" * (LONGEST + 1), "\x1b"])
def test_what_can_be_no_name(name: str) -> None:
    with pytest.raises(TagError):
        checked_name(name)


def test_found_in_any_case_or_said_what_is_near() -> None:
    assert find("CAFE", KNOWN) == KNOWN[2]
    assert find("tea", KNOWN) is None
    assert nothing_named("linus", KNOWN) == "There is no tag “linus”. Did you mean “Linux”?"
    assert nothing_named("qqq", ()) == "There is no tag “qqq”."


@given(st.lists(st.text("abc é-", min_size=1, max_size=9).filter(str.strip), max_size=4))
def test_what_is_written_is_read_again(names: list[str]) -> None:
    wanted = typed_names(",".join(names) + ",", ())
    assert typed_names(written_names(wanted), ()) == wanted
