"""Regular expressions that are compiled when they are first used, not when their module is loaded.

Used for every pattern that a module keeps. To compile the few hundred of them took a tenth of every start,
though most commands and most first screens use only some. Invariant: to its callers a pattern is an
`re.Pattern`; it is compiled once. A source that is itself long to make may come from a function.
"""

import re
from collections.abc import Callable
from typing import Any, AnyStr, cast

_METHODS = ("match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")


def pattern(source: AnyStr | Callable[[], AnyStr], flags: int = 0) -> re.Pattern[AnyStr]:
    """The pattern. A mistake in its source is raised at the first use (`re.error`)."""
    return cast("re.Pattern[AnyStr]", LazyPattern(source, flags))


class LazyPattern:
    """What `pattern` makes: its methods are those of the compiled pattern from the first use on."""

    __slots__ = (*_METHODS, "_flags", "_source")

    def __init__(self, source: Any, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        """Called only for what is not there yet: all methods before the first use."""
        if name not in _METHODS:
            raise AttributeError(name)
        source = self._source() if callable(self._source) else self._source
        compiled = re.compile(source, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)
