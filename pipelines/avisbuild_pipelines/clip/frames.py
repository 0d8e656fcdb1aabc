"""Writing the frames of a video as its pictures come from a decoder, and noting which are odd."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from av.video.frame import VideoFrame

from avisbuild.media.doubtful_seconds import Doubt
from avisbuild.media.picture import JpegMaker
from avisbuild.media.picture_stats import PictureStats, measure_picture
from avisbuild.media.probe import PictureInfo
from avisbuild.media.smart_decode import PicturesMissingError
from avisbuild_pipelines.clip.files import ClipFiles


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFrames:
    """What was measured of each second's picture, and the seconds whose picture was odd as it came."""

    pictures: tuple[PictureStats, ...]
    odd: Mapping[Doubt, tuple[int, ...]]


def write_frames(
    pictures: Iterator[VideoFrame], info: PictureInfo, files: ClipFiles
) -> WrittenFrames:
    """Write one picture for each second, as it is shown."""
    maker = JpegMaker(info)
    found: list[PictureStats] = []
    resized: list[int] = []
    interlaced: list[int] = []
    for second, picture in enumerate(pictures):
        if not info.has_size_of(picture):
            resized.append(second)
        if info.is_interlaced(picture):
            interlaced.append(second)
        shown = maker.shown(picture)
        files.write_frame(second, maker.jpeg(shown))
        found.append(measure_picture(shown))
    odd = {Doubt.RESIZED: tuple(resized), Doubt.INTERLACED: tuple(interlaced)}
    return WrittenFrames(pictures=tuple(found), odd=odd)


def repeated(
    pictures: Iterator[tuple[int | None, VideoFrame]], pts: tuple[int, ...]
) -> Iterator[VideoFrame]:
    """Give a picture, by its time, again for each further second that it stands for.

    Raises PicturesMissingError.
    """
    time: int | None = None
    frame: VideoFrame | None = None
    for wanted in pts:
        while frame is None or time != wanted:
            time, frame = next(pictures, (None, None))
            if frame is None:
                raise PicturesMissingError
        yield frame
    next(pictures, None)  # lets the decoder finish the sound
