"""Dense networks: the forward and the backward pass, laid out on one tape."""

from __future__ import annotations

from functools import cached_property, partial
from itertools import pairwise
from math import prod

import numpy as np
from numpy.typing import DTypeLike

from visualnn.nn.activations import ACTIVATIONS, Activation
from visualnn.nn.architecture import Architecture
from visualnn.nn.calls import LONG, Array, Call, assign, averaged, product, run, scalar
from visualnn.nn.losses import LOSSES, Loss
from visualnn.nn.normalization import NORMALIZATIONS, Normalization, Site


class Tape:
    """R networks of one architecture and everything that a batch does to them.

    For layer l = 1 … L, with g the layer's activation::

        z⁽ˡ⁾ = a⁽ˡ⁻¹⁾ W⁽ˡ⁾ + b⁽ˡ⁾          a⁽ˡ⁾ = g(z⁽ˡ⁾)
        δ⁽ˡ⁾ = ∂L/∂z⁽ˡ⁾ = (δ⁽ˡ⁺¹⁾ W⁽ˡ⁺¹⁾ᵀ) ∘ g′(z⁽ˡ⁾)
        ∂L/∂W⁽ˡ⁾ = a⁽ˡ⁻¹⁾ᵀ δ⁽ˡ⁾           ∂L/∂b⁽ˡ⁾ = Σ over the batch of δ⁽ˡ⁾

    A normalized layer's sum is called s, and z is what the normalization makes
    of it; the last line then takes ∂L/∂s for δ.  With dropout (inverted: what
    is kept is divided by 1 − p) the next layer reads a ∘ kept.

    Parameters
    ----------
    architecture
        The networks' common shape.
    theta, gradient
        ``(R, P)`` each; read and written in place by the passes.
    batch
        Samples per pass.  A tape is made once per batch size.
    training
        Whether batch normalization uses the batch's own statistics and moves
        the running ones in ``theta``.
    generator
        Draws the units that dropout leaves out; None for no dropout.
    lean
        For forward passes only: nothing is kept for a backward pass, and an
        activation that can writes over its own sums, which stay in the cache so.

    Attributes
    ----------
    x, y
        The batch: ``(batch, in)`` and the targets ``(batch, columns)``, shared by the R networks.
        Write into them before a pass.
    block
        Inputs and targets in one piece, as `x` and `y` see them; see `pack_calls`.
    z, a, delta
        Per layer ``(R, batch, units)``; ``a[0]`` is ``x``.  ``delta`` is ∂L/∂z.
    s, kept
        Per layer ``(R, batch, units)``: the sums before normalization, and
        what dropout multiplied with, 0 or 1/(1 − p) (None where it did not).
    delta_s, normed, inverse
        Per layer ∂L/∂s, and of a normalized one x̂ and 1/√(σ² + ε), the latter
        with an axis of length 1 (None elsewhere).
    losses, loss
        ``(R, batch)`` and their mean over the batch ``(R,)``.

    Notes
    -----
    Buffers are stored unit by unit, ``(units + 1, batch)`` with the bias's row
    of ones last, so that a layer's activations lie in one piece without it;
    what a layer is shown as, and what activations and losses are given, are
    transposed views.  A hidden layer below which very many units lie is stored
    sample by sample, as its inputs are, and looked at as the others.
    """

    def __init__(
        self,
        architecture: Architecture,
        theta: Array,
        gradient: Array,
        batch: int,
        *,
        training: bool = False,
        generator: np.random.Generator | None = None,
        lean: bool = False,
    ) -> None:
        self.architecture = architecture
        self.theta = theta
        self.gradient = gradient
        self.batch = batch
        self._layout = architecture.layout
        self._training = training
        self._lean = lean
        self._generator = generator if architecture.dropout else None
        self._make_buffers()
        self._slope_calls = [] if lean else self._lay_slopes()
        self._backward = [] if lean else self._lay_backward()

    def pack_calls(self, x: Array, y: Array, blocks: Array) -> list[Call]:
        """Lay out the writing of whole batches into ``blocks (k, …)``, each as `block` holds one.

        Parameters
        ----------
        x, y
            ``(k·batch, in)`` and ``(k·batch, columns)``, read at each call.
        blocks
            Ones at first, for the bias.
        """
        count, width, columns = len(blocks), len(self._h[0]), self.y.shape[1]
        inputs, targets = np.split(blocks, [self.batch * width], axis=1)
        inputs = inputs.reshape(count, self.batch, width)[..., : x.shape[1]]
        targets = targets.reshape(count, columns, self.batch).swapaxes(1, 2)
        return [
            assign(inputs, x.reshape(count, self.batch, -1)),
            assign(targets, y.reshape(count, self.batch, columns)),
        ]

    def forward(self) -> None:
        """Fill ``z``, ``a``, ``losses`` and ``loss`` from ``x``, ``y`` and ``theta``."""
        run(self.forward_calls)

    def forward_again(self) -> None:
        """Do what `forward` does, and leave out the units that it has left out last."""
        run(self._lay_forward(draw=False))

    def backward(self) -> None:
        """Fill ``delta`` and ``gradient`` from what `forward` left on the tape."""
        run(self.backward_calls)

    def gradient_of(self, row: int) -> Array:
        """Return the gradient ``(P,)`` of one sample's own loss, as the latest passes left it.

        Its δ is the batch's times the number of samples; so the mean of all rows'
        gradients is `gradient` (without a penalty).  Batch normalization lets the
        samples of a batch act on each other; there it is the sample's share.
        For one network (R = 1).
        """
        own: Array = np.zeros(self._layout.size, self.theta.dtype)
        for layer, matrix in enumerate(self._matrices(own[None])):
            delta = self._delta_s[layer][:, row] * self.batch
            np.multiply.outer(self._h[layer][:, row], delta, out=matrix)
            if site := self._sites[layer]:
                delta = self._delta[layer][:, row] * self.batch
                self._layout[f"gamma{layer + 1}"].view(own)[...] = delta * site.normed[:, row]
                self._layout[f"beta{layer + 1}"].view(own)[...] = delta
        return own

    @cached_property
    def forward_calls(self) -> list[Call]:
        """The forward pass as calls, for a step that is laid out as one list."""
        return self._lay_forward()

    @property
    def first_sums(self) -> Array:
        """The first layer's sums as they are stored, ``(R, units, batch)``; no R where it is 1.

        Whoever has them from elsewhere writes them here and runs `calls_from_sums`
        or `calls_from_sums_to_loss`.
        """
        return self._s[0]

    @cached_property
    def calls_from_sums(self) -> list[Call]:
        """What `forward` does from `first_sums` on."""
        return self._lay_forward(sums=False)

    @property
    def calls_from_sums_to_loss(self) -> list[Call]:
        """What `forward` does from `first_sums` on to the loss.

        A loss that reads logits does without the output, which is then not filled;
        nor need the losses of single samples be.
        """
        return self._lay_forward(sums=False, output=not self._loss.reads_logits)

    @property
    def backward_calls(self) -> list[Call]:
        """The backward pass as calls."""
        return [*self._slope_calls, *self._backward]

    @property
    def step_calls(self) -> list[Call]:
        """Both passes as calls, g′ of the hidden layers before the mean of the losses.

        So five products follow each other, and before them all that is done number by
        number: every turn from the one to the other costs the processor some 50 ns.
        """
        *losses, mean = self.forward_calls
        return [*losses, *self._slope_calls, mean, *self._backward]

    @property
    def z(self) -> list[Array]:
        """Weighted sums per layer, ``(R, batch, units)``, the first layer's first."""
        return [self._by_network(z) for z in self._z]

    @property
    def a(self) -> list[Array]:
        """Activations per layer, ``(R, batch, units)``, the input first."""
        return [self.x, *(self._by_network(a) for a in self._a[1:])]

    @property
    def delta(self) -> list[Array]:
        """∂L/∂z per layer, ``(R, batch, units)``, the first layer's first."""
        return [self._by_network(delta) for delta in self._delta]

    @property
    def s(self) -> list[Array]:
        """Sums before normalization per layer, ``(R, batch, units)``."""
        return [self._by_network(s) for s in self._s]

    @property
    def kept(self) -> list[Array | None]:
        """What dropout multiplied each layer with, ``(R, batch, units)``, or None."""
        return [None if kept is None else self._by_network(kept) for kept in self._kept]

    @property
    def delta_s(self) -> list[Array]:
        """∂L/∂s per layer, ``(R, batch, units)``; ``delta`` where nothing is normalized."""
        return [self._by_network(delta) for delta in self._delta_s]

    @property
    def normed(self) -> list[Array | None]:
        """x̂ per normalized layer, ``(R, batch, units)``, else None."""
        return [site if site is None else self._by_network(site.normed) for site in self._sites]

    @property
    def inverse(self) -> list[Array | None]:
        """1/√(σ² + ε) per normalized layer, ``(R, batch or 1, units or 1)``, else None."""
        return [site if site is None else self._by_network(site.inverse) for site in self._sites]

    @property
    def passed(self) -> list[Array]:
        """What each layer passes on to the next, ``(R, batch, units)``: ``a``, or a ∘ kept.

        The input comes first, as ``(batch, in)``; the output is not among them.
        """
        return [self.x, *(self._by_network(h) for h in self._passed[1:-1])]

    def _by_network(self, array: Array) -> Array:
        """Return a stored ``(R, units, batch)``, the R left out where it is 1, as documented."""
        return _transposed(array[None] if self._single else array)

    def _make_buffers(self) -> None:
        sizes, bias, dtype = self.architecture.sizes, self.architecture.bias, self.theta.dtype
        networks, rows = len(self.theta), self.batch
        self._single = networks == 1
        lead = () if self._single else (networks,)
        last = (*lead, sizes[-1], rows)
        output = self._make_batch(last)
        hidden = [(*lead, units + bias, rows) for units in sizes[1:-1]]
        self._turned = [
            self._single and not self._lean and below >= max(LONG, units, rows)
            for below, units in pairwise(sizes[:-1])
        ]
        self._hidden, inputs = _in_one_piece(hidden, self._turned, dtype)
        self._h += inputs
        self._a = [h[..., :units, :] for h, units in zip(self._h, sizes, strict=False)]
        self._z = [np.zeros_like(a) for a in self._a[1:]]
        linear = self.architecture.activations[-1] == "linear"
        self._last = output[None] if linear else np.zeros((1 + self._loss.room, *last), dtype)
        if self._lean:
            for layer, a in enumerate(self._a[1:]):
                if self._activation(layer).in_place:
                    self._z[layer] = a
        self._z.append(self._last[0])
        self._delta = [] if self._lean else [np.zeros_like(z) for z in self._z]
        self._spare = [np.zeros_like(delta) for delta in self._delta]
        self._a.append(output)
        self._make_dropout()
        self._make_sites()
        self.x = _transposed(self._a[0])
        self.loss = np.zeros(networks, dtype)

    def _make_batch(self, output: tuple[int, ...]) -> Array:
        """Give inputs (each with its one for the bias) and targets one block of memory.

        Behind the targets lie the output, which is returned, and the losses, where
        calls may take neighbors together: see `visualnn.nn.calls`.
        """
        sizes, rows = self.architecture.sizes, self.batch
        width, columns = sizes[0] + self.architecture.bias, self._loss.columns(sizes[-1])
        ends = np.cumsum([rows * width, rows * columns, prod(output), len(self.theta) * rows])
        whole = np.ones(ends[-1], self.theta.dtype)
        whole[ends[0] :] = 0
        self.block = whole[: ends[1]]
        inputs, targets, a, losses, _ = np.split(whole, ends)
        self._h = [inputs.reshape(rows, width).T]
        self.y = targets.reshape(columns, rows).T
        self.losses: Array = losses.reshape(-1, rows)
        return a.reshape(output)

    def _make_dropout(self) -> None:
        """Give each hidden layer that drops units a place for its whole output."""
        self._kept: list[Array | None] = [None for _ in self._z]
        self._passed = list(self._a)
        if self._generator is None:
            return
        for layer, z in enumerate(self._z[:-1]):
            # Generators write into nothing else.
            self._kept[layer] = np.ones_like(z, order="C")
            self._a[layer + 1] = np.zeros_like(z)

    def _make_sites(self) -> None:
        """Give each normalized layer its own place for the sums."""
        self._s, self._delta_s = list(self._z), list(self._delta)
        self._sites: list[Site | None] = [None for _ in self._z]
        for layer, key in enumerate(self.architecture.normalizations):
            if NORMALIZATIONS[key].learns:
                self._s[layer] = np.zeros_like(self._z[layer])
                if not self._lean:
                    self._delta_s[layer] = np.zeros_like(self._z[layer])
                self._sites[layer] = self._site(layer, NORMALIZATIONS[key])

    def _site(self, layer: int, rule: Normalization) -> Site:
        def part(name: str, vector: Array) -> Array:
            return self._layout[f"{name}{layer + 1}"].view(vector[0] if self._single else vector)

        running = ("mean", "variance") if rule.over_batch else ("gamma", "beta")  # not read there
        mean, variance = (part(name, self.theta) for name in running)
        return rule.site(
            self._s[layer],
            self._z[layer],
            gamma=part("gamma", self.theta),
            beta=part("beta", self.theta),
            gamma_gradient=part("gamma", self.gradient),
            beta_gradient=part("beta", self.gradient),
            mean=mean,
            variance=variance,
            training=self._training,
        )

    def _lay_forward(self, sums: bool = True, output: bool = True, draw: bool = True) -> list[Call]:
        """Lay out the pass, without sums, output or units to leave out that are not due."""
        calls: list[Call] = []
        for layer, matrix in enumerate(self._matrices(self.theta)):
            if sums or layer:
                calls.append(product(_transposed(matrix), self._h[layer], self._s[layer]))
            if site := self._sites[layer]:
                calls += self._normalization(layer).forward(site)
            if layer < len(self._z) - 1:
                buffers = self._z[layer], self._a[layer + 1]
                calls += self._activation(layer).forward(*map(_transposed, buffers))
                calls += self._lay_dropout(layer)[0 if draw else -1 :]
        return [*calls, *self._lay_loss(output)]

    def _lay_loss(self, output: bool) -> list[Call]:
        """Lay out the loss from the last layer's z, and with it the output, if wanted."""
        zs, a = _transposed(self._last), _transposed(self._a[-1])
        if not output:
            return self._loss.mean(zs[0], a, self.y, self.losses, self.loss)
        losses = self.losses[0] if self._single else self.losses
        calls = self._loss.with_output(self._activation(-1), zs, a, self.y, losses)
        return [*calls, averaged(self.losses, self.loss)]

    def _lay_backward(self) -> list[Call]:
        matrices, gradients = self._matrices(self.theta), self._matrices(self.gradient)
        z, a, delta = (_transposed(list_[-1]) for list_ in (self._z, self._a, self._delta))
        calls = self._loss.backward(z, a, self.y, delta)
        for layer in reversed(range(len(matrices))):
            if (kept := self._kept[layer]) is not None:
                calls.append(partial(np.multiply, self._delta[layer], kept, self._delta[layer]))
            if layer < len(matrices) - 1 or not self._loss.reads_logits:
                calls += self._lay_slope(layer)
            delta = self._delta_s[layer]
            if site := self._sites[layer]:
                calls.append(assign(delta, self._delta[layer]))
                calls += self._normalization(layer).backward(site, delta, self._spare[layer])
            calls.append(product(self._h[layer], _transposed(delta), gradients[layer]))
            if layer > 0:
                weights = matrices[layer][..., : self.architecture.sizes[layer], :]
                calls.append(product(weights, delta, self._delta[layer - 1]))
        return calls

    def _lay_dropout(self, layer: int) -> list[Call]:
        """Lay out the passage of a layer's output to the next, with new units left out."""
        kept, rate = self._kept[layer], self.architecture.dropout
        if kept is None or self._generator is None:
            return []
        return [
            partial(self._generator.random, None, kept.dtype, kept),
            partial(np.greater_equal, kept, scalar(rate, kept), kept),
            partial(np.multiply, kept, scalar(1 / (1 - rate), kept), kept),
            partial(np.multiply, self._a[layer + 1], kept, self._passed[layer + 1]),
        ]

    def _lay_slopes(self) -> list[Call]:
        """Lay out g′ of all hidden layers in one piece, where it follows from their outputs."""
        self._slopes: list[Array] = []
        hidden = set(self.architecture.activations[:-1])
        if len(hidden) != 1 or self._generator:
            return []
        whole, parts = _in_one_piece([h.shape for h in self._h[1:]], self._turned, self.theta.dtype)
        calls = ACTIVATIONS[hidden.pop()].slopes(self._hidden, whole)
        if calls:
            sizes = self.architecture.sizes[1:-1]
            self._slopes = [part[..., :n, :] for part, n in zip(parts, sizes, strict=True)]
        return calls or []

    def _lay_slope(self, layer: int) -> list[Call]:
        """Lay out the passage of δ through a layer's activation."""
        if self._slopes and layer < len(self._slopes):
            delta = self._delta[layer]
            return [partial(np.multiply, delta, self._slopes[layer], delta)]
        buffers = (self._z[layer], self._a[layer + 1], self._delta[layer], self._spare[layer])
        return self._activation(layer).backward(*map(_transposed, buffers))

    @property
    def _loss(self) -> Loss:
        return LOSSES[self.architecture.loss]

    def _activation(self, layer: int) -> Activation:
        return ACTIVATIONS[self.architecture.activations[layer]]

    def _normalization(self, layer: int) -> Normalization:
        return NORMALIZATIONS[self.architecture.normalizations[layer]]

    def _matrices(self, theta: Array) -> list[Array]:
        return self._layout.matrices(theta[0] if self._single else theta)


def _in_one_piece(
    shapes: list[tuple[int, ...]], turned: list[bool], dtype: DTypeLike
) -> tuple[Array, list[Array]]:
    """Return a flat array of ones, and its parts of these shapes, some stored transposed."""
    ends = np.cumsum([prod(shape) for shape in shapes], dtype=int)
    whole = np.ones(ends[-1] if len(shapes) else 0, dtype)
    parts = zip(np.split(whole, ends[:-1]), shapes, turned, strict=False)
    return whole, [p.reshape(s[::-1]).T if turn else p.reshape(s) for p, s, turn in parts]


def _transposed(array: Array) -> Array:
    return array.swapaxes(-1, -2)
