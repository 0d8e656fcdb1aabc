"""A prediction file scored against a truth file: both protocols, the ceiling, the quirks, the intervals."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from avisbuild.formats.aviseg import VideoRecord
from avisbuild.metrics.evaluation_notes import (
    VideoNotes,
    check_pixels,
    evaluation_notes,
    notes_on_video,
)
from avisbuild.metrics.predictions import PredictionFile, VideoPredictions
from avisbuild.metrics.protocol import EvaluationProtocol
from avisbuild.metrics.scoring import VideoScores, score_video
from avisbuild.metrics.truth import TruthFile
from avisbuild.progress import Progress, silent

BOTH = frozenset(EvaluationProtocol)
# So many videos of a large file are on their way to a process at once.
_WAITING_PER_JOB = 4


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
    videos, notes = [], []
    total = len(truth.videos)
    for done, (scores, its_notes) in enumerate(_mapped(work, tasks, jobs), start=1):
        videos.append(scores)
        notes.append(its_notes)
        progress(done, total, scores.name)
    check_pixels(truth, notes)
    return Evaluation(
        categories=truth.categories,
        videos=tuple(videos),
        notes=evaluation_notes(truth, predictions, notes),
    )


_Task = tuple[VideoRecord, TruthFile, VideoPredictions]
_Scored = tuple[VideoScores, VideoNotes]


def _scored(
    task: _Task, *, protocols: frozenset[EvaluationProtocol], null_as_zero: bool
) -> _Scored:
    video, truth, predictions = task
    true, pred = truth.tracks(video), predictions.tracks(video)
    notes = notes_on_video(video, true, pred, predictions)
    if null_as_zero:
        pred = pred.null_as_zero(video.size)
    scores = score_video(true, pred, name=video.name, size=video.size, protocols=protocols)
    return scores, notes


def _mapped(work: "partial[_Scored]", tasks: Iterator[_Task], jobs: int) -> Iterator[_Scored]:
    if jobs <= 1:
        yield from map(work, tasks)
        return
    import gc
    import multiprocessing  # here, because one process, the usual case, does without
    from concurrent.futures import Future, ProcessPoolExecutor

    # Not fork: numpy's threads do not survive it.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=gc.disable) as pool:
        waiting: deque[Future[_Scored]] = deque()
        for task in tasks:
            waiting.append(pool.submit(work, task))
            if len(waiting) > _WAITING_PER_JOB * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
