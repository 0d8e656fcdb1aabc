"""What the published loader and evaluator ask of one frame of one annotation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from avisbuild.errors import FormatError
from avisbuild.formats.findings import Finding, error, warning
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
        yield error("empty-list", here, "truth-empty-list")
        return
    parts = {"segmentation": frame.segmentation, "bbox": frame.box, "area": frame.area}
    absent = [name for name, value in parts.items() if value is None]
    if 0 < len(absent) < len(parts):
        yield error("nulls", here, "truth-nulls", missing=", ".join(absent))
    if frame.segmentation is None:
        return
    found = list(_check_shape(frame, here))
    yield from found
    if not any(finding.rule in ("polygon-odd", "polygon-short") for finding in found):
        yield from _check_pixels(frame, place, spot, exact=exact)


def _check_shape(frame: FrameTruth, here: str) -> Iterator[Finding]:
    if isinstance(frame.segmentation, dict):
        yield error("rle-truth", here, "truth-rle")
        return
    height, width = frame.size
    for index, polygon in enumerate(frame.segmentation):
        at, count = f"{here}[{index}]", len(polygon)
        xs, ys = polygon[0::2], polygon[1::2]
        if count % 2:
            yield error("polygon-odd", at, "truth-polygon-odd", count=count)
        elif count < _MIN_NUMBERS:
            yield error("polygon-short", at, "truth-polygon-short", least=_MIN_NUMBERS, count=count)
        elif not (0 <= min(xs) <= max(xs) <= width and 0 <= min(ys) <= max(ys) <= height):
            yield warning(
                "polygon-outside", at, "truth-polygon-outside", width=width, height=height
            )


def _check_pixels(frame: FrameTruth, place: str, spot: str, *, exact: bool) -> Iterator[Finding]:
    here = f"{place}.segmentations{spot}"
    try:
        parts = _parts(frame)
    except FormatError as problem:
        yield error("segmentation", here, problem.message)
        return
    mask = parts[0] if len(parts) == 1 else union(parts, frame.size)
    pixels = area(mask)
    if pixels == 0:
        yield error("mask-empty", here, "truth-mask-empty")
        return
    for index, part in enumerate(parts):
        if area(part) == 0:
            yield warning("polygon-empty", f"{here}[{index}]", "truth-polygon-empty")
    if isinstance(frame.area, int | float) and frame.area != pixels:
        is_far = abs(frame.area - pixels) > _FOREIGN_AREA_SHARE * pixels
        finding = error if exact or is_far else warning
        yield finding(
            "area", f"{place}.areas{spot}", "truth-area", expected=pixels, found=frame.area
        )
    if isinstance(frame.box, list):
        yield from _check_box(frame.box, mask, f"{place}.bboxes{spot}", exact=exact)


def _parts(frame: FrameTruth) -> Sequence[Rle]:
    """The masks whose union the published decoder draws: one a polygon."""
    is_rle = isinstance(frame.segmentation, dict)
    spelled = [frame.segmentation] if is_rle else [[part] for part in frame.segmentation]
    return [mask for each in spelled if (mask := read_segmentation(each, frame.size)) is not None]


def _check_box(stored: list[float], mask: Rle, place: str, *, exact: bool) -> Iterator[Finding]:
    slack = 0.0 if exact else _FOREIGN_BOX_PX
    inner = box_xywh(mask)
    if not _encloses(stored, inner, slack):
        yield error(
            "bbox", place, "truth-box", expected=[int(each) for each in inner], found=stored
        )
    elif not _encloses((0, 0, mask.size[1], mask.size[0]), stored, slack):
        yield error(
            "bbox-outside",
            place,
            "truth-box-outside",
            width=mask.size[1],
            height=mask.size[0],
            found=stored,
        )


def _encloses(outer: Sequence[float], inner: Sequence[float], slack: float) -> bool:
    """Whether one (x, y, width, height) holds another, but for a few pixels."""
    outer, inner = list(map(_as_float, outer)), list(map(_as_float, inner))
    return all(
        outer[axis] <= inner[axis] + slack
        and outer[axis] + outer[axis + 2] >= inner[axis] + inner[axis + 2] - slack
        for axis in (0, 1)
    )


def _as_float(number: float) -> float:
    """The number; an infinity for a whole one with more digits than a float has room for."""
    try:
        return float(number)
    except OverflowError:
        return inf if number > 0 else -inf
