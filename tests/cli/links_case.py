"""What the tests of links share: a whole project, a home that is nobody's business, and every command."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from pipelines.download_case import render_video
from pipelines.embedding_case import Counting
from program_here import run_here

from avisbuild import masks
from avisbuild.errors import AvisbuildError
from avisbuild.records import (
    CategoryId,
    Instance,
    InstanceId,
    MaskSource,
    Provenance,
    Round,
    RoundState,
    Sounding,
    Track,
    VideoId,
)
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project
from avisbuild_pipelines.exporting import export_release
from avisbuild_pipelines.fetch import fetch
from avisbuild_pipelines.fetch.settings import FetchSettings
from avisbuild_pipelines.manifest import read_manifest
from avisbuild_pipelines.tracks import add_track

DONE, OPEN = VideoId("pond"), VideoId("lake")
SECONDS, SIZE = 2, (96, 160)
PRECIOUS = b"precious"

# What is run of each command on a project full of links; {p} is the project, {o} a folder beside it.
WALK: dict[str, tuple[str, ...]] = {
    "init": ("{p}",),
    "fetch": (
        "{o}/m.csv --media-root {o}/media --retry all --project {p}",
        "{o}/m.csv --media-root {o}/media --dry-run --project {p}",
    ),
    "clip": ("--project {p}",),
    "embed": (
        "--segmenter sam_vit_b --dry-run --project {p}",
        "--segmenter sam_vit_b --limit 0.001 --project {p}",
    ),
    "annotate": ("--segmenter fake --video lake --annotator ann --project {p}",),
    "manifest": ("from-aviseg {o}/names.csv --out {o}/named.csv",),
    "status": ("--project {p}",),
    "videos": ("list --project {p}",),
    "categories": ("list --project {p}", "add tabla --project {p}"),
    "review": ("list --project {p}", "next --author ann --project {p}", "log pond --project {p}"),
    "import": (
        "{o}/truth.json --replace --as accepted --project {p}",
        "{o}/other.json --frames {p}/releases/pictures --project {p}",
    ),
    "split": (
        "--project {p} --include todo --ratios --sizes 2/1/1 --out {o}/splits.csv",
        "{o}/videos.csv --sizes 2/1/1",
        "{o}/videos.csv --method published --table {o}/table.csv",
    ),
    "export": (
        "--project {p}",
        "--annotations-only --include todo --out {p}/releases/mine --project {p}",
    ),
    "validate": ("{p}/releases/aviseg-1",),
    "audit": ("--project {p}", "{p}/releases/aviseg-1"),
    "stats": ("--project {p}", "{p}/releases/aviseg-1"),
    "evaluate": (
        "--gt {p}/releases/aviseg-1/train.json --pred {o}/predictions.json --protocol strict",
    ),
    "evaluate-ov": ("--gt {p}/releases/maps --pred {o}/maps",),
    "evaluate-avs": ("--gt {p}/releases/maps --pred {o}/maps",),
    "synth": (
        "{p}/releases/scenes --as media --videos 1 --seconds 1 --size 64x48 --fps 4 --jobs 1",
    ),
    "verify": ("--project {p}",),
    "project": (
        "allow --list --project {p}",
        "backup {o}/kept --project {p}",
        "restore {o}/kept {o}/again",
        "pack {o}/lake.share --videos lake --project {p}",
        "unpack {o}/lake.share {o}/far-away",
        "merge {o}/lake.share --project {p}",
    ),
    "prune": ("--project {p}",),
    "models": ("list",),
    "doctor": ("--project {p}",),
    "demo": ("{p}/releases",),
}


def make_scene(folder: Path) -> None:
    """A project `p` that exports: two videos of two seconds, one accepted and in a release, one to do.

    Beside it `o`, what commands are given. The media stay where they are, as a source's key names its place.
    """
    beside, media = folder / "o", folder.parent / "media"
    beside.mkdir(parents=True)
    media.mkdir()
    (beside / "media").symlink_to(media)
    size = f"{SIZE[1]}x{SIZE[0]}"
    options = ("-filter_complex", f"testsrc2=size={size}:rate=10:duration=4[v];sine=duration=4[s]")
    options += ("-map", "[v]", "-map", "[s]", "-c:v", "libx264", "-c:a", "aac")
    render_video(media / "a.mp4", *options)
    rows = ("video_id,source,start,end", "pond,local:a.mp4,0,2", "lake,local:a.mp4,2,4")
    (beside / "m.csv").write_text("\n".join((*rows, "none,local:none.mp4,0,2\n")))
    with Project.create(folder / "p", load_recipe("aviseg")) as project:
        manifest = read_manifest(beside / "m.csv", media_root=media, music_avqa_root=None)
        fetch(project, manifest, FetchSettings(jobs=1))
        with project.edit(author="ann", action="Annotate") as edit:
            add_track(edit, _dog(), Provenance(source=MaskSource.BRUSH, author="ann"))
            edit.set_round(Round(video_id=DONE, number=1, state=RoundState.ACCEPTED, person="ann"))
        export_release(project, jobs=1)
    release = folder / "p/releases/aviseg-1"
    truth = (release / "train.json").read_text()
    (beside / "truth.json").write_text(truth)
    (beside / "other.json").write_text(truth.replace("pond", "copy"))
    (beside / "predictions.json").write_text("[]")
    videos = ("a,s,dog;cat,4,1,2", "b,s,dog,5,0,1", "c,,cat,6,2,3", "d,,,7,7,0")
    columns = "video_id,source,labels,seconds,silent_seconds,instances"
    (beside / "videos.csv").write_text("\n".join((columns, *videos)) + "\n")
    (beside / "table.csv").write_text("video_id,split\na,train\nb,train\nc,test\n")
    (beside / "names.csv").write_text("video_id\n00000001\n")
    shutil.copytree(release / "train/JPEGImages/pond", release.parent / "pictures/copy")
    for maps in (beside / "maps", release.parent / "maps"):
        maps.mkdir()
        Image.new("L", (16, 16)).save(maps / "a.png")


def _dog() -> Track:
    mask = np.zeros(SIZE, dtype=bool)
    mask[10:40, 20:60] = True
    dog = Instance(
        instance_id=InstanceId("pond/dog_1"),
        video_id=DONE,
        category_id=CategoryId(1),
        number=1,
    )
    return Track(
        instance=dog,
        states=(Sounding.SOUNDING,) * SECONDS,
        masks=(masks.encode(mask),) * SECONDS,
    )


def make_home(home: Path) -> None:
    """Files that avisbuild has no business with, named and aged as those that it tidies away."""
    (home / "docs").mkdir(parents=True)
    (home / "bashrc").write_bytes(PRECIOUS)
    for name in ("letter.tmp", "a" * 64 + ".emb", f".{'b' * 8}.{'c' * 32}.tmp", "failures.csv"):
        (home / "docs" / name).write_bytes(PRECIOUS)
    for name in (".pond.abcdefgh.partial", ".pond.abcdefgh.old", ".aviseg-1.abcdefgh.partial"):
        (home / "docs" / name).mkdir()
        (home / "docs" / name / "letter").write_bytes(PRECIOUS)
    Image.new("RGB", SIZE[::-1], "red").save(home / "private.jpg")
    for path in home.rglob("*"):
        os.utime(path, (1e9, 1e9))


def copy_scene(made: Path, folder: Path) -> Path:
    """A copy of a scene with a new home beside it; gives the project."""
    shutil.copytree(made, folder, symlinks=True)
    for source in folder.glob("p/sources/*/source.mp4"):
        source.unlink()
        os.link(folder / "o/media/a.mp4", source)
    make_home(folder / "home")
    return folder / "p"


def state_of(folder: Path) -> dict[str, object]:
    """Everything below a folder: what each file holds, where each link leads, and when it was changed."""
    return {
        str(path.relative_to(folder)): (_content(path), path.lstat().st_mtime_ns)
        for path in folder.rglob("*")
    }


def _content(path: Path) -> object:
    if path.is_symlink():
        return path.readlink()
    return path.read_bytes() if path.is_file() else None


def lines_of(command: str, project: Path) -> Iterator[list[str]]:
    """The words of everything that is run of one command."""
    for line in WALK[command]:
        places = {"p": str(project), "o": str(project.parent / "o")}
        yield [command, *(word.format(**places) for word in line.split())]


def walk(project: Path, commands: tuple[str, ...]) -> dict[str, int]:
    """Run these commands as a person would; the exit code of each line."""
    codes = {}
    for command in commands:
        for words in lines_of(command, project):
            run = annotate_here if command == "annotate" else run_here
            codes[" ".join(words)] = run(*words)
    return codes


def make_quick(patch: pytest.MonkeyPatch) -> None:
    """Take from commands what is slow and opens nothing in a project: processes, SAM, Qt's trial start."""
    from avisbuild.segment import catalogue
    from avisbuild.segment.cache.store import segmenter_kind
    from avisbuild.segment.fake import FakeSegmenter
    from avisbuild_gui import command
    from avisbuild_pipelines import demo
    from avisbuild_pipelines.doctor import examination
    from avisbuild_pipelines.fetch import fetching

    segmenter = Counting()
    patch.setattr(fetching, "open_engine", lambda *_, **__: _HereEngine())
    patch.setattr(catalogue, "embedding_kind", lambda *_, **__: segmenter_kind(segmenter))
    patch.setattr(catalogue, "make_segmenter", lambda *_, **__: segmenter)
    patch.setattr(catalogue, "maker", lambda *_, **__: FakeSegmenter)
    patch.setattr(command, "_check_desktop", lambda: None)
    patch.setattr(examination, "annotating_checks", lambda: iter(()))
    patch.setattr(demo, "_do", _refuse)


def _refuse(*words: object) -> None:
    """The demo's own commands are walked one by one."""
    raise AvisbuildError("demo-stopped", line=str(words[1]), exit_code=1)


class _HereEngine(ThreadPoolExecutor):
    """Clips in a thread of this process."""

    worker_count = 1

    def __init__(self) -> None:
        super().__init__(1)

    def kill(self) -> None:
        self.shutdown(cancel_futures=True)


def annotate_here(*words: object) -> int:
    """The window: an instance, a click, a commit, propagating, another video, the cheat sheet; closed."""
    from PyQt6.QtCore import QTimer
    from PyQt6.QtWidgets import QApplication

    from avisbuild_gui.application import make_application
    from avisbuild_gui.main_window import MainWindow

    application = make_application()
    project = Path(str(words[-1]))

    def work() -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow) and window.isVisible():
                timer.stop()
                try:
                    _annotate(window, project, application.processEvents)
                finally:
                    window.close()

    timer = QTimer()
    timer.timeout.connect(work)
    timer.start(5)  # again and again: events are handled before the window is there, too
    try:
        return run_here(*words)
    finally:
        timer.stop()


def _annotate(window: Any, project: Path, process_events: Callable[[], None]) -> None:
    session, perform = window.session, window.actions_.perform

    def wait(done: Callable[[], bool]) -> None:
        stop = time.monotonic() + 3
        while not done() and time.monotonic() < stop:
            process_events()
            time.sleep(0.002)

    session.instances.ask_new()
    session.instances.choose_category(1)
    perform("select_all")
    perform("toggle_sounding")
    perform("first_second")
    if session.state.view is not None:
        session.drafts.click(80, 45, positive=True)
        wait(lambda: session.drafts.here is not None and not session.drafts.here.needs_answer)
        perform("commit")
        perform("propagate_forward")
        wait(lambda: not session.propagation.is_working)
        perform("accept_proposals")
    perform("hand_in")
    perform("next_video")
    window.keys.save_sheet(project / "reports" / "keys.html")
    window.keys.save_sheet(project / "reports" / "keys.pdf")
    wait(lambda: not any(each.name.startswith("avisbuild-") for each in threading.enumerate()))
