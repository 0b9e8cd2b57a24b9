"""How things are written: the notation of a person's own lecture slides.

A notation changes names, the order of indices and the shapes of matrices, and
no number.  Two of its choices are conventions that do change numbers, ½ in the
squared error and mean or sum over the batch: see `convention`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from visualnn.experiment.explain.chain import Chain
from visualnn.experiment.explain.explanation import Explanation
from visualnn.experiment.explain.paths import Path
from visualnn.experiment.explain.phrase import QT_TRANSLATE_NOOP, Phrase
from visualnn.nn.optim import SGD, Momentum, Nesterov
from visualnn.numerals import shortest
from visualnn.specs import choice, integer, validate

TWICE = QT_TRANSLATE_NOOP(
    "explain", "Without ½ the loss and all its derivatives are twice as large."
)
HALF = QT_TRANSLATE_NOOP("explain", "With ½ the loss and all its derivatives are half as large.")
SUMMED = QT_TRANSLATE_NOOP(
    "explain",
    "Summed over the {n} samples instead of averaged, the loss and all its derivatives are {n} "
    "times as large.",
)
SAME_LINKS = QT_TRANSLATE_NOOP(
    "explain", "The optimizer's links and the step are those of the training, in its own units."
)
SAME_STEP = QT_TRANSLATE_NOOP(
    "explain", "The step is the same with η = {rate} in place of {trained}."
)


@dataclass(frozen=True, slots=True)
class Notation:
    """The choices; `Notation.from_dict` reads what `to_dict` writes, and skips what it cannot."""

    numbering: str = choice(
        "auto",
        lambda: ("auto", "reading", "layers"),
        label="Names",
        idea="Numbered through in reading order, w₁ w₂ …, or with layer and indices, w⁽¹⁾₁₂; "
        "auto numbers the worked examples.",
    )
    vectors: str = choice(
        "row",
        lambda: ("row", "column"),
        label="Vectors",
        idea="Samples as rows, z = xW + b with wᵢⱼ from i to j, or as columns, z = Wx + b "
        "with wⱼᵢ to j from i.",
    )
    half: str = choice(
        "as trained",
        lambda: ("as trained", "with ½", "without ½"),
        label="Squared error",
        idea="With ½ before the square the derivative is just output − target.",
    )
    batch: str = choice(
        "mean",
        lambda: ("mean", "sum"),
        label="Batch",
        idea="The loss of a batch as the mean over its samples or as their sum.",
    )
    decimals: int = integer(
        8, 4, 8, label="Decimals", idea="How many digits stand behind the decimal point."
    )

    def __post_init__(self) -> None:
        validate(self)

    def edited(self, **changes: Any) -> Notation:
        """Return a copy with some choices changed."""
        return replace(self, **changes)

    def to_dict(self) -> dict[str, Any]:
        """Return the choices as plain values, for the settings."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Notation:
        """Return the notation of stored choices; what is unknown or wrong keeps its default."""
        notation = cls()
        for choice_ in fields(cls):
            try:
                notation = replace(notation, **{choice_.name: values[choice_.name]})
            except (KeyError, ValueError):
                continue
        return notation


@dataclass(frozen=True, slots=True)
class Convention:
    """What a notation's conventions do to the numbers.

    Attributes
    ----------
    factor
        What the loss and all its derivatives are multiplied with; 1 for nothing.
    rate
        The η that makes the same step from these derivatives; None where the
        optimizer's step does not grow with the gradient's size.
    sentences
        One for each convention that changes numbers; empty where none does.
    """

    factor: float
    rate: float | None
    sentences: tuple[Phrase, ...]

    @property
    def changes_numbers(self) -> bool:
        """Whether the factor is not 1."""
        return self.factor != 1


def convention(e: Explanation, notation: Notation) -> Convention:
    """Return what ½ and mean or sum do to the numbers of an explanation."""
    factor = 1.0
    sentences: list[Phrase] = []
    if notation.half == "without ½" and e.architecture.loss == "half_squared_error":
        factor *= 2
        sentences.append(Phrase(TWICE))
    if notation.half == "with ½" and e.architecture.loss == "mse":
        factor /= 2
        sentences.append(Phrase(HALF))
    if notation.batch == "sum" and e.samples > 1:
        factor *= e.samples
        sentences.append(Phrase(SUMMED, n=e.samples))
    if not sentences:
        return Convention(1.0, e.rate, ())
    return Convention(factor, _rate(e, factor), (*sentences, _about_the_step(e, factor)))


def _rate(e: Explanation, factor: float) -> float | None:
    linear = isinstance(e.optimizer, SGD | Momentum | Nesterov)
    clipped = e.regularization.clip_norm or e.regularization.clip_value
    return e.rate / factor if linear and not clipped else None


def _about_the_step(e: Explanation, factor: float) -> Phrase:
    if (rate := _rate(e, factor)) is None:
        return Phrase(SAME_LINKS)
    return Phrase(SAME_STEP, rate=shortest(rate), trained=shortest(e.rate))


def in_convention(rule: Chain, factor: float) -> Chain:
    """Return a chain with the convention's factor in the slope of the loss, openly."""
    if factor == 1:
        return rule
    return replace(
        rule,
        value=rule.value * factor,
        paths=tuple(_times(path, factor) for path in rule.paths),
        others=tuple(replace(rest, value=rest.value * factor) for rest in rule.others),
        reused=tuple(_times(path, factor) for path in rule.reused),
        unfolded=rule.unfolded and _times(rule.unfolded, factor),
        terms=rule.terms * factor,
        penalty=rule.penalty * factor,
    )


def _times(path: Path, factor: float) -> Path:
    first, *rest = path.factors
    return Path((replace(first, value=first.value * factor), *rest))
