"""One attempt of yt-dlp at one source: look it up, decide, download into the partial folder."""

import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

# Set before the import: a plugin installed on this machine must not run here.
os.environ["YTDLP_NO_PLUGINS"] = "1"

import yt_dlp
from yt_dlp.networking.common import RequestDirector
from yt_dlp.utils import DownloadCancelled

from avisbuild.media.formats import WHITELISTS
from avisbuild.media.tools import ffmpeg_path
from avisbuild_pipelines.download.failures import DownloadFailure
from avisbuild_pipelines.download.language import SPOKEN
from avisbuild_pipelines.download.messages import YtdlpLog
from avisbuild_pipelines.download.settings import DownloadSettings
from avisbuild_pipelines.download.transport import Guard, guarded_director
from avisbuild_pipelines.manifest.sources import Source, SourceKind

OUTPUT_NAME = "source"
_EXTRACTORS = {
    SourceKind.YOUTUBE: ["youtube"],
    SourceKind.HTTPS: ["generic", "html5"],
}
# Whole files only: for streams yt-dlp may hand an address to ffmpeg, which nobody watches over.
_PROTOCOLS = frozenset({"http", "https"})
_FFMPEG_INPUT = [part for name, value in WHITELISTS.items() for part in (f"-{name}", value)]


class Interrupted(DownloadCancelled):  # type: ignore[misc]  # yt-dlp ships no types
    """Ends a download from within; carries what is to be told."""

    def __init__(self, failure: DownloadFailure) -> None:
        super().__init__(str(failure))
        self.failure = failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What one attempt is made with; `partial` is the folder for files that are not whole yet."""

    source: Source
    partial: Path
    settings: DownloadSettings
    guard: Guard
    say: Callable[[str], None]
    stop: threading.Event
    cookies: StringIO | None = None


class GuardedYoutubeDL(yt_dlp.YoutubeDL):  # type: ignore[misc]  # yt-dlp ships no types
    """yt-dlp whose requests all go through the guard."""

    def __init__(self, options: dict[str, Any], attempt: Attempt) -> None:
        self._attempt = attempt
        super().__init__(options)

    def close(self) -> None:
        """Close the connections and write the lent cookies back to their copy."""
        super().close()
        director = self.__dict__.pop("_guarded_director", None)
        if director is not None:
            director.close()

    def get_output_path(self, dir_type: str = "", filename: str | None = None) -> str:
        """Name every file inside the partial folder, with no "$" or "~" of its path expanded."""
        del dir_type
        return str(self._attempt.partial.absolute() / Path(filename or "").name)

    @property
    def _request_director(self) -> RequestDirector:
        director = self.__dict__.get("_guarded_director")
        if director is None:
            director = guarded_director(self.build_request_director, self._attempt.guard)
            self.__dict__["_guarded_director"] = director
        return director

    def dl(self, name: str, info: dict[str, Any], **options: Any) -> Any:
        """Download one format, if it is a whole file on a web server."""
        if info.get("protocol", "https") not in _PROTOCOLS:
            raise Interrupted(
                DownloadFailure("offered-only-as", protocol=info["protocol"], code="no-format-here")
            )
        return super().dl(name, info, **options)


def open_ytdlp(attempt: Attempt, log: YtdlpLog) -> GuardedYoutubeDL:
    """A yt-dlp for one attempt; an instance is not to be shared between threads."""
    return GuardedYoutubeDL(_options(attempt, log), attempt)


def look_up(ydl: GuardedYoutubeDL, source: Source) -> dict[str, Any]:
    """What the site says of the source, with the formats chosen; raises yt-dlp's errors."""
    info = ydl.extract_info(source.location, download=False)
    entries = list(info.get("entries") or []) if info else []
    if info and info.get("_type") in ("playlist", "multi_video"):
        if len(entries) != 1:
            raise Interrupted(DownloadFailure("several-videos", code="several-videos"))
        info = entries[0]
    if not info:
        raise Interrupted(DownloadFailure("nothing-there", code="no-file"))
    return dict(info)


def download(ydl: GuardedYoutubeDL, info: dict[str, Any], attempt: Attempt) -> Path:
    """Download what `look_up` chose; gives the file, which is not proved yet."""
    result = ydl.process_ie_result(info, download=True)
    whole = [
        path
        for path in sorted(attempt.partial.glob(f"{OUTPUT_NAME}.*"))
        if path.suffix not in (".part", ".ytdl", ".json") and path.is_file()
    ]
    named = [
        Path(part["filepath"])
        for part in (result or {}).get("requested_downloads") or []
        if part.get("filepath")
    ]
    found = [path for path in named if path in whole] or whole
    if len(found) != 1:
        raise Interrupted(DownloadFailure("download-left-nothing", code="no-file"))
    return found[0]


def _options(attempt: Attempt, log: YtdlpLog) -> dict[str, Any]:
    settings = attempt.settings
    return {
        # Nothing of the manifest or the site is part of a name.
        "outtmpl": {"default": f"{OUTPUT_NAME}.%(ext)s"},
        "format": _format_choice(settings.max_height_px),
        "format_sort": ["res", "lang", "vcodec:h264", "acodec:aac", "ext:mp4:m4a"],
        "merge_output_format": "mp4/mkv",
        "allowed_extractors": _EXTRACTORS[attempt.source.kind],
        "noplaylist": True,
        "playlist_items": "1-2",
        "socket_timeout": settings.socket_timeout_s,
        # Trying again is ours: yt-dlp would not wait, and would not know what is permanent.
        "retries": 0,
        "fragment_retries": 0,
        "extractor_retries": 0,
        "file_access_retries": 0,
        "continuedl": True,
        "overwrites": True,
        "updatetime": False,
        "fixup": "never",
        "ignoreerrors": False,
        "hls_prefer_native": True,
        "external_downloader": "native",
        "enable_file_urls": False,
        "geo_bypass": False,
        "proxy": "",
        "js_runtimes": {"deno": {}},
        "remote_components": [],
        "cachedir": str(settings.cache_dir) if settings.cache_dir else False,
        "cookiefile": attempt.cookies,
        "ffmpeg_location": str(ffmpeg_path()),
        "postprocessors": [],
        "postprocessor_args": {"merger+ffmpeg_i": _FFMPEG_INPUT},
        "progress_hooks": [_watcher(attempt)],
        "match_filter": _no_live,
        "logger": log,
        "quiet": True,
        "noprogress": True,
        "no_color": True,
        "color": "never",
    }


def _format_choice(max_height_px: int) -> str:
    """The original language first; then H.264 and AAC: decoded sparsely, in SDR, and by everything else."""
    file = "[protocol^=http][protocol!*=dash]"
    low = f"[height<=?{max_height_px}]"
    wanted = [
        choice
        for spoken in SPOKEN
        for choice in (
            f"bv{file}{low}[vcodec^=avc1]+ba{file}[acodec^=mp4a]{spoken}",
            f"b{file}{low}[vcodec^=avc1][acodec^=mp4a]{spoken}",
            f"bv{file}{low}+ba{file}{spoken}",
            f"b{file}{low}{spoken}",
        )
    ]
    return "/".join([*wanted, f"wv*{file}+ba{file}", f"w{file}", f"bv*{file}{low}"])


def _no_live(info: Mapping[str, Any], *, incomplete: bool = False) -> None:
    del incomplete
    if info.get("live_status") in ("is_live", "is_upcoming", "post_live") or info.get("is_live"):
        status = info.get("live_status") or "is_live"
        raise Interrupted(DownloadFailure("live-stream", status=status, code="live"))


def _watcher(attempt: Attempt) -> Callable[[Mapping[str, Any]], None]:
    """Ends a download that is stopped or grows past the limit, and tells how far it is."""
    limit = attempt.settings.limits.max_bytes
    told = -1

    def watch(state: Mapping[str, Any]) -> None:
        nonlocal told
        if attempt.stop.is_set():
            raise Interrupted(DownloadFailure("stopped", code="stopped", attempts=0))
        done, total = state.get("downloaded_bytes") or 0, state.get("total_bytes") or 0
        if max(done, total) > limit:
            raise Interrupted(
                DownloadFailure(
                    "download-too-large", byte_count=max(done, total), limit=limit, code="limit"
                )
            )
        tenth = done * 10 // total if total else -1
        if tenth != told:
            told = tenth
            attempt.say(f"downloading {tenth * 10} %" if total else "downloading")

    return watch
