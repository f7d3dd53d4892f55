"""Rules E1, E2 and E4: what makes entries the same, and whether one changed."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from readnow.feeds.identity import (
    IDENTITY_VERSION,
    Traits,
    base_key,
    content_hash,
    keyed,
    letters_hash,
    short_id,
)
from readnow.model.parsed import ParsedArticle

EMPTY = ParsedArticle(
    key="",
    guid="",
    link="",
    title="",
    author="",
    published=None,
    updated=None,
    html="",
    base_url="",
    summary="",
    words=0,
    content_hash=b"",
    letters_hash=b"",
)
Pair = tuple[ParsedArticle, Traits]


def entry(
    guid: str = "", link: str = "", title: str = "t", published: int | None = None, text: str = "x"
) -> Pair:
    article = replace(
        EMPTY,
        guid=guid,
        link=link,
        title=title,
        published=published,
        html=text,
        content_hash=content_hash(title, link, text, ()),
    )
    return article, Traits(guid, link, title, published, text)


def keys(*pairs: Pair) -> dict[tuple[str, str, str], str]:
    """The key of each entry by what tells it from the others."""
    return {(a.link, a.title, a.html): a.key for a in keyed(pairs)}


def test_the_recipe_is_version_one_and_frozen() -> None:
    """A change of these values brings every article back as new: it needs a new version and a migration."""
    assert IDENTITY_VERSION == 1
    assert base_key(Traits("tag:x,1", "https://a.example/1#top", "T", 5, "text")) == "tag:x,1"
    assert base_key(Traits("", "https://a.example/1#top", "T", 5, "text")) == "https://a.example/1"
    assert base_key(Traits("", "", "T", 5, "text")) == sha256(b"T\x005\x00text").hexdigest()
    assert base_key(Traits("", "", "T", None, "y" * 2000)) == sha256(b"T\0\0" + b"y" * 1000).hexdigest()


def test_an_id_is_trimmed_and_a_huge_one_is_hashed() -> None:
    assert short_id("  tag:x \n") == "tag:x"
    assert short_id("x" * 2048) == "x" * 2048
    assert short_id("x" * 2049) == sha256(b"x" * 2049).hexdigest()


def test_of_two_with_one_id_the_older_keeps_it() -> None:
    new, old = (
        entry("g", "https://a.example/2", published=20),
        entry("g", "https://a.example/1", published=10),
    )
    for order in ((new, old), (old, new)):
        assert set(keys(*order).values()) == {"g", "g|https://a.example/2"}
        assert keys(*order)["https://a.example/1", "t", "x"] == "g"


def test_one_that_joins_later_takes_nobody_elses_key() -> None:
    first = entry("g", "https://a.example/1", published=10)
    second = entry("g", "https://a.example/1", published=20, title="second")
    third = entry("g", "https://a.example/1", published=30, title="third")
    before, after = keys(first, second), keys(first, second, third)
    assert before.items() <= after.items()
    assert len(set(after.values())) == 3


def test_entries_that_share_id_link_and_title_stay_apart_while_their_texts_differ() -> None:
    pairs = [entry("g", "https://a.example/", text=text) for text in ("one", "two", "three", "z" * 1001)]
    pairs.append(entry("g", "https://a.example/", text="z" * 1000 + "!"))
    assert len(set(keys(*pairs).values())) == 5


def test_identical_copies_are_one() -> None:
    pair = entry("g", "https://a.example/1", published=1)
    assert [article.key for article in keyed([pair, pair, pair])] == ["g"]


def test_links_that_differ_in_the_fragment_only_are_told_apart() -> None:
    one, two = (
        entry(link="https://a.example/log#1", published=1),
        entry(link="https://a.example/log#2", published=2),
    )
    assert set(keys(one, two).values()) == {
        "https://a.example/log",
        "https://a.example/log|https://a.example/log#2",
    }


few = st.sampled_from
entries = st.builds(
    entry,
    few(["", "g", "h", "https://a.example/1"]),
    few(["", "https://a.example/1", "https://a.example/1#x", "https://a.example/2"]),
    few(["t", "u"]),
    few([None, 1, 2]),
    few(["x", "y", "z" * 1001, "z" * 1000 + "!"]),
)


@given(st.lists(entries, max_size=12), st.randoms())
def test_keys_do_not_depend_on_the_order_and_are_unique(pairs: list[Pair], random: object) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    def told(found: tuple[ParsedArticle, ...]) -> set[tuple[str, bytes, int | None]]:
        return {(a.key, a.content_hash, a.published) for a in found}

    there, again = keyed(pairs), keyed(shuffled)
    assert told(there) == told(again)
    assert len({article.key for article in there}) == len(there)
    wanted = {(base_key(t), a.content_hash, a.published) for a, t in pairs}
    assert len(there) == len(wanted)  # nothing but identical copies is lost


def test_content_changes_with_each_part_and_letters_only_with_letters() -> None:
    media = ("https://a.example/1.mp3",)
    base = ("Title", "https://a.example/1", "<p>Hello, world 1</p>", media)
    assert len(content_hash(*base)) == len(letters_hash(*base)) == 16
    changed = (
        ("Titel", *base[1:]),
        ("Title", "https://a.example/2", *base[2:]),
        (*base[:2], "<p>Hello, world 2</p>", media),
        (*base[:3], ()),
    )
    for other in changed:
        assert content_hash(*other) != content_hash(*base)
        assert letters_hash(*other) != letters_hash(*base)
    assert letters_hash("Ti-tle", base[1], "Hello   world:\n1", media) == letters_hash(
        "Title", base[1], "Hello, world 1", media
    )
