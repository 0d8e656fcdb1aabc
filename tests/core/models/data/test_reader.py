"""What a record holds is what the release was written from, to the pixel and the sample."""

import json
import subprocess
import sys
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from release_scenes import blob

from avisbuild.errors import AvisbuildError
from avisbuild.masks import decode
from avisbuild.models.data import (
    EvenWindows,
    PublishedWindow,
    ReleaseReader,
    State,
    WholeVideo,
    read_records,
)
from avisbuild.records import Snapshot, VideoId


def test_a_record_is_what_was_written(release: Path, snapshot: Snapshot) -> None:
    records = {each.video_id: each for each in read_records(release)}
    assert list(records) == ["a", "b", "c"]
    record, tracks = records["a"], snapshot.tracks[VideoId("a")]
    assert record.identities == ("dog_1", "dog_2")
    assert record.labels.tolist() == [1, 1]
    assert record.seconds.tolist() == [0, 1, 2, 3, 4]
    for position, track in enumerate((tracks[0], tracks[2])):
        for second, mask in enumerate(track.sounding_masks):
            wanted = np.zeros((12, 20), bool) if mask is None else decode(mask)
            assert (record.masks[position, second] == wanted).all()
            assert record.states[position, second] == (mask is not None)
    for second in range(5):
        with Image.open(release / f"train/JPEGImages/a/{second:05d}.jpg") as picture:
            assert (record.frames[second] == np.asarray(picture)).all()
    with wave.open(str(release / "train/WAVAudios/a.wav")) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2").reshape(-1, 2).T
    assert record.sample_rate_hz == 1600
    assert record.audio is not None
    assert record.features is not None
    np.testing.assert_array_equal(record.audio, samples / np.float32(32768))
    np.testing.assert_array_equal(record.features, np.load(release / "train/FEATAudios/a.npy"))
    arrays = (record.frames, record.masks, record.audio, record.features, record.states)
    assert [each.dtype.name for each in arrays] == [
        "uint8", "bool", "float32", "float32", "int8"
    ]  # fmt: skip


def test_silent_masks_are_read_when_they_are_asked_for(release: Path) -> None:
    record = next(read_records(release, with_silent=True))
    assert record.identities == ("dog_1", "dog_2", "cat_1")
    assert record.states[:, 2].tolist() == [State.SILENT_IN_VIEW, 0, State.SILENT_IN_VIEW]
    assert (record.masks[0, 2] == decode(blob(6, 1))).all()
    assert (record.masks[2, 2] == decode(blob(5, 12))).all()
    assert (
        record.states[:2, [0, 1, 3, 4]] == next(read_records(release)).states[:, [0, 1, 3, 4]]
    ).all()


def test_a_window_has_the_instances_that_are_seen_in_it(release: Path) -> None:
    reader = ReleaseReader(release, window=EvenWindows(2))
    found = [(each.video_id, each.seconds.tolist(), each.identities) for each in reader]
    assert found == [
        ("a", [0, 1], ("dog_1", "dog_2")),
        ("a", [2, 3], ("dog_2",)),
        ("a", [4], ("dog_1", "dog_2")),
        ("b", [0, 1], ()),
        ("b", [2], ("cat_1",)),
        ("c", [0, 1], ()),
        ("c", [2], ()),
    ]
    empty = reader.record(3)
    assert empty.masks.shape == (0, 2, 12, 20)
    assert empty.states.shape == (0, 2)
    assert empty.labels.shape == (0,)
    last = reader.record(2)
    assert last.audio is not None
    assert last.audio.shape == (2, 1600)
    assert (last.audio == next(read_records(release)).audio[:, 6400:]).all()


def test_the_published_windows_drop_videos_without_masks_and_draw_anew_each_epoch(
    release: Path,
) -> None:
    reader = ReleaseReader(release, seed=3)
    assert isinstance(reader.window, PublishedWindow)
    assert reader.video_ids == ("a", "b")
    drawn = [reader.record(0, epoch=epoch).seconds.tolist() for epoch in range(8)]
    assert len(set(map(tuple, drawn))) > 1
    again = ReleaseReader(release, seed=3).record(0, epoch=5)
    assert again.seconds.tolist() == drawn[5]
    whole = ReleaseReader(release, window=WholeVideo()).record(0)
    assert (again.frames == whole.frames[again.seconds]).all()
    assert isinstance(ReleaseReader(release, "val").window, WholeVideo)


def test_a_folder_of_anyone_is_read_too(spoilt: Path) -> None:
    """RLE packed and as numbers, no card, no features, mono sound of another rate that lacks its end."""
    path = spoilt / "train.json"
    truth = json.loads(path.read_text())
    counts = blob(1, 1).counts.decode()
    crowd = {**truth["annotations"][0], "id": 99, "iscrowd": 1}
    for key, entry in (
        ("segmentations", {"size": [12, 20], "counts": counts}),
        ("bboxes", [1, 1, 5, 5]),
    ):
        truth["annotations"][2][key][0] = entry
    truth["annotations"][2]["segmentations"][1] = {"size": [12, 20], "counts": [0, 12, 228]}
    path.write_text(json.dumps({**truth, "annotations": [*truth["annotations"], crowd]}, indent=1))
    for name in ("release.json", "SHA256SUMS"):
        (spoilt / name).unlink()
    for feature in (spoilt / "train/FEATAudios").iterdir():
        feature.unlink()
    (spoilt / "train/FEATAudios").rmdir()
    with wave.open(str(spoilt / "train/WAVAudios/b.wav"), "wb") as sound:
        sound.setparams((1, 2, 4410, 0, "NONE", ""))
        sound.writeframes(np.full(4410 * 3 - 400, 1000, "<i2").tobytes())
    _, record, _ = read_records(spoilt)
    assert record.identities == ("cat_1",)
    assert (record.masks[0, 0] == decode(blob(1, 1))).all()
    assert record.masks[0, 1, :, 0].all()
    assert record.masks[0, 1].sum() == 12
    assert record.features is None
    assert record.audio is not None
    assert record.audio.shape == (1, 3 * 4410)
    assert (record.audio[0, -400:] == 0).all()
    assert (record.audio[0, :-400] != 0).all()


def test_without_torch_records_are_read_and_load_says_what_to_install(release: Path) -> None:
    code = (
        "import sys; sys.modules['torch'] = sys.modules['torchvision'] = None\n"
        "from avisbuild.models.data import load, read_records\n"
        f"print(len(list(read_records({str(release)!r}))))\n"
        f"try: load({str(release)!r})\n"
        "except Exception as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    count, told = done.stdout.splitlines()
    assert count == "3"
    assert "pip install 'avisbuild[train]'" in told


def _change_truth(folder: Path, change: Callable[[dict], object]) -> None:
    path = folder / "train.json"
    truth = json.loads(path.read_text())
    change(truth)
    path.write_text(json.dumps(truth))


def _shorten_sound(folder: Path) -> None:
    with wave.open(str(folder / "train/WAVAudios/a.wav"), "wb") as sound:
        sound.setparams((2, 2, 1600, 0, "NONE", ""))
        sound.writeframes(bytes(4 * 1600 * 3))


def _resize_frame(folder: Path) -> None:
    path = folder / "train/JPEGImages/a/00001.jpg"
    path.unlink()
    Image.new("RGB", (8, 8)).save(path)


def _cut_frame(folder: Path) -> None:
    path = folder / "train/JPEGImages/a/00001.jpg"
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data[: len(data) * 2 // 3])


def _replace(name: str, data: bytes | None) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / name).unlink()
        if data is not None:
            (folder / name).write_bytes(data)

    return spoil


def _lead_out(folder: Path) -> None:
    _change_truth(folder, lambda t: t["videos"][0]["file_names"].__setitem__(1, "a/../../x.jpg"))


def _drop_an_entry(folder: Path) -> None:
    _change_truth(folder, lambda t: t["annotations"][0]["segmentations"].pop())


def _odd_polygon(folder: Path) -> None:
    _change_truth(
        folder, lambda t: t["annotations"][0]["segmentations"].__setitem__(0, [[1, 2, 3, 4, 5]])
    )


def _short_features(folder: Path) -> None:
    path = folder / "train/FEATAudios/a.npy"
    path.unlink()
    np.save(path, np.zeros((4, 128), np.float32))


def _another_format(folder: Path) -> None:
    card = json.loads((folder / "release.json").read_text())
    (folder / "release.json").write_text(json.dumps({**card, "format": "avsbench-ov"}))


def _foreign_ov(folder: Path) -> None:
    (folder / "avsbench_ov_train_base.json").write_text("{}")


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (
            _replace("train/JPEGImages/a/00001.jpg", None),
            "a/00001.jpg: cannot be read (No such file",
        ),
        (_replace("train/JPEGImages/a/00001.jpg", b"no picture"), "got a damaged one"),
        (_cut_frame, "a/00001.jpg: expected a whole picture"),
        (_resize_frame, "expected a picture of (12, 20) (height, width), got (8, 8)"),
        (_replace("train/WAVAudios/a.wav", None), "a.wav: cannot be read (No such file"),
        (_replace("train/WAVAudios/a.wav", b"RIFF"), "a.wav: expected a sound file"),
        (_shorten_sound, "a.wav: expected 5 s of sound, got 3.0"),
        (_replace("train/FEATAudios/a.npy", b"no array"), "a.npy: expected an array file"),
        (_short_features, "a.npy: expected floats of (5, 128)"),
        (_lead_out, "train.json: videos[0].file_names[1]: expected a/ and a plain file name"),
        (_drop_an_entry, "train.json: annotations[0].segmentations: expected 5 entries, got 4"),
        (_odd_polygon, "train.json: annotations[0].segmentations[0]: polygon 0"),
        (_replace("train.json", b"\x1f\x8b\x08"), "train.json: expected plain JSON"),
        (_replace("train.json", b"{"), "train.json line 1"),
        (_replace("train.json", None), "no train.json in it; there is val"),
        (_another_format, "is a release of format avsbench-ov, which load does not read"),
        (_foreign_ov, "is a release of format avsbench-ov, which load does not read"),
        (_replace("release.json", b"{"), "release.json: expected JSON"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_is_wrong_is_one_line_that_names_the_place(
    spoilt: Path, spoil: Callable[[Path], None], says: str
) -> None:
    spoil(spoilt)
    with pytest.raises(AvisbuildError) as caught:
        list(read_records(spoilt))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_truth_that_changes_after_it_was_opened_is_refused(spoilt: Path) -> None:
    reader = ReleaseReader(spoilt, window=WholeVideo())
    assert reader.record(0).masks.any()
    _change_truth(spoilt, lambda truth: truth["annotations"].reverse())
    with pytest.raises(AvisbuildError, match="has changed since it was opened"):
        reader.record(0)


def test_wrong_use_is_said(release: Path, spoilt: Path) -> None:
    for wanted, says in (("trian", "expected train, val or test"), ("test", "no test.json")):
        with pytest.raises(AvisbuildError, match=says):
            ReleaseReader(release, wanted)
    with pytest.raises(AvisbuildError, match="is no folder"):
        ReleaseReader(release / "nowhere")
    (spoilt / "train_silent.json").unlink()
    with pytest.raises(AvisbuildError, match="export it with --with-silent"):
        ReleaseReader(spoilt, with_silent=True)
