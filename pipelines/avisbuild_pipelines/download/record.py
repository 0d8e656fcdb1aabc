"""`source.json`: what a source is, where it came from and what was fetched; its presence means done."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avisbuild.files import write_json
from avisbuild.records.video_folder import (
    SOURCE_JSON,
    is_source_there,
    read_source_json,
    source_media,
)
from avisbuild_pipelines.clip import verify_file
from avisbuild_pipelines.manifest.sources import Source

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRecord:
    """A source that is there: its media file, and `source.json` as a document."""

    key: str
    media_path: Path
    sha256: str
    size_bytes: int
    license: str
    document: Mapping[str, Any]


def read_source_record(
    source: Source, folder: Path, *, will_be_hashed: bool = False
) -> SourceRecord | None:
    """The record in the source's folder; None unless it is whole and its media file is there.

    The hash is not computed again: this must cost nothing for thousands of sources. So a local source must
    still be the very file that was linked, as it was; not where its content `will_be_hashed` anyway, since
    a project that was copied holds another file with the same content. Raises OutsideError
    where it refers to a file that this person never let the project read.
    """
    try:
        document = read_source_json(folder) or {}
        record = _record(document, folder)
        state = record.media_path.stat()
    except (OSError, ValueError, KeyError, TypeError):
        return None
    same_source = (document.get("kind"), document.get("source")) == (source.kind, source.location)
    referenced = document.get("media_mtime_ns")
    is_same_file = referenced in (None, state.st_mtime_ns) and (
        source.is_remote or not _was_replaced(Path(source.location), record.media_path)
    )
    if not same_source or not (is_same_file or will_be_hashed):
        return None
    return record if state.st_size == record.size_bytes != 0 else None


def refers_to(source: Source, folder: Path) -> bool:
    """Whether the record in a source's folder refers to the very file that a local source is."""
    document = read_source_json(folder) or {}
    named = (document.get("reference"), document.get("media"))
    return not source.is_remote and named == (True, source.location)


def verify_source(folder: Path) -> list[str]:
    """What is wrong with the media of a kept source; nothing where none is kept.

    Raises OutsideError as `read_source_record`.
    """
    if not is_source_there(folder):
        return []
    try:
        record = _record(read_source_json(folder) or {}, folder)
    except (OSError, ValueError, KeyError, TypeError):
        return [f"no valid {SOURCE_JSON}"]
    name = record.media_path.name
    if not record.media_path.is_file():
        return [f"{name}: missing"]
    return verify_file(record.media_path, record.sha256, name=name)


def _was_replaced(original: Path, media: Path) -> bool:
    """Whether a local file was put in the place of the one that was linked; a missing one was not."""
    try:
        return not original.samefile(media)
    except OSError:
        return False


def _record(document: Mapping[str, Any], folder: Path) -> SourceRecord:
    if document["schema_version"] != SCHEMA_VERSION:
        raise ValueError(f"expected schema_version {SCHEMA_VERSION}")
    return SourceRecord(
        key=str(document["key"]),
        media_path=source_media(folder, document),
        sha256=str(document["sha256"]),
        size_bytes=int(document["size_bytes"]),
        license=str(document["license"]),
        document=document,
    )


def write_source_record(folder: Path, document: Mapping[str, Any]) -> SourceRecord:
    """Write `source.json`, the last file of a source's folder."""
    whole = {"schema_version": SCHEMA_VERSION, **document}
    write_json(folder / SOURCE_JSON, whole)
    return _record(whole, folder)
