"""Write optimizers.json: trajectories of torch.optim under a fixed stream of gradients.

Run with a Python that has PyTorch; the tests only read what it wrote.  A case is
the key of an optimizer, its hyper-parameters in our words, and the PyTorch
optimizer that it must equal.
"""

import json
from pathlib import Path

import numpy as np
import torch

STEPS = 120
START = [0.5, -1.25, 2.0]

CASES = [
    ("sgd", {"lr": 0.1}, torch.optim.SGD, {"lr": 0.1}),
    ("momentum", {"lr": 0.05}, torch.optim.SGD, {"lr": 0.05, "momentum": 0.9}),
    ("momentum", {"lr": 0.2, "beta": 0.5}, torch.optim.SGD, {"lr": 0.2, "momentum": 0.5}),
    ("nesterov", {"lr": 0.05}, torch.optim.SGD, {"lr": 0.05, "momentum": 0.9, "nesterov": True}),
    (
        "nesterov",
        {"lr": 0.2, "beta": 0.5},
        torch.optim.SGD,
        {"lr": 0.2, "momentum": 0.5, "nesterov": True},
    ),
    ("adagrad", {}, torch.optim.Adagrad, {}),
    ("adagrad", {"lr": 0.3, "eps": 1e-2}, torch.optim.Adagrad, {"lr": 0.3, "eps": 1e-2}),
    ("rmsprop", {}, torch.optim.RMSprop, {}),
    (
        "rmsprop",
        {"lr": 0.03, "alpha": 0.8, "eps": 1e-2},
        torch.optim.RMSprop,
        {"lr": 0.03, "alpha": 0.8, "eps": 1e-2},
    ),
    *(
        case
        for key, cls, extra in (
            ("adam", torch.optim.Adam, {}),
            ("adamw", torch.optim.AdamW, {}),
            ("amsgrad", torch.optim.Adam, {"amsgrad": True}),
            ("nadam", torch.optim.NAdam, {}),
            ("adamax", torch.optim.Adamax, {}),
        )
        for case in (
            (key, {}, cls, extra),
            (
                key,
                {"lr": 0.1, "beta1": 0.5, "beta2": 0.9, "eps": 1e-2},
                cls,
                {"lr": 0.1, "betas": (0.5, 0.9), "eps": 1e-2, **extra},
            ),
        )
    ),
    (
        "adamw",
        {"lr": 0.1, "weight_decay": 0.3},
        torch.optim.AdamW,
        {"lr": 0.1, "weight_decay": 0.3},
    ),
    (
        "nadam",
        {"lr": 0.1, "momentum_decay": 0.1},
        torch.optim.NAdam,
        {"lr": 0.1, "momentum_decay": 0.1},
    ),
    ("adadelta", {}, torch.optim.Adadelta, {}),
    (
        "adadelta",
        {"lr": 2.0, "rho": 0.5, "eps": 1e-3},
        torch.optim.Adadelta,
        {"lr": 2.0, "rho": 0.5, "eps": 1e-3},
    ),
]


def gradients() -> np.ndarray:
    """Return ``(STEPS, 3)``: waves of sizes from 0.01 to 10."""
    step, coordinate = np.arange(STEPS)[:, None], np.arange(3)
    return np.cos(0.37 * step + coordinate) * 10.0 ** (1.5 * coordinate - 2) + 0.01


def trajectory(cls: type, options: dict) -> list[list[float]]:
    theta = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimizer = cls([theta], **options)
    places = []
    for gradient in gradients():
        theta.grad = torch.tensor(gradient)
        optimizer.step()
        places.append(theta.detach().tolist())
    return places


def tree() -> dict:
    """Return what the file holds, as the PyTorch that is installed gives it."""
    torch.set_default_dtype(torch.float64)  # NAdam keeps its product of momenta in this type
    cases = [
        {"key": key, "settings": ours, "trajectory": trajectory(cls, theirs)}
        for key, ours, cls, theirs in CASES
    ]
    return {
        "torch": torch.__version__,
        "start": START,
        "gradients": gradients().tolist(),
        "cases": cases,
    }


def main() -> None:
    Path(__file__).with_name("optimizers.json").write_text(json.dumps(tree()) + "\n")


if __name__ == "__main__":
    main()
