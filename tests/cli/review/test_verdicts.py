"""`avisbuild review begin`, `accept`, `return`, `undo` and `next`: two reviews, from hand-in to accepted."""

import json
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cli.review.reviewed_project import hand_in

from avisbuild.records import VideoId
from avisbuild.store import Project
from avisbuild.store.locks import release, take

Review = Callable[..., tuple[int, str, str]]
Listed = Callable[..., dict[str, Any]]


def _state(row: dict[str, Any]) -> tuple[str, int, str]:
    return row["state"], row["review"], row["person"]


def test_videos_go_through_two_reviews_by_people_who_did_not_annotate_them(
    review: Review, listed: Listed
) -> None:
    """R23."""
    assert review("begin", "bay", "lake", by="bo")[:2] == (
        0,
        "bay: review 1 begun by bo\nlake: review 1 begun by bo\n",
    )
    assert _state(listed()["bay"]) == ("in_review", 1, "bo")
    assert review("accept", "bay", "lake", by="bo")[1] == (
        "bay: accepted in review 1; it waits for review 2\n"
        "lake: accepted in review 1; it waits for review 2\n"
    )
    assert _state(listed()["bay"]) == ("submitted", 2, "")
    code, said, _ = review("next", "--begin", by="cy")
    assert (code, said) == (0, "bay: review 2 begun\n")
    assert review("accept", "bay", by="cy")[1] == "bay: accepted\n"
    assert _state(listed()["bay"]) == ("accepted", 2, "cy")


def test_what_is_returned_comes_back_with_its_comment_settled(
    review: Review, listed: Listed, pets: Path
) -> None:
    review("begin", "bay", by="bo")
    assert review("return", "bay", by="bo")[0] == 2
    code, said, _ = review("return", "bay", "--reason", "a dog barks at 2 s", by="bo")
    assert (code, said) == (0, "bay: returned for changes in review 1\n")
    row = listed("--state", "changes-requested")["bay"]
    assert (row["review"], row["comments_open"]) == (1, 1)
    with Project.open(pets) as project:
        hand_in(project, "bay", "ann")
    review("begin", "bay", by="bo")
    assert "an open comment, 1, by bo: a dog barks" in review("accept", "bay", by="bo")[2]
    review("resolve", "bay", "1", by="bo")
    assert review("accept", "bay", by="bo")[0] == 0


def test_each_video_is_checked_and_those_that_fail_are_listed(
    review: Review, listed: Listed
) -> None:
    review("begin", "bay", "lake", by="bo")
    code, said, errors = review("accept", "bay", "pond", "nile", by="bo")
    assert (code, said) == (1, "bay: accepted in review 1; it waits for review 2\n")
    assert [line.split(": ")[0] for line in errors.splitlines()] == ["not done", "not done"]
    assert "video pond is submitted, not in review" in errors
    assert "no video 'nile'" in errors
    code, said, _ = review("begin", "bay", "pond", "--json", by="bo")
    found = json.loads(said)
    assert code == 1
    assert [each["video_id"] for each in found["done"]] == ["bay"]
    assert [each["video_id"] for each in found["failed"]] == ["pond"]
    assert "bo annotated video pond" in found["failed"][0]["problem"]
    assert _state(listed()["pond"]) == ("submitted", 1, "bo")


def test_the_last_move_is_taken_back_and_an_edit_of_the_annotation_is_not(
    review: Review, listed: Listed
) -> None:
    review("begin", "bay", by="bo")
    review("accept", "bay", by="bo")
    assert review("undo", "bay", by="bo")[1] == (
        'bay: "Accept bay in review 1" is taken back; its state is now in review\n'
    )
    assert _state(listed()["bay"]) == ("in_review", 1, "bo")
    assert "Hand in bay" in review("undo", "bay", by="ann")[2]
    review("undo", "bay", by="bo")
    assert "bo has moved nothing there" in review("undo", "bay", by="bo")[2]
    assert review("undo", "bay", by="ann")[1].endswith("its state is now annotating\n")
    code, _, errors = review("undo", "bay", by="ann")
    assert code == 2
    assert '"Confirm silence, seconds 0-2", which is no move of a review' in errors


def test_next_passes_over_what_its_annotator_still_has_open(pets: Path, review: Review) -> None:
    with Project.open(pets) as project:
        take(project, VideoId("bay"), owner="ann", holder="far/x/1/1")
    assert review("next", "--begin", by="bo")[1] == "brook: review 1 begun\n"
    assert review("next", "--begin", by="bo")[1] == "brook: review 1\n"
    review("begin", "lake", "moor", "pond", by="cy")
    code, _, told = review("next", "--begin", by="dan")
    assert (code, "open at ann's" in told) == (2, True)


def test_next_is_what_one_has_begun_then_what_is_ones_own_then_what_is_nobodys(
    review: Review, pets: Path
) -> None:
    def next_of(person: str) -> Any:
        return json.loads(review("next", "--json", by=person)[1])["video_id"]

    assert (next_of("ann"), next_of("bo")) == ("pond", "bay")
    review("assign", "lake", "--to", "bo", by="lead")
    review("assign", "bay", "--to", "cy", by="lead")
    assert next_of("bo") == "lake"
    review("begin", "moor", by="bo")
    assert next_of("bo") == "moor"
    assert review("next", by="bo")[1] == "moor: review 1\n"
    review("begin", "pond", by="cy")
    assert next_of("ann") is None
    assert review("next", by="ann")[1] == (
        "nothing for ann to review; 3 wait for a review by somebody else, 2 of them assigned\n"
    )
    with Project.open(pets) as project:
        assert project.last_rounds()[VideoId("moor")].person == "bo"


def test_the_command_that_next_prints_begins_the_review_for_the_person_who_asked(
    review: Review, listed: Listed
) -> None:
    """Without `--author` it would be somebody else's review: that of the machine's user."""
    _, said, _ = review("next", by="bo d'or")
    printed = shlex.split(said.splitlines()[1].removeprefix("begin it: avisbuild review "))
    begins = printed[: printed.index("--author")]
    assert printed[-2:] == ["--author", "bo d'or"]
    assert review(*begins, by=printed[-1])[0] == 0
    assert _state(listed()["bay"]) == ("in_review", 1, "bo d'or")


def test_the_log_tells_each_move_with_person_hash_and_comments(review: Review, pets: Path) -> None:
    review("assign", "bay", "--to", "bo", by="lead")
    review("begin", "bay", by="bo")
    review("return", "bay", "--reason", "listen to 2 s", by="bo")
    review("undo", "bay", by="bo")
    found = json.loads(review("log", "bay", "--json")[1])
    assert [(each["kind"], each["person"], each["state"]) for each in found["moves"]] == [
        ("confirm-silence", "ann", "annotating"),
        ("hand-in", "ann", "submitted"),
        ("assign-review", "lead", None),
        ("begin-review", "bo", "in_review"),
        ("return-review", "bo", "changes_requested"),
        ("return-review", "bo", "in_review"),
    ]
    *_, returned, undone = found["moves"]
    assert undone["took_back"] == returned["entry"]
    with Project.open(pets) as project:
        assert returned["annotation_hash"] == project.annotation_hash(VideoId("bay"))
    assert found["comments"] == []
    review("return", "bay", "--reason", "listen to 2 s", by="bo")
    review("undo", "bay", by="bo")
    review("undo", "bay", by="bo")
    moves = json.loads(review("log", "bay", "--json")[1])["moves"]
    assert (moves[-1]["kind"], moves[-1]["state"]) == ("begin-review", "submitted")
    review("begin", "bay", by="bo")
    review("return", "bay", "--reason", "listen to 2 s", by="bo")
    table = review("log", "bay")[1]
    assert "took back: Return bay in review 1" in table
    assert "listen to 2 s" in table.split("comments")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list", "--state", "done"), "--state done: expected one of todo, annotating"),
        (("log", "nile"), "no video 'nile'"),
        (("accept", "bay"), "begin its review first: avisbuild review begin bay"),
    ],
)
def test_what_does_not_fit_is_one_line(review: Review, words: tuple[str, ...], said: str) -> None:
    code, _, errors = review(*words)
    assert (code, errors.count("\n")) == (2, 1)
    assert said in errors


def test_the_list_is_filtered_by_state_person_and_review(review: Review, listed: Listed) -> None:
    review("begin", "bay", by="bo")
    review("assign", "sea", "--to", "bo", by="lead")
    review("assign", "sea", "--to", "dan", "--round", "0", by="lead")
    assert list(listed("--state", "in review")) == ["bay"]
    assert list(listed("--person", "bo")) == ["bay", "pond", "sea"]
    assert list(listed("--person", "dan")) == ["sea"]
    assert list(listed("--round", "0")) == ["sea"]
    assert "dan to annotate, bo" in review("list")[1]


def test_a_video_that_somebody_has_open_is_moved_by_no_command(
    review: Review, listed: Listed, pets: Path
) -> None:
    """R36: the holder is named."""
    with Project.open(pets) as project:
        take(project, VideoId("bay"), owner="zoe", holder="elsewhere:1:2:3")
        for words in (("begin", "bay"), ("assign", "bay", "--to", "cy")):
            code, _, errors = review(*words, by="bo")
            assert (code, "zoe" in errors) == (2, True), errors
        assert _state(listed()["bay"]) == ("submitted", 1, "ann")
        release(project, VideoId("bay"), holder="elsewhere:1:2:3")
    assert review("begin", "bay", by="bo")[0] == 0
