"""Videos of 5 or 10 seconds stay as they are; others are cut, and what is left over is in no piece."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from release_scenes import snapshot_of

from avisbuild.errors import ReleaseError
from avisbuild.formats.avsbench_ov.pieces import cut, cut_all
from avisbuild.records import Video, VideoId


def video(name: str, seconds: int) -> Video:
    return Video(video_id=VideoId(name), second_count=seconds, height_px=4, width_px=6)


@given(seconds=st.integers(1, 200), piece_seconds=st.sampled_from((5, 10)))
def test_pieces_follow_each_other_and_leave_less_than_one_over(
    seconds: int, piece_seconds: int
) -> None:
    pieces = cut(video("a", seconds), piece_seconds)
    if seconds in (5, 10):
        assert [piece.video for piece in pieces] == [video("a", seconds)]
        return
    assert [piece.start for piece in pieces] == [n * piece_seconds for n in range(len(pieces))]
    assert all(piece.video.second_count == piece_seconds for piece in pieces)
    assert [piece.video.video_id for piece in pieces] == [f"a_{piece.start}" for piece in pieces]
    assert 0 <= seconds - len(pieces) * piece_seconds < piece_seconds
    assert {piece.video.group for piece in pieces} <= {"a"}


def test_a_piece_has_its_own_seconds_of_each_track() -> None:
    snapshot = snapshot_of({"a": {"dog_1": "##.....#.o" + "#" * 5}})
    first, second, third = cut(snapshot.videos[0], 5)
    track = snapshot.tracks[VideoId("a")][0]
    parts = [piece.of_tracks([track])[0] for piece in (first, second, third)]
    assert sum((part.states for part in parts), ()) == track.states
    assert sum((part.masks for part in parts), ()) == track.masks


def test_two_pieces_of_one_name_are_refused() -> None:
    with pytest.raises(ReleaseError, match="a_0 would be a piece of both a and a_0"):
        cut_all([video("a", 12), video("a_0", 10)], 10)


def test_a_video_whose_pieces_would_have_no_legal_name_is_refused() -> None:
    with pytest.raises(ReleaseError, match="its pieces would have no legal name"):
        cut(video("a" * 128, 20), 10)
