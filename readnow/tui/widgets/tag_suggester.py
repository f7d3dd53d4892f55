"""The rest of a tag that is being typed, of those that there are. Used by the prompt for tags."""

from collections.abc import Sequence

from textual.suggester import Suggester

from readnow.model.tag import Tag
from readnow.text.words import fold


class TagSuggester(Suggester):
    """Looks at the last name of several."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._names = [tag.name for tag in tags]

    async def get_suggestion(self, value: str) -> str | None:
        """The text with its last name whole; None where nothing begins so."""
        before, comma, last = value.rpartition(",")
        part = last.lstrip()
        if not part:
            return None
        wanted = fold(part)
        there = {fold(name).strip() for name in before.split(",")} if comma else set()
        for name in self._names:
            if fold(name[: len(part)]) == wanted and len(name) > len(part) and fold(name) not in there:
                return value + name[len(part) :]
        return None
