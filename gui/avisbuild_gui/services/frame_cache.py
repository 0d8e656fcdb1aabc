"""The frames of the project's videos: those shown lately are kept decoded."""

from collections import OrderedDict
from pathlib import Path

from avisbuild.errors import AvisbuildError
from avisbuild.records import Video, VideoId
from avisbuild.segment import Frame, Image
from avisbuild.segment.frames import video_frame
from avisbuild.segment.service.queue import prefetch_order
from avisbuild.store import Project
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.messages import text_of

# 1080p frames of 6 MB each.
_KEPT = 12
_AHEAD = 5  # first frames of the coming video that are embedded, too


class FrameCache:
    """Loads frames; a file that is missing or spoilt is a message, and everything else goes on."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._kept: OrderedDict[tuple[VideoId, int], Image] = OrderedDict()
        self.message = ""
        self.coming: Video | None = None

    def image(self, video: Video, second: int) -> Image | None:
        """The frame (H, W, 3) uint8 RGB; None where it cannot be had, and then `message` says why."""
        key = (video.video_id, second)
        self.message = ""
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        try:
            image = self._frame(video.video_id, second).load()
        except AvisbuildError as error:
            self.message = text_of(error)
            return None
        if image.shape[:2] != video.size:
            self.message = tr(
                "Frame {second} is {found}, the video {expected}; clip it again."
            ).format(second=second, found=_text(image.shape[:2]), expected=_text(video.size))
            return None
        self._kept[key] = image
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return image

    def queue(self, video: Video, second: int) -> tuple[Frame, list[Frame]]:
        """The frame of a second, and those to embed after it: this video's, then the coming video's first."""
        order = prefetch_order(second, video.second_count)
        frames = [self._frame(video.video_id, each) for each in order]
        if self.coming is not None:
            seconds = range(min(_AHEAD, self.coming.second_count))
            frames += [self._frame(self.coming.video_id, each) for each in seconds]
        return frames[0], frames[1:]

    def folder(self, video_id: VideoId) -> Path:
        """Where a video's media lie."""
        return self._project.video_dir(video_id)

    def _frame(self, video_id: VideoId, second: int) -> Frame:
        return video_frame(self.folder(video_id), video_id, second)


def _text(size: tuple[int, ...]) -> str:
    """Height and width as people say them."""
    return f"{size[1]}x{size[0]}"
