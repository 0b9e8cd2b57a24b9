import numpy as np

from visualnn.experiment.explain import OfSample, answer, explain
from visualnn.experiment.frames import Wants
from visualnn.experiment.frames.framing import Camera
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import Experiment
from visualnn.experiment.training import Training
from visualnn.figures.maps import winners


def explanation(data, index):
    training = Training(resolve(Experiment(data=data, hidden=(4,), samples=60)))
    training.advance(50)
    return explain(OfSample(index), training)


def test_that_of_several_outputs_the_largest_names_the_class():
    e = explanation("iris", 0)
    found = answer(e)
    assert found.share == max(e.before.a[-1][0])
    assert found.predicted == e.before.a[-1][0].tolist().index(found.share)


def test_that_of_one_output_half_is_the_border():
    shares = [answer(explanation("moons", index)) for index in range(6)]
    assert all(found.share >= 0.5 for found in shares)
    assert {found.target for found in shares} == {0, 1}


def test_that_a_half_is_the_class_that_accuracy_and_map_take_it_for():
    training = Training(resolve(Experiment(data="moons", hidden=(2,), init="zeros")))
    frame = Camera(training.plan).frame(training, Wants(boundary=4, outcomes=True))
    assert (frame.boundary == 0.5).all()
    counted = np.flatnonzero(frame.outcomes.confusion[0].sum(axis=0)).tolist()
    drawn = np.unique(winners(frame.boundary)).tolist()
    assert [answer(explain(OfSample(0), training)).predicted] == counted == drawn


def test_that_a_target_by_index_is_the_class_itself():
    e = explanation("iris", 3)
    assert answer(e).target == (int(e.y[0, 0]) if e.y.shape[1] == 1 else int(e.y[0].argmax()))
