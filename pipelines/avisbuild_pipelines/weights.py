"""Fetching published weights: resumed where they were left, checked before they get their name."""

import errno
import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from avisbuild.errors import AvisbuildError
from avisbuild.files import sha256_of, sync_folder
from avisbuild.messages import Message
from avisbuild.progress import Progress, silent
from avisbuild.segment.sam.checkpoints import (
    Checkpoint,
    CheckpointState,
    by_hand,
    checkpoint_path,
    checkpoint_state,
    remember_digest,
)
from avisbuild.system import disk
from avisbuild.system.locks import locked_file
from avisbuild.system.opening import PLAIN_FILE
from avisbuild_pipelines.file_server import NOT_SATISFIABLE, FileAnswer, NoAnswerError, asked_for

_CHUNK_BYTES = 1 << 20
_PAUSES_S = (1.0, 5.0, 15.0)
_MIB = 1 << 20


class WeightsError(AvisbuildError):
    """Weights could not be downloaded, or are not those that were published."""


def pull(
    checkpoint: Checkpoint,
    *,
    folder: Path | None = None,
    source: str = "",
    progress: Progress = silent,
    pauses_s: tuple[float, ...] = _PAUSES_S,
) -> Path:
    """Bring a model's weights to their place, from `source` (an http address or a file) or their publisher.

    What is there and whole stays. What came so far lies in a `.part` file beside it and is gone on with;
    `progress` counts in MiB. After each of `pauses_s` seconds without a byte more the server is asked again.
    Raises WeightsError in one line.
    """
    path = checkpoint_path(checkpoint, folder)
    if checkpoint_state(checkpoint, folder) is CheckpointState.PRESENT:
        return path
    part = path.with_name(f"{path.name}.part")
    source = source or checkpoint.url
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _opened(part) as stream:
            if checkpoint_state(checkpoint, folder) is CheckpointState.PRESENT:
                return path  # another process has just fetched it
            _check_space(stream, part, checkpoint)
            if re.match("https?://", source):
                _download(source, stream, checkpoint, progress, pauses_s)
            else:
                _copy(Path(source).expanduser(), stream, checkpoint, progress)
            progress(checkpoint.byte_count // _MIB, checkpoint.byte_count // _MIB, "checking")
            return _publish(stream, part, checkpoint, source)
    except OSError as error:
        raise _explained(error, part) from error


@contextmanager
def _opened(part: Path) -> Iterator[IO[bytes]]:
    """The part file, positioned at its end, for this process alone."""
    with _locked_part(part) as stream:
        try:
            yield stream
        finally:
            is_empty = not stream.closed and not stream.tell()
            stream.close()
            if is_empty:
                part.unlink(missing_ok=True)


@contextmanager
def _locked_part(part: Path) -> Iterator[IO[bytes]]:
    """Open and lock it, anew where its last owner finished it or gave it up before the lock was ours.

    What we opened then has another name, or none. Raises WeightsError where another process has it.
    """
    while True:
        with ExitStack() as opened:
            stream = opened.enter_context(_open_part(part))
            try:
                opened.enter_context(locked_file(part, stream.fileno()))
            except BlockingIOError as error:
                raise WeightsError("weights-being-fetched", path=part) from error
            if part.exists() and os.path.samestat(os.fstat(stream.fileno()), part.stat()):
                yield stream
                return


def _open_part(part: Path) -> IO[bytes]:
    """A part file of our own; a link, or a second name of somebody's file, goes, and what it led to stays."""
    if part.is_symlink() or (part.is_file() and part.stat().st_nlink > 1):
        part.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | PLAIN_FILE
    return os.fdopen(os.open(part, flags, 0o666), "ab")


def _check_space(stream: IO[bytes], part: Path, checkpoint: Checkpoint) -> None:
    free, needed = shutil.disk_usage(part.parent).free, checkpoint.byte_count - stream.tell()
    if free < needed:
        raise WeightsError(
            "weights-no-room", folder=part.parent, free_mib=free // _MIB, needed_mib=needed // _MIB
        )


def _download(
    url: str,
    stream: IO[bytes],
    checkpoint: Checkpoint,
    progress: Progress,
    pauses_s: tuple[float, ...],
) -> None:
    """Ask until the file is complete; each byte that comes renews the patience."""
    if stream.tell() > checkpoint.byte_count:
        _start_over(stream)
    furthest, waits = stream.tell(), list(pauses_s)
    while stream.tell() < checkpoint.byte_count:
        reason = _ask(url, stream, checkpoint, progress)
        if stream.tell() > furthest:
            furthest, waits = stream.tell(), list(pauses_s)
        elif waits:
            progress(stream.tell() // _MIB, checkpoint.byte_count // _MIB, f"{reason}; waiting")
            time.sleep(waits.pop(0))
        else:
            raise _refused(url, reason, checkpoint)


def _ask(url: str, stream: IO[bytes], checkpoint: Checkpoint, progress: Progress) -> str:
    """One request for what is missing; why it did not bring all of it.

    Raises WeightsError where asking again is of no use.
    """
    start = stream.tell()
    try:
        with asked_for(url, start=start) as answer:
            _receive(answer, url, stream, checkpoint, progress)
    except NoAnswerError as error:
        if error.status == NOT_SATISFIABLE and start:
            _start_over(stream)
        elif error.is_final:
            raise _refused(url, str(error), checkpoint) from error
        return str(error)
    return "the connection was cut"


def _receive(
    answer: FileAnswer, url: str, stream: IO[bytes], checkpoint: Checkpoint, progress: Progress
) -> None:
    """Add what the server sends; one that does not hear Range sends all of it again."""
    if answer.byte_count is not None:
        found = answer.start + answer.byte_count
        if found != checkpoint.byte_count:
            reason = f"the file there has {found} bytes, not {checkpoint.byte_count}"
            raise _refused(url, reason, checkpoint)
    if answer.start != stream.tell():
        _start_over(stream)
    while chunk := answer.read(min(_CHUNK_BYTES, checkpoint.byte_count - stream.tell())):
        stream.write(chunk)
        progress(stream.tell() // _MIB, checkpoint.byte_count // _MIB, "MiB")


def _start_over(stream: IO[bytes]) -> None:
    stream.seek(0)
    stream.truncate()


def _copy(file: Path, stream: IO[bytes], checkpoint: Checkpoint, progress: Progress) -> None:
    if not file.is_file():
        raise WeightsError("weights-file-missing", path=file)
    if file.stat().st_size != checkpoint.byte_count:
        raise WeightsError(
            "weights-file-size",
            path=file,
            found=file.stat().st_size,
            file_name=checkpoint.file_name,
            expected=checkpoint.byte_count,
            url=checkpoint.url,
        )
    if os.path.samestat(file.stat(), os.fstat(stream.fileno())):
        return
    _start_over(stream)
    with file.open("rb") as reading:
        while chunk := reading.read(_CHUNK_BYTES):
            stream.write(chunk)
            progress(stream.tell() // _MIB, checkpoint.byte_count // _MIB, "MiB")


def _publish(stream: IO[bytes], part: Path, checkpoint: Checkpoint, source: str) -> Path:
    """Give the complete file its name, if it is the published one; else remove it."""
    path = checkpoint_path(checkpoint, part.parent)
    stream.flush()
    os.fsync(stream.fileno())
    stream.close()  # it is still locked; Windows renames nothing that is open
    found = sha256_of(part)
    if found != checkpoint.sha256:
        part.unlink()
        raise WeightsError(
            "weights-not-published",
            source=source,
            file_name=checkpoint.file_name,
            found=found[:12],
            expected=checkpoint.sha256[:12],
            cure=by_hand(checkpoint, path.parent),
        )
    disk.replace(part, path)
    sync_folder(path.parent)
    remember_digest(path, found)
    return path


def _refused(url: str, reason: str, checkpoint: Checkpoint) -> WeightsError:
    return WeightsError("weights-not-fetched", url=url, reason=reason, cure=by_hand(checkpoint))


def _explained(error: OSError, part: Path) -> WeightsError:
    cure = Message("weights-go-on")
    if error.errno == errno.ENOSPC:
        return WeightsError("weights-disk-full", path=part, cure=cure)
    return WeightsError(
        "weights-unwritable", path=error.filename or part, reason=error.strerror or error, cure=cure
    )
