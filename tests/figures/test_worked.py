import numpy as np
import pytest

from visualnn.experiment.explain import Names, OfExample, Place, explain, stages
from visualnn.figures.decimals import decimals_text, short_text, signed_text
from visualnn.figures.unit_marks import unit_mark
from visualnn.figures.worked import Sheet
from visualnn.figures.worked_tables import known_table, parameter_table


@pytest.fixture
def sheet():
    e = explain(OfExample())
    return Sheet(e, stages(e, brief=True), 0, Names(e), selected=Place("w", 2, 0, 0))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.44498412, 4, "0.4450"),
        (-0.5, 2, "−0.50"),
        (1e-9, 8, "1.00·10⁻⁹"),
        (0.0, 4, "0.0000"),
        (float("nan"), 4, "not a number"),
    ],
)
def test_that_a_number_too_small_for_its_decimals_is_written_in_powers_of_ten(
    value, decimals, text
):
    assert decimals_text(value, decimals) == text


def test_that_short_numbers_keep_what_tells_them_apart():
    assert [short_text(v, 2) for v in (0.3, 0.43703857, -1.0)] == ["0.30", "0.437", "−1.00"]
    assert short_text(0.1) == "0.1"
    assert signed_text(0.04985, 4) == "+0.0498"
    assert signed_text(-0.04985, 4) == "−0.0498"


def test_that_a_stage_reveals_and_marks_and_keeps_what_was_known(sheet):
    seen = [unit_mark(sheet.edited(index=i), 1, 0) for i in range(4)]
    assert [mark.known for mark in seen] == [False, True, True, True]
    assert [mark.value for mark in seen] == ["", "", "0.5200", "0.5200"]
    assert [mark.fresh for mark in seen] == [False, True, True, False]


def test_that_the_weights_are_new_once_the_update_is_known(sheet):
    place = Place("w", 2, 0, 0)
    assert sheet.label(place).endswith("= 0.45")
    assert sheet.edited(index=10).label(place).endswith("= 0.4370")


def test_that_what_is_to_be_predicted_is_hidden(sheet):
    place = Place("a", 1, 0)
    shown = sheet.edited(index=2, hidden=frozenset({place}))
    assert unit_mark(shown, 1, 0).value == "?"
    assert unit_mark(shown, 1, 1).value == "0.5275"


def test_that_symbols_stand_without_numbers_and_numbers_without_symbols(sheet):
    place = Place("w", 1, 0, 0)
    assert sheet.edited(mode="symbols").label(place) == "w₁"
    assert sheet.edited(mode="numbers").label(place) == "0.30"


def test_that_the_table_of_parameters_is_in_reading_order(sheet):
    table = parameter_table(sheet)
    assert np.allclose(table.columns["value"], [0.3, 0.25, 0.4, 0.35, 0.45, 0.4, 0.7, 0.6])


def test_that_only_what_is_known_is_exported(sheet):
    assert len(known_table(sheet).columns["value"]) == 4
    assert len(known_table(sheet.edited(index=10)).columns["value"]) > 20


def test_that_the_neighbor_of_the_last_weight_is_the_first(sheet):
    last = sheet.edited(selected=Place("w", 2, 1, 1))
    assert last.neighbor(1) == Place("w", 1, 0, 0)
    assert sheet.neighbor(-1) == Place("w", 1, 1, 1)


def test_that_a_slope_stands_beside_its_weight_at_its_own_stage_only(sheet):
    place, stage = Place("w", 2, 0, 0), 7
    assert sheet.edited(index=stage).slope_label(place) == "∂E/∂w = +0.0259"
    assert sheet.edited(index=stage, mode="numbers").slope_label(place) == "+0.0259"
    assert sheet.edited(index=stage, hidden=frozenset({place})).slope_label(place).endswith("?")
    assert [sheet.edited(index=at).slope_label(place) for at in (stage - 1, stage + 1)] == ["", ""]
    assert sheet.edited(index=stage).slope_label(Place("w", 1, 0, 0)) == ""
