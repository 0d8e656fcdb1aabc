"""R23, R25: four people take twelve rendered videos through two reviews, the moves on the command line.

Ann annotates with care and Kim without; Mia reviews first, corrects in place or sends back, and Jun second.
Every figure that the commands then tell follows from what they did.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from program_here import run_here

from avisbuild.annotation import VideoView, Workbench, commands
from avisbuild.masks import decode, encode
from avisbuild.records import InstanceId, MaskSource, Provenance, RoundState, Sounding, VideoId
from avisbuild.store import Project

_PROVENANCE = Provenance(source=MaskSource.BRUSH)
_SHIFT = 6
Tell = Callable[..., Any]


@pytest.fixture
def tell(capfd: pytest.CaptureFixture[str]) -> Tell:
    """Run a command of which all must succeed, and give what it prints as JSON."""

    def run(*words: object, code: int = 0) -> Any:
        capfd.readouterr()
        found = run_here(*words, "--json")
        said = capfd.readouterr()
        assert found == code, said.err
        return json.loads(said.out) if code == 0 else said.err

    return run


def _first_masked(view: VideoView) -> tuple[InstanceId, int]:
    return next(
        (name, second)
        for name, second in view.cells()
        if view.mask_at(name, second) is not None
        and view.sounding_at(name, second) is Sounding.SOUNDING
    )


def _move_mask(bench: Workbench, by_px: int) -> None:
    """Shift the first sounding mask along x, going round."""
    view = bench.view
    name, second = _first_masked(view)
    mask = view.mask_at(name, second)
    assert mask is not None
    moved = encode(np.roll(decode(mask).astype(bool), by_px, axis=1))
    bench.run(commands.commit_mask(view, name, second, moved, _PROVENANCE))


def _annotate(project: Project, author: str, video_id: VideoId, *, shift: int) -> None:
    """Take out what is silent, which cannot be handed in, shift a mask if told to, and hand in."""
    bench = Workbench(project, author=author)
    bench.open_video(video_id)
    bench.run_as_is(commands.reopen(bench.view, author=author))
    for track in bench.view.tracks:
        if Sounding.SOUNDING not in track.states:
            bench.run(commands.remove_instance(bench.view, track.instance.instance_id))
    view = bench.view
    stray = [
        (name, second)
        for name, second in view.cells()
        if view.mask_at(name, second) is not None
        and view.sounding_at(name, second) is not Sounding.SOUNDING
    ]
    bench.run(commands.remove_masks(view, stray))
    if shift:
        _move_mask(bench, shift)
    _hand_in(bench)


def _hand_in(bench: Workbench) -> None:
    bench.run_as_is(commands.submit(bench.view, author=bench.author, review_rounds=2))


def _states(project: Project) -> list[str]:
    return [state.value for _, state in sorted(project.states().items())]


@pytest.mark.slow
def test_twelve_videos_go_through_two_reviews_and_every_figure_follows_from_what_was_done(
    tmp_path: Path, tell: Tell
) -> None:
    folder = tmp_path / "orchestra"
    scenes = ("--videos", 12, "--seconds", 3, "--size", "64x48", "--seed", 5, "--jobs", 1)
    tell("synth", folder, "--as", "project", *scenes)
    here = ("--project", folder)
    with Project.open(folder) as project:
        videos = [each.video_id for each in project.videos()]
        of_ann, of_kim = videos[:8], videos[8:]
        for video_id in of_ann:
            _annotate(project, "ann", video_id, shift=0)
        for video_id in of_kim:
            _annotate(project, "kim", video_id, shift=_SHIFT)
        assert _states(project) == ["submitted"] * 12
        first_hash = project.annotation_hash(videos[0])

    # The first review: who annotated a video does not get it.
    assert "ann" in tell("review", "begin", videos[0], *here, "--author", "ann", code=2)
    tell("review", "assign", "--to", "mia", "--share", "1", *here, "--author", "lead")
    waits = tell("review", "next", *here, "--author", "mia")
    assert waits["video_id"] in videos
    tell("review", "begin", *videos, *here, "--author", "mia")
    in_place, sent_back = of_kim[:2], of_kim[2:]
    with Project.open(folder) as project:
        for video_id in in_place:
            bench = Workbench(project, author="mia")
            bench.open_video(video_id)
            _move_mask(bench, -_SHIFT)
            assert bench.view.state is RoundState.IN_REVIEW
    words = ("--reason", "the first mask is off")
    tell("review", "return", *sent_back, *here, "--author", "mia", *words)
    tell("review", "accept", *of_ann, *in_place, *here, "--author", "mia")
    with Project.open(folder) as project:
        assert _states(project) == ["submitted"] * 10 + ["changes_requested"] * 2
        for video_id in sent_back:
            bench = Workbench(project, author="kim")
            bench.open_video(video_id)
            _move_mask(bench, -_SHIFT)
            (comment,) = bench.view.comments
            bench.run_as_is(commands.resolve_comment(bench.view, comment.number, author="kim"))
            _hand_in(bench)
    tell("review", "begin", *sent_back, *here, "--author", "mia")
    tell("review", "accept", *sent_back, *here, "--author", "mia")

    # The second review, by somebody else, who changes nothing.
    tell("review", "begin", *videos, *here, "--author", "jun")
    tell("review", "accept", *videos, *here, "--author", "jun")
    with Project.open(folder) as project:
        assert _states(project) == ["accepted"] * 12
        assert project.rebuild_state() == project.state_digest()

    rounds = tell("review", "diff", *here, "--review", 1)["rounds"]
    changed = {each["video_id"]: each["figures"]["masks_changed"] for each in rounds}
    assert changed == {video_id: int(video_id in of_kim) for video_id in videos}
    who = {each["video_id"]: cell["author"] for each in rounds for cell in each["changed_cells"]}
    assert who == dict.fromkeys(in_place, "mia") | dict.fromkeys(sent_back, "kim")
    second = tell("review", "diff", *here, "--review", 2)["total"]
    assert (second["masks_changed"], second["cells_changed"]) == (0, 0)

    log = tell("review", "log", sent_back[0], *here)
    moves = [(each["person"], each["state"]) for each in log["moves"] if each["state"]]
    assert moves == [
        ("kim", "annotating"),
        ("kim", "submitted"),
        ("mia", "in_review"),
        ("mia", "changes_requested"),
        ("kim", "annotating"),
        ("kim", "submitted"),
        ("mia", "in_review"),
        ("mia", "submitted"),  # accepted: it waits for the second review
        ("jun", "in_review"),
        ("jun", "accepted"),
    ]
    untouched = tell("review", "log", videos[0], *here)["moves"]
    assert {each["annotation_hash"] for each in untouched[-3:]} == {first_hash}

    board = tell("review", "board", *here)
    reviewers = {each["person"]: each for each in board["reviewers"]}
    assert (reviewers["mia"]["accepted"], reviewers["mia"]["returned"]) == (12, 2)
    assert (reviewers["jun"]["accepted"], reviewers["jun"]["returned"]) == (12, 0)
    assert board["videos"]["accepted"] == 12
    drawn = {each["person"]: each["changed"] for each in board["people"] if each["changed"]}
    assert drawn == {"kim": len(of_kim) + len(sent_back), "mia": len(in_place)}
