"""When the fast reader is not sure of a document: the list of its conditions. Raised in `fast*` only.

Each is a place where feedparser, the reference, does something that the fast reader does not copy. Every one
has a document in tests/feeds/test_fast.py that made it necessary.
"""

from enum import Enum


class Doubt(Enum):
    """Why a document is left to feedparser."""

    DOCTYPE = "it declares entities, which the fast reader never resolves"
    SYNTAX = "lxml does not read it strictly: not well-formed, too deep, or a text of more than 10 MB"
    ROOT = "its root is neither RSS with one channel nor an Atom 1.0 feed"
    VERSION = "its namespaces make feedparser take it for another format"
    PREFIX = "a prefix that feedparser goes by stands for something else here"
    NAMELESS = (
        "an element belongs to an unknown namespace without a prefix: feedparser takes it for the feed's own"
    )
    NAME = "an element's name is beyond ASCII, which expat refuses and lxml allows"
    ELEMENT = "an element that feedparser treats in a way of its own, at a place where it is not expected"
    ATTRIBUTE = (
        "an attribute that counts twice, or belongs to another namespace, or makes feedparser drop a text"
    )
    TYPE = "a text is of a type that is neither plain text nor HTML, or is encoded"
    MARKUP = "elements stand where a text was expected"
    XHTML = "XHTML with other elements in it, such as drawings, which feedparser writes in a way of its own"
    BASE = "an xml:base that does not lead to a web address"
    PERSON = "an author is given half as text and half as elements, or without a name behind others"
    FLOOD = "an element has more attributes, or one of them is longer, than preparing would leave it"
    LONG = "a name or category is longer than what feedparser is ever given of one"
    SOURCE = "the source of an entry holds more than what it says about itself"


class UnsureError(Exception):
    """The fast reader leaves the document to feedparser."""

    def __init__(self, doubt: Doubt, detail: str = "") -> None:
        super().__init__(f"{doubt.value}: {detail}" if detail else doubt.value)
        self.doubt = doubt
