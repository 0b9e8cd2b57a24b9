"""The core trains without Qt ever being loaded."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_that_resolving_training_racing_and_serving_load_no_qt():
    script = (
        "import sys, visualnn as vnn;"
        "import visualnn.experiment.engine, visualnn.experiment.spec.codec;"
        "run = vnn.train(vnn.Experiment(epochs=2));"
        "vnn.run_race(__import__('visualnn.experiment.together.race').experiment.together.race.usual_race('bowl'));"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True
    )
    loaded = set(done.stdout.split())
    assert "visualnn" in loaded
    assert loaded.isdisjoint({"PySide6", "shiboken6", "pyqtgraph"})
