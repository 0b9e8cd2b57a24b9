"""A table from names to things that keeps its order and suggests on a misspelling."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from difflib import get_close_matches
from typing import TypeVar

from visualnn.errors import InputError

T = TypeVar("T")
F = TypeVar("F")


class Registry(Mapping[str, T]):
    """An ordered table of everything of one kind (activations, losses, …).

    Parameters
    ----------
    kind
        What an entry is called in a sentence, for example ``"activation"``.

    Notes
    -----
    Keys are stable: they stand in saved experiments and in people's scripts,
    and are never translated.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._entries: dict[str, T] = {}

    def add(self, key: str, thing: T) -> T:
        """Enter ``thing`` under ``key`` and return it."""
        if key in self._entries:
            raise ValueError(f"the {self.kind} {key!r} is entered twice")
        self._entries[key] = thing
        return thing

    def register(self, key: str) -> Callable[[F], F]:
        """Return a decorator that enters what it decorates under ``key``."""

        def enter(thing: F) -> F:
            self.add(key, thing)  # type: ignore[arg-type]
            return thing

        return enter

    def __getitem__(self, key: str) -> T:
        """Return the entry, or raise `InputError` with the nearest name."""
        try:
            return self._entries[key]
        except (KeyError, TypeError):
            raise InputError(self.unknown(key)) from None

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def unknown(self, key: object) -> str:
        """Say that ``key`` is not known, with a suggestion where one is near."""
        return f"Unknown {self.kind} {key!r}: {advice(key, self._entries)}"


def advice(key: object, options: Collection[str]) -> str:
    """Return the end of a sentence that names the nearest option, or all where none is near."""
    near = get_close_matches(str(key).lower(), options, n=1)
    return f"did you mean {near[0]!r}?" if near else f"choose one of {', '.join(options)}."
