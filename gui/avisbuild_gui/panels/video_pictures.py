"""The small pictures beside the names of videos: those in sight, and those that were lately."""

from collections import OrderedDict

from PyQt6.QtCore import QObject, QTimer, pyqtSignal
from PyQt6.QtGui import QImage

from avisbuild.annotation.summary import SummaryRow
from avisbuild.records import VideoId
from avisbuild.segment import Image

_MOST_KEPT = 300  # at 62 kB each


class VideoPictures(QObject):
    """Gives pictures, and asks once an event loop for those that it lacked.

    Signals:
        asked(tuple of (VideoId, second)). changed(VideoId): there is one now.
    """

    asked = pyqtSignal(object)
    changed = pyqtSignal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._kept: OrderedDict[VideoId, QImage | None] = OrderedDict()
        self._lacking: dict[VideoId, int] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._ask)

    def picture(self, row: SummaryRow) -> QImage | None:
        """The picture of a video; None where it has none, or none yet."""
        if row.video_id in self._kept:
            self._kept.move_to_end(row.video_id)
            return self._kept[row.video_id]
        if row.second_count:
            # The middle: many a video begins with a black frame.
            self._lacking[row.video_id] = row.second_count // 2
            self._soon.start()
        return None

    def take(self, video_id: VideoId, image: Image | None) -> None:
        """Keep a picture (h, w, 3) uint8, or that there is none."""
        made: QImage | None = None
        if image is not None:
            height, width, _ = image.shape
            form = QImage.Format.Format_RGB888
            made = QImage(image.tobytes(), width, height, 3 * width, form).copy()
        self._kept[video_id] = made
        self._lacking.pop(video_id, None)
        while len(self._kept) > _MOST_KEPT:
            self._kept.popitem(last=False)
        self.changed.emit(video_id)

    def _ask(self) -> None:
        lacking, self._lacking = self._lacking, {}
        # From the bottom, as the last asked comes first.
        self.asked.emit(tuple(reversed(lacking.items())))
