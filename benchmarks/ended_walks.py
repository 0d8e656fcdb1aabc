"""Does a walk say rightly why it lost its object, and how does a mask hold over missing pictures?"""

import argparse
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import cv2
import numpy as np
from harness import write_result
from numpy.typing import NDArray
from scene_objects import SceneFrame, render, scene_frame

from avisbuild.propagation import EndReason, Walker
from avisbuild.segment.simulated_clicks import iou

_SEED = 11
_SIZE = (216, 384)
_RATE_HZ = 20
_LENGTH_S = 4
_MISSING = (0, 3, 10, 20)
_FIRST_GAP_AT = 10

Picture = NDArray[np.uint8]
MaskArray = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Course:
    """A cut-out of one scene that moves before another one: `place` (x, y) in pixels, `speed` per second.

    `pan` moves the scene behind it; `screen_x` is where a piece of a third scene stands in front of all;
    from `cut_s` on, another scene is shown.
    """

    backdrop: Picture
    cutout: Picture
    mask: MaskArray
    place: tuple[float, float]
    speed: tuple[float, float]
    pan: tuple[float, float] = (0.0, 0.0)
    screen: Picture | None = None
    screen_x: tuple[int, int] = (0, 0)
    other: Picture | None = None
    cut_s: float = 99.0

    def at(self, time_s: float) -> tuple[Picture, MaskArray]:
        """The picture (H, W, 3) uint8 and what of the object is seen on it (H, W) bool."""
        if self.other is not None and time_s >= self.cut_s:
            return self.other, np.zeros(_SIZE, np.bool_)
        picture = _shifted(
            self.backdrop, self.pan[0] * time_s, self.pan[1] * time_s, cv2.BORDER_REFLECT
        )
        x, y = (self.place[axis] + self.speed[axis] * time_s for axis in (0, 1))
        seen = _shifted(self.mask.astype(np.uint8), x, y, cv2.BORDER_CONSTANT) > 0
        picture[seen] = _shifted(self.cutout, x, y, cv2.BORDER_CONSTANT)[seen]
        if self.screen is not None:
            columns = slice(*self.screen_x)
            picture[:, columns] = self.screen[:, columns]
            seen[:, columns] = False
        return picture, seen


class Scenes:
    """Pictures and cut-outs of ever new rendered scenes."""

    def __init__(self) -> None:
        self._rng = np.random.default_rng(_SEED)
        self._frames = self._found()

    def left(self) -> Course:
        """Out of the picture on one of three sides: by itself, or because the camera turns."""
        angle = self._rng.choice([0.0, np.pi, -np.pi / 2]) + self._rng.uniform(-0.4, 0.4)
        speed = self._rng.uniform(110, 250)
        way = (speed * np.cos(angle), speed * np.sin(angle))
        pan = way if self._rng.random() < 0.5 else (0.0, 0.0)
        return self._course(speed=way, pan=pan)

    def hidden(self) -> Course:
        """Behind something that stands inside of the picture, and covers all of it at some time."""
        course = self._course(speed=(0.0, 0.0))
        columns = np.flatnonzero(course.mask.any(axis=0)) + round(course.place[0])
        width = int(columns[-1] - columns[0] + 1)
        goes_right = columns[-1] < _SIZE[1] - columns[0]
        start = int(columns[-1] + 10) if goes_right else int(columns[0] - 10 - 1.3 * width)
        speed = self._rng.uniform(35, 120) * (1 if goes_right else -1)
        screen = (max(8, start), min(_SIZE[1] - 8, start + int(1.3 * width)))
        return self._course(
            like=course, speed=(speed, 0.0), screen_x=screen, screen=self._picture()
        )

    def cut(self) -> Course:
        """Another shot begins, while the object moves slowly or not at all."""
        speed = (self._rng.uniform(-24, 24), self._rng.uniform(-12, 12))
        return self._course(speed=speed, other=self._picture(), cut_s=self._rng.uniform(0.4, 2))

    def staying(self) -> Course:
        """Moves about inside of the picture."""
        return self._course(speed=(self._rng.uniform(-30, 30), self._rng.uniform(-15, 15)))

    def _course(self, *, like: Course | None = None, **changes: Any) -> Course:
        if like is not None:
            known = {name: getattr(like, name) for name in ("backdrop", "cutout", "mask", "place")}
            return Course(**known, **changes)
        frame = next(self._frames)
        name = self._rng.choice(sorted(frame.masks))
        mask = frame.masks[name]
        rows, columns = np.nonzero(mask)
        place = (_SIZE[1] / 2 - columns.mean(), _SIZE[0] / 2 - rows.mean())
        return Course(
            backdrop=self._picture(), cutout=frame.image, mask=mask, place=place, **changes
        )

    def _picture(self) -> Picture:
        return next(self._frames).image

    def _found(self) -> Iterator[SceneFrame]:
        index = 0
        while True:
            scene = render(seed=_SEED, index=index, size=_SIZE)
            frame = scene_frame(scene, scene.spec.frame_at(index % 10))
            fitting = {
                name: mask
                for name, mask in frame.masks.items()
                if np.ptp(np.flatnonzero(mask.any(axis=0))) < _SIZE[1] / 4
            }
            index += 1
            if fitting:
                yield SceneFrame(frame.image, fitting)


def ended(course: Course) -> str:
    """What the walk says became of the object; `followed` where it is not lost.

    `... in view` where more than half of it is still seen then: the walk lost it for its own fault.
    """
    image, mask = course.at(0)
    walker: Walker[int] = Walker(image)
    walker.seed({0: mask})
    for number in range(1, _LENGTH_S * _RATE_HZ):
        image, seen = course.at(number / _RATE_HZ)
        if lost := walker.advance(image):
            in_view = 2 * np.count_nonzero(seen) > np.count_nonzero(mask)
            return f"{lost[0]} in view" if in_view else str(lost[0])
    return "followed"


def bridged(course: Course, missing: int) -> tuple[float, float]:
    """IoU and confidence some pictures after `missing` ones in a row."""
    image, mask = course.at(0)
    walker: Walker[int] = Walker(image)
    walker.seed({0: mask})
    last = 0
    numbers = [*range(1, _FIRST_GAP_AT), *range(_FIRST_GAP_AT + missing, 40)]
    for number in numbers:
        image, mask = course.at(number / _RATE_HZ)
        gap_s = (number - last) / _RATE_HZ if number - last > 1 else 0.0
        walker.advance(image, gap_s=gap_s)
        last = number
    step = walker.step(0)
    return iou(step.mask, mask), step.confidence


def confusion(make: Callable[[], Course], count: int) -> dict[str, int]:
    """How often a walk over courses of one kind ended in each way."""
    said = Counter(ended(make()) for _ in range(count))
    names = [*map(str, EndReason), *(f"{each} in view" for each in EndReason), "followed"]
    return {name: said[name] for name in names if said[name]}


def main() -> None:
    """Courses of each kind, and those that stay in the picture with pictures left out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--courses", type=int, default=30, help="of each kind")
    options = parser.parse_args()
    scenes = Scenes()
    kinds = {
        "cut": scenes.cut,
        "hidden": scenes.hidden,
        "left": scenes.left,
        "staying": scenes.staying,
    }
    table = {kind: confusion(make, options.courses) for kind, make in kinds.items()}
    courses = [scenes.staying() for _ in range(options.courses)]
    gaps: dict[str, Any] = {}
    for missing in _MISSING:
        rows = [bridged(course, missing) for course in courses]
        gaps[f"{missing}_pictures"] = {
            "iou": statistics.mean(score for score, _ in rows),
            "iou_below_half": sum(score < 0.5 for score, _ in rows),
            "confidence": statistics.mean(sure for _, sure in rows),
        }
    figures = {
        "seed": _SEED,
        "courses_of_each_kind": options.courses,
        "rate_hz": _RATE_HZ,
        "said_by_truth": table,
        "missing_pictures": gaps,
    }
    write_result("ended_walks", question=__doc__ or "", figures=figures)


def _shifted(picture: Any, x: float, y: float, border: int) -> Any:
    by = np.array([[1, 0, x], [0, 1, y]], np.float32)
    return cv2.warpAffine(picture, by, (_SIZE[1], _SIZE[0]), borderMode=border)


if __name__ == "__main__":
    main()
