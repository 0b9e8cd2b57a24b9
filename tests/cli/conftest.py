"""Running the command in this process, with what it wrote on either stream."""

from dataclasses import dataclass

import pytest

from visualnn.cli import main


@dataclass(frozen=True)
class Outcome:
    """An exit status with what was written to stdout and stderr."""

    status: int
    out: str
    err: str

    @property
    def complaint(self):
        """The one line on stderr; fails if there is another number of lines, or a traceback."""
        assert self.err.endswith("\n")
        assert len(self.err.splitlines()) == 1, self.err
        assert "Traceback" not in self.err
        assert "fault in VisualNN" not in self.err
        return self.err.strip()


@pytest.fixture
def command(capsys, monkeypatch, tmp_path):
    """Return a function that runs ``visualnn`` in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*words):
        status = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Outcome(status, out, err)

    return call
