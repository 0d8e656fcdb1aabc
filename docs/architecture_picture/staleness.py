"""Says what a picture shows otherwise than the program is now."""

import re
from collections.abc import Sequence
from dataclasses import replace

from architecture_picture.bands import Band, Box
from architecture_picture.drawing import draw

_BOX = re.compile(r'<rect id="(?P<name>[^"]+)"')
_ARROW = re.compile(r'<path id="(?P<name>[^"]+)"')
_LINES = re.compile(r">(?P<count>[\d,]+) lines<")
_TOLERANCE = 0.25
_FEW_LINES = 50


def differences(picture: str, bands: Sequence[Band]) -> list[str]:
    """What has come, gone or grown; nothing where the picture may stay."""
    shown = dict(zip(_BOX.findall(picture), map(_number, _LINES.findall(picture)), strict=True))
    boxes = {box.name: box for band in bands for row in band.rows for box in row}
    arrows = {f"{a}:{b}" for band in bands for a, b in band.arrows}
    drawn = set(_ARROW.findall(picture))
    found = [
        *(f"{name} is new" for name in sorted(boxes.keys() - shown.keys())),
        *(f"{name} is gone" for name in sorted(shown.keys() - boxes.keys())),
        *(f"{_said(arrow)} is new" for arrow in sorted(arrows - drawn)),
        *(f"{_said(arrow)} is gone" for arrow in sorted(drawn - arrows)),
        *(
            f"{name} holds {box.line_count:,} lines, not {shown[name]:,}"
            for name, box in sorted(boxes.items())
            if name in shown and not _near(box, shown[name])
        ),
    ]
    if not found and draw(_with_lines(bands, shown)) != picture:
        found = ["a layer, a dot, a name in a box or the way of drawing has changed"]
    return found


def _near(box: Box, shown: int) -> bool:
    return abs(box.line_count - shown) <= max(_FEW_LINES, _TOLERANCE * shown)


def _with_lines(bands: Sequence[Band], line_counts: dict[str, int]) -> list[Band]:
    return [
        replace(
            band,
            rows=tuple(
                tuple(replace(box, line_count=line_counts[box.name]) for box in row)
                for row in band.rows
            ),
        )
        for band in bands
    ]


def _number(text: str) -> int:
    return int(text.replace(",", ""))


def _said(arrow: str) -> str:
    return "the arrow from {} to {}".format(*arrow.split(":"))
