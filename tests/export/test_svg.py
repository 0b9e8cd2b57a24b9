"""The scene writer: what comes out is XML, whatever text goes in."""

from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visualnn.export import svg
from visualnn.export.markers import _POLYGONS, marker
from visualnn.export.raster import png

SHAPES = ["circle", "star", "plus", "cross", *_POLYGONS]


@given(st.text())
def test_that_any_text_makes_well_formed_xml(words):
    root = svg.picture(10, 10, words, "#ffffff")
    svg.add(root, "text", words, fill=words)
    ET.fromstring(svg.markup(root))


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"], max_codepoint=0xFFFD), min_size=1))
def test_that_text_arrives_as_it_was(words):
    root = svg.picture(10, 10, "", "#ffffff")
    svg.add(root, "text", words)
    (found,) = ET.fromstring(svg.markup(root)).iter("{http://www.w3.org/2000/svg}text")
    assert found.text == words


@given(st.floats(-1e6, 1e6))
def test_that_a_coordinate_is_right_to_a_hundredth(value):
    text = svg.write(value)
    assert abs(float(text) - value) <= 0.00501
    assert text != "-0"


def test_that_a_point_that_is_not_finite_breaks_the_line():
    points = np.array([(0, 0), (1, 1), (np.nan, 2), (3, 3), (4, np.inf), (5, 5)])
    assert svg.polyline(points) == "M0 0 L1 1 M3 3 M5 5"


@pytest.mark.parametrize("shape", SHAPES)
def test_that_every_marker_can_be_drawn(shape):
    root = svg.picture(20, 20, shape, "#ffffff")
    empty = png(root)
    svg.add(root, "path", d=marker(shape, 10, 10, 5), fill="#000000")
    assert png(root) != empty
