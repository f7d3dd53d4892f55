"""Tags through the library: changed in pieces, told, in queries, taken back as one."""

import pytest

from readnow.library import tags as library_tags
from readnow.library.events import ArticlesChanged, FeedsChanged
from readnow.library.query import parse_query
from readnow.model.errors import NotFoundError, QueryError, TagError
from readnow.model.query import ArticleQuery
from tests.library.conftest import House, rss


async def _filled(house: House) -> None:
    house.world.answers["https://a.example/feed"] = rss("Three", "Two", "One")
    await house.library.feeds.add("https://a.example/feed")


async def _titles(house: House, query: str) -> list[str]:
    page = await house.library.articles.page(parse_query(query, house.library.names))
    return sorted(head.title for head in page.heads)


async def test_given_found_and_taken(house: House) -> None:
    await _filled(house)
    tags = house.library.tags
    page = await house.library.articles.page(ArticleQuery())
    ids = [head.id for head in page.heads]
    house.events.clear()
    assert await tags.change(ids[:2], give=("Linux", "linux", "To read")) == 2
    assert [tag.name for tag in tags.all()] == ["Linux", "To read"]
    assert house.of(FeedsChanged)
    assert {*house.of(ArticlesChanged)} == {ArticlesChanged(tuple(set(ids[:2])))}
    assert await tags.change(ids[:2], give=("LINUX",)) == 0
    assert await _titles(house, "tag:linux") == await _titles(house, 'tag:"to read"') == ["Three", "Two"]
    assert await _titles(house, "-is:tagged") == await _titles(house, "-tag:*") == ["One"]
    assert await tags.change(ids, take=("linux", "nothing")) == 2
    assert await _titles(house, "tag:linux") == []
    assert [(tag.name, number) for tag, number in await tags.counts()] == [("Linux", 0), ("To read", 2)]
    with pytest.raises(QueryError, match="Did you mean “Linux”"):
        parse_query("tag:linus", house.library.names)
    with pytest.raises(NotFoundError):
        tags.named("x")


async def test_many_in_pieces_are_one_entry(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_tags, "_PIECE", 2)
    await _filled(house)
    tags = house.library.tags
    assert await tags.change_matching(parse_query("-one", house.library.names), give=("a",)) == 2
    assert await tags.change_matching(ArticleQuery(), give=("b",), take=("a",)) == 3
    assert [entry.what for entry in await house.library.journal.history(5)][:2] == [
        "Change the tags of 3 articles",
        "Tag 2 articles with “a”",
    ]
    await house.library.journal.undo()
    assert (await _titles(house, "tag:a"), await _titles(house, "is:tagged")) == (["Three", "Two"],) * 2
    await house.library.journal.undo()
    assert await _titles(house, "is:tagged") == []
    assert [tag.name for tag in tags.all()] == []
    await house.library.journal.redo()
    assert await _titles(house, "tag:a") == ["Three", "Two"]


async def test_renamed_merged_and_deleted(house: House) -> None:
    await _filled(house)
    tags = house.library.tags
    page = await house.library.articles.page(ArticleQuery())
    await tags.change([page.heads[0].id], give=("one",))
    await tags.change([page.heads[1].id], give=("two",))
    with pytest.raises(TagError, match="merge"):
        await tags.rename(tags.named("one"), "TWO")
    await tags.rename(tags.named("one"), "First")
    assert await _titles(house, "tag:first") == [page.heads[0].title]
    await tags.merge(tags.named("two"), tags.named("first"))
    await tags.merge(tags.named("first"), tags.named("first"))
    assert [tag.name for tag in tags.all()] == ["First"]
    assert len(await _titles(house, "tag:first")) == 2
    await tags.delete(tags.named("first"))
    assert (tags.all(), await _titles(house, "is:tagged")) == ((), [])
    await house.library.journal.undo()
    assert len(await _titles(house, "tag:first")) == 2


async def test_nothing_to_change_is_no_entry(house: House) -> None:
    await _filled(house)
    before = await house.library.journal.history(5)
    assert await house.library.tags.change([], give=("x",)) == 0
    assert await house.library.journal.history(5) == before
    assert house.library.tags.all() == ()
