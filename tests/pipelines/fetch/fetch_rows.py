"""Manifest rows and sources for the tests of fetching, without a manifest or a file."""

from avisbuild.records import VideoId
from avisbuild_pipelines.manifest import ManifestRow
from avisbuild_pipelines.manifest.sources import Source, SourceKind


def a_source(name: str = "a", host: str = "media.example.org") -> Source:
    if not host:
        return Source(kind=SourceKind.LOCAL, key=f"local-{name}", location=f"/media/{name}.mp4")
    return Source(kind=SourceKind.HTTPS, key=f"web-{name}", location=f"https://{host}/{name}.mp4")


def a_row(
    video_id: str = "dog_0001", source: Source | None = None, **values: object
) -> ManifestRow:
    known: dict[str, object] = {"row_sha256": f"hash of {video_id}", "start_ms": 0, "end_ms": 3000}
    return ManifestRow(video_id=VideoId(video_id), source=source or a_source(), **(known | values))  # type: ignore[arg-type]  # the tests name the fields they need
