"""`readnow list`: which articles there are, by the query language of the interface."""

import re
from collections.abc import Sequence
from dataclasses import replace

import click

from readnow.cli import cursors, output, session
from readnow.cli.invocation import OK, Command, Invocation
from readnow.cli.options import as_json, query_words
from readnow.cli.queries import query_of
from readnow.library.article_json import article_json
from readnow.library.library import Library
from readnow.model.article import ArticleHead
from readnow.model.query import Page, Sort

LIMIT = 50
_AT_ONCE = 500
"""Articles whose texts are in memory at the same time."""
_PLACE = re.compile(r"\{(\w*)\}|\\([nt\\])")
_FIELDS = ("id", "feed_id", "feed", "title", "link", "author", "date", "mark", "words", "tags")


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
    help=f"A line for each article, of {', '.join('{' + name + '}' for name in _FIELDS)}, \\t and \\n.",
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
    line = None if template is None else _Template(template)
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


def _mark(head: ArticleHead) -> str:
    star, later, unread = ("★", "◷", "●") if output.can_show("★◷●") else ("*", "=", "o")
    return star if head.starred else later if head.later else " " if head.read else unread


def _row(head: ArticleHead) -> Sequence[str | int]:
    return (head.id, _mark(head), output.local_time(head.date), head.feed_title, head.title or "Untitled")


class _Template:
    """A line of the user's own making."""

    def __init__(self, text: str) -> None:
        self._text = text
        for match in _PLACE.finditer(text):
            if match[1] is not None and match[1] not in _FIELDS:
                raise click.UsageError(f"--format knows no {{{match[1]}}}; there is: {', '.join(_FIELDS)}.")

    def __call__(self, head: ArticleHead) -> str:
        values = {
            "id": str(head.id),
            "feed_id": str(head.feed_id),
            "feed": head.feed_title,
            "title": head.title,
            "link": head.link,
            "author": head.author,
            "date": output.local_time(head.date),
            "mark": _mark(head),
            "words": str(head.words),
            "tags": ", ".join(head.tags),
        }
        return _PLACE.sub(lambda match: _filled(match, values), self._text) + "\n"


def _filled(match: re.Match[str], values: dict[str, str]) -> str:
    if match[1] is not None:
        return output.field(values[match[1]])
    return {"n": "\n", "t": "\t", "\\": "\\"}[match[2]]
