"""The `visualnn` command, one file per sub-command."""

from visualnn.cli.entry import main

__all__ = ["main"]
