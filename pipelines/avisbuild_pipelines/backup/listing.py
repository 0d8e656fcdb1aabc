"""What lies beside the files of a backup: `backup.json`, and SHA256SUMS as `sha256sum -c` reads it."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec

from avisbuild import inside
from avisbuild.errors import FormatError
from avisbuild.untrusted.text import read_document
from avisbuild_pipelines.backup.contents import is_project_name

FORMAT = 1
CARD_NAME, SUMS_NAME, FILES_NAME = "backup.json", "SHA256SUMS", "project"
# A line has a hash and a path.
_LONGEST_LINE = 8 << 10
_LINE = re.compile(rb"([0-9a-f]{64})  ([^\0\n]+)\n")


# No disk holds more.
Count = Annotated[int, msgspec.Meta(ge=0, le=(1 << 63) - 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupCard:
    """What a backup says of itself; `journal_sequence` and `journal_hash` are where its journal ends."""

    avisbuild: str
    recipe: str
    made_at: str
    parts: tuple[str, ...]
    files: Count
    bytes: Count
    journal_sequence: Count
    journal_hash: str
    format: int = FORMAT

    @property
    def document(self) -> dict[str, Any]:
        return {**asdict(self), "parts": list(self.parts)}


def read_card(backup: Path) -> BackupCard:
    """Read `backup.json`; raises FormatError where the folder is no backup, or one of a later avisbuild."""
    path = backup / CARD_NAME
    try:
        document = read_document(path)
        if document["format"] != FORMAT:
            raise FormatError("backup-format", path=path, format=FORMAT)
        return msgspec.convert(document, BackupCard)
    except (OSError, ValueError, TypeError, LookupError) as error:
        raise FormatError("no-backup", folder=backup, name=CARD_NAME) from error


def sum_line(digest: str, name: str) -> bytes:
    """The line of a file below the backup's folder of files."""
    return f"{digest}  {FILES_NAME}/{name}\n".encode()


def read_sums(backup: Path) -> Iterator[tuple[str, str]]:
    """Each file's path below the folder of files with its SHA-256, read a line at a time.

    Raises FormatError for a line that is none, and for a path that leads anywhere but into a project.
    """
    path = backup / SUMS_NAME
    try:
        with inside.reading(path) as stream:
            for number, line in enumerate(iter(lambda: stream.readline(_LONGEST_LINE), b""), 1):
                match = _LINE.fullmatch(line)
                name = None if match is None else _project_name(match[2])
                if match is None or name is None:
                    raise FormatError("backup-line", path=path, line=number)
                yield name, match[1].decode()
    except OSError as error:
        raise FormatError("no-backup", folder=backup, name=SUMS_NAME) from error


def _project_name(raw: bytes) -> str | None:
    """The path that a line names, None where it may not be written into a project."""
    top, _, name = raw.decode("utf-8", "replace").partition("/")
    return name if top == FILES_NAME and is_project_name(name) else None
