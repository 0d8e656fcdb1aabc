"""A video's folder is there whole or not at all, and can be proved and replaced."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from media.clipping import clip, files_of, request
from media.shelf import Shelf

from avisbuild.errors import MediaError
from avisbuild.files import sha256_of
from avisbuild_pipelines.clip import clip_video, read_clip, verify_clip
from avisbuild_pipelines.clip.files import ClipFiles


@pytest.fixture
def source(media: Shelf) -> Path:
    return media.barcode("rate-25.mp4")


def test_a_video_holds_its_frames_its_sound_its_seconds_and_its_record(
    source: Path, tmp_path: Path
) -> None:
    stages: list[str] = []
    record = clip_video(request(source, tmp_path / "v"), stages.append)
    seconds = range(4)
    assert set(files_of(tmp_path / "v")) == {
        "audio.wav",
        "clip.json",
        *(f"frames/{second:05d}.jpg" for second in seconds),
        *(f"clips/{second:05d}.wav" for second in seconds),
    }
    assert read_clip(tmp_path / "v") == record
    assert stages == ["probe", "decode", "write"]
    assert [path.name for path in tmp_path.iterdir()] == ["v"]


def test_seconds_as_files_can_be_left_out(source: Path, tmp_path: Path) -> None:
    clip(source, tmp_path / "v", second_wavs=False)
    assert not (tmp_path / "v/clips").exists()


def test_the_same_source_gives_the_same_bytes(source: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        clip(source, tmp_path / name)
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")


def test_the_record_says_how_the_video_was_made(source: Path, tmp_path: Path) -> None:
    row = {"video_id": "v", "labels": "dog; cat", "split": "val", "group": "g", "note": "kept"}
    record = clip(source, tmp_path / "v", start_ms=500, end_ms=2600, row=row, row_sha256="ab")
    document = json.loads((tmp_path / "v/clip.json").read_bytes())
    assert document["row"] == row
    assert (document["start_ms"], document["end_ms"]) == (500, 2500)
    assert (document["start_ms_asked"], document["end_ms_asked"]) == (500, 2600)
    assert document["remainder_ms"] == 100
    assert document["frame_source_s"] == [0.96, 1.96]
    assert document["picture"]["codec"] == "h264"
    assert document["picture"]["frame_rate_mode"] == "cfr"
    assert document["sound"]["source"]["sample_rate_hz"] == 48_000
    assert len(document["sound"]["rms_by_second"]) == len(document["dhash_by_second"]) == 2
    assert record.video.labels == ("dog", "cat")
    assert record.video.group == "g"


def test_a_flipped_byte_a_lost_and_a_strange_file_are_found(source: Path, tmp_path: Path) -> None:
    clip(source, tmp_path / "v")
    assert verify_clip(tmp_path / "v") == []
    frame = tmp_path / "v/frames/00001.jpg"
    data = bytearray(frame.read_bytes())
    data[-9] ^= 1
    frame.write_bytes(data)
    (tmp_path / "v/clips/00002.wav").unlink()
    (tmp_path / "v/notes.txt").write_text("mine")
    assert verify_clip(tmp_path / "v") == [
        "clips/00002.wav: missing",
        "notes.txt: not in clip.json",
        "frames/00001.jpg: changed since it was written",
    ]


@pytest.mark.parametrize("hashes", [None, [], "all"], ids=["none", "a list", "a word"])
def test_a_record_without_hashes_is_told_as_such(
    source: Path, tmp_path: Path, hashes: object
) -> None:
    clip(source, tmp_path / "v")
    document = json.loads((tmp_path / "v/clip.json").read_bytes())
    del document["sha256"]
    if hashes is not None:
        document["sha256"] = hashes
    (tmp_path / "v/clip.json").write_text(json.dumps(document))
    assert verify_clip(tmp_path / "v") == ["no valid clip.json"]


def test_a_file_that_cannot_be_read_is_told_and_the_rest_is_looked_at(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip(source, tmp_path / "v")
    (tmp_path / "v/frames/00001.jpg").write_bytes(b"other")

    def hash_of(path: Path) -> str:
        if path.name == "audio.wav":
            raise PermissionError(13, "Permission denied", str(path))
        return sha256_of(path)

    monkeypatch.setattr("avisbuild_pipelines.clip.verifying.sha256_of", hash_of)
    assert verify_clip(tmp_path / "v") == [
        "audio.wav: cannot be read: Permission denied",
        "frames/00001.jpg: changed since it was written",
    ]


def test_a_source_with_another_hash_than_its_record_gives_no_video(
    source: Path, tmp_path: Path
) -> None:
    wanted = request(source, tmp_path / "v")
    good = replace(wanted, source={"sha256": sha256_of(source)})
    assert clip_video(good).document["source_sha256"] == sha256_of(source)
    before = files_of(tmp_path)
    with pytest.raises(MediaError, match=f"{source} has sha256 .* when it was fetched") as caught:
        clip_video(replace(wanted, source={"sha256": "0" * 64}))
    assert caught.value.code == "source-changed"
    assert files_of(tmp_path) == before


def test_clipping_again_replaces_the_whole_folder(source: Path, tmp_path: Path) -> None:
    clip(source, tmp_path / "v")
    (tmp_path / "v/frames/00099.jpg").write_bytes(b"old")
    clip(source, tmp_path / "v", end_ms=2000)
    assert verify_clip(tmp_path / "v") == []
    assert len(list((tmp_path / "v/frames").iterdir())) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["v"]


@pytest.mark.parametrize("stands_already", [False, True], ids=["new", "again"])
def test_a_failure_at_the_last_step_changes_nothing(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stands_already: bool
) -> None:
    if stands_already:
        clip(source, tmp_path / "v")
    before = files_of(tmp_path)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ClipFiles, "write_record", fail)
    with pytest.raises(OSError, match="No space left"):
        clip(source, tmp_path / "v", end_ms=1000)
    assert files_of(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == (["v"] if stands_already else [])


def test_the_old_folder_comes_back_when_the_new_one_cannot_take_its_place(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip(source, tmp_path / "v")
    before = files_of(tmp_path)

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("avisbuild.files.sync_tree", fail)
    with pytest.raises(OSError, match="Input/output"):
        clip(source, tmp_path / "v", end_ms=1000)
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"schema_version": 99}', "null"])
def test_a_folder_with_no_valid_record_is_no_video(tmp_path: Path, text: str) -> None:
    (tmp_path / "clip.json").write_text(text)
    assert read_clip(tmp_path) is None
    assert read_clip(tmp_path / "missing") is None


def test_silence_has_to_be_allowed(media: Shelf, tmp_path: Path) -> None:
    mute = media.copy("rate-25.mp4", "mute.mp4", after=("-an",))
    with pytest.raises(MediaError, match=r"no audio stream .*found: h264") as caught:
        clip(mute, tmp_path / "v")
    assert caught.value.code == "no-audio"
    assert list(tmp_path.iterdir()) == []
    record = clip(mute, tmp_path / "v", allow_silence=True)
    assert record.document["flags"] == ["no-audio", "silent-audio"]
    assert verify_clip(tmp_path / "v") == []
