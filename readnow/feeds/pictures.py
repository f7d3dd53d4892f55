"""Pictures decoded and scaled to what a screen can show. Runs in the parser process, which may be killed.

Pillow, from the extra `images`, is loaded with the first picture. Invariant: the size is judged before
anything is unpacked; nothing but PNG, JPEG, GIF and WebP is tried; of a film the first picture only; never
raises for what a file may hold.
"""

import re
import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from msgspec.structs import replace

from readnow.feeds.sixels import sixels
from readnow.model.picture import MAX_DOTS, Form, Picture, PictureFailed, PictureOutcome, Space
from readnow.text.pattern import pattern

if TYPE_CHECKING:
    from PIL.Image import Image, Transpose

MAX_PIXELS = 16_000_000
"""Pixels that are unpacked at most."""
MAX_PHOTOGRAPH = 64_000_000
"""Pixels that a JPEG may have: its decoder leaves out what a smaller picture does not need."""
MAX_SIXELS = 3_500_000
"""Bytes of sixels: they must fit into one frame."""

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
_TURNING = ("JPEG", "WEBP")
"""Formats in which cameras say how they were held."""
_ORIENTATION = 0x0112
_COLOURS = 255
_SIXEL_DOTS = 450_000
_SMALLER = 0.6
_LIGHT = 160
"""What is transparent is shown on white, unless the rest is lighter than this, of 255, on average."""
_WHITE, _DARK = (255, 255, 255), (24, 24, 24)
_GRADUAL = 3.0
"""A picture more than so many times too large is first made smaller roughly, then well."""

_SIGNATURES = pattern(rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|RIFF.{4}WEBP", re.DOTALL)
_KINDS = {
    "an SVG drawing": pattern(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!DOCTYPE\s+svg|<svg)\b", re.IGNORECASE),
    "an AVIF picture": pattern(rb".{4}ftypavi[fs]", re.DOTALL),
    "a HEIC picture": pattern(rb".{4}ftyp(?:hei[cx]|m[is]f1)", re.DOTALL),
    "a web page": pattern(rb"\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE),
}
"""What else is found where a picture should be."""
_HEADER = 1024
_DAMAGED = PictureFailed("the file is damaged or cut off")
_TOO_LARGE = PictureFailed("too large to show")
_NO_PILLOW = PictureFailed("Pillow is not installed")


def decode(body: bytes, space: Space, form: Form = Form.DOTS) -> PictureOutcome:
    """The picture in a file, at most as large as `space`. Loads Pillow; without it there is no picture."""
    try:
        from PIL import Image, UnidentifiedImageError
        from PIL import WebPImagePlugin as _  # noqa: F401 - not loaded, it would be looked for among forty
    except ImportError:
        return _NO_PILLOW
    Image.MAX_IMAGE_PIXELS = MAX_PHOTOGRAPH
    try:
        size = _size_of_webp(body)
        if size is not None and _is_too_large(size, MAX_PIXELS):
            return _refused(size)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(body), formats=_FORMATS) as image:
                if _is_too_large(image.size, MAX_PHOTOGRAPH if image.format == "JPEG" else MAX_PIXELS):
                    return _refused(image.size)
                return _picture(image, space, form)
    except UnidentifiedImageError:
        return _unknown(body[:_HEADER])
    except (MemoryError, Image.DecompressionBombError):
        return _TOO_LARGE
    except Exception:
        # A damaged file makes a decoder raise whatever its code happens to meet.
        return _DAMAGED


def _is_too_large(size: tuple[int, int], most: int) -> bool:
    return size[0] * size[1] > most


def _refused(size: tuple[int, int]) -> PictureFailed:
    return PictureFailed(f"{_TOO_LARGE.detail}: {size[0]:,} × {size[1]:,} pixels")


def _size_of_webp(body: bytes) -> tuple[int, int] | None:
    """What the header of a WebP says (RFC 9649): its decoder would take memory for that at once."""
    if body[:4] != b"RIFF" or body[8:12] != b"WEBP":
        return None
    kind = body[12:16]
    if kind == b"VP8X":
        return int.from_bytes(body[24:27], "little") + 1, int.from_bytes(body[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(body[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(body[26:28], "little") & 0x3FFF, int.from_bytes(body[28:30], "little") & 0x3FFF


_LYING = (5, 6, 7, 8)
"""Orientations in which width and height change places."""


def _picture(image: "Image", space: Space, form: Form) -> Picture:
    moving = bool(getattr(image, "is_animated", False))
    orientation = image.getexif().get(_ORIENTATION, 1) if image.format in _TURNING else 1
    width, height = image.size
    size = (height, width) if orientation in _LYING else (width, height)
    space = replace(space, most=min(space.most, MAX_DOTS))
    if form is Form.DOTS:
        dots = _scaled(image, space.fit(*size), orientation)
        return Picture(form, *dots.size, dots.tobytes(), size, moving)
    space = replace(space, most=min(space.most, _SIXEL_DOTS))
    dots = _scaled(image, space.fit(*size), orientation)
    while len(text := _sixels(dots)) > MAX_SIXELS:
        dots = dots.resize((max(1, int(dots.width * _SMALLER)), max(1, int(dots.height * _SMALLER))))
    return Picture(form, *dots.size, text, size, moving)


def _scaled(image: "Image", size: tuple[int, int], orientation: int) -> "Image":
    """The picture in these dots, upright, in true colour and nowhere transparent."""
    from PIL import Image, ImageStat

    stored = (size[1], size[0]) if orientation in _LYING else size
    image.draft("RGB", stored)
    if image.mode.startswith("I"):
        image = image.point(lambda value: value * (1 / 256)).convert("L")  # sixteen bits
    transparent = image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info
    dots = image.convert("RGBA" if transparent else "RGB")
    dots = dots.resize(stored, Image.Resampling.LANCZOS, reducing_gap=_GRADUAL)
    if transparent:
        alpha = dots.getchannel("A")
        shown = dots.convert("RGB")
        seen = ImageStat.Stat(shown.convert("L"), mask=alpha)
        is_light = seen.count[0] > 0 and seen.mean[0] > _LIGHT
        ground = Image.new("RGB", dots.size, _DARK if is_light else _WHITE)
        ground.paste(shown, mask=alpha)
        dots = ground
    turn = _turns().get(orientation)
    return dots if turn is None else dots.transpose(turn)


def _turns() -> "dict[int, Transpose]":
    """What brings a picture upright, by the orientation that its camera noted (Exif 2.32, tag 274)."""
    from PIL.Image import Transpose

    return {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }


def _sixels(dots: "Image") -> bytes:
    few = dots.quantize(_COLOURS)
    colours = few.getpalette() or []
    return sixels(few.tobytes(), few.width, list(zip(*[iter(colours)] * 3, strict=False)))


def _unknown(header: bytes) -> PictureFailed:
    """What is wrong with a file that no decoder knows."""
    if _SIGNATURES.match(header):
        return _DAMAGED
    kind = next((name for name, pattern in _KINDS.items() if pattern.match(header)), "something else")
    return PictureFailed(f"it is {kind}, not PNG, JPEG, GIF or WebP")
