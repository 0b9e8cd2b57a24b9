from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt

from visualnn.specs import choice, flag, integer, number
from visualnn.ui.widgets.choice import ChoiceRow
from visualnn.ui.widgets.slider import NumberRow
from visualnn.ui.widgets.slim_slider import SlimSlider
from visualnn.ui.widgets.spec_form import SpecForm
from visualnn.ui.widgets.switch import FlagRow, Switch


@dataclass(frozen=True, slots=True)
class Momentum:
    name: str = "m"
    lr: float = number(0.03, 1e-5, 10, label="Learning rate", scale="log")
    beta: float = number(0.9, 0, 0.999, label="Momentum", symbol="β")
    batch: int = integer(32, 1, 100, label="Batch size")
    rule: str = choice("leaky_relu", lambda: ("relu", "leaky_relu"), label="Activation")
    nesterov: bool = flag(False, label="Nesterov", idea="Look ahead.")


@dataclass(frozen=True, slots=True)
class Plain:
    lr: float = number(0.1, 0, 1, label="Learning rate")


@pytest.fixture
def form(qtbot) -> SpecForm:
    form = SpecForm(Momentum)
    qtbot.addWidget(form)
    return form


def test_that_the_kind_of_a_field_decides_its_control(form):
    kinds = {name: type(row) for name, row in form.rows.items()}
    assert kinds == {
        "lr": NumberRow, "beta": NumberRow, "batch": NumberRow,
        "rule": ChoiceRow, "nesterov": FlagRow,
    }  # fmt: skip


def test_that_order_and_skip_decide_the_rows(qtbot):
    form = SpecForm(Momentum, order=("beta", "lr", "name"), skip=("lr",))
    qtbot.addWidget(form)
    assert list(form.rows) == ["beta"]


def test_that_values_are_shown_in_silence(form, qtbot):
    shown = Momentum(lr=0.5, beta=0.5, batch=7, rule="relu", nesterov=True)
    with qtbot.assertNotEmitted(form.edited), qtbot.assertNotEmitted(form.committed):
        form.set_values(shown)
    assert {name: row.value for name, row in form.rows.items()} == {
        "lr": 0.5, "beta": 0.5, "batch": 7, "rule": "relu", "nesterov": True,
    }  # fmt: skip


def test_that_a_slider_says_which_field_and_commits_once(form, qtbot):
    edits, commits = [], []
    form.edited.connect(lambda *edit: edits.append(edit))
    form.committed.connect(lambda: commits.append(1))
    qtbot.keyClick(form.rows["batch"].findChild(SlimSlider), Qt.Key.Key_Right)
    assert edits == [("batch", 33)]
    assert len(commits) == 1


def test_that_a_switch_says_its_field_before_it_commits(form, qtbot):
    said = []
    form.edited.connect(lambda *edit: said.append(edit))
    form.committed.connect(lambda: said.append("committed"))
    form.rows["nesterov"].findChild(Switch).click()
    assert said == [("nesterov", True), "committed"]


def test_that_another_type_makes_other_rows(form):
    form.set_values(Plain(lr=0.2))
    assert list(form.rows) == ["lr"]
    assert form.rows["lr"].value == 0.2
