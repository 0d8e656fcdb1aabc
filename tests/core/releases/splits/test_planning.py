"""What is planned as asked: leaks are refused but at random, published names are kept, growth is told."""

from dataclasses import replace

import pytest
from core.releases.splits.split_cases import items_in_groups

from avisbuild.errors import ReleaseError
from avisbuild.records import Split, SplitMethod, SplitSizes, VideoId
from avisbuild.releases.audit.pairs import Evidence, Pair
from avisbuild.releases.splits.notes import split_notes
from avisbuild.releases.splits.plan_document import plan_document
from avisbuild.releases.splits.planning import SplitRequest, plan_split
from avisbuild.releases.splits.split_page import split_page

ITEMS = items_in_groups([2, 2, 1, 1, 1, 1])
SIZES = SplitSizes(train=4, val=2, test=2)
# g00 is cut by the table: one of it is tested.
TABLE = {VideoId("g00-0"): Split.TEST, VideoId("g00-1"): Split.TRAIN, VideoId("g02-0"): Split.VAL}


def test_what_a_pair_of_the_audit_ties_stays_together() -> None:
    pair = Pair(first=VideoId("g02-0"), second=VideoId("g03-0"), evidence=Evidence.PICTURE)
    request = SplitRequest(method=SplitMethod.GROUPED, sizes=SIZES, pairs=[pair])
    planned = plan_split(ITEMS, request)
    assert planned.plan.assignment[pair.first] is planned.plan.assignment[pair.second]
    assert planned.cut == ()


def test_a_random_split_cuts_groups_and_says_how_many() -> None:
    items = items_in_groups([2] * 6)
    request = SplitRequest(
        method=SplitMethod.RANDOM, sizes=SplitSizes(train=6, val=3, test=3), seed=1
    )
    planned = plan_split(items, request)
    assert planned.cut
    (note, *_) = split_notes(planned)
    assert str(note).startswith(f"{len(planned.cut)} groups of videos that belong together are cut")


def test_asked_for_uploaders_of_which_none_is_known_it_says_so() -> None:
    request = SplitRequest(method=SplitMethod.GROUPED, sizes=SIZES, by_uploader=True)
    notes = [str(note) for note in split_notes(plan_split(ITEMS, request))]
    assert any(note.startswith("--by-uploader ties nothing together") for note in notes)
    known = [replace(ITEMS[0], uploader="anna"), *ITEMS[1:]]
    notes = [str(note) for note in split_notes(plan_split(known, request))]
    assert not any("--by-uploader" in note for note in notes)


def test_a_published_split_with_leaks_into_test_is_refused_unless_they_are_accepted() -> None:
    request = SplitRequest(method=SplitMethod.PUBLISHED, table=TABLE)
    with pytest.raises(ReleaseError, match=r"1 groups stand in test .* 1 test videos: g00 "):
        plan_split(ITEMS, request)
    planned = plan_split(ITEMS, replace(request, leak_accepted=True))
    assert dict(planned.plan.assignment) == TABLE
    assert planned.left_out == ("g01-0", "g01-1", "g03-0", "g04-0", "g05-0")
    assert planned.leaking_clips == 1


def test_a_new_clip_of_two_sides_is_decided_by_a_person() -> None:
    earlier = {VideoId("g02-0"): Split.TRAIN, VideoId("g03-0"): Split.TEST}
    tied = [
        replace(item, source="s") if item.video_id in (*earlier, "g04-0") else item
        for item in ITEMS
    ]
    request = SplitRequest(method=SplitMethod.GROUPED, sizes=SIZES, earlier=earlier)
    with pytest.raises(ReleaseError, match=r"1 groups .* s in train and test, joined by g04-0"):
        plan_split(tied, request)
    planned = plan_split(tied, replace(request, leak_accepted=True))
    assert {name: planned.plan.assignment[name] for name in earlier} == earlier
    assert planned.plan.assignment[VideoId("g04-0")] is Split.TRAIN


def test_the_document_and_the_page_tell_groups_with_reasons_and_gaps() -> None:
    planned = plan_split(ITEMS, SplitRequest(method=SplitMethod.GROUPED, sizes=SIZES))
    document = plan_document(planned)
    assert document["sizes"] == {"train": 4, "val": 2, "test": 2}
    assert document["cut_groups"] == 0
    assert document["together"][0]["ties"] == [
        {"first": "g00-0", "second": "g00-1", "evidence": "group", "what": "g00"}
    ]
    page = split_page(planned)
    assert page == split_page(
        plan_split(ITEMS[::-1], SplitRequest(method=SplitMethod.GROUPED, sizes=SIZES))
    )
    assert "g00-0 g00-1" in page
    assert "silent seconds" in page
