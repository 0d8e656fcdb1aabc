"""Sparse decoding gives the very pictures of a full decode."""

from array import array
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from media.shelf import CODECS, CONTAINERS, RATES, Shelf

from avisbuild.media import smart_decode
from avisbuild.media.deadline import Deadline
from avisbuild.media.limits import MediaLimits
from avisbuild.media.planes import plane
from avisbuild.media.probe import probe
from avisbuild.media.smart_decode import Feed, PicturesMissingError, plan_feed, smart_pictures
from avisbuild.media.timeline import Timeline, read_timeline

LIMITS = MediaLimits()


def all_pictures(path: Path) -> dict[int, list[bytes]]:
    with av.open(str(path)) as container:
        return {f.pts: samples(f) for f in container.decode(video=0) if f.pts is not None}


def samples(frame: av.VideoFrame) -> list[bytes]:
    return [plane(frame, index).tobytes() for index in range(3)]


def sparse(path: Path, wanted: set[int]) -> dict[int, list[bytes]]:
    info = probe(path, LIMITS)
    line = read_timeline(path, info, LIMITS, Deadline(60))
    frames = smart_pictures(path, info, line, wanted, None, LIMITS, Deadline(60))
    return {f.pts: samples(f) for f in frames if f.pts is not None}


@pytest.mark.parametrize("name", [b.name for b in [*RATES, *CONTAINERS, *CODECS]])
def test_every_picture_is_the_same_whichever_others_are_wanted(media: Shelf, name: str) -> None:
    path = media.barcode(name)
    whole = all_pictures(path)
    times = sorted(whole)
    chance = np.random.default_rng(7)
    wishes = [{times[0]}, {times[-1]}, set(chance.choice(times, 5, replace=False).tolist())]
    wishes += [set(times[first::30]) for first in (14, 29)]
    for wanted in wishes:
        found = sparse(path, wanted)
        assert found.keys() == wanted
        assert all(found[pts] == whole[pts] for pts in wanted)


def test_far_fewer_pictures_are_decoded_than_there_are(media: Shelf) -> None:
    path = media.barcode("rate-60.mp4")
    line = read_timeline(path, probe(path, LIMITS), LIMITS, Deadline(60))
    feed = plan_feed(line, sorted(line.pts)[29::60])
    assert feed.count(Feed.WANTED) == 4
    assert feed.count(Feed.SKIP) > 20


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([10] * 300, [128, 128, 44]),
        ([3 << 20] * 7, [3, 3, 1]),
        ([20 << 20, 1, 20 << 20], [1, 2]),
        ([], []),
    ],
    ids=["many small ones", "large ones", "larger than the limit", "none"],
)
def test_packets_are_read_ahead_up_to_a_number_and_a_size(
    sizes: list[int], expected: list[int]
) -> None:
    packets = [av.Packet(size) for size in sizes]
    left = iter(packets)
    taken = list(iter(lambda: smart_decode._some(left), []))
    assert [len(some) for some in taken] == expected
    assert [packet for some in taken for packet in some] == packets


def test_columns_that_refresh_one_by_one_are_left_to_the_full_decoder(media: Shelf) -> None:
    path = media.barcode("refreshed-in-columns.mkv")
    line = read_timeline(path, probe(path, LIMITS), LIMITS, Deadline(60))
    with pytest.raises(PicturesMissingError):
        sparse(path, set(sorted(line.pts)[44::30]))


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [({1}, "RW..  ....  ...."), ({6}, "....  RRW.  ...."), ({7}, "....  RRRR  RW..")],
    ids=["only up to it", "not the group before", "the group before it for a leading picture"],
)
def test_groups_are_fed_up_to_their_last_wanted_picture(wanted: set[int], expected: str) -> None:
    # Decoding order; the third group's key frame 9 is followed by 7, which is shown before it.
    pts = [0, 1, 2, 3, 4, 5, 6, 8, 9, 7, 10, 11]
    line = Timeline(
        time_base=Fraction(1, 30),
        pts=array("q", pts),
        is_key=bytearray(index % 4 == 0 for index in range(12)),
        is_shown=bytearray([1] * 12),
        is_whole=True,
        picture_end_s=Fraction(12, 30),
        sound_end_s=None,
    )
    letters = {Feed.SKIP: ".", Feed.REFERENCE: "R", Feed.WANTED: "W"}
    assert "".join(letters[Feed(what)] for what in plan_feed(line, wanted)) == expected.replace(
        " ", ""
    )
