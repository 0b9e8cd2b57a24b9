"""The same work done by PyTorch, in the ways that people write it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import cycle, pairwise
from typing import Any

from visualnn.bench.planes import PlaneWork
from visualnn.bench.steps import Work

OPTIMIZERS: dict[str, tuple[str, dict[str, Any]]] = {
    "sgd": ("SGD", {}),
    "momentum": ("SGD", {"momentum": 0.9}),
    "nesterov": ("SGD", {"momentum": 0.9, "nesterov": True}),
    "adagrad": ("Adagrad", {}),
    "rmsprop": ("RMSprop", {}),
    "adam": ("Adam", {}),
    "adamw": ("AdamW", {}),
    "nadam": ("NAdam", {}),
    "adamax": ("Adamax", {}),
    "adadelta": ("Adadelta", {}),
}
"""Our key → the class in ``torch.optim`` and its arguments besides the learning rate."""


@cache
def torch() -> Any:
    """Return PyTorch, or None where it is not installed."""
    return import_module("torch") if find_spec("torch") else None


def version() -> str | None:
    """Return PyTorch's version, or None where it is not installed."""
    return str(torch().__version__) if torch() else None


@contextmanager
def threads(count: int) -> Iterator[None]:
    """Let PyTorch use so many threads meanwhile."""
    module = torch()
    before = module.get_num_threads() if module else 0
    if module:
        module.set_num_threads(count)
    try:
        yield
    finally:
        if module:
            module.set_num_threads(before)


def step(work: Work) -> Callable[[], object]:
    """Return an eager training step with the next batch, which returns its loss."""
    x, y = _samples(work)
    model, loss_of = _model(work), _loss(work)
    optimizer = _optimizer(work.optimizer, model.parameters(), 1e-3)
    starts = cycle(range(0, len(x), work.batch))

    def take() -> object:
        start = next(starts)
        rows = slice(start, start + work.batch)
        optimizer.zero_grad()
        loss = loss_of(model(x[rows]), y[rows])
        loss.backward()
        optimizer.step()
        return loss.item()

    return take


def vmap_step(work: Work) -> Callable[[], None]:
    """Return a step of all the networks together, by ``torch.func.vmap`` over their parameters."""
    func, (x, y) = torch().func, _samples(work)
    models, loss_of = [_model(work) for _ in range(work.networks)], _loss(work)
    parameters, _ = func.stack_module_state(models)
    optimizer = _optimizer(work.optimizer, parameters.values(), 1e-3)

    def loss(own: dict[str, Any], x: Any, y: Any) -> Any:
        return loss_of(func.functional_call(models[0], own, (x,)), y)

    gradients = func.vmap(func.grad(loss), in_dims=(0, None, None))
    starts = cycle(range(0, len(x), work.batch))

    def take() -> None:
        start = next(starts)
        rows = slice(start, start + work.batch)
        own = {name: value.detach() for name, value in parameters.items()}
        for name, gradient in gradients(own, x[rows], y[rows]).items():
            parameters[name].grad = gradient
        optimizer.step()

    return take


def scan_by_points(plane: PlaneWork) -> Callable[[], None]:
    """Return a scan that puts every point's parameters into the model, one after the other.

    Tensor by tensor, as the published code of Li et al. (2018) sets its weights.
    """
    module, model, loss_of = torch(), _model(plane.work), _loss(plane.work)
    x, y, vectors, places = _plane(plane)
    shapes = [value.shape for value in model.parameters()]
    sizes = [shape.numel() for shape in shapes]
    weights, first, second = (
        [part.view(shape) for part, shape in zip(vector.split(sizes), shapes, strict=True)]
        for vector in vectors
    )

    def take() -> None:
        with module.no_grad():
            for u, v in places.tolist():
                changes = [d1 * u + d2 * v for d1, d2 in zip(first, second, strict=True)]
                parts = zip(model.parameters(), weights, changes, strict=True)
                for parameter, weight, change in parts:
                    parameter.data = weight + change
                loss_of(model(x), y).item()

    return take


def scan_by_vmap(plane: PlaneWork, points: int = 128) -> Callable[[], None]:
    """Return a scan that evaluates chunks of points together, by ``torch.func.vmap``."""
    module, model, loss_of = torch(), _model(plane.work), _loss(plane.work)
    x, y, vectors, places = _plane(plane)
    shapes = {name: value.shape for name, value in model.named_parameters()}
    ends = module.tensor([shape.numel() for shape in shapes.values()]).cumsum(0)[:-1]

    def loss(theta: Any) -> Any:
        parts = theta.tensor_split(tuple(ends.tolist()))
        own = {n: p.view(shapes[n]) for n, p in zip(shapes, parts, strict=True)}
        return loss_of(module.func.functional_call(model, own, (x,)), y)

    losses = module.func.vmap(loss)

    def take() -> None:
        with module.no_grad():
            for chunk in places.split(points):
                losses(vectors[0] + chunk @ vectors[1:])

    return take


def rosenbrock(keys: list[str], start: tuple[float, float], steps: int) -> Callable[[], None]:
    """Return a race of ``torch.optim``'s optimizers on Rosenbrock's function, one by one.

    Place, gradient and loss of every step are recorded, as in ours.
    """
    module = torch()

    def take() -> None:
        for key in keys:
            place = module.tensor(start, dtype=module.float64, requires_grad=True)
            optimizer, record = _optimizer(key, [place], 1e-4), []
            for _ in range(steps):
                optimizer.zero_grad()
                x, y = place
                loss = (1 - x) ** 2 + 100 * (y - x * x) ** 2
                loss.backward()
                record.append((place.tolist(), place.grad.tolist(), loss.item()))
                optimizer.step()

    return take


def _optimizer(key: str, parameters: Any, rate: float) -> Any:
    name, arguments = OPTIMIZERS[key]
    return getattr(torch().optim, name)(parameters, lr=rate, **arguments)


def _model(work: Work) -> Any:
    """Return the network up to its logits; the losses below read those."""
    nn, layers = torch().nn, []
    for fan_in, fan_out in pairwise(work.sizes):
        bend = {"tanh": nn.Tanh, "relu": nn.ReLU}[work.hidden]
        layers += [nn.Linear(fan_in, fan_out, dtype=getattr(torch(), work.dtype)), bend()]
    return nn.Sequential(*layers[:-1])


def _loss(work: Work) -> Any:
    functional = torch().nn.functional
    return {
        "binary_crossentropy": functional.binary_cross_entropy_with_logits,
        "categorical_crossentropy": functional.cross_entropy,
        "mse": functional.mse_loss,
    }[work.loss]


def _samples(work: Work, rows: int = 0) -> tuple[Any, Any]:
    """Return the samples as tensors; classes as indices, which PyTorch is quickest with."""
    x, y = map(torch().from_numpy, work.samples(rows))
    return x, y.argmax(1) if work.loss == "categorical_crossentropy" else y


def _plane(plane: PlaneWork) -> tuple[Any, Any, Any, Any]:
    x, y = _samples(plane.work, plane.samples)
    vectors, places = map(torch().from_numpy, plane.vectors_and_places())
    return x, y, vectors, places
