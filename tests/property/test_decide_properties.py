"""Deciding what a document does to a feed (E4 to E7): what must hold for any history of a feed."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from readnow.library.decide import MAX_UNDATED_CHANGES, ImportPolicy, decide
from readnow.model.article import ArticleId
from readnow.model.change import FeedPlan, StoredEntry
from readnow.model.parsed import ParsedArticle, ParsedFeed

NOW = 1_760_000_000

dates = st.none() | st.integers(NOW - 10**8, NOW + 10**8)


@st.composite
def entries(draw: st.DrawFn) -> ParsedArticle:
    text = draw(st.sampled_from(["one", "two", "three", "two "]))
    return ParsedArticle(
        key=draw(st.sampled_from("abcdef")),
        guid="",
        link="",
        title=text,
        author="",
        published=draw(dates),
        updated=draw(dates),
        html=text,
        base_url="",
        summary="",
        words=1,
        content_hash=text.encode(),
        letters_hash=text.strip().encode(),
    )


documents = st.lists(entries(), max_size=6, unique_by=lambda entry: entry.key).map(
    lambda found: ParsedFeed("rss20", "", "", tuple(found))
)


class Shelf:
    """What a store would have kept: the least that deciding needs."""

    def __init__(self) -> None:
        self.kept: dict[str, StoredEntry] = {}

    def apply(self, plan: FeedPlan) -> None:
        for number, new in enumerate(plan.new):
            entry = new.entry
            self.kept[entry.key] = StoredEntry(
                ArticleId(len(self.kept) * 100 + number),
                entry.content_hash,
                entry.letters_hash,
                entry.updated,
                read=new.read,
            )
        for changed in plan.changed:
            old = self.kept[changed.entry.key]
            self.kept[changed.entry.key] = replace(
                old,
                content_hash=changed.entry.content_hash,
                letters_hash=changed.entry.letters_hash,
                updated=changed.entry.updated,
                changes=changed.changes,
            )


@given(st.lists(documents, max_size=8))
def test_the_same_document_again_does_nothing(history: list[ParsedFeed]) -> None:
    shelf = Shelf()
    for document in history:
        shelf.apply(decide(shelf.kept, document, NOW, ImportPolicy()))
        assert decide(shelf.kept, document, NOW, ImportPolicy()) == FeedPlan() or any(
            known.changes >= MAX_UNDATED_CHANGES for known in shelf.kept.values()
        )


@given(documents)
def test_the_order_of_entries_makes_none_new_and_changes_none(document: ParsedFeed) -> None:
    shelf = Shelf()
    shelf.apply(decide(shelf.kept, document, NOW, ImportPolicy()))
    shuffled = replace(document, entries=document.entries[::-1])
    assert decide(shelf.kept, shuffled, NOW, ImportPolicy()) == FeedPlan()


@given(documents, documents)
def test_an_entry_that_went_and_came_back_is_not_new(before: ParsedFeed, between: ParsedFeed) -> None:
    shelf = Shelf()
    for document in (before, between):
        shelf.apply(decide(shelf.kept, document, NOW, ImportPolicy()))
    again = decide(shelf.kept, before, NOW, ImportPolicy())
    assert not again.new


@given(documents)
def test_new_articles_never_sort_into_the_future_and_come_oldest_first(document: ParsedFeed) -> None:
    plan = decide({}, document, NOW, ImportPolicy())
    found = [new.sort_date for new in plan.new]
    assert found == sorted(found)
    assert all(date <= NOW for date in found)
    assert {new.entry.key for new in plan.new} == {entry.key for entry in document.entries}


@given(documents, st.integers(1, 1000))
def test_of_a_first_import_only_old_articles_start_as_read(document: ParsedFeed, days: int) -> None:
    plan = decide({}, document, NOW, ImportPolicy(first_import=True, read_older_than_days=days))
    assert all(new.read == (NOW - new.sort_date > days * 86_400) for new in plan.new)
    assert not any(new.read for new in decide({}, document, NOW, ImportPolicy(read_older_than_days=days)).new)
    kept = decide({}, document, NOW, ImportPolicy(first_import=True, read_older_than_days=0))
    assert not any(new.read for new in kept.new)


@given(entries())
def test_a_buried_entry_stays_buried(entry: ParsedArticle) -> None:
    grave = StoredEntry(None, b"", b"")
    assert (
        decide({entry.key: grave}, ParsedFeed("rss20", "", "", (entry,)), NOW, ImportPolicy()) == FeedPlan()
    )


@given(entries(), st.sampled_from([None, b"as it was read in a hurry"]))
def test_of_an_article_that_waits_only_the_same_source_is_no_change(
    entry: ParsedArticle, rough_hash: bytes | None
) -> None:
    entry = replace(entry, rough_hash=rough_hash)
    document = ParsedFeed("rss20", "", "", (entry,))
    for stored in (b"", b"as it was read in a hurry", b"otherwise"):
        known = {entry.key: StoredEntry(ArticleId(1), stored, b"")}
        changed = decide(known, document, NOW, ImportPolicy()).changed
        assert bool(changed) is (stored != rough_hash), stored
