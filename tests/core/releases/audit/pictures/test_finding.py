"""Copies that somebody planted are found by picture, and nothing else is."""

from collections.abc import Callable, Mapping
from functools import cache

import cv2
import numpy as np
import pytest
from core.releases.audit.pictures.drawn_videos import (
    Frames,
    drawn_card,
    drawn_stamp,
    drawn_video,
    encoded,
    mirrored,
    part_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild.records import VideoId
from avisbuild.releases.audit.pairs import Evidence, Pair
from avisbuild.releases.audit.pictures import find_pairs, fingerprint_frames

Videos = Mapping[str, Frames]
_OTHERS = {f"other{seed}": drawn_video(100 + seed) for seed in range(6)}


def _pairs(videos: Videos) -> list[Pair]:
    fingerprints = {VideoId(name): fingerprint_frames(frames) for name, frames in videos.items()}
    return find_pairs(fingerprints, lambda name, second: videos[name][second])


def _letterboxed(frames: Frames) -> Frames:
    return [cv2.copyMakeBorder(each, 24, 24, 0, 0, cv2.BORDER_CONSTANT) for each in frames]


def _darker(frames: Frames) -> Frames:
    return [(255 * (each / 255.0) ** 1.4).astype(np.uint8) for each in frames]


def _with_logo(frames: Frames) -> Frames:
    marked = [frame.copy() for frame in frames]
    for frame in marked:
        cv2.rectangle(frame, (270, 8), (314, 34), (250, 250, 250), -1)
    return marked


@pytest.mark.parametrize(
    "change",
    [
        lambda frames: encoded(frames, 25),
        lambda frames: part_of(frames, 0.02, 0.09, 0.93, 1.0),
        mirrored,
        lambda frames: mirrored(part_of(frames, 0.0, 0.06, 0.9, 0.96)),
        _letterboxed,
        _darker,
        _with_logo,
        lambda frames: frames[1:3],
    ],
)
def test_a_changed_copy_is_the_only_pair(change: Callable[[Frames], Frames]) -> None:
    one = drawn_video(1)
    pairs = _pairs({"one": one, "two": change(one), **_OTHERS})
    assert [(pair.first, pair.second, pair.evidence) for pair in pairs] == [
        ("one", "two", Evidence.PICTURE)
    ]


def test_a_pair_says_when_where_and_that_it_is_mirrored() -> None:
    one = drawn_video(2, seconds=6)
    left, top, right, bottom = 0.04, 0.08, 0.94, 0.98
    copy = mirrored(part_of(one[2:], left, top, right, bottom))
    (pair,) = _pairs({"a": one, "b": copy, **_OTHERS})
    assert pair.is_mirrored
    assert pair.offset_s == -2.0
    assert pair.seconds is not None
    assert pair.seconds[0] - pair.seconds[1] == 2
    assert pair.crop == pytest.approx((left, top, right, bottom), abs=0.04)


def test_the_offset_is_that_of_the_details_where_hashes_cannot_tell() -> None:
    one = drawn_video(9, seconds=6, pace=0.25)
    (pair,) = _pairs({"a": one, "b": encoded(one[2:], 80)})
    assert pair.offset_s == -2.0


def test_where_the_first_is_the_cut_copy_its_crop_goes_beyond_its_edges() -> None:
    whole = drawn_video(2)
    (pair,) = _pairs({"a": part_of(whole, 0.05, 0.05, 0.95, 0.95), "b": whole})
    assert pair.crop == pytest.approx((-0.0556, -0.0556, 1.0556, 1.0556), abs=0.04)


def test_a_bar_is_no_part_of_what_is_shown() -> None:
    one = drawn_video(3)
    (pair,) = _pairs({"a": one, "b": _letterboxed(one)})
    assert pair.crop == pytest.approx((0.0, -24 / 180, 1.0, 204 / 180), abs=0.03)


def test_stills_of_stamps_on_plain_grounds_are_no_pairs() -> None:
    assert _pairs({f"stamp{seed:02}": drawn_stamp(seed, seconds=2) for seed in range(16)}) == []


def test_cards_with_other_words_are_no_pairs_and_the_same_card_is_one() -> None:
    cards = {f"card{seed}": drawn_card(seed) for seed in range(7)}
    (pair,) = _pairs(cards | {"copy": encoded(part_of(cards["card3"], 0.03, 0.02, 0.97, 0.98), 40)})
    assert (pair.first, pair.second) == ("card3", "copy")


def test_one_logo_on_different_pictures_makes_no_pair() -> None:
    videos = {f"stamp{seed:02}": _with_logo(drawn_stamp(seed, seconds=2)) for seed in range(8)}
    videos |= {name: _with_logo(frames) for name, frames in _OTHERS.items()}
    assert _pairs(videos) == []


def test_a_copy_of_a_faint_picture_is_found() -> None:
    one = [(120 + 0.2 * (frame - 120.0)).astype(np.uint8) for frame in drawn_video(8)]
    (pair,) = _pairs({"one": one, "two": part_of(one, 0.0, 0.05, 0.95, 1.0)})
    assert pair.score > 0.78


def test_black_frames_and_fades_are_no_pairs_and_break_nothing() -> None:
    black = [np.zeros((180, 320, 3), np.uint8)] * 3
    fade = [np.full((180, 320, 3), level, np.uint8) for level in (40, 90, 140)]
    assert _pairs({"a": black, "b": black, "c": fade, "d": fade, "e": []}) == []


def test_black_frames_before_a_copy_do_not_hide_it() -> None:
    one = drawn_video(4)
    black = [np.zeros_like(one[0])] * 3
    (pair,) = _pairs({"a": one, "b": black + one})
    assert pair.offset_s == 3.0


@settings(max_examples=5, deadline=None)
@given(st.permutations(["one", "two", "three", "zebra"]), st.booleans())
def test_the_order_of_the_videos_and_their_names_change_no_pair(
    order: list[str], is_swapped: bool
) -> None:
    one = drawn_video(5, seconds=2)
    copy = encoded(part_of(one, 0.05, 0.0, 0.95, 0.9), 40)
    held = {
        "one": one,
        "two": copy,
        "three": drawn_video(6, seconds=2),
        "zebra": drawn_video(7, seconds=2),
    }
    if is_swapped:
        held["one"], held["two"] = copy, one
    (pair,) = _pairs({name: held[name] for name in order})
    assert (pair.first, pair.second, round(pair.score, 3)) == ("one", "two", _score())


@cache
def _score() -> float:
    one = drawn_video(5, seconds=2)
    (pair,) = _pairs({"one": one, "two": encoded(part_of(one, 0.05, 0.0, 0.95, 0.9), 40)})
    return round(pair.score, 3)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_same_pictures_agree_wholly(seed: int) -> None:
    one = drawn_video(seed, seconds=2)
    (pair,) = _pairs({"a": one, "b": one})
    assert pair.score == 1.0
    assert (pair.offset_s, pair.is_mirrored, pair.crop) == (0.0, False, (0.0, 0.0, 1.0, 1.0))


def test_progress_is_told_video_by_video() -> None:
    told: list[tuple[int, int | None, str]] = []
    fingerprints = {VideoId(name): fingerprint_frames(frames) for name, frames in _OTHERS.items()}
    find_pairs(
        fingerprints,
        lambda name, second: _OTHERS[name][second],
        progress=lambda *now: told.append(now),
    )
    assert told == [(done, 6, "comparing pictures") for done in range(1, 7)]
