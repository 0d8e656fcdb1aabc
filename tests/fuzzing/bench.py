"""A folder with everything that avisbuild reads, small and whole, from which each attempt begins."""

import gzip
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISDIR

import numpy as np
import pytest
import tomlkit
from cli.links_case import make_quick, make_scene
from fuzzing.reader import Reader, attempt, changed
from numpy.typing import NDArray
from PIL import Image
from pipelines.download_case import render_video
from pipelines.importing.avsbench_case import write_data_set
from program_here import run_here

from avisbuild.masks import encode
from avisbuild_gui.preferences import Preferences
from avisbuild_schemas.library import read_recipe

_VIDEO = ("-filter_complex", "testsrc2=size=64x48:rate=5:duration=1[v];sine=duration=1[s]")
_MAPPED = ("-map", "[v]", "-map", "[s]")
_H264, _AAC = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "5"), ("-c:a", "aac")
MEDIA = {
    "fast.mp4": (*_H264, *_AAC, "-movflags", "+faststart"),
    "slow.mp4": ("-c:v", "libx264", "-bf", "2", *_AAC),
    "pieces.mp4": (*_H264, *_AAC, "-movflags", "+frag_keyframe+empty_moov"),
    "a.mkv": (*_H264, "-c:a", "flac"),
    "a.webm": ("-c:v", "libvpx", "-deadline", "realtime", "-c:a", "libvorbis"),
    "a.ts": (*_H264, *_AAC),
    "a.avi": ("-c:v", "mpeg4", "-c:a", "pcm_s16le"),
    "a.flv": ("-c:v", "flv", "-c:a", "pcm_s16le"),
    "a.ogv": ("-c:v", "libtheora", "-c:a", "libvorbis"),
}


def make_bench(folder: Path) -> Path:
    """The whole folder, from which copies are made: a project with its release, and files of every kind."""
    make_scene(folder / "bench")
    bench = folder / "bench"
    beside = bench / "o"
    media = beside / "strange"
    media.mkdir()
    for name, options in MEDIA.items():
        render_video(media / name, *_VIDEO, *_MAPPED, *options)
        (beside / f"{name}.csv").write_text(f"video_id,source,start,end\nnew,local:{name},0,1\n")
    _write_texts(beside)
    _write_pictures(bench)
    _write_avsbench(beside / "avs")
    _write_predictions(bench)
    _write_training(bench)
    assert run_here("audit", "--project", bench / "p") == 0
    shutil.copy(min((bench / "p/cache/audit").glob("*.npz")), beside / "kept.npz")
    assert run_here("project", "backup", beside / "backup", "--project", bench / "p") == 0
    return bench


def _write_texts(beside: Path) -> None:
    (beside / "recipe.toml").write_text(tomlkit.dumps(read_recipe("aviseg")))
    (beside / "aviseg.csv").write_text("video_id,split\n00000001,train\nAbCdEfGhIjk-1,val\n")
    (beside / "vggsound.csv").write_text(
        '--0PQM4-hqg,30,"dog barking",train\n-abcdefghij,0,cat,test\n'
    )
    (beside / "avsbench.csv").write_text(
        "name,uid,s_min,s_sec,a_obj,split\na,AbCdEfGhIjk_0_5000,0,5,dog,train\n"
    )
    (beside / "audit.csv").write_text(
        "video_id,split,source,uploader,group\na-seg1,train,yt:a,ann,\na-seg2,test,,,pond\n"
    )
    (beside / "decided.csv").write_text(
        "a,b,decision,by,note\na-seg1@0123,a-seg2,same,ann,one room\na-seg1,c,different,,\n"
    )
    Preferences().save(beside / "preferences.json")
    mask = _mask(np.eye(96, 160, dtype=bool))
    (beside / "mask.json").write_text(json.dumps({"mask": mask}))
    (beside / "answer.http").write_bytes(
        b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nContent-Type: a/b\r\n\r\n" + bytes(1000)
    )
    (beside / "keys.json").write_text(
        json.dumps({"format": 1, "keys": {"commit": ["Return"], "escape": []}})
    )


def _write_training(bench: Path) -> None:
    """A release with features and with a layer of silent objects: the same masks, of other instances."""
    folder = bench / "o/training"
    shutil.copytree(bench / "p/releases/aviseg-1", folder)
    truth = json.loads((folder / "train.json").read_text())
    (folder / "train/FEATAudios").mkdir()
    for video in truth["videos"]:
        name = video["file_names"][0].partition("/")[0]
        features = np.ones((video["length"], 128), np.float32)
        np.save(folder / f"train/FEATAudios/{name}.npy", features)
    for annotation in truth["annotations"]:
        annotation["id"] += len(truth["annotations"])
    (folder / "train_silent.json").write_text(json.dumps(truth))


def _write_pictures(bench: Path) -> None:
    beside = bench / "o"
    labels = np.zeros((16, 16), np.uint8)
    labels[4:9, 3:12] = 1
    for folder in ("maps", "pmaps"):
        (beside / folder).mkdir(exist_ok=True)
        Image.fromarray(labels).save(beside / folder / "a.png")
    coloured = Image.fromarray(labels, "P")
    coloured.putpalette([0, 0, 0, 255, 0, 0])
    coloured.save(beside / "maps" / "b.png")
    coloured.save(beside / "pmaps" / "b.png")
    for folder in ("zmaps", "zpred"):
        (beside / folder).mkdir()
        np.savez_compressed(beside / folder / "a.npz", masks=labels[None])
    (beside / "pngs/copy").mkdir(parents=True)
    (beside / "pngs.json").write_text((beside / "other.json").read_text().replace(".jpg", ".png"))
    for frame in (bench / "p/releases/pictures/copy").glob("*.jpg"):
        Image.open(frame).save(beside / "pngs/copy" / f"{frame.stem}.png")
    (beside / "lvis.csv").write_text("name,frequency\ndog,f\nhair_dryer,c\nviolin,r\n")
    (beside / "classes.csv").write_text("id,name,split\n1,dog,base\n2,cat,novel\n")


def _write_avsbench(folder: Path) -> None:
    """A data set of one video: label maps, frames, sound, and a JSON of the same."""
    frames = folder / "AVSBench-openvoc/train/JPEGImages/lake"
    write_data_set(
        folder / "AVSBench-semantic", {"lake": {"maps": ["dd.. dd..", ".... d..."], "names": "dog"}}
    )
    index = folder / "AVSBench-semantic/label2idx.json"
    index.write_text('{"background": 0, "dog": 17}')
    shutil.copytree(folder / "AVSBench-semantic/v1m/lake/frames", frames)
    video = {"id": 1, "width": 4, "height": 2, "label": "v1m"}
    names = ["lake/0.jpg", "lake/1.jpg"]
    masks = [_mask(np.eye(2, 4, dtype=bool)), None]
    track = {"id": 1, "video_id": 1, "category_id": 17, "iscrowd": 0, "segmentations": masks}
    document = {
        "videos": [video | {"file_names": names}],
        "categories": [{"id": 17, "name": "dog", "supercategory": None, "frequency": "f"}],
        "annotations": [track],
    }
    path = folder / "AVSBench-openvoc/avsbench_ov_train_base.json"
    path.write_text(json.dumps(document))


def _write_predictions(bench: Path) -> None:
    truth = json.loads((bench / "o/truth.json").read_text())
    predictions = [
        {
            "video_id": each["video_id"],
            "category_id": each["category_id"],
            "score": 0.5,
            "segmentations": [
                _mask(np.ones((96, 160), dtype=bool)),
                *[None] * (len(each["segmentations"]) - 1),
            ],
        }
        for each in truth["annotations"]
    ]
    text = json.dumps(predictions)
    (bench / "o/predictions.json").write_text(text)
    scores = {protocol: {"FSLA": 41.5, "HOTA": None} for protocol in ("reference", "strict")}
    (bench / "o/scores.json").write_text(json.dumps(scores))
    (bench / "o/predictions.json.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


def _mask(mask: NDArray[np.bool_]) -> dict[str, object]:
    rle = encode(mask)
    return {"size": list(rle.size), "counts": rle.counts.decode()}


class Bench:
    """A folder that stays where it was made, as a project remembers its place, and is whole each time."""

    def __init__(self, folder: Path) -> None:
        self.folder = make_bench(folder)
        self._whole = Path(shutil.copytree(self.folder, folder / "whole", symlinks=True))
        self._state = _state(self.folder)

    def attempt(self, reader: Reader, number: int) -> tuple[bytes, str]:
        """Change the reader's file and have it read; the file, and what went wrong, if anything."""
        data = self.changed(reader, number)
        return data, self.read(reader, number, data)

    def read(self, reader: Reader, number: int, data: bytes | None = None) -> str:
        """Have the reader's file read, as it is or holding `data`; what went wrong, if anything."""
        if data is not None:
            path = _place(self.folder, reader)
            path.unlink()
            path.write_bytes(data)
        try:
            return attempt(reader, self.folder, number)
        finally:
            self._mend()

    def changed(self, reader: Reader, number: int) -> bytes:
        """The file of an attempt."""
        return changed(reader, _place(self._whole, reader).read_bytes(), number)

    def _mend(self) -> None:
        """Put back what was changed, and remove what came."""
        now = _state(self.folder)
        for name in sorted(now.keys() - self._state.keys()):
            _remove(self.folder / name)
        for name, was in sorted(self._state.items()):
            if now.get(name) != was:
                self._put_back(name)
        self._state = _state(self.folder)

    def _put_back(self, name: str) -> None:
        source, target = self._whole / name, self.folder / name
        if source.is_dir() and not source.is_symlink():
            target.mkdir(exist_ok=True)
        else:
            _remove(target)
            shutil.copy2(source, target, follow_symlinks=False)


def _place(folder: Path, reader: Reader) -> Path:
    (path,) = folder.glob(reader.sample)
    return path


def _state(folder: Path) -> dict[str, tuple[int, ...]]:
    """Of each file below a folder what changes when it is written; of a folder, only that it is one."""
    found = {}
    for path in folder.rglob("*"):
        stat = path.lstat()
        is_folder = S_ISDIR(stat.st_mode)
        marks = () if is_folder else (stat.st_ino, stat.st_size, stat.st_mtime_ns)
        found[path.relative_to(folder).as_posix()] = marks
    return found


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def quick_program(folder: Path) -> Iterator[None]:
    """Settings of nobody, and no processes, so that every command is quick."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("CONFIG", "STATE", "CACHE"):
            patch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
        patch.setenv("HOME", str(folder / "home"))
        patch.setenv("AVISBUILD_WEIGHTS", str(folder / "weights"))
        make_quick(patch)
        yield
