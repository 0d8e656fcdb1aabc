"""What did each round change? Every edit has a kind, and they are counted from the journal alone."""

import ast
import inspect
from collections.abc import Callable
from pathlib import Path

import pytest
from core.annotation.small_project import (
    CAT,
    CLICKED,
    DOG,
    LAKE,
    POND,
    add,
    commit,
    square,
    suggestion,
)

from avisbuild.annotation import Command, VideoView, Workbench, commands
from avisbuild.annotation.round_edits import RoundEdits, edits_by_round
from avisbuild.checks.issue import IssuePlace
from avisbuild.checks.suspects import Suspect, SuspectKind
from avisbuild.messages import AREAS, Message
from avisbuild.records import InstanceId, Round, RoundState, Silence, Sounding
from avisbuild.store import Project

ROOT = Path(__file__).parents[3]
Make = Callable[[VideoView, InstanceId, InstanceId], Command]
_SOUNDING, _FIRST = Sounding.SOUNDING, range(1)


def _speck(view: VideoView, dog: InstanceId) -> Suspect:
    place = IssuePlace(video_id=view.video.video_id, instance_id=dog, second=1)
    return Suspect(kind=SuspectKind.SPECKS, place=place, score=1.0, fields={"name": "dog_1"})


# Each command, done to a dog that has a mask and a suggestion and a cat beside it; and its kind.
COMMANDS: dict[str, tuple[Make, str]] = {
    "add_instance": (
        lambda view, *_: commands.add_instance(view, commands.new_instance(view, CAT)),
        "add-instance",
    ),
    "change_category": (
        lambda view, dog, _: commands.change_category(view, dog, CAT),
        "rename-instance",
    ),
    "renumber_instance": (
        lambda view, dog, _: commands.renumber_instance(view, dog, 7),
        "rename-instance",
    ),
    "remove_instance": (
        lambda view, dog, _: commands.remove_instance(view, dog),
        "delete-instance",
    ),
    "merge_instances": (
        lambda view, dog, cat: commands.merge_instances(view, dog, cat),
        "merge-instances",
    ),
    "split_instance": (
        lambda view, dog, _: commands.split_instance(view, dog, 2),
        "split-instance",
    ),
    "swap_instances": (
        lambda view, dog, cat: commands.swap_instances(view, dog, cat, 1),
        "swap-instances",
    ),
    "commit_mask": (
        lambda view, dog, _: commands.commit_mask(view, dog, 3, square(5), CLICKED),
        "set-mask",
    ),
    "remove_masks": (
        lambda view, dog, _: commands.remove_masks(view, [(dog, 1)]),
        "remove-masks",
    ),
    "add_proposals": (
        lambda view, dog, _: commands.add_proposals(view, [suggestion(dog, 3)]),
        "suggest-masks",
    ),
    "accept_proposals": (
        lambda view, dog, _: commands.accept_proposals(view, [(dog, 2)], author="ann"),
        "accept-masks",
    ),
    "drop_proposals": (
        lambda view, dog, _: commands.drop_proposals(view, [(dog, 2)]),
        "drop-suggestions",
    ),
    "set_sounding": (
        lambda view, _, cat: commands.set_sounding(view, cat, _FIRST, _SOUNDING),
        "set-sounding",
    ),
    "set_cells": (
        lambda view, _, cat: commands.set_cells(view, [(cat, 1)], Sounding.UNSURE),
        "set-sounding",
    ),
    "toggle_sounding": (
        lambda view, _, cat: commands.toggle_sounding(view, cat, 1),
        "set-sounding",
    ),
    "mark_heard": (
        lambda view, _, cat: commands.mark_heard(view, cat, _FIRST),
        "mark-heard",
    ),
    "accept_silences": (
        lambda view, *_: commands.accept_silences(view, range(4, 5)),
        "confirm-silence",
    ),
    "reopen_silences": (
        lambda view, *_: commands.reopen_silences(view, range(5, 6)),
        "reopen-silence",
    ),
    "set_aside": (
        lambda view, *_: commands.set_aside(view, reason="too dark", author="ann"),
        "set-aside",
    ),
    "take_back": (lambda view, *_: commands.take_back(view), "take-back"),
    "add_comment": (
        lambda view, dog, _: commands.add_comment(view, author="bo", text="no", instance_id=dog),
        "add-comment",
    ),
    "resolve_comment": (
        lambda view, *_: commands.resolve_comment(view, 1, author="ann"),
        "resolve-comment",
    ),
    "reopen_comment": (lambda view, *_: commands.reopen_comment(view, 1), "reopen-comment"),
    "remove_comment": (
        lambda view, *_: commands.remove_comment(view, 1, author="ann"),
        "remove-comment",
    ),
    "dismiss_suspect": (
        lambda view, dog, _: commands.dismiss_suspect(_speck(view, dog), author="ann"),
        "dismiss-suspect",
    ),
    "restore_suspect": (
        lambda view, *_: commands.restore_suspect(view, view.dismissals[0]),
        "restore-suspect",
    ),
    "submit": (lambda view, *_: commands.submit(view, author="ann"), "hand-in"),
    "reopen": (lambda view, *_: commands.reopen(view, author="ann"), "reopen-video"),
}


def test_every_command_there_is_is_tried_here() -> None:
    made = {
        name
        for name in commands.__all__
        if inspect.isfunction(each := getattr(commands, name))
        and inspect.signature(each).return_annotation is Command
    }
    assert made == COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_kept_in_the_journal_under_its_kind(
    workbench: Workbench, project: Project, name: str
) -> None:
    make, kind = COMMANDS[name]
    dog, cat = add(workbench, DOG, ".##"), add(workbench, CAT)
    commit(workbench, dog, 1)
    workbench.run(commands.add_proposals(workbench.view, [suggestion(dog, 2)]))
    workbench.run(commands.accept_silences(workbench.view, range(5, 6)))
    run = workbench.run
    if name == "take_back":
        workbench.run_as_is(commands.set_aside(workbench.view, reason="too dark", author="ann"))
    if name in {"resolve_comment", "reopen_comment", "remove_comment"}:
        workbench.run_as_is(commands.add_comment(workbench.view, author="ann", text="no"))
    if name == "reopen_comment":
        workbench.run_as_is(commands.resolve_comment(workbench.view, 1, author="ann"))
    if name == "restore_suspect":
        found = _speck(workbench.view, dog)
        workbench.run_as_is(commands.dismiss_suspect(found, author="ann"))
    if name in {"submit", "reopen"}:
        workbench.run(commands.accept_proposals(workbench.view, [(dog, 2)], author="ann"))
        workbench.run(commands.remove_instance(workbench.view, cat))
        run = workbench.run_as_is
    if name == "reopen":
        run(commands.submit(workbench.view, author="ann"))
    before = project.journal.head().sequence
    run(make(workbench.view, dog, cat))
    (entry,) = project.journal.entries(after=before)
    assert entry.kind == kind
    assert kind in AREAS["labels"]
    assert str(Message.of_document(kind, entry.fields)) == entry.action


def test_whatever_writes_a_label_into_the_journal_gives_it_a_kind() -> None:
    """All `action=` of edits, and all labels of commands, in the program."""
    seen = 0
    for folder in ("avisbuild", "gui/avisbuild_gui", "pipelines/avisbuild_pipelines"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            module = ast.parse(path.read_text(encoding="utf-8"))
            for function in ast.walk(module):
                if isinstance(function, ast.FunctionDef):
                    for label in _labels(function):
                        assert _is_message(label, function), f"{path}:{label.lineno}"
                        seen += 1
    assert seen >= len(COMMANDS)


def _labels(function: ast.FunctionDef) -> list[ast.expr]:
    """Those beside which no `kind` is given."""
    return [
        keyword.value
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and "kind" not in {each.arg for each in node.keywords}
        for keyword in node.keywords
        if (keyword.arg, ast.unparse(node.func).rpartition(".")[2])
        in {("action", "edit"), ("label", "Command")}
    ]


def _is_message(label: ast.expr, function: ast.FunctionDef) -> bool:
    """Whether it is a message where it stands, or a name that is given nothing else in the function."""
    if isinstance(label, ast.Name):
        given = [
            node.value
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == label.id
        ]
        arguments = {each.arg: each.annotation for each in function.args.args}
        if annotation := arguments.get(label.id):
            return ast.unparse(annotation) == "Message"
        return bool(given) and all(_is_message(each, function) for each in given)
    if ast.unparse(label) == "step.label":  # what an entry that is taken back was called
        return True
    return isinstance(label, ast.Call) and ast.unparse(label.func) == "Message"


def _counted(project: Project) -> dict[tuple[int, str, str], tuple[int, int]]:
    return {
        (each.round_number, each.person, each.kind): (each.made, each.taken_back)
        for each in edits_by_round(project.journal.entries())
    }


def test_two_rounds_of_two_people_are_counted_by_kind_from_the_journal(
    workbench: Workbench, project: Project
) -> None:
    dog = add(workbench, DOG, "##")
    commit(workbench, dog, 0)
    commit(workbench, dog, 1)
    workbench.run_as_is(commands.submit(workbench.view, author="ann"))
    with project.edit(author="lead", action=Message("reopen-video", video=POND)) as edit:
        edit.set_round(Round(video_id=POND, number=2, state=RoundState.CHANGES_REQUESTED))
    theirs = Workbench(project, author="bo")
    theirs.open_video(POND)
    theirs.run(commands.change_category(theirs.view, dog, CAT))
    commit(theirs, dog, 1, corner=3)
    theirs.undo()
    theirs.redo()
    theirs.undo()
    theirs.run_as_is(commands.submit(theirs.view, author="bo"))
    assert _counted(project) == {
        (0, "clip", ""): (1, 0),
        (1, "ann", "add-instance"): (1, 0),
        (1, "ann", "set-sounding"): (2, 0),
        (1, "ann", "set-mask"): (2, 0),
        (1, "ann", "hand-in"): (1, 0),
        (2, "lead", "reopen-video"): (1, 0),
        (2, "bo", "rename-instance"): (1, 0),
        (2, "bo", "set-mask"): (2, 2),
        (2, "bo", "hand-in"): (1, 0),
    }


def test_a_round_that_an_undo_takes_back_is_none_any_more(
    workbench: Workbench, project: Project
) -> None:
    add(workbench)
    workbench.undo()
    with project.edit(author="ann", action="Look", video_id=POND) as edit:
        edit.put(Silence(video_id=POND, second=0))
    assert edits_by_round(project.journal.entries()) == (
        RoundEdits(round_number=0, person="ann", kind="", made=1, taken_back=0),
        RoundEdits(round_number=0, person="clip", kind="", made=1, taken_back=0),
        RoundEdits(round_number=1, person="ann", kind="add-instance", made=1, taken_back=1),
    )


def test_each_video_has_its_own_rounds(workbench: Workbench, project: Project) -> None:
    add(workbench)
    with project.edit(author="lead", action="Next") as edit:
        edit.set_round(Round(video_id=POND, number=3, state=RoundState.IN_REVIEW, person="bo"))
    workbench.open_video(LAKE)
    add(workbench)
    counted = _counted(project)
    assert counted[1, "ann", "add-instance"] == (2, 0)
    assert counted[3, "lead", ""] == (1, 0)
