"""Formulas: their TeX source where the page has it, else MathML as one line of text.

Handlers for `text.builder`. Invariant: no identifier or number of a formula is lost; a formula that a page
shows twice for browsers' sake is read once.
"""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from readnow.text.blocks import Style
from readnow.text.builder import MAX_CALL_DEPTH, Builder, Handler, Place
from readnow.text.pattern import pattern

_CODE = int(Style.CODE)
_TEX = pattern(r"\b(?:la)?tex\b", re.IGNORECASE)
_SPACES = pattern(r"\s+")
_TEX_FRAME = pattern(r"\{\\(?:displaystyle|textstyle)\s*(.*)\}", re.DOTALL)
_INVISIBLE = pattern("[\u2061-\u2064]")
_SPACED = frozenset("=≠≈≡<>≤≥≪≫+−-±∓×÷∗·⋅∘∪∩∈∉⊂⊆→←↔⇒⇐⇔↦∧∨≅∼∝|")
_ACCENTS = {
    **{"¯": "\u0304", "‾": "\u0305", "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303"},
    **{"→": "\u20d7", "⃗": "\u20d7", "˙": "\u0307", ".": "\u0307", "¨": "\u0308"},
}
_FENCED = pattern(r"\([^()]*\)|\[[^][]*\]|\{[^{}]*\}|\|[^|]*\|")
_SCRIPTS = {"msup": "^", "mover": "^", "msub": "_", "munder": "_", "msubsup": "_^", "munderover": "_^"}
"""Elements with something above or below, and what is written before each."""
_NOT_SHOWN = frozenset(("annotation", "annotation-xml", "mphantom", "none", "mprescripts", "maligngroup"))


def add_formula(builder: Builder, node: LexborNode, at: Place) -> None:
    """A formula: its alternative text or TeX source if it has one, else what it is made of on one line."""
    is_block = (node.attributes.get("display") or "").lower() == "block"
    if is_block:
        builder.end_paragraph()
    text = _tex(node) or _INVISIBLE.sub("", _linear(node, 0))
    builder.run.add(_SPACES.sub(" ", text).strip(), at.style | _CODE, at.link)
    if is_block:
        builder.end_paragraph()
    _hide_repetition(builder, node)


def _tex(node: LexborNode) -> str:
    source = node.attributes.get("alttext") or ""
    if not source.strip():
        for note in node.css("annotation"):
            if _TEX.search((note.attributes.get("encoding") or "")[:100]):
                source = note.text() or ""
                break
    source = source.strip()
    frame = _TEX_FRAME.fullmatch(source)
    return frame[1].strip() if frame else source


def _hide_repetition(builder: Builder, node: LexborNode) -> None:
    """Pass over what stands beside the formula's frame and draws it once more."""
    frame = node.parent
    beside = frame.next if frame is not None and frame.tag == "span" else None
    while beside is not None and beside.is_text_node and not (beside.text_content or "").strip():
        beside = beside.next
    if beside is not None and beside.tag in ("span", "img"):
        attributes = beside.attributes
        if attributes.get("aria-hidden") == "true" or "fallback" in (attributes.get("class") or ""):
            builder.hidden.add(beside.mem_id)


def _linear(node: LexborNode, depth: int) -> str:
    """An element of MathML as text."""
    tag = node.tag or ""
    if tag in _NOT_SHOWN:
        return ""
    if tag == "-text":
        return (node.text_content or "").strip()
    if depth > MAX_CALL_DEPTH:
        return node.text() or ""
    if tag == "mo":
        return _operator(node)
    parts = [_linear(child, depth + 1) for child in _children(node)]
    if tag in _SCRIPTS and len(parts) == len(_SCRIPTS[tag]) + 1:
        return _with_scripts(parts, _SCRIPTS[tag])
    if tag == "mfrac" and len(parts) == 2:
        return f"{_grouped(parts[0])}/{_grouped(parts[1])}"
    if tag == "msqrt":
        return f"√{_grouped(''.join(parts))}"
    if tag == "mroot" and len(parts) == 2:
        return f"√[{parts[1]}]{_grouped(parts[0])}"
    if tag == "mtable":
        return "; ".join(parts)
    if tag in ("mtr", "mlabeledtr"):
        return ", ".join(parts)
    if tag == "mfenced":
        opening, closing = node.attributes.get("open") or "(", node.attributes.get("close") or ")"
        return f"{opening}{', '.join(parts)}{closing}"
    if tag == "mtext":
        return f" {''.join(parts)} "
    return " " if tag == "mspace" else "".join(parts)


def _children(node: LexborNode) -> Iterator[LexborNode]:
    for child in node.iter(include_text=True):
        if not child.is_text_node or (child.text_content or "").strip():
            yield child


def _operator(node: LexborNode) -> str:
    text = (node.text() or "").strip()
    if text in (",", ";"):
        return f"{text} "
    return f" {text} " if text in _SPACED else text


def _with_scripts(parts: list[str], signs: str) -> str:
    base, *scripts = parts
    shown = base
    for sign, script in zip(signs, scripts, strict=True):
        script = script.strip()
        accent = _ACCENTS.get(script) if sign == "^" else None
        if accent and len(base) == 1:
            shown += accent
        elif script and set(script) <= {"′", "'", "″", "*", "†"}:
            shown += script
        elif script:
            shown += sign + _grouped(script, sign)
    return shown


def _grouped(text: str, sign: str = "") -> str:
    """Text in parentheses, unless it is a unit already; a word is one as an index."""
    text = text.strip()
    is_unit = len(text) <= 1 or text.isdigit() or (sign == "_" and text.isalnum())
    return text if is_unit or _FENCED.fullmatch(text) else f"({text})"


HANDLERS: dict[str, Handler] = {"math": add_formula}
