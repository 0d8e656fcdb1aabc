"""The session: everything the annotator does, without a window."""

import logging
import time
from dataclasses import replace
from typing import Any

from PyQt6.QtCore import QTimer

from avisbuild.annotation import Bookmark, VideoView
from avisbuild.messages import Message
from avisbuild.records import InstanceId, VideoId
from avisbuild.segment.base import Title
from avisbuild.segment.service.answers import Readiness
from avisbuild_gui.session.core import SessionParts
from avisbuild_gui.session.listing import Listing
from avisbuild_gui.session.looking import Looking
from avisbuild_gui.session.proposing import Proposing
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.messages import text_of
from avisbuild_gui.values import Severity, Tool

_log = logging.getLogger(__name__)
_LONGEST_WAIT_S = 5.0
_PATIENCE_MS = 1_500


class Session(Proposing, Looking, Listing):
    """One project on one desk: every action is a method, and every view is fed from the signals.

    Commands run in the thread of the window: docs/decisions/0074-commands-run-in-the-gui-thread.md.
    """

    def __init__(self, parts: SessionParts) -> None:
        super().__init__(parts)
        self.readiness: Readiness | None = None
        self._said: Message | None = None
        # What is over at once, such as loading a small segmenter, is not worth a line.
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._say_segmenter_notice)
        self._told: tuple[Title, int, int, Message | None] | None = None

    def start(self, video_id: str = "") -> Bookmark:
        """Open the video that was asked for, or the one where the person stopped, or the first one.

        The place one was at, for what of it is the window's own: zoom, and what it keeps in `extra` (R22).
        """
        self.read_rows()
        self.rows_changed.emit(self.rows)
        place = self.parts.bookmarks.load() if self.parts.bookmarks is not None else Bookmark()
        if self.parts.bookmarks is not None and self.parts.bookmarks.notice is not None:
            self.notice(text_of(self.parts.bookmarks.notice), Severity.WARNING)
        known = {row.video_id for row in self.rows}
        if video_id and video_id not in known:
            self.notice(
                tr("There is no video {video} in this project.").format(video=video_id),
                Severity.WARNING,
            )
        wanted = video_id if video_id in known else place.video_id
        if wanted == place.video_id and wanted in known:
            self._resume(place)
        elif known:
            first = wanted if wanted in known else self.rows[0].video_id
            self.open_video(VideoId(first))
            place = replace(place, zoom=0.0)
        else:
            text = tr("The project has no video yet; `avisbuild fetch` brings some in.")
            self.frame_changed.emit(None, text)
        if self.project.is_read_only:
            self.notice(tr("The project is read-only; nothing can be changed."), Severity.WARNING)
        return place

    def keep_place(
        self, zoom: float, centre_xy: tuple[float, float], extra: dict[str, Any] | None = None
    ) -> None:
        """Keep where one is, to go on there (R22)."""
        view = self.view
        if view is None or self.parts.bookmarks is None:
            return
        self.parts.bookmarks.save(
            Bookmark(
                video_id=view.video.video_id,
                second=max(self.second, 0),
                instance_id=self.instance_id or "",
                zoom=zoom,
                centre_xy=centre_xy,
                tool=self.tool.value,
                extra={"brush_diameter_px": self.brush_diameter_px, **(extra or {})},
            )
        )

    def tell_all(self) -> None:
        """How far the segmenter is, too."""
        super().tell_all()
        self._told = None
        if self.readiness is not None:
            self._ready(self.readiness)

    def close(self) -> None:
        """End every thread; jobs in the middle of something are waited for, but not for long."""
        self._patience.stop()
        super().close()
        until = time.monotonic() + _LONGEST_WAIT_S
        for job in self._jobs:
            if not job.join(max(0.0, until - time.monotonic())):
                _log.warning("still at work when the window was closed: %s", job.objectName())

    def _resume(self, place: Bookmark) -> None:
        if place.tool in tuple(Tool):
            self.use_tool(Tool(place.tool))
        diameter = place.extra.get("brush_diameter_px")
        if isinstance(diameter, int | float):
            self.use_brush_diameter(float(diameter))
        self.open_video(
            VideoId(place.video_id),
            second=place.second,
            instance_id=InstanceId(place.instance_id),
        )

    def _ready(self, readiness: object) -> None:
        assert isinstance(readiness, Readiness)
        self.readiness = readiness
        view = self.view
        if view is None:
            return
        mine = sum(key.video_id == view.video.video_id for key in readiness.ready)
        told = (readiness.title, mine, view.video.second_count, readiness.notice)
        if told != self._told:
            self._told = told
            title, mine, wanted, notice = told
            self.readiness_changed.emit(text_of(title), mine, wanted, text_of(notice))
        if readiness.notice != self._said:
            self._said = readiness.notice
            self._patience.start()

    def _say_segmenter_notice(self) -> None:
        if self._said is not None:
            self.notice(text_of(self._said))

    def _view_arrived(self, view: VideoView) -> None:
        super()._view_arrived(view)
        if self.readiness is not None:
            self._ready(self.readiness)
