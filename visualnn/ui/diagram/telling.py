"""What is said of a part of the diagram: on its card, and to a screen reader."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from visualnn.experiment.frames import Frame, Scene
from visualnn.ui.diagram import conditions, words
from visualnn.ui.diagram.closeup import CloseUp
from visualnn.ui.diagram.picture import Picture
from visualnn.ui.diagram.readings import Numbers
from visualnn.ui.diagram.selection import Block, Edge, Neuron, Selected


@dataclass(frozen=True, slots=True)
class Instant:
    """A network and its numbers at one instant; before the first frame there are none."""

    scene: Scene
    frame: Frame | None
    numbers: Numbers | None

    def sentence(self, thing: Selected) -> str:
        """Return a sentence about what is selected, for a screen reader."""
        match thing:
            case Neuron():
                notes = conditions.sentences(self.scene, self._inside, thing)
                return words.neuron_sentence(self.scene, self.numbers, self._maps, thing, notes)
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
                return words.edge_html(self.numbers, thing, picture.theme), None
            case Neuron():
                large = picture.thumbnails.close_up(thing.layer, thing.unit)
                return self._neuron_html(picture, thing), large
        return QCoreApplication.translate("Diagram", "no weights yet"), None

    def _neuron_html(self, picture: Picture, neuron: Neuron) -> str:
        extra = conditions.sample_rows(self._inside, neuron)
        notes = conditions.sentences(self.scene, self._inside, neuron)
        return words.neuron_html(
            self.scene, self.numbers, self._maps, neuron, picture.theme, extra, notes
        )

    @property
    def _inside(self) -> object:
        return self.frame.workings if self.frame else None

    @property
    def _maps(self) -> object:
        return self.frame.neurons if self.frame else None


def idea() -> str:
    """Return the sentence that explains the diagram as a whole."""
    return QCoreApplication.translate(
        "Diagram",
        "Each square shows what a neuron puts out for every point of the input plane. "
        "A wide edge passes much of it on, an orange one turns its sign.",
    )
