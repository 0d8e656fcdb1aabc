"""What finders look at: one video's annotation, with its pictures and its sound where they can be had."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from avisbuild.checks.issue import IssuePlace
from avisbuild.checks.suspects.media import Media, NoMedia
from avisbuild.checks.suspects.shapes import MaskShape, shape_of
from avisbuild.checks.suspects.suspect import Suspect, SuspectKind, seen_hash
from avisbuild.records import Rle, Sounding, Taxonomy, Track, Video

HEARD = frozenset({Sounding.SOUNDING, Sounding.OFFSCREEN, Sounding.OCCLUDED})


@dataclass(frozen=True, slots=True)
class Cell:
    """A mask that has pixels: of the track at `index`, in a second."""

    index: int
    second: int
    mask: Rle
    shape: MaskShape


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One video with its tracks; what several finders need is computed once.

    `silences` are the seconds that a person has confirmed as silent. `keep_silent_masks` is the recipe's:
    where a track is silent, it may have a mask in any second, and none in the next.
    """

    video: Video
    tracks: tuple[Track, ...]
    taxonomy: Taxonomy
    silences: frozenset[int] = frozenset()
    keep_silent_masks: bool = False
    media: Media = field(default_factory=NoMedia)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """`guitar_2`, for each track."""
        return tuple(track.instance.name(self.taxonomy) for track in self.tracks)

    @cached_property
    def rows(self) -> tuple[tuple[Cell | None, ...], ...]:
        """For each track a cell a second; None without a mask, or without pixels."""
        return tuple(
            tuple(_cell(index, second, mask) for second, mask in enumerate(track.masks))
            for index, track in enumerate(self.tracks)
        )

    def cells(self) -> Iterator[Cell]:
        """Every cell, by track and second."""
        for row in self.rows:
            yield from (cell for cell in row if cell is not None)

    def cells_at(self, second: int) -> list[Cell]:
        """The cells of one second, by track."""
        return [cell for row in self.rows if (cell := row[second]) is not None]

    def near(self, cell: Cell, *, reach: int) -> Iterator[Cell]:
        """The track's other cells at most `reach` seconds away, the nearest first."""
        row = self.rows[cell.index]
        for step in range(1, reach + 1):
            for other in (cell.second - step, cell.second + step):
                if 0 <= other < len(row) and (found := row[other]) is not None:
                    yield found

    def is_heard(self, index: int, second: int) -> bool:
        """Whether a track is marked as sounding there, in view or not."""
        return self.tracks[index].states[second] in HEARD

    def suspect(
        self,
        kind: SuspectKind,
        second: int,
        score: float,
        *,
        index: int | None = None,
        looked_at: Sequence[int] = (),
        others: Sequence[int] = (),
        **fields: object,
    ) -> Suspect:
        """A suspect of one track, or of all of them where `index` is None.

        `looked_at` are the seconds that were looked at, else only its own; `others` further tracks.
        """
        chosen = range(len(self.tracks)) if index is None else (index, *others)
        track = None if index is None else self.tracks[index]
        return Suspect(
            kind=kind,
            place=IssuePlace(
                video_id=self.video.video_id,
                instance_id=None if track is None else track.instance.instance_id,
                second=second,
            ),
            score=min(1.0, max(0.0, round(score, 3))),
            fields={
                **({} if index is None else {"name": self.names[index]}),
                **{name: str(each) for name, each in fields.items()},
            },
            seen=seen_hash((self.tracks[each] for each in chosen), looked_at or (second,)),
        )


def _cell(index: int, second: int, mask: Rle | None) -> Cell | None:
    shape = None if mask is None else shape_of(mask)
    return None if mask is None or shape is None else Cell(index, second, mask, shape)
