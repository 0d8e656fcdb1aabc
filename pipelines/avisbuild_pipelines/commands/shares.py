"""`avisbuild project pack|unpack|merge`: some videos for somebody far away, and what came back of them."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avisbuild.cli.author import AuthorOption, author_named
from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption, switches
from avisbuild.cli.output import progress_bar, say, say_json, say_table
from avisbuild.errors import AvisbuildError
from avisbuild.system.paths import quoted
from avisbuild_pipelines.commands.project import project as group

if TYPE_CHECKING:
    from avisbuild.records import RoundState
    from avisbuild.review.merging import Choice, Conflict, MergePlan
    from avisbuild_pipelines.sharing import SharePlan

_OTHERWISE = "merging"


@group.command()
def pack(
    share: Annotated[Path, typer.Argument(metavar="SHARE", help="The file to write, a new one.")],
    project: ProjectOption = HERE,
    videos: Annotated[
        str, typer.Option("--videos", metavar="A,B,...", help="These videos alone.")
    ] = "",
    person: Annotated[
        str, typer.Option("--for", metavar="PERSON", help="What this person has to do.")
    ] = "",
    state: Annotated[
        str, typer.Option("--state", metavar="STATE,...", help="Videos in these states alone.")
    ] = "",
    media: Annotated[
        bool, typer.Option("--media/--no-media", help="Frames and sound, too.")
    ] = True,
    author: AuthorOption = "",
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Say what would be packed, and how large; write nothing."),
    ] = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Pack videos into one file for somebody far away: frames, sound, annotation, recipe and categories.

    Others go on editing. What was done in it comes back by `project merge`, of the file that they pack again
    or of their folder.
    """
    from avisbuild.store import Project
    from avisbuild_pipelines.fetch.disk_space import size_text
    from avisbuild_pipelines.sharing import chosen_videos, plan_share
    from avisbuild_pipelines.sharing import pack as write_share

    share = share.absolute()
    with Project.open(project) as opened:
        chosen = chosen_videos(opened, names=_words(videos), person=person, states=_states(state))
        plan = plan_share(opened, share, chosen, has_media=media)
        if dry_run:
            _say_plan(share, plan)
            return
        say(f"packing {len(chosen)} videos, about {size_text(plan.byte_count)}")
        with progress_bar("pack") as progress:
            card = write_share(
                opened,
                share,
                chosen,
                author=author_named(author, otherwise=_OTHERWISE),
                has_media=media,
                progress=progress,
            )
    say(
        f"packed {len(card.videos)} videos, {card.files} files, {size_text(share.stat().st_size)}; "
        f"there: avisbuild project unpack {quoted(share.name)} NEW-DIR"
    )
    say_json({"share": str(share), "size": share.stat().st_size, **card.document})


@group.command()
def unpack(
    share: Annotated[
        Path, typer.Argument(metavar="SHARE", help="What `avisbuild project pack` wrote.")
    ],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is new or empty.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what is in it, and write nothing.")
    ] = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Make a project of a share in DIR, to be annotated like any other; every file is checked."""
    from avisbuild_pipelines.fetch.disk_space import size_text
    from avisbuild_pipelines.sharing import unpack as unpack_into
    from avisbuild_pipelines.sharing.share_file import reading_share

    if dry_run:
        with reading_share(share) as reader:
            card = reader.card
        said = f"{len(card.videos)} videos, {card.files} files, {size_text(card.bytes)}"
        say(f"{share}: {said}, packed by {card.made_by} at {card.made_at}")
        say_json(card.document)
        return
    with progress_bar("unpack") as progress:
        done = unpack_into(share, folder, progress=progress)
    say(
        f"unpacked {len(done.card.videos)} videos, {size_text(done.card.bytes)}; "
        f"next: avisbuild annotate --project {quoted(str(done.folder))}"
    )
    say_json({"project": str(done.folder), **done.card.document})


@group.command()
def merge(
    share: Annotated[
        Path | None,
        typer.Argument(
            metavar="SHARE", help="A share that came back: the file, or a folder of it."
        ),
    ] = None,
    project: ProjectOption = HERE,
    author: AuthorOption = "",
    decisions: Annotated[
        Path | None,
        typer.Option(
            "--decisions", metavar="FILE", help="A .csv or .json with a decision for each."
        ),
    ] = None,
    conflicts: Annotated[
        Path | None,
        typer.Option("--conflicts", metavar="FILE", help="Write the conflicts, and merge nothing."),
    ] = None,
    every: Annotated[
        str, typer.Option("--all", metavar="ours|theirs", help="Decide every conflict alike.")
    ] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take the last merge back.")] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be merged, and merge nothing.")
    ] = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Merge what somebody did in a share: what one side changed is taken, what both changed you decide.

    Nothing is written until every conflict is decided; a backup is made before.
    """
    from avisbuild.review.merging import plan_merge, undo_merge
    from avisbuild.review.merging.decision_file import read_decisions, write_conflicts
    from avisbuild.store import Project
    from avisbuild_pipelines.sharing import merge_with_backup, opened_share

    who = author_named(author, otherwise=_OTHERWISE)
    if undo == (share is not None) or every not in ("", "ours", "theirs"):
        raise AvisbuildError("merge-what")
    with Project.open(project) as opened:
        if share is None:
            label = undo_merge(opened, author=who)
            say(str(label))
            say_json({"undone": str(label)})
            return
        with opened_share(share, opened) as theirs:
            plan = plan_merge(opened, theirs)
            decided = dict(read_decisions(decisions)) if decisions else {}
            decided = _all_alike(plan, decided, every)
            if conflicts:
                write_conflicts(conflicts.absolute(), plan.conflicts, decided)
            if dry_run or conflicts:
                _say_merge(plan, decided, conflicts)
                return
            if plan.open_conflicts(decided) and sys.stdin.isatty() and not switches.as_json:
                decided = _ask(plan, decided)
            done = merge_with_backup(opened, theirs, decided, author=who)
    for note in done.merged.notes:
        say(str(note))
    if done.backup is None:
        say("nothing to merge: all of it is here already")
    else:
        say(
            f"merged {done.merged.row_count} rows as edit {done.merged.entry}; as it was: {done.backup}; "
            "take it back: avisbuild project merge --undo"
        )
    say_json(
        {
            "entry": done.merged.entry,
            "rows": done.merged.row_count,
            "backup": str(done.backup) if done.backup else None,
            "notes": [str(each) for each in done.merged.notes],
        }
    )


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _states(text: str) -> "list[RoundState]":
    from avisbuild.records import RoundState

    known = ", ".join(each.value for each in RoundState)
    for word in _words(text):
        if word not in tuple(RoundState):
            raise AvisbuildError("state-unknown", state=word, known=known)
    return [RoundState(word) for word in _words(text)]


def _say_plan(share: Path, plan: "SharePlan") -> None:
    from avisbuild_pipelines.fetch.disk_space import size_text

    rows = [
        ("frames, sound, guideline", plan.file_count - 2, size_text(plan.media_bytes)),
        ("database", 1, f"about {size_text(plan.database_bytes)}"),
        ("all", plan.file_count, f"about {size_text(plan.byte_count)}"),
    ]
    say_table(", ".join(plan.videos), ("part", "files", "size"), rows)
    say(f"{share}: {size_text(plan.free_bytes)} free" + ("" if plan.has_room else ": too little"))
    say_json(
        {
            "videos": list(plan.videos),
            "files": plan.file_count,
            "media_bytes": plan.media_bytes,
            "database_bytes": plan.database_bytes,
            "bytes": plan.byte_count,
            "bytes_free": plan.free_bytes,
            "has_room": plan.has_room,
        }
    )


def _say_merge(plan: "MergePlan", decided: "dict[str, Choice]", file: Path | None) -> None:
    from avisbuild.review.merging.decision_file import conflict_row

    people: dict[str, int] = {}
    for each in plan.work:
        people[each.person] = people.get(each.person, 0) + each.edits
    for person, count in sorted(people.items()):
        say(f"{person or '-'}: {count} edits")
    for note in plan.notes:
        say(str(note))
    left = plan.open_conflicts(decided)
    rows = [
        (each.message, each.ours, each.theirs, decided.get(each.key, "")) for each in plan.conflicts
    ]
    if rows:
        say_table("", ("conflict", "here", "in the share", "decision"), rows, left=(0, 1, 2, 3))
    say(
        f"{plan.taken_count} rows to take, {len(plan.conflicts)} conflicts, {len(left)} not decided"
    )
    if file is not None:
        say(f"written to {file}; fill in `decision`, then: --decisions {quoted(str(file))}")
    say_json(
        {
            "rows": plan.taken_count,
            "people": people,
            "notes": [str(each) for each in plan.notes],
            "conflicts": [conflict_row(each, decided) for each in plan.conflicts],
            "undecided": len(left),
        }
    )


def _all_alike(plan: "MergePlan", decided: "dict[str, Choice]", word: str) -> "dict[str, Choice]":
    from avisbuild.review.merging import Choice

    if not word:
        return decided
    choice = Choice(word)
    return {**{each.key: choice for each in plan.conflicts}, **decided}


def _ask(plan: "MergePlan", decided: "dict[str, Choice]") -> "dict[str, Choice]":
    """Ask for each conflict at the terminal; Ctrl-C ends it, and nothing is merged."""
    while left := plan.open_conflicts(decided):
        decided = {**decided, left[0].key: _asked(left[0], len(left))}
    return decided


def _asked(conflict: "Conflict", left_count: int) -> "Choice":
    from avisbuild.review.merging import Choice

    say(f"{conflict.message}  ({left_count} left)")
    say(f"  ours:   {conflict.ours}")
    say(f"  theirs: {conflict.theirs}")
    words = "/".join(each.value for each in conflict.choices)
    while True:
        try:
            word = typer.prompt(f"  {words}", err=True).strip().lower()
        except typer.Abort as error:
            raise KeyboardInterrupt from error
        found = [each for each in conflict.choices if word and each.value.startswith(word)]
        if len(found) == 1:
            return Choice(found[0])
