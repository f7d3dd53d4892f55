"""A list of subscriptions of whatever kind, told by its content, not by its name.

Called by `readnow import` and by the screen.
"""

from readnow.exchange.addresses import read_addresses
from readnow.exchange.opml import read_opml
from readnow.model.subscription import SubscriptionList

_BEFORE_XML = b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"


def read_list(data: bytes, name: str) -> SubscriptionList:
    """The subscriptions in `data`: OPML, or addresses one a line. `name` is what messages call it.

    Raises `ExchangeError` with a sentence where it is neither.
    """
    if data.lstrip(_BEFORE_XML).startswith(b"<"):
        return read_opml(data, name)
    return read_addresses(data, name)
