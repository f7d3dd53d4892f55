"""Expat as feedparser's XML driver, with buffered text; and whether a text is well formed at all.

feedparser imports this module by its name through PREFERRED_XML_PARSERS (see `adapt`). Python's own driver
hands over text in pieces, one per line and reference, which costs a third of feedparser's time.
"""

from xml.parsers import expat
from xml.sax import expatreader

VERSION = expat.EXPAT_VERSION.removeprefix("expat_")
"""Which expat this Python has, for `doctor`."""


class BufferedExpat(expatreader.ExpatParser):
    """Python's SAX driver for expat, reporting each stretch of text in one piece."""

    def reset(self) -> None:
        """Make a fresh expat parser, as the base class does, then switch its buffer on."""
        super().reset()
        parser = self._parser  # type: ignore[attr-defined]
        parser.buffer_size = 1 << 16
        parser.buffer_text = True


def create_parser() -> BufferedExpat:
    """What `xml.sax.make_parser` asks a driver module for."""
    return BufferedExpat()


def is_well_formed(data: bytes) -> bool:
    """Whether expat reads the UTF-8 document to its end, every prefix declared."""
    parser = expat.ParserCreate("utf-8", " ")
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError):
        return False
    return True
