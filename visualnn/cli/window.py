"""Open the window; without a display, train the default experiment and leave its pictures."""

from __future__ import annotations

import argparse
import os
import signal
from difflib import get_close_matches
from pathlib import Path

from visualnn.cli.display import why_no_window
from visualnn.cli.options import check_table, read_experiment
from visualnn.cli.output import say
from visualnn.errors import InputError
from visualnn.experiment.plan import resolve
from visualnn.experiment.spec import FIRST, Experiment
from visualnn.experiment.spec.branches import TABLE_ENDINGS

PICTURES = "visualnn-out"
EXPERIMENT = ".json"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options of a bare ``visualnn``."""
    parser.add_argument("file", nargs="?", metavar="FILE", help="a saved experiment or a CSV")
    parser.add_argument(
        "--smoke", action="store_true", help="open every part of the app offscreen, then end"
    )
    parser.add_argument(
        "--measure",
        nargs=2,
        type=int,
        metavar=("SECONDS", "SAMPLES"),
        help="train in the window for so long and print what it cost, as visualnn bench does",
    )


def run(arguments: argparse.Namespace) -> int:
    """Open the window, or say why not and train without one."""
    if arguments.smoke:
        return _smoke()
    if arguments.measure is not None:
        return _measure(*arguments.measure)
    if arguments.file is not None:
        _check_file(arguments.file, arguments.commands)
    experiment = _experiment(arguments.file)
    reason = why_no_window()
    if reason:
        return _train_without_window(experiment, reason)
    from visualnn.ui.app import run as open_window

    # Inside Qt's loop Python's own handler would only print a traceback into whatever runs.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return open_window(arguments.file)


def _smoke() -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from visualnn.ui.app import smoke

    return smoke()


def _measure(seconds: int, samples: int) -> int:
    from visualnn.ui.observation import measure

    return measure(seconds, samples)


def _check_file(file: str, commands: tuple[str, ...]) -> None:
    """Refuse in one line, before a window opens, what is no file that it could open."""
    ending, endings = Path(file).suffix.lower(), ", ".join(TABLE_ENDINGS)
    if not os.path.exists(file):  # also where the name is too long for a file
        raise InputError(_no_such(file, commands))
    if os.path.isdir(file):
        raise InputError(
            f"{file} is a folder: choose a CSV ({endings}) or a saved experiment (.json) in it."
        )
    if ending not in (*TABLE_ENDINGS, EXPERIMENT):
        raise InputError(
            f"{file} is neither a CSV ({endings}) nor a saved experiment ({EXPERIMENT}): "
            "choose another file, or give it the ending that fits."
        )


def _experiment(file: str | None) -> Experiment:
    """Read a saved experiment; a table is read by the window, which asks for its columns."""
    if file is None:
        return FIRST
    if Path(file).suffix.lower() != EXPERIMENT:
        return Experiment(data=file)
    experiment = read_experiment(file)
    check_table(experiment, file)
    return experiment


def _no_such(word: str, commands: tuple[str, ...]) -> str:
    near = get_close_matches(word, commands, n=1)
    if near:
        return f"There is no file or command {word!r}: did you mean {near[0]!r}?"
    return f"There is no file {word!r}: name a saved experiment or a CSV (see visualnn --help)."


def _train_without_window(experiment: Experiment, reason: str) -> int:
    from visualnn.cli.train import finish, print_result, train_with_bar
    from visualnn.export.files import make_folder
    from visualnn.export.run import save_run

    plan = resolve(experiment)
    say(f"{reason}: training without a window instead; the pictures go to {PICTURES}/.")
    folder = make_folder(PICTURES)
    result = train_with_bar(plan)
    save_run(folder, result)
    print_result(plan, result)
    return finish(plan, result)
