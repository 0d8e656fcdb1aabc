"""A YouTube on loopback: yt-dlp's own extractor asks it, and is answered as the site would answer.

The pages and the answers of the player are made here; names, addresses and TLS are the site's only for
yt-dlp: its connections are led to this machine behind the guard, which has judged every URL before.
"""

import http.client
import json
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

import pytest
from pipelines.media_server import Behaviour, Body, MediaServer, Request

from avisbuild_pipelines.download import transport

_MEDIA_HOST = "https://rr1---sn-test.googlevideo.com"


@dataclass(frozen=True, kw_only=True)
class Track:
    """One sound of a video: which file, in which language and how that is marked (`original`, `dubbed-auto`).

    Without a language it is the only sound, of which the site says nothing.
    """

    file: str
    itag: int = 140
    codec: str = "mp4a.40.2"
    language: str = ""
    content: str = "original"
    is_default: bool = False
    says_content: bool = True


@dataclass(frozen=True, kw_only=True)
class Video:
    """What the site has of one video: pictures in one file, and its sounds."""

    video_id: str
    pictures: str
    tracks: Sequence[Track]
    length_s: int
    title: str = "A title"


class YoutubeServer(MediaServer):
    """Answers for the videos that it was given."""

    def __init__(self, folder: Path, *videos: Video) -> None:
        super().__init__(folder)
        self.videos = {video.video_id: video for video in videos}

    def next_behaviour(self, request: Request) -> Behaviour:
        behaviour = super().next_behaviour(request)
        match request.path:
            case "/watch":
                (video_id,) = parse_qs(request.query)["v"]
                return Body(_page(self._player(video_id)).encode())
            case "/youtubei/v1/player":
                return _json(self._player(json.loads(request.body)["videoId"]))
            case "/youtubei/v1/next":
                return _json({"contents": {}})
        return behaviour

    def reach(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Lead every connection of this process's downloads here, without TLS."""

        def here(*_: object, **__: object) -> socket.socket:
            return socket.create_connection(("127.0.0.1", self.port))

        def https_open(self: Any, req: Any) -> Any:
            return self._open(http.client.HTTPConnection, req)

        monkeypatch.setattr(transport.Guard, "connect", here)
        monkeypatch.setattr(transport._GuardedHandler, "https_open", https_open)

    def _player(self, video_id: str) -> dict[str, Any]:
        video = self.videos.get(video_id)
        if video is None:
            return {
                "playabilityStatus": {"status": "ERROR", "reason": "Video unavailable"},
                "videoDetails": {"videoId": video_id},
            }
        formats = [self._pictures(video), *(self._sound(track) for track in video.tracks)]
        return {
            "playabilityStatus": {"status": "OK"},
            "streamingData": {"adaptiveFormats": formats, "expiresInSeconds": "21540"},
            "videoDetails": {
                "videoId": video_id,
                "title": video.title,
                "lengthSeconds": str(video.length_s),
                "isLiveContent": False,
            },
        }

    def _pictures(self, video: Video) -> dict[str, Any]:
        return {
            **self._format(video.pictures, 137),
            "mimeType": 'video/mp4; codecs="avc1.640028"',
            "height": 96,
            "width": 160,
            "fps": 10,
            "quality": "hd1080",
            "qualityLabel": "1080p",
        }

    def _sound(self, track: Track) -> dict[str, Any]:
        container = "webm" if track.codec == "opus" else "mp4"
        found = {
            **self._format(track.file, track.itag),
            "mimeType": f'audio/{container}; codecs="{track.codec}"',
            "audioQuality": "AUDIO_QUALITY_MEDIUM",
            "audioChannels": 2,
            "audioSampleRate": "48000",
        }
        if not track.language:
            return found
        word = {"original": " original", "descriptive": " descriptive"}.get(track.content, "")
        if track.says_content:
            found["url"] += "&xtags=" + quote(f"acont={track.content}:lang={track.language}")
        found["audioTrack"] = {
            "id": f"{track.language}.4",
            "displayName": f"{track.language}{word if track.says_content else ''}",
            "audioIsDefault": track.is_default,
        }
        return found

    def _format(self, file: str, itag: int) -> dict[str, Any]:
        return {
            "itag": itag,
            "url": f"{_MEDIA_HOST}/{file}?itag={itag}",
            "contentLength": str((self.folder / file).stat().st_size),
            "bitrate": 100_000,
        }


def _page(player: Mapping[str, Any]) -> str:
    return (
        "<!DOCTYPE html><html><head><title>A page</title></head><body><script>"
        'ytcfg.set({"INNERTUBE_CONTEXT": {"client": {"clientName": "WEB"}}});'
        f"var ytInitialPlayerResponse = {json.dumps(player)};"
        'var ytInitialData = {"contents": {}};'
        "</script></body></html>"
    )


def _json(document: Mapping[str, Any]) -> Body:
    return Body(json.dumps(document).encode(), "application/json")
