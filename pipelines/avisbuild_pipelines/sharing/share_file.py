"""The file of a share: a zip of `share.json`, SHA256SUMS and the files of a project; reading it safely."""

import hashlib
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

import msgspec

from avisbuild import inside
from avisbuild.errors import FormatError
from avisbuild_pipelines.backup.contents import is_project_name
from avisbuild_pipelines.backup.listing import FILES_NAME, SUMS_NAME, Count

FORMAT = 1
CARD_NAME = "share.json"
CHUNK_BYTES = 1 << 20
# Python needs some 15 times as much for what it makes of a zip's list of files.
_LISTING_BYTES = 48 << 20
_CARD_BYTES = 8 << 20
_LONGEST_LINE = 8 << 10
_LINE = re.compile(rb"([0-9a-f]{64})  ([^\0\n]+)\n")
_READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_IS_ENCRYPTED = 1
# What Python says of a zip that is not as one is.
_DAMAGED = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareCard:
    """What a share says of itself.

    `journal_...` is where the journal in it ends, `project_...` where that of the project did of which it was
    made.
    """

    avisbuild: str
    recipe: str
    made_at: str
    made_by: str
    videos: tuple[str, ...]
    has_media: bool
    files: Count
    bytes: Count
    journal_sequence: Count
    journal_hash: str
    project_sequence: Count
    project_hash: str
    format: int = FORMAT

    @property
    def document(self) -> dict[str, Any]:
        return {**asdict(self), "videos": list(self.videos)}


class _Format(msgspec.Struct):
    format: int


class _Bounded:
    """A file of which only a few MiB are read at once: a zip says itself how long its list of files is."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self._path = path
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, count: int = -1) -> bytes:
        """What is asked for; raises FormatError for more than a list of files may take."""
        wanted = _LISTING_BYTES + 1 if count < 0 else count
        data = self._file.read(min(wanted, _LISTING_BYTES + 1))
        if len(data) > _LISTING_BYTES:
            most = _LISTING_BYTES >> 20
            raise FormatError("share-too-many", path=self._path, most=most)
        return data


class ShareWriter:
    """Writes a share into an open file, and counts and hashes on the way."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(stream, "w", allowZip64=True)
        self._sums: list[str] = []
        self.file_count = self.byte_count = 0

    def add(self, name: str, source: BinaryIO, *, is_packed: bool = False) -> None:
        """Put a file of a project into the share; media are packed already."""
        digest = hashlib.sha256()
        with self._zip.open(
            _info(f"{FILES_NAME}/{name}", is_packed=is_packed), "w", force_zip64=True
        ) as out:
            while chunk := source.read(CHUNK_BYTES):
                digest.update(chunk)
                out.write(chunk)
                self.byte_count += len(chunk)
        self._sums.append(f"{digest.hexdigest()}  {FILES_NAME}/{name}\n")
        self.file_count += 1

    def finish(self, card: ShareCard) -> None:
        """Write what the share says of itself, and end it."""
        self._zip.writestr(_info(SUMS_NAME, is_packed=True), "".join(self._sums))
        text = msgspec.json.format(msgspec.json.encode(card.document), indent=1)
        self._zip.writestr(_info(CARD_NAME, is_packed=False), text)
        self._zip.close()


def _info(name: str, *, is_packed: bool) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED if is_packed else zipfile.ZIP_STORED
    info.external_attr = 0o644 << 16
    return info


class ShareReader:
    """Reads a share of anybody: only what it lists, whatever else the zip holds, and never much at once."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path = path
        self._zip = archive
        self.card = self._read_card()

    def listed(self) -> Iterator[tuple[str, str]]:
        """Each file's path in the project with its SHA-256; raises FormatError for one that leads out."""
        with self._open(SUMS_NAME) as stream:
            for line in iter(lambda: stream.readline(_LONGEST_LINE), b""):
                match = _LINE.fullmatch(line)
                top, _, name = (match[2].decode("utf-8", "replace") if match else "").partition("/")
                if match is None or top != FILES_NAME or not is_project_name(name):
                    raise FormatError("share-name", path=self._path, name=name or str(line[:40]))
                yield name, match[1].decode()

    def size(self, name: str) -> int:
        """How large a file is once it is unpacked, and never more than that is read of it."""
        return self._info(f"{FILES_NAME}/{name}").file_size

    def extract(self, name: str, expected: str, target: Path) -> None:
        """Write a file to a place where none is, and compare its hash; raises FormatError."""
        digest = hashlib.sha256()
        with self._open(f"{FILES_NAME}/{name}") as stream, target.open("xb") as written:
            while chunk := stream.read(CHUNK_BYTES):
                digest.update(chunk)
                written.write(chunk)
        if (found := digest.hexdigest()) != expected:
            said = {"path": self._path, "name": name, "expected": expected, "found": found}
            raise FormatError("share-spoilt", **said)

    def _read_card(self) -> ShareCard:
        with self._open(CARD_NAME) as stream:
            text = stream.read(_CARD_BYTES + 1)
        try:
            if msgspec.json.decode(text, type=_Format).format != FORMAT:
                raise FormatError("share-format", path=self._path, format=FORMAT)
            return msgspec.json.decode(text, type=ShareCard)
        except ValueError as error:
            raise FormatError("no-share", path=self._path, reason=CARD_NAME) from error

    def _info(self, name: str) -> zipfile.ZipInfo:
        try:
            info = self._zip.getinfo(name)
        except KeyError as error:
            raise FormatError("share-lacks", path=self._path, name=name) from error
        if info.compress_type not in _READ or info.flag_bits & _IS_ENCRYPTED:
            raise FormatError("share-file", path=self._path, name=name, reason="not plainly packed")
        return info

    @contextmanager
    def _open(self, name: str) -> Iterator[IO[bytes]]:
        """A file in the zip; raises FormatError for what is damaged in it, and where it cannot be written."""
        info = self._info(name)
        try:
            with self._zip.open(info) as stream:
                yield stream
        except FormatError:
            raise
        except (*_DAMAGED, OSError, EOFError) as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            said = {"name": name.removeprefix(f"{FILES_NAME}/"), "reason": reason}
            raise FormatError("share-file", path=self._path, **said) from error


@contextmanager
def reading_share(path: Path) -> Iterator[ShareReader]:
    """Open a share; raises FormatError where it is none."""
    try:
        file = inside.reading(path)
    except OSError as error:
        raise FormatError("no-share", path=path, reason=error.strerror or error) from error
    with file:
        try:
            archive = zipfile.ZipFile(cast(IO[bytes], _Bounded(path, file)))
        except (*_DAMAGED, OSError) as error:
            raise FormatError("no-share", path=path, reason=error) from error
        with archive:
            yield ShareReader(path, archive)
