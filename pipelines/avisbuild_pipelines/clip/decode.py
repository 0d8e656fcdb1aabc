"""Decoding the span of one video into its files, sparsely where that is exact, else fully."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
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
from avisbuild.media.survey import Survey, survey_pictures
from avisbuild.media.timeline import Timeline
from avisbuild.media.uneven_ends import last_seconds, pictures_longer_ms, sound_longer_ms
from avisbuild.records.seconds import seconds_text
from avisbuild_pipelines.clip.files import ClipFiles
from avisbuild_pipelines.clip.request import ClipRequest

_SAME_SHAPE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """What came out of decoding: `method` is `smart` or `full`; samples: (T * rate,) int16.

    `doubts` has the seconds in which something is amiss with the source's pictures or sound, `amounts_ms`
    of how much those doubts speak that are about a length.
    """

    method: str
    pictures: tuple[PictureStats, ...]
    samples: Samples
    silence: SilenceAdded
    doubts: Mapping[Doubt, tuple[int, ...]]
    amounts_ms: Mapping[Doubt, int]


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
        return self._full(files, folder)

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
        found, resized = self._write_frames(repeated, files)
        return self._decoded("smart", found, self._doubts(Survey(), resized), track)

    def _full(self, files: ClipFiles, folder: Path) -> Decoded:
        source, limits = self.request.source_path, self.request.limits
        is_odd = self.info.picture.codec in SMART_CODECS
        survey = self._surveyed() if is_odd else Survey()
        with tempfile.TemporaryFile() as complaints:
            pictures = full_pictures(
                source, self.info, self.plan, folder, limits, self.deadline, complaints=complaints
            )
            found, _ = self._write_frames(pictures, files)
            if not is_odd and complaints.seek(0, os.SEEK_END):
                survey = self._surveyed()
        track = self._track()
        decode_sound(source, self.info, track, limits, self.deadline)
        return self._decoded("full", found, self._doubts(survey, ()), track)

    def _decoded(
        self,
        method: str,
        pictures: tuple[PictureStats, ...],
        doubts: Mapping[Doubt, tuple[int, ...]],
        track: SoundTrack,
    ) -> Decoded:
        """Take the sound from its track; where the mix of its channels cancels, one channel of it."""
        heard, silence = track, track.finish()
        if louder := track.meter.louder_channels():
            heard = self._track(louder)
            decode_sound(
                self.request.source_path, self.info, heard, self.request.limits, self.deadline
            )
            silence = heard.finish()
        amounts_ms = self._uneven_ends(silence)
        pictures_longer_ms = amounts_ms.get(Doubt.PICTURES_LONGER, 0)
        in_sound = {
            Doubt.OUT_OF_PHASE: track.meter.seconds(),
            Doubt.SOUND_CHANGES: tuple(sorted(track.changed_at)),
            Doubt.PICTURES_LONGER: last_seconds(pictures_longer_ms, self.plan),
        }
        return Decoded(
            method=method,
            pictures=pictures,
            samples=heard.samples,
            silence=silence,
            doubts={**doubts, **{doubt: seconds for doubt, seconds in in_sound.items() if seconds}},
            amounts_ms=amounts_ms,
        )

    def _uneven_ends(self, silence: SilenceAdded) -> Mapping[Doubt, int]:
        """How much sound there is after the last picture, or how much of the video after the last sound."""
        tail_s = Fraction(silence.tail, self.request.sample_rate_hz)
        found = {
            Doubt.SOUND_LONGER: sound_longer_ms(self.timeline, self.plan),
            Doubt.PICTURES_LONGER: pictures_longer_ms(self.timeline, self.plan, tail_s),
        }
        return {doubt: ms for doubt, ms in found.items() if ms}

    def _surveyed(self) -> Survey:
        """Which pictures are damaged. Raises MediaError where a frame is among them."""
        source = self.request.source_path
        survey = survey_pictures(
            source,
            self.info,
            self.timeline,
            until=self.plan.frame_pts[-1],
            limits=self.request.limits,
            deadline=self.deadline,
        )
        if wrong := frames_among(survey.damaged, self.plan):
            raise MediaError(
                "frames-damaged",
                file=source.name,
                seconds=seconds_text(wrong),
                code="undecodable",
            )
        if survey.resized:
            raise MediaError("picture-size-changes", file=source.name, code="undecodable")
        return survey

    def _doubts(self, survey: Survey, resized: tuple[int, ...]) -> Mapping[Doubt, tuple[int, ...]]:
        """What is amiss in which seconds; guessed times are so in all."""
        base = self.timeline.time_base
        every = tuple(range(self.plan.second_count))
        found = {
            Doubt.DAMAGED: seconds_of(survey.damaged, self.plan, base),
            Doubt.GAPS: gap_seconds(self.timeline, self.plan),
            Doubt.GUESSED_TIMES: every if survey.is_guessed or not self.timeline.is_whole else (),
            Doubt.RESIZED: resized,
        }
        return {doubt: seconds for doubt, seconds in found.items() if seconds}

    def _track(self, channels: Mapping[str, int] | None = None) -> SoundTrack:
        rate_hz, plan, zero_s = self.request.sample_rate_hz, self.plan, self.info.zero_s
        return SoundTrack(
            zero_s=zero_s,
            begin=round((plan.begin_s - zero_s) * rate_hz),
            sample_count=plan.second_count * rate_hz,
            rate_hz=rate_hz,
            channels=channels,
        )

    def _write_frames(
        self, pictures: Iterator[VideoFrame], files: ClipFiles
    ) -> tuple[tuple[PictureStats, ...], tuple[int, ...]]:
        """Write them all; what was measured of each, and the seconds whose picture had another size."""
        maker = JpegMaker(self.info.picture)
        found: list[PictureStats] = []
        resized: list[int] = []
        for second, picture in enumerate(pictures):
            if not self.info.picture.has_size_of(picture):
                self._check_shape(picture)
                resized.append(second)
            shown = maker.shown(picture)
            files.write_frame(second, maker.jpeg(shown))
            found.append(measure_picture(shown))
        return tuple(found), tuple(resized)

    def _check_shape(self, picture: VideoFrame) -> None:
        """Refuse a picture that would have to be stretched one way. Raises MediaError `undecodable`."""
        info = self.info.picture
        one, other = picture.width * info.height_px, picture.height * info.width_px
        if abs(one - other) > _SAME_SHAPE * other:
            raise MediaError(
                "picture-size-changes", file=self.request.source_path.name, code="undecodable"
            )


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
