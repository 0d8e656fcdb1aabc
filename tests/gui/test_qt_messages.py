"""What Qt has to say of a machine without sound is nothing to read for who annotates."""

import subprocess
import sys

import pytest

_SAYS = """
import sys
from PyQt6.QtCore import QtMsgType, qCritical, qWarning
from avisbuild_gui.qt_messages import quiet_qt
with quiet_qt(debug=sys.argv[1] == "debug"):
    qWarning("PulseAudioService: pa_context_connect() failed")
    qCritical("out of memory")
qWarning("as Qt says it")
"""


@pytest.mark.parametrize(
    ("switch", "said"),
    [
        ("", ["out of memory", "as Qt says it"]),
        (
            "debug",
            ["PulseAudioService: pa_context_connect() failed", "out of memory", "as Qt says it"],
        ),
    ],
)
def test_only_who_looks_for_a_fault_reads_the_warnings_of_qt(switch: str, said: list[str]) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", _SAYS, switch],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert answer.stderr.splitlines() == said
