"""What a hostile site or file may not do: the canary server must see no request."""

import os
import socket
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pipelines.download_case import Case, render_video
from pipelines.media_server import Body, MediaServer, Redirect, Status, video_page
from yt_dlp.networking.exceptions import HTTPError

from avisbuild_pipelines.download import download_source, ytdlp
from avisbuild_pipelines.download.cookies import WARNING
from avisbuild_pipelines.download.messages import YtdlpLog
from avisbuild_pipelines.download.transport import Guard, SiteBlockedError
from avisbuild_pipelines.manifest.allowed_hosts import is_public
from avisbuild_pipelines.manifest.sources import Source, SourceKind, youtube_source

MPD = """<?xml version="1.0"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT2S"><Period>
<AdaptationSet mimeType="video/mp4"><Representation id="v" codecs="avc1.64000d" width="160" height="90"
 bandwidth="9"><BaseURL>v.mp4</BaseURL></Representation></AdaptationSet>
<AdaptationSet mimeType="audio/mp4"><Representation id="s" codecs="mp4a.40.2"
 bandwidth="9"><BaseURL>s.m4a</BaseURL></Representation></AdaptationSet></Period></MPD>"""


@pytest.fixture(scope="module")
def www(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("www")
    render_video(folder / "a.mp4")
    render_video(folder / "v.mp4", "-map", "0:v", "-c:v", "libx264")
    render_video(folder / "s.m4a", "-map", "1:a", "-c:a", "aac")
    return folder


@pytest.fixture
def case(tmp_path: Path, www: Path) -> Iterator[Case]:
    with MediaServer(www) as server:
        yield Case(tmp_path / "source", server)


@pytest.fixture
def canary(www: Path) -> Iterator[MediaServer]:
    with MediaServer(www) as server:
        yield server


def test_a_redirect_to_a_host_that_is_not_allowed_is_refused(
    case: Case, canary: MediaServer
) -> None:
    case.server.script("r.mp4", Redirect(canary.url("a.mp4")))
    failure = case.failure("r.mp4")
    assert failure.code == "address-refused"
    assert canary.requests == []


def test_a_page_whose_video_lies_on_a_local_host_is_refused(
    case: Case, canary: MediaServer
) -> None:
    case.server.script("page.html", video_page(canary.url("a.mp4")))
    assert case.failure("page.html").code == "address-refused"
    assert canary.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/a.mp4",
        "data:video/mp4;base64,AAAA",
        "http://169.254.169.254/",
    ],
)
def test_nothing_but_the_web_is_reached_by_redirect_or_page(case: Case, url: str) -> None:
    case.server.script("r.mp4", Redirect(url))
    assert case.failure("r.mp4").code in ("bad-redirect", "address-refused")
    case.server.script("page.html", video_page(url))
    assert case.failure("page.html").code in (
        "no-format-here",
        "unsupported-url",
        "address-refused",
    )
    assert not list(case.folder.rglob("source.*"))


def test_a_redirect_out_of_encryption_is_refused_before_the_name_is_looked_up(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo

    def note(host: str, *options: Any, **named: Any) -> Any:
        asked.append(host)
        return real(host, *options, **named)

    monkeypatch.setattr(socket, "getaddrinfo", note)
    case.server.script("r.mp4", Redirect("http://media.example.org/a.mp4"))
    failure = case.failure("r.mp4")
    assert failure.code == "address-refused"
    assert "not encrypted" in str(failure)
    assert set(asked) == {"127.0.0.1"}


def test_429_opens_the_breaker_even_when_yt_dlp_would_go_on(case: Case, tmp_path: Path) -> None:
    attempt = ytdlp.Attempt(
        source=case.source("a.mp4"),
        partial=tmp_path,
        settings=case.settings(),
        guard=Guard(case.limiter, case.allowed),
        say=case.said.append,
        stop=case.stop,
    )
    case.server.script("a.mp4", Status(429, {"Retry-After": "600"}))
    with ytdlp.open_ytdlp(attempt, YtdlpLog()) as ydl:
        with pytest.raises(HTTPError):
            ydl.urlopen(case.server.url("a.mp4"))
        with pytest.raises(SiteBlockedError):
            ydl.urlopen(case.server.url("v.mp4"))
    assert [request.path for request in case.server.requests] == ["/a.mp4"]


def test_a_public_name_that_answers_with_a_local_address_is_not_connected_to(
    case: Case, canary: MediaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo
    asked: list[str] = []

    def rebound(host: str, port: Any, *options: Any, **named: Any) -> Any:
        asked.append(host)
        return real("127.0.0.1", canary.port, *options, **named)

    monkeypatch.setattr(socket, "getaddrinfo", rebound)
    for source in (
        youtube_source("dQw4w9WgXcQ"),
        Source(kind=SourceKind.HTTPS, key="x", location="https://media.example.org/a.mp4"),
    ):
        failure = case.failure(source, max_attempts=1)
        assert failure.code == "address-refused"
        assert "127.0.0.1 is not public" in str(failure)
    assert set(asked) == {"www.youtube.com", "media.example.org"}
    assert canary.requests == []


def test_the_address_that_was_checked_is_the_one_that_is_connected_to(
    case: Case, canary: MediaServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is public when asked first and local when asked again is asked only once."""
    answers = iter(["192.0.2.1", "127.0.0.1", "127.0.0.1"])
    connected: list[object] = []

    def resolve(host: str, port: int, *options: Any, **named: Any) -> Any:
        where = (next(answers), canary.port)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", where)]

    def connect(self: socket.socket, where: object) -> None:
        connected.append(where)
        raise OSError("not in this test")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(
        "avisbuild_pipelines.download.transport.is_public", lambda a: a == "192.0.2.1"
    )
    monkeypatch.setattr(socket.socket, "connect", connect)
    source = Source(kind=SourceKind.HTTPS, key="x", location="https://media.example.org/a.mp4")
    case.failure(source, max_attempts=1)
    assert connected == [("192.0.2.1", canary.port)]


def test_separate_picture_and_sound_are_merged(case: Case) -> None:
    case.server.script("m.mpd", Body(MPD.encode(), "application/dash+xml"))
    record = case.fetch("m.mpd")
    assert record.document["format_ids"] == ["v", "s"]
    assert (record.document["video_codec"], record.document["audio_codec"]) == ("h264", "aac")


@pytest.mark.parametrize("kind", ["playlist", "script"])
def test_a_track_that_names_other_files_is_not_followed_in_the_merge(
    case: Case, canary: MediaServer, kind: str
) -> None:
    texts = {
        "playlist": f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{canary.url('a.mp4')}\n#EXT-X-ENDLIST\n",
        # The other track lies beside it under this name, and has sound in this test.
        "script": "ffconcat version 1.0\nfile 'source.fv.mp4'\n",
    }
    mpd = MPD.replace("v.mp4", "a.mp4")
    case.server.script("m.mpd", Body(mpd.encode(), "application/dash+xml"))
    case.server.script("s.m4a", Body(texts[kind].encode(), "audio/mp4"))
    assert case.failure("m.mpd").code == "merge-failed"
    assert canary.requests == []


def test_a_stream_of_segments_is_refused_because_ffmpeg_would_fetch_it(
    case: Case, canary: MediaServer
) -> None:
    text = f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{canary.url('a.mp4')}\n#EXT-X-ENDLIST\n"
    case.server.script("l.m3u8", Body(text.encode(), "application/vnd.apple.mpegurl"))
    assert case.failure("l.m3u8").code == "no-format-here"
    assert canary.requests == []


def test_plugins_proxies_and_other_sites_are_off(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert os.environ["YTDLP_NO_PLUGINS"]
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("all_proxy", "http://127.0.0.1:9")
    assert case.fetch("a.mp4").sha256
    assert ytdlp._EXTRACTORS[SourceKind.YOUTUBE] == ["youtube"]


def test_cookies_are_lent_as_a_private_copy_and_recorded_nowhere(
    case: Case, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    jar = tmp_path / "cookies.txt"
    value = "s3cr3t-value"
    jar.write_text(
        f"# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t4102444800\tname\t{value}\n"
    )
    before = jar.read_bytes()
    case.fetch("a.mp4", cookies=jar)
    case.folder = tmp_path / "another"
    case.fetch("a.mp4", cookies=jar)
    assert value in case.server.requests[-1].headers["Cookie"]
    assert jar.read_bytes() == before
    written = b"".join(path.read_bytes() for path in case.folder.rglob("*.json"))
    assert value.encode() not in written
    assert value not in "".join(case.said) + caplog.text
    assert [record.message for record in caplog.records] == [WARNING]
    assert "may close the account" in WARNING


def test_cookies_are_written_into_no_file_that_a_killed_fetch_could_leave(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jar = tmp_path / "cookies.txt"
    jar.write_text(
        "# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t4102444800\ta\ts3cr3t\n"
    )
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    seen: list[bytes] = []

    def look(said: str) -> None:
        found = [*scratch.rglob("*"), *case.folder.rglob("*")]
        seen.extend(path.read_bytes() for path in found if path.is_file())

    download_source(
        case.source("a.mp4"),
        case.folder,
        case.settings(cookies=jar),
        case.limiter,
        look,
        threading.Event(),
    )
    assert case.server.requests[-1].headers["Cookie"] == "a=s3cr3t"
    assert seen
    assert not any(b"s3cr3t" in data for data in seen)


def test_a_cookie_file_that_is_missing_or_none_is_a_local_failure(
    case: Case, tmp_path: Path
) -> None:
    (tmp_path / "bad.txt").write_text('{"json": true}')
    (tmp_path / "binary.txt").write_bytes(b"\xff\xfe\x00")
    for name in ("none.txt", "bad.txt", "binary.txt"):
        failure = case.failure("a.mp4", cookies=tmp_path / name)
        assert (failure.code, failure.attempts) == ("cookies", 0)
    assert case.server.requests == []


def test_the_signature_of_a_media_address_is_in_no_record(case: Case) -> None:
    case.server.script("page.html", video_page(case.server.url("a.mp4?sig=s3cr3t&ip=192.0.2.9")))
    case.fetch("page.html")
    assert case.server.requests[-1].path == "/a.mp4"
    assert "s3cr3t" not in (case.folder / "source.json").read_text()
    assert "s3cr3t" not in "".join(case.said)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("::ffff:8.8.8.8", True),
        ("127.0.0.1", False),
        ("::ffff:10.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104  # the address is refused, not bound
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("224.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
        ("", False),
    ],
)
def test_public_addresses_are_told_from_all_others(address: str, public: bool) -> None:
    assert is_public(address) is public
