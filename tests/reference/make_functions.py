"""Write functions.json: PyTorch's activations and losses with their gradients, in float64.

Run with a Python that has PyTorch; the tests only read what it wrote.
"""

import json
from pathlib import Path

import torch
from torch.nn import functional

Z = [-1000.0, -40.0, -8.5, -3.0, -1.0, -0.3, 0.0, 1e-3, 0.2, 0.7, 1.5, 4.0, 9.0, 30.0, 1000.0]

ACTIVATIONS = {
    "linear": lambda z: z * 1,
    "step": lambda z: torch.heaviside(z.detach(), torch.tensor(1.0)) + 0 * z,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": functional.relu,
    "leaky_relu": functional.leaky_relu,
    "elu": functional.elu,
    "selu": functional.selu,
    # PyTorch's softplus leaves its own definition above a threshold; here it never does.
    "softplus": lambda z: functional.softplus(z, threshold=600),
    "gelu": functional.gelu,
    "silu": functional.silu,
    "softmax": lambda z: functional.softmax(z, dim=-1),
}

LOGITS = [[0.3, -1.2, 2.0], [-0.5, 0.5, 0.0], [4.0, -3.0, 1.0], [30.0, -30.0, 5.0]]
VALUES = [[0.25, -1.0, -0.5], [0.5, 3.0, 0.0], [4.0, -2.5, 1.75], [28.0, -30.0, 5.5]]
CLASSES = [2, 0, 1, 0]
ONE_HOT = [[float(k == c) for k in range(3)] for c in CLASSES]
SIGNS = [[1.0], [0.0], [1.0], [0.0]]

LOSSES = {
    "half_squared_error": (LOGITS, VALUES, lambda a, y: 0.5 * ((a - y) ** 2).sum(dim=1).mean()),
    "mse": (LOGITS, VALUES, functional.mse_loss),
    "mae": (LOGITS, VALUES, functional.l1_loss),
    "huber": (LOGITS, VALUES, functional.huber_loss),
    "binary_crossentropy": (
        [row[:1] for row in LOGITS],
        SIGNS,
        functional.binary_cross_entropy_with_logits,
    ),
    "categorical_crossentropy": (LOGITS, ONE_HOT, functional.cross_entropy),
    "sparse_categorical_crossentropy": (
        LOGITS,
        [[float(c)] for c in CLASSES],
        lambda z, y: functional.cross_entropy(z, y[:, 0].long()),
    ),
}


def activation(function) -> dict:
    """Return g(z) and the gradient of its sum."""
    z = torch.tensor(Z, requires_grad=True)
    a = function(z)
    a.sum().backward()
    return {"value": a.tolist(), "derivative": z.grad.tolist()}


def loss(z, y, function) -> dict:
    """Return the mean loss of logits (or outputs) ``z`` and its gradient."""
    logits = torch.tensor(z, requires_grad=True)
    value = function(logits, torch.tensor(y))
    value.backward()
    return {"z": z, "y": y, "value": value.item(), "gradient": logits.grad.tolist()}


def tree() -> dict:
    """Return what the file holds, as the PyTorch that is installed gives it."""
    torch.set_default_dtype(torch.float64)
    return {
        "torch": torch.__version__,
        "z": Z,
        "activations": {key: activation(function) for key, function in ACTIVATIONS.items()},
        "losses": {key: loss(*case) for key, case in LOSSES.items()},
    }


def main() -> None:
    Path(__file__).with_name("functions.json").write_text(json.dumps(tree()) + "\n")


if __name__ == "__main__":
    main()
