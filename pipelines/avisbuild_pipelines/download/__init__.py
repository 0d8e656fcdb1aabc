"""Getting one source into its folder: by yt-dlp or from a disk, proved to be whole, with a record."""

from avisbuild_pipelines.download.failures import (
    DownloadFailure,
    FailureClass,
    failure_kind,
    failure_table,
)
from avisbuild_pipelines.download.fetch_source import download_source
from avisbuild_pipelines.download.rate_limit import RateLimiter
from avisbuild_pipelines.download.record import (
    SourceRecord,
    read_source_record,
    refers_to,
    verify_source,
)
from avisbuild_pipelines.download.settings import DownloadSettings

__all__ = [
    "DownloadFailure",
    "DownloadSettings",
    "FailureClass",
    "RateLimiter",
    "SourceRecord",
    "download_source",
    "failure_kind",
    "failure_table",
    "read_source_record",
    "refers_to",
    "verify_source",
]
