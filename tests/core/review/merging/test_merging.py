"""Merging the work of somebody far away."""

from pathlib import Path

import pytest
from core.review.merging.conftest import Share
from core.store.values import RECIPE, instance, mask, span, video

from avisbuild.annotation import category_edits
from avisbuild.errors import ConflictError, ProjectError
from avisbuild.records import (
    Comment,
    Heard,
    Instance,
    Mask,
    Round,
    RoundState,
    Silence,
    Sounding,
    SoundingCell,
    VideoId,
)
from avisbuild.review.merging import Choice, merge, plan_merge, undo_merge
from avisbuild.store import Project, holders, locks
from avisbuild.store.settings import Settings, write_settings


def _edit(project: Project, *records: object, author: str = "bea") -> None:
    with project.edit(author=author, action="Edit", video_id="pond") as edit:
        edit.put(*records)


def _corner(project: Project, second: int) -> object:
    found = [each for each in project.records(Mask) if each.second == second]
    return found[0].rle if found else None


def test_what_one_side_changed_is_taken(project: Project, share_of: Share) -> None:
    share = share_of(project, "far")
    _edit(share, mask("rex", 3))
    _edit(project, mask("rex", 1, corner=7), author="ann")
    merged = merge(project, share, {}, author="ann")
    assert [each.second for each in project.records(Mask)] == [1, 2, 3]
    assert _corner(project, 1) == mask("rex", 1, corner=7).rle
    assert project.journal.entry(merged.entry).fields["work"][0]["person"] == "bea"
    assert project.state_digest() == project.rebuild_state()


def test_nothing_is_written_while_a_conflict_is_not_decided(
    project: Project, share_of: Share
) -> None:
    share = share_of(project, "far")
    _edit(share, mask("rex", 1, corner=3))
    _edit(project, mask("rex", 1, corner=7), author="ann")
    before = project.state_digest()
    with pytest.raises(ProjectError, match="1 conflicts are not decided, the first is pond/"):
        merge(project, share, {}, author="ann")
    assert project.state_digest() == before
    (conflict,) = plan_merge(project, share).conflicts
    merge(project, share, {conflict.key: Choice.THEIRS}, author="ann")
    assert _corner(project, 1) == mask("rex", 1, corner=3).rle


def _decided(project: Project, share: Project, choice: Choice) -> dict[str, Choice]:
    return {each.key: choice for each in plan_merge(project, share).conflicts}


def test_a_merge_is_taken_back_whole(project: Project, share_of: Share) -> None:
    share = share_of(project, "far")
    _edit(share, instance("tom", "pond", category=2), mask("tom", 0), mask("rex", 1, corner=3))
    before = project.state_digest()
    merge(project, share, {}, author="ann")
    undo_merge(project, author="ann")
    assert _without_head(project.state_digest()) == _without_head(before)
    assert project.state_digest() == project.rebuild_state()
    with pytest.raises(ProjectError, match="no share was merged, or each merge was taken back"):
        undo_merge(project, author="ann")
    merge(project, share, {}, author="ann")
    assert [each.second for each in project.records(Mask)] == [1, 2, 0]


def _without_head(digest: dict[str, str]) -> dict[str, str]:
    return {name: found for name, found in digest.items() if name != "journal_head"}


def test_a_merge_stays_where_somebody_has_since_changed_what_it_did(
    project: Project, share_of: Share
) -> None:
    share = share_of(project, "far")
    _edit(share, mask("rex", 1, corner=3))
    merge(project, share, {}, author="ann")
    _edit(project, mask("rex", 1, corner=9))
    with pytest.raises(ConflictError, match="cannot be taken back"):
        undo_merge(project, author="ann")
    assert _corner(project, 1) == mask("rex", 1, corner=9).rle


def test_the_second_merge_of_a_share_does_nothing(project: Project, share_of: Share) -> None:
    share = share_of(project, "far")
    _edit(share, mask("rex", 1, corner=3), mask("rex", 3))
    _edit(project, mask("rex", 1, corner=7), author="ann")
    merge(project, share, _decided(project, share, Choice.OURS), author="ann")
    head = project.journal.head()
    assert merge(project, share, {}, author="ann").entry == 0
    assert project.journal.head() == head
    # What is done in it later is compared with what was merged, and what was decided is not asked again.
    _edit(share, mask("rex", 4))
    assert plan_merge(project, share).conflicts == ()
    merge(project, share, {}, author="ann")
    assert [each.second for each in project.records(Mask)] == [1, 2, 3, 4]
    assert _corner(project, 1) == mask("rex", 1, corner=7).rle


def test_two_instances_of_one_name_can_both_stay(project: Project, share_of: Share) -> None:
    share = share_of(project, "far")
    _edit(share, instance("theirs", "pond", number=2), mask("theirs", 0))
    _edit(project, instance("ours", "pond", number=2), mask("ours", 4), author="ann")
    (conflict,) = plan_merge(project, share).conflicts
    assert str(conflict.message) == "pond: both sides added dog_2"
    assert conflict.choices == tuple(Choice)
    merge(project, share, {conflict.key: Choice.BOTH}, author="ann")
    assert [(each.instance_id, each.number) for each in project.records(Instance)] == [
        ("ours", 2),
        ("rex", 1),
        ("theirs", 3),
    ]


def test_instances_that_exchange_their_numbers_are_taken(project: Project, share_of: Share) -> None:
    _edit(project, instance("ada", "pond", number=2))
    share = share_of(project, "far")
    _edit(share, instance("ada", "pond", number=3))
    _edit(share, instance("rex", "pond", number=2))
    _edit(share, instance("ada", "pond", number=1))
    merge(project, share, {}, author="ann")
    numbers = {each.instance_id: each.number for each in project.records(Instance)}
    assert numbers == {"ada": 1, "rex": 2}
    assert project.state_digest() == project.rebuild_state()


def test_an_instance_that_one_side_removed_and_the_other_drew_is_decided(
    project: Project, share_of: Share
) -> None:
    share = share_of(project, "far")
    with share.edit(author="bea", action="Remove", video_id="pond") as edit:
        edit.drop(Instance, instance_id="rex")
    _edit(project, mask("rex", 3), author="ann")
    (conflict,) = plan_merge(project, share).conflicts
    assert str(conflict.message) == "pond: dog_1 was removed on one side, changed on the other"
    merge(project, share, {conflict.key: Choice.THEIRS}, author="ann")
    assert project.records(Instance) == []


def test_a_video_that_was_accepted_here_and_edited_there_is_open_again(
    project: Project, share_of: Share
) -> None:
    share = share_of(project, "far")
    _edit(share, mask("rex", 3))
    _edit(project, _round(RoundState.ACCEPTED), author="ann")
    (conflict,) = plan_merge(project, share).conflicts
    assert conflict.kind == "conflict-state"
    merged = merge(project, share, {conflict.key: Choice.BOTH}, author="ann")
    assert project.states()[VideoId("pond")] is RoundState.ANNOTATING
    assert [str(each) for each in merged.notes] == [
        "pond: being annotated again; accepted was said of other masks"
    ]


def _round(state: RoundState) -> Round:
    return Round(video_id=VideoId("pond"), number=1, state=state, person="ann")


def test_two_comments_of_one_number_are_both_kept(project: Project, share_of: Share) -> None:
    share = share_of(project, "far")
    for each, text in ((share, "too large"), (project, "too small")):
        with each.edit(author="bea", action="Say", video_id="pond") as edit:
            edit.add_comment(Comment(video_id=VideoId("pond"), author="bea", text=text))
    merged = merge(project, share, {}, author="ann")
    assert [each.text for each in project.records(Comment)] == ["too small", "too large"]
    assert [each.kind for each in merged.notes] == ["merge-comment-number"]


def test_one_id_in_two_copies_of_a_share_is_two_instances(
    project: Project, share_of: Share
) -> None:
    first, second = share_of(project, "first"), share_of(project, "second")
    _edit(first, instance("new", "pond", number=2), mask("new", 0))
    _edit(second, instance("new", "pond", number=3), mask("new", 4))
    merge(project, first, {}, author="ann")
    merged = merge(project, second, {}, author="ann")
    assert [each.number for each in project.records(Instance)] == [2, 3, 1]
    assert [each.kind for each in merged.notes] == ["merge-instance-id"]


def test_a_second_that_is_silent_here_and_sounds_there_is_decided(
    project: Project, share_of: Share
) -> None:
    share = share_of(project, "far")
    with share.edit(author="bea", action="Mark", video_id="pond") as edit:
        edit.set_sounding(span("rex", 4, 5, Sounding.OFFSCREEN))
    _edit(project, Silence(video_id=VideoId("pond"), second=4), author="ann")
    (conflict,) = plan_merge(project, share).conflicts
    assert str(conflict.message) == "pond: second 4 is silent on one side, sounds on the other"
    merge(project, share, {conflict.key: Choice.THEIRS}, author="ann")
    assert project.records(Silence) == []
    assert [each.second for each in project.records(SoundingCell)] == [1, 2, 4]


def test_a_share_of_another_project_is_refused(
    project: Project, share_of: Share, tmp_path: Path
) -> None:
    share = share_of(project, "far")
    with Project.create(tmp_path / "others", RECIPE) as other:
        with other.edit(author="eve", action="Begin") as edit:
            edit.add_video(video("pond"))
        with pytest.raises(ProjectError, match="their journals have nothing in common"):
            merge(other, share, {}, author="ann")


def test_a_video_that_somebody_has_open_is_refused_with_their_name(
    project: Project, share_of: Share
) -> None:
    share = share_of(project, "far")
    _edit(share, mask("rex", 3))
    locks.take(project, VideoId("pond"), owner="bob", holder=holders.new_holder())
    with pytest.raises(ProjectError, match="video pond is open at bob's"):
        merge(project, share, {}, author="ann")


def test_a_category_that_was_merged_into_another_here_takes_theirs_along(
    project: Project, share_of: Share
) -> None:
    share = share_of(project, "far")
    _edit(share, instance("kit", "pond", category=2), mask("kit", 0))
    dog, cat = project.taxonomy
    category_edits.merge(project, "ann", cat, dog)
    (conflict,) = plan_merge(project, share).conflicts
    assert (str(conflict.ours), conflict.kind) == ("part of dog now", "conflict-category-gone")
    merged = merge(project, share, {conflict.key: Choice.OURS}, author="ann")
    assert [(each.instance_id, each.number) for each in project.records(Instance)] == [
        ("kit", 2),
        ("rex", 1),
    ]
    assert [each.kind for each in merged.notes] == ["merge-renumbered"]


def test_categories_that_both_added_under_one_id_are_two(project: Project, share_of: Share) -> None:
    share = share_of(project, "far")
    category_edits.add_named(share, "bea", "owl")
    _edit(share, instance("hoot", "pond", category=3), mask("hoot", 0))
    category_edits.add_named(project, "ann", "fox")
    merge(project, share, {}, author="ann")
    assert [each.name for each in project.taxonomy] == ["dog", "cat", "fox", "owl"]
    assert project.records(Instance)[0].category_id == 4


def test_what_was_heard_far_away_was_heard(project: Project, share_of: Share) -> None:
    share = share_of(project, "far")
    _edit(share, mask("rex", 3), Heard(video_id=VideoId("pond"), second=0, person="bea"))
    merge(project, share, {}, author="ann")
    assert [each.person for each in project.records(Heard)] == ["bea"]


def test_a_mask_that_is_taken_ends_the_silence_of_its_second(
    project: Project, share_of: Share
) -> None:
    share = share_of(project, "far")
    _edit(share, mask("rex", 1, corner=3))
    with project.edit(author="ann", action="Quiet", video_id="pond") as edit:
        edit.drop(Mask, instance_id="rex", second=[1])
        edit.set_sounding(span("rex", 1, 2, Sounding.SILENT))
        edit.put(Silence(video_id=VideoId("pond"), second=1))
    (conflict,) = plan_merge(project, share).conflicts
    assert str(conflict.ours) == "silent, no mask"
    merged = merge(project, share, {conflict.key: Choice.THEIRS}, author="ann")
    assert project.records(Silence) == []
    assert [each.kind for each in merged.notes] == ["merge-sounds-after-all"]


def test_a_copy_of_the_project_is_merged_from_where_both_were_one(
    project: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    folder.mkdir()
    project.copy_database(folder / "project.db")
    write_settings(folder, Settings(recipe=project.recipe))
    with Project.open(folder) as copy:
        _edit(copy, mask("rex", 3))
        _edit(project, mask("rex", 4), author="ann")
        assert plan_merge(project, copy).conflicts == ()
        merge(project, copy, {}, author="ann")
    assert [each.second for each in project.records(Mask)] == [1, 2, 3, 4]


def test_a_share_that_was_passed_on_comes_back_to_where_it_was_made(
    project: Project, share_of: Share
) -> None:
    first = share_of(project, "first")
    _edit(first, mask("rex", 3))
    second = share_of(first, "second")
    _edit(second, mask("rex", 4), author="cy")
    merged = merge(project, second, {}, author="ann")
    assert [each.second for each in project.records(Mask)] == [1, 2, 3, 4]
    assert [each.person for each in merged.plan.work] == ["bea", "cy"]
    assert merge(project, first, {}, author="ann").row_count == 0


def test_a_video_that_was_clipped_anew_is_refused(project: Project, share_of: Share) -> None:
    share = share_of(project, "far")
    with share.edit(author="bea", action="Clip") as edit:
        edit.change(video("pond", seconds=6))
    with pytest.raises(ProjectError, match="here 5 s, 20 x 30, in the share 6 s, 20 x 30"):
        merge(project, share, {}, author="ann")
