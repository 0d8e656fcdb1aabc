"""Defects to plant in the files around the annotations of a release: rule, place, and what plants it."""

import csv
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from core.releases.truth_defects import Change, change_json, set_in
from PIL import Image
from release_scenes import write_wav


def cut_sound(folder: Path, samples: int, channels: int = 2, kind: Any = np.int16) -> None:
    shape = (samples, channels) if channels > 1 else (samples,)
    write_wav(folder / "train/WAVAudios/b-1.wav", np.zeros(shape, kind))


def save_features(folder: Path, features: Any) -> None:
    np.save(folder / "train/FEATAudios/b-1.npy", features)


def save_tagged(path: Path, orientation: int = 3, mode: str = "RGB") -> None:
    """Take the frame's place with a picture that has EXIF."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "a camera"
    with Image.open(path) as picture:
        again = picture.convert(mode)
    again.save(path, "JPEG", exif=exif)


def save_zipped(path: Path) -> None:
    with path.open("wb") as stream:
        np.savez(stream, np.ones(3))


def rewrite_splits(folder: Path, change: Callable[[list[list[str]]], object]) -> None:
    with (folder / "splits.csv").open(newline="") as stream:
        rows = list(csv.reader(stream))
    change(rows)
    with (folder / "splits.csv").open("w", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def move_to_test(folder: Path, video: str) -> None:
    """Rename the video of the test split, so that it shares something with train."""
    change_json(folder / "test.json", lambda document: rename(document, video))
    for kind in ("JPEGImages/c-1", "WAVAudios/c-1.wav", "FEATAudios/c-1.npy"):
        path = folder / "test" / kind
        path.rename(path.with_name(path.name.replace("c-1", video)))
    rewrite_splits(folder, lambda rows: rows[3].__setitem__(0, video))


def rename(document: dict[str, Any], video: str) -> None:
    names = document["videos"][0]["file_names"]
    document["videos"][0]["file_names"] = [name.replace("c-1", video) for name in names]


def train_named(folder: Path, name: str) -> None:
    """Rename `b-1` of train as well."""
    change_json(
        folder / "train.json",
        lambda document: set_in(
            document, "videos", 1, "file_names", [f"{name}/{second:05d}.jpg" for second in range(3)]
        ),
    )


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40])


def replace(path: Path, make: Callable[..., object], *what: object) -> None:
    path.unlink()
    make(path, *what)


def patch(path: Path, at: int, data: bytes) -> None:
    whole = bytearray(path.read_bytes())
    whole[at : at + len(data)] = data
    path.write_bytes(whole)


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


FILE_DEFECTS: dict[str, tuple[str, str, Change]] = {
    "a frame is missing": (
        "frame-missing",
        "train/JPEGImages/b-1/00001.jpg",
        lambda folder: (folder / "train/JPEGImages/b-1/00001.jpg").unlink(),
    ),
    "a frame too many": (
        "frame-extra",
        "train/JPEGImages/b-1/Thumbs.db",
        lambda folder: (folder / "train/JPEGImages/b-1/Thumbs.db").touch(),
    ),
    "a frame of another size": (
        "frame-size",
        "train/JPEGImages/b-1/00001.jpg",
        lambda folder: Image.new("RGB", (9, 9)).save(folder / "train/JPEGImages/b-1/00001.jpg"),
    ),
    "a frame cut short": (
        "frame-unreadable",
        "train/JPEGImages/b-1/00001.jpg",
        lambda folder: shorten(folder / "train/JPEGImages/b-1/00001.jpg"),
    ),
    "a PNG called jpg": (
        "frame-unreadable",
        "train/JPEGImages/b-1/00001.jpg",
        lambda folder: Image.new("RGB", (20, 12)).save(
            folder / "train/JPEGImages/b-1/00001.jpg", "PNG"
        ),
    ),
    "a frame that readers turn": (
        "frame-orientation",
        "train/JPEGImages/b-1/00001.jpg",
        lambda folder: save_tagged(folder / "train/JPEGImages/b-1/00001.jpg"),
    ),
    "a frame in grey": (
        "frame-colours",
        "train/JPEGImages/b-1/00001.jpg",
        lambda folder: Image.new("L", (20, 12)).save(folder / "train/JPEGImages/b-1/00001.jpg"),
    ),
    "a frame in inks": (
        "frame-colours",
        "train/JPEGImages/b-1/00001.jpg",
        lambda folder: Image.new("CMYK", (20, 12)).save(folder / "train/JPEGImages/b-1/00001.jpg"),
    ),
    "no frames of a split": (
        "frames-missing",
        "test/JPEGImages",
        lambda folder: shutil.rmtree(folder / "test/JPEGImages"),
    ),
    "no media at all": (
        "annotations-only",
        "release",
        lambda folder: [shutil.rmtree(folder / split) for split in ("train", "test")],
    ),
    "no sound of a video": (
        "sound-missing",
        "train/WAVAudios/b-1.wav",
        lambda folder: (folder / "train/WAVAudios/b-1.wav").unlink(),
    ),
    "no sound of a split": (
        "sound-missing",
        "train/WAVAudios",
        lambda folder: shutil.rmtree(folder / "train/WAVAudios"),
    ),
    "sound that is none": (
        "sound-unreadable",
        "train/WAVAudios/b-1.wav",
        lambda folder: (folder / "train/WAVAudios/b-1.wav").write_text("no sound"),
    ),
    "sound of no rate": (
        "sound-unreadable",
        "train/WAVAudios/b-1.wav",
        lambda folder: patch(folder / "train/WAVAudios/b-1.wav", 24, bytes(4)),
    ),
    "sound with a part that ends nowhere": (
        "sound-unreadable",
        "train/WAVAudios/b-1.wav",
        lambda folder: patch(folder / "train/WAVAudios/b-1.wav", 16, b"\xff\xff\xff\x7f"),
    ),
    "mono sound": (
        "sound-channels",
        "train/WAVAudios/b-1.wav",
        lambda folder: cut_sound(folder, 4800, 1),
    ),
    "8-bit sound": (
        "sound-bits",
        "train/WAVAudios/b-1.wav",
        lambda folder: cut_sound(folder, 4800, 2, np.uint8),
    ),
    "sound a sample short": (
        "sound-length",
        "train/WAVAudios/b-1.wav",
        lambda folder: cut_sound(folder, 4799),
    ),
    "sound a second short": (
        "sound-length",
        "train/WAVAudios/b-1.wav",
        lambda folder: cut_sound(folder, 3200),
    ),
    "no features of a video": (
        "features-missing",
        "train/FEATAudios/b-1.npy",
        lambda folder: (folder / "train/FEATAudios/b-1.npy").unlink(),
    ),
    "features that are none": (
        "features-unreadable",
        "train/FEATAudios/b-1.npy",
        lambda folder: (folder / "train/FEATAudios/b-1.npy").write_text("x"),
    ),
    "features in a ZIP": (
        "features-unreadable",
        "train/FEATAudios/b-1.npy",
        lambda folder: save_zipped(folder / "train/FEATAudios/b-1.npy"),
    ),
    "features that would fill the memory": (
        "features-unreadable",
        "train/FEATAudios/b-1.npy",
        lambda folder: patch(folder / "train/FEATAudios/b-1.npy", 61, b"900000000000, 8), }"),
    ),
    "features with a broken header": (
        "features-unreadable",
        "train/FEATAudios/b-1.npy",
        lambda folder: patch(folder / "train/FEATAudios/b-1.npy", 10, b"((("),
    ),
    "features whose header states 4 GiB": (
        "features-unreadable",
        "train/FEATAudios/b-1.npy",
        lambda folder: patch(folder / "train/FEATAudios/b-1.npy", 6, b"\x02\x00\xf0\xff\xff\xff"),
    ),
    "too few features": (
        "features-shape",
        "train/FEATAudios/b-1.npy",
        lambda folder: save_features(folder, np.ones((2, 128), np.float32)),
    ),
    "negative features": (
        "features-values",
        "train/FEATAudios/b-1.npy",
        lambda folder: save_features(folder, -np.ones((3, 128), np.float32)),
    ),
    "features of no number": (
        "features-values",
        "train/FEATAudios/b-1.npy",
        lambda folder: save_features(folder, np.full((3, 128), np.nan)),
    ),
    "sound of nobody": (
        "stranger",
        "train/WAVAudios/x.wav",
        lambda folder: (folder / "train/WAVAudios/x.wav").touch(),
    ),
    "a video in two splits": (
        "split-overlap",
        "video a-1",
        lambda folder: move_to_test(folder, "a-1"),
    ),
    "a group in two splits": (
        "leak-group",
        "group a",
        lambda folder: rewrite_splits(folder, lambda rows: rows[3].__setitem__(2, "a")),
    ),
    "no splits.csv": (
        "splits-missing",
        "splits.csv",
        lambda folder: (folder / "splits.csv").unlink(),
    ),
    "a broken splits.csv": (
        "splits-broken",
        "splits.csv",
        lambda folder: (folder / "splits.csv").write_text("video_id,split\na-1,trian\n"),
    ),
    "a cell of splits.csv that has no end": (
        "splits-broken",
        "splits.csv",
        lambda folder: (folder / "splits.csv").write_text("video_id,split\n" + "a" * 200_000),
    ),
    "a folder in place of splits.csv": (
        "splits-missing",
        "splits.csv",
        lambda folder: replace(folder / "splits.csv", Path.mkdir),
    ),
    "a video without a row": (
        "splits-rows",
        "splits.csv",
        lambda folder: rewrite_splits(folder, lambda rows: rows.pop()),
    ),
    "a row without a video": (
        "splits-rows",
        "splits.csv",
        lambda folder: rewrite_splits(folder, lambda rows: rows.append(["x", "val", ""])),
    ),
    "a row that says otherwise": (
        "splits-rows",
        "splits.csv",
        lambda folder: rewrite_splits(folder, lambda rows: rows[1].__setitem__(1, "val")),
    ),
    "no release.json": (
        "card-missing",
        "release.json",
        lambda folder: (folder / "release.json").unlink(),
    ),
    "a broken release.json": (
        "card-broken",
        "release.json",
        lambda folder: (folder / "release.json").write_text("{"),
    ),
    "a release.json without counts": (
        "card-broken",
        "release.json",
        lambda folder: change_json(folder / "release.json", lambda card: card.pop("counts")),
    ),
    "a wrong count": (
        "card-counts",
        "release.json counts.train.masks",
        lambda folder: change_json(
            folder / "release.json", lambda card: set_in(card, "counts", "train", "masks", 1)
        ),
    ),
}
CHECKSUM_DEFECTS: dict[str, tuple[str, str, Change]] = {
    "no SHA256SUMS": (
        "checksums-missing",
        "SHA256SUMS",
        lambda folder: (folder / "SHA256SUMS").unlink(),
    ),
    "a broken SHA256SUMS": (
        "checksums-broken",
        "SHA256SUMS",
        lambda folder: (folder / "SHA256SUMS").write_text("?\n"),
    ),
    "a listed file is gone": (
        "file-missing",
        "train/WAVAudios/b-1.wav",
        lambda folder: (folder / "train/WAVAudios/b-1.wav").unlink(),
    ),
    "a link to nowhere": (
        "unreadable",
        "train/WAVAudios/b-1.wav",
        lambda folder: replace(folder / "train/WAVAudios/b-1.wav", Path.symlink_to, "nowhere"),
    ),
    "a pipe in place of a file": (
        "unreadable",
        "train/WAVAudios/b-1.wav",
        lambda folder: replace(folder / "train/WAVAudios/b-1.wav", os.mkfifo),
    ),
    "an unlisted file": ("file-extra", "notes.txt", lambda folder: (folder / "notes.txt").touch()),
    "a changed byte": (
        "file-changed",
        "train/JPEGImages/b-1/00001.jpg",
        lambda folder: flip(folder / "train/JPEGImages/b-1/00001.jpg"),
    ),
}
