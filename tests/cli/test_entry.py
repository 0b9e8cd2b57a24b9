"""How the command ends, whatever happens."""

import subprocess
import sys

import pytest

from visualnn import __version__
from visualnn.cli import entry, main, train
from visualnn.errors import InputError, WorkError

RUN = (sys.executable, "-m", "visualnn")


@pytest.mark.parametrize(
    ("failure", "status"),
    [(InputError("wrong"), 2), (WorkError("failed"), 1), (KeyboardInterrupt(), 130),
     (ZeroDivisionError("ours"), 1), (MemoryError(), 1)],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_that_a_failure_is_one_line_and_a_status(monkeypatch, capsys, failure, status):
    monkeypatch.delenv(entry.SHOW_TRACEBACK, raising=False)

    def fail(arguments):
        raise failure

    monkeypatch.setattr(train, "run", fail)
    assert main(["train"]) == status
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_that_a_traceback_is_shown_to_those_who_ask(monkeypatch):
    monkeypatch.setenv(entry.SHOW_TRACEBACK, "1")
    monkeypatch.setattr(train, "run", lambda arguments: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(["train"])


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["train", "--help"]])
def test_that_asking_for_help_is_no_failure(capsys, words):
    with pytest.raises(SystemExit) as end:
        main(words)
    assert end.value.code == 0
    assert capsys.readouterr().err == ""


def test_that_the_version_is_the_packages():
    done = subprocess.run([*RUN, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"visualnn {__version__}\n"


def test_that_every_option_of_train_says_its_range(capsys):
    with pytest.raises(SystemExit):
        main(["train", "--help"])
    text = " ".join(capsys.readouterr().out.split())
    assert "Batch size (1 to 10000)" in text
    assert "relu" in text


def test_that_a_closed_pipe_ends_quietly():
    shell = f"{sys.executable} -m visualnn datasets | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_that_a_bad_file_gives_status_2_and_one_line_in_a_process_of_its_own():
    done = subprocess.run([*RUN, "train", "--data", "gone.csv"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
