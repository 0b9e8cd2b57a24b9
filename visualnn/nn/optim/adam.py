"""Adam and its kin: the mean of the gradient over the root of the mean of its square."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, final

from visualnn.nn.optim.moments import AdamaxScale, AdamScale, AddDecay, AMSGradScale, NAdamScale
from visualnn.nn.optim.optimizer import OPTIMIZERS, Optimizer, floor, learning_rate, memory
from visualnn.nn.optim.transform import Transform
from visualnn.specs import number


@dataclass(frozen=True, slots=True)
class AdaptiveMoments(Optimizer):
    """What Adam and its kin have in common: two memories and a floor."""

    beta1: float = memory(
        0.9,
        0.999,
        label="Mean's memory",
        symbol="β₁",
        formula="m ← β₁·m + (1 − β₁)·g;  m̂ = m / (1 − β₁ᵗ)",
        idea="How slowly the running mean m of the gradient forgets.",
    )
    beta2: float = memory(
        0.999,
        0.99999,
        label="Square's memory",
        symbol="β₂",
        formula="v ← β₂·v + (1 − β₂)·g²;  v̂ = v / (1 − β₂ᵗ); Adamax: w ← max(β₂·w, |g| + ε)",
        idea="How slowly the size of the gradient so far, which brakes, is forgotten.",
    )
    eps: float = floor(
        1e-8,
        formula="√v̂ + ε, outside the root; Adamax: |g| + ε",
        idea="Added to the size of the gradient so that nothing is divided by zero.",
    )


@final
@dataclass(frozen=True, slots=True)
class Adam(AdaptiveMoments):
    """Adam (Kingma & Ba, 2015), as in ``torch.optim.Adam``: θ ← θ − η·m̂ / (√v̂ + ε).

    Both memories are bias-corrected, m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ),
    and ε stands outside the root.
    """

    key: ClassVar[str] = "adam"
    title: ClassVar[str] = "Adam"
    formula: ClassVar[str] = "θ ← θ − η·m̂ / (√v̂ + ε)"

    def directions(self) -> tuple[Transform, ...]:
        return (AdamScale(self.beta1, self.beta2, self.eps),)


@final
@dataclass(frozen=True, slots=True)
class AdamW(AdaptiveMoments):
    """Adam with decoupled weight decay (Loshchilov & Hutter, 2019; ``torch.optim.AdamW``).

    θ ← θ − η·(m̂ / (√v̂ + ε) + λ·θ): the decay is not rescaled, as an L2 penalty's
    gradient would be.  It shrinks every parameter, biases too.
    """

    key: ClassVar[str] = "adamw"
    title: ClassVar[str] = "AdamW"
    formula: ClassVar[str] = "θ ← θ − η·(m̂ / (√v̂ + ε) + λ·θ)"

    weight_decay: float = number(
        0.01,
        0.0,
        1.0,
        label="Weight decay",
        symbol="λ",
        scale="log",
        live=True,
        formula="θ ← θ − η·λ·θ, decoupled from the gradient",
        idea="Every step shrinks each parameter by the share η·λ, whatever its gradient.",
    )

    def directions(self) -> tuple[Transform, ...]:
        return (AdamScale(self.beta1, self.beta2, self.eps), AddDecay(self.weight_decay))


@final
@dataclass(frozen=True, slots=True)
class AMSGrad(AdaptiveMoments):
    """Adam whose brake never eases (Reddi et al., 2018; ``torch.optim.Adam(amsgrad=True)``).

    w ← max(w, v),  θ ← θ − η·m̂ / (√ŵ + ε), with ŵ = w / (1 − β₂ᵗ).
    """

    key: ClassVar[str] = "amsgrad"
    title: ClassVar[str] = "AMSGrad"
    formula: ClassVar[str] = "w ← max(w, v);  θ ← θ − η·m̂ / (√ŵ + ε)"

    def directions(self) -> tuple[Transform, ...]:
        return (AMSGradScale(self.beta1, self.beta2, self.eps),)


@final
@dataclass(frozen=True, slots=True)
class NAdam(AdaptiveMoments):
    """Adam that looks ahead as Nesterov does (Dozat, 2016; ``torch.optim.NAdam``).

    The momentum μₜ = β₁·(1 − ½·0.96^(ψ·t)) grows from about half of β₁ to β₁.
    """

    key: ClassVar[str] = "nadam"
    title: ClassVar[str] = "NAdam"
    formula: ClassVar[str] = "θ ← θ − η·[(1 − μₜ)·g / (1 − Πμ) + μₜ₊₁·m / (1 − Πμ·μₜ₊₁)] / (√v̂ + ε)"

    lr: float = learning_rate(2e-3)
    momentum_decay: float = number(
        4e-3,
        0.0,
        1.0,
        label="Momentum's warm-up",
        symbol="ψ",
        scale="log",
        live=True,
        formula="μₜ = β₁·(1 − ½·0.96^(ψ·t))",
        idea="How fast the momentum grows from half of β₁ to β₁.",
    )

    def directions(self) -> tuple[Transform, ...]:
        return (NAdamScale(self.beta1, self.beta2, self.eps, self.momentum_decay),)


@final
@dataclass(frozen=True, slots=True)
class Adamax(AdaptiveMoments):
    """Adam under the largest gradient so far, which fades (Kingma & Ba, 2015).

    As ``torch.optim.Adamax``: w ← max(β₂·w, |g| + ε),  θ ← θ − η·m̂ / w.
    """

    key: ClassVar[str] = "adamax"
    title: ClassVar[str] = "Adamax"
    formula: ClassVar[str] = "w ← max(β₂·w, |g| + ε);  θ ← θ − η·m̂ / w"

    lr: float = learning_rate(2e-3)

    def directions(self) -> tuple[Transform, ...]:
        return (AdamaxScale(self.beta1, self.beta2, self.eps),)


for _optimizer in (Adam, AdamW, AMSGrad, NAdam, Adamax):
    OPTIMIZERS.add(_optimizer.key, _optimizer)
