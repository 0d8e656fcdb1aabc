"""Lays out the names of masks: beside what of them is in view, not on each other."""

from collections.abc import Sequence

Rect = tuple[float, float, float, float]


def lay_out_labels(
    boxes: Sequence[Rect],
    sizes: Sequence[tuple[float, float]],
    view: tuple[float, float],
    *,
    gap: float,
    spots: Sequence[Sequence[tuple[float, float]]] = (),
) -> list[tuple[float, float] | None]:
    """The left top corner of each label (width, height), in the order of importance.

    `boxes` are x0, y0, x1, y1 of the masks in the view. A label stands above its box, below, right or left
    of it: the first of these that is in view, free of other labels, and covers least of other boxes.
    Where there is no room beside the box, the label stands on the first of the mask's own
    `spots` (x, y) that leaves it in view and free. None where none does, or the box is out of sight.
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
        free = [rect for rect in rects if _is_free(rect, taken, view)]
        best: Rect | None = None
        if free:
            best = min(free, key=lambda rect: sum(_overlap(rect, other) for other in others))
        elif spots:
            best = _on_a_spot(spots[number], (width, height), taken, view)
        if best is not None:
            taken.append(best)
        places.append(None if best is None else best[:2])
    return places


def _on_a_spot(
    spots: Sequence[tuple[float, float]],
    size: tuple[float, float],
    taken: Sequence[Rect],
    view: tuple[float, float],
) -> Rect | None:
    """The first place around one of these points, pushed into the view but not off the point."""
    width, height = size
    for x, y in spots:
        left = min(max(x - width / 2, 0.0), view[0] - width)
        top = min(max(y - height / 2, 0.0), view[1] - height)
        rect = (left, top, left + width, top + height)
        if left <= x <= rect[2] and top <= y <= rect[3] and _is_free(rect, taken, view):
            return rect
    return None


def _is_free(rect: Rect, taken: Sequence[Rect], view: tuple[float, float]) -> bool:
    """Whether a label is whole in view and on no other label."""
    area = (rect[2] - rect[0]) * (rect[3] - rect[1])
    is_whole = _overlap(rect, (0, 0, *view)) >= area - 1e-6
    return is_whole and not any(_overlap(rect, other) for other in taken)


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
