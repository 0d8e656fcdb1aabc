"""What a process that reads strangers' media may use: memory, CPU time, the size of files, no network.

Where the system sets no such limits, a file made to harm ffmpeg may take all memory and reach the network;
the formats and protocols that are opened at all, and the wall-clock limit, hold everywhere.
"""

import ctypes
import logging
import os
import sys
from enum import StrEnum
from pathlib import Path

try:
    import resource
except ModuleNotFoundError:
    HAS_RESOURCE = False
else:
    HAS_RESOURCE = True

_log = logging.getLogger(__name__)
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


class Limit(StrEnum):
    """What a worker can be kept from using up."""

    MEMORY = "memory"
    CPU_TIME = "CPU time"
    FILE_SIZE = "file size"
    NETWORK = "network"


def missing_limits(
    platform: str = sys.platform, *, has_resource: bool | None = None
) -> list[Limit]:
    """The limits that a system cannot set; this one, unless another is named.

    macOS takes the limit on memory and does not keep it.
    """
    if not (HAS_RESOURCE if has_resource is None else has_resource):
        return list(Limit)
    if platform.startswith("linux"):
        return []
    return [Limit.MEMORY, Limit.NETWORK] if platform == "darwin" else [Limit.NETWORK]


def limit_memory(byte_count: int) -> None:
    """Limit this process's address space."""
    if HAS_RESOURCE and Limit.MEMORY not in missing_limits():
        _lower(resource.RLIMIT_AS, byte_count)


def limit_files(byte_count: int) -> None:
    """Limit the size of each file that this process writes, and forbid it dumps of its memory."""
    if HAS_RESOURCE:
        _lower(resource.RLIMIT_CORE, 0)
        _lower(resource.RLIMIT_FSIZE, byte_count)


def allow_cpu(seconds: int) -> None:
    """Allow so much CPU time from now on: the system's limit counts from the start of the process."""
    if not HAS_RESOURCE:
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    limit = int(usage.ru_utime + usage.ru_stime) + 1 + seconds
    resource.setrlimit(
        resource.RLIMIT_CPU, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard)
    )


def leave_network() -> bool:
    """Move into a network namespace with no interface at all; False where the platform does not let us.

    As root the namespace alone is enough. Anyone else needs a user namespace with it, in which they keep
    their own ids. Must be called before the first thread starts.
    """
    if Limit.NETWORK in missing_limits():
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    try:
        if libc.unshare(_CLONE_NEWNET) == 0:
            return True
        if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0:
            _write("/proc/self/setgroups", "deny")
            _write("/proc/self/uid_map", f"{user} {user} 1")
            _write("/proc/self/gid_map", f"{group} {group} 1")
            return True
    except (AttributeError, OSError) as error:
        _log.debug("worker keeps its network: %s", error)
        return False
    _log.debug("worker keeps its network: %s", os.strerror(ctypes.get_errno()))
    return False


def _write(path: str, text: str) -> None:
    Path(path).write_text(text, encoding="ascii", newline="\n")


def _lower(kind: int, value: int) -> None:
    """Set a soft limit; the hard one stays, and what is tighter already is kept."""
    soft, hard = resource.getrlimit(kind)
    if soft == resource.RLIM_INFINITY or soft > value:
        resource.setrlimit(kind, (value, hard))
