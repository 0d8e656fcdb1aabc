"""Writing a release: a folder that comes into being whole, once, and never changes afterwards."""

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from avisbuild.files import write_json
from avisbuild.formats.aviseg import VideoTruth, silent_record, truth_record, write_truth
from avisbuild.progress import Progress, silent
from avisbuild.records import RoundState, Snapshot, Split, SplitPlan, Track, Video
from avisbuild.releases.card import RELEASE_CARD, SplitCounts, release_card
from avisbuild.releases.checksums import write_checksums
from avisbuild.releases.in_order import in_order
from avisbuild.releases.media_files import add_features, add_frames, add_sound, has_features
from avisbuild.releases.new_release import check_may_release, new_release
from avisbuild.releases.silent_file import SilentCounts, silent_name, write_silent
from avisbuild.releases.splits.split_files import add_to_release


def write_release(
    snapshot: Snapshot,
    out: Path,
    plan: SplitPlan,
    *,
    included: Collection[RoundState] = (RoundState.ACCEPTED,),
    with_media: bool = True,
    with_silent: bool = False,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Write the AVISeg release of a snapshot to the new folder `out`; give its card, `release.json`.

    Without media (none wanted, or none in the snapshot) it holds annotations only; `with_silent` adds the
    masks of visible silent objects as files of their own, and changes no other but the card. An executor
    traces the polygons of several videos at once. Same snapshot, plan and version: same bytes, whatever the
    folder's name and the executor. Raises ReleaseError (NotExportableError for cells that a person must
    decide first); nothing is left behind then.
    """
    check_may_release(snapshot, out, plan, progress=progress)
    media_root = snapshot.media_root if with_media else None
    with new_release(out) as partial:
        writer = _Writer(snapshot, partial, media_root, executor, progress)
        return writer.write(plan, included, with_silent=with_silent)


class _Writer:
    """One release under way in its temporary folder."""

    def __init__(
        self,
        snapshot: Snapshot,
        folder: Path,
        media_root: Path | None,
        executor: Executor | None,
        progress: Progress,
    ) -> None:
        self._snapshot = snapshot
        self._folder = folder
        self._media_root = media_root
        self._executor = executor
        self._progress = progress
        self._notes: list[str] = []

    def write(
        self, plan: SplitPlan, included: Collection[RoundState], *, with_silent: bool
    ) -> dict[str, Any]:
        """Write everything; a split without videos gets no file, which the evaluator could not read."""
        counts = {split: SplitCounts() for split in Split}
        silent_counts: dict[Split, SilentCounts] = {}
        with_features = self._all_have_features()
        for split in Split:
            videos = [
                video for video in self._snapshot.videos if plan.assignment[video.video_id] is split
            ]
            if videos:
                truths = self._parts(split, videos, counts[split], with_features)
                path = self._folder / f"{split}.json"
                write_truth(path, self._snapshot.taxonomy, videos, truths)
                if with_silent:
                    silent_counts[split] = self._write_silent(split, videos, counts[split])
        add_to_release(self._folder, self._snapshot.videos, plan)
        card = release_card(
            self._snapshot,
            plan,
            included=included,
            counts=counts,
            silent=silent_counts if with_silent else None,
            notes=self._notes,
        )
        write_json(self._folder / RELEASE_CARD, card)
        write_checksums(self._folder, progress=self._progress)
        return card

    def _parts(
        self, split: Split, videos: Sequence[Video], counts: SplitCounts, with_features: bool
    ) -> Iterator[VideoTruth]:
        """The truth of each video, in order; its files are written while others trace its polygons."""
        calls = self._calls(split, videos, with_features)
        for video, truth in zip(videos, in_order(self._executor, truth_record, calls), strict=True):
            counts.add(video, truth)
            yield truth

    def _calls(
        self, split: Split, videos: Sequence[Video], with_features: bool
    ) -> Iterator[tuple[Any, ...]]:
        for number, video in enumerate(videos, start=1):
            yield number, video, self._tracks(video), self._snapshot.taxonomy
            self._add_media(video, self._folder / split, with_features)
            self._progress(number, len(videos), f"{split} {video.video_id}")

    def _write_silent(
        self, split: Split, videos: Sequence[Video], counts: SplitCounts
    ) -> SilentCounts:
        """Write the layer of a split whose truth is written; its tracks are read again, none were kept."""
        calls = ((number, video, self._tracks(video)) for number, video in enumerate(videos, 1))
        records = in_order(self._executor, silent_record, calls)
        path = self._folder / silent_name(split)
        return write_silent(
            path, self._snapshot.taxonomy, videos, records, counts.instances_by_video
        )

    def _tracks(self, video: Video) -> tuple[Track, ...]:
        return tuple(self._snapshot.tracks.get(video.video_id, ()))

    def _add_media(self, video: Video, split_dir: Path, with_features: bool) -> None:
        if self._media_root is None:
            return
        video_dir = self._media_root / video.video_id
        add_frames(video, video_dir, split_dir)
        add_sound(video, video_dir, split_dir)
        if with_features:
            add_features(video, video_dir, split_dir)

    def _all_have_features(self) -> bool:
        """All or none: the published loader stops at the first video without features."""
        if self._media_root is None:
            self._notes.append("annotations only: no frames, no sound")
            return False
        videos = self._snapshot.videos
        count = sum(has_features(self._media_root / video.video_id) for video in videos)
        if 0 < count < len(videos):
            self._notes.append(f"features left out: only {count} of {len(videos)} videos have them")
        return count == len(videos)
