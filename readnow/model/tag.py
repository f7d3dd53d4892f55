"""Tags that the user gives to articles."""

from typing import NewType

from msgspec import Struct

TagId = NewType("TagId", int)
LONGEST = 60
"""Characters of a tag's name."""


class Tag(Struct, frozen=True):
    """A tag, under the name that it was typed with."""

    id: TagId
    name: str
