"""Write training.json: 52 updates (13 epochs) of a small network in PyTorch, batch by batch.

Run with a Python that has PyTorch; the tests only read what it wrote.  Two bent
clouds of 50 points, batches of 16 (the last of an epoch has 2), weights decayed
and biases not; the order of the samples is `numpy.random.default_rng((0, 1))`'s.
"""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch

STEPS, ROWS, BATCH, DECAY = 52, 50, 16, 0.01
SIZES = (2, 8, 8, 1)

CASES = [
    ("sgd", {"lr": 0.3}, torch.optim.SGD, {"lr": 0.3}),
    ("momentum", {"lr": 0.1, "beta": 0.8}, torch.optim.SGD, {"lr": 0.1, "momentum": 0.8}),
    ("adam", {"lr": 0.03}, torch.optim.Adam, {"lr": 0.03}),
]


def clouds() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    label = np.arange(ROWS) % 2
    angle = rng.uniform(0, np.pi, ROWS)
    sign = 1 - 2 * label
    x = np.column_stack([sign * np.cos(angle) + label, sign * np.sin(angle) + 0.5 * label])
    return x + rng.normal(0, 0.1, x.shape), label[:, None].astype(float)


def first_weights() -> list[np.ndarray]:
    rng = np.random.default_rng(6)
    return [rng.normal(0, 0.6, (fan_in + 1, fan_out)) for fan_in, fan_out in pairwise(SIZES)]


def flat(layers: list) -> list[float]:
    return np.concatenate([np.asarray(layer).ravel() for layer in layers]).tolist()


def trained(cls: type, options: dict) -> tuple[list[float], list[float]]:
    x, y = (torch.tensor(array) for array in clouds())
    weights = [torch.tensor(m[:-1], requires_grad=True) for m in first_weights()]
    biases = [torch.tensor(m[-1:], requires_grad=True) for m in first_weights()]
    groups = [{"params": weights, "weight_decay": DECAY}, {"params": biases}]
    optimizer = cls(groups, **options)
    rng, losses = np.random.default_rng((0, 1)), []
    while len(losses) < STEPS:
        order = rng.permutation(ROWS)
        for start in range(0, ROWS, BATCH):
            rows = order[start : start + BATCH]
            losses.append(step(optimizer, weights, biases, x[rows], y[rows]))
    pairs = zip(weights, biases, strict=True)
    return losses, flat([torch.cat(pair).detach() for pair in pairs])


def step(optimizer, weights, biases, x, y) -> float:
    for weight, bias in zip(weights[:-1], biases[:-1], strict=True):
        x = torch.tanh(x @ weight + bias)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(x @ weights[-1] + biases[-1], y)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def tree() -> dict:
    """Return what the file holds, as the PyTorch that is installed gives it."""
    x, y = clouds()
    cases = []
    for key, ours, cls, theirs in CASES:
        losses, theta = trained(cls, theirs)
        cases.append({"key": key, "settings": ours, "losses": losses, "theta": theta})
    return {
        "torch": torch.__version__,
        "sizes": SIZES,
        "batch": BATCH,
        "l2": DECAY,
        "x": x.tolist(),
        "y": y.tolist(),
        "theta0": flat(first_weights()),
        "cases": cases,
    }


def main() -> None:
    Path(__file__).with_name("training.json").write_text(json.dumps(tree()) + "\n")


if __name__ == "__main__":
    main()
