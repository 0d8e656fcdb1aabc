"""Lays out the names of masks: beside their boxes, within the view, not on each other."""

from collections.abc import Sequence

Rect = tuple[float, float, float, float]


def lay_out_labels(
    boxes: Sequence[Rect],
    sizes: Sequence[tuple[float, float]],
    view: tuple[float, float],
    *,
    gap: float,
) -> list[tuple[float, float] | None]:
    """The left top corner of each label (width, height), in the order of importance.

    `boxes` are x0, y0, x1, y1 of the masks in the view. A label stands above its box, below, right or left
    of it: the first of these that is in view, free of other labels, and covers least of other boxes.
    None where there is no room, or the box is out of sight.
    """
    taken: list[Rect] = []
    places: list[tuple[float, float] | None] = []
    for number, (box, (width, height)) in enumerate(zip(boxes, sizes, strict=True)):
        others = [other for position, other in enumerate(boxes) if position != number]
        rects = [
            (x, y, x + width, y + height)
            for x, y in _candidates(box, width, height, view, gap)
            if _overlap(box, (0, 0, *view)) > 0
        ]
        free = [
            rect
            for rect in rects
            if _overlap(rect, (0, 0, *view)) >= width * height - 1e-6
            and not any(_overlap(rect, other) for other in taken)
        ]
        if not free:
            places.append(None)
            continue
        best = min(free, key=lambda rect: sum(_overlap(rect, other) for other in others))
        taken.append(best)
        places.append(best[:2])
    return places


def _candidates(
    box: Rect, width: float, height: float, view: tuple[float, float], gap: float
) -> list[tuple[float, float]]:
    """Above, below, right and left; moved along the box's side as far as the view wants it."""
    x0, y0, x1, y1 = box
    x = min(max(x0, 0.0), max(0.0, view[0] - width))
    y = min(max(y0, 0.0), max(0.0, view[1] - height))
    return [(x, y0 - gap - height), (x, y1 + gap), (x1 + gap, y), (x0 - gap - width, y)]


def _overlap(one: Rect, other: Rect) -> float:
    """The area of what two rectangles share."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    return width * height if width > 0 and height > 0 else 0.0
