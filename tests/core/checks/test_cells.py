"""One set of rules on cells: what handing in lets through, an export takes."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from release_scenes import SIZE, STATES, TAXONOMY, blob, snapshot_of, track_of

from avisbuild.checks.cells import STOPS_EXPORT, find_issues
from avisbuild.checks.exportable import NotExportableError, check_exportable
from avisbuild.checks.issue import Issue, IssueKind
from avisbuild.checks.wording import counts_message, issue_in_video, issue_message
from avisbuild.masks import encode
from avisbuild.records import Rle, Snapshot, Track

_NOTHING = encode(np.zeros(SIZE, dtype=bool))
_OTHER_SIZE = blob(1, 1, size=(SIZE[0] + 1, SIZE[1]))
_MASKS: dict[str, Rle | None] = {
    "none": None,
    "whole": blob(2, 3),
    "empty": _NOTHING,
    "other size": _OTHER_SIZE,
}


def scene(cells: list[list[tuple[str, str]]]) -> Snapshot:
    """A video with an instance a list, a cell (state's letter, mask's name) a second."""
    names = [f"dog_{number}" for number in range(1, len(cells) + 1)]
    states = {
        name: "".join(state for state, _ in own) for name, own in zip(names, cells, strict=True)
    }
    snapshot = snapshot_of({"a": states}, taxonomy=TAXONOMY)
    video = snapshot.videos[0]
    tracks = [
        Track(
            instance=track_of("a", name, states[name]).instance,
            states=tuple(STATES[state] for state, _ in own),
            masks=tuple(_MASKS[mask] for _, mask in own),
        )
        for name, own in zip(names, cells, strict=True)
    ]
    return Snapshot(
        taxonomy=snapshot.taxonomy,
        videos=snapshot.videos,
        tracks={video.video_id: tracks},
        media_root=None,
        recipe_name=snapshot.recipe_name,
        journal_head=snapshot.journal_head,
    )


def found_in(snapshot: Snapshot) -> tuple[Issue, ...]:
    (video,) = snapshot.videos
    return find_issues(video, snapshot.tracks[video.video_id], snapshot.taxonomy)


@st.composite
def scenes(draw: Callable[..., object]) -> Snapshot:
    """Any states with any masks: what people, imports and older versions may have left."""
    seconds, count = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    cell = st.tuples(st.sampled_from(sorted(STATES)), st.sampled_from(sorted(_MASKS)))
    rows = st.lists(cell, min_size=seconds, max_size=seconds)
    return scene(draw(st.lists(rows, min_size=count, max_size=count)))


@given(scenes())
def test_an_export_refuses_exactly_the_cells_that_handing_in_names_as_such(
    snapshot: Snapshot,
) -> None:
    stopping = tuple(issue for issue in found_in(snapshot) if issue.kind in STOPS_EXPORT)
    if stopping:
        with pytest.raises(NotExportableError) as caught:
            check_exportable(snapshot)
        assert caught.value.issues == stopping
    else:
        check_exportable(snapshot)


@given(scenes())
def test_whatever_is_handed_in_is_exported(snapshot: Snapshot) -> None:
    if not found_in(snapshot):
        check_exportable(snapshot)


@given(scenes())
def test_every_issue_has_its_sentence_and_is_counted(snapshot: Snapshot) -> None:
    issues = found_in(snapshot)
    for issue in issues:
        assert "{" not in str(issue_in_video(issue))
        assert issue.fields["name"] in str(issue_message(issue))
    if issues:
        numbers = [int(part.split()[0]) for part in str(counts_message(issues)).split(", ")]
        assert sum(numbers) == len(issues)


def test_a_mask_of_another_size_than_the_video_is_not_handed_in() -> None:
    """It was found by the export alone, weeks later."""
    (issue,) = found_in(scene([[("#", "other size")]]))
    assert issue.kind is IssueKind.WRONG_SIZE
    assert str(issue_message(issue)) == (
        "dog_1, second 0: its mask is (13, 20) but the video (12, 20) (height, width); draw it again"
    )
