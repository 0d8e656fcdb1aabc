"""SplitMix64: the numbers of its authors, and streams that can be read from anywhere."""

import numpy as np

from avisbuild.releases.splits.seeded_numbers import below, mixed, words


def test_the_numbers_are_those_of_the_published_generator() -> None:
    """The first of seed 1234567, as its reference implementation prints them."""
    found = mixed(np.uint64(1234567), count=5).tolist()
    assert found == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


def test_a_stream_is_the_same_read_whole_or_in_pieces() -> None:
    whole = words("a", 1, count=10)
    assert whole[4:].tolist() == words("a", 1, count=6, start=4).tolist()
    assert whole.tolist() != words("a", 2, count=10).tolist()


def test_numbers_below_a_limit_reach_all_of_it_about_equally_often() -> None:
    drawn = below(words("b", count=6000), 6)
    assert np.bincount(drawn).min() > 900
