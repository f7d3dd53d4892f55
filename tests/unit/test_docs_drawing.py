"""Pictures of the screen: the same lines give the same picture, and every word stands at its cell."""

import asyncio
import xml.etree.ElementTree as ET

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from docs.drawing import CELL, picture
from docs.gallery import SCENES, SIZES, THEMES, draw, drawn, file_name, page

SVG = "{http://www.w3.org/2000/svg}"


def drawing(*segments: Segment, size: tuple[int, int] = (20, 1)) -> ET.Element:
    """The picture of one line."""
    return ET.fromstring(picture([Strip(segments)], size, "A line"))


def test_words_stand_at_their_cells() -> None:
    root = drawing(Segment("  漢字 and"), Segment(" more <b>", Style(bold=True, color="#ff0000")))
    words = {text.text: text.attrib for text in root.iter(f"{SVG}text")}
    assert list(words) == ["漢字", "and", "more", "<b>"]
    assert float(words["漢字"]["x"]) == round(2 * CELL, 2)
    assert float(words["漢字"]["textLength"]) == round(4 * CELL, 2)
    assert float(words["and"]["x"]) == round(7 * CELL, 2)
    assert words["more"]["fill"] == "#ff0000"
    assert words["more"]["font-weight"] == "700"


def test_rules_bars_and_grounds_are_shapes() -> None:
    root = drawing(Segment("│ ──▎▃ "), Segment("x", Style(reverse=True)), Segment("y", Style(underline=True)))
    assert [text.text for text in root.iter(f"{SVG}text")] == ["x", "y"]
    rects = [rect.attrib for rect in root.iter(f"{SVG}rect")][2:]
    assert [float(rect["x"]) for rect in rects if rect["width"] == "8.4"] == [round(7 * CELL, 1)]
    assert len(rects) == 4  # the reversed cell, the rule, the bar of a quotation, the bar of a number
    assert len(list(root.iter(f"{SVG}path"))) == 2


def test_there_are_pictures_of_every_scene_in_every_size_and_theme() -> None:
    for scene in SCENES:
        assert all(drawn(scene, size, THEMES[0]) for size in SIZES)
        assert all(drawn(scene, SIZES[1], theme) for theme in THEMES)
        assert file_name(scene, SIZES[1], THEMES[0]) in page()


def test_drawn_twice_they_are_the_same() -> None:
    lists = [scene for scene in SCENES if scene.name in ("lists", "first-run")]
    first = asyncio.run(draw(lists, SIZES[:1]))
    again = asyncio.run(draw(lists, SIZES[:1]))
    assert first == again
    assert "127.0.0.1" not in "".join(first.values())
    assert len(first) == len(THEMES) + 1
