"""From an article's HTML to its lines, against parsing the HTML alone."""

from selectolax.lexbor import LexborHTMLParser

from benchmarks.documents import article_html
from benchmarks.timing import pair
from readnow.text.html import to_document
from readnow.text.wrap import wrap


def main() -> None:
    """Print a line for each size of article."""
    for count, goal in ((1_000, 20.0), (10_000, 20.0), (100_000, 30.0)):
        html = article_html(count)

        def parse_and_walk(html: str = html) -> int:
            root = LexborHTMLParser(html).root
            assert root is not None
            return len([node.text_content for node in root.traverse(include_text=True)])

        def first_screen(html: str = html) -> int:
            return wrap(to_document(html), 72).upto(60)

        found = pair(parse_and_walk, first_screen)
        print(found.line(f"{count:,} words: HTML to the first screen", goal))
