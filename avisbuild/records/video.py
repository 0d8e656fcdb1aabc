"""A video: one clip of a source, whole seconds long, with a frame and a second of sound each."""

from dataclasses import dataclass

from avisbuild.records.ids import VideoId, video_id
from avisbuild.records.split import Split

# A day; and what a JPEG may have, nearly: beyond is no video, but a row that somebody made up.
MOST_SECONDS = 86_400
MOST_SIDE_PX = 65_536


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
        if self.second_count > MOST_SECONDS or max(self.size) > MOST_SIDE_PX:
            raise ValueError(
                f"expected at most {MOST_SECONDS} seconds and sides of {MOST_SIDE_PX} pixels, got {self}"
            )

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) of every frame, in pixels."""
        return self.height_px, self.width_px
