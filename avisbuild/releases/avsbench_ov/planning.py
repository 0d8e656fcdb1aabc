"""What goes into an open-vocabulary release, decided before a file is written, and what it costs.

Videos are split first and whole; then pieces are cut; then training loses every video in which a novel
category is annotated anywhere, also in seconds that are in no piece, and also where it is unseen or silent.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from avisbuild.errors import ReleaseError
from avisbuild.formats.avsbench_ov.pieces import Piece, cut_all
from avisbuild.formats.avsbench_ov.vocabulary import by_lvis, by_own_counts, with_published_names
from avisbuild.records import (
    CategoryId,
    Snapshot,
    Split,
    SplitPlan,
    Taxonomy,
    Track,
    Video,
    VideoId,
)
from avisbuild.releases.avsbench_ov.options import NovelRule, OpenVocabularyOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenVocabularyPlan:
    """The pieces of each split, the categories with their letters, and what is left out.

    `removed` are the training videos with a novel category; `base_masks` and `lost_base_masks` count the
    masks of base categories in the pieces of all training videos, and of the removed ones.
    """

    taxonomy: Taxonomy
    pieces: Mapping[Split, Sequence[Piece]]
    removed: tuple[VideoId, ...]
    removed_piece_count: int
    training_video_count: int
    base_masks: int
    lost_base_masks: int
    video_count: int
    cut_count: int
    dropped_seconds: int
    without_piece: tuple[VideoId, ...]

    @property
    def base(self) -> list[str]:
        """The names of base categories, by id."""
        return [each.name for each in self.taxonomy if each.is_base]

    @property
    def novel(self) -> list[str]:
        """The names of novel categories, by id."""
        return [each.name for each in self.taxonomy if not each.is_base]

    def document(self, options: OpenVocabularyOptions) -> dict[str, Any]:
        """What the card tells of it."""
        rule: dict[str, Any] = {"rule": options.rule.value}
        if options.rule is NovelRule.OWN_COUNTS:
            counts = options.own_counts
            rule |= {"common_from": counts.common, "frequent_from": counts.frequent}
        return {
            **rule,
            "base": self.base,
            "novel": self.novel,
            "piece_seconds": options.piece_seconds,
            "price": {
                "training_videos": self.training_video_count,
                "removed_videos": len(self.removed),
                "removed_pieces": self.removed_piece_count,
                "base_masks": self.base_masks,
                "removed_base_masks": self.lost_base_masks,
            },
            "removed": list(self.removed),
            "dropped_seconds": self.dropped_seconds,
            "without_piece": list(self.without_piece),
        }


@dataclass(frozen=True, slots=True)
class _Surveyed:
    """What is annotated in one video: anywhere, as sounding in view, and how many masks in its pieces."""

    marked: frozenset[CategoryId]
    sounding: frozenset[CategoryId]
    masks: Counter[CategoryId]


def plan_open_vocabulary(
    snapshot: Snapshot, plan: SplitPlan, options: OpenVocabularyOptions
) -> OpenVocabularyPlan:
    """Raises ReleaseError where no category is base, or nothing is left to train on."""
    pieces = cut_all(snapshot.videos, options.piece_seconds)
    stops = {piece.source.video_id: piece.stop for piece in _by_start(pieces)}
    training = [v for v in snapshot.videos if plan.assignment[v.video_id] is Split.TRAIN]
    surveyed = {
        video.video_id: _survey(
            snapshot.tracks.get(video.video_id, ()), stops.get(video.video_id, 0)
        )
        for video in training
    }
    taxonomy = _parted(snapshot.taxonomy, options, surveyed.values())
    base = {each.category_id for each in taxonomy if each.is_base}
    if not base:
        raise ReleaseError("ov-no-base", count=len(taxonomy))
    removed = {name for name, found in surveyed.items() if found.marked - base}
    if training and len(removed) == len(training):
        raise ReleaseError("ov-no-training", count=len(training))
    return OpenVocabularyPlan(
        taxonomy=taxonomy,
        pieces={split: _pieces_of(split, pieces, plan, removed) for split in Split},
        removed=tuple(sorted(removed)),
        removed_piece_count=sum(piece.source.video_id in removed for piece in pieces),
        training_video_count=len(training),
        base_masks=_count(surveyed.values(), base),
        lost_base_masks=_count((surveyed[name] for name in removed), base),
        video_count=len(snapshot.videos),
        cut_count=len({p.source.video_id for p in pieces if p.video is not p.source}),
        dropped_seconds=_dropped(snapshot.videos, stops),
        without_piece=tuple(v.video_id for v in snapshot.videos if v.video_id not in stops),
    )


def _parted(
    taxonomy: Taxonomy, options: OpenVocabularyOptions, surveyed: Iterable[_Surveyed]
) -> Taxonomy:
    named = with_published_names(taxonomy)
    if options.rule is NovelRule.LVIS:
        return by_lvis(named, options.names)
    videos_with = Counter(category for found in surveyed for category in found.sounding)
    return by_own_counts(named, videos_with, options.own_counts)


def _survey(tracks: Sequence[Track], stop: int) -> _Surveyed:
    marked, sounding, masks = set(), set(), Counter[CategoryId]()
    for track in tracks:
        category = track.instance.category_id
        if any(map(track.is_marked, range(len(track.states)))):
            marked.add(category)
        if any(seen := track.sounding_masks):
            sounding.add(category)
        masks[category] += sum(mask is not None for mask in seen[:stop])
    return _Surveyed(frozenset(marked), frozenset(sounding), masks)


def _pieces_of(
    split: Split, pieces: Sequence[Piece], plan: SplitPlan, removed: Collection[VideoId]
) -> list[Piece]:
    """Its pieces, in order of their names."""
    return [
        piece
        for piece in pieces
        if plan.assignment[piece.source.video_id] is split
        and (split is not Split.TRAIN or piece.source.video_id not in removed)
    ]


def _by_start(pieces: Sequence[Piece]) -> list[Piece]:
    return sorted(pieces, key=lambda piece: piece.start)


def _count(surveyed: Iterable[_Surveyed], base: Collection[CategoryId]) -> int:
    return sum(count for found in surveyed for key, count in found.masks.items() if key in base)


def _dropped(videos: Sequence[Video], stops: Mapping[VideoId, int]) -> int:
    return sum(video.second_count - stops.get(video.video_id, 0) for video in videos)
