"""What a reader of figures should know of the two files: what was passed over, and what counts oddly."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import VideoRecord
from avisbuild.messages import Message
from avisbuild.metrics.predictions import PredictionFile, VideoPredictions
from avisbuild.metrics.tracks import Tracks
from avisbuild.metrics.truth import TruthFile

_SHOWN = 3
_IDS_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoNotes:
    """One line of each kind on one video, and how many masks are written and have a pixel on each side."""

    other_size: str = ""
    more_masks: str = ""
    true_masks: int = 0
    true_with_pixels: int = 0
    predicted_masks: int = 0
    predicted_with_pixels: int = 0


def notes_on_video(
    video: VideoRecord, truth: Tracks, pred: Tracks, predictions: VideoPredictions
) -> VideoNotes:
    """What is to be known of a video; `pred` are the tracks of `predictions`, one an entry."""
    numbers = [place.index for place, _ in predictions.entries]
    return VideoNotes(
        other_size=_other_size(video, pred, numbers),
        more_masks=_more_masks(video, pred, numbers),
        true_masks=_written(truth),
        true_with_pixels=_with_pixels(truth),
        predicted_masks=_written(pred),
        predicted_with_pixels=_with_pixels(pred),
    )


def check_pixels(truth: TruthFile, notes: Iterable[VideoNotes]) -> None:
    """Raise FormatError where the truth has masks and not one of them a pixel."""
    counts = [(each.true_masks, each.true_with_pixels) for each in notes]
    written, with_pixels = (sum(count) for count in zip(*counts, strict=True)) if counts else (0, 0)
    if written and not with_pixels:
        problem = Message("truth-all-empty", count=written)
        raise FormatError("wrong-at", place=f"{truth.where}: annotations", problem=problem)


def evaluation_notes(
    truth: TruthFile, predictions: PredictionFile, videos: Sequence[VideoNotes]
) -> tuple[str, ...]:
    """All lines: on the files first, then the first few videos of each kind."""
    return (
        *_on_files(truth, predictions),
        *_on_masks(videos),
        *_first_few([each.other_size for each in videos]),
        *_first_few([each.more_masks for each in videos]),
    )


def _written(tracks: Tracks) -> int:
    return sum(int((places >= 0).sum()) for places in tracks.run_places)


def _with_pixels(tracks: Tracks) -> int:
    return sum(int((areas > 0).sum()) for areas in tracks.all_areas)


def _other_size(video: VideoRecord, pred: Tracks, numbers: Sequence[int]) -> str:
    others = sorted(pred.other_sizes(video.size))
    if not others:
        return ""
    place = next(
        f"prediction {number}.segmentations[{frame}]"
        for number, masks, areas in zip(numbers, pred.masks, pred.all_areas, strict=True)
        for frame, mask in enumerate(masks)
        if mask is not None and areas[frame] and tuple(mask.size) == tuple(others[0])
    )
    return (
        f"video {video.name}: predicted masks of (height, width) {others[0]} overlap nothing, "
        f"since the video has {video.size}; the first is {place}"
    )


def _more_masks(video: VideoRecord, pred: Tracks, numbers: Sequence[int]) -> str:
    for number, masks in zip(numbers, pred.masks, strict=True):
        if len(masks) > video.frame_count:
            return (
                f"video {video.name}: prediction {number}.segmentations has {len(masks)} masks for "
                f"{video.frame_count} frames; those behind the last frame count in mAP alone, against it"
            )
    return ""


def _on_masks(videos: Sequence[VideoNotes]) -> list[str]:
    written = sum(each.predicted_masks for each in videos)
    if not written or any(each.predicted_with_pixels for each in videos):
        return []
    return [f"not one of the {written} predicted masks covers a pixel"]


def _first_few(lines: Sequence[str]) -> tuple[str, ...]:
    lines = [line for line in lines if line]
    more = len(lines) - _SHOWN
    return (*lines[:_SHOWN], *([f"and the same in {more} more videos"] if more > 0 else []))


def _on_files(truth: TruthFile, predictions: PredictionFile) -> list[str]:
    notes = list(truth.notes)
    unknown = predictions.video_ids - {video.video_id for video in truth.videos}
    if unknown:
        some = ", ".join(map(str, sorted(unknown)[:_IDS_SHOWN]))
        notes.append(
            f"predictions for {len(unknown)} videos that the truth lacks are left out: {some}"
        )
    unlisted = predictions.category_ids - set(truth.categories)
    if unlisted:
        some = ", ".join(map(str, sorted(unlisted)[:_IDS_SHOWN]))
        notes.append(
            f"predictions of categories that the truth does not list are false alarms under the strict "
            f"protocol, and under the reference spoil FSLA alone: {some}"
        )
    if beyond := predictions.scores_beyond_one:
        notes.append(
            f"{len(beyond)} scores are below 0 or above 1, and count by their order alone: the first is "
            f"prediction {beyond[0].index}.score, {beyond[0].score:g}"
        )
    return notes
