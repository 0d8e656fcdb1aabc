"""A release of AVSBench-semantic: label maps, frames and sound of every video, and what label maps lose."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from avisbuild.files import write_json, write_text
from avisbuild.formats.avsbench.label_index import LABEL_INDEX_FILE, label_index, published_names
from avisbuild.formats.avsbench.layout import FRAMES, LABEL_MAPS, SOUND
from avisbuild.formats.avsbench.metadata import (
    METADATA_FILE,
    SUBSET_OF_LENGTH,
    MetadataRow,
    metadata_text,
)
from avisbuild.formats.avsbench.writing import VideoMaps, write_label_maps
from avisbuild.formats.avsbench_ov.pieces import Piece, cut_all
from avisbuild.formats.avsbench_ov.records import SEMANTIC_DIR
from avisbuild.progress import Progress, silent
from avisbuild.records import CategoryId, RoundState, Snapshot, Split, SplitPlan
from avisbuild.records.video_folder import frame_path
from avisbuild.releases.card import RELEASE_CARD, SplitCounts, release_card
from avisbuild.releases.checksums import write_checksums
from avisbuild.releases.in_order import in_order
from avisbuild.releases.media_files import add_frame, read_mono_truth, write_stereo
from avisbuild.releases.new_release import check_may_release, new_release
from avisbuild.releases.splits import SPLITS_FILE, splits_csv

AVSBENCH_FORMAT = "avsbench"
LOSSES_FILE = "losses.json"
DEFAULT_PIECE_SECONDS = 10


def write_avsbench_release(
    snapshot: Snapshot,
    out: Path,
    plan: SplitPlan,
    *,
    piece_seconds: int = DEFAULT_PIECE_SECONDS,
    included: Collection[RoundState] = (RoundState.ACCEPTED,),
    with_media: bool = True,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Write the label maps of a snapshot to the new folder `out`; give its card, `release.json`.

    As `write_release`: whole or not at all, same bytes for the same snapshot and plan. Raises ReleaseError.
    """
    check_may_release(snapshot, out, plan, progress=progress)
    names = published_names(snapshot.taxonomy)
    pieces = cut_all(snapshot.videos, piece_seconds)
    splits = {each.video.video_id: plan.assignment[each.source.video_id] for each in pieces}
    media_root = snapshot.media_root if with_media else None
    with new_release(out) as partial:
        folder = partial / SEMANTIC_DIR
        folder.mkdir()
        calls = _calls(snapshot, pieces, names, folder, media_root, progress)
        written = list(in_order(executor, write_label_maps, calls))
        rows = [
            _row(piece, splits[piece.video.video_id], maps, names)
            for piece, maps in zip(pieces, written, strict=True)
        ]
        write_text(folder / METADATA_FILE, metadata_text(rows))
        write_json(folder / LABEL_INDEX_FILE, label_index(snapshot.taxonomy))
        lost = {
            piece.video.video_id: maps.lost
            for piece, maps in zip(pieces, written, strict=True)
            if maps.lost
        }
        write_json(partial / LOSSES_FILE, lost)
        pieces_plan = SplitPlan(method=plan.method, seed=plan.seed, assignment=splits)
        write_text(partial / SPLITS_FILE, splits_csv([each.video for each in pieces], pieces_plan))
        card = release_card(
            snapshot,
            plan,
            included=included,
            counts=_counts(pieces, written, splits),
            notes=list(_notes(snapshot, pieces, lost, has_media=media_root is not None)),
            format_=AVSBENCH_FORMAT,
        )
        write_json(partial / RELEASE_CARD, card)
        write_checksums(partial, progress=progress)
    return card


def _calls(
    snapshot: Snapshot,
    pieces: Sequence[Piece],
    names: Mapping[CategoryId, str],
    folder: Path,
    media_root: Path | None,
    progress: Progress,
) -> Iterator[tuple[Any, ...]]:
    """What `write_label_maps` takes for each piece; its frames and sound are written meanwhile."""
    for number, piece in enumerate(pieces, start=1):
        own = folder / SUBSET_OF_LENGTH[piece.video.second_count] / piece.video.video_id
        (own / LABEL_MAPS).mkdir(parents=True)
        tracks = piece.of_tracks(snapshot.tracks.get(piece.source.video_id, ()))
        yield piece.video, tracks, names, own / LABEL_MAPS
        if media_root is not None:
            _add_media(piece, media_root / piece.source.video_id, own)
        progress(number, len(pieces), piece.video.video_id)


def _add_media(piece: Piece, video_dir: Path, own: Path) -> None:
    (own / FRAMES).mkdir()
    for second in range(piece.video.second_count):
        source = frame_path(video_dir, piece.start + second)
        add_frame(piece.source, source, own / FRAMES / f"{second}.jpg")
    mono, rate_hz = read_mono_truth(piece.source, video_dir)
    write_stereo(own / SOUND, mono[piece.start * rate_hz : piece.stop * rate_hz], rate_hz)


def _row(
    piece: Piece, split: Split, maps: VideoMaps, names: Mapping[CategoryId, str]
) -> MetadataRow:
    return MetadataRow(
        uid=piece.video.video_id,
        label=SUBSET_OF_LENGTH[piece.video.second_count],
        split=split,
        categories=tuple(names[each] for each in maps.categories),
        source=piece.source.video_id,
        start=piece.start,
    )


def _counts(
    pieces: Sequence[Piece], written: Sequence[VideoMaps], splits: Mapping[Any, Split]
) -> dict[Split, SplitCounts]:
    """Of what the format has: a region is a category in a second, an instance a category in a video."""
    counts = {split: SplitCounts() for split in Split}
    for piece, maps in zip(pieces, written, strict=True):
        own = counts[splits[piece.video.video_id]]
        own.videos += 1
        own.frames += piece.video.second_count
        own.instances += len(maps.categories)
        own.instances_by_video.append(len(maps.categories))
        own.masks += maps.region_count
    return counts


def _notes(
    snapshot: Snapshot, pieces: Sequence[Piece], lost: Mapping[Any, Any], *, has_media: bool
) -> Iterator[str]:
    kept = sum(piece.video.second_count for piece in pieces)
    if dropped := sum(video.second_count for video in snapshot.videos) - kept:
        yield f"{dropped} seconds are in no piece of 5 or 10 seconds, and are dropped"
    if lost:
        pixels = sum(sum(each.get("pixels", {}).values()) for each in lost.values())
        united = sum(sum(each.get("united", {}).values()) for each in lost.values())
        yield (
            f"label maps have one category a pixel: {pixels} pixels lie under smaller masks, {united}"
            f" instances share a label with others ({LOSSES_FILE} lists them)"
        )
    if not has_media:
        yield "annotations only: no frames, no sound"
