"""An article as it leaves the terminal, in one of the `forms`.

What the screen saves, pipes and hands to other programs, and what `readnow show` prints. Invariant: it is
made of the cleaned blocks, never of the feed's own HTML; no form holds a control character but the newline.
"""

from readnow.library.article_json import whole_article_json
from readnow.library.forms import Form
from readnow.library.presentation import UNTITLED, article_document
from readnow.model.article import Article
from readnow.text.json_text import json_text
from readnow.text.markdown import to_markdown
from readnow.text.page import to_page
from readnow.text.plain import to_text


def written(article: Article, form: Form, *, width: int, date_format: str) -> str:
    """The whole article in a form; as text in lines of at most `width` cells. Ends with a newline."""
    if form is Form.JSON:
        return json_text(whole_article_json(article, width))
    document = article_document(article, date_format=date_format)
    if form is Form.MARKDOWN:
        return to_markdown(document)
    if form is Form.HTML:
        return to_page(document, article.head.title or UNTITLED, article.language)
    return to_text(document, width)
