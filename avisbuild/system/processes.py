"""Groups of processes, how they are ended, and the cores they may use."""

import os
import signal
import subprocess
from typing import Any

import psutil

# Whether a program that is started can be given what is open here.
HANDS_ON_DESCRIPTORS = hasattr(os, "fork")


def own_group() -> dict[str, Any]:
    """What to start a program with, so that it can be ended with all that it starts."""
    if hasattr(os, "setsid"):
        return {"start_new_session": True}
    return {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)}


def kill_group(pid: int) -> None:
    """Kill the leader of a group and its group; where there are none, it and what descends from it."""
    if not hasattr(os, "killpg"):
        kill_tree(pid)
        return
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # it has ended; macOS does not permit to kill what is dead


def kill_tree(pid: int) -> None:
    """Kill a process with everything that it has started, in its process group or out of it."""
    try:
        process = psutil.Process(pid)
        family = process.children(recursive=True)
    except psutil.NoSuchProcess:
        family = []
    else:
        # Itself last, and by its group where there are any: what it starts meanwhile goes with it.
        family += [] if hasattr(os, "killpg") else [process]
    for each in family:
        try:
            each.kill()
        except psutil.NoSuchProcess:
            continue
    if hasattr(os, "killpg"):
        kill_group(pid)


def ended_by_cpu_limit(status: int) -> bool:
    """Whether an exit status says that the CPU time was used up; no system without `resource` says so."""
    number = getattr(signal, "SIGXCPU", None)
    return number is not None and status == -number


def core_count() -> int:
    """The cores that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
