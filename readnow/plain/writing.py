"""Standard output as plain reading writes to it. Invariant: who goes away is noticed, and is no mistake."""

import os
from contextlib import suppress
from typing import TextIO


class Writer:
    """Writes at once, in the encoding of the stream. `gone`: nobody reads any more."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream
        self._encoding = (stream.encoding if stream is not None else "") or "utf-8"
        self.gone = stream is None

    def write(self, text: str) -> None:
        """Write a text that is clean; what the encoding does not have becomes a question mark."""
        if self._stream is None or self.gone or not text:
            return
        try:
            self._stream.write(text.encode(self._encoding, "replace").decode(self._encoding))
            self._stream.flush()
        except (OSError, ValueError):
            self.gone = True
            with suppress(OSError, ValueError):  # else Python would try once more at its end, and complain
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, self._stream.fileno())
                os.close(nowhere)
