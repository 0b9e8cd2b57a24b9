"""The branches of an experiment: data, network, regularization and stopping."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from visualnn.data import DATASETS, INPUTS, Roles
from visualnn.data.csv_table import MISSING_RULES, TARGET_KINDS
from visualnn.data.point_edits import PointEdit
from visualnn.data.samples import USUAL_NOISE
from visualnn.errors import InputError
from visualnn.nn.activations import ACTIVATIONS
from visualnn.nn.initializers import INITIALIZERS
from visualnn.nn.normalization import NORMALIZATIONS
from visualnn.specs import choice, flag, integer, number, validate

AUTO = "auto"
MAX_HIDDEN_LAYERS = 6
MAX_UNITS = 256
TABLE_ENDINGS = (".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class DataSpec:
    """Which samples to learn from, and how they are shared out.

    ``name`` is a key of `visualnn.data.DATASETS` or the path of a CSV file;
    ``target`` names the CSV's column to predict (empty: the last one), and
    ``ignore`` those that are left out.  ``edits`` are the points that were put,
    moved and removed by hand; they can be made while training goes on, and hold
    from the next epoch.
    ``inputs`` are keys of `visualnn.data.INPUTS`, what the network reads of a
    set with two features; empty: the features as they are.
    """

    name: str = "moons"
    target: str = ""
    ignore: tuple[str, ...] = ()
    target_kind: str = choice(
        "auto",
        lambda: TARGET_KINDS,
        label="Target is",
        idea="Classes are told apart, values are predicted as numbers; auto takes text and few "
        "different whole numbers as classes.",
    )
    missing: str = choice(
        "drop",
        lambda: MISSING_RULES,
        label="Missing values",
        idea="A network cannot calculate with a gap: leave out the rows that have one (drop), "
        "fill it with the column's mean (mean), or take no file with gaps (refuse).",
    )
    samples: int = integer(
        300,
        10,
        10_000,
        label="Samples",
        scale="log",
        symbol="n",
        idea="How many points are drawn; more data leaves less room to overfit.",
    )
    noise: float = number(
        USUAL_NOISE,
        0.0,
        1.0,
        label="Noise",
        idea="The spread that blurs the pattern; with much noise a perfect score means memorizing.",
    )
    seed: int = integer(
        0,
        0,
        999_999,
        label="Data seed",
        idea="The same seed draws the same points and the same split.",
    )
    train: float = number(
        0.6,
        0.05,
        0.95,
        label="Training share",
        idea="The share of the samples that the weights are fitted to.",
    )
    validation: float = number(
        0.2,
        0.0,
        0.9,
        label="Validation share",
        idea="The share that watches for overfitting; the rest is the test share, kept to the end.",
    )
    standardize: bool = flag(
        True,
        label="Standardize",
        formula="x ← (x − μ) / σ, with σ² the biased variance, divided by n",
        idea="Bring each feature to mean 0 and standard deviation 1 over the training samples.",
    )
    edits: tuple[PointEdit, ...] = field(default=(), metadata={"live": True})
    inputs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        validate(self)
        if not isinstance(self.name, str) or not self.name:
            raise InputError(
                f"DataSpec.name is {self.name!r}: write a data set's name or a CSV file's path."
            )
        if not isinstance(self.target, str):
            raise InputError(f"DataSpec.target is {self.target!r}: write a column's name.")
        if not isinstance(self.ignore, tuple) or not all(isinstance(n, str) for n in self.ignore):
            raise InputError(f"DataSpec.ignore is {self.ignore!r}: write a tuple of column names.")
        if not isinstance(self.edits, tuple) or any(type(e) is not PointEdit for e in self.edits):
            raise InputError(f"DataSpec.edits is {self.edits!r}: write a tuple of PointEdit.")
        check_inputs(self.inputs)
        if self.name not in DATASETS and not self.is_file:
            raise InputError(_no_data(self.name))
        if self.train + self.validation > 1 + 1e-9:
            raise InputError(
                f"The training share {self.train:g} and the validation share {self.validation:g} "
                "add up to more than 1: lower one of them."
            )

    @property
    def is_file(self) -> bool:
        """Whether the samples come from a CSV file."""
        return self.name not in DATASETS and self.name.lower().endswith(TABLE_ENDINGS)

    @property
    def roles(self) -> Roles:
        """What the columns of the CSV file are for."""
        return Roles(self.target, self.ignore, self.missing, self.target_kind)

    @property
    def test(self) -> float:
        """The share kept for the end."""
        return max(0.0, 1.0 - self.train - self.validation)


def check_inputs(inputs: object, where: str = "DataSpec.inputs") -> None:
    """Refuse what are no inputs computed from two features; the message says where they stand."""
    if not isinstance(inputs, tuple):
        raise InputError(f"{where} is {inputs!r}: write a tuple such as ('x1', 'x1_x2').")
    for key in inputs:
        if key not in INPUTS:
            raise InputError(f"{where}: {INPUTS.unknown(key)}")
    for key in inputs:
        if inputs.count(key) > 1:
            raise InputError(f"{where} names {key!r} twice: name each input once.")


def _no_data(name: str) -> str:
    """Say why this is no data: a misspelled data set, or something else that is there."""
    endings = ", ".join(TABLE_ENDINGS)
    if os.path.isdir(name):
        return f"{name} is a folder: choose a CSV ({endings}) in it."
    if os.path.exists(name):
        return (
            f"{name} is neither a CSV ({endings}) nor a saved experiment (.json): "
            "choose another file, or give it the ending that fits."
        )
    return DATASETS.unknown(name)


@dataclass(frozen=True, slots=True)
class LayerSpec:
    """One hidden layer."""

    units: int = integer(
        8,
        1,
        MAX_UNITS,
        label="Units",
        scale="log",
        idea="How many neurons stand side by side; each draws one more bend in the boundary.",
    )
    activation: str = choice(
        "tanh",
        lambda: ACTIVATIONS,
        label="Activation",
        symbol="g",
        formula="a = g(z), z = x·W + b",
        idea="The bend after the weighted sum; without it, many layers are no more than one.",
    )
    normalization: str = choice(
        "none",
        lambda: NORMALIZATIONS,
        label="Normalization",
        idea="Keeps the sums before the activation near mean 0 and deviation 1, so that no layer "
        "saturates: over the batch for each unit, or over the units for each sample.",
    )

    def __post_init__(self) -> None:
        validate(self)


@dataclass(frozen=True, slots=True)
class NetworkSpec:
    """The hidden layers and how their weights begin; input and output follow from the data."""

    hidden: tuple[LayerSpec, ...] = (LayerSpec(8), LayerSpec(8))
    output: str = choice(
        AUTO,
        lambda: {AUTO: None, **ACTIVATIONS},
        label="Output activation",
        idea="The last layer's activation; auto takes the one that fits the loss.",
    )
    init: str = choice(
        "xavier_uniform",
        lambda: INITIALIZERS,
        label="Initialization",
        idea="How large the first weights are: small ones fade the signal, large ones saturate it.",
    )

    init_scale: float = number(
        0.1,
        0.0,
        10.0,
        label="Initial scale",
        symbol="σ",
        scale="log",
        formula="w ~ N(0, σ²), or w = σ",
        idea="The deviation of N(0, σ²), or the constant; the other rules find their own scale.",
    )

    def __post_init__(self) -> None:
        validate(self)
        if not all(isinstance(layer, LayerSpec) for layer in self.hidden):
            raise InputError(f"NetworkSpec.hidden is {self.hidden!r}: write a tuple of LayerSpec.")
        if len(self.hidden) > MAX_HIDDEN_LAYERS:
            raise InputError(
                f"NetworkSpec.hidden has {len(self.hidden)} layers: "
                f"use at most {MAX_HIDDEN_LAYERS} hidden layers."
            )


@dataclass(frozen=True, slots=True)
class RegularizationSpec:
    """What keeps a network from memorizing, and its gradients in bounds."""

    l1: float = number(
        0.0,
        0.0,
        1.0,
        label="L1",
        symbol="λ₁",
        scale="log",
        live=True,
        formula="L + λ₁·Σ|w|; weights only, not biases",
        idea="Adds λ·Σ|w| to the loss, which drives needless weights to exactly zero.",
    )
    l2: float = number(
        0.0,
        0.0,
        1.0,
        label="L2",
        symbol="λ₂",
        scale="log",
        live=True,
        formula="L + ½·λ₂·Σw²; weights only, not biases",
        idea="Adds ½λ·Σw² to the loss, which keeps every weight small.",
    )
    dropout: float = number(
        0.0,
        0.0,
        0.95,
        label="Dropout",
        symbol="p",
        formula="inverted: a ← a·m / (1 − p), m = 0 with chance p, else 1; in training only",
        idea="In training every hidden unit is left out with this chance, so that none can rely "
        "on another; those kept are divided by 1 − p. 0 is off, 0.5 is usual.",
        usual=0.5,
    )
    jitter: float = number(
        0.0,
        0.0,
        1.0,
        label="Input jitter",
        symbol="σ",
        formula="x ← x + σ·N(0, 1)",
        idea="In training fresh N(0, σ²) noise is added to every scaled input: data enough to "
        "make memorizing hard.",
    )
    clip_norm: float = number(
        0.0,
        0.0,
        1000.0,
        label="Clip by norm",
        symbol="c",
        scale="log",
        live=True,
        formula="g ← g·min(1, c / (‖g‖ + 10⁻⁶)), over all parameters together",
        idea="A gradient longer than this is shortened to it; the direction stays. 0 is off.",
    )
    clip_value: float = number(
        0.0,
        0.0,
        1000.0,
        label="Clip by value",
        symbol="c",
        scale="log",
        live=True,
        formula="g ← min(max(g, −c), c), entry by entry",
        idea="Every entry of the gradient is held between −c and c, which may turn it. 0 is off.",
    )

    def __post_init__(self) -> None:
        validate(self)


@dataclass(frozen=True, slots=True)
class StoppingSpec:
    """When training ends."""

    epochs: int = integer(
        200,
        1,
        100_000,
        label="Epochs",
        scale="log",
        live=True,
        idea="One epoch shows every training sample once; training ends after this many.",
    )
    patience: int = integer(
        0,
        0,
        10_000,
        label="Patience",
        scale="log",
        live=True,
        formula="stop when epoch − best epoch ≥ patience",
        idea="Stop after this many epochs without a better validation loss; 0 never stops early. "
        "Samples changed by hand begin the count anew, as losses before are of other samples.",
    )
    min_delta: float = number(
        0.0,
        0.0,
        1.0,
        label="Minimum improvement",
        scale="log",
        live=True,
        symbol="δ",
        formula="better: loss < best loss − δ",
        idea="How much the validation loss must fall to count as better.",
    )
    restore_best: bool = flag(
        True,
        label="Restore best weights",
        live=True,
        idea="When training ends with patience on, go back to the weights of the best epoch "
        "(since samples were last changed by hand, if they were).",
    )

    def __post_init__(self) -> None:
        validate(self)
