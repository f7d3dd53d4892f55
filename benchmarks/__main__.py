"""`python -m benchmarks [NAME…]`: run all benchmarks, or those named."""

import importlib
import sys

NAMES = (
    "article_text",
    "opening",
    "parsing",
    "extraction",
    "store_pages",
    "library",
    "refresh",
    "responsive",
    "startup",
)


def main() -> None:
    """Run them one after the other; the machine has no use for two at once."""
    wanted = sys.argv[1:] or NAMES
    for name in wanted:
        if name not in NAMES:
            raise SystemExit(f"There is no benchmark {name}; there is {', '.join(NAMES)}.")
        importlib.import_module(f"benchmarks.{name}").main()


main()
