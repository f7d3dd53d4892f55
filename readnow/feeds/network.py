"""aiohttp, which speaks HTTP, and what it trusts: loaded when something is fetched, or just before.

`fetch` loads it with the first request; commands that are certain to fetch begin earlier. Invariant: it is
loaded beside the event loop: it takes a tenth of a second, half of it to read the authorities that the system
trusts, which holds up nobody who does something else meanwhile.
"""

import importlib
import ssl
import threading
from types import ModuleType
from typing import Literal, TypeAlias

Trust: TypeAlias = ssl.SSLContext | Literal[True]
"""How certificates are checked: True is aiohttp's own context, with the system's authorities."""


def load(ca_file: str) -> tuple[ModuleType, Trust]:
    """aiohttp and a TLS context that always verifies. Raises `OSError` for a file that cannot be used.

    Without a file of our own it is aiohttp's: to read the system's authorities twice takes a while.
    """
    library = importlib.import_module("aiohttp")
    if not ca_file:
        return library, True
    context = ssl.create_default_context(cafile=ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return library, context


def load_ahead() -> None:
    """Begin to load it, in a thread that ends by itself: the first request finds it there or on its way."""
    threading.Thread(target=importlib.import_module, args=("aiohttp",), name="aiohttp").start()
