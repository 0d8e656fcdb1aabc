"""`avisbuild embed`: fill the embedding store ahead of annotating."""

from typing import TYPE_CHECKING, Annotated

import typer

from avisbuild.cli.options import HERE, DebugOption, JsonOption, PrecisionOption, ProjectOption
from avisbuild.cli.output import say, say_aside, say_json
from avisbuild.errors import AvisbuildError, ExitCode

if TYPE_CHECKING:
    from avisbuild.segment.cache.store import EmbeddingStore
    from avisbuild_pipelines.embedding import EmbeddingOutcome, EmbeddingPlan

_GIB = 1 << 30
# SAM's features of one frame, 256 x 64 x 64 in half precision.
_BYTES_A_FRAME = 256 * 64 * 64 * 2


def embed(
    videos: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[VIDEO]...", help="Videos to embed.", show_default="all that are not set aside"
        ),
    ] = None,
    project: ProjectOption = HERE,
    segmenter: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="sam_vit_h, sam_vit_l or sam_vit_b.",
            show_default="sam_vit_h with a GPU and its weights",
        ),
    ] = "",
    precision: PrecisionOption = "",
    batch: Annotated[
        int, typer.Option(min=1, max=64, help="Frames at once; halved when memory is short.")
    ] = 4,
    limit: Annotated[
        float, typer.Option(min=0.001, metavar="GIB", help="What the store may hold.")
    ] = 40.0,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Make SAM's embeddings of every frame, so that annotating never waits for one.

    Safe to stop and to run again: only what is missing is made. No window and no person is needed.
    """
    from avisbuild.segment.cache.store import project_store
    from avisbuild.segment.catalogue import embedding_kind, make_segmenter, maker
    from avisbuild.segment.sam.device import chosen_precision
    from avisbuild.store import Project
    from avisbuild_pipelines.commands.fetching import some_videos, watched
    from avisbuild_pipelines.embedding import make_embeddings, plan_embeddings

    chosen_precision(precision)  # A wrong one must not end in another segmenter.
    name = segmenter or _default()
    kind = embedding_kind(name, precision=precision)
    if not dry_run:
        maker(
            name, precision=precision
        )  # What is missing for it is told before a thousand files are read.
    with Project.open(project) as opened:
        aside = () if videos else opened.set_aside()
        wanted = [each for each in some_videos(opened, videos or ()) if each.video_id not in aside]
        videos_dir = opened.videos_dir
        store = project_store(opened.folder, limit_bytes=int(limit * _GIB))
    with watched("look", running="frames") as (progress, stop):

        def show(done: int, total: int | None, what: str) -> None:
            if stop.is_set():
                raise KeyboardInterrupt
            progress(done, total, what)

        plan = plan_embeddings(videos_dir, wanted, kind, store, progress=show)
    if dry_run:
        _say_plan(plan, store)
        return
    if not plan.missing:
        _say(plan, None, store)
        return
    with watched("embed", running="frames") as (progress, stop):
        progress(0, len(plan.missing), f"loading {name}")
        model = make_segmenter(name, precision=precision)
        try:
            outcome = make_embeddings(plan, model, store, batch=batch, progress=progress, stop=stop)
        finally:
            model.close()
    _say(plan, outcome, store)


def _default() -> str:
    from avisbuild.segment.catalogue import default_segmenter
    from avisbuild.segment.sam.checkpoints import CHECKPOINTS

    name = default_segmenter()
    if name not in CHECKPOINTS:
        raise AvisbuildError("embed-with-what", known=" | ".join(CHECKPOINTS))
    return name


def _say_plan(plan: "EmbeddingPlan", store: "EmbeddingStore") -> None:
    needed = len(plan.missing) * _BYTES_A_FRAME
    held = store.size_bytes()
    say(
        f"{plan.there_count} of {plan.frame_count} frames have embeddings, {len(plan.missing)} to make"
    )
    say(
        f"about {_gib(needed)} more beside {_gib(held)}; the store may hold {_gib(store.limit_bytes)}"
    )
    if needed + held > store.limit_bytes:
        say(
            f"that is too much: raise --limit to {(needed + held) / _GIB + 0.1:.1f}, or name fewer videos"
        )
    for failure in plan.failures:
        say(f"{failure.video_id} second {failure.second}: {failure.reason}")
    say_json(
        {
            "frames": plan.frame_count,
            "there": plan.there_count,
            "to_make": len(plan.missing),
            "bytes_needed": needed,
            "bytes_held": held,
            "bytes_limit": store.limit_bytes,
            "failures": _failures(plan),
        }
    )


def _say(
    plan: "EmbeddingPlan", outcome: "EmbeddingOutcome | None", store: "EmbeddingStore"
) -> None:
    """Say what came of a run, and end with its exit code."""
    made = outcome.made_count if outcome else 0
    failures = outcome.failures if outcome else plan.failures
    left = outcome.left_count if outcome else 0
    seconds = f" in {outcome.wall_s:.1f} s" if outcome else ""
    reason, notice = (outcome.reason, outcome.notice) if outcome else ("", "")
    held = store.size_bytes()
    say_json(
        {
            "frames": plan.frame_count,
            "there_before": plan.there_count,
            "made": made,
            "left": left,
            "failures": _failures(outcome or plan),
            "reason": reason,
            "notice": notice,
            "bytes_held": held,
            "wall_s": round(outcome.wall_s, 3) if outcome else 0.0,
        }
    )
    say(
        f"{plan.frame_count - len(failures) - left} of {plan.frame_count} frames have embeddings"
        f" ({made} made now, {plan.there_count} before){seconds}; the store holds {_gib(held)}"
    )
    for failure in failures:
        say(f"{failure.video_id} second {failure.second}: {failure.reason}")
    if notice:
        say_aside(f"avisbuild: {notice}")
    if reason == "interrupted":
        say_aside("avisbuild: stopped; run the same command again to go on")
        raise typer.Exit(130)
    if failures or left or reason:
        raise typer.Exit(ExitCode.PARTLY_DONE)


def _failures(source: "EmbeddingPlan | EmbeddingOutcome") -> list[dict[str, object]]:
    return [
        {"video_id": each.video_id, "second": each.second, "reason": each.reason}
        for each in source.failures
    ]


def _gib(byte_count: int) -> str:
    return f"{byte_count / _GIB:.1f} GiB" if byte_count >= _GIB else f"{byte_count >> 20} MiB"
