"""Race three optimizers down Rosenbrock's banana valley from one start."""

import numpy as np

import visualnn as vnn

surface = vnn.SURFACES["rosenbrock"]
race = vnn.Race(
    surface="rosenbrock",
    contestants=tuple(
        vnn.Contestant(key, vnn.OPTIMIZERS[key](lr=surface.rates[key]))
        for key in ("sgd", "momentum", "adam")
    ),
    start=surface.start,
    steps=1000,
)
frame = vnn.run_race(race)

for name, place, loss in zip(frame.contestants, frame.paths[-1], frame.losses[-1], strict=True):
    distance = np.linalg.norm(surface.minima - place, axis=1).min()
    print(f"{name:10} loss {loss:.2e}, distance to the minimum {distance:.3f}")
