"""Python as on a system without what Unix adds; with this folder first in PYTHONPATH every process is so.

Python imports a module of this name whenever it starts, before anything else. What Python's own `subprocess`
and `signal` need on Linux has to stay; that Windows names files in its own way is not tried here.
"""

import os
import signal
import sys

# On Linux these two bind what is taken away below; on Windows they have ways of their own.
import platformdirs  # noqa: F401
import psutil  # noqa: F401

for _name in ("fcntl", "resource", "pwd", "grp", "termios", "posix_spawn"):
    sys.modules[_name] = None  # type: ignore[assignment]  # an import of it raises ModuleNotFoundError

_CALLS = [
    "fork",
    "forkpty",
    "killpg",
    "setsid",
    "getsid",
    "getpgid",
    "setpgid",
    "getuid",
    "geteuid",
    "getgid",
    "getegid",
    "sched_getaffinity",
    "posix_fadvise",
    "pread",
    "pwrite",
    "fchmod",
    "fchown",
    "chown",
    "mkfifo",
    "mknod",
    "openpty",
    "nice",
    "getloadavg",
]
_FLAGS = ("O_NOFOLLOW", "O_DIRECTORY", "O_NONBLOCK", "O_CLOEXEC", "O_PATH")
for _name in (*_CALLS, *_FLAGS):
    if hasattr(os, _name):
        delattr(os, _name)
del signal.SIGXCPU
os.supports_dir_fd.clear()
os.supports_fd.clear()
