"""The views' tests share made-up scenes, frames and races."""

import sys
from pathlib import Path

# Test modules are no package here, so what they share is found by its folder.
sys.path.insert(0, str(Path(__file__).parent))
