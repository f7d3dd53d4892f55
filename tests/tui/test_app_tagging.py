"""Tags typed in list and reader: suggested, shown, taken away, and taken back."""

from readnow.model.query import ArticleQuery
from readnow.tui.widgets.tag_suggester import TagSuggester
from tests.tui.conftest import Opener


async def test_given_shown_and_taken_away(opened: Opener) -> None:
    async with opened(size=(200, 40)) as d:
        await d.press("t")
        await d.until_shown("Tags:")
        await d.type("linux, to read")
        await d.press("enter")
        await d.until(lambda: d.status == "Tags: linux, to read")
        assert "#linux #to read" in d.text
        await d.press("t")
        assert d.screen.prompt.text == "linux, to read, "
        await d.press("ctrl+u")
        await d.type("Linux")
        await d.press("enter")
        await d.until(lambda: d.status == "Tags: linux")
        assert d.screen.article_list.heads[0].tags == ("linux",)
        await d.press("t", "ctrl+u", "enter")
        await d.until(lambda: d.status == "No tags.")
        assert await d.library.articles.count(ArticleQuery()) == 6
        await d.press("u")
        await d.until(lambda: d.screen.article_list.heads[0].tags == ("linux",))


async def test_in_the_reader_the_header_shows_them_where_one_is(opened: Opener) -> None:
    async with opened() as d:
        await d.press("j", "enter")
        await d.until(lambda: bool(d.open_article))
        await d.press("pagedown")
        place = d.screen.reader.place
        await d.press("t")
        await d.type("rust")
        await d.press("enter")
        await d.until(lambda: d.status == "Tags: rust")
        assert d.screen.reader.place <= place + 200
        await d.press("g")
        await d.until_shown("#rust")
        assert d.screen.article is not None
        assert d.screen.article.head.tags == ("rust",)
        await d.press("u")
        await d.until(lambda: "#rust" not in d.text)
        assert d.screen.article_list.heads[1].tags == ()
        await d.library.tags.change([d.screen.article.head.id], give=("later on",))
        await d.until_shown("#later on")


async def test_of_several_only_what_all_have(opened: Opener) -> None:
    async with opened() as d:
        heads = d.screen.article_list.heads
        await d.library.tags.change([heads[0].id, heads[1].id], give=("both",))
        await d.library.tags.change([heads[0].id], give=("one",))
        await d.until(lambda: d.screen.article_list.heads[0].tags == ("both", "one"))
        await d.until(lambda: d.screen.article_list.heads[1].tags == ("both",))
        await d.press("x", "x", "t")
        assert d.screen.prompt.text == "both, "
        await d.press("ctrl+u")
        await d.type("new")
        await d.press("enter")
        await d.until(lambda: d.status == "Changed the tags of 2 articles.")
        tags = [head.tags for head in d.screen.article_list.heads[:2]]
        assert tags == [("new", "one"), ("new",)]


async def test_a_mistake_keeps_what_was_typed(opened: Opener) -> None:
    async with opened() as d:
        await d.press("t")
        await d.type("a,#")
        await d.press("enter")
        await d.until(lambda: "can be no tag" in d.status)
        assert d.screen.prompt.text == "a,#"
        await d.press("escape")
        assert d.library.tags.all() == ()


async def test_what_is_suggested() -> None:
    suggester = TagSuggester(["Linux", "to read", "Über"])
    for typed, suggested in (
        ("li", "linux"),
        ("LIN", "LINux"),
        ("x, t", "x, to read"),
        ("linux, l", None),
        ("x t", None),
        ("x li", "x linux"),
        ("nux", None),
        ("ub", "uber"),
        ("", None),
        ("linux", None),
        ("q", None),
    ):
        assert await suggester.get_suggestion(typed) == suggested
