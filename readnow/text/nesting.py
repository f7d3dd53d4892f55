"""Which elements are open at a tag: an HTML parser's stack of open elements, without the tree.

Used by `text.bounds` to foresee how deep a parser would nest and to write the same text flat. Invariant:
the stack is never shorter than a parser's own by more than the elements it opens by itself (`tbody`, `tr`).
The callers keep it at a hundred elements, so each step costs a bounded time.
"""

from msgspec import Struct, field


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID = _names("""
    area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr image
    html head body
""")
"""Elements without content, and those a parser never opens twice."""

FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")
"""Elements that a parser opens again in the next block when they were not closed."""

BLOCK = _names("""
    address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer
    header hgroup main menu nav ol p search section summary ul pre listing form h1 h2 h3 h4 h5 h6 hr xmp
    plaintext
""")
"""Elements that begin on a line of their own."""

_NOT_IN_ITSELF = _names("a nobr")
_CLOSING_P = BLOCK | _names("li dd dt")
_HEADINGS = _names("h1 h2 h3 h4 h5 h6")
_SPECIAL = BLOCK | _names("""
    applet button caption colgroup dd dt frameset iframe li marquee object script select
    style table tbody td template textarea tfoot th thead title tr svg math foreignobject desc annotation-xml
""")
_SCOPE = _names("applet caption table td th marquee object template")
_FOREIGN_SCOPE = _SCOPE | _names("svg math foreignobject desc title annotation-xml mi mo mn ms mtext")
_TAKEN_OUT = _names("form svg math")
"""Elements whose end tag may leave open what a parser put beside them."""
_DRAWING = _names(
    "svg g defs symbol marker mask pattern clippath lineargradient radialgradient filter switch"
)
_SHAPES = _names("path rect circle ellipse line polyline polygon stop use animate fegaussianblur feoffset")
_TABLE_PARTS = frozenset(("table", "caption", "tbody", "thead", "tfoot", "tr", "td", "th"))
_TABLE_SCOPE = frozenset(("table", "template"))
_LIST_SCOPE = _SPECIAL - {"address", "div", "p"}

_CLOSED_BY_START: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset(("li",)), _LIST_SCOPE),
    "dt": (frozenset(("dt", "dd")), _LIST_SCOPE),
    "dd": (frozenset(("dt", "dd")), _LIST_SCOPE),
    "td": (frozenset(("td", "th")), _TABLE_SCOPE),
    "th": (frozenset(("td", "th")), _TABLE_SCOPE),
    "tr": (frozenset(("tr",)), _TABLE_SCOPE),
    "tbody": (frozenset(("tbody", "thead", "tfoot")), _TABLE_SCOPE),
    "thead": (frozenset(("tbody", "thead", "tfoot")), _TABLE_SCOPE),
    "tfoot": (frozenset(("tbody", "thead", "tfoot")), _TABLE_SCOPE),
    "button": (frozenset(("button",)), _SCOPE),
}
"""What the start of an element closes, and the elements that keep what is outside them from being closed."""


class OpenElements(Struct):
    """The open elements, outermost first."""

    names: list[str] = field(default_factory=list)

    def ignores(self, name: str) -> bool:
        """Whether a parser passes over the start of this element: a part of a table outside any table."""
        if name not in _TABLE_PARTS or name == "table" or "table" in self.names:
            return False
        return self._scope() is _SCOPE

    def is_shape(self, name: str) -> bool:
        """Whether a self-closed element is part of a drawing; elsewhere a parser leaves it open."""
        if name in _SHAPES:
            for open_name in reversed(self.names):
                if open_name not in _DRAWING:
                    return False
                if open_name == "svg":
                    return True
        return False

    def before(self, name: str) -> list[str]:
        """Close what the start of this element closes; the closed ones, innermost first."""
        if name not in _SPECIAL and name != "option":
            return self._close_formatting(name) if name in _NOT_IN_ITSELF else []
        rule = _CLOSED_BY_START.get(name)
        closed = self._close(rule[0], rule[1] if self._scope() is _SCOPE else _SPECIAL) if rule else []
        if name in _CLOSING_P and "p" in self.names:
            closed += self._close(frozenset(("p",)), self._scope() | {"button"})
        innermost = self.names[-1] if self.names else ""
        if (name in _HEADINGS and innermost in _HEADINGS) or name == innermost == "option":
            closed.append(self.names.pop())
        return closed

    def end(self, name: str) -> list[str]:
        """Close by an end tag: all that a parser closes with it, innermost first; nothing if it ignores
        the tag."""
        if self.names and self.names[-1] == name:
            return [self.names.pop()]
        if name not in self.names:
            return []
        target = frozenset((name,))
        if name in _TABLE_PARTS:
            return self._close(target, _TABLE_SCOPE) if "table" in self.names else []
        if name in _HEADINGS:
            return self._close(_HEADINGS, self._scope())
        if name in FORMATTING or name in _TAKEN_OUT:
            return self._close_formatting(name)
        if name == "li":
            return self._close(target, self._scope() | {"ol", "ul"})
        return self._close(target, self._scope() if name in _SPECIAL else _SPECIAL)

    def _scope(self) -> frozenset[str]:
        return _FOREIGN_SCOPE if "svg" in self.names or "math" in self.names else _SCOPE

    def _close(self, targets: frozenset[str], barriers: frozenset[str]) -> list[str]:
        names = self.names
        for index in range(len(names) - 1, -1, -1):
            if names[index] in targets:
                closed = names[index:]
                del names[index:]
                return closed[::-1]
            if names[index] in barriers:
                break
        return []

    def _close_formatting(self, name: str) -> list[str]:
        """A formatting element, form or drawing with blocks inside is taken out; the blocks stay open."""
        names, scope = self.names, self._scope()
        for index in range(len(names) - 1, -1, -1):
            if names[index] == name:
                if _SPECIAL.isdisjoint(names[index + 1 :]):
                    closed = names[index:]
                    del names[index:]
                    return closed[::-1]
                del names[index]
                return [name]
            if names[index] in scope:
                break
        return []
