"""A video: one clip of a source, whole seconds long, with a frame and a second of sound each."""

from dataclasses import dataclass

from avisbuild.records.ids import VideoId, video_id
from avisbuild.records.split import Split


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """What the rest of the program needs to know of a video without opening its files.

    `group` names the videos that no split may separate, by default the clips of one source;
    `split` is what the manifest asks for, if anything.
    """

    video_id: VideoId
    second_count: int
    height_px: int
    width_px: int
    source_key: str = ""
    group: str = ""
    split: Split | None = None
    scenarios: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    license: str = ""

    def __post_init__(self) -> None:
        video_id(self.video_id)
        if self.second_count < 1 or self.height_px < 1 or self.width_px < 1:
            raise ValueError(f"expected at least one second and one pixel, got {self}")

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) of every frame, in pixels."""
        return self.height_px, self.width_px
