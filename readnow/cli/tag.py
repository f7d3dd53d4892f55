"""`readnow tag`: tags on articles."""

import click
from msgspec.structs import replace

from readnow.cli import output, session
from readnow.cli.invocation import FAILED, OK, Group, Invocation
from readnow.cli.options import as_json
from readnow.cli.queries import query_of
from readnow.model.article import ArticleId
from readnow.text.words import counted

_named = click.argument("tag")
_articles = click.argument("articles", metavar="[ID]...", nargs=-1, type=click.IntRange(min=0))
_query = click.option("--query", metavar="QUERY", help="All articles that match; QUERY as for `list`.")


@click.group(cls=Group)
def tag() -> None:
    """Tag articles, and arrange the tags.

    `tag:NAME` in a query finds what has a tag, `is:tagged` what has any.
    """


@tag.command("list")
@as_json
@click.pass_obj
def list_tags(invocation: Invocation, as_json: bool) -> int:
    """List the tags with how many articles have them."""

    async def work(at: session.Session) -> int:
        found = await at.library.tags.counts()
        if as_json:
            output.document({"tags": [{"name": one.name, "articles": number} for one, number in found]})
        elif not found:
            output.message("There are no tags yet. `readnow tag add TAG ID` gives one to an article.")
        else:
            output.table([(number, one.name) for one, number in found])
        return OK

    return session.run(invocation, work)


@tag.command("add")
@_named
@_articles
@_query
@click.pass_obj
def add_tag(invocation: Invocation, tag: str, articles: tuple[int, ...], query: str | None) -> int:
    """Give a tag to articles.

    By number or by query; says how many did not have it. The tag is made where there is none.
    """
    return _change(invocation, tag, articles, query, give=True)


@tag.command("remove")
@_named
@_articles
@_query
@click.pass_obj
def remove_tag(invocation: Invocation, tag: str, articles: tuple[int, ...], query: str | None) -> int:
    """Take a tag from articles.

    By number or by query; says how many had it.
    """
    return _change(invocation, tag, articles, query, give=False)


@tag.command("rename")
@_named
@click.argument("name")
@click.pass_obj
def rename_tag(invocation: Invocation, tag: str, name: str) -> int:
    """Give a tag another name."""

    async def work(at: session.Session) -> int:
        await at.library.tags.rename(at.library.tags.named(tag), name)
        output.line(f"The tag is called “{at.library.tags.named(name).name}” now.")
        return OK

    return session.run(invocation, work)


@tag.command("merge")
@_named
@click.argument("into")
@click.pass_obj
def merge_tags(invocation: Invocation, tag: str, into: str) -> int:
    """Give all articles of TAG the tag INTO instead."""

    async def work(at: session.Session) -> int:
        one, other = at.library.tags.named(tag), at.library.tags.named(into)
        await at.library.tags.merge(one, other)
        output.line(f"What was tagged “{one.name}” is tagged “{other.name}” now.")
        return OK

    return session.run(invocation, work)


@tag.command("delete")
@_named
@click.pass_obj
def delete_tag(invocation: Invocation, tag: str) -> int:
    """Take a tag from all articles; it is no more."""

    async def work(at: session.Session) -> int:
        one = at.library.tags.named(tag)
        await at.library.tags.delete(one)
        output.line(f"There is no tag “{one.name}” any more.")
        return OK

    return session.run(invocation, work)


def _change(
    invocation: Invocation, tag: str, articles: tuple[int, ...], query: str | None, *, give: bool
) -> int:
    if bool(articles) == (query is not None):
        raise click.UsageError("Name articles by their numbers, or use --query.")

    async def work(at: session.Session) -> int:
        tags = at.library.tags
        names = {"give": (tag,)} if give else {"take": (tags.named(tag).name,)}
        missing = 0
        if query is not None:
            changed = await tags.change_matching(replace(query_of((query,), at.library), limit=None), **names)
        else:
            ids = tuple(dict.fromkeys(map(ArticleId, articles)))
            there = {head.id for head in await at.library.articles.heads(ids)}
            for number in sorted(set(ids) - there):
                missing += 1
                output.message(f"There is no article with the number {number}.")
            changed = await tags.change([id_ for id_ in ids if id_ in there], **names)
        output.line(f"{counted(changed, 'article')} {'tagged' if give else 'untagged'}.")
        return FAILED if missing else OK

    return session.run(invocation, work)
