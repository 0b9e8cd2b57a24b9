"""Which generations count as one run."""

from visualnn.experiment.spec import Experiment
from visualnn.ui.engine.runs import Runs

FIRST, SECOND = Experiment(seed=1), Experiment(seed=2)


def test_that_a_run_that_comes_back_is_the_run_that_gave_way():
    runs = Runs()
    runs.leave(FIRST, 1, running=True)
    runs.leave(SECOND, 2, running=False)
    assert runs.come_back(FIRST, 3)
    assert (runs.of(3), runs.of(2)) == (1, 2)
    runs.leave(FIRST, 3, running=False)
    assert not runs.come_back(FIRST, 4)  # it was held
    assert runs.of(4) == 1


def test_that_a_run_that_is_kept_no_more_is_another():
    runs = Runs()
    runs.leave(FIRST, 1, running=True)
    runs.come_back(FIRST, 3)
    runs.begin(3)
    assert runs.of(3) == 3
    runs.lose()
    runs.come_back(FIRST, 4)
    assert runs.of(4) == 4
