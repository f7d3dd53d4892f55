"""`readnow show`: one article, as the reader shows it or as Markdown, HTML or JSON."""

import click

from readnow.cli import output, session
from readnow.cli.invocation import FAILED, OK, Command, Invocation
from readnow.library.article_json import whole_article_json
from readnow.library.forms import Form
from readnow.library.writing import written
from readnow.model.article import Article, ArticleId
from readnow.model.errors import FullTextError
from readnow.model.fulltext import in_full

_SHORT = {"md": Form.MARKDOWN, "txt": Form.TEXT}


@click.command(cls=Command)
@click.argument("article", metavar="ID", type=click.IntRange(min=0))
@click.option(
    "--format",
    "form",
    type=click.Choice([*(known.value for known in Form), *_SHORT]),
    default="text",
    help="How it is printed; text by default.",
)
@click.option(
    "--width", type=click.IntRange(20, 400), help="The longest line of text; that of the reader by default."
)
@click.option("--full", is_flag=True, help="With the text of its own page, fetched if it was not yet.")
@click.pass_obj
def show(invocation: Invocation, article: int, form: str, width: int | None, full: bool) -> int:
    """Print one article whole.

    Title, date, text, files to download and the addresses of its links.
    """

    async def work(at: session.Session) -> int:
        found = await at.library.articles.article(ArticleId(article))
        found, problem = await _in_full(at, found) if full else (found, "")
        cells = width or at.config.ui.text_width
        chosen = _SHORT.get(form) or Form(form)
        if chosen is Form.JSON:
            output.document(whole_article_json(found, cells))
        else:
            output.block(written(found, chosen, width=cells, date_format=at.config.ui.date_format))
        if problem:
            output.message(f"readnow: no full text: {problem}. This is what the feed says.")
        return FAILED if problem else OK

    return session.run(invocation, work)


async def _in_full(at: session.Session, found: Article) -> tuple[Article, str]:
    """The article with the text of its own page; or as it is, and why."""
    text = await at.library.fulltexts.get(found.head.id)
    if text is None or text.problem:
        try:
            text = await at.library.fulltexts.fetch(found.head)
        except FullTextError as err:
            return found, str(err).rstrip(".")
    return (found, text.problem) if text.problem else (in_full(found, text), "")
