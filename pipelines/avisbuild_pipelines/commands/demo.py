"""`avisbuild demo`: the whole way on rendered scenes."""

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from avisbuild.cli.options import DebugOption, JsonOption
from avisbuild.cli.output import say, say_json
from avisbuild.system.paths import quoted

# Who takes part in the demo must not have annotated what they review.
_REVIEWER = "rita"


def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to put it all.")] = Path(
        "avisbuild-demo"
    ),
    rounds: Annotated[
        int,
        typer.Option(
            metavar="N",
            min=0,
            max=9,
            help="Review each scene so often, and leave the last review of two scenes to you.",
        ),
    ] = 0,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """See the whole way run on rendered scenes, with nothing to download."""
    import time

    from avisbuild_pipelines.demo import run_demo

    started = time.monotonic()
    paths = run_demo(folder, tell=say, rounds=rounds)
    seconds = round(time.monotonic() - started, 1)
    say()
    say(f"Done in {seconds} s. Where to look:")
    say(f"   {paths.contact_sheet}  frames with masks, the sound below")
    say(f"   {paths.project}/videos  the 1-second frame/audio pairs")
    say(f"   {paths.release}  the AVISeg release")
    say(f"One video is left for you: {_line('annotate', '--project', paths.project)}")
    waiting = _waiting(paths.project) if rounds else []
    if waiting:
        _say_reviews(paths.project, waiting)
    say_json(
        {
            "seconds": seconds,
            "contact_sheet": str(paths.contact_sheet),
            "project": str(paths.project),
            "release": str(paths.release),
            **({"waiting_for_review": waiting} if rounds else {}),
        }
    )


def _waiting(project: Path) -> list[str]:
    """The videos that were handed in and wait for a review."""
    from avisbuild.records import RoundState
    from avisbuild.store import Project

    with Project.open(project) as opened:
        states = opened.states()
    return sorted(name for name, state in states.items() if state is RoundState.SUBMITTED)


def _say_reviews(project: Path, waiting: list[str]) -> None:
    """How to review one of them in the window, or on the command line; then there is one more to export."""
    reviewer = "--annotator", _REVIEWER
    author = "--project", project, "--author", _REVIEWER
    say(f"{len(waiting)} wait for a review, which somebody else than their annotator makes:")
    say(f"   {_line('annotate', '--project', project, '--video', waiting[0], *reviewer)}")
    say("or without a window:")
    say(f"   {_line('review', 'begin', waiting[0], *author)}")
    say(f"   {_line('review', 'accept', waiting[0], *author)}")
    say("Then export what is accepted:")
    split = "--split", "--sizes", "3/1/1", "--out", project.parent / "reviewed"
    say(f"   {_line('export', *split, '--project', project)}")
    say(f"How far all are: {_line('review', 'board', '--project', project)}")


def _line(*words: object) -> str:
    """A command line of this program as a person can type it."""
    return " ".join(map(quoted, [_program(), *map(str, words)]))


def _program() -> str:
    """What to type for this program: its name, or where it lies as long as that is not on the path."""
    if shutil.which("avisbuild") is None and Path(sys.argv[0]).name == "avisbuild":
        return sys.argv[0]
    return "avisbuild"
