"""How the command ends, whatever happens."""

import errno
import json
import os
import shlex
import signal
import subprocess
import sys
from itertools import product

import pytest

from visualnn import __version__
from visualnn.cli import entry, main, train
from visualnn.cli.entry import COMMANDS
from visualnn.errors import InputError, WorkError

RUN = (sys.executable, "-m", "visualnn")
FULL = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device")
INTERRUPT = """
import os, signal, sys
module, *words = sys.argv[1:]

class Interrupting:
    def find_spec(name, path=None, target=None):
        if name == module:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting)
from visualnn.cli import main
raise SystemExit(main(words))
"""
"""Sends Ctrl-C's signal to itself while a module is being imported."""


@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (InputError("wrong"), 2),
        (WorkError("failed"), 1),
        (KeyboardInterrupt(), 130),
        (ZeroDivisionError("ours"), 1),
        (MemoryError(), 1),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_that_a_failure_is_one_line_and_a_status(monkeypatch, capfd, failure, status):
    monkeypatch.delenv(entry.SHOW_TRACEBACK, raising=False)

    def fail(arguments):
        raise failure

    monkeypatch.setattr(train, "run", fail)
    assert main(["train"]) == status
    assert len(capfd.readouterr().err.splitlines()) == 1


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
    assert "the one named label, target, class or y, else the last" in text


@pytest.mark.parametrize("name", COMMANDS)
def test_that_the_usage_begins_with_the_words_to_type(capsys, name):
    with pytest.raises(SystemExit):
        main([name, "--help"])
    assert capsys.readouterr().out.startswith(f"usage: visualnn {name} [")


EVERYWHERE, IN_TRAINING = ("numpy", "visualnn.data", "visualnn.cli.entry"), ("visualnn.nn", "tqdm")


@pytest.mark.parametrize(
    ("word", "module"),
    [*product(("train", "race", "datasets"), EVERYWHERE), *product(("train",), IN_TRAINING)],
)
def test_that_ctrl_c_while_modules_load_is_one_line_and_status_130(word, module):
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPT, module, word], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "visualnn: interrupted.\n")


def test_that_the_way_to_the_window_loads_no_command():
    code = "import sys; from visualnn.cli import main; main(['no such file']); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout
    assert "visualnn.cli.window" in loaded.split()
    assert not {f"visualnn.cli.{name}" for name in COMMANDS}.intersection(loaded.split())


def test_that_ctrl_c_while_training_is_one_line_and_status_130():
    """The first bar is drawn when the training has begun."""
    words = ("train", "--epochs", "100000", "--samples", "10000", "--batch", "1")
    job = subprocess.Popen([*RUN, *words], stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    assert job.stderr.read(9).strip() == b"training"
    job.send_signal(signal.SIGINT)
    out, err = job.communicate(timeout=30)
    assert (job.returncode, out) == (130, b"")
    assert err.decode().splitlines()[-1].strip() == "visualnn: interrupted."
    assert b"Traceback" not in err


def test_that_ctrl_c_after_the_work_changes_nothing():
    script = (
        "import atexit, os, signal\n"
        "atexit.register(os.kill, os.getpid(), signal.SIGINT)\n"
        "from visualnn.cli import main; raise SystemExit(main(['datasets']))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("redirection", "reason"),
    [(">&-", "it is closed"), pytest.param("> /dev/full", os.strerror(errno.ENOSPC), marks=FULL)],
)
@pytest.mark.parametrize(
    "words",
    ["datasets", "datasets --json", "--help", "train --help", "--version", "train --epochs 1"],
)
def test_that_output_that_cannot_be_written_is_one_sentence(words, redirection, reason):
    done = shell(f"{words} {redirection}")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (f"visualnn: Cannot write to standard output: {reason}.")
    assert "fault" not in done.stderr


@pytest.mark.parametrize("redirection", ["2>&-", pytest.param("2> /dev/full", marks=FULL)])
def test_that_the_work_goes_on_where_nobody_reads_the_messages(redirection):
    done = shell(f"train --epochs 2 --json {redirection}")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["epochs"] == 2
    assert shell(f"train --data gone.csv {redirection}").returncode == 2


def shell(words):
    """Run ``visualnn`` with redirections."""
    line = f"{shlex.quote(sys.executable)} -m visualnn {words}"
    return subprocess.run(["bash", "-c", line], capture_output=True, text=True)


def test_that_a_closed_pipe_ends_quietly():
    shell = f"{sys.executable} -m visualnn datasets | head -1; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_that_a_bad_file_gives_status_2_and_one_line_in_a_process_of_its_own():
    done = subprocess.run([*RUN, "train", "--data", "gone.csv"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
