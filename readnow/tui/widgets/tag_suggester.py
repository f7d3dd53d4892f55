"""The rest of a tag that is being typed, of those that there are. Used by the prompts for tags."""

from collections.abc import Sequence

from textual.suggester import Suggester

from readnow.library.name_completion import tag_completion
from readnow.text.words import fold


class TagSuggester(Suggester):
    """Looks at the last name of several."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._names = names

    async def get_suggestion(self, value: str) -> str | None:
        """The text with its last name whole; None where nothing begins so."""
        offered = tag_completion(value, self._names)
        part = value[offered.start :]
        for name in offered.options if part else ():
            if fold(name[: len(part)]) == fold(part) and len(name) > len(part):
                return value + name[len(part) :]
        return None
