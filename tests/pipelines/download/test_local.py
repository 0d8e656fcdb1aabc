"""Sources that lie on this machine, and proof of what a file is."""

import os
import threading
from pathlib import Path

import pytest
from pipelines.download_case import render_video

from avisbuild.media.limits import MediaLimits
from avisbuild_pipelines.download import (
    DownloadFailure,
    DownloadSettings,
    RateLimiter,
    SourceRecord,
    download_source,
)
from avisbuild_pipelines.download.license import license_name
from avisbuild_pipelines.download.proof import prove_media
from avisbuild_pipelines.download.publish import found_license
from avisbuild_pipelines.manifest.sources import Source, local_source, youtube_source


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    render_video(folder / "a.mp4")
    render_video(
        folder / "a.webm",
        "-c:v",
        "libvpx-vp9",
        "-threads",
        "1",
        "-deadline",
        "realtime",
        "-c:a",
        "libopus",
    )
    render_video(folder / "a.mkv", "-c:v", "libx264", "-c:a", "aac")
    render_video(folder / "a.ts", "-c:v", "libx264", "-c:a", "aac")
    render_video(folder / "sound.m4a", "-map", "1:a", "-c:a", "aac")
    return folder


def take(source: Source, folder: Path, **options: str) -> SourceRecord:
    return download_source(
        source,
        folder,
        DownloadSettings(),
        RateLimiter(),
        lambda _: None,
        threading.Event(),
        **options,
    )


def refusal(path: Path) -> str:
    with pytest.raises(DownloadFailure) as error:
        prove_media(path, MediaLimits())
    return error.value.code


def test_a_local_file_is_linked_and_not_copied(tmp_path: Path, media: Path) -> None:
    source = local_source("a.mp4", media)
    record = take(source, tmp_path / source.key)
    assert record.media_path == tmp_path / source.key / "source.mp4"
    assert record.media_path.samefile(media / "a.mp4")
    assert take(source, tmp_path / source.key) == record


def test_a_local_file_on_another_disk_is_referred_to(
    tmp_path: Path, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*paths: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    record = take(local_source("a.mp4", media), tmp_path / "s")
    assert record.media_path == (media / "a.mp4").resolve()
    assert [path.name for path in (tmp_path / "s").iterdir()] == ["source.json"]


def test_a_local_file_that_changed_is_taken_again(tmp_path: Path) -> None:
    path = render_video(tmp_path / "a.mp4")
    source = local_source("a.mp4", tmp_path)
    first = take(source, tmp_path / "s")
    path.unlink()
    render_video(path, seconds=3)
    os.utime(path, (1, 1))
    again = take(source, tmp_path / "s")
    assert again.sha256 != first.sha256
    assert again.media_path.samefile(path)


def test_a_local_file_that_is_missing_a_folder_or_not_the_expected_one_is_a_failure(
    tmp_path: Path, media: Path
) -> None:
    (tmp_path / "folder.mp4").mkdir()
    for source, options, code in (
        (local_source("none.mp4", media), {}, "missing"),
        (local_source("folder.mp4", tmp_path), {}, "unreadable-file"),
        (local_source("a.mp4", media), {"sha256": "0" * 64}, "hash-mismatch"),
    ):
        with pytest.raises(DownloadFailure) as error:
            take(source, tmp_path / "s", **options)
        assert error.value.code == code
    assert not (tmp_path / "s" / "source.json").exists()


def test_a_link_put_in_place_of_a_checked_file_is_not_followed(tmp_path: Path, media: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    source = local_source("a.mp4", root)
    (root / "a.mp4").symlink_to(media / "a.mp4")
    with pytest.raises(DownloadFailure, match="symbolic link"):
        take(source, tmp_path / "s")


@pytest.mark.parametrize("name", ["a.mp4", "a.webm", "a.mkv", "a.ts"])
def test_whole_files_of_every_container_are_proved(media: Path, name: str) -> None:
    facts = prove_media(media / name, MediaLimits())
    assert facts.extension == name.split(".")[1]
    assert facts.audio_codec
    assert (facts.width_px, facts.height_px) == (160, 90)
    assert facts.duration_s == pytest.approx(2.0, abs=0.2)


@pytest.mark.parametrize("name", ["a.mp4", "a.webm", "a.mkv"])
@pytest.mark.parametrize("share", [0.5, 0.9, 0.999])
def test_a_file_that_is_cut_off_is_known_however_far_it_opens(
    tmp_path: Path, media: Path, name: str, share: float
) -> None:
    data = (media / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(data[: int(len(data) * share)])
    assert refusal(path) == "truncated"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf<!DOCTYPE HTML><html>", "not-media"),
        (b"  <html>", "not-media"),
        (b"#EXTM3U\n", "not-media"),
        (b"ffconcat version 1.0\nfile a.mp4\n", "not-media"),
        (b'{"error": 1}', "not-media"),
        (b"garbage" * 99, "undecodable"),
        (b"\0" * 5000, "undecodable"),
        (b"\x1a\x45\xdf\xa3", "undecodable"),
        (b"\0\0\0\1ftyp\0\0", "truncated"),
    ],
)
def test_what_is_no_media_is_named(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(data)
    assert refusal(path) == code


def test_sound_alone_and_no_file_at_all_are_named(tmp_path: Path, media: Path) -> None:
    assert refusal(media / "sound.m4a") == "no-video"
    assert refusal(tmp_path / "none.mp4") == "no-file"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Creative Commons Attribution license (reuse allowed)", "cc-by"),
        ("", "unknown"),
        ("Standard YouTube License", "youtube-standard"),
        ("CC-BY-SA-4.0", "CC-BY-SA-4.0"),
    ],
)
def test_licences_are_brought_to_one_spelling(text: str, name: str) -> None:
    assert license_name(text) == name


def test_on_youtube_the_site_states_the_licence_and_not_the_manifest(media: Path) -> None:
    video = youtube_source("dQw4w9WgXcQ")
    reuse = {"license": "Creative Commons Attribution license (reuse allowed)"}
    assert found_license(video, reuse, "youtube-standard") == "cc-by"
    assert found_license(video, {"license": None}, "cc-by") == "youtube-standard"
    assert found_license(local_source("a.mp4", media), {}, "CC0-1.0") == "CC0-1.0"


def test_a_required_licence_counts_for_local_files_too(tmp_path: Path, media: Path) -> None:
    with pytest.raises(DownloadFailure, match=r"its licence is unknown, required is cc-by"):
        download_source(
            local_source("a.mp4", media),
            tmp_path / "s",
            DownloadSettings(require_license=("cc-by",)),
            RateLimiter(),
            lambda _: None,
            threading.Event(),
        )
    assert not (tmp_path / "s").exists()
