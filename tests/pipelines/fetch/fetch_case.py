"""What the tests of fetching share: sources on a server, a project, and what is on its disk."""

import csv
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.download_case import render_video
from pipelines.media_server import MediaServer

from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project
from avisbuild_pipelines.download import DownloadSettings
from avisbuild_pipelines.fetch import fetch
from avisbuild_pipelines.fetch.settings import FetchOutcome, FetchSettings
from avisbuild_pipelines.manifest import read_manifest

# What may differ between two runs that come to the same: when, and at which attempt.
_OF_THE_MOMENT = ("fetched_at", "attempts", "history")


def render_sources(folder: Path, count: int) -> None:
    """Small videos a0.mp4, a1.mp4 ... of four seconds, each with a picture size of its own."""
    for number in range(count):
        size = f"{160 + 16 * number}x96"
        picture = f"testsrc2=size={size}:rate=10:duration=4"
        sound = f"sine=frequency={300 + 100 * number}:duration=4"
        render_video(
            folder / f"a{number}.mp4",
            *("-filter_complex", f"{picture}[v];{sound}[s]", "-map", "[v]", "-map", "[s]"),
            *("-c:v", "libx264", "-c:a", "aac", "-movflags", "+faststart"),
        )


@dataclass
class FetchCase:
    """A project below `folder` that fetches from `server`; `rows` are cells of the manifest."""

    folder: Path
    server: MediaServer
    rows: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        Project.create(self.project_dir, load_recipe("aviseg")).close()

    @property
    def project_dir(self) -> Path:
        return self.folder / "project"

    @property
    def manifest(self) -> Path:
        return self.folder / "manifest.csv"

    def add(self, video_id: str, source: str, **cells: str) -> None:
        """Add a row; a source without ":" is a file on the server."""
        where = source if ":" in source else self.server.url(source)
        self.rows.append({"video_id": video_id, "source": where, **cells})

    def write_manifest(self) -> Path:
        """Write the rows as they are now."""
        columns = dict.fromkeys(name for row in self.rows for name in row)
        with self.manifest.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, list(columns), restval="")
            writer.writeheader()
            writer.writerows(self.rows)
        return self.manifest

    def fetch(self, *, jobs: int = 2, **changes: Any) -> FetchOutcome:
        """Run a fetch in this process, with quick retries."""
        hosts = (self.server.host,)
        rows = read_manifest(
            self.write_manifest(), media_root=None, music_avqa_root=None, allowed_hosts=hosts
        )
        download = DownloadSettings(
            allowed_hosts=hosts, socket_timeout_s=1.0, max_attempts=2, backoff_s=0.05
        )
        settings = FetchSettings(jobs=jobs, **{"download": download, **changes})
        with Project.open(self.project_dir) as project:
            return fetch(project, rows, settings)

    def start(self, *options: object) -> "subprocess.Popen[str]":
        """Start the program on the manifest, in a process of its own."""
        words = ["fetch", self.write_manifest(), "--project", self.project_dir]
        words += ["--allow-host", self.server.host, *options]
        return subprocess.Popen(
            [sys.executable, "-m", "avisbuild", *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *options: object) -> "subprocess.CompletedProcess[str]":
        """Run the program on the manifest to its end."""
        process = self.start(*options)
        said, complained = process.communicate(timeout=240)
        return subprocess.CompletedProcess(process.args, process.returncode, said, complained)

    def failures(self) -> dict[str, dict[str, str]]:
        """The rows of failures.csv by video."""
        with (self.project_dir / "reports" / "failures.csv").open(newline="") as stream:
            return {row["video_id"]: row for row in csv.DictReader(stream)}

    def tree(self) -> dict[str, str]:
        """Every finished video's files with their hashes, and what the store says of the videos."""
        videos = self.project_dir / "videos"
        found = {
            str(path.relative_to(videos)): _hash(path)
            for path in sorted(videos.rglob("*"))
            if path.is_file()
        }
        with Project.open(self.project_dir) as project:
            states = project.states()
            known = {
                f"store: {video.video_id}": f"{video} {states[video.video_id]}"
                for video in project.videos()
            }
        return found | known

    def check_whole(self) -> None:
        """Nothing unfinished stands under a final name."""
        for folder in (self.project_dir / "videos").iterdir():
            if folder.name.startswith("."):
                continue
            document = json.loads((folder / "clip.json").read_bytes())
            for name, digest in document["sha256"].items():
                assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def _hash(path: Path) -> str:
    if path.name != "clip.json":
        return hashlib.sha256(path.read_bytes()).hexdigest()
    document = json.loads(path.read_bytes())
    for key in _OF_THE_MOMENT:
        document["source"].pop(key, None)
    return json.dumps(document, sort_keys=True)


def kill_after(process: "subprocess.Popen[str]", seconds: float) -> bool:
    """Send SIGKILL after a while; whether the process was still at work."""
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate()
    return process.returncode == -signal.SIGKILL


def wait_until(holds: Any, *, seconds: float = 60) -> None:
    """Wait for a condition that another process brings about."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.01)


def alive(pids: Iterable[int]) -> list[int]:
    """Those of the processes that still run."""
    return [pid for pid in pids if Path(f"/proc/{pid}").exists() and not _is_zombie(pid)]


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def workers_of(pid: int) -> list[int]:
    """The worker processes of a driver."""
    children = Path(f"/proc/{pid}/task").glob("*/children")
    pids = [int(word) for path in children for word in _text(path).split()]
    return [
        child
        for child in pids
        if b"avisbuild_pipelines.engine.worker" in _bytes(Path(f"/proc/{child}/cmdline"))
    ]


def _text(path: Path) -> str:
    return _bytes(path).decode()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def stop_softly(process: "subprocess.Popen[str]") -> None:
    """What Ctrl-C in a terminal sends to the driver."""
    os.kill(process.pid, signal.SIGINT)
