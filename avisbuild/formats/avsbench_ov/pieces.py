"""Pieces of 5 or 10 seconds, which is all that the published readers take."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from avisbuild.errors import ReleaseError
from avisbuild.formats.avsbench_ov.records import SECONDS_TAKEN
from avisbuild.records import Track, Video, VideoId, video_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A video of the release, and the seconds from `start` of the video that it is cut from."""

    video: Video
    source: Video
    start: int

    @property
    def stop(self) -> int:
        """The second after its last."""
        return self.start + self.video.second_count

    def of_tracks(self, tracks: Sequence[Track]) -> tuple[Track, ...]:
        """The tracks of the whole video, from the seconds of the piece."""
        seconds = slice(self.start, self.stop)
        return tuple(
            Track(
                instance=track.instance,
                states=tuple(track.states[seconds]),
                masks=tuple(track.masks[seconds]),
            )
            for track in tracks
        )


def cut(video: Video, piece_seconds: int) -> tuple[Piece, ...]:
    """The pieces of a video: itself if it has 5 or 10 seconds, else `<video>_<start>`, one after the other.

    What is left at the end is in none. Pieces of one video have one group, so that no split may part them.
    """
    if video.second_count in SECONDS_TAKEN:
        return (Piece(video=video, source=video, start=0),)
    starts = range(0, video.second_count - piece_seconds + 1, piece_seconds)
    return tuple(_piece(video, start, piece_seconds) for start in starts)


def _piece(video: Video, start: int, seconds: int) -> Piece:
    try:
        name = video_id(f"{video.video_id}_{start}")
    except ValueError as error:
        raise ReleaseError("ov-piece-name", video=video.video_id, reason=error) from error
    own = replace(video, video_id=name, second_count=seconds, group=video.group or video.video_id)
    return Piece(video=own, source=video, start=start)


def cut_all(videos: Sequence[Video], piece_seconds: int) -> list[Piece]:
    """The pieces of all videos, in order of their names; raises ReleaseError for two of one name."""
    pieces: dict[VideoId, Piece] = {}
    for piece in _each(videos, piece_seconds):
        other = pieces.setdefault(piece.video.video_id, piece)
        if other is not piece:
            names = {"first": other.source.video_id, "second": piece.source.video_id}
            raise ReleaseError("ov-piece-twice", name=piece.video.video_id, **names)
    return [pieces[name] for name in sorted(pieces)]


def _each(videos: Sequence[Video], piece_seconds: int) -> Iterator[Piece]:
    for video in videos:
        yield from cut(video, piece_seconds)
