"""`avisbuild review suspects`: what a person should look at once more, worst first."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from avisbuild.cli.author import AuthorOption, author_named
from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption
from avisbuild.cli.output import progress_bar, say, say_json, say_table
from avisbuild.cli.review.group import review

if TYPE_CHECKING:
    from avisbuild.annotation import VideoView
    from avisbuild.checks.suspects import Findings, Suspect, SuspectKind
    from avisbuild.records import VideoId
    from avisbuild.store import Project

_KINDS = "KIND"


@review.command("suspects")
def suspects(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[VIDEO]...", help="Which videos; else all.")
    ] = None,
    project: ProjectOption = HERE,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", "--kind", metavar=_KINDS, help="Only this kind (repeatable)."),
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar=_KINDS, help="Not this kind (repeatable).")
    ] = None,
    no_media: Annotated[
        bool,
        typer.Option("--no-media", help="Look at the annotation only, not at picture and sound."),
    ] = False,
    dismiss: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="One is right: hide it until it changes (repeatable)."),
    ] = None,
    restore: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="Show a dismissed one again (repeatable)."),
    ] = None,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """What may be wrong in the annotation and should be looked at once more, worst first.

    Nothing of it stops anybody. An ID is what the first column says, and holds for one video.
    """
    from avisbuild.store import Project

    kinds = _chosen(only or (), without or ())
    with Project.open(project) as opened:
        wanted = _videos(opened, names or ())
        if dismiss or restore:
            _decide(opened, wanted, dismiss or (), restore or (), author)
        with progress_bar("looking") as progress:
            found = []
            for done, video_id in enumerate(wanted, start=1):
                found.append(look_for_suspects(opened, video_id, kinds, with_media=not no_media))
                progress(done, len(wanted), video_id)
    _say(found)


def _chosen(only: Sequence[str], without: Sequence[str]) -> "frozenset[SuspectKind]":
    from avisbuild.checks.suspects import ALL_KINDS, SuspectKind
    from avisbuild.errors import AvisbuildError

    known = {kind.value: kind for kind in SuspectKind}
    for name in (*only, *without):
        if name not in known:
            raise AvisbuildError("suspect-kind", found=name, known=", ".join(known))
    chosen = frozenset(known[name] for name in only) or ALL_KINDS
    return chosen - {known[name] for name in without}


def _videos(project: "Project", names: Sequence[str]) -> "list[VideoId]":
    """The videos that are named, else all that are not set aside; raises ProjectError for a stranger."""
    from avisbuild.records import VideoId

    if not names:
        aside = project.set_aside()
        return [each.video_id for each in project.videos() if each.video_id not in aside]
    return [project.video(VideoId(name)).video_id for name in dict.fromkeys(names)]


def look_for_suspects(
    project: "Project", video_id: "VideoId", kinds: "frozenset[SuspectKind]", *, with_media: bool
) -> "tuple[VideoView, Findings]":
    """A video and its suspects of these kinds; sound and pictures are looked at where they are there."""
    from avisbuild.annotation.workbench import read_view
    from avisbuild.checks.suspects import find_suspects
    from avisbuild.checks.suspects.folder_media import FolderMedia
    from avisbuild.records.video_folder import sound_cache_dir

    view = read_view(project, video_id)
    media = FolderMedia(
        project.video_dir(video_id),
        view.video,
        cache=None if project.is_read_only else sound_cache_dir(project.folder),
        sample_rate_hz=project.recipe.sample_rate_hz,
    )
    return view, find_suspects(
        view.video,
        view.tracks,
        view.taxonomy,
        silences=view.silences,
        keep_silent_masks=view.keep_silent_masks,
        dismissals=view.dismissals,
        media=media if with_media else None,
        kinds=kinds,
    )


def _decide(
    project: "Project",
    wanted: "Sequence[VideoId]",
    dismissed: Sequence[str],
    restored: Sequence[str],
    author: str,
) -> None:
    """Dismiss and restore suspects of the one video that is named; each is an entry of its own."""
    from avisbuild.annotation import Workbench, commands
    from avisbuild.checks.suspects import ALL_KINDS
    from avisbuild.errors import AvisbuildError

    if len(wanted) != 1:
        raise AvisbuildError("suspects-one-video")
    (video_id,) = wanted
    who = author_named(author, otherwise="review")
    bench = Workbench(project, author=who)
    view = bench.open_video(video_id)
    _, findings = look_for_suspects(project, video_id, ALL_KINDS, with_media=True)
    known = {_id(view, each): each for each in findings.suspects}
    hidden = {_id(view, each): each for each in findings.dismissed}
    for name in dismissed:
        suspect = _named(known, name, video_id)
        bench.run_as_is(commands.dismiss_suspect(suspect, author=who))
    for name in restored:
        suspect = _named(hidden, name, video_id)
        dismissal = next(each for each in view.dismissals if suspect.is_hidden_by(each))
        bench.run_as_is(commands.restore_suspect(bench.view, dismissal))


def _named(known: "dict[str, Suspect]", name: str, video_id: "VideoId") -> "Suspect":
    from avisbuild.errors import AvisbuildError

    if name not in known:
        raise AvisbuildError("no-such-suspect", found=name, video=video_id)
    return known[name]


def _id(view: "VideoView", suspect: "Suspect") -> str:
    """What people call a suspect of a video: `overlap:guitar_1:12`, `lag:3` where it is of all instances."""
    instance_id = suspect.place.instance_id
    of = [] if instance_id is None else [view.name(instance_id)]
    return ":".join([suspect.kind.value, *of, str(suspect.second)])


def _say(found: "Sequence[tuple[VideoView, Findings]]") -> None:
    from avisbuild.checks.suspects.wording import not_looked_for_messages, suspect_message

    rows = sorted(
        ((view, each) for view, findings in found for each in findings.suspects),
        key=lambda row: -row[1].score,
    )
    table = [
        (view.video.video_id, _id(view, each), f"{each.score:.2f}", str(suspect_message(each)))
        for view, each in rows
    ]
    if table:
        say_table("", ("video", "id", "score", "what"), table, left=(0, 1, 3))
    dismissed = sum(len(findings.dismissed) for _, findings in found)
    say(f"suspects: {len(rows)} in {len(found)} videos, dismissed: {dismissed}")
    for line in dict.fromkeys(
        str(each)
        for _, findings in found
        for each in not_looked_for_messages(findings.not_looked_for)
    ):
        say(line)
    say_json([_document(view, findings) for view, findings in found])


def _document(view: "VideoView", findings: "Findings") -> dict[str, Any]:
    return {
        "video_id": view.video.video_id,
        "suspects": [_suspect_document(view, each) for each in findings.suspects],
        "dismissed": [_suspect_document(view, each) for each in findings.dismissed],
        "not_looked_for": {
            kind.value: need.value for kind, need in findings.not_looked_for.items()
        },
    }


def _suspect_document(view: "VideoView", suspect: "Suspect") -> dict[str, Any]:
    from avisbuild.checks.suspects.wording import suspect_message

    return {
        "id": _id(view, suspect),
        "kind": suspect.kind.value,
        "instance_id": suspect.place.instance_id,
        "second": suspect.second,
        "score": suspect.score,
        "text": str(suspect_message(suspect)),
    }
