"""Writing a release: a folder that comes into being whole, once, and never changes afterwards."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from avisbuild.errors import ReleaseError
from avisbuild.files import staged_folder, write_json, write_text
from avisbuild.progress import Progress, silent
from avisbuild.records import RoundState, Snapshot, Split, SplitPlan, Video
from avisbuild.releases.aviseg import VideoTruth, truth_of, write_truth
from avisbuild.releases.blockers import UnsettledError, blockers_of, check_settled
from avisbuild.releases.card import RELEASE_CARD, SplitCounts, release_card
from avisbuild.releases.checksums import write_checksums
from avisbuild.releases.media_files import add_features, add_frames, add_sound, has_features
from avisbuild.releases.splits import SPLITS_FILE, splits_csv


def write_release(
    snapshot: Snapshot,
    out: Path,
    plan: SplitPlan,
    *,
    included: Collection[RoundState] = (RoundState.ACCEPTED,),
    progress: Progress = silent,
) -> dict[str, Any]:
    """Write the AVISeg release of a snapshot to the new folder `out`; give its card, `release.json`.

    Without `snapshot.media_root` it holds annotations only. Same snapshot, plan and version: same
    bytes, whatever the folder's name. Raises ReleaseError (UnsettledError for cells that a person
    must decide first); nothing is left behind then.
    """
    if out.exists():
        raise ReleaseError(
            f"{out} exists already, and a release never changes: choose another --out"
        )
    _check_plan(snapshot.videos, plan)
    check_settled(snapshot, progress=progress)
    try:
        with staged_folder(out) as partial:
            return _write_parts(snapshot, partial, plan, included, progress)
    except FileExistsError as error:
        raise ReleaseError(f"{out} came into being meanwhile: choose another --out") from error


def _check_plan(videos: Sequence[Video], plan: SplitPlan) -> None:
    if not videos:
        raise ReleaseError(
            "no video to release: accept some in review, or widen with --include STATE"
        )
    odd = sorted({video.video_id for video in videos} ^ set(plan.assignment))
    if odd:
        raise ReleaseError(
            f"the split plan and the project differ in {len(odd)} videos, first {odd[0]}"
        )


def _write_parts(
    snapshot: Snapshot,
    folder: Path,
    plan: SplitPlan,
    included: Collection[RoundState],
    progress: Progress,
) -> dict[str, Any]:
    notes: list[str] = []
    counts: dict[Split, SplitCounts] = {}
    with_features = _all_have_features(snapshot, notes)
    for split in Split:
        videos = [video for video in snapshot.videos if plan.assignment[video.video_id] is split]
        if not videos:
            continue
        counts[split] = _write_annotations(snapshot, folder / f"{split}.json", videos, progress)
        if snapshot.media_root is not None:
            _add_media(videos, snapshot.media_root, folder / split, with_features, progress)
    write_text(folder / SPLITS_FILE, splits_csv(snapshot.videos, plan))
    card = release_card(snapshot, plan, included=included, counts=counts, notes=notes)
    write_json(folder / RELEASE_CARD, card)
    write_checksums(folder, progress=progress)
    return card


def _write_annotations(
    snapshot: Snapshot, path: Path, videos: Sequence[Video], progress: Progress
) -> SplitCounts:
    counts = SplitCounts()

    def truths() -> Iterator[VideoTruth]:
        for number, video in enumerate(videos, start=1):
            tracks = snapshot.tracks.get(video.video_id, ())
            # Checked again: the project may have been edited since the check of all videos.
            if changed := list(blockers_of(video, tracks, snapshot.taxonomy)):
                raise UnsettledError(changed)
            truth = truth_of(number, video, tracks, snapshot.taxonomy)
            counts.add(video, truth)
            yield truth
            progress(number, len(videos), f"{path.name} {video.video_id}")

    write_truth(path, snapshot.taxonomy, videos, truths())
    return counts


def _add_media(
    videos: Sequence[Video],
    media_root: Path,
    split_dir: Path,
    with_features: bool,
    progress: Progress,
) -> None:
    for number, video in enumerate(videos, start=1):
        video_dir = media_root / video.video_id
        add_frames(video, video_dir, split_dir)
        add_sound(video, video_dir, split_dir)
        if with_features:
            add_features(video, video_dir, split_dir)
        progress(number, len(videos), f"{split_dir.name} {video.video_id}")


def _all_have_features(snapshot: Snapshot, notes: list[str]) -> bool:
    """All or none: the published loader stops at the first video without features."""
    root = snapshot.media_root
    if root is None:
        notes.append("annotations only: no frames, no sound")
        return False
    count = sum(has_features(root / video.video_id) for video in snapshot.videos)
    if 0 < count < len(snapshot.videos):
        notes.append(f"features left out: only {count} of {len(snapshot.videos)} videos have them")
    return count == len(snapshot.videos)
