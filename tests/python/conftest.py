"""Makes the package importable from the tree, and files to test with."""

import os
import signal
import sys
from pathlib import Path

import pytest

# Whoever starts tests in the background may have Ctrl-C ignored, in their children too: here it is tested.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Where the package lies with its compiled half, if the build has it; without, what reads results only.
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, os.environ.get("QONYS_BUILT_PACKAGE") or str(ROOT / "python"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from results_file import write  # noqa: E402
from testland import CERTAIN, GUESS, KNOWN, UNCERTAIN, generic, whole  # noqa: E402


@pytest.fixture
def certain_file(tmp_path):
    """Two replicates, one future: 1,100 and 1,104 in the north at the end."""
    made = whole([1_100, 1_104], [1_990, 1_990], [CERTAIN, KNOWN, GUESS])
    return write(tmp_path / "certain.h5", made)


@pytest.fixture
def uncertain_file(tmp_path):
    """Two pairs; the north ends at 1,100 and 1,104, then at 1,200 and 1,204."""
    made = whole([1_100, 1_104, 1_200, 1_204], [1_990] * 4, [UNCERTAIN, KNOWN, GUESS])
    return write(tmp_path / "uncertain.h5", made)


@pytest.fixture
def generic_file(tmp_path):
    """One replicate of a model without population or regions."""
    return write(tmp_path / "generic.h5", generic())
