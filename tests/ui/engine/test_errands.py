"""What is asked of the engine beside its training: one of a kind at a time, the latest wish."""

from dataclasses import replace

import numpy as np
import pytest

from visualnn.experiment.explain import OfExample
from visualnn.experiment.frames import NetworkRaceFrame
from visualnn.experiment.messages import (
    Explain,
    Failed,
    NetworkRacing,
    RaceNetwork,
    RaceOn,
    StopRace,
)
from visualnn.experiment.survey import Survey
from visualnn.experiment.together.lineup import usual_lineup
from visualnn.ui.engine import errands as module
from visualnn.ui.engine.errands import Errands

SURVEY = Survey(plane="pca", resolution=41)
LINEUPS = [replace(usual_lineup(), steps=steps) for steps in (100, 200, 300)]
NOTHING = np.zeros((1, 0))
PLANE = ("pca", ("u", "v"), None, (0.0, 1.0, 0.0, 1.0), NOTHING)
FRAME = NetworkRaceFrame(7, (), (), np.zeros(1), *(NOTHING,) * 5, np.zeros(0), *PLANE)


@pytest.fixture
def sent():
    return []


@pytest.fixture
def errands(qapp, sent):
    return Errands(sent.append, lambda: None, lambda: 7, lambda: 8)


def wish(errands, lineup):
    errands.race_network(lineup, SURVEY)
    errands.send_due()


def test_that_while_a_race_is_under_way_the_latest_wish_waits(errands, sent):
    for lineup in LINEUPS:
        wish(errands, lineup)
    assert sent == [RaceNetwork(7, LINEUPS[0], SURVEY)]
    assert errands.deliver(FRAME)
    errands.send_due()
    assert sent[1:] == [RaceNetwork(7, LINEUPS[2], SURVEY)]


def test_that_a_race_that_takes_long_gives_way_to_a_newer_wish(errands, sent, monkeypatch):
    wish(errands, LINEUPS[0])
    monkeypatch.setattr(module, "LONG", -1.0)
    wish(errands, LINEUPS[1])
    assert sent[-1] == StopRace()
    said = []
    errands.network_unraced.connect(said.append)
    assert errands.give_up(Failed(sent[0], ""))
    assert said == []
    errands.send_due()
    assert sent[-1] == RaceNetwork(7, LINEUPS[1], SURVEY)


def test_that_a_race_gives_way_to_a_wish_from_before_it_took_long(errands, sent, monkeypatch):
    wish(errands, LINEUPS[0])
    wish(errands, LINEUPS[1])
    errands.deliver(NetworkRacing(1, 9))
    errands.send_due()
    assert sent[1:] == [RaceOn()]
    monkeypatch.setattr(module, "LONG", -1.0)
    errands.deliver(NetworkRacing(2, 9))
    errands.send_due()
    assert sent[2:] == [StopRace()]


def test_that_a_race_under_way_is_asked_how_far_it_is(errands, sent, qtbot):
    wish(errands, LINEUPS[0])
    with qtbot.waitSignal(errands.network_racing):
        assert errands.deliver(NetworkRacing(1, 2))
    errands.send_due()
    assert sent[1:] == [RaceOn()]
    errands.send_due()
    assert sent[1:] == [RaceOn()]


def test_that_nothing_is_raced_after_a_cancel(errands, sent, qtbot):
    wish(errands, LINEUPS[0])
    wish(errands, LINEUPS[1])
    errands.stop_network_race()
    with qtbot.waitSignal(errands.network_unraced) as said:
        assert errands.give_up(Failed(sent[0], ""))
    errands.send_due()
    assert said.args == [""]
    assert sent[1:] == [StopRace()]
    assert not errands.busy


def test_that_a_race_that_was_lost_with_the_engine_is_run_by_the_next(errands, sent):
    wish(errands, LINEUPS[0])
    errands.deliver(NetworkRacing(1, 2))
    errands.again()
    errands.send_due()
    assert sent == [RaceNetwork(7, LINEUPS[0], SURVEY)] * 2


def test_that_a_reply_about_the_training_is_left_to_others(errands):
    assert not errands.deliver(Failed(RaceOn(), ""))


def test_that_the_network_is_explained_that_will_be_on_show(errands, sent):
    errands.explain(OfExample())
    errands.send_due()
    assert sent == [Explain(8, OfExample())]


def test_that_of_an_explanation_of_a_run_that_is_gone_nothing_is_said(errands):
    assert errands.give_up(Failed(Explain(6, OfExample()), "Nothing."))
    assert not errands.give_up(Failed(Explain(7, OfExample()), "Nothing."))
