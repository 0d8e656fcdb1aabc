"""Decoding the span of one video into its files, sparsely where that is exact, else fully."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from av.video.frame import VideoFrame

from avisbuild.media.deadline import Deadline
from avisbuild.media.ffmpeg_graph import full_pictures
from avisbuild.media.frame_plan import FramePlan
from avisbuild.media.picture import JpegMaker
from avisbuild.media.picture_stats import PictureStats, measure_picture
from avisbuild.media.probe import MediaInfo
from avisbuild.media.smart_decode import SMART_CODECS, PicturesMissingError, smart_pictures
from avisbuild.media.sound import Samples, SilenceAdded, SoundTrack, decode_sound
from avisbuild.media.timeline import Timeline
from avisbuild_pipelines.clip.files import ClipFiles
from avisbuild_pipelines.clip.request import ClipRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """What came out of decoding: `method` is `smart` or `full`; samples: (T * rate,) int16."""

    method: str
    pictures: tuple[PictureStats, ...]
    samples: Samples
    silence: SilenceAdded


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """One span of one source, ready to be decoded."""

    request: ClipRequest
    info: MediaInfo
    timeline: Timeline
    plan: FramePlan
    deadline: Deadline

    def into(self, files: ClipFiles, folder: Path) -> Decoded:
        """Write the frames of every second; give the sound back.

        Raises MediaError `undecodable` or `timeout`.
        """
        if self.info.picture.codec in SMART_CODECS and self.timeline.is_whole:
            try:
                return self._smart(files)
            except PicturesMissingError:
                pass  # a damaged or odd file: decode it whole, from the beginning
        return self._full(files, folder)

    def _smart(self, files: ClipFiles) -> Decoded:
        track = self._track()
        pts = self.plan.frame_pts
        pictures = smart_pictures(
            self.request.source_path,
            self.info,
            self.timeline,
            pts,
            track if self.info.sound else None,
            self.request.limits,
            self.deadline,
        )
        repeated = _repeat(pictures, pts)
        found = self._write_frames(repeated, files)
        silence = track.finish()
        return Decoded(method="smart", pictures=found, samples=track.samples, silence=silence)

    def _full(self, files: ClipFiles, folder: Path) -> Decoded:
        source, limits = self.request.source_path, self.request.limits
        pictures = full_pictures(source, self.info, self.plan, folder, limits, self.deadline)
        found = self._write_frames(pictures, files)
        track = self._track()
        decode_sound(source, self.info, track, limits, self.deadline)
        silence = track.finish()
        return Decoded(method="full", pictures=found, samples=track.samples, silence=silence)

    def _track(self) -> SoundTrack:
        rate_hz, plan, zero_s = self.request.sample_rate_hz, self.plan, self.info.zero_s
        return SoundTrack(
            zero_s=zero_s,
            begin=round((plan.begin_s - zero_s) * rate_hz),
            sample_count=plan.second_count * rate_hz,
            rate_hz=rate_hz,
        )

    def _write_frames(
        self, pictures: Iterator[VideoFrame], files: ClipFiles
    ) -> tuple[PictureStats, ...]:
        maker = JpegMaker(self.info.picture)
        found: list[PictureStats] = []
        for second, picture in enumerate(pictures):
            shown = maker.shown(picture)
            files.write_frame(second, maker.jpeg(shown))
            found.append(measure_picture(shown))
        return tuple(found)


def _repeat(pictures: Iterator[VideoFrame], pts: tuple[int, ...]) -> Iterator[VideoFrame]:
    """Give a picture again for each further second that it stands for."""
    frame: VideoFrame | None = None
    for wanted in pts:
        if frame is None or frame.pts != wanted:
            frame = next(pictures)
            if frame.pts != wanted:
                raise PicturesMissingError
        yield frame
    next(pictures, None)  # lets the decoder finish the sound
