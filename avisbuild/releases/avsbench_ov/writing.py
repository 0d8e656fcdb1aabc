"""Writing an open-vocabulary release: both folders that the published readers open, card and checksums."""

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from avisbuild.files import write_json, write_text
from avisbuild.formats.aviseg import VideoTruth
from avisbuild.formats.avsbench import layout
from avisbuild.formats.avsbench.label_index import LABEL_INDEX_FILE, label_index
from avisbuild.formats.avsbench.metadata import (
    METADATA_FILE,
    SUBSET_OF_LENGTH,
    MetadataRow,
    metadata_text,
)
from avisbuild.formats.avsbench_ov import records
from avisbuild.formats.avsbench_ov.pieces import Piece
from avisbuild.formats.avsbench_ov.writing import (
    PieceTruth,
    classes_csv,
    metadata_row,
    write_piece,
    write_truth,
)
from avisbuild.progress import Progress, silent
from avisbuild.records import RoundState, Snapshot, Split, SplitPlan, Track, VideoId
from avisbuild.releases.avsbench_ov.leakage import check_no_leak
from avisbuild.releases.avsbench_ov.media import add_piece_media
from avisbuild.releases.avsbench_ov.notes import plan_notes
from avisbuild.releases.avsbench_ov.options import OpenVocabularyOptions
from avisbuild.releases.avsbench_ov.planning import OpenVocabularyPlan, plan_open_vocabulary
from avisbuild.releases.card import RELEASE_CARD, SplitCounts, release_card
from avisbuild.releases.checksums import write_checksums
from avisbuild.releases.in_order import in_order
from avisbuild.releases.new_release import check_may_release, new_release
from avisbuild.releases.splits import SPLITS_FILE, splits_csv

OV_FORMAT = "avsbench-ov"
CLASSES_FILE = "classes.csv"


def write_ov_release(
    snapshot: Snapshot,
    out: Path,
    plan: SplitPlan,
    *,
    options: OpenVocabularyOptions | None = None,
    included: Collection[RoundState] = (RoundState.ACCEPTED,),
    with_media: bool = True,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Write the AVSBench-OV release of a snapshot to the new folder `out`; give its card, `release.json`.

    As `write_release`: whole or not at all, and the same bytes for the same snapshot, plan and options.
    Raises ReleaseError, also when a novel category is found in what was written for training.
    """
    check_may_release(snapshot, out, plan, progress=progress)
    options = options or OpenVocabularyOptions()
    planned = plan_open_vocabulary(snapshot, plan, options)
    with new_release(out) as partial:
        writer = _Writer(snapshot, planned, partial, with_media, executor, progress)
        writer.write_splits()
        videos = [each.video for split in Split for each in planned.pieces[split]]
        assignment = {
            each.video.video_id: split for split in Split for each in planned.pieces[split]
        }
        pieces_plan = SplitPlan(method=plan.method, seed=plan.seed, assignment=assignment)
        write_text(partial / SPLITS_FILE, splits_csv(videos, pieces_plan))
        check_no_leak(partial, planned.taxonomy)
        card = release_card(
            snapshot,
            plan,
            included=included,
            counts=writer.counts,
            notes=plan_notes(planned, options, has_media=writer.has_media),
            format_=OV_FORMAT,
            more={"open_vocabulary": planned.document(options)},
        )
        write_json(partial / RELEASE_CARD, card)
        write_checksums(partial, progress=progress)
    return card


class _Writer:
    """What depends on the pieces, under way in a temporary folder; `counts` grow with each."""

    def __init__(
        self,
        snapshot: Snapshot,
        planned: OpenVocabularyPlan,
        folder: Path,
        with_media: bool,
        executor: Executor | None,
        progress: Progress,
    ) -> None:
        self.counts = {split: SplitCounts() for split in Split}
        self._snapshot = snapshot
        self._planned = planned
        self._media_root = snapshot.media_root if with_media else None
        self._open_dir = folder / records.OPEN_VOCABULARY_DIR
        self._semantic_dir = folder / records.SEMANTIC_DIR
        self._folder = folder
        self._executor = executor
        self._progress = progress
        self._rows: list[MetadataRow] = []

    @property
    def has_media(self) -> bool:
        """Whether frames and sound are written."""
        return self._media_root is not None

    def write_splits(self) -> None:
        """Write every split, then the tables over all of them."""
        self._open_dir.mkdir()
        self._semantic_dir.mkdir()
        for split in Split:
            if pieces := self._planned.pieces[split]:
                self._write_split(split, pieces)
        taxonomy = self._planned.taxonomy
        write_text(self._semantic_dir / METADATA_FILE, metadata_text(self._rows))
        write_json(self._semantic_dir / LABEL_INDEX_FILE, label_index(taxonomy))
        write_text(self._folder / CLASSES_FILE, classes_csv(taxonomy))

    def _write_split(self, split: Split, pieces: Sequence[Piece]) -> None:
        truths = self._truths(split, pieces)
        name = records.TRUTH_FILES.get(split)
        if name is None:
            for _ in truths:
                pass
        else:
            videos = [piece.video for piece in pieces]
            write_truth(self._open_dir / name, self._planned.taxonomy, videos, truths)

    def _truths(self, split: Split, pieces: Sequence[Piece]) -> Iterator[VideoTruth]:
        done: Iterator[PieceTruth] = in_order(
            self._executor, write_piece, self._calls(split, pieces)
        )
        categories = self._planned.taxonomy.by_id
        for piece, written in zip(pieces, done, strict=True):
            self.counts[split].add(piece.video, written.truth)
            names = tuple(categories[each].name for each in written.categories)
            self._rows.append(metadata_row(piece, split, names))
            yield written.truth

    def _calls(self, split: Split, pieces: Sequence[Piece]) -> Iterator[tuple[Any, ...]]:
        for number, piece in enumerate(pieces, start=1):
            tracks = self._snapshot.tracks.get(piece.source.video_id, ())
            if not piece.start:
                self.counts[split].left_out += self._unheard(piece.source.video_id, tracks)
            folder = self._semantic_dir / SUBSET_OF_LENGTH[piece.video.second_count]
            labels_dir = folder / piece.video.video_id / layout.LABEL_MAPS
            labels_dir.mkdir(parents=True)
            yield number, piece.video, piece.of_tracks(tracks), labels_dir
            if self._media_root is not None:
                video_dir = self._media_root / piece.source.video_id
                frames_dir = self._open_dir / split / records.FRAMES / piece.video.video_id
                add_piece_media(piece, video_dir, frames_dir, labels_dir.parent)
            self._progress(number, len(pieces), f"{split} {piece.video.video_id}")

    def _unheard(self, video: VideoId, tracks: Sequence[Track]) -> list[str]:
        """The instances that sound in view in no second of the whole video."""
        return [
            f"{video} {track.instance.name(self._snapshot.taxonomy)}"
            for track in tracks
            if not any(track.sounding_masks)
        ]
