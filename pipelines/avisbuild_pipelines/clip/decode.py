"""Decoding the span of one video into its files, sparsely where that is exact, else fully."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from avisbuild.errors import MediaError
from avisbuild.media.deadline import Deadline
from avisbuild.media.doubtful_seconds import (
    Doubt,
    cut_seconds,
    frames_among,
    gap_seconds,
    seconds_of,
)
from avisbuild.media.ffmpeg_graph import PicturesDifferError, full_pictures
from avisbuild.media.frame_plan import FramePlan
from avisbuild.media.picture_stats import PictureStats
from avisbuild.media.probe import MediaInfo
from avisbuild.media.shown_times import has_guessed_times
from avisbuild.media.smart_decode import SMART_CODECS, PicturesMissingError, smart_pictures
from avisbuild.media.sound import Samples, SilenceAdded, SoundTrack, decode_sound
from avisbuild.media.survey import Survey, Surveying
from avisbuild.media.timeline import Timeline
from avisbuild.media.uneven_ends import last_seconds, pictures_longer_ms, sound_longer_ms
from avisbuild.records.seconds import seconds_text
from avisbuild_pipelines.clip.files import ClipFiles
from avisbuild_pipelines.clip.frames import WrittenFrames, repeated, write_frames
from avisbuild_pipelines.clip.request import ClipRequest

# Where sparse decoding does not do, ffmpeg decodes the pictures of these; of others, each is decoded here.
_BY_FFMPEG = frozenset({"h264", "hevc", "vp9", "av1", "libdav1d"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """What came out of decoding: `method` is `smart`, `full` or `every`; samples: (T * rate,) int16.

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
        if self.info.picture.codec in _BY_FFMPEG and self.timeline.parts.is_one:
            try:
                return self._full(files, folder)
            except PicturesDifferError:
                pass  # a raw picture of ffmpeg's would not say what it is like
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
        reshaped: set[int] = set()
        frames = smart_pictures(
            self.request.source_path,
            self.info,
            self.timeline,
            pts,
            track if self.info.sound else None,
            self.request.limits,
            self.deadline,
            reshaped,
        )
        pictures = ((frame.pts, frame) for frame in frames)
        written = write_frames(repeated(pictures, pts), self.info.picture, files)
        survey = Survey(reshaped=frozenset(reshaped))
        return self._decoded("smart", written, survey, track)

    def _full(self, files: ClipFiles, folder: Path) -> Decoded:
        source, limits = self.request.source_path, self.request.limits
        is_odd = self.info.picture.codec in SMART_CODECS
        survey = self._surveyed() if is_odd else Survey()
        with tempfile.TemporaryFile() as complaints:
            pictures = full_pictures(
                source, self.info, self.plan, folder, limits, self.deadline, complaints=complaints
            )
            written = write_frames(pictures, self.info.picture, files)
            if not is_odd and complaints.seek(0, os.SEEK_END):
                survey = self._surveyed()
        return self._decoded("full", written, survey, self._heard())

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
            written = write_frames(repeated(pictures, pts), self.info.picture, files)
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
        return self._decoded("every", written, survey, self._heard())

    def _heard(self, channels: Mapping[str, int] | None = None) -> SoundTrack:
        """The sound, decoded alone."""
        track = self._track(channels)
        decode_sound(
            self.request.source_path,
            self.info,
            track,
            self.request.limits,
            self.deadline,
            self.timeline.parts,
        )
        return track

    def _decoded(
        self,
        method: str,
        written: WrittenFrames,
        survey: Survey,
        track: SoundTrack,
    ) -> Decoded:
        """Take the sound from its track; where the mix of its channels cancels, one channel of it."""
        heard, silence = track, track.finish()
        if louder := track.meter.louder_channels():
            heard = self._heard(louder)
            silence = heard.finish()
        amounts_ms = self._uneven_ends(silence)
        pictures_longer_ms = amounts_ms.get(Doubt.PICTURES_LONGER, 0)
        found = {
            **self._in_pictures(survey),
            **written.odd,
            Doubt.RESIZED: tuple(
                sorted({*written.odd[Doubt.RESIZED], *frames_among(survey.reshaped, self.plan)})
            ),
            Doubt.OUT_OF_PHASE: track.meter.seconds(),
            Doubt.SOUND_CHANGES: tuple(sorted(track.changed_at)),
            Doubt.SOUND_GAPS: tuple(sorted(track.missing_at)),
            Doubt.PICTURES_LONGER: last_seconds(pictures_longer_ms, self.plan),
        }
        return Decoded(
            method=method,
            pictures=written.pictures,
            samples=heard.samples,
            silence=silence,
            doubts={doubt: seconds for doubt, seconds in found.items() if seconds},
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
        """Which pictures are damaged. Raises MediaError where a frame is, PicturesDifferError."""
        surveying = self._surveying()
        for _ in surveying.pictures():
            pass
        survey = surveying.result()
        if survey.resized or survey.interlaced:
            raise PicturesDifferError
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

    def _in_pictures(self, survey: Survey) -> Mapping[Doubt, tuple[int, ...]]:
        """What is amiss with pictures in which seconds; guessed times are so in all."""
        every = tuple(range(self.plan.second_count))
        is_guessed = survey.is_guessed or not self.timeline.is_whole
        return {
            Doubt.DAMAGED: seconds_of(survey.damaged, self.plan, self.timeline.time_base),
            Doubt.GAPS: gap_seconds(self.timeline, self.plan),
            Doubt.GUESSED_TIMES: every if is_guessed else (),
            Doubt.RESTARTED: cut_seconds(self.timeline, self.plan),
        }

    def _track(self, channels: Mapping[str, int] | None = None) -> SoundTrack:
        rate_hz, plan, zero_s = self.request.sample_rate_hz, self.plan, self.info.zero_s
        return SoundTrack(
            zero_s=zero_s,
            begin=round((plan.begin_s - zero_s) * rate_hz),
            sample_count=plan.second_count * rate_hz,
            rate_hz=rate_hz,
            channels=channels,
        )
