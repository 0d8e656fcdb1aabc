"""The robot of `mending.py`: one process, one window, of whichever version is on PYTHONPATH.

    mending_robot.py FOLDER_OF_INPUT FOLDER_OF_OUTPUT

It knows the truth and does what an annotator does: it clicks where the largest error is; if that was of no
use it looks at the thumbnails of the other candidates, asks for the part alone (where the version can), takes
the click back, and takes the brush. A proposal of another object it leaves out. In a version whose strokes
replace a proposal it opens the proposal first.
"""

import json
import os
import shutil
import sys
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import annotator
import cv2
import numpy as np
from annotation_scene import best_click
from numpy.typing import NDArray
from PyQt6.QtCore import QEvent, QPointF, Qt
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication
from window_robot import WindowRobot

from avisbuild import masks
from avisbuild.annotation import Draft, commands
from avisbuild.annotation.commands.instances import new_instance
from avisbuild.annotation.workbench import Workbench
from avisbuild.records import Proposal, Sounding, Video, VideoId
from avisbuild.records.bundled import load_recipe
from avisbuild.segment.catalogue import make_segmenter
from avisbuild.store import Project

_ENOUGH = 0.9
_BETTER = 0.01  # a click that gains less was of no use
_HOPELESS = 0.1
_MOST_GESTURES = 25
_BRUSH_STEP = 1.25
_KEEPS_PROPOSALS = hasattr(Draft, "start_afresh")

Pixels = NDArray[np.bool_]


@dataclass
class Effort:
    """What one mask cost."""

    kind: str
    iou_before: float
    iou: float = 0.0
    clicks: int = 0
    drags: int = 0
    keys: int = 0


class Hands(WindowRobot):
    """Also drags, and clicks with Shift; counts for one mask at a time."""

    def drag(self, path: list[tuple[float, float]], *, alt: bool) -> None:
        """Down at the first pixel, along the others, up at the last."""
        canvas = self.window.workspace.canvas
        keys = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
        places = [QPointF(canvas.mapFromScene(QPointF(x + 0.5, y + 0.5))) for x, y in path]
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        steps = [
            (QEvent.Type.MouseButtonPress, places[0], left, left),
            *((QEvent.Type.MouseMove, place, none, left) for place in places[1:]),
            (QEvent.Type.MouseButtonRelease, places[-1], left, none),
        ]
        viewport = canvas.viewport()
        assert viewport is not None
        for kind, place, button, held in steps:
            event = QMouseEvent(
                kind, place, QPointF(viewport.mapToGlobal(place)), button, held, keys
            )
            QApplication.sendEvent(viewport, event)

    def click_part(self, x: float, y: float, *, alt: bool) -> None:
        """Click with Shift."""
        canvas = self.window.workspace.canvas
        keys = Qt.KeyboardModifier.ShiftModifier
        if alt:
            keys |= Qt.KeyboardModifier.AltModifier
        place = canvas.mapFromScene(QPointF(x + 0.5, y + 0.5))
        QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, keys, place)
        self.effort.clicks += 1


class Mender:
    """Mends the mask of the cell on screen until it is good enough, and commits it."""

    def __init__(self, hands: Hands, wanted: Pixels, effort: Effort) -> None:
        self._hands = hands
        self._session = hands.window.session
        self._wanted = wanted
        self._effort = effort
        self._useless = 0
        self._before = hands.effort.clicks, hands.effort.keys

    @property
    def shown(self) -> Pixels:
        """The pixels that Enter would commit."""
        mask = self._session.drafts.shown_mask
        if self._session.drafts.here is not None:
            return np.zeros_like(self._wanted) if mask is None else mask
        return masks.decode(self._session.state.view.proposals[self._session.state.active_cell].rle)

    @property
    def iou(self) -> float:
        """How good that is."""
        return _iou(self.shown, self._wanted)

    def mend(self) -> None:
        """Click and brush; then Enter."""
        # What is of another object has nothing to keep.
        if _KEEPS_PROPOSALS and self.iou < _HOPELESS:
            self._hands.press("Shift+Z")
        elif not _KEEPS_PROPOSALS and self.iou >= _HOPELESS:
            self._hands.press("Shift+E")
        for _ in range(_MOST_GESTURES):
            if self.iou >= _ENOUGH:
                break
            region = _largest(self.shown != self._wanted)
            is_missing = bool(self._wanted[region].mean() > 0.5)
            if self._useless < 2 and self._click_helps(region, is_missing=is_missing):
                continue
            self._brush(region, is_missing=is_missing)
        self._effort.iou = self.iou
        self._hands.press("Return")
        clicks, keys = self._before
        self._effort.clicks = self._hands.effort.clicks - clicks
        self._effort.keys = self._hands.effort.keys - keys

    def _click_helps(self, region: Pixels, *, is_missing: bool) -> bool:
        self._use("point", "P")
        x, y = best_click(region)
        ways = [partial(self._hands.click, x, y, alt=not is_missing)]
        if _KEEPS_PROPOSALS:
            ways.append(partial(self._hands.click_part, x, y, alt=not is_missing))
        for click in ways:
            before = self.iou
            click()
            self._wait()
            self._choose_candidate()
            if self.iou >= before + _BETTER:
                self._useless = 0
                return True
            self._hands.press("Z")
            self._wait()
        self._useless += 1
        return False

    def _choose_candidate(self) -> None:
        """Tab to the best of the thumbnails, where it is better than the first."""
        draft = self._session.drafts.here
        found = None if draft is None else getattr(draft, "merged_candidates", draft.candidates)
        if draft is None or found is None:
            return
        ious = [_iou(mask, self._wanted) for mask in found.masks]
        best = int(np.argmax(ious))
        if ious[best] >= ious[draft.chosen] + _BETTER:
            self._hands.press("Tab", times=(best - draft.chosen) % len(ious))
            self._wait()

    def _brush(self, region: Pixels, *, is_missing: bool) -> None:
        """One drag along the middle of the region."""
        self._use("brush", "W")
        line, radius = _middle_line(region)
        while abs(np.log(2 * radius / self._session.state.brush_diameter_px)) > np.log(_BRUSH_STEP):
            before = self._session.state.brush_diameter_px
            self._hands.press("]" if before < 2 * radius else "[")
            if self._session.state.brush_diameter_px == before:
                break
        self._hands.drag(line, alt=not is_missing)
        self._effort.drags += 1

    def _use(self, tool: str, key: str) -> None:
        if str(self._session.state.tool) != tool:
            self._hands.press(key)

    def _wait(self) -> None:
        def is_there() -> bool:
            draft = self._session.drafts.here
            return draft is None or not draft.needs_answer

        annotator.wait_until(is_there)
        annotator.settle()


def main() -> None:
    given, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir()
    os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = str(folder / "home")
    application = annotator.make_application()
    description = json.loads((given / "input.json").read_text())
    arrays = dict(np.load(given / "masks.npz"))
    efforts: list[Effort] = []
    project = _project(given, folder / "project", description, arrays)
    with annotator.window_on(project, lambda: make_segmenter("classical")) as window:
        hands = Hands(window, annotator.wait_until)
        hands.press("1")
        for second, kind in enumerate(description["kinds"]):
            window.session.navigation.choose_second(second)
            annotator.wait_until(
                lambda second=second: (
                    window.session.readiness.now is not None and second in _ready_seconds(window)
                )
            )
            annotator.settle()
            wanted = arrays[f"truth_{second}"]
            effort = Effort(kind, _iou(arrays[f"bad_{second}"], wanted))
            Mender(hands, wanted, effort).mend()
            efforts.append(effort)
            print(effort, flush=True)
    project.close()
    application.quit()
    (folder / "efforts.json").write_text(json.dumps([asdict(each) for each in efforts]))


def _ready_seconds(window: Any) -> set[int]:
    return {getattr(each, "second", each) for each in window.session.readiness.now.ready}


def _project(
    given: Path, folder: Path, description: dict[str, Any], arrays: dict[str, Pixels]
) -> Project:
    """One instance that sounds all the time, with a bad proposal in each second."""
    project = Project.create(folder, load_recipe("aviseg"))
    for part in ("videos", "sources"):
        shutil.copytree(given / part, folder / part, dirs_exist_ok=True)
    video_id = VideoId(description["video"])
    height, width = arrays["truth_0"].shape
    with project.edit(author="benchmark", action="add the scene") as edit:
        edit.add_video(
            Video(
                video_id=video_id,
                second_count=description["seconds"],
                height_px=height,
                width_px=width,
            )
        )
    bench = Workbench(project, author="benchmark")
    view = bench.open_video(video_id)
    made = new_instance(view, view.taxonomy.categories[0].category_id)
    bench.run(commands.add_instance(bench.view, made))
    seconds = range(description["seconds"])
    bench.run(commands.set_sounding(bench.view, made.instance_id, seconds, Sounding.SOUNDING))
    proposals = [
        Proposal(
            instance_id=made.instance_id,
            second=second,
            rle=masks.encode(arrays[f"bad_{second}"]),
            model="bad",
            confidence=0.5,
        )
        for second in seconds
    ]
    bench.run(commands.add_proposals(bench.view, proposals))
    return project


def _iou(one: Pixels, other: Pixels) -> float:
    union = np.count_nonzero(one | other)
    return float(np.count_nonzero(one & other) / union) if union else 1.0


def _largest(wrong: Pixels) -> Pixels:
    """The 8-connected part with most pixels."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(wrong.astype(np.uint8))
    found: Pixels = labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    return found


def _middle_line(region: Pixels) -> tuple[list[tuple[float, float]], float]:
    """A way along the middle of a region, as far as one drag gets, and the radius that fits there."""
    depth = cv2.distanceTransform(np.pad(region, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    ridge = (depth >= cv2.dilate(depth, np.ones((3, 3)))) & (depth >= 0.4 * depth.max())
    ys, xs = np.nonzero(ridge)
    radius = float(np.median(depth[ys, xs]))
    left = np.stack([xs, ys], axis=1).astype(float)
    best: list[tuple[float, float]] = []
    while len(left):
        line, left = _line_through(left, left[np.argmin(left.sum(axis=1))], radius)
        best = max(best, line, key=len)
    return (best if len(best) > 1 else [best[0], best[0]]), max(1.0, radius)


def _line_through(
    points: NDArray[np.float64], here: NDArray[np.float64], radius: float
) -> tuple[list[tuple[float, float]], NDArray[np.float64]]:
    """From one point on to the nearest, until the next is far off; and the points that are left."""
    line: list[tuple[float, float]] = []
    while len(points):
        away = np.hypot(*(points - here).T)
        nearest = int(away.argmin())
        if away[nearest] > 4 * radius + 4:
            break
        here = points[nearest]
        line.append((float(here[0]), float(here[1])))
        points = points[np.hypot(*(points - here).T) > max(1.0, radius / 2)]
    return line, points


if __name__ == "__main__":
    main()
