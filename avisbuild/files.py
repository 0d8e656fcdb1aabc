"""Writing so that nothing half-written ever stands under its final name."""

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from avisbuild.system import disk
from avisbuild.system.temporary import temporary_file, temporary_folder

_CHUNK_BYTES = 1 << 20
# Asked for once, before there are threads: the only way to read it is to change it for a moment.
_UMASK = os.umask(0o077)
os.umask(_UMASK)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Open a temporary sibling of `path` for writing; sync and rename it into place on success."""
    with temporary_file(path) as (temporary, descriptor):
        with _named(path), os.fdopen(descriptor, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(0o666 & ~_UMASK)
        disk.replace(temporary, path)
    sync_folder(path.parent)


@contextmanager
def staged_folder(path: Path, *, has_many_files: bool = False) -> Iterator[Path]:
    """Make a temporary sibling folder; rename it to `path` on success, remove it on failure.

    Raises FileExistsError on leaving when `path` has come into being meanwhile. With `has_many_files` all
    that waits for the disk is flushed at once where the system can: quicker than file by file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with temporary_folder(path) as partial:
        yield partial
        partial.chmod(0o777 & ~_UMASK)
        if path.exists():
            raise FileExistsError(f"{path} exists already")
        if not (has_many_files and disk.flush_all()):
            sync_tree(partial)
        disk.rename(partial, path)
    sync_folder(path.parent)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """What is wrong with a disk names the file for which that matters."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise


def write_bytes(path: Path, data: bytes) -> None:
    """Replace the file at `path` by `data`, whole or not at all."""
    with replacing(path) as stream:
        stream.write(data)


def write_text(path: Path, text: str) -> None:
    """Replace the file at `path` by `text` in UTF-8, whole or not at all."""
    write_bytes(path, text.encode())


def create_text(path: Path, text: str) -> None:
    """Make a file that is not there yet, whole or not at all; raises FileExistsError where it is there."""
    with temporary_file(path) as (whole, descriptor):
        with os.fdopen(descriptor, "wb") as written:
            written.write(text.encode())
            written.flush()
            os.fsync(written.fileno())
        whole.chmod(0o666 & ~_UMASK)
        try:
            os.link(whole, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            with path.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
    sync_folder(path.parent)


def write_json(path: Path, document: Any) -> None:
    """Replace the file at `path` by `document` as indented JSON with sorted keys."""
    text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    write_text(path, text + "\n")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """Make a rename inside `folder` last through a power cut."""
    disk.flush_folder(folder)


def sync_tree(folder: Path) -> None:
    """Flush every file and folder below `folder` to the disk."""
    for parent, _, names in os.walk(folder):
        # All are begun before the first is waited for, which costs a third of one by one.
        for flush in (disk.begin_to_flush, disk.flush_file):
            for name in names:
                flush(Path(parent, name))
        sync_folder(Path(parent))
