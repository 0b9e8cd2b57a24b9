"""What the Backprop workspace remembers between two sessions."""

from __future__ import annotations

import json
from dataclasses import dataclass

from visualnn.experiment.explain import Notation


@dataclass(frozen=True, slots=True)
class Choices:
    """A person's choices.

    Attributes
    ----------
    notation
        How everything is written.
    switches
        View → switch → option.
    deck
        The view on show in the deck.
    """

    notation: Notation
    switches: dict[str, dict[str, str]]
    deck: str

    def to_json(self) -> str:
        """Return the choices as text for the settings."""
        state = {
            "notation": self.notation.to_dict(),
            "switches": self.switches,
            "deck": self.deck,
        }
        return json.dumps(state, ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> Choices | None:
        """Return the choices in a text; None where it cannot be read."""
        try:
            state = json.loads(text)
            notation = Notation.from_dict(state["notation"])
            switches = {
                str(view): {str(switch): str(option) for switch, option in options.items()}
                for view, options in state["switches"].items()
            }
            return Choices(notation, switches, str(state["deck"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
