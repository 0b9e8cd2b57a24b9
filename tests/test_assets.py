"""Every file that the program brings along is there and can be read."""

import io
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
import resvg_py
from PIL import Image
from PySide6.QtGui import QRawFont

from visualnn import assets
from visualnn.errors import WorkError

ICONS = [
    "app", "play", "pause", "step-forward", "step-back", "reset", "reseed", "export", "theme",
    "undo", "redo", "folder", "close", "warning", "check", "info", "chevron-down", "keyboard",
    "pencil", "move", "erase", "clear",
    "plus", "minus", "image", "table", "eye", "more", "save", "step-epoch",
    "play-back", "play-forward", "best", "fork", "compare", "layer-add", "layer-remove",
]  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}svg"
WEIGHTS = ["Regular", "Medium", "SemiBold", "Bold"]
SIGNS = "ηβλαγδεθμρσΔΣ∂√∞×÷±−·½≈≠≤≥→←↑↓ŷ₀₁₂₃ᵢⱼ⁰¹²³⁻ⁿ"


def alpha(icon: Path, size: int = 32) -> Image.Image:
    """Return how opaque each pixel of the drawn icon is."""
    png = resvg_py.svg_to_bytes(svg_path=str(icon), width=size, height=size)
    return Image.open(io.BytesIO(bytes(png))).getchannel("A")


def test_that_a_missing_file_is_named_with_its_place():
    with pytest.raises(WorkError, match=r"icons/unicorn\.svg is missing from .*resources"):
        assets.path("icons/unicorn.svg")


def test_that_a_wheel_prefers_the_resources_inside_the_package(tmp_path: Path, monkeypatch):
    inside, beside = tmp_path / "inside", tmp_path / "beside"
    for place in (inside, beside):
        place.mkdir()
        (place / "note.txt").write_text(place.name)
    monkeypatch.setattr(assets, "PLACES", (inside, beside))
    assert assets.path("note.txt").read_text() == "inside"


def test_that_a_checkout_finds_the_resources_beside_the_package(tmp_path: Path, monkeypatch):
    beside = tmp_path / "beside"
    beside.mkdir()
    (beside / "note.txt").touch()
    monkeypatch.setattr(assets, "PLACES", (tmp_path / "inside", beside))
    assert assets.path("note.txt") == beside / "note.txt"


def test_that_the_icons_are_those_that_are_named_here():
    assert {file.stem for file in assets.path("icons").glob("*.svg")} == set(ICONS)


@pytest.mark.parametrize("name", ICONS)
def test_that_an_icon_is_drawn_on_the_sixteen_unit_grid(name: str):
    root = ElementTree.parse(assets.path(f"icons/{name}.svg")).getroot()
    assert root.tag == SVG
    assert root.get("viewBox") == "0 0 16 16"


@pytest.mark.parametrize("name", [name for name in ICONS if name != "app"])
def test_that_an_icon_has_no_color_but_the_one_the_theme_replaces(name: str):
    text = assets.path(f"icons/{name}.svg").read_text(encoding="utf-8")
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', text)) <= {"none", "#000"}
    assert "#000" in text


@pytest.mark.parametrize("name", ICONS)
def test_that_an_icon_leaves_ink_and_is_not_clipped(name: str):
    ink = alpha(assets.path(f"icons/{name}.svg"))
    left, top, right, bottom = ink.getbbox()
    assert ink.getextrema()[1] > 200
    assert min(left, top) > 0
    assert max(right, bottom) < 32


def test_that_the_window_icon_is_a_picture_of_the_drawn_one():
    picture = Image.open(assets.path("icons/app.png")).getchannel("A")
    assert picture.size == (256, 256)
    assert picture.tobytes() == alpha(assets.path("icons/app.svg"), 256).tobytes()


@pytest.mark.parametrize("weight", WEIGHTS)
def test_that_the_typeface_has_the_signs_of_the_formulas(qapp, weight: str):
    font = QRawFont(str(assets.path(f"fonts/Inter-{weight}.ttf")), 13.0)
    assert font.familyName().startswith("Inter")
    assert [sign for sign in SIGNS if not font.supportsCharacter(ord(sign))] == []


@pytest.mark.parametrize("weight", WEIGHTS)
def test_that_the_typeface_can_set_figures_in_columns(weight: str):
    assert b"tnum" in assets.path(f"fonts/Inter-{weight}.ttf").read_bytes()


def test_that_the_licence_of_the_fonts_lies_beside_them():
    text = assets.path("fonts/OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text
