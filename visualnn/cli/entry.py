"""From the words on the command line to an exit status: 0 done, 1 failed, 2 wrong input."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import NoReturn

from visualnn import __version__
from visualnn.cli.output import say
from visualnn.cli.streams import dependable_streams
from visualnn.errors import InputError, WorkError

COMMANDS = ("datasets", "train", "backprop", "race", "landscape", "bench")
"""Their modules in `visualnn.cli`; only those are loaded that are asked for."""

DONE, FAILED, WRONG_INPUT, PIPE_CLOSED = 0, 1, 2, 141
SHOW_TRACEBACK = "VISUALNN_TRACEBACK"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, where argparse would add the whole usage."""

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message} (see {self.prog} --help)")


def run(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status; a person never sees a traceback."""
    with dependable_streams():
        try:
            return _obey(list(sys.argv[1:] if argv is None else argv))
        except InputError as error:
            say(f"visualnn: {error}")
            return WRONG_INPUT
        except WorkError as error:
            say(f"visualnn: {error}")
            return FAILED
        except BrokenPipeError:
            # The reader of our output has gone, as in ``visualnn … | head -1``.
            return PIPE_CLOSED
        except Exception as error:
            return _confess(error)


def _obey(words: list[str]) -> int:
    """Do what is asked; what was printed counts as done only when it is written."""
    try:
        arguments = _parse(words)
        status: int = arguments.run(arguments)
        return status
    finally:
        sys.stdout.flush()


def _parse(words: list[str]) -> argparse.Namespace:
    """Parse; without the name of a command the words belong to the window."""
    if words and words[0] in COMMANDS:
        return _parser(words[:1]).parse_args(_join_negative(words))
    if {"-h", "--help", "--version"}.intersection(words):
        return _parser(COMMANDS).parse_args(words)
    return _window_parser().parse_args(words)


def _parser(names: Iterable[str]) -> _Parser:
    """Return the parser of these commands."""
    parser = _Parser(
        prog="visualnn",
        usage="visualnn [FILE] | visualnn COMMAND [options]",
        description="See gradient descent and backpropagation.",
        epilog="visualnn [FILE] opens the window, with a saved experiment or a CSV.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"visualnn {__version__}")
    commands = parser.add_subparsers(prog="visualnn", metavar="COMMAND", parser_class=_Parser)
    for name in names:
        module = import_module(f"visualnn.cli.{name}")
        summary = (module.__doc__ or "").partition("\n")[0]
        command = commands.add_parser(
            name,
            help=summary,
            description=summary,
            allow_abbrev=False,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.add_options(command)
        command.set_defaults(run=module.run)
    return parser


def _window_parser() -> _Parser:
    from visualnn.cli import window

    parser = _Parser(prog="visualnn", allow_abbrev=False)
    window.add_options(parser)
    parser.set_defaults(run=window.run, commands=COMMANDS)
    return parser


def _join_negative(words: list[str]) -> list[str]:
    """Write ``--start -1,2`` as ``--start=-1,2``, which argparse would take for an option."""
    joined: list[str] = []
    for word in words:
        previous = joined[-1] if joined else ""
        if re.match(r"-[\d.]", word) and previous.startswith("--") and "=" not in previous:
            joined[-1] = f"{previous}={word}"
        else:
            joined.append(word)
    return joined


def _confess(error: Exception) -> int:
    """Say in one line that the fault is ours."""
    if os.environ.get(SHOW_TRACEBACK):
        raise error
    kind = type(error).__name__
    say(
        f"visualnn: this is a fault in VisualNN ({kind}: {error}); "
        f"set {SHOW_TRACEBACK}=1 and run again to see where, and report it."
    )
    return FAILED
