"""A document as HTML that is safe to open: for exports and `content_html`.

Invariant: only the elements written here, all text and attributes escaped, addresses absolute and safe.
"""

from html import escape

from readnow.text.blocks import (
    Block,
    Code,
    DefinitionList,
    Details,
    Document,
    Figure,
    Heading,
    Image,
    Link,
    ListBlock,
    Media,
    Paragraph,
    Quote,
    Row,
    Rule,
    Spans,
    Style,
    Table,
)
from readnow.text.marks import image_text, media_text

_TAGS = (
    (int(Style.BOLD), "strong"),
    (int(Style.ITALIC), "em"),
    (int(Style.CODE), "code"),
    (int(Style.STRIKE), "s"),
    (int(Style.UNDERLINE), "u"),
    (int(Style.SUBSCRIPT), "sub"),
    (int(Style.SUPERSCRIPT), "sup"),
)


def to_html(document: Document) -> str:
    """The document as an HTML fragment, one block a line."""
    return _Writer(document.links).blocks(document.blocks)


class _Writer:
    def __init__(self, links: tuple[Link, ...]) -> None:
        self._links = {link.number: link for link in links}

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        return "".join([f"{self._block(block)}\n" for block in blocks])

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph(spans):
                return f"<p>{self._spans(spans)}</p>"
            case Heading(level, spans):
                return f"<h{level}>{self._spans(spans)}</h{level}>"
            case ListBlock():
                return self._list(block)
            case DefinitionList():
                return self._definitions(block)
            case Quote(blocks):
                return f"<blockquote>{self.blocks(blocks)}</blockquote>"
            case Code(spans, language):
                kind = f' class="language-{escape(language)}"' if language else ""
                return f"<pre><code{kind}>{self._spans(spans, chr(10))}</code></pre>"
            case Table():
                return self._table(block)
            case Rule():
                return "<hr>"
            case Image():
                return f"<p>{self._image(block)}</p>"
            case Media():
                return f'<p><a href="{escape(block.url)}">{escape(media_text(block))}</a></p>'
            case Figure(blocks, caption, above):
                said = f"<figcaption>{self._spans(caption)}</figcaption>" if caption else ""
                return f"<figure>{said if above else ''}{self.blocks(blocks)}{'' if above else said}</figure>"
            case Details(summary, blocks):
                return f"<details><summary>{self._spans(summary)}</summary>{self.blocks(blocks)}</details>"

    def _spans(self, spans: Spans, line_break: str = "<br>\n") -> str:
        parts: list[str] = []
        for index, (text, style, number) in enumerate(spans):
            if style & Style.PLACE:
                # Outside any link: an anchor in an anchor would end it.
                parts.append(f'<span id="place-{number}"></span>')
                continue
            link = self._links.get(number) if number is not None else None
            if style & Style.IMAGE:
                html = self._picture(text, link)
            else:
                html = escape(text).replace("\n", line_break)
                for bit, tag in _TAGS:
                    if style & bit:
                        html = f"<{tag}>{html}</{tag}>"
            if link is not None and not (style & Style.IMAGE and link.image):
                if not index or spans[index - 1].link != number:
                    html = f'<a href="{escape(_target(link))}">{html}'
                if index + 1 == len(spans) or spans[index + 1].link != number:
                    html += "</a>"
            parts.append(html)
        return "".join(parts)

    def _picture(self, alt: str, link: Link | None) -> str:
        if link is not None and link.image and link.url.startswith("http"):
            return f'<img src="{escape(link.url)}" alt="{escape(alt)}">'
        return escape(image_text(alt))

    def _image(self, image: Image) -> str:
        if not image.url.startswith("http"):
            html = escape(image_text(image.alt))
        else:
            size = f' width="{image.size[0]}" height="{image.size[1]}"' if image.size else ""
            html = f'<img src="{escape(image.url)}" alt="{escape(image.alt)}"{size}>'
        link = self._links.get(image.link) if image.link is not None else None
        return html if link is None or link.image else f'<a href="{escape(link.url)}">{html}</a>'

    def _list(self, block: ListBlock) -> str:
        if not block.ordered:
            return (
                "<ul>" + "".join([f"<li>{self.blocks(item.blocks)}</li>" for item in block.items]) + "</ul>"
            )
        kind = f' type="{block.numbering}"' if block.numbering != "1" else ""
        items = [f'<li value="{item.number}">{self.blocks(item.blocks)}</li>' for item in block.items]
        return f'<ol start="{block.start}"{kind}>{"".join(items)}</ol>'

    def _definitions(self, block: DefinitionList) -> str:
        parts = []
        for item in block.items:
            parts += [f"<dt>{self._spans(term)}</dt>" for term in item.terms]
            parts.append(f"<dd>{self.blocks(item.blocks)}</dd>")
        return f"<dl>{''.join(parts)}</dl>"

    def _table(self, table: Table) -> str:
        caption = f"<caption>{self._spans(table.caption)}</caption>" if table.caption else ""
        head = self._rows(table.header, "th", table.alignment)
        body = self._rows(table.rows, "td", table.alignment)
        return f"<table>{caption}{f'<thead>{head}</thead>' if head else ''}<tbody>{body}</tbody></table>"

    def _rows(self, rows: tuple[Row, ...], tag: str, alignment: tuple[str, ...]) -> str:
        lines = []
        for row in rows:
            cells = []
            for column, (spans, columns, reach) in enumerate(row):
                if not columns:
                    continue
                side = alignment[column] if columns == 1 and column < len(alignment) else ""
                given = f' colspan="{columns}"' if columns > 1 else ""
                given += f' rowspan="{reach}"' if reach > 1 else ""
                given += f' style="text-align: {side}"' if side else ""
                cells.append(f"<{tag}{given}>{self._spans(spans)}</{tag}>")
            lines.append(f"<tr>{''.join(cells)}</tr>")
        return "".join(lines)


def _target(link: Link) -> str:
    return link.url if link.place is None else f"#place-{link.place}"
