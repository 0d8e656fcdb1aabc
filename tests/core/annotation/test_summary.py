"""The list of videos: how far each is, read in a few queries whatever their number."""

from core.annotation.small_project import DOG, LAKE, POND, add, commit
from sqlalchemy import event

from avisbuild.annotation import Workbench, commands
from avisbuild.annotation.summary import SummaryRow, summary_rows
from avisbuild.records import RoundState, Sounding, Video, VideoId
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
