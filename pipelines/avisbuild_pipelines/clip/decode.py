"""Decoding the span of one video into its files, sparsely where that is exact, else fully."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from av.video.frame import VideoFrame

from avisbuild.errors import MediaError
from avisbuild.media.deadline import Deadline
from avisbuild.media.doubtful_seconds import Doubt, frames_among, gap_seconds, seconds_of
from avisbuild.media.ffmpeg_graph import full_pictures
from avisbuild.media.frame_plan import FramePlan
from avisbuild.media.picture import JpegMaker
from avisbuild.media.picture_stats import PictureStats, measure_picture
from avisbuild.media.probe import MediaInfo
from avisbuild.media.shown_times import has_guessed_times
from avisbuild.media.smart_decode import SMART_CODECS, PicturesMissingError, smart_pictures
from avisbuild.media.sound import Samples, SilenceAdded, SoundTrack, decode_sound
from avisbuild.media.survey import Survey, Surveying
from avisbuild.media.timeline import Timeline
from avisbuild.records.seconds import seconds_text
from avisbuild_pipelines.clip.files import ClipFiles
from avisbuild_pipelines.clip.request import ClipRequest

# Where sparse decoding does not do, ffmpeg decodes the pictures of these; of others, each is decoded here.
_BY_FFMPEG = frozenset({"h264", "hevc", "vp9", "av1", "libdav1d"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """What came out of decoding: `method` is `smart`, `full` or `every`; samples: (T * rate,) int16.

    `doubts` has the seconds in which something is amiss with the source's pictures.
    """

    method: str
    pictures: tuple[PictureStats, ...]
    samples: Samples
    silence: SilenceAdded
    doubts: Mapping[Doubt, tuple[int, ...]]


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

        Raises MediaError `undecodable`, also where a frame would not be right, or `timeout`.
        """
        if self._is_sparse_exact():
            try:
                return self._smart(files)
            except PicturesMissingError:
                pass  # a damaged or odd file: decode it whole, from the beginning
        if self.info.picture.codec in _BY_FFMPEG:
            try:
                return self._full(files, folder)
            except MediaError as error:
                if error.kind != "picture-size-changes":
                    raise
        return self._every(files)

    def _is_sparse_exact(self) -> bool:
        """Whether a picture of this file is found by its time alone."""
        return (
            self.info.picture.codec in SMART_CODECS
            and self.timeline.is_whole
            and not has_guessed_times(self.request.source_path, self.info, self.timeline)
        )

    def _smart(self, files: ClipFiles) -> Decoded:
        track = self._track()
        pts = self.plan.frame_pts
        frames = smart_pictures(
            self.request.source_path,
            self.info,
            self.timeline,
            pts,
            track if self.info.sound else None,
            self.request.limits,
            self.deadline,
        )
        pictures = ((frame.pts, frame) for frame in frames)
        found, doubts = self._write_frames(_repeat(pictures, pts), files)
        silence = track.finish()
        return Decoded(
            method="smart",
            pictures=found,
            samples=track.samples,
            silence=silence,
            doubts=self._doubts(Survey(), doubts),
        )

    def _full(self, files: ClipFiles, folder: Path) -> Decoded:
        source, limits = self.request.source_path, self.request.limits
        is_odd = self.info.picture.codec in SMART_CODECS
        survey = self._surveyed() if is_odd else Survey()
        with tempfile.TemporaryFile() as complaints:
            pictures = full_pictures(
                source, self.info, self.plan, folder, limits, self.deadline, complaints=complaints
            )
            found, doubts = self._write_frames(pictures, files)
            if not is_odd and complaints.seek(0, os.SEEK_END):
                survey = self._surveyed()
        return self._with_sound("full", found, survey, doubts)

    def _every(self, files: ClipFiles) -> Decoded:
        """Decode every picture in this process: where ffmpeg's pictures would not be told apart."""
        surveying = self._surveying()
        pts = self.plan.frame_pts
        wanted = frozenset(pts)
        pictures = (
            (time, each.frame)
            for time, each in surveying.pictures()
            if each.is_whole and time in wanted
        )
        try:
            found, doubts = self._write_frames(_repeat(pictures, pts), files)
        except PicturesMissingError as error:
            for _ in surveying.pictures():
                pass  # what else is damaged is told with it
            self._check_frames(surveying.result())
            raise MediaError(
                "pictures-undecodable",
                file=self.request.source_path.name,
                codec=self.info.picture.codec,
                code="undecodable",
            ) from error
        survey = surveying.result()
        self._check_frames(survey)
        return self._with_sound("every", found, survey, doubts)

    def _with_sound(
        self,
        method: str,
        pictures: tuple[PictureStats, ...],
        survey: Survey,
        of_frames: Mapping[Doubt, tuple[int, ...]],
    ) -> Decoded:
        track = self._track()
        decode_sound(self.request.source_path, self.info, track, self.request.limits, self.deadline)
        silence = track.finish()
        return Decoded(
            method=method,
            pictures=pictures,
            samples=track.samples,
            silence=silence,
            doubts=self._doubts(survey, of_frames),
        )

    def _surveying(self) -> Surveying:
        return Surveying(
            self.request.source_path,
            self.info,
            self.timeline,
            until=self.plan.frame_pts[-1],
            limits=self.request.limits,
            deadline=self.deadline,
        )

    def _surveyed(self) -> Survey:
        """Which pictures are damaged. Raises MediaError where a frame is, or one has another size."""
        surveying = self._surveying()
        for _ in surveying.pictures():
            pass
        survey = surveying.result()
        if survey.resized:
            raise MediaError(
                "picture-size-changes", file=self.request.source_path.name, code="undecodable"
            )
        self._check_frames(survey)
        return survey

    def _check_frames(self, survey: Survey) -> None:
        """Raise MediaError where a damaged picture is the frame of a second."""
        if wrong := frames_among(survey.damaged, self.plan):
            raise MediaError(
                "frames-damaged",
                file=self.request.source_path.name,
                seconds=seconds_text(wrong),
                code="undecodable",
            )

    def _doubts(
        self, survey: Survey, of_frames: Mapping[Doubt, tuple[int, ...]]
    ) -> Mapping[Doubt, tuple[int, ...]]:
        """What is amiss in which seconds; guessed times are so in all."""
        base = self.timeline.time_base
        every = tuple(range(self.plan.second_count))
        found = {
            Doubt.DAMAGED: seconds_of(survey.damaged, self.plan, base),
            Doubt.GAPS: gap_seconds(self.timeline, self.plan),
            Doubt.GUESSED_TIMES: every if survey.is_guessed or not self.timeline.is_whole else (),
            **of_frames,
        }
        return {doubt: seconds for doubt, seconds in found.items() if seconds}

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
    ) -> tuple[tuple[PictureStats, ...], Mapping[Doubt, tuple[int, ...]]]:
        """Write them all; what was measured of each, and the seconds whose picture is odd."""
        info = self.info.picture
        maker = JpegMaker(info)
        found: list[PictureStats] = []
        odd: dict[Doubt, tuple[int, ...]] = {Doubt.RESIZED: (), Doubt.INTERLACED: ()}
        for second, picture in enumerate(pictures):
            if not info.has_size_of(picture):
                odd[Doubt.RESIZED] += (second,)
            if info.is_interlaced(picture):
                odd[Doubt.INTERLACED] += (second,)
            shown = maker.shown(picture)
            files.write_frame(second, maker.jpeg(shown))
            found.append(measure_picture(shown))
        return tuple(found), odd


def _repeat(
    pictures: Iterator[tuple[int | None, VideoFrame]], pts: tuple[int, ...]
) -> Iterator[VideoFrame]:
    """Give a picture again for each further second that it stands for. Raises PicturesMissingError."""
    time: int | None = None
    frame: VideoFrame | None = None
    for wanted in pts:
        while frame is None or time != wanted:
            time, frame = next(pictures, (None, None))
            if frame is None:
                raise PicturesMissingError
        yield frame
    next(pictures, None)  # lets the decoder finish the sound
