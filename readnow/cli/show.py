"""`readnow show`: one article, as the reader shows it or as Markdown, HTML or JSON."""

import click

from readnow.cli import output, session
from readnow.cli.documents import whole_article_json
from readnow.cli.invocation import OK, Command, Invocation
from readnow.library.presentation import article_document
from readnow.model.article import Article, ArticleId
from readnow.text.markdown import to_markdown
from readnow.text.markup import to_html
from readnow.text.plain import to_text


@click.command(cls=Command)
@click.argument("article", metavar="ID", type=click.IntRange(min=0))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "html", "json"]),
    default="text",
    help="How it is printed; text by default.",
)
@click.option(
    "--width", type=click.IntRange(20, 400), help="The longest line of text; that of the reader by default."
)
@click.pass_obj
def show(invocation: Invocation, article: int, form: str, width: int | None) -> int:
    """Print one article whole.

    Title, date, text, files to download and the addresses of its links.
    """

    async def work(at: session.Session) -> int:
        found = await at.library.articles.article(ArticleId(article))
        cells = width or at.config.ui.text_width
        if form == "json":
            output.document(whole_article_json(found, cells))
        else:
            output.block(_printed(found, form, cells, at.config.ui.date_format))
        return OK

    return session.run(invocation, work)


def _printed(article: Article, form: str, width: int, date_format: str) -> str:
    document = article_document(article, date_format=date_format)
    if form == "markdown":
        return to_markdown(document)
    return to_html(document) if form == "html" else to_text(document, width)
