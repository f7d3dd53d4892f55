"""Names that are typed: of tags, folders, smart feeds and rules. Completed by Tab, and what is wrong with one is
said while it is typed."""

from readnow.model.rule import Deed, Draft, RuleAction
from tests.support.driving import Driven
from tests.tui.conftest import Opener
from tests.tui.test_app_rules import rules

LONG = "n" * 201


async def opened_prompt(d: Driven, *keys: str, says: str) -> None:
    await d.press(*keys)
    await d.until_shown(says)
    await d.press("ctrl+u")


async def test_tags_are_completed_one_behind_the_other(opened: Opener) -> None:
    async with opened() as d:
        head = d.screen.article_list.heads[1]
        await d.library.tags.change([head.id], give=("Linux", "listings", "to read"))
        await opened_prompt(d, "t", says="Tags:")
        await d.type("lin")
        await d.press("tab")
        assert d.screen.prompt.text == "Linux, "
        await d.press("tab")
        await d.until(lambda: d.screen.prompt.text == "Linux, listings")
        await d.until_shown("listings  to read")
        await d.press("tab")
        assert d.screen.prompt.text == "Linux, to read"
        await d.press("shift+tab", "shift+tab")
        assert d.screen.prompt.text == "Linux, to read"
        await d.type("," + "x" * 61)
        await d.until_shown("The name of a tag has at most 60 characters.")
        assert "listings  to read" not in d.text
        await d.press("enter")
        await d.until(lambda: d.screen.prompt.is_open and "x" * 61 in d.screen.prompt.text)
        await d.press("ctrl+u")
        await d.type("linux,")
        await d.press("enter")
        await d.until(lambda: d.status == "Tags: Linux")


async def test_a_new_folder_is_completed_and_checked(opened: Opener) -> None:
    async with opened() as d:
        await opened_prompt(d, "h", "N", says="New folder:")
        await d.type("wri")
        await d.press("tab")
        assert d.screen.prompt.text == "Writing/"
        assert "already" not in d.text
        await d.press("backspace")
        await d.until_shown("There is a folder “Writing” already.")
        await d.press("enter")
        await d.until(lambda: d.screen.prompt.is_open and d.screen.prompt.text == "Writing")
        await d.type("/Poems")
        await d.until(lambda: "already" not in d.screen.prompt.label + d.lines[-1])
        await d.type(LONG)
        await d.until_shown("The name of a folder has at most 200 characters.")
        await d.press("enter")
        await d.until(lambda: d.screen.prompt.is_open and d.screen.prompt.text == f"Writing/Poems{LONG}")
        await d.press("ctrl+u")
        await d.type("Writing/Poems")
        await d.press("enter")
        await d.until(lambda: d.status == "Made the folder “Writing/Poems”.")


async def test_where_a_feed_is_put_is_completed_and_checked(opened: Opener) -> None:
    async with opened() as d:
        await d.library.folders.make(("Writing", "Essays"))
        await d.go_to_row("Harbour")
        await opened_prompt(d, "F", says="Put Harbour into:")
        await d.type("ess")
        await d.press("tab")
        assert d.screen.prompt.text == "Writing/Essays"
        await d.press("enter")
        await d.until(lambda: d.status == "Put into Writing/Essays.")
        await d.go_to_row("Harbour")
        d.screen.action_feed_file_too()
        await d.until_shown("Harbour also in:")
        await d.type("Writing/Essays")
        await d.until_shown("“Harbour” is in the folder “Writing/Essays” already.")
        await d.press("enter")
        await d.until(lambda: d.screen.prompt.is_open and d.screen.prompt.text == "Writing/Essays")
        await d.type("/Short")
        await d.press("enter")
        await d.until(lambda: d.status == "Harbour is in Writing/Essays/Short too.")


async def test_a_folder_goes_not_into_itself(opened: Opener) -> None:
    async with opened() as d:
        await d.go_to_row("Writing")
        await opened_prompt(d, "F", says="Put Writing into:")
        await d.type("Writing/Inner")
        await d.until_shown("The folder “Writing” cannot be put into itself.")
        await d.press("enter")
        await d.until(lambda: d.screen.prompt.is_open and d.screen.prompt.text == "Writing/Inner")


async def test_the_sheets_check_names_and_complete_folders(opened: Opener) -> None:
    async with opened() as d:
        await d.library.folders.make(("Essays",))
        await d.library.smart_feeds.add("Quiet", "quiet")
        await d.library.smart_feeds.add("Loud", "loud")
        await d.go_to_row("Writing")
        await d.press("E")
        await d.until_shown("Folder · Writing")
        await d.press("enter", "ctrl+u")
        await d.type("Essays")
        await d.until_shown("There is a folder “Essays” there already.")
        await d.press("ctrl+u")
        await d.until_shown("A folder needs a name, without “/” in it.")
        await d.press("escape", "j", "enter", "ctrl+u")
        await d.type("es")
        await d.press("tab")
        await d.until(lambda: d.app.screen.prompt.text == "Essays")  # type: ignore[attr-defined]
        await d.press("escape", "escape")
        await d.go_to_row("Loud")
        await d.press("E")
        await d.until_shown("Smart feed · Loud")
        await d.press("enter", "ctrl+u")
        await d.type("QUIET")
        await d.until_shown("There is a smart feed called “Quiet” already.")
        await d.press("escape", "j", "j", "enter")
        await d.type("o")
        await d.until_shown("“o” is no order.")
        await d.press("tab")
        await d.until(lambda: d.app.screen.prompt.text == "oldest")  # type: ignore[attr-defined]
        await d.until(lambda: "is no order" not in d.text)


async def test_a_search_is_kept_under_a_name_of_its_own(opened: Opener) -> None:
    async with opened() as d:
        await d.library.smart_feeds.add("Quiet", "quiet")
        await d.press("slash")
        await d.type("quiet")
        await d.press("ctrl+s")
        await d.until_shown("There is a smart feed called “Quiet” already.")
        await d.type("n" * 96)
        await d.until_shown("The name of a smart feed has at most 100 characters.")
        await d.press("enter")
        await d.until(lambda: d.screen.prompt.is_open and d.screen.prompt.text == "Quiet" + "n" * 96)
        await d.press("backspace", "enter")
        await d.until(lambda: "Kept as the smart feed" in d.status)


async def test_rules_have_names_of_their_own_and_tags_that_can_be(opened: Opener) -> None:
    async with opened() as d:
        head = d.screen.article_list.heads[0]
        await d.library.tags.change([head.id], give=("Harbours",))
        await d.library.rules.add(Draft("Quiet", "quiet", (RuleAction(Deed.STAR),)))
        screen = await rules(d)
        await d.until_shown("Quiet")
        await d.press("a")
        await d.type("loud")
        await d.press("enter")
        await d.until_shown("What is to be done?")
        await d.press("t")
        await d.until_shown("Tag:")
        await d.type("a,b")
        await d.until_shown("“a,b” can be no tag")
        await d.press("enter")
        await d.until(lambda: screen.prompt.is_open and screen.prompt.text == "a,b")
        await d.press("ctrl+u")
        await d.type("har")
        await d.press("tab", "enter")
        await d.until_shown("Tag “Harbours”")
        await d.press("enter")
        await d.until_shown("Name:")
        await d.press("ctrl+u")
        await d.type("QUIET")
        await d.until_shown("There is a rule called “Quiet” already.")
        await d.press("enter")
        await d.until(lambda: screen.prompt.is_open and screen.prompt.text == "QUIET")
        await d.type("er")
        await d.press("enter")
        await d.until_shown("“QUIETer” takes what comes from now on")
