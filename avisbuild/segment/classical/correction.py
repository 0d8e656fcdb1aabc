"""A click on a mask that stands: the part of the picture near it is decided anew, the rest keeps."""

from collections.abc import Callable

import cv2
import numpy as np

from avisbuild.segment.base import Image, MaskArray, Prompt
from avisbuild.segment.classical.geodesic import settled
from avisbuild.segment.classical.grabcut import refined
from avisbuild.segment.classical.outline import moved
from avisbuild.segment.classical.prompting import honour
from avisbuild.segment.classical.signs import log_odds, signs
from avisbuild.segment.classical.superpixels import Floats
from avisbuild.segment.classical.window import Window, window_around
from avisbuild.segment.corrections import corrected

_BAND = 0.03
_DISC_PX = 2
_READINGS = (0.0, -1.5, 1.5)  # log odds added: as it seems, less, more
_LIKELY = 0.5
_LEAST_LIKELY, _OF_THOSE_NEAR = 0.15, 0.7
_NEAR_DEPTHS = 0.6
_TOUCHING = np.ones((5, 5), np.uint8)
_MIDDLE_OF_A_LEFTOVER, _MIDDLE_OF_ALL = 0.6, 0.8  # of a part's greatest depth


def corrections(
    image: Image,
    prompt: Prompt,
    standing: MaskArray,
    *,
    first_sight: Callable[[Prompt], MaskArray],
    on_its_own: Callable[[Prompt], list[MaskArray]],
) -> list[MaskArray]:
    """Readings (H, W) bool of a prompt whose last click corrects the standing mask, best first.

    `first_sight` says quickly what goes with a click, `on_its_own` answers a prompt as if no mask stood.
    """
    (x, y), positive = prompt.points_xy[-1], prompt.positive[-1]
    if standing[round(y), round(x)] == positive:
        return [standing]
    click = last_click(prompt)
    thing = first_sight(click)
    if positive and not _touch(thing, standing):
        found = on_its_own(click)
        if not _touch(found[0], standing):
            return [standing | mask for mask in found]
    if not positive and (part := _part_that_goes(prompt, standing)) is not None:
        return [standing & ~part]
    if (wider := moved(image, prompt, standing)) is None:
        return _near_the_click(image, prompt, standing, thing, _READINGS)
    if wider[round(y), round(x)] != positive:
        return _near_the_click(image, prompt, wider, thing, _READINGS[:1])
    honour(wider, prompt)
    (narrow,) = _near_the_click(image, prompt, standing, thing, _READINGS[:1])
    return [wider | narrow if positive else wider & narrow, wider, narrow]


def last_click(prompt: Prompt) -> Prompt:
    """The last click as one on an object, and those of the other kind as beside it."""
    positive = prompt.positive[-1]
    others = [
        point
        for point, yes in zip(prompt.points_xy, prompt.positive, strict=True)
        if yes != positive
    ]
    return Prompt(
        points_xy=(*others, prompt.points_xy[-1]), positive=(*(False for _ in others), True)
    )


def _touch(one: MaskArray, other: MaskArray) -> bool:
    wide = cv2.dilate(one.astype(np.uint8), _TOUCHING)
    return bool(wide[other].any())


def _part_that_goes(prompt: Prompt, standing: MaskArray) -> MaskArray | None:
    """The connected part in whose middle a negative click lies, if nothing says that it is of the object."""
    parts = cv2.connectedComponents(standing.astype(np.uint8))[1]

    def part_at(point: tuple[float, float]) -> int:
        return int(parts[round(point[1]), round(point[0])])

    kept = [
        part_at(point) for point, yes in zip(prompt.points_xy, prompt.positive, strict=True) if yes
    ]
    number = part_at(prompt.points_xy[-1])
    if number in kept:
        return None
    part: MaskArray = parts == number
    depth = cv2.distanceTransform(np.pad(part, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    x, y = prompt.points_xy[-1]
    needed = _MIDDLE_OF_A_LEFTOVER if any(kept) else _MIDDLE_OF_ALL
    return part if depth[round(y), round(x)] >= needed * depth.max() else None


def _near_the_click(
    image: Image,
    prompt: Prompt,
    standing: MaskArray,
    thing: MaskArray,
    readings: tuple[float, ...],
) -> list[MaskArray]:
    """The mask with what is wrong around the click turned, once for each of some readings."""
    window = window_around(image, prompt, standing, thing)
    likely = log_odds(signs(window), positive=prompt.positive[-1])
    return [_answer(window, likely + more, prompt, standing) for more in readings]


def _answer(window: Window, likely: Floats, prompt: Prompt, standing: MaskArray) -> MaskArray:
    turned = _turned(window, likely)
    small = turned.astype(np.float32)
    height, width = window.size
    soft = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    answer = standing.copy()
    part = answer[window.top : window.top + height, window.left : window.left + width]
    part[np.asarray(soft) > 0.5] = window.positive
    honour(answer, prompt)
    return answer


def _turned(window: Window, likely: Floats) -> MaskArray:
    """The pixels of the window that the click turns: one part, with its outline at the edges nearby."""
    shares = settled(
        window.patches,
        likely,
        inside=window.patches_clicked(positive=window.positive),
        outside=set(window.patches_clicked(positive=not window.positive)) - {window.clicked},
    )
    turns = (shares > _level(window, shares)) & window.open
    turns[window.clicked] = True
    pixels = turns[window.patches.labels]
    x, y = window.prompt.points_xy[-1]
    answer = window.standing | pixels if window.positive else window.standing & ~pixels
    mask = corrected(window.standing, answer, x, y, positive=window.positive)
    click = Prompt(points_xy=((x, y),), positive=(window.positive,))
    changed = mask != window.standing
    fine = refined(window.image, mask, click, band=_BAND, disc_px=_DISC_PX, changed=changed)
    turned: MaskArray = fine != window.standing
    return turned


def _level(window: Window, shares: Floats) -> float:
    """How likely a patch must be wrong to turn: less where even those at the click seem right."""
    away = np.hypot(*(window.patches.centres_xy - window.prompt.points_xy[-1]).T)
    near = window.open & (away < _NEAR_DEPTHS * window.depth_px)
    near[window.clicked] = True
    weights = window.patches.areas[near] + 1e-6
    typical = float(np.average(shares[near], weights=weights))
    return min(_LIKELY, max(_LEAST_LIKELY, _OF_THOSE_NEAR * typical))
