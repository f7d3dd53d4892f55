"""The starter pack: some well-known feeds by topic, for somebody who has none yet."""

from importlib import resources

from readnow.exchange.opml import read_opml
from readnow.model.subscription import SubscriptionList


def starter_pack() -> SubscriptionList:
    """The feeds of `starter.opml` beside this file."""
    data = resources.files("readnow.exchange").joinpath("starter.opml").read_bytes()
    return read_opml(data, "The starter pack")
