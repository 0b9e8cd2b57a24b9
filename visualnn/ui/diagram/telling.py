"""What is said of a part of the diagram: on its card, and to a screen reader."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from visualnn.experiment.frames import Floats, Frame, Scene
from visualnn.experiment.frames.probe import Workings
from visualnn.ui.diagram import conditions, words
from visualnn.ui.diagram.closeup import CloseUp
from visualnn.ui.diagram.picture import Picture
from visualnn.ui.diagram.readings import Numbers
from visualnn.ui.diagram.selection import Block, Edge, Neuron, Selected


@dataclass(frozen=True, slots=True)
class Instant:
    """A network and its numbers at one instant; before the first frame there are none.

    Attributes
    ----------
    editable
        Whether a card tells what can be done to a part.
    """

    scene: Scene
    frame: Frame | None
    numbers: Numbers | None
    editable: bool = True

    def sentence(self, thing: Selected) -> str:
        """Return a sentence about what is selected, for a screen reader."""
        match thing:
            case Neuron():
                notes = conditions.sentences(self.scene, self._inside, thing)
                return words.neuron_sentence(
                    self.scene, self.numbers, self._map(thing), thing, notes
                )
            case Edge():
                return words.edge_sentence(self.scene, self.numbers, thing)
        sizes = "–".join(map(str, self.scene.sizes))
        text = QCoreApplication.translate(
            "Diagram", "Network {sizes}: the arrow keys select a neuron or an edge."
        )
        return text.format(sizes=sizes)

    def card(self, picture: Picture, thing: Neuron | Edge | Block) -> tuple[str, CloseUp | None]:
        """Return a card's rich text, and the large picture beside it where there is one."""
        match thing:
            case Block():
                units = picture.diagram.columns[thing.layer].condensed
                return words.block_html(self.scene, units, thing), None
            case Edge() if self.numbers:
                text = words.edge_html(self.numbers, thing, picture.theme, editable=self.editable)
                return text, None
            case Neuron():
                large = picture.thumbnails.close_up(thing.layer, thing.unit)
                return self._neuron_html(picture, thing), large
        return QCoreApplication.translate("Diagram", "no weights yet"), None

    def _neuron_html(self, picture: Picture, neuron: Neuron) -> str:
        extra = conditions.sample_rows(self._inside, neuron)
        notes = conditions.sentences(self.scene, self._inside, neuron)
        return words.neuron_html(
            self.scene,
            self.numbers,
            self._map(neuron),
            neuron,
            picture.theme,
            extra,
            notes,
            editable=self.editable,
        )

    @property
    def _inside(self) -> Workings | None:
        return self.frame.workings if self.frame else None

    def _map(self, neuron: Neuron) -> Floats | None:
        """Return a neuron's output over the plane, the finest that there is; None for none."""
        inside, faces = self._inside, self.frame.faces if self.frame else None
        if inside and inside.unit == (neuron.layer, neuron.unit) and inside.unit_map is not None:
            return inside.unit_map
        return faces[neuron.layer].of(neuron.unit) if faces else None


def idea() -> str:
    """Return the sentence that explains the diagram as a whole."""
    return QCoreApplication.translate(
        "Diagram",
        "Each square shows what a neuron puts out for every point of the input plane. "
        "A wide edge passes much of it on, an orange one turns its sign.",
    )
