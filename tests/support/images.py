"""Pictures made for tests, good and hostile, as the bytes of files."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image


def painted(width: int, height: int) -> Image.Image:
    """A picture in four colours: red, green, blue and yellow quarters, from the upper left."""
    image = Image.new("RGB", (width, height), (255, 255, 0))
    for place, colour in (((0, 0), (255, 0, 0)), ((1, 0), (0, 255, 0)), ((0, 1), (0, 0, 255))):
        left, top = place[0] * (width // 2), place[1] * (height // 2)
        image.paste(colour, (left, top, left + width // 2, top + height // 2))
    return image


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    """The image as a file of that kind."""
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def png(width: int = 64, height: int = 32) -> bytes:
    """A small, good picture."""
    return saved(painted(width, height), "PNG")


def png_of(width: int, height: int, rows: bytes) -> bytes:
    """A grey PNG that says it has this size, whatever its rows are."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def film(frames: int, width: int = 40, height: int = 20) -> bytes:
    """A GIF of so many pictures, the first one all red, the others not."""
    images = [Image.new("RGB", (width, height), (255 if not at else 0, 0, at % 256)) for at in range(frames)]
    return saved(images[0], "GIF", save_all=True, append_images=images[1:])
