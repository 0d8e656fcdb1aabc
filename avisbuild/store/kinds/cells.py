"""The tables of single seconds: what sounds in them, what is seen, and what people have heard."""

from avisbuild.errors import FormatError, ProjectError
from avisbuild.masks import area, box_xywh
from avisbuild.masks.rle import run_lengths
from avisbuild.records import Heard, Mask, Proposal, Silence, SoundingCell
from avisbuild.store.kind import Kind


def _check_counts(picture: Mask | Proposal) -> tuple[int, ...]:
    """Refuse run lengths that do not fit their size: pycocotools would read outside its memory on those."""
    try:
        run_lengths(picture.rle)
    except FormatError as error:
        where = {"instance": picture.instance_id, "second": picture.second}
        raise ProjectError("mask-counts", reason=error, **where) from error
    return ()


def _area_and_box(mask: Mask) -> tuple[int, ...]:
    return *_check_counts(mask), area(mask.rle), *map(int, box_xywh(mask.rle))


# Cells that are not silent: docs/decisions/0020-one-row-per-sounding-cell.md.
SOUNDING = Kind(
    "sounding", SoundingCell, key=("instance_id", "second"), owner="instance", is_annotation=True
)
SILENCES = Kind("silences", Silence, key=("video_id", "second"), owner="video", is_annotation=True)
HEARD = Kind(
    "heard",
    Heard,
    key=("video_id", "second", "person"),
    owner="video",
    is_journalled=False,
    outlives_rebuild=True,
)
# Area and box stand beside the run lengths, so that lists and checks need not read those.
MASKS = Kind(
    "masks",
    Mask,
    key=("instance_id", "second"),
    owner="instance",
    derived=("area", "box_x", "box_y", "box_width", "box_height"),
    derive=_area_and_box,
    is_annotation=True,
)
PROPOSALS = Kind(
    "proposals",
    Proposal,
    key=("instance_id", "second", "model"),
    owner="instance",
    derive=_check_counts,
)
