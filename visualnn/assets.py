"""The only file that knows where the icons, fonts, themes and data sets are."""

from __future__ import annotations

from pathlib import Path

from visualnn.errors import WorkError

PACKAGE = Path(__file__).resolve().parent

PLACES = (PACKAGE / "resources", PACKAGE.parent / "resources")
"""Inside the package where it was installed from a wheel; beside it in a checkout or an sdist."""


def path(relative: str) -> Path:
    """Return the absolute path of a file or folder in ``resources/``.

    Parameters
    ----------
    relative
        With forward slashes, for example ``"icons/play.svg"``.

    Raises
    ------
    WorkError
        If there is no such file; the message names it and the place.
    """
    root = next((place for place in PLACES if place.is_dir()), PLACES[0])
    found = root / relative
    if not found.exists():
        raise WorkError(
            f"VisualNN's own file {relative} is missing from {root}: install VisualNN again."
        )
    return found
