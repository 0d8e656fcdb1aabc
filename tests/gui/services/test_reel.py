"""R43: pictures are decoded ahead by a bounded number of bytes, and what is due is never a later one."""

import threading
import time

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.media.moving_pictures import TimedPicture
from avisbuild_gui.services.reel import WAITING_MOST, Reel

RATE_HZ = 10
SIZE = (4, 5)
PICTURE_BYTES = 3 * SIZE[0] * SIZE[1]


def picture(number: int) -> TimedPicture:
    return TimedPicture(np.full((*SIZE, 3), number % 256, np.uint8), number / RATE_HZ)


class Filling:
    """A thread that puts pictures in, as a decoder does, until no more are wanted."""

    def __init__(self, reel: Reel, count: int = 1000) -> None:
        self.reel = reel
        self.made = 0
        self._count = count
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        for number in range(self._count):
            if self.reel.is_past((number + 1) / RATE_HZ):
                continue
            if not self.reel.put(picture(number)):
                return
            self.made = number + 1

    def wait_for(self, made: int) -> None:
        until = time.monotonic() + 10
        while self.made < made and time.monotonic() < until:
            time.sleep(0.001)
        assert self.made >= made

    def end(self) -> None:
        self.reel.close()
        self._thread.join(10)
        assert not self._thread.is_alive()


@given(
    limit=st.integers(3, 12),
    moves=st.lists(st.floats(0, 0.4), min_size=1, max_size=12),
    keeps=st.booleans(),
    leaves_out=st.booleans(),
)
def test_it_never_holds_more_than_its_limit_nor_shows_what_is_not_due(
    limit: int, moves: list[float], keeps: bool, leaves_out: bool
) -> None:
    reel = Reel(0, limit_bytes=limit * PICTURE_BYTES)
    reel.open(until_s=100, keeps=keeps, leaves_out=leaves_out)
    filling = Filling(reel)
    try:
        at_s, before = 0.0, -1.0
        for move in moves:
            at_s += move
            shown = reel.due(at_s)
            assert reel.byte_count <= limit * PICTURE_BYTES
            if shown is not None:
                assert before <= shown.time_s <= at_s
                before = shown.time_s
    finally:
        filling.end()
    assert reel.byte_count == 0


def test_it_waits_with_a_few_pictures_and_goes_on_when_it_is_played() -> None:
    reel = Reel(0)
    filling = Filling(reel)
    filling.wait_for(WAITING_MOST)
    time.sleep(0.02)
    assert filling.made == WAITING_MOST
    reel.open(until_s=1.2, keeps=True, leaves_out=False)
    filling.wait_for(13)
    time.sleep(0.02)
    assert filling.made == 13  # as far as it is played, and the one that ends it
    filling.end()


def test_large_pictures_wait_within_half_of_the_limit_and_one_is_always_ready() -> None:
    """Of a slow video, or of one without its source, whose pictures are as large as its frames."""
    for limit, made in ((9, 4), (1, 1)):
        reel = Reel(0, limit_bytes=limit * PICTURE_BYTES)
        filling = Filling(reel)
        filling.wait_for(made)
        time.sleep(0.02)
        assert filling.made == made
        filling.end()


def test_it_is_filled_some_way_ahead_and_lets_go_of_what_was_shown_where_it_keeps_nothing() -> None:
    reel = Reel(0)
    reel.open(until_s=100, keeps=False, leaves_out=False)
    filling = Filling(reel)
    filling.wait_for(21)
    time.sleep(0.02)
    assert filling.made == 21  # two seconds
    assert reel.due(1.0) is not None
    filling.wait_for(31)
    assert reel.byte_count == 21 * PICTURE_BYTES
    filling.end()


def test_what_fits_can_be_shown_again_and_what_made_room_cannot() -> None:
    for limit, is_whole in ((12, True), (5, False)):
        reel = Reel(0, limit_bytes=limit * PICTURE_BYTES)
        reel.open(until_s=1, keeps=True, leaves_out=False)
        filling = Filling(reel)
        for number in range(11):
            filling.wait_for(number + 1)
            shown = reel.due(number / RATE_HZ)
            assert shown is not None
            assert shown.time_s == number / RATE_HZ
        assert reel.is_whole is is_whole
        again = reel.due(0.0)
        assert (again is not None) is is_whole
        filling.end()


def test_what_would_come_too_late_is_not_made() -> None:
    reel = Reel(0)
    reel.open(until_s=100, keeps=True, leaves_out=True)
    reel.due(3.04)
    assert reel.is_past(3.0)
    assert not reel.is_past(3.1)
    assert not reel.is_whole
