"""From a manifest of every kind of source to clipped videos, in one go and through the real yt-dlp."""

import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from media.clipping import sound
from pipelines.download_case import render_video
from pipelines.youtube_server import Track, Video, YoutubeServer
from program_here import run_here

from avisbuild.store import Project
from avisbuild_pipelines.download import RateLimiter
from avisbuild_pipelines.fetch import fetching

OURS, DUBBED, GONE = "dQw4w9WgXcQ", "E0zx8GIBI_Y", "aaaaaaaaaaa"


@pytest.fixture
def lab(tmp_path: Path, fetch_media: Path) -> Path:
    """A manifest, a folder with MUSIC-AVQA's videos, a local file, and what the site has, in `www`."""
    www = tmp_path / "www"
    www.mkdir()
    render_video(www / "pictures.mp4", "-map", "0", "-c:v", "libx264", seconds=4)
    render_video(www / "sound.m4a", "-map", "1", "-c:a", "aac", seconds=4)
    for folder, name in (("Real", "00000768"), ("Synthetic", "sa00000768")):
        place = tmp_path / "avqa" / f"MUSIC-AVQA-videos-{folder}"
        place.mkdir(parents=True)
        shutil.copy(fetch_media / "a0.mp4", place / f"{name}.mp4")
    shutil.copy(fetch_media / "a1.mp4", tmp_path / "cafe\u0301.mp4")
    rows = [
        "video_id,source,start,end,split,labels",
        f"first,yt:{OURS},0,2,train,violin",
        f"second,https://youtu.be/{OURS},0.9999999999999999,3,train,violin",
        f"dubbed,yt:{DUBBED},,,test,person",
        f"gone,yt:{GONE},,,,",
        "real,music-avqa:00000768,,,val,guitar",
        "synthetic,music-avqa:sa00000768,1,3,,guitar",
        "local,local:caf\u00e9.mp4,,,,dog",
    ]
    (tmp_path / "manifest.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")
    return tmp_path


def _clip(lab: Path, video_id: str) -> dict[str, Any]:
    document = json.loads((lab / "p" / "videos" / video_id / "clip.json").read_bytes())
    assert isinstance(document, dict)
    return document


def test_youtube_and_music_avqa_rows_become_videos(
    lab: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sounds = {
        OURS: [Track(file="sound.m4a")],
        DUBBED: [Track(file="sound.m4a", language="de", content="dubbed-auto", is_default=True)],
    }
    site = [
        Video(video_id=each, pictures="pictures.mp4", tracks=tracks, length_s=4)
        for each, tracks in sounds.items()
    ]
    limiter = RateLimiter(sleep=lambda *_: None, rng=random.Random(0))
    monkeypatch.setattr(fetching, "_limiter", lambda _: limiter)
    assert run_here("init", lab / "p", "--recipe", "aviseg") == 0
    words = ("fetch", lab / "manifest.csv", "--project", lab / "p", "--jobs", "1")
    with YoutubeServer(lab / "www", *site) as server:
        server.reach(monkeypatch)
        assert run_here(*words, "--music-avqa-root", lab / "avqa") == 1  # one is gone
        hosts = {request.host for request in server.requests}
        media = [each.path for each in server.requests if "googlevideo" in each.host]
        server.requests.clear()
        assert run_here(*words, "--music-avqa-root", lab / "avqa") == 1
        assert server.requests == []
    said = capsys.readouterr().out
    assert hosts == {"www.youtube.com", "rr1---sn-test.googlevideo.com"}
    once_each = ["/pictures.mp4", "/pictures.mp4", "/sound.m4a", "/sound.m4a"]
    assert sorted(media) == once_each, "one download for the two rows of a source"
    assert "look at 1 flagged dubbed: dubbed" in said
    assert "gone: removed: " in said

    lengths = {"first": 2, "second": 2, "dubbed": 4, "real": 4, "synthetic": 2, "local": 4}
    with Project.open(lab / "p") as project:
        assert {video.video_id: video.second_count for video in project.videos()} == lengths
    assert run_here("verify", "--project", lab / "p") == 0
    for video_id, length in lengths.items():
        folder = lab / "p" / "videos" / video_id
        assert len(list((folder / "frames").glob("*.jpg"))) == length
        assert len(sound(folder / "audio.wav")) == length * 16_000
        assert ("dubbed" in _clip(lab, video_id)["flags"]) == (video_id == "dubbed")
    assert _clip(lab, "second")["start_ms"] == 1000
    assert _clip(lab, "first")["source"]["extractor"] == "youtube"
    assert [_clip(lab, each)["source"]["synthetic"] for each in ("real", "synthetic")] == [
        False,
        True,
    ]
