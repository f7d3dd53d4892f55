"""How much text is where in a tree. Called by `extract_clutter` and `extract_choice`.

Invariant: linear in time.
"""

from typing import TypeAlias

from lxml import etree
from lxml.html import HtmlElement

Sizes: TypeAlias = dict[HtmlElement, int]
"""Characters of text for each element of a tree."""


def sizes(root: HtmlElement) -> tuple[Sizes, Sizes]:
    """Characters of text in every element, and of those how many are in links."""
    size: Sizes = {}
    linked: Sizes = {}
    for element in reversed(list(root.iter(etree.Element))):
        own = size.get(element, 0) + len((element.text or "").strip())
        size[element] = own
        in_links = linked[element] = own if element.tag == "a" else linked.get(element, 0)
        parent = element.getparent()
        if parent is not None and element is not root:
            size[parent] = size.get(parent, 0) + own + len((element.tail or "").strip())
            linked[parent] = linked.get(parent, 0) + in_links
    return size, linked
