"""The core has no window: everything in it is imported, and used, without Qt or torch."""

import subprocess
import sys

_SCRIPT = """
import sys
import avisbuild.annotation, avisbuild.checks
from avisbuild.annotation import bookmarks, commands, draft, draft_history, navigation, strokes, summary
loaded = {name.partition(".")[0] for name in sys.modules}
print(sorted(loaded & {"PyQt6", "PySide6", "torch", "avisbuild_gui", "librosa"}))
"""


def test_the_core_imports_no_qt() -> None:
    """R38: headless core."""
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.strip() == "[]"
