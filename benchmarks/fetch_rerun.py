"""How long does `avisbuild fetch` take when all 1,000 videos of the manifest are there already?"""

import argparse
import csv
import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import harness
from rendered_source import render_source

from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project
from avisbuild_pipelines.manifest import read_manifest

SECONDS = 61


def main() -> None:
    """Make one real video, plant its record under 999 more names, and run the program again and again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--videos", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = prepare(folder, options.videos)
        registering = harness.run(command)
        record_bytes = (folder / "project/videos/v00000/clip.json").stat().st_size
        costs = harness.paired({"rerun": lambda: harness.run(command)}, rounds=options.rounds)
        figures: dict[str, object] = {
            "videos": options.videos,
            "seconds_per_video": SECONDS,
            "clip_json_bytes": record_bytes,
            "rerun": harness.summary(costs["rerun"]),
            "rebuilding_the_store_from_disk": harness.summary([registering]),
        }
    harness.write_result(
        "fetch_rerun",
        question=f"How long does a fetch with nothing to do take for {options.videos} videos?",
        figures=figures,
    )


def prepare(folder: Path, count: int) -> list[str]:
    """A project with `count` finished videos that its store does not know yet; gives the command."""
    render_source(folder / "source.mp4", size="320x180", seconds=SECONDS)
    Project.create(folder / "project", load_recipe("aviseg")).close()
    write_manifest(folder / "manifest.csv", 1)
    command = [sys.executable, "-m", "avisbuild", "fetch", str(folder / "manifest.csv")]
    command += ["--project", str(folder / "project"), "--json"]
    harness.run(command)
    write_manifest(folder / "manifest.csv", count)
    videos = folder / "project" / "videos"
    record = json.loads((videos / "v00000" / "clip.json").read_bytes())
    rows = read_manifest(folder / "manifest.csv", media_root=None, music_avqa_root=None).rows
    for row in rows[1:]:
        plant(videos / row.video_id, record, row.values, row.row_sha256)
    return command


def write_manifest(path: Path, count: int) -> None:
    """Rows that all ask for the whole source."""
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("video_id", "source", "labels"))
        writer.writerows((f"v{number:05d}", "local:source.mp4", "dog") for number in range(count))


def plant(
    folder: Path, record: Mapping[str, object], row: Mapping[str, str], row_sha256: str
) -> None:
    """A finished video as far as a second fetch looks at it."""
    folder.mkdir()
    document = {**record, "video_id": folder.name, "row": row, "row_sha256": row_sha256}
    text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False)
    (folder / "clip.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
