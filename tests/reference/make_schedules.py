"""Write schedules.json: the learning rates of torch.optim.lr_scheduler, update by update.

Run with a Python that has PyTorch; the tests only read what it wrote.  A case is
the key of a schedule, its settings in our words, and the PyTorch scheduler that
it must equal, stepped after every update or after every epoch.
"""

import json
from pathlib import Path

import torch
from torch.optim import lr_scheduler as schedulers

RATE, STEPS_PER_EPOCH, EPOCHS = 0.2, 5, 30
STEPS = STEPS_PER_EPOCH * EPOCHS

LOSSES = [
    *(1.0 / (1 + epoch) for epoch in range(6)),
    *(0.2, 0.21, 0.19999, 0.2, 0.19, 0.195, 0.1899999, 0.3, 0.2, 0.25, 0.19, 0.1899, 0.18),
    *(0.18, 0.18, 0.1799999, 0.18, 0.18, 0.18, 0.18, 0.18, 0.18, 0.18, 0.18),
]
"""The validation loss after each epoch, for the scheduler that listens."""

UPDATE, EPOCH = "update", "epoch"

CASES = [
    ("constant", {}, schedulers.ConstantLR, {"factor": 1.0}, EPOCH),
    ("step", {"every": 7}, schedulers.StepLR, {"step_size": 7}, EPOCH),
    (
        "step",
        {"every": 4, "gamma": 0.6},
        schedulers.StepLR,
        {"step_size": 4, "gamma": 0.6},
        EPOCH,
    ),
    ("exponential", {"gamma": 0.9}, schedulers.ExponentialLR, {"gamma": 0.9}, EPOCH),
    ("cosine", {}, schedulers.CosineAnnealingLR, {"T_max": STEPS}, UPDATE),
    (
        "cosine",
        {"end_rate": 0.01},
        schedulers.CosineAnnealingLR,
        {"T_max": STEPS, "eta_min": 0.01},
        UPDATE,
    ),
    ("linear_warmup", {}, schedulers.LinearLR, {"total_iters": 5 * STEPS_PER_EPOCH}, UPDATE),
    (
        "linear_warmup",
        {"warmup": 12, "start_factor": 0.01},
        schedulers.LinearLR,
        {"total_iters": 12 * STEPS_PER_EPOCH, "start_factor": 0.01},
        UPDATE,
    ),
    (
        "one_cycle",
        {},
        schedulers.OneCycleLR,
        {"max_lr": RATE, "total_steps": STEPS, "cycle_momentum": False},
        UPDATE,
    ),
    (
        "one_cycle",
        {"rise": 0.45, "first_divisor": 10.0, "final_divisor": 100.0},
        schedulers.OneCycleLR,
        {
            "max_lr": RATE,
            "total_steps": STEPS,
            "cycle_momentum": False,
            "pct_start": 0.45,
            "div_factor": 10.0,
            "final_div_factor": 100.0,
        },
        UPDATE,
    ),
    ("reduce_on_plateau", {}, schedulers.ReduceLROnPlateau, {}, EPOCH),
    (
        "reduce_on_plateau",
        {"factor": 0.5, "wait": 1, "threshold": 0.05, "cooldown": 2, "floor_rate": 0.03},
        schedulers.ReduceLROnPlateau,
        {"factor": 0.5, "patience": 1, "threshold": 0.05, "cooldown": 2, "min_lr": 0.03},
        EPOCH,
    ),
]


def rates(cls: type, options: dict, unit: str) -> list[float]:
    """Return η of every update."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=RATE)
    scheduler, used = cls(optimizer, **options), []
    for step in range(1, STEPS + 1):
        used.append(float(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        ends_epoch = step % STEPS_PER_EPOCH == 0
        if cls is schedulers.ReduceLROnPlateau:
            if ends_epoch:
                scheduler.step(LOSSES[step // STEPS_PER_EPOCH - 1])
        elif (unit == UPDATE or ends_epoch) and step < STEPS:
            scheduler.step()
    return used


def tree() -> dict:
    """Return what the file holds, as the PyTorch that is installed gives it."""
    cases = [
        {"key": key, "settings": ours, "rates": rates(cls, theirs, unit)}
        for key, ours, cls, theirs, unit in CASES
    ]
    return {
        "torch": torch.__version__,
        "rate": RATE,
        "steps_per_epoch": STEPS_PER_EPOCH,
        "epochs": EPOCHS,
        "losses": LOSSES,
        "cases": cases,
    }


def main() -> None:
    Path(__file__).with_name("schedules.json").write_text(json.dumps(tree()) + "\n")


if __name__ == "__main__":
    main()
