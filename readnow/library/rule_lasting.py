"""What a rule may do and for how long, as a user says it. Pure.

Read by the command line and the interface; needs nothing of the store.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from readnow.library.tag_names import checked_name
from readnow.model.errors import RuleError
from readnow.model.feed import Timestamp
from readnow.model.rule import Deed, RuleAction
from readnow.text.clean import clean_line

_DAY = 86_400
LASTING: Mapping[str, int | None] = {"ever": None, "day": _DAY, "week": 7 * _DAY, "month": 30 * _DAY}
"""How long a rule may last, in seconds; None without an end."""
ACTIONS = ", ".join("tag:NAME" if deed is Deed.TAG else deed.value for deed in Deed)


def read_action(text: str) -> RuleAction:
    """The action that a user means. Raises `RuleError`, `TagError`."""
    try:
        action = RuleAction.read(text)
    except ValueError:
        raise RuleError(f"“{clean_line(text)}” is nothing that a rule does. There is: {ACTIONS}.") from None
    return replace(action, tag=checked_name(action.tag)) if action.deed is Deed.TAG else action


def until_of(lasting: str | None, now: float) -> Timestamp | None:
    """When a rule ends that begins now and lasts so long."""
    seconds = LASTING[lasting or "ever"]
    return None if seconds is None else int(now) + seconds
