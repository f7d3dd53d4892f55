"""Tags that the user gives to articles."""

from dataclasses import dataclass
from typing import NewType

TagId = NewType("TagId", int)
LONGEST = 60
"""Characters of a tag's name."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, under the name that it was typed with."""

    id: TagId
    name: str
