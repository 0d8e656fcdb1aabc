"""Copying one file and computing its hash on the way, a piece at a time."""

import hashlib
from pathlib import Path

from avisbuild import inside

_CHUNK_BYTES = 1 << 20


def copy_hashed(source: Path, target: Path) -> tuple[str, int]:
    """Copy a plain file to a place where none is; its SHA-256 and how many bytes it had. Raises OSError."""
    digest, count = hashlib.sha256(), 0
    with inside.reading(source) as read, target.open("xb") as written:
        while chunk := read.read(_CHUNK_BYTES):
            digest.update(chunk)
            written.write(chunk)
            count += len(chunk)
    return digest.hexdigest(), count
