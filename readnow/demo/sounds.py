"""The sound that the demo's radio offers: a bell, made by arithmetic. Pure; called by `sites` when asked for.

Invariant: the file has BELL_SIZE bytes, which is what the feed says of it.
"""

import struct
from array import array
from collections.abc import Iterator
from functools import cache
from math import cos, exp, pi, sin

BELL_TYPE = "audio/wav"
_RATE = 8000
_SECONDS = 4
_LOUDNESS = 120
_TONES = ((220.0, 0.5, 0.9), (523.0, 0.3, 1.6), (664.0, 0.15, 2.4), (1187.0, 0.05, 4.0))
"""Hertz, share of the loudness, and how fast the tone dies away, per second: roughly those of a bell."""

BELL_SIZE = 44 + _RATE * _SECONDS


@cache
def bell() -> bytes:
    """A WAV file: four seconds of one stroke, 8,000 samples of 8 bits a second, one channel."""
    tones = (_tone(*tone) for tone in _TONES)
    samples = array("B", (128 + round(sum(sample)) for sample in zip(*tones, strict=True))).tobytes()
    size = len(samples)
    head = struct.pack("<4sI4s4sIHHIIHH", b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 1, 1, _RATE, _RATE, 1, 8)
    return head + struct.pack("<4sI", b"data", size) + samples


def _tone(pitch: float, share: float, fall: float) -> Iterator[float]:
    """A sine that dies away, by its recurrence: each sample from the two before, which spares the sines."""
    turn, decay = 2 * pi * pitch / _RATE, exp(-fall / _RATE)
    factor, square = 2 * decay * cos(turn), decay * decay
    before, sample = -sin(turn) / decay * share * _LOUDNESS, 0.0
    for _ in range(_RATE * _SECONDS):
        yield sample
        before, sample = sample, factor * sample - square * before
