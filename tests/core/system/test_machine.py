"""Which process still runs, and which machine this is."""

import os
import subprocess
import sys

from avisbuild.system.machine import has_ended, machine_name, process_space


def test_a_process_has_ended_when_it_does_nothing_any_more_though_nobody_has_asked_how_it_ended() -> (
    None
):
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        assert not has_ended(process.pid)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert has_ended(process.pid)
    assert has_ended(process.pid)
    assert not has_ended(os.getpid())


def test_another_process_of_this_machine_knows_it_by_the_same_text() -> None:
    program = "from avisbuild.system.machine import *; print(machine_name(), process_space())"
    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == [machine_name(), process_space()]
