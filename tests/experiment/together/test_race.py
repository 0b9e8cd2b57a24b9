"""The race: one start, one budget, and who leaves the finite numbers stays where they were."""

import numpy as np
import pytest

from visualnn.errors import InputError
from visualnn.experiment.together.race import LOST, Contestant, Race, relief, run_race, usual_race
from visualnn.nn.optim import OPTIMIZERS, SGD, Adam, Momentum
from visualnn.surfaces import SURFACES

BOWL = Race("bowl", (Contestant("slow", SGD(lr=0.1)), Contestant("wild", SGD(lr=5.0))), (3.0, 4.0))


@pytest.mark.parametrize("surface", SURFACES)
def test_that_all_contestants_start_from_the_same_point(surface):
    frame = run_race(usual_race(surface, tuple(OPTIMIZERS)))
    assert (frame.paths[0] == SURFACES[surface].start).all()
    assert len(set(frame.losses[0])) == 1
    assert frame.paths.shape == (501, len(OPTIMIZERS), 2)


@pytest.mark.parametrize("surface", SURFACES)
def test_that_losses_and_gradients_are_those_of_the_places(surface):
    frame = run_race(usual_race(surface))
    x, y = frame.paths[..., 0], frame.paths[..., 1]
    np.testing.assert_allclose(frame.losses, SURFACES[surface].value(x, y), rtol=1e-12)
    gradient = np.stack(SURFACES[surface].gradient(x, y), axis=-1)
    np.testing.assert_allclose(frame.gradients, gradient, rtol=1e-9, atol=1e-9)


def test_that_plain_descent_in_a_bowl_goes_straight_and_shrinks_by_its_factor():
    frame = run_race(BOWL)
    factor = 0.8 ** np.arange(501)
    np.testing.assert_allclose(frame.paths[:, 0], factor[:, None] * (3, 4), atol=1e-12)
    assert frame.losses[:2, 0] == pytest.approx([25, 16])


def test_that_every_contestant_runs_as_if_it_were_alone():
    contestants = tuple(
        Contestant(str(o), o) for o in (SGD(lr=0.002), Momentum(lr=0.001), Adam(lr=0.05))
    )
    together = run_race(Race("rosenbrock", contestants, (-1.0, 1.0), 200))
    for row, contestant in enumerate(contestants):
        alone = run_race(Race("rosenbrock", (contestant,), (-1.0, 1.0), 200))
        np.testing.assert_array_equal(together.paths[:, row], alone.paths[:, 0])


def test_that_a_race_gives_the_same_paths_every_time():
    race = usual_race("himmelblau", ("sgd", "adam"))
    assert (run_race(race).paths == run_race(race).paths).all()


def test_that_a_diverged_contestant_stays_where_it_was_last_and_the_others_go_on():
    frame = run_race(BOWL)
    step = frame.diverged_at[1]
    assert frame.diverged_at[0] == -1
    assert step > 0
    assert np.isfinite(frame.paths).all()
    assert np.isfinite(frame.losses).all()
    assert (frame.paths[step:, 1] == frame.paths[step - 1, 1]).all()
    assert (frame.losses[step:, 1] == frame.losses[step - 1, 1]).all()
    assert np.abs(frame.paths).max() <= LOST * 10
    assert np.abs(frame.paths[step - 1] * 9).max() > LOST * 10


@pytest.mark.parametrize(("formula", "start"), [("log(x)", (-1.0, 0.0)), ("sqrt(y)", (1.0, 0.0))])
def test_that_a_start_without_value_or_slope_is_refused_with_a_better_one(formula, start):
    with pytest.raises(InputError, match="for example") as refusal:
        Race(formula, BOWL.contestants, start, 5)
    x, y = str(refusal.value).rsplit("(", 1)[1].rstrip(").").split(",")
    Race(formula, BOWL.contestants, (float(x), float(y)), 5)


def test_that_a_race_on_a_formula_begins_where_it_has_a_value():
    race = usual_race("log(x) + y^2")
    assert race.start == (0.5, 3.0)
    assert (run_race(race).diverged_at != 0).all()


@pytest.mark.parametrize("start", [(1e200, 0.0), (0.0, -10_001.0)])
def test_that_a_start_that_counts_as_diverged_is_refused(start):
    with pytest.raises(InputError, match=r"1000 window widths .* x from -5 to 5"):
        Race("bowl", BOWL.contestants, start, 5)
    Race("bowl", BOWL.contestants, (0.0, -10_000.0), 5)


def test_that_the_saddle_without_a_lowest_value_is_left_by_name():
    contestants = (Contestant("Momentum", Momentum(lr=0.1)),)
    frame = run_race(Race("saddle", contestants, (0.0, 0.001), 2000))
    assert frame.diverged_at[0] > 0


def test_that_a_race_can_be_stopped_on_the_way():
    asked = []

    def stop():
        asked.append(True)
        return len(asked) == 2

    frame = run_race(Race("bowl", BOWL.contestants, (3.0, 4.0), 20_000), stop=stop)
    assert len(asked) == 2
    assert len(frame.paths) == len(frame.losses) == len(frame.gradients) < 20_000
    whole = run_race(Race("bowl", BOWL.contestants, (3.0, 4.0), 20_000))
    np.testing.assert_array_equal(frame.paths, whole.paths[: len(frame.paths)])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"surface": "rosenbrok"}, "did you mean 'rosenbrock'?"),
        ({"contestants": ()}, "at least one optimizer"),
        ({"contestants": BOWL.contestants * 2}, "give each a name of its own"),
        ({"start": (float("nan"), 0.0)}, "is not a point"),
        ({"start": (1.0,)}, "is not a point"),
        ({"start": (1.0, "b")}, "is not a point"),
        ({"start": "12"}, "is not a point"),
        ({"steps": 0}, "Race.steps is 0"),
        ({"steps": 30_000}, "choose a value from 1 to 20000"),
    ],
)
def test_that_a_race_that_cannot_be_run_is_refused(change, words):
    usual = {"surface": "bowl", "contestants": BOWL.contestants, "start": (1.0, 1.0)}
    with pytest.raises(InputError) as refusal:
        Race(**(usual | change))
    assert words in str(refusal.value)


def test_that_an_unknown_contestant_is_refused_with_a_suggestion():
    with pytest.raises(InputError, match="did you mean 'momentum'"):
        usual_race("bowl", ("momentun",))


def test_that_a_relief_has_its_rows_from_below_and_its_columns_from_the_left():
    picture = relief("rosenbrock", (-2.0, 2.0, -1.0, 3.0), 5)
    surface = SURFACES["rosenbrock"]
    assert picture.values.shape == (5, 5)
    assert picture.values[0, 0] == surface.value(-2.0, -1.0)
    assert picture.values[0, 4] == surface.value(2.0, -1.0)
    assert picture.values[4, 0] == surface.value(-2.0, 3.0)
    assert picture.floor == 0
    assert picture.minima.tolist() == [[1, 1]]


FORMULA = "x^2 + 3*y^2"


def test_that_a_race_on_a_formula_is_the_race_on_that_function():
    usual = usual_race(FORMULA, tuple(OPTIMIZERS))
    assert usual.start == (-3.0, 3.0)
    frame = run_race(usual)
    x, y = frame.paths[..., 0], frame.paths[..., 1]
    np.testing.assert_allclose(frame.losses, x**2 + 3 * y**2, rtol=1e-12)
    assert (frame.diverged_at == -1).all()
    assert (frame.losses[-1] < frame.losses[0]).all()
    contestants = (Contestant("sgd", SGD(lr=0.05)),)
    typed = run_race(Race("x^2 + y^2", contestants, (1.0, 2.0), 50))
    built_in = run_race(Race("bowl", contestants, (1.0, 2.0), 50))
    np.testing.assert_allclose(typed.paths, built_in.paths, rtol=1e-13)


def test_that_a_relief_of_a_formula_claims_no_minima():
    picture = relief(FORMULA, (-2.0, 2.0, -1.0, 3.0), 5)
    assert picture.surface == FORMULA
    assert picture.values[4, 0] == 4 + 27
    assert (len(picture.minima), picture.floor) == (0, -np.inf)


@pytest.mark.parametrize(
    ("surface", "words"), [("", "is empty"), ("x^", "cannot be read"), ("0/0", "no finite value")]
)
def test_that_a_race_on_a_bad_formula_is_refused(surface, words):
    with pytest.raises(InputError, match=words):
        usual_race(surface)
    with pytest.raises(InputError, match=words):
        relief(surface, (-1.0, 1.0, -1.0, 1.0), 3)
