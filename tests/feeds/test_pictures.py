"""Pictures decoded and scaled: every kind, every orientation, and whatever somebody may send instead."""

import struct
import sys
import time
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from readnow.feeds import child
from readnow.feeds.frames import MAX_REPLY, Done, Ready, pack
from readnow.feeds.pictures import MAX_PIXELS, MAX_SIXELS, decode
from readnow.feeds.pool import ParsePool
from readnow.model.parsed import ParsedFeed
from readnow.model.picture import MAX_DOTS, Form, Picture, PictureFailed, Space
from tests.support.images import film, painted, png, png_of, saved

SPACE = Space(80, 44)
FEED = b"<rss version='2.0'><channel><title>T</title><item><guid>1</guid><title>One</title></item></channel></rss>"
DAMAGED = PictureFailed("the file is damaged or cut off")


def shown(body: bytes, space: Space = SPACE) -> Picture:
    outcome = decode(body, space)
    assert isinstance(outcome, Picture), outcome
    assert len(outcome.data) == 3 * outcome.width * outcome.height
    return outcome


def dot(picture: Picture, x: int, y: int) -> tuple[int, ...]:
    at = 3 * (y * picture.width + x)
    return tuple(picture.data[at : at + 3])


def is_near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return max(abs(a - b) for a, b in zip(one, other, strict=True)) <= 12


def corners(picture: Picture) -> list[tuple[int, ...]]:
    right, bottom = picture.width - 3, picture.height - 3
    return [dot(picture, 2, 2), dot(picture, right, 2), dot(picture, 2, bottom), dot(picture, right, bottom)]


RED, GREEN, BLUE, YELLOW = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("PNG", {"interlace": True}),
        ("JPEG", {"quality": 95, "subsampling": 0}),
        ("JPEG", {"quality": 95, "subsampling": 0, "progressive": True}),
        ("GIF", {}),
        ("WEBP", {"lossless": True}),
        ("WEBP", {"quality": 95}),
    ],
)
def test_every_kind_is_shown_as_it_is(kind: str, options: dict[str, object]) -> None:
    picture = shown(saved(painted(400, 200), kind, **options))
    assert (picture.width, picture.height, picture.size, picture.moving) == (80, 40, (400, 200), False)
    for got, wanted in zip(corners(picture), (RED, GREEN, BLUE, YELLOW), strict=True):
        assert is_near(got, wanted), (got, wanted)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "RGB"])
def test_every_way_of_storing_colours_becomes_true_colour(mode: str) -> None:
    image = Image.new("L", (20, 10), 255)
    image.paste(0, (0, 0, 10, 10))
    if mode == "I;16":
        image = image.convert("I").point(lambda value: value * 257)
    picture = shown(saved(image.convert(mode), "PNG"))
    assert (dot(picture, 2, 5), dot(picture, 17, 5)) == ((0, 0, 0), (255, 255, 255))


def test_a_printers_colours_are_turned_into_a_screens() -> None:
    picture = shown(saved(painted(400, 200).convert("CMYK"), "JPEG", quality=95, subsampling=0))
    assert is_near(corners(picture)[0], RED)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_upright_however_the_camera_was_held(orientation: int) -> None:
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    image = painted(400, 200)
    held = image.transpose(turns[orientation]) if orientation in turns else image
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = shown(saved(held, "JPEG", quality=95, subsampling=0, exif=exif))
    assert (picture.width, picture.height, picture.size) == (80, 40, (400, 200))
    for got, wanted in zip(corners(picture), (RED, GREEN, BLUE, YELLOW), strict=True):
        assert is_near(got, wanted)


def test_what_is_transparent_stands_on_white_or_a_light_drawing_on_dark() -> None:
    drawing = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    drawing.paste((0, 0, 0, 255), (8, 0, 12, 20))
    assert corners(shown(saved(drawing, "PNG")))[0] == (255, 255, 255)
    light = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    light.paste((250, 250, 250, 255), (8, 0, 12, 20))
    assert max(corners(shown(saved(light, "PNG")))[0]) < 50
    nothing = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    assert corners(shown(saved(nothing, "PNG")))[0] == (255, 255, 255)
    keyed = Image.new("P", (20, 20), 1)
    keyed.putpalette([255, 0, 0, 0, 0, 255])
    assert corners(shown(saved(keyed, "PNG", transparency=1)))[0] == (255, 255, 255)


def test_of_a_film_the_first_picture_is_shown_whatever_follows() -> None:
    picture = shown(film(200))
    assert picture.moving
    assert dot(picture, 20, 10) == (255, 0, 0)
    body = film(3)
    assert shown(body[: len(body) - 40]).moving  # cut off behind the first
    assert not shown(film(1)).moving
    for kind in ("WEBP", "PNG"):
        images = [Image.new("RGB", (9, 9), colour) for colour in (RED, BLUE)]
        body = saved(images[0], kind, save_all=True, append_images=images[1:], lossless=True)
        assert is_near(dot(shown(body), 4, 4), RED), kind


# -- size


def test_a_picture_is_never_made_larger_than_it_is() -> None:
    assert (shown(png(16, 8)).width, shown(png(16, 8)).height) == (16, 8)


@given(
    size=st.tuples(st.integers(1, 50_000), st.integers(1, 50_000)),
    room=st.tuples(st.integers(1, 4_000), st.integers(1, 4_000)),
    shape=st.floats(0.3, 3),
    most=st.integers(1, MAX_DOTS),
)
def test_what_fits_is_within_all_bounds_and_keeps_its_proportions(
    size: tuple[int, int], room: tuple[int, int], shape: float, most: int
) -> None:
    width, height = Space(*room, shape, most).fit(*size)
    assert 1 <= width <= room[0]
    assert 1 <= height <= room[1]
    assert width <= size[0]
    assert width * height <= max(most, width, height)  # one dot wide or high is the least there is
    if width > 20 and height > 20:
        assert abs(width / (height * shape) / (size[0] / size[1]) - 1) < 0.11


def test_the_whole_answer_fits_into_a_frame() -> None:
    large = shown(saved(Image.effect_noise((2600, 1800), 90).convert("RGB"), "JPEG"), Space(4000, 4000, 1.0))
    assert large.width * large.height <= MAX_DOTS
    assert len(pack(Done(picture=large))) <= MAX_REPLY


def test_a_picture_that_says_it_is_huge_is_refused_by_its_header() -> None:
    tracemalloc.start()
    began = time.monotonic()
    assert decode(png_of(50_000, 50_000, bytes(1000)), SPACE) == PictureFailed("too large to show")
    assert decode(png_of(5_000, 4_000, bytes(1000)), SPACE) == PictureFailed(
        "too large to show: 5,000 × 4,000 pixels"
    )
    gif = b"GIF89a" + (60_000).to_bytes(2, "little") * 2 + bytes(3) + b","
    gif += bytes(4) + (60_000).to_bytes(2, "little") * 2 + b"\0\x02\x02\x44\x01\0;"
    assert decode(gif, SPACE) == PictureFailed("too large to show")
    webp = b"RIFF\x20\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + (16_000).to_bytes(3, "little") * 2
    assert decode(webp, SPACE) == PictureFailed("too large to show: 16,001 × 16,001 pixels")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000
    assert time.monotonic() - began < 5


def test_a_picture_within_a_gif_that_is_larger_than_the_gif_counts() -> None:
    gif = b"GIF89a" + (10).to_bytes(2, "little") * 2 + bytes(3) + b","
    gif += bytes(4) + (7_000).to_bytes(2, "little") * 2 + b"\0\x02\x02\x44\x01\0;"
    assert decode(gif, SPACE) == PictureFailed("too large to show: 7,000 × 7,000 pixels")


def test_as_many_pixels_as_allowed_are_shown() -> None:
    edge = int(MAX_PIXELS**0.5)
    assert shown(saved(Image.new("L", (edge, edge), 200), "PNG")).size == (edge, edge)


def test_a_large_photograph_is_shown() -> None:
    for options in ({}, {"progressive": True}):
        body = saved(painted(8_000, 6_000), "JPEG", **options)
        picture = shown(body, Space(1200, 900))
        assert picture.size == (8_000, 6_000)
        assert is_near(corners(picture)[3], YELLOW)


# -- what is no picture


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "it is something else, not PNG, JPEG, GIF or WebP"),
        (b"\x00\x01\x02", "it is something else, not PNG, JPEG, GIF or WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "it is an SVG drawing, not PNG, JPEG, GIF or WebP"),
        (b"\n<?xml version='1.0'?>\n<svg/>", "it is an SVG drawing, not PNG, JPEG, GIF or WebP"),
        (b"<!doctype html><title>No</title>", "it is a web page, not PNG, JPEG, GIF or WebP"),
        (b"\0\0\0 ftypavif", "it is an AVIF picture, not PNG, JPEG, GIF or WebP"),
        (saved(painted(8, 8), "BMP"), "it is something else, not PNG, JPEG, GIF or WebP"),
        (saved(painted(8, 8), "TIFF"), "it is something else, not PNG, JPEG, GIF or WebP"),
        (saved(painted(8, 8), "EPS"), "it is something else, not PNG, JPEG, GIF or WebP"),
    ],
)
def test_what_is_of_another_kind_is_named(body: bytes, detail: str) -> None:
    assert decode(body, SPACE) == PictureFailed(detail)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_file_cut_off_anywhere_is_damaged_or_shown(kind: str) -> None:
    image = Image.effect_noise((300, 200), 60).convert("RGB")
    body = saved(image, kind)
    assert decode(body[: len(body) // 2], SPACE) == DAMAGED
    for end in range(12, len(body), len(body) // 40):
        outcome = decode(body[:end], SPACE)
        assert outcome == DAMAGED or isinstance(outcome, Picture) or end < 30, outcome


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_file_with_wrong_bytes_does_no_harm(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP"]))
    body = bytearray(saved(painted(24, 16), kind))
    for place in data.draw(st.lists(st.integers(4, len(body) - 1), min_size=1, max_size=6)):
        body[place] = data.draw(st.integers(0, 255))
    outcome = decode(bytes(body), SPACE)
    assert isinstance(outcome, Picture | PictureFailed)
    if isinstance(outcome, PictureFailed):
        assert outcome.detail


def test_a_bomb_of_texts_in_a_png_is_not_unpacked() -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    bomb = chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(200_000_000), 9))
    body = png()
    assert decode(body[:33] + bomb + body[33:], SPACE) == DAMAGED


def test_without_pillow_there_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    body = png()
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert decode(body, SPACE) == PictureFailed("Pillow is not installed")


# -- in the process


@pytest.fixture
async def pool(tmp_path: Path) -> AsyncIterator[ParsePool]:
    pool = ParsePool(log=tmp_path / "log")
    yield pool
    await pool.close()


async def test_the_process_decodes_as_the_function_does(pool: ParsePool) -> None:
    assert await pool.decode(png(), SPACE) == decode(png(), SPACE)
    assert await pool.decode(png(), SPACE, Form.SIXELS) == decode(png(), SPACE, Form.SIXELS)
    assert await pool.decode(b"", SPACE) == decode(b"", SPACE)
    assert isinstance(await pool.parse(FEED, url="https://a.example/f"), ParsedFeed)


async def test_a_file_that_takes_too_long_costs_the_process_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = ParsePool(limit_seconds=0.0, log=tmp_path / "log")
    assert await pool.decode(png(), SPACE) == PictureFailed("reading it takes too long, or too much memory")
    pool._limit = 10.0
    assert isinstance(await pool.decode(png(), SPACE), Picture)
    await pool.close()


async def test_an_answer_that_makes_no_sense_is_no_picture(
    pool: ParsePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = Done(picture=Picture(Form.DOTS, 80, 44, b"short", (80, 44)))
    script = f"import sys, time\nsys.stdout.buffer.write({pack(Ready()) + pack(evil)!r})\nsys.stdout.flush(); time.sleep(9)"
    monkeypatch.setattr(child, "command", lambda: [sys.executable, "-c", script])
    assert await pool.decode(png(), SPACE) == PictureFailed("reading it takes too long, or too much memory")


def test_sixels_are_bounded_also_for_noise() -> None:
    noise = saved(Image.effect_noise((900, 900), 255).convert("RGB"), "PNG")
    outcome = decode(noise, Space(1000, 1000), Form.SIXELS)
    assert isinstance(outcome, Picture)
    assert len(outcome.data) <= MAX_SIXELS
