"""Seconds are written as runs, as people write them."""

from avisbuild.records.seconds import seconds_text


def test_seconds_are_written_as_runs() -> None:
    assert seconds_text([8, 3, 4, 5]) == "3-5, 8"
    assert seconds_text([0]) == "0"
    assert seconds_text([]) == ""
