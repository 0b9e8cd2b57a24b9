"""Writing files so that a reader never meets half of one."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

from visualnn.errors import InputError

FULL = (errno.ENOSPC, errno.EDQUOT)
"""What the system says of a disk, or of a person's share of it, that is full."""


def write_file(path: str | os.PathLike[str], content: bytes | str) -> Path:
    """Write ``content`` beside ``path`` under a temporary name, then move it into place.

    A crash or a full disk leaves the old file as it was.

    Raises
    ------
    InputError
        If the place cannot be written; the message names it and the remedy.
    """
    target = Path(path)
    data = content.encode() if isinstance(content, str) else content
    try:
        _replace(target, data)
    except OSError as error:
        raise InputError(f"Cannot write {target}: {_reason(error)}; {_remedy(error)}.") from None
    return target


def _replace(target: Path, data: bytes) -> None:
    if target.is_dir():
        raise IsADirectoryError(None, "it is a folder")
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # mkstemp makes the file private; a result is as readable as any other new file.
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    # The only portable way to read the mask is to set it, so set it back at once.
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def make_folder(path: str | os.PathLike[str]) -> Path:
    """Create a folder with its parents, if it is not there yet.

    Raises
    ------
    InputError
        If it cannot be created or is a file; the message names it and the remedy.
    """
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise InputError(f"{folder} is a file: choose another folder.") from None
    except OSError as error:
        raise InputError(
            f"Cannot create the folder {folder}: {_reason(error)}; {_remedy(error)}."
        ) from None
    if not os.access(folder, os.W_OK):
        raise InputError(f"Cannot write into {folder}: choose a folder you may write to.")
    return folder


def check_ending(path: str | os.PathLike[str], endings: tuple[str, ...]) -> Path:
    """Return the path, whose ending decides what is written.

    Raises
    ------
    InputError
        If it ends in none of ``endings``.
    """
    if Path(path).suffix.lower() not in endings:
        raise InputError(f"The file {path} has no known ending: use {', '.join(endings)}.")
    return Path(path)


def check_target(path: str | os.PathLike[str], endings: tuple[str, ...]) -> Path:
    """Return the path of a file to be written later, so that no work is done in vain.

    Raises
    ------
    InputError
        If it ends in none of ``endings``, or its folder is not there.
    """
    target = check_ending(path, endings)
    if not target.parent.is_dir():
        raise InputError(
            f"Cannot write {target}: there is no folder {target.parent}; make it first."
        )
    return target


def _reason(error: OSError) -> str:
    reason = error.strerror or str(error)
    return reason[:1].lower() + reason[1:]


def _remedy(error: OSError) -> str:
    if error.errno in FULL:
        return "make room there or choose another disk"
    return "choose a place you may write to"
