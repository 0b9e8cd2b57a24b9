"""What every test stands on: no display, one thread for BLAS, a home of its own."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

# Both are read once, when Qt and NumPy are first imported, so they are set before any test module.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
for threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[threads] = "1"
# A person's own desktop settings must not change what a test sees.
for variable in ("QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME"):
    os.environ.pop(variable, None)

# A shell ignores Ctrl-C in what it runs in the background, and so would all that is started here.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# Without a random seed a failure seen once is seen every time; `explore` looks further.
settings.register_profile(
    "repeatable", deadline=None, derandomize=True, max_examples=50, database=None
)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("repeatable")

SYSTEM_PACKAGES = "libdbus-1-3 libegl1 libfontconfig1 libgl1 libglib2.0-0 libxkbcommon0"


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Say in one line what the system lacks, before every test says it at length."""
    try:
        import PySide6.QtSvg
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        raise pytest.UsageError(
            f"Qt cannot start ({error}): install the system's libraries, on Debian and Ubuntu with "
            f"`apt-get install {SYSTEM_PACKAGES}`."
        ) from None


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test an empty home for preferences and window state, and return it."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("VISUALNN_HOME", str(folder))
    return folder
