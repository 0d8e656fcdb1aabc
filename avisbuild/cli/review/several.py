"""A move made in several videos: each is checked by itself, and what became of each is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import typer

from avisbuild.cli.output import say, say_aside, say_json
from avisbuild.errors import AvisbuildError, ExitCode

if TYPE_CHECKING:
    from avisbuild.annotation import VideoView, Workbench

VideosArgument = Annotated[list[str], typer.Argument(metavar="VIDEO...", help="Which videos.")]


@dataclass(kw_only=True)
class Outcome:
    """What became of each video: what it is after the move, or why it was not made."""

    done: dict[str, Any] = field(default_factory=dict)
    failed: dict[str, AvisbuildError] = field(default_factory=dict)

    def tell(self, done: Mapping[str, str], **more: Any) -> None:
        """Say it, a line a video (`done` has those of the moves that were made), and end accordingly.

        One video alone that fails is told as every error is.
        """
        if len(self.failed) == 1 and not self.done:
            raise next(iter(self.failed.values()))
        for line in done.values():
            say(line)
        for error in self.failed.values():
            say_aside(f"not done: {error}")
        failed = [{"video_id": name, "problem": str(each)} for name, each in self.failed.items()]
        say_json({**more, "done": list(self.done.values()), "failed": failed})
        if self.failed:
            raise typer.Exit(ExitCode.PARTLY_DONE)


def in_each(
    bench: "Workbench", names: Sequence[str], move: "Callable[[Workbench, VideoView], object]"
) -> Outcome:
    """Open each of the videos, once, and make a move there; an entry of the journal each."""
    from avisbuild.records import VideoId

    outcome = Outcome()
    for name in dict.fromkeys(names):
        try:
            move(bench, bench.open_video(VideoId(name)))
        except AvisbuildError as error:
            outcome.failed[name] = error
        else:
            outcome.done[name] = round_document(bench.view)
    return outcome


def round_document(view: "VideoView") -> dict[str, Any]:
    """Where a video stands, as `--json` of every move says it."""
    from avisbuild.records.round import shown_review

    number = 0 if view.round is None else view.round.number
    return {
        "video_id": view.video.video_id,
        "state": view.state.value,
        "review": shown_review(number, view.state),
        "person": "" if view.round is None else view.round.person,
    }
