"""The choices between ways of looking at the scores by epoch."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from visualnn.ui.choices import Switch

SEEDS = (3, 8, 20)
"""From how many first weights an experiment can be shown."""


def switches(*, regression: bool) -> tuple[Switch, ...]:
    """Return measure, scale, smoothing, the test share, what-if and the band of seeds."""
    return (
        _measure(regression=regression),
        _scale(),
        _smoothing(),
        _test(),
        _what_if(),
        _seeds(),
    )


def _measure(*, regression: bool) -> Switch:
    tr = QCoreApplication.translate
    if regression:
        tip = tr("Curves", "The share of the variance explained, 1 − Σ(y − a)² / Σ(y − ȳ)².")
        score = ("score", tr("Curves", "R²"), tip)
    else:
        tip = tr("Curves", "The share of samples put in their class.")
        score = ("score", tr("Curves", "Accuracy"), tip)
    return Switch(
        "measure",
        tr("Curves", "Measure"),
        tr("Curves", "What training makes small, or what people ask about."),
        (("loss", tr("Curves", "Loss"), tr("Curves", "What training makes small.")), score),
    )


def _scale() -> Switch:
    tr = QCoreApplication.translate
    return Switch(
        "scale",
        tr("Curves", "Scale"),
        tr("Curves", "A log scale shows progress among small losses; accuracy is always linear."),
        (
            (
                "linear",
                tr("Curves", "Linear"),
                tr("Curves", "Equal distances are equal differences."),
            ),
            ("log", tr("Curves", "Log"), tr("Curves", "Equal distances are equal ratios.")),
        ),
        default="log",
    )


def _smoothing() -> Switch:
    tr = QCoreApplication.translate
    tip = tr(
        "Curves",
        "A running mean of the past, s ← w·s + (1 − w)·x, shown as s / (1 − wᵗ); it never "
        "changes what was drawn before.",
    )
    return Switch(
        "smoothing",
        tr("Curves", "Smoothing"),
        tip,
        (
            ("off", tr("Curves", "Raw"), tr("Curves", "The values as they are.")),
            ("light", tr("Curves", "Smooth"), tr("Curves", "A short memory of the past, w = 0.6.")),
            (
                "strong",
                tr("Curves", "Smoother"),
                tr("Curves", "A long memory of the past, w = 0.9."),
            ),
        ),
    )


def _test() -> Switch:
    tr = QCoreApplication.translate
    tip = tr(
        "Curves",
        "The test share judges a network once, at the end: whoever picks by it has trained "
        "on it. So it stays hidden, and is not scored, until you ask.",
    )
    return Switch(
        "test",
        tr("Curves", "Test share"),
        tip,
        (("hidden", tr("Curves", "Hide test"), tip), ("shown", tr("Curves", "Show test"), tip)),
    )


def _what_if() -> Switch:
    tr = QCoreApplication.translate
    tip = tr(
        "Curves",
        "Try another patience on this run: where would it have stopped, and with what test "
        "loss? Nothing is trained and nothing is changed.",
    )
    return Switch(
        "what_if",
        tr("Curves", "What if"),
        tip,
        (
            ("off", tr("Curves", "As it was"), tip),
            ("on", tr("Curves", "What if it had stopped…"), tip),
        ),
    )


def _seeds() -> Switch:
    tr = QCoreApplication.translate
    tip = tr(
        "Curves",
        "The same experiment from other first weights, trained at once on the same batches: "
        "from the least to the largest, and their mean dotted. What lies in the band is luck.",
    )
    texts = (tr("Curves", "This seed alone"), tr("Curves", "{n} seeds"))
    options = [("1", texts[0], tip)]
    options += [(str(n), texts[1].format(n=n), tip) for n in SEEDS]
    return Switch("seeds", tr("Curves", "Seeds"), tip, tuple(options))
