"""Files from strangers: nothing else is opened, nothing is reached, and too much is refused early."""

import os
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest
from media.barcode import Barcode, render, steady
from media.shelf import Shelf
from pipelines.download_case import render_video

from avisbuild.errors import MediaError
from avisbuild.media.deadline import Deadline
from avisbuild.media.ffmpeg_graph import full_command
from avisbuild.media.frame_plan import plan_frames
from avisbuild.media.limits import MediaLimits
from avisbuild.media.probe import probe
from avisbuild.media.timeline import read_timeline
from avisbuild.media.tools import ffmpeg_environment

LIMITS = MediaLimits()


@pytest.mark.parametrize(
    ("wider", "said"),
    [(6000, "960000x96, expected at most"), (600, "96000 pixels wide, expected at most")],
)
def test_pixels_that_damage_makes_endlessly_wide_are_refused(
    wider: int, said: str, tmp_path: Path
) -> None:
    picture = "testsrc2=size=160x96:rate=5:duration=1,setsar=2[v]"
    path = tmp_path / "wide.mp4"
    render_video(path, "-filter_complex", picture, "-map", "[v]", "-c:v", "libx264")
    data = bytearray(path.read_bytes())
    shape = data.index(b"pasp") + 4
    data[shape : shape + 8] = struct.pack(">II", wider, 1)
    path.write_bytes(data)
    with pytest.raises(MediaError, match=said) as refused:
        probe(path, LIMITS)
    assert refused.value.code == "limit"


def test_sound_of_a_rate_that_no_recording_has_is_refused(tmp_path: Path) -> None:
    """Found by `make fuzz`: 67 MHz in the header of a Vorbis stream took minutes to resample."""
    path = tmp_path / "fast.webm"
    sources = ("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=5:duration=1")
    sources += ("-f", "lavfi", "-i", "sine=sample_rate=44100:duration=1")
    render_video(path, *sources, "-c:v", "libvpx", "-c:a", "libvorbis")
    assert probe(path, LIMITS).sound
    data = bytearray(path.read_bytes())
    rate = data.index(b"\x01vorbis\0\0\0\0") + 12
    data[rate : rate + 4] = struct.pack("<I", 0x0400AC44)
    path.write_bytes(data)
    with pytest.raises(MediaError, match="67152964 samples a second, expected at most 768000"):
        probe(path, LIMITS)


@pytest.fixture
def visits() -> Iterator[tuple[int, list[bytes]]]:
    """A loopback server that answers nobody and remembers who came: its port and the visits."""
    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                try:
                    visitor, _ = server.accept()
                except OSError:
                    return
                seen.append(b"came")
                visitor.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield server.getsockname()[1], seen
        server.shutdown(socket.SHUT_RDWR)
        thread.join()


def full_run(
    path: Path, like: Path, folder: Path, *, without: str = ""
) -> "subprocess.CompletedProcess[bytes]":
    """Run the full decoder's own command on `path`, as if it had been probed to be like another."""
    info = probe(like, LIMITS)
    line = read_timeline(like, info, LIMITS, Deadline(60))
    plan = plan_frames(
        line, zero_s=info.zero_s, start_ms=None, end_ms=None, offset=0.5, name=like.name
    )
    command = full_command(path, info, plan, LIMITS)
    if without:
        at = command.index(without)
        del command[at : at + 2]
    return subprocess.run(
        command,
        cwd=folder,
        env=ffmpeg_environment(),
        capture_output=True,
        check=False,
        timeout=60,
    )


def never_read(path: Path) -> None:
    """Make the next reading of a file show in its access time, also where that is kept lazily."""
    os.utime(path, (1, path.stat().st_mtime))


def was_read(path: Path) -> bool:
    return path.stat().st_atime != 1


def playlists(canary: Path, port: int) -> dict[str, str]:
    address = f"http://127.0.0.1:{port}/canary.ts"
    head = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n"
    return {
        "HLS with a file": f"{head}{canary}\n#EXT-X-ENDLIST\n",
        "HLS with an address": f"{head}{address}\n#EXT-X-ENDLIST\n",
        "HLS by a nested list": f"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{address}\n",
        "ffconcat with a file": f"ffconcat version 1.0\nfile '{canary.name}'\n",
        "ffconcat with an address": f"ffconcat version 1.0\nfile '{address}'\n",
        "DASH": f'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011">'
        f"<BaseURL>{address}</BaseURL></MPD>",
        "SDP": "v=0\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n",
    }


KINDS = list(playlists(Path("x"), 0))


@pytest.mark.parametrize("suffix", [".mp4", ".m3u8", ".webm"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_list_of_other_files_is_refused_by_both_decoders(
    media: Shelf, tmp_path: Path, visits: tuple[int, list[bytes]], kind: str, suffix: str
) -> None:
    canary = tmp_path / "canary.ts"
    canary.write_bytes(media.barcode("h264-aac.ts").read_bytes())
    never_read(canary)
    port, seen = visits
    trap = tmp_path / f"trap{suffix}"
    trap.write_text(playlists(canary, port)[kind])
    with pytest.raises(MediaError) as caught:
        probe(trap, LIMITS)
    assert caught.value.code == "undecodable"
    finished = full_run(trap, media.barcode("h264-aac.ts"), tmp_path)
    assert finished.returncode != 0
    assert finished.stdout == b""
    assert not was_read(canary)
    assert seen == []


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + bytes(len(data) % 2)


def _avi_with_subtitles(text: bytes) -> bytes:
    """An AVI whose one track holds a file of subtitles (GAB2), which FFmpeg would open in its turn."""
    header = _chunk(b"avih", struct.pack("<14I", 40_000, 0, 0, 0x110, 1, 0, 1, *[0] * 7))
    stream = _chunk(b"strh", b"txts" + struct.pack("<12I", *[0] * 4, 1, 1, 0, 1, *[0] * 4))
    tracks = _chunk(b"LIST", b"strl" + stream + _chunk(b"strf", bytes(40)))
    subtitles = b"GAB2\0" + struct.pack("<HIHI", 2, 0, 4, len(text)) + text
    movie = _chunk(b"LIST", b"movi" + _chunk(b"00tx", subtitles))
    return _chunk(b"RIFF", b"AVI " + _chunk(b"LIST", b"hdrl" + header + tracks) + movie)


@pytest.mark.parametrize("kind", KINDS)
def test_subtitles_in_an_avi_that_are_a_list_of_other_files_open_none(
    media: Shelf, tmp_path: Path, visits: tuple[int, list[bytes]], kind: str
) -> None:
    canary = tmp_path / "canary.ts"
    canary.write_bytes(media.barcode("h264-aac.ts").read_bytes())
    never_read(canary)
    port, seen = visits
    trap = tmp_path / "trap.avi"
    trap.write_bytes(_avi_with_subtitles(playlists(canary, port)[kind].encode()))
    with pytest.raises(MediaError, match="no pictures in it"):
        probe(trap, LIMITS)
    assert full_run(trap, media.barcode("h264-aac.ts"), tmp_path).stdout == b""
    assert not was_read(canary)
    assert seen == []


def test_the_trap_would_work_without_the_whitelist(media: Shelf, tmp_path: Path) -> None:
    canary = tmp_path / "canary.ts"
    canary.write_bytes(media.barcode("h264-aac.ts").read_bytes())
    never_read(canary)
    trap = tmp_path / "trap.mp4"
    trap.write_text(playlists(canary, 0)["ffconcat with a file"])
    finished = full_run(trap, media.barcode("h264-aac.ts"), tmp_path, without="-format_whitelist")
    assert finished.returncode == 0
    assert len(finished.stdout) > 0
    assert was_read(canary)


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"", "empty", "the file is empty"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "undecodable", "a web page"),
        (bytes(range(256)) * 400, "undecodable", "something else, or a damaged file"),
        (b"\0\0\0\x20ftypisom" + bytes(200), "undecodable", "damaged|no pictures"),
    ],
    ids=["nothing", "a web page", "noise", "the beginning of an MP4"],
)
def test_what_is_no_media_is_refused_with_what_it_is(
    tmp_path: Path, content: bytes, code: str, says: str
) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    with pytest.raises(MediaError, match=says) as caught:
        probe(path, LIMITS)
    assert caught.value.code == code
    assert str(tmp_path) not in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=r"a\.mp4: cannot be read") as caught:
        probe(tmp_path / "a.mp4", LIMITS)
    assert caught.value.code == "missing"


def test_names_that_look_like_addresses_or_patterns_are_plain_files(
    media: Shelf, tmp_path: Path
) -> None:
    for name in ("a:b.mp4", "-i.mp4", "100%05d.mp4", "two words ö.mp4", "http:x.mp4"):
        path = tmp_path / name
        path.write_bytes(media.barcode("rate-25.mp4").read_bytes())
        assert probe(path, LIMITS).picture.codec == "h264"
        assert full_run(path, path, tmp_path).returncode == 0


def test_pictures_alone_and_sound_alone_are_told_apart(media: Shelf) -> None:
    mute = media.copy("rate-25.mp4", "no-sound.mp4", after=("-an",))
    assert probe(mute, LIMITS).sound is None
    blind = media.copy("rate-25.mp4", "no-picture.mp4", after=("-vn",))
    with pytest.raises(MediaError, match="no pictures in it") as caught:
        probe(blind, LIMITS)
    assert caught.value.code == "no-video"


@pytest.mark.parametrize("name", ["cut-off.mp4", "cut-off.mkv"])
def test_a_file_that_was_cut_off_is_refused_though_it_decodes(media: Shelf, name: str) -> None:
    whole = media.copy("rate-25.mp4", f"whole-{name}", after=("-movflags", "+faststart"))
    path = media.folder / name
    data = whole.read_bytes()
    path.write_bytes(data[: len(data) * 6 // 10])
    info = probe(path, LIMITS)
    with pytest.raises(MediaError, match=r"the last \d\.\d s of 4\.\d s are missing") as caught:
        read_timeline(path, info, LIMITS, Deadline(60))
    assert caught.value.code == "truncated"


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (MediaLimits(max_bytes=1000), r"bytes, expected at most 1000"),
        (MediaLimits(max_pixels=160 * 72 - 1), r"160x72, expected at most 11519 pixels"),
        (MediaLimits(max_source_s=3.9), r"4 s long, expected at most 4 s"),
    ],
)
def test_what_is_too_large_is_refused_before_it_is_decoded(
    media: Shelf, limits: MediaLimits, says: str
) -> None:
    with pytest.raises(MediaError, match=says) as caught:
        probe(media.barcode("rate-25.mp4"), limits)
    assert caught.value.code == "limit"


def test_a_bomb_of_64_million_pixels_is_refused(tmp_path: Path) -> None:
    bomb = Barcode(
        name="bomb.mp4",
        time_of=steady(1),
        frame_count=1,
        sound_s=1,
        height_px=8000,
        width_px=8000,
        codec_options={"preset": "ultrafast"},
    )
    with pytest.raises(MediaError, match="8000x8000") as caught:
        probe(render(bomb, tmp_path), LIMITS)
    assert caught.value.code == "limit"


def test_a_video_that_claims_ten_hours_is_refused(tmp_path: Path) -> None:
    slow = Barcode(name="slow.mkv", time_of=steady(Fraction(1, 900)), frame_count=40, sound_s=1)
    with pytest.raises(MediaError, match="expected at most 14400 s") as caught:
        probe(render(slow, tmp_path), LIMITS)
    assert caught.value.code == "limit"
