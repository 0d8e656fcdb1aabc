"""A share that comes back more than once: what got another id here keeps it."""

from dataclasses import replace

from core.review.merging.conftest import Share
from core.store.values import instance, mask

from avisbuild.annotation import category_edits
from avisbuild.records import Comment, Instance, Mask, VideoId
from avisbuild.review.merging import Choice, merge, plan_merge
from avisbuild.store import Project


def _edit(project: Project, *records: object, author: str = "bea") -> None:
    with project.edit(author=author, action="Edit", video_id="pond") as edit:
        edit.put(*records)


def _categories(project: Project) -> dict[str, str]:
    names = {each.category_id: each.name for each in project.taxonomy}
    return {each.instance_id: names[each.category_id] for each in project.records(Instance)}


def _say(project: Project, text: str, author: str = "bea") -> None:
    with project.edit(author=author, action="Say", video_id="pond") as edit:
        edit.add_comment(Comment(video_id=VideoId("pond"), author=author, text=text))


def test_a_category_that_has_another_id_here_has_it_in_later_merges(
    project: Project, share_of: Share
) -> None:
    share = share_of(project, "far")
    category_edits.add_named(share, "bea", "owl")
    category_edits.add_named(project, "ann", "fox")
    merge(project, share, {}, author="ann")
    category_edits.add_named(share, "bea", "bat")
    _edit(share, instance("hoot", "pond", category=3), instance("flap", "pond", category=4))
    merge(project, share, {}, author="ann")
    assert [each.name for each in project.taxonomy] == ["dog", "cat", "fox", "owl", "bat"]
    assert _categories(project) == {"rex": "dog", "hoot": "owl", "flap": "bat"}


def test_an_instance_that_becomes_one_of_a_new_category_there_is_so_here(
    project: Project, share_of: Share
) -> None:
    share = share_of(project, "far")
    category_edits.add_named(share, "bea", "owl")
    category_edits.add_named(project, "ann", "fox")
    _edit(share, instance("rex", "pond", category=3))
    merge(project, share, {}, author="ann")
    assert _categories(project) == {"rex": "owl"}


def test_a_category_that_both_added_is_one_in_later_merges(
    project: Project, share_of: Share
) -> None:
    share = share_of(project, "far")
    category_edits.add_named(share, "bea", "owl")
    for name in ("fox", "owl"):
        category_edits.add_named(project, "ann", name)
    merge(project, share, {}, author="ann")
    _edit(share, instance("hoot", "pond", category=3))
    merge(project, share, {}, author="ann")
    assert _categories(project) == {"rex": "dog", "hoot": "owl"}


def test_a_comment_that_has_another_number_here_has_it_in_later_merges(
    project: Project, share_of: Share
) -> None:
    share = share_of(project, "far")
    _say(share, "too large")
    _say(project, "too small", author="ann")
    merge(project, share, {}, author="ann")
    _say(share, "a tail is missing")
    (first, _) = share.records(Comment)
    _edit(share, replace(first, text="much too large"))
    assert plan_merge(project, share).conflicts == ()
    merge(project, share, {}, author="ann")
    assert [each.text for each in project.records(Comment)] == [
        "too small",
        "much too large",
        "a tail is missing",
    ]


def test_an_instance_that_has_another_id_here_has_it_in_later_merges(
    project: Project, share_of: Share
) -> None:
    first, second = share_of(project, "first"), share_of(project, "second")
    _edit(first, instance("new", "pond", number=2), mask("new", 0))
    _edit(second, instance("new", "pond", number=3), mask("new", 4))
    merge(project, first, {}, author="ann")
    merge(project, second, {}, author="ann")
    _edit(second, mask("new", 3))
    merge(project, second, {}, author="ann")
    numbers = {each.instance_id: each.number for each in project.records(Instance)}
    found = sorted((numbers[each.instance_id], each.second) for each in project.records(Mask))
    assert found == [(1, 1), (1, 2), (2, 0), (3, 3), (3, 4)]


def test_a_category_that_was_merged_twice_takes_theirs_to_the_last(
    project: Project, share_of: Share
) -> None:
    share = share_of(project, "far")
    _edit(share, instance("kit", "pond", category=2), mask("kit", 0))
    category_edits.add_named(project, "ann", "pet")
    for source, target in (("cat", "dog"), ("dog", "pet")):
        found = [category_edits.find(project.taxonomy, each) for each in (source, target)]
        category_edits.merge(project, "ann", *found)
    (conflict,) = plan_merge(project, share).conflicts
    assert str(conflict.ours) == "part of pet now"
    merge(project, share, {conflict.key: Choice.OURS}, author="ann")
    assert _categories(project) == {"rex": "pet", "kit": "pet"}
