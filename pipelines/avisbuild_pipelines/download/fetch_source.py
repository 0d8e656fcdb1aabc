"""Getting one source into its folder, from the network or from a disk of this machine."""

import threading
from collections.abc import Callable
from pathlib import Path

from avisbuild_pipelines.download.license import check_license
from avisbuild_pipelines.download.local import take_local
from avisbuild_pipelines.download.rate_limit import RateLimiter
from avisbuild_pipelines.download.record import SourceRecord, read_source_record, refers_to
from avisbuild_pipelines.download.settings import DownloadSettings
from avisbuild_pipelines.manifest.sources import Source


def download_source(
    source: Source,
    folder: Path,
    settings: DownloadSettings,
    limiter: RateLimiter,
    say: Callable[[str], None],
    stop: threading.Event,
    *,
    sha256: str = "",
    stated_license: str = "",
    allow: Callable[[Path], None] = lambda _: None,
) -> SourceRecord:
    """Put the media of `source` and `source.json` into `folder`, the source's own `sources/<key>`.

    A source that is there already costs no request. `sha256` is the hash that the manifest expects,
    `stated_license` the licence that it names; `say` is told of each step in a few words; `stop`
    ends waiting and downloading soon. `allow` is told of a local file that is referred to, not linked.
    Raises DownloadFailure, and OutsideError where the record refers to a file that nobody named.
    """
    if refers_to(source, folder):
        allow(Path(source.location))
    record = read_source_record(source, folder)
    if record is None:
        if source.is_remote:
            from avisbuild_pipelines.download.remote import take_remote

            record = take_remote(
                source,
                folder,
                settings,
                limiter,
                say,
                stop,
                sha256=sha256,
                stated_license=stated_license,
            )
        else:
            record = take_local(
                source,
                folder,
                settings,
                say,
                sha256=sha256,
                stated_license=stated_license,
                allow=allow,
            )
    check_license(record.license, settings.require_license)
    return record
