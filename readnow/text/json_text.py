"""JSON as it is printed and saved: readable, and nothing in it that a terminal might obey."""

import json
from collections.abc import Mapping

from readnow.text.pattern import pattern

_NOT_FOR_TERMINALS = pattern(
    "[\x7f-\x9f\u061c\u200b\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def json_text(value: Mapping[str, object]) -> str:
    """The value as JSON of several lines. Characters for terminals are escaped, so that nothing is lost."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _NOT_FOR_TERMINALS.sub(lambda match: json.dumps(match[0])[1:-1], text) + "\n"
