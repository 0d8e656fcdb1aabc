"""The table of masks.

Area and box follow from the run lengths; they stand here so that lists and checks need not read those.
"""

from avisbuild.masks import area, box_xywh
from avisbuild.records import Mask
from avisbuild.store.kinds.kind import Kind
from avisbuild.store.kinds.pictures import check_counts, check_picture


def _derive(mask: Mask) -> list[int]:
    check_counts(mask)
    return [area(mask.rle), *map(int, box_xywh(mask.rle))]


MASKS = Kind(
    name="masks",
    record=Mask,
    key=("instance_id", "second"),
    owner="instance",
    derived=("area", "box_x", "box_y", "box_width", "box_height"),
    derive=_derive,
    check=check_picture,
    is_annotation=True,
)
