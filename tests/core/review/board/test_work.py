"""Who made how many masks in which time? Only what stands counts, and only time at work."""

from dataclasses import replace

import pytest
from core.annotation.small_project import CAT, CLICKED, LAKE, POND, square, suggestion
from core.review.board.diary import Diary
from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild.annotation import commands
from avisbuild.records import (
    Instance,
    InstanceId,
    Mask,
    MaskSource,
    Round,
    RoundState,
    Sounding,
)
from avisbuild.review.board import MeansWork, PersonWork
from avisbuild.review.board.work import total_means, total_work

TOM = Instance(instance_id=InstanceId("tom"), video_id=LAKE, category_id=CAT, number=1)


def test_time_between_two_edits_counts_up_to_five_minutes(diary: Diary) -> None:
    ann = diary.workbench("ann", POND)
    dog = diary.add_dog(ann)
    for second, minute in enumerate((1, 3, 8, 13.5, 14.5)):
        diary.at(minute)
        diary.commit(ann, dog, second)
    (work,) = diary.board().people
    # 1 + 2 + 5, not 5.5, + 1 minutes.
    assert (work.person, work.seconds, work.made, work.edits) == ("ann", 9 * 60, 5, 6)
    assert work.masks_an_hour == pytest.approx(5 / 9 * 60)


def test_people_who_work_side_by_side_have_their_own_time(diary: Diary) -> None:
    ann, ben = diary.workbench("ann", POND), diary.workbench("ben", LAKE)
    dogs = {bench: diary.add_dog(bench) for bench in (ann, ben)}
    for minute in range(1, 5):
        diary.at(minute)
        diary.commit(ann, dogs[ann], minute)
        if minute == 4:
            diary.commit(ben, dogs[ben], minute)
    found = {each.person: (each.seconds, each.made) for each in diary.board().people}
    assert found == {"ann": (240, 4), "ben": (240, 1)}
    (only,) = diary.board(person="ben").people
    assert only.person == "ben"


def test_a_clock_that_goes_back_gives_no_time_and_takes_none(diary: Diary) -> None:
    ann = diary.workbench("ann", POND)
    dog = diary.add_dog(ann)
    for second, minute in enumerate((1, -500, -499, 2, 3)):
        diary.at(minute)
        diary.commit(ann, dog, second)
    (work,) = diary.board().people
    assert work.seconds == 3 * 60


def test_nobody_is_given_an_endless_pace(diary: Diary) -> None:
    ann = diary.workbench("ann", POND)
    dog = diary.add_dog(ann)
    for second, minute in enumerate((0, 0.001, 0.9)):
        diary.at(minute)
        diary.commit(ann, dog, second)
        (work,) = diary.board().people
        assert (work.made, work.masks_an_hour) == (second + 1, None)
    diary.at(1)
    diary.commit(ann, dog, 3)
    assert diary.board().people[0].masks_an_hour == pytest.approx(4 * 60)


def test_what_was_taken_back_does_not_count_and_what_was_done_again_does(diary: Diary) -> None:
    ann = diary.workbench("ann", POND)
    dog = diary.add_dog(ann)
    for second in range(3):
        diary.at(second + 1)
        diary.commit(ann, dog, second)
    diary.at(4)
    ann.undo()
    ann.undo()
    assert [each.made for each in diary.board().people] == [1]
    diary.at(5)
    ann.redo()
    (work,) = diary.board().people
    assert (work.made, work.seconds) == (2, 5 * 60)


def test_a_mask_that_changes_hands_is_no_new_one(diary: Diary) -> None:
    ann = diary.workbench("ann", POND)
    dog, other = diary.add_dog(ann), diary.add_dog(ann)
    for second in range(4):
        diary.commit(ann, dog, second, corner=second)
    rita = diary.workbench("rita", POND)
    rita.run(commands.swap_instances(rita.view, dog, other, 2))
    rita.run(commands.split_instance(rita.view, dog, 1))
    found = {each.person: (each.made, each.changed) for each in diary.board().people}
    assert found == {"ann": (4, 0), "rita": (0, 0)}


def test_masks_are_told_apart_by_means_each_with_the_time_before_it(diary: Diary) -> None:
    ann = diary.workbench("ann", POND)
    dog = diary.add_dog(ann)
    sources = (MaskSource.CLICK, MaskSource.BRUSH, MaskSource.CLICK, MaskSource.PROPAGATED)
    for second, source in enumerate(sources):
        diary.at(second * (second + 1) / 2)
        diary.commit(ann, dog, second, source=source)
    diary.at(8)
    diary.commit(ann, dog, 0, corner=3, source=MaskSource.BRUSH)
    assert diary.board().means == (
        MeansWork(person="ann", means="brush", seconds=180, made=1, changed=1),
        MeansWork(person="ann", means="click", seconds=120, made=2),
        MeansWork(person="ann", means="propagated", seconds=180, made=1),
    )


def test_masks_that_were_accepted_together_share_the_time_before(diary: Diary) -> None:
    ann = diary.workbench("ann", POND)
    dog = diary.add_dog(ann)
    proposals = [suggestion(dog, second) for second in range(3)]
    ann.run(commands.add_proposals(ann.view, proposals))
    ann.run(commands.set_sounding(ann.view, dog, range(3), Sounding.SOUNDING))
    diary.at(2)
    cells = [(dog, second) for second in range(3)]
    ann.run(commands.accept_proposals(ann.view, cells, author="ann"))
    assert diary.board().means == (
        MeansWork(person="ann", means="propagated", seconds=120, made=3),
    )


def test_what_was_imported_is_nobodys_work_whoever_did_it(diary: Diary) -> None:
    diary.bring_in(TOM, 7, author="ann")
    diary.at(2)
    ann = diary.workbench("ann", POND)
    diary.commit(ann, diary.add_dog(ann), 0)
    board = diary.board()
    assert board.people == (PersonWork(person="ann", edits=2, made=1),)
    assert board.means[0] == MeansWork(person="", means="imported", made=7)
    diary.at(3)
    diary.commit(diary.workbench("rita", LAKE), TOM.instance_id, 4, corner=2)
    assert diary.board().means[-1] == MeansWork(person="rita", means="click", changed=1)


def test_masks_that_came_with_a_share_are_those_of_who_made_them_and_take_no_hours(
    diary: Diary,
) -> None:
    ann = diary.workbench("ann", POND)
    dog = diary.add_dog(ann)
    diary.at(1)
    diary.commit(ann, dog, 0)
    with diary.project.edit(author="lead", action="Merge", kind="merge-share") as edit:
        for second, author in enumerate(("ann", "ben", "ben"), start=1):
            edit.put(
                Mask(
                    instance_id=dog,
                    second=second,
                    rle=square(),
                    provenance=replace(CLICKED, author=author),
                )
            )
        edit.set_round(Round(video_id=POND, number=1, state=RoundState.SUBMITTED, person="ben"))
    board = diary.board()
    assert board.people == (
        PersonWork(person="ann", seconds=60, edits=2, made=2, untimed=1),
        PersonWork(person="ben", made=2, untimed=2),
        PersonWork(person="lead", edits=1),
    )
    assert [each.masks_an_hour for each in board.people] == [60, None, None]
    assert board.pace.handed_in == 1


def test_since_a_time_only_what_came_after_counts(diary: Diary) -> None:
    ann = diary.workbench("ann", POND)
    dog = diary.add_dog(ann)
    for minute in range(1, 5):
        diary.at(minute)
        diary.commit(ann, dog, minute)
    (work,) = diary.board(since=3).people
    assert (work.made, work.seconds) == (2, 120)


def test_all_people_together_have_the_sum_of_their_masks_and_hours() -> None:
    means = (
        MeansWork(person="", means="imported", made=9),
        MeansWork(person="ann", means="click", seconds=60, made=3, changed=1),
        MeansWork(person="ann", means="brush", seconds=30, made=1),
        MeansWork(person="ben", means="click", seconds=20, made=2),
    )
    assert total_means(means) == (
        MeansWork(person="", means="click", seconds=80, made=5, changed=1),
        MeansWork(person="", means="brush", seconds=30, made=1),
    )
    people = (PersonWork(person="ann", seconds=60, edits=4, made=4, changed=1),) * 2
    assert total_work(people) == PersonWork(person="", seconds=120, edits=8, made=8, changed=2)


@settings(max_examples=8)
@given(script=st.lists(st.sampled_from(["commit", "undo", "redo"]), min_size=3, max_size=14))
def test_after_any_undoing_and_redoing_the_masks_counted_are_those_that_stand(
    tmp_path_factory: pytest.TempPathFactory, script: list[str]
) -> None:
    diary = Diary(tmp_path_factory.mktemp("law") / "pets")
    with diary.project:
        ann = diary.workbench("ann", POND)
        dog = diary.add_dog(ann)
        for second, what in enumerate(script):
            if what == "commit":
                diary.commit(ann, dog, second)
            elif what == "redo":
                ann.redo()
            elif ann.to_undo is not None and ann.to_undo.kind == "set-mask":
                ann.undo()
        (work,) = diary.board().people
        standing = sum(mask is not None for mask in ann.view.track(dog).masks)
        assert work.made == standing
