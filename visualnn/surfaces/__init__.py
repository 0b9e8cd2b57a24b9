"""Functions of two parameters, with gradient and Hessian.

A new one is a file here that enters a `Surface` in `SURFACES`, imported below.
`find` takes a surface's key or a typed-in formula.
"""

# The files are imported in the order in which a person is shown their surfaces.
# isort: off
from visualnn.surfaces.surface import FORMULA, SURFACES, USUAL_START, Surface, find
from visualnn.surfaces import quadratics, rosenbrock, beale, himmelblau, rastrigin
from visualnn.surfaces import ackley, six_hump_camel, styblinski_tang
# isort: on

FILES = (
    quadratics,
    rosenbrock,
    beale,
    himmelblau,
    rastrigin,
    ackley,
    six_hump_camel,
    styblinski_tang,
)
"""The modules that entered their surfaces in `SURFACES`."""

__all__ = ["FILES", "FORMULA", "SURFACES", "USUAL_START", "Surface", "find"]
