"""What is said of a tensor: its rank, its axes, and which settings change them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from visualnn.experiment.frames import Scene
from visualnn.figures.tensors import Tensor, full_batch
from visualnn.ui.words import count


def rank_name(rank: int) -> str:
    """Return what a tensor with so many axes is called."""
    tr = QCoreApplication.translate
    names = (tr("Tensors", "scalar"), tr("Tensors", "vector"), tr("Tensors", "matrix"))
    return names[rank] if rank < 3 else tr("Tensors", "{n}-D tensor").format(n=rank)


def axis_name(axis: str) -> str:
    """Return what an axis is called."""
    tr = QCoreApplication.translate
    names = {
        "units": tr("Tensors", "units"),
        "in": tr("Tensors", "in"),
        "out": tr("Tensors", "out"),
        "inputs": tr("Tensors", "inputs"),
        "batch": tr("Tensors", "batch"),
        "rows": tr("Tensors", "rows"),
        "columns": tr("Tensors", "columns"),
        "steps": tr("Tensors", "steps"),
        "batches": tr("Tensors", "batches"),
        "epochs": tr("Tensors", "epochs"),
        "seeds": tr("Tensors", "seeds"),
    }
    return names[axis]


def axes_text(tensor: Tensor) -> str:
    """Return the names of the axes in order; a dash for none."""
    return ", ".join(map(axis_name, tensor.axes)) or "–"


def shape_text(tensor: Tensor) -> str:
    """Return the shape as NumPy writes it, with a comma after a single length."""
    lengths = ", ".join(map(str, tensor.shape))
    return f"({lengths},)" if tensor.rank == 1 else f"({lengths})"


def summary(tensor: Tensor) -> str:
    """Return name, rank, shape and how many numbers there are."""
    tr = QCoreApplication.translate
    text = tr("Tensors", "{symbol}, {rank}: shape {shape}, {n} numbers")
    if tensor.count == 1:
        text = tr("Tensors", "{symbol}, {rank}: shape {shape}, 1 number")
    return text.format(
        symbol=tensor.symbol,
        rank=rank_name(tensor.rank),
        shape=shape_text(tensor),
        n=count(tensor.count),
    )


def idea(tensor: Tensor, scene: Scene) -> str:
    """Return what a tensor holds, and which settings change its axes."""
    tr = QCoreApplication.translate
    match tensor.kind:
        case "loss":
            return tr("Tensors", "The mean loss over the training samples: no axis, one number.")
        case "bias":
            return tr("Tensors", "The biases of a layer: one for each of its units.")
        case "weights":
            return tr(
                "Tensors",
                "The weights of a layer: a row for each unit before it, a column for each unit.",
            )
        case "batch":
            return tr(
                "Tensors",
                "The batch as the network is given it: a row for each sample, a column for each "
                "input. The batch size sets the rows.",
            )
        case "images":
            return tr(
                "Tensors",
                "The batch as images: the inputs of each sample laid out as its pixels. The batch "
                "size sets how many.",
            )
        case "maps":
            return tr(
                "Tensors",
                "Every unit's output over the input plane, as in the diagram's neurons; row 0 is "
                "the lowest. Units of the layer set how many sheets.",
            )
    return _stacked(tensor, scene)


def _stacked(tensor: Tensor, scene: Scene) -> str:
    tr = QCoreApplication.translate
    images = "batches" in tensor.axes
    match tensor.kind, images:
        case "epoch", True:
            text = tr("Tensors", "All batches of an epoch. Samples and batch size set how many.")
        case "epoch", False:
            text = tr(
                "Tensors",
                "{symbol} after each step of an epoch. Samples and batch size set how many steps.",
            )
        case "run", _:
            text = tr(
                "Tensors", "That for each epoch of the run. Epochs, under Stopping, sets how many."
            )
        case _:
            text = tr("Tensors", "And that for {n} seeds, which the loss curves can compare.")
    rest = _rest(scene) if images else ""
    return " ".join(filter(None, [text.format(symbol=tensor.symbol, n=tensor.shape[0]), rest]))


def _rest(scene: Scene) -> str:
    """Return what an array makes of a last batch that is shorter."""
    samples = scene.part.tolist().count(0)
    if not samples or not samples % full_batch(scene):
        return ""
    text = QCoreApplication.translate(
        "Tensors", "The last batch has only {n}: an array needs it filled up."
    )
    return text.format(n=samples % full_batch(scene))


def no_numbers() -> str:
    """Return why the cells of a tensor are empty."""
    return QCoreApplication.translate("Tensors", "only its shape is known")
