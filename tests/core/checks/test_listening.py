"""R45: how much of a video somebody must have listened to, and what is said of a video with too little."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild.checks.issue import IssueKind
from avisbuild.checks.listening import find_listening_issue, is_heard_enough, unheard_seconds
from avisbuild.checks.wording import counts_message, issue_message
from avisbuild.records import Video, VideoId

POND = Video(video_id=VideoId("pond"), second_count=61, height_px=4, width_px=6)


@pytest.mark.parametrize(
    ("share", "least"), [(0.0, 0), (0.1, 7), (0.5, 31), (50 / 61, 50), (0.999, 61), (1.0, 61)]
)
def test_as_many_seconds_are_asked_for_as_the_share_is_of_the_video(
    share: float, least: int
) -> None:
    enough = [heard for heard in range(62) if is_heard_enough(61, heard, share)]
    assert enough == list(range(least, 62))


def test_a_share_that_is_no_binary_number_asks_for_no_second_more() -> None:
    assert 0.07 * 100 > 7
    assert is_heard_enough(100, 7, 0.07)
    assert not is_heard_enough(100, 6, 0.07)


@settings(max_examples=50)
@given(st.sets(st.integers(0, 70)), st.floats(0, 1))
def test_one_issue_leads_to_the_first_unheard_second_or_there_is_none(
    heard: set[int], share: float
) -> None:
    unheard = unheard_seconds(POND, heard)
    assert set(unheard) == set(range(61)) - heard
    found = find_listening_issue(POND, heard, share)
    if found:
        (issue,) = found
        assert (issue.kind, issue.place.second, issue.cell) == (IssueKind.UNHEARD, unheard[0], None)
    assert bool(found) is not is_heard_enough(61, 61 - len(unheard), share)


def test_the_sentence_names_the_key_the_share_and_the_seconds() -> None:
    (issue,) = find_listening_issue(POND, frozenset(range(50)), 0.95)
    text = str(issue_message(issue))
    assert "11 of 61 seconds were never listened to, the first is second 50" in text
    assert "heard_share asks for 95 %" in text
    assert str(counts_message([issue])) == "too little of it listened to"
