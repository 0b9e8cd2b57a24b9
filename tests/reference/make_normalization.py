"""Write normalization.json: layers and 52 updates of a small network, normalized by PyTorch.

Run with a Python that has PyTorch; the tests only read what it wrote.  First
one layer of each kind under three batches of different size, with its gradients
and running statistics; then runs like those of make_training.py, on its data
and its first weights, with the hidden layers normalized.
"""

import json
from pathlib import Path

import numpy as np
import torch
from make_training import BATCH, ROWS, SIZES, STEPS, clouds, first_weights

UNITS = 5
LAYERS = {"batch": torch.nn.BatchNorm1d, "layer": torch.nn.LayerNorm}
# A bias before batch normalization has no effect: its gradient is rounding alone, which Adam's
# usual ε = 1e-8 would let grow to the size of a step's last digits.
ADAM = {"lr": 0.03, "eps": 1e-4}
ADAMW = ADAM | {"weight_decay": 0.1}
CASES = [
    ("batch", "sgd", {"lr": 0.3}, torch.optim.SGD),
    ("batch", "adam", ADAM, torch.optim.Adam),
    ("batch", "adamw", ADAMW, torch.optim.AdamW),
    ("layer", "sgd", {"lr": 0.3}, torch.optim.SGD),
    ("layer", "adam", ADAM, torch.optim.Adam),
]


def layer_case(key: str) -> dict:
    rng = np.random.default_rng(3)
    layer = LAYERS[key](UNITS)
    gamma, beta = rng.uniform(0.5, 2, UNITS), rng.normal(size=UNITS)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(gamma))
        layer.bias.copy_(torch.tensor(beta))
    passes = [one_pass(layer, rng, rows) for rows in (2, 7, 12)]
    layer.eval()
    s = rng.normal(1, 3, (4, UNITS))
    after = layer(torch.tensor(s)).tolist()
    tree = {"gamma": gamma.tolist(), "beta": beta.tolist(), "passes": passes}
    return tree | {"evaluation": {"s": s.tolist(), "z": after}}


def one_pass(layer: torch.nn.Module, rng: np.random.Generator, rows: int) -> dict:
    s = torch.tensor(rng.normal(1, 3, (rows, UNITS)), requires_grad=True)
    delta = torch.tensor(rng.normal(size=(rows, UNITS)))
    layer.zero_grad()
    z = layer(s)
    z.backward(delta)
    tree = {"s": s, "delta": delta, "z": z, "s_gradient": s.grad}
    tree |= {"gamma_gradient": layer.weight.grad, "beta_gradient": layer.bias.grad}
    if isinstance(layer, torch.nn.BatchNorm1d):
        tree |= {"mean": layer.running_mean, "variance": layer.running_var}
    return {name: tensor.tolist() for name, tensor in tree.items()}


def network(key: str) -> torch.nn.Sequential:
    parts: list[torch.nn.Module] = []
    for matrix in first_weights():
        linear = torch.nn.Linear(len(matrix) - 1, matrix.shape[1])
        with torch.no_grad():
            linear.weight.copy_(torch.tensor(matrix[:-1].T))
            linear.bias.copy_(torch.tensor(matrix[-1]))
        parts += [linear, LAYERS[key](matrix.shape[1]), torch.nn.Tanh()]
    return torch.nn.Sequential(*parts[:-2])  # the output is not normalized


def trained(key: str, cls: type, options: dict) -> dict:
    x, y = (torch.tensor(array) for array in clouds())
    model = network(key)
    optimizer = cls(model.parameters(), **options)
    rng, losses = np.random.default_rng((0, 1)), []
    while len(losses) < STEPS:
        order = rng.permutation(ROWS)
        for start in range(0, ROWS, BATCH):
            rows = order[start : start + BATCH]
            loss = torch.nn.functional.binary_cross_entropy_with_logits(model(x[rows]), y[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    model.eval()
    return {"losses": losses, "parts": named(model), "outputs": torch.sigmoid(model(x)).tolist()}


def named(model: torch.nn.Sequential) -> dict:
    """Return the numbers under the names that the layout gives them."""
    parts = {}
    for layer in range(1, len(SIZES)):
        linear = model[3 * layer - 3]
        parts |= {f"W{layer}": linear.weight.T, f"b{layer}": linear.bias}
        if layer == len(SIZES) - 1:
            break
        rule = model[3 * layer - 2]
        parts |= {f"gamma{layer}": rule.weight, f"beta{layer}": rule.bias}
        if isinstance(rule, torch.nn.BatchNorm1d):
            parts |= {f"mean{layer}": rule.running_mean, f"variance{layer}": rule.running_var}
    return {name: tensor.tolist() for name, tensor in parts.items()}


def tree() -> dict:
    """Return what the file holds, as the PyTorch that is installed gives it."""
    torch.set_default_dtype(torch.float64)
    x, y = clouds()
    cases = []
    for rule, key, settings, cls in CASES:
        case = {"normalization": rule, "key": key, "settings": settings}
        cases.append(case | trained(rule, cls, settings))
    return {
        "torch": torch.__version__,
        "layers": {key: layer_case(key) for key in LAYERS},
        "sizes": SIZES,
        "batch": BATCH,
        "x": x.tolist(),
        "y": y.tolist(),
        "weights": [matrix.tolist() for matrix in first_weights()],
        "cases": cases,
    }


def main() -> None:
    Path(__file__).with_name("normalization.json").write_text(json.dumps(tree()) + "\n")


if __name__ == "__main__":
    main()
