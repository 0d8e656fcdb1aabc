"""Whether a folder is on another machine's disk: on such, SQLite cannot keep several machines' edits apart.

Linux says what is mounted where. Elsewhere only what the path itself says is known; nothing is guessed.
"""

import os
import re
import sys
from pathlib import Path

_MOUNTS = Path("/proc/self/mounts")
_NETWORK = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "9p", "ceph"),
        *("glusterfs", "lustre", "beegfs", "gpfs", "davfs", "fuse.sshfs", "fuse.rclone"),
        *("fuse.s3fs", "fuse.glusterfs", "fuse.ceph", "fuse.davfs", "fuse.gvfsd-fuse"),
        *("fuse.juicefs", "fuse.smbnetfs", "fuse.curlftpfs"),
    }
)
_ESCAPED = re.compile(r"\\([0-7]{3})")


def network_share(path: Path) -> str:
    """The kind of network file system that a path, there or not, lies on: `nfs4`; "" for none known."""
    whole = os.path.realpath(path)
    if whole.startswith(("\\\\", "//")) and not sys.platform.startswith("linux"):
        return "smb"
    try:
        table = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
    kind = mounted_kind(whole, table)
    return kind if kind in _NETWORK else ""


def mounted_kind(path: str, table: str) -> str:
    """The kind of file system that a whole path is on, by a table as Linux has it; "" where none fits."""
    found, longest = "", -1
    for line in table.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        place = _ESCAPED.sub(lambda match: chr(int(match[1], 8)), parts[1]).rstrip("/")
        # Of two mounts in one place the later one is seen.
        if (path == place or path.startswith(place + "/")) and len(place) >= longest:
            found, longest = parts[2], len(place)
    return found
