"""`readnow list`: which articles there are, by the query language of the interface."""

from collections.abc import Sequence

import click
from msgspec.structs import replace

from readnow.cli import cursors, output, session
from readnow.cli.invocation import OK, Command, Invocation
from readnow.cli.options import as_json, query_words
from readnow.cli.queries import query_of
from readnow.cli.templates import FIELDS, Template, mark
from readnow.library.article_json import article_json
from readnow.library.library import Library
from readnow.model.article import ArticleHead
from readnow.model.query import Page, Sort

LIMIT = 50
_AT_ONCE = 500
"""Articles whose texts are in memory at the same time."""


@click.command("list", cls=Command)
@query_words
@click.option(
    "--limit", type=click.IntRange(1, 1_000_000), default=LIMIT, help=f"How many, {LIMIT} by default."
)
@click.option("--after", metavar="CURSOR", help="Go on where a list ended: its “next”.")
@click.option(
    "--sort",
    type=click.Choice([sort.value for sort in Sort]),
    default=Sort.NEWEST.value,
    metavar="SORT",
    help=f"{', '.join(Sort)}: which come first; rank is for what a query finds.",
)
@click.option(
    "--format",
    "template",
    metavar="TEMPLATE",
    help=f"A line for each article, of {', '.join('{' + name + '}' for name in FIELDS)}; {{title:40}} in so"
    " many columns, {words:>6} to the right; \\t and \\n. See docs/scripting.md.",
)
@as_json
@click.pass_obj
def list_articles(
    invocation: Invocation,
    query: tuple[str, ...],
    limit: int,
    after: str | None,
    sort: str,
    template: str | None,
    as_json: bool,
) -> int:
    """List articles.

    Number, mark (● unread, ★ starred, ◷ to be read later), date, feed and title.

    QUERY: words, "a phrase", -not, OR, ( ), and terms such as is:unread, feed:NAME, title:WORD, after:3d; all
    of them are in docs/query.md.
    """
    line = None if template is None else Template(template)
    behind = None if after is None else cursors.read(after, Sort(sort))

    async def work(at: session.Session) -> int:
        wanted = replace(
            query_of(query, at.library),
            sort=Sort(sort),
            limit=limit,
            after=behind,
        )
        page = await at.library.articles.page(wanted)
        if as_json:
            following = None if page.next is None else cursors.written(page.next)
            output.document({"articles": await _articles(at.library, page), "next": following})
        elif line is None:
            output.table([_row(head) for head in page.heads])
        else:
            output.raw("".join(line(head) for head in page.heads))
        return OK

    return session.run(invocation, work)


async def _articles(library: Library, page: Page) -> list[output.Json]:
    found: list[output.Json] = []
    for start in range(0, len(page.heads), _AT_ONCE):
        ids = [head.id for head in page.heads[start : start + _AT_ONCE]]
        by_id = {article.head.id: article for article in await library.articles.whole(ids)}
        found += [article_json(by_id[id_]) for id_ in ids if id_ in by_id]
    return found


def _row(head: ArticleHead) -> Sequence[str | int]:
    return (head.id, mark(head), output.local_time(head.date), head.feed_title, head.title or "Untitled")
