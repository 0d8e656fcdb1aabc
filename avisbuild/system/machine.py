"""Which machine this is, for people and for programs, and which of its processes still run."""

import os
import platform
import uuid
from functools import cache
from hashlib import sha256
from pathlib import Path

import psutil

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_PROCESSES = "/proc/self/ns/pid"
_LONGEST_NAME = 64


@cache
def machine_name() -> str:
    """What people call this machine."""
    name = "".join(each for each in platform.node() if each.isprintable() and each != "/")
    return name.strip()[:_LONGEST_NAME] or "?"


@cache
def process_space() -> str:
    """A text that two processes share only where they have one clock and see each other by their ids.

    So two containers on one machine differ here, and a machine differs from what it was before it was started
    anew. Where the system does not tell (it is no Linux) a machine's network address stands for it.
    """
    try:
        parts = (_BOOT_ID.read_text(encoding="ascii").strip(), os.readlink(_PROCESSES))
    except (OSError, ValueError):
        parts = (str(uuid.getnode()), "")
    return sha256("\n".join((platform.node(), *parts)).encode()).hexdigest()[:16]


def has_ended(process_id: int) -> bool:
    """Whether no process of this id runs here; another one may have got the id meanwhile."""
    try:
        return psutil.Process(process_id).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
    except psutil.AccessDenied:
        return False
