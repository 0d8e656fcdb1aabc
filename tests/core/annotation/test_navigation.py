"""One key goes to what is wanted next; seconds confirmed as silent are passed over."""

import pytest
from core.annotation.small_project import CAT, DOG, STATES, add, commit, suggestion

from avisbuild.annotation import Workbench, commands, navigation
from avisbuild.checks.listening import find_listening_issue
from avisbuild.records import InstanceId, Sounding


def test_unfinished_cells_come_by_instance_first_and_then_by_time(workbench: Workbench) -> None:
    """R10, R15: the same instance to the end of the video, then the other instances from the beginning."""
    dog, cat, other = add(workbench, DOG), add(workbench, CAT), add(workbench, DOG)
    for name, states in ((dog, "#.##.#"), (cat, "##...."), (other, ".....#")):
        for second, sign in enumerate(states):
            workbench.run(
                commands.set_sounding(workbench.view, name, range(second, second + 1), STATES[sign])
            )
    walked, cell = [], (dog, 2)
    while True:
        walked.append(cell)
        commit(workbench, *cell)
        found = navigation.next_todo(workbench.view, *cell)
        if found is None:
            break
        cell = found
    assert walked == [
        (dog, 2), (dog, 3), (dog, 5), (dog, 0), (cat, 0), (cat, 1), (other, 5),
    ]  # fmt: skip


def test_unfinished_cells_are_walked_backward_too(workbench: Workbench) -> None:
    """R15."""
    dog, cat = add(workbench, DOG, "#..#.."), add(workbench, CAT, "#....#")
    assert navigation.next_todo(workbench.view, dog, 3, step=-1) == (dog, 0)
    commit(workbench, dog, 0)
    commit(workbench, dog, 3)
    assert navigation.next_todo(workbench.view, dog, 3, step=-1) == (cat, 5)
    assert navigation.next_todo(workbench.view, cat, 5, step=-1) == (cat, 0)


def test_the_cell_one_stands_on_comes_last(workbench: Workbench) -> None:
    dog = add(workbench, DOG, "..#...")
    assert navigation.next_todo(workbench.view, dog, 2) == (dog, 2)
    assert navigation.next_todo(workbench.view, None, 0) == (dog, 2)
    assert navigation.next_todo(workbench.view, InstanceId("gone"), 0) == (dog, 2)


def test_cells_with_a_proposal_are_unfinished(workbench: Workbench) -> None:
    dog = add(workbench, DOG, "##")
    workbench.run(commands.add_proposals(workbench.view, [suggestion(dog, 1)]))
    commit(workbench, dog, 0)
    assert navigation.next_todo(workbench.view, dog, 0) == (dog, 1)
    commit(workbench, dog, 1)
    assert navigation.next_todo(workbench.view, dog, 1) is None


def test_the_next_sounding_second_is_one_in_which_anything_sounds(workbench: Workbench) -> None:
    """R15: seen or not."""
    add(workbench, DOG, "#....~")
    add(workbench, CAT, "#.>?..")
    view = workbench.view
    assert navigation.next_sounding(view, 0) == 2
    assert navigation.next_sounding(view, 2) == 5
    assert navigation.next_sounding(view, 5) is None
    assert navigation.next_sounding(view, 5, step=-1) == 2
    assert navigation.next_sounding(view, 0, step=-1) is None


def test_an_instance_change_is_where_others_sound_than_before(workbench: Workbench) -> None:
    """R15."""
    add(workbench, DOG, "##..##")
    add(workbench, CAT, "..##.>")
    view = workbench.view
    assert navigation.next_change(view, 0) == 2
    assert navigation.next_change(view, 2) == 4
    assert navigation.next_change(view, 4) == 5
    assert navigation.next_change(view, 5) is None
    assert navigation.next_change(view, 4, step=-1) == 2
    assert navigation.next_change(view, 2, step=-1) is None


def test_seconds_confirmed_as_silent_are_passed_over(workbench: Workbench) -> None:
    """R15: skip navigation."""
    dog = add(workbench, DOG, "#...##")
    workbench.run(commands.accept_silences(workbench.view, [1, 2]))
    view = workbench.view
    assert navigation.next_sounding(view, 0) == 4
    assert navigation.next_todo(view, dog, 0) == (dog, 4)


def test_issues_are_walked_round_from_wherever_one_is(workbench: Workbench) -> None:
    """R15, R17."""
    dog = add(workbench, DOG, "#.?..#")
    issues = workbench.view.issues()
    cells = [issue.cell for issue in issues]
    assert cells == [(dog, 0), (dog, 2), (dog, 5)]
    for start, forward, back in ((0, 2, 5), (1, 2, 0), (3, 5, 2), (5, 0, 2)):
        on, before = (navigation.next_issue(issues, (dog, start), step=step) for step in (1, -1))
        assert on is not None
        assert before is not None
        assert (on.cell, before.cell) == ((dog, forward), (dog, back))
    first = navigation.next_issue(issues, None)
    assert first is issues[0]
    assert navigation.next_issue((), (dog, 0)) is None


def test_an_issue_of_a_second_alone_is_walked_to_and_on_from(workbench: Workbench) -> None:
    """R45: of seconds that nobody has heard; it stands first, and one is at it in its second."""
    dog = add(workbench, DOG, "#.?...")
    unheard = find_listening_issue(workbench.view.video, {0, 1, 2, 3}, 1.0)
    issues = (*unheard, *workbench.view.issues())
    walked, cell = [], (dog, 2)
    for _ in range(4):
        issue = navigation.next_issue(issues, cell)
        assert issue is not None
        walked.append((issue.kind.value, issue.place.second))
        cell = issue.cell or (dog, issue.place.second or 0)
    assert walked == [("unheard", 4), ("missing_mask", 0), ("unsure", 2), ("unheard", 4)]


@pytest.mark.parametrize("step", [1, -1])
def test_in_a_video_without_anything_there_is_nowhere_to_go(
    workbench: Workbench, step: int
) -> None:
    view = workbench.view
    assert navigation.next_todo(view, None, 3, step=step) is None
    assert navigation.next_sounding(view, 3, step=step) is None
    assert navigation.next_change(view, 3, step=step) is None


def test_a_whole_video_costs_one_commit_a_mask(workbench: Workbench) -> None:
    """R10: from any cell, committing and going on reaches every unfinished one exactly once."""
    names = [add(workbench, DOG), add(workbench, CAT), add(workbench, CAT)]
    for name in names:
        workbench.run(commands.set_sounding(workbench.view, name, range(6), Sounding.SOUNDING))
    cell, count = (names[1], 4), 0
    while True:
        commit(workbench, *cell)
        count += 1
        found = navigation.next_todo(workbench.view, *cell)
        if found is None:
            break
        cell = found
    assert count == 18
    assert workbench.view.todo_count == 0
