"""Sources that lie on this machine: linked or referred to, never copied."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from avisbuild.files import sha256_of, sync_folder
from avisbuild.system import disk
from avisbuild_pipelines.download.failures import DownloadFailure
from avisbuild_pipelines.download.license import check_license, license_name
from avisbuild_pipelines.download.proof import MediaFacts, prove_media
from avisbuild_pipelines.download.record import SourceRecord, write_source_record
from avisbuild_pipelines.download.settings import DownloadSettings
from avisbuild_pipelines.manifest.sources import Source


def take_local(
    source: Source,
    folder: Path,
    settings: DownloadSettings,
    say: Callable[[str], None],
    *,
    sha256: str,
    stated_license: str,
    allow: Callable[[Path], None],
) -> SourceRecord:
    """Prove a local file and link it into `folder`; refer to it by path where a link cannot be made.

    `allow` is then told of the file, which is read by that reference from now on.
    """
    check_license(stated_license, settings.require_license)
    path = _readable(source)
    say("checking the file")
    try:
        facts = prove_media(path, settings.limits)
        check_size(path.stat().st_size, settings)
        digest = sha256_of(path)
        check_hash(digest, sha256)
        folder.mkdir(parents=True, exist_ok=True)
        linked = _link(path, folder / f"source.{facts.extension}")
        state = path.stat()
    except OSError as error:
        raise DownloadFailure(
            "local-file",
            path=path,
            reason=error.strerror or error,
            code=os_error_code(error),
            original=str(error),
        ) from error
    if not linked:
        allow(path)
    document: dict[str, Any] = {
        **media_fields(facts, digest, state.st_size),
        "key": source.key,
        "kind": source.kind,
        "source": source.location,
        "synthetic": source.synthetic,
        "license": license_name(stated_license),
        "media": f"source.{facts.extension}" if linked else str(path),
        "reference": not linked,
        # Where the file is the user's own, a change of it must be noticed.
        "media_mtime_ns": state.st_mtime_ns,
    }
    return write_source_record(folder, document)


def media_fields(facts: MediaFacts, sha256: str, size_bytes: int) -> Mapping[str, Any]:
    """What every `source.json` says of its media file."""
    return {
        "sha256": sha256,
        "size_bytes": size_bytes,
        "container": facts.container,
        "duration_s": facts.duration_s,
        "video_codec": facts.video_codec,
        "audio_codec": facts.audio_codec,
        "width_px": facts.width_px,
        "height_px": facts.height_px,
    }


def check_hash(found: str, expected: str) -> None:
    """Raise DownloadFailure when the manifest expects another file."""
    if expected and found != expected:
        raise DownloadFailure(
            "sha256-differs", expected=expected, found=found, code="hash-mismatch", original=found
        )


def check_size(size_bytes: int, settings: DownloadSettings) -> None:
    """Raise DownloadFailure when the file is too large; when it is too long, `prove_media` has said so."""
    most = settings.limits.max_bytes
    if size_bytes > most:
        raise DownloadFailure("file-too-large", byte_count=size_bytes, limit=most, code="limit")


def os_error_code(error: OSError) -> str:
    """The failure code of an error of this machine, never the video's fault."""
    import errno

    return "disk-full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "os-error"


def _readable(source: Source) -> Path:
    path = Path(source.location)
    # Since the manifest was read, a link may have been put in its place.
    if path.exists() and path.resolve() != path:
        raise DownloadFailure("local-link", path=path, code="unreadable-file")
    if not path.exists():
        raise DownloadFailure("local-missing", path=path, code="missing")
    if not path.is_file():
        raise DownloadFailure("local-no-file", path=path, code="unreadable-file")
    try:
        with path.open("rb"):
            return path
    except OSError as error:
        raise DownloadFailure(
            "local-file", path=path, reason=error.strerror, code="unreadable-file"
        ) from error


def _link(path: Path, target: Path) -> bool:
    """Hard-link `path` to `target`; False where the file systems differ or forbid it."""
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    try:
        os.link(path, part)
        disk.replace(part, target)
    except OSError:
        part.unlink(missing_ok=True)
        return False
    part.unlink(missing_ok=True)
    sync_folder(target.parent)
    return True
