"""What was downloaded and proved gets its final name, and the record that makes it count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from avisbuild.files import sync_folder
from avisbuild.system import disk
from avisbuild_pipelines.download.language import is_dubbed
from avisbuild_pipelines.download.license import UNKNOWN_LICENSE, YOUTUBE_STANDARD, license_name
from avisbuild_pipelines.download.local import media_fields
from avisbuild_pipelines.download.messages import clean_title
from avisbuild_pipelines.download.partial import remove_partial
from avisbuild_pipelines.download.proof import MediaFacts
from avisbuild_pipelines.download.record import SourceRecord, write_source_record
from avisbuild_pipelines.manifest.sources import Source, SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A file in the partial folder that was proved, and what the site said of it."""

    path: Path
    facts: MediaFacts
    sha256: str
    info: Mapping[str, Any]


def publish(
    fetched: Fetched, source: Source, folder: Path, *, stated_license: str, history: Sequence[str]
) -> SourceRecord:
    """Move the media to its name, then write the record that makes it count."""
    size = fetched.path.stat().st_size
    target = folder / f"source.{fetched.facts.extension}"
    disk.flush_file(fetched.path)
    disk.replace(fetched.path, target)
    sync_folder(folder)
    info = fetched.info
    record = write_source_record(
        folder,
        {
            **media_fields(fetched.facts, fetched.sha256, size),
            "key": source.key,
            "kind": source.kind,
            "source": source.location,
            "synthetic": source.synthetic,
            "media": target.name,
            "reference": False,
            "license": found_license(source, info, stated_license),
            "license_stated": stated_license,
            "license_found": clean_title(info.get("license")),
            "attempts": len(history) + 1,
            "history": list(history),
            "fetched_at": datetime.now(UTC).isoformat(timespec="seconds"),
            **_said_by_site(source, info),
            **_tool_versions(),
        },
    )
    remove_partial(fetched.path.parent)
    return record


def _said_by_site(source: Source, info: Mapping[str, Any]) -> dict[str, Any]:
    """The site's own words, cleaned; media URLs, headers and cookies are left out."""
    formats = info.get("requested_formats") or [info]
    names = ("title", "channel", "channel_id", "uploader", "upload_date", "availability")
    return {
        **{name: clean_title(info.get(name)) for name in names},
        "webpage_url": source.location
        if source.kind is SourceKind.HTTPS
        else clean_title(info.get("webpage_url")),
        "extractor": clean_title(info.get("extractor")),
        "format_ids": [clean_title(one.get("format_id")) for one in formats],
        "dubbed": is_dubbed(info),
    }


def _tool_versions() -> dict[str, str]:
    names = ("yt-dlp", "yt-dlp-ejs", "avisbuild")
    versions: dict[str, str] = {}
    for name in names:
        try:
            versions[f"{name.replace('-', '_')}_version"] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[f"{name.replace('-', '_')}_version"] = ""
    return versions


def found_license(source: Source, info: Mapping[str, Any], stated_license: str) -> str:
    """What the site states; on YouTube its silence means its own standard licence."""
    found = license_name(clean_title(info.get("license")))
    if found != UNKNOWN_LICENSE:
        return found
    if source.kind is SourceKind.YOUTUBE:
        return YOUTUBE_STANDARD
    return license_name(stated_license)
