"""A prediction file scored against a truth file: both protocols, the ceiling, the quirks, the intervals."""

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from avisbuild.formats.aviseg import VideoRecord
from avisbuild.metrics.predictions import PredictionFile, VideoPredictions
from avisbuild.metrics.protocol import EvaluationProtocol
from avisbuild.metrics.scoring import VideoScores, score_video
from avisbuild.metrics.tracks import Tracks
from avisbuild.metrics.truth import TruthFile
from avisbuild.progress import Progress, silent

BOTH = frozenset(EvaluationProtocol)
# So many videos of a large file are on their way to a process at once.
_WAITING_PER_JOB = 4
_NOTES_SHOWN = 3


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Evaluation:
    """Every video's scores, and the categories of the truth by id; `notes` is what a reader should know."""

    categories: dict[int, str]
    videos: tuple[VideoScores, ...]
    notes: tuple[str, ...] = ()


def evaluate(
    truth: TruthFile,
    predictions: PredictionFile,
    *,
    protocols: frozenset[EvaluationProtocol] = BOTH,
    null_as_zero: bool = False,
    jobs: int = 1,
    progress: Progress = silent,
) -> Evaluation:
    """Score all videos of the truth, `jobs` at a time; raises FormatError for what cannot be read.

    `null_as_zero` writes a mask without a pixel for each null of the prediction first.
    """
    work = partial(_scored, protocols=protocols, null_as_zero=null_as_zero)
    tasks = ((video, truth.only(video), predictions.only(video)) for video in truth.videos)
    videos = []
    total = len(truth.videos)
    for done, scores in enumerate(_mapped(work, tasks, jobs), start=1):
        videos.append(scores)
        progress(done, total, scores.name)
    return Evaluation(
        categories=truth.categories,
        videos=tuple(videos),
        notes=(*_notes(truth, predictions), *_notes_on_videos(videos)),
    )


_Task = tuple[VideoRecord, TruthFile, VideoPredictions]


def _scored(
    task: _Task, *, protocols: frozenset[EvaluationProtocol], null_as_zero: bool
) -> VideoScores:
    video, truth, predictions = task
    pred = predictions.tracks(video)
    if null_as_zero:
        pred = pred.null_as_zero(video.size)
    scores = score_video(
        truth.tracks(video), pred, name=video.name, size=video.size, protocols=protocols
    )
    return replace(scores, note=_note_on_sizes(video, pred))


def _note_on_sizes(video: VideoRecord, pred: Tracks) -> str:
    others = sorted(pred.other_sizes(video.size))
    if not others:
        return ""
    return (
        f"video {video.name}: predicted masks of (height, width) {others[0]} overlap nothing, "
        f"since the video has {video.size}"
    )


def _mapped(
    work: "partial[VideoScores]", tasks: Iterator[_Task], jobs: int
) -> Iterator[VideoScores]:
    if jobs <= 1:
        yield from map(work, tasks)
        return
    import gc
    import multiprocessing  # here, because one process, the usual case, does without
    from concurrent.futures import Future, ProcessPoolExecutor

    # Not fork: numpy's threads do not survive it.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=gc.disable) as pool:
        waiting: deque[Future[VideoScores]] = deque()
        for task in tasks:
            waiting.append(pool.submit(work, task))
            if len(waiting) > _WAITING_PER_JOB * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _notes_on_videos(videos: Sequence[VideoScores]) -> tuple[str, ...]:
    """What is to be known of single videos: the first few, and how many more."""
    notes = [scores.note for scores in videos if scores.note]
    more = len(notes) - _NOTES_SHOWN
    return (*notes[:_NOTES_SHOWN], *([f"and the same in {more} more videos"] if more > 0 else []))


def _notes(truth: TruthFile, predictions: PredictionFile) -> tuple[str, ...]:
    notes = []
    unknown = predictions.video_ids - {video.video_id for video in truth.videos}
    if unknown:
        some = ", ".join(map(str, sorted(unknown)[:5]))
        notes.append(
            f"predictions for {len(unknown)} videos that the truth lacks are left out: {some}"
        )
    unlisted = predictions.category_ids - set(truth.categories)
    if unlisted:
        some = ", ".join(map(str, sorted(unlisted)[:5]))
        notes.append(
            f"predictions of categories that the truth does not list are false alarms under the strict "
            f"protocol, and under the reference spoil FSLA alone: {some}"
        )
    return tuple(notes)
