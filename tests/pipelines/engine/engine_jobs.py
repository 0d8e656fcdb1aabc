"""Functions that the engine's tests run in worker processes, which must be able to import them."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path


def double(number: int) -> int:
    return 2 * number


def refuse(text: str) -> None:
    raise ValueError(text)


def give_a_lock() -> object:
    import threading

    return threading.Lock()


def about_me() -> dict[str, object]:
    """What a worker is like: its threads, limits, temporary folder and network."""
    import resource

    import cv2

    folder = Path(os.environ["TMPDIR"])
    return {
        "pid": os.getpid(),
        "leads_session": os.getsid(0) == os.getpid(),
        "threads": {os.environ[name] for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")},
        "opencv_threads": cv2.getNumThreads(),
        "memory_bytes": resource.getrlimit(resource.RLIMIT_AS)[0],
        "file_bytes": resource.getrlimit(resource.RLIMIT_FSIZE)[0],
        "folder_mode": folder.stat().st_mode & 0o777,
        "folder": str(folder),
        "user": os.getuid(),
        "interfaces": [name for _, name in socket.if_nameindex()],
        "ignores_interrupt": signal.getsignal(signal.SIGINT) is signal.SIG_IGN,
    }


def reach(port: int) -> str:
    """Try to connect to the driver's own machine."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError as error:
        return type(error).__name__
    return "connected"


def sleep(seconds: float, note: str = "") -> float:
    """Sleep, with a child process beside; both numbers go to the file `note`."""
    child = subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({seconds})"])
    if note:
        partial = Path(note + ".tmp")
        partial.write_text(f"{os.getpid()} {child.pid}")
        partial.rename(note)
    time.sleep(seconds)
    child.wait()
    return seconds


def spin() -> None:
    while True:
        pass


def take_memory(amount: int) -> int:
    return len(bytearray(amount))


def write(path: str, amount: int) -> None:
    Path(path).write_bytes(bytes(amount))


def die(marker: str, times: int) -> str:
    """Kill this worker the first `times` times, counted in the file `marker`."""
    path = Path(marker)
    count = len(path.read_text()) if path.exists() else 0
    if count < times:
        path.write_text("x" * (count + 1))
        os.kill(os.getpid(), signal.SIGKILL)
    return "survived"


def overlap(folder: str, seconds: float, marker: str = "") -> int:
    """How many of these run at once, counted by files; with a marker, it dies at its first try."""
    if marker:
        die(marker, 1)
    mine = Path(folder) / str(os.getpid())
    mine.touch()
    time.sleep(seconds)
    count = len(list(Path(folder).iterdir()))
    mine.unlink()
    return count
