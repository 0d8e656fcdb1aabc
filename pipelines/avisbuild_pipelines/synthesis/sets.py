"""`avisbuild synth`: sets of rendered scenes as media with their truth, as a project, or as a release."""

import json
import shutil
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import avisbuild
from avisbuild import inside
from avisbuild.documents.csv_text import csv_text
from avisbuild.errors import AvisbuildError
from avisbuild.files import sync_folder, sync_tree, write_json, write_text
from avisbuild.formats.aviseg import truth_record, write_truth
from avisbuild.progress import Progress, silent
from avisbuild.records import Sounding, Taxonomy
from avisbuild.records.bundled import load_taxonomy
from avisbuild.synth import SceneOptions, SceneTruth, plan_scene, render_scene
from avisbuild.synth.documents import plain, read_scene, scene_document
from avisbuild.system import disk
from avisbuild.system.locks import locked_folder
from avisbuild_pipelines.engine import LocalEngine
from avisbuild_pipelines.engine.cores import usable_cores
from avisbuild_pipelines.synthesis.options import Form, SynthOptions, rendered_dir
from avisbuild_pipelines.synthesis.project import make_project, make_release

_OPTIONS = "options.json"
_COLUMNS = ("video_id", "source", "start", "end", "split", "group", "scenario", "labels", "license")
LICENSE = "CC0-1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthesized:
    """What was made: counts over all scenes."""

    folder: Path
    video_count: int
    second_count: int
    instance_count: int
    mask_count: int
    states: dict[str, int]


def synthesize(out: Path, options: SynthOptions, *, progress: Progress = silent) -> Synthesized:
    """Render a set of scenes into the new folder `out`, which comes into being whole.

    Work goes on beside it in `.<name>.synth`, so that an interrupted call can be repeated. Raises
    AvisbuildError when `out` holds something, or unfinished work of other options stands there.
    """
    if options.video_count < 1:
        raise AvisbuildError("no-videos-wanted", count=options.video_count)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise AvisbuildError("synth-out-exists", folder=out)
    plan_scene(options.scene, 0)
    try:
        return _make(out, options, progress)
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        raise AvisbuildError(
            "synth-out-unwritable", folder=out, reason=error.strerror or error, where=where
        ) from error


def _make(out: Path, options: SynthOptions, progress: Progress) -> Synthesized:
    with _work_folder(out, options) as work:
        _render_all(work, options, progress)
        made = _finish_media(work / "media", work / "truths", options)
        if options.form is Form.PROJECT:
            _publish(make_project(work, options, progress), out)
        elif options.form is Form.RELEASE:
            make_release(work, out, options, progress)
        else:
            _publish(work / "media", out)
    return _counted(out, made)


def render_to(options: SceneOptions, index: int, media: Path, truths: Path) -> str:
    """Render one scene of a set, unless it is there; a picklable call for a worker. Gives its name."""
    spec = plan_scene(options, index)
    truth_path = truths / f"{spec.video_id}.json"
    if not truth_path.exists():
        truth = render_scene(spec, rendered_dir(media) / f"{spec.video_id}.mp4")
        write_json(truth_path, scene_document(spec, truth))
    return spec.video_id


@contextmanager
def _work_folder(out: Path, options: SynthOptions) -> Iterator[Path]:
    """The folder beside `out` in which work goes on, locked; removed at the end, kept after a failure."""
    work = out.absolute().parent / f".{out.absolute().name}.synth"
    asked = plain(options.scene) | {"video_count": options.video_count, "form": options.form.value}
    asked["version"] = avisbuild.__version__
    work.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        try:
            held.enter_context(locked_folder(work, wait_s=0.0))
        except BlockingIOError as error:
            raise AvisbuildError("synth-running", folder=out) from error
        # Whoever left it there: nothing in it leads out of it.
        inside.guard(work)
        inside.check_tree(work)
        for folder in (rendered_dir(work / "media"), work / "truths"):
            folder.mkdir(parents=True, exist_ok=True)
        if not (work / _OPTIONS).exists():
            write_json(work / _OPTIONS, asked)
        elif json.loads((work / _OPTIONS).read_bytes()) != asked:
            raise AvisbuildError("synth-unfinished", folder=work)
        yield work
        shutil.rmtree(work, ignore_errors=True)


def _render_all(work: Path, options: SynthOptions, progress: Progress) -> None:
    # We hold the lock, so whatever has such a name was left by processes that were killed.
    for left in [*(work / "media").rglob(".*.tmp"), *(work / "truths").glob(".*.tmp")]:
        left.unlink()
    jobs = min(options.jobs or usable_cores(), options.video_count)
    calls = [
        (options.scene, index, work / "media", work / "truths")
        for index in range(options.video_count)
    ]
    progress(0, len(calls), "")
    if jobs == 1:
        for done, call in enumerate(calls, start=1):
            progress(done, len(calls), render_to(*call))
        return
    with LocalEngine(jobs) as engine:
        try:
            for done, name in enumerate(_in_order(engine, calls, window=jobs * 2), start=1):
                progress(done, len(calls), name)
        except BaseException:
            engine.kill()
            raise


def _in_order(engine: Executor, calls: list[tuple[Any, ...]], *, window: int) -> Iterator[str]:
    """Results in the order of the calls, with a bounded number under way."""
    under_way: deque[Future[str]] = deque()
    for call in calls:
        under_way.append(engine.submit(render_to, *call))
        if len(under_way) >= window:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


def _finish_media(media: Path, truths: Path, options: SynthOptions) -> list[SceneTruth]:
    """Write what stands beside the videos: the manifest, the truth JSON, the whole truth."""
    documents = [json.loads(path.read_bytes()) for path in sorted(truths.glob("*.json"))]
    scenes = [read_scene(document) for document in documents]
    taxonomy = load_taxonomy("aviseg")
    videos = [scene.video for scene in scenes]
    write_text(media / "manifest.csv", _manifest(scenes))
    records = (truth_record(n, s.video, s.tracks, taxonomy) for n, s in enumerate(scenes, start=1))
    write_truth(media / "truth.json", taxonomy, videos, records)
    _write_scenes(media / "scenes.json", options, taxonomy, documents)
    return scenes


def _write_scenes(
    path: Path, options: SynthOptions, taxonomy: Taxonomy, documents: list[dict[str, Any]]
) -> None:
    head = {"tool": f"avisbuild {avisbuild.__version__}", "taxonomy": taxonomy.name}
    head["options"] = plain(options.scene) | {"video_count": options.video_count}
    lines = ",\n".join(json.dumps(document, sort_keys=True) for document in documents)
    write_text(path, json.dumps(head, sort_keys=True)[:-1] + ', "scenes": [\n' + lines + "\n]}\n")


def _manifest(scenes: list[SceneTruth]) -> str:
    rows = [
        {
            "video_id": video.video_id,
            "source": f"local:videos/{video.video_id}.mp4",
            "start": 0,
            "end": video.second_count,
            "group": video.group,
            "scenario": ";".join(video.scenarios),
            "labels": ";".join(video.labels),
            "license": LICENSE,
        }
        for video in (scene.video for scene in scenes)
    ]
    return csv_text(_COLUMNS, [[row.get(name, "") for name in _COLUMNS] for row in rows])


def _publish(folder: Path, out: Path) -> None:
    """Put the finished folder in place by one rename."""
    sync_tree(folder)
    if out.exists():
        out.rmdir()
    out.parent.mkdir(parents=True, exist_ok=True)
    disk.rename(folder, out)
    sync_folder(out.absolute().parent)


def _counted(out: Path, scenes: list[SceneTruth]) -> Synthesized:
    tracks = [track for scene in scenes for track in scene.tracks]
    states = [state for track in tracks for state in track.states]
    return Synthesized(
        folder=out,
        video_count=len(scenes),
        second_count=sum(scene.video.second_count for scene in scenes),
        instance_count=len(tracks),
        mask_count=sum(mask is not None for track in tracks for mask in track.sounding_masks),
        states={state.value: states.count(state) for state in Sounding if state in states},
    )
