"""The original sound is taken, whatever its codec; where only another is to be had, that is recorded."""

import random
import shutil
import threading
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from pipelines.download_case import render_video
from pipelines.youtube_server import Track, Video, YoutubeServer

from avisbuild_pipelines.download import DownloadSettings, RateLimiter, download_source
from avisbuild_pipelines.manifest.sources import youtube_source

VIDEO = "dQw4w9WgXcQ"
EN, DE = Track(file="en.m4a", language="en"), Track(file="de.m4a", language="de")
_in_opus = partial(replace, file="en.webm", itag=251, codec="opus")


@pytest.fixture(scope="module")
def www(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures, and sounds that only their names tell apart."""
    folder = tmp_path_factory.mktemp("www")
    render_video(folder / "pictures.mp4", "-map", "0", "-c:v", "libx264")
    render_video(folder / "en.m4a", "-map", "1", "-c:a", "aac")
    render_video(folder / "en.webm", "-map", "1", "-c:a", "libopus")
    shutil.copy(folder / "en.m4a", folder / "de.m4a")
    return folder


DUBBED = replace(DE, content="dubbed-auto")
_unsaid = partial(replace, says_content=False)


@pytest.mark.parametrize(
    ("tracks", "taken", "is_dubbed"),
    [
        ([replace(EN, language="")], "en.m4a", False),
        ([DUBBED, EN], "en.m4a", False),
        ([DUBBED, _in_opus(EN)], "en.webm", False),
        ([replace(DUBBED, is_default=True), EN], "en.m4a", False),
        ([replace(DUBBED, is_default=True), _unsaid(EN)], "en.m4a", False),
        ([_unsaid(DE), _in_opus(_unsaid(EN), is_default=True)], "en.webm", False),
        ([replace(EN, content="descriptive"), EN], "en.m4a", False),
        ([DUBBED], "de.m4a", True),
        ([replace(DUBBED, is_default=True)], "de.m4a", True),
        ([_unsaid(DE)], "de.m4a", True),
        ([replace(EN, content="descriptive")], "en.m4a", True),
    ],
    ids=[
        "one sound of no language",
        "the original beside a dubbed one",
        "the original in another codec",
        "a dubbed one that is played unasked",
        "a dubbed one that is played unasked, and one of which nothing is said",
        "what is played unasked, in another codec",
        "a description for the blind beside the original",
        "only a dubbed one",
        "only a dubbed one that is played unasked",
        "only one that is not the one played unasked",
        "only a description for the blind",
    ],
)
def test_youtubes_original_sound_is_taken_before_codec_and_another_is_recorded(
    www: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    tracks: Sequence[Track],
    taken: str,
    is_dubbed: bool,
) -> None:
    video = Video(video_id=VIDEO, pictures="pictures.mp4", tracks=tracks, length_s=2)
    limiter = RateLimiter(sleep=lambda *_: None, rng=random.Random(0))
    with YoutubeServer(www, video) as server:
        server.reach(monkeypatch)
        record = download_source(
            youtube_source(VIDEO),
            tmp_path / "source",
            DownloadSettings(socket_timeout_s=5.0, max_attempts=1),
            limiter,
            lambda _: None,
            threading.Event(),
        )
        files = [request.path for request in server.requests if "googlevideo" in request.host]
    assert files == ["/pictures.mp4", f"/{taken}"]
    assert record.document["dubbed"] is is_dubbed
    assert record.document["extractor"] == "youtube"
