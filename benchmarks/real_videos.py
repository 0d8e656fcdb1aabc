"""The four real videos of Debian's opencv-doc as a manifest with media, for `avisbuild fetch`.

    python benchmarks/real_videos.py OUT [--data FOLDER]
    avisbuild init P && avisbuild fetch OUT/manifest.csv --project P

The MP4s stay as they are, the AVIs are encoded anew, as AVI is not read; one without sound gets speech by
espeak-ng, which names what happens, second by second. `--data` is where the files lie; else dpkg says.
"""

import argparse
import csv
import gzip
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import av

from avisbuild.media.tools import ffmpeg_path

_PACKAGE = "opencv-doc"
_SPEECH = (
    "Two people walk across the yard. One of them looks back. A third one comes from the left, and goes on"
    " along the wall. Nobody runs, nobody waits. Somebody crosses the lawn, and the others pass by."
)


@dataclass(frozen=True)
class RealVideo:
    """A file of the package; `end_s` cuts it off, as annotating a minute is a day's work."""

    name: str
    category: str
    end_s: int | None = None


VIDEOS = (
    RealVideo("box.mp4", "person"),
    RealVideo("cup.mp4", "person"),
    RealVideo("Megamind.avi", "person"),
    RealVideo("vtest.avi", "person", end_s=20),
)


def program(name: str) -> str:
    """Where a program lies; ends this one where it is not installed."""
    return shutil.which(name) or sys.exit(f"{name} is not installed")


def installed_files() -> list[Path]:
    """The files of the package as dpkg lists them."""
    found = subprocess.run(
        [program("dpkg"), "-L", _PACKAGE], capture_output=True, text=True, check=False
    )
    if found.returncode != 0:
        sys.exit(f"{_PACKAGE} is not installed: name the folder of its files with --data")
    return [Path(line) for line in found.stdout.splitlines()]


def find(name: str, files: list[Path]) -> Path:
    """A file by its name, packed or not; ends the program where there is none."""
    for path in files:
        if path.name in (name, f"{name}.gz") and path.is_file():
            return path
    sys.exit(f"{name}: not among the files of {_PACKAGE}")


def copied(source: Path, target: Path) -> Path:
    """The file itself, unpacked."""
    opener = gzip.open if source.suffix == ".gz" else open
    with opener(source, "rb") as packed, target.open("wb") as out:
        shutil.copyfileobj(packed, out)
    return target


def has_sound(path: Path) -> bool:
    with av.open(str(path)) as container:
        return bool(container.streams.audio)


def length_s(path: Path) -> float:
    with av.open(str(path)) as container:
        return (container.duration or 0) / av.time_base


def speech(folder: Path) -> Path:
    """The sentences as sound."""
    path = folder / "speech.wav"
    command = [program("espeak-ng"), "-s", "130", "-w", str(path), _SPEECH]
    subprocess.run(command, check=True)
    return path


def encoded(source: Path, target: Path) -> Path:
    """H.264 and AAC in an MP4, with speech where it is silent; every picture stays."""
    with tempfile.TemporaryDirectory() as scratch:
        inputs = ["-i", str(source)]
        if not has_sound(source):
            inputs += ["-stream_loop", "-1", "-i", str(speech(Path(scratch)))]
            inputs += ["-map", "0:v", "-map", "1:a", "-t", f"{length_s(source):.3f}"]
        coding = ["-c:v", "libx264", "-crf", "16", "-pix_fmt", "yuv420p", "-c:a", "aac"]
        command = [str(ffmpeg_path()), "-v", "error", "-y", *inputs, *coding, str(target)]
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return target


def prepare(out: Path, files: list[Path]) -> Path:
    """Write the media and the manifest that names them."""
    out.mkdir(parents=True, exist_ok=True)
    rows = []
    for video in VIDEOS:
        source = find(video.name, files)
        stem = Path(video.name).stem.lower()
        target = out / f"{stem}.mp4"
        if Path(video.name).suffix == ".mp4":
            copied(source, target)
        else:
            encoded(source, target)
        end = video.end_s or ""
        rows.append(
            {
                "video_id": stem,
                "source": f"local:{target.name}",
                "start": "0" if end else "",
                "end": end,
                "labels": video.category,
                "license": "unknown",
            }
        )
    manifest = out / "manifest.csv"
    with manifest.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return manifest


def main() -> None:
    """Prepare them, and say what to do next."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--data", type=Path, help="a folder with the files, in place of the package's own"
    )
    options = parser.parse_args()
    files = sorted(options.data.rglob("*")) if options.data else installed_files()
    print(prepare(options.out, files))


if __name__ == "__main__":
    main()
