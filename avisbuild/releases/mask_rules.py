"""What the published loader and evaluator ask of one frame of one annotation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from avisbuild.checks.findings import Finding, error, warning
from avisbuild.errors import FormatError
from avisbuild.masks import area, box_xywh, read_segmentation, union
from avisbuild.records import Rle

_MIN_NUMBERS = 6
# The published release may hold polygon areas and boxes of the polygons: near the pixels, not equal.
_FOREIGN_AREA_SHARE = 0.05
_FOREIGN_BOX_PX = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameTruth:
    """One frame of an annotation, as the file has it; `size` is (height, width)."""

    segmentation: Any
    box: Any
    area: Any
    size: tuple[int, int]


def check_frame(frame: FrameTruth, place: str, spot: str, *, exact: bool) -> Iterator[Finding]:
    """Check a frame that is right by the schema; `spot` is `[3]` for the fourth entry of each list.

    `exact` asks for areas and boxes of the very pixels, as avisbuild writes them.
    """
    here = f"{place}.segmentations{spot}"
    if frame.segmentation == []:
        yield error(
            "empty-list",
            here,
            "expected null in a silent second, got []: the evaluator stops at it",
        )
        return
    absent = [frame.segmentation is None, frame.box is None, frame.area is None]
    if any(absent) and not all(absent):
        named = zip(("segmentation", "bbox", "area"), absent, strict=True)
        missing = ", ".join(name for name, is_absent in named if is_absent)
        yield error(
            "nulls",
            here,
            f"expected three nulls in a silent second and none else, got null for {missing}",
        )
    if frame.segmentation is None:
        return
    found = list(_check_shape(frame, here))
    yield from found
    if not any(finding.rule in ("polygon-odd", "polygon-short") for finding in found):
        yield from _check_pixels(frame, place, spot, exact=exact)


def _check_shape(frame: FrameTruth, here: str) -> Iterator[Finding]:
    if isinstance(frame.segmentation, dict):
        yield error("rle-truth", here, "expected polygons: the evaluator refuses RLE in a truth")
        return
    height, width = frame.size
    for index, polygon in enumerate(frame.segmentation):
        if len(polygon) % 2:
            yield error(
                "polygon-odd",
                f"{here}[{index}]",
                f"expected an even count of numbers, got {len(polygon)}",
            )
        elif len(polygon) < _MIN_NUMBERS:
            yield error(
                "polygon-short",
                f"{here}[{index}]",
                f"expected at least {_MIN_NUMBERS} numbers, got {len(polygon)}: the loader drops it",
            )
        elif not (
            0 <= min(polygon[0::2]) <= max(polygon[0::2]) <= width
            and 0 <= min(polygon[1::2]) <= max(polygon[1::2]) <= height
        ):
            yield warning(
                "polygon-outside",
                f"{here}[{index}]",
                f"leaves the frame of {width} x {height} pixels",
            )


def _check_pixels(frame: FrameTruth, place: str, spot: str, *, exact: bool) -> Iterator[Finding]:
    here = f"{place}.segmentations{spot}"
    try:
        parts = _parts(frame)
    except FormatError as problem:
        yield error("segmentation", here, str(problem))
        return
    mask = parts[0] if len(parts) == 1 else union(parts, frame.size)
    pixels = area(mask)
    if pixels == 0:
        yield error(
            "mask-empty", here, "expected pixels, got a mask without any: it can never be matched"
        )
        return
    for index, part in enumerate(parts):
        if area(part) == 0:
            yield warning("polygon-empty", f"{here}[{index}]", "covers no pixel")
    if isinstance(frame.area, int | float):
        yield from _check_area(frame.area, pixels, f"{place}.areas{spot}", exact=exact)
    if isinstance(frame.box, list):
        yield from _check_box(frame.box, mask, f"{place}.bboxes{spot}", exact=exact)


def _parts(frame: FrameTruth) -> Sequence[Rle]:
    """The masks whose union the published decoder draws: one a polygon."""
    is_rle = isinstance(frame.segmentation, dict)
    spelled = [frame.segmentation] if is_rle else [[part] for part in frame.segmentation]
    return [mask for each in spelled if (mask := read_segmentation(each, frame.size)) is not None]


def _check_area(stored: float, pixels: int, place: str, *, exact: bool) -> Iterator[Finding]:
    if stored == pixels:
        return
    message = f"expected {pixels} as the polygons cover, got {stored}"
    if exact or abs(stored - pixels) > _FOREIGN_AREA_SHARE * pixels:
        yield error("area", place, message)
    else:
        yield warning("area", place, message)


def _check_box(stored: list[float], mask: Rle, place: str, *, exact: bool) -> Iterator[Finding]:
    slack = 0.0 if exact else _FOREIGN_BOX_PX
    x, y, width, height = stored
    left, top, wide, high = box_xywh(mask)
    if (
        x > left + slack
        or y > top + slack
        or x + width < left + wide - slack
        or y + height < top + high - slack
    ):
        found = [int(left), int(top), int(wide), int(high)]
        yield error(
            "bbox", place, f"expected to enclose {found} (x, y, width, height), got {stored}"
        )
    elif (
        x < -slack
        or y < -slack
        or x + width > mask.size[1] + slack
        or y + height > mask.size[0] + slack
    ):
        yield error(
            "bbox-outside",
            place,
            f"expected inside {mask.size[1]} x {mask.size[0]} pixels, got {stored}",
        )
