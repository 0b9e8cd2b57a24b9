"""Optimizers in a team move as they do alone."""

from typing import final

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from visualnn.experiment.together.population import Population
from visualnn.experiment.together.race import Contestant, Race, run_race
from visualnn.nn.calls import run
from visualnn.nn.optim import OPTIMIZERS, SGD, Optimizer
from visualnn.nn.optim.team import Team
from visualnn.nn.optim.transform import Transform
from visualnn.specs import specs_of


def numbers_of(key):
    """Return optimizers of this kind with any legal hyper-parameters."""
    specs = specs_of(OPTIMIZERS[key])
    return st.builds(
        OPTIMIZERS[key],
        **{name: st.floats(spec.low, spec.high) for name, spec in specs.items()},
    )


ANY = st.sampled_from(list(OPTIMIZERS)).flatmap(numbers_of)


@settings(max_examples=60, deadline=None)
@given(optimizers=st.lists(ANY, min_size=1, max_size=8), seed=st.integers(0, 99))
def test_that_each_member_moves_as_if_it_were_alone_to_the_last_bit(optimizers, seed):
    rng = np.random.default_rng(seed)
    theta = np.tile(rng.normal(size=2), (len(optimizers), 1))
    alone = [Population(theta[:1], [optimizer]) for optimizer in optimizers]
    team = Team(theta, optimizers)
    assert team.is_complete
    for _ in range(12):
        team.gradient[...] = rng.normal(size=2) * 10.0 ** rng.integers(-9, 9)
        run(team.update_calls)
        for row, single in enumerate(alone):
            single.gradient[...] = team.gradient[0]
            single.update()
            np.testing.assert_array_equal(theta[row], single.theta[0])


def test_that_a_long_run_stays_equal_for_every_optimizer():
    optimizers = [cls(lr=0.01) for cls in OPTIMIZERS.values()]
    contestants = tuple(Contestant(o.key, o) for o in optimizers)
    frame = run_race(Race("rosenbrock", contestants, (-1.5, 2.0), 400))
    for row, optimizer in enumerate(optimizers):
        single = Population(frame.paths[0, :1], [optimizer])
        for step in range(400):
            single.gradient[0] = frame.gradients[step, row]
            single.update()
            if frame.diverged_at[row] >= 0:
                break
            np.testing.assert_array_equal(frame.paths[step + 1, row], single.theta[0])


@final
class Backwards(Transform):
    """A link that nobody told how to join a team."""

    title, formula = "backwards", "u ← −u"

    def lay(self, link):
        return [lambda: np.negative(link.source, link.target)]


class Climber(Optimizer):
    key, title, formula = "climber", "Climber", "θ ← θ + η·g"

    def directions(self):
        return (Backwards(),)


def test_that_a_race_takes_optimizers_that_cannot_join():
    contestants = (Contestant("up", Climber(lr=0.1)), Contestant("down", SGD(lr=0.1)))
    frame = run_race(Race("bowl", contestants, (1.0, 1.0), 3))
    np.testing.assert_allclose(frame.paths[:, 0, 0], 1.2 ** np.arange(4))
    np.testing.assert_allclose(frame.paths[:, 1, 0], 0.8 ** np.arange(4))
