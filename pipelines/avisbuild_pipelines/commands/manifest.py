"""`avisbuild manifest`: a manifest from what a published data set lists."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avisbuild.cli.options import DebugOption, JsonOption
from avisbuild.cli.output import progress_bar, say, say_json
from avisbuild.errors import ExitCode, FormatError
from avisbuild.messages.printable import printable

if TYPE_CHECKING:
    from avisbuild_pipelines.known_sets.names import Entry


class ManifestKind(StrEnum):
    """Which data set's list is read."""

    FROM_AVISEG = "from-aviseg"
    FROM_AVSBENCH = "from-avsbench"
    FROM_MUSICAVQA = "from-musicavqa"
    FROM_VGGSOUND = "from-vggsound"


def manifest(
    kind: Annotated[ManifestKind, typer.Argument(help="Which data set's list is read.")],
    names: Annotated[
        Path,
        typer.Argument(
            metavar="INPUT",
            help="A CSV of names; for MUSIC-AVQA its unpacked folder, or a JSON file of questions.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The manifest to write.")],
    music_avqa_root: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the videos lie, if INPUT is a JSON file."),
    ] = None,
    allow_group_leak: Annotated[
        bool, typer.Option("--allow-group-leak", help="Accept splits that cut a source in two.")
    ] = False,
    no_synthetic: Annotated[
        bool,
        typer.Option(
            "--no-synthetic", help="Leave out MUSIC-AVQA videos with replaced sound or picture."
        ),
    ] = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Write a manifest from the list of AVISeg, AVSBench, MUSIC-AVQA or VGGSound.

    Splits that cut a source in two are refused with the list of them: what a model learns from one
    half, it would be tested on with the other.
    """
    from avisbuild_pipelines.known_sets import names as source_names

    trouble: dict[str, str] = {}
    if kind is ManifestKind.FROM_MUSICAVQA:
        entries, trouble = _music_avqa(names, music_avqa_root)
    else:
        readers = {
            ManifestKind.FROM_AVISEG: source_names.aviseg_entry,
            ManifestKind.FROM_AVSBENCH: source_names.avsbench_entry,
            ManifestKind.FROM_VGGSOUND: source_names.vggsound_entry,
        }
        entries = source_names.read_names(names, readers[kind])
    if no_synthetic:
        entries = [entry for entry in entries if not entry.synthetic]
    leaks = source_names.leaking_sources(entries)
    if leaks:
        summary = source_names.leak_summary(leaks)
        if not allow_group_leak:
            listed = "\n".join(f"  {printable(source_names.leak_text(leak))}" for leak in leaks)
            raise FormatError("manifest-leaks", names=names, summary=summary, listed=listed)
        say(f"{summary}, allowed:")
        for leak in leaks:
            say(f"  {source_names.leak_text(leak)}")
    source_names.write_manifest(out, entries)
    _report(out, entries, trouble, leak_count=len(leaks))
    if trouble:
        raise typer.Exit(ExitCode.PARTLY_DONE)


def _music_avqa(path: Path, root: Path | None) -> "tuple[list[Entry], dict[str, str]]":
    from avisbuild_pipelines.known_sets.music_avqa import list_music_avqa, read_question_ids
    from avisbuild_pipelines.manifest.music_avqa import MusicAvqa

    folder = path if path.is_dir() else root
    if folder is None or not folder.is_dir():
        raise FormatError("music-avqa-folder", path=path)
    wanted = None if path.is_dir() else read_question_ids(path)
    with progress_bar("looking at videos") as progress:
        found = list_music_avqa(MusicAvqa.open(folder), wanted, progress=progress)
    if not found.entries:
        raise FormatError("music-avqa-no-video", folder=folder)
    missing = dict.fromkeys(found.missing, "is not there")
    return list(found.entries), {**missing, **found.unreadable}


def _report(out: Path, entries: "list[Entry]", trouble: dict[str, str], *, leak_count: int) -> None:
    synthetic = sum(entry.synthetic for entry in entries)
    times = {
        kind: sum(entry.times == kind for entry in entries) for kind in ("approximate", "unknown")
    }
    say(f"{out}: {len(entries)} videos")
    if synthetic:
        say(
            f"{synthetic} of them are synthetic (their sound or picture was replaced): no AVIS truth"
        )
    if times["approximate"] or times["unknown"]:
        say(
            f"times: {times['approximate']} approximate, {times['unknown']} unknown;"
            " such videos cannot be cut exactly as published"
        )
    for name, text in trouble.items():
        say(f"left out: {name}: {text}")
    say_json(
        {
            "manifest": str(out),
            "videos": len(entries),
            "synthetic": synthetic,
            "times_approximate": times["approximate"],
            "times_unknown": times["unknown"],
            "cut_groups": leak_count,
            "left_out": trouble,
        }
    )
