"""The parser process: `python -m readnow.feeds.worker`, started by `child`, one request after the other.

It reads hostile bytes, so it is given little: no secrets in its environment, limits on memory, files and
processor time, no network code. It ends when its standard input does. Standard output carries frames only;
whatever else prints goes to standard error, which is the log.
"""

import gc
import os
import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from msgspec.structs import replace

from readnow.feeds.frames import (
    LENGTH,
    MAX_REPLY,
    MAX_REQUEST,
    Decode,
    Done,
    Entries,
    Extract,
    Finish,
    FrameError,
    Ready,
    Request,
    length_of,
    pack,
    unpack_request,
)
from readnow.feeds.parse import parse
from readnow.feeds.refine import finish
from readnow.model.fulltext import Extracted
from readnow.model.parsed import NotAFeed, ParsedArticle, ParsedFeed, ParseFailed, body_hash
from readnow.model.picture import Picture

_MEMORY = 1 << 30
_OPEN_FILES = 32
_PROCESSOR_SECONDS = 30
GIVING_WAY = 5
"""How much nicer than the program it is: whoever waits for a key comes first."""
_GARBAGE = 100_000
"""Objects made and not yet gone after which it is worth looking for circles."""
_FRAME_CHARACTERS = 64 * 1024
_FRAME_ENTRIES = 32
"""How much goes into one frame: enough to save turns, little enough to be read at once."""
TOO_LARGE = ParseFailed("too large to read: it needs more than 1 GB of memory")


def main() -> None:
    """Serve requests until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program; we go when it goes
    asks = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not look like a frame
    _limit()
    os.nice(GIVING_WAY)
    gc.disable()  # a tenth of the time; what lives in circles goes between two requests
    _send(replies, [pack(Ready())])
    while request := _next(asks):
        _allow_processor_time()
        _send(replies, answer(request))
        if gc.get_count()[0] > _GARBAGE:
            gc.collect()


def answer(ask: Request) -> list[bytes]:
    """The frames that answer a request: its entries, then Done."""
    try:
        if isinstance(ask, Finish):
            return [pack(Done(finished=tuple(finish(text) for text in ask.texts)))]
        if isinstance(ask, Extract):
            return [pack(_extracted(ask))]
        if isinstance(ask, Decode):
            return [pack(_decoded(ask))]
        if ask.discover:
            from readnow.feeds.discover import candidates  # half of all imports, and rarely asked for

            return [pack(Done(candidates=candidates(ask.body, ask.url, ask.content_type)))]
        began = time.perf_counter()
        outcome = parse(ask.body, url=ask.url, content_type=ask.content_type, quick=ask.quick)
        if isinstance(outcome, ParsedFeed):
            took = round((time.perf_counter() - began) * 1000)
            return _feed_frames(replace(outcome, parse_ms=took, body_hash=body_hash(ask.body)))
    except MemoryError:
        outcome = TOO_LARGE
    if isinstance(outcome, NotAFeed):
        return [pack(Done(refusal=outcome))]
    return [pack(Done(failure=outcome))]


def _extracted(page: Extract) -> Done:
    from readnow.feeds.extract import extract  # loads a library that feeds do not need

    outcome = extract(page.body, url=page.url, content_type=page.content_type)
    return Done(extracted=outcome) if isinstance(outcome, Extracted) else Done(not_extracted=outcome)


def _decoded(file: Decode) -> Done:
    from readnow.feeds.pictures import decode  # loads a library that nothing else needs

    outcome = decode(file.body, file.space, file.form)
    return Done(picture=outcome) if isinstance(outcome, Picture) else Done(no_picture=outcome)


def _feed_frames(feed: ParsedFeed) -> list[bytes]:
    """A few entries a frame. An entry that is beyond a frame is left out and counted."""
    frames: list[bytes] = []
    sent = 0
    for group in _groups(feed.entries):
        frame = pack(Entries(group))
        if len(frame) <= MAX_REPLY:
            frames.append(frame)
            sent += len(group)
            continue
        fitting = [one for article in group if len(one := pack(Entries((article,)))) <= MAX_REPLY]
        frames += fitting
        sent += len(fitting)
    head = replace(feed, entries=(), left_out=feed.left_out + len(feed.entries) - sent)
    return [*frames, pack(Done(outcome=head, entries=sent))]


def _groups(entries: tuple[ParsedArticle, ...]) -> Iterator[tuple[ParsedArticle, ...]]:
    group: list[ParsedArticle] = []
    characters = 0
    for entry in entries:
        size = len(entry.html) + len(entry.wrapped)
        if group and (characters + size > _FRAME_CHARACTERS or len(group) == _FRAME_ENTRIES):
            yield tuple(group)
            group, characters = [], 0
        group.append(entry)
        characters += size
    if group:
        yield tuple(group)


def _next(asks: BinaryIO) -> Request | None:
    """The next request; None at the end of input, or when the input makes no sense."""
    prefix = asks.read(LENGTH)
    if len(prefix) < LENGTH:
        return None
    try:
        size = length_of(prefix, MAX_REQUEST)
        data = asks.read(size)
        return unpack_request(data) if len(data) == size else None
    except FrameError as err:
        print(f"parser process: {err}", file=sys.stderr)
        return None


def _send(replies: BinaryIO, frames: list[bytes]) -> None:
    try:
        for frame in frames:
            replies.write(frame)
        replies.flush()
    except BrokenPipeError:
        os._exit(0)  # the program is gone, and with it whoever could read a message


def _limit() -> None:
    """Memory 1 GiB, 32 open files, no core dumps: as far as the system lets us."""
    wanted = ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_NOFILE, _OPEN_FILES), (resource.RLIMIT_CORE, 0))
    for kind, most in wanted:
        with suppress(ValueError, OSError):
            hard = resource.getrlimit(kind)[1]
            resource.setrlimit(kind, (most if hard < 0 else min(most, hard), hard))


def _allow_processor_time() -> None:
    """Half a minute of processor time from now on: should nobody be left to stop us, the system will."""
    with suppress(ValueError, OSError):
        used = resource.getrusage(resource.RUSAGE_SELF)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        soft = int(used.ru_utime + used.ru_stime) + _PROCESSOR_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (soft if hard < 0 else min(soft, hard), hard))


if __name__ == "__main__":
    main()
