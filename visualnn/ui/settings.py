"""What the window remembers: preferences in JSON, its own shape in an INI file."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from platformdirs import user_config_path
from PySide6.QtCore import QObject, QSettings, Signal

from visualnn.errors import InputError
from visualnn.specs import choice, flag, integer, specs_of, validate

HOME_VARIABLE = "VISUALNN_HOME"


@dataclass(frozen=True, slots=True)
class Preferences:
    """A person's choices that outlive a session.

    Attributes
    ----------
    last_folder
        Where the file dialogs open; empty for the home folder.
    """

    theme: str = choice(
        "system",
        lambda: ("system", "light", "dark"),
        label="Theme",
        idea="Light, dark, or as the desktop has it.",
    )
    language: str = choice(
        "system",
        lambda: ("system", "en", "ko"),
        label="Language",
        idea="The language of labels and explanations; names of files and methods stay English.",
    )
    reduced_motion: bool = flag(
        False,
        label="Reduced motion",
        idea="Replace movement by fades; nothing that you need to see is lost.",
    )
    export_format: str = choice(
        "png",
        lambda: ("png", "svg"),
        label="Picture format",
        idea="PNG is made of pixels and fits everywhere; SVG stays sharp at any size.",
    )
    export_scale: int = integer(
        2,
        1,
        8,
        label="Picture scale",
        idea="How many pixels of the picture stand for one of the window.",
    )
    export_transparent: bool = flag(
        False,
        label="Transparent background",
        idea="Leave the background out, for pictures that go onto a colored page.",
    )
    memory: int = integer(
        64,
        1,
        4096,
        label="Memory of the recording",
        scale="log",
        idea="MiB for looking back. Every step can be seen again whatever it is: with less, "
        "more steps lie between two checkpoints, and going to one takes longer.",
    )
    last_folder: str = ""

    def __post_init__(self) -> None:
        validate(self)


class Settings(QObject):
    """The preferences and the window's state, on disk.

    Signals
    -------
    changed : Preferences
        After an edit has been written.
    """

    changed = Signal(object)

    def __init__(self, folder: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder or home()
        self.preferences = read(self.folder / "preferences.json")
        self.window = QSettings(str(self.folder / "window.ini"), QSettings.Format.IniFormat)

    def edit(self, **changes: Any) -> None:
        """Change preferences by name and write them; an illegal value raises `InputError`.

        Where nothing can be written they hold until the window is closed.
        """
        edited = replace(self.preferences, **changes)
        if edited == self.preferences:
            return
        self.preferences = edited
        with suppress(OSError):
            write(edited, self.folder / "preferences.json")
        self.changed.emit(edited)


def home() -> Path:
    """Return the folder for settings: ``$VISUALNN_HOME``, or the platform's own place."""
    named = os.environ.get(HOME_VARIABLE)
    return Path(named) if named else user_config_path("visualnn", appauthor=False)


def read(file: Path) -> Preferences:
    """Read preferences; every broken value falls back to its default, the others stay."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        found = {}
    found = found if isinstance(found, dict) else {}
    legal = {f.name: found[f.name] for f in fields(Preferences) if _legal(f.name, found)}
    return Preferences(**legal)


def write(preferences: Preferences, file: Path) -> None:
    """Write preferences to a temporary file and move it into place."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(asdict(preferences), stream, indent=2, ensure_ascii=False)
        os.replace(name, file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _legal(name: str, found: dict[str, Any]) -> bool:
    if name not in found:
        return False
    spec = specs_of(Preferences).get(name)
    if spec is None:
        return isinstance(found[name], str)
    try:
        spec.check(found[name], name)
    except (InputError, TypeError):
        return False
    return True
