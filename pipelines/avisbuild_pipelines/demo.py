"""The whole way on rendered scenes: every step is the command that a person would type."""

import csv
import functools
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from avisbuild import files
from avisbuild.documents.csv_text import csv_text, plain_cell
from avisbuild.errors import AvisbuildError, ProjectError
from avisbuild.system.limits import missing_limits
from avisbuild.system.paths import quoted
from avisbuild_pipelines.demo_people import ANNOTATORS, LEFT_FOR_REVIEW, REVIEWERS, hand_in_scenes

_MARKER = "THIS-IS-A-DEMO.txt"
_HOST = "127.0.0.1"
_VIDEOS = 6
_SECONDS = 8
FIRST_TRY = "first-try"
# Under these names the demo's own commands edit.
_OWN_AUTHORS = frozenset({"avisbuild fetch", "import", *ANNOTATORS, *REVIEWERS})
# How many of the accepted scenes go into each split: all six, or four while two wait for a review.
_SIZES, _SIZES_REVIEWED = "4/1/1", "2/1/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPaths:
    """The files and folders of a demo, all below `folder`."""

    folder: Path

    @property
    def scenes(self) -> Path:
        return self.folder / "scenes"

    @property
    def manifest(self) -> Path:
        return self.folder / "manifest.csv"

    @property
    def project(self) -> Path:
        return self.folder / "project"

    @property
    def release(self) -> Path:
        return self.folder / "release"

    @property
    def contact_sheet(self) -> Path:
        return self.folder / "contact-sheet.png"


def run_demo(folder: Path, *, tell: Callable[[str], None], rounds: int = 0) -> DemoPaths:
    """Render scenes, serve them on loopback, fetch, import, export and validate them; draw a contact sheet.

    With `rounds`, people of the demo hand the scenes in and review them so often; the last two wait for their
    last review. A folder that holds an earlier demo is made anew, unless somebody has annotated in it;
    that, and any other folder with something in it, is refused with ProjectError. A step that fails raises
    AvisbuildError naming the command.
    """
    paths = DemoPaths(folder=folder)
    _start_afresh(folder)
    _fetch_scenes(paths, tell, rounds)
    _import_truth(paths, tell, rounds)
    if rounds:
        _review(paths, tell, rounds)
    _release(paths, tell, rounds)
    _draw_contact_sheet(paths)
    return paths


def _fetch_scenes(paths: DemoPaths, tell: Callable[[str], None], rounds: int) -> None:
    tell("1. Render six scenes with sound, each with its exact truth")
    _do(
        tell,
        "synth",
        paths.scenes,
        "--as",
        "media",
        "--videos",
        _VIDEOS,
        "--seconds",
        _SECONDS,
        "--size",
        "640x360",
        "--seed",
        24,
    )
    from avisbuild_pipelines.synthesis.options import rendered_dir

    with _serving(rendered_dir(paths.scenes)) as address:
        tell("")
        tell(
            f"2. Serve them on {address}, and write a manifest that names them there, the first one twice"
        )
        _write_manifest(paths, address)
        tell("")
        tell("3. Make a project; fetch: download with yt-dlp, clip into 1-second frame/audio pairs")
        _do(tell, "init", paths.project, "--rounds", rounds)
        _do(
            tell,
            "fetch",
            paths.manifest,
            "--project",
            paths.project,
            "--allow-host",
            address.removeprefix("http://"),
            # Its own rendered scenes, which need no limits.
            *(["--without-limits"] if missing_limits() else []),
        )


def _import_truth(paths: DemoPaths, tell: Callable[[str], None], rounds: int) -> None:
    tell("")
    tell(f"4. Take the scenes' truth as an annotator's {'' if rounds else 'accepted '}work")
    _do(
        tell,
        "import",
        paths.scenes / "truth.json",
        "--format",
        "aviseg",
        *([] if rounds else ["--as", "accepted"]),
        "--project",
        paths.project,
    )


def _review(paths: DemoPaths, tell: Callable[[str], None], rounds: int) -> None:
    """Two people hand the scenes in; others review them, and leave the last review of two for the user."""
    from avisbuild.store import Project

    tell("")
    tell(
        f"   {' and '.join(ANNOTATORS)} hand the scenes in, as one does with Ctrl+Enter; others review"
    )
    with Project.open(paths.project) as project:
        scenes = hand_in_scenes(project, besides=FIRST_TRY)
    for review in range(1, rounds + 1):
        names = scenes if review < rounds else scenes[:-LEFT_FOR_REVIEW]
        by = "--project", paths.project, "--author", REVIEWERS[review % len(REVIEWERS)]
        for move in ("begin", "accept"):
            _do(tell, "review", move, *names, *by)
    _do(tell, "review", "list", "--project", paths.project)


def _release(paths: DemoPaths, tell: Callable[[str], None], rounds: int) -> None:
    tell("")
    tell("5. Split, export an AVISeg release, validate it")
    _do(
        tell,
        "export",
        "--split",
        "--sizes",
        _SIZES_REVIEWED if rounds else _SIZES,
        "--seed",
        0,
        "--out",
        paths.release,
        "--project",
        paths.project,
    )
    _do(tell, "validate", paths.release)
    _do(tell, "stats", paths.release)


def _start_afresh(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        if not (folder / _MARKER).exists():
            raise ProjectError("demo-not-a-demo", folder=folder)
        if annotator := _annotator(folder / "project"):
            raise ProjectError("demo-annotated", folder=folder, annotator=annotator)
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files.write_text(
        folder / _MARKER, "Made by `avisbuild demo`, which makes this folder anew each time.\n"
    )


def _annotator(project: Path) -> str:
    """Who has edited the project of an earlier demo since it was made; "" for nobody.

    Raises ProjectError for a project that cannot be opened: it may hold somebody's work.
    """
    from avisbuild.records.video_folder import SETTINGS_NAME
    from avisbuild.store import Project

    if not (project / SETTINGS_NAME).exists():  # a demo that was stopped at once
        return ""
    with Project.open(project) as opened:
        authors = [entry.author for entry in opened.journal.entries()]
    return next((author for author in authors if author not in _OWN_AUTHORS), "")


def _do(tell: Callable[[str], None], command: str, *arguments: object) -> None:
    """Run one command of this very program as a person would, showing the line and what it prints."""
    words = [command, *map(str, arguments)]
    line = " ".join(map(quoted, ["avisbuild", *words]))
    tell(f"   $ {line}")
    answer = subprocess.run(
        [sys.executable, "-m", "avisbuild", *words],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    for said in answer.stdout.rstrip().splitlines():
        tell(f"   {said}".rstrip())
    if answer.returncode != 0:
        raise AvisbuildError("demo-stopped", line=line, exit_code=answer.returncode)


@contextmanager
def _serving(folder: Path) -> Iterator[str]:
    """Serve a folder's files on a free loopback port while the block runs; yields the address."""
    handler = functools.partial(_QuietHandler, directory=str(folder))
    with ThreadingHTTPServer((_HOST, 0), handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://{_HOST}:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_request(self, *args: object) -> None:
        """Say nothing: the demo's own lines are enough."""


def _write_manifest(paths: DemoPaths, address: str) -> None:
    """The manifest that `synth` wrote, with its local sources turned into links.

    The first scene is there once more, for a person to annotate.
    """
    with (paths.scenes / "manifest.csv").open(newline="", encoding="utf-8") as stream:
        rows = [
            {name: plain_cell(cell) for name, cell in row.items()} for row in csv.DictReader(stream)
        ]
    for row in rows:
        row["source"] = f"{address}/{Path(row['source'].removeprefix('local:')).name}"
    _write_rows(paths.manifest, [rows[0] | {"video_id": FIRST_TRY}, *rows])


def _write_rows(path: Path, rows: Sequence[dict[str, str]]) -> None:
    files.write_text(path, csv_text(list(rows[0]), [list(row.values()) for row in rows]))


def _draw_contact_sheet(paths: DemoPaths) -> None:
    from avisbuild.store import Project
    from avisbuild_pipelines.contact_sheet import write_contact_sheet

    with Project.open(paths.project) as project:
        write_contact_sheet(project.snapshot(), paths.contact_sheet)
