"""Paths along the edges of the picture on screen, found in a thread."""

from collections import OrderedDict
from functools import partial

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation.edge_map import EdgeMap, Path, Xy
from avisbuild.segment import Image
from avisbuild_gui.services.job import GivenUpJobs, Job

# A map takes some 20 MB; one goes between the last anchors and the pointer.
_MAPS_KEPT = 3
_PATHS_KEPT = 1_000


class EdgeFollower(QObject):
    """Makes maps of edges around anchors, one at a time, the one asked for last first; and knows their paths.

    Signals:
        found: there is another map; paths that were straight may follow an edge now.
    """

    found = pyqtSignal()

    def __init__(self, given_up: GivenUpJobs, parent: QObject) -> None:
        super().__init__(parent)
        self._given_up = given_up
        self._image: Image | None = None
        self._maps: OrderedDict[Xy, EdgeMap] = OrderedDict()
        self._paths: OrderedDict[tuple[Xy, Xy], Path] = OrderedDict()
        self._wanted: list[Xy] = []
        self._job: Job | None = None

    def use(self, image: Image | None) -> None:
        """Follow the edges of this picture (H, W, 3) uint8 RGB; what was known of another one goes."""
        if image is self._image:
            return
        self._image = image
        self._maps.clear()
        self._paths.clear()
        self._wanted.clear()
        self._give_up()

    def prepare(self, anchor: Xy) -> None:
        """Have a map around an anchor before it is needed."""
        if anchor not in self._maps:
            self._wanted = [*(each for each in self._wanted if each != anchor), anchor]
            self._go_on()

    def path(self, start: Xy, stop: Xy) -> Path:
        """The path between two anchors; straight as long as no map is there, and one is made then."""
        known = self._paths.get((start, stop)) or self._fresh(start, stop)
        if known is None:
            self.prepare(start)
            return start, stop
        self._paths[start, stop] = known
        while len(self._paths) > _PATHS_KEPT:
            self._paths.popitem(last=False)
        return known

    def path_ahead(self, start: Xy, stop: Xy) -> Path:
        """The path from an anchor to a place that is none yet; straight as long as no map is there."""
        return self._paths.get((start, stop)) or self._fresh(start, stop) or (start, stop)

    def certain_path(self, start: Xy, stop: Xy) -> Path:
        """The path between two anchors, waited for: a tenth of a second where there is no map yet."""
        if (start, stop) not in self._paths and self._image is not None:
            if start not in self._maps and stop not in self._maps:
                self._keep(EdgeMap.around(self._image, start))
            return self.path(start, stop)
        return self._paths.get((start, stop), (start, stop))

    def close(self) -> None:
        """Make no more maps."""
        self.use(None)

    def _fresh(self, start: Xy, stop: Xy) -> Path | None:
        for anchor, end, way in ((start, stop, 1), (stop, start, -1)):
            if anchor in self._maps:
                self._maps.move_to_end(anchor)
                return self._maps[anchor].path_to(end)[::way]
        return None

    def _go_on(self) -> None:
        # What was asked for again while it was being made is there.
        self._wanted = [each for each in self._wanted if each not in self._maps]
        if self._job is None and self._wanted and self._image is not None:
            work = partial(EdgeMap.around, self._image, self._wanted.pop())
            self._job = Job("edges", lambda _: work(), self)
            self._job.start(done=self._done, failed=lambda _: self._forget_job())

    def _done(self, edges: object) -> None:
        self._job = None
        assert isinstance(edges, EdgeMap)
        self._keep(edges)
        self._go_on()
        self.found.emit()

    def _forget_job(self) -> None:
        self._job = None
        self._go_on()

    def _keep(self, edges: EdgeMap) -> None:
        self._maps[edges.anchor] = edges
        while len(self._maps) > _MAPS_KEPT:
            self._maps.popitem(last=False)

    def _give_up(self) -> None:
        if self._job is not None:
            self._given_up.add(self._job)
            self._job = None
