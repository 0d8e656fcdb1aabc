"""The list of videos: how far each is, read in a few queries whatever their number."""

import random

import pytest
from core.annotation.small_project import (
    CLICKED,
    DOG,
    HEIGHT,
    LAKE,
    POND,
    WIDTH,
    add,
    commit,
    square,
)
from sqlalchemy import event

from avisbuild.annotation import Workbench, commands, read_view
from avisbuild.annotation.listening import note_heard
from avisbuild.annotation.summary import SummaryRow, summary_row, summary_rows
from avisbuild.checks.listening import is_heard_enough
from avisbuild.records import (
    Heard,
    Instance,
    InstanceId,
    Mask,
    RoundState,
    Silence,
    Sounding,
    SoundingSpan,
    Video,
    VideoId,
)
from avisbuild.store import Project


def test_a_row_tells_state_cells_round_and_person(workbench: Workbench, project: Project) -> None:
    """R22: state, cells done and total, round and assignee."""
    dog = add(workbench, DOG, "###>..")
    commit(workbench, dog, 1)
    commit(workbench, dog, 5)
    workbench.run(commands.set_sounding(workbench.view, dog, range(5, 6), Sounding.SILENT))
    assert summary_rows(project.overview()) == (
        SummaryRow(
            video_id=LAKE,
            state=RoundState.TODO,
            round_number=0,
            person="",
            cells_done=0,
            cells_total=0,
            second_count=6,
        ),
        SummaryRow(
            video_id=POND,
            state=RoundState.ANNOTATING,
            round_number=1,
            person="ann",
            cells_done=1,
            cells_total=3,
            second_count=6,
            settled_count=4,
        ),
    )


def test_the_list_takes_as_many_queries_for_many_videos_as_for_two(project: Project) -> None:
    """R33: a project of 900 videos opens as one of two does."""

    def queries() -> int:
        seen: list[str] = []

        def note(_c: object, _u: object, statement: str, *_more: object) -> None:
            seen.append(statement)

        event.listen(project._engine, "before_cursor_execute", note)
        summary_rows(project.overview())
        event.remove(project._engine, "before_cursor_execute", note)
        return len(seen)

    before = queries()
    with project.edit(author="clip", action="Clip") as edit:
        for number in range(100):
            edit.add_video(
                Video(video_id=VideoId(f"v{number}"), second_count=6, height_px=18, width_px=32)
            )
    assert queries() == before <= 5
    assert len(summary_rows(project.overview())) == 102


def test_the_list_and_the_open_video_agree_on_what_is_done_and_complete(project: Project) -> None:
    """The list counts in the database, the open video in its view: random videos, some of them complete."""
    rng = random.Random(7)
    for number in range(24):
        _draw(project, f"r{number:02}", rng)
    rows = {each.video_id: each for each in summary_rows(project.overview(), heard_share=0.5)}
    for video_id, row in rows.items():
        heard = {each.second for each in project.records(Heard, video_id)}
        view = read_view(project, video_id)
        enough = is_heard_enough(view.video.second_count, len(heard), 0.5)
        assert summary_row(view, heard_enough=enough) == row
    assert 3 < sum(row.is_complete for row in rows.values()) < 21


@pytest.mark.parametrize(
    ("state", "cells", "settled", "complete", "share", "done"),
    [
        (RoundState.ANNOTATING, (1, 1), 1, False, 0.1, False),
        (RoundState.ANNOTATING, (3, 4), 10, False, 0.75, False),
        (RoundState.ANNOTATING, (4, 4), 10, True, 1.0, True),
        (RoundState.TODO, (0, 0), 0, False, 0.0, False),
        (RoundState.TODO, (0, 0), 10, True, 1.0, True),
        # What was handed in or accepted stays what it is.
        (RoundState.SUBMITTED, (1, 1), 1, False, 1.0, True),
        (RoundState.ACCEPTED, (4, 4), 2, False, 1.0, True),
        (RoundState.ACCEPTED, (0, 0), 0, False, 0.0, False),
    ],
)
def test_a_bar_is_full_only_where_every_second_is_settled_or_the_video_was_handed_in(
    state: RoundState,
    cells: tuple[int, int],
    settled: int,
    complete: bool,
    share: float,
    done: bool,
) -> None:
    """R45: one mask in one second is a tenth of ten seconds, not all of one cell."""
    row = SummaryRow(
        video_id=POND,
        state=state,
        round_number=1,
        person="ann",
        cells_done=cells[0],
        cells_total=cells[1],
        second_count=10,
        settled_count=settled,
        is_complete=complete,
    )
    assert (row.share_done, row.is_done) == (share, done)


def test_a_silence_that_a_cell_contradicts_settles_its_second_once(
    workbench: Workbench, project: Project
) -> None:
    """No command makes such a row, but a script or an import may."""
    add(workbench, DOG, "#.....")
    with project.edit(author="ann", action="Both") as edit:
        edit.put(*(Silence(video_id=POND, second=second) for second in (0, 1)))
    assert project.overview().settled_counts == {POND: 2}


def _draw(project: Project, name: str, rng: random.Random) -> None:
    """A video with up to two instances, mostly whole: masks where they sound, silences elsewhere."""
    video = Video(video_id=VideoId(name), second_count=3, height_px=HEIGHT, width_px=WIDTH)
    with project.edit(author="ann", action="Draw") as edit:
        edit.add_video(video)
        quiet = set(range(3))
        for number in range(1, rng.randint(0, 2) + 1):
            dog = Instance(
                instance_id=InstanceId(f"{name}-{number}"),
                video_id=video.video_id,
                category_id=DOG,
                number=number,
            )
            edit.add(dog)
            for second in range(3):
                state = rng.choice([Sounding.SOUNDING] * 6 + list(Sounding))
                span = {"start": second, "stop": second + 1, "state": state}
                edit.set_sounding(SoundingSpan(instance_id=dog.instance_id, **span))
                quiet -= {second} if state is not Sounding.SILENT else set()
                if rng.random() < (0.97 if state is Sounding.SOUNDING else 0.05):
                    rle = square(side=4 if rng.random() < 0.95 else 0)
                    edit.put(
                        Mask(
                            instance_id=dog.instance_id, second=second, rle=rle, provenance=CLICKED
                        )
                    )
        confirmed = [each for each in quiet if rng.random() < 0.8] + [0] * (rng.random() < 0.05)
        edit.put(*(Silence(video_id=video.video_id, second=each) for each in set(confirmed)))
    note_heard(project, video.video_id, "bo", dict.fromkeys(range(rng.randint(1, 3)), 1))
